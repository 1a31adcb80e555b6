package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// someDifferences is how many are told on the console without Verbose.
const someDifferences = 5

// likeness says as which dialect the connector speaks, and in what it differs.
func (p *printer) likeness(run *result.Run) {
	if run.Connector == nil || len(run.Connector.Likeness) == 0 {
		return
	}
	all := run.Connector.Likeness
	p.line("")
	p.line("%s  %s speaks most like %s", p.paint(dim, "likeness"), clean(run.Connector.Name), clean(ranking(all)))
	if alike(all) > mostAlike {
		return // who is like everybody differs from nobody in particular
	}
	for i, d := range all[0].Differences {
		if i == someDifferences && !p.opts.Verbose {
			p.line("    %s", p.paint(dim, fmt.Sprintf("and %d more (--verbose, or a report, shows them)", len(all[0].Differences)-i)))
			break
		}
		p.line("    %s", clean(fmt.Sprintf("%s: %s, where %s has %s", d.Trait, listed(d.Connector), all[0].Dialect, listed(d.Dialect))))
	}
}

// mostAlike is of how many it is told that a connector speaks as each of them does.
const mostAlike = 3

// alike is how many dialects the connector is as much like as the first.
func alike(all []result.Likeness) (n int) {
	for n < len(all) && all[n].Score == all[0].Score {
		n++
	}
	return n
}

// ranking names who is most alike, those who are as much so, and who comes next.
func ranking(all []result.Likeness) string {
	n := alike(all)
	if n > mostAlike {
		return fmt.Sprintf("any of %d dialects (%s): too little was seen of it to tell them apart", n, percent(all[0].Score))
	}
	var names []string
	for _, l := range all[:n] {
		names = append(names, l.Dialect)
	}
	text := fmt.Sprintf("%s (%s)", strings.Join(names, " and "), percent(all[0].Score))
	if n < len(all) {
		text += fmt.Sprintf("; next is %s (%s)", all[n].Dialect, percent(all[n].Score))
	}
	return text
}

func percent(score float64) string { return fmt.Sprintf("%.0f %%", 100*score) }

func listed(values []string) string {
	if len(values) == 0 {
		return "nothing"
	}
	return strings.Join(values, " and ")
}

// connector is what a page says of it.
type connectorPage struct {
	Name, File, Speaks, Ranking string
	Likeness                    []likenessRow
	// Differs are the differences to the dialect that it is most like and, where that is another, to
	// the one that it is said to speak.
	Differs []differsFrom
}

type likenessRow struct {
	Dialect, Score string
	Differences    int
	// Said marks the dialect that it is said to speak.
	Said bool
}

type differsFrom struct {
	Dialect string
	Rows    []differenceRow
}

type differenceRow struct{ Trait, Connector, Dialect string }

func connectorOf(run *result.Run) *connectorPage {
	c := run.Connector
	if c == nil {
		return nil
	}
	page := &connectorPage{Name: clean(c.Name), File: clean(c.File), Speaks: clean(c.Speaks)}
	if len(c.Likeness) == 0 {
		return page
	}
	page.Ranking = clean(ranking(c.Likeness))
	for _, l := range c.Likeness {
		page.Likeness = append(page.Likeness, likenessRow{clean(l.Dialect), percent(l.Score), len(l.Differences), l.Dialect == c.Speaks})
	}
	if alike(c.Likeness) <= mostAlike {
		page.differ(c.Likeness[0])
	}
	if said, known := c.LikenessTo(c.Speaks); known && said.Dialect != c.Likeness[0].Dialect {
		page.differ(said)
	}
	return page
}

func (c *connectorPage) differ(l result.Likeness) {
	if len(l.Differences) == 0 {
		return
	}
	from := differsFrom{Dialect: clean(l.Dialect)}
	for _, d := range l.Differences {
		from.Rows = append(from.Rows, differenceRow{clean(d.Trait), clean(listed(d.Connector)), clean(listed(d.Dialect))})
	}
	c.Differs = append(c.Differs, from)
}

// connector writes who sent, and as whom it speaks.
func (m *document) connector(c *connectorPage) {
	if c == nil {
		return
	}
	m.part("", "## Connector", "", "**"+escaped(c.Name)+"**, of "+code(c.File, false)+", speaks "+code(c.Speaks, false)+" as its file says: by its rules the requests are judged.")
	if len(c.Likeness) == 0 {
		return
	}
	lines := []string{"", "By what was seen of it, it speaks most like " + escaped(c.Ranking) + ".", "", "| dialect | alike | differences |", "|---|--:|--:|"}
	for _, l := range c.Likeness {
		name := escaped(l.Dialect)
		if l.Said {
			name = "**" + name + "** (as its file says)"
		}
		lines = append(lines, fmt.Sprintf("| %s | %s | %s |", name, l.Score, orDash(l.Differences)))
	}
	m.part(lines...)
	for _, from := range c.Differs {
		lines := []string{"", "<details><summary>In what it differs from " + escapedHTML(from.Dialect) + "</summary>", "", "| trait | the connector | " + escaped(from.Dialect) + " |", "|---|---|---|"}
		for _, d := range from.Rows {
			lines = append(lines, "| "+escaped(d.Trait)+" | "+escaped(d.Connector)+" | "+escaped(d.Dialect)+" |")
		}
		m.part(append(lines, "", "</details>")...)
	}
}

// mostSent bounds what is listed of the connector's requests in one scenario: the last.
const mostSent = 40

// sentIn are the connector's requests in a scenario, a line each.
func sentIn(s *result.Scenario) []string {
	var all []string
	for i := range s.Exchanges {
		if e := &s.Exchanges[i]; e.By != "" {
			all = append(all, clean(sentLine(e)))
		}
	}
	if more := len(all) - mostSent; more > 0 {
		all = append([]string{fmt.Sprintf("… %s before", plural(more, "request", "requests"))}, all[more:]...)
	}
	return all
}

func sentLine(e *result.Exchange) string {
	line := fmt.Sprintf("%d  %s %s: %s", e.Number, e.Method, e.URL, strings.SplitN(answered(e), ", after", 2)[0])
	if e.Decisive {
		line += "  ← this one decided"
	}
	return line
}

// fewSent is how many of the connector's requests the console names where none of them decided.
const fewSent = 4

// lastSent says what the connector sent last, where it was the harness's own request that decided.
func (p *printer) lastSent(s *result.Scenario) {
	decisive := s.DecisiveExchange()
	if decisive == nil || decisive.By != "" {
		return
	}
	lines := sentIn(s)
	if len(lines) == 0 {
		return
	}
	p.field("it sent", lines[max(0, len(lines)-fewSent):]...)
}

// bySet are the rule sets without those of dialects that have a line of their own.
func bySet(run *result.Run, told []result.DialectVerdict) []result.RuleSet {
	return slices.DeleteFunc(slices.Clone(run.RuleSets), func(set result.RuleSet) bool {
		return slices.ContainsFunc(told, func(d result.DialectVerdict) bool { return set.ID == dialectSet+d.ID })
	})
}

// dialectSet begins the ids of the rule sets of dialects.
const dialectSet = "dialect-"
