@security
Feature: Tenants are apart
  A product serves many customers. What the client of one of them may see and do ends at
  its own tenant (RFC 7644 §6). Each scenario first shows that the other client does get
  to what is its own: a door that nobody gets through would prove nothing.

  @SECURITY-TENANCY-01
  Scenario: The client of another tenant cannot read a person
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under Ada's id
    And the next request carries the other tenant's credentials
    When the client reads Ada
    Then the answer is 400 or 401 or 403 or 404
    And the answer nowhere shows "{Ada.userName}"

  @SECURITY-TENANCY-01 @needs:etag
  Scenario: The client of another tenant is not told that a person is unchanged
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under Ada's id
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the next request carries the other tenant's credentials
    And the next request carries:
      | header | If-None-Match | {etag} |
    When the client reads Ada
    Then the answer is 400 or 401 or 403 or 404

  @SECURITY-TENANCY-01 @needs:groups
  Scenario: The client of another tenant cannot read a group
    Given a group "Analysts"
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under the group "Analysts"'s id
    And the next request carries the other tenant's credentials
    When the client reads the group "Analysts"
    Then the answer is 400 or 401 or 403 or 404
    And the answer nowhere shows "{Analysts.displayName}"

  @SECURITY-TENANCY-02 @needs:filter
  Scenario: The client of another tenant finds only its own people
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under Ada's id
    And the next request carries the other tenant's credentials
    When the client lists Users where userName eq "{Ada.userName}" or userName eq "{Grace.userName}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Grace
    And the answer nowhere shows "{Ada.userName}"

  # Here it is the client's own tenant that must not show the other's.
  @SECURITY-TENANCY-02 @needs:filter
  Scenario: The people of another tenant are not found
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    When the client lists Users where userName eq "{Ada.userName}" or userName eq "{Grace.userName}"
    Then it may be declined with 400 and "invalidFilter"
    And the list shows Ada
    And the answer nowhere shows "{Grace.userName}"

  @SECURITY-TENANCY-02
  Scenario: A list of everybody ends at the tenant
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the next request carries the other tenant's credentials
    When the client lists Users
    And it may be declined with 400 and "tooMany"
    Then the answer is 200
    And the answer nowhere shows "{Ada.userName}"

  @SECURITY-TENANCY-02 @needs:search @needs:filter
  Scenario: A search by POST ends at the tenant
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the next request carries the other tenant's credentials
    When the client searches Users with:
      """
      {"filter": "userName eq \"{Ada.userName}\" or userName eq \"{Grace.userName}\""}
      """
    Then it may be declined with 400 and "invalidFilter"
    And the list shows Grace
    And the answer nowhere shows "{Ada.userName}"

  @SECURITY-TENANCY-02 @needs:root-search @needs:filter
  Scenario: A search of all resources ends at the tenant
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the next request carries the other tenant's credentials
    When the client searches all resources with:
      """
      {"filter": "userName eq \"{Ada.userName}\" or userName eq \"{Grace.userName}\""}
      """
    Then it may be declined with 400 and "invalidFilter"
    And the list shows Grace
    And the answer nowhere shows "{Ada.userName}"

  @SECURITY-TENANCY-02 @needs:groups @needs:filter
  Scenario: The groups of another tenant are not found
    Given a group "Analysts"
    And Grace Hopper has an account in the other tenant
    And the next request carries the other tenant's credentials
    When the client lists Groups where displayName eq "{Analysts.displayName}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer is 200
    And the answer nowhere shows "{Analysts.id}"

  @SECURITY-TENANCY-03
  Scenario: The client of another tenant cannot replace a person
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under Ada's id
    And the next request carries the other tenant's credentials
    When the client replaces Ada with:
      """
      {"displayName": "Nobody"}
      """
    Then the answer is 400 or 401 or 403 or 404 or 405
    And Ada is unchanged

  @SECURITY-TENANCY-03 @needs:patch
  Scenario: The client of another tenant cannot change a person
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under Ada's id
    And the next request carries the other tenant's credentials
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "active", "value": false}]
      """
    Then the answer is 400 or 401 or 403 or 404
    And Ada is unchanged

  @SECURITY-TENANCY-03
  Scenario: The client of another tenant cannot delete a person
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under Ada's id
    And the next request carries the other tenant's credentials
    When the client deletes Ada
    Then the answer is 400 or 401 or 403 or 404 or 405
    And Ada is unchanged

  @SECURITY-TENANCY-03 @needs:groups @needs:patch
  Scenario: The client of another tenant cannot empty a group
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under the group "Analysts"'s id
    And the next request carries the other tenant's credentials
    When the client patches the group "Analysts" with:
      """
      [{"op": "remove", "path": "members"}]
      """
    Then the answer is 400 or 401 or 403 or 404
    And the members of "Analysts" are Ada

  @SECURITY-TENANCY-03 @needs:groups
  Scenario: The client of another tenant cannot delete a group
    Given a group "Analysts"
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under the group "Analysts"'s id
    And the next request carries the other tenant's credentials
    When the client deletes the group "Analysts"
    Then the answer is 400 or 401 or 403 or 404 or 405
    And the group "Analysts" is unchanged

  @SECURITY-TENANCY-03 @needs:bulk
  Scenario: A bulk job ends at the tenant
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under Ada's id
    And the next request carries the other tenant's credentials
    When the client sends these bulk operations:
      | method | path            | bulkId | data |
      | DELETE | /Users/{Ada.id} |        |      |
    Then the bulk operation "DELETE /Users/{Ada.id}" is 400 or 401 or 403 or 404 or 405
    And Ada is unchanged

  # An id that somebody else gave may be refused, dropped or kept as an id: it must not come to life.
  @SECURITY-TENANCY-04 @needs:groups
  Scenario: A member of another tenant is nobody
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under Ada's id
    And the next request carries the other tenant's credentials
    When the client creates a group "Analysts" with:
      """
      {"members": [{"value": "{Grace.id}"}, {"value": "{Ada.id}"}]}
      """
    Then the answer is 201 or 400 or 403 or 404 or 409
    And the answer nowhere shows "{Ada.displayName}"
    And Ada is unchanged

  @SECURITY-TENANCY-04 @needs:enterprise
  Scenario: A manager of another tenant is nobody
    Given Ada Lovelace has an account
    And Grace Hopper has an account in the other tenant
    And the other tenant has nothing of its own under Ada's id
    And the next request carries the other tenant's credentials
    When the client replaces Grace with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Ada.id}"}}}
      """
    Then the answer is 200 or 204 or 400 or 403 or 404 or 409
    And the answer nowhere shows "{Ada.displayName}"
    And Ada is unchanged

  @SECURITY-TENANCY-05 @needs:patch
  Scenario: A deactivation in another tenant leaves a person active here
    Given Ada Lovelace has an account
    And Ada has logged in by password
    And Grace Hopper has an account in the other tenant under Ada's userName
    And the next request carries the other tenant's credentials
    When the client patches Grace with:
      """
      [{"op": "replace", "path": "active", "value": false}]
      """
    Then the answer is 200 or 204
    And Ada is unchanged
    And Ada still gets in by the same password

  @SECURITY-TENANCY-05
  Scenario: A deletion in another tenant leaves a person active here
    Given Ada Lovelace has an account
    And Ada has logged in by password
    And Grace Hopper has an account in the other tenant under Ada's userName
    And the next request carries the other tenant's credentials
    When the client deletes Grace
    Then the answer is 204
    And Ada is unchanged
    And Ada still gets in by the same password

  @SECURITY-TENANCY-06 @needs:attribute:User.password
  Scenario: A password of another tenant opens nothing here
    Given Ada Lovelace has an account
    And Ada has logged in by password
    And Grace Hopper has an account in the other tenant under Ada's userName
    And the next request carries the other tenant's credentials
    When the client replaces Grace with:
      """
      {"password": "Pw1!-{unique}-Neighbour"}
      """
    Then the answer is 200 or 204
    And Ada still gets in by the same password

  @SECURITY-TENANCY-06
  Scenario: A creation in another tenant changes nobody here
    Given Ada Lovelace has an account
    And the next request carries the other tenant's credentials
    When the client creates Grace Hopper with:
      """
      {"userName": "{Ada.userName}", "externalId": "{Ada.externalId}"}
      """
    Then the answer is 201 or 409
    And Ada is unchanged
