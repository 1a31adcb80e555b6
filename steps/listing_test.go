package steps

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/problem"
)

func TestListRequirementsTellsWhatIsNotTested(t *testing.T) {
	all, err := ListRequirements("", []string{"RFC7643-9.2-01", "RFC7643-2.3.1-01", "RFC7644-3.5.2-16"})
	if err != nil || len(all) != 3 {
		t.Fatalf("got %v, %v", all, err)
	}
	for _, r := range all {
		if (len(r.Scenarios) == 0) == (r.Reason == "") {
			t.Errorf("%s has the scenarios %v and the reason %q", r.ID, r.Scenarios, r.Reason)
		}
	}
}

func TestListRequirementsOfTags(t *testing.T) {
	all, err := ListRequirements("@lifecycle", nil)
	if err != nil || len(all) == 0 {
		t.Fatalf("got %v, %v", all, err)
	}
	for _, r := range all {
		if !strings.HasPrefix(r.ID, "LIFECYCLE-") || len(r.Scenarios) == 0 {
			t.Errorf("@lifecycle lists %s with %v", r.ID, r.Scenarios)
		}
	}
	if _, err := ListRequirements("", []string{"RFC7644-99"}); err == nil {
		t.Error("a prefix of nothing is no error")
	}
}

func TestExplainFindsRequirementsAndScenarios(t *testing.T) {
	whole, err := Explain("rfc7644-3.5.2-16")
	if err != nil || whole.ID != "RFC7644-3.5.2-16" || len(whole.Where) != len(whole.Scenarios) || len(whole.Where) == 0 {
		t.Fatalf("got %+v, %v", whole, err)
	}
	one, err := Explain(whole.Scenarios[0])
	if err != nil || one.ID != whole.ID || len(one.Where) != 1 || one.Where[0].ID != whole.Scenarios[0] {
		t.Errorf("got %+v, %v", one, err)
	}
}

func TestExplainRefusesWhatNobodyKnows(t *testing.T) {
	for id, want := range map[string]string{
		"RFC7644-3.5.2-99": "did you mean `scimproof explain RFC7644-3.5.2-",
		"nothing-like-it":  "scimproof list requirements",
		"RFC7643-3.1-08":   "an id is ignored",
	} {
		_, err := Explain(id)
		if err == nil || !strings.Contains(strings.Join(hintsOf(t, err), "\n"), want) {
			t.Errorf("%s: got %v, want a hint with %q", id, err, want)
		}
	}
}

func TestStepsAreThoseRegistered(t *testing.T) {
	all, err := Steps()
	if err != nil {
		t.Fatal(err)
	}
	seen, examples := map[string]bool{}, 0
	for _, s := range all {
		if seen[s.ID] || !strings.HasPrefix(s.File, "steps/") {
			t.Errorf("the step %q of %s is listed twice: %v", s.ID, s.File, seen[s.ID])
		}
		seen[s.ID] = true
		if s.Example != "" {
			examples++
		}
	}
	if !seen["the answer is empty"] || examples == 0 {
		t.Errorf("of %d steps %d have an example", len(all), examples)
	}
	if !slices.IsSortedFunc(all, func(a, b ListedStep) int { return strings.Compare(fileOf(a), fileOf(b)) }) {
		t.Error("the steps are not in the order of their files")
	}
}

func TestChecksTellTheirScenarios(t *testing.T) {
	all, err := ListChecks()
	if err != nil || len(all) == 0 {
		t.Fatalf("got %v, %v", all, err)
	}
	for _, c := range all {
		if len(c.CoveredBy) == 0 && len(c.Scenarios) > 0 {
			t.Errorf("%s has scenarios without a requirement", c.ID)
		}
	}
}

func hintsOf(t *testing.T, err error) []string {
	t.Helper()
	known, ok := errors.AsType[*problem.Error](err)
	if !ok {
		t.Fatalf("%v is not meant for people", err)
	}
	return known.Hints
}
