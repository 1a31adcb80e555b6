@schema
Feature: Definitions of schemas
  What a service provider says of its own attributes can be understood (RFC 7643 §7).

  @RFC7643-7-02
  Scenario: Every schema is a complete definition
    When the client sends GET "/Schemas"
    Then every listed resource is a valid Schema

  @RFC7643-7-04
  Scenario: Every schema has its URI as id
    When the client sends GET "/Schemas"
    Then every listed resource has id
    And the answer's Resources.id matches "^[A-Za-z][A-Za-z0-9+.-]*:\S+$"

  @RFC7643-2.1-02
  Scenario: Attribute names keep to the grammar
    When the client sends GET "/Schemas"
    Then the answer's Resources.attributes.name matches "^(\$ref|[A-Za-z][-_A-Za-z0-9$]*)$"
    And the answer's Resources.attributes.subAttributes.name matches "^(\$ref|[A-Za-z][-_A-Za-z0-9$]*)$"

  @RFC7643-2.3-01
  Scenario: Attributes have the types of RFC 7643
    When the client sends GET "/Schemas"
    Then the answer's Resources.attributes.type matches "^(string|boolean|decimal|integer|dateTime|binary|reference|complex)$"

  @RFC7643-2.3.8-02
  Scenario: The sub-attributes of users are simple
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User"
    Then the answer's attributes.subAttributes.type matches "^(string|boolean|decimal|integer|dateTime|binary|reference)$"

  Scenario Outline: <characteristic> has one of its keywords
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User"
    Then the answer is 200
    And the answer's attributes.<characteristic> matches "<keywords>"

    @RFC7643-7-i08
    Examples:
      | characteristic | keywords                                    |
      | mutability     | ^(readOnly\|readWrite\|immutable\|writeOnly)$ |
      | returned       | ^(always\|never\|default\|request)$           |
      | uniqueness     | ^(none\|server\|global)$                     |

  @RFC7643-4.2-01 @needs:groups
  Scenario: The schema of groups has a displayName that is required
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group"
    Then the answer is 200
    And the answer's attributes[name eq "displayName"].required is true
