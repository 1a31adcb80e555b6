package faults

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const (
	// longest is what fits into a column of many databases.
	longest = 255
	// most is how many values some keep of an attribute.
	most = 10
)

// nuances are faults of the less usual filter, operation, value and relation.
var nuances = []row{
	{
		"filter-emails-without-value-nobody", "Nobody is found by e-mail address unless the filter names its value",
		breaks{"RFC7644-3.4.2.2-i04"},
		medium, "", notFound(`^emails (eq|co|sw) `),
	},
	{
		"filter-schemas-nobody", "Nobody is found by schemas",
		breaks{"RFC7643-3-07"},
		low, "", notFound(`schemas eq`),
	},
	{
		"filter-manager-nobody", "Nobody is found by their manager",
		breaks{"RFC7644-3.4.2.2-i16"},
		medium, "", notFound(`:manager\.value`),
	},
	{
		"filter-unicode-escape-literal", "An escaped letter in a filter is taken for its escape",
		breaks{"RFC7644-3.4.2.2-i15"},
		low, "", filters(quoted(func(text string) string { return strings.ReplaceAll(text, `\u`, `\\u`) })),
	},
	{
		"filter-date-ge-as-gt", "ge leaves out the very point in time",
		breaks{"RFC7644-3.4.2.2-i09"},
		medium, "", filters(replacedBy(`meta\.(\w+) ge `, "meta.$1 gt ")),
	},
	{
		"filter-boolean-ne-ignored", "ne on a boolean is true of everybody",
		breaks{"RFC7644-3.4.2.2-i03"},
		medium, "", filters(unquoted(replacedBy(`\bactive ne (true|false)`, "id pr"))),
	},
	{
		"filter-not-of-not-refused", "A not within a not is taken for one",
		breaks{"RFC7644-3.4.2.2-i14"},
		low, "", filters(replacedBy(`not \(not \(([^()]*)\)\)`, "not ($1)")),
	},
	{
		"filter-not-of-or-first", "Of an or in a not the first half is heeded",
		breaks{"RFC7644-3.4.2.2-i14"},
		medium, "", filters(replacedBy(`not \(([^()]*?) or [^()]*\)`, "not ($1)")),
	},
	{
		"filter-brackets-on-the-right-lost", "Brackets on the right of and are ignored",
		breaks{"RFC7644-3.4.2.2-19"},
		high, "", filters(replacedBy(` and \(([^()]* or [^()]*)\)$`, " and $1")),
	},
	{
		"filter-or-of-and-on-both-sides", "Of or between two ands the second half is ignored",
		breaks{"RFC7644-3.4.2.2-19"},
		high, "", filters(replacedBy(`^([^()]* and [^()]*?) or [^()]* and [^()]*$`, "$1")),
	},
	{
		"filter-pr-false-is-nothing", "pr does not hold of a boolean that is false",
		breaks{"RFC7644-3.4.2.2-i07"},
		medium, "", filters(unquoted(replacedBy(`\bactive pr`, "active eq true"))),
	},
	{
		"filter-brackets-with-and-after", "What stands behind square brackets is ignored",
		breaks{"RFC7644-3.4.2.2-15"},
		high, "", filters(replacedBy(`^(emails\[[^\]]*\]) and .*$`, "$1")),
	},
	{
		"filter-by-part-of-extension-in-its-case", "An attribute of an extension is found under its name in its own case only",
		breaks{"RFC7644-3.4.2.2-i01"},
		low, "", notFound(`:DEPARTMENT`),
	},
	{
		"long-text-cut", "A text is cut to 255 letters",
		breaks{"RFC7644-3.3-01"},
		medium, "", on("POST PUT", userPaths).ask(body(text("title", cut))),
	},
	{
		"many-values-cut", "Of many e-mail addresses ten are kept",
		breaks{"RFC7644-3.3-01"},
		medium, "", on("POST PUT", userPaths).ask(body(elements("emails", func(list []any) []any { return list[:min(most, len(list))] }))),
	},
	{
		"patch-filter-by-boolean-no-target", "A path with a filter on a boolean finds nothing",
		breaks{"RFC7644-3.5.2-i03"},
		medium, "", patched(user, func(o op) bool { return strings.Contains(o.path(), "[primary eq true]") }).
			do(refuse(http.StatusBadRequest, "noTarget", "there is no such value")),
	},
	{
		"patch-filter-not-ignored", "A not in the filter of a path is ignored",
		breaks{"RFC7644-3.5.2.2-i03"},
		high, "", on(http.MethodPatch, user).ask(everyOperation(op.filtered, text("path", replacedBy(`\[not \(([^)]*)\)\]`, "[$1]")))),
	},
	{
		"patch-filter-by-part-as-eq", "In the filter of a path sw is taken for eq",
		breaks{"RFC7644-3.5.2.2-i03"},
		medium, "", on(http.MethodPatch, user).ask(everyOperation(op.filtered, text("path", func(path string) string {
			return strings.ReplaceAll(path, " sw ", " eq ")
		}))),
	},
	{
		"patch-null-skipped", "A replace by null is answered 200 and skipped",
		breaks{"RFC7643-2.5-i01"},
		medium, "", skipped(user, func(o op) bool {
			value, given := o.object["value"]
			return o.is("replace") && o.path() == "title" && given && value == nil
		}),
	},
	{
		"patch-null-as-text", "A replace by null stores the text null",
		breaks{"RFC7643-2.5-i01"},
		medium, "", on(http.MethodPatch, user).ask(everyOperation(func(o op) bool {
			value, given := o.object["value"]
			return o.path() == "title" && given && value == nil
		}, set("value", "null"))),
	},
	{
		"patch-sub-attribute-of-manager-dropped", "A new manager who is named by the sub-attribute is answered 200 and dropped",
		breaks{"RFC7644-3.5.2.3-i01"},
		high, "", skipped(user, func(o op) bool { return strings.HasSuffix(o.path(), ":manager.value") }),
	},
	{
		"patch-remove-manager-dropped", "A manager who is removed is answered 200 and stays",
		breaks{"RFC7644-3.5.2.2-01"},
		high, "", skipped(user, func(o op) bool { return o.is("remove") && strings.HasSuffix(o.path(), ":manager") }),
	},
	{
		"patch-replace-without-path-drops-extension", "A replace without a path drops what it says of an extension",
		breaks{"RFC7644-3.5.2.3-i01"},
		high, "", on(http.MethodPatch, user).ask(everyOperation(pathless("replace"), drop("value/"+enterprise))),
	},
	{
		"patch-replace-without-path-adds-emails", "A replace without a path adds its e-mail addresses to those that are there",
		breaks{"RFC7644-3.5.2.3-i02"},
		medium, "", on(http.MethodPatch, user).ask(everyOperation(func(o op) bool {
			whole, _ := o.object["value"].(object)
			return pathless("replace")(o) && whole["emails"] != nil
		}, set("op", "add"))),
	},
	{
		"patch-add-extension-to-none-dropped", "An add without a path of an extension that somebody has not is dropped",
		breaks{"RFC7644-3.5.2.1-i01"},
		medium, "", on(http.MethodPatch, user).when(func(r *request) bool { return current(r)[enterprise] == nil }).
			ask(everyOperation(pathless("add"), drop("value/"+enterprise))),
	},
	{
		"put-external-id-kept-unless-sent", "PUT keeps the externalId where it was sent none",
		breaks{"RFC7644-3.5.1-09"},
		low, "", merged(func(before, sent object) {
			if _, given := sent["externalId"]; !given {
				sent["externalId"] = before["externalId"]
			}
		}),
	},
	{
		"put-refuses-own-username", "PUT of a userName in other letters is refused as a conflict with oneself",
		breaks{"RFC7644-3.5.1-04"},
		medium, "", on(http.MethodPut, user).when(func(r *request) bool {
			before, after := textAt(current(r), "userName"), textAt(r.object(), "userName")
			return before != after && strings.EqualFold(before, after)
		}).do(refuse(http.StatusConflict, "uniqueness", "the userName is taken")),
	},
	{
		"bulk-max-operations-one-less", "As many operations as the configuration allows are refused",
		breaks{"RFC7644-3.7-12"},
		low, "", jobs.when(func(r *request) bool { return len(jobOf(r)) >= r.bulkLimit(maxOperations) }).
			do(refuse(http.StatusRequestEntityTooLarge, "", "more than maxOperations")),
	},
	{
		"bulk-max-payload-one-less", "A body as large as the configuration allows is refused",
		breaks{"RFC7644-3.7-12"},
		low, "", jobs.when(func(r *request) bool { return len(r.body) >= r.bulkLimit(maxPayload) }).
			do(refuse(http.StatusRequestEntityTooLarge, "", "more than maxPayloadSize")),
	},
	{
		"bulk-unknown-bulkid-kept", "A member who is named by a bulkId that no operation has is kept by that name",
		breaks{"RFC7644-3.7.2-01"},
		high, "", danglingKept(),
	},
	{
		"leave-one-group-leaves-all", "Who is removed from one group is removed from every group",
		breaks{"LIFECYCLE-UPDATE-12"},
		critical, "", expelling("remove", func(o op) []string {
			return strings.FieldsFunc(strings.Join(value.FindAllString(o.path(), -1), " "), func(r rune) bool { return r == '"' || r == ' ' })
		}),
	},
	{
		"join-ends-other-memberships", "Who joins a group leaves the one before",
		breaks{"LIFECYCLE-UPDATE-10"},
		critical, "", expelling("add", func(o op) []string { return idsIn(o.object["value"]) }),
	},
	{
		"deactivation-clears-extension", "Who is deactivated loses department and manager",
		breaks{"LIFECYCLE-DEPROVISION-04"},
		high, "", on(http.MethodPatch, user).when(deactivatesByPatch).say(then(remove(enterprise))),
	},
	{
		"deactivation-ends-reports", "Who reported to somebody who is deactivated reports to nobody",
		breaks{"LIFECYCLE-DEPROVISION-06"},
		high, "", deserted(on(http.MethodPatch, user).when(deactivatesByPatch)),
	},
	{
		"rename-ends-reports", "Who reported to somebody who is renamed reports to nobody",
		breaks{"LIFECYCLE-UPDATE-05"},
		high, "", deserted(patched(user, verbAt("replace", "userName"))),
	},
	{
		"reactivation-leaves-groups", "Who is reactivated is no longer in their groups",
		breaks{"LIFECYCLE-RETURN-02"},
		high, "", remembering(func(m *memory) violation {
			return together{
				on(http.MethodPatch, user).when(activates).say(func(r *request, _ *response) {
					if m.account(r.id()).left != "" {
						m.mark("back", r.id())
					}
				}),
				shows(groupPaths, elements("members", func(list []any) []any {
					return slices.DeleteFunc(list, func(member any) bool {
						one, _ := member.(object)
						return m.marked("back", textAt(one, "value"))
					})
				})),
			}
		}),
	},
	{
		"transfer-to-oneself-orphans", "Who hands over to themselves loses it all",
		breaks{"LIFECYCLE-REASSIGN-03"},
		critical, "", remembering(func(m *memory) violation {
			return together{
				on(http.MethodPost, sweepPath).when(handsToOneself).say(func(r *request, _ *response) { m.mark("disowned", sweptOf(r)) }),
				owners(func(a asset) (any, bool) { return nil, m.marked("disowned", a.owner) }, m),
			}
		}),
	},
	{
		"deleted-manager-deletes-reports", "With a manager those go who report to them",
		breaks{"RFC7644-3.6-06"},
		critical, "", on(http.MethodDelete, user).do(func(r *request) *response {
			reports := r.also(http.MethodGet, users+`?filter=`+url.QueryEscape(enterprise+`:manager.value eq "`+r.id()+`"`), nil)
			a := r.forward()
			for _, one := range resourcesOf(reports.object()) {
				if a.ok() {
					r.also(http.MethodDelete, users+"/"+textAt(one, "id"), nil)
				}
			}
			return a
		}),
	},
}

func cut(text string) string {
	letters := []rune(text)
	return string(letters[:min(longest, len(letters))])
}

// expelling takes those out of every other group whom such an operation on one names.
func expelling(verb string, members func(op) []string) violation {
	return remembering(func(m *memory) violation {
		expel := func(r *request, member string) {
			for _, other := range m.groupsOf(func(g membership) bool { return g.id != r.id() && slices.Contains(g.now, member) }) {
				r.also(http.MethodPatch, groups+"/"+other, patchOf(remove(`members[value eq "`+member+`"]`)))
			}
		}
		return on(http.MethodPatch, group).provided(func(_ *request, a *response) bool { return a.ok() }).say(func(r *request, _ *response) {
			for _, o := range operationsOf(r) {
				for _, member := range members(o) {
					if o.is(verb) {
						expel(r, member)
					}
				}
			}
		})
	})
}

// deserted shows without a manager who reports to somebody for whom such a change was made.
func deserted(change rule) violation {
	return remembering(func(m *memory) violation {
		return together{
			change.say(func(r *request, _ *response) { m.mark("deserted", r.id()) }),
			shows(userPaths, func(one object) {
				if extension, ok := one[enterprise].(object); ok && m.marked("deserted", textAt(extension, "manager/value")) {
					delete(extension, "manager")
				}
			}),
		}
	})
}

// sweptOf is whose assets a hand-over of everything moves.
func sweptOf(r *request) string { return strings.Split(r.path, "/")[4] }

func handsToOneself(r *request) bool { return strings.Contains(string(r.body), `"`+sweptOf(r)+`"`) }

// danglingKept shows a member of a new group under the bulkId of nobody.
func danglingKept() violation {
	const nobody = bulkPrefix + "nobody"
	return remembering(func(m *memory) violation {
		return together{
			jobs.when(func(r *request) bool { return strings.Contains(string(r.body), nobody) }).do(func(r *request) *response {
				operations(func(all []object) []object {
					for _, one := range all {
						drop("data/members")(one)
					}
					return all
				})(r)
				a := r.forward()
				for _, one := range madeBy(resultsOf(a)) {
					m.mark("dangling", one.id)
				}
				return a
			}),
			shows(groupPaths, func(one object) {
				if m.marked("dangling", textAt(one, "id")) {
					one["members"] = []any{reference(nobody)}
				}
			}),
		}
	})
}
