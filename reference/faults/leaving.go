package faults

import (
	"net/http"
	"strings"
)

// roads are the ways on which a person is deactivated.
func roads() []road { return []road{patchWithPath, patchWithoutPath, put} }

func (by road) slug() string { return strings.ReplaceAll(strings.ToLower(string(by)), " ", "-") }

// deactivates tells whether a request deactivates a person on that road.
func (by road) deactivates(r *request) bool {
	if by == erasure {
		return r.Method == http.MethodDelete && r.isTo(user)
	}
	return r.isTo(user) && by == roadOf(r) && becomes(r, false)
}

func roadOf(r *request) road {
	for _, o := range operationsOf(r) {
		if o.path() == "" {
			return patchWithoutPath
		}
	}
	return map[string]road{http.MethodPatch: patchWithPath, http.MethodPut: put}[r.Method]
}

func leaving() []row {
	var rows []row
	for _, by := range roads() {
		rows = append(rows, leavingBy(by)...)
	}
	return append(rows, row{
		"deactivation-by-delete-touches-others", "With a person who is deleted another one is disabled",
		breaks{"LIFECYCLE-DEPROVISION-06"},
		critical, "", touchesOthers(erasure),
	})
}

var leavingOnEveryRoad = []row{
	{
		"deprov-active-attribute-stale", "Who is disabled is shown with active true",
		breaks{"LIFECYCLE-DEPROVISION-01"},
		medium, "https://github.com/ssoready/ssoready/issues/155",
		shows(userPaths, set("active", true)),
	},
	{
		"deactivation-native-status-stale", "Who is disabled over SCIM is shown as active by the product",
		breaks{"LIFECYCLE-DEPROVISION-01"},
		high, "",
		on(http.MethodGet, nativeUser).say(document(set("status", "active"))),
	},
	{
		"deactivation-hides", "Who is disabled is not listed any more",
		breaks{"LIFECYCLE-DEPROVISION-03"},
		medium, "",
		on(http.MethodGet, users).say(unlisted(func(_ *request, one object) bool { return one["active"] == false })),
	},
	{
		"deactivation-ends-membership", "Who is disabled is taken out of their groups",
		breaks{"LIFECYCLE-DEPROVISION-07"},
		low, "",
		remembering(func(m *memory) violation {
			return shows(groupPaths, elements("members", func(list []any) []any {
				kept := []any{}
				for _, one := range objects(list) {
					if m.account(textAt(one, "value")).left == "" {
						kept = append(kept, one)
					}
				}
				return kept
			}))
		}),
	},
}

func leavingBy(by road) []row {
	leaves := on("", user).when(by.deactivates)
	return []row{
		{
			"deactivation-ignored-by-" + by.slug(), "A deactivation by " + string(by) + " is answered 200 and ignored",
			breaks{"LIFECYCLE-DEPROVISION-01", "LIFECYCLE-LOGIN-01"},
			critical, "https://github.com/NorthlandPositronics/Cogtrix/issues/122",
			leaves.do(pretend(set("active", false))),
		},
		{
			"deactivation-refused-by-" + by.slug(), "A deactivation by " + string(by) + " is refused",
			breaks{"LIFECYCLE-DEPROVISION-01"},
			high, "", leaves.do(refuse(http.StatusBadRequest, "mutability", "active")),
		},
		{
			"deactivation-scrubs-by-" + by.slug(), "A deactivation by " + string(by) + " takes the externalId as well",
			breaks{"LIFECYCLE-DEPROVISION-04"},
			medium, "", leaves.say(then(remove("externalId"))),
		},
		{
			"deactivation-hides-by-" + by.slug(), "Who is disabled by " + string(by) + " is not found any more",
			breaks{"LIFECYCLE-DEPROVISION-03"},
			medium, "", remembering(func(m *memory) violation {
				return on(http.MethodGet, users).say(unlisted(func(_ *request, one object) bool {
					return m.account(textAt(one, "id")).left == by
				}))
			}),
		},
		{
			"deactivation-twice-fails-by-" + by.slug(), "A second deactivation by " + string(by) + " is a conflict",
			breaks{"LIFECYCLE-DEPROVISION-05"},
			medium, "", remembering(func(m *memory) violation {
				return leaves.when(func(r *request) bool { return m.account(r.id()).inactive }).
					do(refuse(http.StatusConflict, "mutability", "the user is inactive"))
			}),
		},
		{
			"deactivation-toggles-by-" + by.slug(), "A second deactivation by " + string(by) + " activates",
			breaks{"LIFECYCLE-DEPROVISION-05"},
			high, "", remembering(func(m *memory) violation {
				return leaves.when(func(r *request) bool { return m.account(r.id()).inactive }).say(then(replace("active", true)))
			}),
		},
		{
			"deactivation-touches-others-by-" + by.slug(), "With a person who is disabled by " + string(by) + " another one is disabled",
			breaks{"LIFECYCLE-DEPROVISION-06"},
			critical, "", touchesOthers(by),
		},
	}
}

// touchesOthers disables another person of the same client.
func touchesOthers(by road) violation {
	return remembering(func(m *memory) violation {
		return on("", user).when(by.deactivates).say(func(r *request, a *response) {
			if other := m.neighbour(r.id()); a.ok() && other != "" {
				r.also(http.MethodPatch, users+"/"+other, patchOf(replace("active", false)))
			}
		})
	})
}
