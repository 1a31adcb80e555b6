package faults

import "net/http"

// The roads beside SCIM.
const (
	nativeUsers = "/api/v1/users"
	nativeUser  = "/api/v1/users/*"
	logins      = "/login"
	tokens      = "/oauth/token"
	whoami      = "/api/v1/whoami"
)

var joining = []row{
	{
		"create-leaves-inactive", "Who joins is created, and not active",
		breaks{"LIFECYCLE-CREATE-01", "LIFECYCLE-CREATE-06"},
		high, "",
		on(http.MethodPost, users).ask(body(set("active", false))),
	},
	{
		"create-native-status-pending", "Who joins is shown as disabled until they have logged in",
		breaks{"LIFECYCLE-CREATE-01"},
		medium, "",
		on(http.MethodGet, nativeUser).say(document(set("status", "disabled"))),
	},
	{
		"create-drops-password", "The password of a new person is dropped",
		breaks{"LIFECYCLE-CREATE-06"},
		high, "",
		on(http.MethodPost, users).ask(body(drop("password"))),
	},
	{
		"create-active-false-ignored", "Who is created inactive is active",
		breaks{"LIFECYCLE-CREATE-07", "RFC7643-2.3.2-i01"},
		high, "https://github.com/better-auth/better-auth/pull/10242",
		on(http.MethodPost, users).ask(body(drop("active"))),
	},
	{
		"create-inactive-may-log-in", "Who is created inactive is shown so, and may log in",
		breaks{"LIFECYCLE-CREATE-07"},
		critical, "",
		survives(password, func(a account) bool { return a.made["active"] == false }),
	},
	{
		"create-inactive-for-good", "Who was created inactive cannot be activated",
		breaks{"LIFECYCLE-CREATE-08"},
		high, "https://github.com/coder/coder/pull/8916", remembering(func(m *memory) violation {
			return on(http.MethodPatch, user).when(activates, func(r *request) bool { return m.account(r.id()).made["active"] == false }).
				do(pretend(set("active", true)))
		}),
	},
}

// profileChanges are PATCHes of anything but the state.
var profileChanges = patched(user, func(o op) bool { return o.path() != "active" && o.path() != "" })

var moving = []row{
	{
		"update-password-ignored", "A new password is ignored, though it is said that passwords can be changed",
		breaks{"LIFECYCLE-UPDATE-21"},
		high, "", on(http.MethodPut, user).ask(body(drop("password"))),
	},
	{
		"update-family-name-ignored", "A change of a sub-attribute is answered 200 and ignored",
		breaks{"LIFECYCLE-UPDATE-01"},
		high, "",
		skipped(user, verbIn("replace", "name.")),
	},
	{
		"update-clears-external-id", "A change of the displayName clears the externalId",
		breaks{"LIFECYCLE-UPDATE-02"},
		high, "",
		patched(user, verbAt("replace", "displayName")).say(then(remove("externalId"))),
	},
	{
		"update-email-clears-phone", "A change of an e-mail address clears the telephone numbers",
		breaks{"LIFECYCLE-UPDATE-03"},
		high, "",
		patched(user, verbIn("replace", "emails[")).say(then(remove("phoneNumbers"))),
	},
	{
		"rename-stale-index", "Who is renamed is not found under the new userName",
		breaks{"LIFECYCLE-UPDATE-04"},
		high, "",
		remembering(func(m *memory) violation {
			return on(http.MethodGet, users).when(asksFor("filter")).say(unlisted(func(_ *request, one object) bool {
				known := m.account(textAt(one, "id"))
				return known.id != "" && known.userName != textAt(known.made, "userName")
			}))
		}),
	},
	{
		"rename-drops-emails", "Who is renamed loses the e-mail addresses",
		breaks{"LIFECYCLE-UPDATE-05"},
		high, "",
		patched(user, verbAt("replace", "userName")).say(then(remove("emails"))),
	},
	{
		"rename-login-under-old-name", "Who is renamed logs in under the old name only",
		breaks{"LIFECYCLE-UPDATE-06"},
		high, "",
		remembering(func(m *memory) violation {
			return on(http.MethodPost, logins).when(func(r *request) bool {
				known := m.named(loginOf(r).name)
				return known.id != "" && known.userName != textAt(known.made, "userName")
			}).do(refuseLogin)
		}),
	},
	{
		"update-touches-others", "A change of the displayName changes others as well",
		breaks{"LIFECYCLE-UPDATE-14"},
		critical, "",
		remembering(func(m *memory) violation {
			return patched(user, verbAt("replace", "displayName")).say(func(r *request, a *response) {
				if other := m.neighbour(r.id()); a.ok() && other != "" {
					r.also(http.MethodPatch, users+"/"+other, r.object())
				}
			})
		}),
	},
	{
		"patch-active-true-marks-dormant", "Who is active and made active again is set dormant",
		breaks{"LIFECYCLE-UPDATE-17"},
		medium, "https://github.com/coder/coder/pull/13955", remembering(func(m *memory) violation {
			return together{
				on("PUT PATCH", user).when(activates, func(r *request) bool { return !m.account(r.id()).inactive }).
					say(func(r *request, _ *response) { m.mark("dormant", r.id()) }),
				on(http.MethodGet, nativeUser).when(func(r *request) bool { return m.marked("dormant", r.id()) }).
					say(document(set("status", "disabled"))),
			}
		}),
	},
	{
		"update-shows-disabled", "Who is changed is shown as disabled until the next login",
		breaks{"LIFECYCLE-UPDATE-15"},
		medium, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, nativeUser).when(func(r *request) bool { return m.account(r.id()).changes > 0 }).
				say(document(set("status", "disabled")))
		}),
	},
	{
		"update-ends-sessions", "Any change of a person ends their sessions",
		breaks{"LIFECYCLE-UPDATE-15"},
		medium, "",
		remembering(func(m *memory) violation {
			return on("", whoami).when(func(r *request) bool { return m.account(m.holder(credentialOf(r)).user).changes > 0 }).do(unauthorized)
		}),
	},
	{
		"put-auto-reactivates", "Any change of a disabled person enables them, a PUT even where it disables",
		breaks{"LIFECYCLE-UPDATE-16", "LIFECYCLE-DEPROVISION-01"},
		critical, "https://github.com/getprobo/probo/pull/711",
		together{profileChanges.say(then(replace("active", true))), on(http.MethodPut, user).say(then(replace("active", true)))},
	},
	{
		"update-disabled-may-log-in", "A disabled person who is changed may log in, and is shown as disabled",
		breaks{"LIFECYCLE-UPDATE-16"},
		critical, "",
		survives(password, func(a account) bool { return a.left != "" && a.changes > 1 }),
	},
}

// activates tells whether a PATCH sets active to true.
func activates(r *request) bool { return becomes(r, true) }

// becomes tells whether a request sets active to that value.
func becomes(r *request, active bool) bool {
	for _, o := range operationsOf(r) {
		whole, _ := o.object["value"].(object)
		if o.path() == "active" && o.object["value"] == active || o.path() == "" && whole["active"] == active {
			return true
		}
	}
	return r.Method == http.MethodPut && r.object()["active"] == active
}
