@connector
Feature: A connector shows who it is, and to nobody else
  Its token opens the whole directory of a customer. It belongs into one header, on the way
  to one server.

  @CONNECTOR-AUTH-01
  Scenario: Each request carries the token
    When Ada Lovelace joins
    And Ada's displayName becomes "Ada King"
    Then each request of the connector carried its token

  @CONNECTOR-AUTH-02
  Scenario: No token travels in a query
    When Ada Lovelace joins
    And Ada's displayName becomes "Ada King"
    Then the connector sent no credential in a query

  @CONNECTOR-AUTH-04
  Scenario: SCIM is sent, and SCIM is asked for
    When Ada Lovelace joins
    And Ada's displayName becomes "Ada King"
    Then the connector sent SCIM and asked for SCIM

  @CONNECTOR-AUTH-05
  Scenario: The connector names itself
    When Ada Lovelace joins
    Then the connector said who it is

  @CONNECTOR-AUTH-06 @exclusive
  Scenario Outline: Nothing is sent to a server whose certificate <certificate>
    Given Grace Hopper has an account
    And the server shows a certificate that <certificate>
    When adding Ada Lovelace is tried
    Then the connector sent nothing through the other door

    Examples:
      | certificate       |
      | nobody trusts     |
      | has expired       |
      | is another host's |

  @CONNECTOR-AUTH-07 @exclusive
  Scenario: A server that can be trusted is spoken to by TLS 1.2 or later
    Given the server shows a certificate that is trusted
    When adding Ada Lovelace is tried
    Then the connector came by TLS 1.2 or later

  @CONNECTOR-AUTH-08 @exclusive
  Scenario: A redirect to another host does not take the token along
    Given the server answers the next request with a redirect to another host
    When adding Ada Lovelace is tried
    Then the connector sent no token to the other host

  @CONNECTOR-AUTH-09
  Scenario: No password is sent that nobody asked for
    When Ada Lovelace joins
    And Ada's displayName becomes "Ada King"
    Then the connector sent no password
