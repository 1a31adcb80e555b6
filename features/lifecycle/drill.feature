@lifecycle @drill
Feature: How long is a leaver still in?
  A drill for the last day of somebody: they are removed in the directory, as they
  would be then, and from that moment the clocks run. The report says how long each
  way in stayed open.

  @LIFECYCLE-DRILL-01
  Scenario: A leaver is shown as disabled in time
    Given an identity provider that provisions
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    When Ada is removed from its directory
    Then Ada is shown as disabled or gone in time
    And Grace is shown as active

  @LIFECYCLE-DRILL-02
  Scenario: A leaver is refused every new login in time
    Given an identity provider that provisions
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    And Ada and Grace have logged in in every way that the target has
    When Ada is removed from its directory
    Then Ada is refused every new login in time, while Grace gets in

  @LIFECYCLE-DRILL-03
  Scenario: Every credential that a leaver holds ends in time
    Given an identity provider that provisions
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    And Ada and Grace have logged in in every way that the target has
    When Ada is removed from its directory
    Then Ada is refused by every credential of before in time, while Grace gets in

  # Looked at once the leaver is out: before that, nothing has happened to anybody.
  @LIFECYCLE-DRILL-04
  Scenario: Whoever stays keeps every credential when somebody else leaves
    Given an identity provider that provisions
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    And Grace has logged in in every way that the target has
    When Ada is removed from its directory
    And it has been passed on that Ada has left
    Then Grace still gets in by every credential of before
