package faults

import (
	"net/http"
	"slices"
)

var bulkProcessing = []row{
	{
		"bulk-created-201", "A bulk job that only creates is answered 201",
		breaks{"RFC7644-3.7-12"},
		low, "",
		jobs.provided(everyResult(which(success).and(by(http.MethodPost)))).say(status(http.StatusCreated)),
	},
	{
		"bulk-partial-failure-207", "A bulk job of which a part fails is answered 207",
		breaks{"RFC7644-3.7-12"},
		low, "",
		jobs.provided(anyResult(success)).provided(anyResult(failure)).say(status(http.StatusMultiStatus)),
	},
	{
		"bulk-all-failed-400", "A bulk job of which every operation fails is answered 400",
		breaks{"RFC7644-3.7.3-i01"},
		low, "",
		jobs.provided(everyResult(failure)).say(refusal(http.StatusBadRequest, "", "every operation failed")),
	},
	{
		"bulk-unreadable-answered-200", "A bulk job that cannot be read is answered as one without operations",
		breaks{"RFC7644-3.7-13"},
		medium, "",
		jobs.when(unreadable).do(func(*request) *response { return reported(nil) }),
	},
	{
		"bulk-unreadable-500", "A bulk job that cannot be read is answered 500",
		breaks{"RFC7644-3.7-13"},
		low, "",
		jobs.when(unreadable).do(refuse(http.StatusInternalServerError, "", "unexpected end of input")),
	},
	{
		"bulk-stops-at-first-error", "Nothing is done after the first operation that fails",
		breaks{"RFC7644-3.7-14"},
		high, "",
		unlimitedJobs.ask(body(set("failOnErrors", 1))),
	},
	{
		"bulk-all-or-nothing", "What was created is deleted again where another operation fails",
		breaks{"RFC7644-3.7-14"},
		high, "",
		unlimitedJobs.provided(anyResult(failure)).say(func(r *request, a *response) { r.discard(resultsOf(a)) }),
	},
	{
		"bulk-skips-what-follows-a-deletion-of-nobody", "Nothing is done after a resource that is not found",
		breaks{"RFC7644-3.7-14"},
		high, "",
		unlimitedJobs.ask(body(set("failOnErrors", 1))).do(runner{stops: func(_ int, results []object) bool {
			return textAt(results[len(results)-1], "status") == "404"
		}}.serve),
	},
	{
		"bulk-create-not-stored", "A creation in bulk is answered 201 and stores nothing",
		breaks{"RFC7644-3.7.3-03"},
		critical, "https://github.com/simpleidserver/SimpleIdServer/issues/286",
		jobs.say(func(r *request, a *response) { r.discard(resultsOf(a)) }),
	},
	{
		"bulk-put-not-done", "A PUT in bulk is answered 200 and changes nothing",
		breaks{"RFC7644-3.7.3-03"},
		high, "", undone(by(http.MethodPut)),
	},
	{
		"bulk-patch-not-done", "A PATCH in bulk is answered 200 and changes nothing",
		breaks{"RFC7644-3.7.3-03"},
		high, "", undone(by(http.MethodPatch)),
	},
	{
		"bulk-delete-not-done", "A deletion in bulk is answered 204 and not done",
		breaks{"RFC7644-3.7.3-03"},
		critical, "", undone(by(http.MethodDelete)),
	},
	{
		"bulk-executed-backwards", "The last operation of a job is done first",
		breaks{"RFC7644-3.7-19"},
		high, "", reordered(slices.Reverse[[]numbered]),
	},
	{
		"bulk-creations-first", "What a job creates is created before anything else is done",
		breaks{"RFC7644-3.7-19"},
		medium, "", reordered(byMethod(http.MethodPost)),
	},
	{
		"bulk-deletions-first", "What a job deletes is deleted before anything else is done",
		breaks{"RFC7644-3.7-19"},
		medium, "", reordered(byMethod(http.MethodDelete)),
	},
	{
		"bulk-changes-merged", "Of several changes to one resource only the first is done",
		breaks{"RFC7644-3.7-19"},
		high, "", unlimitedJobs.do(func(r *request) *response {
			seen := map[string]bool{}
			return undone(func(one object) bool {
				known := seen[textAt(one, "path")]
				seen[textAt(one, "path")] = true
				return known && !by(http.MethodPost)(one)
			}).serve(r)
		}),
	},
	{
		"bulk-executed-twice", "Every job is done twice",
		breaks{"RFC7644-3.7-19"},
		high, "", jobs.say(func(r *request, _ *response) { r.forward() }),
	},
	{
		"bulk-method-guessed", "An operation without a method is taken for a POST",
		breaks{"RFC7644-3.7-03"},
		medium, "",
		jobs.ask(operations(func(all []object) []object {
			for _, one := range all {
				if one["method"] == nil {
					one["method"] = http.MethodPost
				}
			}
			return all
		})),
	},
	{
		"bulk-path-guessed", "An operation without a path is taken for one on people",
		breaks{"RFC7644-3.12-i15"},
		medium, "",
		jobs.ask(operations(func(all []object) []object {
			for _, one := range all {
				if one["path"] == nil {
					one["path"] = users
				}
			}
			return all
		})),
	},
	{
		"bulk-without-data-500", "An operation without data fails with 500",
		breaks{"RFC7644-3.12-i15"},
		low, "",
		jobs.say(func(r *request, a *response) {
			for _, one := range jobOf(r) {
				if one["data"] == nil && by(http.MethodPost)(one) {
					results(by(http.MethodPost), set("status", "500"), set("response/status", "500"))(r, a)
				}
			}
		}),
	},
	{
		"bulk-without-operations-200", "A job without operations is answered 200",
		breaks{"RFC7644-3.12-i15"},
		low, "",
		jobs.when(func(r *request) bool { return r.object() != nil && len(jobOf(r)) == 0 }).
			do(func(*request) *response { return reported(nil) }),
	},
	{
		"bulk-refusal-without-scimtype", "The refusal of a job without operations has no scimType",
		breaks{"RFC7644-3.12-i15"},
		low, "", jobs.answered(http.StatusBadRequest).say(document(drop("scimType"))),
	},
}

func unreadable(r *request) bool { return r.object() == nil }

var bulkStopping = []row{
	{
		"bulk-failonerrors-ignored", "failOnErrors is ignored",
		breaks{"RFC7644-3.7-i06"},
		high, "", jobs.ask(body(drop("failOnErrors"))),
	},
	{
		"bulk-failonerrors-far-too-late", "A job stops two errors late",
		breaks{"RFC7644-3.7-i06"},
		medium, "",
		stopping(func(limit int, results []object) bool { return failures(results) >= limit+2 }),
	},
	{
		"bulk-failonerrors-one-early", "A job stops one error early",
		breaks{"RFC7644-3.7-i06"},
		medium, "",
		stopping(func(limit int, results []object) bool { return failures(results) >= limit-1 }),
	},
	{
		"bulk-failonerrors-is-a-switch", "Whatever the number, a job with failOnErrors stops at the first error",
		breaks{"RFC7644-3.7-i06"},
		medium, "",
		jobs.when(limited).ask(body(set("failOnErrors", 1))),
	},
	{
		"bulk-failonerrors-counts-successes", "failOnErrors counts what was done as well",
		breaks{"RFC7644-3.7-i06"},
		medium, "",
		stopping(func(limit int, results []object) bool { return len(results) >= limit }),
	},
	{
		"bulk-failonerrors-forgets", "A success makes failOnErrors begin anew",
		breaks{"RFC7644-3.7-i06"},
		medium, "",
		stopping(func(limit int, results []object) bool {
			inARow := 0
			for _, one := range results {
				if inARow++; success(one) {
					inARow = 0
				}
			}
			return inARow >= limit
		}),
	},
	{
		"bulk-answer-repeats-failonerrors", "A bulk answer repeats failOnErrors",
		breaks{"RFC7644-3.7-i03"},
		low, "",
		jobs.when(limited).answered(http.StatusOK).say(func(r *request, a *response) {
			document(set("failOnErrors", r.object()["failOnErrors"]))(r, a)
		}),
	},
}

var bulkAnnouncing = []row{
	{
		"bulk-deletions-unsupported", "Bulk is announced, yet a job of deletions is answered 501",
		breaks{"RFC7644-3.7-i01"},
		medium, "",
		jobs.when(func(r *request) bool {
			return len(jobOf(r)) > 0 && !slices.ContainsFunc(jobOf(r), func(one object) bool { return !by(http.MethodDelete)(one) })
		}).do(refuse(http.StatusNotImplemented, "", "deletions in bulk")),
	},
	{
		"bulk-works-unannounced", "Bulk works although the configuration says that it is not supported",
		breaks{"RFC7644-3.7-i01"},
		low, "", withoutBulk,
	},
	{
		"bulk-unsupported-404", "Bulk is not supported, and not found",
		breaks{"RFC7644-3.12-i10"},
		low, "",
		together{withoutBulk, on("", bulk).do(refuse(http.StatusNotFound, "", "no such endpoint"))},
	},
}

// withoutBulk announces none.
var withoutBulk = on(http.MethodGet, config).say(document(set("bulk/supported", false)))
