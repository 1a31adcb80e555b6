@protocol
Feature: Replacing resources
  A PUT replaces the attributes of a resource that exists (RFC 7644 §3.5.1).

  @RFC7644-3.5-01 @needs:attribute:User.title
  Scenario: A person is replaced
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst"}
      """
    When the client replaces Ada with:
      """
      {"title": "Countess"}
      """
    Then Ada's title is "Countess"

  @RFC7644-3.5.1-i01 @needs:attribute:User.title
  Scenario: The answer to a replacement shows the whole person
    Given Ada Lovelace has an account
    When the client replaces Ada with:
      """
      {"title": "Countess"}
      """
    Then the answer is 200
    And the answer's title is "Countess"
    And a read of Ada agrees with the answer

  @RFC7644-3.5.1-04 @needs:attribute:User.emails.type
  Scenario: New e-mail addresses take the place of all the old ones
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client replaces Ada with:
      """
      {"emails": [{"value": "ada.new.{unique}@example.com", "type": "work"}]}
      """
    Then the answer is 200 or 204
    And Ada has:
      """
      {"emails": [{"value": "ada.new.{unique}@example.com", "type": "work"}]}
      """

  @RFC7644-3.5.1-04 @needs:attribute:User.name
  Scenario: A new name takes the place of the old one
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Byron"}}
      """
    When the client replaces Ada with:
      """
      {"name": {"givenName": "Augusta", "familyName": "King"}}
      """
    Then Ada has:
      """
      {"name": {"givenName": "Augusta", "familyName": "King"}}
      """

  # To clear, to set a default and, for a client that may not see it, to keep are
  # all allowed; who keeps it for everybody does not replace: a warning.
  @RFC7644-3.5.1-09 @needs:attribute:User.title
  Scenario: An attribute that a replacement leaves out is not kept
    Given Ada Lovelace has an account with:
      """
      {"title": "Analyst {unique}"}
      """
    And Ada's title is "Analyst {unique}"
    When the client replaces Ada with:
      """
      {"title": null}
      """
    Then Ada's title is absent

  @RFC7644-3.5.1-09
  Scenario Outline: <What> that a replacement leaves out is not kept
    Given Ada Lovelace has an account with:
      """
      {<was>}
      """
    And Ada's <path> is "<value>"
    When the client replaces Ada with:
      """
      {<becomes>}
      """
    Then Ada's <path> is absent

    @needs:attribute:User.name.middleName
    Examples:
      | What               | was                                                      | path            | value | becomes                             |
      | A name             | "name": {"middleName": "King"}, "displayName": "Ada"     | name.middleName | King  | "name": null, "displayName": "Ada"  |
      | A part of the name | "name": {"middleName": "King", "familyName": "Lovelace"} | name.middleName | King  | "name": {"familyName": "Lovelace"}  |

    @needs:attribute:User.addresses.locality
    Examples:
      | What               | was                                    | path               | value  | becomes           |
      | An address         | "addresses": [{"locality": "London"}]  | addresses.locality | London | "addresses": null |

    @needs:enterprise
    Examples:
      | What                        | was                                                                                                               | path                                                                  | value | becomes                                                                                   |
      | An extension                | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"costCenter": "4130"}                          | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter | 4130  | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": null                        |
      | An attribute of an extension | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"costCenter": "4130", "department": "Engines"} | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter | 4130  | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"} |

  @RFC7643-2.5-i01 @needs:attribute:User.phoneNumbers
  Scenario: A replacement by an empty list clears an attribute
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460101", "type": "work"}]}
      """
    And Ada's phoneNumbers is present
    When the client replaces Ada with:
      """
      {"phoneNumbers": []}
      """
    Then the answer is 200 or 204
    And Ada's phoneNumbers is absent

  @RFC7644-3.5.1-02
  Scenario: A replacement of nobody creates nobody
    Given Grace Hopper has an account
    When the client sends PUT "/Users/00000000-0000-4000-8000-00000000ada1":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{Ada.userName}"}
      """
    Then the answer is 400 or 403 or 404 or 405 or 409 or 501
    And no account has the userName "{Ada.userName}"

  @RFC7644-3.5.1-i02
  Scenario: A replacement of nobody is not found
    When the client sends PUT "/Users/00000000-0000-4000-8000-00000000ada1":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{Ada.userName}"}
      """
    Then it is refused with 404

  @RFC7644-3.5.1-14
  Scenario: The meta in a replacement is ignored
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's meta.created is kept as "created"
    When the client replaces Ada with:
      """
      {"meta": {"created": "2001-01-01T00:00:00Z", "resourceType": "Group"}}
      """
    Then the answer is 200 or 204
    And Ada's meta.created is "{created}"
    And Ada's meta.resourceType is "User"

  @RFC7644-3.5.1-14 @needs:groups @needs:attribute:User.groups
  Scenario: The groups in a replacement are ignored
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Grace
    When the client replaces Ada with:
      """
      {"groups": [{"value": "{Analysts.id}"}]}
      """
    Then the answer is 200 or 204
    And the members of "Analysts" are Grace
    And Ada does not belong to "Analysts"

  # Ignoring another id and refusing it (RFC 7644 §3.12 shows just that) are both sound.
  @RFC7643-3.1-07
  Scenario: A replacement cannot change the id
    Given Ada Lovelace has an account
    When the client replaces Ada with:
      """
      {"id": "{unique}"}
      """
    Then the answer is 200 or 204 or 400
    And Ada's id is "{Ada.id}"

  @RFC7643-3.1-07
  Scenario: A person who is renamed keeps the id
    Given Ada Lovelace has an account
    When the client replaces Ada with:
      """
      {"userName": "countess.{Ada.userName}"}
      """
    Then the answer is 200 or 204
    And Ada has:
      """
      {"id": "{Ada.id}", "userName": "{Ada.userName}"}
      """

  @RFC7644-3.1-i03
  Scenario: A representation that was read can be sent back as it is
    Given Ada Lovelace has an account
    When the client replaces Ada with what was read
    Then the answer is 200 or 204
    And Ada is unchanged

  # To refuse is expected; to keep the userName is an understandable alternative.
  @RFC7643-4.1.1-01
  Scenario: A replacement without a userName leaves nobody without one
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's userName is kept as "userName"
    When the client replaces Ada with:
      """
      {"userName": null}
      """
    Then the answer is 200 or 204 or 400
    And Ada's userName is "{userName}"

  # RFC 7644 names 409 for a conflict at creation; for a replacement RFC 7643 §7 speaks of 400.
  @RFC7644-3.5.1-i04
  Scenario: A replacement that takes somebody else's userName is refused
    Given Ada Lovelace and Grace Hopper have accounts
    When the client replaces Ada with:
      """
      {"userName": "{Grace.userName}"}
      """
    Then it is refused with 409 or 400
    And Ada is unchanged
    And exactly one account has the userName "{Grace.userName}"

  @RFC7644-3.5.1-i03
  Scenario: A replacement does not change when a person was created
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's meta.created is kept as "created"
    When the client replaces Ada with:
      """
      {"externalId": "replaced-{unique}"}
      """
    Then Ada's externalId is "replaced-{unique}"
    And Ada's meta.created is "{created}"

  @RFC7644-3.12-i03
  Scenario: Broken JSON replaces nothing
    Given Ada Lovelace has an account
    When the client sends PUT "/Users/{Ada.id}":
      """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{Ada.userName}",
      """
    Then it is refused with 400
    And Ada is unchanged

  @RFC7644-3.9-i01 @needs:attribute:User.name.familyName
  Scenario: The answer to a replacement shows what was not replaced as well
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client replaces Ada with:
      """
      {"externalId": "replaced-{unique}"}
      """
    Then the answer is 200
    And the answer has:
      """
      {"id": "{Ada.id}", "userName": "{Ada.userName}", "externalId": "replaced-{unique}", "name": {"familyName": "Lovelace"}}
      """

  # A warning where it is kept, as with every attribute.
  @RFC7644-3.5.1-09
  Scenario: An externalId that a replacement leaves out is not kept
    Given Ada Lovelace has an account
    And Ada's externalId is "{Ada.externalId}"
    When the client replaces Ada with:
      """
      {"externalId": null}
      """
    Then Ada's externalId is absent

  # Whether the capitals are kept is for the service provider to say; nobody is in conflict with themselves.
  @RFC7644-3.5.1-04
  Scenario: A person's own userName in other letters is no conflict
    Given Ada Lovelace has an account
    When the client replaces Ada with:
      """
      {"userName": "{Ada.USERNAME}"}
      """
    Then the answer is 200 or 204
    And Ada still exists

  # To refuse is expected; to keep the userName is an understandable alternative.
  @RFC7643-4.1.1-01
  Scenario: A replacement leaves nobody with an empty userName
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's userName is kept as "userName"
    When the client replaces Ada with:
      """
      {"userName": ""}
      """
    Then the answer is 200 or 204 or 400
    And Ada's userName is "{userName}"

  @RFC7644-3.12-i18 @needs:attribute:User.active
  Scenario: A replacement whose active is no boolean is refused
    Given Ada Lovelace has an account
    When the client replaces Ada with:
      """
      {"active": "perhaps"}
      """
    Then it is refused with 400
    And Ada is unchanged
