package report

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a report with its golden file.
func golden(t *testing.T, name string, write func(io.Writer) error) {
	t.Helper()
	var got bytes.Buffer
	if err := write(&got); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (go test ./steps/report -update, if it is right): %s", file, diff)
	}
}

func TestGolden(t *testing.T) {
	golden(t, "report.json", func(w io.Writer) error { return JSON(w, synthetic()) })
	golden(t, "report.xml", func(w io.Writer) error { return JUnit(w, synthetic()) })
	golden(t, "console.txt", func(w io.Writer) error { return Console(w, synthetic(), Options{}) })
	golden(t, "verbose.txt", func(w io.Writer) error { return Console(w, synthetic(), Options{Verbose: true}) })
	golden(t, "text.txt", func(w io.Writer) error { return Console(w, synthetic(), Options{Readings: true}) })
	golden(t, "report.html", func(w io.Writer) error { return HTML(w, synthetic()) })
	golden(t, "report.md", func(w io.Writer) error { return Markdown(w, synthetic()) })
	golden(t, "colour.txt", func(w io.Writer) error { return Console(w, synthetic(), Options{Colour: true}) })
}

func TestEmptyRun(t *testing.T) {
	run := &result.Run{}
	run.Finish()
	for _, f := range Formats() {
		var out bytes.Buffer
		if err := f.Write(&out, run); err != nil || out.Len() == 0 {
			t.Errorf("%s: %v, %q", f.Name, err, out.String())
		}
	}
}

// check validates a report against the published schema.
func check(t *testing.T, report []byte) error {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(result.JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("report.schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(report))
	if err != nil {
		t.Fatal(err)
	}
	return compiled.Validate(value)
}

func TestJSONHoldsToItsSchema(t *testing.T) {
	empty := &result.Run{Tool: result.Tool{Name: "scimproof"}, Interrupted: true}
	empty.Finish()
	binary := synthetic()
	binary.Scenarios[0].Exchanges = append(binary.Scenarios[0].Exchanges, result.Exchange{ResponseBody: "\xff\xfe\x00"})
	for name, run := range map[string]*result.Run{"synthetic": synthetic(), "empty": empty, "binary": binary} {
		var out bytes.Buffer
		if err := JSON(&out, run); err != nil {
			t.Fatal(err)
		}
		if err := check(t, out.Bytes()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSchemaRefusesWhatIsNoReport(t *testing.T) {
	var out bytes.Buffer
	if err := JSON(&out, synthetic()); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for name, other := range map[string]string{
		"another member":              strings.Replace(text, `"verdict"`, `"mood": 1, "verdict"`, 1),
		"another member of a rule":    strings.Replace(text, `"pass"`, `"great": 1, "pass"`, 1),
		"another member of a finding": strings.Replace(text, `"got"`, `"had": 1, "got"`, 1),
		"another member of a reading": strings.Replace(text, `"question"`, `"why": "", "question"`, 1),
		"another clock":               strings.Replace(text, `"clock": "new"`, `"clock": "wall"`, 1),
		"a missing member":            strings.Replace(text, `"provisioner": "acme-sync",`, "", 1),
		"a likeness beyond the whole": strings.Replace(text, `"score": 0.75`, `"score": 1.5`, 1),
		"another verdict":             strings.Replace(text, `"verdict": "nonconformant"`, `"verdict": "fine"`, 1),
		"another version":             strings.Replace(text, `"schemaVersion": "1"`, `"schemaVersion": "2"`, 1),
		"a day that is none":          strings.Replace(text, "2027-03-01", "next March", 1),
	} {
		if other == text {
			t.Fatalf("%s: the report has nothing to replace", name)
		}
		if check(t, []byte(other)) == nil {
			t.Errorf("a report with %s is taken", name)
		}
	}
}

// TestTheContract names the members that the documentation promises, so that
// none is renamed by accident.
func TestTheContract(t *testing.T) {
	var out bytes.Buffer
	if err := JSON(&out, synthetic()); err != nil {
		t.Fatal(err)
	}
	report, err := oracle.Parse(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"schemaVersion", "tool.name", "tool.version", "target.name", "target.url", "target.profile", "provisioner", "dialects", "startedAt",
		"durationMs", "verdict", "ruleSets.id", "ruleSets.verdict", "ruleSets.pass", "ruleSets.fail", "ruleSets.warn", "ruleSets.skip",
		"ruleSets.waived", "ruleSets.error", "ruleSets.invalid", "summary.scenarios", "summary.pass", "summary.fail", "summary.warn",
		"summary.skip", "summary.waived", "summary.error", "summary.invalid", "summary.requests", "capabilities.name", "capabilities.value",
		"capabilities.source", "scenarios.id", "scenarios.name", "scenarios.feature", "scenarios.line", "scenarios.dialect", "scenarios.tags",
		"scenarios.requirement", "scenarios.level", "scenarios.outcome", "scenarios.reason", "scenarios.durationMs", "scenarios.mismatches.path",
		"scenarios.mismatches.want", "scenarios.mismatches.got", "scenarios.exchanges", "scenarios.readings.question",
		"scenarios.readings.accepted", "scenarios.readings.got", "readings.requirement", "readings.question", "readings.accepted",
		"readings.got", "readings.scenarios", "scenarios.measurements.what", "scenarios.measurements.person", "scenarios.measurements.credential",
		"scenarios.measurements.clock", "scenarios.measurements.since", "scenarios.measurements.ms", "scenarios.measurements.limitMs",
		"scenarios.measurements.grainMs", "scenarios.measurements.outcome",
	} {
		if len(oracle.Lookup(report, path)) == 0 {
			t.Errorf("the report has no %s", path)
		}
	}
}

func TestNothingPaintsWithoutColour(t *testing.T) {
	for _, f := range Formats() {
		var out bytes.Buffer
		if err := f.Write(&out, synthetic()); err != nil {
			t.Fatal(err)
		}
		if f.Name != "json" && strings.ContainsAny(out.String(), "\x1b\x00") {
			t.Errorf("%s lets the target's control characters through", f.Name)
		}
	}
}

func TestCurl(t *testing.T) {
	post := create(201, "")
	want := `curl -sS -i -X POST 'https://tenant.example.com/scim/v2/Users' -H 'Accept: application/scim+json' ` +
		`-H "Authorization: Bearer $SCIM_TOKEN" -H 'Content-Type: application/scim+json' ` +
		`--data-binary '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","nickName":"it'\''s \"A\" & <B>","password":"[redacted]"}'`
	if diff := cmp.Diff(want, curl(&post)); diff != "" {
		t.Error(diff)
	}
	get := whoami()
	want = `curl -sS -i -g 'https://tenant.example.com/api/v1/whoami?x=[1]' -H "Cookie: $COOKIE" -H "X-Note: a \$HOME \` + "`b\\`" + ` \"c\" \\ $SCIM_TOKEN"`
	if diff := cmp.Diff(want, curl(&get)); diff != "" {
		t.Error(diff)
	}
	put := result.Exchange{Method: "PUT", URL: "u'v", RequestBody: strings.Repeat("x", longestData+1)}
	if got := curl(&put); got != `curl -sS -i -X PUT 'u'\''v' --data-binary @body.json` {
		t.Error(got)
	}
}

func TestBodiesAreTrimmed(t *testing.T) {
	if got := body(" \n"); got != nil {
		t.Errorf("%q", got)
	}
	if got := body("{\n\"a\" : [1]}"); strings.Join(got, "|") != `{"a":[1]}` {
		t.Errorf("%q", got)
	}
	if got := body(`{"a":1,"b":"` + strings.Repeat("x", lineWidth) + `"}`); len(got) != 4 || got[1] != `  "a": 1,` {
		t.Errorf("%q", got)
	}
	if got := body(strings.Repeat("x\n", 100)); len(got) != bodyLines+1 || got[bodyLines] != "… 84 more lines" {
		t.Errorf("%q", got)
	}
	if got := body(strings.Repeat("ä", 500)); len([]rune(got[0])) != lineWidth+1 {
		t.Errorf("%q", got)
	}
}

func TestMilliseconds(t *testing.T) {
	for ms, want := range map[float64]string{0: "0 ms", 999.4: "999 ms", 1500: "1.5 s", 59_900: "59.9 s", 60_000: "1 min 00 s", 185_400: "3 min 05 s"} {
		if got := milliseconds(ms); got != want {
			t.Errorf("%v: %s", ms, got)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

func TestDestinations(t *testing.T) {
	for _, text := range []string{"", "json", "json=", "=x", "sarif=x"} {
		if _, err := ParseDestination(text); problem.ExitCode(err) != problem.ExitUsage {
			t.Errorf("%q: %v", text, err)
		}
	}
	_, err := ParseDestination("yaml=x")
	want := "error: there is no report format \"yaml\"\nhint: the formats are json, html, markdown, junit, text\n"
	if got := problem.Format(err); got != want {
		t.Error(got)
	}
}

func TestWriteReplacesTheWholeFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(file, bytes.Repeat([]byte("old "), 100_000), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := ParseDestination("json=" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(synthetic()); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil || check(t, got) != nil {
		t.Errorf("%v, %d bytes", err, len(got))
	}
	left, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestAFailedWriteLeavesTheOldFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := Format{Name: "broken", Write: func(w io.Writer, _ *result.Run) error {
		_, _ = io.WriteString(w, "half")
		return io.ErrShortWrite
	}}
	if err := (Destination{broken, file}).Write(synthetic()); problem.ExitCode(err) != problem.ExitUsage {
		t.Error(err)
	}
	got, err := os.ReadFile(file)
	left, _ := os.ReadDir(filepath.Dir(file))
	if err != nil || string(got) != "old" || len(left) != 1 {
		t.Errorf("%q, %v, %v", got, left, err)
	}
}

func TestWhatCannotBeWrittenIsSaidBeforehand(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		dir:                                "error: cannot write the report: " + dir + " is a directory\nhint: --report json=" + filepath.Join(dir, "report.json") + "\n",
		filepath.Join(dir, "no", "r.json"): "error: cannot write the report " + filepath.Join(dir, "no", "r.json") + ": no such file or directory\nhint: name a file in a directory that exists and may be written to\n",
	} {
		d, err := ParseDestination("json=" + path)
		if err != nil {
			t.Fatal(err)
		}
		if got := problem.Format(d.Check()); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
		if d.Write(synthetic()) == nil {
			t.Errorf("%s is written", path)
		}
	}
	if err := Write("junit", os.DevNull, synthetic()); err != nil {
		t.Error(err)
	}
}
