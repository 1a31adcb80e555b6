package steps

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// TestEveryProfileSpeaksOfScenarios finds a misspelt id, of a requirement or of a scenario, in any profile.
func TestEveryProfileSpeaksOfScenarios(t *testing.T) {
	t.Parallel()
	bound, err := library()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range target.Profiles() {
		known, err := target.FromURL("https://tenant.example.com/scim/v2", name, anything(t))
		if err != nil {
			t.Fatal(problem.Format(err))
		}
		r := &run{target: known, scenarios: bound.scenarios}
		if err := errors.Join(r.checkDeviations(), r.checkObserved(), r.checkWaivers()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// anything answers for every variable.
func anything(t *testing.T) func(string) (string, bool) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return func(name string) (string, bool) {
		switch {
		case strings.HasSuffix(name, "_URL"):
			return "https://tenant.example.com", true
		case strings.HasSuffix(name, "_KEY"):
			return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})), true
		}
		return "value", true
	}
}

func deviating(deviations ...target.Deviation) *run {
	rule := features.Requirement{ID: "RFC7644-3.6-02"}
	return &run{
		target: &target.Target{Profile: "acme", Deviations: deviations},
		scenarios: map[string]scenario{
			"a": {ID: "RFC7644-3.6-02/a", requirement: rule}, "b": {ID: "RFC7644-3.6-02/b", requirement: rule},
		},
	}
}

func foretelling(ids ...string) target.Deviation {
	return target.Deviation{Requirements: ids, Reason: "it only hides", Source: "https://docs.example.com"}
}

func judgedAs(of map[string]result.Outcome) *result.Run {
	report := &result.Run{}
	for _, id := range []string{"RFC7644-3.6-02/a", "RFC7644-3.6-02/b", "RFC7644-3.6-03/c"} {
		if outcome, ran := of[id]; ran {
			requirement, _, _ := strings.Cut(id, "/")
			report.Scenarios = append(report.Scenarios, result.Scenario{ID: id, Requirement: requirement, Outcome: outcome})
		}
	}
	return report
}

// What the profile foretells is waived, with reason and source; nothing else is.
func TestWhatAProfileForetellsIsWaived(t *testing.T) {
	t.Parallel()
	report := judgedAs(map[string]result.Outcome{"RFC7644-3.6-02/a": result.Fail, "RFC7644-3.6-02/b": result.Warn, "RFC7644-3.6-03/c": result.Fail})
	deviating(foretelling("RFC7644-3.6-02")).deviate(report)
	for i, want := range []result.Outcome{result.Waived, result.Waived, result.Fail} {
		if got := report.Scenarios[i]; got.Outcome != want {
			t.Errorf("%s: %s, want %s", got.ID, got.Outcome, want)
		}
	}
	if got := report.Scenarios[0].Reason; got != "it only hides (https://docs.example.com)" {
		t.Errorf("the reason is %q", got)
	}
	if len(report.Notes) > 0 {
		t.Errorf("noted: %v", report.Notes)
	}
}

// A deviation that does not show is noted, if all of it was seen, and fails nothing.
func TestADeviationThatDoesNotShowIsNoted(t *testing.T) {
	t.Parallel()
	passed := map[string]result.Outcome{"RFC7644-3.6-02/a": result.Pass, "RFC7644-3.6-02/b": result.Pass}
	half := map[string]result.Outcome{"RFC7644-3.6-02/a": result.Pass, "RFC7644-3.6-02/b": result.Skip}
	one := map[string]result.Outcome{"RFC7644-3.6-02/a": result.Pass}
	for _, c := range []struct {
		of    map[string]result.Outcome
		ids   []string
		notes int
	}{
		{passed, []string{"RFC7644-3.6-02"}, 1},
		{half, []string{"RFC7644-3.6-02"}, 0},
		{one, []string{"RFC7644-3.6-02"}, 0},
		{one, []string{"RFC7644-3.6-02/a"}, 1},
		{one, []string{"RFC7644-3.6-02/a", "RFC7644-3.6-02/b"}, 1},
	} {
		report := judgedAs(c.of)
		deviating(foretelling(c.ids...)).deviate(report)
		report.Finish()
		if len(report.Notes) != c.notes || report.ExitCode(false) != 0 {
			t.Errorf("%v of %v: %v", c.ids, c.of, report.Notes)
		}
	}
	report := judgedAs(passed)
	deviating(foretelling("RFC7644-3.6-02")).deviate(report)
	if want := "the profile acme says that the target deviates from RFC7644-3.6-02 (it only hides; https://docs.example.com), and the target did not"; report.Notes[0] != want {
		t.Errorf("noted %q", report.Notes[0])
	}
}

// A scenario that could not begin is foretold where the target declined; a target that failed, or was silent, was not judged.
func TestAnErrorIsForetoldByAnAnswerOnly(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]result.Outcome{
		0: result.Error, 200: result.Waived, 400: result.Waived, 429: result.Error, 500: result.Error, 503: result.Error,
	} {
		report := judgedAs(map[string]result.Outcome{"RFC7644-3.6-02/a": result.Error})
		report.Scenarios[0].Exchanges = []result.Exchange{{Status: status, Decisive: true}}
		deviating(foretelling("RFC7644-3.6-02")).deviate(report)
		if got := report.Scenarios[0].Outcome; got != want {
			t.Errorf("an error after %d is %s, want %s", status, got, want)
		}
	}
	report := judgedAs(map[string]result.Outcome{"RFC7644-3.6-02/a": result.Error, "RFC7644-3.6-02/b": result.Invalid})
	deviating(foretelling("RFC7644-3.6-02")).deviate(report)
	if report.Scenarios[0].Outcome != result.Error || report.Scenarios[1].Outcome != result.Invalid {
		t.Errorf("got %v", report.Scenarios)
	}
}

func TestToDeviateFromNothingIsRefused(t *testing.T) {
	t.Parallel()
	for meant, taken := range map[string]bool{"RFC7644-3.6": true, "RFC7644-3.6-02/a": true, "RFC7644-3.6-20": false, "RFC7644-3.6-02/c": false} {
		if err := deviating(foretelling(meant)).checkDeviations(); (err == nil) != taken {
			t.Errorf("%s: %v", meant, err)
		}
	}
}
