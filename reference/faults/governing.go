package faults

import (
	"fmt"
	"net/http"
	"slices"
)

// runPath is where the scheduler runs an automation.
const runPath = "/api/v1/assets/*/run"

// governing are faults with what goes on without a person, and with who is in charge.
var governing = []row{
	{
		"deprov-background-jobs-continue", "The automations of somebody disabled go on running",
		breaks{"LIFECYCLE-DEPROVISION-09"},
		critical, "https://github.com/coder/coder/issues/10597",
		on(http.MethodPost, runPath).answered(http.StatusConflict).say(status(http.StatusNoContent), says("")),
	},
	{
		"deprov-last-owner-removed", "The only owner of a workspace can be disabled and deleted, and nobody is its owner then",
		breaks{"LIFECYCLE-DEPROVISION-10"},
		high, "https://github.com/langfuse/langfuse/pull/13530",
		remembering(func(m *memory) violation {
			return together{unseated(m), owners(func(a asset) (any, bool) { return nil, m.marked("unseated", a.owner) }, m)}
		}),
	},
	{
		"removed-owner-strands-tenant", "A workspace goes on naming an owner who was removed, and cannot be handed over",
		breaks{"LIFECYCLE-DEPROVISION-11", "LIFECYCLE-DEPROVISION-10"},
		high, "https://github.com/Shelf-nu/shelf.nu/pull/2865",
		remembering(func(m *memory) violation {
			return together{
				unseated(m),
				on(http.MethodPost, transferPath).when(func(r *request) bool { return m.marked("unseated", m.asset(assetOf(r)).owner) }).
					do(refuse(http.StatusForbidden, "", "only the owner may transfer the ownership")),
			}
		}),
	},
	{
		"scim-disabled-still-writes", "Who is known by id can be deleted while SCIM is switched off",
		breaks{"LIFECYCLE-NOPROVISIONING-05"},
		medium, "https://github.com/wso2/product-is/issues/3748", unswitched(userDeletions),
	},
	{
		"put-group-drops-local-grants", "A change of a group takes from it what was shared with it in the product",
		breaks{"LIFECYCLE-UPDATE-19"},
		high, "https://github.com/FusionAuth/fusionauth-issues/issues/3273",
		remembering(func(m *memory) violation {
			return together{
				on("PUT PATCH", group).say(func(r *request, a *response) {
					if a.ok() {
						m.mark("rebuilt", r.id())
					}
				}),
				on(http.MethodGet, assetPath).say(document(elements("sharedWith", func(list []any) []any {
					return slices.DeleteFunc(list, func(id any) bool { return m.marked("rebuilt", fmt.Sprint(id)) })
				}))),
			}
		}),
	},
}

// unseated disables and deletes those whom the tenant keeps for what they own.
func unseated(m *memory) violation {
	return together{
		on("PUT PATCH", user).answered(http.StatusConflict).provided(func(r *request, _ *response) bool { return becomes(r, false) }).
			say(func(r *request, a *response) {
				m.mark("unseated", r.id())
				*a = *pretend()(r)
				resource(set("active", false))(r, a)
			}),
		userDeletions.answered(http.StatusConflict).say(func(r *request, a *response) {
			m.mark("unseated", r.id())
			*a = *noContent(r)
		}),
		shows(userPaths, func(one object) {
			if m.marked("unseated", textAt(one, "id")) {
				one["active"] = false
			}
		}),
	}
}

// switchPath is where an administrator switches SCIM off.
const switchPath = "/api/v1/scim"

// unswitched switches SCIM on for such requests, and off again.
func unswitched(waved rule) violation {
	return remembering(func(m *memory) violation {
		turn := func(r *request, enabled bool) {
			admin, _ := m.recall("administrator").(string)
			order := *r
			order.Request = r.Clone(r.Context())
			order.Header.Set("Authorization", admin)
			order.Header.Set("Content-Type", "application/json")
			order.put(object{"enabled": enabled})
			order.elsewhere(http.MethodPut, switchPath)
		}
		return together{
			on(http.MethodPut, switchPath).ask(func(r *request) { m.keep("administrator", r.Header.Get("Authorization")) }),
			waved.answered(http.StatusForbidden).say(func(r *request, a *response) {
				turn(r, true)
				*a = *r.forward()
				turn(r, false)
			}),
		}
	})
}
