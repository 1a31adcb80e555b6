package result

import (
	"slices"
	"strings"
)

// Verdict is the judgement on a target, as a whole or by one rule set.
type Verdict string

// The verdicts.
const (
	// Conformant: everything was judged, and nothing failed.
	Conformant Verdict = "conformant"
	// Partial: nothing failed, but something was skipped that is not at the
	// target's choice, fails under a waiver, or was only observed.
	Partial Verdict = "partial"
	// Nonconformant: at least one requirement failed.
	Nonconformant Verdict = "nonconformant"
	// NotJudged: nothing failed, but something could not be judged, or
	// nothing was.
	NotJudged Verdict = "not-judged"
)

// Counts are numbers of scenarios by outcome.
type Counts struct {
	Pass   int `json:"pass"`
	Fail   int `json:"fail"`
	Warn   int `json:"warn"`
	Skip   int `json:"skip"`
	Waived int `json:"waived"`
	// Observed is left out where there are none.
	Observed int `json:"observed,omitzero"`
	Error    int `json:"error"`
	Invalid  int `json:"invalid"`
}

// RuleSet is the verdict by one body of rules.
type RuleSet struct {
	// ID is rfc7643, rfc7644, rfc9865, lifecycle, security or connector; or dialect-NAME, of
	// what was told in the dialect NAME.
	ID      string  `json:"id"`
	Verdict Verdict `json:"verdict"`
	Counts
}

// Summary counts the whole run. Requests is the number of HTTP requests.
type Summary struct {
	Scenarios int `json:"scenarios"`
	Counts
	Requests int `json:"requests"`
}

// ruleSets are the rule sets in the order of the report, each with the
// prefix of the ids of its requirements.
var ruleSets = []struct{ id, prefix string }{
	{"rfc7643", "RFC7643-"},
	{"rfc7644", "RFC7644-"},
	{"rfc9865", "RFC9865-"},
	{"lifecycle", "LIFECYCLE-"},
	{"security", "SECURITY-"},
	{"connector", "CONNECTOR-"},
}

// RuleSetOf returns the id of the rule set that the requirement belongs to,
// or "" where its id has no known prefix.
func RuleSetOf(requirement string) string {
	for _, set := range ruleSets {
		if strings.HasPrefix(requirement, set.prefix) {
			return set.id
		}
	}
	return ""
}

func ruleSetIDs() []string {
	ids := make([]string, len(ruleSets))
	for i, set := range ruleSets {
		ids[i] = set.id
	}
	return ids
}

// Finish computes the summary, the rule sets, the verdicts of the dialects, the stale waivers and the
// verdict from the scenarios, and puts the scenarios in a stable order
// (feature, line, dialect). Call it once, at the end of the run; a second
// call changes nothing. Requests is the sum of the recorded exchanges unless
// the caller has set a larger number (requests outside scenarios).
func (r *Run) Finish() {
	r.SchemaVersion = SchemaVersion
	r.sort()
	r.fillEmpty()
	tallies := map[string]*tally{}
	var all tally
	requests := 0
	for i := range r.Scenarios {
		s := &r.Scenarios[i]
		requests += len(s.Exchanges)
		all.add(s)
		id := s.RuleSet()
		if tallies[id] == nil {
			tallies[id] = &tally{}
		}
		tallies[id].add(s)
	}
	r.Summary = Summary{Scenarios: len(r.Scenarios), Counts: all.Counts, Requests: max(requests, r.Summary.Requests)}
	r.RuleSets = []RuleSet{}
	for _, id := range append(ruleSetIDs(), r.dialectSets()...) {
		if t := tallies[id]; t != nil {
			r.RuleSets = append(r.RuleSets, RuleSet{ID: id, Verdict: t.verdict(), Counts: t.Counts})
		}
	}
	r.countDialects()
	r.markStaleWaivers()
	r.gatherReadings()
	r.Verdict = all.verdict()
	if r.Interrupted && r.Verdict != Nonconformant {
		r.Verdict = NotJudged
	}
}

// ExitCode returns the exit code of the finished run: 130 interrupted; 1 a
// requirement failed, or a waiver is stale; 3 the target could not be judged:
// nothing was, or a scenario ended in an error or is invalid; 0 otherwise.
// With requireComplete a partial verdict is 3 too. Invalid scenarios are 3 and
// not 2, because the user can do nothing about them, and the target is as
// unjudged as if it had not answered.
func (r *Run) ExitCode(requireComplete bool) int {
	switch {
	case r.Interrupted:
		return 130
	case r.Summary.Fail > 0 || slices.ContainsFunc(r.Waivers, func(w Waiver) bool { return w.Stale }):
		return 1
	case r.Verdict == Conformant:
		return 0
	case r.Verdict == Partial && !requireComplete:
		return 0
	default:
		return 3
	}
}
