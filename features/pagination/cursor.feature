@pagination @needs:cursor @needs:filter @needs:attribute:User.title
Feature: Paging by cursor
  A cursor leads from one page of a list to the next (RFC 9865). A filter on a value of this
  scenario keeps everybody else out of the list; a target that declines that filter is not
  judged. An empty cursor asks for the first page.

  Background:
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}", "name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Analyst {unique}", "name": {"givenName": "Grace", "familyName": "Hopper"}}
      """
    And Alan Turing has an account with:
      """
      {"title": "Analyst {unique}", "name": {"givenName": "Alan", "familyName": "Turing"}}
      """

  @RFC9865-2-06
  Scenario: A page that is not the last has a next one
    Given the next request carries:
      | query | cursor |   |
      | query | count  | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer is 200
    And the answer's nextCursor matches "."

  @RFC9865-2-03
  Scenario: A page by cursor is not longer than asked for
    Given the next request carries:
      | query | cursor |   |
      | query | count  | 2 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list has at most 2 resources
    And the answer's Resources is present

  @RFC9865-2-03
  Scenario: The second page by cursor is not longer than asked for either
    Given the next request carries:
      | query | cursor |   |
      | query | count  | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's nextCursor is present
    Given the answer's nextCursor is kept as "next"
    And the next request carries:
      | query | cursor | {next} |
      | query | count  | 1      |
    When the client lists Users where title eq "Analyst {unique}"
    Then the answer is 200
    And the list has at most 1 resource

  # Edsger has another title: the filter holds for every page.
  @RFC9865-2-07
  Scenario: Cursor by cursor everybody is listed once, and there is an end
    Given Edsger Dijkstra has an account
    When the client pages through Users by cursor 1 at a time where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada, Grace and Alan

  # A negative count is 0 by one table and a mistake by another.
  @RFC9865-2-02
  Scenario: A negative count by cursor asks for nobody, or is refused
    Given the next request carries:
      | query | cursor |    |
      | query | count  | -1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it is declined with 400 and "invalidCount" or "invalidFilter", or of the scenario's people the list shows nobody

  @RFC9865-2-10
  Scenario: The first page has none before it
    Given the next request carries:
      | query | cursor |   |
      | query | count  | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's nextCursor is present
    And the answer's previousCursor is absent

  # Nobody has to lead back; who does must not lead elsewhere.
  @RFC9865-2-i04
  Scenario: The previous cursor of the second page leads to the first
    Given the next request carries:
      | query | cursor |   |
      | query | count  | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    When the answer's Resources.id is kept as "first"
    And the answer's nextCursor is kept as "next"
    And the next request carries:
      | query | cursor | {next} |
      | query | count  | 1      |
    And the client lists Users where title eq "Analyst {unique}"
    And provided that the answer's previousCursor is present
    And the answer's previousCursor is kept as "previous"
    And the next request carries:
      | query | cursor | {previous} |
      | query | count  | 1          |
    And the client lists Users where title eq "Analyst {unique}"
    Then the answer's Resources is a list of 1
    And the answer's Resources.id is "{first}"

  @RFC9865-2-i01
  Scenario: A cursor can stand in a URL as it is
    Given the next request carries:
      | query | cursor |   |
      | query | count  | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's nextCursor matches "^[A-Za-z0-9._~-]+$"

  # It may be left out.
  @RFC9865-2-i03
  Scenario: The total is that of all pages
    Given the next request carries:
      | query | cursor |   |
      | query | count  | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's nextCursor is present
    And the answer's totalResults is one of [3, null]
    Given the answer's nextCursor is kept as "next"
    And the next request carries:
      | query | cursor | {next} |
      | query | count  | 1      |
    When the client lists Users where title eq "Analyst {unique}"
    Then the answer is 200
    And the answer's totalResults is one of [3, null]

  @RFC9865-2.1-01
  Scenario: A cursor that nobody gave out is refused
    Given the next request carries:
      | query | cursor | nobody-{unique} |
      | query | count  | 1               |
    When the client lists Users where title eq "Analyst {unique}"
    Then it is refused with 400

  # Who forgets cursors may say that this one has expired.
  @RFC9865-2.1-i01
  Scenario: The refusal of a cursor that nobody gave out says so
    Given the next request carries:
      | query | cursor | nobody-{unique} |
      | query | count  | 1               |
    When the client lists Users where title eq "Analyst {unique}"
    Then it is refused with 400 and "invalidCursor" or "expiredCursor"

  # A server may serve it, or refuse it by either keyword; it must not show others or break.
  @RFC9865-2.1-i03
  Scenario: Another count on the way is served or refused
    Given Edsger Dijkstra has an account with:
      """
      {"title": "Programmer {unique}"}
      """
    And the next request carries:
      | query | cursor |   |
      | query | count  | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's nextCursor is present
    Given the answer's nextCursor is kept as "next"
    And the next request carries:
      | query | cursor | {next} |
      | query | count  | 4      |
    When the client lists Users where title eq "Analyst {unique}"
    Then it is declined with 400 and "invalidCount" or "invalidCursor", or the answer's Resources.title matches "^Analyst {unique}$"

  @RFC9865-5.2-i01
  Scenario: A forged cursor is found out
    Given the next request carries:
      | query | cursor |   |
      | query | count  | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's nextCursor is present
    Given the answer's nextCursor is kept as "next"
    And the next request carries:
      | query | cursor | x{next}x |
      | query | count  | 1        |
    When the client lists Users where title eq "Analyst {unique}"
    Then it is refused with 400 and "invalidCursor" or "expiredCursor"

  @RFC9865-2.2-i01 @needs:sort @needs:attribute:User.name.familyName
  Scenario: The order goes on from page to page
    Given the next request carries:
      | query | sortBy | name.familyName |
    When the client pages through Users by cursor 1 at a time where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list has Grace, Ada, Alan in this order

  @RFC9865-2.4-01
  Scenario: Who asks for no kind of paging gets a list all the same
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer is a well-formed list
    And the answer's Resources is present

  @RFC9865-2.4-i01
  Scenario: Who asks for a cursor gets one, who asks for an index gets that
    Given the client sends GET "/ServiceProviderConfig"
    And provided that the answer's pagination.index is true
    And the next request carries:
      | query | cursor |   |
      | query | count  | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's nextCursor is present
    Given the next request carries:
      | query | startIndex | 3 |
      | query | count      | 1 |
    When the client lists Users where title eq "Analyst {unique}"
    Then the answer's startIndex is 3
    And the answer's Resources is a list of 1

  @RFC9865-3-i01 @needs:search
  Scenario: A search goes on by cursor as well
    When the client searches Users with:
      """
      {"filter": "title eq \"Analyst {unique}\"", "cursor": "", "count": 2}
      """
    Then it may be declined with 400 and "invalidFilter"
    And the list has at most 2 resources
    And the answer's nextCursor is present
    Given the answer's nextCursor is kept as "next"
    When the client searches Users with:
      """
      {"filter": "title eq \"Analyst {unique}\"", "cursor": "{next}", "count": 2}
      """
    Then the answer is 200
    And the list has at most 2 resources
    And the answer's Resources is present

  @RFC9865-3-i01 @needs:search
  Scenario: The cursor of a search leads to others than those of before
    When the client searches Users with:
      """
      {"filter": "title eq \"Analyst {unique}\"", "cursor": "", "count": 1}
      """
    Then it may be declined with 400 and "invalidFilter"
    And the answer's nextCursor is present
    Given the answer's nextCursor is kept as "next"
    And the answer's Resources.id is kept as "first"
    When the client searches Users with:
      """
      {"filter": "title eq \"Analyst {unique}\"", "cursor": "{next}", "count": 1}
      """
    Then the answer is 200
    And the answer's Resources.id is not "{first}"

  @RFC9865-2.2-i01 @needs:sort @needs:attribute:User.name.familyName
  Scenario: A descending order goes on from page to page as well
    Given the next request carries:
      | query | sortBy    | name.familyName |
      | query | sortOrder | descending      |
    When the client pages through Users by cursor 1 at a time where title eq "Analyst {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list has Alan, Ada, Grace in this order
