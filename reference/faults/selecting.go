package faults

import (
	"net/http"
	"slices"
	"strings"
)

// namesIn tells whether a parameter of a query names an attribute.
func namesIn(parameter string, names ...string) func(*request) bool {
	return func(r *request) bool {
		asked := strings.Split(r.query().Get(parameter), ",")
		return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(asked, name) })
	}
}

// selecting are faults of projection below the top of a resource.
var selecting = []row{
	{
		"attributes-part-of-extension-unknown", "Who asks for a sub-attribute in an extension is shown nothing of it",
		breaks{"RFC7644-3.9-03"},
		low, "", userReads.when(namesIn("attributes", enterprise+":manager.value")).say(resource(drop(enterprise))),
	},
	{
		"attributes-part-of-list-unknown", "Who asks for a sub-attribute of several values is shown none of them",
		breaks{"RFC7644-3.9-03"},
		medium, "", userReads.when(namesIn("attributes", "emails.value")).say(resource(drop("emails"))),
	},
	{
		"attributes-part-of-first-value", "Who asks for a sub-attribute of several values is shown that of the first",
		breaks{"RFC7644-3.9-03"},
		medium, "", userReads.when(namesIn("attributes", "emails.value")).say(resource(elements("emails", func(list []any) []any { return list[:min(1, len(list))] }))),
	},
	{
		"attributes-part-of-list-with-neighbours", "Who asks for a sub-attribute of several values is shown the others too",
		breaks{"RFC7643-7-i03"},
		low, "", asksAttributes(given("emails.value", "emails")),
	},
	{
		"attributes-list-unknown", "Who asks for an attribute with several values is shown none of them",
		breaks{"RFC7644-3.9-03"},
		medium, "", userReads.when(namesIn("attributes", "emails")).say(resource(drop("emails"))),
	},
	{
		"attributes-meta-unknown", "Who asks for meta is not shown it",
		breaks{"RFC7644-3.9-03"},
		medium, "", userReads.when(namesIn("attributes", "meta", "meta.lastModified")).say(resource(drop("meta"))),
	},
	{
		"attributes-groups-unknown", "Who asks for the groups of a person is not shown them",
		breaks{"RFC7644-3.9-03"},
		medium, "", userReads.when(namesIn("attributes", "groups")).say(resource(drop("groups"))),
	},
	{
		"attributes-members-unknown", "Who asks for the members of a group is not shown them",
		breaks{"RFC7644-3.9-03"},
		medium, "", on(http.MethodGet, group).when(namesIn("attributes", "members")).say(resource(drop("members"))),
	},
	{
		"attributes-active-false-unknown", "Who asks for active is shown it only if it is true",
		breaks{"RFC7644-3.9-03"},
		high, "", userReads.when(namesIn("attributes", "active")).say(resource(change("active", func(value any) any {
			if value == false {
				return nil
			}
			return value
		}))),
	},
	{
		"excluded-attribute-of-extension-ignored", "An attribute of an extension cannot be excluded",
		breaks{"RFC7644-3.9-i02"},
		low, "", userReads.when(namesIn("excludedAttributes", enterprise+":department")).ask(withoutQuery("excludedAttributes")),
	},
	{
		"excluded-attribute-of-extension-takes-all", "Who excludes an attribute of an extension loses the whole extension",
		breaks{"RFC7644-3.9-i02"},
		medium, "", asksWithout(given(enterprise+":department", enterprise)),
	},
	{
		"excluded-part-of-list-ignored", "A sub-attribute of several values cannot be excluded",
		breaks{"RFC7644-3.9-i02"},
		low, "", userReads.when(namesIn("excludedAttributes", "emails.type")).ask(withoutQuery("excludedAttributes")),
	},
	{
		"excluded-part-of-list-takes-all", "Who excludes a sub-attribute of several values loses the values",
		breaks{"RFC7644-3.9-i02"},
		medium, "", asksWithout(given("emails.type", "emails")),
	},
	{
		"excluded-first-only", "Of several attributes the first is excluded",
		breaks{"RFC7644-3.9-i02"},
		low, "", asksWithout(func(names string) string {
			first, _, _ := strings.Cut(names, ",")
			return first
		}),
	},
	{
		"excluded-full-name-ignored", "An attribute cannot be excluded by its full name",
		breaks{"RFC7644-3.10-i01"},
		low, "", userReads.when(func(r *request) bool { return strings.Contains(r.query().Get("excludedAttributes"), coreUser) }).ask(withoutQuery("excludedAttributes")),
	},
	{
		"excluded-in-its-case", "An attribute is excluded in its own case only",
		breaks{"RFC7644-3.10-i02"},
		low, "", userReads.when(func(r *request) bool {
			names := r.query().Get("excludedAttributes")
			return names != "" && names == strings.ToUpper(names)
		}).ask(withoutQuery("excludedAttributes")),
	},
	{
		"attributes-full-name-of-part-unknown", "A sub-attribute cannot be asked for by its full name",
		breaks{"RFC7644-3.10-i01"},
		low, "", asksAttributes(given(coreUser+":name.givenName", "id")),
	},
	{
		"attributes-on-put-of-extension-ignored", "PUT shows all where an attribute of an extension is asked for",
		breaks{"RFC7644-3.9-02"},
		low, "", userPuts.when(func(r *request) bool { return strings.HasPrefix(r.query().Get("attributes"), enterprise) }).ask(withoutQuery("attributes")),
	},
	{
		"attributes-extension-in-lists-unknown", "A list that is asked for an attribute of an extension shows nothing of it",
		breaks{"RFC7644-3.4.2-i02"},
		medium, "", userLists.when(func(r *request) bool { return strings.HasPrefix(r.query().Get("attributes"), enterprise) }).say(resource(drop(enterprise))),
	},
}
