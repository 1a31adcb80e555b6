@security
Feature: Secrets stay secret
  What is written and never read (a password, a token) stands in no answer, least of all
  in one that explains what went wrong (RFC 7643 §7 and §9.2, CWE-209).

  @SECURITY-SECRETS-01 @needs:attribute:User.password
  Scenario: A refused creation does not show the password
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then the answer is 409
    And the answer nowhere shows "{Grace.password}"

  @SECURITY-SECRETS-01 @needs:attribute:User.password
  Scenario: A creation that is wrong does not show the password
    When the client creates Grace Hopper with:
      """
      {"emails": "{unique}", "active": "perhaps"}
      """
    Then the answer nowhere shows "{Grace.password}"

  @SECURITY-SECRETS-01 @needs:attribute:User.password
  Scenario: A creation that breaks off does not show the password
    When the client sends POST "/Users":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "password": "Pw1!-{unique}-secret", "userName":
      """
    Then the answer is 400
    And the answer nowhere shows "Pw1!-{unique}-secret"

  @SECURITY-SECRETS-01 @needs:attribute:User.password @needs:patch
  Scenario: A refused PATCH does not show the password
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "password.value", "value": "Pw1!-{unique}-secret"}, {"op": "perhaps"}]
      """
    Then the answer is 400 or 403 or 404 or 422
    And the answer nowhere shows "Pw1!-{unique}-secret"

  @SECURITY-SECRETS-01 @needs:attribute:User.password @needs:bulk
  Scenario: A refused bulk operation does not show the password
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path   | bulkId | data                                          |
      | POST   | /Users | grace  | Grace Hopper with {"userName": "{Ada.userName}"} |
    Then the bulk operation "grace" is 409
    And the answer nowhere shows "{Grace.password}"

  @SECURITY-SECRETS-02
  Scenario: The refusal of a token does not show the token
    Given the next request carries no credentials
    And the next request carries:
      | header | Authorization | Bearer unknown-{unique} |
    When the client sends GET "/Users"
    Then the answer is 401 or 403
    And the answer nowhere shows "unknown-{unique}"
