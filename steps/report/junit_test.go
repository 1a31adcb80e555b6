package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/result"
)

// element is what the two usual schemas of JUnit XML, read together, allow in
// one place: which attributes there must be and may be, which children in
// which order, and whether there may be text.
type element struct {
	must, may []string
	// children in their order; the suffix ? means at most one, * any number,
	// and none exactly one. Of those with ! at most one may be there at all.
	children []string
	text     bool
}

var junitSchema = map[string]element{
	"testsuites": {children: []string{"testsuite*"}},
	"testsuite": {
		must:     []string{"name", "package", "id", "hostname", "timestamp", "tests", "failures", "errors", "time"},
		may:      []string{"skipped"},
		children: []string{"properties", "testcase*", "system-out", "system-err"},
	},
	"properties": {children: []string{"property*"}},
	"property":   {must: []string{"name", "value"}},
	"testcase":   {must: []string{"name", "classname", "time"}, children: []string{"skipped!", "error!", "failure!"}},
	"skipped":    {may: []string{"message", "type"}, text: true},
	"error":      {must: []string{"type"}, may: []string{"message"}, text: true},
	"failure":    {must: []string{"type"}, may: []string{"message"}, text: true},
	"system-out": {text: true},
	"system-err": {text: true},
}

// junitValues are the forms of the attributes that are no plain text.
var junitValues = map[string]*regexp.Regexp{
	"testsuite tests": natural, "testsuite failures": natural, "testsuite errors": natural, "testsuite skipped": natural, "testsuite id": natural,
	"testsuite time": decimal, "testcase time": decimal,
	"testsuite timestamp": regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`),
	"testsuite name":      word, "testsuite package": word, "testsuite hostname": word, "property name": word, "testcase name": word, "testcase classname": word,
}

var (
	natural = regexp.MustCompile(`^\d+$`)
	// decimal also fits what Jenkins takes for a time: no sign, no exponent.
	decimal = regexp.MustCompile(`^\d+\.\d+$`)
	word    = regexp.MustCompile(`^\S(.*\S)?$`)
)

// node is an element as read.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []node     `xml:",any"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) all(name string) []node {
	var out []node
	for _, child := range n.Children {
		if child.XMLName.Local == name {
			out = append(out, child)
		}
	}
	return out
}

// conform lists what in the tree the schemas do not allow.
func conform(n node) []string {
	name := n.XMLName.Local
	rule, known := junitSchema[name]
	if !known {
		return []string{"there is no element " + name}
	}
	out := append(conformAttributes(n, rule), conformChildren(n, rule)...)
	if !rule.text && strings.TrimSpace(n.Text) != "" {
		out = append(out, "text in "+name)
	}
	for _, child := range n.Children {
		out = append(out, conform(child)...)
	}
	return out
}

func conformAttributes(n node, rule element) []string {
	var out []string
	name := n.XMLName.Local
	there := map[string]bool{}
	for _, a := range n.Attrs {
		there[a.Name.Local] = true
		if !slices.Contains(rule.must, a.Name.Local) && !slices.Contains(rule.may, a.Name.Local) {
			out = append(out, fmt.Sprintf("%s has the attribute %s", name, a.Name.Local))
		}
		if form := junitValues[name+" "+a.Name.Local]; form != nil && !form.MatchString(a.Value) {
			out = append(out, fmt.Sprintf("%s %s is %q", name, a.Name.Local, a.Value))
		}
	}
	for _, must := range rule.must {
		if !there[must] {
			out = append(out, fmt.Sprintf("%s has no attribute %s", name, must))
		}
	}
	return out
}

func conformChildren(n node, rule element) []string {
	var out []string
	name, at, choices := n.XMLName.Local, 0, 0
	counts := map[string]int{}
	for _, child := range n.Children {
		i := slices.IndexFunc(rule.children, func(c string) bool { return strings.TrimRight(c, "?*!") == child.XMLName.Local })
		if i < at {
			out = append(out, fmt.Sprintf("%s in %s is out of place", child.XMLName.Local, name))
			continue
		}
		at = i
		counts[rule.children[i]]++
		if strings.HasSuffix(rule.children[i], "!") {
			choices++
		}
	}
	for _, child := range rule.children {
		if n := counts[child]; n != 1 && !strings.ContainsAny(child, "?*!") || n > 1 && strings.HasSuffix(child, "?") {
			out = append(out, fmt.Sprintf("%s has %d %s", name, n, child))
		}
	}
	if choices > 1 {
		out = append(out, fmt.Sprintf("%s has %d outcomes", name, choices))
	}
	return out
}

// readJUnit writes a run and reads it back, illegal characters refused.
func readJUnit(t *testing.T, run *result.Run) node {
	t.Helper()
	var out bytes.Buffer
	if err := JUnit(&out, run); err != nil {
		t.Fatal(err)
	}
	var root node
	dec := xml.NewDecoder(&out)
	dec.Strict = true
	if err := dec.Decode(&root); err != nil {
		t.Fatal(err)
	}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if text, isText := token.(xml.CharData); err != nil || !isText || strings.TrimSpace(string(text)) != "" {
			t.Fatalf("behind the root: %v, %v", token, err)
		}
	}
	return root
}

func TestJUnitConformsToTheUsualSchemas(t *testing.T) {
	empty := &result.Run{}
	empty.Finish()
	for name, run := range map[string]*result.Run{"synthetic": synthetic(), "empty": empty} {
		for _, trouble := range conform(readJUnit(t, run)) {
			t.Errorf("%s: %s", name, trouble)
		}
	}
}

func TestTheSchemasAreAskedInEarnest(t *testing.T) {
	for _, text := range []string{
		`<testsuite/>`,
		`<testsuites tests="1"/>`,
		`<testsuites><testcase/></testsuites>`,
		`<testsuites>text</testsuites>`,
		`<properties><property name="a"/></properties>`,
		`<testcase name="a" classname="b" time="1e3"/>`,
		`<testcase name="a" classname="b" time="1.0"><skipped/><skipped/></testcase>`,
		`<testcase name="a" classname="b" time="1.0"><system-out/></testcase>`,
	} {
		var n node
		if err := xml.Unmarshal([]byte(text), &n); err != nil {
			t.Fatal(err)
		}
		if conform(n) == nil {
			t.Errorf("%s conforms", text)
		}
	}
}

func TestJUnitCountsRightly(t *testing.T) {
	run := synthetic()
	root := readJUnit(t, run)
	total := map[string]int{}
	for _, suite := range root.all("testsuite") {
		counted := map[string]int{"tests": len(suite.all("testcase"))}
		for _, c := range suite.all("testcase") {
			counted["failures"] += len(c.all("failure"))
			counted["errors"] += len(c.all("error"))
			counted["skipped"] += len(c.all("skipped"))
		}
		for _, name := range []string{"tests", "failures", "errors", "skipped"} {
			said, err := strconv.Atoi(suite.attr(name))
			if err != nil || said != counted[name] {
				t.Errorf("%s: %s is %s, counted %d", suite.attr("name"), name, suite.attr(name), counted[name])
			}
			total[name] += said
		}
	}
	s := run.Summary
	// Each of the two stale waivers is a test of its own, and fails.
	want := map[string]int{"tests": s.Scenarios + 2, "failures": s.Fail + 2, "errors": s.Error + s.Invalid, "skipped": s.Skip + s.Waived}
	for name, n := range want {
		if total[name] != n {
			t.Errorf("%s: %d, want %d", name, total[name], n)
		}
	}
}

func TestJUnitNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, suite := range readJUnit(t, synthetic()).all("testsuite") {
		for _, c := range suite.all("testcase") {
			name := c.attr("classname") + " " + c.attr("name")
			if seen[name] {
				t.Errorf("%s is there twice", name)
			}
			seen[name] = true
		}
	}
}

func TestJUnitOutcomes(t *testing.T) {
	for outcome, want := range map[result.Outcome]string{
		result.Pass: "", result.Warn: "", result.Fail: "failure", result.Skip: "skipped", result.Waived: "skipped", result.Error: "error",
		result.Invalid: "error", "": "error",
	} {
		run := &result.Run{Scenarios: []result.Scenario{{ID: "RFC7644-1/x", Requirement: "RFC7644-1", Outcome: outcome, Reason: "because"}}}
		run.Finish()
		suite := readJUnit(t, run).all("testsuite")[0]
		children := suite.all("testcase")[0].Children
		got := ""
		if len(children) > 0 {
			got = children[0].XMLName.Local
		}
		if got != want {
			t.Errorf("%s: %q, want %q", outcome, got, want)
		}
		if said := strings.Contains(suite.all("system-out")[0].Text, "WARN"); said != (outcome == result.Warn) {
			t.Errorf("%s: system-out %q", outcome, suite.all("system-out")[0].Text)
		}
	}
}

func TestJUnitTimeIsTheSum(t *testing.T) {
	for _, suite := range readJUnit(t, synthetic()).all("testsuite") {
		sum := 0.0
		for _, c := range suite.all("testcase") {
			seconds, err := strconv.ParseFloat(c.attr("time"), 64)
			if err != nil {
				t.Fatal(err)
			}
			sum += seconds
		}
		// Each time is rounded to a millisecond.
		said, err := strconv.ParseFloat(suite.attr("time"), 64)
		if rounding := 0.001 * float64(len(suite.all("testcase"))); err != nil || said < sum-rounding || said > sum+rounding {
			t.Errorf("%s: %v, want %v", suite.attr("name"), said, sum)
		}
	}
}
