@connector
Feature: A connector lets people go
  Who leaves is out at once, and deleted when nothing can be lost by it any more.

  @CONNECTOR-LEAVE-01
  Scenario: Who leaves is disabled
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada is deactivated
    Then Ada is shown as disabled
    And the connector disabled Ada
    And Grace is shown as active

  @CONNECTOR-LEAVE-02
  Scenario: Who leaves is disabled once
    Given Ada Lovelace has an account
    When Ada is deactivated
    And the connector synchronises
    Then Ada is shown as disabled
    And the connector settled Ada's state once

  @CONNECTOR-LEAVE-03 @exclusive
  Scenario: A deletion is held while somebody still owns something
    Given Ada Lovelace has an account
    And the server says that Ada still owns something until they are handed over
    When Ada is deactivated
    And deleting Ada is tried
    Then Ada still exists
    And the connector held the deletion of Ada

  @CONNECTOR-LEAVE-03 @needs:connector-cycle @exclusive
  Scenario: A deletion that was held is done once everything is handed over
    Given Ada Lovelace has an account
    And the server says that Ada still owns something until they are handed over
    When Ada is deactivated
    And deleting Ada is tried
    And what Ada owns has been handed over
    And the connector synchronises
    Then Ada is gone

  @CONNECTOR-LEAVE-04
  Scenario: Who leaves is not deleted at once
    Given Ada Lovelace has an account
    When Ada is deactivated
    And the connector synchronises
    Then Ada still exists
    And the connector did not delete Ada

  @CONNECTOR-LEAVE-05
  Scenario: An account is disabled before it is deleted
    Given Ada Lovelace has an account
    When Ada is deactivated
    And Ada is deleted
    Then Ada is gone
    And the connector disabled Ada before it deleted her

  @CONNECTOR-LEAVE-05
  Scenario: An account is disabled first also if both are wanted at once
    Given Ada Lovelace has an account
    When deleting Ada is tried
    Then the connector disabled Ada before it deleted her

  @CONNECTOR-LEAVE-06
  Scenario: Who comes back gets their account back
    Given Ada Lovelace has an account
    And Ada is deactivated
    When Ada is reactivated
    Then Ada is shown as active
    And the connector enabled the account that Ada had

  @CONNECTOR-LEAVE-07
  Scenario: Who comes back after the deletion gets another account
    Given Ada Lovelace has an account
    And Ada is deactivated
    And Ada's id is kept as "oldId"
    And Ada is deleted
    When Grace Hopper joins under Ada's userName
    Then Ada and Grace have different ids
    And the connector sent nothing about the account "{oldId}"

  @CONNECTOR-LEAVE-08
  Scenario: Who is suspended is disabled
    Given Ada Lovelace has an account
    When Ada's active becomes false
    Then Ada is shown as disabled
    And the connector disabled Ada

  @CONNECTOR-LEAVE-09 @exclusive
  Scenario: A directory that has lost its people puts nobody out
    Given 12 other people have accounts
    When 11 of the other people leave at once
    Then the connector disabled or deleted no more than 6 people
