package steps

import (
	"fmt"
	"slices"
	"time"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// waive turns known findings into waived ones. A waiver past its day does not
// count, and one under which everything passes fails the run (result.Finish).
func (r *run) waive(report *result.Run) {
	for _, waiver := range r.target.Waivers {
		if waiver.Expired(time.Now()) {
			report.Notes = append(report.Notes, fmt.Sprintf("the waiver of %s ended on %s", waiver.Requirement, waiver.Until.Format(time.DateOnly)))
			continue
		}
		if r.concerns(waiver) {
			report.Waivers = append(report.Waivers, waiverOf(waiver))
		}
		for i := range report.Scenarios {
			apply(waiver, &report.Scenarios[i])
		}
	}
}

// concerns tells whether everything under the waiver was selected: what did not run
// may still need it.
func (r *run) concerns(waiver target.Waiver) bool {
	under := r.under(waiver)
	return len(under) > 0 && !slices.ContainsFunc(under, func(s scenario) bool { return !r.selected[s.ID] })
}

// under are the scenarios that a waiver is about.
func (r *run) under(waiver target.Waiver) []scenario {
	var all []scenario
	for _, s := range r.scenarios {
		if s.requirement.ID == waiver.Requirement && (waiver.Scenario == "" || waiver.Scenario == s.ID) {
			all = append(all, s)
		}
	}
	return all
}

// checkWaivers refuses a waiver of nothing: it is misspelt, or long out of date.
func (r *run) checkWaivers() error {
	for _, waiver := range r.target.Waivers {
		if len(r.under(waiver)) == 0 {
			return problem.Usage("the waiver of %s is about no scenario", orElse(waiver.Scenario, waiver.Requirement)).
				Hint("scimproof list scenarios shows the id of every scenario and of its requirement")
		}
	}
	return nil
}

func waiverOf(waiver target.Waiver) result.Waiver {
	w := result.Waiver{Requirement: waiver.Requirement, Scenario: waiver.Scenario, Reason: waiver.Reason}
	if !waiver.Until.IsZero() {
		w.Until = waiver.Until.Format(time.DateOnly)
	}
	return w
}

func apply(waiver target.Waiver, s *result.Scenario) {
	if s.Requirement != waiver.Requirement || (waiver.Scenario != "" && waiver.Scenario != s.ID) {
		return
	}
	if s.Outcome == result.Fail || s.Outcome == result.Warn {
		s.Outcome, s.Reason = result.Waived, waiver.Reason
	}
}
