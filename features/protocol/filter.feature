@protocol
Feature: Filtering
  A filter chooses which resources a list shows (RFC 7644 §3.4.2.2). A service provider
  may lack an operator or an attribute: it then declines with 400 and invalidFilter, and
  that is as good as the right answer. Wrong rows are not. Every filter here is bound to
  values that only this scenario's people have.

  @RFC7644-3.4.2.2-04
  Scenario: Only the person with the userName is listed
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-04 @needs:groups
  Scenario: Only the group with the name is listed
    Given a group "Analysts"
    And a group "Engineers"
    When the client lists Groups where displayName eq "{Analysts.displayName}"
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "Analysts"
    And the list does not show the group "Engineers"

  @RFC7644-3.4.2.2-i01
  Scenario: Attribute and operator are read in any case
    Given Ada Lovelace and Grace Hopper have accounts
    When the client lists Users where USERNAME Eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-i01 @needs:attribute:User.title
  Scenario: A logical operator is read in any case
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Countess {unique}"}
      """
    When the client lists Users where title eq "Countess {unique}" and userName eq "{Ada.userName}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada
    When the client lists Users where title eq "Countess {unique}" AND userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-i01 @needs:attribute:User.title
  Scenario: Every operator is read in any case
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Commodore {unique}"}
      """
    When the client lists Users where title sw "Countess" and title ew "{unique}" and not (userName eq "{Grace.userName}")
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada
    When the client lists Users where title SW "Countess" AND title Ew "{unique}" And NOT (userName EQ "{Grace.userName}")
    Then of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-24
  Scenario: A userName is found in any case
    Given Ada Lovelace and Grace Hopper have accounts
    When the client lists Users where userName eq "{Ada.USERNAME}"
    Then of the scenario's people the list shows Ada

  @RFC7643-3.1-i03 @needs:filter
  Scenario: An externalId is found in its own case only
    Given Ada Lovelace has an account with:
      """
      {"externalId": "ada-{unique}"}
      """
    And Grace Hopper has an account
    When the client lists Users where externalId eq "ada-{unique}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada
    When the client lists Users where externalId eq "ADA-{unique}"
    Then of the scenario's people the list shows nobody

  Scenario Outline: A person is found by <what>
    Given Ada Lovelace has an account with:
      """
      {
        "externalId": "ada-{unique}",
        "name": {"givenName": "Ada", "familyName": "Lovelace-{unique}"},
        "emails": [
          {"value": "ada.home.{unique}@example.com", "type": "home"},
          {"value": "ada.work.{unique}@example.com", "type": "work"}
        ]
      }
      """
    And Grace Hopper has an account
    When the client lists Users where <filter>
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

    @RFC7644-3.4.2.2-i02
    Examples:
      | what       | filter                       |
      | id         | id eq "{Ada.id}"             |
      | externalId | externalId eq "ada-{unique}" |

    @RFC7644-3.4.2.2-i02 @needs:attribute:User.name.familyName
    Examples:
      | what        | filter                                   |
      | family name | name.familyName eq "Lovelace-{unique}"   |

    @RFC7644-3.4.2.2-i17 @needs:attribute:User.emails
    Examples:
      | what                      | filter                                               |
      | the first e-mail address  | emails.value eq "ada.home.{unique}@example.com"      |
      | the second e-mail address | emails.value eq "ada.work.{unique}@example.com"      |

    @RFC7644-3.4.2.2-i16
    Examples:
      | what                  | filter                                                                          |
      | a fully qualified name | urn:ietf:params:scim:schemas:core:2.0:User:userName eq "{Ada.userName}"        |

  @RFC7644-3.4.2.2-i17 @needs:groups
  Scenario: A group is found by each of its members
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada and Grace
    And a group "Engineers" with Grace
    When the client lists Groups where members.value eq "{Ada.id}"
    Then it may be declined with 400 and "invalidFilter"
    And the list shows the group "Analysts"
    And the list does not show the group "Engineers"
    When the client lists Groups where members.value eq "{Grace.id}"
    Then the list shows the group "Analysts"
    And the list shows the group "Engineers"

  @RFC7644-3.4.2.2-i17 @needs:groups @needs:attribute:User.groups
  Scenario: A person is found by a group that is shown among the own
    Given Ada Lovelace and Grace Hopper have accounts
    And a group "Analysts" with Ada
    And a group "Engineers" with Ada and Grace
    And the client reads Ada
    And provided that the answer's groups.value contains "{Analysts.id}"
    When the client lists Users where groups.value eq "{Analysts.id}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  # Who is looked up in an index that was not kept is found under both.
  @RFC7644-3.4.2.2-i02
  Scenario Outline: Nobody is found by a former <what>
    Given Ada Lovelace has an account with:
      """
      {"externalId": "ada-{unique}", "emails": [{"value": "ada.{unique}@example.com", "type": "work"}]}
      """
    And Grace Hopper has an account
    And the client reads Ada
    And the answer's userName is kept as "former"
    When the client replaces Ada with:
      """
      {
        "userName": "renamed.{former}", "externalId": "renamed-{unique}",
        "emails": [{"value": "renamed.{unique}@example.com", "type": "work"}]
      }
      """
    Then the answer is 200 or 204
    When the client lists Users where <attribute> eq "<after>"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada
    When the client lists Users where <attribute> eq "<before>"
    Then of the scenario's people the list shows nobody

    Examples:
      | what       | attribute  | before       | after            |
      | userName   | userName   | {former}     | renamed.{former} |
      | externalId | externalId | ada-{unique} | renamed-{unique} |

    @needs:attribute:User.emails
    Examples:
      | what           | attribute    | before                   | after                            |
      | e-mail address | emails.value | ada.{unique}@example.com | renamed.{unique}@example.com     |

  @RFC7644-3.4.2.2-i16 @needs:enterprise
  Scenario: A person is found by an attribute of an extension
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"employeeNumber": "1815-{unique}"}}
      """
    And Grace Hopper has an account
    When the client lists Users where urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "1815-{unique}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  # The token begins Ada's title, ends Alan's, and stands in the middle of Grace's: who
  # looks at one end only, or everywhere, is found out.
  @needs:attribute:User.title
  Scenario Outline: The operator <operator> compares texts: <what>
    Given Ada Lovelace has an account with:
      """
      {"title": "{unique}-Countess"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Rear-{unique}-Admiral"}
      """
    And Alan Turing has an account with:
      """
      {"title": "Fellow-{unique}"}
      """
    When the client lists Users where <filter>
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows <people>

    @RFC7644-3.4.2.2-i03
    Examples:
      | operator | what                | filter                                                                                           | people       |
      | ne       | another value       | title ne "{unique}-Countess" and (userName eq "{Ada.userName}" or userName eq "{Alan.userName}") | Alan         |
      | ne       | a part of the value | title ne "{unique}" and (userName eq "{Ada.userName}" or userName eq "{Alan.userName}")          | Ada and Alan |

    @RFC7644-3.4.2.2-i04
    Examples:
      | operator | what            | filter                       | people              |
      | co       | anywhere        | title co "{unique}"          | Ada, Grace and Alan |
      | co       | at the beginning | title co "{unique}-Count"   | Ada                 |
      | co       | in the middle   | title co "r-{unique}-A"      | Grace               |
      | co       | the whole value | title co "{unique}-Countess" | Ada                 |
      | co       | at the end      | title co "w-{unique}"        | Alan                |

    @RFC7644-3.4.2.2-i05
    Examples:
      | operator | what            | filter                    | people |
      | sw       | a beginning     | title sw "{unique}"       | Ada    |
      | sw       | the whole value | title sw "Fellow-{unique}" | Alan  |

    @RFC7644-3.4.2.2-i06
    Examples:
      | operator | what            | filter                       | people |
      | ew       | an end          | title ew "{unique}"          | Alan   |
      | ew       | the whole value | title ew "{unique}-Countess" | Ada    |

  # Grace's title begins with Ada's, Alan's ends with it.
  @RFC7644-3.4.2.2-i02 @needs:attribute:User.title
  Scenario: The operator eq wants the whole value, not a part of it
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess-{unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Countess-{unique}-Dowager"}
      """
    And Alan Turing has an account with:
      """
      {"title": "The-Countess-{unique}"}
      """
    When the client lists Users where title eq "Countess-{unique}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  # Grace's title goes on where Ada's ends, so that it is the greater one in every order.
  @needs:attribute:User.title
  Scenario Outline: The operator <operator> <does> the very value of a text
    Given Ada Lovelace has an account with:
      """
      {"title": "{unique}-m"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "{unique}-mm"}
      """
    When the client lists Users where title <operator> "{unique}-m" and (userName eq "{Ada.userName}" or userName eq "{Grace.userName}")
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows <greater>
    When the client lists Users where title <operator> "{unique}-mm" and (userName eq "{Ada.userName}" or userName eq "{Grace.userName}")
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows <less>

    @RFC7644-3.4.2.2-i08
    Examples:
      | operator | does      | greater | less   |
      | gt       | leaves out | Grace  | nobody |

    @RFC7644-3.4.2.2-i09
    Examples:
      | operator | does  | greater       | less  |
      | ge       | takes | Ada and Grace | Grace |

    @RFC7644-3.4.2.2-i10
    Examples:
      | operator | does       | greater | less |
      | lt       | leaves out | nobody  | Ada  |

    @RFC7644-3.4.2.2-i11
    Examples:
      | operator | does  | greater | less          |
      | le       | takes | Ada     | Ada and Grace |

  @RFC7644-3.4.2.2-i07 @needs:attribute:User.title
  Scenario: The operator pr tells who has a value
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess"}
      """
    And Grace Hopper has an account with:
      """
      {"title": null}
      """
    When the client lists Users where title pr and (userName eq "{Ada.userName}" or userName eq "{Grace.userName}")
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-i17 @needs:attribute:User.addresses.locality @needs:attribute:User.addresses.type
  Scenario Outline: A person is found by the <which> address
    Given Ada Lovelace has an account with:
      """
      {"addresses": [
        {"locality": "London {unique}", "type": "work"},
        {"locality": "Ockham {unique}", "type": "home"}
      ]}
      """
    And Grace Hopper has an account
    When the client lists Users where addresses.locality eq "<locality> {unique}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

    Examples:
      | which  | locality |
      | first  | London   |
      | second | Ockham   |

  @RFC7644-3.4.2.2-i17 @needs:attribute:User.addresses.locality @needs:attribute:User.addresses.type
  Scenario Outline: A person is found by a part of the second address: <operator>
    Given Ada Lovelace has an account with:
      """
      {"addresses": [
        {"type": "work", "locality": "London {unique}"},
        {"type": "home", "locality": "Ockham {unique} Park"}
      ]}
      """
    And Grace Hopper has an account
    When the client lists Users where addresses.locality <operator> "<text>" and userName eq "{Ada.userName}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

    Examples:
      | operator | text            |
      | co       | ckham {unique}  |
      | sw       | Ockham {unique} |
      | ew       | {unique} Park   |

  @RFC7644-3.4.2.2-i07 @needs:attribute:User.emails
  Scenario: The operator pr tells who has an e-mail address
    Given Ada Lovelace and Joe Bloggs have accounts
    When the client lists Users where emails pr and (userName eq "{Ada.userName}" or userName eq "{Joe.userName}")
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-24
  Scenario Outline: A part of a userName is found in any case: <operator>
    Given Ada Lovelace and Grace Hopper have accounts
    When the client lists Users where userName <operator> "{Ada.USERNAME}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

    Examples:
      | operator |
      | co       |
      | sw       |
      | ew       |

  @RFC7644-3.4.2.2-i01 @needs:attribute:User.name.familyName
  Scenario: The name of a sub-attribute is read in any case
    Given Ada Lovelace has an account with:
      """
      {"name": {"givenName": "Ada", "familyName": "Lovelace {unique}"}}
      """
    And Grace Hopper has an account
    When the client lists Users where name.familyName eq "Lovelace {unique}"
    Then it may be declined with 400 and "invalidFilter"
    When the client lists Users where name.FAMILYNAME eq "Lovelace {unique}"
    Then the list shows Ada
    And the list does not show Grace

  # A name is there if a part of it is.
  @RFC7644-3.4.2.2-i07 @needs:attribute:User.name.familyName
  Scenario: The operator pr tells who has a name
    Given Ada Lovelace has an account with:
      """
      {"name": {"familyName": "Lovelace"}}
      """
    And Grace Hopper has an account with:
      """
      {"name": null}
      """
    When the client reads Grace
    Then provided that the answer's name is absent
    When the client lists Users where name pr and (userName eq "{Ada.userName}" or userName eq "{Grace.userName}")
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-i07 @needs:attribute:User.phoneNumbers.type
  Scenario: The operator pr tells who has a telephone number of a type
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460101", "type": "work"}]}
      """
    And Grace Hopper has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460102"}]}
      """
    When the client reads Grace
    Then provided that the answer's phoneNumbers.type is absent
    When the client lists Users where phoneNumbers.type pr and (userName eq "{Ada.userName}" or userName eq "{Grace.userName}")
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-i07 @needs:enterprise
  Scenario: The operator pr tells who has an attribute of an extension
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines", "costCenter": "4130"}}
      """
    And Grace Hopper has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}}
      """
    When the client lists Users where urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter pr and (userName eq "{Ada.userName}" or userName eq "{Grace.userName}")
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  Scenario Outline: The operator <operator> compares points in time
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}" and meta.created <operator> <earlier>
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows <then>
    When the client lists Users where userName eq "{Ada.userName}" and meta.created <operator> <later>
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows <after>

    @RFC7644-3.4.2.2-i08
    Examples:
      | operator | earlier                     | later                       | then   | after  |
      | gt       | "2011-05-13T04:42:34Z" | "2999-12-31T23:59:59Z" | Ada    | nobody |

    @RFC7644-3.4.2.2-i09
    Examples:
      | operator | earlier                     | later                       | then   | after  |
      | ge       | "2011-05-13T04:42:34Z"      | "2999-12-31T23:59:59Z"      | Ada    | nobody |

    @RFC7644-3.4.2.2-i10
    Examples:
      | operator | earlier                     | later                       | then   | after  |
      | lt       | "2011-05-13T04:42:34Z" | "2999-12-31T23:59:59Z" | nobody | Ada    |

    @RFC7644-3.4.2.2-i11
    Examples:
      | operator | earlier                     | later                       | then   | after  |
      | le       | "2011-05-13T04:42:34Z"      | "2999-12-31T23:59:59Z"      | nobody | Ada    |

  # An hour ago is tomorrow's date in the far east, and in an hour it is still yesterday
  # in the far west: who compares texts instead of time is found out.
  @RFC7644-3.4.2.2-i08
  Scenario: A point in time is the same in every time zone
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}" and meta.created gt "{hourAgo.east}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada
    When the client lists Users where userName eq "{Ada.userName}" and meta.created gt "{inAnHour.west}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows nobody

  @needs:attribute:User.active
  Scenario Outline: The operator <operator> does not order booleans
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}" and active <operator> true
    Then it is refused with 400 and "invalidFilter"

    @RFC7644-3.4.2.2-09
    Examples:
      | operator |
      | gt       |

    @RFC7644-3.4.2.2-10
    Examples:
      | operator |
      | ge       |

    @RFC7644-3.4.2.2-11
    Examples:
      | operator |
      | lt       |

    @RFC7644-3.4.2.2-12
    Examples:
      | operator |
      | le       |

  @RFC7644-3.4.2.2-i15 @needs:attribute:User.active
  Scenario Outline: A boolean is written without quotes: <value>
    Given Ada Lovelace has an account with:
      """
      {"active": true}
      """
    And Grace Hopper has an account with:
      """
      {"active": false}
      """
    When the client lists Users where (userName eq "{Ada.userName}" or userName eq "{Grace.userName}") and active eq <value>
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows <person>

    Examples:
      | value | person |
      | true  | Ada    |
      | false | Grace  |

  # Ada is the only countess in London, Grace another countess, Alan another Londoner.
  @needs:attribute:User.title @needs:attribute:User.nickName
  Scenario Outline: Expressions are combined: <what>
    Given Ada Lovelace has an account with:
      """
      {"title": "Countess {unique}", "nickName": "London {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Countess {unique}", "nickName": "Arlington {unique}"}
      """
    And Alan Turing has an account with:
      """
      {"title": "Fellow {unique}", "nickName": "London {unique}"}
      """
    When the client lists Users where <filter>
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows <people>

    @RFC7644-3.4.2.2-i12
    Examples:
      | what | filter                                                          | people |
      | and  | title eq "Countess {unique}" and nickName eq "London {unique}"  | Ada    |

    @RFC7644-3.4.2.2-i13
    Examples:
      | what | filter                                                             | people          |
      | or   | nickName eq "Arlington {unique}" or title eq "Fellow {unique}"     | Grace and Alan  |

    @RFC7644-3.4.2.2-i14
    Examples:
      | what | filter                                                                  | people |
      | not  | title eq "Countess {unique}" and not (nickName eq "London {unique}")     | Grace  |

    @RFC7644-3.4.2.2-i14
    Examples:
      | what                | filter                                                                 | people          |
      | not of a userName   | nickName eq "London {unique}" and not (userName eq "{Ada.userName}")   | Alan            |
      | not of one of two   | not (userName eq "{Ada.userName}") and title eq "Countess {unique}"    | Grace           |
      | not of neither      | title eq "Countess {unique}" and not (nickName eq "Nowhere {unique}" or nickName eq "London {unique}") | Grace |
      | not of not          | title eq "Countess {unique}" and not (not (nickName eq "London {unique}")) | Ada |

    @RFC7644-3.4.2.2-i12
    Examples:
      | what                  | filter                                                             | people |
      | and with the userName | userName eq "{Ada.userName}" and nickName eq "Arlington {unique}"  | nobody |

    @RFC7644-3.4.2.2-i12
    Examples:
      | what                               | filter                                                                                  | people |
      | and of three, of which one decides | nickName eq "London {unique}" and title eq "Fellow {unique}" and active eq true         | Alan   |
      | and of three, of which none holds  | title eq "Countess {unique}" and nickName eq "London {unique}" and active eq false      | nobody |

    @RFC7644-3.4.2.2-i13
    Examples:
      | what        | filter                                                                                         | people         |
      | or of three | nickName eq "Nowhere {unique}" or title eq "Fellow {unique}" or nickName eq "Arlington {unique}" | Grace and Alan |

    @RFC7644-3.4.2.2-i13
    Examples:
      | what                 | filter                                                            | people        |
      | or with the userName | userName eq "{Ada.userName}" or nickName eq "Arlington {unique}"  | Ada and Grace |

    @RFC7644-3.4.2.2-19
    Examples:
      | what                     | filter                                                                                                        | people          |
      | and before or            | nickName eq "Arlington {unique}" or title eq "Fellow {unique}" and nickName eq "London {unique}"              | Grace and Alan  |
      | and before a later or    | title eq "Fellow {unique}" and nickName eq "Arlington {unique}" or title eq "Countess {unique}"               | Ada and Grace   |
      | brackets before and      | (title eq "Fellow {unique}" or title eq "Countess {unique}") and nickName eq "Arlington {unique}"             | Grace           |
      | not before and           | not (title eq "Fellow {unique}") and nickName eq "London {unique}"                                            | Ada             |
      | many brackets            | (((title eq "Fellow {unique}")))                                                                              | Alan            |
      | brackets behind and      | title eq "Countess {unique}" and (nickName eq "Nowhere {unique}" or nickName eq "London {unique}")            | Ada             |
      | or between two ands      | title eq "Countess {unique}" and nickName eq "Arlington {unique}" or title eq "Fellow {unique}" and nickName eq "London {unique}" | Grace and Alan |

  @RFC7644-3.4.2.2-15 @needs:attribute:User.emails.type
  Scenario: Square brackets speak of one e-mail address at a time
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client lists Users where emails[type eq "work" and value eq "ada.work.{unique}@example.com"]
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada
    When the client lists Users where emails[type eq "work" and value eq "ada.home.{unique}@example.com"]
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows nobody

  @RFC7644-3.4.2.2-i14 @needs:attribute:User.phoneNumbers.type
  Scenario: What is said not to be in square brackets is not
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460101", "type": "work"}]}
      """
    And Grace Hopper has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460101", "type": "home"}]}
      """
    When the client lists Users where phoneNumbers[not (type eq "work")] and (userName eq "{Ada.userName}" or userName eq "{Grace.userName}")
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Grace

  @RFC7644-3.4.2.2-i13 @needs:attribute:User.phoneNumbers.type
  Scenario: One of two expressions in square brackets is enough
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460101", "type": "work"}]}
      """
    And Grace Hopper has an account with:
      """
      {"phoneNumbers": [{"value": "+442079460101", "type": "home"}]}
      """
    When the client lists Users where phoneNumbers[type eq "home" or type eq "work"] and (userName eq "{Ada.userName}" or userName eq "{Grace.userName}")
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada and Grace

  # Ada's title holds what breaks a parser, an encoding or a pattern; Grace's does not. Who
  # finds Grace by her title cannot decline Ada's: what stands in a value is no syntax.
  @needs:attribute:User.title
  Scenario Outline: A value is taken as it is: <what>
    Given Ada Lovelace has an account with:
      """
      {"title": "<title> {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Another {unique}"}
      """
    When the client lists Users where title eq "Another {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Grace
    When the client lists Users where title eq "<title> {unique}"
    Then of the scenario's people the list shows Ada

    @RFC7644-3.4.2.2-i15
    Examples:
      | what                        | title                          |
      | an escaped quotation mark   | the \\"first\\" one            |
      | an escaped backslash        | A\\\\B                         |

    @RFC7644-3.4.2.2-i02
    Examples:
      | what                        | title                          |
      | an apostrophe               | O'Brien                        |
      | signs of a URL              | R&D + 100% #1? a/b;c=d         |
      | words of the filter grammar | this and that or not (a eq b)  |
      | square brackets             | emails[type eq 1]              |
      | one bracket                 | :-( or [                       |
      | an asterisk                 | A*                             |
      | letters with accents        | Gräfin Ångström                |
      | letters beyond Latin        | 工程師                         |
      | an emoji                    | 👩🏽‍💻                           |

  @RFC7644-3.4.2.2-i02 @needs:attribute:User.title
  Scenario: An asterisk is no wildcard
    Given Ada Lovelace has an account with:
      """
      {"title": "{unique}-Countess"}
      """
    When the client lists Users where title eq "{unique}-Countess"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada
    When the client lists Users where title eq "{unique}-*"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows nobody

  # Nobody has the attribute: an empty list and a refusal are both sound, everybody is not.
  @RFC7644-3.4.2.2-04
  Scenario: A filter on an attribute that does not exist matches nobody
    Given Ada Lovelace has an account
    When the client lists Users where favouriteEngine eq "Analytical"
    Then it is declined with 400 and "invalidFilter" or "invalidPath", or of the scenario's people the list shows nobody

  @RFC7644-3.4.2.2-23
  Scenario: An operator that nobody knows is declined
    Given Ada Lovelace has an account
    When the client lists Users where userName regex "{Ada.userName}"
    Then it is refused with 400 and "invalidFilter"
    And the answer's detail is present

  @RFC7644-3.4.2.2-18
  Scenario Outline: A filter that cannot be read is refused: <what>
    Given Ada Lovelace has an account
    When the client lists Users where <filter>
    Then it is refused with 400

    Examples:
      | what                         | filter                                         |
      | no operator                  | userName                                       |
      | no value                     | userName eq                                    |
      | an open bracket              | (userName eq "{Ada.userName}"                  |
      | a bracket too many           | userName eq "{Ada.userName}")                  |
      | an open quotation            | userName eq "{Ada.userName}                    |
      | nothing after and            | userName eq "{Ada.userName}" and               |
      | nothing between              | userName eq "{Ada.userName}" userName pr       |
      | an open square bracket       | emails[type eq "work"                          |

  @RFC7644-3.12-i11
  Scenario: The refusal of a filter that cannot be read says so
    Given Ada Lovelace has an account
    When the client lists Users where (userName eq "{Ada.userName}"
    Then it is refused with 400 and "invalidFilter"

  # Too deep may be refused; it must not be the end of the server.
  @RFC7644-3.12-i11
  Scenario: A filter deep in brackets is evaluated or refused
    Given Ada Lovelace has an account
    When the client looks for Ada through 1000 pairs of brackets
    Then the answer is 200 or 400 or 414 or 431
    And Ada still exists

  # What a service provider fills in, it finds.
  @RFC7644-3.4.2.2-21 @needs:attribute:User.active
  Scenario: A person is found by what the service provider filled in
    Given Ada Lovelace has an account with:
      """
      {"active": null}
      """
    And the client reads Ada
    And provided that the answer's active is true
    When the client lists Users where userName eq "{Ada.userName}" and active eq true
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  @RFC7643-3-07 @needs:filter
  Scenario Outline: A person is found by an attribute that belongs to no schema: <attribute>
    Given Ada Lovelace and Grace Hopper have accounts
    When the client lists Users where userName eq "{Ada.userName}" and <filter>
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

    Examples:
      | attribute         | filter                                        |
      | id                | id eq "{Ada.id}"                              |
      | externalId        | externalId eq "{Ada.externalId}"              |
      | meta.resourceType | meta.resourceType eq "User"                   |
      | schemas           | schemas eq "urn:ietf:params:scim:schemas:core:2.0:User" |
      | meta.lastModified | meta.lastModified gt "2011-05-13T04:42:34Z" |

  # Who is asked for the primary ones does not show those of whom nothing is said.
  @RFC7643-2.4-04 @needs:filter @needs:attribute:User.emails.primary
  Scenario: An e-mail address is not primary unless it says so
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work", "primary": true},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client lists Users where emails[value eq "ada.work.{unique}@example.com" and primary eq true]
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada
    When the client lists Users where emails[value eq "ada.home.{unique}@example.com" and primary eq true]
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows nobody

  # Beyond ASCII too, where few products know of capitals, hence a warning.
  @RFC7644-7.8-01 @needs:filter
  Scenario: A userName with accents is found in any case
    Given Zoë Ångström has an account with:
      """
      {"userName": "zo\u00eb.{Ada.userName}"}
      """
    And Grace Hopper has an account
    When the client lists Users where userName eq "ZO\u00cb.{Ada.userName}"
    Then of the scenario's people the list shows Zoë

  # é is one letter, or e and an accent: few know that they are the same, hence a warning.
  @RFC7644-7.8-01 @needs:filter
  Scenario: A userName is found however its accents are written
    Given Zoë Ångström has an account with:
      """
      {"userName": "ren\u00e9e.{Ada.userName}"}
      """
    And Grace Hopper has an account
    When the client lists Users where userName eq "rene\u0301e.{Ada.userName}"
    Then of the scenario's people the list shows Zoë

  # RFC 7644 §3.4.2.2 has this one among its examples.
  @RFC7644-3.4.2.2-i04 @needs:attribute:User.emails.type
  Scenario: A person is found by a part of an e-mail address, although its value is not named
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work"}]}
      """
    And Grace Hopper has an account
    When the client lists Users where emails co "ada.work.{unique}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-i16 @needs:enterprise
  Scenario: A person is found by their manager
    Given Ada Lovelace, Grace Hopper and Alan Turing have accounts
    And the client replaces Ada with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "{Grace.id}"}}}
      """
    And Ada's urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value is "{Grace.id}"
    When the client lists Users where urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "{Grace.id}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-i01 @needs:enterprise
  Scenario: The name of an attribute of an extension is read in any case
    Given Ada Lovelace has an account with:
      """
      {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines {unique}"}}
      """
    And Grace Hopper has an account
    When the client lists Users where urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Engines {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada
    When the client lists Users where urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:DEPARTMENT eq "Engines {unique}"
    Then of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-i15 @needs:attribute:User.title
  Scenario: An escaped letter in a value is that letter
    Given Ada Lovelace has an account with:
      """
      {"title": "Gr\u00e4fin {unique}"}
      """
    And Grace Hopper has an account with:
      """
      {"title": "Another {unique}"}
      """
    When the client lists Users where title eq "Another {unique}"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Grace
    When the client lists Users where title eq "Gr\u00e4fin {unique}"
    Then of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-i09
  Scenario: The operator ge takes the very point in time
    Given Ada Lovelace has an account
    And the client reads Ada
    And the answer's meta.lastModified is kept as "then"
    When the client lists Users where userName eq "{Ada.userName}" and meta.lastModified ge "{then}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  @needs:attribute:User.active
  Scenario Outline: A boolean that is false is a value: <what>
    Given Ada Lovelace has an account with:
      """
      {"active": true}
      """
    And Grace Hopper has an account with:
      """
      {"active": false}
      """
    When the client lists Users where (userName eq "{Ada.userName}" or userName eq "{Grace.userName}") and <filter>
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows <people>

    @RFC7644-3.4.2.2-i03
    Examples:
      | what                | filter         | people |
      | it is not true      | active ne true | Grace  |

    @RFC7644-3.4.2.2-i07
    Examples:
      | what                | filter    | people        |
      | it is there as well | active pr | Ada and Grace |

  @RFC7644-3.4.2.2-15 @needs:attribute:User.emails.type
  Scenario: What stands behind square brackets counts as well
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.{unique}@example.com", "type": "work"}]}
      """
    And Grace Hopper has an account with:
      """
      {"emails": [{"value": "grace.{unique}@example.com", "type": "work"}]}
      """
    When the client lists Users where emails[type eq "work"] and userName eq "{Ada.userName}"
    Then it is declined with 400 and "invalidFilter", or of the scenario's people the list shows Ada

  @RFC7644-3.4.2.2-i08
  Scenario: A point in time may have a fraction of a second
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}" and meta.lastModified gt "2011-05-13T04:42:34Z"
    Then it may be declined with 400 and "invalidFilter"
    And of the scenario's people the list shows Ada
    When the client lists Users where userName eq "{Ada.userName}" and meta.lastModified gt "2011-05-13T04:42:34.567Z"
    Then of the scenario's people the list shows Ada
