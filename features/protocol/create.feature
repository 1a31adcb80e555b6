@protocol
Feature: Creating resources
  A POST to the endpoint of a resource type creates a resource (RFC 7644 §3.3).

  @RFC7644-3.3-07
  Scenario: A person is created
    When the client creates Ada Lovelace
    Then the answer is 201
    And Ada's userName is "{Ada.userName}"

  @RFC7644-3.3-08
  Scenario: The answer to a creation shows the new person
    When the client creates Ada Lovelace
    Then the answer is a valid User
    And the answer's userName is "{Ada.userName}"

  @RFC7644-3.1-05
  Scenario: The answer to a creation shows what a later read shows
    When the client creates Ada Lovelace
    Then a read of Ada agrees with the answer

  @RFC7644-3.3-09
  Scenario: The answer to a creation says where the new person is
    When the client creates Ada Lovelace
    Then the answer's header "Location" is present
    And the answer's meta.location equals the answer's header "Location"
    When the client follows the answer's header "Location"
    Then the answer is 200
    And the answer's id is "{Ada.id}"

  @RFC7644-3.3.1-01
  Scenario: The service provider sets the resource type of a person, whatever the client says
    When the client creates Ada Lovelace with:
      """
      {"meta": {"resourceType": "Group"}}
      """
    Then the answer is 201
    And Ada's meta.resourceType is "User"

  @RFC7644-3.3.1-01 @needs:groups
  Scenario: The service provider sets the resource type of a group
    When the client creates a group "Analysts"
    Then the answer is 201
    And the group "Analysts"'s meta.resourceType is "Group"

  @RFC7644-3.3-02 @needs:groups @needs:attribute:User.groups
  Scenario: Groups sent with a new person are ignored
    Given Grace Hopper has an account
    And a group "Analysts" with Grace
    When the client creates Ada Lovelace with:
      """
      {"groups": [{"value": "{Analysts.id}"}]}
      """
    Then the answer is 201
    And the members of "Analysts" are Grace
    And Ada does not belong to "Analysts"

  # A client must not choose an id. Ignoring it and refusing it are both sound; taking it is not.
  @RFC7643-7-18
  Scenario: A person is not created under the id that a client chose
    Given Grace Hopper has an account
    When the client creates Ada Lovelace with:
      """
      {"id": "{unique}"}
      """
    Then the answer is 201 or 400
    When the client sends GET "/Users/{unique}"
    Then the answer is 400 or 404

  @RFC7643-3.1-07
  Scenario: A creation under the id of somebody else leaves that person alone
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"id": "{Ada.id}"}
      """
    Then the answer is 201 or 400 or 409
    And Ada's userName is "{Ada.userName}"
    And Ada is unchanged

  @RFC7644-3.3-10
  Scenario: A second person of the same userName is a conflict
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then it is refused with 409 and "uniqueness"
    And Ada is unchanged
    And exactly one account has the userName "{Ada.userName}"

  # Two conflicts at once are a conflict.
  @RFC7644-3.3-10
  Scenario: A second person of the same userName and the same e-mail address is a conflict
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.{unique}@example.com", "type": "work", "primary": true}]}
      """
    When the client creates Grace Hopper with:
      """
      {
        "userName": "{Ada.userName}",
        "emails": [{"value": "ada.{unique}@example.com", "type": "work", "primary": true}]
      }
      """
    Then it is refused with 409 and "uniqueness"
    And Ada is unchanged
    And exactly one account has the userName "{Ada.userName}"

  @RFC7643-4.1.1-03
  Scenario: The same userName in capitals is a conflict too
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.USERNAME}"}
      """
    Then it is refused with 409
    And Ada is unchanged

  # The client alone answers for the uniqueness of externalId.
  @RFC7643-3.1-i02
  Scenario: Two people may have the same externalId
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"externalId": "{Ada.externalId}"}
      """
    Then the answer is 201
    And Grace's externalId is "{Ada.externalId}"

  @RFC7643-4.1.1-01
  Scenario: A person with an empty userName is refused
    Given Grace Hopper has an account
    When the client creates Ada Lovelace with:
      """
      {"userName": ""}
      """
    Then it is refused with 400
    And no account has the externalId "{Ada.externalId}"

  @RFC7644-3.12-i18
  Scenario: A person without a userName is refused
    Given Grace Hopper has an account
    When the client creates Ada Lovelace with:
      """
      {"userName": null}
      """
    Then it is refused with 400
    And no account has the externalId "{Ada.externalId}"

  @RFC7644-3.12-i18
  Scenario Outline: A person whose <attribute> is <what> is refused
    Given Grace Hopper has an account
    When the client creates Ada Lovelace with:
      """
      {"<attribute>": "Countess"}
      """
    Then it is refused with 400
    And no account has the userName "{Ada.userName}"

    @needs:attribute:User.active
    Examples:
      | attribute | what       |
      | active    | no boolean |

    @needs:attribute:User.name
    Examples:
      | attribute | what      |
      | name      | no object |

  @RFC7644-3.12-i03
  Scenario: Broken JSON creates nobody
    Given Grace Hopper has an account
    When the client sends POST "/Users":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{Ada.userName}", "externalId":
      """
    Then it is refused with 400
    And no account has the userName "{Ada.userName}"

  @RFC7644-3.12-i03
  Scenario: A creation without a body is refused
    Given the next request carries:
      | header | Content-Type | application/scim+json |
    When the client sends POST "/Users"
    Then it is refused with 400

  @RFC7643-2.1-01
  Scenario: A person that names no schema is refused
    Given Grace Hopper has an account
    When the client creates Ada Lovelace with:
      """
      {"schemas": null}
      """
    Then it is refused with 400
    And no account has the userName "{Ada.userName}"

  # A target may require more by its own schema: a warning.
  @RFC7643-1.1-i01
  Scenario: A userName is enough for a new person
    When the client sends POST "/Users":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{Ada.userName}"}
      """
    Then the answer is 201
    And exactly one account has the userName "{Ada.userName}"

  @RFC7643-2.1-i01
  Scenario: Attribute names are read in any case
    When the client sends POST "/Users":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "USERNAME": "{Ada.userName}"}
      """
    Then the answer is 201
    And exactly one account has the userName "{Ada.userName}"

  @RFC7643-3.1-14
  Scenario: The meta that a client sends is ignored
    When the client creates Ada Lovelace with:
      """
      {"meta": {"created": "2001-01-01T00:00:00Z", "version": "W/\"1\""}}
      """
    Then the answer is 201
    And Ada's meta.created is not "2001-01-01T00:00:00Z"

  @RFC7643-3-06 @needs:enterprise
  Scenario: The order of the schemas has no meaning
    When the client creates Ada Lovelace with:
      """
      {
        "schemas": ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:User"],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}
      }
      """
    Then the answer is 201
    And Ada has:
      """
      {
        "userName": "{Ada.userName}",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}
      }
      """

  # é is one letter, or e and an accent: few know that they are the same, hence a warning.
  @RFC7644-5-01
  Scenario: The same userName with its accents written in another way is a conflict
    Given Zoë Ångström has an account with:
      """
      {"userName": "ren\u00e9e.{Ada.userName}"}
      """
    When the client creates Grace Hopper with:
      """
      {"userName": "rene\u0301e.{Ada.userName}"}
      """
    Then it is refused with 409
    And Zoë is unchanged

  @RFC7643-2.3.8-01
  Scenario: The attributes of a new person come in any order
    When the client sends POST "/Users":
      """
      {
        "externalId": "order-{unique}",
        "userName": "{Ada.userName}",
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]
      }
      """
    Then the answer is 201
    And exactly one account has the userName "{Ada.userName}"

  @RFC7643-2.3.8-01 @needs:patch
  Scenario: The members of an operation come in any order
    Given Ada Lovelace has an account
    When the client sends PATCH "/Users/{Ada.id}":
      """
      {
        "Operations": [{"value": "order-{unique}", "path": "externalId", "op": "replace"}],
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]
      }
      """
    Then the answer is 200 or 204
    And Ada's externalId is "order-{unique}"

  # How long is too long, a service provider may say; to keep a part of it in silence is to alter it.
  @RFC7644-3.3-01 @needs:attribute:User.title
  Scenario: A long text is kept as a whole, or refused
    When the client creates Ada Lovelace with:
      """
      {"title": "A long title, as they are given to people whom nobody wants to lose: A long title, as they are given to people whom nobody wants to lose: A long title, as they are given to people whom nobody wants to lose: A long title, as they are given to people whom nobody wants to lose: A long title, as they are given to people whom nobody wants to lose:"}
      """
    Then it may be declined with 400 or 413 or 422
    And the answer is 201
    And Ada's title is "A long title, as they are given to people whom nobody wants to lose: A long title, as they are given to people whom nobody wants to lose: A long title, as they are given to people whom nobody wants to lose: A long title, as they are given to people whom nobody wants to lose: A long title, as they are given to people whom nobody wants to lose:"

  @RFC7644-3.3-01 @needs:attribute:User.emails.type
  Scenario: Many values are kept, or refused
    When the client creates Ada Lovelace with:
      """
      {"emails": [
        {"value": "ada.1.{unique}@example.com", "type": "work"}, {"value": "ada.2.{unique}@example.com", "type": "work"},
        {"value": "ada.3.{unique}@example.com", "type": "work"}, {"value": "ada.4.{unique}@example.com", "type": "work"},
        {"value": "ada.5.{unique}@example.com", "type": "work"}, {"value": "ada.6.{unique}@example.com", "type": "work"},
        {"value": "ada.7.{unique}@example.com", "type": "work"}, {"value": "ada.8.{unique}@example.com", "type": "work"},
        {"value": "ada.9.{unique}@example.com", "type": "work"}, {"value": "ada.10.{unique}@example.com", "type": "work"},
        {"value": "ada.11.{unique}@example.com", "type": "work"}, {"value": "ada.12.{unique}@example.com", "type": "work"}
      ]}
      """
    Then it may be declined with 400 or 413 or 422
    And the answer is 201
    And Ada's emails is a list of 12
