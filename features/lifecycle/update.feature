@lifecycle
Feature: A person moves
  People marry, change departments, get new managers and join other teams. What
  changed must have changed, and nothing else.

  @LIFECYCLE-UPDATE-01
  Scenario: A changed name is stored
    Given Ada Lovelace has an account
    When Ada's name.familyName becomes "King"
    Then Ada's name.familyName is "King"

  @LIFECYCLE-UPDATE-02
  Scenario: A changed name changes nothing else
    Given Ada Lovelace has an account
    When Ada's displayName becomes "Ada King"
    Then Ada's displayName is "Ada King"
    And nothing else about Ada has changed

  @LIFECYCLE-UPDATE-03
  Scenario: A changed e-mail address replaces the old one
    Given Ada Lovelace has an account
    When Ada's emails[type eq "work"].value becomes "ada.king.{unique}@example.com"
    Then Ada's emails.value is "ada.king.{unique}@example.com"
    And nothing else about Ada has changed

  @LIFECYCLE-UPDATE-04
  Scenario: A renamed person keeps the id
    Given Ada Lovelace has an account
    When Ada's userName becomes "ada.king.{unique}@example.com"
    Then Ada's userName is "ada.king.{unique}@example.com"
    And Ada is found by userName

  @LIFECYCLE-UPDATE-05
  Scenario: A renamed person loses nothing
    Given Ada Lovelace has an account
    When Ada's userName becomes "ada.king.{unique}@example.com"
    Then Ada's userName is "ada.king.{unique}@example.com"
    And nothing else about Ada has changed

  @LIFECYCLE-UPDATE-05
  Scenario: A renamed person still owns what they owned
    Given Ada Lovelace and Alan Turing have accounts
    And Ada owns assets of every kind, shared with Alan
    When Ada's userName becomes "ada.king.{unique}@example.com"
    Then Ada's userName is "ada.king.{unique}@example.com"
    And Ada's assets are intact

  @LIFECYCLE-UPDATE-05 @needs:groups
  Scenario: A renamed person is still in their groups
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When Ada's userName becomes "ada.king.{unique}@example.com"
    Then Ada's userName is "ada.king.{unique}@example.com"
    And the members of "Analysts" are Ada and Grace

  @LIFECYCLE-UPDATE-06
  Scenario: A renamed person logs in under the new name
    Given Ada Lovelace has an account
    And Ada has logged in by password
    When Ada's userName becomes "ada.king.{unique}@example.com"
    Then Ada gets in by password

  @LIFECYCLE-UPDATE-07 @needs:attribute:User.title
  Scenario: A cleared attribute is gone
    Given Ada Lovelace has an account
    And provided that Ada's title is present
    When Ada's title is cleared
    Then Ada's title is absent
    And nothing else about Ada has changed

  @LIFECYCLE-UPDATE-08
  Scenario: A person gets a manager
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada's manager becomes Grace
    Then Ada reports to Grace
    And nothing else about Ada has changed

  @LIFECYCLE-UPDATE-09
  Scenario: A person who lost their manager reports to nobody
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada's manager becomes Grace
    And Ada's manager is cleared
    Then Ada reports to nobody

  @LIFECYCLE-UPDATE-10
  Scenario: A person who joins a group is one of its members
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    When Ada joins the group "Analysts"
    Then the members of "Analysts" are Ada and Grace

  @LIFECYCLE-UPDATE-11
  Scenario: A person who joined a group shows it
    Given Ada Lovelace has an account
    And a group "Analysts"
    When Ada joins the group "Analysts"
    Then Ada belongs to "Analysts"
    And nothing else about Ada has changed

  @LIFECYCLE-UPDATE-12
  Scenario: A person who leaves a group leaves the others in it
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When Ada leaves the group "Analysts"
    Then the members of "Analysts" are Grace

  @LIFECYCLE-UPDATE-13
  Scenario: A person who left a group no longer shows it
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When Ada leaves the group "Analysts"
    Then Ada no longer belongs to "Analysts", while Grace does

  @LIFECYCLE-UPDATE-14
  Scenario: A change to one person leaves the others alone
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada's displayName becomes "Ada King"
    Then Ada's displayName is "Ada King"
    And Grace is unchanged

  @LIFECYCLE-UPDATE-15
  Scenario: A change to a person does not disable them
    Given Ada Lovelace has an account
    And Ada has logged in by session
    When Ada's displayName becomes "Ada King"
    Then Ada is shown as active
    And Ada still gets in by the same session

  # Directories repeat what they know.
  @LIFECYCLE-UPDATE-17
  Scenario: Activating an active person is harmless
    Given Ada Lovelace has an account
    And Ada has logged in by session
    When Ada is reactivated
    Then Ada is shown as active
    And Ada still gets in by the same session

  @LIFECYCLE-UPDATE-18 @needs:patch
  Scenario: A group does not become a member of itself
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client patches the group "Analysts" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Analysts.id}", "type": "Group"}]}]
      """
    Then the members of "Analysts" are Ada

  @LIFECYCLE-UPDATE-18 @needs:patch
  Scenario: A group does not become a member of its own member
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And a group "Everybody"
    And the client patches the group "Everybody" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Analysts.id}", "type": "Group"}]}]
      """
    When the client patches the group "Analysts" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Everybody.id}", "type": "Group"}]}]
      """
    Then the members of "Analysts" are Ada

  @LIFECYCLE-UPDATE-18 @needs:patch
  Scenario: A group does not become a member of its member's member
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    And a group "Mathematicians"
    And a group "Everybody"
    And the client patches the group "Mathematicians" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Analysts.id}", "type": "Group"}]}]
      """
    And the client patches the group "Everybody" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Mathematicians.id}", "type": "Group"}]}]
      """
    When the client patches the group "Analysts" with:
      """
      [{"op": "add", "path": "members", "value": [{"value": "{Everybody.id}", "type": "Group"}]}]
      """
    Then the members of "Analysts" are Ada

  # What a group may see, somebody in the product has decided.
  @LIFECYCLE-UPDATE-19
  Scenario Outline: A group whose members change by <method> goes on seeing what is shared with it
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And a group "Analysts" with Grace
    And Ada owns an app, shared with the group "Analysts"
    When the client <change>:
      """
      <body>
      """
    Then the members of "Analysts" are Grace and Alan
    And Ada's assets are intact

    Examples:
      | method | change                              | body                                                                          |
      | PUT    | replaces the group "Analysts" with | {"members": [{"value": "{Grace.id}"}, {"value": "{Alan.id}"}]}             |

    @needs:patch
    Examples:
      | method | change                             | body                                                                        |
      | PATCH  | patches the group "Analysts" with | [{"op": "add", "path": "members", "value": [{"value": "{Alan.id}"}]}]    |

  # Somebody who waits for an answer gives up; the group need not be huge for that to begin.
  @LIFECYCLE-UPDATE-20 @needs:patch
  Scenario: A person joins a group of many
    Given Ada Lovelace has an account
    And a group "Analysts" with 50 other people
    When Ada joins the group "Analysts"
    Then the group "Analysts"'s members.value contains "{Ada.id}"

  @LIFECYCLE-UPDATE-16
  Scenario: A change to a disabled person does not enable them
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by password
    When Ada is deactivated
    And Ada's displayName becomes "Ada King"
    Then Ada is shown as disabled
    And Ada is refused by password, while Grace gets in

  # A password that was reported must not go on opening the door.
  @LIFECYCLE-UPDATE-21
  Scenario Outline: A password changed by <road> takes the place of the old one
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by password
    When Ada's password is changed by <road>
    Then Ada is refused by the old password, while Grace gets in
    And Ada gets in by the new password

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |

  # Whoever locks somebody out changes the password too, and means it for the day they are back.
  @LIFECYCLE-UPDATE-21
  Scenario Outline: A password changed by <road> while a person is disabled takes the place of the old one
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by password
    When Ada is deactivated
    And Ada's password is changed by <road>
    And Ada is reactivated
    Then Ada is refused by the old password, while Grace gets in
    And Ada gets in by the new password

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |

  # A replacement may leave out active, and RFC 7644 §3.5.1 lets it then become true. But
  # what is shown is what holds.
  @LIFECYCLE-UPDATE-22
  Scenario: A disabled person whom a replacement says nothing of is in or out, as is shown
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by password
    When Ada is deactivated
    And the client replaces Ada with:
      """
      {"active": null, "displayName": "Ada King"}
      """
    Then Ada gets in or not by password, as is shown, while Grace gets in

  @LIFECYCLE-UPDATE-05 @needs:enterprise
  Scenario: Who reports to a renamed person still does
    Given Ada Lovelace and Grace Hopper have accounts
    When Grace's manager becomes Ada
    And Ada's userName becomes "ada.king.{unique}@example.com"
    Then Ada's userName is "ada.king.{unique}@example.com"
    And Grace reports to Ada

  @LIFECYCLE-UPDATE-10
  Scenario: A person who joins a group stays in the others
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    And a group "Engineers" with Grace
    When Ada joins the group "Engineers"
    Then the members of "Engineers" are Ada and Grace
    And the members of "Analysts" are Ada and Grace

  @LIFECYCLE-UPDATE-12
  Scenario: A person who leaves a group stays in the others
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    And a group "Engineers" with Ada and Grace
    When Ada leaves the group "Analysts"
    Then the members of "Analysts" are Grace
    And the members of "Engineers" are Ada and Grace

  @LIFECYCLE-UPDATE-16
  Scenario: A replacement of a disabled person does not enable them
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by password
    When Ada is deactivated
    And the client replaces Ada with:
      """
      {"active": false, "displayName": "Ada King"}
      """
    Then Ada's displayName is "Ada King"
    And Ada is shown as disabled
    And Ada is refused by password, while Grace gets in

  # Who marries is not half married in between.
  @LIFECYCLE-UPDATE-23
  Scenario: Attributes that change together are all stored
    Given Ada Lovelace has an account
    When these attributes of Ada become:
      | attribute                  | value                           |
      | displayName                | "Ada King"                      |
      | name.familyName            | "King"                          |
      | emails[type eq "work"].value | "ada.king.{unique}@example.com" |
    Then Ada's displayName is "Ada King"
    And Ada's name.familyName is "King"
    And Ada's name.givenName is "Ada"
    And Ada's emails.value is "ada.king.{unique}@example.com"
    And nothing else about Ada has changed

  @LIFECYCLE-UPDATE-23 @needs:enterprise
  Scenario: An extension's attribute that changes beside others is stored
    Given Ada Lovelace has an account
    When these attributes of Ada become:
      | attribute                                                                | value      |
      | displayName                                                              | "Ada King" |
      | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department | "Poetry"   |
    Then Ada's displayName is "Ada King"
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department is "Poetry"
    And nothing else about Ada has changed

  @LIFECYCLE-UPDATE-10
  Scenario: People who join a group together are all among its members
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And a group "Analysts" with Alan
    When Ada and Grace join the group "Analysts"
    Then the members of "Analysts" are Ada, Grace and Alan

  @LIFECYCLE-UPDATE-24
  Scenario: A renamed group keeps its members
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When the group "Analysts" is renamed to "Engineers {unique}"
    Then the group "Analysts"'s displayName is "Engineers {unique}"
    And the members of "Analysts" are Ada and Grace

  @LIFECYCLE-UPDATE-25
  Scenario: The members of a group that are sent anew are its members
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And a group "Analysts" with Ada and Grace
    When all members of "Analysts" are sent anew: Grace and Alan
    Then the members of "Analysts" are Grace and Alan

  @LIFECYCLE-UPDATE-25
  Scenario: A group that is sent anew without members has none
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    When all members of "Analysts" are sent anew: nobody
    Then the members of "Analysts" are nobody
