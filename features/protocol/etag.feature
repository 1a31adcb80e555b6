@protocol
Feature: Versions
  Where a service provider versions its resources, an ETag tells the versions apart
  (RFC 7644 §3.14). A tag is always sent back just as it came.

  @RFC7644-3.14-02
  Scenario: A person is read with an ETag
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer is 200
    And the answer's header "ETag" is present

  @RFC7643-3.1-18
  Scenario: An ETag has the form of one
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's header "ETag" matches "^(W/)?\"[^\"]*\"$"

  @RFC7644-3.14-03
  Scenario: The version is a part of the resource
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's meta.version is present

  # Some leave the quotation marks away in the body: a warning.
  @RFC7643-3.1-i07
  Scenario: The version in the resource is the ETag
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's meta.version equals the answer's header "ETag"

  @RFC7644-3.3-i02
  Scenario: The answer to a creation has an ETag
    When the client creates Ada Lovelace
    Then the answer is 201
    And the answer's header "ETag" is present

  @RFC7644-3.14-i02
  Scenario: Who has the current version is told that it is current
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the next request carries:
      | header | If-None-Match | {etag} |
    When the client reads Ada
    Then the answer is 304
    And the answer is empty

  @RFC7644-3.14-i02
  Scenario: Who has an old version gets the new one
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the client replaces Ada with:
      """
      {"externalId": "changed-{unique}"}
      """
    And the next request carries:
      | header | If-None-Match | {etag} |
    When the client reads Ada
    Then the answer is 200
    And the answer's externalId is "changed-{unique}"

  @RFC7644-3.14-i04
  Scenario: A change brings another ETag
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    When the client replaces Ada with:
      """
      {"externalId": "changed-{unique}"}
      """
    And the client reads Ada
    Then the answer's externalId is "changed-{unique}"
    And the answer's header "ETag" is not "{etag}"

  # Members are often kept apart from the group.
  @RFC7644-3.14-i04 @needs:groups @needs:patch
  Scenario Outline: A member who <comes or goes> brings another ETag of the group
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    And the client reads the group "Analysts"
    And the answer's header "ETag" is kept as "etag"
    When the client patches the group "Analysts" with:
      """
      [<operation>]
      """
    Then the members of "Analysts" are <members>
    When the client reads the group "Analysts"
    Then the answer's header "ETag" is present
    And the answer's header "ETag" is not "{etag}"

    Examples:
      | comes or goes | operation                                                              | members       |
      | comes         | {"op": "add", "path": "members", "value": [{"value": "{Ada.id}"}]}     | Ada and Grace |
      | goes          | {"op": "remove", "path": "members[value eq \\"{Grace.id}\\"]"}     | nobody        |

  @RFC7644-3.14-i04
  Scenario: Without a change the ETag stays
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    When the client reads Ada
    Then the answer's header "ETag" is "{etag}"

  # 412 is HTTP's answer, 409 is in RFC 7644's table as well; that nothing is written is what counts.
  @RFC7644-3.14-i03
  Scenario: A replacement of an old version is refused
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the client replaces Ada with:
      """
      {"externalId": "first-{unique}"}
      """
    And the next request carries:
      | header | If-Match | {etag} |
    When the client replaces Ada with:
      """
      {"externalId": "second-{unique}"}
      """
    Then it is refused with 412 or 409
    And Ada's externalId is "first-{unique}"

  @RFC7644-3.14-i03 @needs:patch
  Scenario: A PATCH of an old version is refused
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the client replaces Ada with:
      """
      {"externalId": "first-{unique}"}
      """
    And the next request carries:
      | header | If-Match | {etag} |
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "second-{unique}"}]
      """
    Then it is refused with 412 or 409
    And Ada's externalId is "first-{unique}"

  @RFC7644-3.14-i03
  Scenario: The deletion of an old version is refused
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the client replaces Ada with:
      """
      {"externalId": "first-{unique}"}
      """
    And the next request carries:
      | header | If-Match | {etag} |
    When the client deletes Ada
    Then it is refused with 412 or 409
    And Ada still exists

  @RFC7644-3.12-i08
  Scenario: The refusal to replace an old version is 412
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the client replaces Ada with:
      """
      {"externalId": "first-{unique}"}
      """
    And the next request carries:
      | header | If-Match | {etag} |
    When the client replaces Ada with:
      """
      {"externalId": "second-{unique}"}
      """
    Then it is refused with 412

  @RFC7644-3.14-i03 @needs:patch
  Scenario: A PATCH of the current version is done
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the next request carries:
      | header | If-Match | {etag} |
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "changed-{unique}"}]
      """
    Then the answer is 200 or 204
    And Ada's externalId is "changed-{unique}"

  @RFC7644-3.14-i03
  Scenario Outline: A replacement of <what> is done
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the next request carries:
      | header | If-Match | <match> |
    When the client replaces Ada with:
      """
      {"displayName": "Ada King"}
      """
    Then the answer is 200 or 204
    And Ada's displayName is "Ada King"

    Examples:
      | what                           | match                 |
      | the current version            | {etag}                |
      | any version                    | *                     |
      | one version or the current one | W/"of-before", {etag} |

  @RFC7644-3.14-i01
  Scenario: Where versions are announced there are versions
    Given Ada Lovelace has an account
    And the client sends GET "/ServiceProviderConfig"
    And provided that the answer's etag.supported is true
    When the client reads Ada
    Then the answer's header "ETag" is present
    And the answer's meta.version is present

  @RFC7644-3.14-02 @needs:groups
  Scenario: A group is read with an ETag
    Given a group "Analysts"
    When the client reads the group "Analysts"
    Then the answer is 200
    And the answer's header "ETag" is present

  @RFC7644-3.14-03 @needs:groups
  Scenario: The version is a part of a group
    Given a group "Analysts"
    When the client reads the group "Analysts"
    Then the answer's meta.version is present

  @RFC7644-3.14-03 @needs:filter
  Scenario: The version is a part of a resource in a list
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada
    And every listed resource has meta.version

  @RFC7643-3.1-i07 @needs:filter
  Scenario: The version in a list is the ETag of a read
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada
    And provided that the answer's Resources.meta.version is present
    Given the answer's Resources.meta.version is kept as "version"
    When the client reads Ada
    Then the answer's header "ETag" is "{version}"

  # What a version is made of, some forget what stands one level further down.
  @RFC7644-3.14-i04 @needs:patch
  Scenario Outline: A change of <what> brings another ETag
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "<path>", "value": <value>}]
      """
    Then Ada's <where> is <shown>
    When the client reads Ada
    Then the answer's header "ETag" is present
    And the answer's header "ETag" is not "{etag}"

    @needs:attribute:User.name.familyName
    Examples:
      | what               | path            | value  | where           | shown  |
      | a part of the name | name.familyName | "King" | name.familyName | "King" |

    @needs:attribute:User.active
    Examples:
      | what      | path   | value | where  | shown |
      | the state | active | false | active | false |

    @needs:attribute:User.emails
    Examples:
      | what              | path   | value                                                         | where        | shown                          |
      | an e-mail address | emails | [{"value": "ada.new.{unique}@example.com", "type": "work"}] | emails.value | "ada.new.{unique}@example.com" |

    @needs:enterprise
    Examples:
      | what                         | path                                                                  | value     | where                                                                 | shown     |
      | an attribute of an extension | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department | "Engines" | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department | "Engines" |

  @RFC7644-3.14-i04 @needs:groups
  Scenario: A new name brings another ETag of the group
    Given a group "Analysts"
    And the client reads the group "Analysts"
    And the answer's header "ETag" is kept as "etag"
    When the client replaces the group "Analysts" with:
      """
      {"displayName": "Programmers {unique}"}
      """
    Then the group "Analysts"'s displayName is "Programmers {unique}"
    When the client reads the group "Analysts"
    Then the answer's header "ETag" is not "{etag}"

  @RFC7644-3.14-i04 @needs:groups
  Scenario: A member in the place of another brings another ETag of the group
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    And the client reads the group "Analysts"
    And the answer's header "ETag" is kept as "etag"
    When the client replaces the group "Analysts" with:
      """
      {"members": [{"value": "{Ada.id}"}]}
      """
    Then the members of "Analysts" are Ada
    When the client reads the group "Analysts"
    Then the answer's header "ETag" is not "{etag}"

  @RFC7644-3.14-i03 @needs:groups
  Scenario: A replacement of an old version of a group is refused
    Given a group "Analysts"
    And the client reads the group "Analysts"
    And the answer's header "ETag" is kept as "etag"
    And the client replaces the group "Analysts" with:
      """
      {"displayName": "First {unique}"}
      """
    And the next request carries:
      | header | If-Match | {etag} |
    When the client replaces the group "Analysts" with:
      """
      {"displayName": "Second {unique}"}
      """
    Then it is refused with 412 or 409
    And the group "Analysts"'s displayName is "First {unique}"

  @RFC7644-3.14-i03 @needs:groups @needs:patch
  Scenario: A PATCH of an old version of a group is refused
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the client reads the group "Analysts"
    And the answer's header "ETag" is kept as "etag"
    And the client replaces the group "Analysts" with:
      """
      {"displayName": "First {unique}"}
      """
    And the next request carries:
      | header | If-Match | {etag} |
    When the client patches the group "Analysts" with:
      """
      [{"op": "remove", "path": "members"}]
      """
    Then it is refused with 412 or 409
    And the members of "Analysts" are Ada

  @RFC7644-3.14-i03 @needs:groups
  Scenario: The deletion of an old version of a group is refused
    Given a group "Analysts"
    And the client reads the group "Analysts"
    And the answer's header "ETag" is kept as "etag"
    And the client replaces the group "Analysts" with:
      """
      {"displayName": "First {unique}"}
      """
    And the next request carries:
      | header | If-Match | {etag} |
    When the client deletes the group "Analysts"
    Then it is refused with 412 or 409
    And the group "Analysts"'s displayName is "First {unique}"

  @RFC7644-3.14-i03
  Scenario: The deletion of the current version is done
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the next request carries:
      | header | If-Match | {etag} |
    When the client deletes Ada
    Then the answer is 204
    And Ada is gone

  @RFC7644-3.14-i03
  Scenario: The ETag of the answer to a replacement is good for the next one
    Given Ada Lovelace has an account
    When the client replaces Ada with:
      """
      {"externalId": "first-{unique}"}
      """
    Then provided that the answer's header "ETag" is present
    Given the answer's header "ETag" is kept as "etag"
    And the next request carries:
      | header | If-Match | {etag} |
    When the client replaces Ada with:
      """
      {"externalId": "second-{unique}"}
      """
    Then the answer is 200 or 204
    And Ada's externalId is "second-{unique}"

  @RFC7644-3.14-i03 @needs:patch
  Scenario: The ETag of the answer to a PATCH is good for the next one
    Given Ada Lovelace has an account
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "first-{unique}"}]
      """
    Then provided that the answer's header "ETag" is present
    Given the answer's header "ETag" is kept as "etag"
    And the next request carries:
      | header | If-Match | {etag} |
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "externalId", "value": "second-{unique}"}]
      """
    Then the answer is 200 or 204
    And Ada's externalId is "second-{unique}"

  # RFC 7644 §3.7: version of an operation.
  @RFC7644-3.14-i03 @needs:bulk
  Scenario Outline: In bulk too a <method> of an old version is refused
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's header "ETag" is kept as "etag"
    And the client replaces Ada with:
      """
      {"displayName": "Ada the First"}
      """
    When the client sends these bulk operations:
      | method   | path            | bulkId | data   | version |
      | <method> | /Users/{Ada.id} |        | <data> | {etag}  |
    Then the bulk operation "<method> /Users/{Ada.id}" is 412 or 409
    And Ada's displayName is "Ada the First"

    Examples:
      | method | data                                        |
      | PUT    | Ada with {"displayName": "Ada the Second"} |
      | DELETE |                                             |

    @needs:patch
    Examples:
      | method | data                                                                    |
      | PATCH  | [{"op": "replace", "path": "displayName", "value": "Ada the Second"}] |

  @RFC7644-3.14-i03 @needs:bulk
  Scenario: The version that a job tells is good for the next change
    Given Ada Lovelace has an account
    When the client sends these bulk operations:
      | method | path            | bulkId | data                                       |
      | PUT    | /Users/{Ada.id} |        | Ada with {"displayName": "Ada the First"} |
    Then provided that the answer's Operations.version is present
    Given the answer's Operations.version is kept as "version"
    And the next request carries:
      | header | If-Match | {version} |
    When the client replaces Ada with:
      """
      {"displayName": "Ada the Second"}
      """
    Then the answer is 200 or 204
    And Ada's displayName is "Ada the Second"

  @RFC7644-3.14-i03
  Scenario: The ETag of the answer to a creation is good for the first change
    When the client creates Ada Lovelace
    Then the answer is 201
    And provided that the answer's header "ETag" is present
    Given the answer's header "ETag" is kept as "etag"
    And the next request carries:
      | header | If-Match | {etag} |
    When the client replaces Ada with:
      """
      {"externalId": "changed-{unique}"}
      """
    Then the answer is 200 or 204
    And Ada's externalId is "changed-{unique}"
