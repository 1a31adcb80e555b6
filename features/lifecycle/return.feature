@lifecycle
Feature: A person comes back
  A leave ends, or somebody was disabled by mistake. The door opens again for a new
  login, and for nothing that was taken before.

  @LIFECYCLE-RETURN-01
  Scenario: A reactivated person is shown as active
    Given Ada Lovelace has an account
    When Ada is deactivated
    And Ada is reactivated
    Then Ada is shown as active

  @LIFECYCLE-RETURN-02
  Scenario: A reactivated person is the same person
    Given Ada Lovelace has an account
    When Ada is deactivated
    And Ada is reactivated
    Then Ada is found by userName
    And Ada is unchanged

  @LIFECYCLE-RETURN-02
  Scenario: A reactivated person still owns what they owned
    Given Ada Lovelace and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    When Ada is deactivated
    And Ada is reactivated
    Then Ada is shown as active
    And Ada's assets are intact

  @LIFECYCLE-RETURN-03
  Scenario Outline: A reactivated person gets in by a new <credential>
    Given Ada Lovelace has an account
    When Ada is deactivated
    And Ada is reactivated
    Then Ada gets in by a new <credential>

    Examples:
      | credential    |
      | session       |
      | access token  |
      | refresh token |
      | API token     |

  # Whatever the product calls them.
  @LIFECYCLE-RETURN-03
  Scenario: A reactivated person gets in in every way that the target has
    Given Ada Lovelace has an account
    When Ada is deactivated
    And Ada is reactivated
    Then Ada gets in in every way

  @LIFECYCLE-RETURN-04
  Scenario: A reactivated person gets in by password
    Given Ada Lovelace has an account
    When Ada is deactivated
    And Ada is reactivated
    Then Ada gets in by password

  # The directory may have forgotten the id, and create the person anew.
  @LIFECYCLE-RETURN-07
  Scenario: A disabled person who is created again is a conflict, or is back
    Given Ada Lovelace has an account
    When Ada is deactivated
    And Grace Hopper joins under Ada's userName
    Then it is declined with 409, or Ada is shown as active

  @LIFECYCLE-RETURN-05
  Scenario: Reactivation does not revive the session of before
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by session
    When Ada is deactivated
    And Ada is reactivated
    Then Ada is still refused by session, while Grace gets in

  @LIFECYCLE-RETURN-06
  Scenario Outline: Reactivation does not revive the <credential> of before
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by <credential>
    When Ada is deactivated
    And Ada is reactivated
    Then Ada is still refused by <credential>, while Grace gets in

    Examples:
      | credential    |
      | access token  |
      | refresh token |
      | API token     |

  @LIFECYCLE-RETURN-06
  Scenario: Reactivation revives nothing that was issued before
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in in every way that the target has
    When Ada is deactivated
    And Ada is reactivated
    Then Ada is still refused by all that was issued before, while Grace gets in

  @LIFECYCLE-RETURN-02 @needs:groups
  Scenario: A reactivated person is in the groups where they were when they left
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When Ada is deactivated
    And the client reads the group "Analysts"
    Then provided that the answer's members.value contains "{Ada.id}"
    When Ada is reactivated
    Then Ada is shown as active
    And the members of "Analysts" are Ada and Grace

  @LIFECYCLE-RETURN-01
  Scenario: A person reactivated by PUT is shown as active
    Given Ada Lovelace has an account
    When Ada is deactivated
    Then Ada is shown as disabled
    When the client replaces Ada with:
      """
      {"active": true}
      """
    Then Ada is shown as active

  @LIFECYCLE-RETURN-01 @needs:patch
  Scenario: A person reactivated by PATCH without a path is shown as active
    Given Ada Lovelace has an account
    When Ada is deactivated
    Then Ada is shown as disabled
    When the client patches Ada with:
      """
      [{"op": "replace", "value": {"active": true}}]
      """
    Then Ada is shown as active
