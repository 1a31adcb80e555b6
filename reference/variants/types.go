package variants

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// withoutType is a tenant that knows nothing of a resource type.
func withoutType(name, endpoint, urn string) variation {
	gone := func(r *request) bool {
		return r.below(endpoint) || r.path == types+"/"+name || r.path == schemas+"/"+urn
	}
	ofType := func(one object) bool {
		return textAt(one, "name") == name || textAt(one, "id") == urn || textAt(objectAt(one, "meta"), "resourceType") == name ||
			slices.Contains(schemasOf(one), urn)
	}
	inBulk := unlessBulk(func(operation object) bool { return strings.HasPrefix(textAt(operation, "path"), endpoint) }, 404, "")
	refusal := refuse(gone, http.StatusNotFound, "", "there is no such thing")
	return variation{
		instead: func(r *request) *response {
			if a := refusal(r); a != nil {
				return a
			}
			return inBulk(r)
		},
		say: func(r *request, a *response) {
			if r.scim && (r.isQuery() || r.below(types, schemas)) && a.ok() {
				a.edit(func(list object) { relist(list, ofType) })
			}
			if name == "Group" {
				resource(func(_ *request, one object) { delete(one, "groups") })(r, a)
				withoutSchemaAttributes(r, a, coreUser, "groups")
			}
		},
	}
}

// withoutExtension is a tenant that knows nothing of an extension: it ignores the
// values that it is sent, and refuses paths and filters that name it.
func withoutExtension(urn string) variation {
	named := func(text string) bool { return strings.Contains(strings.ToLower(text), strings.ToLower(urn)) }
	gone := refuse(func(r *request) bool { return strings.EqualFold(r.path, schemas+"/"+urn) }, http.StatusNotFound, "", "there is no such schema")
	return variation{
		ask: func(r *request) { ignore(r, func(name string) bool { return strings.EqualFold(name, urn) }, urn) },
		instead: func(r *request) *response {
			if a := gone(r); a != nil {
				return a
			}
			return refuseNaming(r, named)
		},
		say: func(r *request, a *response) {
			if !r.scim {
				return
			}
			a.resources(func(one object) { forget(one, urn) })
			if r.below(schemas) && a.ok() {
				a.edit(func(list object) { relist(list, func(one object) bool { return textAt(one, "id") == urn }) })
			}
		},
	}
}

// forget takes an extension out of a resource, or out of a resource type.
func forget(one object, urn string) {
	delete(one, urn)
	if list, ok := one["schemas"].([]any); ok {
		one["schemas"] = without(list, func(element any) bool { return isText(element, urn) })
	}
	if list, ok := one["schemaExtensions"].([]any); ok {
		one["schemaExtensions"] = without(list, func(element any) bool {
			extension, _ := element.(object)
			return textAt(extension, "schema") == urn
		})
	}
}

// withoutAttributes is a tenant whose people lack attributes: it ignores the values
// that it is sent, and refuses paths and filters that name them.
func withoutAttributes(names ...string) variation {
	lacked := func(name string) bool {
		return slices.ContainsFunc(names, func(lacking string) bool { return strings.EqualFold(lacking, name) })
	}
	named := func(text string) bool {
		return slices.ContainsFunc(attributesIn(strings.TrimPrefix(text, coreUser+":")), lacked)
	}
	return variation{
		ask: func(r *request) {
			if r.below(users) || r.isBulk() {
				ignore(r, lacked, "")
			}
		},
		instead: func(r *request) *response {
			if !r.below(users) && !r.isBulk() {
				return nil
			}
			return refuseNaming(r, named)
		},
		say: func(r *request, a *response) {
			resource(func(r *request, one object) {
				if isUser(r, one) {
					for _, name := range names {
						delete(one, name)
					}
				}
			})(r, a)
			withoutSchemaAttributes(r, a, coreUser, names...)
		},
	}
}

// attributesIn are the words of a path or a filter that may name attributes: those
// outside of texts.
func attributesIn(text string) []string {
	var words []string
	for i, part := range strings.Split(text, `"`) {
		if i%2 == 0 {
			words = append(words, strings.FieldsFunc(part, func(c rune) bool { return strings.ContainsRune(" .[]():", c) })...)
		}
	}
	return words
}

// withoutSchemaAttributes takes attributes out of a schema as /Schemas shows it.
func withoutSchemaAttributes(r *request, a *response, urn string, names ...string) {
	if !r.below(schemas) {
		return
	}
	a.resources(func(definition object) {
		list, _ := definition["attributes"].([]any)
		if textAt(definition, "id") == urn {
			definition["attributes"] = without(list, func(element any) bool {
				attribute, _ := element.(object)
				return slices.Contains(names, textAt(attribute, "name"))
			})
		}
	})
}

// ignore takes attributes out of what a request sends, and a schema with them.
func ignore(r *request, lacked func(string) bool, urn string) {
	if !r.scim {
		return
	}
	r.edit(func(document object) (changed bool) {
		for _, resource := range sentBy(r, document) {
			before := len(resource)
			maps.DeleteFunc(resource, func(name string, _ any) bool { return lacked(name) })
			changed = changed || len(resource) < before
			list, _ := resource["schemas"].([]any)
			if kept := without(list, func(element any) bool { return isText(element, urn) }); len(kept) < len(list) {
				resource["schemas"], changed = kept, true
			}
		}
		return changed
	})
}

// isText tells whether a value is a text, in whatever case: URNs are written in both.
func isText(value any, wanted string) bool {
	text, ok := value.(string)
	return ok && strings.EqualFold(text, wanted)
}

// sentBy are the resources, or parts of such, that a request sends.
func sentBy(r *request, document object) []object {
	operations := objectsAt(document, "Operations")
	if len(operations) == 0 {
		return []object{document}
	}
	var sent []object
	for _, operation := range operations {
		if value := objectAt(operation, "value"); value != nil && r.Method == http.MethodPatch && textAt(operation, "path") == "" {
			sent = append(sent, value)
		}
		if data := objectAt(operation, "data"); data != nil {
			sent = append(sent, sentBy(r, data)...)
		}
	}
	return sent
}

// refuseNaming refuses a filter or a PATCH that names what there is not.
func refuseNaming(r *request, named func(string) bool) *response {
	for _, operation := range objectsAt(r.object(), "Operations") {
		if r.Method == http.MethodPatch && named(textAt(operation, "path")) {
			return failed(http.StatusBadRequest, "invalidPath", "there is no such attribute")
		}
	}
	if r.isQuery() && named(r.asked("filter")) {
		return failed(http.StatusBadRequest, "invalidFilter", "there is no such attribute")
	}
	if r.isQuery() && named(r.asked("sortBy")) {
		return failed(http.StatusBadRequest, "invalidPath", "there is no such attribute")
	}
	return nil
}
