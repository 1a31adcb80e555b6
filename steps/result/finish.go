package result

import (
	"cmp"
	"slices"
)

// tally counts outcomes; choice is the number of skips that are at the
// target's choice.
type tally struct {
	Counts
	choice int
}

func (t *tally) add(s *Scenario) {
	switch s.Outcome {
	case Pass:
		t.Pass++
	case Fail:
		t.Fail++
	case Warn:
		t.Warn++
	case Skip:
		t.Skip++
		if s.Optional {
			t.choice++
		}
	case Waived:
		t.Waived++
	case Observed:
		t.Observed++
	case Error:
		t.Error++
	default:
		// An outcome nobody knows is a bug of ours, and must not vanish.
		t.Invalid++
	}
}

func (t *tally) verdict() Verdict {
	switch {
	case t.Fail > 0:
		return Nonconformant
	case t.Error > 0 || t.Invalid > 0:
		return NotJudged
	case t.Pass+t.Warn+t.Waived == 0:
		return NotJudged
	case t.Skip > t.choice || t.Waived > 0 || t.Observed > 0:
		return Partial
	default:
		return Conformant
	}
}

// sort orders the scenarios as a reader of the features meets them, since
// they end in any order.
func (r *Run) sort() {
	slices.SortStableFunc(r.Scenarios, func(a, b Scenario) int {
		return cmp.Or(
			cmp.Compare(a.Feature, b.Feature),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Dialect, b.Dialect),
			cmp.Compare(a.ID, b.ID),
		)
	})
}

// fillEmpty makes empty lists of nil ones, which the contract promises.
func (r *Run) fillEmpty() {
	r.Dialects = orEmpty(r.Dialects)
	r.Connector.fillEmpty()
	r.Capabilities = orEmpty(r.Capabilities)
	r.Scenarios = orEmpty(r.Scenarios)
	for i := range r.Scenarios {
		s := &r.Scenarios[i]
		s.Tags = orEmpty(s.Tags)
		s.Mismatches = orEmpty(s.Mismatches)
		s.Exchanges = orEmpty(s.Exchanges)
	}
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// markStaleWaivers finds the waivers that nothing needs any more: the
// scenarios under them were judged, and each of them passed.
func (r *Run) markStaleWaivers() {
	for i := range r.Waivers {
		w := &r.Waivers[i]
		passed, other := 0, 0
		for j := range r.Scenarios {
			switch s := &r.Scenarios[j]; {
			case !w.covers(s):
			case s.Outcome == Pass:
				passed++
			default:
				other++
			}
		}
		w.Stale = passed > 0 && other == 0
	}
}

func (w *Waiver) covers(s *Scenario) bool {
	return s.Requirement == w.Requirement && (w.Scenario == "" || w.Scenario == s.ID) && (w.Dialect == "" || w.Dialect == s.Dialect)
}
