package steps

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// tenant answers by method and path ("GET /Users"), and keeps what it was asked.
type tenant struct {
	answers map[string]string
	asked   []string
}

func (s *tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.Method + " " + r.URL.Path
	s.asked = append(s.asked, key)
	status, body, _ := strings.Cut(s.answers[key], " ")
	switch status {
	case "201":
		w.Header().Set("Location", "/scim/v2/Users/a%2Fb")
		w.WriteHeader(http.StatusCreated)
	case "500":
		w.WriteHeader(http.StatusInternalServerError)
	case "400":
		w.WriteHeader(http.StatusBadRequest)
	case "204", "":
		w.WriteHeader(http.StatusNoContent)
	}
	_, _ = w.Write([]byte(body))
}

// worldAt is a scenario with Ada, whom the target at the other end does not know yet.
func worldAt(t *testing.T, s *tenant) (*World, *Person) {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	client, err := scim.New(scim.Options{BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	w := scene(t)
	w.run.client, w.run.created, w.run.known = client, probe.NewCreated(), &known{}
	p := w.people["Ada"]
	p.ID, p.Sent["userName"] = "", "ada.k3f9a2@example.com"
	return w, p
}

func TestCreationWithoutABodyIsKnownByItsLocation(t *testing.T) {
	t.Parallel()
	s := &tenant{answers: map[string]string{"POST /Users": "201"}}
	w, p := worldAt(t, s)
	if err := w.provision(t.Context(), &p.resource, nil); err != nil || p.ID != "a/b" {
		t.Fatalf("got the id %q, %v", p.ID, err)
	}
	if left := w.cleanUp(t.Context()); left != nil {
		t.Errorf("left behind: %v", left)
	}
	if want := []string{"POST /Users", "DELETE /Users/a/b"}; !reflect.DeepEqual(s.asked, want) {
		t.Errorf("asked %q, want %q", s.asked, want)
	}
}

// A target that creates and answers with an error, or without an id, leaves litter
// that is found by its name; somebody else's of a similar name is let alone.
func TestCreationInDoubtIsCleanedUp(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"500", `200 {"userName": "ada.k3f9a2@example.com"}`, `400 {"status": "400"}`} {
		s := &tenant{answers: map[string]string{
			"POST /Users": answer,
			"GET /Users": `200 {"Resources": [{"id": "1", "userName": "Ada.K3F9A2@example.com"}, ` +
				`{"id": "2", "userName": "ada@example.com"}]}`,
		}}
		w, p := worldAt(t, s)
		if err := w.provision(t.Context(), &p.resource, nil); !isUnjudged(err) {
			t.Errorf("%s: got %v, want no judgement", answer, err)
		}
		w.cleanUp(t.Context())
		if want := []string{"POST /Users", "GET /Users", "DELETE /Users/1"}; !reflect.DeepEqual(s.asked, want) {
			t.Errorf("%s: asked %q, want %q", answer, s.asked, want)
		}
	}
}

func TestAReadBeforeAChangeIsNoViolation(t *testing.T) {
	t.Parallel()
	w, p := worldAt(t, &tenant{answers: map[string]string{"GET /Users/1": "500"}})
	p.ID = "1"
	if err := w.snapshot(t.Context(), &p.resource); !isUnjudged(err) {
		t.Errorf("got %v, want no judgement", err)
	}
}

func TestWhatTheTargetHasNotIsNoMistakeOfTheScenario(t *testing.T) {
	t.Parallel()
	w := scene(t)
	w.people["Ada"].ID = ""
	for _, text := range []string{"{Ada.id}", "{Ada.displayName}"} {
		if _, err := w.expand(text); !isUnjudged(err) {
			t.Errorf("%s: got %v, want no judgement", text, err)
		}
	}
}

const declined = `400 {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "400", "scimType": "invalidFilter"}`

func TestWhoIsGoneNeedsNoFilter(t *testing.T) {
	t.Parallel()
	w, p := worldAt(t, &tenant{answers: map[string]string{"GET /Users": declined}})
	p.ID = "1"
	if err := w.judgeNotListed(t.Context(), p); err != nil {
		t.Errorf("got %v", err)
	}
	if s := w.finish(0); s.Outcome != result.Skip || !s.Optional {
		t.Errorf("a scenario that saw nothing else is %s", s.Outcome)
	}
	w.checks = 1
	if s := w.finish(0); s.Outcome != result.Pass {
		t.Errorf("a scenario that judged something else is %s", s.Outcome)
	}
}

func TestOnlyAThenMakesAScenarioPass(t *testing.T) {
	t.Parallel()
	for kind, want := range map[messages.PickleStepType]int{
		messages.PickleStepType_CONTEXT: 0, messages.PickleStepType_ACTION: 0, messages.PickleStepType_OUTCOME: 1,
	} {
		w := scene(t)
		w.release = func() {}
		if _, err := beforeStep(withWorld(t.Context(), w), &godog.Step{Type: kind}); err != nil {
			t.Fatal(err)
		}
		if err := w.judge(); err != nil || w.checks != want {
			t.Errorf("%s: %d judgements, %v", kind, w.checks, err)
		}
	}
}

func TestNextRequestCarriesNoCredentialsAndATable(t *testing.T) {
	t.Parallel()
	w := scene(t)
	ctx := withWorld(t.Context(), w)
	table := &godog.Table{Rows: []*messages.PickleTableRow{{Cells: []*messages.PickleTableCell{
		{Value: "query"}, {Value: "count"}, {Value: "2"},
	}}}}
	if err := nextRequestIsAnonymous(ctx); err != nil {
		t.Fatal(err)
	}
	if err := nextRequestCarries(ctx, table); err != nil {
		t.Fatal(err)
	}
	if !w.next.anonymous || w.next.query.Get("count") != "2" {
		t.Errorf("got %+v", w.next)
	}
}

// What is shown is cut; a secret on the edge must not be halved into something that
// nobody recognises.
func TestShowRemovesSecretsBeforeItCuts(t *testing.T) {
	t.Parallel()
	w := scene(t)
	w.rec.Add("Pw1!a-long-password")
	body := `{"detail": "` + strings.Repeat("x", longestValue-20) + `Pw1!a-long-password"}`
	a := w.newAnswer(scim.Request{}, &scim.Response{Status: 400, Body: []byte(body)})
	if shown := a.show(); strings.Contains(shown, "Pw1!") {
		t.Errorf("half a password: %s", shown)
	}
}

func TestOnlyWhoWasNeverActiveMayBeRefusedUntried(t *testing.T) {
	t.Parallel()
	w := scene(t)
	w.people["Ada"].Sent["active"] = false
	login := probe.NewLogin(probe.LoginRecipe{Attempts: []probe.AttemptRecipe{{Name: "password"}}}, probe.Kit{})
	if _, err := w.holder(t.Context(), login, "Ada", "password"); !ours(err) {
		t.Errorf("a leaver who never logged in: got %v, want a mistake of the scenario", err)
	}
}

func TestMembershipIsJudgedBothWays(t *testing.T) {
	t.Parallel()
	w := scene(t)
	for _, wanted := range []bool{true, false} {
		if err := w.judgeMembership("groups.value", []any{"g1"}, "g1", wanted, "g1"); (err == nil) != wanted {
			t.Errorf("wanted %t: %v", wanted, err)
		}
	}
}
