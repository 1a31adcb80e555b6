@protocol
Feature: Me
  /Me stands for the resource of whoever is authenticated (RFC 7644 §3.11). A service
  provider answers for it, redirects to it, or does not know it. People ask with their
  own credential where the target's file lends them one, else the service asks for itself.

  @RFC7644-3.11-03
  Scenario: /Me is answered, redirected, or not implemented
    When the client sends GET "/Me"
    Then the answer is 200 or 308 or 501

  @RFC7644-3.11-03 @needs:own-credential
  Scenario: /Me of a person is answered, redirected, or not implemented
    Given Ada Lovelace has an account
    When Ada sends GET "/Me"
    Then the answer is 200 or 308 or 501

  # Where one is for good, that is: not at /Me.
  @RFC7644-3.11-07 @needs:me
  Scenario: An answer about oneself says where one is
    Given Ada Lovelace has an account
    When Ada sends GET "/Me"
    Then the answer is 200 or 307 or 308
    And the answer's header "Location" is present
    And the answer's header "Location" matches "([^e]|[^M]e|[^/]Me)$"

  @RFC7644-3.11-07 @needs:me @needs:own-credential
  Scenario: Everybody is told where they are themselves
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada sends GET "/Me"
    Then the answer's header "Location" points to Ada
    When Grace sends GET "/Me"
    Then the answer's header "Location" points to Grace

  # Not /Me itself, that is. Whether one may see oneself there is another matter.
  @RFC7644-3.11-07 @needs:me
  Scenario: The place where one is does not depend on who asks
    Given Ada Lovelace has an account
    When Ada sends GET "/Me"
    And the answer's header "Location" is kept as "place"
    And the client follows the answer's header "Location"
    Then the answer is 200 or 401 or 403
    And provided that the answer is 200
    And the answer's meta.location matches "{place}$"

  @RFC7644-3.11-07 @needs:me
  Scenario: What is shown of oneself has the same place
    Given Ada Lovelace has an account
    When Ada sends GET "/Me"
    And provided that the answer is 200
    Then the answer's meta.location equals the answer's header "Location"

  @RFC7644-3.11-i02 @needs:own-credential
  Scenario: Everybody is shown themselves
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada reads /Me
    Then the answer is 200
    And the answer's id is "{Ada.id}"
    And the answer's userName is "{Ada.userName}"
    When Grace reads /Me
    Then the answer's id is "{Grace.id}"
    And the answer's userName is "{Grace.userName}"

  # What people may do to themselves is for the service provider to say.
  @RFC7644-3.11-i02 @needs:own-credential @needs:patch @needs:attribute:User.displayName
  Scenario: Who changes /Me changes themselves and nobody else, or is refused
    Given Ada Lovelace and Grace Hopper have accounts
    When Ada patches /Me with:
      """
      [{"op": "replace", "path": "displayName", "value": "Ada King {unique}"}]
      """
    Then it is declined with 401 or 403 or 405 or 501, or Ada's displayName is "Ada King {unique}"
    And Grace is unchanged

  @RFC7644-3.9-03 @needs:me
  Scenario: Of oneself too only what is asked for is shown
    Given Ada Lovelace has an account
    And the next request carries:
      | query | attributes | userName |
    When Ada sends GET "/Me"
    And provided that the answer is 200
    Then the answer has only id, userName
    And the answer's id is present
