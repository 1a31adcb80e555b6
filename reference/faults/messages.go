package faults

import (
	"net/http"
	"strings"
)

const rootSearch = "/.search"

// messaging are faults in the form of messages, and of the URLs in them.
var messaging = []row{
	{
		"location-with-space", "Locations have blanks in them, for nobody has percent-encoded the name",
		breaks{"RFC7644-1.2-01"},
		low, "", on("", userPaths).say(func(r *request, a *response) {
			blank := func(location string) string { return location + "?name=Ada Lovelace" }
			if location := a.header.Get("Location"); location != "" {
				a.header.Set("Location", blank(location))
			}
			resource(text("meta/location", blank))(r, a)
		}),
	},
	{
		"location-outside-base", "Locations are given as if the service were at the root of its host",
		breaks{"RFC7644-1.3-i01"},
		medium, "", shows(groupPaths, text("meta/location", func(location string) string { return strings.Replace(location, base, "", 1) })),
	},
	{
		"list-schema-of-version-1", "A list names the schema of SCIM 1",
		breaks{"RFC7644-3.1-02"},
		low, "", listed(set("schemas", []any{"urn:scim:schemas:core:1.0"})),
	},
	{
		"error-schema-of-version-1", "An error names the schema of SCIM 1",
		breaks{"RFC7644-3.1-02"},
		low, "", anyError.say(document(set("schemas", []any{"urn:scim:schemas:core:1.0"}))),
	},
	typedAs("create", "The answer to a creation", on(http.MethodPost, resources)),
	typedAs("list", "A list", on(http.MethodGet, users+" "+groups)),
	typedAs("discovery", "Discovery", on(http.MethodGet, types+" "+schemas+" "+config)),
	{
		"list-resources-without-schemas", "The resources of a list do not name their schemas",
		breaks{"RFC7644-3.1-i02"},
		low, "", userLists.say(resource(drop("schemas"))),
	},
	{
		"group-created-without-schemas", "The answer to the creation of a group names no schema",
		breaks{"RFC7644-3.1-i02"},
		low, "", on(http.MethodPost, groups).say(resource(drop("schemas"))),
	},
	{
		"list-as-xml", "A list is XML, under the media type of JSON",
		breaks{"RFC7644-3.2-i02"},
		medium, "", userLists.answered(http.StatusOK).say(says("<ListResponse><totalResults>1</totalResults></ListResponse>")),
	},
	{
		"put-answers-ok", "PUT is answered with the word ok",
		breaks{"RFC7644-3.2-i02"},
		low, "", userPuts.answered(http.StatusOK).say(says("ok")),
	},
	{
		"list-members-lower-case", "The members of a list are written in small letters",
		breaks{"RFC7644-3.4.2-i01"},
		low, "", listed(func(whole object) {
			for _, name := range []string{"startIndex", "itemsPerPage"} {
				whole[strings.ToLower(name)] = whole[name]
				delete(whole, name)
			}
		}),
	},
	{
		"read-location-of-list", "The Location of a read is that of the endpoint",
		breaks{"RFC7644-3.4.1-i03"},
		low, "", userReads.answered(http.StatusOK).say(func(_ *request, a *response) {
			location := textAt(a.object(), "meta/location")
			a.header.Set("Location", strings.TrimSuffix(location, "/"+textAt(a.object(), "id")))
		}),
	},
}

// typedAs sends JSON under the media type of text.
func typedAs(what, named string, concerned rule) row {
	return row{
		what + "-as-plain-text", named + " is sent as text/plain",
		breaks{"RFC7644-3.1-i01"},
		low, "", concerned.say(header("Content-Type", "text/plain")),
	}
}

// reaching are faults in which endpoints there are, and what they take.
var reaching = []row{
	{
		"endpoint-in-singular", "The endpoint of a further resource type is its name without an s",
		breaks{"RFC7644-3.2-01"},
		low, "",
		together{
			on("", "/Device /Device/*").ask(func(r *request) { r.URL.Path = strings.Replace(r.URL.Path, "/Device", "/Devices", 1) }),
			on(http.MethodGet, types+" "+oneType).say(resource(text("endpoint", func(endpoint string) string {
				return strings.Replace(endpoint, "/Devices", "/Device", 1)
			}))),
		},
	},
	{
		"put-creates-group", "PUT of a group that does not exist creates it",
		breaks{"RFC7644-3.2-04"},
		high, "", on(http.MethodPut, group).do(func(r *request) *response {
			a := r.forward()
			if a.status == http.StatusNotFound && r.object() != nil {
				return r.also(http.MethodPost, groups, r.object())
			}
			return a
		}),
	},
	{
		"groups-not-listed", "Groups can be read and not listed",
		breaks{"RFC7644-3.2-i01"},
		medium, "", on(http.MethodGet, groups).do(refuse(http.StatusMethodNotAllowed, "", "GET /Groups")),
	},
	{
		"resourcetypes-not-found", "There is no /ResourceTypes",
		breaks{"RFC7644-3.2-i01"},
		medium, "", on(http.MethodGet, types).do(refuse(http.StatusNotFound, "", "no such endpoint")),
	},
	{
		"resourcetype-created", "Clients may create resource types",
		breaks{"RFC7644-3.2-i01"},
		high, "", remembering(func(m *memory) violation {
			return together{
				on(http.MethodPost, types).do(func(r *request) *response {
					m.keep("resource type", r.object())
					return answer(http.StatusCreated, r.object())
				}),
				on(http.MethodGet, types).say(func(_ *request, a *response) {
					if made := m.recall("resource type"); made != nil {
						relist(a, func(list []any) []any { return append(list, made) })
					}
				}),
			}
		}),
	},
	{
		"discovery-filtered", "Discovery is filtered",
		breaks{"RFC7644-4-06"},
		low, "", on(http.MethodGet, types+" "+schemas).when(asksFor("filter")).ask(withoutQuery("filter")).
			do(func(r *request) *response {
				a := r.forward()
				unlisted(nothing)(r, a)
				a.status = http.StatusOK
				return a
			}),
	},
	{
		"discovery-redirects-strangers", "Who asks for discovery without credentials is sent to a login page",
		breaks{"RFC7644-4-i05"},
		low, "", on(http.MethodGet, types+" "+schemas).when((*request).anonymous).do(func(*request) *response {
			return &response{status: http.StatusFound, header: http.Header{"Location": {"/login"}}}
		}),
	},
	{
		"patch-not-announced", "PATCH is not announced",
		breaks{"RFC7644-3.5-02"},
		low, "", on(http.MethodGet, config).say(document(set("patch/supported", false))),
	},
	{
		"patch-announced-501", "PATCH is announced, and answered 501",
		breaks{"RFC7644-3.5-i01"},
		high, "", anyPatch.do(refuse(http.StatusNotImplemented, "", "PATCH")),
	},
}

// searchingAll are faults of queries of the root, and of defaults in queries.
var searchingAll = []row{
	{
		"root-search-people-only", "A search of everything finds people only",
		breaks{"RFC7644-3.4.2.1-02"},
		medium, "", on(http.MethodPost, rootSearch).say(unlisted(func(_ *request, one object) bool {
			return textAt(one, "meta/resourceType") != "User"
		})),
	},
	{
		"root-search-without-filter-500", "A search of everything without a filter is answered 500",
		breaks{"RFC7644-3.4.2.1-04"},
		medium, "", on(http.MethodPost, rootSearch).when(not(sends("filter"))).do(refuse(http.StatusInternalServerError, "", "out of memory")),
	},
	{
		"root-search-cut-short", "A search of everything is cut short, and counts only what it shows",
		breaks{"RFC7644-3.4.2.1-04"},
		high, "", on(http.MethodPost, rootSearch).answered(http.StatusOK).
			say(document(func(whole object) { whole["totalResults"] = whole["itemsPerPage"] })),
	},
	{
		"root-search-type-ignored", "A search of everything goes by the ids of a filter, and not by the type",
		breaks{"RFC7644-3.4.2.1-05"},
		medium, "", on(http.MethodPost, rootSearch).ask(body(text("filter", replacedBy(`meta\.resourceType eq "\w+" and `, "")))),
	},
	{
		"root-search-missing-attribute-matches", "What a resource type does not have matches in a search of everything",
		breaks{"RFC7644-3.4.2.1-06"},
		medium, "", on(http.MethodPost, rootSearch).ask(body(text("filter", replacedBy(`userName pr`, "id pr")))),
	},
	{
		"filter-default-not-found", "Nobody is found by a value that the service provider filled in",
		breaks{"RFC7644-3.4.2.2-21"},
		medium, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, users).when(filteredBy(`\bactive\b`)).say(unlisted(func(_ *request, one object) bool {
				_, sent := m.account(textAt(one, "id")).sent["active"]
				return !sent
			}))
		}),
	},
	{
		"page-begins-with-second", "Without a startIndex a list begins with the second match",
		breaks{"RFC7644-3.4.2.4-i02"},
		high, "", userLists.when(not(asksFor("startIndex"))).ask(func(r *request) {
			values := r.query()
			values.Set("startIndex", "2")
			r.setQuery(values)
		}),
	},
	{
		"attributes-param-ignored-in-group-lists", "The parameter attributes is ignored by lists of groups",
		breaks{"RFC7644-3.4.2.5-01"},
		low, "", on(http.MethodGet, groups).ask(withoutQuery("attributes")),
	},
	{
		"read-default-on-request", "An attribute that is returned by default is shown to who asks for it only",
		breaks{"RFC7644-3.4-i01"},
		medium, "", userReads.when(not(asksFor("attributes"))).say(resource(drop("preferredLanguage"))),
	},
	{
		"read-never-returned-shown", "The unlock code of a device is shown",
		breaks{"RFC7644-3.4-i01"},
		critical, "", on(http.MethodGet, device).answered(http.StatusOK).say(document(set("unlockCode", "0000"))),
	},
}

// fixed are faults with attributes that are immutable.
var fixed = []row{
	{
		"put-changes-immutable", "PUT changes what is immutable",
		breaks{"RFC7644-3.5.1-11"},
		medium, "", remembering(func(m *memory) violation {
			return together{
				on(http.MethodPut, device).answered(http.StatusBadRequest).say(func(r *request, a *response) {
					m.keep("replaced "+r.id(), r.object())
					*a = *pretend(overwritten(r.object()))(r)
				}),
				on(http.MethodGet, device).say(func(r *request, a *response) {
					if sent, replaced := m.recall("replaced " + r.id()).(object); replaced {
						resource(overwritten(sent))(r, a)
					}
				}),
			}
		}),
	},
	{
		"put-immutable-ignored", "PUT of another value of what is immutable is answered 200 and ignored",
		breaks{"RFC7644-3.5.1-12"},
		low, "", on(http.MethodPut, device).answered(http.StatusBadRequest).say(func(r *request, a *response) { *a = *pretend()(r) }),
	},
	{
		"put-immutable-without-scimtype", "The refusal to replace what is immutable does not say so",
		breaks{"RFC7644-3.5.1-12"},
		low, "", on(http.MethodPut, device).answered(http.StatusBadRequest).say(document(drop("scimType"))),
	},
	{
		"put-immutable-never-set", "What is immutable and was not given at the creation never gets a value",
		breaks{"RFC7644-3.5.1-13"},
		medium, "", on(http.MethodPut, device).ask(func(r *request) {
			if r.also(http.MethodGet, r.path, nil).object()["manufacturer"] == nil {
				body(drop("manufacturer"))(r)
			}
		}),
	},
	{
		"patch-schema-left-behind", "The schema of the PATCH becomes one of the person's",
		breaks{"RFC7644-3.5.2-12"},
		low, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, user).when(func(r *request) bool { return m.account(r.id()).changes > 0 }).
				say(resource(elements("schemas", func(list []any) []any { return append(list, patchOp) })))
		}),
	},
	{
		"patch-added-schema-unknown", "A schema that one operation adds is not known to the next",
		breaks{"RFC7644-3.5.2-13"},
		medium, "", patched(user, verbAt("add", "schemas")).do(refuse(http.StatusBadRequest, "invalidPath", enterprise)),
	},
	{
		"patch-remove-member-value-array-wipes-group", "A remove of members by a value removes all of them",
		breaks{"RFC7644-3.5.2.2-i05", "LIFECYCLE-ENTRA-04"},
		high, "https://github.com/apache/directory-scimple/issues/436",
		instead(group, func(o op) bool { return o.is("remove") && o.path() == "members" && o.object["value"] != nil }, removes("members")),
	},
}

// overwritten lays what was sent over a resource, but for what nobody may choose.
func overwritten(sent object) edit {
	return func(one object) {
		for name, value := range sent {
			if name != "id" && name != "meta" && name != "unlockCode" {
				one[name] = value
			}
		}
	}
}
