package faults

import (
	"net/http"
	"strings"
)

// resulting edits the results of bulk jobs of which the condition holds.
func resulting(concerned which, edits ...edit) rule { return jobs.say(results(concerned, edits...)) }

// all concerns every operation and every result.
func all(object) bool { return true }

// failureOf concerns the failures of a method.
func failureOf(method string) which {
	return func(one object) bool { return failure(one) && one["method"] == method }
}

// restated gives a result another status, in its body as well.
func restated(code string) edit {
	return func(one object) {
		one["status"] = code
		set("response/status", code)(one)
	}
}

var bulkResults = []row{
	{
		"bulk-answer-without-schemas", "A bulk answer names no schema",
		breaks{"RFC7644-3.7-i02", "RFC7644-8.2-i01"},
		low, "", jobs.answered(http.StatusOK).say(document(drop("schemas"))),
	},
	{
		"bulk-answer-names-request", "A bulk answer calls itself a bulk request",
		breaks{"RFC7644-3.7-i02", "RFC7644-8.2-i01"},
		low, "", jobs.answered(http.StatusOK).say(document(set("schemas", []any{bulkRequest}))),
	},
	{
		"bulk-answer-names-list", "A bulk answer calls itself a list as well",
		breaks{"RFC7644-8.2-i01"},
		low, "", jobs.answered(http.StatusOK).say(document(set("schemas", []any{bulkResponse, listURN}))),
	},
	{
		"bulk-deletions-without-operations", "The answer to a job that only deletes has no Operations",
		breaks{"RFC7644-3.7-02"},
		low, "",
		jobs.provided(everyResult(by(http.MethodDelete))).say(document(drop("Operations"))),
	},
	{
		"bulk-result-without-method", "A result does not say its method",
		breaks{"RFC7644-3.7-03"},
		low, "", resulting(all, drop("method")),
	},
	{
		"bulk-result-method-of-the-job", "Every result has the method POST, that of the job",
		breaks{"RFC7644-3.7-03"},
		medium, "", resulting(all, set("method", http.MethodPost)),
	},
	{
		"bulk-result-without-bulkid", "The result of a creation does not have the bulkId of its operation",
		breaks{"RFC7644-3.7-17"},
		high, "", resulting(which(success).and(by(http.MethodPost)), drop("bulkId")),
	},
	{
		"bulk-result-bulkid-prefixed", "A result has the bulkId in the form of a reference",
		breaks{"RFC7644-3.7-17"},
		medium, "", resulting(all, text("bulkId", func(id string) string { return bulkPrefix + id })),
	},
	{
		"bulk-result-bulkids-crossed", "Results have the bulkIds of each other's operations",
		breaks{"RFC7644-3.7-17"},
		high, "", jobs.provided(everyResult(by(http.MethodPost))).say(func(_ *request, a *response) {
			ids, next := []any{}, 0
			for _, one := range resultsOf(a) {
				ids = append(ids, one["bulkId"])
			}
			results(all, func(one object) {
				next++
				one["bulkId"] = ids[len(ids)-next]
			})(nil, a)
		}),
	},
	{
		"bulk-create-without-location", "The result of a creation does not say where the resource is",
		breaks{"RFC7644-3.7-08"},
		high, "", resulting(which(success).and(by(http.MethodPost)), drop("location")),
	},
	{
		"bulk-put-without-location", "The result of a replacement does not say where the resource is",
		breaks{"RFC7644-3.7-08"},
		low, "", resulting(which(success).and(by(http.MethodPut)), drop("location")),
	},
	{
		"bulk-delete-without-location", "The result of a deletion does not say where the resource was",
		breaks{"RFC7644-3.7-08"},
		low, "", resulting(which(success).and(by(http.MethodDelete)), drop("location")),
	},
	{
		"bulk-location-of-the-type", "The location of a creation is that of its resource type",
		breaks{"RFC7644-3.7-08"},
		high, "", resulting(which(success).and(by(http.MethodPost)), text("location", withoutLastSegment)),
	},
	{
		"bulk-put-location-of-the-type", "The location of a replacement is that of its resource type",
		breaks{"RFC7644-3.7-08"},
		low, "", resulting(which(success).and(by(http.MethodPut)), text("location", withoutLastSegment)),
	},
	{
		"bulk-delete-location-of-the-job", "The location of a deletion is that of the job",
		breaks{"RFC7644-3.7-08"},
		low, "", resulting(which(success).and(by(http.MethodDelete)), text("location", func(location string) string {
			before, _, _ := strings.Cut(location, base)
			return before + base + bulk
		})),
	},
	{
		"bulk-failure-without-location", "A failed operation on a resource does not say where it is",
		breaks{"RFC7644-3.7.3-02"},
		low, "", resulting(which(failure).and(by("PUT PATCH DELETE")), drop("location")),
	},
	{
		"bulk-failure-location-of-the-type", "A failed replacement has the location of the resource type",
		breaks{"RFC7644-3.7.3-02"},
		low, "", resulting(which(failure).and(by("PUT PATCH")), text("location", withoutLastSegment)),
	},
	{
		"bulk-failure-without-response", "A failed operation comes without the answer to it",
		breaks{"RFC7644-3.7-09", "RFC7644-3.7-11", "RFC7644-3.7.3-04"},
		medium, "", resulting(failure, drop("response")),
	},
	{
		"bulk-failed-put-without-response", "A replacement that failed comes without the answer to it",
		breaks{"RFC7644-3.7-09"},
		medium, "", resulting(failureOf(http.MethodPut), drop("response")),
	},
	{
		"bulk-failed-patch-without-response", "A change that failed comes without the answer to it",
		breaks{"RFC7644-3.7-09"},
		medium, "", resulting(failureOf(http.MethodPatch), drop("response")),
	},
	{
		"bulk-failed-delete-without-response", "A deletion that failed comes without the answer to it",
		breaks{"RFC7644-3.7-09"},
		medium, "", resulting(failureOf(http.MethodDelete), drop("response")),
	},
	{
		"bulk-failure-response-null", "The answer to a failed operation is null",
		breaks{"RFC7644-3.7-09", "RFC7644-3.7-11", "RFC7644-3.7.3-04"},
		medium, "", resulting(failure, set("response", nil)),
	},
	{
		"bulk-failure-response-is-text", "The answer to a failed operation is JSON within a text",
		breaks{"RFC7644-3.7-11"},
		low, "https://github.com/wso2/product-is/issues/16110",
		resulting(failure, change("response", func(value any) any { return string(encode(value)) })),
	},
	{
		"bulk-failure-response-without-schemas", "The answer to a failed operation names no schema",
		breaks{"RFC7644-3.7-11"},
		low, "", resulting(failure, drop("response/schemas")),
	},
	{
		"bulk-failure-response-without-status", "The answer to a failed operation has no status",
		breaks{"RFC7644-3.7-11"},
		low, "", resulting(failure, drop("response/status")),
	},
	{
		"bulk-failure-response-other-status", "The answer to a failed operation has the status of the job",
		breaks{"RFC7644-3.7-11"},
		low, "", resulting(failure, set("response/status", "200")),
	},
	{
		"bulk-failure-unexplained", "A failed operation is not explained",
		breaks{"RFC7644-3.7.3-04"},
		low, "", resulting(failure, drop("response/detail")),
	},
	{
		"bulk-failure-explained-by-nothing", "The explanation of a failed operation is empty",
		breaks{"RFC7644-3.7.3-04"},
		low, "", resulting(failure, set("response/detail", "")),
	},
	{
		"bulk-result-of-deletion-missing", "A deletion that was done has no result",
		breaks{"RFC7644-3.7.3-01"},
		medium, "", jobs.say(unreported(which(success).and(by(http.MethodDelete)))),
	},
	{
		"bulk-result-of-nobody-missing", "An operation on a resource that does not exist has no result",
		breaks{"RFC7644-3.7.3-01"},
		medium, "", jobs.say(unreported(func(one object) bool { return one["status"] == "404" })),
	},
	{
		"bulk-result-of-conflict-missing", "An operation that is in conflict has no result",
		breaks{"RFC7644-3.7.3-01"},
		medium, "", jobs.say(unreported(func(one object) bool { return one["status"] == "409" })),
	},
	{
		"bulk-create-status-200", "A creation in bulk has the status 200",
		breaks{"RFC7644-3.7.3-03"},
		low, "", resulting(which(success).and(by(http.MethodPost)), set("status", "200")),
	},
	{
		"bulk-put-status-201", "A replacement in bulk has the status 201",
		breaks{"RFC7644-3.7.3-03"},
		low, "", resulting(which(success).and(by(http.MethodPut)), set("status", "201")),
	},
	{
		"bulk-patch-status-202", "A PATCH in bulk has the status 202",
		breaks{"RFC7644-3.7.3-03"},
		low, "", resulting(which(success).and(by(http.MethodPatch)), set("status", "202")),
	},
	{
		"bulk-delete-status-200", "A deletion in bulk has the status 200",
		breaks{"RFC7644-3.7.3-03"},
		low, "", resulting(which(success).and(by(http.MethodDelete)), set("status", "200")),
	},
	{
		"bulk-delete-without-status", "A deletion in bulk has no status",
		breaks{"RFC7644-3.7.3-03"},
		medium, "", resulting(which(success).and(by(http.MethodDelete)), drop("status")),
	},
	{
		"bulk-not-found-status-400", "An operation on nobody has the status 400",
		breaks{"RFC7644-3.7.3-03"},
		low, "", resulting(func(one object) bool { return one["status"] == "404" }, restated("400")),
	},
	{
		"bulk-invalid-status-500", "An operation with data that are not valid has the status 500",
		breaks{"RFC7644-3.7.3-03"},
		medium, "", resulting(func(one object) bool { return one["status"] == "400" }, restated("500")),
	},
	{
		"bulk-conflict-status-500", "An operation that is in conflict has the status 500",
		breaks{"RFC7644-3.7.3-03"},
		medium, "", resulting(func(one object) bool { return one["status"] == "409" }, restated("500")),
	},
}

func withoutLastSegment(location string) string {
	return location[:max(0, strings.LastIndexByte(location, '/'))]
}
