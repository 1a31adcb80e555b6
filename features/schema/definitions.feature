@schema
Feature: Definitions of schemas
  What a service provider says of its own attributes can be understood (RFC 7643 §7).

  @RFC7643-7-02
  Scenario: Every schema is a complete definition
    When the client sends GET "/Schemas"
    Then every listed resource is a valid Schema

  # RFC 7643 demands schemas of every resource, and its own example of a schema has none: a warning.
  @RFC7643-7-i10
  Scenario: Every schema names the schema of schemas
    When the client sends GET "/Schemas"
    Then every listed resource has schemas
    And the answer's Resources.schemas contains "urn:ietf:params:scim:schemas:core:2.0:Schema"

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

  # A reader of the RFC who took the quotation marks along would write "\"readOnly\"".
  @RFC7643-1.1-01
  Scenario Outline: The keyword of <characteristic> stands without quotation marks of its own
    When the client sends GET "/Schemas"
    Then the answer is 200
    And the answer's Resources.attributes.<characteristic> matches "^[A-Za-z]+$"
    And the answer's Resources.attributes.subAttributes.<characteristic> matches "^[A-Za-z]+$"

    Examples:
      | characteristic |
      | type           |
      | mutability     |
      | returned       |
      | uniqueness     |

  # That complex attributes have them is the control.
  @RFC7643-1.2-02
  Scenario Outline: An attribute of type <type> has no sub-attributes
    When the client sends GET "/Schemas"
    Then the answer's Resources.attributes[type eq "complex"].subAttributes is present
    And the answer's Resources.attributes[type eq "<type>"].subAttributes is absent
    And the answer's Resources.attributes.subAttributes[type eq "<type>"].subAttributes is absent

    Examples:
      | type      |
      | string    |
      | boolean   |
      | integer   |
      | decimal   |
      | dateTime  |
      | binary    |
      | reference |

  @RFC7643-7-09
  Scenario: A complex attribute defines its sub-attributes
    When the client sends GET "/Schemas"
    Then each of the answer's Resources.attributes[type eq "complex"] has subAttributes

  @RFC7643-7-03
  Scenario: Every schema tells its URI
    When the client sends GET "/Schemas"
    Then every listed resource has id

  # Other sentences make these optional: a warning.
  Scenario Outline: Every schema has a <attribute>
    When the client sends GET "/Schemas"
    Then every listed resource has <attribute>

    @RFC7643-7-05
    Examples:
      | attribute |
      | name      |

    @RFC7643-7-07
    Examples:
      | attribute   |
      | description |

  @RFC7643-7-10
  Scenario: Every attribute has a description
    When the client sends GET "/Schemas"
    Then each of the answer's Resources.attributes has description
    And each of the answer's Resources.attributes.subAttributes has description

  @RFC7643-7-i07
  Scenario Outline: A sub-attribute is defined like an attribute: it has a <characteristic>
    When the client sends GET "/Schemas"
    Then each of the answer's Resources.attributes.subAttributes has <characteristic>

    Examples:
      | characteristic |
      | name           |
      | type           |

  @RFC7643-7-i09
  Scenario: A reference says what it refers to, and nothing else does
    When the client sends GET "/Schemas"
    Then each of the answer's Resources.attributes[type eq "reference"] has referenceTypes
    And the answer's Resources.attributes[type eq "string"].referenceTypes is absent
    And the answer's Resources.attributes[type eq "boolean"].referenceTypes is absent
    And the answer's Resources.attributes[type eq "complex"].referenceTypes is absent

  @RFC7643-7-i09
  Scenario: A reference below another attribute says what it refers to
    When the client sends GET "/Schemas"
    Then each of the answer's Resources.attributes.subAttributes[type eq "reference"] has referenceTypes
    And the answer's Resources.attributes.subAttributes[type eq "string"].referenceTypes is absent

  # The names of resource types, "external" and "uri"; an address is none of them.
  @RFC7643-7-i09
  Scenario: What a reference refers to has a name
    When the client sends GET "/Schemas"
    And provided that the answer's Resources.attributes.subAttributes[type eq "reference"].referenceTypes is present
    Then the answer's Resources.attributes.subAttributes[type eq "reference"].referenceTypes matches "^[A-Za-z][\w -]*$"

  # Of what has one value only, the names may mean something else.
  Scenario Outline: The sub-attribute <sub-attribute> keeps its meaning, whatever has several values
    When the client sends GET "/Schemas"
    And provided that the answer's Resources.attributes[multiValued eq true].subAttributes[name eq "<sub-attribute>"] is present
    Then the answer's Resources.attributes[multiValued eq true].subAttributes[name eq "<sub-attribute>"].type matches "^<type>$"

    @RFC7643-2.4-02
    Examples:
      | sub-attribute | type      |
      | primary       | boolean   |
      | type          | string    |
      | display       | string    |
      | $ref          | reference |

  # The RFC's definition of the common attributes goes before what is published of them.
  Scenario Outline: Where the schema of <who> lists <attribute>, its <characteristic> is that of RFC 7643
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:<schema>"
    Then the answer is 200
    And the answer's attributes[name eq "displayName"] is present
    And the answer's attributes[name eq "<attribute>"].<characteristic> is one of <values>

    @RFC7643-3.1-04
    Examples:
      | who   | schema | attribute  | characteristic | values              |
      | users | User   | id         | caseExact      | [true, null]        |
      | users | User   | id         | mutability     | ["readOnly", null]  |
      | users | User   | id         | returned       | ["always", null]    |
      | users | User   | externalId | caseExact      | [true, null]        |
      | users | User   | externalId | mutability     | ["readWrite", null] |
      | users | User   | meta       | mutability     | ["readOnly", null]  |

    @RFC7643-3.1-04 @needs:groups
    Examples:
      | who    | schema | attribute  | characteristic | values             |
      | groups | Group  | id         | caseExact      | [true, null]       |
      | groups | Group  | id         | mutability     | ["readOnly", null] |
      | groups | Group  | id         | returned       | ["always", null]   |
      | groups | Group  | externalId | caseExact      | [true, null]       |

  @RFC7643-3.3-05 @needs:enterprise
  Scenario Outline: The enterprise extension does not define <attribute> anew
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    Then the answer's attributes.name contains "employeeNumber"
    And the answer's attributes[name eq "<attribute>"] is absent

    Examples:
      | attribute   |
      | userName    |
      | displayName |
      | emails      |
      | active      |

  @RFC7643-3.3-05
  Scenario: No extension defines what its resource type has already
    When the client sends GET "/Schemas"
    Then no extension defines an attribute of its resource type anew

  # These schemas may be left out of the list.
  @RFC7643-8.7.2-i01
  Scenario Outline: The schema of <what> defines <attribute>
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:<schema>"
    And provided that the answer is 200
    Then the answer's attributes.name contains "<attribute>"

    Examples:
      | what              | schema                | attribute             |
      | the configuration | ServiceProviderConfig | patch                 |
      | the configuration | ServiceProviderConfig | bulk                  |
      | the configuration | ServiceProviderConfig | filter                |
      | the configuration | ServiceProviderConfig | changePassword        |
      | the configuration | ServiceProviderConfig | sort                  |
      | the configuration | ServiceProviderConfig | authenticationSchemes |
      | a resource type   | ResourceType          | name                  |
      | a resource type   | ResourceType          | endpoint              |
      | a resource type   | ResourceType          | schema                |
      | a resource type   | ResourceType          | schemaExtensions      |
      | a schema          | Schema                | attributes            |
