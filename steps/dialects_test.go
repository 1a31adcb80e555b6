package steps

import (
	"fmt"
	"io/fs"
	"slices"
	"testing"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// spoken is a run in some dialects, of which entra relies on a rule beyond the RFCs.
func spoken(names ...string) *run {
	r := &run{target: &target.Target{}, plain: &provision.Dialect{Name: "rfc"}, scenarios: map[string]scenario{}, selected: map[string]bool{}}
	for _, name := range names {
		d := &provision.Dialect{Name: name}
		if name == "entra" {
			d.Rules = []string{"LIFECYCLE-ENTRA-01"}
		}
		r.dialects = append(r.dialects, d)
	}
	for id, tags := range map[string][]string{
		"RFC7644-3.3-01": {"@protocol"}, "LIFECYCLE-LOGIN-01": {"@lifecycle"}, "LIFECYCLE-DRILL-01": {"@lifecycle", "@drill"},
		"LIFECYCLE-ENTRA-01": {"@lifecycle", "@needs:entra"}, "LIFECYCLE-ENTRA-02": {"@lifecycle", "@needs:entra"},
	} {
		r.scenarios[id] = scenario{Scenario: features.Scenario{Tags: tags}, ID: id + "/x", requirement: features.Requirement{ID: id}}
	}
	return r
}

func TestWhatIsToldInWhichDialect(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		id     string
		chosen []string
		want   string
	}{
		{"RFC7644-3.3-01", []string{"entra", "okta-oin"}, "[rfc]"},
		{"LIFECYCLE-LOGIN-01", []string{"entra", "okta-oin"}, "[entra okta-oin]"},
		{"LIFECYCLE-LOGIN-01", []string{"rfc"}, "[rfc]"},
		{"LIFECYCLE-DRILL-01", []string{"rfc", "entra"}, "[rfc]"},
		{"LIFECYCLE-ENTRA-01", []string{"rfc", "entra", "okta-oin"}, "[entra]"},
		{"LIFECYCLE-ENTRA-02", []string{"rfc", "entra", "okta-oin"}, "[rfc]"}, // only if the target claims it
	} {
		r := spoken(c.chosen...)
		var got []string
		for _, d := range r.dialectsOf(r.scenarios[c.id]) {
			got = append(got, d.Name)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s by %q: got %q, want %s", c.id, c.chosen, got, c.want)
		}
	}
}

func TestADialectAsksWhatItsClientSends(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dialect, id string
		claimed     bool
		want        bool
	}{
		{"rfc", "LIFECYCLE-ENTRA-01", false, false},
		{"rfc", "LIFECYCLE-ENTRA-01", true, true},
		{"entra", "LIFECYCLE-ENTRA-01", false, true},
		{"entra", "LIFECYCLE-ENTRA-02", false, false},
		{"entra", "LIFECYCLE-LOGIN-01", false, true},
	} {
		r := spoken(c.dialect)
		r.target.Capabilities = map[string]bool{"entra": c.claimed}
		if got := r.claims(Config{Target: r.target}, r.scenarios[c.id]); got != c.want {
			t.Errorf("%+v: got %t", c, got)
		}
		if c.dialect == "entra" && r.promises(r.dialects[0]) != c.claimed {
			t.Errorf("%+v: promised is %t", c, !c.claimed)
		}
	}
}

func TestAFeatureIsFoundOnceMoreForEachDialect(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"rfc", "okta-oin"} {
		path := retelling(&provision.Dialect{Name: name}, "lifecycle/create.feature")
		dialect, feature := toldIn(path)
		if dialect != name || feature != "lifecycle/create.feature" {
			t.Errorf("%s: got %s and %s", path, dialect, feature)
		}
		text, err := fs.ReadFile(retellings{features.FS()}, path)
		if err != nil || len(text) == 0 {
			t.Errorf("%s cannot be read: %v", path, err)
		}
	}
}

func TestAMoveThatIsNotThere(t *testing.T) {
	t.Parallel()
	when := &godog.Step{Text: "Ada is deleted", Type: messages.PickleStepType_ACTION}
	of := func(dialect string) error {
		return fmt.Errorf("wrapped: %w", &provision.UnknownMoveError{Dialect: dialect, Move: "delete"})
	}
	outcome, reason, _ := classify(when, of("okta-oin"), result.Fail)
	if outcome != result.Skip || reason != "the client of the dialect okta-oin never sends this: delete" {
		t.Errorf("got %s: %s", outcome, reason)
	}
	because := &provision.UnknownMoveError{Dialect: "okta-oin", Move: "delete", Because: "no user is ever deleted"}
	if _, reason, _ := classify(when, because, result.Fail); reason != "the client of the dialect okta-oin never sends this: delete (no user is ever deleted)" {
		t.Errorf("got %s", reason)
	}
	if skip, ok := asSkip(of("okta-oin")); !ok || !skip.optional || skip.unsent != "delete" {
		t.Errorf("got %+v", skip)
	}
	if outcome, _, _ := classify(when, of("rfc"), result.Fail); outcome != result.Invalid {
		t.Errorf("a gap in the RFC's own dialect is %s", outcome)
	}
}

func TestAnExpectedRefusal(t *testing.T) {
	t.Parallel()
	request := provision.Request{Move: "deactivate", Strict: provision.Strict{Refuses: `op "Replace"`, With: []int{400}}}
	for _, c := range []struct {
		status   int
		claimed  bool
		expected bool
	}{{400, false, true}, {400, true, false}, {403, false, false}, {500, false, false}, {204, false, false}} {
		r := spoken("entra")
		r.target.Capabilities = map[string]bool{"entra": c.claimed}
		w := &World{run: r, dialect: r.dialects[0]}
		skip, ok := asSkip(w.expected(request, c.status))
		if ok != c.expected || ok && (skip.optional || skip.refused == "") {
			t.Errorf("%+v: got %+v", c, skip)
		}
	}
}

func TestARuleThatNobodyWroteIsRefused(t *testing.T) {
	t.Parallel()
	r := spoken("entra")
	if err := r.checkRules(); err != nil {
		t.Error(err)
	}
	r.dialects[0].Rules = append(r.dialects[0].Rules, "LIFECYCLE-ENTRA-99")
	if err := r.checkRules(); problem.ExitCode(err) != 2 {
		t.Errorf("got %v", err)
	}
}

func TestAWaiverOfADialect(t *testing.T) {
	t.Parallel()
	r := spoken("rfc", "entra")
	for _, s := range r.scenarios {
		r.selected[s.ID] = true
	}
	r.target.Waivers = []target.Waiver{{Requirement: "LIFECYCLE-LOGIN-01", Dialect: "entra", Reason: "R"}}
	report := &result.Run{}
	for _, dialect := range []string{"rfc", "entra"} {
		report.Scenarios = append(report.Scenarios, result.Scenario{ID: "LIFECYCLE-LOGIN-01/x", Requirement: "LIFECYCLE-LOGIN-01", Dialect: dialect, Outcome: result.Fail})
	}
	r.waive(report)
	if got := []result.Outcome{report.Scenarios[0].Outcome, report.Scenarios[1].Outcome}; !slices.Equal(got, []result.Outcome{result.Fail, result.Waived}) {
		t.Errorf("got %v", got)
	}
	if len(report.Waivers) != 1 || report.Waivers[0].Dialect != "entra" {
		t.Errorf("got %+v", report.Waivers)
	}
	r.dialects = r.dialects[:1]
	report = &result.Run{}
	if r.waive(report); len(report.Waivers) != 0 {
		t.Error("a waiver of a dialect that was not told may be stale")
	}
}

func TestAWaiverOfADialectOfNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		requirement, dialect string
		taken                bool
	}{
		{"LIFECYCLE-LOGIN-01", "entra", true},
		{"LIFECYCLE-LOGIN-01", "acme-cloud", true},
		{"RFC7644-3.3-01", "rfc", true},
		{"RFC7644-3.3-01", "entra", false},
		{"LIFECYCLE-LOGIN-01", "enrta", false},
	} {
		r := spoken("rfc", "entra")
		r.target.Waivers = []target.Waiver{{Requirement: c.requirement, Dialect: c.dialect}}
		if err := r.checkWaivers(); (err == nil) != c.taken {
			t.Errorf("%+v: got %v", c, err)
		}
	}
}
