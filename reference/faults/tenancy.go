package faults

import (
	"net/http"
	"strings"
)

var sharingTenants = []row{
	{
		"tenant-scope-missing", "A token of one tenant reads, changes and deletes what belongs to another",
		breaks{"SECURITY-TENANCY-01", "SECURITY-TENANCY-03"},
		critical, "https://github.com/vouch-sh/vouch/pull/317",
		crossing(func(c *crossings) violation {
			return on("", everywhere).provided(c.isUnknown).say(c.askTheOther)
		}),
	},
	{
		"tenant-scope-missing-in-lists", "A list shows the people of every tenant",
		breaks{"SECURITY-TENANCY-02"},
		critical, "https://github.com/vouch-sh/vouch/pull/317",
		crossing(func(c *crossings) violation {
			return on("", "/Users /Groups /.search /Users/.search").answered(http.StatusOK).say(c.addTheOthers)
		}),
	},
	{
		"tenant-scope-missing-in-bulk", "A bulk job reaches into every tenant",
		breaks{"SECURITY-TENANCY-03"},
		critical, "",
		crossing(func(c *crossings) violation {
			return on(http.MethodPost, "/Bulk").when(c.isForeign).do(c.inTheirName)
		}),
	},
	{
		"tenant-etag-confirmed", "The version of a person of another tenant is confirmed",
		breaks{"SECURITY-TENANCY-01"},
		medium, "",
		crossing(func(c *crossings) violation {
			return on(http.MethodGet, user).when(func(r *request) bool { return r.Header.Get("If-None-Match") != "" }).
				provided(c.isUnknown).say(c.askTheOther)
		}),
	},
	{
		"tenant-member-shown", "A member of a group is named although another tenant has them",
		breaks{"SECURITY-TENANCY-04"},
		high, "",
		crossing(func(c *crossings) violation {
			return on("POST PUT PATCH", "/Groups /Groups/*").answered(http.StatusBadRequest).when(c.isForeign).say(c.name("members"))
		}),
	},
	{
		"tenant-manager-shown", "A manager is named although another tenant has them",
		breaks{"SECURITY-TENANCY-04"},
		high, "",
		crossing(func(c *crossings) violation {
			return on(http.MethodPut, user).answered(http.StatusBadRequest).when(c.isForeign).say(c.name("manager"))
		}),
	},
	{
		"deprov-locks-user-out-of-other-tenants", "A deactivation by one tenant switches the person off in every tenant",
		breaks{"SECURITY-TENANCY-05"},
		critical, "https://github.com/langwatch/langwatch/pull/6994",
		crossing(func(c *crossings) violation {
			return on(http.MethodPatch, user).when(deactivatesByPatch).answered(http.StatusOK, http.StatusNoContent).
				say(c.alsoThere(replace("active", false)))
		}),
	},
	{
		"deletion-locks-user-out-of-other-tenants", "A deletion by one tenant switches the person off in every tenant",
		breaks{"SECURITY-TENANCY-05"},
		critical, "https://github.com/langwatch/langwatch/pull/6994",
		crossing(func(c *crossings) violation {
			return on(http.MethodDelete, user).answered(http.StatusNoContent).say(c.alsoThere(replace("active", false)))
		}),
	},
	{
		"tenant-password-shared", "A password that one tenant sets is good in every tenant",
		breaks{"SECURITY-TENANCY-06"},
		critical, "",
		crossing(func(c *crossings) violation {
			return on(http.MethodPut, user).when(sends("password")).answered(http.StatusOK).say(func(r *request, a *response) {
				c.alsoThere(replace("password", r.object()["password"]))(r, a)
			})
		}),
	},
	{
		"tenant-profile-shared", "A creation in one tenant rewrites the person of that name in every tenant",
		breaks{"SECURITY-TENANCY-06"},
		high, "",
		crossing(func(c *crossings) violation {
			return on(http.MethodPost, users).answered(http.StatusCreated).say(func(r *request, a *response) {
				c.alsoThere(replace("displayName", r.object()["displayName"]))(r, a)
			})
		}),
	},
}

// crossing is a violation that knows which requests come from another tenant than the
// one that was there first.
func crossing(violate func(*crossings) violation) violation {
	return remembering(func(m *memory) violation { return violate(&crossings{m}) })
}

type crossings struct{ *memory }

// isForeign tells whether a client asks that is not the one that was there first.
func (c *crossings) isForeign(r *request) bool {
	known, shown := c.authorization(), r.Header.Get("Authorization")
	return known != "" && shown != "" && shown != known
}

// isUnknown holds of a resource that the client's own tenant does not have.
func (c *crossings) isUnknown(r *request, a *response) bool {
	return c.isForeign(r) && a.status == http.StatusNotFound
}

// inTheirName lets the other tenant answer.
func (c *crossings) inTheirName(r *request) *response {
	r.Header.Set("Authorization", c.authorization())
	return r.forward()
}

func (c *crossings) askTheOther(r *request, a *response) { *a = *c.inTheirName(r) }

// addTheOthers adds to a list what the other tenant would have listed.
func (c *crossings) addTheOthers(r *request, a *response) {
	if !c.isForeign(r) {
		c.listTheForeign(r, a)
		return
	}
	more, _ := c.inTheirName(r).object()["Resources"].([]any)
	relist(a, func(list []any) []any { return append(list, more...) })
}

// listTheForeign adds the accounts that clients of other tenants made and that the filter
// names.
func (c *crossings) listTheForeign(r *request, a *response) {
	var more []any
	for _, one := range copies(c.memory, c.accounts) {
		if one.authorization != c.authorization() && !one.deleted && strings.Contains(r.filter(), one.userName) {
			more = append(more, object{"schemas": []any{coreUser}, "id": one.id, "userName": one.userName})
		}
	}
	relist(a, func(list []any) []any { return append(list, more...) })
}

// name turns the refusal of a reference into a resource in which it has a display name.
func (c *crossings) name(attribute string) saying {
	return func(r *request, a *response) {
		sent := r.object()
		var named []any
		for _, known := range copies(c.memory, c.accounts) {
			if known.authorization == c.authorization() && strings.Contains(string(r.body), known.id) {
				named = append(named, object{"value": known.id, "display": textAt(known.made, "displayName")})
			}
		}
		if len(named) > 0 {
			sent[attribute], sent["id"] = named, newToken()
			*a = *answer(http.StatusCreated, sent)
		}
	}
}

func deactivatesByPatch(r *request) bool { return becomes(r, false) }

// alsoThere changes the account of the same userName in the first tenant.
func (c *crossings) alsoThere(operation object) saying {
	return func(r *request, a *response) {
		id := r.id()
		if r.isTo(users) {
			id = textAt(a.object(), "id")
		}
		changed := c.account(id)
		twin := c.find(func(one account) bool {
			return one.userName == changed.userName && one.authorization != changed.authorization && !one.deleted
		})
		if twin.id == "" || !c.isForeign(r) {
			return
		}
		r.Header.Set("Authorization", twin.authorization)
		r.also(http.MethodPatch, users+"/"+twin.id, patchOf(operation))
	}
}
