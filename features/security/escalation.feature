@security
Feature: Nobody gives themselves more
  What gives access is given by who administers, never by the person or by an attribute
  that nobody declared (OWASP API3:2023, API5:2023).

  @SECURITY-ESCALATION-01 @needs:groups @needs:patch
  Scenario: A person does not join a group by their own token
    Given Grace Hopper has an account
    And a group "Analysts"
    And Grace has logged in by access token
    And the next request carries Grace's access token
    When the client patches the group "Analysts" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Grace.id}"}]}]
      """
    Then the answer is 400 or 401 or 403 or 404
    And the members of "Analysts" are nobody

  @SECURITY-ESCALATION-01 @needs:attribute:User.roles @needs:patch
  Scenario Outline: A person takes no role by their own token at <place>
    Given Grace Hopper has an account
    And Grace has logged in by access token
    And the next request carries Grace's access token
    When the client sends PATCH "<place>":
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "add", "path": "roles", "value": [{"value": "admin", "primary": true}]}]
      }
      """
    Then Grace is unchanged

    Examples:
      | place             |
      | /Users/{Grace.id} |
      | /Me               |

  @SECURITY-ESCALATION-01 @needs:attribute:User.entitlements @needs:patch
  Scenario Outline: A person takes no entitlement by their own token at <place>
    Given Grace Hopper has an account
    And Grace has logged in by access token
    And the next request carries Grace's access token
    When the client sends PATCH "<place>":
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "add", "path": "entitlements", "value": [{"value": "payroll"}]}]
      }
      """
    Then Grace is unchanged

    Examples:
      | place             |
      | /Users/{Grace.id} |
      | /Me               |

  # What a person may replace of themselves may change; a role is given by others.
  @SECURITY-ESCALATION-01 @needs:attribute:User.roles
  Scenario Outline: A person takes no role by a replacement at <place>
    Given Grace Hopper has an account
    And Grace has logged in by access token
    And the next request carries Grace's access token
    When the client sends PUT "<place>":
      """
      {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "{Grace.id}", "userName": "{Grace.userName}",
        "roles": [{"value": "admin", "primary": true}]
      }
      """
    Then Grace's roles is absent

    Examples:
      | place             |
      | /Users/{Grace.id} |
      | /Me               |

  # An attribute that no schema declares may be refused or dropped, and has no effect.
  @SECURITY-ESCALATION-02 @needs:patch
  Scenario: An attribute that nobody declared makes nobody an administrator
    Given Ada Lovelace and Grace Hopper have accounts
    And the client replaces Grace with:
      """
      {"isAdmin": true, "is_admin": true, "admin": true, "superuser": true, "role": "admin", "permissions": ["*"], "scope": "admin"}
      """
    And Grace has logged in by access token
    And the next request carries Grace's access token
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "active", "value": false}]
      """
    Then the answer is 400 or 401 or 403 or 404
    And Ada is unchanged
