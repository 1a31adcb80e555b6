package faults

import "net/http"

// changingPasswords are faults of a new password, and of what it takes the place of.
var changingPasswords = []row{
	{
		"password-patch-ignored", "A new password in a PATCH is answered 200 and dropped",
		breaks{"LIFECYCLE-UPDATE-21"},
		critical, "", skipped(user, func(o op) bool { return o.path() == "password" }),
	},
	{
		"password-put-ignored", "A new password in a PUT is answered 200 and dropped",
		breaks{"LIFECYCLE-UPDATE-21"},
		critical, "", on(http.MethodPut, user).ask(body(drop("password"))),
	},
	{
		"password-old-goes-on", "The password of before opens beside the new one",
		breaks{"LIFECYCLE-UPDATE-21"},
		critical, "",
		remembering(func(m *memory) violation {
			return on(http.MethodPost, logins).ask(func(r *request) {
				given := loginOf(r)
				known := m.named(given.name)
				if first := textAt(known.made, "password"); first != "" && given.password == first {
					body(set("password", known.password))(r)
				}
			})
		}),
	},
	{
		"put-shows-active-and-refuses", "A replacement without active shows a disabled person as active, who stays locked out",
		breaks{"LIFECYCLE-UPDATE-22"},
		high, "",
		remembering(func(m *memory) violation {
			silent := func(r *request) bool {
				_, given := r.object()["active"]
				return !given
			}
			return together{
				on(http.MethodPut, user).when(silent).say(func(r *request, _ *response) { m.mark("silent", r.id()) }),
				userReads.when(func(r *request) bool { return m.marked("silent", r.id()) }).say(resource(set("active", true))),
			}
		}),
	},
	{
		"put-enables-and-shows-disabled", "A replacement without active lets a disabled person in again, who is shown as disabled",
		breaks{"LIFECYCLE-UPDATE-22"},
		critical, "",
		remembering(func(m *memory) violation {
			disabled := func(r *request) bool {
				_, given := r.object()["active"]
				return !given && m.account(r.id()).inactive
			}
			return together{
				on(http.MethodPut, user).when(disabled).
					say(then(replace("active", true)), func(r *request, _ *response) { m.mark("woken", r.id()) }),
				userReads.when(func(r *request) bool { return m.marked("woken", r.id()) }).say(resource(set("active", false))),
			}
		}),
	},
}
