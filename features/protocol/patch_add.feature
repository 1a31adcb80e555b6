@protocol
Feature: PATCH add
  "add" gives an attribute a value, or one more value (RFC 7644 §3.5.2.1). A PATCH that
  succeeds is answered 200 with the whole resource or 204 without a body; what it did is
  read afterwards.

  @RFC7644-3.5.2.1-i05 @needs:attribute:User.title
  Scenario: An attribute without a value gets one
    Given Ada Lovelace has an account with:
      """
      {"title": null}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "title", "value": "Countess"}]
      """
    Then the answer is 200 or 204
    And Ada's title is "Countess"
    And nothing else about Ada has changed

  @RFC7644-3.5.2.1-i04 @needs:attribute:User.title
  Scenario: A new value takes the place of the only one
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "title", "value": "Countess"}]
      """
    Then the answer is 200 or 204
    And Ada's title is "Countess"

  @RFC7644-3.5.2.1-i03 @needs:attribute:User.emails.type
  Scenario: A new e-mail address joins the one that is there
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "emails", "value": [{"value": "ada.home.{unique}@example.com", "type": "home"}]}]
      """
    Then the answer is 200 or 204
    And Ada has:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """

  @RFC7644-3.5.2.1-i06 @needs:attribute:User.name.givenName
  Scenario: A new given name leaves the family name alone
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "name.givenName", "value": "Augusta"}]
      """
    Then the answer is 200 or 204
    And Ada's name.givenName is "Augusta"
    And Ada's name.familyName is "Lovelace"

  @RFC7644-3.5.2.1-i06 @needs:attribute:User.name.middleName
  Scenario: A new part of a name leaves the other parts alone
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "name", "value": {"middleName": "King"}}]
      """
    Then the answer is 200 or 204
    And Ada's name.middleName is "King"
    And Ada's name.familyName is "Lovelace"

  @RFC7644-3.5.2.1-i02 @needs:attribute:User.name.middleName
  Scenario: A sub-attribute that is not there is added
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "name.middleName", "value": "King"}]
      """
    Then the answer is 200 or 204
    And Ada's name.middleName is "King"
    And Ada's name.familyName is "Lovelace"

  @RFC7644-3.5.2.1-i02 @needs:attribute:User.name.familyName
  Scenario: A sub-attribute of what is not there is added
    Given Ada Lovelace has an account with:
      """
      {"name": null, "displayName": "Ada"}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "name.familyName", "value": "Lovelace"}]
      """
    Then the answer is 200 or 204
    And Ada's name.familyName is "Lovelace"

  # Whether nothing can be added may be refused.
  @RFC7644-3.5.2.1-i03 @needs:attribute:User.phoneNumbers.type
  Scenario: To add nothing to what is there takes nothing away
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460101", "type": "work"}, {"value": "+447700900101", "type": "mobile"}]}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "phoneNumbers", "value": []}]
      """
    Then the answer is 200 or 204 or 400
    And Ada's phoneNumbers.type is ["work", "mobile"]

  @RFC7644-3.5.2.1-i01 @needs:attribute:User.title @needs:attribute:User.emails.type
  Scenario: An add without a path adds every attribute that it names
    Given Ada Lovelace has an account with:
      """
      {"title": null, "emails": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "value": {
        "title": "Countess",
        "emails": [{"value": "ada.home.{unique}@example.com", "type": "home"}]
      }}]
      """
    Then the answer is 200 or 204
    And Ada has:
      """
      {"title": "Countess", "emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """

  @RFC7644-3.5.2.1-i01 @needs:enterprise
  Scenario: An add without a path reaches into an extension
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"costCenter": "4130"}}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "value": {
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}
      }}]
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter is "4130"

  @RFC7644-3.5.2.1-04 @needs:attribute:User.emails.type
  Scenario: An e-mail address that is there already is not stored twice
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "emails", "value": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}]
      """
    Then Ada has:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}
      """

  @RFC7644-3.5.2.1-05 @needs:attribute:User.title
  Scenario: To add what is there already is a success
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess"}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "title", "value": "Countess"}]
      """
    Then the answer is 200 or 204

  @RFC7644-3.5.2.1-06 @needs:attribute:User.title
  Scenario: To add what is there already is no modification
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess"}
      """
    And the client reads Ada
    And the answer's meta.lastModified is kept as "lastModified"
    When the client patches Ada with:
      """
      [{"op": "add", "path": "title", "value": "Countess"}]
      """
    Then Ada's meta.lastModified is "{lastModified}"
    And Ada is unchanged

  @RFC7644-3.5.2-i04 @needs:enterprise
  Scenario: An attribute of an extension brings the schema of the extension along
    Given Ada Lovelace has an account with:
      """
      {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": null
      }
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber", "value": "1815"}]
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber is "1815"
    And Ada's schemas contains "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  @RFC7644-3.10-i01 @needs:attribute:User.name.givenName @needs:patch
  Scenario: A path may name its schema
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:User:name.givenName", "value": "Augusta"}]
      """
    Then the answer is 200 or 204
    And Ada's name.givenName is "Augusta"

  @RFC7644-3.10-i02 @needs:attribute:User.title @needs:patch
  Scenario: A path is read in any case
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "TITLE", "value": "Countess"}]
      """
    Then the answer is 200 or 204
    And Ada's title is "Countess"

  @RFC7644-3.10-i02 @needs:attribute:User.name.familyName @needs:patch
  Scenario: A sub-attribute in a path is read in any case
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "name.FAMILYNAME", "value": "King"}]
      """
    Then the answer is 200 or 204
    And Ada's name.familyName is "King"

  @RFC7644-3.5.2-15 @needs:attribute:User.emails.primary
  Scenario: A new primary e-mail address dethrones the old one
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work", "primary": true}]}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "emails", "value": [{"value": "ada.home.{unique}@example.com", "type": "home", "primary": true}]}]
      """
    Then the answer is 200 or 204
    And Ada's emails[primary eq true].value is "ada.home.{unique}@example.com"
    And Ada's emails is a list of 2

  # Which of the two wins is undefined, and to refuse the request is sound.
  @RFC7644-3.5.2-i07 @needs:attribute:User.emails.primary
  Scenario: Two new primary e-mail addresses do not both become primary
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work", "primary": true}]}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "emails", "value": [
        {"value": "ada.home.{unique}@example.com", "type": "home", "primary": true},
        {"value": "ada.other.{unique}@example.com", "type": "other", "primary": true}
      ]}]
      """
    Then the answer is 200 or 204 or 400
    And Ada's emails[primary eq true].value is one of ["ada.work.{unique}@example.com", "ada.home.{unique}@example.com", "ada.other.{unique}@example.com", null]

  @RFC7644-3.5.2-i05 @needs:attribute:User.emails.type
  Scenario: A later operation works on what an earlier one added
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}
      """
    When the client patches Ada with:
      """
      [
        {"op": "add", "path": "emails", "value": [{"value": "ada.home.{unique}@example.com", "type": "home"}]},
        {"op": "remove", "path": "emails[type eq \"work\"]"}
      ]
      """
    Then the answer is 200 or 204
    And Ada has:
      """
      {"emails": [{"value": "ada.home.{unique}@example.com", "type": "home"}]}
      """

  @RFC7644-3.5.2-i05 @needs:attribute:User.title
  Scenario Outline: The last operation has the last word: <what>
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    When the client patches Ada with:
      """
      [<first>, <then>]
      """
    Then the answer is 200 or 204
    And Ada's title is one of [<title>]
    And nothing else about Ada has changed

    Examples:
      | what                 | first                                                     | then                                                      | title      |
      | replaced twice       | {"op": "replace", "path": "title", "value": "Programmer"} | {"op": "replace", "path": "title", "value": "Countess"}   | "Countess" |
      | added twice          | {"op": "add", "path": "title", "value": "Programmer"}     | {"op": "add", "path": "title", "value": "Countess"}       | "Countess" |
      | removed, then added  | {"op": "remove", "path": "title"}                         | {"op": "add", "path": "title", "value": "Countess"}       | "Countess" |
      | replaced, then removed | {"op": "replace", "path": "title", "value": "Countess"} | {"op": "remove", "path": "title"}                         | null       |
      | named without a path | {"op": "replace", "path": "title", "value": "Programmer"} | {"op": "replace", "value": {"title": "Countess"}}         | "Countess" |

  @RFC7644-3.5.2-i05 @needs:groups
  Scenario: A member who is added and then removed is none
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    When the client patches the group "Analysts" with:
      """
      [
        {"op": "add", "path": "members", "value": [{"value": "{Ada.id}"}]},
        {"op": "remove", "path": "members[value eq \"{Ada.id}\"]"}
      ]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Grace

  @RFC7644-3.5.2-i05 @needs:groups
  Scenario: A member who is removed and then added is one
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When the client patches the group "Analysts" with:
      """
      [
        {"op": "remove", "path": "members"},
        {"op": "add", "path": "members", "value": [{"value": "{Ada.id}"}]}
      ]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Ada

  @RFC7644-3.5.2-20 @needs:attribute:User.title
  Scenario: The answer to a PATCH shows the whole person as changed, or nothing
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "title", "value": "Countess"}]
      """
    Then the answer is 200 or 204
    And Ada's title is "Countess"
    And a read of Ada agrees with the answer

  @RFC7644-3.5.2-22 @needs:attribute:User.title
  Scenario: A PATCH that asks for attributes is answered with them
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | title |
    When the client patches Ada with:
      """
      [{"op": "add", "path": "title", "value": "Countess"}]
      """
    Then the answer is 200
    And the answer's id is "{Ada.id}"
    And the answer's title is "Countess"

  @RFC7644-3.5.2.1-i03 @needs:groups
  Scenario: A new member joins those who are there
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And a group "Analysts" with Ada and Grace
    When the client patches the group "Analysts" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Alan.id}"}]}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Ada, Grace and Alan

  @RFC7644-3.5.2.1-i07 @needs:groups
  Scenario: A member who is there already does not join again
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When the client patches the group "Analysts" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Ada.id}"}]}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Ada and Grace

  @RFC7644-3.5.2-12
  Scenario: The schema of the PATCH does not become one of the person
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "add", "path": "externalId", "value": "patched-{unique}"}]
      """
    And the client reads Ada
    Then the answer's externalId is "patched-{unique}"
    And the answer's schemas contains "urn:ietf:params:scim:schemas:core:2.0:User"
    And the answer nowhere shows "urn:ietf:params:scim:api:messages:2.0:PatchOp"

  @RFC7644-3.5.2-13 @needs:enterprise
  Scenario: A schema that one operation adds is there for the next
    Given Ada Lovelace has an account with:
      """
      {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": null
      }
      """
    When the client patches Ada with:
      """
      [
        {"op": "add", "path": "schemas", "value": ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]},
        {"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber", "value": "1815"}
      ]
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber is "1815"

  @RFC7644-3.5-i01
  Scenario: PATCH is done where it is announced, and refused where not
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "add", "path": "externalId", "value": "patched-{unique}"}]
      """
    Then with patch the answer is 200 or 204, and without it 400 or 403 or 404 or 405 or 501

  @RFC7643-3-05 @needs:enterprise @needs:patch
  Scenario: A schema that is named already is not named twice
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"costCenter": "4130"}}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "Engines"}]
      """
    Then the answer is 200 or 204
    When the client reads Ada
    Then the answer's schemas contains "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    And the answer is a valid User

  @RFC7644-3.5.2.1-i03 @needs:attribute:User.emails.type
  Scenario: Several new e-mail addresses join at once
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "path": "emails", "value": [
        {"value": "ada.home.{unique}@example.com", "type": "home"},
        {"value": "ada.other.{unique}@example.com", "type": "other"}
      ]}]
      """
    Then the answer is 200 or 204
    And Ada's emails.value is ["ada.work.{unique}@example.com", "ada.home.{unique}@example.com", "ada.other.{unique}@example.com"]

  @RFC7644-3.5.2.1-i01 @needs:enterprise
  Scenario: An add without a path gives an extension to who has none of it
    Given Ada Lovelace has an account with:
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": null}
      """
    When the client patches Ada with:
      """
      [{"op": "add", "value": {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}}]
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"

  @RFC7644-3.5.2-i03 @needs:attribute:User.addresses
  Scenario: A sub-attribute is added to the matching address, and to no other
    Given Ada Lovelace has an account with:
      """
      {"addresses": [{"type": "work", "locality": "London"}, {"type": "home", "locality": "Ockham"}]}
      """
    And Ada's addresses is a list of 2
    When the client patches Ada with:
      """
      [{"op": "add", "path": "addresses[type eq \"home\"].postalCode", "value": "GU23 6NQ"}]
      """
    Then the answer is 200 or 204
    And Ada's addresses[type eq "home"].postalCode is "GU23 6NQ"
    And Ada's addresses[type eq "work"].postalCode is absent
    And Ada's addresses[type eq "home"].locality is "Ockham"
