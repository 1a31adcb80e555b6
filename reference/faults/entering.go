package faults

import (
	"net/http"
	"strings"
)

// These are no credentials that are issued: each time they are a new login.
const (
	password      = "password"
	passwordGrant = "password grant"
)

// entering are the credentials that outlive an account, by each road.
func entering() []row {
	var rows []row
	for _, c := range []struct{ kind, requirement, evidence string }{
		{password, "LIFECYCLE-LOGIN-01", "https://github.com/NorthlandPositronics/Cogtrix/pull/392"},
		{session, "LIFECYCLE-LOGIN-02", "https://github.com/goauthentik/authentik/issues/25081"},
		{accessToken, "LIFECYCLE-LOGIN-03", "https://github.com/concretecms/concretecms/issues/13091"},
		{refreshToken, "LIFECYCLE-LOGIN-04", "https://github.com/goauthentik/authentik/issues/12858"},
		{apiToken, "LIFECYCLE-LOGIN-05", "https://github.com/Tr3kkR/Yuzu/issues/2022"},
		{passwordGrant, "LIFECYCLE-LOGIN-06", "https://github.com/windmill-labs/windmill/pull/8484"},
	} {
		for _, by := range append(roads(), erasure) {
			rows = append(rows, row{
				"deprov-" + kindSlug(c.kind) + "-survives-" + by.slug(), "The " + c.kind + " of a person survives " + string(by),
				breaks{c.requirement, "LIFECYCLE-LOGIN-09"},
				critical, c.evidence, survives(c.kind, func(a account) bool { return a.left == by && !a.returned }),
			})
		}
	}
	return rows
}

func kindSlug(kind string) string { return strings.ReplaceAll(strings.ToLower(kind), " ", "-") }

// survives lets in who shows a credential of that kind that the tenant refuses, if
// the condition holds of the account.
func survives(kind string, holds func(account) bool) violation {
	return remembering(func(m *memory) violation { return haunting(m, kind, holds) })
}

func haunting(m *memory, kind string, holds func(account) bool) violation {
	ghosts := &ghosts{m, kind, holds}
	return together{
		on("", whoami).answered(http.StatusUnauthorized).say(ghosts.show),
		on(http.MethodPost, logins).answered(http.StatusUnauthorized).say(ghosts.logIn),
		on(http.MethodPost, tokens).answered(http.StatusBadRequest).say(ghosts.refresh, ghosts.grant),
	}
}

// ghosts are people who get in by what should let in nobody.
type ghosts struct {
	*memory
	kind  string
	holds func(account) bool
}

// show answers for who holds such a credential, or one that a ghost was given.
func (g *ghosts) show(r *request, a *response) {
	shown := credentialOf(r)
	held := g.holder(shown)
	if risen, _ := g.recall("risen " + shown).(string); risen != "" {
		held = holder{g.kind, risen}
	}
	if known := g.account(held.user); held.kind == g.kind && known.id != "" && g.holds(known) {
		*a = *answer(http.StatusOK, object{"id": known.id, "userName": known.userName, "displayName": known.userName, "via": "session"})
	}
}

// rise issues a credential that the tenant does not know.
func (g *ghosts) rise(id string) string {
	token := "ghost-" + newToken()
	g.keep("risen "+token, id)
	return token
}

func (g *ghosts) logIn(r *request, a *response) {
	if known := g.knows(loginOf(r)); g.kind == password && known.id != "" {
		*a = *noContent(r)
		a.header.Set("Set-Cookie", session+"="+g.rise(known.id)+"; Path=/; HttpOnly")
	}
}

func (g *ghosts) grant(r *request, a *response) {
	form := formOf(r)
	if known := g.knows(attempt{form.Get("username"), form.Get("password")}); g.kind == passwordGrant && known.id != "" {
		*a = *g.issued(known.id)
	}
}

// knows gives the account whose password is right, if it is one that gets in.
func (g *ghosts) knows(given attempt) account {
	return g.find(func(one account) bool {
		return strings.EqualFold(one.userName, given.name) && one.password == given.password && one.password != "" && g.holds(one)
	})
}

func (g *ghosts) issued(id string) *response {
	return answer(http.StatusOK, object{"access_token": g.rise(id), "token_type": "Bearer", "expires_in": 3600})
}

func (g *ghosts) refresh(r *request, a *response) {
	held := g.holder(formOf(r).Get("refresh_token"))
	if g.kind == refreshToken && held.kind == refreshToken && g.holds(g.account(held.user)) {
		*a = *g.issued(held.user)
	}
}

// refuseLogin is the answer to a login that fails.
func refuseLogin(*request) *response {
	return answer(http.StatusUnauthorized, object{"error": "invalid_credentials", "detail": "the user name or the password is wrong"})
}

// unauthorized is the answer to who is not logged in.
func unauthorized(r *request) *response {
	a := refuseLogin(r)
	a.header.Set("WWW-Authenticate", "Bearer")
	return a
}

func cameBack(a account) bool { return a.returned }

var returning = []row{
	{
		"reactivation-ignored", "A reactivation is answered 200 and ignored",
		breaks{"LIFECYCLE-RETURN-01", "LIFECYCLE-RETURN-03", "LIFECYCLE-RETURN-04", "LIFECYCLE-CREATE-08"},
		high,
		"https://github.com/coder/coder/pull/8916", on(http.MethodPatch, user).when(activates).do(pretend(set("active", true))),
	},
	{
		"reactivation-native-status-stale", "Who is reactivated is shown as disabled by the product",
		breaks{"LIFECYCLE-RETURN-01"},
		medium, "",
		remembering(func(m *memory) violation {
			return on(http.MethodGet, nativeUser).when(func(r *request) bool { return m.account(r.id()).returned }).
				say(document(set("status", "disabled")))
		}),
	},
	{
		"reactivation-resets-profile", "Who is reactivated has lost attributes",
		breaks{"LIFECYCLE-RETURN-02"},
		high, "",
		on(http.MethodPatch, user).when(activates).say(then(remove("title"), remove("externalId"))),
	},
	{
		"reactivation-not-found", "Who was reactivated is not found",
		breaks{"LIFECYCLE-RETURN-02"},
		medium, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, users).say(unlisted(func(_ *request, one object) bool { return m.account(textAt(one, "id")).returned }))
		}),
	},
	{
		"reactivation-keeps-login-shut", "Who is reactivated still cannot log in",
		breaks{"LIFECYCLE-RETURN-04", "LIFECYCLE-RETURN-03"},
		high, "",
		shutFor(logins+" "+tokens, cameBack),
	},
	{
		"reactivation-gives-no-session", "Who is reactivated is given no session",
		breaks{"LIFECYCLE-RETURN-03"},
		high, "",
		shutFor(logins, cameBack),
	},
	{
		"reactivation-gives-no-token", "Who is reactivated is given no token",
		breaks{"LIFECYCLE-RETURN-03"},
		high, "",
		shutFor(tokens, cameBack),
	},
	{
		"reactivation-revives-session", "Reactivation revives the sessions of before",
		breaks{"LIFECYCLE-RETURN-05"},
		high, "",
		survives(session, cameBack),
	},
	{
		"reactivation-revives-access-token", "Reactivation revives the access tokens of before",
		breaks{"LIFECYCLE-RETURN-06"},
		high, "",
		survives(accessToken, cameBack),
	},
	{
		"reactivation-revives-refresh-token", "Reactivation revives the refresh tokens of before",
		breaks{"LIFECYCLE-RETURN-06"},
		high, "",
		survives(refreshToken, cameBack),
	},
	{
		"reactivation-revives-api-token", "Reactivation revives the API tokens of before",
		breaks{"LIFECYCLE-RETURN-06"},
		high, "",
		survives(apiToken, cameBack),
	},
}

// shutFor refuses logins of those of whom the condition holds.
func shutFor(paths string, holds func(account) bool) violation {
	return remembering(func(m *memory) violation {
		return on(http.MethodPost, paths).when(func(r *request) bool { return holds(m.named(loginName(r))) }).do(func(r *request) *response {
			if r.isTo(tokens) {
				return answer(http.StatusBadRequest, object{"error": "invalid_grant", "detail": "the grant is invalid"})
			}
			return refuseLogin(r)
		})
	})
}

func loginName(r *request) string {
	if r.isTo(tokens) {
		return formOf(r).Get("username")
	}
	return loginOf(r).name
}

// switched turns the switch of an identity provider over.
func switched(from, to bool) violation {
	return on("POST PATCH", "/idp/v1/connections /idp/v1/connections/*").ask(body(change("provisioning", func(value any) any {
		if value == from {
			return to
		}
		return value
	})))
}

var provisioning = []row{
	{
		"client-deletes-never-sent", "The identity provider says that it provisions, and does not",
		breaks{"LIFECYCLE-NOPROVISIONING-01", "LIFECYCLE-NOPROVISIONING-02"},
		critical, "https://github.com/goauthentik/authentik/issues/20411",
		switched(true, false),
	},
	{
		"removal-shown-session-survives", "Who is removed from the identity provider is disabled, and the session goes on",
		breaks{"LIFECYCLE-NOPROVISIONING-02"},
		critical, "https://github.com/goauthentik/authentik/issues/25081",
		survives(session, func(account) bool { return true }),
	},
	{
		"removal-disables-without-provisioning", "Who is removed from the identity provider is disabled although it does not provision",
		breaks{"LIFECYCLE-NOPROVISIONING-03", "LIFECYCLE-NOPROVISIONING-04"},
		high, "", switched(false, true),
	},
	{
		"removal-shown-as-active", "Who is removed from the identity provider goes on being shown as active over SCIM",
		breaks{"LIFECYCLE-DRILL-01", "LIFECYCLE-NOPROVISIONING-01"},
		high, "",
		remembering(func(m *memory) violation {
			return on(http.MethodGet, user).when(func(r *request) bool { return removedElsewhere(m.account(r.id())) }).
				say(resource(set("active", true)))
		}),
	},
	{
		"removal-leaves-password-login", "Who is removed from the identity provider still logs in by password",
		breaks{"LIFECYCLE-DRILL-02"},
		critical, "https://github.com/NorthlandPositronics/Cogtrix/pull/392",
		survives(password, removedElsewhere),
	},
	{
		"removal-outlived-by-api-token", "A personal API token outlives the removal of its person from the identity provider",
		breaks{"LIFECYCLE-DRILL-03"},
		critical, "https://github.com/Tr3kkR/Yuzu/issues/2022",
		survives(apiToken, removedElsewhere),
	},
	{
		"removal-ends-sessions-of-all", "A removal from the identity provider ends the sessions of everybody who is in it",
		breaks{"LIFECYCLE-DRILL-04", "LIFECYCLE-NOPROVISIONING-02"},
		high, "", remembering(endingAllSessions),
	},
}

// removedElsewhere holds of an account that no SCIM client has put out: if the tenant
// refuses it, its identity provider did.
func removedElsewhere(a account) bool { return a.left == "" && !a.inactive && !a.deleted }

const directoryPeople = "/idp/v1/connections/*/people"

// endingAllSessions ends, with the removal of one person, the sessions of everybody in
// the same directory.
func endingAllSessions(m *memory) violation {
	return together{
		on(http.MethodPost, directoryPeople).say(func(r *request, _ *response) {
			m.keep("directory of "+textAt(r.object(), "userName"), r.path)
		}),
		on(http.MethodDelete, directoryPeople+"/*").say(func(r *request, _ *response) {
			m.mark("ended", strings.TrimSuffix(r.path, "/"+r.id()))
		}),
		on("", whoami).when(func(r *request) bool {
			held := m.holder(credentialOf(r))
			of, _ := m.recall("directory of " + m.account(held.user).userName).(string)
			return held.kind == session && of != "" && m.marked("ended", of)
		}).do(unauthorized),
	}
}
