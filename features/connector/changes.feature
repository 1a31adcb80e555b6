@connector
Feature: A connector changes what has changed
  Somebody marries, moves to another department, gets another boss. The rest of the account
  is as it was.

  @CONNECTOR-CHANGE-01
  Scenario: A change is a well-formed message
    Given Ada Lovelace has an account
    When Ada's displayName becomes "Ada King"
    And Ada is deactivated
    Then the connector's changes are well-formed

  @CONNECTOR-CHANGE-02
  Scenario: Operations are named in small letters
    Given Ada Lovelace has an account
    When Ada's displayName becomes "Ada King"
    And Ada is deactivated
    Then the connector named its operations in small letters

  @CONNECTOR-CHANGE-03
  Scenario: No change is empty
    Given Ada Lovelace has an account
    When Ada's displayName becomes "Ada King"
    And Ada is deactivated
    Then the connector sent no change without an operation

  @CONNECTOR-CHANGE-04
  Scenario: Only what has changed is sent
    Given Ada Lovelace has an account
    When Ada's displayName becomes "Ada King"
    Then the connector changed nothing about Ada but displayName

  @CONNECTOR-CHANGE-05
  Scenario: A change leaves the rest of the account as it was
    Given Ada Lovelace has an account
    When Ada's displayName becomes "Ada King"
    Then Ada's displayName is "Ada King"
    And nothing else about Ada has changed

  @CONNECTOR-CHANGE-06
  Scenario Outline: What others have written into an account stays there: <attribute>
    Given Katherine Johnson has an account
    And somebody else has given Katherine's account <attribute> "<value>"
    When Katherine's displayName becomes "Katherine Goble"
    Then Katherine's <attribute> is "<value>"
    And the connector kept what it had read, but for displayName

    @needs:attribute:User.timezone
    Examples:
      | attribute | value          |
      | timezone  | Africa/Nairobi |

    @needs:attribute:User.title
    Examples:
      | attribute | value        |
      | title     | Commissioner |

  @CONNECTOR-CHANGE-07
  Scenario: A change that was done is not sent again
    Given Ada Lovelace has an account
    When Ada's displayName becomes "Ada King"
    And Ada is deactivated
    Then the connector sent nothing twice

  @CONNECTOR-CHANGE-08
  Scenario: A manager has an account before anybody reports to them
    When Grace Hopper joins
    And Ada Lovelace joins
    And Grace's manager becomes Ada
    Then Grace reports to Ada
    And everybody to whom the connector referred was there

  @CONNECTOR-CHANGE-09
  Scenario: Who is renamed keeps the account
    Given Ada Lovelace has an account
    When Ada's userName becomes "ada.king-{unique}"
    Then exactly one account has the userName "ada.king-{unique}"
    And the connector made no second account for Ada

  @CONNECTOR-CHANGE-10 @needs:attribute:User.title
  Scenario: An attribute without a value is taken away
    Given Ada Lovelace has an account
    And provided that Ada's title is present
    When Ada's title is cleared
    Then Ada's title is absent
    And the connector cleared Ada's title plainly

  @CONNECTOR-CHANGE-11
  Scenario: Nothing is changed that only the server may change
    Given Ada Lovelace has an account
    When Ada's displayName becomes "Ada King"
    And Ada is deactivated
    Then the connector changed nothing that only the server may change

  @CONNECTOR-CHANGE-11 @needs:connector-groups @needs:groups
  Scenario: Nothing of a group is changed that only the server may change
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    When Ada joins the group "Analysts"
    Then the connector changed nothing that only the server may change
