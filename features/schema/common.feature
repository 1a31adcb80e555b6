@schema
Feature: Common attributes
  Every resource has an id, may have an externalId, and has its meta (RFC 7643 §3.1).

  @RFC7643-3.1-02
  Scenario Outline: The service provider assigns <attribute>
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's <attribute> is present

    Examples:
      | attribute         |
      | id                |
      | meta.resourceType |
      | meta.created      |
      | meta.lastModified |
      | meta.location     |

  @RFC7643-3.1-05 @needs:filter
  Scenario: The id is shown in a list as by itself
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada
    And every listed resource has id

  @RFC7643-3.1-06 @needs:groups
  Scenario: A person and a group have ids of their own
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts"
    When the client reads the group "Analysts"
    Then the answer's id is not "{Ada.id}"
    And the answer's id is not "{Grace.id}"

  @RFC7643-3.1-07
  Scenario: The id stays the same from one read to the next
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's id is "{Ada.id}"
    When the client reads Ada
    Then the answer's id is "{Ada.id}"

  @RFC7643-3.1-09
  Scenario: An id does not hold the reserved word bulkId
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's id is "{Ada.id}"
    And the answer nowhere shows "bulkId"

  @RFC7643-3.1-11
  Scenario: The service provider does not invent an externalId
    When the client creates Ada Lovelace with:
      """
      {"externalId": null}
      """
    Then the answer is 201
    And Ada's externalId is absent

  @RFC7643-7-15
  Scenario: An externalId keeps its capitals
    Given Ada Lovelace has an account with:
      """
      {"externalId": "AdA-{unique}"}
      """
    When the client reads Ada
    Then the answer's externalId is "AdA-{unique}"

  @RFC7643-3.1-i03 @needs:patch
  Scenario: An externalId can be changed
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "changed-{unique}"}]
      """
    Then the answer is 200 or 204
    And Ada's externalId is "changed-{unique}"

  @RFC7643-3.1-i05
  Scenario: The resource type in meta is one that is announced
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's meta.resourceType is kept as "type"
    When the client sends GET "/ResourceTypes"
    Then the answer's Resources[name eq "{type}"].schema is "urn:ietf:params:scim:schemas:core:2.0:User"

  @RFC7643-3.1-i05 @needs:groups
  Scenario: The resource type in the meta of a group is one that is announced
    Given a group "Analysts"
    And the client reads the group "Analysts"
    And the answer's meta.resourceType is kept as "type"
    When the client sends GET "/ResourceTypes"
    Then the answer's Resources[name eq "{type}"].schema is "urn:ietf:params:scim:schemas:core:2.0:Group"

  @RFC7643-3.1-15
  Scenario: meta.created is a point in time
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's meta.created is a dateTime

  @RFC7643-2.3.5-01
  Scenario: meta.lastModified is a point in time
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's meta.lastModified is a dateTime

  # Fractions of a second may drift between two clocks: a warning.
  @RFC7643-3.1-16
  Scenario: Who was never modified was last modified at creation
    Given Ada Lovelace has an account
    When the client reads Ada
    And the answer's meta.created is kept as "created"
    Then the answer's meta.lastModified is "{created}"

  @RFC7643-3.1-17
  Scenario: meta.location leads to the resource
    Given Ada Lovelace has an account
    When the client reads Ada
    And the client follows the answer's meta.location
    Then the answer is 200
    And the answer's id is "{Ada.id}"

  @RFC7643-3.1-17 @needs:groups
  Scenario: meta.location leads to the group
    Given a group "Analysts"
    When the client reads the group "Analysts"
    And the client follows the answer's meta.location
    Then the answer is 200
    And the answer's id is "{Analysts.id}"

  @RFC7643-3.3-03
  Scenario: A person names the schema of users
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's schemas contains "urn:ietf:params:scim:schemas:core:2.0:User"

  @RFC7643-3-03 @needs:enterprise
  Scenario: A person with enterprise attributes names their schema
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}
      """
    When the client reads Ada
    Then the answer's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Engines"
    And the answer's schemas contains "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  @RFC7643-2.5-01 @needs:attribute:User.title
  Scenario: To set null is to have no value
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    And Ada's title is "Analyst"
    When the client replaces Ada with null for title
    Then the answer is 200 or 204
    And Ada's title is absent

  # Where the clock shows no fractions of a second, the next one is waited for.
  @RFC7643-3.1-i06
  Scenario: A change is dated
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's meta.lastModified is kept as "before"
    And the clock of meta.lastModified has moved on
    When the client replaces Ada with:
      """
      {"externalId": "changed-{unique}"}
      """
    Then Ada's externalId is "changed-{unique}"
    And Ada's meta.lastModified is not "{before}"

  @RFC7643-3.1-i06 @needs:patch
  Scenario: A change by PATCH is dated
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's meta.lastModified is kept as "before"
    And the clock of meta.lastModified has moved on
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "changed-{unique}"}]
      """
    Then Ada's externalId is "changed-{unique}"
    And Ada's meta.lastModified is not "{before}"

  @RFC7643-3.1-i06 @needs:groups @needs:patch
  Scenario: A new member is dated
    Given Ada Lovelace has an account
    And a group "Analysts"
    And the client reads the group "Analysts"
    And the answer's meta.lastModified is kept as "before"
    And the clock of meta.lastModified has moved on
    When the client patches the group "Analysts" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Ada.id}"}]}]
      """
    Then the members of "Analysts" are Ada
    And the group "Analysts"'s meta.lastModified is not "{before}"

  @RFC7643-3.1-i06 @needs:patch
  Scenario Outline: A change of <what> is dated
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    And the client reads Ada
    And the answer's meta.lastModified is kept as "before"
    And the clock of meta.lastModified has moved on
    When the client patches Ada with:
      """
      [<operation>]
      """
    Then Ada's <path> is <shown>
    And Ada's meta.lastModified is not "{before}"

    @needs:attribute:User.active
    Examples:
      | what      | operation                                             | path   | shown |
      | the state | {"op": "replace", "path": "active", "value": false} | active | false |

    @needs:attribute:User.name.familyName
    Examples:
      | what               | operation                                                      | path            | shown  |
      | a part of the name | {"op": "replace", "path": "name.familyName", "value": "King"} | name.familyName | "King" |

    @needs:attribute:User.title
    Examples:
      | what                 | operation                         | path  | shown  |
      | a title into nothing | {"op": "remove", "path": "title"} | title | absent |

    @needs:enterprise
    Examples:
      | what                         | operation                                                                                                                     | path                                                                  | shown     |
      | an attribute of an extension | {"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "Engines"}         | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department | "Engines" |

  @RFC7643-3.1-i06 @needs:groups
  Scenario: A new name of a group is dated
    Given a group "Analysts"
    And the client reads the group "Analysts"
    And the answer's meta.lastModified is kept as "before"
    And the clock of meta.lastModified has moved on
    When the client replaces the group "Analysts" with:
      """
      {"displayName": "Programmers {unique}"}
      """
    Then the group "Analysts"'s displayName is "Programmers {unique}"
    And the group "Analysts"'s meta.lastModified is not "{before}"

  @RFC7643-3.1-i06 @needs:groups @needs:patch
  Scenario: A new name of a group by PATCH is dated
    Given a group "Analysts"
    And the client reads the group "Analysts"
    And the answer's meta.lastModified is kept as "before"
    And the clock of meta.lastModified has moved on
    When the client patches the group "Analysts" with:
      """
      [{"op": "replace", "path": "displayName", "value": "Programmers {unique}"}]
      """
    Then the group "Analysts"'s displayName is "Programmers {unique}"
    And the group "Analysts"'s meta.lastModified is not "{before}"

  # Who looks for what has changed since then must not find everybody.
  @RFC7643-3.1-i06
  Scenario: Who is not changed is not dated
    Given Ada Lovelace and Grace Hopper have accounts
    And the client reads Grace
    And the answer's meta.lastModified is kept as "before"
    And the clock of meta.lastModified has moved on
    When the client replaces Ada with:
      """
      {"externalId": "changed-{unique}"}
      """
    Then Ada's externalId is "changed-{unique}"
    And Grace's meta.lastModified is "{before}"

  @RFC7643-3.1-17 @needs:filter
  Scenario: meta.location in a list leads to the resource
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada
    When the client follows the answer's Resources.meta.location
    Then the answer is 200
    And the answer's userName is "{Ada.userName}"

  @RFC7643-3.1-i04 @needs:patch
  Scenario: A PATCH does not change when a person was created
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's meta.created is kept as "created"
    And the clock of meta.lastModified has moved on
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "changed-{unique}"}]
      """
    Then Ada's externalId is "changed-{unique}"
    And Ada's meta.created is "{created}"

  @RFC7643-3.1-16 @needs:groups
  Scenario: A group that was never modified was last modified at creation
    Given a group "Analysts"
    When the client reads the group "Analysts"
    And the answer's meta.created is kept as "created"
    Then the answer's meta.lastModified is "{created}"
