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

  # A leave ends: department and manager are wanted again.
  @LIFECYCLE-DEPROVISION-04 @needs:enterprise
  Scenario: A person who is deactivated keeps department and manager
    Given Ada Lovelace and Grace Hopper have accounts
    And the client replaces Ada with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines", "manager": {"value": "{Grace.id}"}}}
      """
    When Ada is deactivated
    Then Ada is shown as disabled
    And Ada reports to Grace
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"

  @LIFECYCLE-DEPROVISION-06 @needs:enterprise
  Scenario: Who reports to a person who is deactivated is left as they are
    Given Ada Lovelace and Grace Hopper have accounts
    When Grace's manager becomes Ada
    And Ada is deactivated
    Then Ada is shown as disabled
    And Grace reports to Ada

  @LIFECYCLE-DEPROVISION-01 @needs:patch
  Scenario: A person deactivated beside another change is shown as disabled
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "displayName", "value": "Ada King"}, {"op": "replace", "path": "active", "value": false}]
      """
    Then the answer is 200 or 204
    And Ada's displayName is "Ada King"
    And Ada is shown as disabled

  @LIFECYCLE-DEPROVISION-01 @needs:bulk @needs:patch
  Scenario: A person deactivated in bulk is shown as disabled
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path            | bulkId | data                                                    |
      | PATCH  | /Users/{Ada.id} |        | [{"op": "replace", "path": "active", "value": false}] |
    Then the bulk operation "PATCH /Users/{Ada.id}" is 200 or 204
    And Ada is shown as disabled

  # First disabled, and deleted after some days: that is the way of many directories.
  @LIFECYCLE-DEPROVISION-02
  Scenario: A person who is disabled can be deleted
    Given Ada Lovelace has an account
    When Ada is deactivated
    And Ada is deleted
    Then Ada is gone

  @LIFECYCLE-DEPROVISION-03
  Scenario: A person who is disabled is still found by externalId
    Given Ada Lovelace has an account
    When Ada is deactivated
    Then Ada is shown as disabled
    And Ada is found by externalId

  @LIFECYCLE-DEPROVISION-08
  Scenario: Who joins under the userName of a deleted person is in none of their groups
    Given Ada Lovelace and Alan Turing have accounts
    And a group "Analysts" with Ada and Alan
    When Ada is deleted
    And Grace Hopper joins under Ada's userName
    Then the members of "Analysts" are Alan
