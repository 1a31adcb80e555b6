@pagination
Feature: The configuration of paging
  The service provider says which kinds of paging it has (RFC 9865 §4).

  Scenario Outline: The configuration says whether there is paging by <kind>
    When the client sends GET "/ServiceProviderConfig"
    And provided that the answer's pagination is present
    Then the answer's pagination.<kind> is a boolean

    @RFC9865-4-03
    Examples:
      | kind   |
      | cursor |

    @RFC9865-4-04
    Examples:
      | kind  |
      | index |

  @RFC9865-4-01
  Scenario: Who pages by cursor says so
    Given Ada Lovelace and Grace Hopper have accounts
    And the next request carries:
      | query | cursor |   |
      | query | count  | 1 |
    And the client lists Users
    And provided that the answer's nextCursor is present
    When the client sends GET "/ServiceProviderConfig"
    Then the answer's pagination.cursor is true
