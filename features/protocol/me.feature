@protocol
Feature: Me
  /Me stands for the resource of whoever is authenticated (RFC 7644 §3.11). A service
  provider answers for it, redirects to it, or does not know it.

  @RFC7644-3.11-03
  Scenario: /Me is answered, redirected, or not implemented
    When the client sends GET "/Me"
    Then the answer is 200 or 308 or 501

  @RFC7644-3.11-07 @needs:me
  Scenario: An answer about oneself says where one is
    When the client sends GET "/Me"
    Then the answer is 200 or 307 or 308
    And the answer's header "Location" is present

  # Not /Me itself, that is. Whether one may see oneself there is another matter.
  @RFC7644-3.11-07 @needs:me
  Scenario: The place where one is does not depend on who asks
    When the client sends GET "/Me"
    And the answer's header "Location" is kept as "place"
    And the client follows the answer's header "Location"
    Then the answer is 200 or 401 or 403
    And provided that the answer is 200
    And the answer's meta.location matches "{place}$"

  @RFC7644-3.11-07 @needs:me
  Scenario: What is shown of oneself has the same place
    When the client sends GET "/Me"
    And provided that the answer is 200
    Then the answer's meta.location equals the answer's header "Location"

  @RFC7644-3.9-03 @needs:me
  Scenario: Of oneself too only what is asked for is shown
    Given the next request carries:
      | query | attributes | userName |
    When the client sends GET "/Me"
    And provided that the answer is 200
    Then the answer has only id, userName
    And the answer's id is present
