package faults

import (
	"net/http"
	"strings"
)

var configuring = []row{
	{
		"config-as-list", "The configuration comes as a list of one",
		breaks{"RFC7644-4-02"},
		medium, "", on(http.MethodGet, config).say(func(_ *request, a *response) {
			a.put(object{"schemas": []any{listURN}, "totalResults": 1, "Resources": []any{a.object()}})
		}),
	},
	{
		"config-without-schemes", "The configuration names no authentication scheme",
		breaks{"RFC7643-5-18"},
		low, "", on(http.MethodGet, config).say(document(drop("authenticationSchemes"))),
	},
	{
		"config-modifiable", "The configuration can be modified by its clients",
		breaks{"RFC7644-4-i04"},
		high, "", modifiable(config),
	},
}

// attribute is one that a fault takes away, and the requirement that it breaks.
type attribute struct{ path, requirement, evidence string }

// slug is the attribute as a part of an id.
func (a attribute) slug() string {
	return strings.ToLower(strings.NewReplacer("/", "-", "$", "").Replace(a.path))
}

// name is the attribute as people write it.
func (a attribute) name() string { return strings.ReplaceAll(a.path, "/", ".") }

func lackingConfig() []row {
	var rows []row
	for _, a := range []attribute{
		{"patch/supported", "RFC7643-5-03", ""},
		{"bulk/supported", "RFC7643-5-05", ""},
		{"bulk/maxOperations", "RFC7643-5-06", "https://github.com/goauthentik/authentik/issues/25056"},
		{"bulk/maxPayloadSize", "RFC7643-5-07", ""},
		{"filter/supported", "RFC7643-5-09", ""},
		{"filter/maxResults", "RFC7643-5-10", ""},
		{"changePassword/supported", "RFC7643-5-12", ""},
		{"sort/supported", "RFC7643-5-14", ""},
		{"etag/supported", "RFC7643-5-16", ""},
		{"authenticationSchemes/type", "RFC7643-5-19", ""},
		{"authenticationSchemes/name", "RFC7643-5-20", ""},
		{"authenticationSchemes/description", "RFC7643-5-21", ""},
	} {
		rows = append(rows, row{
			"config-without-" + a.slug(), "The configuration lacks " + a.name(),
			breaks{a.requirement},
			low, a.evidence, on(http.MethodGet, config).say(document(drop(a.path))),
		})
	}
	return rows
}

var listingTypes = []row{
	{
		"discovery-resourcetypes-bare-array", "The resource types are a bare array",
		breaks{"RFC7644-4-04"},
		medium, "https://github.com/pond/scimitar/issues/117",
		on(http.MethodGet, types).say(func(_ *request, a *response) { a.put(a.object()["Resources"]) }),
	},
	{
		"discovery-resourcetypes-wrong-member-name", "The list of the resource types calls them resource_types",
		breaks{"RFC7644-4-04"},
		medium, "https://github.com/pond/scimitar/issues/146",
		on(http.MethodGet, types).say(func(_ *request, a *response) {
			a.put(object{"resource_types": a.object()["Resources"]})
		}),
	},
	{
		"resourcetypes-endpoint-elsewhere", "The resource type of users names an endpoint of groups",
		breaks{"RFC7644-4-i03"},
		medium, "", on(http.MethodGet, types).say(resource(userType(set("endpoint", "/Groups")))),
	},
	{
		"resourcetype-not-found", "A resource type cannot be read by its name",
		breaks{"RFC7644-4-i02"},
		low, "", on(http.MethodGet, oneType).do(refuse(http.StatusNotFound, "", "no such resource type")),
	},
	{
		"resourcetype-modifiable", "A resource type can be modified by clients",
		breaks{"RFC7643-6-i01"},
		high, "", modifiable(oneType),
	},
	{
		"resourcetype-schema-unreadable", "The schema of a resource type leads nowhere",
		breaks{"RFC7643-6-08"},
		medium, "", on(http.MethodGet, oneType).say(resource(set("schema", coreUser+":Other"))),
	},
	{
		"meta-type-not-announced", "meta.resourceType names a type that is not announced",
		breaks{"RFC7643-3.1-i05"},
		low, "", on(http.MethodGet, types).say(resource(userType(set("name", "Person")))),
	},
}

func lackingTypes() []row {
	var rows []row
	for _, a := range []attribute{
		{"name", "RFC7643-6-04", ""},
		{"endpoint", "RFC7643-6-07", ""},
		{"schema", "RFC7643-6-09", ""},
		{"schemaExtensions/required", "RFC7643-6-15", ""},
	} {
		rows = append(rows, row{
			"resourcetypes-without-" + a.slug(), "The resource types lack " + a.name(),
			breaks{a.requirement},
			low, "", on(http.MethodGet, types).say(resource(drop(a.path))),
		})
	}
	return rows
}

// userType edits the resource type of users alone.
func userType(e edit) edit {
	return func(one object) {
		if one["schema"] == coreUser {
			e(one)
		}
	}
}

var readingSchemas = []row{
	{
		"schemas-bare-array", "The schemas are a bare array",
		breaks{"RFC7644-4-03"},
		medium, "https://github.com/pond/scimitar/issues/117",
		on(http.MethodGet, schemas).say(func(_ *request, a *response) { a.put(a.object()["Resources"]) }),
	},
	{
		"schemas-refused", "The schemas are told to nobody",
		breaks{"RFC7644-4-03", "LIFECYCLE-CLIENT-03"},
		medium, "", on(http.MethodGet, schemas).say(refusal(http.StatusForbidden, "", "not for clients")),
	},
	{
		"schemas-without-user", "The schemas leave out that of users",
		breaks{"RFC7644-4-03"},
		medium, "", on(http.MethodGet, schemas).say(unlisted(func(_ *request, one object) bool {
			return one["id"] == coreUser
		})),
	},
	{
		"schema-not-found", "A schema cannot be read by its URI",
		breaks{"RFC7644-4-i01"},
		medium, "", on(http.MethodGet, schema).do(refuse(http.StatusNotFound, "", "no such schema")),
	},
	{
		"schema-of-extension-not-found", "The schema of an extension cannot be read",
		breaks{"RFC7643-6-11"},
		medium, "",
		on(http.MethodGet, schema).when(isAbout(enterprise)).do(refuse(http.StatusNotFound, "", "no such schema")),
	},
	{
		"schema-unknown-answered-400", "A schema that does not exist is answered 400",
		breaks{"RFC7644-3.12-i06"},
		low, "", on(http.MethodGet, schema).answered(http.StatusNotFound).
			say(refusal(http.StatusBadRequest, "", "no such schema")),
	},
	{
		"schemas-list-messages", "The schemas of protocol messages are listed",
		breaks{"RFC7644-3.1-03"},
		low, "", on(http.MethodGet, schemas).say(func(_ *request, a *response) {
			relist(a, func(list []any) []any {
				return append(list, object{"id": listURN, "name": "ListResponse", "attributes": []any{}})
			})
		}),
	},
	{
		"schemas-paged", "The schemas are cut into pages",
		breaks{"RFC7644-4-05"},
		low, "", on(http.MethodGet, schemas).when(asksFor("count")).say(unlisted(nothing)),
	},
	{
		"schema-modifiable", "A schema can be modified by clients",
		breaks{"RFC7643-7-i06"},
		high, "", modifiable(schema),
	},
}

func isAbout(id string) func(*request) bool {
	return func(r *request) bool { return r.id() == id }
}

// modifiable takes a PATCH of what only the service provider may change.
func modifiable(paths string) violation {
	return remembering(func(m *memory) violation {
		return together{
			on(http.MethodPatch, paths).do(func(r *request) *response {
				m.keep(r.path, operationsOf(r))
				return answer(http.StatusOK, r.also(http.MethodGet, r.path, nil).object())
			}),
			on(http.MethodGet, paths).say(func(r *request, a *response) {
				made, _ := m.recall(r.path).([]op)
				for _, one := range made {
					document(set(one.path(), one.object["value"]))(r, a)
				}
			}),
		}
	})
}
