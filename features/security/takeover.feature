@security
Feature: Nobody takes over what is somebody else's
  Who writes people over SCIM does not come into other people's accounts by it: not into
  those that were there before, not into those that are gone, not by a name, an address
  or an id that belongs to somebody else.

  @SECURITY-TAKEOVER-01
  Scenario: A creation under the userName of a local account does not rewrite that account
    Given Ada Lovelace has a local account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then the answer is 200 or 201 or 409
    And Ada's local account is as it was

  @SECURITY-TAKEOVER-01
  Scenario: A creation with the e-mail address of a local account does not rewrite that account
    Given Ada Lovelace has a local account
    When the client creates Grace Hopper with:
      """
      {"emails": [{"value": "{Ada.email}", "type": "work", "primary": true}, {"value": "{Grace.email}", "type": "home"}]}
      """
    Then the answer is 200 or 201 or 400 or 409
    And Ada's local account is as it was

  @SECURITY-TAKEOVER-02
  Scenario: A creation under the userName of a local account does not change its password
    Given Ada Lovelace has a local account
    And Ada has logged in by password
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then the answer is 200 or 201 or 409
    And Ada still gets in by the same password

  @SECURITY-TAKEOVER-02
  Scenario: A creation with the e-mail address of a local account does not change its password
    Given Ada Lovelace has a local account
    And Ada has logged in by password
    When the client creates Grace Hopper with:
      """
      {"emails": [{"value": "{Ada.email}", "type": "work", "primary": true}]}
      """
    Then the answer is 200 or 201 or 400 or 409
    And Ada still gets in by the same password

  # Grace shows that the road leads somewhere.
  @SECURITY-TAKEOVER-03 @needs:patch
  Scenario: A local account is not deactivated over SCIM
    Given Ada Lovelace has a local account
    And Grace Hopper has an account
    And Ada has logged in by password
    When the client deactivates whoever has the userName "{Grace.userName}"
    And the client deactivates whoever has the userName "{Ada.userName}"
    Then Grace's active is false
    And Ada still gets in by the same password

  @SECURITY-TAKEOVER-03
  Scenario: A local account is not deleted over SCIM
    Given Ada Lovelace has a local account
    And Grace Hopper and Alan Turing have accounts
    And Ada has logged in by password
    When the client deletes whoever has the userName "{Grace.userName}"
    And the client deletes whoever has the userName "{Ada.userName}"
    Then Grace is gone
    And Ada still gets in by the same password

  @SECURITY-TAKEOVER-04
  Scenario: A replacement under the userName of somebody else does not open their door
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada has logged in by password
    When the client replaces Grace with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then it is refused with 400 or 403 or 409
    And Ada still gets in by the same password

  @SECURITY-TAKEOVER-04 @needs:patch
  Scenario: A change to the userName of somebody else does not open their door
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada has logged in by password
    When the client patches Grace with:
      """
      [{"op": "replace", "path": "userName", "value": "{Ada.USERNAME}"}]
      """
    Then it is refused with 400 or 403 or 409
    And Ada still gets in by the same password

  # Who comes after somebody under the same name is another person.
  @SECURITY-TAKEOVER-05
  Scenario Outline: The <credential> of who is gone does not open the account of a successor
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by <credential>
    And Ada is deleted
    And Alan Turing has an account with:
      """
      {"userName": "{Ada.userName}"}
      """
    When the client reads Alan
    Then the answer's id is not "{Ada.id}"
    And Ada is refused by <credential>, while Grace gets in

    Examples:
      | credential    |
      | password      |
      | session       |
      | access token  |
      | refresh token |
      | API token     |

  @SECURITY-TAKEOVER-06 @needs:patch
  Scenario Outline: A group that is joined by <somebody> makes nobody
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client patches the group "Analysts" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "<id>"}]}]
      """
    Then the answer is 200 or 204 or 400 or 404 or 409
    And no account has the userName "<id>"
    And nobody can be read under the id "<id>"

    Examples:
      | somebody           | id                           |
      | an unknown id      | nobody-{unique}              |
      | an unknown address | nobody-{unique}@example.com  |

  @SECURITY-TAKEOVER-07
  Scenario: A replacement changes whom the URL names, whatever id the body has
    Given Ada Lovelace and Grace Hopper have accounts
    When the client replaces Ada with:
      """
      {"id": "{Grace.id}", "displayName": "Ada King"}
      """
    Then the answer is 200 or 204 or 400 or 409
    And Grace is unchanged
    And Ada still exists

  @SECURITY-TAKEOVER-07 @needs:patch
  Scenario: A change to the id moves nobody
    Given Ada Lovelace and Grace Hopper have accounts
    When the client patches Ada with:
      """
      [{"op": "replace", "value": {"id": "{Grace.id}", "displayName": "Ada King"}}]
      """
    Then the answer is 200 or 204 or 400 or 409
    And Grace is unchanged
    And Ada still exists
