package faults

import (
	"cmp"
	"net/http"
	"slices"
)

// The limits of bulk jobs, as the configuration calls them.
const (
	maxOperations = "maxOperations"
	maxPayload    = "maxPayloadSize"
)

// announcesLimits changes what the configuration says of bulk.
func announcesLimits(e edit) rule { return on(http.MethodGet, config).say(document(e)) }

// bulkLimit is one that the tenant announces.
func (r *request) bulkLimit(name string) int {
	limit, _ := at(r.also(http.MethodGet, config, nil).object(), "bulk/"+name).(float64)
	return int(limit)
}

// tooMany and tooLarge tell which of the limits a job is beyond.
func tooMany(r *request) bool { return len(jobOf(r)) > r.bulkLimit(maxOperations) }

func tooLarge(r *request) bool { return len(r.body) > r.bulkLimit(maxPayload) }

var bulkLimits = slices.Concat(
	unlimited(maxOperations),
	unlimited(maxPayload),
	[]row{
		{
			"bulk-max-operations-ignored", "More operations than the configuration allows are done",
			breaks{"RFC7644-3.7.4-03", "RFC7644-3.12-i09"},
			medium, "",
			jobs.when(tooMany).do(func(r *request) *response {
				var done []object
				for some := range slices.Chunk(jobOf(r), cmp.Or(r.bulkLimit(maxOperations), 1)) {
					done = append(done, resultsOf(r.job(some...))...)
				}
				return reported(done)
			}),
		},
		{
			"bulk-max-operations-cut", "Of too many operations those that are too many are left out in silence",
			breaks{"RFC7644-3.7.4-03", "RFC7644-3.12-i09"},
			high, "",
			jobs.when(tooMany).ask(func(r *request) {
				most := r.bulkLimit(maxOperations)
				operations(func(all []object) []object { return all[:most] })(r)
			}),
		},
		{
			"bulk-max-operations-500", "Too many operations are answered 500",
			breaks{"RFC7644-3.7.4-03", "RFC7644-3.12-i09"},
			medium, "",
			jobs.when(tooMany).do(refuse(http.StatusInternalServerError, "", "time limit exceeded")),
		},
		{
			"bulk-max-operations-400", "Too many operations are answered 400 tooMany",
			breaks{"RFC7644-3.12-i09"},
			low, "",
			jobs.when(tooMany).say(refusal(http.StatusBadRequest, "tooMany", "too many operations")),
		},
		{
			"bulk-max-operations-unnamed", "The refusal of too many operations does not name the limit",
			breaks{"RFC7644-3.7.4-04"},
			low, "",
			jobs.when(tooMany).say(refusal(http.StatusRequestEntityTooLarge, "", "request entity too large")),
		},
		{
			"bulk-max-payload-counts-no-blanks", "What is blank in a body does not count for its size",
			breaks{"RFC7644-3.7.4-03", "RFC7644-3.12-i09"},
			low, "",
			jobs.when(tooLarge).ask(func(r *request) { r.put(r.object()) }),
		},
		{
			"bulk-max-payload-500", "Too large a body is answered 500",
			breaks{"RFC7644-3.7.4-03", "RFC7644-3.12-i09"},
			medium, "",
			jobs.when(tooLarge).do(refuse(http.StatusInternalServerError, "", "the body is larger than the buffer")),
		},
		{
			"bulk-max-payload-400", "Too large a body is answered 400",
			breaks{"RFC7644-3.12-i09"},
			low, "",
			jobs.when(tooLarge).do(refuse(http.StatusBadRequest, "invalidSyntax", "the payload is too large")),
		},
		{
			"bulk-max-payload-unnamed", "The refusal of too large a body does not name the limit",
			breaks{"RFC7644-3.7.4-04"},
			low, "",
			jobs.when(tooLarge).do(refuse(http.StatusRequestEntityTooLarge, "", "this is too much")),
		},
	},
)

// unlimited are the ways to announce a limit that is none.
func unlimited(name string) []row {
	path, slug := "bulk/"+name, map[string]string{maxOperations: "max-operations", maxPayload: "max-payload"}[name]
	made := func(id, title string, e edit) row {
		return row{"bulk-" + slug + "-" + id, name + " " + title, breaks{"RFC7644-3.7.4-01"}, low, "", announcesLimits(e)}
	}
	return []row{
		made("missing", "is not announced", drop(path)),
		made("zero", "is 0, for no limit", set(path, 0)),
		made("negative", "is -1, for no limit", set(path, -1)),
		made("text", "is a text", set(path, "unlimited")),
	}
}
