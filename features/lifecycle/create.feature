@lifecycle
Feature: A person joins
  Somebody starts on Monday. Their account must be there once, under the names by
  which everybody looks for them, and it must open only if it is meant to.

  @LIFECYCLE-CREATE-01
  Scenario: A person who joins has an account with what was sent
    When Ada Lovelace joins
    Then Ada is shown as active
    And Ada's userName is "{Ada.userName}"
    And Ada's externalId is "{Ada.externalId}"
    And Ada's name.familyName is "Lovelace"
    And Ada's emails.value is "{Ada.email}"

  @LIFECYCLE-CREATE-02
  Scenario: A person who joins is provisioned exactly once
    When Ada Lovelace joins
    Then exactly one account has the userName "{Ada.userName}"

  @LIFECYCLE-CREATE-03
  Scenario Outline: A person who joined is found by <name>
    Given Grace Hopper has an account
    When Ada Lovelace joins
    Then Ada is found by <name>

    Examples:
      | name                     |
      | userName                 |
      | userName in another case |
      | externalId               |
      | e-mail                   |

  # A directory that matches by externalId creates a second account where it finds none.
  @LIFECYCLE-CREATE-12
  Scenario: A person who joined can be looked up by externalId
    Given Grace Hopper has an account
    When Ada Lovelace joins
    And the client lists Users where externalId eq "{Ada.externalId}"
    Then the answer is 200
    And of the scenario's people the list shows Ada

  @LIFECYCLE-CREATE-04
  Scenario: A second person under the same userName is a conflict
    Given Ada Lovelace has an account
    When Grace Hopper joins under Ada's userName
    Then it is refused with 409 and "uniqueness"

  @LIFECYCLE-CREATE-05
  Scenario: A conflicting create leaves the first account untouched
    Given Ada Lovelace has an account
    When Grace Hopper joins under Ada's userName
    Then Ada is unchanged
    And exactly one account has the userName "{Ada.userName}"

  @LIFECYCLE-CREATE-06
  Scenario: A person who joins may log in
    When Ada Lovelace joins
    Then Ada gets in by password

  @LIFECYCLE-CREATE-07
  Scenario: A person who joins before their first day may not log in yet
    Given Grace Hopper has an account
    And Grace has logged in by password
    When Ada Lovelace joins, not yet active
    Then Ada is refused by password, while Grace gets in

  @LIFECYCLE-CREATE-08
  Scenario: A person who joined inactive may log in once activated
    Given Ada Lovelace has an account with:
      """
      {"active": false}
      """
    When Ada is reactivated
    Then Ada gets in by password

  # The same, whatever the product calls its ways in.
  @LIFECYCLE-CREATE-06
  Scenario: A person who joins gets in in every way that the target has
    When Ada Lovelace joins
    Then Ada gets in in every way

  @LIFECYCLE-CREATE-07
  Scenario: No new login lets a person in before their first day
    Given Grace Hopper has an account
    And Grace has logged in in every way that the target has
    When Ada Lovelace joins, not yet active
    Then Ada is refused by every new login, while Grace gets in

  @LIFECYCLE-CREATE-08
  Scenario: A person who joined inactive gets in in every way once activated
    Given Ada Lovelace has an account with:
      """
      {"active": false}
      """
    When Ada is reactivated
    Then Ada gets in in every way

  @LIFECYCLE-CREATE-09
  Scenario: The password of a person who joined can be read nowhere
    When Ada Lovelace joins
    Then Ada's password can be read nowhere

  @LIFECYCLE-CREATE-11
  Scenario: A part of a name that the target does not know stops nobody from joining
    When the client creates Ada Lovelace with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace", "honorificPrefix": "Countess"}}
      """
    Then the answer is 201
    And Ada's name.familyName is "Lovelace"

  @LIFECYCLE-CREATE-10
  Scenario Outline: The name of <person> survives as it was sent
    When <person> joins
    Then <first>'s name.familyName is <family name>
    And <first>'s displayName is <display name>

    Examples:
      | person                      | first      | family name        | display name                    |
      | Siobhán O'Brien             | Siobhán    | "O'Brien"          | "Siobhán O'Brien"               |
      | José Núñez                  | José       | "Núñez"            | "José Núñez"                    |
      | Nguyễn Thị Minh             | Nguyễn     | "Nguyễn"           | "Nguyễn Thị Minh"               |
      | 王小明                         | 王小明        | "王"                | "王小明"                           |
      | Robert Tables               | Robert     | "Tables"           | "Robert \\"Bob\\" Tables \\\\ Jr." |
      | Anne-Marie de la Cruz-Smith | Anne-Marie | "de la Cruz-Smith" | "Anne-Marie de la Cruz-Smith"   |
      | Zoë Ångström                | Zoë        | "Ångström"         | "Zoë Ångström 👩🏽‍💻"              |
      | Işıl Weiß                   | Işıl       | "Weiß"             | "Işıl Weiß"                     |

  # The one before was disabled first, as directories do it; that is no fault of the new one.
  @LIFECYCLE-CREATE-06
  Scenario: A person who joins under the userName of somebody who was disabled and deleted may log in
    Given Ada Lovelace has an account
    When Ada is deactivated
    And Ada is deleted
    And Grace Hopper joins under Ada's userName
    Then Grace is shown as active
    And Grace gets in by password
