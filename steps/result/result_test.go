package result_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/steps/result"
)

func scenario(requirement string, outcome result.Outcome) result.Scenario {
	return result.Scenario{ID: requirement + "/x", Requirement: requirement, Outcome: outcome}
}

func run(outcomes ...result.Outcome) *result.Run {
	r := &result.Run{}
	for _, outcome := range outcomes {
		r.Scenarios = append(r.Scenarios, scenario("RFC7644-3.3-01", outcome))
	}
	return r
}

func TestVerdictAndExitCode(t *testing.T) {
	optional := func(r *result.Run) *result.Run {
		r.Scenarios[0].Optional = true
		return r
	}
	interrupted := func(r *result.Run) *result.Run {
		r.Interrupted = true
		return r
	}
	for _, c := range []struct {
		name           string
		run            *result.Run
		verdict        result.Verdict
		exit, complete int
	}{
		{"all pass", run(result.Pass, result.Pass), result.Conformant, 0, 0},
		{"a warning", run(result.Pass, result.Warn), result.Conformant, 0, 0},
		{"warnings only", run(result.Warn), result.Conformant, 0, 0},
		{"a skip", run(result.Pass, result.Skip), result.Partial, 0, 3},
		{"a skip at the target's choice", optional(run(result.Skip, result.Pass)), result.Conformant, 0, 0},
		{"a waiver", run(result.Pass, result.Waived), result.Partial, 0, 3},
		{"a failure", run(result.Pass, result.Fail), result.Nonconformant, 1, 1},
		{"a failure beside an error", run(result.Error, result.Fail, result.Invalid), result.Nonconformant, 1, 1},
		{"an error", run(result.Pass, result.Error), result.NotJudged, 3, 3},
		{"an invalid scenario", run(result.Pass, result.Invalid), result.NotJudged, 3, 3},
		{"an outcome that is none", run(result.Pass, "great"), result.NotJudged, 3, 3},
		{"skips only", run(result.Skip), result.NotJudged, 3, 3},
		{"optional skips only", optional(run(result.Skip)), result.NotJudged, 3, 3},
		{"nothing", run(), result.NotJudged, 3, 3},
		{"interrupted", interrupted(run(result.Pass)), result.NotJudged, 130, 130},
		{"interrupted after a failure", interrupted(run(result.Pass, result.Fail)), result.Nonconformant, 130, 130},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.run.Finish()
			if c.run.Verdict != c.verdict || c.run.ExitCode(false) != c.exit || c.run.ExitCode(true) != c.complete {
				t.Errorf("%s, exit %d, %d with complete", c.run.Verdict, c.run.ExitCode(false), c.run.ExitCode(true))
			}
		})
	}
}

func TestFinishCountsByRuleSet(t *testing.T) {
	r := &result.Run{Scenarios: []result.Scenario{
		scenario("LIFECYCLE-LOGIN-01", result.Fail),
		scenario("RFC7643-3.1-01", result.Pass),
		scenario("RFC7644-3.3-01", result.Pass),
		scenario("RFC7644-3.3-02", result.Skip),
		scenario("nobody-knows", result.Invalid),
	}}
	r.Scenarios[1].Exchanges = make([]result.Exchange, 3)
	r.Finish()
	want := []result.RuleSet{
		{ID: "rfc7643", Verdict: result.Conformant, Counts: result.Counts{Pass: 1}},
		{ID: "rfc7644", Verdict: result.Partial, Counts: result.Counts{Pass: 1, Skip: 1}},
		{ID: "lifecycle", Verdict: result.Nonconformant, Counts: result.Counts{Fail: 1}},
	}
	if diff := cmp.Diff(want, r.RuleSets); diff != "" {
		t.Error(diff)
	}
	summary := result.Summary{Scenarios: 5, Counts: result.Counts{Pass: 2, Fail: 1, Skip: 1, Invalid: 1}, Requests: 3}
	if diff := cmp.Diff(summary, r.Summary); diff != "" {
		t.Error(diff)
	}
	again := *r
	again.Finish()
	if diff := cmp.Diff(*r, again); diff != "" {
		t.Errorf("a second Finish changes the run: %s", diff)
	}
}

func TestFinishKeepsRequestsOutsideScenarios(t *testing.T) {
	r := run(result.Pass)
	r.Scenarios[0].Exchanges = make([]result.Exchange, 3)
	r.Summary.Requests = 10
	r.Finish()
	if r.Summary.Requests != 10 {
		t.Error(r.Summary.Requests)
	}
}

func TestFinishOrdersTheScenarios(t *testing.T) {
	r := &result.Run{Scenarios: []result.Scenario{
		{ID: "4", Feature: "b", Line: 1},
		{ID: "3", Feature: "a", Line: 10, Dialect: "rfc"},
		{ID: "2", Feature: "a", Line: 10, Dialect: "entra"},
		{ID: "1", Feature: "a", Line: 9},
	}}
	r.Finish()
	for i, id := range []string{"1", "2", "3", "4"} {
		if r.Scenarios[i].ID != id {
			t.Errorf("%d: %s", i, r.Scenarios[i].ID)
		}
	}
}

func TestStaleWaiversFailTheRun(t *testing.T) {
	r := &result.Run{
		Scenarios: []result.Scenario{
			scenario("RFC7644-1", result.Pass),
			scenario("RFC7644-2", result.Waived), scenario("RFC7644-2", result.Pass),
			scenario("RFC7644-3", result.Skip), scenario("RFC7644-3", result.Pass),
			{ID: "RFC7644-4/a", Requirement: "RFC7644-4", Outcome: result.Pass},
			{ID: "RFC7644-4/b", Requirement: "RFC7644-4", Outcome: result.Waived},
		},
		Waivers: []result.Waiver{
			{Requirement: "RFC7644-1"},
			{Requirement: "RFC7644-2"},
			{Requirement: "RFC7644-3"},
			{Requirement: "RFC7644-4", Scenario: "RFC7644-4/a"},
			{Requirement: "RFC7644-4", Scenario: "RFC7644-4/b"},
			{Requirement: "RFC7644-5"},
		},
	}
	r.Finish()
	for i, want := range []bool{true, false, false, true, false, false} {
		if r.Waivers[i].Stale != want {
			t.Errorf("waiver %d is stale: %v", i, r.Waivers[i].Stale)
		}
	}
	if r.ExitCode(false) != 1 || r.Verdict != result.Partial {
		t.Errorf("exit %d, verdict %s", r.ExitCode(false), r.Verdict)
	}
}

func TestFinishGathersTheReadings(t *testing.T) {
	patch := func(got string) result.Reading {
		return result.Reading{Question: "the status of PATCH /Users/{id}", Accepted: []string{"200", "204"}, Got: got}
	}
	other := result.Reading{Question: "the status of PATCH /Users/{id}", Accepted: []string{"200", "204", "400"}, Got: "200"}
	reads := func(requirement, scenario string, readings ...result.Reading) result.Scenario {
		return result.Scenario{ID: requirement + "/" + scenario, Requirement: requirement, Outcome: result.Pass, Readings: readings}
	}
	r := &result.Run{Scenarios: []result.Scenario{
		reads("RFC7644-3.5.2-20", "b", patch("204"), other), reads("RFC7644-3.5.2-20", "a", patch("204")),
		reads("RFC7644-3.5.2-20", "c", patch("200")), reads("RFC7643-2.5-01", "a", patch("204")),
	}}
	r.Finish()
	r.Finish()
	want := []result.Readings{
		{Requirement: "RFC7643-2.5-01", Reading: patch("204"), Scenarios: []string{"RFC7643-2.5-01/a"}},
		{Requirement: "RFC7644-3.5.2-20", Reading: patch("200"), Scenarios: []string{"RFC7644-3.5.2-20/c"}},
		{Requirement: "RFC7644-3.5.2-20", Reading: patch("204"), Scenarios: []string{"RFC7644-3.5.2-20/a", "RFC7644-3.5.2-20/b"}},
		{Requirement: "RFC7644-3.5.2-20", Reading: other, Scenarios: []string{"RFC7644-3.5.2-20/b"}},
	}
	if diff := cmp.Diff(want, r.Readings); diff != "" {
		t.Error(diff)
	}
}

func TestRuleSetOf(t *testing.T) {
	for requirement, want := range map[string]string{
		"RFC7643-3.1-01": "rfc7643", "RFC9865-2-01": "rfc9865", "SECURITY-TENANCY-01": "security", "CONNECTOR-01": "connector",
		"RFC764-1": "", "": "", "rfc7643-3": "",
	} {
		if got := result.RuleSetOf(requirement); got != want {
			t.Errorf("%s: %q", requirement, got)
		}
	}
}

func TestDecisiveExchange(t *testing.T) {
	s := result.Scenario{}
	if s.DecisiveExchange() != nil {
		t.Error("an exchange out of nothing")
	}
	s.Exchanges = []result.Exchange{{URL: "1"}, {URL: "2"}, {URL: "3"}}
	if s.DecisiveExchange().URL != "3" {
		t.Error("not the last")
	}
	s.Exchanges[0].Decisive, s.Exchanges[1].Decisive = true, true
	if s.DecisiveExchange().URL != "2" {
		t.Error("not the last that decides")
	}
}

func TestOnlyWarnings(t *testing.T) {
	hard, soft := result.Mismatch{}, result.Mismatch{Warn: true}
	if result.OnlyWarnings(nil) || result.OnlyWarnings([]result.Mismatch{soft, hard}) || !result.OnlyWarnings([]result.Mismatch{soft}) {
		t.Error("OnlyWarnings is wrong")
	}
}
