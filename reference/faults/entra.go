package faults

import (
	"net/http"
	"slices"
	"strings"
)

// provisionedByEntra are faults with what Entra ID sends beyond the RFC. They show on a
// tolerant tenant, and break no RFC.
var provisionedByEntra = []row{
	{
		"patch-op-case-sensitive", "An operation whose name begins with a capital is refused",
		breaks{"LIFECYCLE-ENTRA-01"},
		high, "https://github.com/langwatch/langwatch/issues/6972",
		patched(resources, func(o op) bool { return textAt(o.object, "op") != o.verb() }).
			do(refuse(http.StatusBadRequest, "invalidValue", "op must be one of add, remove, replace")),
	},
	{
		"patch-active-string-boolean-rejected", "A text as active is refused, and the person stays active",
		breaks{"LIFECYCLE-ENTRA-02"},
		high, "https://github.com/rancher/rancher/issues/52996",
		patched(user, func(o op) bool { _, isText := o.object["value"].(string); return o.path() == "active" && isText }).
			do(refuse(http.StatusBadRequest, "invalidValue", "active is not a boolean")),
	},
	{
		"patch-dotted-key-stored-literally", "A name with a dot in a value without a path becomes an attribute of its own",
		breaks{"LIFECYCLE-ENTRA-03"},
		medium, "https://github.com/thomaspoignant/scim-patch/issues/132", remembering(literally),
	},
	{
		"patch-dotted-key-silently-ignored", "A name with a dot in a value without a path is answered 200 and ignored",
		breaks{"LIFECYCLE-ENTRA-03"},
		medium, "https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/267",
		on(http.MethodPatch, user).when(patches(hasDots)).ask(everyOperation(hasDots, change("value", undotted))),
	},
	{
		"patch-remove-value-field-unparseable", "A remove that has a value is refused",
		breaks{"LIFECYCLE-ENTRA-04"},
		medium, "https://github.com/pingidentity/scim2/issues/174",
		patched(resources, func(o op) bool { return o.is("remove") && o.object["value"] != nil }).
			do(refuse(http.StatusBadRequest, "invalidSyntax", "Unrecognized field value")),
	},
	{
		"patch-entra-manager-string-rejected", "A manager who is named by the id alone is refused",
		breaks{"LIFECYCLE-ENTRA-05"},
		medium, "https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/686",
		patched(user, func(o op) bool {
			_, isText := o.object["value"].(string)
			return isText && strings.HasSuffix(o.path(), ":manager")
		}).do(refuse(http.StatusBadRequest, "invalidValue", "manager must be an object")),
	},
	{
		"patch-valuepath-add-on-empty-crashes", "An add to a value found by a filter fails where the attribute has none",
		breaks{"LIFECYCLE-ENTRA-06"},
		medium, "https://github.com/thomaspoignant/scim-patch/issues/42",
		on(http.MethodPatch, user).when(misses("add")).
			do(refuse(http.StatusInternalServerError, "", "impossible to search on a mono valued attribute")),
	},
	{
		"patch-valuepath-replace-nomatch-rejects-all", "A replace that matches nothing stops all the other operations",
		breaks{"LIFECYCLE-ENTRA-07"},
		high, "https://github.com/better-auth/better-auth/pull/10682",
		on(http.MethodPatch, user).when(misses("replace")).do(refuse(http.StatusBadRequest, "noTarget", "the filter matches nothing")),
	},
}

// hasDots tells whether an operation has no path, and a value with a dotted name.
func hasDots(o op) bool {
	value, _ := o.object["value"].(object)
	for name := range value {
		if o.path() == "" && isDotted(name) {
			return true
		}
	}
	return false
}

func isDotted(name string) bool {
	return strings.Contains(name, ".") && !strings.HasPrefix(name, "urn:")
}

// undotted leaves out the dotted names of a value.
func undotted(value any) any {
	kept := object{}
	whole, _ := value.(object)
	for name, one := range whole {
		if !isDotted(name) {
			kept[name] = one
		}
	}
	return kept
}

// literally shows dotted names at the top of a person, as they were sent.
func literally(m *memory) violation {
	return together{
		on(http.MethodPatch, user).when(patches(hasDots)).ask(func(r *request) {
			for _, o := range operationsOf(r) {
				if hasDots(o) {
					m.keep("dots of "+r.id(), o.object["value"])
				}
			}
		}, everyOperation(hasDots, change("value", undotted))),
		shows(user, func(one object) {
			sent, _ := m.recall("dots of " + textAt(one, "id")).(object)
			for name, value := range sent {
				if isDotted(name) {
					one[name] = value
				}
			}
		}),
	}
}

// misses tells whether a PATCH has such an operation on values found by a filter, of an
// attribute that has none.
func misses(verb string) func(*request) bool {
	return func(r *request) bool {
		return slices.ContainsFunc(operationsOf(r), func(o op) bool {
			name, _, filtered := strings.Cut(o.path(), "[")
			return o.is(verb) && filtered && current(r)[name] == nil
		})
	}
}
