package faults

import (
	"encoding/base64"
	"net/http"
	"strings"
)

var unlocking = []row{
	{
		"auth-prefix-accepted", "A token that begins like the right one is accepted",
		breaks{"SECURITY-TOKENS-01"},
		critical, "", recognised(func(known, shown string) bool {
			return len(shown) > 8 && strings.HasPrefix(known, shown)
		}),
	},
	{
		"auth-longer-accepted", "A token that goes on after the right one is accepted",
		breaks{"SECURITY-TOKENS-01"},
		high, "", recognised(func(known, shown string) bool {
			return len(shown) > len(known) && strings.HasPrefix(shown, known)
		}),
	},
	{
		"auth-provider-lookup-skips-token-check", "Of a token only the part is looked at that says whose it is",
		breaks{"SECURITY-TOKENS-01", "SECURITY-TOKENS-06"},
		critical, "https://github.com/better-auth/better-auth/pull/6639",
		recognised(func(known, shown string) bool {
			return len(known) == len(shown) && known[:len(known)/2] == shown[:len(shown)/2]
		}),
	},
	{
		"auth-middle-unchecked", "Of a token only beginning and end are compared",
		breaks{"SECURITY-TOKENS-01"},
		critical, "", recognised(func(known, shown string) bool {
			return len(known) == len(shown) && known[:12] == shown[:12] && known[len(known)-6:] == shown[len(shown)-6:]
		}),
	},
	{
		"auth-scheme-case-sensitive", "The scheme counts only as Bearer",
		breaks{"SECURITY-TOKENS-02"},
		low, "",
		on("", everywhere).when(func(r *request) bool {
			scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
			return scheme != "Bearer" && strings.EqualFold(scheme, "Bearer")
		}).do(refuse(http.StatusUnauthorized, "", "no bearer token")),
	},
	{
		"auth-token-in-query-accepted", "A token in the query is accepted",
		breaks{"SECURITY-TOKENS-03"},
		medium, "",
		on("", everywhere).when(asksFor("access_token")).ask(func(r *request) {
			r.Header.Set("Authorization", "Bearer "+r.query().Get("access_token"))
		}),
	},
	{
		"auth-any-scheme-with-token-accepted", "The token is accepted under any scheme, and under none",
		breaks{"SECURITY-TOKENS-04"},
		low, "",
		remembering(func(m *memory) violation {
			return on("", everywhere).ask(func(r *request) {
				known := m.authorization()
				token := strings.TrimPrefix(known, "Bearer ")
				shown := r.Header.Get("Authorization")
				if known != "" && (strings.HasSuffix(shown, token) || strings.Contains(basicOf(shown), token)) {
					r.Header.Set("Authorization", known)
				}
			})
		}),
	},
	{
		"auth-anonymous-change", "Anybody may replace and change people",
		breaks{"SECURITY-TOKENS-05"},
		critical, "", opened("PUT PATCH", user, ""),
	},
	{
		"auth-anonymous-search", "Anybody may search by POST",
		breaks{"SECURITY-TOKENS-05"},
		critical, "", opened(http.MethodPost, "/.search /Users/.search", ""),
	},
	{
		"auth-anonymous-bulk", "Anybody may send bulk jobs",
		breaks{"SECURITY-TOKENS-05"},
		critical, "", opened(http.MethodPost, "/Bulk", ""),
	},
	{
		"auth-anonymous-groups", "The groups are nobody's secret, and everybody's to change",
		breaks{"SECURITY-TOKENS-05"},
		critical, "", opened("", groupPaths, ""),
	},
	{
		"auth-any-person-is-client", "What a person logs in with is good for everything",
		breaks{"SECURITY-TOKENS-07", "SECURITY-ESCALATION-01"},
		critical, "",
		remembering(func(m *memory) violation {
			return on("", everywhere).ask(func(r *request) {
				if held := m.holder(credentialOf(r)); held.user != "" {
					r.Header.Del("Cookie")
					r.Header.Set("Authorization", m.authorization())
				}
			})
		}),
	},
	{
		"person-may-replace-others", "What a person logs in with opens PUT on others",
		breaks{"SECURITY-TOKENS-07"},
		critical, "", promoted(on(http.MethodPut, user)),
	},
	{
		"person-may-send-bulk-jobs", "What a person logs in with opens bulk",
		breaks{"SECURITY-TOKENS-07"},
		critical, "", promoted(on(http.MethodPost, bulk)),
	},
	{
		"me-changes-anything", "At /Me a person may change what gives access",
		breaks{"SECURITY-ESCALATION-01"},
		critical, "",
		unguarded(on(http.MethodPatch, "/Me")),
	},
	{
		"me-changes-entitlements", "At /Me a person may change what they are entitled to",
		breaks{"SECURITY-ESCALATION-01"},
		critical, "", unguarded(patched("/Me", verbAt("add", "entitlements"))),
	},
	{
		"me-put-changes-roles", "A replacement at /Me may give a role",
		breaks{"SECURITY-ESCALATION-01"},
		critical, "", unguarded(on(http.MethodPut, "/Me")),
	},
	{
		"mass-assignment-makes-administrators", "Who is sent as isAdmin administers",
		breaks{"SECURITY-ESCALATION-02"},
		critical, "",
		remembering(func(m *memory) violation {
			return together{
				on(http.MethodPut, user).when(sends("isAdmin")).ask(func(r *request) { m.mark("administrator", r.id()) }),
				on("PUT PATCH DELETE", user).ask(func(r *request) {
					if m.marked("administrator", m.holder(credentialOf(r)).user) {
						r.Header.Set("Authorization", m.authorization())
					}
				}),
			}
		}),
	},
	{
		"error-shows-request", "An error repeats the request that it refuses",
		breaks{"SECURITY-SECRETS-01"},
		high, "",
		on("", resources).provided(func(_ *request, a *response) bool { return a.status >= 400 }).
			say(func(r *request, a *response) { document(set("detail", "refused: "+string(r.body)))(r, a) }),
	},
	{
		"bulk-error-shows-request", "The error of a bulk operation repeats what it refuses",
		breaks{"SECURITY-SECRETS-01"},
		high, "",
		on(http.MethodPost, "/Bulk").say(func(r *request, a *response) { document(set("debug", string(r.body)))(r, a) }),
	},
	{
		"auth-401-shows-token", "The refusal of a token repeats it",
		breaks{"SECURITY-SECRETS-02"},
		medium, "",
		on("", everywhere).answered(http.StatusUnauthorized).say(func(r *request, a *response) {
			document(set("detail", "not valid: "+r.Header.Get("Authorization")))(r, a)
		}),
	},
}

// recognised lets in who shows a bearer token that is like the right one.
func recognised(like func(known, shown string) bool) violation {
	return remembering(func(m *memory) violation {
		return on("", everywhere).ask(func(r *request) {
			known, shown := m.authorization(), r.Header.Get("Authorization")
			if known != "" && shown != known && like(known, shown) {
				r.Header.Set("Authorization", known)
			}
		})
	})
}

// basicOf is what basic authentication says, in clear.
func basicOf(authorization string) string {
	encoded, _ := strings.CutPrefix(authorization, "Basic ")
	text, _ := base64.StdEncoding.DecodeString(encoded) // what is no base64 is no basic authentication
	return string(text)
}

// promoted takes what a person logs in with for the token of the run.
func promoted(opened rule) violation {
	return remembering(func(m *memory) violation {
		return opened.ask(func(r *request) {
			if held := m.holder(credentialOf(r)); held.user != "" {
				r.Header.Set("Authorization", m.authorization())
			}
		})
	})
}

// unguarded does what is asked at /Me as if a client of the tenant had asked it.
func unguarded(opened rule) violation {
	return remembering(func(m *memory) violation {
		return opened.do(func(r *request) *response {
			held := m.holder(credentialOf(r))
			if held.user == "" {
				return r.forward()
			}
			r.Header.Set("Authorization", m.authorization())
			return r.also(r.Method, users+"/"+held.user, r.object())
		})
	})
}
