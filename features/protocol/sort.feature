@protocol @needs:filter
Feature: Sorting
  A list is ordered by an attribute where the service provider can sort (RFC 7644 §3.4.2.3).
  A filter on a value of this scenario keeps everybody else out of the list; a target that
  declines that filter is not judged.

  @RFC7644-3.4.2.3-03 @needs:attribute:User.title @needs:attribute:User.name.familyName
  Scenario Outline: People are sorted by family name, <order>
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
    And the next request carries:
      | query | sortBy    | name.familyName |
      | query | sortOrder | <order>         |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list has <people> in this order

    Examples:
      | order      | people           |
      | ascending  | Grace, Ada, Alan |
      | descending | Alan, Ada, Grace |

  # What is sorted is the whole list, and not the page.
  @needs:sort @needs:attribute:User.title @needs:attribute:User.name.familyName
  Scenario Outline: A sorted list is cut into pages: <what>
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
    And the next request carries:
      | query | sortBy     | name.familyName |
      | query | startIndex | <startIndex>    |
      | query | count      | <count>         |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's totalResults is 3
    And of the scenario's people the list shows <people>

    @RFC7644-3.4.2.4-04
    Examples:
      | what      | startIndex | count | people         |
      | the first | 1          | 1     | Grace          |
      | the first two | 1      | 2     | Ada and Grace  |

    @RFC7644-3.4.2.4-i03
    Examples:
      | what       | startIndex | count | people |
      | the second | 2          | 1     | Ada    |
      | the last   | 3          | 5     | Alan   |

  @RFC7644-3.4.2.3-04 @needs:attribute:User.title @needs:attribute:User.name.familyName
  Scenario: The order is ascending unless said otherwise
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
    And the next request carries:
      | query | sortBy | name.familyName |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list has Grace, Ada, Alan in this order

  @RFC7644-3.4.2.3-05 @needs:attribute:User.title @needs:attribute:User.nickName
  Scenario: Capitals do not count where case does not matter
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}", "nickName": "alpha"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}", "nickName": "Bravo"}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}", "nickName": "charlie"}
      """
    And the next request carries:
      | query | sortBy | nickName |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list has Ada, Grace, Alan in this order

  # Databases have a mind of their own about nothing: a warning.
  @RFC7644-3.4.2.3-i03 @needs:attribute:User.title @needs:attribute:User.nickName
  Scenario Outline: Who has no value comes <place> in <order> order
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}", "nickName": "Enchantress"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}", "nickName": null}
      """
    And the next request carries:
      | query | sortBy    | nickName |
      | query | sortOrder | <order>  |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list has <people> in this order

    Examples:
      | place | order      | people     |
      | last  | ascending  | Ada, Grace |
      | first | descending | Grace, Ada |

  @RFC7644-3.4.2.3-i01 @needs:attribute:User.title @needs:attribute:User.emails.primary
  Scenario: The primary one of several values counts
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}", "emails": [
        {"value": "b.{unique}@example.com", "type": "work"},
        {"value": "z.{unique}@example.com", "type": "home", "primary": true}
      ]}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}", "emails": [
        {"value": "y.{unique}@example.com", "type": "work"},
        {"value": "a.{unique}@example.com", "type": "home", "primary": true}
      ]}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}", "emails": [{"value": "m.{unique}@example.com", "type": "work", "primary": true}]}
      """
    And the next request carries:
      | query | sortBy | emails.value |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list has Grace, Alan, Ada in this order

  # By what it can sort, a service provider may say.
  @RFC7644-3.4.2.3-03 @needs:enterprise @needs:attribute:User.title
  Scenario Outline: People are sorted by their department, <order>
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
    And the next request carries:
      | query | sortBy    | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department |
      | query | sortOrder | <order>                                                               |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400
    And the list has <people> in this order

    Examples:
      | order      | people           |
      | ascending  | Grace, Ada, Alan |
      | descending | Alan, Ada, Grace |

  @RFC7644-3.4.2.3-03 @needs:attribute:User.title
  Scenario Outline: People are sorted by userName, <order>
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}", "userName": "b.{Ada.userName}"}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}", "userName": "c.{Alan.userName}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}", "userName": "a.{Grace.userName}"}
      """
    And the next request carries:
      | query | sortBy    | userName |
      | query | sortOrder | <order>  |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400
    And the list has <people> in this order

    Examples:
      | order      | people           |
      | ascending  | Grace, Ada, Alan |
      | descending | Alan, Ada, Grace |

  # Whoever has come last is at the top.
  @RFC7644-3.4.2.3-03 @needs:attribute:User.title
  Scenario: People are sorted by when they came
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the client reads Ada
    And the clock of meta.lastModified has moved on
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | sortBy    | meta.created |
      | query | sortOrder | descending   |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400
    And the list has Grace, Ada in this order

  @needs:sort @needs:attribute:User.title @needs:attribute:User.name.familyName
  Scenario Outline: What a list is sorted by is named <how>
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}", "name": {"familyName": "Lovelace"}}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}", "name": {"familyName": "Turing"}}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}", "name": {"familyName": "Hopper"}}
      """
    And the next request carries:
      | query | sortBy    | <name>     |
      | query | sortOrder | descending |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list has Alan, Ada, Grace in this order

    @RFC7644-3.10-i01
    Examples:
      | how     | name                                                          |
      | in full | urn:ietf:params:scim:schemas:core:2.0:User:name.familyName |

    @RFC7644-3.10-i02
    Examples:
      | how         | name            |
      | in any case | NAME.FAMILYNAME |

  @RFC7644-3.4.2.4-i03 @needs:sort @needs:attribute:User.title @needs:attribute:User.name.familyName
  Scenario Outline: A list in descending order is cut into pages: <what>
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}", "name": {"familyName": "Lovelace"}}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}", "name": {"familyName": "Turing"}}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}", "name": {"familyName": "Hopper"}}
      """
    And the next request carries:
      | query | sortBy     | name.familyName |
      | query | sortOrder  | descending      |
      | query | startIndex | <startIndex>    |
      | query | count      | 1               |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's totalResults is 3
    And of the scenario's people the list shows <person>

    Examples:
      | what      | startIndex | person |
      | the first | 1          | Alan   |
      | the last  | 3          | Grace  |

  # All have the same title: what stands between equals must not change from page to page.
  @RFC7644-3.4.2.4-i04 @needs:sort @needs:attribute:User.title
  Scenario: Page by page everybody is listed once, although all are equal
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}", "externalId": "1-{unique}"}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}", "externalId": "2-{unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}", "externalId": "3-{unique}"}
      """
    And the next request carries:
      | query | sortBy | title |
    When the client pages through Users 1 at a time where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada, Alan and Grace
