package reference_test

import (
	"maps"
	"testing"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
)

// TestConformance runs the whole suite against the reference, under `go test` as
// anybody would run it against their own handler.
func TestConformance(t *testing.T) {
	t.Parallel()
	run := steps.Test(t, underTest(suiteTenant(t, reference.Options{})))
	if run.Verdict != result.Conformant {
		t.Errorf("the verdict is %s, want %s", run.Verdict, result.Conformant)
	}
	mustSkipOnly(t, run, atItsChoice)
}

// atItsChoice is all that the reference may leave out: /Me, which means nothing to a
// token that is nobody's, and a circle of two groups, which it refuses.
var atItsChoice = map[string]int{"RFC7644-3.11-07": 3, "RFC7644-3.9-03": 1, "RFC7644-3.7.1-01": 1}

// mustSkipOnly wants exactly those skips, by requirement: one more would hide a gap.
func mustSkipOnly(t *testing.T, run *result.Run, want map[string]int) {
	t.Helper()
	got := map[string]int{}
	for _, s := range run.Scenarios {
		if s.Outcome == result.Skip {
			got[s.Requirement]++
			t.Logf("skipped: %s: %s", s.ID, s.Reason)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("skipped by requirement: %v, want %v", got, want)
	}
}

// TestConformanceStrict holds a strict reference to every SHOULD as well.
func TestConformanceStrict(t *testing.T) {
	t.Parallel()
	target := underTest(suiteTenant(t, reference.Options{Strict: true}))
	target.Strict = true
	run := steps.Test(t, target)
	if run.Verdict != result.Conformant {
		t.Errorf("the verdict is %s, want %s", run.Verdict, result.Conformant)
	}
	mustSkipOnly(t, run, atItsChoice)
}
