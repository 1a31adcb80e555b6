package steps

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

const twoScenarios = `Feature: Two
  Scenario: One panics
    Given all is well
    Then it panics
    And all is well

  Scenario: The other goes on
    Then all is well
`

// runText runs scenarios that are written down here, with steps of their own.
func runText(t *testing.T, r *run, text string, steps map[string]func(context.Context) error) map[string]result.Scenario {
	t.Helper()
	r.scenarios, r.selected = map[string]scenario{}, map[string]bool{}
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "Scenario: "); ok {
			r.scenarios[keyOf("two.feature", name)] = scenario{ID: name}
			r.selected[name] = true
		}
	}
	godog.TestSuite{
		TestSuiteInitializer: func(sc *godog.TestSuiteContext) {
			for expression, step := range steps {
				sc.ScenarioContext().Step(expression, step)
			}
			r.register(sc.ScenarioContext())
		},
		Options: &godog.Options{
			FeatureContents: []godog.Feature{{Name: "two.feature", Contents: []byte(text)}},
			DefaultContext:  t.Context(), Strict: true, Format: "progress", Output: io.Discard, NoColors: true,
		},
	}.Run()
	found := map[string]result.Scenario{}
	for _, s := range r.results.scenarios {
		found[s.ID] = s
	}
	return found
}

func fine(ctx context.Context) error { return worldOf(ctx).judge() }

func TestAPanicIsOurBugAndNoEndOfTheRun(t *testing.T) {
	t.Parallel()
	w, _ := worldAt(t, &tenant{})
	found := runText(t, w.run, twoScenarios, map[string]func(context.Context) error{
		`^all is well$`: fine,
		`^it panics$`:   func(context.Context) error { var nobody *Person; return errors.New(nobody.Name) },
	})
	one := found["One panics"]
	if one.Outcome != result.Invalid || one.Step != "it panics" || !strings.Contains(one.Reason, `the step "it panics" panicked: runtime error`) {
		t.Errorf("got %s at %q: %s", one.Outcome, one.Step, one.Reason)
	}
	if other := found["The other goes on"]; other.Outcome != result.Pass {
		t.Errorf("the other is %s: %s", other.Outcome, other.Reason)
	}
}

func TestAPanicBesideTheStepsIsToldAsWell(t *testing.T) {
	t.Parallel()
	w, _ := worldAt(t, &tenant{})
	found := runText(t, w.run, twoScenarios, map[string]func(context.Context) error{
		`^all is well$`: fine,
		`^it panics$`: func(ctx context.Context) error {
			worldOf(ctx).trackUndo(undo{"app", "1", func(context.Context) error { panic("no such asset") }})
			return fine(ctx)
		},
	})
	if one := found["One panics"]; one.Outcome != result.Invalid || one.Reason != "the harness panicked while cleaning up: no such asset" {
		t.Errorf("cleaning up: got %s: %s", one.Outcome, one.Reason)
	}
	if left := w.run.results.left; len(left) != 1 || left[0].ID != "1" {
		t.Errorf("left behind: %v", left)
	}
	w.run.known, w.run.results = nil, collector{}
	found = runText(t, w.run, twoScenarios, map[string]func(context.Context) error{`^all is well$`: fine, `^it panics$`: fine})
	for name, s := range found {
		if s.Outcome != result.Invalid || !strings.HasPrefix(s.Reason, "the harness panicked before the first step: ") {
			t.Errorf("%s: got %s: %s", name, s.Outcome, s.Reason)
		}
	}
	if len(found) != 2 {
		t.Errorf("%d scenarios were reported, want 2", len(found))
	}
}

// Half a secret is not recognised: what is cut must be clean before.
func TestSecretsAreRemovedBeforeTextsAreCut(t *testing.T) {
	t.Parallel()
	const token = "token-of-the-target-0123456789"
	for at := longestValue - len(token) - 20; at < longestValue+5; at++ {
		w := scene(t)
		w.rec.Add(token)
		long := oracle.Text(oracle.Object{"detail": strings.Repeat("x", at) + token + strings.Repeat("y", 1000)})
		w.result.Outcome, w.result.Reason = result.Fail, strings.Repeat("x", longestReason-longestValue)+long
		w.result.Mismatches = []result.Mismatch{{Path: long, Want: long, Got: long}}
		s := w.finish(0)
		for _, text := range []string{s.Reason, s.Mismatches[0].Path, s.Mismatches[0].Want, s.Mismatches[0].Got} {
			if strings.Contains(text, "token") {
				t.Fatalf("the token at %d shows: %s", at, text)
			}
			if len([]rune(text)) > longestReason {
				t.Fatalf("%d characters are shown", len([]rune(text)))
			}
		}
	}
}

func TestCleaningUpWaitsAsLongAsTheClientDoes(t *testing.T) {
	t.Parallel()
	w, _ := worldAt(t, &tenant{})
	var left time.Duration
	w.trackUndo(undo{"Users", "1", func(ctx context.Context) error {
		end, bounded := ctx.Deadline()
		if left = time.Until(end); !bounded {
			t.Error("cleaning up has no bound")
		}
		return nil
	}})
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	w.cleanUp(interrupted)
	if patience := w.run.client.Patience(); left > patience || left < patience-time.Minute {
		t.Errorf("cleaning up has %v, one request up to %v", left, patience)
	}
}

// A target that is gone is asked once more to remove what is left, and then let alone.
func TestCleaningUpTriesATargetThatIsGoneOnce(t *testing.T) {
	t.Parallel()
	w, _ := worldAt(t, &tenant{})
	w.run.pulse.gone = true
	tried := 0
	for _, id := range []string{"1", "2", "3"} {
		w.trackUndo(undo{"Users", id, func(context.Context) error {
			tried++
			return &scim.TransportError{Kind: scim.TimedOut, Host: "example.com", Err: context.DeadlineExceeded}
		}})
	}
	left := w.cleanUp(t.Context())
	if tried != 1 || len(left) != 3 || left[1].Reason != errStopped.Error() {
		t.Errorf("tried %d times, and left %v", tried, left)
	}
}
