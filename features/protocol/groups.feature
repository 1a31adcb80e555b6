@protocol @needs:groups
Feature: Groups and their members
  Membership is kept by the group; a user's own groups only show it (RFC 7643 §4.1.2 and §4.2).

  @RFC7643-4.2-i01
  Scenario: A group is created with its members
    Given Ada Lovelace and Grace Hopper have accounts
    When the client creates a group "Analysts" with:
      """
      {"members": [{"value": "{Ada.id}"}, {"value": "{Grace.id}"}]}
      """
    Then the answer is 201
    And the members of "Analysts" are Ada and Grace

  @RFC7643-4.2-i03
  Scenario: A group names its schema
    Given a group "Analysts"
    When the client reads the group "Analysts"
    Then the answer's schemas contains "urn:ietf:params:scim:schemas:core:2.0:Group"
    And the answer is a valid Group

  @RFC7643-2.3.7-05
  Scenario: The reference to a member leads to the member
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client reads the group "Analysts"
    And the client follows the answer's members.$ref
    Then the answer is 200
    And the answer's id is "{Ada.id}"

  @RFC7643-2.3.7-05
  Scenario: The reference to a group that is a member leads to that group
    Given a group "Analysts"
    When the client creates a group "Everybody" with:
      """
      {"members": [{"value": "{Analysts.id}", "type": "Group"}]}
      """
    Then it may be declined with 400 or 501
    When the client reads the group "Everybody"
    Then provided that the answer's members.$ref is present
    When the client follows the answer's members.$ref
    Then the answer is 200
    And the answer's id is "{Analysts.id}"

  # RFC 7643 §7: in all responses, and so in a list as well.
  @RFC7644-3.4-i01 @needs:attribute:User.groups @needs:filter
  Scenario: A list shows the groups of a person that a read shows
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client reads Ada
    Then provided that the answer's groups.value is present
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer's Resources.groups.value contains "{Analysts.id}"

  @RFC7644-3.4-i01 @needs:filter
  Scenario: A list shows the members of a group that a read shows
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client lists Groups where displayName eq "{Analysts.displayName}"
    Then the answer's Resources.members.value contains "{Ada.id}"

  # The text requires a displayName, the schema forgot it: a warning.
  @RFC7643-4.2-01
  Scenario: A group without a displayName is refused
    When the client creates a group "Analysts" with:
      """
      {"displayName": null}
      """
    Then it is refused with 400

  @RFC7644-3.5.1-04
  Scenario: A replacement of a group replaces its members
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And a group "Analysts" with Ada and Grace
    When the client replaces the group "Analysts" with:
      """
      {"members": [{"value": "{Grace.id}"}, {"value": "{Alan.id}"}]}
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Grace and Alan

  @RFC7644-3.5.2.3-i01
  Scenario: A group is renamed, its members stay
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client patches the group "Analysts" with:
      """
      [{"op": "replace", "path": "displayName", "value": "Programmers {unique}"}]
      """
    Then the answer is 200 or 204
    And the group "Analysts"'s displayName is "Programmers {unique}"
    And the members of "Analysts" are Ada

  @RFC7644-3.5.2.3-i06
  Scenario: A group is renamed without a path, its members stay
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client patches the group "Analysts" with:
      """
      [{"op": "replace", "value": {"displayName": "Programmers {unique}"}}]
      """
    Then the answer is 200 or 204
    And the group "Analysts"'s displayName is "Programmers {unique}"
    And the members of "Analysts" are Ada

  # A provider need not show them there: a warning.
  @RFC7643-7-i03 @needs:attribute:User.groups
  Scenario: A member's own groups show the membership
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client reads Ada
    Then the answer's groups.value contains "{Analysts.id}"

  # If groups are shown they must be the right ones.
  @RFC7643-4.1.2-22 @needs:attribute:User.groups @needs:patch
  Scenario: Who leaves a group loses it among the own groups
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When the client patches the group "Analysts" with:
      """
      [{"op": "remove", "path": "members[value eq \"{Ada.id}\"]"}]
      """
    Then the members of "Analysts" are Grace
    And Ada does not belong to "Analysts"

  @RFC7643-4.1.2-22 @needs:attribute:User.groups
  Scenario: The groups of others are not shown among the own
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada
    When the client creates a group "Engineers" with:
      """
      {"members": [{"value": "{Grace.id}"}]}
      """
    Then the members of "Engineers" are Grace
    And Ada does not belong to "Engineers"
    And Grace does not belong to "Analysts"

  @RFC7644-3.5.2-i05
  Scenario: Members change places in one PATCH
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada
    When the client patches the group "Analysts" with:
      """
      [
        {"op": "remove", "path": "members[value eq \"{Ada.id}\"]"},
        {"op": "add", "path": "members", "value": [{"value": "{Grace.id}"}]}
      ]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Grace

  # A group need not be a member of another: a refusal is sound, to drop the member is not.
  @RFC7643-4.2-i02
  Scenario: A group is a member of a group
    Given a group "Analysts"
    When the client creates a group "Everybody" with:
      """
      {"members": [{"value": "{Analysts.id}", "type": "Group"}]}
      """
    Then it may be declined with 400 or 501
    And the answer is 201
    And the group "Everybody"'s members.value is "{Analysts.id}"
    And the group "Everybody"'s members.type is one of ["Group", null]

  @RFC7643-4.1.2-20 @needs:patch @needs:attribute:User.groups.type
  Scenario: A direct membership can be ended through the group
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    And the client reads Ada
    And provided that the answer's groups.type is "direct"
    When the client patches the group "Analysts" with:
      """
      [{"op": "remove", "path": "members[value eq \"{Ada.id}\"]"}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Grace
    And Ada does not belong to "Analysts"

  # The other group shows that there are groups to be seen.
  @RFC7643-4.1.2-22 @needs:attribute:User.groups
  Scenario: A group that is deleted is no longer among the groups of who was in it
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And a group "Engineers" with Ada
    When the client deletes the group "Analysts"
    And the client reads Ada
    And provided that the answer's groups.value contains "{Engineers.id}"
    Then Ada belongs to "Engineers"
    And Ada does not belong to "Analysts"

  # Who says nothing of the kind of a membership says nothing wrong.
  @RFC7643-4.1.2-i03 @needs:attribute:User.groups.type
  Scenario: A direct membership and an indirect one are told apart
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client creates a group "Everybody" with:
      """
      {"members": [{"value": "{Analysts.id}", "type": "Group"}]}
      """
    Then it may be declined with 400 or 501
    And the answer is 201
    And Ada's groups[value eq "{Analysts.id}"].type is one of ["direct", null]
    And Ada's groups[value eq "{Everybody.id}"].type is one of ["indirect", null]

  @RFC7644-3.3-07
  Scenario: A group is created
    When the client creates a group "Analysts"
    Then the answer is 201

  @RFC7644-3.3-09
  Scenario: The answer to the creation of a group says where it is
    When the client creates a group "Analysts"
    Then the answer is 201
    And the answer's header "Location" is present
    When the client follows the answer's header "Location"
    Then the answer is 200
    And the answer's displayName is "{Analysts.displayName}"

  @RFC7644-3.1-05
  Scenario: The answer to the creation of a group shows its members
    Given Ada Lovelace has an account
    When the client creates a group "Analysts" with:
      """
      {"members": [{"value": "{Ada.id}"}]}
      """
    Then the answer is 201
    And provided that the answer's displayName is present
    And the answer's members.value is "{Ada.id}"
    And the members of "Analysts" are Ada

  @RFC7643-7-18
  Scenario: A group is not created under the id that a client chose
    When the client creates a group "Analysts" with:
      """
      {"id": "{unique}"}
      """
    Then it may be declined with 400
    And the answer is 201
    And the answer's id is not "{unique}"

  @RFC7643-2.4-08
  Scenario: Who is sent as a member twice is one member
    Given Ada Lovelace has an account
    When the client creates a group "Analysts" with:
      """
      {"members": [{"value": "{Ada.id}"}, {"value": "{Ada.id}"}]}
      """
    Then it may be declined with 400
    And the answer is 201
    And the group "Analysts"'s members is a list of 1
    And the members of "Analysts" are Ada

  @RFC7644-3.6-06
  Scenario: The deletion of a group is answered 204
    Given a group "Analysts"
    When the client deletes the group "Analysts"
    Then the answer is 204
    And the answer is empty

  @RFC7644-3.6-02
  Scenario Outline: A group that was deleted is not there for <method>
    Given a group "Analysts"
    And the client deletes the group "Analysts"
    When the client sends <method> "/Groups/{Analysts.id}"
    Then it is refused with 404

    Examples:
      | method |
      | GET    |
      | DELETE |

  @RFC7644-3.6-03 @needs:filter
  Scenario: A group that was deleted is not listed, another is
    Given a group "Analysts"
    And a group "Engineers"
    And the client deletes the group "Analysts"
    When the client lists Groups where displayName eq "{Analysts.displayName}" or displayName eq "{Engineers.displayName}"
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "Engineers"
    And the list does not show the group "Analysts"

  @RFC7644-3.6-i01
  Scenario: The deletion of no group is not found
    When the client sends DELETE "/Groups/00000000-0000-4000-8000-00000000ada6"
    Then it is refused with 404

  @RFC7644-3.5.2-i06 @needs:patch
  Scenario: A PATCH of no group is not found
    When the client sends PATCH "/Groups/00000000-0000-4000-8000-00000000ada6":
      """
      {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "displayName", "value": "Nobody {unique}"}]
      }
      """
    Then it is refused with 404

  @RFC7644-3.5.1-i01
  Scenario: The answer to the replacement of a group shows the whole group
    Given Ada Lovelace has an account
    And a group "Analysts"
    When the client replaces the group "Analysts" with:
      """
      {"displayName": "Programmers {unique}", "members": [{"value": "{Ada.id}"}]}
      """
    Then the answer is 200
    And the answer's displayName is "Programmers {unique}"
    And the answer's members.value is "{Ada.id}"

  @RFC7644-3.5.2-20 @needs:patch
  Scenario: The answer to the PATCH of a group shows the group as changed, or nothing
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada
    When the client patches the group "Analysts" with:
      """
      [{"op": "replace", "path": "displayName", "value": "Programmers {unique}"},
       {"op": "add", "path": "members", "value": [{"value": "{Grace.id}"}]}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Ada and Grace
    And provided that the answer is 200
    And the answer's displayName is "Programmers {unique}"
    And the answer's members.value is ["{Ada.id}", "{Grace.id}"]

  # To clear is what is expected; to keep is what some do: a warning.
  @RFC7644-3.5.1-09
  Scenario: Members whom a replacement leaves out are not kept
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the members of "Analysts" are Ada
    When the client replaces the group "Analysts" with:
      """
      {"members": null}
      """
    Then the members of "Analysts" are nobody

  @RFC7643-2.5-i01
  Scenario: A replacement by an empty list of members leaves nobody in the group
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the members of "Analysts" are Ada
    When the client replaces the group "Analysts" with:
      """
      {"members": []}
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are nobody

  @RFC7643-2.5-i01 @needs:patch
  Scenario: To replace the members by an empty list leaves nobody in the group
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the members of "Analysts" are Ada
    When the client patches the group "Analysts" with:
      """
      [{"op": "replace", "path": "members", "value": []}]
      """
    Then it may be declined with 400 and "invalidValue" or "invalidSyntax"
    And the answer is 200 or 204
    And the members of "Analysts" are nobody

  # A directory that has lost track sends what is there already.
  @RFC7644-3.5.2.3-i02 @needs:patch
  Scenario: To replace the members by the same people leaves them in the group
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When the client patches the group "Analysts" with:
      """
      [{"op": "replace", "path": "members", "value": [{"value": "{Grace.id}"}, {"value": "{Ada.id}"}]}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Ada and Grace

  @RFC7644-3.5.2.1-i03 @needs:patch
  Scenario: Several people join at once
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And a group "Analysts" with Ada
    When the client patches the group "Analysts" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Grace.id}"}, {"value": "{Alan.id}"}]}]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Ada, Grace and Alan

  # Whether a filter may have an or in it is for the service provider to say.
  @RFC7644-3.5.2.2-i02 @needs:patch
  Scenario: Several people whom one filter names leave at once, another stays
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And a group "Analysts" with Ada, Grace and Alan
    When the client patches the group "Analysts" with:
      """
      [{"op": "remove", "path": "members[value eq \"{Ada.id}\" or value eq \"{Alan.id}\"]"}]
      """
    Then it may be declined with 400 and "invalidFilter" or "invalidPath"
    And the answer is 200 or 204
    And the members of "Analysts" are Grace

  @RFC7644-3.5.2.2-i02 @needs:patch
  Scenario: Several people leave in one PATCH, another stays
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And a group "Analysts" with Ada, Grace and Alan
    When the client patches the group "Analysts" with:
      """
      [
        {"op": "remove", "path": "members[value eq \"{Ada.id}\"]"},
        {"op": "remove", "path": "members[value eq \"{Alan.id}\"]"}
      ]
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Grace

  @RFC7644-3.5.2-16 @needs:patch
  Scenario: Nobody joins a group by a PATCH that fails later
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada
    When the client patches the group "Analysts" with:
      """
      [
        {"op": "add", "path": "members", "value": [{"value": "{Grace.id}"}]},
        {"op": "replace", "path": "displayName", "value": {"first": "Analysts"}}
      ]
      """
    Then it is refused with 400
    And the members of "Analysts" are Ada

  @RFC7644-3.5.1-i03
  Scenario: A replacement does not change when a group was created
    Given a group "Analysts"
    And the client reads the group "Analysts"
    And the answer's meta.created is kept as "created"
    And the clock of meta.lastModified has moved on
    When the client replaces the group "Analysts" with:
      """
      {"displayName": "Programmers {unique}"}
      """
    Then the group "Analysts"'s displayName is "Programmers {unique}"
    And the group "Analysts"'s meta.created is "{created}"

  @RFC7644-3.9-02
  Scenario: Of a group too only what is asked for is shown
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the next request carries:
      | query | attributes | displayName |
    When the client reads the group "Analysts"
    Then the answer is 200
    And the answer has only id, displayName
    And the answer's displayName is "{Analysts.displayName}"

  @RFC7644-3.9-02
  Scenario: The answer to the replacement of a group shows only what is asked for
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the next request carries:
      | query | attributes | displayName |
    When the client replaces the group "Analysts" with:
      """
      {"displayName": "Programmers {unique}"}
      """
    Then the answer is 200
    And the answer has only id, displayName
    And the group "Analysts"'s displayName is "Programmers {unique}"

  @RFC7644-3.9-02
  Scenario: The answer to the creation of a group shows only what is asked for
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | displayName |
    When the client creates a group "Analysts" with:
      """
      {"members": [{"value": "{Ada.id}"}]}
      """
    Then the answer is 201
    And the answer has only id, displayName
    And the members of "Analysts" are Ada

  @RFC7644-3.4.2.5-04 @needs:filter
  Scenario: A list of groups is shown without their members
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And the members of "Analysts" are Ada
    And the next request carries:
      | query | excludedAttributes | members |
    When the client lists Groups where displayName eq "{Analysts.displayName}"
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "Analysts"
    And the answer's Resources.members is absent

  @needs:filter
  Scenario Outline: A list of groups is cut into pages: <what>
    Given a group "Analysts"
    And a group "Engineers"
    And the next request carries:
      | query | startIndex | <startIndex> |
      | query | count      | <count>      |
    When the client lists Groups where displayName eq "{Analysts.displayName}" or displayName eq "{Engineers.displayName}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's totalResults is 2
    And the answer's Resources is a list of 1

    @RFC7644-3.4.2.4-04
    Examples:
      | what      | startIndex | count |
      | the first | 1          | 1     |

    @RFC7644-3.4.2.4-i03
    Examples:
      | what     | startIndex | count |
      | the last | 2          | 5     |

  @RFC7644-3.4.2.3-03 @needs:filter @needs:sort
  Scenario Outline: Groups are sorted by name, <order>
    Given a group "Mathematicians"
    And a group "Analysts"
    And a group "Programmers"
    And the next request carries:
      | query | sortBy    | displayName |
      | query | sortOrder | <order>     |
      | query | count     | 1           |
    When the client lists Groups where displayName eq "{Analysts.displayName}" or displayName eq "{Mathematicians.displayName}" or displayName eq "{Programmers.displayName}"
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "<first>"

    Examples:
      | order      | first       |
      | ascending  | Analysts    |
      | descending | Programmers |

  @RFC7644-3.4.2.2-15 @needs:filter
  Scenario: Square brackets speak of one member at a time
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada
    And a group "Engineers" with Grace
    When the client lists Groups where members[value eq "{Ada.id}"]
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "Analysts"
    And the list does not show the group "Engineers"

  @needs:filter
  Scenario Outline: A group is found by <what> of its name
    Given a group "Analysts"
    And a group "Engineers"
    When the client lists Groups where displayName <operator> "<text> {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "Analysts"
    And the list does not show the group "Engineers"

    @RFC7644-3.4.2.2-i05
    Examples:
      | what        | operator | text     |
      | a beginning | sw       | Analysts |

    @RFC7644-3.4.2.2-i04
    Examples:
      | what   | operator | text   |
      | a part | co       | alysts |

  # If groups are shown, all of them are.
  @RFC7643-4.1.2-22 @needs:attribute:User.groups
  Scenario: A person shows every group that they belong to
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And a group "Engineers" with Ada
    When the client reads Ada
    And provided that the answer's groups.value is present
    Then Ada belongs to "Analysts"
    And Ada belongs to "Engineers"

  @RFC9865-2-07 @needs:filter
  Scenario: Cursor by cursor every group is listed once
    Given a group "Analysts"
    And a group "Engineers"
    When the client pages through Groups by cursor 1 at a time where displayName eq "{Analysts.displayName}" or displayName eq "{Engineers.displayName}"
    Then it may be declined with 400 and "invalidFilter"
    And the answer's Resources.id is ["{Analysts.id}", "{Engineers.id}"]
