@protocol
Feature: PATCH remove
  "remove" takes away the value that its path names (RFC 7644 §3.5.2.2).

  @RFC7644-3.5.2.2-01 @needs:attribute:User.title
  Scenario: The value of a simple attribute is removed
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    And Ada's title is "Analyst"
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "title"}]
      """
    Then the answer is 200 or 204
    And Ada's title is absent
    And nothing else about Ada has changed

  @RFC7644-3.5.2.2-01 @needs:attribute:User.name.middleName
  Scenario: A sub-attribute is removed, its neighbours stay
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "middleName": "King", "familyName": "Lovelace"}}
      """
    And Ada's name.middleName is "King"
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "name.middleName"}]
      """
    Then the answer is 200 or 204
    And Ada's name.middleName is absent
    And Ada's name.familyName is "Lovelace"

  @RFC7644-3.5.2.2-01 @needs:enterprise
  Scenario: An attribute of an extension is removed
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines", "costCenter": "4130"}}
      """
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"}]
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is absent
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter is "4130"

  @RFC7644-3.5.2.2-02 @needs:attribute:User.phoneNumbers.type
  Scenario: All values of an attribute are removed
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460101", "type": "work"}, {"value": "+447700900101", "type": "mobile"}]}
      """
    And Ada's phoneNumbers is a list of 2
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "phoneNumbers"}]
      """
    Then the answer is 200 or 204
    And Ada's phoneNumbers is absent

  @RFC7644-3.5.2.2-02 @needs:groups
  Scenario: All members are removed
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    And the members of "Analysts" are Ada and Grace
    When the client patches the group "Analysts" with:
      """
      [{"op": "remove", "path": "members"}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are nobody

  @RFC7644-3.5.2.2-i02 @needs:groups
  Scenario: One member is removed, the other stays
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When the client patches the group "Analysts" with:
      """
      [{"op": "remove", "path": "members[value eq \"{Ada.id}\"]"}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Grace

  @RFC7644-3.5.2.2-03 @needs:groups
  Scenario: The last member is removed
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the members of "Analysts" are Ada
    When the client patches the group "Analysts" with:
      """
      [{"op": "remove", "path": "members[value eq \"{Ada.id}\"]"}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are nobody

  # The text calls it a success; Table 9 has an error for a filter without a match: a warning.
  @RFC7644-3.5.2.2-i04 @needs:groups
  Scenario: To remove somebody who is no member is a success
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    When the client patches the group "Analysts" with:
      """
      [{"op": "remove", "path": "members[value eq \"{Ada.id}\"]"}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Grace

  @RFC7644-3.5.2.2-i03 @needs:attribute:User.phoneNumbers.type
  Scenario: Every record that matches is removed, the other stays
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [
        {"value": "+442079460101", "type": "work"},
        {"value": "+447700900101", "type": "mobile"},
        {"value": "+442079460102", "type": "work"}
      ]}
      """
    And Ada's phoneNumbers is a list of 3
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "phoneNumbers[type eq \"work\"]"}]
      """
    Then the answer is 200 or 204
    And Ada's phoneNumbers.type is ["mobile"]

  @RFC7644-3.5.2.2-i03 @needs:attribute:User.phoneNumbers.type
  Scenario: A record that matches either part of the filter is removed
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [
        {"value": "+442079460101", "type": "work"},
        {"value": "+447700900101", "type": "mobile"},
        {"value": "+442079460102", "type": "home"}
      ]}
      """
    And Ada's phoneNumbers is a list of 3
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "phoneNumbers[type eq \"work\" or type eq \"home\"]"}]
      """
    Then the answer is 200 or 204
    And Ada's phoneNumbers.type is ["mobile"]

  @RFC7644-3.5.2.2-i03 @needs:attribute:User.emails.type
  Scenario: A record that matches only a part of the filter stays
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"},
        {"value": "ada.desk.{unique}@example.com", "type": "work"}
      ]}
      """
    And Ada's emails is a list of 3
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "emails[type eq \"work\" and value eq \"ada.desk.{unique}@example.com\"]"}]
      """
    Then the answer is 200 or 204
    And Ada's emails.value is ["ada.work.{unique}@example.com", "ada.home.{unique}@example.com"]

  @RFC7644-3.5.2.2-i03 @needs:attribute:User.emails.type
  Scenario: The e-mail address of one type is removed, the other stays
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "emails[type eq \"work\"]"}]
      """
    Then the answer is 200 or 204
    And Ada has:
      """
      {"emails": [{"value": "ada.home.{unique}@example.com", "type": "home"}]}
      """

  # A success without a change and 400 are both sound; to remove something else is not.
  @RFC7644-3.5.2.2-i03 @needs:attribute:User.emails.type
  Scenario: A filter that matches nothing removes nothing
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}
      """
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "emails[type eq \"home\"]"}]
      """
    Then the answer is 200 or 204 or 400
    And Ada has:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}
      """

  @RFC7644-3.5.2.2-04 @needs:attribute:User.addresses
  Scenario: A sub-attribute of the matching address is removed
    Given Ada Lovelace has an account with:
      """
      {"addresses": [
        {"type": "work", "locality": "London", "postalCode": "SW1Y 4JH"},
        {"type": "home", "locality": "Ockham", "postalCode": "GU23 6NQ"}
      ]}
      """
    And Ada's addresses[type eq "work"].postalCode is "SW1Y 4JH"
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "addresses[type eq \"work\"].postalCode"}]
      """
    Then the answer is 200 or 204
    And Ada's addresses[type eq "work"].postalCode is absent
    And Ada's addresses[type eq "work"].locality is "London"
    And Ada's addresses[type eq "home"].postalCode is "GU23 6NQ"

  @RFC7644-3.5.2.2-05 @needs:attribute:User.phoneNumbers.type
  Scenario: The only telephone number is removed by its type
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "+447700900101", "type": "mobile"}]}
      """
    And Ada's phoneNumbers is present
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "phoneNumbers[type eq \"mobile\"]"}]
      """
    Then the answer is 200 or 204
    And Ada's phoneNumbers is absent

  # The text says mutability; Table 9 describes the case under invalidValue as well.
  @RFC7644-3.5.2.2-06
  Scenario: What is required is not removed
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "userName"}]
      """
    Then it is refused with 400 and "mutability" or "invalidValue"
    And Ada is unchanged

  @RFC7644-3.5.2.2-06
  Scenario: What is read-only is not removed
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "id"}]
      """
    Then it is refused with 400
    And Ada is unchanged

  @RFC7644-3.5.2.2-i01
  Scenario: A remove without a path is refused
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "remove"}]
      """
    Then it is refused with 400
    And Ada is unchanged

  # Entra used to send this, and a value has no meaning here. To refuse it is right, and so is to
  # remove everybody, by the letter: a warning, for that loses data.
  @RFC7644-3.5.2.2-i05 @needs:groups
  Scenario: To remove one member by a value does not lose the other
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When the client patches the group "Analysts" with:
      """
      [{"op": "remove", "path": "members", "value": [{"value": "{Ada.id}"}]}]
      """
    Then the answer is 200 or 204 or 400
    And the group "Analysts"'s members.value contains "{Grace.id}"

  @RFC7644-3.5.2.2-01 @needs:enterprise
  Scenario: A manager is removed, the department stays
    Given Ada Lovelace and Grace Hopper have accounts
    And the client replaces Ada with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines", "manager": {"value": "{Grace.id}"}}}
      """
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is "{Grace.id}"
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"}]
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is absent
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"

  # Whether a path may have such a filter is for the service provider to say; to remove another is not.
  @RFC7644-3.5.2.2-i03 @needs:attribute:User.phoneNumbers.type
  Scenario: What does not match the filter within a not is removed, what does stays
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460101", "type": "work"}, {"value": "+447700900101", "type": "mobile"}]}
      """
    And Ada's phoneNumbers is a list of 2
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "phoneNumbers[not (type eq \"work\")]"}]
      """
    Then it may be declined with 400 and "invalidFilter" or "invalidPath"
    And the answer is 200 or 204
    And Ada's phoneNumbers.type is ["work"]

  @RFC7644-3.5.2.2-i03 @needs:attribute:User.emails.type
  Scenario: An e-mail address is removed by its beginning
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    And Ada's emails is a list of 2
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "emails[value sw \"ada.home.\"]"}]
      """
    Then it may be declined with 400 and "invalidFilter" or "invalidPath"
    And the answer is 200 or 204
    And Ada's emails.value is "ada.work.{unique}@example.com"

  # Where a name is required, it cannot go.
  @RFC7644-3.5.2.2-01 @needs:attribute:User.name.middleName
  Scenario: A whole name is removed
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "middleName": "King", "familyName": "Lovelace"}, "displayName": "Ada"}
      """
    And Ada's name.middleName is "King"
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "name"}]
      """
    Then it may be declined with 400 and "mutability" or "invalidValue"
    And the answer is 200 or 204
    And Ada's name.middleName is absent

  @RFC7644-3.5.2.2-01
  Scenario: The externalId is removed
    Given Ada Lovelace has an account
    And Ada's externalId is "{Ada.externalId}"
    When the client patches Ada with:
      """
      [{"op": "remove", "path": "externalId"}]
      """
    Then the answer is 200 or 204
    And Ada's externalId is absent
