package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

// bulkResult is what a bulk answer says of one operation; its value is nil where it
// says nothing.
type bulkResult struct {
	path  string
	value oracle.Object
}

func (r bulkResult) shown() string {
	if r.value == nil {
		return "no result"
	}
	return oracle.Text(r.value)
}

// withBulkResult does something with the result of one operation.
func withBulkResult(ctx context.Context, which string, do func(*World, bulkResult) error) error {
	w := worldOf(ctx)
	r, err := w.bulkResult(which)
	if err != nil {
		return err
	}
	a := w.bulk.answer
	switch {
	case r.value != nil:
		return do(w, r)
	case !a.is(http.StatusOK):
		return w.judge(a.statusMismatch(http.StatusOK)...)
	case a.err != nil:
		return w.judge(result.Mismatch{Path: "body", Want: "a BulkResponse", Got: a.err.Error()})
	default:
		return w.judgeThat(false, r.path, "a result", absent)
	}
}

// bulkResult finds the result of the operation with a bulkId, or with a method and a
// path. A job that was refused as a whole refuses each of its operations.
func (w *World) bulkResult(which string) (bulkResult, error) {
	if w.bulk == nil {
		return bulkResult{}, mistakef("no bulk operation was sent before this step")
	}
	if w.bulk.answer == nil {
		return bulkResult{}, unjudgedf("the bulk request was not answered")
	}
	method, place, byPlace := strings.Cut(which, " ")
	found := bulkResult{path: fmt.Sprintf("Operations[bulkId eq %q]", which)}
	if byPlace {
		found.path = fmt.Sprintf("Operations[method eq %q]", method)
	}
	if refused := w.bulk.refused(); refused != nil {
		found.value = refused
		return found, nil
	}
	if !byPlace {
		found.value, _ = w.bulk.byBulkID(which)
		return found, nil
	}
	place, err := w.expandWith(place, url.PathEscape)
	found.value = w.byPlace(method, place)
	return found, err
}

// refused is the result that a refusal of the whole job stands for, or nil.
func (j *bulkJob) refused() oracle.Object {
	a := j.answer
	if a.Status < http.StatusBadRequest || a.err != nil {
		return nil
	}
	return oracle.Object{"status": strconv.Itoa(a.Status), "response": a.value}
}

// results are what the answer says of the operations.
func (j *bulkJob) results() []oracle.Object {
	if j.answer == nil {
		return nil
	}
	var all []oracle.Object
	for _, element := range flat(oracle.Lookup(j.answer.value, "Operations")) {
		if object, ok := element.(oracle.Object); ok {
			all = append(all, object)
		}
	}
	return all
}

// byBulkID finds a result by its bulkId. The only result of an only operation needs
// none to be told apart.
func (j *bulkJob) byBulkID(id string) (oracle.Object, bool) {
	results := j.results()
	for _, r := range results {
		if got, ok := oracle.FirstString(r, "bulkId"); ok && got == id && id != "" {
			return r, true
		}
	}
	if len(j.operations) == 1 && len(results) == 1 && len(oracle.Lookup(results[0], "bulkId")) == 0 {
		return results[0], true
	}
	return nil, false
}

// byPlace finds a result by method and location; a result without a location is the
// one if no other has its method. The only result of the only operation with a method is
// its result wherever it says that it is: the location is judged by scenarios of its own.
func (w *World) byPlace(method, place string) oracle.Object {
	if only := w.bulk.onlyBy(method); only != nil {
		return only
	}
	var nowhere []oracle.Object
	for _, r := range w.bulk.results() {
		if got, _ := oracle.FirstString(r, "method"); !strings.EqualFold(got, method) {
			continue
		}
		location, ok := oracle.FirstString(r, "location")
		if !ok {
			nowhere = append(nowhere, r)
			continue
		}
		if target, err := w.resolve(location); err == nil && strings.HasSuffix(target.EscapedPath(), place) {
			return r
		}
	}
	if len(nowhere) == 1 {
		return nowhere[0]
	}
	return nil
}

// onlyBy is the one result by a method of a job with one operation by it, or nil.
func (j *bulkJob) onlyBy(method string) oracle.Object {
	by := func(o oracle.Object) bool {
		got, _ := oracle.FirstString(o, "method")
		return strings.EqualFold(got, method)
	}
	results := slices.DeleteFunc(j.results(), func(o oracle.Object) bool { return !by(o) })
	operations := slices.DeleteFunc(slices.Clone(j.operations), func(o bulkOperation) bool { return !strings.EqualFold(o.method, method) })
	if len(results) != 1 || len(operations) != 1 {
		return nil
	}
	return results[0]
}

// statusIn is the status of a result: a text, or in other forms that are seen and
// worth a warning; 0 where there is none.
func statusIn(r oracle.Object) (int, []result.Mismatch) {
	for _, value := range oracle.Lookup(r, "status") {
		switch value := value.(type) {
		case string:
			return number(value), nil
		case oracle.Number:
			return number(string(value)), []result.Mismatch{otherStatus(value)}
		case oracle.Object:
			code := fmt.Sprint(append(oracle.Lookup(value, "code"), "")[0])
			return number(code), []result.Mismatch{otherStatus(value)}
		}
	}
	return 0, nil
}

func number(text string) int {
	status, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return status
}

func otherStatus(got any) result.Mismatch {
	return result.Mismatch{Path: "Operations.status", Want: "the status as a text", Got: oracle.Text(got), Warn: true}
}
