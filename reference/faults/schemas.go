package faults

import "net/http"

var defining = []row{
	defined("schema-without-attributes", "A schema comes without its attributes", "RFC7643-7-02", drop("attributes")),
	defined("schema-id-no-uri", "The id of a schema is a name and no URI", "RFC7643-7-04", func(one object) {
		one["id"] = one["name"]
	}),
	defined("schema-attribute-name-with-space", "The name of an attribute has a space in it", "RFC7643-2.1-02",
		ofAttribute("title", set("name", "job title"))),
	defined("schema-type-text", `An attribute has the type "text"`, "RFC7643-2.3-01", ofAttribute("title", set("type", "text"))),
	defined("schema-complex-in-complex", "A sub-attribute is complex itself", "RFC7643-2.3.8-02",
		ofAttribute("name", set("subAttributes/type", "complex"))),
	defined("schema-mutability-writable", `An attribute has the mutability "writable"`, "RFC7643-7-i08",
		ofAttribute("title", set("mutability", "writable"))),
	defined("schema-returned-sometimes", `An attribute is returned "sometimes"`, "RFC7643-7-i08",
		ofAttribute("title", set("returned", "sometimes"))),
	defined("schema-uniqueness-true", `An attribute has the uniqueness "true"`, "RFC7643-7-i08",
		ofAttribute("title", set("uniqueness", "true"))),
	defined("schema-group-name-optional", "The displayName of groups is not required", "RFC7643-4.2-01",
		ofAttribute("displayName", set("required", false))),
	defined("schema-username-optional", "The schema does not require a userName", "RFC7643-8.7.1-i01",
		ofAttribute("userName", set("required", false))),
	defined("schema-username-case-exact", "The schema says that the case of a userName matters", "RFC7643-8.7.1-i01",
		ofAttribute("userName", set("caseExact", true))),
	defined("schema-username-not-unique", "The schema does not say that a userName is unique", "RFC7643-8.7.1-i01",
		ofAttribute("userName", set("uniqueness", "none"))),
	defined("schema-groups-writable", "The schema says that a user's groups can be written", "RFC7643-8.7.1-i01",
		ofAttribute("groups", set("mutability", "readWrite"))),
	defined("schema-password-returned", "The schema says that a password is returned", "RFC7643-4.1.1-20",
		ofAttribute("password", set("returned", "default"))),
	defined("schema-password-readable", "The schema says that a password can be read", "RFC7643-4.1.1-20",
		ofAttribute("password", set("mutability", "readWrite"))),
}

// defined is a fault in what the schemas say, in their list as by themselves.
func defined(id, title, requirement string, e edit) row {
	return row{id, title, breaks{requirement}, low, "", on(http.MethodGet, schemas+" "+schema).say(resource(e))}
}

// ofAttribute edits the definition of an attribute, in whatever schema has it.
func ofAttribute(name string, e edit) edit {
	return change("attributes", func(list any) any {
		each(list, func(one object) {
			if one["name"] == name {
				e(one)
			}
		})
		return list
	})
}
