package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/scimproof/scimproof/steps/result"
)

// column is one of the table of rule sets.
type column struct {
	title string
	count func(result.Counts) int
	paint colour
}

// columns are the columns of the table of rule sets.
var columns = []column{
	{"pass", func(c result.Counts) int { return c.Pass }, green},
	{"fail", func(c result.Counts) int { return c.Fail }, red},
	{"warn", func(c result.Counts) int { return c.Warn }, yellow},
	{"skip", func(c result.Counts) int { return c.Skip }, yellow},
	{"waived", func(c result.Counts) int { return c.Waived }, yellow},
	{"error", func(c result.Counts) int { return c.Error }, red},
	{"invalid", func(c result.Counts) int { return c.Invalid }, red},
}

// columnsOf adds the column of what was only observed where there is such a thing, which is seldom.
func columnsOf(run *result.Run) []column {
	if run.Summary.Observed == 0 {
		return columns
	}
	return append(slices.Clone(columns), column{"seen", func(c result.Counts) int { return c.Observed }, yellow})
}

// table writes the rule sets, a line each.
func (p *printer) table(run *result.Run) {
	sets := bySet(run, toldIn(run))
	if len(sets) == 0 {
		return
	}
	names := len("rule set")
	for _, set := range sets {
		names = max(names, utf8.RuneCountInString(set.ID))
	}
	header := fmt.Sprintf("%-*s  %-13s", names, "rule set", "verdict")
	columns := columnsOf(run)
	for _, c := range columns {
		header += fmt.Sprintf("  %7s", c.title)
	}
	p.line("")
	p.line("%s", p.paint(dim, header))
	for _, set := range sets {
		row := fmt.Sprintf("%-*s  %s", names, set.ID, p.paint(verdictColour(set.Verdict), fmt.Sprintf("%-13s", set.Verdict)))
		for _, c := range columns {
			row += "  " + p.cell(c.count(set.Counts), c.paint)
		}
		p.line("%s", row)
	}
}

// cell leaves a zero unpainted, so that what there is stands out.
func (p *printer) cell(n int, c colour) string {
	text := fmt.Sprintf("%7d", n)
	if n == 0 {
		return p.paint(dim, fmt.Sprintf("%7s", "-"))
	}
	return p.paint(c, text)
}

func verdictColour(v result.Verdict) colour {
	switch v {
	case result.Conformant:
		return green
	case result.Partial:
		return yellow
	default:
		return red
	}
}

// summary is the last line: what anybody looks for first.
func (p *printer) summary(run *result.Run) {
	verdict := p.paint(bold, p.paint(verdictColour(run.Verdict), string(run.Verdict)))
	p.line("")
	p.line("%s: %s", verdict, plainSummary(run))
}

// plainSummary counts the outcomes, the requests and the time.
func plainSummary(run *result.Run) string {
	s := run.Summary
	parts := []string{fmt.Sprintf("%s of %s passed", thousands(s.Pass), plural(s.Scenarios, "scenario", "scenarios"))}
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{s.Fail, "failed", "failed"},
		{s.Warn, "warning", "warnings"},
		{s.Skip, "skipped", "skipped"},
		{s.Waived, "waived", "waived"},
		{s.Observed, "observed", "observed"},
		{s.Error, "not judged", "not judged"},
		{s.Invalid, "invalid", "invalid"},
	} {
		if part.n > 0 {
			parts = append(parts, plural(part.n, part.one, part.many))
		}
	}
	parts = append(parts, plural(s.Requests, "request", "requests")+" in "+milliseconds(run.DurationMs))
	return strings.Join(parts, ", ")
}

// milliseconds writes a duration for people.
func milliseconds(ms float64) string {
	switch {
	case ms < 1000:
		return fmt.Sprintf("%.0f ms", ms)
	case ms < 60_000:
		return fmt.Sprintf("%.1f s", ms/1000)
	default:
		seconds := int(ms/1000 + 0.5)
		return fmt.Sprintf("%d min %02d s", seconds/60, seconds%60)
	}
}
