@connector
Feature: A connector bears with its server
  Servers are slow, busy and broken at times. Whoever joins or leaves on such a day must not
  pay for it.

  @CONNECTOR-ROBUST-01 @exclusive
  Scenario Outline: After 429 nothing is sent before the time is over: a <method>
    Given Grace Hopper has an account
    And the server answers the next <method> with 429 and Retry-After 2
    When <change> is tried
    And the connector synchronises
    Then <effect>
    And the connector sent nothing before the time that the server had named

    Examples:
      | method  | change              | effect                                               |
      | GET     | adding Ada Lovelace | exactly one account has the userName "{Ada.userName}" |
      | POST    | adding Ada Lovelace | exactly one account has the userName "{Ada.userName}" |
      | request | deactivating Grace  | Grace is shown as disabled                           |

  @CONNECTOR-ROBUST-02 @exclusive
  Scenario: A request that fails comes through once the server is well
    Given the server answers the next 2 requests with 503
    When adding Ada Lovelace is tried
    And the connector synchronises
    Then exactly one account has the userName "{Ada.userName}"
    And the connector gave up after a bounded number of attempts

  @CONNECTOR-ROBUST-02 @exclusive
  Scenario: A server that keeps failing is left in peace
    Given the server answers each request with 500
    When adding Ada Lovelace is tried
    Then the connector gave up after a bounded number of attempts

  @CONNECTOR-ROBUST-03 @exclusive
  Scenario: The waits grow while the server fails
    Given the server answers each request with 503
    When adding Ada Lovelace is tried
    Then the connector waited longer from attempt to attempt

  @CONNECTOR-ROBUST-04 @exclusive
  Scenario: A connector whose token is refused stops
    Given the server answers each request with 401
    When adding Ada Lovelace is tried
    Then the connector stopped when its token was refused

  @CONNECTOR-ROBUST-05
  Scenario: Who has vanished is not asked for over and over
    Given Ada Lovelace has an account
    And Ada's account is gone from the server
    When giving Ada the displayName "Ada King" is tried
    And the connector synchronises
    Then the connector did not insist on Ada's account

  @CONNECTOR-ROBUST-06
  Scenario: Who has vanished gets an account again
    Given Ada Lovelace has an account
    And Ada's account is gone from the server
    When giving Ada the displayName "Ada King" is tried
    And the connector synchronises
    Then exactly one account has the userName "{Ada.userName}"

  @CONNECTOR-ROBUST-07 @exclusive
  Scenario Outline: <what> loses nobody and makes nobody twice
    Given the server answers the next POST to "/Users" with <what>
    When adding Ada Lovelace is tried
    And the connector synchronises
    Then exactly one account has the userName "{Ada.userName}"

    Examples:
      | what          |
      | an HTML page  |
      | an empty body |
      | broken JSON   |

  @CONNECTOR-ROBUST-08 @exclusive
  Scenario: A list is read to its end
    Given Ada Lovelace, Grace Hopper, Alan Turing and Katherine Johnson have accounts
    And the server gives pages of at most 2
    When the connector synchronises
    Then the connector read every list to its end

  @CONNECTOR-ROBUST-10 @exclusive
  Scenario: A slow answer makes nobody twice
    Given the server answers the next POST to "/Users" only 2 seconds after it has carried it out
    When adding Ada Lovelace is tried
    And the connector synchronises
    Then exactly one account has the userName "{Ada.userName}"
    And the connector looked Ada up again before it created another account

  @CONNECTOR-ROBUST-11
  Scenario: The connector does not hurry
    Given 12 other people have accounts
    When Ada Lovelace joins
    Then the connector sent no more than 30 requests in a second

  @CONNECTOR-ROBUST-12
  Scenario: A second synchronisation writes nothing
    Given Ada Lovelace, Grace Hopper, Alan Turing and Katherine Johnson have accounts
    And Grace is deactivated
    And the connector synchronises
    When the connector synchronises again
    Then the connector wrote nothing

  @CONNECTOR-ROBUST-12 @needs:connector-groups @needs:groups
  Scenario: A second synchronisation writes nothing of groups
    Given Ada Lovelace, Grace Hopper, Alan Turing and Katherine Johnson have accounts
    And a group "Analysts" with Ada and Grace
    And the connector synchronises
    When the connector synchronises again
    Then the connector wrote nothing
