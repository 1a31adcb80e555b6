@protocol @needs:filter @needs:attribute:User.title
Feature: Paging
  startIndex and count cut a list into pages (RFC 7644 §3.4.2.4). A filter on a value of
  this scenario keeps everybody else out of the list; a target that declines that filter
  is not judged. A service provider may always give fewer than count.

  @RFC7644-3.4.2.4-04
  Scenario: A page is not longer than asked for
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | count | 2 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list has at most 2 resources
    And the answer's Resources is present

  @RFC7644-3.4.2.4-04
  Scenario: A page without a filter is not longer than asked for
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And the next request carries:
      | query | count | 1 |
    When the client lists Users
    Then it may be declined with 400 and "tooMany"
    And the list has at most 1 resource

  @RFC7644-3.4.2.4-i03
  Scenario: The total counts all matches, and not the page
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | count | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's totalResults is 2
    And the list has at most 1 resource

  @RFC7644-3.4.2.4-i03
  Scenario: The first index is 1, and a page may begin with the last match
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | startIndex | 2 |
      | query | count      | 5 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's totalResults is 2
    And the answer's Resources is a list of 1

  Scenario Outline: A part of a list says <what>
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | startIndex | 1 |
      | query | count      | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's <attribute> is 1

    @RFC7644-3.4.2-08
    Examples:
      | what            | attribute  |
      | where it begins | startIndex |

    @RFC7644-3.4.2-09
    Examples:
      | what           | attribute    |
      | how long it is | itemsPerPage |

  Scenario Outline: A count of <count> asks for the number of matches only
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | count | <count> |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer is 200
    And the answer's totalResults is 1
    And the answer's Resources is a list of 0

    @RFC7644-3.4.2.4-i01
    Examples:
      | count |
      | 0     |

    @RFC7644-3.4.2.4-06
    Examples:
      | count |
      | -1    |

  @RFC7644-3.4.2.4-03
  Scenario Outline: A startIndex of <startIndex> means the beginning
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | startIndex | <startIndex> |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada and Grace

    Examples:
      | startIndex |
      | 0          |
      | -5         |

  # Search engines are known to reach no farther than 10,000.
  @RFC7644-3.4.2.4-i05
  Scenario Outline: Behind the end, at <startIndex>, there is nothing
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | startIndex | <startIndex> |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer is 200
    And the answer's totalResults is 1
    And the answer's Resources is a list of 0

    Examples:
      | startIndex |
      | 100        |
      | 10001      |

  # Paging is not stateful, and without sortBy no order is promised: a warning.
  @RFC7644-3.4.2.4-i04
  Scenario: Page by page everybody is listed once
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    When the client pages through Users 2 at a time where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada, Grace and Alan

  @RFC7644-3.4.2.4-i02
  Scenario: Without a startIndex a list begins at the beginning
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | count | 5 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada and Grace
    And the answer's startIndex is one of [1, null]

  @RFC7644-3.4.2-08
  Scenario: The second part of a list says where it begins
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | startIndex | 2 |
      | query | count      | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's startIndex is 2

  # A list that is complete may say nothing of it.
  @RFC7644-3.4.2-09
  Scenario: A list says how long it is, and not how long it was to be
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And the next request carries:
      | query | count | 9 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's Resources is a list of 2
    And the answer's itemsPerPage is one of [2, null]
