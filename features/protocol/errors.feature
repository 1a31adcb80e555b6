@protocol
Feature: Errors
  A failure is told by the HTTP status and by a SCIM Error in the body (RFC 7644 §3.12).

  @RFC7644-3.12-01
  Scenario: What is not found is told by a SCIM Error
    When the client sends GET "/Users/00000000-0000-4000-8000-00000000ada4"
    Then it is refused with 404

  @RFC7644-3.12-01
  Scenario: What cannot be read is told by a SCIM Error
    When the client sends POST "/Users":
      """
      {"schemas": [
      """
    Then it is refused with 400

  @RFC7644-3.12-01
  Scenario: A conflict is told by a SCIM Error
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then it is refused with 409

  @RFC7644-3.12-i01
  Scenario: An error names the schema of errors and no other
    When the client sends GET "/Users/00000000-0000-4000-8000-00000000ada4"
    Then the answer is 404
    And the answer has:
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"]}
      """

  # A number instead of a string is widespread: a warning.
  @RFC7644-3.12-02
  Scenario: The status in an error is a string
    When the client sends GET "/Users/00000000-0000-4000-8000-00000000ada4"
    Then the answer is 404
    And the answer's status is "404"

  @RFC7644-3.2-05
  Scenario: An error is no success in HTTP
    When the client sends GET "/Users/00000000-0000-4000-8000-00000000ada4"
    Then the answer is 404
    And the answer's id is absent

  @RFC7644-3.2-06
  Scenario: A refusal for want of credentials is a SCIM Error
    Given the next request carries no credentials
    When the client sends GET "/Users"
    Then it is refused with 401

  @RFC7643-4.1.1-14 @needs:attribute:User.password
  Scenario: An error does not show the password that was sent
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}", "password": "Aa1!-{unique}"}
      """
    Then it is refused with 409
    And the answer nowhere shows "{Grace.password}"
