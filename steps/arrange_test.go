package steps

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cucumber/godog"
	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/fixtures"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
)

// listener notes what it is asked to do, and does nothing.
type listener struct {
	mu    sync.Mutex
	rules []control.Rule
	log   []string
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.log = append(l.log, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/v1"))
	body, _ := io.ReadAll(r.Body)
	switch r.Method + " " + r.URL.Path {
	case "POST /v1/rules":
		var rule control.Rule
		if err := json.Unmarshal(body, &rule, json.RejectUnknownMembers(true)); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		l.rules = append(l.rules, rule)
		rule.ID = fmt.Sprintf("r%d", len(l.rules))
		l.answer(w, rule)
	case "POST /v1/doors":
		var door control.Door
		_ = json.Unmarshal(body, &door)
		door.ID, door.URL = "d1", "http://localhost:1/scim/v2"
		l.answer(w, door)
	case "GET /v1/exchanges":
		l.answer(w, control.Page{Exchanges: []control.Exchange{}})
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (l *listener) answer(w http.ResponseWriter, v any) {
	text, _ := json.Marshal(v)
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(text)
}

// asked are the requests but for the questions.
func (l *listener) asked() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(l.log), func(one string) bool { return strings.HasPrefix(one, "GET ") })
}

// controlledScene is a World whose target stands behind a listener.
func controlledScene(t *testing.T) (*World, *listener) {
	t.Helper()
	l := &listener{}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	client, err := control.New(server.URL, "token-of-the-listener")
	if err != nil {
		t.Fatal(err)
	}
	w, _ := worldOn(t, always(http.StatusNoContent, ""))
	w.run.control = client
	w.run.people = map[string]fixtures.Person{}
	return w, l
}

// runSteps runs Gherkin steps as a scenario does, and returns the first error.
func runSteps(t *testing.T, w *World, lines ...string) error {
	t.Helper()
	var failed error
	godog.TestSuite{
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			registerArranging(sc)
			sc.Before(func(ctx context.Context, _ *godog.Scenario) (context.Context, error) { return withWorld(ctx, w), nil })
			sc.StepContext().After(func(ctx context.Context, _ *godog.Step, _ godog.StepResultStatus, err error) (context.Context, error) {
				if failed == nil {
					failed = err
				}
				return ctx, nil
			})
		},
		Options: &godog.Options{
			DefaultContext: t.Context(), Output: io.Discard, Format: "progress", NoColors: true, Strict: true,
			FeatureContents: []godog.Feature{{Name: "arranging", Contents: []byte("Feature: x\n  Scenario: y\n    * " + strings.Join(lines, "\n    * ") + "\n")}},
		},
	}.Run()
	return failed
}

func TestStepsArrangeRules(t *testing.T) {
	t.Parallel()
	text := func(s string) *string { return &s }
	ada := []string{"2819c2", `ada"x@example.com`}
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	for step, want := range map[string]control.Rule{
		"the server answers the next POST with 429 and Retry-After 1": {
			Match: control.Match{Method: "POST"}, Times: 1, Do: control.Do{Status: 429, Header: http.Header{"Retry-After": {"1"}}},
		},
		"the server answers each request about Ada after 2 seconds": {
			Match: control.Match{Any: ada}, Do: control.Do{Delay: "2s"},
		},
		"the server answers the next 3 requests with 503": {Times: 3, Do: control.Do{Status: 503}},
		`the server answers the 2nd PATCH to "/Users/*" about Ada with 500`: {
			Match: control.Match{Method: "PATCH", Path: "/Users/[^/]*", Any: ada}, Skip: 1, Times: 1, Do: control.Do{Status: 500},
		},
		`the server answers each GET to "/Users/{Ada.id}" with 404`: {
			Match: control.Match{Method: "GET", Path: "/Users/2819c2"}, Do: control.Do{Status: 404},
		},
		`the server answers each request about the group "Analysts" with 404`: {
			Match: control.Match{Any: []string{"g1", "Analysts k3"}}, Do: control.Do{Status: 404},
		},
		"the server answers the next POST only 250 milliseconds after it has carried it out": {
			Match: control.Match{Method: "POST"}, Times: 1, Do: control.Do{Late: "250ms"},
		},
		"the server cuts the connection after it has carried out the next POST": {
			Match: control.Match{Method: "POST"}, Times: 1, Do: control.Do{Cut: "after"},
		},
		"the server cuts the connection before it has carried out the next request about Ada": {
			Match: control.Match{Any: ada}, Times: 1, Do: control.Do{Cut: "before"},
		},
		"the server cuts the connection within its answer to the next GET": {
			Match: control.Match{Method: "GET"}, Times: 1, Do: control.Do{Cut: "within"},
		},
		"the server gives pages of at most 2":                             {Do: control.Do{MaxCount: 2}},
		"the server ignores excludedAttributes":                           {Do: control.Do{Ignore: []string{"excludedAttributes"}}},
		"the server ignores count, startIndex and filter":                 {Do: control.Do{Ignore: []string{"count", "startIndex", "filter"}}},
		"the server leaves active and name.familyName out of its answers": {Do: control.Do{Without: []string{"active", "name.familyName"}}},
		"the server answers the next request with an HTML page":           {Times: 1, Do: control.Do{Status: 200, Header: html, Body: text(page)}},
		"the server answers the next request with 502 and an HTML page":   {Times: 1, Do: control.Do{Status: 502, Header: html, Body: text(page)}},
		"the server answers the next request with an empty body":          {Times: 1, Do: control.Do{Body: text("")}},
		"the server answers the next request with broken JSON":            {Times: 1, Do: control.Do{Body: text(brokenJSON)}},
		"the server answers the next request with a redirect to another host": {
			Times: 1, Do: control.Do{Status: 307, Header: http.Header{"Location": {"http://localhost:1/scim/v2/Users"}}},
		},
	} {
		w, l := controlledScene(t)
		if err := runSteps(t, w, step); err != nil {
			t.Errorf("%s: %v", step, err)
			continue
		}
		if diff := cmp.Diff([]control.Rule{want}, l.rules); diff != "" {
			t.Errorf("%s: %s", step, diff)
		}
		if left := w.disarrange(t.Context()); len(left) > 0 || !slices.Contains(l.asked(), "DELETE /rules/r1") {
			t.Errorf("%s: left %v after %v", step, left, l.asked())
		}
	}
}

// Somebody who owns something is held until it has been handed over, and no longer.
func TestTheServerHoldsWhoOwnsSomething(t *testing.T) {
	t.Parallel()
	w, l := controlledScene(t)
	if err := runSteps(t, w, "the server says that Ada still owns something until they are handed over"); err != nil {
		t.Fatal(err)
	}
	got := l.rules[0]
	message, err := oracle.Parse([]byte(*got.Do.Body))
	if err != nil || got.Match.Method != http.MethodDelete || !slices.Equal(got.Match.Any, []string{"2819c2"}) || got.Do.Status != 409 {
		t.Errorf("%v: %+v", err, got)
	}
	if status, _ := oracle.FirstString(message, "status"); status != "409" {
		t.Errorf("got %v", message)
	}
	if err := runSteps(t, w, "what Ada owns has been handed over"); err != nil {
		t.Fatal(err)
	}
	if want := []string{"POST /rules", "DELETE /rules/r1"}; !slices.Equal(l.asked(), want) {
		t.Errorf("asked %v, want %v", l.asked(), want)
	}
	if left := w.disarrange(t.Context()); len(left) > 0 || len(l.asked()) != 2 {
		t.Errorf("left %v after %v", left, l.asked())
	}
}

// What was arranged is taken back before anything is removed: it would hit that as well.
func TestWhatIsArrangedEndsBeforeTheCleanUp(t *testing.T) {
	t.Parallel()
	w, l := controlledScene(t)
	led := ""
	w.run.lead = func(_ context.Context, to control.Door) (func(context.Context) error, error) {
		led = to.Certificate + " " + to.ID
		return func(context.Context) error { l.log = append(l.log, "back"); return nil }, nil
	}
	if err := runSteps(t, w, "the server shows a certificate that nobody trusts", "the server answers each DELETE with 409"); err != nil {
		t.Fatal(err)
	}
	w.trackUndo(undo{"Users", "1", func(context.Context) error { l.log = append(l.log, "removed"); return nil }})
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if left := w.cleanUp(ended); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	want := []string{"POST /doors", "POST /rules", "back", "DELETE /rules/r1", "DELETE /doors/d1", "removed"}
	if led != "untrusted d1" || !slices.Equal(l.asked(), want) {
		t.Errorf("led to %s, and did %v, want %v", led, l.asked(), want)
	}
}

func TestTheServerAnswersAsUsualAgain(t *testing.T) {
	t.Parallel()
	w, l := controlledScene(t)
	if err := runSteps(t, w, "the server gives pages of at most 2", "the server answers as usual again"); err != nil {
		t.Fatal(err)
	}
	if len(w.arranged.rules) > 0 || !slices.Contains(l.asked(), "DELETE /rules/r1") {
		t.Errorf("%v after %v", w.arranged.rules, l.asked())
	}
}

func TestArrangingThatCannotBe(t *testing.T) {
	t.Parallel()
	w, l := controlledScene(t)
	w.run.parallel = true
	if err := runSteps(t, w, "the server gives pages of at most 2"); !ours(err) {
		t.Errorf("in parallel: got %v, want a mistake of the scenario", err)
	}
	if err := runSteps(t, w, "the server answers each request about Ada with 503"); err != nil {
		t.Errorf("about one person in parallel: got %v", err)
	}
	w.scenario.Tags = []string{"@exclusive"}
	if err := runSteps(t, w, "the server gives pages of at most 2"); err != nil {
		t.Errorf("alone: got %v", err)
	}
	for _, step := range []string{"the server answers the next POST about Bob with 500", "the server gives pages of at most 0", "what Ada owns has been handed over"} {
		if err := runSteps(t, w, step); !ours(err) {
			t.Errorf("%s: got %v, want a mistake of the scenario", step, err)
		}
	}
	if err := runSteps(t, w, "the server shows a certificate that has expired"); !isSkip(err) {
		t.Errorf("without anybody to lead: got %v, want a skip", err)
	}
	w.run.control = nil
	before := len(l.asked())
	if err := runSteps(t, w, "the server gives pages of at most 2"); !isSkip(err) || len(l.asked()) != before {
		t.Errorf("without a listener: got %v, want a skip", err)
	}
}

func isSkip(err error) bool {
	_, ok := asSkip(err)
	return ok
}
