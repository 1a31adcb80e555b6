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
