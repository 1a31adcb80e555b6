@protocol @needs:filter
Feature: Searching by POST
  A query whose parameters stand in the body instead of the URL (RFC 7644 §3.4.3), and
  queries of all resource types at once (§3.4.2.1).

  @RFC7644-3.4.3-i03
  Scenario: People can be searched for by POST
    Given Ada Lovelace has an account
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\""}
      """
    Then the answer is 200 or 400 or 403

  @RFC7644-3.4.3-02 @needs:search
  Scenario: A POST to /Users/.search is a query
    Given Ada Lovelace and Grace Hopper have accounts
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\""}
      """
    Then the answer is 200
    And the answer is a well-formed list
    And of the scenario's people the list shows Ada

  @RFC7644-3.4.3-02 @needs:search @needs:groups
  Scenario: A POST to /Groups/.search is a query
    Given a group "Analysts"
    And a group "Engineers"
    When the client searches Groups with:
      """
      {"filter": "displayName eq \"{Analysts.displayName}\""}
      """
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "Analysts"
    And the list does not show the group "Engineers"

  @RFC7644-3.4.3-i03 @needs:search @needs:groups @needs:attribute:User.displayName
  Scenario Outline: A search below <endpoint> shows <whom> only
    Given a group "Analysts"
    And Ada Lovelace has an account with:
      """
      {"displayName": "{Analysts.displayName}"}
      """
    When the client sends POST "<endpoint>/.search":
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "displayName eq \"{Analysts.displayName}\""}
      """
    Then the answer is 200
    And the answer's Resources.id is ["<id>"]

    Examples:
      | endpoint | whom   | id            |
      | /Users   | people | {Ada.id}      |
      | /Groups  | groups | {Analysts.id} |

  @RFC7644-3.4.3-02 @needs:root-search @needs:groups
  Scenario: A POST to /.search is a query
    Given Ada Lovelace and Grace Hopper have accounts
    When the client searches all resources with:
      """
      {"filter": "userName eq \"{Ada.userName}\""}
      """
    Then the answer is a well-formed list
    And of the scenario's people the list shows Ada

  @RFC7644-3.4.3-02 @needs:search
  Scenario: A search creates nobody
    Given Ada Lovelace has an account
    When the client searches Users with:
      """
      {"userName": "{Grace.userName}", "filter": "userName eq \"{Ada.userName}\""}
      """
    Then the answer is 200 or 400
    And no account has the userName "{Grace.userName}"

  @RFC7644-3.4.3-i01 @needs:search
  Scenario: A search shows what a list by the same filter shows
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    When the client lists Users where userName eq "{Ada.userName}" or userName eq "{Grace.userName}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada and Grace
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\" or userName eq \"{Grace.userName}\""}
      """
    Then of the scenario's people the list shows Ada and Grace
    And the answer's totalResults is 2

  @RFC7644-3.4.3-i02 @needs:search
  Scenario: A search takes a list of attributes
    Given Ada Lovelace has an account
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\"", "attributes": ["userName", "externalId"]}
      """
    Then of the scenario's people the list shows Ada
    And every listed resource has only id, userName, externalId
    And every listed resource has userName
    And every listed resource has externalId

  @RFC7644-3.4.3-i02 @needs:search @needs:attribute:User.displayName
  Scenario: A search takes a list of attributes to exclude
    Given Ada Lovelace has an account with:
      """
      {"displayName": "Ada, Countess of Lovelace"}
      """
    And Ada's displayName is "Ada, Countess of Lovelace"
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\"", "excludedAttributes": ["externalId", "displayName"]}
      """
    Then of the scenario's people the list shows Ada
    And every listed resource has userName
    And the answer's Resources.externalId is absent
    And the answer's Resources.displayName is absent

  @RFC7644-3.4.3-i02 @needs:search
  Scenario: A search takes numbers for startIndex and count
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    When the client searches Users with:
      """
      {
        "filter": "userName eq \"{Ada.userName}\" or userName eq \"{Grace.userName}\" or userName eq \"{Alan.userName}\"",
        "startIndex": 2, "count": 1
      }
      """
    Then it may be declined with 400 and "invalidFilter"
    And the answer's totalResults is 3
    And the answer's Resources is a list of 1
    And the answer's startIndex is 2

  @RFC7644-3.4.3-07 @needs:search
  Scenario: A search cannot exclude the id
    Given Ada Lovelace has an account
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\"", "excludedAttributes": ["id", "externalId"]}
      """
    Then it may be declined with 400
    And of the scenario's people the list shows Ada
    And the answer's Resources.externalId is absent
    And every listed resource has id

  @RFC7644-3.4.3-12 @needs:search @needs:sort @needs:attribute:User.title @needs:attribute:User.name.familyName
  Scenario Outline: A search is sorted by family name, <order>
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}", "name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}", "name": {"givenName": "Alan", "familyName": "Turing"}}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}", "name": {"givenName": "Grace", "familyName": "Hopper"}}
      """
    When the client searches Users with:
      """
      {"filter": "title eq \"Analyst {unique}\"", "sortBy": "name.familyName", "sortOrder": "<order>"}
      """
    Then it may be declined with 400 and "invalidFilter"
    And the list has <people> in this order

    Examples:
      | order      | people           |
      | ascending  | Grace, Ada, Alan |
      | descending | Alan, Ada, Grace |

  @RFC7644-3.12-i11 @needs:search
  Scenario: The refusal of a search by a filter that cannot be read says so
    When the client searches Users with:
      """
      {"filter": "(userName eq \"nobody-{unique}\""}
      """
    Then it is refused with 400 and "invalidFilter"

  @RFC7644-3.4.2.1-02 @needs:root-search @needs:groups
  Scenario: A search of everything finds people and groups
    Given Ada Lovelace has an account
    And a group "Analysts"
    When the client searches all resources with:
      """
      {"filter": "id eq \"{Ada.id}\" or id eq \"{Analysts.id}\""}
      """
    Then it may be declined with 400 and "invalidFilter" or "tooMany"
    And the list shows Ada
    And the list shows the group "Analysts"

  # A query of the root by GET is no duty.
  @RFC7644-3.4.2.1-02 @needs:groups
  Scenario: A list of everything shows people and groups
    Given Ada Lovelace has an account
    And a group "Analysts"
    And the next request carries:
      | query | filter | id eq "{Ada.id}" or id eq "{Analysts.id}" |
    When the client sends GET "/"
    And provided that the answer's Resources is present
    Then the list shows Ada
    And the list shows the group "Analysts"

  @RFC7644-3.4.2.1-05 @needs:root-search @needs:groups
  Scenario: A search of everything goes by the filter
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts"
    When the client searches all resources with:
      """
      {"filter": "meta.resourceType eq \"User\" and (id eq \"{Ada.id}\" or id eq \"{Analysts.id}\")"}
      """
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada
    And the list does not show the group "Analysts"

  @RFC7644-3.4.2.1-06 @needs:root-search @needs:groups
  Scenario: What a group cannot have, it does not have in a search of everything
    Given Ada Lovelace has an account
    And a group "Analysts"
    When the client searches all resources with:
      """
      {"filter": "userName pr and (id eq \"{Ada.id}\" or id eq \"{Analysts.id}\")"}
      """
    Then it may be declined with 400 and "invalidFilter"
    And the list shows Ada
    And the list does not show the group "Analysts"

  @RFC7644-3.4.2.1-04 @needs:root-search
  Scenario: A search of everything without a filter is a list or too many
    Given Ada Lovelace and Grace Hopper have accounts
    When the client searches all resources with:
      """
      {"count": 1}
      """
    Then it is declined with 400 and "tooMany", or the answer's totalResults is an integer
    And it is declined with 400 and "tooMany", or the answer's totalResults is not 1

  @RFC7644-3.12-i12
  Scenario: A list without a filter is a list or too many
    Given Ada Lovelace has an account
    When the client lists Users
    Then it is declined with 400 and "tooMany", or the answer's totalResults is an integer

  # Nothing says which data a service provider holds to be sensitive: an answer, and the refusals
  # that the text has for a filter, are right.
  @RFC7644-3.12-i20 @needs:attribute:User.name.familyName
  Scenario: A filter by GET on a name is answered, or refused in the form for it
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace-{unique}"}}
      """
    And Grace Hopper has an account
    When the client lists Users where name.familyName eq "Lovelace-{unique}"
    Then it is declined with 403 or 400 and "sensitive" or "invalidFilter", or of the scenario's people the list shows Ada

  @RFC7644-3.4.3-i01 @needs:search
  Scenario: A search with a count of 0 asks for the number of matches only
    Given Ada Lovelace has an account
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\"", "count": 0}
      """
    Then the answer is 200
    And the answer's totalResults is 1
    And the answer's Resources is a list of 0

  @RFC7644-3.4.3-i01 @needs:search
  Scenario: A search with a startIndex of 0 begins at the beginning
    Given Ada Lovelace has an account
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\"", "startIndex": 0}
      """
    Then of the scenario's people the list shows Ada

  @RFC7644-3.4.3-i02 @needs:search @needs:enterprise
  Scenario: A search takes an attribute of an extension
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines", "costCenter": "4130"}}
      """
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\"", "attributes": ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"]}
      """
    Then of the scenario's people the list shows Ada
    And the answer has:
      """
      {"Resources": [{"id": "{Ada.id}", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}]}
      """
    And the answer's Resources.externalId is absent

  @RFC7644-3.4.3-12 @needs:search @needs:sort @needs:enterprise @needs:attribute:User.title
  Scenario Outline: A search is sorted by department, <order>
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Botany"}}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Chemistry"}}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Astronomy"}}
      """
    When the client searches Users with:
      """
      {"filter": "title eq \"Analyst {unique}\"", "sortBy": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "sortOrder": "<order>"}
      """
    Then it may be declined with 400
    And the list has <people> in this order

    Examples:
      | order      | people           |
      | ascending  | Grace, Ada, Alan |
      | descending | Alan, Ada, Grace |

  @RFC7644-3.4.3-i01 @needs:search @needs:attribute:User.active
  Scenario: A search shows who is inactive as well
    Given Ada Lovelace has an account with:
      """
      {"active": false}
      """
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\""}
      """
    Then of the scenario's people the list shows Ada

  @RFC7644-3.4.3-i01 @needs:search @needs:attribute:User.title
  Scenario: A search goes by both parts of an and
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Countess {unique}"}
      """
    When the client searches Users with:
      """
      {"filter": "title eq \"Countess {unique}\" and userName eq \"{Ada.userName}\""}
      """
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada
