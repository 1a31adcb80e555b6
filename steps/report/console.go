package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

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
	p.skipped(run)
	p.staleWaivers(run)
	p.leftBehind(run)
	p.measured(run)
	p.readings(run)
	for _, note := range run.Notes {
		p.line("")
		p.line("%s %s", p.paint(yellow, "note:"), clean(note))
	}
	p.likeness(run)
	p.dialects(run)
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
	if c := run.Connector; c != nil {
		p.line("%s %s", p.paint(bold, "connector:"), clean(fmt.Sprintf("%s of %s, which speaks %s", c.Name, c.File, c.Speaks)))
	}
	if run.Selection != "" {
		p.line("%s %s", p.paint(bold, "selected:"), clean(run.Selection))
	}
	if names := strings.Join(run.Dialects, ", "); names != "" && names != plainDialect {
		p.line("%s %s", p.paint(bold, "dialects:"), clean(names))
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
		p.lastSent(first)
		for _, hint := range first.Hints {
			p.field("hint", clean(hint))
		}
	}
}

func (p *printer) grouped(run *result.Run, outcome result.Outcome, word string) {
	p.eachGroup(groups(run, outcome), word)
}

// skipped has a line for each dialect of what its client never sends, and of what may be refused: one
// by one it would be pages, of what is no fault of the target.
func (p *printer) skipped(run *result.Run) {
	all := groups(run, result.Skip)
	if p.opts.Verbose || p.opts.Readings {
		p.eachGroup(all, "skipped")
		return
	}
	p.eachGroup(slices.DeleteFunc(all, func(g *group) bool { return g.scenarios[0].NeverSent || g.scenarios[0].Refused != "" }), "skipped")
	p.bySkips(run, "refused, as a strict service provider may what goes beyond the RFCs (--verbose shows each)", refusedKind)
	p.bySkips(run, "what a dialect's client never sends; it says nothing about the target (--verbose shows why)", unsentKind)
}

func (p *printer) eachGroup(all []*group, word string) {
	for _, g := range all {
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
		p.field("hint", "remove the waiver from the file that has it")
	}
}

func staleWaiver(w result.Waiver) string {
	return fmt.Sprintf("%s is waived (%s), but it passes now", waived(w), w.Reason)
}

// waived is what a waiver is about.
func waived(w result.Waiver) string {
	what := w.Requirement
	if w.Scenario != "" {
		what = w.Scenario
	}
	if w.Dialect != "" {
		what += " in the dialect " + w.Dialect
	}
	return what
}

func (p *printer) leftBehind(run *result.Run) {
	if len(run.LeftBehind) == 0 {
		return
	}
	p.line("")
	p.line("%s  %s %s", p.paint(red, "LEFT BEHIND"), plural(len(run.LeftBehind), "thing", "things"), leftWhere(run))
	for _, left := range run.LeftBehind {
		where := left.URL
		if where == "" {
			where = left.ID
		}
		p.line("    %s", clean(fmt.Sprintf("%s %s: %s", left.Kind, where, left.Reason)))
	}
	p.field("hint", "delete them there; their names carry the id of the run")
}

// leftWhere is where something was left behind: with a connector, in its directory as well.
func leftWhere(run *result.Run) string {
	if run.Connector == nil {
		return "on the target"
	}
	return "on the target, or in the connector's directory"
}
