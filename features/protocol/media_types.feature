@protocol
Feature: Media types
  SCIM is JSON in UTF-8 (RFC 7644 §3.8 and §8.1).

  @RFC7644-3.8-06
  Scenario: A client may ask for application/scim+json
    Given Ada Lovelace has an account
    And the next request carries:
      | header | Accept | application/scim+json |
    When the client reads Ada
    Then the answer is 200
    And the answer's header "Content-Type" matches "(?i)^application/(scim\+)?json\b"

  @RFC7644-3.8-07
  Scenario: A client may ask for application/json
    Given Ada Lovelace has an account
    And the next request carries:
      | header | Accept | application/json |
    When the client reads Ada
    Then the answer is 200
    And the answer's header "Content-Type" matches "(?i)^application/(scim\+)?json\b"

  # Plain application/json is widespread: a warning.
  @RFC7644-3.8-i01
  Scenario: Who asks for nothing gets application/scim+json
    Given Ada Lovelace has an account
    And the next request carries:
      | header | Accept | |
    When the client reads Ada
    Then the answer is 200
    And the answer's header "Content-Type" matches "(?i)^application/scim\+json\b"

  @RFC7644-8.1-01
  Scenario: An error too is application/scim+json
    When the client sends GET "/Users/00000000-0000-4000-8000-00000000ada5"
    Then the answer is 404
    And the answer's header "Content-Type" matches "(?i)^application/scim\+json\b"

  # A refusal of anything but application/scim+json is within HTTP: a warning.
  @RFC7644-3.8-01
  Scenario Outline: A client may send <type>
    Given the next request carries:
      | header | Content-Type | <type> |
    When the client creates Ada Lovelace
    Then the answer is 201

    Examples:
      | type                                 |
      | application/json                     |
      | application/scim+json; charset=utf-8 |

  @RFC7644-3.8-02 @needs:attribute:User.name
  Scenario: Names in every script are kept as they are
    Given Nguyễn Thị Minh, 王小明 and Zoë Ångström have accounts
    When the client reads Nguyễn
    Then the answer's name.familyName is "Nguyễn"
    When the client reads 王小明
    Then the answer's name.familyName is "王"
    When the client reads Zoë
    Then the answer's name.familyName is "Ångström"

  @RFC7644-3.8-02 @needs:patch @needs:attribute:User.title
  Scenario: Escaped letters are letters
    Given Ada Lovelace has an account
    When the client sends PATCH "/Users/{Ada.id}":
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "title", "value": "Gr\u00e4fin \u5de5\u7a0b\u5e2b"}]
      }
      """
    Then the answer is 200 or 204
    And Ada's title is "Gräfin 工程師"

  @RFC7644-3.8-06
  Scenario: A client may ask for application/scim+json among others
    Given Ada Lovelace has an account
    And the next request carries:
      | header | Accept | application/scim+json, application/json;q=0.9 |
    When the client reads Ada
    Then the answer is 200
    And the answer's header "Content-Type" matches "(?i)^application/(scim\+)?json\b"

  @RFC7644-3.2-i02
  Scenario: Who takes anything is given JSON
    Given Ada Lovelace has an account
    And the next request carries:
      | header | Accept | */* |
    When the client reads Ada
    Then the answer is 200
    And the answer's userName is "{Ada.userName}"
