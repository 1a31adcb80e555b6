@lifecycle
Feature: Who is out is out
  A disabled account that still opens is worse than none: everybody believes that
  the leaver is out. So each way in is tried before, and tried again after, while
  somebody else goes on getting in the same way.

  @LIFECYCLE-LOGIN-01
  Scenario Outline: A password opens nothing after <road>
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by password
    When Ada is deactivated by <road>
    Then Ada is refused by password, while Grace gets in

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  @LIFECYCLE-LOGIN-06
  Scenario Outline: A password buys no token after <road>
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by password grant
    When Ada is deactivated by <road>
    Then Ada is refused by password grant, while Grace gets in

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  @LIFECYCLE-LOGIN-07
  Scenario: A login that is refused after a deletion makes no account
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by password
    When Ada is deactivated by DELETE
    Then Ada is refused by password, while Grace gets in
    And no account has the userName "{Ada.userName}"

  @LIFECYCLE-LOGIN-07
  Scenario: No way in that is tried after a deletion makes an account
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in in every way that the target has
    When Ada is deactivated by DELETE
    Then Ada is refused in every way, while Grace gets in
    And no account has the userName "{Ada.userName}"

  @LIFECYCLE-LOGIN-08
  Scenario: Who has logged in is found under the userName as before
    Given Ada Lovelace has an account
    When Ada gets in by password
    Then Ada is found by userName

  @LIFECYCLE-LOGIN-08
  Scenario: Who has logged in in every way is found under the userName as before
    Given Ada Lovelace has an account
    When Ada gets in in every way
    Then Ada is found by userName

  @LIFECYCLE-LOGIN-02
  Scenario Outline: A session of before ends with <road>
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by session
    When Ada is deactivated by <road>
    Then Ada is refused by session, while Grace gets in

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  @LIFECYCLE-LOGIN-03
  Scenario Outline: An access token of before ends with <road>
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by access token
    When Ada is deactivated by <road>
    Then Ada is refused by access token, while Grace gets in

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  @LIFECYCLE-LOGIN-03 @needs:me @needs:own-credential
  Scenario Outline: A token of before opens /Me no more after <road>
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have been shown themselves by /Me
    When Ada is deactivated by <road>
    Then Ada is refused at /Me, while Grace is shown herself

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  @LIFECYCLE-LOGIN-04
  Scenario Outline: A refresh token of before ends with <road>
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by refresh token
    When Ada is deactivated by <road>
    Then Ada is refused by refresh token, while Grace gets in

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  @LIFECYCLE-LOGIN-05
  Scenario Outline: A personal API token of before ends with <road>
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by API token
    When Ada is deactivated by <road>
    Then Ada is refused by API token, while Grace gets in

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  # Whatever the product calls them: the ways in are those that its file declares.
  @LIFECYCLE-LOGIN-09
  Scenario Outline: No way in is left after <road>
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in in every way that the target has
    When Ada is deactivated by <road>
    Then Ada is refused in every way, while Grace gets in

    Examples:
      | road                 |
      | PATCH with a path    |
      | PATCH without a path |
      | PUT                  |
      | DELETE               |

  # A job may take another way through a service provider than its operations by themselves.
  @needs:bulk @needs:patch
  Scenario Outline: A deactivation in bulk ends the <credential> of before
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by <credential>
    When the client sends these bulk operations:
      | method | path            | bulkId | data                                                    |
      | PATCH  | /Users/{Ada.id} |        | [{"op": "replace", "path": "active", "value": false}] |
    And provided that the bulk operation "PATCH /Users/{Ada.id}" is 200 or 204
    Then Ada is refused by <credential>, while Grace gets in

    @LIFECYCLE-LOGIN-01
    Examples:
      | credential |
      | password   |

    @LIFECYCLE-LOGIN-02
    Examples:
      | credential |
      | session    |

    @LIFECYCLE-LOGIN-03
    Examples:
      | credential   |
      | access token |

  @LIFECYCLE-LOGIN-02 @needs:patch
  Scenario: A session of before ends with a deactivation beside another change
    Given Ada Lovelace and Grace Hopper have accounts
    And Ada and Grace have logged in by session
    When the client patches Ada with:
      """
      [{"op": "replace", "path": "displayName", "value": "Ada King"}, {"op": "replace", "path": "active", "value": false}]
      """
    Then Ada is refused by session, while Grace gets in
