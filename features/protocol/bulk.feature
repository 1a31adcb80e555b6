@protocol @needs:bulk
Feature: Bulk
  Many operations in one request (RFC 7644 §3.7). The results may come in any order and are
  told apart by their bulkId, or by method and path. What an operation did is read afterwards.

  @RFC7644-3.7-12
  Scenario: A bulk job that is done is answered 200
    When the client sends these bulk operations:
      | method | path   | bulkId | data         |
      | POST   | /Users | ada    | Ada Lovelace |
    Then the answer is 200
    And the bulk operation "ada" is 201
    And Ada's userName is "{Ada.userName}"

  @RFC7644-3.7-12
  Scenario: A bulk job of which a part fails is answered 200
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path   | bulkId | data                                               |
      | POST   | /Users | grace  | Grace Hopper with {"userName": "{Ada.userName}"} |
      | POST   | /Users | alan   | Alan Turing                                        |
    Then the answer is 200
    And the bulk operation "grace" is 409
    And the bulk operation "alan" is 201

  # A 400 for a job of which nothing succeeded is seen: a warning.
  @RFC7644-3.7.3-i01
  Scenario: A bulk job is answered 200 although every operation failed
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path   | bulkId | data                                               |
      | POST   | /Users | grace  | Grace Hopper with {"userName": "{Ada.userName}"} |
      | POST   | /Users | alan   | Alan Turing with {"userName": "{Ada.userName}"}  |
    Then the answer is 200
    And the bulk operation "grace" is 409
    And the bulk operation "alan" is 409

  @RFC7644-3.7-i02
  Scenario: A bulk answer names itself a bulk response
    When the client sends these bulk operations:
      | method | path   | bulkId | data         |
      | POST   | /Users | ada    | Ada Lovelace |
    Then the answer is 200
    And the answer's schemas contains "urn:ietf:params:scim:api:messages:2.0:BulkResponse"

  @RFC7644-3.7-02
  Scenario: A bulk answer has operations
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path            | bulkId | data |
      | DELETE | /Users/{Ada.id} |        |      |
    Then the answer is 200
    And the answer's Operations is present

  @RFC7644-3.7-03
  Scenario: Every result says its method
    Given Grace Hopper has an account
    When the client sends these bulk operations:
      | method | path              | bulkId | data         |
      | POST   | /Users            | ada    | Ada Lovelace |
      | DELETE | /Users/{Grace.id} |        |              |
    Then the answer is 200
    And the answer's Operations.method is ["POST", "DELETE"]

  @RFC7644-3.7-i03
  Scenario: A bulk answer does not repeat failOnErrors
    When the client sends these bulk operations, to stop after 1 error:
      | method | path   | bulkId | data         |
      | POST   | /Users | ada    | Ada Lovelace |
    Then the answer is 200
    And the answer's Operations is present
    And the answer's failOnErrors is absent

  @RFC7644-3.7-08
  Scenario: Every result of a success says where the resource is
    Given Grace Hopper and Alan Turing have accounts
    When the client sends these bulk operations:
      | method | path              | bulkId | data                                       |
      | POST   | /Users            | ada    | Ada Lovelace                               |
      | PUT    | /Users/{Grace.id} |        | Grace with {"externalId": "put-{unique}"} |
      | DELETE | /Users/{Alan.id}  |        |                                            |
    Then the answer is 200
    And the answer's Operations is a list of 3
    And each of the answer's Operations has location
    And the bulk operation "PUT /Users/{Grace.id}"'s location matches "/Users/{Grace.id}$"
    And the bulk operation "DELETE /Users/{Alan.id}"'s location matches "/Users/{Alan.id}$"
    When the client follows the answer's Operations[bulkId eq "ada"].location
    Then the answer's userName is "{Ada.userName}"

  # For a resource that does not exist nobody insists on it.
  @RFC7644-3.7.3-02
  Scenario: The result of an operation that failed says where the resource is
    Given Ada Lovelace and Grace Hopper have accounts
    When the client sends these bulk operations:
      | method | path            | bulkId | data                                      |
      | PUT    | /Users/{Ada.id} |        | Ada with {"userName": "{Grace.userName}"} |
    Then the bulk operation "PUT /Users/{Ada.id}" is 409 or 400
    And the bulk operation "PUT /Users/{Ada.id}"'s location matches "/Users/{Ada.id}$"

  @RFC7644-3.7-17
  Scenario: The bulkId comes back with the resource that was created for it
    When the client sends these bulk operations:
      | method | path   | bulkId | data         |
      | POST   | /Users | one    | Ada Lovelace |
      | POST   | /Users | two    | Grace Hopper |
    Then the answer's Operations.bulkId is ["one", "two"]
    When the client follows the answer's Operations[bulkId eq "two"].location
    Then the answer's userName is "{Grace.userName}"

  @RFC7644-3.7.3-01
  Scenario: Every operation has its result
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path                                        | bulkId | data                                               |
      | POST   | /Users                                      | grace  | Grace Hopper with {"userName": "{Ada.userName}"} |
      | POST   | /Users                                      | alan   | Alan Turing                                        |
      | DELETE | /Users/00000000-0000-4000-8000-00000000adb0 |        |                                                    |
      | DELETE | /Users/{Ada.id}                             |        |                                                    |
    Then the answer is 200
    And the answer's Operations is a list of 4

  @RFC7644-3.7.3-03
  Scenario: An operation has the status of the request that it stands for
    Given Grace Hopper and Alan Turing have accounts
    When the client sends these bulk operations:
      | method | path              | bulkId | data                                       |
      | POST   | /Users            | ada    | Ada Lovelace                               |
      | PUT    | /Users/{Grace.id} |        | Grace with {"externalId": "put-{unique}"} |
      | DELETE | /Users/{Alan.id}  |        |                                            |
    Then the bulk operation "ada" is 201
    And the bulk operation "PUT /Users/{Grace.id}" is 200 or 204
    And the bulk operation "DELETE /Users/{Alan.id}" is 204
    And Ada's userName is "{Ada.userName}"
    And Grace's externalId is "put-{unique}"

  @RFC7644-3.7.3-03 @needs:patch
  Scenario: A PATCH in bulk is done as by itself
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path            | bulkId | data                                                                           |
      | PATCH  | /Users/{Ada.id} |        | [{"op": "replace", "path": "externalId", "value": "patched-{unique}"}] |
    Then the bulk operation "PATCH /Users/{Ada.id}" is 200 or 204
    And Ada's externalId is "patched-{unique}"
    And nothing else about Ada has changed

  @RFC7644-3.7.3-03
  Scenario: A deletion in bulk is a deletion
    Given Ada Lovelace and Grace Hopper have accounts
    When the client sends these bulk operations:
      | method | path            | bulkId | data |
      | DELETE | /Users/{Ada.id} |        |      |
    Then the bulk operation "DELETE /Users/{Ada.id}" is 204
    And Grace still exists
    When the client reads Ada
    Then the answer is 404 or 410

  @RFC7644-3.7-19
  Scenario: Operations have the effect that their order has
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path            | bulkId | data                                         |
      | PUT    | /Users/{Ada.id} |        | Ada with {"externalId": "first-{unique}"}   |
      | PUT    | /Users/{Ada.id} |        | Ada with {"externalId": "second-{unique}"}  |
      | PUT    | /Users/{Ada.id} |        | Ada with {"externalId": "third-{unique}"}   |
    Then the answer is 200
    And Ada's externalId is "third-{unique}"

  @RFC7644-3.7-19
  Scenario: A userName that one operation gives up is free for the next
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path            | bulkId | data                                               |
      | DELETE | /Users/{Ada.id} |        |                                                    |
      | POST   | /Users          | grace  | Grace Hopper with {"userName": "{Ada.userName}"} |
    Then the bulk operation "DELETE /Users/{Ada.id}" is 204
    And the bulk operation "grace" is 201
    And exactly one account has the userName "{Ada.userName}"

  @RFC7644-3.7-19
  Scenario: A userName is taken until an operation gives it up
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path            | bulkId | data                                               |
      | POST   | /Users          | grace  | Grace Hopper with {"userName": "{Ada.userName}"} |
      | DELETE | /Users/{Ada.id} |        |                                                    |
    Then the bulk operation "grace" is 409
    And the bulk operation "DELETE /Users/{Ada.id}" is 204
    And no account has the userName "{Ada.userName}"

  # Names of groups need not be unique: what is done twice is there twice.
  @RFC7644-3.7-19 @needs:groups @needs:filter
  Scenario: What an operation creates is there once
    When the client sends these bulk operations:
      | method | path    | bulkId   | data               |
      | POST   | /Groups | analysts | a group "Analysts" |
    Then the bulk operation "analysts" is 201
    When the client lists Groups where displayName eq "{Analysts.displayName}"
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "Analysts"
    And the answer's totalResults is 1

  @RFC7644-3.7.2-01 @needs:groups
  Scenario: A new group gets a new person as its member
    When the client sends these bulk operations:
      | method | path    | bulkId   | data                                                             |
      | POST   | /Users  | ada      | Ada Lovelace                                                     |
      | POST   | /Groups | analysts | a group "Analysts" with {"members": [{"value": "bulkId:ada"}]} |
    Then the bulk operation "ada" is 201
    And the bulk operation "analysts" is 201
    And the members of "Analysts" are Ada

  # Three people, so that it is not just anybody whom the job has created.
  @RFC7644-3.7.2-01 @needs:groups
  Scenario: A reference leads to the one of that bulkId
    When the client sends these bulk operations:
      | method | path    | bulkId   | data                                                               |
      | POST   | /Users  | user1    | Ada Lovelace                                                       |
      | POST   | /Users  | user12   | Grace Hopper                                                       |
      | POST   | /Users  | user2    | Alan Turing                                                        |
      | POST   | /Groups | analysts | a group "Analysts" with {"members": [{"value": "bulkId:user12"}]} |
    Then the bulk operation "user12" is 201
    And the bulk operation "analysts" is 201
    And the members of "Analysts" are Grace

  # The text shows references in new resources only: a refusal is right, to keep the reference is not.
  @RFC7644-3.7.2-01 @needs:groups @needs:patch
  Scenario: A group that exists gets a new person as its member
    Given Grace Hopper has an account
    And a group "Analysts" with Grace
    When the client sends these bulk operations:
      | method | path                  | bulkId | data                                                                          |
      | POST   | /Users                | ada    | Ada Lovelace                                                                  |
      | PATCH  | /Groups/{Analysts.id} |        | [{"op": "add", "path": "members", "value": [{"value": "bulkId:ada"}]}] |
    Then the bulk operation "ada" is 201
    And the bulk operation "PATCH /Groups/{Analysts.id}" is 200 or 204 or 400 or 409
    And provided that the bulk operation "PATCH /Groups/{Analysts.id}" is 200 or 204
    And the members of "Analysts" are Ada and Grace

  @RFC7644-3.7.2-02 @needs:enterprise
  Scenario: A new person gets another new person as manager
    When the client sends these bulk operations:
      | method | path   | bulkId | data                                                                                                                              |
      | POST   | /Users | grace  | Grace Hopper                                                                                                                      |
      | POST   | /Users | ada    | Ada Lovelace with {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "bulkId:grace"}}} |
    Then the bulk operation "grace" is 201
    And the bulk operation "ada" is 201
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is "{Grace.id}"

  # 409 after an honest try is as good, for the operations or for the whole job, if what
  # was refused is not there.
  @RFC7644-3.7.1-01 @needs:enterprise
  Scenario: Two new people manage each other, or the circle is a conflict
    Given Alan Turing has an account
    When the client sends these bulk operations:
      | method | path   | bulkId | data                                                                                                                              |
      | POST   | /Users | ada    | Ada Lovelace with {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "bulkId:grace"}}} |
      | POST   | /Users | grace  | Grace Hopper with {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "bulkId:ada"}}}   |
    Then the bulk operation "ada" is 201 or 409
    And the bulk operation "grace" is 201 or 409
    And the bulk operation "ada" left Ada, whose urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is "{Grace.id}", or nothing
    And the bulk operation "grace" left Grace, whose urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is "{Ada.id}", or nothing

  # Groups need not be members of groups: 400 and 501 say so.
  @RFC7644-3.7.1-01 @needs:groups
  Scenario: Two new groups are members of each other, or the circle is refused
    Given a group "Mathematicians"
    When the client sends these bulk operations:
      | method | path    | bulkId    | data                                                                                    |
      | POST   | /Groups | analysts  | a group "Analysts" with {"members": [{"value": "bulkId:engineers", "type": "Group"}]} |
      | POST   | /Groups | engineers | a group "Engineers" with {"members": [{"value": "bulkId:analysts", "type": "Group"}]} |
    Then the bulk operation "analysts" is 201 or 409 or 400 or 501
    And the bulk operation "engineers" is 201 or 409 or 400 or 501
    And the bulk operation "analysts" left the group "Analysts", whose members.value is "{Engineers.id}", or nothing
    And the bulk operation "engineers" left the group "Engineers", whose members.value is "{Analysts.id}", or nothing

  # A job that names nobody's bulkId may fail as a whole, in part or by that member; nobody is called so.
  @RFC7644-3.7.2-01 @needs:groups
  Scenario: A bulkId that no operation has does not stay in a group
    Given a group "Engineers"
    When the client sends these bulk operations:
      | method | path    | bulkId   | data                                                           |
      | POST   | /Groups | analysts | a group "Analysts" with {"members": [{"value": "bulkId:nobody"}]} |
    Then the bulk operation "analysts" left the group "Analysts", whose members.value is absent, or nothing

  @RFC7644-3.7-19 @needs:groups @needs:patch
  Scenario: A PATCH of a group in bulk is done
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    When the client sends these bulk operations:
      | method | path                  | bulkId | data                                                                    |
      | PATCH  | /Groups/{Analysts.id} |        | [{"op": "add", "path": "members", "value": [{"value": "{Ada.id}"}]}] |
    Then the bulk operation "PATCH /Groups/{Analysts.id}" is 200 or 204
    And the members of "Analysts" are Ada and Grace

  @RFC7644-3.7-19 @needs:groups
  Scenario: A replacement and a deletion of groups in bulk are done
    Given a group "Analysts"
    And a group "Engineers"
    When the client sends these bulk operations:
      | method | path                   | bulkId | data                                                                |
      | PUT    | /Groups/{Analysts.id}  |        | the group "Analysts" with {"displayName": "Programmers {unique}"} |
      | DELETE | /Groups/{Engineers.id} |        |                                                                     |
    Then the bulk operation "PUT /Groups/{Analysts.id}" is 200 or 204
    And the bulk operation "DELETE /Groups/{Engineers.id}" is 204
    And the group "Analysts"'s displayName is "Programmers {unique}"
    When the client sends GET "/Groups/{Engineers.id}"
    Then it is refused with 404
