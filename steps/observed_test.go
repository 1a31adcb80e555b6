package steps

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

func watching(observed ...target.Observation) *run {
	rule := features.Requirement{ID: "LIFECYCLE-RETURN-01"}
	return &run{
		target:    &target.Target{Observed: observed},
		scenarios: map[string]scenario{"a": {ID: "LIFECYCLE-RETURN-01/a", requirement: rule}},
	}
}

// What is only observed neither passes nor fails; what was never seen is not observed, and our own bugs stay ours.
func TestWhatIsObservedIsNotJudged(t *testing.T) {
	t.Parallel()
	r := watching(target.Observation{Requirements: []string{"LIFECYCLE-RETURN"}, Reason: "nobody promises it"})
	for was, want := range map[result.Outcome]result.Scenario{
		result.Pass:    {Outcome: result.Observed, Reason: "nobody promises it", Observed: &result.Observation{Outcome: result.Pass, Reason: "why"}},
		result.Fail:    {Outcome: result.Observed, Reason: "nobody promises it", Observed: &result.Observation{Outcome: result.Fail, Reason: "why"}},
		result.Error:   {Outcome: result.Observed, Reason: "nobody promises it", Observed: &result.Observation{Outcome: result.Error, Reason: "why"}},
		result.Skip:    {Outcome: result.Skip, Reason: "why"},
		result.Invalid: {Outcome: result.Invalid, Reason: "why"},
	} {
		report := &result.Run{Scenarios: []result.Scenario{
			{ID: "LIFECYCLE-RETURN-01/a", Requirement: "LIFECYCLE-RETURN-01", Outcome: was, Reason: "why"},
			{ID: "LIFECYCLE-LOGIN-01/a", Requirement: "LIFECYCLE-LOGIN-01", Outcome: was, Reason: "why"},
		}}
		r.observe(report)
		want.ID, want.Requirement = "LIFECYCLE-RETURN-01/a", "LIFECYCLE-RETURN-01"
		if diff := cmp.Diff(want, report.Scenarios[0]); diff != "" {
			t.Errorf("%s: %s", was, diff)
		}
		if report.Scenarios[1].Outcome != was {
			t.Errorf("%s of another requirement became %s", was, report.Scenarios[1].Outcome)
		}
	}
}

func TestToObserveNothingIsRefused(t *testing.T) {
	t.Parallel()
	for meant, taken := range map[string]bool{
		"LIFECYCLE-RETURN": true, "LIFECYCLE-RETURN-01/a": true, "LIFECYCLE-*/a": true,
		"LIFECYCLE-RETURM": false, "LIFECYCLE-RETURN-01/b": false, "LIFECYCLE-RET": false,
	} {
		err := watching(target.Observation{Requirements: []string{meant}}).checkObserved()
		if (err == nil) != taken {
			t.Errorf("%s: %v", meant, err)
		}
	}
}

// A run in which everything was only observed has judged nothing.
func TestAVerdictRestsOnWhatIsJudged(t *testing.T) {
	t.Parallel()
	seen := result.Scenario{Requirement: "LIFECYCLE-RETURN-01", Outcome: result.Observed, Observed: &result.Observation{Outcome: result.Fail}}
	for want, scenarios := range map[result.Verdict][]result.Scenario{
		result.NotJudged: {seen},
		result.Partial:   {seen, {Requirement: "LIFECYCLE-LOGIN-01", Outcome: result.Pass}},
	} {
		run := &result.Run{Scenarios: scenarios}
		run.Finish()
		if run.Verdict != want || run.Summary.Observed != 1 {
			t.Errorf("the verdict is %s with %d observed, want %s", run.Verdict, run.Summary.Observed, want)
		}
	}
}
