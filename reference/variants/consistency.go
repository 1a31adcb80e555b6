package variants

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
)

// choosing are choices that PATCH and PUT leave open.
var choosing = []row{
	{
		id: "patch-removing-no-member-400", title: "PATCH that removes somebody who is no member is refused with noTarget",
		permittedBy: "RFC 7644 §3.12 Table 9 (noTarget): a filter \"that yields no match\"",
		caution:     "RFC 7644 §3.5.2.2 wants a success for members",
		touches:     touches{"PATCH members"},
		make: always(variation{instead: func(r *request) *response {
			return refuseRemovingNothing(r, groups)
		}}),
	},
	{
		id: "patch-filter-must-match", title: "PATCH with a filter that matches nothing is refused with noTarget, even to add",
		permittedBy: "RFC 7644 §3.12 Table 9 (noTarget); §3.5.2.1 creates a location that is not there (erratum 8097)",
		touches:     touches{"PATCH filter"},
		make:        always(variation{instead: refuseUnmatched}),
	},
	{
		id: "patch-two-primaries-400", title: "Two values that are primary at once are refused with invalidValue",
		permittedBy: "RFC 7643 §2.4: \"primary ... MUST appear no more than once\"; a request with two violates it",
		touches:     touches{"primary"},
		make: always(variation{instead: refuse(func(r *request) bool {
			return r.forResources() && hasTwoPrimaries(r.object())
		}, http.StatusBadRequest, "invalidValue", "one of them can be primary")}),
	},
	{
		id: "unchanged-is-modified", title: "PUT that changes nothing, and PATCH that replaces by the same, modify all the same",
		permittedBy: "RFC 7644 §3.5.2.1 forbids it for add alone",
		touches:     touches{"PUT", "PATCH answer", "PATCH replace"},
		make:        always(variation{instead: modifyUnchanged}),
	},
	{
		id: "user-names-lower-case", title: "userNames are kept in lower case",
		permittedBy: "RFC 7643 §4.1.1: case insensitive; RFC 7644 §5: the UsernameCaseMapped profile of RFC 7613",
		caution:     altered,
		touches:     touches{"userName"},
		make: always(variation{say: resource(func(_ *request, one object) {
			if name := textAt(one, "userName"); name != "" {
				one["userName"] = strings.ToLower(name)
			}
		})}),
	},
	{
		id: "accept-disregarded", title: "Who accepts neither media type is answered all the same",
		permittedBy: "RFC 7231 §5.3.2: a server may \"disregard the header field\"",
		touches:     touches{"accept"},
		make: always(variation{ask: func(r *request) {
			if r.scim && !strings.Contains(r.Header.Get("Accept"), "json") {
				r.Header.Set("Accept", "application/scim+json")
			}
		}}),
	},
}

// refuseUnmatched asks by a filter whether a path selects a value.
func refuseUnmatched(r *request) *response {
	if r.Method != http.MethodPatch || !r.below(users) || !r.toOne() {
		return nil
	}
	for _, operation := range objectsAt(r.object(), "Operations") {
		path := textAt(operation, "path")
		end := strings.LastIndexByte(path, ']')
		if end < 0 || strings.EqualFold(textAt(operation, "op"), "remove") {
			continue
		}
		filter := url.Values{"filter": {"id eq " + string(encode(r.segments()[1])) + " and " + path[:end+1]}, "count": {"0"}}
		found := r.also(http.MethodGet, users+"?"+filter.Encode(), nil)
		if found.ok() && integer(found.object()["totalResults"]) == 0 && r.also(http.MethodGet, r.path, nil).ok() {
			return failed(http.StatusBadRequest, "noTarget", "the filter matches no value")
		}
	}
	return nil
}

// hasTwoPrimaries tells whether a list anywhere in a JSON value has two of them.
func hasTwoPrimaries(value any) bool {
	switch value := value.(type) {
	case []any:
		primaries := 0
		for _, element := range objects(value) {
			if element["primary"] == true {
				primaries++
			}
		}
		return primaries > 1 || slices.ContainsFunc(value, hasTwoPrimaries)
	case object:
		for _, inner := range value {
			if hasTwoPrimaries(inner) {
				return true
			}
		}
	}
	return false
}

// modifyUnchanged makes a change and takes it back where there was none.
func modifyUnchanged(r *request) *response {
	replaces := r.Method == http.MethodPut
	for _, operation := range objectsAt(r.object(), "Operations") {
		replaces = r.Method == http.MethodPatch && strings.EqualFold(textAt(operation, "op"), "replace")
	}
	if !replaces || !r.below(users) || !r.toOne() {
		return nil
	}
	before := r.also(http.MethodGet, r.path, nil).object()
	a := r.forward()
	if !a.ok() || !reflect.DeepEqual(before, r.also(http.MethodGet, r.path, nil).object()) {
		return a
	}
	for _, value := range []any{"for a moment", before["timezone"]} {
		operation := object{"op": "replace", "path": "timezone", "value": value}
		if value == nil {
			operation = object{"op": "remove", "path": "timezone"}
		}
		r.also(http.MethodPatch, r.path, object{
			"schemas": []any{"urn:ietf:params:scim:api:messages:2.0:PatchOp"}, "Operations": []any{operation},
		})
	}
	return r.also(http.MethodGet, r.path+"?"+r.URL.RawQuery, nil)
}
