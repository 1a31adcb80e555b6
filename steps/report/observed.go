package report

import (
	"fmt"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// observed tells what was seen of what nobody promises, by the reason why nobody does. What is as the rule says is
// counted, and the rest named: it is what an administrator did not know.
func (p *printer) observed(run *result.Run) {
	for _, g := range groups(run, result.Observed) {
		p.line("")
		p.line("%s  %s: %s", p.paint(yellow, "observed"), plural(len(g.scenarios), "scenario", "scenarios"), clean(g.reason))
		p.line("    %s", seen(g))
		for _, s := range g.scenarios {
			if s.Observed.Outcome != result.Pass || p.opts.Verbose {
				p.line("    %s", p.paint(dim, clean(sight(s))))
			}
		}
	}
}

// seen counts what was seen, in words.
func seen(g *group) string {
	counts := map[result.Outcome]int{}
	for _, s := range g.scenarios {
		counts[s.Observed.Outcome]++
	}
	parts := []string{fmt.Sprintf("%d as the rule says", counts[result.Pass])}
	if n := counts[result.Fail] + counts[result.Warn]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d otherwise", n))
	}
	if n := counts[result.Error]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d could not be told", n))
	}
	return strings.Join(parts, ", ")
}

// sight is what was seen in one scenario.
func sight(s *result.Scenario) string {
	switch s.Observed.Outcome {
	case result.Pass:
		return "as the rule says: " + scenarioName(s)
	case result.Error:
		return "could not be told: " + scenarioName(s) + ": " + s.Observed.Reason
	default:
		return "otherwise: " + scenarioName(s) + ": " + firstMismatch(s)
	}
}
