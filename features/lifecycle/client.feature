@lifecycle
Feature: A provisioning client sets to work
  Before a directory changes anything it asks: is the connection good, what is there, is
  this person known already? Where such an answer is not what the client expects, it stops,
  or it makes somebody a second time.

  @LIFECYCLE-CLIENT-01
  Scenario: The test of the connection succeeds
    When the provisioning client tests its connection
    Then the provisioning client goes on

  @LIFECYCLE-CLIENT-03
  Scenario: What the client asks of the service is answered
    When the provisioning client asks what the service is like
    Then the provisioning client goes on

  @LIFECYCLE-CLIENT-02
  Scenario: A client that looks before it creates finds who is there, and nobody else
    Given Grace Hopper has an account
    When Ada Lovelace joins
    Then the provisioning client finds Ada
    And the provisioning client does not find Alan Turing

  # Who is hidden is created again.
  @LIFECYCLE-CLIENT-02
  Scenario: A client that looks finds who is disabled
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada is deactivated
    Then Ada is shown as disabled
    And the provisioning client finds Ada

  @LIFECYCLE-CLIENT-02
  Scenario: A client that looks finds who was renamed, under the new name
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada's userName becomes "ada.king.{unique}@example.com"
    Then the provisioning client finds Ada

  @LIFECYCLE-CLIENT-04
  Scenario: A group that the client creates is there
    Given a group "Engineers"
    When the provisioning client creates the group "Analysts"
    Then the group "Analysts"'s displayName is "{Analysts.displayName}"
    And the provisioning client finds the group "Analysts"
