package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// page is a run as the HTML and the Markdown report show it. Its texts are a stranger's,
// cleaned of control characters; each writer escapes them for its own language.
type page struct {
	Title, Verdict, Summary string
	Facts                   []fact
	Columns                 []string
	RuleSets                []ruleSetRow
	DialectColumns          []string
	Dialects                []dialectRow
	Matrix                  []matrixLine
	// Where is where something was left behind.
	Where        string
	LeftBehind   []string
	Sections     []section
	Measured     []measuredRow
	Timeline     *picture
	TextTimeline string
	Groups       []grouped
	StaleWaivers []string
	Capabilities []result.Capability
	Choices      []string
	Notes        []string
	Connector    *connectorPage
	Features     []feature
}

type fact struct{ Name, Value string }

type ruleSetRow struct {
	ID, Verdict string
	Counts      []int
}

// section are the findings of one kind, by requirement.
type section struct {
	Anchor, Title, Word string
	Requirements        []broken
}

// broken is a requirement with the scenarios that found something.
type broken struct {
	ID, Level, Says string
	Findings        []finding
}

type finding struct {
	Word, Name, ID, Source, Step, Reason string
	Found, Hints                         []string
	Exchange                             *exchanged
	// Conversation is what the connector sent in the scenario, a line each; empty without one.
	Conversation []string
}

type exchanged struct {
	// By is the connector that sent it; empty for the harness's own, which Curl repeats.
	By, Sent, SentBody, Answer, AnswerBody, Curl string
}

// grouped are the scenarios of one outcome, by reason.
type grouped struct {
	Anchor, Title string
	Reasons       []reasonGroup
}

type reasonGroup struct {
	Reason, Count string
	Names         []string
	// First is what blocked the first of them; nil where nothing was sent, or nothing
	// failed.
	First *finding
}

type measuredRow struct {
	What, Person, Since, HowLong, Fine, Limit, Found string
	Outcome                                          string
}

type feature struct {
	Name      string
	Count     string
	Scenarios []looked
}

type looked struct{ Outcome, Name, ID string }

// pageOf is the page of a run.
func pageOf(run *result.Run) *page {
	all := measurements(run)
	p := &page{
		Title: clean(titleOf(run)), Verdict: clean(string(run.Verdict)), Summary: plainSummary(run),
		Facts: facts(run), Where: leftWhere(run), LeftBehind: leftBehind(run), Measured: measuredRows(all), Timeline: pictureOf(all),
		StaleWaivers: staleWaivers(run), Features: features(run), Capabilities: capabilities(run), Connector: connectorOf(run),
	}
	if len(all) > 0 {
		p.TextTimeline = textTimeline(all)
	}
	for _, c := range columnsOf(run) {
		p.Columns = append(p.Columns, c.title)
	}
	for _, set := range bySet(run, toldIn(run)) {
		row := ruleSetRow{ID: clean(set.ID), Verdict: clean(string(set.Verdict))}
		for _, c := range columnsOf(run) {
			row.Counts = append(row.Counts, c.count(set.Counts))
		}
		p.RuleSets = append(p.RuleSets, row)
	}
	p.addDialects(run)
	p.addFindings(run)
	for _, c := range choices(run) {
		p.Choices = append(p.Choices, clean(c.String()))
	}
	for _, note := range run.Notes {
		p.Notes = append(p.Notes, clean(note))
	}
	return p
}

func titleOf(run *result.Run) string {
	if run.Target.Name != "" {
		return run.Target.Name
	}
	if run.Target.URL != "" {
		return run.Target.URL
	}
	return "a target without a name"
}

func facts(run *result.Run) []fact {
	took := milliseconds(run.DurationMs)
	started := run.StartedAt.UTC().Format("2 January 2006, 15:04:05 UTC")
	if run.StartedAt.IsZero() {
		started = ""
	}
	var all []fact
	for _, f := range []fact{
		{"Target", run.Target.URL},
		{"Profile", run.Target.Profile},
		{"Selected", run.Selection},
		{"Provisioner", run.Provisioner},
		{"Dialects", strings.Join(run.Dialects, ", ")},
		{"Started", started},
		{"Took", took + ", " + plural(run.Summary.Requests, "request", "requests")},
		{"Made by", strings.TrimSpace(run.Tool.Name + " " + run.Tool.Version)},
	} {
		if f.Value != "" {
			all = append(all, fact{f.Name, clean(f.Value)})
		}
	}
	if run.Interrupted {
		all = append(all, fact{"Interrupted", "the run was stopped before its end"})
	}
	return all
}

func leftBehind(run *result.Run) []string {
	var all []string
	for _, left := range run.LeftBehind {
		where := left.URL
		if where == "" {
			where = left.ID
		}
		all = append(all, clean(fmt.Sprintf("%s %s: %s", left.Kind, where, left.Reason)))
	}
	return all
}

func staleWaivers(run *result.Run) []string {
	var all []string
	for _, w := range run.Waivers {
		if w.Stale {
			all = append(all, clean(staleWaiver(w)))
		}
	}
	return all
}

func capabilities(run *result.Run) []result.Capability {
	all := slices.Clone(run.Capabilities)
	for i, c := range all {
		all[i] = result.Capability{Name: clean(c.Name), Value: clean(c.Value), Source: clean(c.Source)}
	}
	return all
}

func measuredRows(all []measured) []measuredRow {
	var rows []measuredRow
	for _, m := range all {
		rows = append(rows, measuredRow{
			m.what(), clean(m.Person), m.since(), m.howLong(), m.fine(), m.limit(), m.found(), string(m.Outcome),
		})
	}
	return rows
}

// addFindings sorts the scenarios that did not pass into what is shown one by one, and
// what is shown by its cause.
func (p *page) addFindings(run *result.Run) {
	for _, s := range []struct {
		outcome             result.Outcome
		anchor, title, word string
	}{
		{result.Fail, "failed", "What failed", "fail"},
		{result.Invalid, "invalid", "Invalid: our own bugs", "invalid"},
		{result.Warn, "warnings", "Warnings", "warn"},
	} {
		if found := findings(run, s.outcome, s.word); len(found) > 0 {
			p.Sections = append(p.Sections, section{s.anchor, s.title, s.word, found})
		}
	}
	for _, g := range []struct {
		outcome       result.Outcome
		anchor, title string
	}{
		{result.Error, "not-judged", "Not judged"},
		{result.Waived, "waived", "Waived: known and explained"},
		{"observed", "observed", "Observed, not judged"},
		{result.Skip, "skipped", "Skipped"},
	} {
		if reasons := reasonsOf(run, g.outcome); len(reasons) > 0 {
			p.Groups = append(p.Groups, grouped{g.anchor, g.title, reasons})
		}
	}
}

// findings are the scenarios of an outcome by requirement, in order of appearance.
func findings(run *result.Run, outcome result.Outcome, word string) []broken {
	var all []broken
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		if s.Outcome != outcome {
			continue
		}
		at := slices.IndexFunc(all, func(b broken) bool { return b.ID == clean(s.Requirement) })
		if at < 0 {
			all = append(all, broken{ID: clean(s.Requirement), Level: clean(string(s.Level)), Says: clean(s.Says)})
			at = len(all) - 1
		}
		all[at].Findings = append(all[at].Findings, findingOf(s, word))
	}
	return all
}

func findingOf(s *result.Scenario, word string) finding {
	f := finding{
		Word: word, Name: clean(s.Name), ID: clean(s.ID), Source: source(s), Step: clean(s.Step), Reason: clean(s.Reason), Found: mismatches(s),
	}
	for _, hint := range s.Hints {
		f.Hints = append(f.Hints, clean(hint))
	}
	if e := s.DecisiveExchange(); e != nil {
		f.Exchange = &exchanged{
			By: clean(sender(e)), Sent: clean(e.Method + " " + e.URL), SentBody: strings.Join(body(e.RequestBody), "\n"),
			Answer: answered(e), AnswerBody: strings.Join(body(e.ResponseBody), "\n"), Curl: strings.Join(again(e), ""),
		}
	}
	f.Conversation = sentIn(s)
	return f
}

func reasonsOf(run *result.Run, outcome result.Outcome) []reasonGroup {
	var all []reasonGroup
	for _, g := range groups(run, outcome) {
		r := reasonGroup{Reason: clean(g.reason), Count: plural(len(g.scenarios), "scenario", "scenarios")}
		for _, s := range g.scenarios {
			r.Names = append(r.Names, clean(scenarioName(s)))
		}
		if outcome == result.Error {
			first := findingOf(g.scenarios[0], "error")
			r.First = &first
		}
		all = append(all, r)
	}
	return all
}

// features are all scenarios as a reader of the features meets them.
func features(run *result.Run) []feature {
	var all []feature
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		name := clean(s.Feature)
		if len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, feature{Name: name})
		}
		last := &all[len(all)-1]
		last.Scenarios = append(last.Scenarios, looked{clean(string(s.Outcome)), clean(s.Name), clean(scenarioName(s))})
	}
	for i := range all {
		passed := 0
		for _, s := range all[i].Scenarios {
			if s.Outcome == string(result.Pass) {
				passed++
			}
		}
		all[i].Count = fmt.Sprintf("%d of %d passed", passed, len(all[i].Scenarios))
	}
	return all
}
