package variants

import (
	"strings"
)

// describing are about what a tenant says of itself.
var describing = []row{
	{
		id: "config-more", title: "ServiceProviderConfig says more than the RFC asks for",
		permittedBy: "RFC 7643 §5: documentationUri is OPTIONAL; §3: a service provider may extend what it shows",
		touches:     touches{"config extras"},
		make: always(variation{say: announce(func(provider object) {
			provider["documentationUri"] = "https://example.com/help"
			objectAt(provider, "meta")["created"] = "2020-02-29T00:00:00Z"
			objectAt(provider, "meta")["lastModified"] = "2020-02-29T00:00:00Z"
		})}),
	},
	{
		id: "config-several-schemes", title: "There are several ways to authenticate, none of them primary",
		permittedBy: "RFC 7643 §5: authenticationSchemes is multi-valued, and primary is in an example only",
		touches:     touches{"authentication schemes"},
		make: always(variation{say: announce(func(provider object) {
			provider["authenticationSchemes"] = []any{
				object{"type": "oauthbearertoken", "name": "OAuth Bearer Token", "description": "A bearer token", "specUri": "https://www.rfc-editor.org/info/rfc6750"},
				object{"type": "oauth2", "name": "OAuth 2.0", "description": "A token of the authorization server", "documentationUri": "https://example.com/help"},
			}
		})}),
	},
	{
		id: "config-bare", title: "ServiceProviderConfig has neither meta nor anything of RFC 9865",
		permittedBy: "RFC 7643 §5: what is REQUIRED; RFC 9865 §4: pagination is OPTIONAL",
		caution:     "RFC 9865 §4: a service provider that pages by cursor SHOULD say so",
		touches:     touches{"cursors", "config extras"},
		make: always(variation{say: announce(func(provider object) {
			delete(provider, "pagination")
			for _, scheme := range objectsAt(provider, "authenticationSchemes") {
				delete(scheme, "specUri")
				delete(scheme, "primary")
			}
		})}),
	},
	{
		id: "pagination-untold", title: "ServiceProviderConfig tells no sizes and times of pages",
		permittedBy: "RFC 9865 §4: all but cursor and index are OPTIONAL",
		touches:     touches{"page size", "cursors"},
		make: always(variation{say: announce(func(provider object) {
			provider["pagination"] = object{"cursor": true, "index": true}
		})}),
	},
	{
		id: "types-bare", title: "Resource types have no id, and no extensions where there are none",
		permittedBy: "RFC 7643 §6: id and schemaExtensions are OPTIONAL",
		touches:     touches{"types"},
		make: always(variation{say: func(r *request, a *response) {
			if r.below(types) {
				a.resources(func(kind object) {
					delete(kind, "id")
					if list, ok := kind["schemaExtensions"].([]any); ok && len(list) == 0 {
						delete(kind, "schemaExtensions")
					}
				})
			}
		}}),
	},
	{
		id: "types-endpoint-bare", title: "The endpoints of resource types begin without a slash",
		permittedBy: "RFC 7643 §6: \"relative to the Base URL of the service provider, e.g., 'Users'\"",
		touches:     touches{"endpoints"},
		make: always(variation{say: func(r *request, a *response) {
			if r.below(types) {
				a.resources(func(kind object) { kind["endpoint"] = strings.TrimPrefix(textAt(kind, "endpoint"), "/") })
			}
		}}),
	},
	{
		id: "schemas-undescribed", title: "Schemas describe nothing in words",
		permittedBy: "RFC 7643 §8.7.2: description is not required of a schema, nor of an attribute",
		caution:     "RFC 7643 §7: \"when applicable, service providers MUST specify the description\"",
		touches:     touches{"schemas"},
		make:        always(variation{say: attributes(func(_ object, attribute object) { delete(attribute, "description") })}),
	},
	{
		id: "schemas-with-common", title: "Schemas declare id, externalId and meta as well",
		permittedBy: "RFC 7643 §3.1: the common attributes belong to no schema, and yet to every resource; nothing forbids listing them",
		touches:     touches{"schemas common"},
		make:        always(variation{say: declareCommon}),
	},
	{
		id: "schemas-more-words", title: "Schemas suggest more canonical values than the RFC",
		permittedBy: "RFC 7643 §7: canonicalValues are \"suggested\"; §2.4: a service provider may have others",
		touches:     touches{"schemas canonical"},
		make: always(variation{say: attributes(func(_ object, attribute object) {
			if list, ok := attribute["canonicalValues"].([]any); ok && textAt(attribute, "name") == "type" && len(list) > 2 {
				attribute["canonicalValues"] = append(list, "private")
			}
		})}),
	},
	{
		id: "schemas-no-words", title: "Schemas suggest no canonical values at all",
		permittedBy: "RFC 7643 §7: canonicalValues are \"suggested\", and OPTIONAL",
		touches:     touches{"schemas canonical"},
		make: always(variation{say: attributes(func(_ object, attribute object) {
			if list, ok := attribute["canonicalValues"].([]any); ok && textAt(attribute, "name") == "type" && len(list) > 2 {
				delete(attribute, "canonicalValues")
			}
		})}),
	},
}

// attributes changes every attribute and sub-attribute that /Schemas declares for
// people, groups and their extensions.
func attributes(change func(schema, attribute object)) func(*request, *response) {
	return func(r *request, a *response) {
		if !r.below(schemas) {
			return
		}
		a.resources(func(definition object) {
			if !strings.Contains(textAt(definition, "id"), ":schemas:core:2.0:Schema") {
				eachAttribute(definition, "attributes", change)
			}
		})
	}
}

func eachAttribute(parent object, member string, change func(schema, attribute object)) {
	for _, attribute := range objectsAt(parent, member) {
		change(parent, attribute)
		eachAttribute(attribute, "subAttributes", change)
	}
}

func declareCommon(r *request, a *response) {
	if !r.below(schemas) {
		return
	}
	a.resources(func(definition object) {
		list, _ := definition["attributes"].([]any)
		if id := textAt(definition, "id"); id == coreUser || id == coreGroup {
			definition["attributes"] = append(list, common()...)
		}
	})
}

func common() []any {
	declare := func(name, kind, mutability, returned, uniqueness string, exact bool) object {
		return object{
			"name": name, "type": kind, "multiValued": false, "description": name, "required": false, "caseExact": exact,
			"mutability": mutability, "returned": returned, "uniqueness": uniqueness,
		}
	}
	meta := declare("meta", "complex", "readOnly", "default", "none", false)
	meta["subAttributes"] = []any{
		declare("resourceType", "string", "readOnly", "default", "none", true),
		declare("created", "dateTime", "readOnly", "default", "none", false),
		declare("lastModified", "dateTime", "readOnly", "default", "none", false),
		declare("location", "string", "readOnly", "default", "none", true),
		declare("version", "string", "readOnly", "default", "none", true),
	}
	return []any{
		declare("id", "string", "readOnly", "always", "server", true),
		declare("externalId", "string", "readWrite", "default", "none", true),
		meta,
	}
}
