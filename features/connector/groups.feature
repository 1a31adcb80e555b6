@connector
Feature: A connector keeps groups in step
  A group is what somebody may see. One request too much, and nobody is in it any more.

  @CONNECTOR-GROUP-01
  Scenario: Who is put into a group has an account
    When Ada Lovelace joins
    And the directory has a group "Analysts" with Ada
    Then the members of "Analysts" are Ada
    And everybody to whom the connector referred was there

  @CONNECTOR-GROUP-02
  Scenario Outline: Who <verb> a group is named alone
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And a group "Analysts" with <before>
    When Ada <verb> the group "Analysts"
    Then the connector named nobody of "Analysts" but Ada

    Examples:
      | verb   | before              |
      | joins  | Grace and Alan      |
      | leaves | Ada, Grace and Alan |

  @CONNECTOR-GROUP-03
  Scenario Outline: Who stays in a group stays in it when somebody <verb>
    Given Ada Lovelace and Grace Hopper have accounts
    When the directory has a group "Analysts" with <before>
    And Ada <verb> the group "Analysts"
    Then the members of "Analysts" are <after>

    Examples:
      | verb   | before        | after         |
      | joins  | Grace         | Ada and Grace |
      | leaves | Ada and Grace | Grace         |

  @CONNECTOR-GROUP-04
  Scenario: A member is removed by a filter
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When Ada leaves the group "Analysts"
    Then the connector removed nobody from a group but by a filter

  @CONNECTOR-GROUP-04
  Scenario: The last member is removed by a filter
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When Ada leaves the group "Analysts"
    Then the connector removed nobody from a group but by a filter

  @CONNECTOR-GROUP-05 @exclusive
  Scenario: A server that does not show its members keeps nobody in a group
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    And the server leaves members out of its answers
    When Ada leaves the group "Analysts"
    Then the connector took Ada out of "Analysts"
    And the members of "Analysts" are Grace

  @CONNECTOR-GROUP-06 @exclusive
  Scenario: Members that nobody asked for do no harm
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    And the server ignores excludedAttributes and attributes
    When Ada joins the group "Analysts"
    Then the members of "Analysts" are Ada and Grace

  @CONNECTOR-GROUP-07
  Scenario: A large group is sent in parts
    Given 101 other people have accounts
    When the directory has a group "Everybody" with all the other people
    Then the connector sent no more than 100 members at a time

  @CONNECTOR-GROUP-08
  Scenario: A group without members is provisioned
    When the directory has a group "Analysts"
    Then the group "Analysts"'s displayName is "{Analysts.displayName}"
    And the members of "Analysts" are nobody

  @CONNECTOR-GROUP-08
  Scenario: A group that everybody leaves is empty
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When Ada leaves the group "Analysts"
    Then the group "Analysts"'s displayName is "{Analysts.displayName}"
    And the members of "Analysts" are nobody

  @CONNECTOR-GROUP-09
  Scenario: No group becomes a member of another
    Given Ada Lovelace has an account
    When the directory has a group "Analysts" with Ada
    And the directory has a group "Engineers" with Ada
    Then the connector put no group into a group
