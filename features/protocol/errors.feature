@protocol
Feature: Errors
  A failure is told by the HTTP status and by a SCIM Error in the body (RFC 7644 §3.12).

  @RFC7644-3.12-01
  Scenario: What is not found is told by a SCIM Error
    When the client sends GET "/Users/00000000-0000-4000-8000-00000000ada4"
    Then it is refused with 404
    And the answer is a well-formed error

  @RFC7644-3.12-01
  Scenario: What cannot be read is told by a SCIM Error
    When the client sends POST "/Users":
      """
      {"schemas": [
      """
    Then it is refused with 400
    And the answer is a well-formed error

  @RFC7644-3.12-01
  Scenario: A conflict is told by a SCIM Error
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then it is refused with 409
    And the answer is a well-formed error

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
    And the answer is a well-formed error

  @RFC7643-4.1.1-14 @needs:attribute:User.password
  Scenario: An error does not show the password that was sent
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}", "password": "Aa1!-{unique}"}
      """
    Then it is refused with 409
    And the answer nowhere shows "{Grace.password}"

  @RFC7644-3.12-05
  Scenario: A creation at an endpoint that does not exist is not found
    When the client sends POST "/Countesses-{unique}":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{Ada.userName}"}
      """
    Then the answer is 404

  # A dot, since the ids of some are numbers and too long a number is another error.
  @RFC7644-3.12-05
  Scenario: An error of the client is no error of the server
    When the client sends GET "/Users/no.such.person"
    Then the answer is 400 or 404

  @RFC7644-3.12-i07
  Scenario: A duplicate is a conflict in the status of the error as well
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then it is refused with 409
    And the answer's status is one of ["409", 409]

  @RFC7644-3.12-i13
  Scenario: The refusal of a replacement by a userName that is taken says so
    Given Ada Lovelace and Grace Hopper have accounts
    When the client replaces Ada with:
      """
      {"userName": "{Grace.userName}"}
      """
    Then it is refused with 409 or 400 and "uniqueness"

  @RFC7644-3.12-i13 @needs:patch
  Scenario: The refusal of a PATCH by a userName that is taken says so
    Given Ada Lovelace and Grace Hopper have accounts
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "userName", "value": "{Grace.userName}"}]
      """
    Then it is refused with 409 or 400 and "uniqueness"

  @RFC7644-3.12-i15
  Scenario: The refusal of broken JSON says that it cannot be read
    When the client sends POST "/Users":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName":
      """
    Then it is refused with 400 and "invalidSyntax"

  # Both keywords fit what does not conform to the schema.
  @RFC7644-3.12-i15
  Scenario: The refusal of a body that is no object says so
    When the client sends POST "/Users":
      """
      ["urn:ietf:params:scim:schemas:core:2.0:User"]
      """
    Then it is refused with 400 and "invalidSyntax" or "invalidValue"

  # 404, 405 and 403 are widespread: a warning.
  @RFC7644-3.12-i10
  Scenario: PATCH is done where it is announced, and not implemented where not
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "patched-{unique}"}]
      """
    Then with patch the answer is 200 or 204, and without it 501

  @RFC7644-3.12-01
  Scenario Outline: What <method> does not find is told by a SCIM Error
    When the client sends <method> "<path>":
      """
      <body>
      """
    And provided that the answer is 404
    Then the answer is a well-formed error

    Examples:
      | method | path                                        | body                                                                                                         |
      | PUT    | /Users/00000000-0000-4000-8000-00000000ada7 | {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "nobody.{unique}@example.com"} |

    @needs:patch
    Examples:
      | method | path                                        | body                                                                                                                                              |
      | PATCH  | /Users/00000000-0000-4000-8000-00000000ada7 | {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "replace", "path": "externalId", "value": "{unique}"}]} |

  @RFC7644-3.12-01
  Scenario: Whom a deletion does not find is told by a SCIM Error
    When the client sends DELETE "/Users/00000000-0000-4000-8000-00000000ada7"
    And provided that the answer is 404
    Then the answer is a well-formed error

  @RFC7644-3.12-01 @needs:groups
  Scenario: A group that is not found is told by a SCIM Error
    When the client sends GET "/Groups/00000000-0000-4000-8000-00000000ada7"
    Then it is refused with 404
    And the answer is a well-formed error

  @RFC7644-3.12-01 @needs:filter
  Scenario: A filter that cannot be read is told by a SCIM Error
    When the client lists Users where (userName eq "nobody-{unique}"
    Then it is refused with 400
    And the answer is a well-formed error

  @RFC7644-3.12-01 @needs:search @needs:filter
  Scenario: A search that cannot be read is told by a SCIM Error
    When the client searches Users with:
      """
      {"filter": "(userName eq \"nobody-{unique}\""}
      """
    Then it is refused with 400
    And the answer is a well-formed error

  @RFC7644-3.12-01 @needs:bulk
  Scenario: A job that cannot be read is told by a SCIM Error
    When the client sends POST "/Bulk":
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [{"method": "DELETE",
      """
    Then it is refused with 400
    And the answer is a well-formed error

  @needs:etag
  Scenario Outline: The refusal of an old version <does what>
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the client replaces Ada with:
      """
      {"externalId": "first-{unique}"}
      """
    And the next request carries:
      | header | If-Match | {etag} |
    When the client replaces Ada with:
      """
      {"externalId": "second-{unique}"}
      """
    Then it is refused with 412 or 409
    And the answer's <attribute> <claim>

    @RFC7644-3.12-01
    Examples:
      | does what           | attribute | claim                                                      |
      | is a SCIM Error     | schemas   | contains "urn:ietf:params:scim:api:messages:2.0:Error" |

    @RFC7644-3.12-02
    Examples:
      | does what                  | attribute | claim                    |
      | has a string as its status | status    | is one of ["412", "409"] |

  # A number instead of a string is widespread: a warning.
  @RFC7644-3.12-02
  Scenario: The status of what cannot be read is a string
    When the client sends POST "/Users":
      """
      {"schemas": [
      """
    Then the answer is 400
    And the answer's status is "400"

  @RFC7644-3.12-02
  Scenario: The status of a conflict is a string
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then the answer is 409
    And the answer's status is "409"

  @RFC7644-3.12-i01
  Scenario: The error of what cannot be read names the schema of errors
    When the client sends POST "/Users":
      """
      {"schemas": [
      """
    Then the answer is 400
    And the answer has:
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"]}
      """

  @RFC7644-3.12-i01
  Scenario: A conflict names the schema of errors
    Given Ada Lovelace has an account
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}"}
      """
    Then the answer is 409
    And the answer has:
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"]}
      """

  # What stands in front of a service provider, and not it, may answer for these.
  @RFC7644-3.2-06
  Scenario Outline: <What> has its status in the body as well
    When the client sends <method> "<path>":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "nobody.{unique}@example.com"}
      """
    Then the answer is 400 or 403 or 404 or 405 or 501
    And the answer's status is one of ["400", "403", "404", "405", "501", 400, 403, 404, 405, 501]

    Examples:
      | What                               | method | path                  |
      | An endpoint that does not exist    | POST   | /Countesses-{unique} |
      | A method that no endpoint is for   | PUT    | /Users               |

  @RFC7644-3.2-06
  Scenario: A schema that does not exist has its status in the body as well
    When the client sends GET "/Schemas/urn:example:scimproof:{unique}"
    Then the answer is 404
    And the answer's status is one of ["404", 404]
