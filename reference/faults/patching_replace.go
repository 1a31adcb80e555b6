package faults

import (
	"maps"
	"net/http"
	"strings"
)

var swappingValues = []row{
	{
		"patch-replace-ignored", "A replace of a simple attribute is answered 200 and ignored",
		breaks{"RFC7644-3.5.2.3-i01", "RFC7644-3.5.2.3-02"},
		high, "", skipped(user, verbAt("replace", "title")),
	},
	{
		"patch-replace-clears-more", "A replace of one attribute clears another",
		breaks{"RFC7644-3.5.2.3-i01"},
		high, "",
		alsoRemoves(user, verbAt("replace", "title"), func(op) string { return "nickName" }),
	},
	{
		"patch-replace-drops-extension", "A replace of an attribute of an extension takes its neighbours away",
		breaks{"RFC7644-3.5.2.3-i01"},
		high, "",
		alsoRemoves(user, verbIn("replace", enterprise+":department"), func(op) string { return enterprise }),
	},
	{
		"patch-rename-group-drops-members", "A group that is renamed loses its members",
		breaks{"RFC7644-3.5.2.3-i01", "LIFECYCLE-UPDATE-24"},
		critical, "",
		alsoRemoves(group, verbAt("replace", "displayName"), func(op) string { return "members" }),
	},
	{
		"patch-replace-adds-emails", "A replace of e-mail addresses adds to those that are there",
		breaks{"RFC7644-3.5.2.3-i02"},
		medium, "",
		instead(user, verbAt("replace", "emails"), func(o op) []object { return list(object{"op": "add", "path": "emails", "value": o.object["value"]}) }),
	},
	{
		"patch-replace-adds-members", "A replace of members adds to those who are there",
		breaks{"RFC7644-3.5.2.3-i02", "LIFECYCLE-UPDATE-25"},
		critical, "",
		instead(group, verbAt("replace", "members"), func(o op) []object {
			return list(object{"op": "add", "path": "members", "value": o.object["value"]})
		}),
	},
	{
		"patch-replace-nothing-refused", "A replace of what has no value is refused",
		breaks{"RFC7644-3.5.2.3-02"},
		medium, "",
		patched(user, verbAt("replace", "title")).when(func(r *request) bool { return current(r)["title"] == nil }).
			do(refuse(http.StatusBadRequest, "noTarget", "title")),
	},
	{
		"patch-replace-drops-sub-attributes", "A replace of a complex attribute takes what it does not name",
		breaks{"RFC7644-3.5.2.3-i03"},
		high, "", alsoRemoves(user, verbAt("replace", "name"), func(op) string { return "name" }),
	},
	{
		"patch-valuepath-replace-drops-siblings", "A replace with a filter takes the values that do not match",
		breaks{"RFC7644-3.5.2.3-04"},
		high, "https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/201",
		instead(user, func(o op) bool { return o.is("replace") && strings.HasSuffix(o.path(), "]") }, func(o op) []object {
			name, _, _ := strings.Cut(o.path(), "[")
			return list(replace(name, []any{o.object["value"]}))
		}),
	},
	{
		"patch-valuepath-unsupported", "A path with a filter is refused",
		breaks{"RFC7644-3.5.2-i03", "LIFECYCLE-UPDATE-03"},
		high, "https://github.com/Metatavu/keycloak-scim-server/issues/40",
		patched(user, func(o op) bool { return o.filtered() }).do(refuse(http.StatusBadRequest, "invalidPath", "unsupported path")),
	},
	{
		"patch-valuepath-adds-value", "A replace of a value found by a filter adds another one",
		breaks{"RFC7644-3.5.2-i03", "LIFECYCLE-UPDATE-03"},
		high, "",
		instead(user, func(o op) bool {
			return o.is("replace") && strings.HasPrefix(o.path(), "emails[") && strings.HasSuffix(o.path(), "].value")
		},
			func(o op) []object {
				return list(object{"op": "add", "path": "emails", "value": []any{object{"value": o.object["value"], "type": "other"}}})
			}),
	},
	{
		"patch-valuepath-first-match-only", "A replace with a filter reaches the first match only",
		breaks{"RFC7644-3.5.2.3-i04"},
		medium, "",
		patched(user, verbAt("replace", `addresses[type eq "work"].locality`)).ask(firstMatchOnly),
	},
	{
		"patch-replace-without-match-204", "A replace whose filter matches nothing is answered 204",
		breaks{"RFC7644-3.5.2.3-05"},
		low, "",
		patched(user, func(o op) bool { return o.is("replace") && o.filtered() }).answered(http.StatusBadRequest).
			say(status(http.StatusNoContent), says("")),
	},
	{
		"patch-no-path-replace-wipes-resource", "A replace without a path takes the value for the whole resource",
		breaks{"RFC7644-3.5.2.3-i06", "LIFECYCLE-DEPROVISION-04"},
		critical, "https://github.com/ssoready/ssoready/pull/206",
		patched(user, pathless("replace")).do(func(r *request) *response {
			value, _ := operationsOf(r)[0].object["value"].(object)
			whole := object{"schemas": []any{coreUser}, "userName": current(r)["userName"]}
			maps.Copy(whole, value)
			return r.also(http.MethodPut, r.path, whole)
		}),
	},
	{
		"patch-no-path-replace-wipes-group", "A replace without a path takes the members of a group",
		breaks{"RFC7644-3.5.2.3-i06"},
		critical, "https://github.com/ssoready/ssoready/pull/206",
		alsoRemoves(group, pathless("replace"), func(op) string { return "members" }),
	},
	{
		"patch-no-path-replace-ignored", "A replace without a path is answered 200 and ignored",
		breaks{"RFC7644-3.5.2.3-i06"},
		high, "", skipped(resources, pathless("replace")),
	},
}

// firstMatchOnly changes the first address of those that match.
func firstMatchOnly(r *request) {
	addresses, _ := current(r)["addresses"].([]any)
	for _, one := range objects(addresses) {
		if one["type"] == "work" {
			one["locality"] = operationsOf(r)[0].object["value"]
			break
		}
	}
	r.put(patchOf(replace("addresses", addresses)))
}

var renames = patched(user, func(o op) bool { return o.path() == "userName" })

var swappingNames = []row{
	{
		"patch-rename-duplicate-answered-204", "A PATCH to somebody else's userName is answered 204 and not done",
		breaks{"RFC7643-4.1.1-02"},
		high, "",
		renames.answered(http.StatusConflict).say(status(http.StatusNoContent), says("")),
	},
	{
		"patch-rename-duplicate-500", "A PATCH to somebody else's userName is answered 500",
		breaks{"RFC7643-4.1.1-02", "RFC7644-3.5.2-17"},
		medium, "https://github.com/NorthlandPositronics/Cogtrix/issues/121",
		renames.answered(http.StatusConflict).say(refusal(http.StatusInternalServerError, "", "UNIQUE constraint failed")),
	},
	{
		"rename-by-patch-changes-id", "Who is renamed by PATCH gets another id",
		breaks{"RFC7643-3.1-07", "LIFECYCLE-UPDATE-04"},
		high, "",
		renamedGetsID(http.MethodPatch),
	},
	{
		"patch-external-id-ignored", "A PATCH of externalId is answered 200 and ignored",
		breaks{"RFC7643-3.1-i03"},
		medium, "",
		skipped(user, func(o op) bool { return o.path() == "externalId" }),
	},
	{
		"patch-manager-ignored", "A PATCH of the manager is answered 200 and ignored",
		breaks{"RFC7643-4.3-i02", "LIFECYCLE-UPDATE-08"},
		medium, "https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/686",
		skipped(user, verbIn("replace", enterprise+":manager")),
	},
}

// refusing are faults of PATCHes that have to fail.
var anyPatch = on(http.MethodPatch, resources)

var refusing = []row{
	{
		"patch-not-atomic", "Operations before one that fails stay done",
		breaks{"RFC7644-3.5.2-16", "RFC7644-3.5.2-17", "RFC7644-3.5.2-18"},
		high, "https://github.com/zulip/zulip/issues/39869",
		anyPatch.do(oneByOne),
	},
	{
		"patch-failure-answered-204", "A PATCH that fails is answered 204",
		breaks{"RFC7644-3.5.2-18", "RFC7644-3.5.2-19"},
		high, "",
		anyPatch.answered(http.StatusBadRequest).say(status(http.StatusNoContent), says("")),
	},
	{
		"patch-failure-500", "A PATCH that fails is answered 500",
		breaks{"RFC7644-3.5.2-19", "RFC7644-3.5.2.2-i01"},
		medium, "",
		anyPatch.answered(http.StatusBadRequest).say(refusal(http.StatusInternalServerError, "", "nil pointer")),
	},
	{
		"patch-unknown-user-204", "A PATCH of somebody who does not exist is answered 204",
		breaks{"RFC7644-3.5.2-i06"},
		medium, "",
		anyPatch.answered(http.StatusNotFound).say(status(http.StatusNoContent), says("")),
	},
	{
		"patch-changes-id", "A PATCH changes the id",
		breaks{"RFC7643-7-18", "RFC7644-3.12-i14"},
		high, "https://github.com/keycloak/keycloak/issues/51155", patchedID(),
	},
	{
		"patch-joins-groups-sent", "A PATCH of a person's groups makes them a member",
		breaks{"RFC7643-7-18"},
		critical, "",
		patched(user, func(o op) bool { return o.path() == "groups" }).do(func(r *request) *response {
			a := r.also(http.MethodGet, r.path, nil)
			r.put(object{"groups": operationsOf(r)[0].object["value"]})
			joinGroupsSent(r, a)
			return a
		}),
	},
	{
		"patch-readonly-without-scimtype", "The refusal to change what is read-only does not say mutability",
		breaks{"RFC7644-3.12-i14"},
		low, "",
		anyPatch.answered(http.StatusBadRequest).say(document(drop("scimType"))),
	},
	{
		"patch-readonly-ignored", "A PATCH of what is read-only is answered 200 and ignored",
		breaks{"RFC7644-3.12-i14"},
		low, "",
		skipped(user, func(o op) bool { return o.path() == "id" }),
	},
	{
		"patch-boolean-as-text-ignored", "A PATCH of a text into a boolean is answered 200 and ignored",
		breaks{"RFC7644-3.5.2-11"},
		medium, "",
		skipped(user, func(o op) bool { _, isText := o.object["value"].(string); return o.path() == "active" && isText }),
	},
	{
		"patch-object-as-text-ignored", "A PATCH of an object into a text is answered 200 and ignored",
		breaks{"RFC7644-3.5.2-11"},
		medium, "",
		skipped(user, func(o op) bool { _, isObject := o.object["value"].(object); return o.path() == "userName" && isObject }),
	},
	{
		"patch-wrong-type-refused-too-late", "A PATCH of a value of the wrong type is refused, and disables the person",
		breaks{"RFC7644-3.5.2-11"},
		high, "",
		patched(user, func(o op) bool { return o.path() == "active" }).answered(http.StatusBadRequest).
			say(func(r *request, _ *response) { r.also(http.MethodPatch, r.path, patchOf(replace("active", false))) }),
	},
	{
		"patch-path-refusal-without-scimtype", "The refusal of a path does not say what is wrong",
		breaks{"RFC7644-3.12-i16"},
		low, "",
		patched(user, func(o op) bool { return o.filtered() }).answered(http.StatusBadRequest).say(document(drop("scimType"))),
	},
	{
		"patch-unknown-attribute-ignored", "A PATCH of an attribute that does not exist is answered 200 and ignored",
		breaks{"RFC7644-3.12-i16"},
		low, "",
		skipped(user, func(o op) bool { return o.path() == "favouriteEngine" }),
	},
	{
		"patch-remove-without-path-invalid-value", "A remove without a path is refused as invalidValue",
		breaks{"RFC7644-3.12-i17"},
		low, "",
		anyPatch.answered(http.StatusBadRequest).say(document(set("scimType", "invalidValue"))),
	},
	{
		"patch-move-ignored", "An operation that does not exist is answered 200 and ignored",
		breaks{"RFC7644-3.5.2-i01"},
		medium, "",
		skipped(user, func(o op) bool { return o.is("move") }),
	},
	{
		"patch-index-understood", "An index into a list is understood",
		breaks{"RFC7644-3.5.2-i01"},
		low, "", understood("emails[0].value", "emails.value"),
	},
	{
		"patch-slashes-understood", "A path with slashes is understood",
		breaks{"RFC7644-3.5.2-i01"},
		low, "", understood("/name/givenName", "name.givenName"),
	},
	{
		"patch-resource-merged", "A PATCH that holds a resource instead of operations is merged into what is there",
		breaks{"RFC7644-3.12-i03"},
		medium, "",
		on(http.MethodPatch, user).when(not(sends("Operations"))).ask(func(r *request) {
			sent := r.object()
			delete(sent, "schemas")
			r.put(patchOf(object{"op": "replace", "value": sent}))
		}),
	},
}

// oneByOne does each operation by itself and stops at the first that fails.
func oneByOne(r *request) *response {
	all := operationsOf(r)
	if len(all) < 2 {
		return r.forward()
	}
	var a *response
	for _, one := range all {
		if a = r.also(http.MethodPatch, r.path, patchOf(one.object)); !a.ok() {
			break
		}
	}
	return a
}

func patchedID() violation {
	return remembering(func(m *memory) violation {
		return together{
			patched(user, func(o op) bool { return o.path() == "id" }).do(func(r *request) *response {
				m.keep("id of "+r.id(), operationsOf(r)[0].object["value"])
				return r.also(http.MethodGet, r.path, nil)
			}),
			on(http.MethodGet, user).say(func(r *request, a *response) {
				if id := m.recall("id of " + r.id()); id != nil {
					resource(set("id", id))(r, a)
				}
			}),
		}
	})
}

// understood reads a path that is none as another one.
func understood(path, as string) violation {
	return on(http.MethodPatch, user).ask(everyOperation(func(o op) bool { return o.path() == path }, set("path", as)))
}
