package faults

import (
	"net/http"
	"regexp"
	"strings"
)

// uuid is the form of the tenant's ids.
var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// unavailable are answers to a change that wants what somebody else has.
func unavailable(methods string) rule {
	return on(methods, user).provided(func(_ *request, a *response) bool {
		return textAt(a.object(), "scimType") == "uniqueness"
	})
}

// unfiltered are lists of everybody.
var unfiltered = userLists.when(not(asksFor("filter")), not(asksFor("cursor")))

// byName are lists by somebody's name.
var byName = userLists.when(filteredBy(`^name\.`))

var answering = []row{
	{
		"unknown-endpoint-400", "A creation at an endpoint that does not exist is a bad request",
		breaks{"RFC7644-3.12-05"},
		low, "", on(http.MethodPost, "/*").answered(http.StatusNotFound).say(refusal(http.StatusBadRequest, "", "no such type")),
	},
	{
		"unknown-endpoint-500", "A creation at an endpoint that does not exist is answered 500",
		breaks{"RFC7644-3.12-05"},
		low, "", on(http.MethodPost, "/*").answered(http.StatusNotFound).
			say(refusal(http.StatusInternalServerError, "", "no handler")),
	},
	{
		"id-of-another-form-500", "An id that is no UUID is answered 500",
		breaks{"RFC7644-3.12-05"},
		medium, "", on(http.MethodGet, user).when(func(r *request) bool { return !uuid.MatchString(r.id()) }).
			answered(http.StatusNotFound).say(refusal(http.StatusInternalServerError, "", "invalid input syntax for type uuid")),
	},
	{
		"create-conflict-says-400", "A conflict at a creation has the status 400 in its body",
		breaks{"RFC7644-3.12-i07"},
		low, "", on(http.MethodPost, users).answered(http.StatusConflict).say(document(set("status", "400"))),
	},
	{
		"list-of-all-refused-unnamed", "A list of everybody is refused, and not said to be too many",
		breaks{"RFC7644-3.12-i12"},
		medium, "", unfiltered.do(refuse(http.StatusBadRequest, "invalidFilter", "a filter is required")),
	},
	{
		"list-of-all-413", "A list of everybody is answered 413",
		breaks{"RFC7644-3.12-i12"},
		medium, "", unfiltered.do(refuse(http.StatusRequestEntityTooLarge, "", "too many results")),
	},
	{
		"replace-taken-without-scimtype", "The refusal of a PUT by a userName that is taken does not say so",
		breaks{"RFC7644-3.12-i13"},
		low, "", unavailable(http.MethodPut).say(document(drop("scimType"))),
	},
	{
		"patch-taken-without-scimtype", "The refusal of a PATCH by a userName that is taken does not say so",
		breaks{"RFC7644-3.12-i13"},
		low, "", unavailable(http.MethodPatch).say(document(drop("scimType"))),
	},
	{
		"patch-taken-invalid-value", "The refusal of a PATCH by a userName that is taken calls that an invalid value",
		breaks{"RFC7644-3.12-i13"},
		low, "", unavailable(http.MethodPatch).say(document(set("scimType", "invalidValue"))),
	},
	{
		"create-broken-json-without-scimtype", "The refusal of broken JSON has no scimType",
		breaks{"RFC7644-3.12-i15"},
		low, "", on(http.MethodPost, users).when(unreadable).answered(http.StatusBadRequest).say(document(drop("scimType"))),
	},
	{
		"create-no-object-415", "A body that is no object is answered 415",
		breaks{"RFC7644-3.12-i15"},
		low, "", on(http.MethodPost, users).when(func(r *request) bool { return strings.HasPrefix(string(r.body), "[") }).
			do(refuse(http.StatusUnsupportedMediaType, "", "an array")),
	},
	{
		"sensitive-filter-unnamed", "A filter by a name is refused, and not said to be sensitive",
		breaks{"RFC7644-3.12-i20"},
		medium, "", byName.do(refuse(http.StatusBadRequest, "", "not by GET")),
	},
	{
		"sensitive-filter-finds-nobody", "A filter by a name finds nobody, since it is sensitive",
		breaks{"RFC7644-3.12-i20"},
		medium, "", byName.say(unlisted(nothing)),
	},
	{
		"error-urn-in-small-letters", "The schema of an error is written in small letters",
		breaks{"RFC7644-8.2-i01", "RFC7644-3.12-i01"},
		low, "", anyError.say(document(set("schemas", []any{strings.ToLower(errorURN)}))),
	},
	{
		"list-urn-in-small-letters", "The schema of a list is written in small letters",
		breaks{"RFC7644-8.2-i01"},
		low, "", userLists.answered(http.StatusOK).say(document(set("schemas", []any{strings.ToLower(listURN)}))),
	},
	{
		"list-names-resource-schema", "A list names the schema of what it lists as well",
		breaks{"RFC7644-8.2-i01"},
		low, "", userLists.answered(http.StatusOK).say(document(set("schemas", []any{listURN, coreUser}))),
	},
	{
		"delete-keeps-username-for-changes", "Nobody may take over the userName of somebody deleted",
		breaks{"RFC7644-3.6-04"},
		medium, "", remembering(func(m *memory) violation {
			return on(http.MethodPut, user).when(func(r *request) bool {
				name := textAt(r.object(), "userName")
				return m.find(func(one account) bool { return one.deleted && one.userName == name }).id != ""
			}).do(refuse(http.StatusConflict, "uniqueness", "userName"))
		}),
	},
}
