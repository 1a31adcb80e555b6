@protocol
Feature: Projection
  The client may say which attributes it wants to see (RFC 7644 §3.9 and §3.10). schemas
  and meta may come along or stay away, as the RFC has it both ways.

  @RFC7644-3.9-02
  Scenario: Only what is asked for is shown
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | userName |
    When the client reads Ada
    Then the answer is 200
    And the answer has only id, userName
    And the answer's userName is "{Ada.userName}"

  @RFC7644-3.9-03 @needs:attribute:User.title
  Scenario: What is asked for is shown, and the id with it
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess"}
      """
    And the next request carries:
      | query | attributes | userName,title |
    When the client reads Ada
    Then the answer is 200
    And the answer has:
      """
      {"id": "{Ada.id}", "userName": "{Ada.userName}", "title": "Countess"}
      """

  # Who shows the neighbours too shows more than was asked for: a warning.
  @RFC7643-7-i03 @needs:attribute:User.name.givenName
  Scenario: A sub-attribute is shown without its neighbours
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    And the next request carries:
      | query | attributes | name.givenName |
    When the client reads Ada
    Then the answer is 200
    And the answer's name.givenName is "Ada"
    And the answer's name.familyName is absent

  @RFC7644-3.9-03 @needs:attribute:User.name.givenName
  Scenario: A complex attribute is shown with its sub-attributes
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    And the next request carries:
      | query | attributes | name |
    When the client reads Ada
    Then the answer is 200
    And the answer's name.givenName is "Ada"
    And the answer's name.familyName is "Lovelace"

  @RFC7644-3.9-i02 @needs:attribute:User.title @needs:attribute:User.displayName
  Scenario: What is excluded is not shown, the rest is
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess", "displayName": "Ada, Countess of Lovelace"}
      """
    And Ada's title is "Countess"
    And the next request carries:
      | query | excludedAttributes | title |
    When the client reads Ada
    Then the answer is 200
    And the answer's title is absent
    And the answer's displayName is "Ada, Countess of Lovelace"

  @RFC7644-3.9-i02 @needs:attribute:User.name.givenName
  Scenario: A sub-attribute is excluded, its neighbours are not
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    And the next request carries:
      | query | excludedAttributes | name.familyName |
    When the client reads Ada
    Then the answer is 200
    And the answer's name.familyName is absent
    And the answer's name.givenName is "Ada"

  @RFC7644-3.4.2.5-06
  Scenario: The id cannot be excluded
    Given Ada Lovelace has an account
    And the next request carries:
      | query | excludedAttributes | id |
    When the client reads Ada
    Then it may be declined with 400
    And the answer is 200
    And the answer's id is "{Ada.id}"

  @RFC7644-3.4.2-i02 @needs:filter
  Scenario: In a list too only what is asked for is shown
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | userName |
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada
    And every listed resource has only id, userName

  @RFC7644-3.4.2.5-04 @needs:filter @needs:attribute:User.title
  Scenario: In a list too the excluded is not shown
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess"}
      """
    And Ada's title is "Countess"
    And the next request carries:
      | query | excludedAttributes | title |
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada
    And the answer's Resources.title is absent

  @RFC7644-3.4.2.5-04 @needs:groups
  Scenario: A group is read without its members
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the members of "Analysts" are Ada
    And the next request carries:
      | query | excludedAttributes | members |
    When the client reads the group "Analysts"
    Then the answer is 200
    And the answer's members is absent
    And the answer's displayName is "{Analysts.displayName}"

  @RFC7644-3.9-i04 @needs:attribute:User.password
  Scenario: The password is not shown even if asked for
    Given Ada Lovelace has an account with:
      """
      {"password": "Aa1!-{unique}"}
      """
    And the next request carries:
      | query | attributes | userName,password |
    When the client reads Ada
    Then it may be declined with 400
    And the answer's userName is "{Ada.userName}"
    And the answer's password is absent
    And the answer nowhere shows "{Ada.password}"

  @RFC7644-3.10-i02
  Scenario: Attributes are asked for in any case
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | USERNAME |
    When the client reads Ada
    Then the answer is 200
    And the answer's userName is "{Ada.userName}"

  @RFC7644-3.10-i01
  Scenario: An attribute is asked for by its full name
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | urn:ietf:params:scim:schemas:core:2.0:User:userName |
    When the client reads Ada
    Then the answer is 200
    And the answer has only id, userName
    And the answer's userName is "{Ada.userName}"

  @RFC7644-3.9-02 @needs:enterprise
  Scenario: An attribute of an extension is asked for by its full name
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines", "costCenter": "4130"}}
      """
    And the next request carries:
      | query | attributes | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department |
    When the client reads Ada
    Then the answer is 200
    And the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"
    And the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter is absent

  @RFC7644-3.9-02
  Scenario: The answer to a replacement too shows only what is asked for
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | userName |
    When the client replaces Ada with:
      """
      {"externalId": "replaced-{unique}"}
      """
    Then the answer is 200
    And the answer has only id, userName
    And Ada's externalId is "replaced-{unique}"

  @RFC7644-3.9-02
  Scenario: The answer to a creation too shows only what is asked for
    Given the next request carries:
      | query | attributes | userName |
    When the client creates Ada Lovelace
    Then the answer is 201
    And the answer has only id, userName
    And the answer's userName is "{Ada.userName}"
    And Ada's externalId is "{Ada.externalId}"

  @RFC7644-3.9-02 @needs:patch
  Scenario: The answer to a PATCH too shows only what is asked for
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | userName |
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "patched-{unique}"}]
      """
    Then the answer is 200
    And the answer has only id, userName
    And the answer's userName is "{Ada.userName}"
    And Ada's externalId is "patched-{unique}"

  @RFC7644-3.9-i02
  Scenario: The answer to a creation does not show what is excluded
    Given the next request carries:
      | query | excludedAttributes | externalId |
    When the client creates Ada Lovelace
    Then the answer is 201
    And the answer's externalId is absent
    And the answer's userName is "{Ada.userName}"
    And Ada's externalId is "{Ada.externalId}"

  @RFC7644-3.9-i02
  Scenario: The answer to a replacement does not show what is excluded
    Given Ada Lovelace has an account
    And the next request carries:
      | query | excludedAttributes | externalId |
    When the client replaces Ada with:
      """
      {"externalId": "replaced-{unique}"}
      """
    And provided that the answer is 200
    Then the answer's externalId is absent
    And the answer's userName is "{Ada.userName}"
    And Ada's externalId is "replaced-{unique}"

  @RFC7644-3.9-i02 @needs:patch
  Scenario: The answer to a PATCH does not show what is excluded
    Given Ada Lovelace has an account
    And the next request carries:
      | query | excludedAttributes | externalId |
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "patched-{unique}"}]
      """
    And provided that the answer is 200
    Then the answer's externalId is absent
    And the answer's userName is "{Ada.userName}"
    And Ada's externalId is "patched-{unique}"

  @RFC7644-3.9-i01 @needs:patch @needs:attribute:User.name.familyName
  Scenario: The answer to a PATCH shows what was not changed as well
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "patched-{unique}"}]
      """
    And provided that the answer is 200
    Then the answer has:
      """
      {"id": "{Ada.id}", "userName": "{Ada.userName}", "externalId": "patched-{unique}", "name": {"familyName": "Lovelace"}}
      """

  # The two exclude each other; how a server takes that is left open, as long as it does not break.
  @RFC7644-3.9-i06
  Scenario: To ask for attributes and to exclude some at once breaks nothing
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes         | userName |
      | query | excludedAttributes | name     |
    When the client reads Ada
    Then the answer is 200 or 400

  @RFC7644-3.9-04 @needs:attribute:User.displayName
  Scenario: Whatever is excluded, the id is shown
    Given Ada Lovelace has an account with:
      """
      {"displayName": "Ada, Countess of Lovelace"}
      """
    And Ada's displayName is "Ada, Countess of Lovelace"
    And the next request carries:
      | query | excludedAttributes | displayName,userName |
    When the client reads Ada
    Then the answer is 200
    And the answer's displayName is absent
    And the answer's id is "{Ada.id}"

  @RFC7643-3.1-i01
  Scenario: Whatever is asked for, the id is shown
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | externalId |
    When the client reads Ada
    Then the answer is 200
    And the answer's externalId is "{Ada.externalId}"
    And the answer's id is "{Ada.id}"

  @RFC7644-3.4.2.5-01 @needs:groups @needs:filter
  Scenario: In a list of groups only what is asked for is shown
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the next request carries:
      | query | attributes | displayName |
    When the client lists Groups where displayName eq "{Analysts.displayName}"
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "Analysts"
    And every listed resource has displayName
    And every listed resource has only id, displayName

  @RFC7644-3.9-03 @needs:attribute:User.emails.type
  Scenario Outline: What is asked for is shown of each of several values: <attributes>
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    And the next request carries:
      | query | attributes | <attributes> |
    When the client reads Ada
    Then the answer is 200
    And the answer's emails.value is ["ada.work.{unique}@example.com", "ada.home.{unique}@example.com"]
    And the answer's externalId is absent

    Examples:
      | attributes   |
      | emails       |
      | emails.value |

  # Who shows the neighbours too shows more than was asked for: a warning.
  @RFC7643-7-i03 @needs:attribute:User.emails.type
  Scenario: A sub-attribute of several values is shown without its neighbours
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    And the next request carries:
      | query | attributes | emails.value |
    When the client reads Ada
    Then the answer is 200
    And the answer's emails.value is ["ada.work.{unique}@example.com", "ada.home.{unique}@example.com"]
    And the answer's emails.type is absent

  @RFC7644-3.9-03 @needs:enterprise
  Scenario: A sub-attribute in an extension is shown to who asks for it
    Given Ada Lovelace and Grace Hopper have accounts
    And the client replaces Ada with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Grace.id}"}}}
      """
    And the next request carries:
      | query | attributes | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value |
    When the client reads Ada
    Then the answer is 200
    And the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is "{Grace.id}"

  @RFC7644-3.9-03
  Scenario: Who asks for meta is shown it
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | meta |
    When the client reads Ada
    Then the answer is 200
    And the answer's meta.resourceType is "User"
    And the answer's meta.location is present

  @RFC7644-3.9-03 @needs:attribute:User.active
  Scenario: Who asks for active is shown that somebody is not
    Given Ada Lovelace has an account with:
      """
      {"active": false}
      """
    And the next request carries:
      | query | attributes | userName,active |
    When the client reads Ada
    Then the answer is 200
    And the answer's active is false

  @RFC7644-3.9-03 @needs:groups @needs:attribute:User.groups
  Scenario: Who asks for the groups of a person is shown those that a read shows
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the client reads Ada
    And provided that the answer's groups.value is present
    And the next request carries:
      | query | attributes | groups |
    When the client reads Ada
    Then the answer is 200
    And the answer's groups.value is "{Analysts.id}"

  @RFC7644-3.9-03 @needs:groups
  Scenario: Who asks for the members of a group is shown them
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    And the next request carries:
      | query | attributes | members |
    When the client reads the group "Analysts"
    Then the answer is 200
    And the answer's members.value is ["{Ada.id}", "{Grace.id}"]

  @RFC7644-3.9-i02 @needs:enterprise
  Scenario: An attribute of an extension is excluded, its neighbours are not
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines", "costCenter": "4130"}}
      """
    And the next request carries:
      | query | excludedAttributes | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department |
    When the client reads Ada
    Then the answer is 200
    And the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is absent
    And the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter is "4130"
    And the answer's userName is "{Ada.userName}"

  @RFC7644-3.9-i02 @needs:attribute:User.emails.type
  Scenario: A sub-attribute of several values is excluded, its neighbours are not
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    And the next request carries:
      | query | excludedAttributes | emails.type |
    When the client reads Ada
    Then the answer is 200
    And the answer's emails.type is absent
    And the answer's emails.value is ["ada.work.{unique}@example.com", "ada.home.{unique}@example.com"]

  @RFC7644-3.9-i02 @needs:attribute:User.title @needs:attribute:User.displayName
  Scenario: Several attributes are excluded at once
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess", "displayName": "Ada, Countess of Lovelace"}
      """
    And Ada's title is "Countess"
    And Ada's displayName is "Ada, Countess of Lovelace"
    And the next request carries:
      | query | excludedAttributes | displayName,title |
    When the client reads Ada
    Then the answer is 200
    And the answer's title is absent
    And the answer's displayName is absent
    And the answer's externalId is "{Ada.externalId}"

  @RFC7644-3.10-i02
  Scenario: Attributes are excluded in any case
    Given Ada Lovelace has an account
    And Ada's externalId is "{Ada.externalId}"
    And the next request carries:
      | query | excludedAttributes | EXTERNALID |
    When the client reads Ada
    Then the answer is 200
    And the answer's externalId is absent
    And the answer's userName is "{Ada.userName}"

  @RFC7644-3.10-i01 @needs:attribute:User.displayName
  Scenario: An attribute is excluded by its full name
    Given Ada Lovelace has an account with:
      """
      {"displayName": "Ada, Countess of Lovelace"}
      """
    And Ada's displayName is "Ada, Countess of Lovelace"
    And the next request carries:
      | query | excludedAttributes | urn:ietf:params:scim:schemas:core:2.0:User:displayName |
    When the client reads Ada
    Then the answer is 200
    And the answer's displayName is absent
    And the answer's userName is "{Ada.userName}"

  @RFC7644-3.10-i01 @needs:attribute:User.name.givenName
  Scenario: A sub-attribute is asked for by its full name
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    And the next request carries:
      | query | attributes | urn:ietf:params:scim:schemas:core:2.0:User:name.givenName |
    When the client reads Ada
    Then the answer is 200
    And the answer's name.givenName is "Ada"
    And the answer's externalId is absent

  @RFC7644-3.9-02 @needs:enterprise
  Scenario: The answer to a replacement shows an attribute of an extension that is asked for, and no more
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department |
    When the client replaces Ada with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}
      """
    Then the answer is 200
    And the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"
    And the answer's externalId is absent

  @RFC7644-3.4.2-i02 @needs:filter @needs:enterprise
  Scenario: In a list too an attribute of an extension is shown to who asks for it
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines", "costCenter": "4130"}}
      """
    And the next request carries:
      | query | attributes | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department |
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada
    And the answer has:
      """
      {"Resources": [{"id": "{Ada.id}", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}]}
      """
    And the answer's Resources.externalId is absent
