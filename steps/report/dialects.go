package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/scimproof/scimproof/steps/result"
)

// dialectColumns are what is counted of a dialect beside its outcomes: skips of two kinds, which
// are no shortcoming of the target, and yet not the same.
var dialectColumns = []struct {
	title string
	count func(result.DialectVerdict) int
	paint colour
}{
	{"refused", func(d result.DialectVerdict) int { return d.Refused }, yellow},
	{"unsent", func(d result.DialectVerdict) int { return d.NeverSent }, dim},
}

// toldIn are the dialects in which something was told; none where that is the RFC's alone, which
// the rule sets say already.
func toldIn(run *result.Run) []result.DialectVerdict {
	var told []result.DialectVerdict
	for _, d := range run.DialectVerdicts {
		if d.Counts != (result.Counts{}) {
			told = append(told, d)
		}
	}
	if len(told) == 1 && told[0].ID == plainDialect {
		return nil
	}
	return told
}

// plainDialect is that of RFC 7644 to the letter.
const plainDialect = "rfc"

// cell is what became of a scenario in one dialect.
type cell struct{ Word, Outcome string }

// The words of what is no outcome of its own.
const (
	untold  = "–"
	refused = "refused"
	unsent  = "unsent"
)

func cellOf(s *result.Scenario) cell {
	word := string(s.Outcome)
	switch {
	case s.Outcome == result.Skip && s.Refused != "":
		word = refused
	case s.Outcome == result.Skip && s.NeverSent:
		word = unsent
	case s.Outcome == result.Observed:
		word = "seen"
	}
	return cell{word, string(s.Outcome)}
}

// says tells whether a cell says something of the target.
func (c cell) says() bool { return c.Word != untold && c.Word != unsent }

// matrixRow is a scenario and what became of it, in the order of the dialects.
type matrixRow struct {
	first *result.Scenario
	cells []cell
}

// matrixOf has a row for each scenario that is told in dialects, in the order of the features.
func matrixOf(run *result.Run, dialects []result.DialectVerdict) []*matrixRow {
	var rows []*matrixRow
	byID := map[string]*matrixRow{}
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		at := slices.IndexFunc(dialects, func(d result.DialectVerdict) bool { return s.OfDialect(d.ID) })
		if at < 0 {
			continue
		}
		row := byID[s.ID]
		if row == nil {
			row = &matrixRow{s, slices.Repeat([]cell{{Word: untold}}, len(dialects))}
			byID[s.ID] = row
			rows = append(rows, row)
		}
		row.cells[at] = cellOf(s)
	}
	return rows
}

// differs tells whether the dialects come to different ends, or one of them to a bad one.
func (r *matrixRow) differs() bool {
	first := ""
	for _, c := range r.cells {
		switch {
		case !c.says():
		case isBad(c):
			return true
		case first == "":
			first = c.Word
		case first != c.Word:
			return true
		}
	}
	return false
}

func isBad(c cell) bool {
	return slices.Contains([]result.Outcome{result.Fail, result.Error, result.Invalid}, result.Outcome(c.Outcome))
}

// someDialects is of how many dialects those are named that passed.
const someDialects = 3

// pattern says how a row differs: "fail in entra, okta-oin; pass in rfc", the worst first.
func (r *matrixRow) pattern(dialects []result.DialectVerdict) string {
	var parts []string
	for _, word := range []string{"fail", "invalid", "error", "warn", refused, "waived", "seen", "skip", "pass"} {
		var in []string
		for i, c := range r.cells {
			if c.Word == word {
				in = append(in, dialects[i].ID)
			}
		}
		switch {
		case len(in) == 0:
		case word == string(result.Pass) && len(dialects) > someDialects:
			parts = append(parts, word+" in others") // however many: it is the others that matter
		default:
			parts = append(parts, word+" in "+strings.Join(in, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// dialects writes where the dialects come to different ends, and the verdict on each.
func (p *printer) dialects(run *result.Run) {
	told := toldIn(run)
	if len(told) > 1 {
		p.differences(run, told)
	}
	if len(told) > 0 {
		p.dialectTable(told)
	}
}

// differences groups the scenarios by where they differ: one cause shows in many of them.
func (p *printer) differences(run *result.Run, told []result.DialectVerdict) {
	var all []*group
	for _, row := range matrixOf(run, told) {
		if !row.differs() {
			continue
		}
		pattern := row.pattern(told)
		at := slices.IndexFunc(all, func(g *group) bool { return g.reason == pattern })
		if at < 0 {
			all = append(all, &group{reason: pattern})
			at = len(all) - 1
		}
		all[at].scenarios = append(all[at].scenarios, &result.Scenario{ID: row.first.ID})
	}
	for _, g := range all {
		p.line("")
		p.line("%s  %s: %s", p.paint(yellow, "by dialect"), plural(len(g.scenarios), "scenario", "scenarios"), clean(g.reason))
		p.names(g)
	}
}

func (p *printer) dialectTable(told []result.DialectVerdict) {
	names := len("dialect")
	for _, d := range told {
		names = max(names, utf8.RuneCountInString(clean(d.ID)))
	}
	header := fmt.Sprintf("%-*s  %-13s  %-10s", names, "dialect", "verdict", "confidence")
	for _, c := range columns {
		header += fmt.Sprintf("  %7s", c.title)
	}
	for _, c := range dialectColumns {
		header += fmt.Sprintf("  %7s", c.title)
	}
	p.line("")
	p.line("%s", p.paint(dim, header))
	for _, d := range told {
		row := fmt.Sprintf("%-*s  %s  %-10s", names, clean(d.ID), p.paint(verdictColour(d.Verdict), fmt.Sprintf("%-13s", d.Verdict)), clean(d.Confidence))
		for _, c := range columns {
			row += "  " + p.cell(c.count(d.Counts), c.paint)
		}
		for _, c := range dialectColumns {
			row += "  " + p.cell(c.count(d), c.paint)
		}
		p.line("%s", row)
	}
	p.expectedRefusals(told)
}

// bySkips are the skips of one kind, a line for each dialect: how many, and of what.
func (p *printer) bySkips(run *result.Run, heading string, of func(*result.Scenario) string) {
	names, lines := 0, map[string]string{}
	for _, d := range run.DialectVerdicts {
		if n, kinds := kindsOf(run, d.ID, of); n > 0 {
			names = max(names, utf8.RuneCountInString(clean(d.ID)))
			lines[d.ID] = fmt.Sprintf("%3d  %s", n, p.paint(dim, clean(kinds)))
		}
	}
	if len(lines) == 0 {
		return
	}
	p.line("")
	p.line("%s  %s", p.paint(yellow, "skipped"), heading)
	for _, d := range run.DialectVerdicts {
		if line, there := lines[d.ID]; there {
			p.line("    %-*s  %s", names, clean(d.ID), line)
		}
	}
}

// mostKinds is how many kinds of skips a line names.
const mostKinds = 5

// kindsOf counts a dialect's skips of one kind, and names what they are about, that of the most
// scenarios first. of is "" for what is none of them.
func kindsOf(run *result.Run, dialect string, of func(*result.Scenario) string) (n int, text string) {
	counts := map[string]int{}
	for i := range run.Scenarios {
		if s := &run.Scenarios[i]; s.Outcome == result.Skip && s.OfDialect(dialect) && of(s) != "" {
			counts[of(s)]++
			n++
		}
	}
	kinds := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	if more := len(kinds) - mostKinds; more > 1 {
		kinds = append(kinds[:mostKinds], fmt.Sprintf("%d more", more))
	}
	return n, strings.Join(kinds, ", ")
}

// unsentKind and refusedKind are what such a skip is about; "" where it is another.
func unsentKind(s *result.Scenario) string {
	if !s.NeverSent || s.Unsent != "" {
		return s.Unsent
	}
	return "something else"
}

func refusedKind(s *result.Scenario) string {
	kind := strings.Replace(s.Refused, " in the dialect "+s.Dialect, "", 1)
	return strings.Replace(kind, " asks for the sake of the dialect "+s.Dialect, " asks", 1)
}

// expectedRefusals says what the number of refusals means: it is easily taken for a failure, or
// for nothing.
func (p *printer) expectedRefusals(told []result.DialectVerdict) {
	if slices.ContainsFunc(told, func(d result.DialectVerdict) bool { return d.Refused > 0 }) {
		p.line("%s  the target may refuse what goes beyond the RFCs, and a client that sends it cannot work with it so", p.paint(yellow, "refused"))
	}
}

// dialectRow and matrixLine are a dialect and a scenario as a page shows them.
type (
	dialectRow struct {
		ID, Title, Verdict, Confidence string
		Counts                         []int
	}
	matrixLine struct {
		ID, Name string
		Cells    []cell
	}
)

func (p *page) addDialects(run *result.Run) {
	told := toldIn(run)
	for _, c := range columns {
		p.DialectColumns = append(p.DialectColumns, c.title)
	}
	for _, c := range dialectColumns {
		p.DialectColumns = append(p.DialectColumns, c.title)
	}
	for _, d := range told {
		row := dialectRow{ID: clean(d.ID), Title: clean(d.Title), Verdict: clean(string(d.Verdict)), Confidence: clean(d.Confidence)}
		for _, c := range columns {
			row.Counts = append(row.Counts, c.count(d.Counts))
		}
		for _, c := range dialectColumns {
			row.Counts = append(row.Counts, c.count(d))
		}
		p.Dialects = append(p.Dialects, row)
	}
	for _, row := range matrixOf(run, told) {
		line := matrixLine{ID: clean(row.first.ID), Name: clean(row.first.Name)}
		for _, c := range row.cells {
			line.Cells = append(line.Cells, cell{clean(c.Word), clean(c.Outcome)})
		}
		p.Matrix = append(p.Matrix, line)
	}
}

// dialects writes the verdict on each, and the whole matrix behind a fold.
func (m *document) dialects(p *page) {
	if len(p.Dialects) == 0 {
		return
	}
	lines := []string{
		"", "## Dialects", "", "The life cycle, as each of these clients sends it. *Refused* is what a strict service provider may refuse of it; *unsent* is what the client never does.", "",
		"| dialect | verdict | confidence | " + strings.Join(p.DialectColumns, " | ") + " |", "|---|---|---|" + strings.Repeat("--:|", len(p.DialectColumns)),
	}
	for _, d := range p.Dialects {
		row := "| " + escaped(d.ID) + ": " + escaped(d.Title) + " | " + sign(d.Verdict) + " " + escaped(d.Verdict) + " | " + escaped(d.Confidence) + " |"
		for _, n := range d.Counts {
			row += " " + orDash(n) + " |"
		}
		lines = append(lines, row)
	}
	m.part(lines...)
	m.matrix(p)
}

func orDash(n int) string {
	if n == 0 {
		return untold
	}
	return thousands(n)
}

func (m *document) matrix(p *page) {
	if len(p.Dialects) < 2 {
		return
	}
	head := "| scenario |"
	for _, d := range p.Dialects {
		head += " " + escaped(d.ID) + " |"
	}
	lines := []string{"", "<details><summary>Every scenario in every dialect</summary>", "", head, "|---|" + strings.Repeat("---|", len(p.Dialects))}
	for _, row := range p.Matrix {
		line := "| " + code(row.ID, true) + " |"
		for _, c := range row.Cells {
			word := escaped(c.Word)
			if isBad(c) {
				word = "**" + word + "**"
			}
			line += " " + word + " |"
		}
		lines = append(lines, line)
	}
	m.part(append(lines, "", "</details>")...)
}
