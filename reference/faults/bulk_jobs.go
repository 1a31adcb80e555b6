package faults

import (
	"net/http"
	"slices"
	"strings"
)

const (
	bulk         = "/Bulk"
	bulkRequest  = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
	bulkResponse = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
	bulkPrefix   = "bulkId:"
)

// jobs are bulk requests.
var jobs = on(http.MethodPost, bulk)

// jobOf are the operations of a bulk request.
func jobOf(r *request) []object {
	list, _ := r.object()["Operations"].([]any)
	return objects(list)
}

// resultsOf are what a bulk response says of them.
func resultsOf(a *response) []object { return resultsIn(a.object()) }

func resultsIn(whole object) []object {
	list, _ := whole["Operations"].([]any)
	return objects(list)
}

// which tells whether an operation, or its result, is concerned.
type which func(object) bool

func by(methods string) which {
	return func(one object) bool { return slices.Contains(strings.Fields(methods), textAt(one, "method")) }
}

func failure(one object) bool { return !success(one) }

func success(one object) bool { return strings.HasPrefix(textAt(one, "status"), "2") }

func (w which) and(other which) which {
	return func(one object) bool { return w(one) && other(one) }
}

// results edits those results of which the condition holds.
func results(concerned which, edits ...edit) saying {
	return document(change("Operations", func(list any) any {
		each(list, func(one object) {
			for _, e := range edits {
				if concerned(one) {
					e(one)
				}
			}
		})
		return list
	}))
}

// unreported leaves out those results of which the condition holds.
func unreported(concerned which) saying {
	return document(elements("Operations", func(list []any) []any {
		return slices.DeleteFunc(list, func(one any) bool {
			result, ok := one.(object)
			return ok && concerned(result)
		})
	}))
}

// anyResult holds if there is a result like that.
func anyResult(concerned which) func(*request, *response) bool {
	return func(_ *request, a *response) bool { return a.ok() && slices.ContainsFunc(resultsOf(a), concerned) }
}

// everyResult holds if there are results, and all are like that.
func everyResult(concerned which) func(*request, *response) bool {
	return func(_ *request, a *response) bool {
		all := resultsOf(a)
		return a.ok() && len(all) > 0 && !slices.ContainsFunc(all, func(one object) bool { return !concerned(one) })
	}
}

// job asks the tenant for a bulk request of these operations.
func (r *request) job(operations ...object) *response {
	list := make([]any, len(operations))
	for i, one := range operations {
		list[i] = one
	}
	return r.also(http.MethodPost, bulk, object{"schemas": []any{bulkRequest}, "Operations": list})
}

// reported is a bulk response of these results.
func reported(results []object) *response {
	list := make([]any, len(results))
	for i, one := range results {
		list[i] = one
	}
	return answer(http.StatusOK, object{"schemas": []any{bulkResponse}, "Operations": list})
}

// creation is who or what an operation of a job has made.
type creation struct{ bulkID, id string }

// runner does the operations of a job one at a time, each as a job of its own.
type runner struct {
	// prepare makes what is done in place of an operation, nil: the operation itself.
	prepare func(made []creation, one object) object
	// stops tells whether the job ends with those results, nil: it never does.
	stops func(limit int, results []object) bool
}

func (u runner) serve(r *request) *response {
	limit, _ := r.object()["failOnErrors"].(float64)
	var made []creation
	var done []object
	for _, one := range jobOf(r) {
		if u.prepare != nil {
			one = u.prepare(made, one)
		}
		a := r.job(one)
		if !a.ok() {
			return a
		}
		done = append(done, resultsOf(a)...)
		made = append(made, madeBy(resultsOf(a))...)
		if u.stops != nil && limit > 0 && u.stops(int(limit), done) {
			break
		}
	}
	return reported(done)
}

func madeBy(results []object) []creation {
	var made []creation
	for _, one := range results {
		if by(http.MethodPost)(one) && success(one) {
			made = append(made, creation{textAt(one, "bulkId"), idAtEnd(textAt(one, "location"))})
		}
	}
	return made
}

func idAtEnd(location string) string { return location[strings.LastIndexByte(location, '/')+1:] }

// stopping ends jobs that have a limit to errors by a rule of its own.
func stopping(stops func(limit int, results []object) bool) rule {
	return jobs.when(limited).do(runner{stops: stops}.serve)
}

// limited tells whether a job is to stop after so many errors.
func limited(r *request) bool { return r.object()["failOnErrors"] != nil }

// unlimitedJobs are those that go on whatever fails. What the tenant refuses as a whole
// is left to it.
var unlimitedJobs = jobs.when(not(limited), not(tooLarge), not(tooMany), func(r *request) bool { return len(jobOf(r)) > 0 })

func failures(results []object) int {
	return len(slices.DeleteFunc(slices.Clone(results), success))
}

// numbered is an operation, and where it stands in the request.
type numbered struct {
	index     int
	operation object
}

// reordered does the operations of a job in another order; the results are in that of
// the request.
func reordered(reorder func([]numbered)) rule {
	return unlimitedJobs.do(func(r *request) *response {
		var places []numbered
		for i, one := range jobOf(r) {
			places = append(places, numbered{i, one})
		}
		reorder(places)
		operations(func([]object) []object { return inThatOrder(places) })(r)
		a := r.forward()
		done := resultsOf(a)
		if len(done) != len(places) {
			return a
		}
		results := make([]object, len(places))
		for i, p := range places {
			results[p.index] = done[i]
		}
		return reported(results)
	})
}

func inThatOrder(places []numbered) []object {
	var all []object
	for _, p := range places {
		all = append(all, p.operation)
	}
	return all
}

// byMethod orders operations by their methods, those that are not named last.
func byMethod(methods ...string) func([]numbered) {
	rank := func(p numbered) int {
		if i := slices.Index(methods, textAt(p.operation, "method")); i >= 0 {
			return i
		}
		return len(methods)
	}
	return func(places []numbered) {
		slices.SortStableFunc(places, func(a, b numbered) int { return rank(a) - rank(b) })
	}
}

// undone are operations that are answered as if they had been done.
func undone(concerned which) rule {
	return unlimitedJobs.do(func(r *request) *response {
		skipped := make([]bool, len(jobOf(r)))
		for i, one := range jobOf(r) {
			skipped[i] = concerned(one)
		}
		if !slices.Contains(skipped, true) {
			return r.forward()
		}
		var results []object
		for i, one := range jobOf(r) {
			if skipped[i] {
				results = append(results, r.pretended(one))
				continue
			}
			a := r.job(one)
			if !a.ok() {
				return a
			}
			results = append(results, resultsOf(a)...)
		}
		return reported(results)
	})
}

// pretended is the result of a change that was not made.
func (r *request) pretended(one object) object {
	shown := r.also(http.MethodGet, textAt(one, "path"), nil)
	result := object{"method": one["method"], "location": at(shown.object(), "meta/location"), "status": "200"}
	if by(http.MethodDelete)(one) {
		result["status"] = "204"
	}
	return result
}

// discard deletes what a job has created, the last first.
func (r *request) discard(results []object) {
	for _, one := range slices.Backward(results) {
		if _, path, below := strings.Cut(textAt(one, "location"), base); below && by(http.MethodPost)(one) && success(one) {
			r.also(http.MethodDelete, path, nil)
		}
	}
}
