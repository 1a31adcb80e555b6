@security
Feature: Text is text
  A value, an id or a name that a client sends is looked up, kept or refused. It is never
  a piece of a query, of a path or of a header, and never brings the service down.

  @SECURITY-INJECTION-01 @needs:filter
  Scenario Outline: The value <kind> finds nobody
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "<value>"
    Then it is declined with 400 and "invalidFilter" or "invalidValue", or of the scenario's people the list shows nobody

    Examples:
      | kind                 | value                                     |
      | of an LDAP wildcard  | *                                         |
      | of an LDAP filter    | *)(objectClass=*                          |
      | of an SQL wildcard   | %                                         |
      | of an SQL condition  | ' or '1'='1                               |
      | of an SQL comment    | x' or 1=1 --                              |
      | of a SCIM filter     | \" or userName pr or userName eq \"       |
      | of a Mongo operator  | {\"$ne\": null}                           |
      | of a regular expression | .*                                     |
      | with a backslash     | \\\\                                      |
      | with a null          | {Ada.userName}\u0000                      |

  @SECURITY-INJECTION-02
  Scenario Outline: An id with <trick> is nobody's
    Given Ada Lovelace and Grace Hopper have accounts
    When the client sends GET "/Users/<id>"
    Then the answer is 400 or 403 or 404 or 405
    And the answer nowhere shows "{Ada.userName}"
    And the answer nowhere shows "{Grace.userName}"

    Examples:
      | trick               | id                                    |
      | an encoded slash    | {Ada.id}%2F..%2F{Grace.id}            |
      | a backslash         | {Ada.id}%5C..%5C{Grace.id}            |
      | a null              | {Ada.id}%00                           |
      | a null alone        | %00                                   |
      | an LDAP wildcard    | *                                     |
      | an SQL wildcard     | %25                                   |
      | an SQL condition    | {Ada.id}'%20or%20'1'%3D'1             |
      | a Mongo operator    | %7B%22%24ne%22%3Anull%7D              |
      | a line break        | {Ada.id}%0D%0AX-Injected%3A%20yes     |
      | bad UTF-8           | {Ada.id}%FF                           |

  @SECURITY-INJECTION-03
  Scenario Outline: The parameter <parameter> takes no more than names: <kind>
    Given Ada Lovelace has an account
    And the next request carries:
      | query | <parameter> | <value> |
    When the client sends GET "/Users"
    Then the answer is 200 or 400 or 403 or 404 or 501
    And Ada still exists

    Examples:
      | parameter          | kind         | value                                   |
      | attributes         | a prototype  | userName,__proto__,constructor.prototype |
      | attributes         | a query      | userName;drop table users               |
      | excludedAttributes | a prototype  | __proto__.toString                      |
      | sortBy             | a query      | userName;drop table users --            |
      | sortBy             | a prototype  | __proto__                               |
      | filter             | a prototype  | __proto__.isAdmin eq true               |
      | filter             | a query      | 1 eq 1) or (userName pr                 |
      | startIndex         | a query      | 1;drop table users                      |

  @SECURITY-INJECTION-03 @needs:patch
  Scenario: A change to a prototype changes nobody else
    Given Ada Lovelace and Grace Hopper have accounts
    When the client patches Ada with:
      """
      [{"op": "add", "path": "__proto__.department", "value": "Board"}, {"op": "add", "value": {"__proto__": {"department": "Board"}}}]
      """
    Then the answer is 200 or 204 or 400 or 403
    And Grace is unchanged

  @SECURITY-INJECTION-04 @needs:filter
  Scenario Outline: A filter <shape> is answered or declined
    Given Ada Lovelace has an account
    When the client lists Users by a filter for Ada <shape>
    Then the answer is 200 or 400 or 403 or 413 or 414 or 431
    And Ada still exists

    Examples:
      | shape              |
      | in 20 brackets     |
      | in 2000 brackets   |
      | with 400 negations |
      | of 100 clauses     |

  @SECURITY-INJECTION-04 @needs:filter @needs:search
  Scenario Outline: A filter <shape>, sent by POST, is answered or declined
    Given Ada Lovelace has an account
    When the client searches Users by a filter for Ada <shape>
    Then the answer is 200 or 400 or 403 or 413
    And Ada still exists

    Examples:
      | shape                |
      | in 50000 brackets    |
      | with 20000 negations |
      | of 5000 clauses      |

  @SECURITY-INJECTION-04
  Scenario Outline: A body of nested <kind> is declined
    Given Ada Lovelace has an account
    When the client sends POST "/Users" with 50000 nested <kind>
    Then the answer is 400 or 413
    And Ada still exists

    Examples:
      | kind    |
      | lists   |
      | objects |

  @SECURITY-INJECTION-05 @needs:attribute:User.nickName
  Scenario Outline: A name with <kind> is kept as it is, or refused
    Given Ada Lovelace has an account
    When the client replaces Ada with:
      """
      {"nickName": <value>}
      """
    Then it may be declined with 400
    And the answer is 200 or 204
    And the answer's header "X-Injected" is absent
    And Ada's nickName is <value>

    Examples:
      | kind          | value                                       |
      | markup        | "<script>alert(1)</script>&amp;"            |
      | a line break  | "Ada\r\\nX-Injected: yes"                   |
      | a formula     | "=1+1"                                      |
      | a placeholder | "$[7*7] #[7*7] %n%s%d"                      |
      | a quotation   | "Ada \"the Countess\" \\\\ O'Byron; --"     |

  @SECURITY-INJECTION-06 @needs:filter
  Scenario Outline: A userName that is <kind> makes nobody
    Given Ada Lovelace has an account
    When the client sends POST "/Users":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "externalId": "{unique}", "userName": <value>}
      """
    Then the answer is 400 or 403 or 422
    And no account has the externalId "{unique}"

    Examples:
      | kind               | value             |
      | a Mongo operator   | {"$ne": null}     |
      | a Mongo expression | {"$regex": "^.*"} |

  @SECURITY-INJECTION-06 @needs:filter @needs:search
  Scenario: A filter that is an object finds nobody
    Given Ada Lovelace has an account
    When the client searches Users with:
      """
      {"filter": {"userName": {"$ne": null}}}
      """
    Then the answer is 400 or 403 or 422
    And the answer nowhere shows "{Ada.userName}"

  # Who sends these headers is the proxy, where there is one; anybody else may send them too.
  @SECURITY-INJECTION-07
  Scenario Outline: The header <header> of a stranger is in no location
    Given Ada Lovelace has an account
    And the next request carries:
      | header | <header> | <value> |
    When the client reads Ada
    Then the answer is 200 or 400 or 403 or 421
    And the answer nowhere shows "scimproof-elsewhere.example"
    And Ada still exists

    Examples:
      | header           | value                            |
      | X-Forwarded-Host | scimproof-elsewhere.example      |
      | X-Host           | scimproof-elsewhere.example      |
      | X-Original-Host  | scimproof-elsewhere.example      |
      | Forwarded        | host=scimproof-elsewhere.example |

  @SECURITY-INJECTION-07
  Scenario: The location of who is created is not at a stranger's host
    Given the next request carries:
      | header | X-Forwarded-Host | scimproof-elsewhere.example |
    When the client creates Ada Lovelace
    Then the answer is 201 or 400 or 403 or 421
    And provided that the answer is 201
    And the answer nowhere shows "scimproof-elsewhere.example"
