package steps

import (
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// observe takes the judgement back where nobody promises what was judged: what was seen stays. What was skipped was not
// seen, and our own bugs are nobody else's.
func (r *run) observe(report *result.Run) {
	for i := range report.Scenarios {
		s := &report.Scenarios[i]
		for _, o := range r.target.Observed {
			if o.Covers(s.Requirement, s.ID) && judged(s.Outcome) {
				s.Observed = &result.Observation{Outcome: s.Outcome, Reason: s.Reason}
				s.Outcome, s.Reason = result.Observed, o.Reason
			}
		}
	}
}

func judged(o result.Outcome) bool {
	return o == result.Pass || o == result.Warn || o == result.Fail || o == result.Error
}

// checkObserved refuses to observe nothing: it is misspelt, or long out of date.
func (r *run) checkObserved() error {
	for _, o := range r.target.Observed {
		for _, meant := range o.Requirements {
			if !r.hasScenario(meant) {
				return problem.Usage("%s, which is only to be observed, is about no scenario", meant).
					Hint("scimproof list scenarios shows the id of every scenario and of its requirement")
			}
		}
	}
	return nil
}

func (r *run) hasScenario(meant string) bool {
	for _, s := range r.scenarios {
		if target.Means(meant, s.requirement.ID, s.ID) {
			return true
		}
	}
	return false
}
