@protocol
Feature: PATCH replace
  "replace" puts a new value in the place that its path names (RFC 7644 §3.5.2.3).

  @RFC7644-3.5.2.3-i01 @needs:attribute:User.title
  Scenario: The value of a simple attribute is replaced
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "title", "value": "Countess"}]
      """
    Then the answer is 200 or 204
    And Ada's title is "Countess"
    And nothing else about Ada has changed

  @RFC7644-3.5.2.3-i01 @needs:enterprise
  Scenario: The value of an extension's attribute is replaced
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Mathematics", "costCenter": "4130"}}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "Engines"}]
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter is "4130"

  @RFC7644-3.5.2.3-i02 @needs:attribute:User.emails.type
  Scenario: All e-mail addresses are replaced
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "emails", "value": [{"value": "ada.new.{unique}@example.com", "type": "work"}]}]
      """
    Then the answer is 200 or 204
    And Ada has:
      """
      {"emails": [{"value": "ada.new.{unique}@example.com", "type": "work"}]}
      """

  @RFC7644-3.5.2.3-i02 @needs:groups
  Scenario: All members are replaced
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And a group "Analysts" with Ada and Grace
    When the client patches the group "Analysts" with:
      """
      [{"op": "replace", "path": "members", "value": [{"value": "{Alan.id}"}]}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Alan

  @RFC7644-3.5.2.3-02 @needs:attribute:User.title
  Scenario: To replace what is not there is to add it
    Given Ada Lovelace has an account with:
      """
      {"title": null}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "title", "value": "Countess"}]
      """
    Then the answer is 200 or 204
    And Ada's title is "Countess"

  @RFC7644-3.5.2.3-i03 @needs:attribute:User.name.givenName
  Scenario: Sub-attributes that a replacement does not name stay
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "name", "value": {"givenName": "Augusta"}}]
      """
    Then the answer is 200 or 204
    And Ada's name.givenName is "Augusta"
    And Ada's name.familyName is "Lovelace"

  # The replacement is complete, for whether a partial one is merged is disputed.
  @RFC7644-3.5.2.3-i03 @needs:attribute:User.name.givenName
  Scenario: A sub-attribute that is replaced by its path leaves its neighbours alone
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "name.familyName", "value": "King"}]
      """
    Then the answer is 200 or 204
    And Ada's name.familyName is "King"
    And Ada's name.givenName is "Ada"

  @RFC7644-3.5.2.3-04 @needs:attribute:User.addresses
  Scenario: The matching address is replaced, the other stays
    Given Ada Lovelace has an account with:
      """
      {"addresses": [
        {"type": "work", "locality": "London", "postalCode": "SW1Y 4JH"},
        {"type": "home", "locality": "Ockham", "postalCode": "GU23 6NQ"}
      ]}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "addresses[type eq \"work\"]",
        "value": {"type": "work", "locality": "Nottingham", "postalCode": "NG15 8LH"}}]
      """
    Then the answer is 200 or 204
    And Ada's addresses[type eq "work"].locality is "Nottingham"
    And Ada's addresses[type eq "work"].postalCode is "NG15 8LH"
    And Ada's addresses[type eq "home"].locality is "Ockham"

  @RFC7644-3.5.2-i03 @needs:attribute:User.emails.type
  Scenario: The matching e-mail address changes its value, the other stays
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "ada.new.{unique}@example.com"}]
      """
    Then the answer is 200 or 204
    And Ada has:
      """
      {"emails": [
        {"value": "ada.new.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """

  @RFC7644-3.5.2.3-i04 @needs:attribute:User.addresses
  Scenario: A sub-attribute of every matching address is replaced
    Given Ada Lovelace has an account with:
      """
      {"addresses": [
        {"type": "work", "streetAddress": "12 St James's Square", "locality": "London"},
        {"type": "work", "streetAddress": "1 Dorset Street", "locality": "London"},
        {"type": "home", "streetAddress": "Ockham Park", "locality": "Ockham"}
      ]}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "addresses[type eq \"work\"].locality", "value": "Westminster"}]
      """
    Then the answer is 200 or 204
    And Ada's addresses[streetAddress eq "12 St James's Square"].locality is "Westminster"
    And Ada's addresses[streetAddress eq "1 Dorset Street"].locality is "Westminster"
    And Ada's addresses[streetAddress eq "Ockham Park"].locality is "Ockham"

  # Entra expects the value to be created instead: a warning.
  @RFC7644-3.5.2.3-05 @needs:attribute:User.emails.type
  Scenario: A replacement whose filter matches nothing is refused
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "emails[type eq \"home\"].value", "value": "ada.home.{unique}@example.com"}]
      """
    Then it is refused with 400 and "noTarget"
    And Ada is unchanged

  @RFC7644-3.5.2.3-i05 @needs:attribute:User.emails.primary
  Scenario: Another e-mail address becomes primary in the place of the old one
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work", "primary": true},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "emails[type eq \"home\"].primary", "value": true}]
      """
    Then the answer is 200 or 204
    And Ada's emails[primary eq true].value is "ada.home.{unique}@example.com"
    And Ada's emails is a list of 2

  @RFC7644-3.5.2.3-i06 @needs:attribute:User.title
  Scenario: A replacement without a path leaves alone what it does not name
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "value": {"title": "Countess"}}]
      """
    Then the answer is 200 or 204
    And Ada's title is "Countess"
    And nothing else about Ada has changed

  # A conflict at creation is 409; for a PATCH RFC 7643 §7 allows 400.
  @RFC7643-2.5-i01 @needs:attribute:User.phoneNumbers @needs:patch
  Scenario: To replace by an empty list is to clear
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460101", "type": "work"}]}
      """
    And Ada's phoneNumbers is present
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "phoneNumbers", "value": []}]
      """
    Then it may be declined with 400 and "invalidValue" or "invalidSyntax"
    And the answer is 200 or 204
    And Ada's phoneNumbers is absent

  @RFC7643-4.1.1-02 @needs:patch
  Scenario: Nobody is renamed to somebody else's userName
    Given Ada Lovelace and Grace Hopper have accounts
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "userName", "value": "{Grace.userName}"}]
      """
    Then it is refused with 409 or 400
    And Ada is unchanged
    And exactly one account has the userName "{Grace.userName}"

  @RFC7643-3.1-07 @needs:patch
  Scenario: A person who is renamed by PATCH keeps the id
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "userName", "value": "countess.{Ada.userName}"}]
      """
    Then the answer is 200 or 204
    And Ada has:
      """
      {"id": "{Ada.id}", "userName": "countess.{Ada.userName}"}
      """

  # Whether a path may have such a filter is for the service provider to say.
  @RFC7644-3.5.2-i03 @needs:attribute:User.emails.primary
  Scenario: The primary e-mail address is found by that, the other stays
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work", "primary": true},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "emails[primary eq true].value", "value": "ada.new.{unique}@example.com"}]
      """
    Then it may be declined with 400 and "invalidFilter" or "invalidPath"
    And the answer is 200 or 204
    And Ada's emails.value is ["ada.new.{unique}@example.com", "ada.home.{unique}@example.com"]

  # null is no value; who will not have it in an operation may say so.
  @RFC7643-2.5-i01 @needs:attribute:User.title @needs:patch
  Scenario: To replace by null is to clear
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    And Ada's title is "Analyst"
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "title", "value": null}]
      """
    Then it may be declined with 400 and "invalidValue" or "invalidSyntax"
    And the answer is 200 or 204
    And Ada's title is absent

  @RFC7644-3.5.2.3-i01 @needs:enterprise
  Scenario: A manager is replaced by the sub-attribute
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And the client replaces Ada with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Alan.id}"}}}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", "value": "{Grace.id}"}]
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is "{Grace.id}"

  @RFC7644-3.5.2.3-i01 @needs:enterprise
  Scenario: A replacement without a path reaches into an extension
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Mathematics"}}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "value": {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}}]
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"

  @RFC7644-3.5.2.3-i02 @needs:attribute:User.emails.type
  Scenario: All e-mail addresses are replaced without a path
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "value": {"emails": [{"value": "ada.new.{unique}@example.com", "type": "work"}]}}]
      """
    Then the answer is 200 or 204
    And Ada's emails.value is "ada.new.{unique}@example.com"

  @RFC7644-3.5.2.3-02 @needs:attribute:User.name.middleName
  Scenario: To replace a name that is not there is to add it
    Given Ada Lovelace has an account with:
      """
      {"name": null, "displayName": "Ada"}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "name", "value": {"givenName": "Ada", "middleName": "King", "familyName": "Lovelace"}}]
      """
    Then the answer is 200 or 204
    And Ada's name.middleName is "King"

  @RFC7644-3.5.2.3-02 @needs:attribute:User.phoneNumbers.type
  Scenario: To replace telephone numbers that are not there is to add them
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": null}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "phoneNumbers", "value": [{"value": "+447700900101", "type": "mobile"}]}]
      """
    Then the answer is 200 or 204
    And Ada's phoneNumbers.type is ["mobile"]

  # To refuse is expected; to keep the userName is an understandable alternative.
  @RFC7643-4.1.1-01 @needs:patch
  Scenario: A PATCH leaves nobody with an empty userName
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's userName is kept as "userName"
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "userName", "value": ""}]
      """
    Then the answer is 200 or 204 or 400
    And Ada's userName is "{userName}"
