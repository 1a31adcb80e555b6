package steps

import (
	"fmt"
	"time"

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

// concerns tells whether a scenario under the waiver was selected at all: one of
// which nothing ran is not stale.
func (r *run) concerns(waiver target.Waiver) bool {
	for _, s := range r.scenarios {
		if r.selected[s.ID] && s.requirement.ID == waiver.Requirement && (waiver.Scenario == "" || waiver.Scenario == s.ID) {
			return true
		}
	}
	return false
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
