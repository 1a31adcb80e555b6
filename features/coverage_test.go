package features

import (
	"slices"
	"strings"
	"testing"
)

// What is missing is listed with: go test -run Coverage ./features/

// enoughSHOULD is the share of the SHOULD with a scenario, in percent; the others
// have a reason.
const enoughSHOULD = 95

// scenarioless splits the requirements of a level that can be seen over the wire
// into all, and those without a scenario.
func scenarioless(t *testing.T, level string) (all, without []Requirement) {
	t.Helper()
	c, bound := catalogue(t), boundIDs(t)
	for _, r := range c.All() {
		if r.Level != level || r.Observable != "over-the-wire" {
			continue
		}
		all = append(all, r)
		if !bound[r.ID] {
			without = append(without, r)
		}
	}
	return all, without
}

// boundIDs are the requirements with a scenario.
func boundIDs(t *testing.T) map[string]bool {
	t.Helper()
	c, bound := catalogue(t), map[string]bool{}
	for _, s := range scenarios(t) {
		for _, id := range requirementsOf(c, s) {
			bound[id] = true
		}
	}
	return bound
}

// hasReason tells whether a requirement says why nothing judges it; a reason beside
// onBreach says something else.
func hasReason(r Requirement) bool { return r.Reason != "" && r.OnBreach == "" }

func withoutReason(requirements []Requirement) []Requirement {
	return slices.DeleteFunc(slices.Clone(requirements), hasReason)
}

// listed shows requirements one per line.
func listed(requirements []Requirement) string {
	var text strings.Builder
	for _, r := range requirements {
		text.WriteString("\n\t" + r.ID + "  " + r.Says)
	}
	return text.String()
}

func TestCoverageOfMUST(t *testing.T) {
	all, without := scenarioless(t, "MUST")
	if len(without) > 0 {
		t.Errorf("%d of %d MUST that can be seen over the wire have no scenario:%s", len(without), len(all), listed(without))
	}
}

func TestCoverageOfSHOULD(t *testing.T) {
	all, without := scenarioless(t, "SHOULD")
	if silent := withoutReason(without); len(silent) > 0 {
		t.Errorf("%d of %d SHOULD have neither a scenario nor a reason why not:%s", len(silent), len(all), listed(silent))
	}
	if 100*len(without) > (100-enoughSHOULD)*len(all) {
		t.Errorf("%d of %d SHOULD have no scenario, more than %d %%:%s",
			len(without), len(all), 100-enoughSHOULD, listed(without))
	}
}

func TestCoverageOfImplied(t *testing.T) {
	all, without := scenarioless(t, "implied")
	if silent := withoutReason(without); len(silent) > 0 {
		t.Errorf("%d of %d implied rules have neither a scenario nor a reason why not:%s", len(silent), len(all), listed(silent))
	}
}

func TestWhatCannotBeSeenHasNoScenario(t *testing.T) {
	bound := boundIDs(t)
	for _, r := range catalogue(t).All() {
		if r.Observable == "not-observable" && bound[r.ID] {
			t.Errorf("%s cannot be observed, and yet a scenario judges it", r.ID)
		}
	}
}

// A permission needs no reason: who does not use it breaks nothing.
func TestWhatCannotBeSeenHasAReason(t *testing.T) {
	for _, r := range catalogue(t).All() {
		if r.Observable != "over-the-wire" && r.Level != "MAY" && !hasReason(r) {
			t.Errorf("%s cannot be seen over the wire, and does not say why", r.ID)
		}
	}
}
