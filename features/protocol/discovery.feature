@protocol
Feature: Discovery
  A client learns from three endpoints what a service provider can do, which
  resource types it has and which attributes they have (RFC 7644 §4, RFC 7643 §5 to §7).

  @RFC7644-4-02
  Scenario: The configuration of the service provider is one object
    When the client sends GET "/ServiceProviderConfig"
    Then the answer is 200
    And the answer's schemas contains "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
    And the answer's Resources is absent

  Scenario Outline: The configuration says whether <feature> is supported
    When the client sends GET "/ServiceProviderConfig"
    Then the answer's <feature>.supported is one of [true, false]

    @RFC7643-5-03
    Examples:
      | feature |
      | patch   |

    @RFC7643-5-05
    Examples:
      | feature |
      | bulk    |

    @RFC7643-5-09
    Examples:
      | feature |
      | filter  |

    @RFC7643-5-12
    Examples:
      | feature        |
      | changePassword |

    @RFC7643-5-14
    Examples:
      | feature |
      | sort    |

    @RFC7643-5-16
    Examples:
      | feature |
      | etag    |

  Scenario Outline: The configuration states <limit>
    When the client sends GET "/ServiceProviderConfig"
    Then the answer's <limit> is an integer

    @RFC7643-5-06
    Examples:
      | limit              |
      | bulk.maxOperations |

    @RFC7643-5-07
    Examples:
      | limit               |
      | bulk.maxPayloadSize |

    @RFC7643-5-10
    Examples:
      | limit             |
      | filter.maxResults |

  # An empty list is tolerated with a warning: there may be no HTTP scheme to name.
  @RFC7643-5-18
  Scenario: The configuration names the authentication schemes
    When the client sends GET "/ServiceProviderConfig"
    Then the answer's authenticationSchemes is present

  Scenario Outline: Every authentication scheme has a <attribute>
    When the client sends GET "/ServiceProviderConfig"
    Then each of the answer's authenticationSchemes has <attribute>

    @RFC7643-5-19
    Examples:
      | attribute |
      | type      |

    @RFC7643-5-20
    Examples:
      | attribute |
      | name      |

    @RFC7643-5-21
    Examples:
      | attribute   |
      | description |

  @RFC7643-5-17
  Scenario: The authentication schemes can be read without credentials
    Given the next request carries no credentials
    When the client sends GET "/ServiceProviderConfig"
    Then the answer is 200

  @RFC7644-4-04
  Scenario: The resource types come as a list response
    When the client sends GET "/ResourceTypes"
    Then the answer is a well-formed list
    And the answer's Resources is present

  Scenario Outline: Every resource type has a <attribute>
    When the client sends GET "/ResourceTypes"
    Then every listed resource has <attribute>

    @RFC7643-6-04
    Examples:
      | attribute |
      | name      |

    @RFC7643-6-07
    Examples:
      | attribute |
      | endpoint  |

    @RFC7643-6-09
    Examples:
      | attribute |
      | schema    |

  @RFC7644-4-i03
  Scenario: The resource type of users leads to their endpoint
    When the client sends GET "/ResourceTypes"
    Then the answer's Resources[schema eq "urn:ietf:params:scim:schemas:core:2.0:User"].endpoint matches "(^|/)Users$"

  @RFC7643-6-07
  Scenario: Every endpoint that is announced leads to resources
    When the client sends GET "/ResourceTypes"
    Then every resource type's endpoint leads to its resources

  @RFC7644-4-i02
  Scenario: One resource type is read by its name
    When the client sends GET "/ResourceTypes/User"
    Then the answer is 200
    And the answer is a valid ResourceType
    And the answer's name is "User"

  @RFC7643-6-08
  Scenario: The schema of a resource type can be read
    Given the client sends GET "/ResourceTypes/User"
    And the answer's schema is kept as "schema"
    When the client sends GET "/Schemas/{schema}"
    Then the answer is 200
    And the answer's id is "{schema}"

  @RFC7644-4-03
  Scenario: The schemas come as a list response that holds the User schema
    When the client sends GET "/Schemas"
    Then the answer is a well-formed list
    And the answer's Resources[id eq "urn:ietf:params:scim:schemas:core:2.0:User"] is present

  @RFC7644-4-i01
  Scenario: One schema is read by its URI
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User"
    Then the answer is 200
    And the answer is a valid Schema
    And the answer's id is "urn:ietf:params:scim:schemas:core:2.0:User"

  @RFC7644-3.12-i06
  Scenario: A schema that does not exist is not found
    When the client sends GET "/Schemas/urn:example:scimproof:{unique}"
    Then it is refused with 404

  @RFC7644-3.12-i06
  Scenario: A resource type that does not exist is not found
    When the client sends GET "/ResourceTypes/Nobody{unique}"
    Then it is refused with 404

  # The control is the User schema: a list without it would prove nothing.
  @RFC7644-3.1-03
  Scenario: The schemas of protocol messages are not listed
    When the client sends GET "/Schemas"
    Then the answer's Resources[id eq "urn:ietf:params:scim:schemas:core:2.0:User"] is present
    And the answer's Resources[id eq "urn:ietf:params:scim:api:messages:2.0:ListResponse"] is absent
    And the answer's Resources[id eq "urn:ietf:params:scim:api:messages:2.0:PatchOp"] is absent
    And the answer's Resources[id eq "urn:ietf:params:scim:api:messages:2.0:Error"] is absent

  # To page through schemas would be harmless, but a client that knows the rule
  # would miss some: a warning.
  @RFC7644-4-05
  Scenario: Paging parameters do not shorten the list of schemas
    Given the next request carries:
      | query | startIndex | 1 |
      | query | count      | 0 |
    When the client sends GET "/Schemas"
    Then the answer is 200
    And the answer's Resources[id eq "urn:ietf:params:scim:schemas:core:2.0:User"] is present

  # Which refusal is left open; that nothing is modified is not.
  Scenario Outline: <what> cannot be modified
    When the client sends PATCH "<path>":
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "<attribute>", "value": "https://example.com/changed-{unique}"}]
      }
      """
    Then the answer is 400 or 403 or 404 or 405 or 409 or 415 or 501
    When the client sends GET "<path>"
    Then the answer is 200
    And the answer nowhere shows "changed-{unique}"

    @RFC7644-4-i04
    Examples:
      | what              | path                   | attribute        |
      | The configuration | /ServiceProviderConfig | documentationUri |

    @RFC7643-6-i01
    Examples:
      | what            | path                | attribute   |
      | A resource type | /ResourceTypes/User | description |

    @RFC7643-7-i06
    Examples:
      | what     | path                                                | attribute   |
      | A schema | /Schemas/urn:ietf:params:scim:schemas:core:2.0:User | description |

  Scenario Outline: The configuration speaks of <feature>
    When the client sends GET "/ServiceProviderConfig"
    Then the answer is 200
    And the answer's <feature> is an object

    @RFC7643-5-02
    Examples:
      | feature |
      | patch   |

    @RFC7643-5-04
    Examples:
      | feature |
      | bulk    |

    @RFC7643-5-08
    Examples:
      | feature |
      | filter  |

    @RFC7643-5-11
    Examples:
      | feature        |
      | changePassword |

    @RFC7643-5-13
    Examples:
      | feature |
      | sort    |

    @RFC7643-5-15
    Examples:
      | feature |
      | etag    |

  @RFC7643-2.3-i01
  Scenario: The configuration has the types of its schema
    When the client sends GET "/ServiceProviderConfig"
    Then the answer is 200
    And the answer is a valid ServiceProviderConfig

  @RFC7643-2.3.7-02
  Scenario: The specification of an authentication scheme is a URI
    When the client sends GET "/ServiceProviderConfig"
    And provided that the answer's authenticationSchemes.specUri is present
    Then the answer's authenticationSchemes.specUri matches "^([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|\[|\]|%[0-9A-Fa-f]{2})+$"

  @RFC7643-3-02
  Scenario: The configuration has a list of schemas
    When the client sends GET "/ServiceProviderConfig"
    Then the answer's schemas is a list
    And the answer's schemas contains "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"

  @RFC7643-3-02
  Scenario: Every resource type has its schemas
    When the client sends GET "/ResourceTypes"
    Then every listed resource has schemas
    And the answer's schemas is a list

  @RFC7644-3.5-02
  Scenario: The service provider supports PATCH
    When the client sends GET "/ServiceProviderConfig"
    Then the answer's patch.supported is true

  @RFC7643-5-i01
  Scenario: The configuration cannot be replaced
    When the client sends PUT "/ServiceProviderConfig":
      """
      {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "documentationUri": "https://example.com/changed-{unique}"
      }
      """
    Then the answer is 400 or 403 or 404 or 405 or 409 or 415 or 501
    When the client sends GET "/ServiceProviderConfig"
    Then the answer is 200
    And the answer nowhere shows "changed-{unique}"

  @RFC7643-6-01
  Scenario: Every resource type is a complete definition
    When the client sends GET "/ResourceTypes"
    Then every listed resource is a valid ResourceType

  @RFC7643-6-03
  Scenario: The name of a resource type is a name
    When the client sends GET "/ResourceTypes"
    Then every listed resource has name
    And the answer's Resources.name matches "\S"

  # Another sentence makes the description optional: a warning.
  @RFC7643-6-05
  Scenario: Every resource type has a description
    When the client sends GET "/ResourceTypes"
    Then every listed resource has description

  @RFC7643-6-12
  Scenario: Every extension of a resource type names its schema
    When the client sends GET "/ResourceTypes"
    Then each of the answer's Resources.schemaExtensions has schema

  @RFC7643-4.1-i01
  Scenario: The resource type of users has the schema of users
    When the client sends GET "/ResourceTypes"
    Then the answer's Resources[name eq "User"].schema is "urn:ietf:params:scim:schemas:core:2.0:User"

  @RFC7643-7-i05 @needs:groups
  Scenario: The schema that groups name is there
    Given a group "Analysts"
    And the client reads the group "Analysts"
    And provided that the answer's schemas contains "urn:ietf:params:scim:schemas:core:2.0:Group"
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group"
    Then the answer is 200
    And the answer is a valid Schema

  @RFC7643-7-i05
  Scenario: The schema of every resource type is listed
    When the client sends GET "/Schemas"
    Then every resource type's schema and extensions are listed

  @RFC7644-3.2-01
  Scenario: The endpoint of a resource type is its name with an "s"
    When the client sends GET "/ResourceTypes"
    Then every resource type's endpoint is its name with an "s"

  # The list as a whole is as good as a refusal, for it claims nothing; a list of the matches is not.
  Scenario Outline: A filter on <what> is refused, or all are listed
    Given the next request carries:
      | query | filter | <filter> |
    When the client sends GET "<endpoint>"
    Then it is declined with 403, or the answer's <other> is present

    @RFC7644-4-06
    Examples:
      | what           | endpoint       | filter                                               | other                                                            |
      | schemas        | /Schemas       | id eq "urn:example:scimproof:{unique}"               | Resources[id eq "urn:ietf:params:scim:schemas:core:2.0:User"] |
      | resource types | /ResourceTypes | schema eq "urn:example:scimproof:{unique}"           | Resources[name eq "User"]                                        |

  # Open to all, or to those with credentials: both are sound.
  @RFC7644-4-i05
  Scenario Outline: <endpoint> is shown or refused to strangers
    Given the next request carries no credentials
    When the client sends GET "<endpoint>"
    Then the answer is 200 or 401 or 403

    Examples:
      | endpoint       |
      | /ResourceTypes |
      | /Schemas       |

  @RFC7644-4-i02 @needs:enterprise
  Scenario: One resource type by itself has the extensions that it has in the list
    When the client sends GET "/ResourceTypes/User"
    Then the answer is 200
    And the answer's schemaExtensions.schema contains "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  # That the list has it is what makes the scenario apply.
  @RFC7644-4-i01
  Scenario Outline: One schema by itself has the attributes that it has in the list: <attribute>
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User"
    Then the answer is 200
    And the answer's attributes.name contains "<attribute>"

    @needs:attribute:User.active
    Examples:
      | attribute |
      | active    |

    @needs:attribute:User.emails
    Examples:
      | attribute |
      | emails    |

    @needs:attribute:User.name
    Examples:
      | attribute |
      | name      |

  @RFC7643-3.1-17
  Scenario: meta.location of a resource type leads to it
    When the client sends GET "/ResourceTypes/User"
    And provided that the answer's meta.location is present
    And the client follows the answer's meta.location
    Then the answer is 200
    And the answer's name is "User"
