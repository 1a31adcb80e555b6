package reference_test

import (
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
	for _, s := range run.Scenarios {
		if s.Outcome == result.Skip && !s.Optional {
			t.Errorf("%s was skipped: %s", s.ID, s.Reason)
		}
	}
}

// TestConformanceStrict holds a strict reference to every SHOULD as well.
func TestConformanceStrict(t *testing.T) {
	t.Parallel()
	target := underTest(suiteTenant(t, reference.Options{Strict: true}))
	target.Strict = true
	if run := steps.Test(t, target); run.Verdict != result.Conformant {
		t.Errorf("the verdict is %s, want %s", run.Verdict, result.Conformant)
	}
}
