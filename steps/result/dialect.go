package result

import (
	"slices"
	"strings"
)

// rfcDialect is the dialect of RFC 7644 to the letter: what is found in it is judged by the rule
// set of its requirement, and what is found in another by the rule set of that dialect.
const rfcDialect = "rfc"

// dialectSet begins the ids of the rule sets of dialects: dialect-entra.
const dialectSet = "dialect-"

// DialectVerdict is the verdict on the life cycle as it was told in one dialect: what a target
// makes of that client. The scenarios that are told once, whoever sends, are no part of it.
type DialectVerdict struct {
	// ID is the name of the dialect, as in the scenarios.
	ID    string `json:"id"`
	Title string `json:"title"`
	// Confidence says how sure it is that the client speaks so: high, medium or low.
	Confidence string `json:"confidence"`
	// Verdict and the numbers are computed by [Run.Finish].
	Verdict Verdict `json:"verdict"`
	Counts
	// Refused and NeverSent are the skips of these two kinds, counted in Skip as well.
	Refused   int `json:"refused"`
	NeverSent int `json:"neverSent"`
}

// Retold tells by its tags whether a scenario is told once in each dialect: the life cycle is,
// but for the drill, in which it is the target's own directory that sends.
func Retold(tags []string) bool {
	return slices.Contains(tags, "@lifecycle") && !slices.Contains(tags, "@drill")
}

// RuleSet returns the id of the rule set by which the scenario is judged: "dialect-" and the name
// of the dialect for what was told in one other than rfc, else that of its requirement, "" where
// that has no known prefix. What a client sends beyond the RFCs thus never counts against them.
// What is asked of a connector stays with the connectors, whatever it speaks.
func (s *Scenario) RuleSet() string {
	set := RuleSetOf(s.Requirement)
	if s.isInDialect() && set != connectorSet {
		return dialectSet + s.Dialect
	}
	return set
}

// connectorSet is the rule set of what is asked of the client's side.
const connectorSet = "connector"

func (s *Scenario) isInDialect() bool { return s.Dialect != "" && s.Dialect != rfcDialect }

// OfDialect tells whether the scenario counts for the verdict on that dialect.
func (s *Scenario) OfDialect(id string) bool {
	return s.Dialect == id && RuleSetOf(s.Requirement) != connectorSet && (Retold(s.Tags) || s.isInDialect())
}

// countDialects fills in the verdicts of the dialects.
func (r *Run) countDialects() {
	for i := range r.DialectVerdicts {
		d := &r.DialectVerdicts[i]
		var t tally
		d.Refused, d.NeverSent = 0, 0
		for j := range r.Scenarios {
			s := &r.Scenarios[j]
			if !s.OfDialect(d.ID) {
				continue
			}
			t.add(s)
			if s.Outcome == Skip && s.Refused != "" {
				d.Refused++
			}
			if s.Outcome == Skip && s.NeverSent {
				d.NeverSent++
			}
		}
		d.Verdict, d.Counts = t.verdict(), t.Counts
	}
}

// dialectSets are the ids of the rule sets of dialects that have a scenario, in the order of the
// run's dialects.
func (r *Run) dialectSets() []string {
	var ids []string
	add := func(id string) {
		if strings.HasPrefix(id, dialectSet) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	present := map[string]bool{}
	for i := range r.Scenarios {
		present[r.Scenarios[i].RuleSet()] = true
	}
	for _, name := range r.Dialects {
		if present[dialectSet+name] {
			add(dialectSet + name)
		}
	}
	for i := range r.Scenarios {
		add(r.Scenarios[i].RuleSet())
	}
	return ids
}
