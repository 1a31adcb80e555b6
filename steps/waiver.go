package steps

import (
	"fmt"
	"slices"
	"time"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// waive turns known findings into waived ones. A waiver past its day does not
// count, and one under which everything passes fails the run (result.Finish).
func (r *run) waive(report *result.Run) {
	for _, waiver := range r.waivers() {
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

// waivers are those of the target, and those of the connector that sends to it.
func (r *run) waivers() []target.Waiver {
	if r.sending == nil {
		return r.target.Waivers
	}
	return slices.Concat(r.target.Waivers, r.sending.Waivers)
}

// concerns tells whether everything under the waiver was selected: what did not run
// may still need it.
func (r *run) concerns(waiver target.Waiver) bool {
	under := r.under(waiver)
	return len(under) > 0 && !slices.ContainsFunc(under, func(s scenario) bool {
		return !r.selected[s.ID] || (waiver.Dialect != "" && !r.isTold(s, waiver.Dialect))
	})
}

func (r *run) isTold(s scenario, dialect string) bool {
	_, told := r.tells(s, dialect)
	return told
}

// under are the scenarios that a waiver is about.
func (r *run) under(waiver target.Waiver) []scenario {
	var all []scenario
	for _, s := range r.scenarios {
		if s.requirement.ID == waiver.Requirement && (waiver.Scenario == "" || waiver.Scenario == s.ID) && s.mayBeToldIn(waiver.Dialect) {
			all = append(all, s)
		}
	}
	return all
}

// checkWaivers refuses a waiver of nothing: it is misspelt, or long out of date.
func (r *run) checkWaivers() error {
	for _, waiver := range r.waivers() {
		if err := r.checkWaived(waiver.Dialect); err != nil {
			return err
		}
		if len(r.under(waiver)) == 0 {
			return problem.Usage("the waiver of %s is about no scenario", orElse(waiver.Scenario, waiver.Requirement)).
				Hint("scimproof list scenarios shows the id of every scenario and of its requirement")
		}
	}
	return nil
}

// mayBeToldIn tells whether there can be a finding of the scenario in a dialect; "" is any.
func (s scenario) mayBeToldIn(dialect string) bool {
	return dialect == "" || dialect == provision.RFC || s.isBeyond() || result.Retold(s.Tags)
}

// checkWaived refuses a waiver of a dialect whose name is a slip. One that is neither bundled nor
// chosen may be somebody's own.
func (r *run) checkWaived(dialect string) error {
	known := append(provision.Names(), r.dialectNames()...)
	if dialect == "" || slices.Contains(known, dialect) {
		return nil
	}
	if meant := yamlfile.Closest(dialect, known); meant != "" {
		return problem.Usage("a waiver is about the dialect %q, which there is not", dialect).Hint("did you mean `dialect: %s`?", meant)
	}
	return nil
}

func waiverOf(waiver target.Waiver) result.Waiver {
	w := result.Waiver{Requirement: waiver.Requirement, Scenario: waiver.Scenario, Dialect: waiver.Dialect, Reason: waiver.Reason}
	if !waiver.Until.IsZero() {
		w.Until = waiver.Until.Format(time.DateOnly)
	}
	return w
}

func apply(waiver target.Waiver, s *result.Scenario) {
	if s.Requirement != waiver.Requirement || (waiver.Scenario != "" && waiver.Scenario != s.ID) || (waiver.Dialect != "" && waiver.Dialect != s.Dialect) {
		return
	}
	if s.Outcome == result.Fail || s.Outcome == result.Warn {
		s.Outcome, s.Reason = result.Waived, waiver.Reason
	}
}
