package prove

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// example has a row of each kind.
func example() *Matrix {
	m := &Matrix{
		SchemaVersion: SchemaVersion, Scenarios: 900, Passed: 900, DurationMs: 61_400, Seed: 7,
		Faults: []FaultResult{
			{
				ID: "deprov-session-survives", Title: "Sessions outlive the account", Area: "login", Severity: "critical",
				Requirement: "LIFECYCLE-LOGIN-03", Caught: true, Named: true,
				By: []string{"LIFECYCLE-LOGIN-03/a", "LIFECYCLE-LOGIN-01/b"}, Collateral: []string{"LIFECYCLE-LOGIN-01/b"},
			},
			{
				ID: "seen-by-others", Title: "Something else", Area: "login", Severity: "low", Requirement: "LIFECYCLE-LOGIN-02",
				Also: []string{"LIFECYCLE-LOGIN-05"}, Caught: true, By: []string{"1", "2", "3", "4", "5", "6", "7"},
			},
			{ID: "seen-by-nobody", Title: "Nothing", Area: "paging", Severity: "low", Requirement: "RFC7644-3.4.2.4-01", Blocked: []string{"x"}},
			{ID: "client-nameless", Title: "No name", Area: "connector", Severity: "low", Requirement: "CONNECTOR-AUTH-05", Connector: "rfc"},
			{ID: "broken", Title: "Does not start", Area: "paging", Severity: "high", Requirement: "RFC7644-3.4.2.4-02", Error: "no tenant"},
		},
		Variants: []VariantResult{
			{ID: "patch-answers-204", Title: "PATCH is answered 204", Tried: 900, Passed: 897, Skipped: 2, Warned: 1},
			{ID: "combination-7", Title: "a, b", Combined: true, Failures: []Failure{{"RFC7644-3.3-01/x", "fail", "the answer is 200: status: want 200, got 204"}}},
			{ID: "late", Title: "Late", Error: "no tenant"},
		},
		Connectors: []ConnectorResult{
			{ID: "rfc", Title: "Honest", Tried: 290, Passed: 220, Skipped: 70},
			{ID: "put", Title: "Honest as well", Tried: 290, Passed: 219, Skipped: 70, Failures: []Failure{{"CONNECTOR-GROUP-05/x", "fail", "the members: want Grace, got nobody"}}},
		},
	}
	m.score()
	return m
}

func TestScore(t *testing.T) {
	t.Parallel()
	want := Score{
		Part:       Part{Faults: 5, Caught: 2, Named: 1, Percent: 40},
		ByArea:     []Part{{Name: "login", Faults: 2, Caught: 2, Named: 1, Percent: 100}, {Name: "paging", Faults: 2}, {Name: "connector", Faults: 1}},
		BySeverity: []Part{{Name: "critical", Faults: 1, Caught: 1, Named: 1, Percent: 100}, {Name: "high", Faults: 1}, {Name: "medium"}, {Name: "low", Faults: 3, Caught: 1, Percent: 100.0 / 3}},
		Collateral: 0.2, Variants: 3, Connectors: 2, FalseAlarms: 3,
	}
	if diff := cmp.Diff(want, example().Score); diff != "" {
		t.Error(diff)
	}
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	good := func() *Matrix {
		m := example()
		m.Faults, m.Variants, m.Connectors = m.Faults[:1], m.Variants[:1], m.Connectors[:1]
		m.score()
		return m
	}
	unnamed, alarmed, refused, stopped := good(), good(), good(), good()
	unnamed.Faults = append(unnamed.Faults, example().Faults[1])
	alarmed.Variants = append(alarmed.Variants, example().Variants[1])
	refused.Connectors = append(refused.Connectors, example().Connectors[1])
	refused.score()
	stopped.Interrupted = true
	unnamed.score()
	alarmed.score()
	for name, c := range map[string]struct {
		m    *Matrix
		want int
	}{
		"all is as it should be": {good(), 0}, "caught by others only": {unnamed, 1}, "a false alarm": {alarmed, 1},
		"an honest connector refused": {refused, 1},
		"stopped":                     {stopped, 130}, "nothing": {&Matrix{}, 0},
	} {
		if got := c.m.ExitCode(); got != c.want {
			t.Errorf("%s: exit code %d, want %d", name, got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	if err := Text(&got, example()); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "matrix.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}
