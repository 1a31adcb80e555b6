package faults

import (
	"bytes"
	"net/http"
	"slices"
)

var grouping = []row{
	{
		"group-created-empty", "A group is created without the members that were sent",
		breaks{"RFC7643-4.2-i01"},
		high, "",
		on(http.MethodPost, groups).say(func(r *request, a *response) {
			if id := textAt(a.object(), "id"); id != "" {
				r.also(http.MethodPatch, groups+"/"+id, patchOf(remove("members")))
			}
		}),
	},
	{
		"group-cycle-accepted", "A group may be made a member of itself, or of its own member",
		breaks{"LIFECYCLE-UPDATE-18"},
		low, "https://github.com/thunder-id/thunderid/issues/4679", remembering(circles),
	},
	{
		"group-circle-through-another", "A group becomes a member of its member's member",
		breaks{"LIFECYCLE-UPDATE-18"},
		low, "", remembering(func(m *memory) violation {
			return circlesWhere(m, func(r *request) bool { return !directCircle(m, r) })
		}),
	},
	{
		"groups-of-user-stale", "A person goes on showing a group that they have left",
		breaks{"RFC7643-4.1.2-22", "LIFECYCLE-UPDATE-13"},
		medium, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, user).say(showGroups(m, func(of membership, id string) bool { return slices.Contains(of.ever, id) }))
		}),
	},
	{
		"groups-of-user-are-all", "A person shows the groups of others among their own",
		breaks{"RFC7643-4.1.2-22"},
		medium, "",
		remembering(func(m *memory) violation {
			return on(http.MethodGet, user).say(showGroups(m, func(of membership, id string) bool { return of.client == m.account(id).client }))
		}),
	},
}

// circles takes members that the tenant refuses for the circle that they make.
func circles(m *memory) violation {
	return circlesWhere(m, func(*request) bool { return true })
}

// directCircle tells whether a group is added to itself or to one of its own members.
func directCircle(m *memory, r *request) bool {
	around := m.groupsOf(func(of membership) bool { return of.id == r.id() || slices.Contains(of.now, r.id()) })
	return slices.ContainsFunc(around, func(id string) bool { return bytes.Contains(r.body, []byte(id)) })
}

// circlesWhere lets those PATCHes close a circle of which the condition holds.
func circlesWhere(m *memory, condition func(*request) bool) violation {
	return together{
		on(http.MethodPatch, group).when(condition).answered(http.StatusBadRequest).say(func(r *request, a *response) {
			for _, o := range operationsOf(r) {
				if added, ok := o.object["value"].([]any); ok && o.is("add") && o.path() == "members" {
					m.keep("circle of "+r.id(), added)
				}
			}
			*a = *noContent(r)
		}),
		shows(group, func(one object) {
			if added, ok := m.recall("circle of " + textAt(one, "id")).([]any); ok {
				list, _ := one["members"].([]any)
				one["members"] = append(list, added...)
			}
		}),
	}
}

// showGroups shows those groups as a person's own.
func showGroups(m *memory, own func(of membership, id string) bool) saying {
	return func(r *request, a *response) {
		shown := []any{}
		for _, id := range m.groupsOf(func(of membership) bool { return own(of, r.id()) }) {
			shown = append(shown, reference(id))
		}
		resource(set("groups", shown))(r, a)
	}
}
