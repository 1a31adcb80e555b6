package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/result"
)

// watched is a run in which three scenarios were only observed.
func watched() *result.Run {
	one := func(id string, was result.Outcome, why string) result.Scenario {
		return result.Scenario{
			ID: "LIFECYCLE-DEPROVISION-02/" + id, Name: id, Requirement: "LIFECYCLE-DEPROVISION-02", Level: result.Must,
			Outcome: result.Observed, Reason: "nobody promises it", Observed: &result.Observation{Outcome: was, Reason: why},
		}
	}
	otherwise := one("b", result.Fail, "")
	otherwise.Mismatches = []result.Mismatch{{Path: "status", Want: "404", Got: "200"}}
	run := &result.Run{
		Tool: result.Tool{Name: "scimproof"},
		Scenarios: []result.Scenario{
			one("a", result.Pass, ""), otherwise, one("c", result.Error, "it could not be set up"),
			{ID: "LIFECYCLE-LOGIN-01/a", Requirement: "LIFECYCLE-LOGIN-01", Outcome: result.Pass},
		},
	}
	run.Finish()
	return run
}

func TestWhatWasOnlyObservedIsTold(t *testing.T) {
	run := watched()
	var text, xml, report bytes.Buffer
	for out, write := range map[*bytes.Buffer]func() error{
		&text:   func() error { return Console(&text, run, Options{}) },
		&xml:    func() error { return JUnit(&xml, run) },
		&report: func() error { return JSON(&report, run) },
	} {
		if err := write(); err != nil || out.Len() == 0 {
			t.Fatal(err)
		}
	}
	for _, want := range []string{
		"observed  3 scenarios: nobody promises it\n    1 as the rule says, 1 otherwise, 1 could not be told\n",
		"    otherwise: LIFECYCLE-DEPROVISION-02/b: status: want 404, got 200\n",
		"    could not be told: LIFECYCLE-DEPROVISION-02/c: it could not be set up\n",
		"partial: 1 of 4 scenarios passed, 3 observed",
		"     seen\n",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the console does not say %q:\n%s", want, &text)
		}
	}
	if strings.Contains(text.String(), "DEPROVISION-02/a") {
		t.Error("the console names what is as the rule says")
	}
	if got := strings.Count(xml.String(), `<skipped message="observed: nobody promises it" type="observed">`); got != 3 {
		t.Errorf("%d are skipped in JUnit, want 3:\n%s", got, &xml)
	}
	if err := check(t, report.Bytes()); err != nil {
		t.Error(err)
	}
}
