@lifecycle
Feature: With provisioning and without
  An administrator asked: are users shown as inactive if they are removed from our
  identity provider? Only if it provisions. Both halves of the answer are proven.

  @LIFECYCLE-NOPROVISIONING-01
  Scenario: With provisioning, a person removed from the identity provider is disabled
    Given an identity provider that provisions
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    When Ada is removed from its directory
    Then Ada is shown as disabled
    And Grace is shown as active

  @LIFECYCLE-NOPROVISIONING-02
  Scenario: With provisioning, a person removed from the identity provider is refused
    Given an identity provider that provisions
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    And Ada and Grace have logged in by session
    When Ada is removed from its directory
    Then Ada is refused by session, while Grace gets in

  # The identity provider lets nobody in whom it does not know; what was opened by it before must end as well.
  @LIFECYCLE-NOPROVISIONING-02
  Scenario Outline: With provisioning, the <credential> of a removed person is refused
    Given an identity provider that provisions
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    And Ada and Grace have logged in by <credential>
    When Ada is removed from its directory
    Then Ada is refused by <credential>, while Grace gets in

    Examples:
      | credential             |
      | single sign-on         |
      | single sign-on session |

  @LIFECYCLE-NOPROVISIONING-03
  Scenario: Without provisioning, a person removed from the identity provider stays active
    Given an identity provider that does not provision
    And Ada Lovelace has an account
    And Ada is in its directory
    When Ada is removed from its directory
    Then Ada is shown as active

  @LIFECYCLE-NOPROVISIONING-04
  Scenario Outline: Without provisioning, the <credential> of a removed person goes on working
    Given an identity provider that does not provision
    And Ada Lovelace has an account
    And Ada is in its directory
    And Ada has logged in by <credential>
    When Ada is removed from its directory
    Then Ada still gets in by the same <credential>

    Examples:
      | credential |
      | session    |
      | API token  |

  # The measured exposure: the door is shut, and who is in stays in.
  @LIFECYCLE-NOPROVISIONING-04
  Scenario: Without provisioning, the session of a removed person that single sign-on has opened goes on working
    Given an identity provider that does not provision
    And Ada Lovelace has an account
    And Ada is in its directory
    And Ada has logged in by single sign-on session
    When Ada is removed from its directory
    Then Ada still gets in by the same single sign-on session

  @LIFECYCLE-NOPROVISIONING-06
  Scenario: Without provisioning, a removed person is refused at the identity provider itself
    Given an identity provider that does not provision
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    And Ada and Grace have logged in by single sign-on
    When Ada is removed from its directory
    Then Ada is refused by single sign-on, while Grace gets in
    And Ada is shown as active

  # The identity provider still lets her pass: the tenant has to look for itself.
  @LIFECYCLE-NOPROVISIONING-07
  Scenario Outline: Single sign-on opens nothing after <road>
    Given an identity provider that does not provision
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    And Ada and Grace have logged in by single sign-on
    When Ada is deactivated by <road>
    Then Ada is refused by single sign-on, while Grace gets in

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  @LIFECYCLE-NOPROVISIONING-07
  Scenario Outline: A session that single sign-on has opened ends with <road>
    Given an identity provider that does not provision
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    And Ada and Grace have logged in by single sign-on session
    When Ada is deactivated by <road>
    Then Ada is refused by single sign-on session, while Grace gets in

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  # An account that is made at the first login must not be made for who was put out.
  @LIFECYCLE-NOPROVISIONING-08
  Scenario: A login that makes accounts does not bring back who was disabled
    Given an identity provider that does not provision and makes accounts at a login
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    And Ada and Grace have logged in by single sign-on
    When Ada is deactivated
    Then Ada is refused by single sign-on, while Grace gets in
    And Ada is shown as disabled
    And exactly one account has the userName "{Ada.userName}"

  @LIFECYCLE-NOPROVISIONING-10
  Scenario: A login that makes accounts does not make that of a leaver anew
    Given an identity provider that does not provision and makes accounts at a login
    And Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace are in its directory
    And Ada and Grace have logged in by single sign-on
    When Ada is deactivated by DELETE
    Then Ada is refused by single sign-on, while Grace gets in
    And no account has the userName "{Ada.userName}"

  # Nobody has verified what stands in a directory's field for an e-mail address.
  @LIFECYCLE-NOPROVISIONING-09
  Scenario: Who has the e-mail address of a leaver signs on as themselves
    Given an identity provider that does not provision
    And Ada Lovelace has an account
    And Grace Hopper has an account with:
      """
      {"emails": [{"value": "{Ada.email}", "type": "work", "primary": true}]}
      """
    And Grace is in its directory
    When Ada is deactivated
    Then Grace gets in by single sign-on

  # Who ends the integration believes that nothing comes in that way any more.
  @LIFECYCLE-NOPROVISIONING-05 @exclusive
  Scenario Outline: While SCIM is switched off nobody <what>
    Given Ada Lovelace has an account
    When SCIM is switched off
    And the client <request>
    Then the answer is 401 or 403 or 404 or 503
    When SCIM is switched on
    Then Ada still exists

    Examples:
      | what       | request     |
      | is read    | reads Ada   |
      | is deleted | deletes Ada |

  @LIFECYCLE-NOPROVISIONING-05 @exclusive
  Scenario: While SCIM is switched off nobody is created
    Given Grace Hopper has an account
    When SCIM is switched off
    And the client creates Ada Lovelace
    Then the answer is 401 or 403 or 404 or 503
    When SCIM is switched on
    Then no account has the userName "{Ada.userName}"

  @LIFECYCLE-NOPROVISIONING-05 @exclusive
  Scenario: While SCIM is switched off nobody is replaced
    Given Ada Lovelace has an account
    When SCIM is switched off
    And the client sends PUT "/Users/{Ada.id}":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{Ada.userName}", "displayName": "Ada King"}
      """
    Then the answer is 401 or 403 or 404 or 503
    When SCIM is switched on
    Then Ada's displayName is "Ada Lovelace"

  @LIFECYCLE-NOPROVISIONING-05 @exclusive @needs:patch
  Scenario: While SCIM is switched off nobody is changed
    Given Ada Lovelace has an account
    When SCIM is switched off
    And the client sends PATCH "/Users/{Ada.id}":
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
       "Operations": [{"op": "replace", "path": "displayName", "value": "Ada King"}]}
      """
    Then the answer is 401 or 403 or 404 or 503
    When SCIM is switched on
    Then Ada's displayName is "Ada Lovelace"

  @LIFECYCLE-NOPROVISIONING-05 @exclusive @needs:bulk
  Scenario: While SCIM is switched off nobody is changed in bulk
    Given Ada Lovelace has an account
    When SCIM is switched off
    And the client sends POST "/Bulk":
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
       "Operations": [{"method": "DELETE", "path": "/Users/{Ada.id}"}]}
      """
    And SCIM is switched on
    Then Ada still exists

  @LIFECYCLE-NOPROVISIONING-05 @exclusive @needs:filter
  Scenario: While SCIM is switched off nobody is found
    Given Ada Lovelace has an account
    When SCIM is switched off
    And the client lists Users where userName eq "{Ada.userName}"
    Then the answer is 401 or 403 or 404 or 503
    When SCIM is switched on
    Then Ada still exists

  @LIFECYCLE-NOPROVISIONING-05 @exclusive
  Scenario: While SCIM is switched off nobody is searched for
    Given Ada Lovelace has an account
    When SCIM is switched off
    And the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\""}
      """
    Then the answer nowhere shows "{Ada.id}"
    When SCIM is switched on
    Then Ada still exists
