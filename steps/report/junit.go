package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// The elements of JUnit XML, in the shape that both usual schemas accept, the
// one of Jenkins' xUnit plugin and the one of Ant: hence counts on each
// testsuite and none on testsuites, at most one child in a testcase, and the
// text of warnings in the system-out of their testsuite.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Package    string          `xml:"package,attr"`
		ID         int             `xml:"id,attr"`
		Hostname   string          `xml:"hostname,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Out        junitText       `xml:"system-out"`
		Err        junitText       `xml:"system-err"`

		ms float64
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name      string      `xml:"name,attr"`
		Classname string      `xml:"classname,attr"`
		Time      string      `xml:"time,attr"`
		Skipped   *junitCause `xml:"skipped"`
		Error     *junitCause `xml:"error"`
		Failure   *junitCause `xml:"failure"`
	}
	junitCause struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",cdata"`
	}
	junitText struct {
		Text string `xml:",cdata"`
	}
)

// JUnit writes the run as JUnit XML: a testsuite for each rule set, a
// testcase for each scenario. A scenario that was skipped, is waived or was only observed is
// skipped, one that was not judged or is invalid is an error, and a warning
// has passed, its text in the system-out of the testsuite. A waiver that is
// stale is a failure of a testsuite of its own.
func JUnit(w io.Writer, run *result.Run) error {
	var doc junitSuites
	for _, set := range run.RuleSets {
		doc.add(run, set.ID, set.Verdict)
	}
	doc.add(run, "", run.Verdict)
	doc.addStaleWaivers(run)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("writing the report as JUnit XML: %w", err)
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("writing the report as JUnit XML: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("writing the report as JUnit XML: %w", err)
	}
	return nil
}

// otherScenarios names the testsuite of the scenarios without a rule set.
const otherScenarios = "other"

// add makes the testsuite of one rule set, none where it has no scenario.
func (doc *junitSuites) add(run *result.Run, ruleSet string, verdict result.Verdict) {
	name := ruleSet
	if name == "" {
		name = otherScenarios
	}
	suite := newSuite(run, name, verdict)
	for i := range run.Scenarios {
		if s := &run.Scenarios[i]; s.RuleSet() == ruleSet {
			suite.add(s)
		}
	}
	suite.read(run, ruleSet)
	doc.append(suite)
}

// read puts the readings of a rule set into the system-out: a build server has no
// other place for what is neither a failure nor a skip.
func (suite *junitSuite) read(run *result.Run, ruleSet string) {
	for _, r := range run.Readings {
		if result.RuleSetOf(r.Requirement) == ruleSet {
			suite.Out.Text += clean(fmt.Sprintf("READING  %s: %s: %s (of %s)", r.Requirement, r.Question, r.Got, strings.Join(r.Accepted, ", "))) + "\n"
		}
	}
}

func (doc *junitSuites) append(suite *junitSuite) {
	if suite.Tests == 0 {
		return
	}
	suite.ID = len(doc.Suites)
	suite.Time = seconds(suite.ms)
	doc.Suites = append(doc.Suites, *suite)
}

func newSuite(run *result.Run, name string, verdict result.Verdict) *junitSuite {
	suite := &junitSuite{
		Name:    name,
		Package: "scimproof",
		// Who ran it says nothing about the target, and would make two reports
		// of the same result differ.
		Hostname:  "localhost",
		Timestamp: run.StartedAt.UTC().Format("2006-01-02T15:04:05"),
	}
	for _, p := range []junitProperty{
		{"tool", strings.TrimSpace(run.Tool.Name + " " + run.Tool.Version)},
		{"target", run.Target.Name},
		{"target.url", run.Target.URL},
		{"target.profile", run.Target.Profile},
		{"provisioner", run.Provisioner},
		{"dialects", strings.Join(run.Dialects, " ")},
		{"verdict", string(verdict)},
		{"verdict.run", string(run.Verdict)},
	} {
		if p.Value != "" {
			suite.Properties = append(suite.Properties, junitProperty{p.Name, clean(p.Value)})
		}
	}
	return suite
}

func (suite *junitSuite) add(s *result.Scenario) {
	suite.ms += s.DurationMs
	c := junitCase{
		Name:      caseName(s),
		Classname: className(s.Feature),
		Time:      seconds(s.DurationMs),
	}
	switch s.Outcome {
	case result.Pass:
	case result.Warn:
		suite.Out.Text += plainAccount("WARN", s) + "\n"
	case result.Skip:
		c.Skipped = &junitCause{Message: clean(s.Reason), Type: string(s.Outcome)}
	case result.Waived:
		c.Skipped = &junitCause{Message: clean("waived: " + s.Reason), Type: string(s.Outcome)}
	case result.Observed:
		c.Skipped = &junitCause{Message: clean("observed: " + s.Reason), Type: string(s.Outcome)}
		suite.Out.Text += clean("OBSERVED  "+sight(s)) + "\n"
	case result.Fail:
		c.Failure = &junitCause{Message: firstMismatch(s), Type: string(s.Level), Text: plainAccount("FAIL", s)}
	default:
		c.Error = &junitCause{Message: clean(s.Reason), Type: string(s.Outcome), Text: plainAccount("ERROR", s)}
	}
	suite.count(c)
}

func (suite *junitSuite) count(c junitCase) {
	suite.Tests++
	switch {
	case c.Skipped != nil:
		suite.Skipped++
	case c.Failure != nil:
		suite.Failures++
	case c.Error != nil:
		suite.Errors++
	}
	suite.Cases = append(suite.Cases, c)
}

// addStaleWaivers makes a failure of each waiver that nothing needs any more,
// because it fails the run, and a build server shows only what has a testcase.
func (doc *junitSuites) addStaleWaivers(run *result.Run) {
	suite := newSuite(run, "waivers", run.Verdict)
	for _, w := range run.Waivers {
		if !w.Stale {
			continue
		}
		text := clean(staleWaiver(w))
		suite.count(junitCase{
			Name:      clean("the waiver of " + waived(w) + " is needed"),
			Classname: "waivers",
			Time:      seconds(0),
			Failure:   &junitCause{Message: text, Type: "waiver", Text: text},
		})
	}
	doc.append(suite)
}

// caseName is unique in the run, so that a build server keeps the history of
// one scenario apart from another's.
func caseName(s *result.Scenario) string {
	name := s.Name + " (" + s.ID
	if s.Dialect != "" {
		name += ", " + s.Dialect
	}
	return clean(name + ")")
}

// className turns the path of a feature into the dotted name that build
// servers group by.
func className(feature string) string {
	name := strings.ReplaceAll(strings.TrimSuffix(feature, ".feature"), "/", ".")
	if name == "" {
		return otherScenarios
	}
	return clean(name)
}

func firstMismatch(s *result.Scenario) string {
	if len(s.Mismatches) == 0 {
		return clean(s.Reason)
	}
	text := mismatch(s.Mismatches[0])
	if more := len(s.Mismatches) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// plainAccount is the console's account without colours.
func plainAccount(word string, s *result.Scenario) string {
	var out bytes.Buffer
	p := newPrinter(&out, Options{})
	p.account(word, red, s)
	// A buffer takes everything: there is no error to lose.
	_ = p.out.Flush()
	return strings.TrimLeft(out.String(), "\n")
}

func seconds(ms float64) string { return fmt.Sprintf("%.3f", max(0, ms)/1000) }
