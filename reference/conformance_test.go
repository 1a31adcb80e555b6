package reference_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
)

// TestConformance runs the whole suite against the reference, under `go test` as
// anybody would run it against their own handler. A tolerant tenant takes two things that
// widespread clients send: a replacement of what is not there yet, and a text for a
// reference, such as the manager's id in the place of the manager.
func TestConformance(t *testing.T) {
	t.Parallel()
	run := steps.Test(t, underTest(suiteTenant(t, reference.Options{})))
	mustAllPass(t, run, "RFC7644-3.5.2.3-05", "RFC7644-3.12-i18")
}

// TestConformanceStrict holds a strict reference to every SHOULD as well.
func TestConformanceStrict(t *testing.T) {
	t.Parallel()
	leftToUnraced(t)
	target := underTest(suiteTenant(t, reference.Options{Strict: true}))
	target.Strict = true
	target.Tags = "not @needs:entra" // a strict one refuses what Entra ID sends beyond the RFC
	mustAllPass(t, steps.Test(t, target))
}

// mustAllPass wants every scenario judged and passed, but for one warning by each of
// those requirements, in the order of the features: a skip would hide a gap.
func mustAllPass(t *testing.T, run *result.Run, warns ...string) {
	t.Helper()
	if run.Verdict != result.Conformant {
		t.Errorf("the verdict is %s, want %s", run.Verdict, result.Conformant)
	}
	var warned []string
	for _, s := range run.Scenarios {
		switch s.Outcome {
		case result.Pass:
		case result.Warn:
			warned = append(warned, s.Requirement)
		default:
			t.Errorf("%s: %s: %s", s.Outcome, s.ID, s.Reason)
		}
	}
	mustTellChoices(t, run)
	if !slices.Equal(warned, warns) {
		t.Errorf("warned by %v, want %v", warned, warns)
	}
}

// ofOneRun is what no question may have: an id, or the name of somebody of this run.
var ofOneRun = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-|\.[a-z2-7]{10}@`)

// mustTellChoices wants the report to say how the reference reads what can be read in
// several ways, in words that another run uses too.
func mustTellChoices(t *testing.T, run *result.Run) {
	t.Helper()
	told := map[string]bool{}
	for _, r := range run.Readings {
		told[r.Requirement+": "+r.Question+": "+r.Got] = true
		if !slices.Contains(r.Accepted, r.Got) || ofOneRun.MatchString(r.Question+r.Got) {
			t.Errorf("an odd reading: %+v", r)
		}
	}
	for _, want := range []string{
		"RFC7644-3.5.2-20: the status of PATCH /Users/{id}: 200",
		"RFC7644-3.5.1-02: the status of PUT /Users/{id}: 404",
		"RFC7644-3.12-i15: the scimType of POST /Users: invalidSyntax",
		`RFC7644-3.7.1-01: the status of the bulk operation "analysts": 409`,
		`RFC7644-3.7.1-01: the status of the bulk operation "ada": 201`,
		"RFC7644-3.4.2.2-i04: whether GET /Users is declined with 400 and invalidFilter: no",
		"RFC7644-3.9-03: whether the status of GET /Me is 200: yes",
		`RFC7643-8.7.1-i01: the value of attributes[name eq "userName"].uniqueness: "server"`,
		"RFC7643-3.1-17: whether the answer has meta.location: yes",
		"RFC7644-3.6-03: Resources of an empty list: []",
		"RFC7644-3.9-02: whether schemas is shown beside the attributes that are asked for: yes",
		"RFC7643-7-18: whether PUT /Users/{id} of what cannot be written is refused: no",
	} {
		if !told[want] {
			t.Errorf("no reading says %s", want)
		}
	}
}
