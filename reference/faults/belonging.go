package faults

import (
	"net/http"
	"slices"
	"strings"
)

// belonging are faults in what every resource has: its schemas, the common attributes,
// and what leads from one to another (RFC 7643 sections 2.3.7, 3 and 4).
var belonging = []row{
	{
		"group-schemas-as-text", "The schemas of a group are a text",
		breaks{"RFC7643-3-02"},
		medium, "", shows(groupPaths, change("schemas", firstOf)),
	},
	{
		"group-schemas-by-name", `The schemas of a group are "Group"`,
		breaks{"RFC7643-3-02"},
		medium, "", shows(groupPaths, set("schemas", []any{"Group"})),
	},
	{
		"error-schemas-as-text", "The schemas of an error are a text",
		breaks{"RFC7643-3-02"},
		low, "https://github.com/wso2/product-is/issues/4362",
		on(http.MethodGet, user).answered(http.StatusNotFound).say(document(change("schemas", firstOf))),
	},
	{
		"list-schemas-as-text", "The schemas of a list are a text",
		breaks{"RFC7643-3-02"},
		low, "", on(http.MethodGet, users).answered(http.StatusOK).say(document(change("schemas", firstOf))),
	},
	{
		"user-names-old-schema", "A person names the schema of SCIM 1.1 as well",
		breaks{"RFC7643-3-04"},
		low, "", shows(userPaths, with("schemas", oldUser)),
	},
	{
		"group-names-enterprise-schema", "A group names the enterprise extension, which is for users",
		breaks{"RFC7643-3-04"},
		low, "", shows(groupPaths, with("schemas", enterprise)),
	},
	{
		"device-names-other-schema", "A device names the schema of users as well",
		breaks{"RFC7643-3-04"},
		low, "", shows(devicePaths, with("schemas", coreUser)),
	},
	{
		"patch-adds-schema-again", "A PATCH of an extension adds its schema, though it is there",
		breaks{"RFC7643-3-05"},
		low, "", remembering(func(m *memory) violation {
			return together{
				shows(user, func(one object) {
					if m.marked("extended", textAt(one, "id")) {
						with("schemas", enterprise)(one)
					}
				}),
				on(http.MethodPatch, user).when(patches(func(o op) bool { return strings.HasPrefix(o.path(), enterprise) })).
					say(func(r *request, _ *response) { m.mark("extended", r.id()) }),
			}
		}),
	},
	{
		"device-names-schema-twice", "A device names its schema twice",
		breaks{"RFC7643-3-05"},
		low, "", shows(devicePaths, with("schemas", ownDevice)),
	},
	{
		"group-names-schema-twice", "A group names its schema twice, once with capitals",
		breaks{"RFC7643-3-05"},
		low, "", shows(groupPaths, with("schemas", strings.ToUpper(coreGroup[:3])+coreGroup[3:])),
	},
	{
		"common-attributes-unknown-to-filter", "A filter knows the attributes of the schema only: there is no id",
		breaks{"RFC7643-3-07"},
		medium, "", unknownTo(users, " and id "),
	},
	{
		"external-id-unknown-to-filter", "A filter finds nobody by an externalId among others",
		breaks{"RFC7643-3-07"},
		medium, "", unknownTo(users, " and externalId "),
	},
	{
		"meta-unknown-to-filter", "A filter finds nobody by meta",
		breaks{"RFC7643-3-07"},
		medium, "", unknownTo(users, "meta."),
	},
	{
		"device-without-schemas", "A device has no schemas",
		breaks{"RFC7643-3.3-02"},
		medium, "", shows(devicePaths, drop("schemas")),
	},
	{
		"device-schemas-empty", "The schemas of a device are an empty list",
		breaks{"RFC7643-3.3-02"},
		medium, "", shows(devicePaths, set("schemas", []any{})),
	},
	{
		"group-schemas-empty", "The schemas of a group are an empty list",
		breaks{"RFC7643-3.3-02", "RFC7643-4.2-i03", "RFC7643-3-02"},
		medium, "", shows(groupPaths, set("schemas", []any{})),
	},
	{
		"modified-never-moves", "meta.lastModified stays what it was at the creation",
		breaks{"RFC7643-3.1-i06"},
		medium, "https://github.com/wso2/product-is/issues/22244",
		shows(userPaths, func(one object) { set("meta/lastModified", at(one, "meta/created"))(one) }),
	},
	{
		"modified-not-by-patch", "A PATCH does not move meta.lastModified",
		breaks{"RFC7643-3.1-i06"},
		medium, "https://github.com/wso2/product-is/issues/22244", undated(http.MethodPatch, user),
	},
	{
		"modified-not-by-members", "A new member does not move meta.lastModified of the group",
		breaks{"RFC7643-3.1-i06"},
		medium, "https://github.com/wso2/product-is/issues/22244", undated(http.MethodPatch, group),
	},
	{
		"user-must-name-schema-first", "The schemas of a person must come before the userName",
		breaks{"RFC7643-2.3.8-01"},
		medium, "", on(http.MethodPost, users).when(inOrder(`"userName"`, `"schemas"`)).
			do(refuse(http.StatusBadRequest, "invalidSyntax", "schemas must come first")),
	},
	{
		"operation-must-begin-with-op", "The value of an operation must come behind its path",
		breaks{"RFC7643-2.3.8-01"},
		medium, "", on(http.MethodPatch, user).when(inOrder(`"Operations"`, `"schemas"`)).
			when(inOrder(`"value"`, `"path"`)).
			ask(operations(func([]object) []object { return nil })),
	},
	{
		"group-ref-of-user-from-root", "The reference to a group is relative to the host, and lacks the first segments of the path",
		breaks{"RFC7643-2.3.7-03"},
		medium, "", shows(userPaths, text("groups/$ref", fromRoot)),
	},
	{
		"member-ref-from-root", "The reference to a member is relative to the host, and lacks the first segments of the path",
		breaks{"RFC7643-2.3.7-03", "RFC7643-2.3.7-05"},
		medium, "", shows(groupPaths, text("members/$ref", fromRoot)),
	},
	{
		"manager-ref-from-root", "The reference to a manager is relative to the host, and lacks the first segments of the path",
		breaks{"RFC7643-2.3.7-03", "RFC7643-2.3.7-05"},
		medium, "", shows(userPaths, text(enterprise+"/manager/$ref", fromRoot)),
	},
	{
		"member-ref-as-urn", "The reference to a member is a URN",
		breaks{"RFC7643-2.3.7-04"},
		medium, "", shows(groupPaths, text("members/$ref", asURN)),
	},
	{
		"manager-ref-as-urn", "The reference to a manager is a URN",
		breaks{"RFC7643-2.3.7-04"},
		medium, "", shows(userPaths, text(enterprise+"/manager/$ref", asURN)),
	},
	{
		"group-ref-as-dn", "The reference to a group of a person is the URL of a directory",
		breaks{"RFC7643-2.3.7-04"},
		medium, "", shows(userPaths, text("groups/$ref", func(ref string) string {
			return "ldap://directory.example.com/cn=" + ref[strings.LastIndexByte(ref, '/')+1:]
		})),
	},
	{
		"manager-without-id", "A manager is shown without an id",
		breaks{"RFC7643-4.3-01", "RFC7643-4.3-i02"},
		medium, "", shows(userPaths, drop(enterprise+"/manager/value")),
	},
	{
		"manager-without-ref", "A manager is shown without a reference",
		breaks{"RFC7643-4.3-02"},
		low, "", shows(userPaths, drop(enterprise+"/manager/$ref")),
	},
	{
		"group-in-group-dropped", "A group that is to be a member of another is left out",
		breaks{"RFC7643-4.2-i02"},
		medium, "", on("POST PUT", groupPaths).ask(body(elements("members", func(list []any) []any {
			return slices.DeleteFunc(list, func(one any) bool {
				member, _ := one.(object)
				return member["type"] == "Group"
			})
		}))),
	},
	{
		"group-in-group-as-user", "A group that is a member of another is shown as a person",
		breaks{"RFC7643-4.2-i02"},
		medium, "", shows(groupPaths, change("members/type", func(any) any { return "User" })),
	},
	{
		"membership-indirect-as-direct", "A membership by way of another group is called direct",
		breaks{"RFC7643-4.1.2-i03"},
		medium, "", remembering(func(m *memory) violation {
			return shows(user, elements("groups", func(list []any) []any {
				own := idsIn(list)
				for _, id := range m.groupsOf(func(of membership) bool { return sharesAny(of.now, own) && !slices.Contains(own, of.id) }) {
					list = append(list, object{"value": id, "type": "direct"})
				}
				return list
			}))
		}),
	},
	{
		"membership-direct-as-indirect", "Every membership is called indirect",
		breaks{"RFC7643-4.1.2-i03"},
		medium, "", shows(userPaths, change("groups/type", func(any) any { return "indirect" })),
	},
	{
		"membership-direct-not-ended", "A membership that is called direct cannot be ended through the group",
		breaks{"RFC7643-4.1.2-20"},
		medium, "", on(http.MethodPatch, group).when(patches(func(o op) bool {
			return o.is("remove") && strings.HasPrefix(o.path(), "members[")
		})).when(severalMembers).do(refuse(http.StatusForbidden, "", "this membership is given by a rule")),
	},
	{
		"group-type-in-small-letters", "meta.resourceType of a group has a small letter",
		breaks{"RFC7643-3.1-i05"},
		low, "", shows(groupPaths, text("meta/resourceType", strings.ToLower)),
	},
	{
		"group-location-of-user", "meta.location of a group leads to the users",
		breaks{"RFC7643-3.1-17"},
		medium, "", shows(group, text("meta/location", func(location string) string {
			return strings.Replace(location, groups, users, 1)
		})),
	},
	{
		"required-left-out-device", "A device without a serial number is given one",
		breaks{"RFC7644-3.12-i18"},
		medium, "", completing(ofDevice("serialNumber")),
	},
	{
		"required-left-out-group", "A group without a name is given one",
		breaks{"RFC7644-3.12-i18"},
		medium, "", completing(place{"group", coreGroup, "displayName", group, groups}),
	},
	{
		"required-left-out-core", "A person without a userName is given one",
		breaks{"RFC7644-3.12-i18"},
		medium, "", completing(place{"core", coreUser, "userName", user, users}),
	},
}

// lackingCommon are groups and devices without one of the common attributes.
func lackingCommon() []row {
	var rows []row
	for _, p := range []struct{ name, paths string }{{"group", groupPaths}, {"device", devicePaths}} {
		for _, path := range []string{"id", "meta/resourceType", "meta/created", "meta/lastModified", "meta/location"} {
			a := attribute{path: path}
			rows = append(rows, row{
				p.name + "-without-" + a.slug(), "A " + p.name + " is shown without " + a.name(),
				breaks{"RFC7643-3.1-01"},
				low, "", on(http.MethodGet, p.paths).say(resource(drop(path))),
			})
		}
		rows = append(rows, row{
			p.name + "-loses-externalid", "The externalId of a " + p.name + " is lost",
			breaks{"RFC7643-3.1-01"},
			medium, "", on("POST PUT", p.paths).ask(body(drop("externalId"))),
		})
	}
	return rows
}

// unknownTo finds nothing by filters that have an attribute in them.
func unknownTo(paths, attribute string) violation {
	return on(http.MethodGet, paths).when(func(r *request) bool { return strings.Contains(r.filter(), attribute) }).
		say(unlisted(nothing))
}

// undated keeps meta.lastModified where it was before such a request.
func undated(method, paths string) violation {
	return remembering(func(m *memory) violation {
		return together{
			on("", paths).say(func(r *request, a *response) {
				if kept := m.recall(r.path); kept != nil {
					resource(set("meta/lastModified", kept))(r, a)
				}
			}),
			on(method, paths).do(func(r *request) *response {
				m.keep(r.path, at(r.also(http.MethodGet, r.path, nil).object(), "meta/lastModified"))
				return r.forward()
			}),
			on(http.MethodPut, paths).say(func(r *request, _ *response) { m.keep(r.path, nil) }),
		}
	})
}

// inOrder is for requests in whose text one stands before the other.
func inOrder(first, second string) func(*request) bool {
	return func(r *request) bool {
		i, j := strings.Index(string(r.body), first), strings.Index(string(r.body), second)
		return i >= 0 && i < j
	}
}

// fromRoot is a reference to a resource as if SCIM were at the root of the host.
func fromRoot(ref string) string {
	parts := strings.Split(ref, "/")
	return "/" + strings.Join(parts[max(0, len(parts)-2):], "/")
}

func asURN(ref string) string { return "urn:uuid:" + ref[strings.LastIndexByte(ref, '/')+1:] }

// severalMembers is for groups that have more than one member.
func severalMembers(r *request) bool {
	return len(idsIn(r.also(http.MethodGet, r.path, nil).object()["members"])) > 1
}

func sharesAny(some, others []string) bool {
	return slices.ContainsFunc(some, func(one string) bool { return slices.Contains(others, one) })
}

// completing makes up what a new resource lacks.
func completing(p place) violation {
	return on(http.MethodPost, p.all).when(func(r *request) bool { return at(r.object(), p.path()) == nil }).
		ask(func(r *request) { body(set(p.path(), newToken()))(r) })
}
