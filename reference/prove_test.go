package reference_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference/faults"
	"github.com/scimproof/scimproof/steps/prove"
)

func fault(t *testing.T, id string) prove.Fault {
	t.Helper()
	f, ok := faults.ByID(id)
	if !ok {
		t.Fatalf("there is no fault %s", id)
	}
	return provable(t, f)
}

// TestProveTellsAMissFromACatch gives the proof faults that are none, or not what they say.
func TestProveTellsAMissFromACatch(t *testing.T) {
	leftToUnraced(t)
	t.Parallel()
	caught, missed, unnamed, unopened := fault(t, "delete-status-200-with-body"), fault(t, "delete-status-200-with-body"),
		fault(t, "delete-status-200-with-body"), fault(t, "delete-status-200-with-body")
	missed.ID, missed.Open = "harmless", disposable(t, nil)
	unnamed.ID, unnamed.Requirement = "named-for-another", "RFC7643-3.1-01"
	unopened.ID, unopened.Open = "unopened", func(context.Context) (prove.Subject, error) { return prove.Subject{}, errors.New("no room") }
	m := mustProve(t, prove.Plan{Honest: strictly(t), Faults: []prove.Fault{caught, missed, unnamed, unopened}})
	for i, want := range []struct{ caught, proven bool }{{true, true}, {false, false}, {true, false}, {false, false}} {
		row := m.Faults[i]
		if row.Caught != want.caught || row.Proven() != want.proven {
			t.Errorf("%s: caught %t, proven %t", row.ID, row.Caught, row.Proven())
		}
	}
	if m.Faults[1].Tried != m.Scenarios {
		t.Errorf("a fault was given up after %d scenarios of %d", m.Faults[1].Tried, m.Scenarios)
	}
	if m.Faults[0].Tried >= m.Scenarios {
		t.Error("every scenario was run for a fault that a few had found")
	}
	if !strings.Contains(m.Faults[3].Error, "no room") || m.ExitCode() != 1 {
		t.Errorf("error %q, exit code %d", m.Faults[3].Error, m.ExitCode())
	}
}

// TestProveTellsAFalseAlarm gives it a variant that is permitted, and one that is not.
func TestProveTellsAFalseAlarm(t *testing.T) {
	leftToUnraced(t)
	t.Parallel()
	broken := fault(t, "delete-status-200-with-body")
	m := mustProve(t, prove.Plan{Honest: strictly(t), Variants: []prove.Variant{
		{ID: "permitted", Open: disposable(t, nil)}, {ID: "broken", Open: broken.Open},
	}})
	if !m.Variants[0].Clean() || m.Variants[1].Clean() || m.Score.FalseAlarms != 1 || m.ExitCode() != 1 {
		t.Errorf("got %+v, exit code %d", m.Score, m.ExitCode())
	}
	if failures := m.Variants[1].Failures; !strings.Contains(failures[0].Why, "want 204, got 200") {
		t.Errorf("the alarm says %q", failures[0].Why)
	}
}

func TestProveNeedsAnHonestYardstick(t *testing.T) {
	leftToUnraced(t)
	t.Parallel()
	crooked := fault(t, "delete-status-200-with-body")
	if _, err := prove.Run(t.Context(), prove.Plan{Honest: map[string]prove.Open{"": crooked.Open}}); err == nil || !strings.Contains(err.Error(), "without a fault") {
		t.Errorf("got %v", err)
	}
	nowhere := fault(t, "delete-status-200-with-body")
	nowhere.Requirement = "RFC7644-9-99"
	if _, err := prove.Run(t.Context(), prove.Plan{Honest: strictly(t), Faults: []prove.Fault{nowhere}}); err == nil {
		t.Error("a fault of a requirement that nothing judges was taken")
	}
}

// TestProveKeepsWhatItHasWhenStopped stops it as soon as the first row is there.
func TestProveKeepsWhatItHasWhenStopped(t *testing.T) {
	t.Parallel()
	leftToUnraced(t)
	ctx, stop := context.WithCancel(t.Context())
	plan := prove.Plan{Honest: strictly(t), Workers: 1, Progress: func(prove.Progress) { stop() }}
	for _, id := range []string{"delete-status-200-with-body", "create-status-200"} {
		plan.Faults = append(plan.Faults, fault(t, id))
	}
	m, err := prove.Run(ctx, plan)
	if err != nil || len(m.Faults) != 1 || !m.Interrupted || m.ExitCode() != 130 {
		t.Errorf("got %+v, %v", m, err)
	}
}
