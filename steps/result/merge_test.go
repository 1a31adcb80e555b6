package result_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/steps/result"
)

func part(minute int, requests int, outcomes map[string]result.Outcome) *result.Run {
	r := &result.Run{
		Target: result.Target{Name: "t"}, StartedAt: time.Date(2026, 11, 23, 12, minute, 0, 0, time.UTC), DurationMs: 90_000,
		Summary: result.Summary{Requests: requests}, Removed: 1, Dialects: []string{"rfc"}, Selection: "part",
		Capabilities: []result.Capability{{Name: "patch", Value: "supported"}},
		Waivers:      []result.Waiver{{Requirement: "RFC7644-1", Stale: true}},
	}
	for requirement, outcome := range outcomes {
		r.Scenarios = append(r.Scenarios, scenario(requirement, outcome))
	}
	r.Finish()
	return r
}

func TestMerge(t *testing.T) {
	first := part(1, 5, map[string]result.Outcome{"RFC7644-1": result.Pass})
	second := part(0, 7, map[string]result.Outcome{"RFC7644-2": result.Fail})
	third := part(2, 1, map[string]result.Outcome{"RFC7644-3": result.Skip})
	whole, err := result.Merge(first, second, third)
	if err != nil {
		t.Fatal(err)
	}
	got := []any{whole.Verdict, whole.Summary.Scenarios, whole.Summary.Requests, whole.Removed, whole.StartedAt.Minute(), whole.DurationMs, len(whole.Capabilities), len(whole.Waivers), whole.Waivers[0].Stale}
	if diff := cmp.Diff([]any{result.Nonconformant, 3, 13, 3, 0, 210_000.0, 1, 1, true}, got); diff != "" {
		t.Error(diff)
	}
	if len(first.Scenarios) != 1 {
		t.Error("a part has been changed")
	}
}

func TestWhatDoesNotBelongTogetherIsNotMerged(t *testing.T) {
	one := part(0, 1, map[string]result.Outcome{"RFC7644-1": result.Pass})
	other := part(0, 1, map[string]result.Outcome{"RFC7644-2": result.Pass})
	other.Target.Name = "another"
	for want, runs := range map[string][]*result.Run{
		"nothing to merge": nil, "the targets differ": {one, other}, "RFC7644-1/x is in two of them": {one, one},
	} {
		if _, err := result.Merge(runs...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}

func TestCompare(t *testing.T) {
	before := part(0, 0, map[string]result.Outcome{
		"A": result.Pass, "B": result.Fail, "C": result.Pass, "D": result.Warn, "E": result.Pass, "F": result.Pass, "G": result.Pass, "H": result.Error,
		"I": result.Fail, "J": result.Pass, "K": result.Pass,
	})
	after := part(1, 0, map[string]result.Outcome{
		"A": result.Pass, "B": result.Pass, "C": result.Fail, "D": result.Pass, "E": result.Warn, "F": result.Error, "G": result.Skip, "H": result.Fail,
		"I": result.Error, "J": result.Waived, "L": result.Fail,
	})
	c := result.Compare(before, after)
	ids := func(all []result.Changed) (out string) {
		for _, s := range all {
			out += strings.TrimSuffix(s.ID, "/x")
		}
		return out
	}
	got := []string{ids(c.Broke), ids(c.Blocked), ids(c.Fixed), ids(c.Other), ids(c.Added), ids(c.Missing)}
	if diff := cmp.Diff([]string{"CEH", "F", "BD", "GIJ", "L", "K"}, got); diff != "" || c.Same != 1 || !c.Worse() {
		t.Errorf("%s, %d the same", diff, c.Same)
	}
	if result.Compare(before, before).Worse() {
		t.Error("the same run is worse than itself")
	}
}
