package faults

import (
	"net/http"
	"strconv"
)

// page is the answer that a framework has ready for those who did nothing about it.
const page = "<html><body><h1>Error</h1></body></html>"

// told are errors with these statuses, at such requests.
func told(methods, paths string, statuses ...int) rule {
	return on(methods, paths).answered(statuses...)
}

// bodies are faults of errors that differ by the status, and of requests that no endpoint is for.
var bodies = []row{
	{
		"error-412-without-body", "A version that is no longer current is refused without a body",
		breaks{"RFC7644-3.12-01"},
		low, "", told("", resources, http.StatusPreconditionFailed).say(says("")),
	},
	{
		"error-of-filter-without-body", "A filter that cannot be read is refused without a body",
		breaks{"RFC7644-3.12-01"},
		low, "", told(http.MethodGet, users+" "+groups, http.StatusBadRequest).say(says("")),
	},
	{
		"error-of-group-html", "A group that is not found is told by an HTML page",
		breaks{"RFC7644-3.12-01"},
		low, "", told(http.MethodGet, group, http.StatusNotFound).say(header("Content-Type", "text/html"), says(page)),
	},
	{
		"error-of-put-without-body", "The replacement of nobody is refused without a body",
		breaks{"RFC7644-3.12-01"},
		low, "", told(http.MethodPut, user, http.StatusNotFound).say(says("")),
	},
	{
		"error-of-patch-without-body", "The PATCH of nobody is refused without a body",
		breaks{"RFC7644-3.12-01"},
		low, "", told(http.MethodPatch, user, http.StatusNotFound).say(says("")),
	},
	{
		"error-of-delete-without-body", "The deletion of nobody is refused without a body",
		breaks{"RFC7644-3.12-01"},
		low, "", told(http.MethodDelete, user, http.StatusNotFound).say(says("")),
	},
	{
		"error-of-search-without-body", "A search by a filter that cannot be read is refused without a body",
		breaks{"RFC7644-3.12-01"},
		low, "", told(http.MethodPost, users+"/.search", http.StatusBadRequest).say(says("")),
	},
	{
		"error-of-bulk-without-body", "A job that cannot be read is refused without a body",
		breaks{"RFC7644-3.12-01"},
		low, "", told(http.MethodPost, bulk, http.StatusBadRequest).say(says("")),
	},
	{
		"error-of-schemas-html", "A schema that does not exist is told by an HTML page",
		breaks{"RFC7644-3.2-06"},
		low, "", told(http.MethodGet, schema, http.StatusNotFound).say(header("Content-Type", "text/html"), says(page)),
	},
	{
		"error-404-of-endpoint-html", "An endpoint that does not exist is told by an HTML page",
		breaks{"RFC7644-3.2-06"},
		low, "", on("", everywhere).when(not(func(r *request) bool {
			return r.isTo(users) || r.isTo(user) || r.isTo(groups) || r.isTo(group) || r.isTo(schema) || r.isTo(oneType)
		})).answered(http.StatusNotFound).say(header("Content-Type", "text/html"), says(page)),
	},
	{
		"error-405-without-body", "A method that is not for an endpoint is refused without a body",
		breaks{"RFC7644-3.2-06"},
		low, "", told("", everywhere, http.StatusMethodNotAllowed).say(says("")),
	},
	{
		"error-status-of-conflict-400", "The body of a conflict has the status 400",
		breaks{"RFC7644-3.12-i07"},
		low, "", told("", everywhere, http.StatusConflict).say(document(set("status", "400"))),
	},
	{
		"error-status-of-412-400", "The body of a refused version has the status 400",
		breaks{"RFC7644-3.12-02"},
		low, "", told("", everywhere, http.StatusPreconditionFailed).say(document(set("status", "400"))),
	},
	{
		"error-status-number-of-400", "The status of a request that cannot be read is a number",
		breaks{"RFC7644-3.12-02"},
		low, "", told("", everywhere, http.StatusBadRequest).say(func(r *request, a *response) { document(set("status", a.status))(r, a) }),
	},
	{
		"error-status-number-of-409", "The status of a conflict is a number",
		breaks{"RFC7644-3.12-02"},
		low, "", told("", everywhere, http.StatusConflict).say(func(r *request, a *response) { document(set("status", a.status))(r, a) }),
	},
	{
		"error-schemas-missing-of-400", "What cannot be read is refused without schemas",
		breaks{"RFC7644-3.12-i01"},
		low, "", told("", everywhere, http.StatusBadRequest).say(document(drop("schemas"))),
	},
	{
		"error-schemas-missing-of-409", "A conflict is told without schemas",
		breaks{"RFC7644-3.12-i01"},
		low, "", told("", everywhere, http.StatusConflict).say(document(drop("schemas"))),
	},
	{
		"error-detail-as-object", "The detail of an error is an object",
		breaks{"RFC7644-3.12-01"},
		low, "", anyError.say(func(r *request, a *response) {
			document(change("detail", func(text any) any { return object{"message": text} }))(r, a)
		}),
	},
	{
		"error-with-phrase", "The status in an error has the words of HTTP behind the number",
		breaks{"RFC7644-3.12-02"},
		low, "", anyError.say(func(r *request, a *response) {
			document(set("status", strconv.Itoa(a.status)+" "+http.StatusText(a.status)))(r, a)
		}),
	},
	{
		"post-to-person-creates", "POST to a person creates another one",
		breaks{"RFC7644-3.2-i01"},
		high, "", on(http.MethodPost, user).when(not(func(r *request) bool { return r.id() == ".search" })).do(func(r *request) *response {
			return r.also(http.MethodPost, users, r.object())
		}),
	},
	{
		"put-to-people-creates", "PUT to all people creates somebody",
		breaks{"RFC7644-3.2-04"},
		high, "", on(http.MethodPut, users).do(func(r *request) *response { return r.also(http.MethodPost, users, r.object()) }),
	},
	{
		"resource-type-by-name-bare", "A resource type that is read by its name has no extensions",
		breaks{"RFC7644-4-i02"},
		low, "", on(http.MethodGet, oneType).say(resource(drop("schemaExtensions"))),
	},
	{
		"schema-by-uri-bare", "A schema that is read by its URI has fewer attributes than in the list",
		breaks{"RFC7644-4-i01"},
		low, "", on(http.MethodGet, schema).say(resource(elements("attributes", func(list []any) []any { return list[:len(list)/2] }))),
	},
	{
		"resource-type-location-wrong", "meta.location of a resource type leads nowhere",
		breaks{"RFC7643-3.1-17"},
		low, "", on(http.MethodGet, oneType).say(resource(text("meta/location", func(location string) string { return location + "s" }))),
	},
}
