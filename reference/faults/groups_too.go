package faults

import (
	"net/http"
	"slices"
	"strings"
)

// groupsToo are faults that a group has where a person has none.
var groupsToo = []row{
	{
		"create-group-status-200", "A group that is created is answered 200",
		breaks{"RFC7644-3.3-07"},
		low, "", on(http.MethodPost, groups).answered(http.StatusCreated).say(status(http.StatusOK)),
	},
	{
		"create-group-location-of-user", "The Location of a new group leads to the people",
		breaks{"RFC7644-3.3-09"},
		medium, "", on(http.MethodPost, groups).say(func(_ *request, a *response) {
			a.header.Set("Location", strings.Replace(a.header.Get("Location"), groups+"/", users+"/", 1))
		}),
	},
	{
		"create-group-without-location", "A new group comes without a Location",
		breaks{"RFC7644-3.3-09"},
		medium, "", on(http.MethodPost, groups).say(header("Location", "")),
	},
	{
		"create-group-answer-without-members", "The answer to the creation of a group leaves out its members",
		breaks{"RFC7644-3.1-05"},
		low, "", on(http.MethodPost, groups).say(resource(drop("members"))),
	},
	{
		"create-group-takes-client-id", "A group is shown under the id that the client has sent",
		breaks{"RFC7643-7-18"},
		medium, "", on(http.MethodPost, groups).say(func(r *request, a *response) {
			if id := textAt(r.object(), "id"); id != "" && a.ok() {
				resource(set("id", id))(r, a)
			}
		}),
	},
	{
		"create-group-member-twice", "Who is sent twice is a member twice",
		breaks{"RFC7643-2.4-08"},
		medium, "", remembering(func(m *memory) violation {
			return together{
				on("POST PUT", groupPaths).say(func(r *request, a *response) {
					ids := idsIn(r.object()["members"])
					slices.Sort(ids)
					if len(slices.Compact(slices.Clone(ids))) < len(ids) && a.ok() {
						m.mark("twice", textAt(a.object(), "id"))
					}
				}),
				shows(groupPaths, func(one object) {
					if m.marked("twice", textAt(one, "id")) {
						elements("members", func(list []any) []any { return append(list, list...) })(one)
					}
				}),
			}
		}),
	},
	{
		"delete-group-status-200", "The deletion of a group is answered 200 and {}",
		breaks{"RFC7644-3.6-06"},
		low, "", on(http.MethodDelete, group).answered(http.StatusNoContent).say(status(http.StatusOK), says("{}")),
	},
	{
		"deleted-group-still-read", "A group that was deleted can still be read",
		breaks{"RFC7644-3.6-02"},
		high, "", remembering(func(m *memory) violation {
			return together{
				on(http.MethodDelete, group).do(func(r *request) *response {
					before := r.also(http.MethodGet, r.path, nil)
					a := r.forward()
					if a.ok() {
						m.keep("deleted "+r.id(), before)
					}
					return a
				}),
				on(http.MethodGet, group).answered(http.StatusNotFound).say(func(r *request, a *response) {
					if before, ok := m.recall("deleted " + r.id()).(*response); ok {
						*a = response{status: before.status, header: before.header.Clone(), body: before.body}
					}
				}),
			}
		}),
	},
	{
		"delete-group-still-listed", "A group that was deleted is still listed",
		breaks{"RFC7644-3.6-03"},
		high, "", stillShown(group, "displayName", on(http.MethodGet, groups), (*request).filter),
	},
	{
		"delete-group-twice-204", "A group that was deleted is deleted again by 204",
		breaks{"RFC7644-3.6-02"},
		low, "", on(http.MethodDelete, group).answered(http.StatusNotFound).say(status(http.StatusNoContent), says("")),
	},
	{
		"put-group-creates", "PUT of a group that does not exist creates one",
		breaks{"RFC7644-3.2-04"},
		high, "", on(http.MethodPut, group).do(func(r *request) *response {
			a := r.forward()
			if a.status != http.StatusNotFound {
				return a
			}
			sent := r.object()
			delete(sent, "id")
			return r.also(http.MethodPost, groups, sent)
		}),
	},
	{
		"patch-of-no-group-204", "PATCH of a group that does not exist is answered 204",
		breaks{"RFC7644-3.5.2-i06"},
		medium, "", on(http.MethodPatch, group).answered(http.StatusNotFound).say(status(http.StatusNoContent), says("")),
	},
	{
		"delete-of-no-group-204", "The deletion of a group that never was is answered 204",
		breaks{"RFC7644-3.6-i01"},
		low, "", on(http.MethodDelete, group).answered(http.StatusNotFound).say(status(http.StatusNoContent), says("")),
	},
	{
		"put-group-answer-is-stale", "The answer to PUT of a group shows the group as before",
		breaks{"RFC7644-3.5.1-i01"},
		medium, "", staleAnswer(http.MethodPut, group),
	},
	{
		"patch-group-answer-is-stale", "The answer to PATCH of a group shows the group as before",
		breaks{"RFC7644-3.5.2-20"},
		medium, "", staleAnswer(http.MethodPatch, group),
	},
	{
		"put-group-keeps-name", "PUT leaves the name of a group as it was",
		breaks{"RFC7644-3.5.1-04"},
		medium, "", on(http.MethodPut, group).ask(func(r *request) {
			before := current(r)
			body(set("displayName", before["displayName"]))(r)
		}),
	},
	{
		"put-group-without-members-keeps-them", "PUT of a group without members keeps those who are there",
		breaks{"RFC7644-3.5.1-09"},
		medium, "", on(http.MethodPut, group).when(func(r *request) bool { return r.object()["members"] == nil }).ask(keepMembers),
	},
	{
		"put-group-empty-members-keeps-them", "PUT of a group with an empty list of members keeps those who are there",
		breaks{"RFC7643-2.5-i01"},
		high, "", on(http.MethodPut, group).when(emptiesMembers).ask(keepMembers),
	},
	{
		"put-group-takes-id", "PUT changes the id of a group",
		breaks{"RFC7643-7-18"},
		medium, "", remembering(func(m *memory) violation {
			return together{
				on(http.MethodPut, group).say(func(r *request, a *response) {
					if id := textAt(r.object(), "id"); id != "" && id != r.id() && a.ok() {
						m.keep("id of "+r.id(), id)
					}
				}),
				shows(groupPaths, func(one object) {
					if id := m.recall("id of " + textAt(one, "id")); id != nil {
						one["id"] = id
					}
				}),
			}
		}),
	},
	{
		"patch-group-external-id-dropped", "A new externalId of a group is answered 200 and dropped",
		breaks{"RFC7644-3.5.2.3-i01"},
		medium, "", skipped(group, func(o op) bool { return o.path() == "externalId" }),
	},
	{
		"patch-group-empty-members-kept", "To replace the members of a group by nobody leaves them there",
		breaks{"RFC7643-2.5-i01"},
		high, "", skipped(group, func(o op) bool {
			list, isList := o.object["value"].([]any)
			return o.is("replace") && o.path() == "members" && isList && len(list) == 0
		}),
	},
	{
		"patch-group-same-members-lost", "To replace the members of a group by the same ones leaves nobody",
		breaks{"RFC7644-3.5.2.3-i02"},
		high, "", patched(group, verbAt("replace", "members")).when(func(r *request) bool {
			was, is := idsIn(current(r)["members"]), idsIn(operationsOf(r)[0].object["value"])
			slices.Sort(was)
			slices.Sort(is)
			return slices.Equal(was, is)
		}).ask(operations(func([]object) []object { return list(remove("members")) })),
	},
	{
		"patch-group-adds-first-only", "Of several members who are added the first is",
		breaks{"RFC7644-3.5.2.1-i03"},
		high, "", on(http.MethodPatch, group).ask(everyOperation(verbAt("add", "members"), elements("value", func(list []any) []any { return list[:min(1, len(list))] }))),
	},
	{
		"patch-add-first-value-only", "Of several e-mail addresses that are added the first is",
		breaks{"RFC7644-3.5.2.1-i03"},
		medium, "", on(http.MethodPatch, user).ask(everyOperation(verbAt("add", "emails"), elements("value", func(list []any) []any { return list[:min(1, len(list))] }))),
	},
	{
		"patch-group-removes-first-match", "Of several members whom a filter names the first is removed",
		breaks{"RFC7644-3.5.2.2-i02"},
		high, "", on(http.MethodPatch, group).ask(everyOperation(verbIn("remove", "members["), text("path", func(path string) string {
			if half, _, found := strings.Cut(path, " or "); found {
				return half + "]"
			}
			return path
		}))),
	},
	{
		"patch-group-half-done", "Of a PATCH of a group that fails what came first is done",
		breaks{"RFC7644-3.5.2-18"},
		high, "", on(http.MethodPatch, group).do(oneByOne),
	},
	{
		"patch-group-half-done-unless-unreadable", "Of a PATCH of a group that cannot be carried out what came first is done",
		breaks{"RFC7644-3.5.2-16"},
		high, "", on(http.MethodPatch, group).when(func(r *request) bool {
			return !slices.ContainsFunc(operationsOf(r), func(o op) bool { return o.path() == "" })
		}).do(oneByOne),
	},
	{
		"patch-half-done-in-extension", "Of a PATCH that fails what came first in an extension is done",
		breaks{"RFC7644-3.5.2-16"},
		high, "", patched(user, func(o op) bool { return strings.HasPrefix(o.path(), "urn:") }).do(oneByOne),
	},
	{
		"attributes-ignored-on-put-of-group", "The parameter attributes is ignored by PUT of a group",
		breaks{"RFC7644-3.9-02"},
		low, "", ignoring("attributes", http.MethodPut, group),
	},
	{
		"attributes-ignored-on-post-of-group", "The parameter attributes is ignored by POST of a group",
		breaks{"RFC7644-3.9-02"},
		low, "", ignoring("attributes", http.MethodPost, groups),
	},
	{
		"attributes-ignored-on-read-of-group", "The parameter attributes is ignored by reads of a group",
		breaks{"RFC7644-3.9-02"},
		low, "", ignoring("attributes", http.MethodGet, group),
	},
	{
		"excluded-ignored-in-lists-of-groups", "The parameter excludedAttributes is ignored by lists of groups",
		breaks{"RFC7644-3.4.2.5-04"},
		medium, "", ignoring("excludedAttributes", http.MethodGet, groups),
	},
	{
		"count-ignored-in-lists-of-groups", "count is ignored by lists of groups",
		breaks{"RFC7644-3.4.2.4-04"},
		medium, "", ignoring("count", http.MethodGet, groups),
	},
	{
		"startindex-ignored-in-lists-of-groups", "startIndex is ignored by lists of groups",
		breaks{"RFC7644-3.4.2.4-i03"},
		medium, "", ignoring("startIndex", http.MethodGet, groups),
	},
	{
		"sort-ignored-in-lists-of-groups", "sortBy is ignored by lists of groups",
		breaks{"RFC7644-3.4.2.3-03"},
		medium, "", ignoring("sortBy", http.MethodGet, groups),
	},
	{
		"filter-group-name-in-its-case", "A displayName of a group is found in its own case only",
		breaks{"RFC7643-7-14"},
		medium, "", on(http.MethodGet, groups).when(filteredBy(`^displayName eq`)).say(unlisted(func(r *request, one object) bool {
			return !strings.Contains(r.filter(), `"`+textAt(one, "displayName")+`"`)
		})),
	},
	{
		"filter-group-external-id-nobody", "No group is found by externalId",
		breaks{"RFC7644-3.4.2.2-04"},
		medium, "", on(http.MethodGet, groups).when(filteredBy(`^externalId`)).say(unlisted(nothing)),
	},
	{
		"filter-group-name-finds-nobody", "No group is found by its name",
		breaks{"LIFECYCLE-CLIENT-04", "RFC7644-3.4.2.2-04"},
		high, "", on(http.MethodGet, groups).when(filteredBy(`^displayName`)).say(unlisted(nothing)),
	},
	{
		"filter-members-in-brackets-nobody", "No group is found by a member in square brackets",
		breaks{"RFC7644-3.4.2.2-15"},
		medium, "", on(http.MethodGet, groups).when(filteredBy(`members\[`)).say(unlisted(nothing)),
	},
	{
		"search-groups-ignores-filter", "A search of groups shows them all",
		breaks{"RFC7644-3.4.3-02"},
		medium, "", on(http.MethodPost, groups+"/.search").ask(body(drop("filter"))),
	},
	{
		"cursor-of-groups-ends-early", "A list of groups has no nextCursor, whatever comes behind it",
		breaks{"RFC9865-2-07"},
		high, "", on(http.MethodGet, groups).say(document(drop("nextCursor"))),
	},
	{
		"cursor-of-groups-second-page-empty", "The pages of groups after the first are empty",
		breaks{"RFC9865-2-07"},
		high, "", on(http.MethodGet, groups).when(asksFor("cursor"), func(r *request) bool { return r.query().Get("cursor") != "" }).
			say(document(change("Resources", func(any) any { return []any{} }))),
	},
	{
		"search-and-as-or", "A search takes and for or",
		breaks{"RFC7644-3.4.3-i01"},
		high, "", on(http.MethodPost, users+"/.search").ask(body(text("filter", unquoted(func(text string) string {
			return strings.ReplaceAll(text, " and ", " or ")
		})))),
	},
	{
		"search-first-half", "A search heeds a filter up to the first and",
		breaks{"RFC7644-3.4.3-i01"},
		high, "", on(http.MethodPost, users+"/.search").ask(body(text("filter", func(filter string) string {
			half, _, _ := strings.Cut(filter, " and ")
			return half
		}))),
	},
}

func emptiesMembers(r *request) bool {
	list, isList := r.object()["members"].([]any)
	return isList && len(list) == 0
}

// keepMembers sends the members who are there along.
func keepMembers(r *request) {
	if members := current(r)["members"]; members != nil {
		body(set("members", members))(r)
	}
}

// staleAnswer answers a change with the resource as it was before.
func staleAnswer(method, path string) rule {
	return on(method, path).do(func(r *request) *response {
		before := r.also(http.MethodGet, r.path, nil)
		if after := r.forward(); after.status != http.StatusOK {
			return after
		}
		return before
	})
}
