@lifecycle
Feature: Work is handed over before a person is deleted
  The leaver's apps, data connections and data files outlive the account. First
  they are reassigned, then the account is deleted, and at no time is anything
  without an owner.

  @LIFECYCLE-REASSIGN-01
  Scenario Outline: The <kind> of a leaver survives the deactivation
    Given Ada Lovelace and Alan Turing have accounts
    And Ada owns <a kind>, shared with Alan
    When Ada is deactivated
    Then Ada's assets are intact

    Examples:
      | kind            | a kind            |
      | app             | an app            |
      | data connection | a data connection |
      | data file       | a data file       |
      | automation      | an automation     |

  @LIFECYCLE-REASSIGN-01
  Scenario: What a leaver owns survives the deactivation, of whatever kind
    Given Ada Lovelace and Alan Turing have accounts
    And Ada owns assets of every kind, movable or not, shared with Alan
    When Ada is deactivated
    Then Ada's assets are intact

  @LIFECYCLE-REASSIGN-02
  Scenario Outline: Deleting a leaver who still owns <a kind> is refused or loses nothing
    Given Ada Lovelace and Alan Turing have accounts
    And Ada owns <a kind>, shared with Alan
    When deleting Ada is tried
    Then the deletion of Ada is refused or loses nothing, as the target declares

    Examples:
      | a kind            |
      | an app            |
      | a data connection |
      | a data file       |
      | an automation     |

  @LIFECYCLE-REASSIGN-02
  Scenario: Deleting a leaver who still owns something is refused or loses nothing, of whatever kind
    Given Ada Lovelace and Alan Turing have accounts
    And Ada owns assets of every kind, movable or not, shared with Alan
    When deleting Ada is tried
    Then the deletion of Ada is refused or loses nothing, as the target declares

  @LIFECYCLE-REASSIGN-03
  Scenario Outline: Handing over moves <a kind>, content and sharing intact
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And Ada owns <a kind>, shared with Alan
    When Ada is deactivated
    And Ada's assets are handed over to Grace
    Then Grace owns all of Ada's former assets, content and sharing intact

    Examples:
      | a kind            |
      | an app            |
      | a data connection |
      | a data file       |
      | an automation     |

  @LIFECYCLE-REASSIGN-03
  Scenario: Handing over moves assets of every kind, content and sharing intact
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    When Ada's assets are handed over to Grace
    Then Grace owns all of Ada's former assets, content and sharing intact

  @LIFECYCLE-REASSIGN-04
  Scenario: Handing over leaves the leaver with nothing
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    When Ada is deactivated
    And Ada's assets are handed over to Grace
    Then Grace owns all of Ada's former assets, content and sharing intact
    And Ada owns nothing

  @LIFECYCLE-REASSIGN-04
  Scenario: Handing over leaves nothing behind, however many there are of a kind
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    And Ada owns assets of every kind
    When Ada is deactivated
    And Ada's assets are handed over to Grace
    Then Grace owns all of Ada's former assets, content and sharing intact
    And Ada owns nothing

  @LIFECYCLE-REASSIGN-15
  Scenario: One asset alone can be handed over
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    When Ada's app alone is handed over to Grace
    Then Grace owns Ada's former app, and Ada still owns the rest

  @LIFECYCLE-REASSIGN-15
  Scenario: Assets of every kind can be handed over one at a time
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns assets of every kind that moves alone
    When each of Ada's assets is handed over to Grace, one at a time
    Then Grace owns all of Ada's former assets, content and sharing intact

  @LIFECYCLE-REASSIGN-05
  Scenario: Handing over twice is harmless
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    When Ada's assets are handed over to Grace
    And Ada's assets are handed over to Grace
    Then Grace owns all of Ada's former assets, content and sharing intact

  @LIFECYCLE-REASSIGN-05
  Scenario: Handing over the same assets twice, one at a time, is harmless
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns assets of every kind that moves alone
    When each of Ada's assets is handed over to Grace, one at a time
    And handing each of Ada's assets over to Grace again is tried
    Then Grace owns all of Ada's former assets, content and sharing intact

  @LIFECYCLE-REASSIGN-06
  Scenario: Handing over moves nothing of a third person
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And Ada owns assets of every kind
    And Alan owns assets of every kind
    When Ada's assets are handed over to Grace
    Then Grace owns all of Ada's former assets, content and sharing intact
    And Alan's assets are intact

  @LIFECYCLE-REASSIGN-07
  Scenario: Handing over to a disabled person is refused and moves nothing
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns assets of every kind
    When Grace is deactivated
    And handing Ada's assets over to Grace is tried
    Then the hand-over is refused, and nothing of Ada's has moved

  @LIFECYCLE-REASSIGN-07
  Scenario: Handing one asset over to a disabled person is refused and moves nothing
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns an app
    When Grace is deactivated
    And handing Ada's app alone over to Grace is tried
    Then the hand-over is refused, and nothing of Ada's has moved

  @LIFECYCLE-REASSIGN-08
  Scenario: Handing over to an unknown person is refused and moves nothing
    Given Ada Lovelace has an account
    And Ada owns assets of every kind
    When handing Ada's assets over to an unknown person is tried
    Then the hand-over is refused, and nothing of Ada's has moved

  @LIFECYCLE-REASSIGN-08
  Scenario: Handing one asset over to a person who was deleted is refused and moves nothing
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns an app
    When Grace is deleted
    And handing Ada's app alone over to Grace is tried
    Then the hand-over is refused, and nothing of Ada's has moved

  # Alan is gone, so nothing is shared with him any more.
  @LIFECYCLE-REASSIGN-16
  Scenario: What was shared with somebody who is gone is handed over all the same
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    When Alan is deleted
    And Ada is deactivated
    And handing Ada's assets over to Grace is tried
    Then Grace owns all of Ada's former assets, content intact

  @LIFECYCLE-REASSIGN-09
  Scenario: After the hand-over the leaver can be deleted
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns assets of every kind
    When Ada is deactivated
    And Ada's assets are handed over to Grace
    And Ada is deleted
    Then Ada is gone

  @LIFECYCLE-REASSIGN-10
  Scenario: After the deletion nothing is orphaned
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    When Ada is deactivated
    And Ada's assets are handed over to Grace
    And Ada is deleted
    Then Grace owns all of Ada's former assets, content and sharing intact

  @LIFECYCLE-REASSIGN-11
  Scenario: After the deletion no group points at the leaver
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When Ada is deactivated
    And Ada is deleted
    Then the members of "Analysts" are Grace

  @LIFECYCLE-REASSIGN-12
  Scenario: After the deletion nobody reports to the leaver
    Given Ada Lovelace and Grace Hopper have accounts
    When Grace's manager becomes Ada
    And Ada is deactivated
    And Ada is deleted
    Then Grace reports to nobody
    And nothing else about Grace has changed

  @LIFECYCLE-REASSIGN-13
  Scenario: A new person of the same userName is somebody else
    Given Ada Lovelace has an account
    When Ada is deactivated
    And Ada is deleted
    And Grace Hopper joins under Ada's userName
    Then Ada and Grace have different ids

  @LIFECYCLE-REASSIGN-14
  Scenario: A new person of the same userName inherits nothing
    Given Ada Lovelace and Alan Turing have accounts
    And Ada owns assets of every kind
    When Ada is deactivated
    And Ada's assets are handed over to Alan
    And Ada is deleted
    And Grace Hopper joins under Ada's userName
    Then Grace owns nothing
    And Alan owns all of Ada's former assets, content and sharing intact

  @LIFECYCLE-REASSIGN-17
  Scenario: Nothing is tied to its owner, of whatever kind
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns assets of every kind, movable or not
    When handing Ada's assets over to Grace is tried
    Then no kind of Ada's assets is left behind

  # A deletion that is refused must not be the end of it, nor one after which the target
  # promises that what was left behind can be recovered.
  @LIFECYCLE-REASSIGN-18
  Scenario: What a deletion leaves behind can be handed over late
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    When deleting Ada is tried
    And what Ada left behind is handed over to Grace
    Then Grace owns all of Ada's former assets, content and sharing intact

  @LIFECYCLE-REASSIGN-19
  Scenario: The heir can open what was handed over
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns assets of every kind
    And Ada can open Ada's assets, and Grace cannot
    When Ada's assets are handed over to Grace
    Then Grace can open all of Ada's former assets

  @LIFECYCLE-REASSIGN-20
  Scenario: The former owner cannot open what was handed over
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada owns assets of every kind
    And Ada can open Ada's assets, and Grace cannot
    When Ada's assets are handed over to Grace
    Then Ada can no longer open Ada's former assets, while Grace can

  # It may be refused.
  @LIFECYCLE-REASSIGN-03
  Scenario: Handing over to oneself loses nothing
    Given Ada Lovelace and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    When handing Ada's assets over to Ada is tried
    Then Ada's assets are intact
