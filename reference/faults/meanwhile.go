package faults

import (
	"net/http"
	"slices"
	"strings"
)

// inactive tells whether the request is about somebody who is disabled, and leaves that so.
func (m *memory) inactive(r *request) bool { return m.account(r.id()).inactive && !activates(r) }

func ofGroups(one object) bool { return strings.HasPrefix(textAt(one, "path"), groups+"/") }

// meanwhile are faults that show only in company: with another operation, on another road,
// for somebody in another state.
var meanwhile = []row{
	{
		"bulk-patch-of-group-undone", "A PATCH of a group in bulk is answered 200 and not done",
		breaks{"RFC7644-3.7-19"},
		high, "", undone(which(ofGroups).and(by(http.MethodPatch))),
	},
	{
		"bulk-put-of-group-undone", "A replacement of a group in bulk is answered 200 and not done",
		breaks{"RFC7644-3.7-19"},
		high, "", undone(which(ofGroups).and(by(http.MethodPut))),
	},
	{
		"bulk-delete-of-group-undone", "The deletion of a group in bulk is answered 204 and not done",
		breaks{"RFC7644-3.7-19"},
		high, "", undone(which(ofGroups).and(by(http.MethodDelete))),
	},
	{
		"group-modified-later-than-created", "A group that was never modified was modified after the creation",
		breaks{"RFC7643-3.1-16"},
		low, "", remembering(func(m *memory) violation {
			return together{
				on("PUT PATCH", group).say(func(r *request, _ *response) { m.mark("changed", r.id()) }),
				shows(groupPaths, func(one object) {
					if created := textAt(one, "meta/created"); len(created) > 4 && !m.marked("changed", textAt(one, "id")) {
						set("meta/lastModified", "2099"+created[4:])(one)
					}
				}),
			}
		}),
	},
	{
		"patch-add-to-matching-dropped", "An add to a sub-attribute of the value that matches is answered 200 and dropped",
		breaks{"RFC7644-3.5.2-i03"},
		high, "", skipped(user, func(o op) bool { return o.is("add") && o.filtered() && strings.Contains(o.path(), "].") }),
	},
	{
		"patch-add-to-matching-hits-first", "An add to a sub-attribute of the value that matches goes to the first value",
		breaks{"RFC7644-3.5.2-i03"},
		high, "", patched(user, func(o op) bool { return o.is("add") && o.filtered() && strings.HasPrefix(o.path(), "addresses[") }).
			ask(everyOperation(op.filtered, text("path", replacedBy(`\[type eq "home"\]`, `[type eq "work"]`)))),
	},
	{
		"patch-remove-complex-dropped", "A remove of a whole name is answered 200 and dropped",
		breaks{"RFC7644-3.5.2.2-01"},
		medium, "", skipped(user, verbAt("remove", "name")),
	},
	{
		"patch-replace-absent-complex-dropped", "A replace of a name that is not there is answered 200 and dropped",
		breaks{"RFC7644-3.5.2.3-02"},
		medium, "", on(http.MethodPatch, user).when(func(r *request) bool {
			return patches(verbIn("replace", "name"))(r) && current(r)["name"] == nil
		}).do(pretend()),
	},
	{
		"patch-replace-absent-list-dropped", "A replace of e-mail addresses that are not there is answered 200 and dropped",
		breaks{"RFC7644-3.5.2.3-02"},
		medium, "", on(http.MethodPatch, user).when(func(r *request) bool {
			return patches(verbAt("replace", "phoneNumbers"))(r) && current(r)["phoneNumbers"] == nil
		}).do(pretend()),
	},
	{
		"patch-remove-external-id-dropped", "A remove of the externalId is answered 200 and dropped",
		breaks{"RFC7644-3.5.2.2-01"},
		medium, "", skipped(user, verbAt("remove", "externalId")),
	},
	{
		"patch-empty-username-accepted", "A PATCH makes a userName empty",
		breaks{"RFC7643-4.1.1-01"},
		high, "", nameless(patched(user, func(o op) bool { return o.path() == "userName" && o.object["value"] == "" })),
	},
	{
		"put-empty-username-accepted", "A PUT makes a userName empty",
		breaks{"RFC7643-4.1.1-01"},
		high, "", nameless(userPuts.when(func(r *request) bool { return r.object()["userName"] == "" })),
	},
	{
		"put-active-as-text-dropped", "PUT answers 200 to an active that is no boolean, and drops it",
		breaks{"RFC7644-3.12-i18"},
		medium, "", userPuts.when(func(r *request) bool { _, isText := r.object()["active"].(string); return isText }).ask(body(drop("active"))),
	},
	{
		"filter-group-beginning-nobody", "sw finds no group",
		breaks{"RFC7644-3.4.2.2-i05"},
		medium, "", on(http.MethodGet, groups).when(filteredBy(`displayName sw`)).say(unlisted(nothing)),
	},
	{
		"filter-group-part-nobody", "co finds no group",
		breaks{"RFC7644-3.4.2.2-i04"},
		medium, "", on(http.MethodGet, groups).when(filteredBy(`displayName co`)).say(unlisted(nothing)),
	},
	{
		"search-shows-deleted", "A search shows who was deleted",
		breaks{"RFC7644-3.6-03"},
		high, "", stillShown(user, "userName", on(http.MethodPost, users+"/.search"), func(r *request) string { return textAt(r.object(), "filter") }),
	},
	{
		"deleted-external-id-conflict", "The externalId of somebody deleted is in conflict with a new person",
		breaks{"RFC7644-3.6-04"},
		medium, "", remembering(func(m *memory) violation {
			return on(http.MethodPost, users).when(func(r *request) bool {
				id := textAt(r.object(), "externalId")
				return id != "" && m.find(func(a account) bool { return a.deleted && textAt(a.made, "externalId") == id }).id != ""
			}).do(refuse(http.StatusConflict, "uniqueness", "externalId"))
		}),
	},
	{
		"inactive-not-found-by-external-id", "Who is disabled is not found by externalId",
		breaks{"LIFECYCLE-DEPROVISION-03"},
		high, "", on(http.MethodGet, users).when(filteredBy(`^externalId eq`)).
			say(unlisted(func(_ *request, one object) bool { return one["active"] == false })),
	},
	{
		"inactive-not-searched", "Who is disabled is not found by a search",
		breaks{"RFC7644-3.4.3-i01"},
		high, "", on(http.MethodPost, users+"/.search").say(unlisted(func(_ *request, one object) bool { return one["active"] == false })),
	},
	{
		"inactive-cannot-be-patched", "Who is disabled cannot be changed by PATCH",
		breaks{"LIFECYCLE-UPDATE-16"},
		medium, "", remembering(func(m *memory) violation {
			return on(http.MethodPatch, user).when(m.inactive).do(refuse(http.StatusForbidden, "", "the user is inactive"))
		}),
	},
	{
		"inactive-cannot-be-replaced", "Who is disabled cannot be changed by PUT",
		breaks{"LIFECYCLE-UPDATE-16"},
		medium, "", remembering(func(m *memory) violation {
			return on(http.MethodPut, user).when(m.inactive).do(refuse(http.StatusForbidden, "", "the user is inactive"))
		}),
	},
	{
		"inactive-cannot-be-deleted", "Who is disabled cannot be deleted",
		breaks{"LIFECYCLE-DEPROVISION-02"},
		high, "", remembering(func(m *memory) violation {
			return on(http.MethodDelete, user).when(m.inactive).do(refuse(http.StatusForbidden, "", "the user is inactive"))
		}),
	},
	{
		"inactive-put-activates", "A PUT of somebody who is disabled activates them, whatever it says",
		breaks{"LIFECYCLE-UPDATE-16"},
		critical, "", remembering(func(m *memory) violation {
			return on(http.MethodPut, user).when(m.inactive).ask(body(set("active", true)))
		}),
	},
	{
		"reactivation-by-put-dropped", "A reactivation by PUT is answered 200 and not done",
		breaks{"LIFECYCLE-RETURN-01"},
		high, "", remembering(func(m *memory) violation {
			return on(http.MethodPut, user).when(func(r *request) bool { return m.account(r.id()).inactive }).ask(body(set("active", false)))
		}),
	},
	{
		"reactivation-without-path-dropped", "A reactivation by PATCH without a path is answered 200 and not done",
		breaks{"LIFECYCLE-RETURN-01"},
		high, "", skipped(user, func(o op) bool {
			whole, _ := o.object["value"].(object)
			return o.path() == "" && whole["active"] == true
		}),
	},
	{
		"deactivation-not-first-dropped", "A deactivation that is not the first operation of a PATCH is dropped",
		breaks{"LIFECYCLE-DEPROVISION-01"},
		critical, "", on(http.MethodPatch, user).ask(operations(func(all []object) []object {
			return append(slices.Clone(all[:min(1, len(all))]), slices.DeleteFunc(slices.Clone(all[min(1, len(all)):]), func(one object) bool {
				return op{one}.path() == "active" && one["value"] == false
			})...)
		})),
	},
	{
		"deactivation-in-bulk-keeps-session", "Who is deactivated in bulk goes on with the session of before",
		breaks{"LIFECYCLE-LOGIN-02"},
		critical, "", remembering(func(m *memory) violation { return leftInBulk(m, session) }),
	},
	{
		"deactivation-in-bulk-keeps-access-token", "Who is deactivated in bulk goes on with the access token of before",
		breaks{"LIFECYCLE-LOGIN-03"},
		critical, "", remembering(func(m *memory) violation { return leftInBulk(m, accessToken) }),
	},
	{
		"deactivation-in-bulk-keeps-password", "Who is deactivated in bulk logs in by password",
		breaks{"LIFECYCLE-LOGIN-01"},
		critical, "", remembering(func(m *memory) violation { return leftInBulk(m, password) }),
	},
	{
		"deactivation-in-bulk-undone", "A deactivation in bulk is answered 200 and not done",
		breaks{"LIFECYCLE-DEPROVISION-01"},
		critical, "", undone(which(deactivatesInBulk)),
	},
	{
		"deactivation-beside-keeps-session", "Who is deactivated beside another change goes on with the session of before",
		breaks{"LIFECYCLE-LOGIN-02"},
		critical, "", remembering(func(m *memory) violation {
			return together{
				on(http.MethodPatch, user).when(deactivatesByPatch, func(r *request) bool { return len(operationsOf(r)) > 1 }).
					say(func(r *request, _ *response) { m.mark("left beside", r.id()) }),
				haunting(m, session, func(a account) bool { return m.marked("left beside", a.id) }),
			}
		}),
	},
	{
		"accept-of-several-406", "Who asks for one of several formats is refused",
		breaks{"RFC7644-3.8-06"},
		medium, "", on(http.MethodGet, user).when(func(r *request) bool { return strings.Contains(r.Header.Get("Accept"), ",") }).
			do(refuse(http.StatusNotAcceptable, "", "one format at a time")),
	},
	{
		"accept-anything-406", "Who takes anything is refused",
		breaks{"RFC7644-3.2-i02"},
		medium, "", on(http.MethodGet, user).when(func(r *request) bool { return r.Header.Get("Accept") == "*/*" }).
			do(refuse(http.StatusNotAcceptable, "", "application/scim+json")),
	},
	{
		"accept-anything-html", "Who takes anything is given a web page",
		breaks{"RFC7644-3.2-i02"},
		medium, "", on(http.MethodGet, user).when(func(r *request) bool { return r.Header.Get("Accept") == "*/*" }).
			say(header("Content-Type", "text/html"), says(page)),
	},
	{
		"filter-date-with-fraction-refused", "A point in time with a fraction of a second is refused",
		breaks{"RFC7644-3.4.2.2-i08"},
		medium, "", on(http.MethodGet, users).when(filteredBy(`:\d\d\.\d+Z"`)).do(refuse(http.StatusBadRequest, "invalidFilter", "no dateTime")),
	},
	{
		"user-groups-first-only", "Of several groups of a person the first is shown",
		breaks{"RFC7643-4.1.2-22"},
		medium, "", shows(userPaths, elements("groups", func(list []any) []any { return list[:min(1, len(list))] })),
	},
	{
		"create-etag-of-before", "The ETag of the answer to a creation is not that of what was created",
		breaks{"RFC7644-3.14-i03"},
		medium, "", on(http.MethodPost, users).answered(http.StatusCreated).say(header("ETag", `W/"0"`)),
	},
	{
		"successor-of-disabled-is-inactive", "Who has the userName of somebody who was disabled and deleted is disabled from the first day",
		breaks{"LIFECYCLE-CREATE-06"},
		high, "", remembering(func(m *memory) violation {
			return on(http.MethodPost, users).when(func(r *request) bool {
				name := textAt(r.object(), "userName")
				return m.find(func(a account) bool { return a.deleted && a.inactive && strings.EqualFold(a.userName, name) }).id != ""
			}).ask(body(set("active", false)))
		}),
	},
	{
		"successor-in-groups", "Who has the userName of somebody deleted is in the groups of that person",
		breaks{"LIFECYCLE-DEPROVISION-08"},
		critical, "", remembering(func(m *memory) violation {
			return on(http.MethodPost, users).provided(func(_ *request, a *response) bool { return a.ok() }).say(func(r *request, a *response) {
				name := textAt(r.object(), "userName")
				gone := m.find(func(a account) bool { return a.deleted && strings.EqualFold(a.userName, name) }).id
				for _, id := range m.groupsOf(func(g membership) bool { return gone != "" && slices.Contains(g.ever, gone) }) {
					r.also(http.MethodPatch, groups+"/"+id, patchOf(object{"op": "add", "path": "members", "value": []any{reference(textAt(a.object(), "id"))}}))
				}
			})
		}),
	},
}

// nameless shows those with an empty userName for whom such a change was tried.
func nameless(change rule) violation {
	return remembering(func(m *memory) violation {
		return together{
			change.do(func(r *request) *response {
				m.mark("nameless", r.id())
				return r.also(http.MethodGet, r.path, nil)
			}),
			shows(user, func(one object) {
				if m.marked("nameless", textAt(one, "id")) {
					one["userName"] = ""
				}
			}),
		}
	})
}

// stillShown adds what was deleted to a query whose filter names it.
func stillShown(path, name string, queries rule, filter func(*request) string) violation {
	return remembering(func(m *memory) violation {
		return together{
			on(http.MethodDelete, path).do(func(r *request) *response {
				before := current(r)
				a := r.forward()
				if a.ok() {
					m.keep("ghost "+textAt(before, name), before)
				}
				return a
			}),
			queries.say(func(r *request, a *response) {
				for _, named := range value.FindAllString(filter(r), -1) {
					if ghost := m.recall("ghost " + strings.Trim(named, `"`)); ghost != nil {
						relist(a, func(list []any) []any { return append(list, ghost) })
					}
				}
			}),
		}
	})
}

func deactivatesInBulk(one object) bool {
	list, _ := at(one, "data/Operations").([]any)
	return slices.ContainsFunc(objects(list), func(o object) bool { return o["path"] == "active" && o["value"] == false })
}

// leftInBulk lets those in by a credential whom a job has deactivated.
func leftInBulk(m *memory, kind string) violation {
	return together{
		jobs.say(func(r *request, _ *response) {
			for _, one := range jobOf(r) {
				if deactivatesInBulk(one) {
					m.mark("left in bulk", idAtEnd(textAt(one, "path")))
				}
			}
		}),
		haunting(m, kind, func(a account) bool { return m.marked("left in bulk", a.id) }),
	}
}
