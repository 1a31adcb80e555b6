package faults

import "net/http"

// out is who was deactivated or deleted, on whatever road, and has not come back.
func out(a account) bool { return a.left != "" && !a.returned }

// revoking are credentials that outlive an account on every road, and what a refused login leaves behind.
var revoking = []row{
	{
		"deprov-active-ignored", "A deactivation on any road is answered 200 and ignored",
		breaks{"LIFECYCLE-DEPROVISION-01", "LIFECYCLE-LOGIN-01"},
		critical, "https://github.com/NorthlandPositronics/Cogtrix/issues/122",
		on("PUT PATCH", user).when(func(r *request) bool { return becomes(r, false) }).do(pretend()),
	},
	{
		"deprov-login-still-allowed", "Who is disabled is shown so, and logs in and refreshes tokens all the same",
		breaks{"LIFECYCLE-LOGIN-01", "LIFECYCLE-LOGIN-04", "LIFECYCLE-LOGIN-06"},
		critical, "https://github.com/NorthlandPositronics/Cogtrix/pull/392",
		together{survives(password, out), survives(passwordGrant, out), survives(refreshToken, out)},
	},
	{
		"deprov-session-survives", "Sessions of before survive every deactivation",
		breaks{"LIFECYCLE-LOGIN-02"},
		critical, "https://github.com/goauthentik/authentik/issues/25081", survives(session, out),
	},
	{
		"deprov-put-path-skips-revocation", "PATCH ends sessions, PUT does not",
		breaks{"LIFECYCLE-LOGIN-02"},
		high, "https://github.com/goauthentik/authentik/issues/25081",
		survives(session, func(a account) bool { return out(a) && a.left == put }),
	},
	{
		"deprov-access-token-valid-until-expiry", "An access token is good until it expires, whatever became of its owner",
		breaks{"LIFECYCLE-LOGIN-03"},
		high, "https://github.com/concretecms/concretecms/issues/13091", survives(accessToken, out),
	},
	{
		"deprov-refresh-token-works", "A refresh token of somebody disabled gives new access tokens",
		breaks{"LIFECYCLE-LOGIN-04"},
		critical, "https://github.com/goauthentik/authentik/issues/12858", survives(refreshToken, out),
	},
	{
		"deprov-api-tokens-survive", "Personal API tokens survive every deactivation",
		breaks{"LIFECYCLE-LOGIN-05"},
		critical, "https://github.com/Tr3kkR/Yuzu/issues/2022", survives(apiToken, out),
	},
	{
		"jit-recreates-deprovisioned-user", "A login of somebody deprovisioned is refused, and leaves a new account behind",
		breaks{"LIFECYCLE-LOGIN-07"},
		critical, "https://github.com/different-ai/openwork/pull/4775", remembering(ghostly),
	},
	{
		"filter-misses-user-after-sso-login", "Who has logged in is known by the subject of that login, and not found by userName",
		breaks{"LIFECYCLE-LOGIN-08"},
		high, "https://github.com/Infisical/infisical/pull/8154",
		remembering(func(m *memory) violation {
			return together{
				on(http.MethodPost, logins+" "+tokens).provided(func(_ *request, a *response) bool { return a.ok() }).
					say(func(r *request, _ *response) { m.mark("subject", m.named(loginName(r)).id) }),
				on(http.MethodGet, users).when(filteredBy(`^userName`)).
					say(unlisted(func(_ *request, one object) bool { return m.marked("subject", textAt(one, "id")) })),
			}
		}),
	},
}

// ghostly makes an account of every login that fails though the password is right.
func ghostly(m *memory) violation {
	return on(http.MethodPost, logins).answered(http.StatusUnauthorized).say(func(r *request, _ *response) {
		given := loginOf(r)
		known := m.find(func(a account) bool { return a.userName == given.name && a.password == given.password && out(a) })
		if known.id == "" {
			return
		}
		r.Header.Set("Authorization", m.authorization())
		r.also(http.MethodPost, users, object{"schemas": []any{coreUser}, "userName": known.userName, "active": false})
	})
}
