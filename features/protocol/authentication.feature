@protocol
Feature: Authentication
  Whoever brings no valid credentials gets nothing and changes nothing (RFC 7644 §2).
  A refusal is 401, or 403 from a service provider that hides behind it: what counts
  is that the door is shut. Only the last scenarios ask for the very status and header.

  @RFC7644-2-07
  Scenario: A person cannot be read without credentials
    Given Ada Lovelace has an account
    And the next request carries no credentials
    When the client reads Ada
    Then the answer is 401 or 403
    And the answer nowhere shows "{Ada.userName}"

  @RFC7644-2-07
  Scenario Outline: A person cannot be read with <credentials>
    Given Ada Lovelace has an account
    And the next request carries no credentials
    And the next request carries:
      | header | Authorization | <authorization> |
    When the client reads Ada
    Then the answer is 401 or 403
    And the answer nowhere shows "{Ada.userName}"

    Examples:
      | credentials                    | authorization          |
      | a bearer token nobody issued   | Bearer {unique}        |
      | an empty bearer token          | Bearer                 |
      | the bearer token "null"        | Bearer null            |
      | made-up basic authentication   | Basic QWRhOkNvdW50ZXNz |
      | a scheme that does not exist   | Scimproof {unique}     |

  @RFC7644-2-07 @needs:filter
  Scenario: People cannot be listed without credentials
    Given Ada Lovelace has an account
    And the next request carries no credentials
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer is 401 or 403
    And the answer nowhere shows "{Ada.id}"

  @RFC7644-2-07
  Scenario: Nobody is created without credentials
    Given Grace Hopper has an account
    And the next request carries no credentials
    When the client creates Ada Lovelace
    Then the answer is 401 or 403
    And no account has the userName "{Ada.userName}"

  @RFC7644-2-07
  Scenario: Nobody is deleted without credentials
    Given Ada Lovelace has an account
    And the next request carries no credentials
    When the client deletes Ada
    Then the answer is 401 or 403
    And Ada still exists

  @RFC7644-3.12-i04
  Scenario: A request without credentials is answered 401
    Given the next request carries no credentials
    When the client sends GET "/Users"
    Then the answer is 401

  @RFC7644-3.12-i04
  Scenario: A request with an unknown token is answered 401
    Given the next request carries no credentials
    And the next request carries:
      | header | Authorization | Bearer {unique} |
    When the client sends GET "/Users"
    Then the answer is 401

  @RFC7644-2-06
  Scenario: A 401 names the authentication schemes
    Given the next request carries no credentials
    When the client sends GET "/Users"
    Then the answer is 401
    And the answer's header "WWW-Authenticate" is present

  @RFC7644-2-06
  Scenario: The 401 to an unknown token names the authentication schemes
    Given the next request carries no credentials
    And the next request carries:
      | header | Authorization | Bearer {unique} |
    When the client sends GET "/Users"
    Then the answer is 401
    And the answer's header "WWW-Authenticate" is present

  @RFC7644-2-i01
  Scenario: The name of the authentication scheme is read in any case
    Given Ada Lovelace has an account
    And the next request names its authentication scheme in the other case
    When the client reads Ada
    Then the answer is 200
    And the answer's id is "{Ada.id}"
  # A scheme that is announced and not offered does not work.
  @RFC7644-2-06
  Scenario: A 401 names every HTTP scheme that the configuration announces
    Given the next request carries no credentials
    When the client sends GET "/Users"
    Then the answer is 401
    And the answer's header "WWW-Authenticate" names every scheme that is announced
