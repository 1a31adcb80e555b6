package result

import (
	"fmt"
	"slices"
	"time"
)

// Merge makes one run of several parts of the suite against the same target, as a CI job
// runs them side by side. The error names what does not belong together: another target, or
// a scenario that is in two of them.
func Merge(runs ...*Run) (*Run, error) {
	if len(runs) == 0 {
		return nil, fmt.Errorf("there is nothing to merge")
	}
	whole := *runs[0]
	whole.Scenarios, whole.Capabilities, whole.Waivers = nil, nil, nil
	whole.Dialects, whole.DialectVerdicts, whole.LeftBehind, whole.Notes = nil, nil, nil, nil
	whole.Interrupted, whole.Removed, whole.Summary = false, 0, Summary{}
	seen := map[[2]string]bool{}
	for i, run := range runs {
		if run.Target != whole.Target {
			return nil, fmt.Errorf("the targets differ: %s (%s) and %s (%s)", whole.Target.Name, whole.Target.URL, run.Target.Name, run.Target.URL)
		}
		for _, s := range run.Scenarios {
			key := [2]string{s.ID, s.Dialect}
			if seen[key] {
				return nil, fmt.Errorf("the scenario %s is in two of them, each in the dialect %s", s.ID, s.Dialect)
			}
			seen[key] = true
		}
		whole.take(run, i == 0)
	}
	whole.Finish()
	return &whole, nil
}

// take adds one of the runs.
func (r *Run) take(part *Run, first bool) {
	begin, end := part.StartedAt, ended(part)
	if !first {
		if begin.After(r.StartedAt) {
			begin = r.StartedAt
		}
		if before := ended(r); before.After(end) {
			end = before
		}
	}
	r.StartedAt, r.DurationMs = begin, float64(end.Sub(begin).Microseconds())/1000
	if part.Selection != "" && part.Selection != r.Selection {
		r.Selection += ", " + part.Selection
	}
	if part.Selection == "" {
		r.Selection = ""
	}
	r.Scenarios = append(r.Scenarios, part.Scenarios...)
	r.Dialects = union(r.Dialects, part.Dialects)
	for _, d := range part.DialectVerdicts {
		// What is counted is counted anew, by Finish.
		r.DialectVerdicts = union(r.DialectVerdicts, []DialectVerdict{{ID: d.ID, Title: d.Title, Confidence: d.Confidence}})
	}
	r.Capabilities = union(r.Capabilities, part.Capabilities)
	for _, w := range part.Waivers {
		w.Stale = false
		r.Waivers = union(r.Waivers, []Waiver{w})
	}
	r.LeftBehind = append(r.LeftBehind, part.LeftBehind...)
	r.Notes = union(r.Notes, part.Notes)
	r.Interrupted = r.Interrupted || part.Interrupted
	r.Removed += part.Removed
	r.Summary.Requests += part.Summary.Requests
}

func ended(r *Run) time.Time {
	return r.StartedAt.Add(time.Duration(r.DurationMs * float64(time.Millisecond)))
}

// union is the first list with what only the second has.
func union[T comparable](a, b []T) []T {
	for _, one := range b {
		if !slices.Contains(a, one) {
			a = append(a, one)
		}
	}
	return a
}
