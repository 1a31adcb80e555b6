package faults

import (
	"maps"
	"net/http"
	"strings"
)

// oldUser is the schema that users had in SCIM 1.1.
const oldUser = "urn:scim:schemas:core:1.0"

// announcing are faults in what the discovery endpoints say, whatever the tenant then does.
var announcing = []row{
	{
		"config-replaceable", "The configuration can be replaced by its clients",
		breaks{"RFC7643-5-i01"},
		high, "", replaceable(config),
	},
	{
		"resourcetype-user-old-schema", "Users have the schema of SCIM 1.1, wherever it is named",
		breaks{"RFC7643-4.1-i01", "RFC7643-3.3-03"},
		medium, "",
		together{
			on(http.MethodGet, types+" "+oneType).say(resource(userType(set("schema", oldUser)))),
			on(http.MethodGet, schemas).say(func(_ *request, a *response) { relist(a, underOldName) }),
			on("POST PUT", userPaths).ask(body(renamed("schemas", oldUser, coreUser))),
			shows(userPaths, renamed("schemas", coreUser, oldUser)),
		},
	},
	typed("resourcetype-extensions-as-object", "The only extension of a resource type comes without its list", "RFC7643-6-01",
		change("schemaExtensions", firstOf)),
	typed("resourcetype-required-as-text", `Whether an extension is required is said by the text "false"`, "RFC7643-6-01",
		change("schemaExtensions/required", asText)),
	typed("resourcetype-name-blank", "A resource type has a blank for a name", "RFC7643-6-03",
		func(one object) {
			if one["schema"] == ownDevice {
				one["name"] = " "
			}
		}),
	typed("resourcetype-without-description", "The resource types come without a description", "RFC7643-6-05", drop("description")),
	typed("resourcetype-extension-without-schema", "An extension of a resource type does not say which one it is", "RFC7643-6-12",
		drop("schemaExtensions/schema")),
	typed("resourcetype-own-extension-without-schema", "One of the extensions of a resource type does not say which one it is", "RFC7643-6-12",
		change("schemaExtensions", func(list any) any {
			each(list, func(one object) {
				if one["schema"] == workplace {
					delete(one, "schema")
				}
			})
			return list
		})),
	typed("resourcetype-extension-required", "The enterprise extension is called required, and nobody needs it", "RFC7643-6-13",
		change("schemaExtensions", func(list any) any {
			each(list, func(one object) { one["required"] = true })
			return list
		})),
	defined("schema-without-id", "A schema does not tell its URI", "RFC7643-7-03", drop("id")),
	defined("schema-without-name", "A schema has no name", "RFC7643-7-05", drop("name")),
	defined("schema-without-description", "A schema has no description", "RFC7643-7-07", drop("description")),
	defined("schema-complex-without-parts", "A complex attribute does not say what it is made of", "RFC7643-7-09",
		ofAttribute("name", drop("subAttributes"))),
	defined("schema-attribute-without-description", "An attribute has no description", "RFC7643-7-10",
		ofAttribute("title", drop("description"))),
	defined("schema-part-without-description", "A sub-attribute has no description", "RFC7643-7-10",
		ofAttribute("name", drop("subAttributes/description"))),
	defined("schema-part-without-name", "A sub-attribute of users has no name", "RFC7643-7-i07",
		ofAttribute("emails", drop("subAttributes/name"))),
	defined("schema-part-without-type", "A sub-attribute of users has no type", "RFC7643-7-i07",
		ofAttribute("emails", drop("subAttributes/type"))),
	defined("schema-part-of-extension-without-type", "A sub-attribute of an extension has no type", "RFC7643-7-i07",
		ofAttribute("manager", drop("subAttributes/type"))),
	defined("schema-reference-to-anything", "A reference does not say what it refers to", "RFC7643-7-i09",
		ofAttribute("profileUrl", drop("referenceTypes"))),
	defined("schema-part-refers-to-anything", "A reference below another attribute does not say what it refers to", "RFC7643-7-i09",
		ofAttribute("members", drop("subAttributes/referenceTypes"))),
	defined("schema-text-refers", "A text says what it refers to", "RFC7643-7-i09",
		ofAttribute("userName", set("referenceTypes", []any{"User"}))),
	defined("schema-reference-to-address", "A reference names the address of an endpoint as what it refers to", "RFC7643-7-i09",
		ofAttribute("members", change("subAttributes/referenceTypes", func(any) any { return []any{"/Users", "/Groups"} }))),
	defined("schema-mutability-quoted", "A mutability stands in quotation marks of its own", "RFC7643-1.1-01",
		ofAttribute("title", text("mutability", inQuotes))),
	defined("schema-type-quoted", "The types of an extension stand in quotation marks of their own", "RFC7643-1.1-01",
		ofAttribute("costCenter", text("type", inQuotes))),
	defined("schema-part-quoted", "The keywords of sub-attributes stand in quotation marks of their own", "RFC7643-1.1-01",
		ofAttribute("emails", text("subAttributes/returned", inQuotes))),
	defined("schema-uniqueness-quoted", "A uniqueness stands in quotation marks of its own", "RFC7643-1.1-01",
		ofAttribute("userName", text("uniqueness", inQuotes))),
	defined("schema-part-of-simple-part", "A sub-attribute that is a text has sub-attributes", "RFC7643-1.2-02",
		ofAttribute("name", change("subAttributes", func(list any) any {
			each(list, set("subAttributes", []any{part("language", "string")}))
			return list
		}))),
	defined("schema-primary-text", "primary is defined as a text", "RFC7643-2.4-02", ofAttribute("emails", ofPart("primary", "string"))),
	defined("schema-display-complex", "display is defined as a boolean: whether to show the value", "RFC7643-2.4-02",
		ofAttribute("photos", ofPart("display", "boolean"))),
	defined("schema-type-reference", "type is defined as a number", "RFC7643-2.4-02", ofAttribute("ims", ofPart("type", "integer"))),
	defined("schema-ref-text", "$ref is defined as a text", "RFC7643-2.4-02", ofAttribute("groups", ofPart("$ref", "string"))),
	defined("schema-primary-number-elsewhere", "primary of a type of the tenant's own is a number: the rank", "RFC7643-2.4-02",
		ofAttribute("interfaces", ofPart("primary", "integer"))),
	defined("schema-group-unlisted-id", "The schema of groups goes by another URI", "RFC7643-7-i05",
		inSchema(coreGroup, set("id", coreGroup+"s"))),
	{
		"schemas-without-extension", "The schemas leave out that of an extension of the tenant's own",
		breaks{"RFC7643-7-i05"},
		medium, "", on(http.MethodGet, schemas).say(unlisted(func(_ *request, one object) bool { return one["id"] == workplace })),
	},
	{
		"schemas-without-group", "The schemas leave out that of groups",
		breaks{"RFC7643-7-i05"},
		medium, "",
		together{
			on(http.MethodGet, schemas).say(unlisted(func(_ *request, one object) bool { return one["id"] == coreGroup })),
			on(http.MethodGet, schema).when(isAbout(coreGroup)).do(refuse(http.StatusNotFound, "", "no such schema")),
		},
	},
}

// renamed gives another name to a text in a list.
func renamed(path, from, to string) edit {
	return elements(path, func(list []any) []any {
		for i, one := range list {
			if one == from {
				list[i] = to
			}
		}
		return list
	})
}

// underOldName lists the schema of users once more, as SCIM 1.1 calls it.
func underOldName(list []any) []any {
	for _, one := range objects(list) {
		if one["id"] == coreUser {
			another := maps.Clone(one)
			another["id"] = oldUser
			return append(list, another)
		}
	}
	return list
}

// typed is a fault in what the resource types say, in their list as by themselves.
func typed(id, title, requirement string, e edit) row {
	return row{id, title, breaks{requirement}, low, "", on(http.MethodGet, types+" "+oneType).say(resource(e))}
}

// replaceable takes a PUT of what only the service provider may change.
func replaceable(paths string) violation {
	return remembering(func(m *memory) violation {
		return together{
			on(http.MethodPut, paths).do(func(r *request) *response {
				m.keep(r.path, r.object())
				return answer(http.StatusOK, r.object())
			}),
			on(http.MethodGet, paths).say(func(r *request, a *response) {
				if made, ok := m.recall(r.path).(object); ok {
					a.put(made)
				}
			}),
		}
	})
}

// inSchema edits the schema with that URI alone.
func inSchema(uri string, e edit) edit {
	return func(one object) {
		if one["id"] == uri {
			e(one)
		}
	}
}

// ofPart gives a sub-attribute another type.
func ofPart(name, kind string) edit {
	return change("subAttributes", func(list any) any {
		each(list, func(one object) {
			if one["name"] == name {
				one["type"] = kind
			}
		})
		return list
	})
}

// part is the definition of an attribute.
func part(name, kind string) object {
	return object{
		"name": name, "type": kind, "multiValued": false, "description": "Made up.", "required": false,
		"caseExact": false, "mutability": "readWrite", "returned": "default", "uniqueness": "none",
	}
}

// with adds to a list.
func with(path string, values ...any) edit {
	return elements(path, func(list []any) []any { return append(list, values...) })
}

func inQuotes(keyword string) string { return `"` + keyword + `"` }

// lackingParts are configurations without one of the objects of RFC 7643 section 5, or
// with something else in its place.
func lackingParts() []row {
	var rows []row
	for _, p := range []struct {
		name, requirement string
		// inside are the requirements of what then is missing as well.
		inside breaks
	}{
		{"patch", "RFC7643-5-02", breaks{"RFC7643-5-03"}},
		{"bulk", "RFC7643-5-04", breaks{"RFC7643-5-05", "RFC7643-5-06", "RFC7643-5-07"}},
		{"filter", "RFC7643-5-08", breaks{"RFC7643-5-09", "RFC7643-5-10"}},
		{"changePassword", "RFC7643-5-11", breaks{"RFC7643-5-12"}},
		{"sort", "RFC7643-5-13", breaks{"RFC7643-5-14"}},
		{"etag", "RFC7643-5-15", breaks{"RFC7643-5-16"}},
	} {
		all := append(breaks{p.requirement}, p.inside...)
		supported := p.inside[0]
		slug := strings.ToLower(p.name)
		rows = append(
			rows,
			configured("config-without-"+slug, "The configuration says nothing of "+p.name, all, drop(p.name)),
			configured("config-"+slug+"-bare", p.name+" is true, and no object with supported in it", all, set(p.name, true)),
			configured("config-"+slug+"-supported-as-text", `Whether `+p.name+` is supported is said by a text`,
				breaks{supported}, change(p.name+"/supported", asText)),
		)
	}
	return rows
}

// misconfigured are configurations in which a member has the wrong form.
func misconfigured() []row {
	rows := []row{
		{
			"resourcetypes-without-schemas", "The resource types do not say that they are resource types",
			breaks{"RFC7643-3-02"},
			low, "", on(http.MethodGet, types+" "+oneType).say(resource(drop("schemas"))),
		},
		configured("config-schemas-as-text", "The schemas of the configuration are a text", breaks{"RFC7643-3-02"},
			change("schemas", firstOf)),
		configured("config-without-schemas", "The configuration has no schemas", breaks{"RFC7643-3-02"}, drop("schemas")),
		configured("config-schemes-as-object", "The only authentication scheme comes without its list", breaks{"RFC7643-2.3-i01"},
			change("authenticationSchemes", firstOf)),
		configured("config-scheme-primary-as-text", "primary of an authentication scheme is a text", breaks{"RFC7643-2.3-i01"},
			set("authenticationSchemes/primary", "true")),
		configured("config-scheme-spec-no-uri", "The specification of a scheme is its title", breaks{"RFC7643-2.3.7-02"},
			set("authenticationSchemes/specUri", "RFC 6750, The OAuth 2.0 Bearer Token Usage")),
		configured("config-documentation-as-list", "The addresses of the documentation are a list", breaks{"RFC7643-2.3-i01"},
			set("documentationUri", []any{"https://example.com/scim"})),
	}
	for _, a := range []attribute{
		{"bulk/maxOperations", "RFC7643-5-06", ""},
		{"bulk/maxPayloadSize", "RFC7643-5-07", ""},
		{"filter/maxResults", "RFC7643-5-10", ""},
	} {
		rows = append(rows, configured("config-"+a.slug()+"-as-text", a.name()+" is a text", breaks{a.requirement}, change(a.path, asText)))
	}
	return rows
}

func configured(id, title string, broken breaks, e edit) row {
	return row{id, title, broken, low, "", on(http.MethodGet, config).say(document(e))}
}

// simpleWithParts are attributes of each simple type that have sub-attributes.
func simpleWithParts() []row {
	var rows []row
	for _, kind := range simpleTypes {
		rows = append(rows, defined(
			"schema-"+strings.ToLower(kind)+"-with-parts", "An attribute of the type "+kind+" has sub-attributes", "RFC7643-1.2-02",
			change("attributes", func(list any) any {
				each(list, func(one object) {
					if one["type"] == kind {
						one["subAttributes"] = []any{part("language", "string")}
					}
				})
				return list
			})))
	}
	return rows
}

var simpleTypes = []string{"string", "boolean", "decimal", "integer", "dateTime", "binary", "reference"}

// misdefined are definitions of attributes of which one characteristic is missing or has
// the wrong form.
func misdefined() []row {
	var rows []row
	for _, c := range []struct {
		name, of, as string
		value        any
	}{
		{"name", "title", "a number", 7},
		{"type", "title", "missing", nil},
		{"multiValued", "title", "a text", "false"},
		{"description", "title", "a list", []any{"The job title."}},
		{"required", "title", "a number", 0},
		{"canonicalValues", "title", "a text", "Analyst, Programmer"},
		{"caseExact", "title", "a text", "false"},
		{"mutability", "title", "a boolean", true},
		{"returned", "title", "a boolean", true},
		{"uniqueness", "title", "a boolean", false},
		{"referenceTypes", "profileUrl", "a text", "external"},
		{"subAttributes", "name", "an object", object{"familyName": part("familyName", "string")}},
	} {
		e := set(c.name, c.value)
		if c.value == nil {
			e = drop(c.name)
		}
		rows = append(rows, defined(
			"schema-attribute-"+strings.ToLower(c.name)+"-malformed", "The "+c.name+" of an attribute is "+c.as, "RFC7643-7-02",
			ofAttribute(c.of, e)))
	}
	return rows
}

// commonListed are schemas that list a common attribute, and contradict RFC 7643 section 3.1.
func commonListed() []row {
	var rows []row
	for _, c := range []struct{ in, name, characteristic, kind string }{
		{coreUser, "id", "mutability", "string"},
		{coreUser, "id", "returned", "string"},
		{coreUser, "id", "caseExact", "string"},
		{coreGroup, "id", "mutability", "string"},
		{coreUser, "externalId", "caseExact", "string"},
		{coreUser, "meta", "mutability", "complex"},
	} {
		definition := part(c.name, c.kind)
		for name, value := range map[string]any{"mutability": "readOnly", "returned": "always", "caseExact": true, "uniqueness": "server"} {
			definition[name] = value
		}
		definition[c.characteristic] = part("", "")[c.characteristic]
		of := c.in[strings.LastIndexByte(c.in, ':')+1:]
		rows = append(rows, defined(
			"schema-"+strings.ToLower(of+"-"+c.name+"-"+c.characteristic),
			"The schema of "+of+" lists "+c.name+" with another "+c.characteristic+" than RFC 7643", "RFC7643-3.1-04",
			inSchema(c.in, with("attributes", definition))))
	}
	return rows
}

// definedAnew are extensions that define what RFC 7643 has defined.
func definedAnew() []row {
	var rows []row
	for _, c := range []struct{ in, called, name string }{
		{enterprise, "enterprise", "userName"},
		{enterprise, "enterprise", "displayName"},
		{enterprise, "enterprise", "emails"},
		{enterprise, "enterprise", "active"},
		{enterprise, "enterprise", "title"},
		{workplace, "workplace", "nickName"},
		{workplace, "workplace", "externalId"},
	} {
		rows = append(rows, defined(
			"schema-"+c.called+"-defines-"+strings.ToLower(c.name), "The "+c.called+" extension defines "+c.name+" anew", "RFC7643-3.3-05",
			inSchema(c.in, with("attributes", part(c.name, "string")))))
	}
	return rows
}

// incomplete are published schemas of discovery without something that section 8.7.2 has.
func incomplete() []row {
	const core = "urn:ietf:params:scim:schemas:core:2.0:"
	var rows []row
	for _, c := range []struct{ in, name string }{
		{"ServiceProviderConfig", "patch"},
		{"ServiceProviderConfig", "bulk"},
		{"ServiceProviderConfig", "filter"},
		{"ServiceProviderConfig", "changePassword"},
		{"ServiceProviderConfig", "sort"},
		{"ServiceProviderConfig", "authenticationSchemes"},
		{"ResourceType", "name"},
		{"ResourceType", "endpoint"},
		{"ResourceType", "schema"},
		{"ResourceType", "schemaExtensions"},
		{"Schema", "attributes"},
	} {
		rows = append(rows, defined(
			"schema-"+strings.ToLower(c.in+"-lacks-"+c.name), "The schema of "+c.in+" does not define "+c.name, "RFC7643-8.7.2-i01",
			inSchema(core+c.in, elements("attributes", func(list []any) []any {
				kept := []any{}
				for _, one := range objects(list) {
					if one["name"] != c.name {
						kept = append(kept, one)
					}
				}
				return kept
			}))))
	}
	return rows
}
