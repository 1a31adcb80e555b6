@schema
Feature: Users
  What RFC 7643 §4.1 says of the attributes of a user.

  @RFC7643-4.1.1-01
  Scenario: A person has a userName
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's userName matches "\S"

  @RFC7643-8.7.1-i01
  Scenario: The schema says that a userName is required, unique and read in any case
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User"
    Then the answer's attributes[name eq "userName"].required is true
    And the answer's attributes[name eq "userName"].uniqueness is one of ["server", "global"]
    And the answer's attributes[name eq "userName"].caseExact is one of [false, null]

  @RFC7643-8.7.1-i01 @needs:attribute:User.groups
  Scenario: The schema says that a user's groups are read-only
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User"
    Then the answer's attributes[name eq "groups"].mutability is "readOnly"

  @RFC7643-4.1.1-20 @needs:attribute:User.password
  Scenario: The schema says that a password is never returned
    When the client sends GET "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User"
    Then the answer's attributes[name eq "password"].mutability is "writeOnly"
    And the answer's attributes[name eq "password"].returned is "never"

  @RFC7643-4.1.1-14 @needs:attribute:User.password
  Scenario: The answer to a creation does not show the password
    When the client creates Ada Lovelace with:
      """
      {"password": "Aa1!-{unique}"}
      """
    Then the answer is 201
    And the answer's password is absent
    And the answer nowhere shows "{Ada.password}"

  @RFC7643-4.1.1-14 @needs:attribute:User.password
  Scenario: A read does not show the password
    Given Ada Lovelace has an account with:
      """
      {"password": "Aa1!-{unique}"}
      """
    When the client reads Ada
    Then the answer is 200
    And the answer's password is absent
    And the answer nowhere shows "{Ada.password}"

  @RFC7643-7-23 @needs:attribute:User.password @needs:filter
  Scenario: A list does not show the password
    Given Ada Lovelace has an account with:
      """
      {"password": "Aa1!-{unique}"}
      """
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada
    And the answer nowhere shows "{Ada.password}"

  @RFC7643-4.1.1-14 @needs:attribute:User.password
  Scenario: The answer to a replacement does not show the password
    Given Ada Lovelace has an account
    When the client replaces Ada with:
      """
      {"password": "Aa1!-{unique}"}
      """
    Then the answer is 200 or 204
    And the answer nowhere shows "{Ada.password}"

  @RFC7643-4.1.1-i06 @needs:attribute:User.password @needs:patch
  Scenario: A password can be changed
    Given Ada Lovelace has an account with:
      """
      {"password": "Aa1!-{unique}"}
      """
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "password", "value": "Bb2!-{unique}"}]
      """
    Then the answer is 200 or 204
    And the answer nowhere shows "Bb2!-{unique}"

  @RFC7643-2.3.2-i01 @needs:attribute:User.active
  Scenario Outline: active is a boolean: <value>
    Given Ada Lovelace has an account with:
      """
      {"active": <value>}
      """
    When the client reads Ada
    Then the answer's active is <value>

    Examples:
      | value |
      | true  |
      | false |

  # A provider that hides the inactive hinders its clients: a warning.
  @RFC7643-4.1.1-i05 @needs:attribute:User.active
  Scenario: Who is inactive can still be read
    Given Ada Lovelace has an account
    When the client replaces Ada with:
      """
      {"active": false}
      """
    And the client reads Ada
    Then the answer is 200
    And the answer's active is false

  @RFC7643-2.3-i01
  Scenario: A person's attributes have the types of the schema
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer is 200
    And the answer is a valid User

  @RFC7643-2.3-i01 @needs:attribute:User.emails
  Scenario: Each of several e-mail addresses has the type of the schema
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work", "primary": true},
        {"value": "ada.home.{unique}@example.com"}
      ]}
      """
    When the client reads Ada
    Then the answer is 200
    And the answer is a valid User

  # Lists are often made by other code than a single resource.
  @RFC7643-2.3-i01 @needs:filter
  Scenario: A person's attributes have the types of the schema in a list as well
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then of the scenario's people the list shows Ada
    And every listed resource is a valid User

  # A language in which "1815" is a number is no excuse.
  @RFC7643-2.3-i01 @needs:attribute:User.nickName
  Scenario: A text that has digits only stays a text
    Given Ada Lovelace has an account with:
      """
      {"nickName": "1815"}
      """
    When the client reads Ada
    Then the answer's nickName is "1815"

  # A service provider may alter or ignore what it is sent; a loss is worth a warning.
  @RFC7644-3.3-01
  Scenario Outline: A person's <attribute> is kept as it was sent
    Given Ada Lovelace has an account with:
      """
      {"<attribute>": <value>}
      """
    When the client reads Ada
    Then the answer has:
      """
      {"<attribute>": <value>}
      """

    @needs:attribute:User.name
    Examples:
      | attribute | value                                                                     |
      | name      | {"givenName": "Ada", "middleName": "King", "familyName": "Lovelace"}      |

    @needs:attribute:User.displayName
    Examples:
      | attribute   | value                     |
      | displayName | "Ada, Countess {unique}"  |

    @needs:attribute:User.nickName
    Examples:
      | attribute | value                  |
      | nickName  | "Enchantress {unique}" |

    @needs:attribute:User.preferredLanguage
    Examples:
      | attribute         | value   |
      | preferredLanguage | "en-GB" |

    @needs:attribute:User.timezone
    Examples:
      | attribute | value           |
      | timezone  | "Europe/London" |

    @needs:attribute:User.profileUrl
    Examples:
      | attribute  | value                              |
      | profileUrl | "https://example.com/ada/{unique}" |

  @RFC7644-3.8-i02 @needs:attribute:User.emails.type
  Scenario: A single e-mail address is a list of one
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.{unique}@example.com", "type": "work"}]}
      """
    When the client reads Ada
    Then the answer has:
      """
      {"emails": [{"value": "ada.{unique}@example.com", "type": "work"}]}
      """
    And the answer is a valid User

  # A provider may refuse two primaries or choose one of them.
  @RFC7643-2.4-03 @needs:attribute:User.emails.primary
  Scenario: No more than one e-mail address is primary
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.work.{unique}@example.com", "type": "work", "primary": true}]}
      """
    When the client replaces Ada with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work", "primary": true},
        {"value": "ada.home.{unique}@example.com", "type": "home", "primary": true}
      ]}
      """
    Then the answer is 200 or 204 or 400
    And Ada's emails[primary eq true].value is one of ["ada.work.{unique}@example.com", "ada.home.{unique}@example.com", null]

  @RFC7643-2.4-08 @needs:attribute:User.emails.type
  Scenario: The same e-mail address is not shown twice
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.{unique}@example.com", "type": "work"}]}
      """
    When the client replaces Ada with:
      """
      {"emails": [
        {"value": "ada.{unique}@example.com", "type": "work"},
        {"value": "ada.{unique}@example.com", "type": "work"}
      ]}
      """
    Then the answer is 200 or 204 or 400
    And Ada's emails is a list of 1

  @RFC7643-4.1.1-07 @needs:attribute:User.name.formatted
  Scenario: The name as a whole and its parts are the same name
    Given Ada Lovelace has an account with:
      """
      {"name": {"formatted": "Ada Lovelace", "givenName": "Ada", "familyName": "Lovelace"}}
      """
    When the client reads Ada
    And provided that the answer's name.formatted is present
    Then the answer's name.formatted matches "(?i)lovelace"
    And the answer's name.formatted matches "(?i)\bada\b"
    And the answer's name.givenName is one of ["Ada", null]
    And the answer's name.familyName is one of ["Lovelace", null]

  # A service provider may alter what it is sent: a warning.
  Scenario Outline: A person's <attribute> is <what>
    When the client creates Ada Lovelace with:
      """
      {"<attribute>": "<value>"}
      """
    Then the answer is 201
    And Ada's <attribute> is "<value>"

    @RFC7643-4.1.1-i01 @needs:attribute:User.profileUrl
    Examples:
      | attribute  | what  | value                                        |
      | profileUrl | a URL | https://example.com/people/ada?page={unique} |

    @RFC7643-4.1.1-i02 @needs:attribute:User.preferredLanguage
    Examples:
      | attribute         | what                            | value                      |
      | preferredLanguage | a list of languages with weights | en-GB, en;q=0.8, fr;q=0.5 |

    @RFC7643-4.1.1-i03 @needs:attribute:User.locale
    Examples:
      | attribute | what           | value |
      | locale    | a language tag | en-GB |

    @RFC7643-4.1.1-i04 @needs:attribute:User.timezone
    Examples:
      | attribute | what                         | value         |
      | timezone  | a name of the Olson database | Europe/London |
