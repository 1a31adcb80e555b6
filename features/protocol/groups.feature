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
