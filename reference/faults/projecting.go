package faults

import "net/http"

// ignoring ignores a parameter at one kind of request.
func ignoring(parameter, methods, paths string) rule {
	return on(methods, paths).ask(withoutQuery(parameter))
}

// asking for neither leaves the choice of attributes to the service provider.
var unasked = on(http.MethodGet, "/Devices/*").when(not(asksFor("attributes")), not(asksFor("excludedAttributes")))

var projectingChanges = []row{
	{
		"attributes-param-ignored-on-post", "The parameter attributes is ignored by POST",
		breaks{"RFC7644-3.9-02"},
		low, "", ignoring("attributes", http.MethodPost, users),
	},
	{
		"attributes-param-ignored-on-patch", "The parameter attributes is ignored by PATCH",
		breaks{"RFC7644-3.9-02"},
		low, "", ignoring("attributes", http.MethodPatch, user),
	},
	{
		"attributes-param-ignored-in-lists-of-groups", "The parameter attributes is ignored by lists of groups",
		breaks{"RFC7644-3.4.2.5-01"},
		low, "", ignoring("attributes", http.MethodGet, groups),
	},
	{
		"excluded-param-ignored-on-post", "The parameter excludedAttributes is ignored by POST",
		breaks{"RFC7644-3.9-i02"},
		low, "", ignoring("excludedAttributes", http.MethodPost, users),
	},
	{
		"excluded-param-ignored-on-put", "The parameter excludedAttributes is ignored by PUT",
		breaks{"RFC7644-3.9-i02"},
		low, "", ignoring("excludedAttributes", http.MethodPut, user),
	},
	{
		"excluded-param-ignored-on-patch", "The parameter excludedAttributes is ignored by PATCH",
		breaks{"RFC7644-3.9-i02"},
		low, "", ignoring("excludedAttributes", http.MethodPatch, user),
	},
	{
		"excluded-param-takes-common", "With excludedAttributes a person is shown without id, schemas and meta",
		breaks{"RFC7644-3.9-04"},
		medium, "", userReads.when(asksFor("excludedAttributes")).provided(func(r *request, _ *response) bool {
			return r.query().Get("excludedAttributes") != "id"
		}).say(resource(drop("id", "schemas", "meta"))),
	},
	{
		"put-answer-without-names", "The answer to a PUT shows simple attributes only",
		breaks{"RFC7644-3.9-i01"},
		low, "", on(http.MethodPut, user).when(not(asksFor("attributes"))).say(resource(drop("name", "emails", "addresses"))),
	},
	{
		"patch-answer-what-was-changed", "The answer to a PATCH shows only what was changed",
		breaks{"RFC7644-3.9-i01"},
		low, "", on(http.MethodPatch, user).when(not(asksFor("attributes"))).say(func(r *request, a *response) {
			kept := map[string]bool{"schemas": true, "id": true, "meta": true}
			for _, o := range operationsOf(r) {
				kept[o.path()] = true
			}
			resource(func(one object) {
				for name := range one {
					if !kept[name] {
						delete(one, name)
					}
				}
			})(r, a)
		}),
	},
	{
		"request-attributes-always-shown", "What is to be shown at request is shown unasked",
		breaks{"RFC7644-3.9-i05"},
		low, "", unasked.say(func(r *request, a *response) {
			more := r.also(http.MethodGet, r.path+"?attributes=notes", nil).object()
			if notes := more["notes"]; notes != nil {
				resource(set("notes", notes))(r, a)
			}
		}),
	},
}
