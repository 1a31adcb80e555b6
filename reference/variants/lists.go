package variants

import (
	"net/http"
	"slices"
	"strings"
)

// projecting are about attributes and excludedAttributes.
var projecting = []row{
	{
		id: "projection-bare", title: "Who asks for attributes gets neither schemas nor meta beside them",
		permittedBy: "RFC 7644 §3.4.2, whose example lists resources without schemas; §3.9: what is not asked for is left out",
		touches:     touches{"projection"},
		make: always(variation{say: resource(func(r *request, one object) {
			asked := strings.ToLower(r.asked("attributes"))
			for _, name := range []string{"schemas", "meta"} {
				if asked != "" && !strings.Contains(asked, name) {
					delete(one, name)
				}
			}
		})}),
	},
	{
		id: "projection-both-refused", title: "attributes and excludedAttributes at once are refused",
		permittedBy: "RFC 7644 §3.9: they are mutually exclusive; no status is named",
		touches:     touches{"projection both"},
		make: always(variation{instead: refuse(func(r *request) bool {
			return r.scim && r.asked("attributes") != "" && r.asked("excludedAttributes") != ""
		}, http.StatusBadRequest, "invalidValue", "one of the two")}),
	},
	{
		id: "projection-attributes-win", title: "Of attributes and excludedAttributes at once the former count",
		permittedBy: "RFC 7644 §3.9: they are mutually exclusive; which one counts is not said",
		touches:     touches{"projection both"},
		make: always(variation{ask: func(r *request) {
			if r.scim && r.asked("attributes") != "" && r.asked("excludedAttributes") != "" {
				r.unask("excludedAttributes")
			}
		}}),
	},
	{
		id: "projection-unknown-refused", title: "To ask for an attribute that there is not is refused",
		permittedBy: "RFC 7644 §3.9 does not say what becomes of a name that is none",
		touches:     touches{"projection unknown"},
		make: always(variation{instead: refuse(func(r *request) bool {
			asked := strings.Split(r.asked("attributes"), ",")
			return r.forResources() && r.asked("attributes") != "" && slices.ContainsFunc(asked, func(name string) bool { return !r.declares(name) })
		}, http.StatusBadRequest, "invalidPath", "there is no such attribute")}),
	},
}

// declares tells whether some schema of the tenant has the attribute.
func (r *request) declares(path string) bool {
	name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(path)), ".")
	if strings.HasPrefix(name, "urn:") || slices.Contains([]string{"id", "externalid", "meta", "schemas"}, name) {
		return true
	}
	for _, schema := range resourcesOf(r.also(http.MethodGet, schemas, nil).object()) {
		for _, attribute := range objectsAt(schema, "attributes") {
			if strings.EqualFold(textAt(attribute, "name"), name) {
				return true
			}
		}
	}
	return false
}

// listing are about the envelope of a list.
var listing = []row{
	{
		id: "lists-empty-without-resources", title: "A list without resources has no member Resources",
		permittedBy: "RFC 7644 §3.4.2: Resources is \"REQUIRED if 'totalResults' is non-zero\"; §3.4.2.4: count=0 asks for none",
		touches:     touches{"Resources"},
		make: always(variation{say: listed(func(_ *request, list object) {
			if found, ok := list["Resources"].([]any); ok && len(found) == 0 {
				delete(list, "Resources")
			}
		})}),
	},
	{
		id: "lists-without-numbers", title: "A list that is complete has neither startIndex nor itemsPerPage",
		permittedBy: "RFC 7644 §3.4.2: both are \"REQUIRED when partial results are returned due to pagination\"",
		touches:     touches{"list numbers"},
		make: always(variation{say: func(r *request, a *response) {
			if !a.ok() || !r.isQuery() && !r.below(types, schemas) {
				return
			}
			a.edit(func(list object) {
				if found, ok := list["Resources"].([]any); ok && integer(list["totalResults"]) == len(found) {
					delete(list, "startIndex")
					delete(list, "itemsPerPage")
				}
			})
		}}),
	},
	{
		id: "lists-beyond-from-one", title: "A page beyond the last result begins at 1 and is empty",
		permittedBy: "RFC 7644 §3.4.2.4 does not say which startIndex a page without results has",
		touches:     touches{"list numbers"},
		make: always(variation{say: listed(func(_ *request, list object) {
			if found, ok := list["Resources"].([]any); ok && len(found) == 0 {
				list["startIndex"] = 1
			}
		})}),
	},
	{
		id: "lists-with-more", title: "A list has members that the RFC does not know",
		permittedBy: "RFC 7644 §3.4.2 forbids none; RFC 9865 §2 itself adds some",
		touches:     touches{"list extras"},
		make: always(variation{say: listed(func(_ *request, list object) {
			list["hasMore"], list["took"], list["self"] = false, "3 ms", nil
		})}),
	},
	{
		id: "cursors-without-total", title: "A list that is paged by cursor does not say how many results there are",
		permittedBy: "RFC 9865 §2: \"service providers MAY choose to omit 'totalResults'\"",
		touches:     touches{"totalResults"},
		make: always(variation{say: listed(func(r *request, list object) {
			if r.query().Has("cursor") || r.Method == http.MethodPost && has(r.object(), "cursor") {
				delete(list, "totalResults")
			}
		})}),
	},
	{
		id: "bulk-results-reversed", title: "The results of a job come in another order than its operations",
		permittedBy: "RFC 7644 §3.7: results are told apart by bulkId, method and location; §3.7.3 orders none",
		touches:     touches{"bulk results"},
		make: always(variation{say: func(r *request, a *response) {
			if r.isBulk() && a.ok() {
				a.edit(func(job object) {
					if results, ok := job["Operations"].([]any); ok {
						slices.Reverse(results)
					}
				})
			}
		}}),
	},
}
