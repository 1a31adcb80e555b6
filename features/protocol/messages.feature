@protocol
Feature: Messages, media types and URLs
  What every answer has in common: JSON, URIs that name it, and URLs that lead somewhere
  (RFC 7644 §1.2, §1.3, §3.1, §3.2 and §8.2).

  @RFC7644-3.1-02 @needs:filter
  Scenario: A list is a message of the protocol
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer's schemas matches "^urn:ietf:params:scim:api:"

  @RFC7644-3.1-02
  Scenario: An error is a message of the protocol
    When the client sends GET "/Users/00000000-0000-4000-8000-00000000adc0"
    Then the answer is 404
    And the answer's schemas matches "^urn:ietf:params:scim:api:"

  @RFC7644-8.2-i01 @needs:filter
  Scenario: A list has the registered URI of lists, letter by letter
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer's schemas is ["urn:ietf:params:scim:api:messages:2.0:ListResponse"]

  @RFC7644-8.2-i01
  Scenario: An error has the registered URI of errors, letter by letter
    When the client sends GET "/Users/00000000-0000-4000-8000-00000000adc1"
    Then the answer is 404
    And the answer's schemas is ["urn:ietf:params:scim:api:messages:2.0:Error"]

  @RFC7644-8.2-i01 @needs:bulk
  Scenario: A bulk answer has the registered URI of bulk answers, letter by letter
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path            | bulkId | data |
      | DELETE | /Users/{Ada.id} |        |      |
    Then the answer is 200
    And the answer's schemas is ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"]

  # application/json is widespread and a warning elsewhere; anything else is no JSON.
  @RFC7644-3.1-i01
  Scenario: The answer to a creation is JSON by its media type
    When the client creates Ada Lovelace
    Then the answer is 201
    And the answer's header "Content-Type" matches "(?i)^application/(scim\+)?json\b"

  @RFC7644-3.1-i01 @needs:filter
  Scenario: A list is JSON by its media type
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer is 200
    And the answer's header "Content-Type" matches "(?i)^application/(scim\+)?json\b"

  @RFC7644-3.1-i01
  Scenario: Discovery is JSON by its media type
    When the client sends GET "/Schemas"
    Then the answer is 200
    And the answer's header "Content-Type" matches "(?i)^application/(scim\+)?json\b"

  @RFC7644-3.2-i02 @needs:filter
  Scenario: A list is a JSON document
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer is 200
    And the answer's schemas is present

  @RFC7644-3.2-i02
  Scenario: The answer to a replacement is a JSON document or nothing
    Given Ada Lovelace has an account
    When the client replaces Ada with:
      """
      {"externalId": "replaced-{unique}"}
      """
    Then the answer is 200 or 204
    And a read of Ada agrees with the answer

  # Names in another case are a warning: case does not matter to attributes, and these are none.
  @RFC7644-3.4.2-i01 @needs:filter
  Scenario: The members of a list have the names of the standard
    Given Ada Lovelace and Grace Hopper have accounts
    And the next request carries:
      | query | startIndex | 1 |
      | query | count      | 1 |
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer is a well-formed list
    And the answer's Resources is present
    And the answer nowhere shows "totalresults"
    And the answer nowhere shows "itemsperpage"
    And the answer nowhere shows "startindex"

  @RFC7644-3.1-i02 @needs:filter
  Scenario: A person in a list names its schemas
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the list shows Ada
    And every listed resource has schemas

  @RFC7644-3.1-i02 @needs:groups
  Scenario: The answer to the creation of a group names its schemas
    When the client creates a group "Analysts"
    Then the answer is 201
    And the answer's schemas contains "urn:ietf:params:scim:schemas:core:2.0:Group"

  @RFC7644-1.2-01
  Scenario: The location of a person is a URI, percent-encoded where need be
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's meta.location matches "^([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|\[|\]|%[0-9A-Fa-f]{2})+$"

  @RFC7644-1.2-01
  Scenario: The header Location is a URI, percent-encoded where need be
    When the client creates Ada Lovelace
    And provided that the answer's header "Location" is present
    Then the answer is 201
    And the answer's header "Location" matches "^([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|\[|\]|%[0-9A-Fa-f]{2})+$"

  @RFC7644-1.3-i01 @needs:groups
  Scenario: The location of a group is below the base of the service
    Given a group "Analysts"
    When the client reads the group "Analysts"
    And the client follows the answer's meta.location
    Then the answer is 200
    And the answer's id is "{Analysts.id}"

  # The header is not asked for at a read; where it is given it is the right one.
  @RFC7644-3.4.1-i03
  Scenario: A Location in the answer to a read is the person's own
    Given Ada Lovelace has an account
    When the client reads Ada
    And provided that the answer's header "Location" is present
    Then the answer's meta.location equals the answer's header "Location"

  Scenario Outline: <endpoint> answers GET
    When the client sends GET "<endpoint>"
    Then the answer is 200
    And the answer's schemas is present

    @RFC7644-3.2-i01
    Examples:
      | endpoint               |
      | /ServiceProviderConfig |
      | /ResourceTypes         |
      | /Schemas               |

  # Without others beside it, since who comes and goes moves the pages.
  @RFC7644-3.4.2-05 @exclusive
  Scenario: A list without a filter shows everybody, and says how many that are
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    When the client lists all Users, page by page
    Then it may be declined with 400 and "tooMany"
    And of the scenario's people the list shows Ada, Grace and Alan
    And the list has as many resources as it says

  @RFC7644-3.4.2-05 @exclusive @needs:groups
  Scenario: A list of groups without a filter shows them all, and says how many that are
    Given a group "Analysts"
    And a group "Engineers"
    When the client lists all Groups, page by page
    Then it may be declined with 400 and "tooMany"
    And the list shows the group "Analysts"
    And the list shows the group "Engineers"
    And the list has as many resources as it says

  @RFC7644-3.2-i01
  Scenario: /Users answers GET
    When the client sends GET "/Users"
    Then it is declined with 400 and "tooMany", or the answer's totalResults is an integer

  @RFC7644-3.2-i01 @needs:groups
  Scenario: /Groups answers GET
    When the client sends GET "/Groups"
    Then it is declined with 400 and "tooMany", or the answer's totalResults is an integer

  @RFC7644-3.2-i01
  Scenario Outline: <endpoint> does not take POST
    When the client sends POST "<endpoint>":
      """
      {"schemas": ["<schema>"], "id": "urn:example:scimproof:{unique}", "name": "Scimproof{unique}"}
      """
    Then the answer is 400 or 403 or 404 or 405 or 409 or 415 or 501
    When the client sends GET "<endpoint>"
    Then the answer is 200
    And the answer nowhere shows "{unique}"

    Examples:
      | endpoint               | schema                                                          |
      | /ServiceProviderConfig | urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig |
      | /ResourceTypes         | urn:ietf:params:scim:schemas:core:2.0:ResourceType          |

  @RFC7644-3.2-04 @needs:groups
  Scenario: A replacement of no group creates none
    When the client sends PUT "/Groups/00000000-0000-4000-8000-00000000adc2":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Analysts {unique}"}
      """
    Then the answer is 400 or 403 or 404 or 405 or 409 or 501
    When the client sends GET "/Groups/00000000-0000-4000-8000-00000000adc2"
    Then it is refused with 404

  # A base without a version cannot be wrong here. What a web site says to strangers is no SCIM.
  @RFC7644-3.13-03
  Scenario: Another version of the protocol is not answered as if it were this one
    Given Ada Lovelace has an account
    When the client sends GET "/Users/{Ada.id}" to version 9 of the service
    Then the answer nowhere shows "{Ada.userName}"

  @RFC7644-3.12-i19
  Scenario: A version of the protocol that there is not is refused
    When the client sends GET "/ServiceProviderConfig" to version 9 of the service
    Then the answer is 400 or 404

  @RFC7644-3.13-04
  Scenario: Without a version nobody gets an old one
    Given Ada Lovelace has an account
    When the client sends GET "/Users/{Ada.id}" to the service without a version
    Then the answer nowhere shows "urn:scim:schemas:core:1"

  @RFC7644-3.2-04
  Scenario: A replacement of all people creates nobody
    Given Grace Hopper has an account
    When the client sends PUT "/Users":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{Ada.userName}"}
      """
    Then the answer is 400 or 403 or 404 or 405 or 409 or 501
    And no account has the userName "{Ada.userName}"

  @RFC7644-3.2-i01
  Scenario: Nobody is created below somebody else
    Given Ada Lovelace has an account
    When the client sends POST "/Users/{Ada.id}":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{Grace.userName}"}
      """
    Then the answer is 400 or 403 or 404 or 405 or 409 or 501
    And no account has the userName "{Grace.userName}"
    And Ada is unchanged
