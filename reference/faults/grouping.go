package faults

import (
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
