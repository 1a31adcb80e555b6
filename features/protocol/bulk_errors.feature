@protocol
Feature: Bulk that fails
  An operation that fails leaves the others alone, unless the client sets a limit to
  failures (RFC 7644 §3.7 and §3.7.3). The service provider sets limits of its own (§3.7.4).

  @RFC7644-3.7-14 @needs:bulk
  Scenario: What comes after a failure is done all the same
    Given Edsger Dijkstra has an account
    When the client sends these bulk operations:
      | method | path   | bulkId | data                                                  |
      | POST   | /Users | ada    | Ada Lovelace                                          |
      | POST   | /Users | grace  | Grace Hopper with {"userName": "{Edsger.userName}"} |
      | POST   | /Users | alan   | Alan Turing                                           |
    Then the bulk operation "grace" is 409
    And the bulk operation "ada" is 201
    And the bulk operation "alan" is 201
    And Ada's userName is "{Ada.userName}"
    And Alan's userName is "{Alan.userName}"

  @RFC7644-3.7-14 @needs:bulk
  Scenario: What comes after somebody who is not found is done all the same
    When the client sends these bulk operations:
      | method | path                                        | bulkId | data                                |
      | DELETE | /Users/00000000-0000-4000-8000-00000000adb4 |        |                                     |
      | POST   | /Users                                      | grace  | Grace Hopper with {"userName": null} |
      | POST   | /Users                                      | alan   | Alan Turing                         |
    Then the bulk operation "DELETE /Users/00000000-0000-4000-8000-00000000adb4" is 404
    And the bulk operation "grace" is 400
    And the bulk operation "alan" is 201
    And Alan's userName is "{Alan.userName}"

  # With what status it stops is left open: the examples have 200, the text an error response.
  # Some stop at the error after the last that is accepted: hence two errors before the operation that must not be done.
  @RFC7644-3.7-i06 @needs:bulk
  Scenario: With failOnErrors 1 nothing is done after the errors
    Given Edsger Dijkstra has an account
    When the client sends these bulk operations, to stop after 1 error:
      | method | path   | bulkId | data                                                  |
      | POST   | /Users | ada    | Ada Lovelace with {"userName": "{Edsger.userName}"} |
      | POST   | /Users | grace  | Grace Hopper with {"userName": "{Edsger.userName}"} |
      | POST   | /Users | alan   | Alan Turing                                           |
    Then the answer is 200 or 400 or 409 or 412
    And no account has the userName "{Alan.userName}"

  @RFC7644-3.7-i06 @needs:bulk
  Scenario: With failOnErrors 2 one error stops nothing
    Given Edsger Dijkstra has an account
    When the client sends these bulk operations, to stop after 2 errors:
      | method | path   | bulkId | data                                                  |
      | POST   | /Users | ada    | Ada Lovelace with {"userName": "{Edsger.userName}"} |
      | POST   | /Users | alan   | Alan Turing                                           |
    Then the bulk operation "ada" is 409
    And the bulk operation "alan" is 201
    And Alan's userName is "{Alan.userName}"

  @RFC7644-3.7-i06 @needs:bulk
  Scenario: With failOnErrors 1 a success stops nothing
    When the client sends these bulk operations, to stop after 1 error:
      | method | path   | bulkId | data         |
      | POST   | /Users | ada    | Ada Lovelace |
      | POST   | /Users | alan   | Alan Turing  |
    Then the bulk operation "ada" is 201
    And the bulk operation "alan" is 201
    And Alan's userName is "{Alan.userName}"

  # Again one error more than needed.
  @RFC7644-3.7-i06 @needs:bulk
  Scenario: With failOnErrors 2 errors count that do not follow each other
    Given Edsger Dijkstra has an account
    When the client sends these bulk operations, to stop after 2 errors:
      | method | path   | bulkId    | data                                                       |
      | POST   | /Users | ada       | Ada Lovelace with {"userName": "{Edsger.userName}"}      |
      | POST   | /Users | grace     | Grace Hopper                                               |
      | POST   | /Users | katherine | Katherine Johnson with {"userName": "{Edsger.userName}"} |
      | POST   | /Users | margaret  | Margaret Hamilton                                          |
      | POST   | /Users | joe       | Joe Bloggs with {"userName": "{Edsger.userName}"}        |
      | POST   | /Users | alan      | Alan Turing                                                |
    Then the answer is 200 or 400 or 409 or 412
    And no account has the userName "{Alan.userName}"

  @RFC7644-3.7-09 @needs:bulk
  Scenario: The result of a failure holds the answer to it
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path   | bulkId | data                                               |
      | POST   | /Users | grace  | Grace Hopper with {"userName": "{Ada.userName}"} |
    Then the bulk operation "grace" is 409
    And the bulk operation "grace"'s response is present

  @RFC7644-3.7-09 @needs:bulk
  Scenario Outline: The result of a <method> that failed holds the answer to it
    When the client sends these bulk operations:
      | method   | path                                        | bulkId | data   |
      | <method> | /Users/00000000-0000-4000-8000-00000000ada1 |        | <data> |
    Then the bulk operation "<method> /Users/00000000-0000-4000-8000-00000000ada1" is 404
    And the bulk operation "<method> /Users/00000000-0000-4000-8000-00000000ada1"'s response is present

    Examples:
      | method | data                                                                                                                 |
      | PUT    | {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "nobody.{unique}@example.com"}               |
      | DELETE |                                                                                                                      |

    @needs:patch
    Examples:
      | method | data                                                                  |
      | PATCH  | [{"op": "replace", "path": "displayName", "value": "Nobody"}] |

  @RFC7644-3.7-11 @needs:bulk
  Scenario: The answer to a failure is a SCIM Error
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path   | bulkId | data                                               |
      | POST   | /Users | grace  | Grace Hopper with {"userName": "{Ada.userName}"} |
    Then the bulk operation "grace" is 409
    And the bulk operation "grace"'s response.schemas contains "urn:ietf:params:scim:api:messages:2.0:Error"
    And the bulk operation "grace"'s response.status is one of ["409", 409]

  # In response.detail, or in status.description as another place of the text has it.
  @RFC7644-3.7.3-04 @needs:bulk
  Scenario: A failure is explained
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path   | bulkId | data                                               |
      | POST   | /Users | grace  | Grace Hopper with {"userName": "{Ada.userName}"} |
    Then the bulk operation "grace" is 409
    And the bulk operation "grace" is explained

  @RFC7644-3.7.3-03 @needs:bulk
  Scenario: An operation fails with the status of the request that it stands for
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path                                        | bulkId | data                                               |
      | POST   | /Users                                      | grace  | Grace Hopper with {"userName": "{Ada.userName}"} |
      | POST   | /Users                                      | alan   | Alan Turing with {"userName": null}                |
      | DELETE | /Users/00000000-0000-4000-8000-00000000adb1 |        |                                                    |
    Then the bulk operation "grace" is 409
    And the bulk operation "alan" is 400
    And the bulk operation "DELETE /Users/00000000-0000-4000-8000-00000000adb1" is 404
    And Ada still exists

  # For the operation, or for the whole job before anything is done.
  @RFC7644-3.7-03 @needs:bulk
  Scenario: An operation without a method fails
    When the client sends these bulk operations:
      | method | path   | bulkId | data         |
      |        | /Users | ada    | Ada Lovelace |
    Then the bulk operation "ada" is 400

  @RFC7644-3.12-i15 @needs:bulk
  Scenario Outline: A bulk operation without <member> fails
    When the client sends these bulk operations:
      | method | path   | bulkId | data   |
      | POST   | <path> | ada    | <data> |
    Then the bulk operation "ada" is 400 or 404 or 405

    Examples:
      | member | path   | data         |
      | a path |        | Ada Lovelace |
      | data   | /Users |              |

  @RFC7644-3.7-13 @needs:bulk
  Scenario: A bulk job that cannot be read is refused
    Given Grace Hopper has an account
    When the client sends POST "/Bulk":
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [{"method": "DELETE",
      """
    Then it is refused with 400
    And Grace still exists

  @RFC7644-3.12-i15 @needs:bulk
  Scenario: A bulk job without operations is refused
    When the client sends POST "/Bulk":
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]}
      """
    Then it is refused with 400 and "invalidSyntax" or "invalidValue"

  @RFC7644-3.7.4-01 @needs:bulk
  Scenario Outline: The service provider sets a limit to bulk: <limit>
    When the client sends GET "/ServiceProviderConfig"
    Then the answer's bulk.<limit> is an integer
    And the answer's bulk.<limit> is not 0
    And the answer's bulk.<limit> is not -1

    Examples:
      | limit          |
      | maxOperations  |
      | maxPayloadSize |

  # 400 is a refusal too: the next scenario asks for 413.
  @RFC7644-3.7.4-03 @needs:bulk
  Scenario: One operation more than allowed is refused
    When the client sends one bulk operation more than bulk.maxOperations
    Then it is refused with 413 or 400

  @RFC7644-3.12-i09 @needs:bulk
  Scenario: One operation more than allowed is too large
    When the client sends one bulk operation more than bulk.maxOperations
    Then the answer is 413

  @RFC7644-3.7.4-04 @needs:bulk
  Scenario: The refusal of too many operations names the limit
    When the client sends one bulk operation more than bulk.maxOperations
    And provided that the answer is 413
    Then the answer names the limit bulk.maxOperations

  # A gateway that refuses it without a word knows nothing of SCIM: the scenario on its status warns.
  @RFC7644-3.7.4-04 @needs:bulk
  Scenario: The refusal of too large a body names the limit
    When the client sends a bulk body larger than bulk.maxPayloadSize
    And provided that the answer is 413
    And provided that the answer's detail is present
    Then the answer names the limit bulk.maxPayloadSize

  @RFC7644-3.7.4-03 @needs:bulk
  Scenario: A larger body than allowed is refused
    When the client sends a bulk body larger than bulk.maxPayloadSize
    Then the answer is 413 or 400

  @RFC7644-3.12-i09 @needs:bulk
  Scenario: A larger body than allowed is too large
    When the client sends a bulk body larger than bulk.maxPayloadSize
    Then the answer is 413
    And the answer names the limit bulk.maxPayloadSize

  @RFC7644-3.7-i01
  Scenario: Bulk works where it is announced, and is refused where not
    When the client sends POST "/Bulk":
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [{"method": "DELETE", "path": "/Users/00000000-0000-4000-8000-00000000adb2"}]
      }
      """
    Then with bulk the answer is 200, and without it 400 or 403 or 404 or 405 or 501

  # 404 and 405 are widespread: a warning.
  @RFC7644-3.12-i10
  Scenario: Bulk is not implemented where it is not announced
    When the client sends POST "/Bulk":
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [{"method": "DELETE", "path": "/Users/00000000-0000-4000-8000-00000000adb3"}]
      }
      """
    Then with bulk the answer is 200, and without it 501

  @RFC7644-3.7-12 @needs:bulk
  Scenario: As many operations as allowed are not too many
    When the client sends as many bulk operations as bulk.maxOperations
    Then the answer is 200

  @RFC7644-3.7-12 @needs:bulk
  Scenario: A body as large as allowed is not too large
    When the client sends a bulk body as large as bulk.maxPayloadSize
    Then the answer is 200
