package steps

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// deviate turns the findings that the target's profile foretells into waived ones. What it foretells and was not found is
// noted, and fails nothing: whoever runs a profile has not written it.
func (r *run) deviate(report *result.Run) {
	for _, d := range r.target.Deviations {
		var unseen []string
		for _, meant := range d.Requirements {
			if r.wasNotSeen(meant, report.Scenarios) {
				unseen = append(unseen, meant)
			}
		}
		if len(unseen) > 0 {
			report.Notes = append(report.Notes, fmt.Sprintf("the profile %s says that the target deviates from %s (%s; %s), and the target did not",
				r.target.Profile, enumerated(unseen), d.Reason, d.Source))
		}
		for i := range report.Scenarios {
			foretold(d, &report.Scenarios[i])
		}
	}
}

// enumerated names the first few.
func enumerated(ids []string) string {
	const few = 3
	if len(ids) <= few+1 {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:few], ", "), len(ids)-few)
}

func foretold(d target.Deviation, s *result.Scenario) {
	if !deviates(s) {
		return
	}
	for _, meant := range d.Requirements {
		if target.Means(meant, s.Requirement, s.ID) {
			s.Outcome, s.Reason = result.Waived, fmt.Sprintf("%s (%s)", d.Reason, d.Source)
		}
	}
}

// deviates tells whether there is something to foretell. A product that does not take what a scenario begins with says so
// by an answer of its own, a refusal or a state that is another; what was no answer, or is its failure, stays an error.
func deviates(s *result.Scenario) bool {
	if s.Outcome != result.Error {
		return s.Outcome == result.Fail || s.Outcome == result.Warn
	}
	last := s.DecisiveExchange()
	return last != nil && last.Error == "" && last.Status >= http.StatusOK && last.Status < http.StatusInternalServerError && last.Status != http.StatusTooManyRequests
}

// wasNotSeen tells whether everything that an entry means was judged, and passed in every dialect.
func (r *run) wasNotSeen(meant string, judged []result.Scenario) bool {
	passed := map[string]bool{}
	for _, s := range judged {
		before, known := passed[s.ID]
		passed[s.ID] = s.Outcome == result.Pass && (before || !known)
	}
	for _, s := range r.scenarios {
		if target.Means(meant, s.requirement.ID, s.ID) && !passed[s.ID] {
			return false
		}
	}
	return true
}

// checkDeviations refuses a deviation from nothing: it is misspelt, or long out of date.
func (r *run) checkDeviations() error {
	for _, d := range r.target.Deviations {
		for _, meant := range d.Requirements {
			if !r.hasScenario(meant) {
				return problem.Usage("%s, from which the profile %s deviates, is about no scenario", meant, r.target.Profile).
					Hint("scimproof list scenarios shows the id of every scenario and of its requirement")
			}
		}
	}
	return nil
}
