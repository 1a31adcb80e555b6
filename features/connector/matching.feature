@connector
Feature: A connector finds people before it makes them
  Two accounts for one person are worse than none: one of them stays open when she leaves.

  @CONNECTOR-MATCH-01
  Scenario: Who joins is looked up first
    When Ada Lovelace joins
    Then the connector looked Ada up before it created an account

  @CONNECTOR-MATCH-02
  Scenario: An account that is there already is used
    Given Ada Lovelace has an account of which the directory knows nothing
    When Ada Lovelace joins
    And Ada's displayName becomes "Ada King"
    Then exactly one account has the userName "{Ada.userName}"
    And the connector used the account that Ada had

  @CONNECTOR-MATCH-03
  Scenario Outline: A name with <letters> is looked up as it is
    When Siobhán O'Brien joins as "<userName>"
    Then the connector's filters are well-formed
    And the connector looked Siobhán up under exactly that name
    And Siobhán's userName is "<userName>"

    Examples:
      | letters        | userName                           |
      | an apostrophe  | siobhan.o'brien-{unique}           |
      | a plus sign    | siobhan+payroll-{unique}           |
      | a quote        | siobhan \\"shiv\\" obrien-{unique} |
      | a backslash    | CORP\\\\siobhan-{unique}           |
      | an umlaut      | siobhan.müller-{unique}            |
      | a space        | siobhan o brien-{unique}           |
      | an ampersand   | siobhan&co-{unique}                |
      | a percent sign | siobhan%41-{unique}                |
      | a number sign  | siobhan#1-{unique}                 |

  @CONNECTOR-MATCH-03 @needs:connector-groups @needs:groups
  Scenario: The name of a group is looked up as it is
    Given Ada Lovelace has an account
    When the directory has a group "R&D + Sales" with Ada
    Then the connector's filters are well-formed
    And the connector looked the group "R&D + Sales" up under exactly that name

  @CONNECTOR-MATCH-04 @exclusive
  Scenario Outline: A creation whose answer was lost is not repeated blindly: <what>
    Given the server <what>
    When adding Ada Lovelace is tried
    And the connector synchronises
    Then exactly one account has the userName "{Ada.userName}"
    And the connector looked Ada up again before it created another account

    Examples:
      | what                                                                   |
      | cuts the connection after it has carried out the next POST to "/Users" |
      | answers the next POST to "/Users" with 502                             |

  @CONNECTOR-MATCH-05 @exclusive
  Scenario: A conflict is no reason to try for ever
    Given the server answers each POST to "/Users" with 409
    When adding Ada Lovelace is tried
    Then the connector did not insist on creating Ada

  @CONNECTOR-MATCH-06 @exclusive
  Scenario Outline: <what> is not the answer that there is nobody
    Given the server answers the next GET to "/Users" with <what>
    When adding Ada Lovelace is tried
    Then the connector took no failed query for the answer that there is no Ada

    Examples:
      | what          |
      | an HTML page  |
      | an empty body |
      | broken JSON   |
      | 500           |

  @CONNECTOR-MATCH-08 @exclusive
  Scenario: Whom a query finds is not taken on trust
    Given Grace Hopper has an account of which the directory knows nothing
    And the server ignores filter
    When adding Ada Lovelace is tried
    Then the connector took nobody else for Ada
    And Grace is unchanged
    And exactly one account has the userName "{Grace.userName}"

  @CONNECTOR-MATCH-07 @needs:connector-matches @exclusive
  Scenario: A configuration without limits for bulk does not stop the matching
    Given the server leaves bulk.maxOperations and bulk.maxPayloadSize out of its answers
    When Ada Lovelace joins
    Then the connector looked Ada up before it created an account
