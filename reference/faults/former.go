package faults

import (
	"net/http"
	"strings"
)

// lingering are faults of what should have gone: former names, deleted groups, and ids that
// lead to something of another type.
var lingering = []row{
	{
		"filter-finds-former-username", "A renamed person is found under the former userName as well",
		breaks{"RFC7644-3.4.2.2-i02"},
		high, "", remembering(formerly("userName")),
	},
	{
		"filter-finds-former-external-id", "A person is found by a former externalId as well",
		breaks{"RFC7644-3.4.2.2-i02"},
		high, "", remembering(formerly("externalId")),
	},
	{
		"group-deleted-still-shown", "A group that was deleted is still among the groups of its members",
		breaks{"RFC7643-4.1.2-22"},
		medium, "",
		remembering(func(m *memory) violation {
			return together{
				on(http.MethodDelete, group).do(func(r *request) *response {
					was := m.group(r.id())
					a := r.forward()
					for _, member := range was.now {
						m.keep("ghost of "+member, r.id())
					}
					return a
				}),
				userReads.say(func(r *request, a *response) {
					ghost, _ := m.recall("ghost of " + r.id()).(string)
					resource(func(one object) {
						list, _ := one["groups"].([]any)
						if ghost != "" && list != nil {
							one["groups"] = append(list, object{"value": ghost, "type": "direct"})
						}
					})(r, a)
				}),
			}
		}),
	},
	{
		"delete-by-another-endpoint", "A person is deleted by way of the groups",
		breaks{"RFC7644-3.6-i01"},
		critical, "",
		on(http.MethodDelete, group).do(func(r *request) *response {
			if a := r.forward(); a.status != http.StatusNotFound {
				return a
			}
			return r.also(http.MethodDelete, users+"/"+r.id(), nil)
		}),
	},
	{
		"read-by-another-endpoint", "A person is read by way of the groups, and a group by way of the people",
		breaks{"RFC7644-3.12-i06"},
		medium, "",
		on(http.MethodGet, user+" "+group).do(func(r *request) *response {
			a := r.forward()
			if a.status != http.StatusNotFound {
				return a
			}
			other := strings.NewReplacer(users, groups, groups, users).Replace(r.path)
			return r.also(http.MethodGet, other, nil)
		}),
	},
	{
		"previous-cursor-leads-nowhere", "The previousCursor leads to the page that it stands on",
		breaks{"RFC9865-2-i04"},
		medium, "",
		on(http.MethodGet, users).when(asksFor("cursor")).say(func(r *request, a *response) {
			if cursor := r.query().Get("cursor"); cursor != "" {
				document(change("previousCursor", func(any) any { return cursor }))(r, a)
			}
		}),
	},
	{
		"sorted-page-not-cut", "A sorted list shows everybody, whatever page is asked for",
		breaks{"RFC7644-3.4.2.4-04", "RFC7644-3.4.2.4-i03"},
		medium, "", on(http.MethodGet, users).when(asksFor("sortBy", "filter")).ask(withoutQuery("startIndex", "count")),
	},
	{
		"if-match-star-refused", "If-Match with a star is refused", breaks{"RFC7644-3.14-i03"}, medium, "", matching("*"),
	},
	{
		"if-match-first-tag-only", "Of several tags in If-Match the first alone counts",
		breaks{"RFC7644-3.14-i03"},
		medium, "",
		on(http.MethodPut, user).ask(func(r *request) {
			if tag, _, several := strings.Cut(r.Header.Get("If-Match"), ","); several {
				r.Header.Set("If-Match", tag)
			}
		}),
	},
	{
		"manager-deleted-takes-extension", "Whose manager is deleted loses the department with the manager",
		breaks{"RFC7644-3.6-06", "LIFECYCLE-REASSIGN-12"},
		high, "",
		remembering(func(m *memory) violation {
			return together{
				on(http.MethodDelete, user).answered(http.StatusNoContent).say(func(r *request, _ *response) { m.mark("left", r.client()) }),
				userReads.when(func(r *request) bool { return m.marked("left", r.client()) }).say(resource(drop(enterprise))),
			}
		}),
	},
	{
		"endpoint-announced-elsewhere", "The endpoints that are announced lead nowhere",
		breaks{"RFC7643-6-07"},
		high, "",
		on(http.MethodGet, types).say(resource(text("endpoint", func(endpoint string) string { return "/scim" + endpoint }))),
	},
	{
		"etag-ignores-members", "The ETag of a group stays when its members change",
		breaks{"RFC7644-3.14-i04"},
		high, "",
		remembering(func(m *memory) violation {
			return on(http.MethodGet, group).answered(http.StatusOK).say(func(r *request, a *response) {
				shown := textAt(a.object(), "displayName")
				if first, ok := m.recall(r.id() + shown).(string); ok {
					a.header.Set("ETag", first)
					resource(set("meta/version", first))(r, a)
					return
				}
				m.keep(r.id()+shown, a.header.Get("ETag"))
			})
		}),
	},
	{
		"patch-empty-list-ignored", "A replacement by an empty list is answered 200 and changes nothing",
		breaks{"RFC7643-2.5-i01"},
		medium, "",
		skipped(user, func(o op) bool {
			list, ok := o.object["value"].([]any)
			return ok && len(list) == 0 && o.is("replace")
		}),
	},
	{
		"patch-unknown-op-as-replace", "An operation that nobody knows is taken for replace",
		breaks{"RFC7644-3.5.2-i01"},
		medium, "",
		on(http.MethodPatch, user).ask(everyOperation(func(o op) bool {
			return !o.is("add") && !o.is("remove") && !o.is("replace")
		}, set("op", "replace"))),
	},
	{
		"filter-accents-case-sensitive", "Capitals with accents are other letters",
		breaks{"RFC7644-7.8-01"},
		low, "", notFound(`\\u00cb`),
	},
}

// formerly finds people by what an attribute was at their creation, too.
func formerly(attribute string) func(*memory) violation {
	return func(m *memory) violation {
		return on(http.MethodGet, users).ask(query("filter", func(filter string) string {
			known := m.find(func(a account) bool {
				was := textAt(a.made, attribute)
				return was != "" && !a.deleted && filter == attribute+` eq "`+was+`"`
			})
			if known.id == "" {
				return filter
			}
			return `id eq "` + known.id + `"`
		}))
	}
}

// matching refuses changes with such an If-Match.
func matching(tag string) violation {
	return on(http.MethodPut, user).when(func(r *request) bool { return r.Header.Get("If-Match") == tag }).
		do(refuse(http.StatusPreconditionFailed, "", "another version"))
}
