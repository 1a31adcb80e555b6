package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// markdownLimit is the most that a Markdown report has, in bytes: GitHub drops a step
// summary of more than 1 MiB as a whole.
const markdownLimit = 1<<20 - 4<<10

// Markdown writes the run in the Markdown of code hosts, as for the summary of a CI job.
// What would make it too large is left out, and it says so. What a target sent is in it as
// text: it can neither be markup, nor call anybody by name.
func Markdown(w io.Writer, run *result.Run) error {
	return markdown(w, run, markdownLimit)
}

func markdown(w io.Writer, run *result.Run, limit int) error {
	m := &document{limit: limit}
	p := pageOf(run)
	m.heading(p)
	for _, s := range p.Sections {
		m.section(s)
	}
	m.measured(p)
	for _, g := range p.Groups {
		m.group(g)
	}
	m.list("Notes", p.Notes)
	m.capabilities(p)
	m.folded("Readings", "where the standard leaves a choice, the target chose", p.Choices)
	if m.left > 0 {
		m.text.WriteString("\n> [!NOTE]\n> This is not all of it: " + plural(m.left, "part is", "parts are") +
			" left out here, because the report would be too large. The HTML and the JSON report have everything.\n")
	}
	if _, err := io.WriteString(w, m.text.String()); err != nil {
		return fmt.Errorf("writing the report as Markdown: %w", err)
	}
	return nil
}

// document is a Markdown text that grows part by part, up to a limit.
type document struct {
	text  strings.Builder
	limit int
	// left is how many parts had no room.
	left int
}

// part adds a whole part or, without room for it, nothing: half a code block would make
// the rest of the page one. After the first that has none, all are left out, for a list
// with a hole in its middle would mislead.
func (m *document) part(lines ...string) {
	text := strings.Join(lines, "\n") + "\n"
	if m.left > 0 || m.text.Len()+len(text) > m.limit {
		m.left++
		return
	}
	m.text.WriteString(text)
}

func (m *document) heading(p *page) {
	m.part("# "+sign(p.Verdict)+" "+escaped(p.Title)+": "+escaped(p.Verdict), "", escaped(p.Summary))
	facts := []string{"", "| | |", "|---|---|"}
	for _, f := range p.Facts {
		facts = append(facts, "| "+f.Name+" | "+code(f.Value, true)+" |")
	}
	m.part(facts...)
	m.alerts("WARNING", "Left behind "+p.Where+"; delete it there, by the id of the run:", p.LeftBehind)
	m.alerts("WARNING", "Waivers that nothing needs any more, and that fail the run until they are removed:", p.StaleWaivers)
	m.ruleSets(p)
	m.dialects(p)
	m.connector(p.Connector)
}

func (m *document) alerts(kind, text string, items []string) {
	if len(items) == 0 {
		return
	}
	lines := []string{"", "> [!" + kind + "]", "> " + text, ">"}
	for _, item := range items {
		lines = append(lines, "> - "+escaped(item))
	}
	m.part(lines...)
}

// sign is a verdict at a glance; the word stands beside it.
func sign(verdict string) string {
	switch result.Verdict(verdict) {
	case result.Conformant:
		return "✅"
	case result.Partial:
		return "🟡"
	default:
		return "❌"
	}
}

func (m *document) ruleSets(p *page) {
	if len(p.RuleSets) == 0 {
		return
	}
	lines := []string{
		"", "## Rule sets", "", "| rule set | verdict | " + strings.Join(p.Columns, " | ") + " |",
		"|---|---|" + strings.Repeat("--:|", len(p.Columns)),
	}
	for _, set := range p.RuleSets {
		row := "| " + escaped(set.ID) + " | " + sign(set.Verdict) + " " + escaped(set.Verdict) + " |"
		for _, n := range set.Counts {
			if n == 0 {
				row += " – |"
			} else {
				row += " " + thousands(n) + " |"
			}
		}
		lines = append(lines, row)
	}
	m.part(lines...)
}

func (m *document) section(s section) {
	m.part("", "## "+s.Title)
	for _, r := range s.Requirements {
		title := []string{"", "### " + code(r.ID, false)}
		if r.Level != "" {
			title[1] += " (" + escaped(r.Level) + ")"
		}
		if r.Says != "" {
			title = append(title, "", escaped(r.Says))
		}
		for i, f := range r.Findings {
			if lines := findingLines(f); i == 0 {
				m.part(append(title, lines...)...)
			} else {
				m.part(lines...)
			}
		}
	}
}

func findingLines(f finding) []string {
	lines := []string{"", "**" + escaped(f.Word) + "**: " + escaped(f.Name), "", "- id: " + code(f.ID, false), "- source: " + code(f.Source, false)}
	if f.Step != "" {
		lines = append(lines, "- step: "+code(f.Step, false))
	}
	if f.Reason != "" {
		lines = append(lines, "- because: "+escaped(f.Reason))
	}
	for _, found := range f.Found {
		lines = append(lines, "- found: "+code(found, false))
	}
	for _, hint := range f.Hints {
		lines = append(lines, "- hint: "+escaped(hint))
	}
	if f.Exchange != nil {
		lines = append(lines, exchangeLines(f.Exchange)...)
	}
	return append(lines, conversationLines(f.Conversation)...)
}

func exchangeLines(e *exchanged) []string {
	text := e.Sent
	if e.SentBody != "" {
		text += "\n" + e.SentBody
	}
	text += "\n\n" + e.Answer
	if e.AnswerBody != "" {
		text += "\n" + e.AnswerBody
	}
	summary := "The exchange that decided"
	if e.By != "" {
		summary += ", sent by " + escapedHTML(e.By)
	}
	lines := append([]string{"", "<details><summary>" + summary + "</summary>", ""}, block("http", text)...)
	if e.Curl != "" {
		lines = append(append(lines, ""), block("sh", e.Curl)...)
	}
	return append(lines, "", "</details>")
}

// conversationLines are what the connector sent in the scenario.
func conversationLines(conversation []string) []string {
	if len(conversation) == 0 {
		return nil
	}
	lines := append([]string{"", "<details><summary>All that the connector sent in this scenario</summary>", ""}, block("text", strings.Join(conversation, "\n"))...)
	return append(lines, "", "</details>")
}

func (m *document) measured(p *page) {
	if len(p.Measured) == 0 {
		return
	}
	m.part("", "## Measured: how long until somebody is out", "",
		"The clock runs from the moment at which the change was acknowledged, until the first answer that showed the effect.",
		"“Exact to” is how much earlier it may have been: the time since the look before.")
	rows := []string{"", "| what | who | since | how long | exact to | limit | found |", "|---|---|---|--:|--:|--:|---|"}
	for _, r := range p.Measured {
		cells := []string{r.What, r.Person, r.Since, r.HowLong, r.Fine, r.Limit, r.Found}
		for i, cell := range cells {
			cells[i] = escaped(cell)
		}
		rows = append(rows, "| "+strings.Join(cells, " | ")+" |")
	}
	m.part(rows...)
	m.part(append([]string{""}, block("text", strings.TrimRight(p.TextTimeline, "\n"))...)...)
	m.part("", "The scale is logarithmic: `─●` open until then, `═▶` still open, `·?` not known, `┊` the limit.")
}

// someOfMany is how many scenarios of a group a Markdown report names.
const someOfMany = 20

func (m *document) group(g grouped) {
	m.part("", "## "+g.Title)
	for _, r := range g.Reasons {
		lines := []string{"", "<details><summary>" + r.Count + ": " + escapedHTML(r.Reason) + "</summary>", ""}
		for i, name := range r.Names {
			if i == someOfMany {
				lines = append(lines, fmt.Sprintf("- and %d more", len(r.Names)-i))
				break
			}
			lines = append(lines, "- "+code(name, false))
		}
		if r.First != nil {
			lines = append(lines, findingLines(*r.First)...)
		}
		m.part(append(lines, "", "</details>")...)
	}
}

func (m *document) list(title string, items []string) {
	if len(items) == 0 {
		return
	}
	lines := []string{"", "## " + title, ""}
	for _, item := range items {
		lines = append(lines, "- "+escaped(item))
	}
	m.part(lines...)
}

func (m *document) folded(title, says string, items []string) {
	if len(items) == 0 {
		return
	}
	lines := []string{"", "## " + title, "", "<details><summary>" + says + "</summary>", ""}
	for _, item := range items {
		lines = append(lines, "- "+escaped(item))
	}
	m.part(append(lines, "", "</details>")...)
}

func (m *document) capabilities(p *page) {
	if len(p.Capabilities) == 0 {
		return
	}
	lines := []string{
		"", "## Capabilities", "", "<details><summary>what the target can do, and where that was learnt</summary>", "",
		"| capability | value | source |", "|---|---|---|",
	}
	for _, c := range p.Capabilities {
		lines = append(lines, "| "+escaped(c.Name)+" | "+escaped(c.Value)+" | "+escaped(c.Source)+" |")
	}
	m.part(append(lines, "", "</details>")...)
}

// nobody is an @ that calls nobody: a code host looks for names in the text between tags.
const nobody = "@<!-- -->"

// escaped is a text that is nothing but a text. A code host would call people by @name,
// and link #1: neither is left.
func escaped(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == '<':
			out.WriteString("&lt;")
		case r == '>':
			out.WriteString("&gt;")
		case r == '&':
			out.WriteString("&amp;")
		case r == '@':
			out.WriteString(nobody)
		case r == '#':
			out.WriteString("&#35;")
		case strings.ContainsRune("\\`*_[]|~$", r):
			out.WriteByte('\\')
			out.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return unlinked(out.String())
}

// escapedHTML is a text within an HTML element, where nothing of Markdown is read.
func escapedHTML(text string) string {
	return unlinked(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", nobody).Replace(text))
}

// unlinked breaks what would become a link by itself.
func unlinked(text string) string {
	return strings.NewReplacer("://", "&#58;//", "www.", "www&#46;").Replace(text)
}

// code is a text in a code span. In a table the bar has to be escaped even there.
func code(text string, cell bool) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	if cell {
		text = strings.ReplaceAll(text, "|", `\|`)
	}
	fence := strings.Repeat("`", longestRun(text)+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// block is a code block, its fence longer than any in the text.
func block(language, text string) []string {
	fence := strings.Repeat("`", max(3, longestRun(text)+1))
	return []string{fence + language, text, fence}
}

// longestRun is that of the back quotes in a text.
func longestRun(text string) int {
	longest, run := 0, 0
	for _, r := range text {
		if run++; r != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}
