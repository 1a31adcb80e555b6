@protocol
Feature: Deleting resources
  A deleted resource is gone for every operation and for every query (RFC 7644 §3.6).
  Every deletion here is of somebody who was made for it.

  @RFC7644-3.6-06
  Scenario: A deletion is answered 204 without a body
    Given Ada Lovelace has an account
    When the client deletes Ada
    Then the answer is 204
    And the answer is empty

  @RFC7644-3.6-06 @needs:groups
  Scenario: The deletion of a group leaves its members alone
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client deletes the group "Analysts"
    Then the answer is 204
    And Ada still exists
    When the client reads the group "Analysts"
    Then the answer is 404 or 410

  # Whether an id that nobody has any more stays among the members is left open (RFC 7643 §2.3.7).
  @RFC7644-3.6-06 @needs:groups
  Scenario: The deletion of a member leaves the others in the group
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When the client deletes Ada
    Then it may be declined with 400 or 409
    And the answer is 204
    And Ada is gone
    And the group "Analysts"'s members.value contains "{Grace.id}"

  @RFC7644-3.6-06 @needs:enterprise
  Scenario: The deletion of a manager takes nothing else from who reported to them
    Given Ada Lovelace has an account
    And Grace Hopper has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Compilers", "manager": {"value": "{Ada.id}"}}}
      """
    When the client deletes Ada
    Then it may be declined with 400 or 409
    And the answer is 204
    And Grace's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Compilers"

  @RFC7644-3.6-02
  Scenario: Who was deleted is not found
    Given Ada Lovelace has an account
    When the client deletes Ada
    And the client reads Ada
    Then it is refused with 404 or 410

  @RFC7644-3.6-02
  Scenario: Who was deleted cannot be replaced
    Given Ada Lovelace has an account
    When the client deletes Ada
    And the client replaces Ada with:
      """
      {"externalId": "again-{unique}"}
      """
    Then it is refused with 404 or 410

  @RFC7644-3.6-02 @needs:patch
  Scenario: Who was deleted cannot be patched
    Given Ada Lovelace has an account
    When the client deletes Ada
    And the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "again-{unique}"}]
      """
    Then it is refused with 404 or 410

  @RFC7644-3.6-02
  Scenario: Who was deleted cannot be deleted again
    Given Ada Lovelace has an account
    When the client deletes Ada
    And the client deletes Ada
    Then it is refused with 404 or 410

  # 410 says the same and more, yet the text says 404: a warning.
  @RFC7644-3.12-i06
  Scenario: Who was deleted is answered for by 404
    Given Ada Lovelace has an account
    When the client deletes Ada
    And the client reads Ada
    Then it is refused with 404

  @RFC7644-3.6-03 @needs:filter
  Scenario: Who was deleted is not listed, who was not is
    Given Ada Lovelace and Grace Hopper have accounts
    When the client deletes Ada
    Then Ada is gone
    When the client lists Users where userName eq "{Grace.userName}"
    Then of the scenario's people the list shows Grace

  @RFC7644-3.6-05
  Scenario: The userName of somebody deleted is free again
    Given Ada Lovelace has an account
    When the client deletes Ada
    And the client creates Ada Lovelace
    Then the answer is 201
    And Ada's userName is "{Ada.userName}"

  # To bring the old record back to life is against the letter, yet seen: a warning.
  @RFC7644-3.6-i02
  Scenario: Who is created again gets a new id
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's id is kept as "oldId"
    When the client deletes Ada
    And the client creates Ada Lovelace
    Then the answer is 201
    And the answer's id is not "{oldId}"

  @RFC7644-3.6-i01
  Scenario: The deletion of nobody is not found
    When the client sends DELETE "/Users/00000000-0000-4000-8000-00000000ada3"
    Then it is refused with 404

  # An id is found at its own endpoint only.
  @RFC7644-3.6-i01 @needs:groups
  Scenario: A person is not deleted by way of the groups
    Given Ada Lovelace has an account
    When the client sends DELETE "/Groups/{Ada.id}"
    Then it is refused with 404
    And Ada still exists

  @RFC7644-3.6-04
  Scenario: The userName of somebody deleted is free for somebody else
    Given Ada Lovelace and Grace Hopper have accounts
    When the client deletes Ada
    And the client replaces Grace with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then the answer is 200 or 204
    And Grace's userName is "{Ada.userName}"

  @RFC7644-3.6-03 @needs:search @needs:filter
  Scenario: Who was deleted is not found by a search, who was not is
    Given Ada Lovelace and Grace Hopper have accounts
    And the client deletes Ada
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\" or userName eq \"{Grace.userName}\""}
      """
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Grace

  @RFC7644-3.6-04
  Scenario: The externalId of somebody deleted is free for somebody else
    Given Ada Lovelace has an account
    And the client deletes Ada
    When the client creates Grace Hopper with:
      """
      {"externalId": "{Ada.externalId}"}
      """
    Then the answer is 201
    And Grace's externalId is "{Ada.externalId}"
