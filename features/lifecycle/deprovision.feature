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

  # Whether by the schedule or by an event: what runs in somebody's name has that person's rights.
  @LIFECYCLE-DEPROVISION-09
  Scenario Outline: The automation of a person deactivated by <road> does not run any more
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns an automation
    And Grace owns an automation
    And the automations of Ada and Grace run
    When Ada is deactivated by <road>
    Then Ada's automation does not run, while Grace's does

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |

  # To refuse it is sound, and so is a successor.
  @LIFECYCLE-DEPROVISION-10
  Scenario Outline: The only owner of a workspace is not taken away from it by <road>
    Given Ada Lovelace has an account
    And Ada owns a workspace
    When deactivating Ada by <road> is tried
    Then Ada's workspace has an owner who is active

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  @LIFECYCLE-DEPROVISION-11
  Scenario: Whatever becomes of its owner, a workspace can be handed over
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns a workspace
    When deactivating Ada by PATCH with a path is tried
    Then Ada's workspace can be handed over to Grace
