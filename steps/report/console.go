package report

import (
	"fmt"
	"io"

	"github.com/scimproof/scimproof/steps/result"
)

// Console writes the account of a finished run for people: what failed and
// why, what could not be judged, what was skipped, the rule sets, and the
// verdict as the last line.
func Console(w io.Writer, run *result.Run, opts Options) error {
	p := newPrinter(w, opts)
	p.heading(run)
	p.passed(run)
	p.findings(run, result.Invalid, "INVALID", red)
	p.findings(run, result.Fail, "FAIL", red)
	p.findings(run, result.Warn, "WARN", yellow)
	p.unjudged(run)
	p.grouped(run, result.Waived, "waived")
	p.observed(run)
	p.grouped(run, result.Skip, "skipped")
	p.staleWaivers(run)
	p.leftBehind(run)
	p.measured(run)
	p.readings(run)
	for _, note := range run.Notes {
		p.line("")
		p.line("%s %s", p.paint(yellow, "note:"), clean(note))
	}
	p.table(run)
	p.summary(run)
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func (p *printer) heading(run *result.Run) {
	target := run.Target.URL
	if run.Target.Name != "" && run.Target.Name != run.Target.URL {
		target = run.Target.Name + " at " + run.Target.URL
	}
	if run.Target.Profile != "" {
		target += ", profile " + run.Target.Profile
	}
	p.line("%s %s", p.paint(bold, "target:"), clean(target))
	if run.Selection != "" {
		p.line("%s %s", p.paint(bold, "selected:"), clean(run.Selection))
	}
}

// passed names the scenarios that passed, for whoever asked for all of it.
func (p *printer) passed(run *result.Run) {
	if !p.opts.Verbose {
		return
	}
	p.line("")
	for i := range run.Scenarios {
		if s := &run.Scenarios[i]; s.Outcome == result.Pass {
			p.line("%s  %s", p.paint(green, "pass"), clean(scenarioName(s)))
		}
	}
}

func (p *printer) findings(run *result.Run, outcome result.Outcome, word string, c colour) {
	for i := range run.Scenarios {
		if run.Scenarios[i].Outcome == outcome {
			p.account(word, c, &run.Scenarios[i])
		}
	}
}

// unjudged shows each cause once, with the exchange of the first scenario
// that it blocked.
func (p *printer) unjudged(run *result.Run) {
	for _, g := range groups(run, result.Error) {
		first := g.scenarios[0]
		p.line("")
		p.line("%s  %s not judged because %s", p.paint(red, "ERROR"), plural(len(g.scenarios), "scenario", "scenarios"), clean(g.reason))
		p.names(g)
		if first.Step != "" {
			p.field("step", clean(first.Step))
		}
		p.field("found", mismatches(first)...)
		p.exchange(first.DecisiveExchange())
		for _, hint := range first.Hints {
			p.field("hint", clean(hint))
		}
	}
}

func (p *printer) grouped(run *result.Run, outcome result.Outcome, word string) {
	for _, g := range groups(run, outcome) {
		p.line("")
		p.line("%s  %s: %s", p.paint(yellow, word), plural(len(g.scenarios), "scenario", "scenarios"), clean(g.reason))
		p.names(g)
	}
}

func (p *printer) staleWaivers(run *result.Run) {
	for _, w := range run.Waivers {
		if !w.Stale {
			continue
		}
		p.line("")
		p.line("%s  %s", p.paint(red, "FAIL"), clean(staleWaiver(w)))
		p.field("hint", "remove the waiver from the target's file")
	}
}

func staleWaiver(w result.Waiver) string {
	what := w.Requirement
	if w.Scenario != "" {
		what = w.Scenario
	}
	return fmt.Sprintf("%s is waived (%s), but it passes now", what, w.Reason)
}

func (p *printer) leftBehind(run *result.Run) {
	if len(run.LeftBehind) == 0 {
		return
	}
	p.line("")
	p.line("%s  %s on the target", p.paint(red, "LEFT BEHIND"), plural(len(run.LeftBehind), "thing", "things"))
	for _, left := range run.LeftBehind {
		where := left.URL
		if where == "" {
			where = left.ID
		}
		p.line("    %s", clean(fmt.Sprintf("%s %s: %s", left.Kind, where, left.Reason)))
	}
	p.field("hint", "delete them on the target; their names carry the id of the run")
}
