package prove

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Text writes the matrix for people: the rows, what is wrong in full, and the score as
// the last line.
func Text(w io.Writer, m *Matrix) error {
	out := &text{bufio.NewWriter(w)}
	out.faults(m)
	out.variants(m)
	out.connectors(m)
	out.caught(m)
	out.missed(m)
	out.alarms(m)
	out.parts(m)
	out.score(m)
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the matrix: %w", err)
	}
	return nil
}

type text struct{ *bufio.Writer }

func (t *text) line(format string, args ...any) {
	// The writer keeps its first error, and Flush returns it.
	_, _ = fmt.Fprintf(t, format+"\n", args...)
}

// table writes aligned columns under a heading, followed by an empty line.
func (t *text) table(heading string, rows []string) {
	if len(rows) == 0 {
		return
	}
	columns := tabwriter.NewWriter(t, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(columns, heading)
	_, _ = fmt.Fprintln(columns, strings.Join(rows, "\n"))
	_ = columns.Flush()
	t.line("")
}

func (t *text) faults(m *Matrix) {
	var rows []string
	for _, f := range m.Faults {
		rows = append(rows, strings.Join([]string{
			verdictOf(f), f.ID, f.Severity, f.Requirement, count(f.Collateral), count(f.Blocked), byWhich(f),
		}, "\t"))
	}
	t.table("verdict\tfault\tseverity\tbreaks\tcollateral\tblocked\tcaught by", rows)
}

// byWhich is the scenario by which a fault was caught, one that names it if there is one.
func byWhich(f FaultResult) string {
	if len(f.By) == 0 {
		return "-"
	}
	naming := slices.IndexFunc(f.By, func(id string) bool { return strings.HasPrefix(id, f.Requirement+"/") })
	told := f.By[max(naming, 0)]
	if more := len(f.By) - 1; more > 0 {
		told += fmt.Sprintf(" and %d more", more)
	}
	return told
}

// caught tells of the faults that were found all that found them, where they are few.
func (t *text) caught(m *Matrix) {
	if len(m.Faults) > shown {
		return
	}
	for _, f := range m.Faults {
		if !f.Proven() {
			continue
		}
		t.line("%s: %s", f.ID, f.Title)
		t.list("found by", f.By, len(f.By))
		t.list("blocked", f.Blocked, shown)
		t.line("  %-9s %s", "see it", seeIt(f))
		t.line("")
	}
}

// seeIt is the command that serves what has the fault.
func seeIt(f FaultResult) string {
	if f.Connector != "" {
		return "scimproof connector --fault " + f.ID
	}
	return "scimproof serve --fault " + f.ID
}

func verdictOf(f FaultResult) string {
	switch {
	case f.Proven():
		return "caught"
	case f.Error != "":
		return "ERROR"
	case f.Caught:
		return "UNNAMED"
	default:
		return "MISSED"
	}
}

func count(ids []string) string {
	if len(ids) == 0 {
		return "-"
	}
	return fmt.Sprint(len(ids))
}

func (t *text) variants(m *Matrix) {
	var rows []string
	for _, v := range m.Variants {
		rows = append(rows, accepted(ConnectorResult{v.ID, v.Title, v.Failures, v.Tried, v.Passed, v.Skipped, v.Warned, v.Error}))
	}
	t.table("verdict\tvariant\ttried\tpassed\tskipped\twarned", rows)
}

func (t *text) connectors(m *Matrix) {
	var rows []string
	for _, c := range m.Connectors {
		rows = append(rows, accepted(c))
	}
	t.table("verdict\tconnector\ttried\tpassed\tskipped\twarned", rows)
}

// accepted is the row of what should have been accepted.
func accepted(c ConnectorResult) string {
	verdict := "accepted"
	if !c.Clean() {
		verdict = "ALARM"
	}
	return fmt.Sprintf("%s\t%s\t%d\t%d\t%d\t%d", verdict, c.ID, c.Tried, c.Passed, c.Skipped, c.Warned)
}

// missed tells of each fault that was not found, or not by its name, what it does.
func (t *text) missed(m *Matrix) {
	for _, f := range m.Faults {
		if f.Proven() {
			continue
		}
		t.line("%s  %s: %s", verdictOf(f), f.ID, f.Title)
		t.line("  breaks    %s", strings.Join(append([]string{f.Requirement}, f.Also...), ", "))
		t.list("found by", f.By, shown)
		t.list("blocked", f.Blocked, shown)
		if f.Error != "" {
			t.line("  error     %s", f.Error)
		}
		t.line("  see it    %s", seeIt(f))
		t.line("")
	}
}

// shown is how many of many are worth printing: the others are in the JSON.
const shown = 5

func (t *text) list(label string, ids []string, most int) {
	for i, id := range ids {
		if i == most {
			t.line("  %-9s and %d more", "", len(ids)-most)
			return
		}
		if i > 0 {
			label = ""
		}
		t.line("  %-9s %s", label, id)
	}
}

func (t *text) alarms(m *Matrix) {
	for _, v := range m.Variants {
		if !v.Clean() {
			t.alarm(v.ID, v.Title, v.Failures, v.Error)
		}
	}
	for _, c := range m.Connectors {
		if !c.Clean() {
			t.alarm(c.ID, c.Title, c.Failures, c.Error)
		}
	}
}

func (t *text) alarm(id, title string, failures []Failure, untried string) {
	t.line("ALARM  %s: %s", id, title)
	for _, f := range failures {
		t.line("  %-9s %s", f.Outcome, f.Scenario)
		t.line("  %-9s   %s", "", f.Why)
	}
	if untried != "" {
		t.line("  error     %s", untried)
	}
	t.line("")
}

func (t *text) parts(m *Matrix) {
	t.table("area\tfaults\tcaught\tby name", rowsOf(m.Score.ByArea))
	t.table("severity\tfaults\tcaught\tby name", rowsOf(m.Score.BySeverity))
}

func rowsOf(parts []Part) []string {
	var rows []string
	for _, part := range parts {
		if part.Faults > 0 {
			rows = append(rows, fmt.Sprintf("%s\t%d\t%d\t%d", part.Name, part.Faults, part.Caught, part.Named))
		}
	}
	return rows
}

// score is the last line: what anybody looks for first.
func (t *text) score(m *Matrix) {
	s := m.Score
	var parts []string
	if s.Faults > 0 {
		parts = append(parts, fmt.Sprintf("%.1f %%: %d of %d faults caught, %d by the requirement that they break, %.1f other scenarios red on the average",
			s.Percent, s.Caught, s.Faults, s.Named, s.Collateral))
	}
	if s.Variants+s.Connectors > 0 {
		parts = append(parts, fmt.Sprintf("%d false alarms in %s", s.FalseAlarms, among(m)))
	}
	parts = append(parts, (time.Duration(m.DurationMs) * time.Millisecond).Round(time.Second).String())
	if m.Interrupted {
		parts = append(parts, "interrupted")
	}
	t.line("%s", strings.Join(parts, "; "))
}

// among is what there was to accept.
func among(m *Matrix) string {
	var what []string
	if n := m.Score.Variants; n > 0 {
		what = append(what, fmt.Sprintf("%d variants (seed %d)", n, m.Seed))
	}
	if n := m.Score.Connectors; n > 0 {
		what = append(what, fmt.Sprintf("%d honest connectors", n))
	}
	return strings.Join(what, " and ")
}
