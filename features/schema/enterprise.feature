@schema @needs:enterprise
Feature: Enterprise users
  The attributes of the enterprise extension sit in a container of their own (RFC 7643 §4.3).

  @RFC7643-4.3-i01
  Scenario: Enterprise attributes are kept in their container
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "employeeNumber": "1815", "costCenter": "4130", "organization": "Analytical Engines",
        "division": "Research", "department": "Mathematics"
      }}
      """
    When the client reads Ada
    Then the answer has:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "employeeNumber": "1815", "costCenter": "4130", "organization": "Analytical Engines",
        "division": "Research", "department": "Mathematics"
      }}
      """

  @RFC7643-3.3-07
  Scenario: Enterprise attributes are not at the top of a person
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}
      """
    When the client reads Ada
    Then the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"
    And the answer's department is absent

  @RFC7643-4.3-i02
  Scenario: A manager is named by id
    Given Grace Hopper has an account
    And Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Grace.id}"}}}
      """
    When the client reads Ada
    Then the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is "{Grace.id}"

  @RFC7643-4.3-i02 @needs:patch
  Scenario: A manager is replaced by another
    Given Grace Hopper and Alan Turing have accounts
    And Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Grace.id}"}}}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "value": {"value": "{Alan.id}"}}]
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is "{Alan.id}"

  @RFC7643-2.3.7-05
  Scenario: The reference to a manager leads to the manager
    Given Grace Hopper has an account
    And Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Grace.id}"}}}
      """
    When the client reads Ada
    And the client follows the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref
    Then the answer is 200
    And the answer's id is "{Grace.id}"

  @RFC7644-3.5.1-04
  Scenario: A replacement replaces enterprise attributes
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Mathematics"}}
      """
    When the client replaces Ada with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}
      """
    Then the answer is 200 or 204
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"

  @RFC7643-6-11
  Scenario: The schema of the extension can be read
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    Then the answer is 200
    And the answer is a valid Schema
    And the answer's id is "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  @RFC7643-6-15
  Scenario: The resource type says whether the extension is required
    When the client sends GET "/ResourceTypes"
    Then each of the answer's Resources.schemaExtensions has required

  @RFC7643-4.3-01
  Scenario: A manager has an id
    Given Grace Hopper has an account
    And Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Grace.id}"}}}
      """
    When the client reads Ada
    And provided that the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager is present
    Then the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is present

  @RFC7643-4.3-02
  Scenario: A manager has a reference
    Given Grace Hopper has an account
    And Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Grace.id}"}}}
      """
    When the client reads Ada
    Then the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref is present

  @RFC7643-2.3.7-03
  Scenario: The reference to a manager is resolved against the root of the service provider
    Given Grace Hopper has an account
    And Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Grace.id}"}}}
      """
    When the client reads Ada
    And provided that the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref is present
    And the client follows the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref
    Then the answer is 200
    And the answer's id is "{Grace.id}"

  @RFC7643-2.3.7-04
  Scenario: The reference to a manager can be followed by HTTP
    Given Grace Hopper has an account
    And Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Grace.id}"}}}
      """
    When the client reads Ada
    And provided that the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref is present
    Then the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref matches "(?i)^(https?://\S+|[^:/\s]+(/\S*)?|/\S*)$"

  @RFC7643-3-04
  Scenario: A person names the schemas of the resource type and no others
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}
      """
    When the client reads Ada
    Then the answer's schemas contains "urn:ietf:params:scim:schemas:core:2.0:User"
    And the answer is a valid User
