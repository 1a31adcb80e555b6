package faults

import (
	"net/http"
	"path"
	"strings"
)

// describing are faults in what a service provider says of itself and of its resources.
var describing = []row{
	{
		"meta-lastmodified-stale", "meta.lastModified stays at the creation, whatever changes",
		breaks{"RFC7643-3.1-i06"},
		medium, "https://github.com/wso2/product-is/issues/22244",
		shows(resources, func(one object) {
			if meta, ok := one["meta"].(object); ok {
				meta["lastModified"] = meta["created"]
			}
		}),
	},
	{
		"meta-location-wrong-id", "Locations hold an id from before the resource had its own",
		breaks{"RFC7643-3.1-17", "RFC7644-3.3-09"},
		medium, "https://github.com/wso2/charon/issues/127",
		on("", resources).say(func(r *request, a *response) {
			if location := a.header.Get("Location"); location != "" {
				a.header.Set("Location", temporary(location))
			}
			resource(text("meta/location", temporary))(r, a)
		}),
	},
	{
		"patch-immutable-not-enforced", "A PATCH changes what nobody may change, such as meta.created",
		breaks{"RFC7643-3.1-i04"},
		medium, "https://github.com/keycloak/keycloak/issues/51155", remembering(datable),
	},
	{
		"discovery-schema-resource-lacks-schemas", "Schemas do not name the schema of schemas",
		breaks{"RFC7643-7-i10"},
		low, "https://github.com/apache/directory-scimple/issues/1012",
		on(http.MethodGet, schemas+" "+schema).say(resource(drop("schemas"))),
	},
	{
		"discovery-auth-scheme-not-working", "The configuration announces HTTP Basic, which does not work",
		breaks{"RFC7644-2-06"},
		low, "https://github.com/limosa-io/laravel-scim-server/issues/147",
		on(http.MethodGet, config).say(document(elements("authenticationSchemes", func(list []any) []any {
			return append(list, object{"type": "httpbasic", "name": "HTTP Basic", "description": "a user name and a password"})
		}))),
	},
	{
		"unknown-subattribute-rejected", "A person with an honorificPrefix is refused, for it is not in the schema",
		breaks{"LIFECYCLE-CREATE-11"},
		low, "https://github.com/scimmyjs/scimmy/issues/41",
		together{
			on(http.MethodPost, users).when(func(r *request) bool { return at(r.object(), "name/honorificPrefix") != nil }).
				do(refuse(http.StatusBadRequest, "invalidValue", "name.honorificPrefix")),
			on(http.MethodGet, schemas+" "+schema).say(resource(ofAttribute("name", elements("subAttributes", func(list []any) []any {
				kept := []any{}
				for _, one := range objects(list) {
					if one["name"] != "honorificPrefix" {
						kept = append(kept, one)
					}
				}
				return kept
			})))),
		},
	},
}

// temporary is the same location with an id that is nobody's.
func temporary(location string) string {
	return strings.TrimSuffix(location, path.Base(location)) + newToken()
}

// datable keeps what a PATCH writes to meta, and shows it ever after.
func datable(m *memory) violation {
	return together{
		patched(user, func(o op) bool { return strings.HasPrefix(o.path(), "meta.") }).do(func(r *request) *response {
			for _, o := range operationsOf(r) {
				m.keep(o.path()+" of "+r.id(), o.object["value"])
			}
			return r.also(http.MethodGet, r.path, nil)
		}),
		shows(user, func(one object) {
			for _, name := range []string{"created", "lastModified", "resourceType"} {
				if written := m.recall("meta." + name + " of " + textAt(one, "id")); written != nil {
					set("meta/"+name, written)(one)
				}
			}
		}),
	}
}
