package faults

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// patched concerns PATCHes that have such an operation.
func patched(paths string, concerned func(op) bool) rule {
	return on(http.MethodPatch, paths).when(patches(concerned))
}

// skipped drops such operations and answers as if they had been done. Those that are
// left are done.
func skipped(paths string, concerned func(op) bool) rule {
	return patched(paths, concerned).do(func(r *request) *response {
		operations(func(all []object) []object {
			return slices.DeleteFunc(all, func(one object) bool { return concerned(op{one}) })
		})(r)
		if len(operationsOf(r)) == 0 {
			return r.also(http.MethodGet, r.path, nil)
		}
		return r.forward()
	})
}

// instead does other operations in the place of such a one.
func instead(paths string, concerned func(op) bool, others func(op) []object) rule {
	return patched(paths, concerned).ask(operations(func(all []object) []object {
		var done []object
		for _, one := range all {
			if concerned(op{one}) {
				done = append(done, others(op{one})...)
			} else {
				done = append(done, one)
			}
		}
		return done
	}))
}

// alsoRemoves removes something before such an operation is done.
func alsoRemoves(paths string, concerned func(op) bool, what func(op) string) rule {
	return instead(paths, concerned, func(o op) []object { return []object{remove(what(o)), o.object} })
}

func verbAt(verb, path string) func(op) bool {
	return func(o op) bool { return o.is(verb) && o.path() == path }
}

func verbIn(verb, prefix string) func(op) bool {
	return func(o op) bool { return o.is(verb) && strings.HasPrefix(o.path(), prefix) }
}

func pathless(verb string) func(op) bool {
	return func(o op) bool { return o.is(verb) && o.path() == "" && o.object["value"] != nil }
}

func list(operations ...object) []object { return operations }

// current is the resource that a PATCH is about.
func current(r *request) object { return r.also(http.MethodGet, r.path, nil).object() }

var adding = []row{
	{
		"patch-only-replace-processed", "Operations other than replace are skipped, and answered 200",
		breaks{"RFC7644-3.5.2.1-i05", "RFC7644-3.5.2.2-01", "LIFECYCLE-UPDATE-07", "LIFECYCLE-UPDATE-09"},
		high,
		"https://github.com/open-webui/open-webui/issues/30074", skipped(resources, func(o op) bool { return !o.is("replace") }),
	},
	{
		"patch-add-keeps-value", "An add to an attribute that has a value is skipped",
		breaks{"RFC7644-3.5.2.1-i04"},
		medium, "",
		on(http.MethodPatch, user).when(func(r *request) bool { return adds(r) && current(r)[operationsOf(r)[0].path()] != nil }).do(pretend()),
	},
	{
		"patch-add-replaces-emails", "An added e-mail address takes the place of those that are there",
		breaks{"RFC7644-3.5.2.1-i03"},
		high, "", instead(user, verbAt("add", "emails"), replaces),
	},
	{
		"patch-add-replaces-members", "An added member takes the place of those who are there",
		breaks{"RFC7644-3.5.2.1-i03", "LIFECYCLE-UPDATE-10"},
		high, "", instead(group, verbAt("add", "members"), replaces),
	},
	{
		"patch-add-drops-neighbours", "An add to a sub-attribute takes its neighbours away",
		breaks{"RFC7644-3.5.2.1-i06"},
		high, "",
		alsoRemoves(user, verbIn("add", "name."), func(op) string { return "name" }),
	},
	{
		"patch-add-to-nothing-refused", "An add of a sub-attribute that is not there is refused",
		breaks{"RFC7644-3.5.2.1-i02"},
		medium, "",
		patched(user, verbIn("add", "name.middleName")).do(refuse(http.StatusBadRequest, "noTarget", "name.middleName")),
	},
	{
		"patch-add-without-path-texts-only", "An add without a path adds its texts only",
		breaks{"RFC7644-3.5.2.1-i01"},
		medium, "",
		on(http.MethodPatch, user).ask(everyOperation(pathless("add"), change("value", texts))),
	},
	{
		"patch-add-without-path-no-extension", "An add without a path drops the attributes of extensions",
		breaks{"RFC7644-3.5.2.1-i01"},
		medium, "",
		on(http.MethodPatch, user).ask(everyOperation(pathless("add"), drop("value/"+enterprise))),
	},
	{
		"patch-add-stores-twice", "An e-mail address that is there already is stored twice",
		breaks{"RFC7644-3.5.2.1-04"},
		low, "",
		doubled(user, "emails"),
	},
	{
		"patch-add-existing-member-listed-twice", "Who is a member already is listed twice",
		breaks{"RFC7644-3.5.2.1-i07"},
		low, "https://github.com/wso2/product-is/issues/5333", doubled(group, "members"),
	},
	{
		"patch-add-existing-409", "To add what is there already is a conflict",
		breaks{"RFC7644-3.5.2.1-05"},
		low, "",
		on(http.MethodPatch, user).when(func(r *request) bool {
			return adds(r) && reflect.DeepEqual(current(r)[operationsOf(r)[0].path()], operationsOf(r)[0].object["value"])
		}).do(refuse(http.StatusConflict, "uniqueness", "it is there already")),
	},
	{
		"patch-always-modifies", "Every PATCH moves meta.lastModified",
		breaks{"RFC7644-3.5.2.1-06"},
		low, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, user).when(func(r *request) bool { return m.account(r.id()).changes > 0 }).
				say(resource(text("meta/lastModified", later)))
		}),
	},
	{
		"patch-core-urn-path-rejected", "A path with the URN of the core schema is refused",
		breaks{"RFC7644-3.10-i01"},
		medium, "https://github.com/zulip/zulip/issues/39773",
		patched(user, func(o op) bool { return strings.HasPrefix(o.path(), coreUser) }).do(refuse(http.StatusBadRequest, "invalidPath", coreUser)),
	},
	{
		"patch-path-case-sensitive", "A path in another case is skipped",
		breaks{"RFC7644-3.10-i02"},
		medium, "",
		skipped(user, func(o op) bool { return o.path() == "TITLE" }),
	},
	{
		"patch-primary-not-demoted", "A new primary value leaves the old one primary",
		breaks{"RFC7644-3.5.2-15", "RFC7644-3.5.2.3-i05", "RFC7644-3.5.2-i07"},
		medium,
		"https://github.com/sourcegraph/sourcegraph-public-snapshot/issues/49210",
		together{primaries(http.MethodPatch), on(http.MethodPatch, user).ask(body(drop("Operations/value/primary")))},
	},
	{
		"patch-first-operation-only", "Only the first operation of a PATCH is done",
		breaks{"RFC7644-3.5.2-i05", "LIFECYCLE-UPDATE-23"},
		high, "",
		on(http.MethodPatch, resources).ask(operations(func(all []object) []object { return all[:min(len(all), 1)] })),
	},
	{
		"patch-reply-stale-resource", "The answer to a PATCH shows the person as before",
		breaks{"RFC7644-3.5.2-20"},
		medium, "https://github.com/open-webui/open-webui/issues/30074",
		on(http.MethodPatch, user).do(func(r *request) *response {
			before := r.also(http.MethodGet, r.path, nil)
			if after := r.forward(); !after.ok() {
				return after
			}
			return before
		}),
	},
	{
		"patch-answers-202", "A PATCH is answered 202",
		breaks{"RFC7644-3.5.2-20"},
		low, "",
		on(http.MethodPatch, resources).answered(http.StatusOK).say(status(http.StatusAccepted), says("")),
	},
}

// adds tells whether a PATCH is one add to an attribute at the top.
func adds(r *request) bool {
	all := operationsOf(r)
	return len(all) == 1 && all[0].is("add") && all[0].path() != ""
}

func replaces(o op) []object { return list(replace(o.path(), o.object["value"])) }

// texts keeps those attributes of a value that are texts, or whole extensions.
func texts(value any) any {
	whole, _ := value.(object)
	kept := object{}
	for name, one := range whole {
		if _, isText := one.(string); isText || strings.HasPrefix(name, "urn:") {
			kept[name] = one
		}
	}
	return kept
}

// doubled shows a value twice that was added although it was there.
func doubled(paths, name string) violation {
	return remembering(func(m *memory) violation {
		return together{
			patched(paths, verbAt("add", name)).ask(func(r *request) {
				there := idsIn(current(r)[name])
				for _, id := range idsIn(operationsOf(r)[0].object["value"]) {
					if slices.Contains(there, id) {
						m.mark("doubled", r.id())
					}
				}
			}),
			on(http.MethodGet, paths).when(func(r *request) bool { return m.marked("doubled", r.id()) }).
				say(resource(elements(name, func(values []any) []any { return append(values, values[:min(len(values), 1)]...) }))),
		}
	})
}

var removing = []row{
	{
		"patch-remove-takes-neighbours", "A remove of a sub-attribute takes the whole attribute",
		breaks{"RFC7644-3.5.2.2-01"},
		high, "", instead(user, verbIn("remove", "name."), removes("name")),
	},
	{
		"patch-remove-takes-extension", "A remove of an attribute of an extension takes the whole extension",
		breaks{"RFC7644-3.5.2.2-01"},
		high, "", instead(user, verbIn("remove", enterprise+":"), removes(enterprise)),
	},
	{
		"patch-remove-clears-more", "A remove of one attribute clears others",
		breaks{"RFC7644-3.5.2.2-01", "LIFECYCLE-UPDATE-07"},
		high, "",
		alsoRemoves(user, verbAt("remove", "title"), func(op) string { return "nickName" }),
	},
	{
		"patch-remove-first-value-only", "A remove of a whole list takes its first value only",
		breaks{"RFC7644-3.5.2.2-02"},
		medium, "",
		on(http.MethodPatch, user).when(patches(verbAt("remove", "phoneNumbers"))).ask(func(r *request) {
			numbers, _ := current(r)["phoneNumbers"].([]any)
			r.put(patchOf(replace("phoneNumbers", numbers[min(len(numbers), 1):])))
		}),
	},
	{
		"patch-remove-all-members-noop", "A remove of all the members does nothing",
		breaks{"RFC7644-3.5.2.2-02"},
		high, "",
		skipped(group, verbAt("remove", "members")),
	},
	{
		"patch-remove-member-filter-noop", "A remove of one member is answered 200 and does nothing",
		breaks{
			"RFC7644-3.5.2.2-i02", "RFC7644-3.5.2.2-03", "LIFECYCLE-UPDATE-12", "LIFECYCLE-UPDATE-13", "RFC7643-4.1.2-22",
			"RFC7644-3.5.2-i05",
		},
		critical,
		"https://github.com/goauthentik/authentik/issues/25686", skipped(group, verbIn("remove", "members[")),
	},
	{
		"patch-remove-member-wipes-group", "A remove of one member removes all of them",
		breaks{"RFC7644-3.5.2.2-i02", "LIFECYCLE-UPDATE-12"},
		critical, "https://github.com/apache/directory-scimple/issues/436",
		instead(group, verbIn("remove", "members["), removes("members")),
	},
	{
		"patch-remove-last-member-refused", "The last member of a group cannot be removed",
		breaks{"RFC7644-3.5.2.2-03"},
		medium, "",
		patched(group, verbIn("remove", "members[")).when(func(r *request) bool { return len(idsIn(current(r)["members"])) == 1 }).
			do(refuse(http.StatusBadRequest, "invalidValue", "a group has a member")),
	},
	{
		"patch-remove-stranger-404", "To remove somebody who is no member is answered 404",
		breaks{"RFC7644-3.5.2.2-i04"},
		low, "",
		patched(group, verbIn("remove", "members[")).when(func(r *request) bool {
			there := idsIn(current(r)["members"])
			return !slices.ContainsFunc(there, func(id string) bool { return strings.Contains(operationsOf(r)[0].path(), id) })
		}).do(refuse(http.StatusNotFound, "noTarget", "no such member")),
	},
	{
		"patch-remove-by-type-takes-all", "A remove with a filter takes what does not match as well",
		breaks{"RFC7644-3.5.2.2-i03"},
		high, "", instead(user, verbIn("remove", "emails["), removes("emails")),
	},
	{
		"patch-remove-record-for-sub-attribute", "A remove of a sub-attribute takes its whole record",
		breaks{"RFC7644-3.5.2.2-04"},
		high, "",
		instead(user, func(o op) bool { return o.is("remove") && strings.Contains(o.path(), "].") },
			func(o op) []object { return list(remove(o.path()[:strings.IndexByte(o.path(), ']')+1])) }),
	},
	{
		"patch-remove-leaves-shell", "A record that is removed leaves an empty one behind",
		breaks{"RFC7644-3.5.2.2-05", "RFC7644-3.5.2.2-03"},
		low, "", shellsLeft(),
	},
	{
		"patch-remove-required-ignored", "To remove what is required is answered 200 and ignored",
		breaks{"RFC7644-3.5.2.2-06"},
		medium, "",
		skipped(user, verbAt("remove", "userName")),
	},
	{
		"patch-remove-readonly-ignored", "To remove what is read-only is answered 200 and ignored",
		breaks{"RFC7644-3.5.2.2-06"},
		medium, "",
		skipped(user, verbAt("remove", "id")),
	},
	{
		"patch-remove-required-without-scimtype", "The refusal to remove what is required does not say why",
		breaks{"RFC7644-3.5.2.2-06"},
		low, "",
		patched(user, verbAt("remove", "userName")).answered(http.StatusBadRequest).say(document(drop("scimType"))),
	},
	{
		"patch-remove-without-path-wipes", "A remove without a path takes everything away",
		breaks{"RFC7644-3.5.2.2-i01", "RFC7644-3.12-i17"},
		critical, "",
		instead(user, func(o op) bool { return o.is("remove") && o.path() == "" }, func(op) []object {
			return list(remove("title"), remove("nickName"), remove("name"))
		}),
	},
	{
		"patch-remove-manager-ignored", "To take the manager away is answered 200 and ignored",
		breaks{"LIFECYCLE-UPDATE-09"},
		medium, "",
		skipped(user, verbAt("remove", enterprise+":manager")),
	},
}

func removes(path string) func(op) []object {
	return func(op) []object { return list(remove(path)) }
}

// shellsLeft shows an empty record where the last one was removed by a filter.
func shellsLeft() violation {
	return remembering(func(m *memory) violation {
		return together{
			patched(user+" "+group, func(o op) bool { return o.is("remove") && o.filtered() }).say(func(r *request, a *response) {
				name, _, _ := strings.Cut(operationsOf(r)[0].path(), "[")
				if a.ok() && a.object()[name] == nil {
					m.keep("shell "+r.id(), name)
				}
			}),
			on(http.MethodGet, user+" "+group).say(func(r *request, a *response) {
				if name, left := m.recall("shell " + r.id()).(string); left {
					resource(set(name, []any{object{"value": "", "type": "none"}}))(r, a)
				}
			}),
		}
	})
}
