@security
Feature: Many at once
  Directories send in parallel, and more than one of them writes. Whatever the order in
  which the requests are taken, what was answered as done is done (RFC 7644 §3.3, §3.14;
  CWE-362). A refusal that asks the client to come again is no finding.

  @SECURITY-CONCURRENCY-01
  Scenario: Of many creations of one person exactly one is done
    When the client sends these requests at once:
      | method | path   | data         | done |
      | POST   | /Users | Ada Lovelace |      |
      | POST   | /Users | Ada Lovelace |      |
      | POST   | /Users | Ada Lovelace |      |
      | POST   | /Users | Ada Lovelace |      |
      | POST   | /Users | Ada Lovelace |      |
      | POST   | /Users | Ada Lovelace |      |
    Then exactly one of the answers is 201, and each of the others 409 or 429

  @SECURITY-CONCURRENCY-02 @needs:filter
  Scenario: Many creations of one person make one account
    When the client sends these requests at once:
      | method | path   | data         | done |
      | POST   | /Users | Ada Lovelace |      |
      | POST   | /Users | Ada Lovelace |      |
      | POST   | /Users | Ada Lovelace |      |
      | POST   | /Users | Ada Lovelace |      |
      | POST   | /Users | Ada Lovelace |      |
      | POST   | /Users | Ada Lovelace |      |
    Then exactly one account has the userName "{Ada.userName}"

  @SECURITY-CONCURRENCY-03 @needs:patch @needs:attribute:User.title @needs:attribute:User.nickName
  Scenario: Changes of different attributes do not undo each other
    Given Ada Lovelace has an account
    When the client sends these requests at once:
      | method | path            | data                                                                       | done                                    |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "title", "value": "Countess"}]                  | Ada's title is "Countess"               |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "nickName", "value": "Augusta"}]                | Ada's nickName is "Augusta"             |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "externalId", "value": "changed-{unique}"}]     | Ada's externalId is "changed-{unique}"  |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "displayName", "value": "Ada King"}]            | Ada's displayName is "Ada King"         |
    Then each of the answers is 200 or 204 or 409 or 412 or 429
    And whatever was done has lasted

  @SECURITY-CONCURRENCY-04 @needs:groups @needs:patch
  Scenario: Who joins a group at the same moment as others is in it
    Given Ada Lovelace, Grace Hopper, Alan Turing and Edsger Dijkstra have accounts
    And a group "Analysts"
    When the client sends these requests at once:
      | method | path                  | data                                                                       | done                                                         |
      | PATCH  | /Groups/{Analysts.id} | [{"op": "add", "path": "members", "value": [{"value": "{Ada.id}"}]}]       | the group "Analysts"'s members.value contains "{Ada.id}"     |
      | PATCH  | /Groups/{Analysts.id} | [{"op": "add", "path": "members", "value": [{"value": "{Grace.id}"}]}]     | the group "Analysts"'s members.value contains "{Grace.id}"   |
      | PATCH  | /Groups/{Analysts.id} | [{"op": "add", "path": "members", "value": [{"value": "{Alan.id}"}]}]      | the group "Analysts"'s members.value contains "{Alan.id}"    |
      | PATCH  | /Groups/{Analysts.id} | [{"op": "add", "path": "members", "value": [{"value": "{Edsger.id}"}]}]    | the group "Analysts"'s members.value contains "{Edsger.id}"  |
    Then each of the answers is 200 or 204 or 409 or 412 or 429
    And whatever was done has lasted

  @SECURITY-CONCURRENCY-04 @needs:groups @needs:patch
  Scenario: Who leaves a group while others join is out of it
    Given Ada Lovelace, Grace Hopper, Alan Turing and Edsger Dijkstra have accounts
    And a group "Analysts" with Ada and Grace
    When the client sends these requests at once:
      | method | path                  | data                                                                       | done                                                               |
      | PATCH  | /Groups/{Analysts.id} | [{"op": "remove", "path": "members[value eq \"{Ada.id}\"]"}]               | the group "Analysts"'s members[value eq "{Ada.id}"] is absent      |
      | PATCH  | /Groups/{Analysts.id} | [{"op": "add", "path": "members", "value": [{"value": "{Alan.id}"}]}]      | the group "Analysts"'s members.value contains "{Alan.id}"          |
      | PATCH  | /Groups/{Analysts.id} | [{"op": "remove", "path": "members[value eq \"{Grace.id}\"]"}]             | the group "Analysts"'s members[value eq "{Grace.id}"] is absent    |
      | PATCH  | /Groups/{Analysts.id} | [{"op": "add", "path": "members", "value": [{"value": "{Edsger.id}"}]}]    | the group "Analysts"'s members.value contains "{Edsger.id}"        |
    Then each of the answers is 200 or 204 or 409 or 412 or 429
    And whatever was done has lasted

  @SECURITY-CONCURRENCY-05 @needs:etag
  Scenario: Of many replacements of the same version exactly one is done
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the next request carries:
      | header | If-Match | {etag} |
    When the client sends these requests at once:
      | method | path            | data                                  | done                                   |
      | PUT    | /Users/{Ada.id} | Ada with {"externalId": "a-{unique}"} | Ada's externalId is "a-{unique}"       |
      | PUT    | /Users/{Ada.id} | Ada with {"externalId": "b-{unique}"} | Ada's externalId is "b-{unique}"       |
      | PUT    | /Users/{Ada.id} | Ada with {"externalId": "c-{unique}"} | Ada's externalId is "c-{unique}"       |
      | PUT    | /Users/{Ada.id} | Ada with {"externalId": "d-{unique}"} | Ada's externalId is "d-{unique}"       |
    Then exactly one of the answers is 200 or 204, and each of the others 409 or 412 or 429
    And whatever was done has lasted

  @SECURITY-CONCURRENCY-05 @needs:etag @needs:patch
  Scenario: Of many changes of the same version exactly one is done
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the next request carries:
      | header | If-Match | {etag} |
    When the client sends these requests at once:
      | method | path            | data                                                             | done                             |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "externalId", "value": "a-{unique}"}] | Ada's externalId is "a-{unique}" |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "externalId", "value": "b-{unique}"}] | Ada's externalId is "b-{unique}" |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "externalId", "value": "c-{unique}"}] | Ada's externalId is "c-{unique}" |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "externalId", "value": "d-{unique}"}] | Ada's externalId is "d-{unique}" |
    Then exactly one of the answers is 200 or 204, and each of the others 409 or 412 or 429
    And whatever was done has lasted

  @SECURITY-CONCURRENCY-06 @needs:patch @needs:attribute:User.title
  Scenario: A deactivation is not undone by a change at the same moment
    Given Ada Lovelace has an account
    When the client sends these requests at once:
      | method | path            | data                                                                   | done                                   |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "active", "value": false}]                  | Ada's active is false                  |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "title", "value": "Countess"}]              | Ada's title is "Countess"              |
      | PATCH  | /Users/{Ada.id} | [{"op": "replace", "path": "externalId", "value": "changed-{unique}"}] | Ada's externalId is "changed-{unique}" |
    Then each of the answers is 200 or 204 or 409 or 412 or 429
    And whatever was done has lasted
