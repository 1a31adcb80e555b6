@security
Feature: Tokens open what they are for
  Only the very token that was issued opens the door, every door asks for it, and the
  token of a person is not the key of the house (RFC 7644 §2 and §7.4, RFC 6750).

  @SECURITY-TOKENS-01
  Scenario Outline: A token <change> opens nothing
    Given Ada Lovelace has an account
    And the next request carries the token <change>
    When the client reads Ada
    Then the answer is 400 or 401 or 403
    And the answer nowhere shows "{Ada.userName}"

    Examples:
      | change                |
      | cut in half           |
      | altered in the middle |
      | altered near the end  |
      | with more behind it   |

  @SECURITY-TOKENS-02
  Scenario Outline: The name of the scheme may be written in <case>
    Given Ada Lovelace has an account
    And the next request carries the token under the scheme <scheme>
    When the client reads Ada
    Then the answer is 200
    And the answer's id is "{Ada.id}"

    Examples:
      | case       | scheme |
      | lower case | bearer |
      | capitals   | BEARER |

  @SECURITY-TOKENS-03
  Scenario: A token in the query opens nothing
    Given Ada Lovelace has an account
    And the next request carries the token in the query alone
    When the client reads Ada
    Then the answer is 400 or 401 or 403
    And the answer nowhere shows "{Ada.userName}"

  @SECURITY-TOKENS-04
  Scenario Outline: A bearer token <change> opens nothing
    Given Ada Lovelace has an account
    And the next request carries the token <change>
    When the client reads Ada
    Then the answer is 400 or 401 or 403
    And the answer nowhere shows "{Ada.userName}"

    Examples:
      | change                     |
      | under the scheme Scimproof |
      | without a scheme           |
      | as a basic password        |

  # Reading, listing, creating and deleting people: see protocol/authentication.feature.
  @SECURITY-TOKENS-05
  Scenario Outline: Without credentials nobody <does something>
    Given Ada Lovelace has an account
    And the next request carries no credentials
    When the client sends <method> "<path>":
      """
      <body>
      """
    Then the answer is 401 or 403 or 404 or 405 or 501
    And the answer nowhere shows "{Ada.userName}"
    And Ada is unchanged

    Examples:
      | does something   | method | path            | body                                                                                                                                                     |
      | replaces people  | PUT    | /Users/{Ada.id} | {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "{Ada.id}", "userName": "{Ada.userName}"}                                              |
      | searches by POST | POST   | /Users/.search  | {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "userName eq \\"{Ada.userName}\\""}                                        |
      | searches it all  | POST   | /.search        | {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "userName eq \\"{Ada.userName}\\""}                                        |

    @needs:patch
    Examples:
      | does something | method | path            | body                                                                                                                                            |
      | changes people | PATCH  | /Users/{Ada.id} | {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "replace", "path": "active", "value": false}]}             |

    @needs:bulk
    Examples:
      | does something  | method | path  | body                                                                                                                                        |
      | sends bulk jobs | POST   | /Bulk | {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [{"method": "DELETE", "path": "/Users/{Ada.id}"}]}         |

  @SECURITY-TOKENS-05 @needs:groups
  Scenario Outline: Without credentials nobody <does something> groups
    Given Ada Lovelace has an account
    And a group "Analysts"
    And the next request carries no credentials
    When the client sends <method> "<path>":
      """
      <body>
      """
    Then the answer is 401 or 403 or 404 or 405 or 501
    And the answer nowhere shows "{Analysts.displayName}"
    And the group "Analysts" is unchanged

    Examples:
      | does something | method | path                  | body                                                                                                                                                         |
      | reads          | GET    | /Groups/{Analysts.id} | {}                                                                                                                                                           |
      | lists          | GET    | /Groups               | {}                                                                                                                                                           |
      | creates        | POST   | /Groups               | {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Strangers {unique}"}                                                            |
      | replaces       | PUT    | /Groups/{Analysts.id} | {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": "{Analysts.id}", "displayName": "Strangers {unique}"}                                     |
      | deletes        | DELETE | /Groups/{Analysts.id} | {}                                                                                                                                                           |

    @needs:patch
    Examples:
      | does something | method | path                  | body                                                                                                                                                         |
      | joins          | PATCH  | /Groups/{Analysts.id} | {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "add", "path": "members", "value": [{"value": "{Ada.id}"}]}]}           |

  # Discovery may be open (RFC 7644 §4). Where it is closed, it is closed to everybody.
  @SECURITY-TOKENS-06
  Scenario Outline: Where <document> asks for credentials, an altered token is none
    Given the next request carries no credentials
    And the client sends GET "<document>"
    And provided that the answer is 401 or 403
    And the next request carries the token altered near the end
    When the client sends GET "<document>"
    Then the answer is 400 or 401 or 403

    Examples:
      | document       |
      | /Schemas       |
      | /ResourceTypes |

  @SECURITY-TOKENS-07 @needs:patch
  Scenario Outline: The <credential> of a person does not change others
    Given Ada Lovelace and Grace Hopper have accounts
    And Grace has logged in by <credential>
    And the next request carries Grace's <credential>
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "active", "value": false}]
      """
    Then the answer is 400 or 401 or 403 or 404
    And Ada is unchanged

    Examples:
      | credential   |
      | session      |
      | access token |
      | API token    |

  @SECURITY-TOKENS-07
  Scenario: The access token of a person does not delete others
    Given Ada Lovelace and Grace Hopper have accounts
    And Grace has logged in by access token
    And the next request carries Grace's access token
    When the client deletes Ada
    Then the answer is 400 or 401 or 403 or 404 or 405
    And Ada is unchanged

  @SECURITY-TOKENS-07 @needs:filter
  Scenario: The access token of a person does not create others
    Given Grace Hopper has an account
    And Grace has logged in by access token
    And the next request carries Grace's access token
    When the client creates Ada Lovelace
    Then the answer is 400 or 401 or 403 or 404 or 405
    And no account has the userName "{Ada.userName}"

  @SECURITY-TOKENS-07
  Scenario: The access token of a person does not replace others
    Given Ada Lovelace and Grace Hopper have accounts
    And Grace has logged in by access token
    And the next request carries Grace's access token
    When the client sends PUT "/Users/{Ada.id}":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "{Ada.id}", "userName": "{Ada.userName}", "active": false}
      """
    Then the answer is 400 or 401 or 403 or 404 or 405
    And Ada is unchanged

  # A job may be answered 200 and each of its operations refused.
  @SECURITY-TOKENS-07 @needs:bulk
  Scenario Outline: The access token of a person does not <do> others in bulk
    Given Ada Lovelace and Grace Hopper have accounts
    And Grace has logged in by access token
    And the next request carries Grace's access token
    When the client sends POST "/Bulk":
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [<operation>]}
      """
    Then the answer is 200 or 400 or 401 or 403 or 404 or 405
    And Ada is unchanged

    Examples:
      | do      | operation                                                                                                                                                                                                                                   |
      | delete  | {"method": "DELETE", "path": "/Users/{Ada.id}"}                                                                                                                                                                                             |
      | replace | {"method": "PUT", "path": "/Users/{Ada.id}", "data": {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "{Ada.id}", "userName": "{Ada.userName}", "active": false}}                                                         |

    @needs:patch
    Examples:
      | do     | operation                                                                                                                                                                                                                                    |
      | change | {"method": "PATCH", "path": "/Users/{Ada.id}", "data": {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "replace", "path": "active", "value": false}]}}                                                 |
