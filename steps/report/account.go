package report

import (
	"fmt"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// account writes everything a reader needs to understand one finding.
func (p *printer) account(word string, c colour, s *result.Scenario) {
	p.line("")
	p.line("%s  %s", p.paint(c, word), p.paint(bold, clean(s.Name)))
	p.field("id", clean(s.ID))
	p.field("rule", rule(s))
	p.field("source", source(s))
	if s.Step != "" {
		p.field("step", clean(s.Step))
	}
	if s.Reason != "" {
		p.field("because", clean(s.Reason))
	}
	p.field("found", mismatches(s)...)
	p.exchange(s.DecisiveExchange())
	p.lastSent(s)
	for _, hint := range s.Hints {
		p.field("hint", clean(hint))
	}
}

func rule(s *result.Scenario) string {
	text := s.Requirement
	if s.Level != "" {
		text += fmt.Sprintf(" (%s)", s.Level)
	}
	if s.Says != "" {
		text += ": " + s.Says
	}
	return clean(text)
}

func source(s *result.Scenario) string {
	text := fmt.Sprintf("features/%s:%d", s.Feature, s.Line)
	if s.Dialect != "" {
		text += ", dialect " + s.Dialect
	}
	return clean(text)
}

func mismatches(s *result.Scenario) []string {
	lines := make([]string, len(s.Mismatches))
	for i, m := range s.Mismatches {
		lines[i] = mismatch(m)
	}
	return lines
}

func mismatch(m result.Mismatch) string {
	text := fmt.Sprintf("want %s, got %s", m.Want, m.Got)
	if m.Path != "" {
		text = m.Path + ": " + text
	}
	if m.Warn {
		text += " (a warning)"
	}
	return clean(text)
}

func (p *printer) exchange(e *result.Exchange) {
	if e == nil {
		return
	}
	sent := e.Method + " " + e.URL
	if e.By != "" {
		sent += ", by " + sender(e)
	}
	p.field("sent", append([]string{clean(sent)}, body(e.RequestBody)...)...)
	if beside(e) {
		p.field("came of it", body(e.ResponseBody)...)
		return
	}
	p.field("answer", append([]string{answered(e)}, body(e.ResponseBody)...)...)
	p.field("again", again(e)...)
}

// sender is whose request it was, with the number by which what was found names it.
func sender(e *result.Exchange) string {
	if e.Number == 0 {
		return e.By
	}
	return fmt.Sprintf("%s (request %d)", e.By, e.Number)
}

// again is how it is repeated: a connector's own request says nothing when somebody else sends it.
func again(e *result.Exchange) []string {
	if e.By != "" {
		return nil
	}
	return []string{curl(e)}
}

// group is scenarios with one cause.
type group struct {
	reason    string
	scenarios []*result.Scenario
}

// groups gathers the scenarios of one outcome by reason, in order of
// appearance.
func groups(run *result.Run, outcome result.Outcome) []*group {
	var out []*group
	byReason := map[string]*group{}
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		if s.Outcome != outcome {
			continue
		}
		reason := strings.TrimSpace(s.Reason)
		if reason == "" {
			reason = "no reason was given"
		}
		g := byReason[reason]
		if g == nil {
			g = &group{reason: reason}
			byReason[reason] = g
			out = append(out, g)
		}
		g.scenarios = append(g.scenarios, s)
	}
	return out
}

// someNames is how many scenarios of a group are named without Verbose.
const someNames = 3

// names lists the scenarios of a group, the first few unless all are wanted.
func (p *printer) names(g *group) {
	for i, s := range g.scenarios {
		if i == someNames && !p.opts.Verbose && len(g.scenarios) > someNames+1 {
			p.line("    %s", p.paint(dim, fmt.Sprintf("and %d more", len(g.scenarios)-i)))
			return
		}
		p.line("    %s", p.paint(dim, clean(scenarioName(s))))
	}
}

func scenarioName(s *result.Scenario) string {
	if s.Dialect == "" {
		return s.ID
	}
	return s.ID + " [" + s.Dialect + "]"
}
