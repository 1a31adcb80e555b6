@schema
Feature: Values
  How values of each data type are written (RFC 7643 §2.3 and §2.4), and what the
  multi-valued attributes of a user say of theirs (§4.1.2).

  @RFC7643-2.3.5-02
  Scenario: A point in time has a date and a time
    Given Ada Lovelace has an account
    When the client reads Ada
    Then the answer's meta.created matches "^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d"
    And the answer's meta.lastModified matches "^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d"

  @RFC7643-2.3.5-03 @needs:filter
  Scenario: A point in time is a string, in a list as well
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the list shows Ada
    And the answer's Resources.meta.created is a dateTime
    And the answer's Resources.meta.lastModified is a dateTime

  @RFC7643-2.3.4-01 @needs:filter
  Scenario: The numbers of a list are whole
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer is 200
    And the answer's totalResults is an integer

  @RFC7643-2.3.7-02 @needs:groups
  Scenario: The reference to a member is a URI
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client reads the group "Analysts"
    And provided that the answer's members.$ref is present
    Then the answer's members.$ref matches "^([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|\[|\]|%[0-9A-Fa-f]{2})+$"

  @RFC7643-2.3.7-02 @needs:attribute:User.profileUrl
  Scenario: The reference to a page is a URI
    Given Ada Lovelace has an account with:
      """
      {"profileUrl": "https://example.com/ada/{unique}?q=Analytical%20Engine"}
      """
    When the client reads Ada
    And provided that the answer's profileUrl is present
    Then the answer's profileUrl matches "^([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|\[|\]|%[0-9A-Fa-f]{2})+$"

  @RFC7643-2.3.7-03 @needs:groups @needs:attribute:User.groups
  Scenario: The reference to a group leads to the group
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client reads Ada
    And the client follows the answer's groups.$ref
    Then the answer is 200
    And the answer's id is "{Analysts.id}"

  @RFC7643-2.3.7-03 @needs:groups
  Scenario: The reference to a member leads to the member
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client reads the group "Analysts"
    And provided that the answer's members.$ref is present
    And the client follows the answer's members.$ref
    Then the answer is 200
    And the answer's id is "{Ada.id}"

  # Relative, or with a scheme that HTTP can follow.
  @RFC7643-2.3.7-04 @needs:groups
  Scenario: The reference to a member can be followed by HTTP
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client reads the group "Analysts"
    And provided that the answer's members.$ref is present
    Then the answer's members.$ref matches "(?i)^(https?://\S+|[^:/\s]+(/\S*)?|/\S*)$"

  @RFC7643-2.3.7-04 @needs:groups @needs:attribute:User.groups
  Scenario: The reference to a group can be followed by HTTP
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client reads Ada
    And provided that the answer's groups.$ref is present
    Then the answer's groups.$ref matches "(?i)^(https?://\S+|[^:/\s]+(/\S*)?|/\S*)$"

  @RFC7643-2.4-01 @needs:attribute:User.emails.type
  Scenario: The values of an attribute are all of one kind
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work"},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client reads Ada
    Then the answer is a valid User
    And each of the answer's emails has value

  # Lists are often made by other code than a single resource.
  @RFC7643-2.4-01 @needs:groups @needs:filter
  Scenario: The members of a group are complex in a list as well
    Given Ada Lovelace has an account
    And a group "Analysts" with Ada
    When the client lists Groups where displayName eq "{Analysts.displayName}"
    Then the list shows the group "Analysts"
    And provided that the answer's Resources.members is present
    And each of the answer's Resources.members has value

  @RFC7643-2.4-04 @needs:attribute:User.emails.primary
  Scenario: Beside the primary e-mail address another is not shown as primary
    Given Ada Lovelace has an account with:
      """
      {"emails": [
        {"value": "ada.work.{unique}@example.com", "type": "work", "primary": true},
        {"value": "ada.home.{unique}@example.com", "type": "home"}
      ]}
      """
    When the client reads Ada
    Then the answer's emails[type eq "home"].value is "ada.home.{unique}@example.com"
    And the answer's emails[type eq "home"].primary is one of [false, null]

  @RFC7643-2.4-06 @needs:attribute:User.emails.type
  Scenario: An e-mail address is shown with its type
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.{unique}@example.com", "type": "home"}]}
      """
    When the client reads Ada
    Then the answer's emails.type is "home"

  @RFC7643-3-02 @needs:groups
  Scenario: The schemas of a group are a list of URIs
    Given a group "Analysts"
    When the client reads the group "Analysts"
    Then the answer is a valid Group
    And the answer's schemas matches "^[A-Za-z][A-Za-z0-9+.-]*:\S+$"

  @RFC7643-3-02 @needs:filter
  Scenario: A list has a list of schemas
    Given Ada Lovelace has an account
    When the client lists Users where userName eq "{Ada.userName}"
    Then the answer's schemas is a list
    And the answer's schemas contains "urn:ietf:params:scim:api:messages:2.0:ListResponse"

  @RFC7643-3-02
  Scenario: An error has a list of schemas
    When the client sends GET "/Users/nobody-{unique}"
    Then the answer is 404
    And the answer's schemas is a list
    And the answer's schemas contains "urn:ietf:params:scim:api:messages:2.0:Error"

  @RFC7643-4.1.2-01 @needs:attribute:User.emails
  Scenario: An e-mail address has the form of one
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.{unique}@example.com", "type": "work"}]}
      """
    When the client reads Ada
    Then the answer's emails.value matches "^[^@\s<>:]+@[^@\s<>:]+$"

  @RFC7643-4.1.2-02 @needs:attribute:User.emails
  Scenario: The domain of an e-mail address is shown in small letters
    Given Ada Lovelace has an account with:
      """
      {"emails": [{"value": "ada.{unique}@EXAMPLE.COM", "type": "work"}]}
      """
    When the client reads Ada
    Then the answer's emails.value matches "@example\.com$"

  # Sent in the form of RFC 3966, it is to stay in it.
  @RFC7643-4.1.2-05 @needs:attribute:User.phoneNumbers.type
  Scenario: A telephone number that is a URI stays one
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "tel:+44-20-7946-0101", "type": "work"}]}
      """
    When the client reads Ada
    Then the answer's phoneNumbers.value matches "^tel:\+"

  # As it was sent, or in the form of RFC 3966; where that is appropriate the text leaves open.
  @RFC7643-4.1.2-06 @needs:attribute:User.phoneNumbers.type
  Scenario: A telephone number that is no URI is kept, or made one
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [{"value": "+44 20 7946 0101", "type": "work"}]}
      """
    When the client reads Ada
    Then the answer's phoneNumbers.value matches "^(tel:)?\+44[ .-]?20[ .-]?7946[ .-]?0101$"

  # As it was sent, or without blanks and in small letters.
  @RFC7643-4.1.2-09 @needs:attribute:User.ims.type
  Scenario: An instant messaging address is kept, or made canonical
    Given Ada Lovelace has an account with:
      """
      {"ims": [{"value": "Ada Lovelace {unique}", "type": "skype"}]}
      """
    When the client reads Ada
    Then the answer's ims.value matches "^[Aa]da ?[Ll]ovelace ?(?i:{unique})$"

  @RFC7643-4.1.2-10 @needs:attribute:User.ims.type
  Scenario: An instant messaging address has a type that the standard knows
    Given Ada Lovelace has an account with:
      """
      {"ims": [{"value": "ada.{unique}", "type": "xmpp"}]}
      """
    When the client reads Ada
    Then the answer's ims.type matches "^(aim|gtalk|icq|xmpp|msn|skype|qq|yahoo|other)$"

  @RFC7643-4.1.2-19 @needs:attribute:User.addresses.country
  Scenario: A country has two letters
    Given Ada Lovelace has an account with:
      """
      {"addresses": [{"type": "work", "locality": "London", "country": "GB"}]}
      """
    When the client reads Ada
    And provided that the answer's addresses.country is present
    Then the answer's addresses.country matches "^[A-Za-z]{2}$"
    And the answer's addresses.country matches "(?i)^GB$"

  # Canonical values are suggestions: a warning.
  @RFC7643-4.1.2-i01 @needs:attribute:User.photos.type
  Scenario: The two sizes of a photo are kept apart
    Given Ada Lovelace has an account with:
      """
      {"photos": [
        {"value": "https://example.com/ada/{unique}/large.jpg", "type": "photo"},
        {"value": "https://example.com/ada/{unique}/small.jpg", "type": "thumbnail"}
      ]}
      """
    When the client reads Ada
    Then the answer's photos[type eq "photo"].value is "https://example.com/ada/{unique}/large.jpg"
    And the answer's photos[type eq "thumbnail"].value is "https://example.com/ada/{unique}/small.jpg"

  @RFC7643-4.1.2-i02 @needs:attribute:User.phoneNumbers.type
  Scenario: A telephone number of every usual type is kept
    Given Ada Lovelace has an account with:
      """
      {"phoneNumbers": [
        {"value": "tel:+44-20-7946-0101", "type": "work"},
        {"value": "tel:+44-20-7946-0102", "type": "home"},
        {"value": "tel:+44-7700-900101", "type": "mobile"},
        {"value": "tel:+44-20-7946-0103", "type": "fax"},
        {"value": "tel:+44-20-7946-0104", "type": "pager"},
        {"value": "tel:+44-20-7946-0105", "type": "other"}
      ]}
      """
    When the client reads Ada
    Then the answer's phoneNumbers is a list of 6
    And the answer's phoneNumbers.type is ["work", "home", "mobile", "fax", "pager", "other"]

  @RFC7643-4.1.2-24 @needs:attribute:User.x509Certificates
  Scenario: A certificate is the base64 of its DER form
    Given Ada Lovelace has an account with:
      """
      {"x509Certificates": [{"value": "MIIBQjCB9aADAgECAhRVAx4e3sbKDnCWqirtjNp5j15h/zAFBgMrZXAwFzEVMBMGA1UEAwwMQWRhIExvdmVsYWNlMB4XDTI2MTEyMzE0NDcxOVoXDTM2MTEyMDE0NDcxOVowFzEVMBMGA1UEAwwMQWRhIExvdmVsYWNlMCowBQYDK2VwAyEA6tOQ3jPuSNP6JYnF3lhXzI5zeioe3BKWdiYrkvywe72jUzBRMB0GA1UdDgQWBBQDydUWMeKW5Jex3wYWHgoBvJXKxzAfBgNVHSMEGDAWgBQDydUWMeKW5Jex3wYWHgoBvJXKxzAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBABsNjln2Lk5BpZMafs5OfghLyjnvtOJ6O8HwSx7sxMjpIjcv/AiQcirr4D+/whWknisoY9VkbDzkxDFICKePsg4="}]}
      """
    When the client reads Ada
    And provided that the answer's x509Certificates is present
    Then the answer's x509Certificates.value matches "^MII[A-Za-z0-9+/]+={0,2}$"

  # Two of them in one value would be twice as long.
  @RFC7643-4.1.2-25 @needs:attribute:User.x509Certificates
  Scenario: One value is one certificate
    Given Ada Lovelace has an account with:
      """
      {"x509Certificates": [
        {"value": "MIIBQjCB9aADAgECAhRVAx4e3sbKDnCWqirtjNp5j15h/zAFBgMrZXAwFzEVMBMGA1UEAwwMQWRhIExvdmVsYWNlMB4XDTI2MTEyMzE0NDcxOVoXDTM2MTEyMDE0NDcxOVowFzEVMBMGA1UEAwwMQWRhIExvdmVsYWNlMCowBQYDK2VwAyEA6tOQ3jPuSNP6JYnF3lhXzI5zeioe3BKWdiYrkvywe72jUzBRMB0GA1UdDgQWBBQDydUWMeKW5Jex3wYWHgoBvJXKxzAfBgNVHSMEGDAWgBQDydUWMeKW5Jex3wYWHgoBvJXKxzAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBABsNjln2Lk5BpZMafs5OfghLyjnvtOJ6O8HwSx7sxMjpIjcv/AiQcirr4D+/whWknisoY9VkbDzkxDFICKePsg4="},
        {"value": "MIIBQjCB9aADAgECAhQbjtr6/m2KcI642em1o7lQNZEf0zAFBgMrZXAwFzEVMBMGA1UEAwwMR3JhY2UgSG9wcGVyMB4XDTI2MTEyMzE0NDcxOVoXDTM2MTEyMDE0NDcxOVowFzEVMBMGA1UEAwwMR3JhY2UgSG9wcGVyMCowBQYDK2VwAyEAJqOBGiBS6nYqtGiY25VQ7hVXwWR9n1Nw+2q0bywso9yjUzBRMB0GA1UdDgQWBBSufltaXSDgkES+9WLzGbbQm22qBjAfBgNVHSMEGDAWgBSufltaXSDgkES+9WLzGbbQm22qBjAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBANQ4HU6hsBzSXVZc6juKgomd8R5fVmplNNxZ7zplaxjc68sBim5cBS99pjX4vpy9D9JZdvlrfQrSyxjIeZFUcQ4="}
      ]}
      """
    When the client reads Ada
    And provided that the answer's x509Certificates is present
    Then the answer's x509Certificates.value matches "^MII[A-Za-z0-9+/]{400,450}={0,2}$"
