@lifecycle
Feature: A person is deprovisioned
  Somebody left on Friday. The administrator must see it, must still find the
  account in order to hand over what it owns, and nobody else may notice.

  @LIFECYCLE-DEPROVISION-01
  Scenario Outline: A person deactivated by <road> is shown as disabled
    Given Ada Lovelace has an account
    When Ada is deactivated by <road>
    Then Ada is shown as disabled

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |

  @LIFECYCLE-DEPROVISION-02
  Scenario: A person deprovisioned by DELETE is gone
    Given Ada Lovelace has an account
    When Ada is deactivated by DELETE
    Then Ada is gone

  @LIFECYCLE-DEPROVISION-03
  Scenario Outline: A person deactivated by <road> is still found
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada is deactivated by <road>
    Then Ada is shown as disabled
    And Ada is found by userName

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |

  @LIFECYCLE-DEPROVISION-04
  Scenario Outline: Nothing but the state changes when a person is deactivated by <road>
    Given Ada Lovelace has an account
    When Ada is deactivated by <road>
    Then Ada is shown as disabled
    And nothing else about Ada has changed

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |

  @LIFECYCLE-DEPROVISION-05
  Scenario Outline: Deactivating a person twice by <road> is harmless
    Given Ada Lovelace has an account
    When Ada is deactivated by <road>
    And Ada is deactivated again by <road>
    Then Ada is shown as disabled

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |

  @LIFECYCLE-DEPROVISION-06
  Scenario Outline: Others are untouched when a person is deprovisioned by <road>
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada is deactivated by <road>
    Then Grace is unchanged
    And Grace is shown as active

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  @LIFECYCLE-DEPROVISION-07
  Scenario: A disabled person keeps their place in a group until they are deleted
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When Ada is deactivated
    Then Ada is shown as disabled
    And the group "Analysts"'s members.value is ["{Ada.id}", "{Grace.id}"]

  @LIFECYCLE-DEPROVISION-08
  Scenario: A deleted person leaves their groups
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When Ada is deleted
    Then the members of "Analysts" are Grace
