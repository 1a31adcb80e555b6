@lifecycle @needs:entra @needs:patch
Feature: Microsoft Entra ID provisions
  What Entra ID sends is not always what the RFC has in mind, and a service provider may
  refuse it. One that says that Entra ID provisions it has to understand it: a change that
  is lost on the way leaves somebody in who is out.

  @LIFECYCLE-ENTRA-01
  Scenario Outline: The operation "<op>" is understood
    Given Ada Lovelace has an account with:
      """
      {"externalId": "before-{unique}"}
      """
    When the client patches Ada with:
      """
      [<operation>]
      """
    Then the answer is 200 or 204
    And Ada's externalId is <value>

    Examples:
      | op      | operation                                                                | value             |
      | Add     | {"op": "Add", "path": "externalId", "value": "added-{unique}"}           | "added-{unique}" |
      | Replace | {"op": "Replace", "path": "externalId", "value": "replaced-{unique}"}    | "replaced-{unique}" |
      | Remove  | {"op": "Remove", "path": "externalId"}                                   | absent            |

  @LIFECYCLE-ENTRA-01
  Scenario: A deactivation by the operation "Replace" is done
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "Replace", "path": "active", "value": false}]
      """
    Then the answer is 200 or 204
    And Ada is shown as disabled

  @LIFECYCLE-ENTRA-02
  Scenario: A deactivation by the text "False" is done
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "Replace", "path": "active", "value": "False"}]
      """
    Then the answer is 200 or 204
    And Ada is shown as disabled

  @LIFECYCLE-ENTRA-03 @needs:attribute:User.name.givenName
  Scenario: A name with a dot in a value without a path is the way to a sub-attribute
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client patches Ada with:
      """
      [{"op": "Replace", "value": {"name.givenName": "Augusta"}}]
      """
    Then the answer is 200 or 204
    And Ada's name.givenName is "Augusta"
    And Ada's name.familyName is "Lovelace"
    When the client reads Ada
    Then the answer nowhere shows "name.givenName"

  @LIFECYCLE-ENTRA-04 @needs:groups
  Scenario: A member is removed who is named in the value
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When the client patches the group "Analysts" with:
      """
      [{"op": "Remove", "path": "members", "value": [{"value": "{Ada.id}"}]}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Grace

  @LIFECYCLE-ENTRA-05 @needs:enterprise
  Scenario: A manager is named by the id alone
    Given Ada Lovelace and Grace Hopper have accounts
    When the client patches Ada with:
      """
      [{"op": "Add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "value": "{Grace.id}"}]
      """
    Then the answer is 200 or 204
    And Ada reports to Grace

  @LIFECYCLE-ENTRA-06 @needs:attribute:User.addresses.type
  Scenario: An address of a type that is not there is created for its first part
    Given Ada Lovelace has an account with:
      """
      {"addresses": null}
      """
    When the client patches Ada with:
      """
      [{"op": "Add", "path": "addresses[type eq \"work\"].locality", "value": "London"}]
      """
    Then the answer is 200 or 204
    And Ada's addresses[type eq "work"].locality is "London"

  @LIFECYCLE-ENTRA-07 @needs:attribute:User.phoneNumbers.type
  Scenario: A telephone number that is not there does not stop a deactivation
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": null}
      """
    When the client patches Ada with:
      """
      [
        {"op": "Replace", "path": "phoneNumbers[type eq \"work\"].value", "value": "+447700900102"},
        {"op": "Replace", "path": "active", "value": false}
      ]
      """
    Then the answer is 200 or 204
    And Ada is shown as disabled
