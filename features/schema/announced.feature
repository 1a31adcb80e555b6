@schema
Feature: What is announced holds
  /ResourceTypes and /Schemas announce every resource type and every attribute, those of
  extensions and of the service provider's own among them, and say how each attribute
  behaves (RFC 7643 §2.2 and §7). Here every one of them is tried, whatever its name.

  @RFC7643-2.2-01
  Scenario: What is not required can be left out
    When the client creates a resource of every type with its required attributes only
    Then every write is answered 201

  # A service provider may alter or ignore what it is sent; a loss is worth a warning.
  @RFC7644-3.3-01
  Scenario: What can be written is kept when a resource is created
    Given a resource of every type
    When the client reads every resource
    Then every attribute that can be written has its new value

  @RFC7644-3.5.1-04
  Scenario: What can be written is kept when a resource is replaced
    Given a resource of every type
    When the client writes another value to every attribute with mutability readWrite by PUT
    Then every attribute with mutability readWrite has its new value

  @RFC7644-3.5.2.3-i01 @needs:patch
  Scenario: What can be written is kept when a resource is patched
    Given a resource of every type
    When the client writes another value to every attribute with mutability readWrite by PATCH
    Then every attribute with mutability readWrite has its new value

  @RFC7643-4.1.2-i02
  Scenario: Canonical values that are announced are taken
    Given a resource of every type
    When the client writes another value to every attribute with canonicalValues by PUT
    Then every attribute with canonicalValues has its new value

  # Whether it is kept is asked above; here, whether what is shown has the form of its type.
  Scenario Outline: A value of type <type> has the form of one
    Given a resource of every type
    When the client reads every resource
    Then every attribute with type <type> is valid

    @RFC7643-2.3-i01
    Examples:
      | type   |
      | string |

    @RFC7643-2.3.2-i01
    Examples:
      | type    |
      | boolean |

    @RFC7643-2.3.3-i01
    Examples:
      | type    |
      | decimal |

    @RFC7643-2.3.4-01
    Examples:
      | type    |
      | integer |

    @RFC7643-2.3.5-01
    Examples:
      | type     |
      | dateTime |

    @RFC7643-2.3.6-01
    Examples:
      | type   |
      | binary |

    @RFC7643-2.3.7-02
    Examples:
      | type      |
      | reference |

    @RFC7643-2.4-01
    Examples:
      | type    |
      | complex |

  # Beside meta, which has scenarios of its own, whatever else is a point in time.
  @RFC7643-2.3.5-02
  Scenario: Every point in time has a date and a time
    Given a resource of every type
    When the client reads every resource
    Then every attribute with type dateTime is valid

  @RFC7643-2.3.5-03
  Scenario: Every point in time is a string as XML Schema has it
    Given a resource of every type
    When the client reads every resource
    Then every attribute with type dateTime is valid

  @RFC7644-3.12-i18
  Scenario Outline: A value that is no <type> is refused where one is announced
    When the client writes a wrong value to every attribute with type <type>
    Then every write is refused with 400

    Examples:
      | type      |
      | string    |
      | boolean   |
      | integer   |
      | decimal   |
      | dateTime  |
      | binary    |
      | reference |
      | complex   |

  @RFC7644-3.12-i18
  Scenario: What is required cannot be left out
    When the client creates a resource of every type without each required attribute
    Then every write is refused with 400

  @RFC7643-7-18
  Scenario: What is read-only is ignored in a replacement
    Given a resource of every type
    When the client writes another value to every attribute with mutability readOnly by PUT
    Then every attribute with mutability readOnly has its old value

  @RFC7643-7-18 @needs:patch
  Scenario: What is read-only is not patched
    Given a resource of every type
    When the client writes another value to every attribute with mutability readOnly by PATCH
    Then every attribute with mutability readOnly has its old value

  @RFC7644-3.5.1-11
  Scenario: What is immutable is not replaced
    Given a resource of every type
    When the client writes another value to every attribute with mutability immutable by PUT
    Then every attribute with mutability immutable has its old value

  @RFC7643-7-21 @needs:patch
  Scenario: What is immutable is not patched
    Given a resource of every type
    When the client writes another value to every attribute with mutability immutable by PATCH
    Then every attribute with mutability immutable has its old value

  @RFC7644-3.5.1-12
  Scenario: The refusal to replace what is immutable says so
    Given a resource of every type
    When the client writes another value to every attribute with mutability immutable by PUT
    Then every write is refused with 400 and "mutability"

  @RFC7644-3.5.1-13
  Scenario: What is immutable and has no value gets its first one
    Given a resource of every type without any attribute with mutability immutable
    When the client writes another value to every attribute with mutability immutable by PUT
    Then every attribute with mutability immutable has its new value

  @RFC7643-7-23
  Scenario: What is write-only is not shown
    Given a resource of every type
    When the client reads every resource
    Then every attribute with mutability writeOnly is not shown

  @RFC7643-7-i02
  Scenario: What is never returned is not shown, even if it is asked for
    Given a resource of every type
    When the client reads every resource, asking for every attribute with returned never
    Then every attribute with returned never is not shown

  @RFC7644-3.4-i01
  Scenario: What is returned by default is shown, and what is never returned is not
    Given a resource of every type
    When the client reads every resource
    Then every attribute with returned default is shown
    And every attribute with returned never is not shown

  @RFC7644-3.9-i05
  Scenario: What is returned at request is not shown unless it is asked for
    Given a resource of every type
    When the client reads every resource
    Then every attribute with returned request is not shown

  @RFC7643-7-i04
  Scenario: What is returned at request is shown when it is asked for
    Given a resource of every type
    When the client reads every resource, asking for every attribute with returned request
    Then every attribute with returned request is shown

  @RFC7643-7-i01
  Scenario: What is always returned is shown although something else is asked for
    Given a resource of every type
    When the client reads every resource, asking for externalId
    Then every attribute with returned always is shown

  @RFC7643-7-i01
  Scenario: What is always returned is shown although it is excluded
    Given a resource of every type
    When the client reads every resource, excluding every attribute with returned always
    Then every attribute with returned always is shown

  @RFC7644-3.9-i02
  Scenario: What is returned by default can be excluded
    Given a resource of every type
    When the client reads every resource, excluding every attribute with returned default
    Then every attribute with returned default is not shown

  @RFC7644-3.9-04
  Scenario: Whatever is excluded, what is always returned is shown
    Given a resource of every type
    When the client reads every resource, excluding every attribute with returned default
    Then every attribute with returned always is shown

  @RFC7643-7-27
  Scenario: What is unique is not given to another resource
    Given a resource of every type
    When the client creates another resource with the value of every attribute with uniqueness server
    Then every write is refused with 409 or 400 and "uniqueness"

  @RFC7643-7-29
  Scenario: What is unique is not taken over from another resource
    Given a resource of every type
    When the client writes the value of another resource to every attribute with uniqueness server by PUT
    Then every write is refused with 409 or 400
    And every attribute with uniqueness server has its old value

  # Whether a database or the schema is wrong is not for us to tell: a warning.
  @RFC7643-7-14 @needs:filter
  Scenario: What is case-exact is found in its own case only
    Given a resource of every type
    When the client looks for every resource by every attribute with caseExact true
    Then every search finds its resource, or is declined with 400 and "invalidFilter"
    When the client looks for every resource by every attribute with caseExact true in the other case
    Then no search finds its resource, or is declined with 400 and "invalidFilter"

  @RFC7643-7-14 @needs:filter
  Scenario: What is not case-exact is found in any case
    Given a resource of every type
    When the client looks for every resource by every attribute with caseExact false in the other case
    Then every search finds its resource, or is declined with 400 and "invalidFilter"

  @RFC7643-2.3.6-i01 @needs:filter
  Scenario: A binary value is found in its own case only
    Given a resource of every type
    When the client looks for every resource by every attribute with type binary in the other case
    Then no search finds its resource, or is declined with 400 and "invalidFilter"

  @RFC7643-2.3.6-i01
  Scenario: A binary value need not be unique
    Given a resource of every type
    When the client creates another resource with the value of every attribute with type binary
    Then every write is answered 201

  @RFC7644-3.4.2.2-04 @needs:filter
  Scenario: Every resource is found by every attribute
    Given a resource of every type
    When the client looks for every resource by every attribute that can be written
    Then every search finds its resource, or is declined with 400 and "invalidFilter"

  # By size and by time, and not as texts: the bounds stand on the other side for who compares those.
  @needs:filter
  Scenario Outline: Every value of type <type> is compared by <operator>
    Given a resource of every type
    When the client compares every attribute with type <type> by <operator> with its value
    Then <its value> search finds its resource, or is declined with 400 and "invalidFilter"
    When the client compares every attribute with type <type> by <operator> with less
    Then <less> search finds its resource, or is declined with 400 and "invalidFilter"
    When the client compares every attribute with type <type> by <operator> with more
    Then <more> search finds its resource, or is declined with 400 and "invalidFilter"

    @RFC7644-3.4.2.2-i08
    Examples:
      | type     | operator | its value | less  | more  |
      | integer  | gt       | no        | every | no    |
      | decimal  | gt       | no        | every | no    |
      | dateTime | gt       | no        | every | no    |

    @RFC7644-3.4.2.2-i09
    Examples:
      | type     | operator | its value | less  | more  |
      | integer  | ge       | every     | every | no    |
      | decimal  | ge       | every     | every | no    |
      | dateTime | ge       | every     | every | no    |

    @RFC7644-3.4.2.2-i10
    Examples:
      | type     | operator | its value | less  | more  |
      | integer  | lt       | no        | no    | every |
      | decimal  | lt       | no        | no    | every |
      | dateTime | lt       | no        | no    | every |

    @RFC7644-3.4.2.2-i11
    Examples:
      | type     | operator | its value | less  | more  |
      | integer  | le       | every     | no    | every |
      | decimal  | le       | every     | no    | every |
      | dateTime | le       | every     | no    | every |

  @RFC7643-3.1-01
  Scenario Outline: Every resource has <attribute>
    Given a resource of every type
    When the client reads every resource
    Then every resource has <attribute>

    Examples:
      | attribute         |
      | id                |
      | meta.resourceType |
      | meta.created      |
      | meta.lastModified |
      | meta.location     |

  @RFC7643-3.1-01
  Scenario: Every resource has an externalId if the client gives it one
    Given a resource of every type
    When the client reads every resource
    Then externalId has its new value

  @RFC7643-3.3-02
  Scenario: Every resource has at least one schema
    Given a resource of every type
    When the client reads every resource
    Then every resource has schemas

  @RFC7643-3-04
  Scenario: Every resource names the schemas of its type and no others
    Given a resource of every type
    When the client reads every resource
    Then every resource names schemas of its type only

  @RFC7643-3-03
  Scenario: Every resource names the schemas that it makes use of
    Given a resource of every type
    When the client reads every resource
    Then every resource names the schema of every attribute that can be written

  @RFC7643-3-05
  Scenario: No resource names a schema twice
    Given a resource of every type
    When the client reads every resource
    Then no resource names a schema twice

  @RFC7643-6-13
  Scenario: Every resource is what its type announces
    Given a resource of every type
    When the client reads every resource
    Then every resource is valid
