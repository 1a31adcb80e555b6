@connector
Feature: A connector sends people as the schemas have them
  What a server does not understand it refuses, or drops without a word.

  @CONNECTOR-RESOURCE-01
  Scenario: Everybody is addressed by the id that the server gave
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada's displayName becomes "Ada King"
    And Grace is deactivated
    Then the connector addressed everything by the id that the server gave

  @CONNECTOR-RESOURCE-01 @needs:connector-groups @needs:groups
  Scenario: Groups are addressed by the id that the server gave
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    When Ada joins the group "Analysts"
    Then the connector addressed everything by the id that the server gave

  @CONNECTOR-RESOURCE-01 @needs:control @exclusive
  Scenario Outline: An id with <what> is addressed as it is
    Given the server gives Katherine Johnson the id "<id>"
    When adding Katherine Johnson is tried
    And giving Katherine the displayName "Katherine Goble" is tried
    Then the connector addressed Katherine by exactly that id

    Examples:
      | what            | id         |
      | a slash         | 2819/c223  |
      | a space         | 2819 c223  |
      | a question mark | 2819?c223  |
      | a percent sign  | 2819%63223 |

  @CONNECTOR-RESOURCE-02
  Scenario: The externalId of a person stays the same
    When Ada Lovelace joins
    And Ada's displayName becomes "Ada King"
    And Ada is deactivated
    Then the connector sent one externalId for Ada

  @CONNECTOR-RESOURCE-03
  Scenario: The schemas of a person are complete
    When Ada Lovelace joins
    Then the connector named every schema that it used

  @CONNECTOR-RESOURCE-03 @needs:connector-groups @needs:groups
  Scenario: The schemas of a group are complete
    Given Ada Lovelace has an account
    When the directory has a group "Analysts" with Ada
    Then the connector named every schema that it used

  @CONNECTOR-RESOURCE-04
  Scenario: Only attributes are sent that the server declares
    When Ada Lovelace joins
    And Ada's displayName becomes "Ada King"
    Then the connector sent only attributes that the server declares

  @CONNECTOR-RESOURCE-05
  Scenario: Nobody is sent without what the server requires
    When Ada Lovelace joins
    And Ada's displayName becomes "Ada King"
    And Ada is deactivated
    Then the connector sent what the server requires

  @CONNECTOR-RESOURCE-06
  Scenario: Values have the types of their attributes
    When Ada Lovelace joins
    And Ada's displayName becomes "Ada King"
    And Ada is deactivated
    Then the connector sent values of the right types

  @CONNECTOR-RESOURCE-07
  Scenario: One address is the primary one
    When Ada Lovelace joins
    Then the connector named no more than one value as the primary one

  @CONNECTOR-RESOURCE-08
  Scenario: Nothing of a person is left out
    When Ada Lovelace joins
    Then the connector sent all that the directory has of Ada
