@protocol
Feature: PATCH that fails
  A PATCH is done as a whole or not at all (RFC 7644 §3.5.2). Every refusal here is
  followed by a look at what is stored.

  @RFC7644-3.5.2-16 @needs:attribute:User.title
  Scenario: A good operation before a bad one is not applied
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    When the client patches Ada with:
      """
      [
        {"op": "replace", "path": "title", "value": "Countess"},
        {"op": "remove"}
      ]
      """
    Then it is refused with 400
    And Ada is unchanged

  @RFC7644-3.5.2-17 @needs:attribute:User.title
  Scenario: A conflict in the second operation undoes the first
    Given Ada Lovelace and Grace Hopper have accounts
    When the client patches Ada with:
      """
      [
        {"op": "replace", "path": "title", "value": "Countess {unique}"},
        {"op": "replace", "path": "userName", "value": "{Grace.userName}"}
      ]
      """
    Then it is refused with 409 or 400
    And Ada is unchanged

  @RFC7644-3.5.2-18 @needs:groups
  Scenario: A group is not half changed
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada
    When the client patches the group "Analysts" with:
      """
      [
        {"op": "add", "path": "members", "value": [{"value": "{Grace.id}"}]},
        {"op": "remove"}
      ]
      """
    Then it is refused with 400
    And the members of "Analysts" are Ada

  @RFC7644-3.5.2-i06
  Scenario: A PATCH of nobody is not found
    When the client sends PATCH "/Users/00000000-0000-4000-8000-00000000ada2":
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "externalId", "value": "{unique}"}]
      }
      """
    Then it is refused with 404

  # To answer a success and do nothing is a lesser evil that another scenario warns of.
  @RFC7643-7-18 @needs:patch
  Scenario: The id cannot be changed
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "id", "value": "{unique}"}]
      """
    Then the answer is 200 or 204 or 400 or 403 or 409
    And Ada's id is "{Ada.id}"
    And Ada is unchanged

  @RFC7643-7-18 @needs:patch @needs:groups @needs:attribute:User.groups
  Scenario: Nobody joins a group through the person's own groups
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    When the client patches Ada with:
      """
      [{"op": "add", "path": "groups", "value": [{"value": "{Analysts.id}"}]}]
      """
    Then the answer is 200 or 204 or 400 or 403 or 409
    And the members of "Analysts" are Grace
    And Ada does not belong to "Analysts"

  @RFC7644-3.12-i14 @needs:patch
  Scenario: The refusal to change what is read-only says so
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "id", "value": "{unique}"}]
      """
    Then it is refused with 400 and "mutability"
    And Ada is unchanged

  @RFC7644-3.5.2-11 @needs:attribute:User.active
  Scenario: A boolean does not become a text
    Given Ada Lovelace has an account with:
      """
      {"active": true}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "active", "value": "perhaps"}]
      """
    Then it is refused with 400
    And Ada is unchanged

  @RFC7644-3.5.2-11
  Scenario: A text does not become an object
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "userName", "value": {"first": "Ada", "last": "Lovelace"}}]
      """
    Then it is refused with 400
    And Ada is unchanged

  @RFC7644-3.5.2-19
  Scenario: A path that cannot be read is refused
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "emails[type eq", "value": "ada.{unique}@example.com"}]
      """
    Then it is refused with 400
    And the answer is a well-formed error
    And Ada is unchanged

  # Table 9 has several keywords that fit; a refusal without any is worth a warning.
  @RFC7644-3.12-i16
  Scenario: The refusal of a path that cannot be read says what is wrong
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "emails[type eq", "value": "ada.{unique}@example.com"}]
      """
    Then it is refused with 400 and "invalidPath" or "invalidFilter" or "invalidSyntax"

  @RFC7644-3.12-i16
  Scenario: A path to an attribute that does not exist is refused
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "favouriteEngine", "value": "Analytical"}]
      """
    Then it is refused with 400
    And Ada is unchanged

  @RFC7644-3.12-i17
  Scenario: The refusal of a remove without a path says that there is no target
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "remove"}]
      """
    Then it is refused with 400 and "noTarget"

  @RFC7644-3.5.2-i01
  Scenario Outline: PATCH is no JSON Patch: <what> is refused
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [<operation>]
      """
    Then it is refused with 400
    And Ada is unchanged

    Examples:
      | what                  | operation                                                            |
      | the operation "move"  | {"op": "move", "from": "displayName", "path": "nickName"}            |
      | the operation "test"  | {"op": "test", "path": "displayName", "value": "Ada King"}           |
      | the operation "set"   | {"op": "set", "path": "displayName", "value": "Ada King"}            |
      | an index into a list  | {"op": "replace", "path": "emails[0].value", "value": "a@example.com"} |
      | a path with slashes   | {"op": "replace", "path": "/name/givenName", "value": "Augusta"}     |

  @RFC7644-3.12-i03 @needs:patch
  Scenario: A PATCH that holds no operations changes nothing
    Given Ada Lovelace has an account with:
      """
      {"externalId": "before-{unique}"}
      """
    When the client sends PATCH "/Users/{Ada.id}":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "externalId": "after-{unique}"}
      """
    Then it is refused with 400
    And Ada is unchanged

  # What the RFC says of meta in a PATCH contradicts itself; that a client does not date a resource is clear.
  @RFC7643-3.1-i04 @needs:patch
  Scenario: A person's creation cannot be dated by a client
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's meta.created is kept as "created"
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "meta.created", "value": "2001-01-01T00:00:00Z"}]
      """
    Then the answer is 200 or 204 or 400 or 403 or 409
    And Ada's meta.created is "{created}"

  @RFC7644-3.5.2-16 @needs:enterprise
  Scenario: An extension is not half changed
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}
      """
    When the client patches Ada with:
      """
      [
        {"op": "replace", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "Mathematics"},
        {"op": "replace", "path": "userName", "value": {"first": "Ada", "last": "Lovelace"}}
      ]
      """
    Then it is refused with 400
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"
