@protocol
Feature: Retrieving resources
  A resource is read by its id, or as one of a list (RFC 7644 §3.4.1 and §3.4.2).

  @RFC7644-3.4.1-i01
  Scenario: A person is read by id
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer is 200
    And the answer is a valid User
    And the answer has:
      """
      {"id": "{Ada.id}", "userName": "{Ada.userName}"}
      """

  @RFC7644-3.4.1-i01 @needs:groups
  Scenario: A group is read by id
    Given a group "Analysts"
    When the client reads the group "Analysts"
    Then the answer is 200
    And the answer is a valid Group
    And the answer has:
      """
      {"id": "{Analysts.id}", "displayName": "{Analysts.displayName}"}
      """

  @RFC7644-3.4.1-i02
  Scenario Outline: A <resource> that does not exist is not found
    When the client sends GET "<path>"
    Then it is refused with 404

    Examples:
      | resource | path                                        |
      | person   | /Users/00000000-0000-4000-8000-00000000ada0 |

    @needs:groups
    Examples:
      | resource | path                                         |
      | group    | /Groups/00000000-0000-4000-8000-00000000ada0 |

  @RFC7644-3.12-i06 @needs:groups
  Scenario: A person is not found among the groups
    Given Ada Lovelace has an account
    When the client sends GET "/Groups/{Ada.id}"
    Then it is refused with 403 or 404

  @RFC7644-3.12-i06 @needs:groups
  Scenario: A group is not found among the people
    Given a group "Analysts"
    When the client sends GET "/Users/{Analysts.id}"
    Then it is refused with 403 or 404

  @RFC7644-3.12-i06
  Scenario: An endpoint that does not exist is not found
    When the client sends GET "/Countesses-{unique}"
    Then the answer is 404

  @RFC7644-3.4.2-04 @needs:filter
  Scenario: A list names itself a list response
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer is 200
    And the answer's schemas contains "urn:ietf:params:scim:api:messages:2.0:ListResponse"

  @RFC7644-3.4.2-05 @needs:filter
  Scenario: A list says how many matches there are
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer is a well-formed list
    And the answer's totalResults is 1

  @RFC7644-3.4.2-07 @needs:filter
  Scenario: A list shows what it counts
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer's Resources is a list of 1
    And the list shows Ada

  # Who takes such an address must be able to show it again.
  @RFC7644-3.4.2-07 @needs:filter
  Scenario: A list goes on although one of its people has an e-mail address that is none
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"emails": [{"value": "grace", "type": "work"}]}
      """
    Then it may be declined with 400 and "invalidValue" or "invalidSyntax"
    When the client lists Users where userName eq "{Ada.userName}" or userName eq "{Grace.userName}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada and Grace

  @RFC7644-3.4.2-10 @needs:filter
  Scenario: A list of nothing is a success
    When the client lists Users where userName eq "nobody-{unique}@example.com"
    Then the answer is 200
    And the answer's totalResults is 0
    And the answer's Resources is a list of 0

  @RFC7644-3.4.2-03 @needs:filter
  Scenario: A query parameter that nobody knows is ignored
    Given Ada Lovelace has an account
    And the next request carries:
      | query | scimproofUnknown | {unique} |
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada

  @RFC7643-7-i03 @needs:groups @needs:filter
  Scenario: A group in a list shows its members
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client lists Groups where displayName eq "{Analysts.displayName}"
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "Analysts"
    And every listed resource has members
