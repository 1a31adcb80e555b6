package result_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/steps/result"
)

// told is a scenario of the life cycle as it was told in a dialect.
func told(id, dialect string, outcome result.Outcome) result.Scenario {
	return result.Scenario{ID: id, Requirement: "LIFECYCLE-LOGIN-01", Dialect: dialect, Tags: []string{"@lifecycle"}, Outcome: outcome}
}

func refused(id, dialect string) result.Scenario {
	s := told(id, dialect, result.Skip)
	s.Refused = `op "Replace"`
	return s
}

func unsent(id, dialect string) result.Scenario {
	s := told(id, dialect, result.Skip)
	s.Optional, s.NeverSent = true, true
	return s
}

// inDialects is a finished run in the dialects of its scenarios.
func inDialects(names []string, scenarios ...result.Scenario) *result.Run {
	r := &result.Run{Dialects: names, Scenarios: scenarios}
	for _, name := range names {
		r.DialectVerdicts = append(r.DialectVerdicts, result.DialectVerdict{ID: name, Title: "T", Confidence: "high"})
	}
	r.Finish()
	return r
}

func verdicts(r *result.Run) map[string]result.Verdict {
	all := map[string]result.Verdict{"": r.Verdict}
	for _, set := range r.RuleSets {
		all[set.ID] = set.Verdict
	}
	for _, d := range r.DialectVerdicts {
		all["in "+d.ID] = d.Verdict
	}
	return all
}

func TestWhatIsFoundInADialectIsNoFindingOfTheRFC(t *testing.T) {
	protocol := result.Scenario{ID: "p", Requirement: "RFC7644-3.3-01", Dialect: "rfc", Tags: []string{"@protocol"}, Outcome: result.Pass}
	beyond := result.Scenario{ID: "q", Requirement: "RFC7644-3.3-02", Dialect: "entra", Outcome: result.Fail}
	r := inDialects([]string{"rfc", "entra"}, protocol, beyond, told("a", "rfc", result.Pass), told("a", "entra", result.Fail))
	want := map[string]result.Verdict{
		"": result.Nonconformant, "rfc7644": result.Conformant, "lifecycle": result.Conformant, "dialect-entra": result.Nonconformant,
		"in rfc": result.Conformant, "in entra": result.Nonconformant,
	}
	if diff := cmp.Diff(want, verdicts(r)); diff != "" {
		t.Error(diff)
	}
}

func TestAVerdictPerDialect(t *testing.T) {
	drill := told("d", "rfc", result.Fail)
	drill.Tags = append(drill.Tags, "@drill")
	r := inDialects([]string{"rfc", "entra", "okta-oin", "jumpcloud"},
		told("a", "rfc", result.Pass), drill, told("a", "entra", result.Pass), refused("b", "entra"), unsent("c", "entra"),
		told("a", "okta-oin", result.Pass), unsent("b", "okta-oin"), refused("a", "jumpcloud"))
	type counted struct {
		verdict                        result.Verdict
		pass, skip, refused, neverSent int
	}
	got := map[string]counted{}
	for _, d := range r.DialectVerdicts {
		got[d.ID] = counted{d.Verdict, d.Pass, d.Skip, d.Refused, d.NeverSent}
	}
	want := map[string]counted{
		"rfc": {result.Conformant, 1, 0, 0, 0}, "entra": {result.Partial, 1, 2, 1, 1},
		"okta-oin": {result.Conformant, 1, 1, 0, 1}, "jumpcloud": {result.NotJudged, 0, 1, 1, 0},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(counted{})); diff != "" {
		t.Error(diff)
	}
	r.Finish()
	if again := r.DialectVerdicts[1]; again.Refused != 1 || again.Pass != 1 {
		t.Errorf("a second Finish counts anew: %+v", again)
	}
}

func TestTheRuleSetsOfDialectsComeInTheirOrder(t *testing.T) {
	r := inDialects([]string{"okta-oin", "entra"}, told("a", "entra", result.Pass), told("a", "okta-oin", result.Pass), told("a", "unnamed", result.Pass))
	var ids []string
	for _, set := range r.RuleSets {
		ids = append(ids, set.ID)
	}
	if got := strings.Join(ids, " "); got != "dialect-okta-oin dialect-entra dialect-unnamed" {
		t.Errorf("got %s", got)
	}
}

func TestAWaiverOfADialectIsStaleByItAlone(t *testing.T) {
	for dialect, stale := range map[string]bool{"": false, "rfc": false, "entra": true} {
		r := &result.Run{
			Scenarios: []result.Scenario{told("a", "rfc", result.Waived), told("a", "entra", result.Pass)},
			Waivers:   []result.Waiver{{Requirement: "LIFECYCLE-LOGIN-01", Dialect: dialect, Reason: "R"}},
		}
		r.Finish()
		if r.Waivers[0].Stale != stale {
			t.Errorf("%q: stale is %t, want %t", dialect, r.Waivers[0].Stale, stale)
		}
	}
}

func TestPartsInDialectsAreMergedByPair(t *testing.T) {
	rfc, entra := inDialects([]string{"rfc"}, told("a", "rfc", result.Pass)), inDialects([]string{"entra"}, told("a", "entra", result.Fail), unsent("b", "entra"))
	whole, err := result.Merge(rfc, entra)
	if err != nil {
		t.Fatal(err)
	}
	if d := whole.DialectVerdicts; len(d) != 2 || d[0].Pass != 1 || d[1].Fail != 1 || d[1].NeverSent != 1 || d[1].Verdict != result.Nonconformant {
		t.Errorf("got %+v", d)
	}
	if _, err := result.Merge(rfc, rfc); err == nil || !strings.Contains(err.Error(), "in the dialect rfc") {
		t.Errorf("got %v", err)
	}
	compared := result.Compare(rfc, whole)
	if compared.Same != 1 || len(compared.Added) != 2 || compared.Worse() {
		t.Errorf("what is new has broken nothing: %+v", compared)
	}
}
