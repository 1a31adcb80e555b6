package reference_test

import (
	"context"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// throughConnector runs scenarios with a connector between the harness and a tenant.
func throughConnector(t *testing.T, fault string, deadline time.Duration, change func(*connector.Connector, *steps.Config), ids ...string) *result.Run {
	t.Helper()
	return throughConnectorIn(t.Context(), t, fault, deadline, change, ids...)
}

func throughConnectorIn(ctx context.Context, t *testing.T, fault string, deadline time.Duration, change func(*connector.Connector, *steps.Config), ids ...string) *result.Run {
	t.Helper()
	house := suiteTenant(t, reference.Options{Strict: true})
	direct := httptest.NewServer(house.Handler())
	t.Cleanup(direct.Close)
	watched := &watcher{next: house.Handler(), token: suiteToken}
	front := httptest.NewServer(watched)
	t.Cleanup(front.Close)
	under, err := target.FromURL(direct.URL+reference.SCIMPath, "reference", suiteVariables)
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	under.SetBearer(suiteToken)
	under.Capabilities["entra"] = false
	config := steps.Config{Target: under, Provisioner: scripted(t, fault), Observer: watched, IDs: ids}
	config.Provisioner.Deadline = deadline
	config.Provisioner.Settings = connector.Settings{URL: front.URL + reference.SCIMPath, Token: suiteToken}
	if change != nil {
		change(config.Provisioner, &config)
	}
	run, err := steps.Run(ctx, config)
	if err != nil {
		t.Fatalf("running: %v", problem.Format(err))
	}
	return run
}

// scripted is the bundled example of a connector's file, with a connector behind it.
func scripted(t *testing.T, fault string) *connector.Connector {
	t.Helper()
	_, url := startSender(t, fault)
	text, err := os.ReadFile("../fixtures/connectors/scripted.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := connector.Parse("scripted.yaml", text, func(name string) (string, bool) { return url, name == "CONNECTOR_URL" })
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	return c
}

// TestTheLifeCycleThroughAConnector is the whole of it: nothing fails, nothing is left
// behind, and what is skipped says why.
func TestTheLifeCycleThroughAConnector(t *testing.T) {
	t.Parallel()
	run := throughConnector(t, "", 5*time.Second, nil, "LIFECYCLE")
	for _, s := range run.Scenarios {
		switch s.Outcome {
		case result.Pass:
		case result.Skip:
			t.Logf("skip %s: %s", s.ID, s.Reason)
		default:
			t.Errorf("%s %s: %s %v", s.Outcome, s.ID, s.Reason, s.Mismatches)
		}
	}
	t.Logf("%s: %+v, removed %d, left %v, notes %v", run.Verdict, run.Summary, run.Removed, run.LeftBehind, run.Notes)
	for _, left := range run.LeftBehind {
		t.Errorf("left behind: %+v", left)
	}
}

// TestConnectorsThatMisbehave holds each of them to a word of its own: first what was seen
// and awaited, and in the end one reason for all that is left.
func TestConnectorsThatMisbehave(t *testing.T) {
	t.Parallel()
	for fault, want := range map[string]struct {
		outcome result.Outcome
		// says is of the first scenario, ends of the last.
		says, ends string
		// shown says that what it sent is there to see.
		shown bool
	}{
		"never comes":          {result.Error, "the connector did not come: waited 400ms for the effect of create (found by userName), and saw nobody", "given up after 3 scenarios in a row: nothing of it is seen at the target", false},
		"comes twice":          {result.Fail, "want one account, got 2", "", true},
		"floods":               {result.Error, "the connector floods the target: more than 1000 requests after one change (create)", "the connector floods the target", true},
		"sends garbage":        {result.Fail, "got nobody; the connector sent POST /Users (400)", "", true},
		"another run's token":  {result.Error, "comes with credentials that are not this run's, and is refused", "given up after 3 scenarios in a row: it comes with credentials that are not this run's", true},
		"leaves in the middle": {result.Pass, "", "given up after 3 scenarios in a row: a hook of its file fails", true},
		"fails":                {result.Error, "/cycle: answered with 500, wanted 2xx", "given up after 3 scenarios in a row: a hook of its file fails", false},
		"hangs":                {result.Error, "/cycle: no answer", "given up after 3 scenarios in a row: a hook of its file fails", false},
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			deadline := 400 * time.Millisecond
			if fault == "floods" {
				deadline = time.Minute // it is not the deadline that ends it
			}
			run := throughConnector(t, fault, deadline, nil, "LIFECYCLE-CREATE-01", "LIFECYCLE-CREATE-10")
			first, last := &run.Scenarios[0], &run.Scenarios[len(run.Scenarios)-1]
			if first.Outcome != want.outcome || !strings.Contains(inWords(first), want.says) {
				t.Errorf("the first: %s %s", first.Outcome, inWords(first))
			}
			if !strings.Contains(inWords(last), want.ends) {
				t.Errorf("the last: %s %s", last.Outcome, inWords(last))
			}
			if shown := seenOf(first, "scripted"); shown != want.shown {
				t.Errorf("what the connector sent is shown: %t", shown)
			}
			mustLeaveNobody(t, run)
		})
	}
}

// inWords is what a scenario came to, in words.
func inWords(s *result.Scenario) string {
	text := s.Reason
	for _, m := range s.Mismatches {
		text += m.Path + ": want " + m.Want + ", got " + m.Got
	}
	return text
}

// seenOf tells whether a scenario shows what somebody sent.
func seenOf(s *result.Scenario, by string) bool {
	for _, e := range s.Exchanges {
		if e.By == by {
			return true
		}
	}
	return false
}

// mustLeaveNobody wants nothing left at the target; the directory of a connector that does
// not answer is another matter.
func mustLeaveNobody(t *testing.T, run *result.Run) {
	t.Helper()
	for _, left := range run.LeftBehind {
		if left.Kind != "connector's directory" {
			t.Errorf("left behind: %+v", left)
		}
	}
}

// TestAConnectorThatNeverDisables is found out, and is not waited for again and again.
func TestAConnectorThatNeverDisables(t *testing.T) {
	t.Parallel()
	run := throughConnector(t, "never disables", time.Second, nil, "LIFECYCLE-LOGIN-09", "LIFECYCLE-RETURN-01", "LIFECYCLE-RETURN-02")
	failed := 0
	for i := range run.Scenarios {
		if s := &run.Scenarios[i]; s.Outcome == result.Fail && strings.Contains(inWords(s), "want false within 1s, got true; the connector sent") {
			failed++
		}
	}
	if failed < 4 || run.Verdict != result.Nonconformant {
		t.Errorf("%d failed, the verdict is %s", failed, run.Verdict)
	}
	mustLeaveNobody(t, run)
}

// TestWhatAConnectorDoesNotDoIsNotAskedOfIt skips by what its file declares, and says so.
func TestWhatAConnectorDoesNotDoIsNotAskedOfIt(t *testing.T) {
	t.Parallel()
	modest := func(c *connector.Connector, _ *steps.Config) {
		c.Declares = connector.Declarations{Deprovision: connector.Disables, Deletes: connector.AfterGrace}
	}
	run := throughConnector(t, "", 5*time.Second, modest,
		"LIFECYCLE-CREATE-01", "LIFECYCLE-CREATE-07", "LIFECYCLE-UPDATE-04", "LIFECYCLE-UPDATE-07", "LIFECYCLE-UPDATE-08", "LIFECYCLE-UPDATE-12", "LIFECYCLE-DEPROVISION-02", "LIFECYCLE-RETURN-04")
	for i, s := range run.Scenarios {
		if i == 0 {
			if s.Outcome != result.Pass {
				t.Errorf("%s: %s %s", s.ID, s.Outcome, inWords(&s))
			}
			continue
		}
		if s.Outcome != result.Skip || !s.Optional || !strings.Contains(s.Reason, "as its file says (declares: {") && !strings.Contains(s.Reason, "its own choice") && !strings.Contains(s.Reason, "own choice") {
			t.Errorf("%s: %s %s", s.ID, s.Outcome, inWords(&s))
		}
	}
}

// TestAConnectorThatDeletesWhoeverLeaves is judged on the road that it takes.
func TestAConnectorThatDeletesWhoeverLeaves(t *testing.T) {
	t.Parallel()
	harsh := func(c *connector.Connector, _ *steps.Config) { c.Declares.Deprovision = connector.Deletes }
	passed := 0
	for _, s := range throughConnector(t, "deletes who leaves", 5*time.Second, harsh, "LIFECYCLE-DEPROVISION-02", "LIFECYCLE-LOGIN-06").Scenarios {
		byDelete := strings.Contains(s.ID, "by-delete") || strings.HasSuffix(s.ID, "after-delete")
		if s.Outcome != result.Pass && byDelete || s.Outcome != result.Skip && !byDelete {
			t.Errorf("%s: %s %s", s.ID, s.Outcome, inWords(&s))
		}
		if byDelete {
			passed++
		}
	}
	if passed != 2 {
		t.Errorf("%d scenarios are about a DELETE, want 2", passed)
	}
}

// TestAConnectorThatDoesNothingAboutLeaversIsNoConformantOne: that is a gap, and no choice.
func TestAConnectorThatDoesNothingAboutLeaversIsNoConformantOne(t *testing.T) {
	t.Parallel()
	idle := func(c *connector.Connector, _ *steps.Config) { c.Declares.Deprovision = connector.Ignores }
	for _, s := range throughConnector(t, "", 5*time.Second, idle, "LIFECYCLE-DEPROVISION-03").Scenarios {
		if s.Outcome != result.Skip || s.Optional {
			t.Errorf("%s: %s %s", s.ID, s.Outcome, inWords(&s))
		}
	}
}

// TestSeveralScenariosAtATimeThroughAConnector, where its file says that it can do that.
func TestSeveralScenariosAtATimeThroughAConnector(t *testing.T) {
	t.Parallel()
	run := throughConnector(t, "", 5*time.Second, func(c *connector.Connector, _ *steps.Config) { c.Concurrency = 4 }, "LIFECYCLE-UPDATE-0", "LIFECYCLE-RETURN-0")
	for _, s := range run.Scenarios {
		if s.Outcome != result.Pass && s.Outcome != result.Skip {
			t.Errorf("%s %s: %s", s.Outcome, s.ID, inWords(&s))
		}
	}
	mustLeaveNobody(t, run)
}

// TestTheReportNamesTheConnector, and keeps its token to itself.
func TestTheReportNamesTheConnector(t *testing.T) {
	t.Parallel()
	run := throughConnector(t, "", 5*time.Second, nil, "LIFECYCLE-CREATE-01")
	if run.Provisioner != "scripted" || run.Connector == nil || run.Connector.Name != "scripted" || run.Connector.Speaks != "rfc" || run.Connector.File != "scripted.yaml" {
		t.Errorf("%s %+v", run.Provisioner, run.Connector)
	}
	text, err := json.Marshal(run)
	if err != nil || strings.Contains(string(text), suiteToken) || strings.Contains(string(text), "Pw1!") {
		t.Errorf("a secret stands in the report (%v)", err)
	}
	if len(run.Scenarios) != 1 || !seenOf(&run.Scenarios[0], "scripted") {
		t.Error("what the connector sent is not shown")
	}
}

// TestAnInterruptedConnectorLeavesNobody, in the directory or at the target.
func TestAnInterruptedConnectorLeavesNobody(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	run := throughConnectorIn(ctx, t, "", 5*time.Second, func(_ *connector.Connector, config *steps.Config) {
		config.Progress = func(steps.Progress) { interrupt() }
	}, "LIFECYCLE-CREATE")
	if !run.Interrupted || len(run.Scenarios) == 0 || len(run.LeftBehind) > 0 || run.Removed == 0 {
		t.Errorf("interrupted %t, %d scenarios, removed %d, left %v", run.Interrupted, len(run.Scenarios), run.Removed, run.LeftBehind)
	}
}

// byHand is a connector that somebody drives at a terminal.
const byHand = `name: by hand
declares: {groups: false, deletes: false}
hooks:
  start: [{prompt: "connect to {{scim}} with the token in {{scim.tokenFile}}"}]
  person: [{prompt: "{{change}}; PUT people {{user.key}} {{resource|json}}"}]
  leave: [{prompt: "{{change}}; DELETE people {{user.key}} {}"}]
  return: [{prompt: "{{change}}; PUT people {{user.key}} {{resource|json}}"}]
`

// TestAConnectorDrivenByHand asks somebody for each change, in words, and never shows a secret.
func TestAConnectorDrivenByHand(t *testing.T) {
	t.Parallel()
	c, err := connector.Parse("hand.yaml", []byte(byHand), nil)
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	hands, _ := startSender(t, "")
	var asked []string
	run := throughConnector(t, "", 5*time.Second, func(scripted *connector.Connector, config *steps.Config) {
		c.Settings, c.Deadline = scripted.Settings, scripted.Deadline
		hands.settings.SCIM, hands.settings.Token = c.Settings.URL, c.Settings.Token
		config.Provisioner = c
		config.Ask = func(ctx context.Context, what string) error {
			asked = append(asked, what)
			_, deed, change := strings.Cut(what, "; ")
			if !change {
				return nil
			}
			words := strings.SplitN(deed, " ", 4)
			_, err := hands.hook(ctx, words[0]+" "+words[1], words[2], false, []byte(words[3]))
			if err == nil {
				_, err = hands.cycle(ctx)
			}
			return err
		}
	}, "LIFECYCLE-CREATE-01", "LIFECYCLE-UPDATE-01", "LIFECYCLE-RETURN-04")
	for _, s := range run.Scenarios {
		if s.Outcome != result.Pass {
			t.Errorf("%s %s: %s", s.Outcome, s.ID, inWords(&s))
		}
	}
	all := strings.Join(asked, "\n")
	for _, want := range []string{"connect to http://", "joins; PUT people ada.lovelace-1", `name.familyName becomes "King"`, " leaves; ", " is active again; "} {
		if !strings.Contains(all, want) {
			t.Errorf("nobody was asked: %s", want)
		}
	}
	if strings.Contains(all, "Pw1!") || strings.Contains(all, suiteToken) {
		t.Error("a secret was shown")
	}
}
