package steps

import (
	"testing"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

func waived(waivers ...target.Waiver) *run {
	rule := features.Requirement{ID: "RFC7644-3.3-01"}
	return &run{
		target: &target.Target{Waivers: waivers},
		scenarios: map[string]scenario{
			"a": {ID: "RFC7644-3.3-01/a", requirement: rule}, "b": {ID: "RFC7644-3.3-01/b", requirement: rule},
		},
		selected: map[string]bool{"RFC7644-3.3-01/a": true},
	}
}

// Only one of the two scenarios under the waiver ran: the other may still need it.
func TestAWaiverIsNotStaleByHalf(t *testing.T) {
	t.Parallel()
	for scenario, want := range map[string]int{"": 0, "RFC7644-3.3-01/a": 1, "RFC7644-3.3-01/b": 0} {
		report := &result.Run{}
		waived(target.Waiver{Requirement: "RFC7644-3.3-01", Scenario: scenario}).waive(report)
		if len(report.Waivers) != want {
			t.Errorf("%q: %d waivers may be stale, want %d", scenario, len(report.Waivers), want)
		}
	}
}

func TestAWaiverOfNothingIsRefused(t *testing.T) {
	t.Parallel()
	if err := waived(target.Waiver{Requirement: "RFC7644-3.3-01"}).checkWaivers(); err != nil {
		t.Errorf("got %v", err)
	}
	for _, w := range []target.Waiver{{Requirement: "RFC7644-9.9-99"}, {Requirement: "RFC7644-3.3-01", Scenario: "RFC7644-3.3-01/c"}} {
		if err := waived(w).checkWaivers(); err == nil {
			t.Errorf("%+v was taken", w)
		}
	}
}

// What is known of a connector stands in its own file, and holds for it alone.
func TestAConnectorHasWaiversOfItsOwn(t *testing.T) {
	t.Parallel()
	r := waived()
	r.sending = &sending{Connector: &connector.Connector{Waivers: []target.Waiver{{Requirement: "RFC7644-3.3-01", Scenario: "RFC7644-3.3-01/a", Reason: "known"}}}}
	if err := r.checkWaivers(); err != nil {
		t.Error(err)
	}
	report := &result.Run{Scenarios: []result.Scenario{{ID: "RFC7644-3.3-01/a", Requirement: "RFC7644-3.3-01", Outcome: result.Fail}}}
	if r.waive(report); report.Scenarios[0].Outcome != result.Waived || len(report.Waivers) != 1 {
		t.Errorf("got %+v", report)
	}
	r.sending.Waivers[0].Scenario = "RFC7644-3.3-01/c"
	if err := r.checkWaivers(); err == nil {
		t.Error("a waiver of nothing was taken")
	}
}

func TestResourceTypesAreKnownByTheEndOfTheirEndpoint(t *testing.T) {
	t.Parallel()
	for _, endpoint := range []string{"/Users", "Users", "/users/", "https://example.com/scim/v2/Users"} {
		k := &known{capabilities: map[string]result.Capability{}}
		k.learnTypes([]oracle.Object{{"endpoint": endpoint}})
		if k.lacks("users") != "" || k.lacks("groups") == "" {
			t.Errorf("%s: users %v, groups %v", endpoint, k.capabilities["users"], k.capabilities["groups"])
		}
	}
}
