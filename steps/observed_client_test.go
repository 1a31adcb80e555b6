package steps

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/conduct"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
	"github.com/scimproof/scimproof/steps/target"
)

// recorded is an Observer of what was recorded before.
type recorded struct {
	exchanges []control.Exchange
	doors     []control.Door
	err       error
}

func (r *recorded) Exchanges(_ context.Context, after int, _ time.Duration) ([]control.Exchange, int, error) {
	if r.err != nil {
		return nil, after, r.err
	}
	return slices.Clone(r.exchanges[min(after, len(r.exchanges)):]), len(r.exchanges), nil
}

func (r *recorded) Doors(context.Context) ([]control.Door, error) { return r.doors, nil }

// sends records a request of the connector.
func (r *recorded) sends(method, path, body string, status int) *control.Exchange {
	path, query, _ := strings.Cut(path, "?")
	r.exchanges = append(r.exchanges, control.Exchange{
		Seq: len(r.exchanges) + 1, Method: method, Path: path, Query: query, Body: body, Status: status, Credential: "ours",
		Header: http.Header{"User-Agent": {"acme-sync/1.0"}, "Accept": {"application/scim+json"}, "Content-Type": {"application/scim+json"}},
	})
	return &r.exchanges[len(r.exchanges)-1]
}

// watched is a scenario about connectors, with Ada, who has an account.
func watched(t *testing.T, observer Observer) (context.Context, *World) {
	t.Helper()
	schemas, err := oracle.Standard()
	if err != nil {
		t.Fatal(err)
	}
	r := &run{id: "k3f9a2", agent: "scimproof/test", observer: observer, redact: scim.NewRedactor(nil)}
	r.known = &known{schemas: schemas, capabilities: map[string]result.Capability{}}
	w := newWorld(r, scenario{Scenario: features.Scenario{Tags: []string{connectorTag}}}, 1)
	ada := &Person{resource: resource{Name: "Ada Lovelace", ID: "u1", endpoint: usersEndpoint, Sent: oracle.Object{"userName": "ada"}}}
	w.people["Ada"], w.roster = ada, []*Person{ada}
	w.groups["Analysts"] = &Group{resource: resource{Name: "Analysts", ID: "g1", endpoint: groupsEndpoint}}
	return withWorld(context.Background(), w), w
}

// act is the step before a change.
func act(ctx context.Context, t *testing.T, w *World, kind messages.PickleStepType) {
	t.Helper()
	if err := w.beforeChange(ctx, &godog.Step{Type: kind}); err != nil {
		t.Fatal(err)
	}
}

const disableAda = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}`

func TestConnectorStepsJudgeWhatWasSent(t *testing.T) {
	t.Parallel()
	log := &recorded{}
	log.sends("GET", "/Users?filter=userName%20eq%20%22ada%22", "", 200).ResponseBody = `{"totalResults":0}`
	log.sends("POST", "/Users", `{"userName":"ada"}`, 201).ResponseBody = `{"id":"u1","userName":"ada"}`
	ctx, w := watched(t, log)
	look := aboutPerson(conduct.MatchedBeforeCreated)
	if err := look(ctx, "Ada"); err != nil || w.checks != 1 {
		t.Errorf("a good log: %v, %d checks", err, w.checks)
	}
	log.exchanges = log.exchanges[1:]
	ctx, w = watched(t, log)
	err := look(ctx, "Ada")
	if mismatches, judged := breaches(err); !judged || !strings.Contains(mismatches[0].Path, "POST /Users") || w.client.decisive != 2 {
		t.Errorf("a bad log: %v, decided by %d", err, w.client.decisive)
	}
}

func TestConnectorStepsSayWhyTheyCannotJudge(t *testing.T) {
	t.Parallel()
	ctx, _ := watched(t, &recorded{})
	if err := allRequests(conduct.Authorized)(ctx); !isUnjudged(err) {
		t.Errorf("nothing sent: %v", err)
	}
	if _, skip := asSkip(someRequest(conduct.PatchMessages, noPatch)(ctx)); !skip {
		t.Error("no PATCH is no reason to skip")
	}
	ctx, _ = watched(t, nil)
	if _, skip := asSkip(allRequests(conduct.Authorized)(ctx)); !skip {
		t.Error("nobody who records is no reason to skip")
	}
	ctx, _ = watched(t, &recorded{err: errors.New("gone")})
	if err := allRequests(conduct.Authorized)(ctx); !isUnjudged(err) {
		t.Errorf("a broken listener: %v", err)
	}
}

// What the harness sends, and what was sent before the scenario, is no matter of it.
func TestConnectorStepsLeaveOthersAside(t *testing.T) {
	t.Parallel()
	log := &recorded{}
	log.sends("GET", "/Users", "", 200).Credential = "none"
	ctx, w := watched(t, log)
	if err := w.observeClient(ctx); err != nil {
		t.Fatal(err)
	}
	own := log.sends("GET", "/Users", "", 200)
	own.Credential, own.Header = "other", http.Header{"User-Agent": {"scimproof/test (x)"}}
	if err := allRequests(conduct.Authorized)(ctx); !isUnjudged(err) {
		t.Errorf("got %v", err)
	}
	log.sends("GET", "/Users", "", 200)
	w.client.rested = false
	if err := allRequests(conduct.Authorized)(ctx); err != nil || w.checks != 1 {
		t.Errorf("got %v, %d checks", err, w.checks)
	}
}

// The window of a change begins with the first of the steps that ask for it.
func TestConnectorIsJudgedSinceTheChange(t *testing.T) {
	t.Parallel()
	log := &recorded{}
	ctx, w := watched(t, log)
	act(ctx, t, w, messages.PickleStepType_CONTEXT)
	log.sends("PATCH", "/Users/u1", disableAda, 204)
	act(ctx, t, w, messages.PickleStepType_ACTION)
	if err := connectorWroteNothing(ctx); err != nil || w.checks != 1 {
		t.Errorf("what was sent before the change was judged: %v", err)
	}
	log.sends("GET", "/Users", "", 200)
	act(ctx, t, w, messages.PickleStepType_ACTION)
	log.sends("PATCH", "/Users/u1", disableAda, 204)
	act(ctx, t, w, messages.PickleStepType_OUTCOME)
	if err := connectorDisabled(ctx, "Ada"); err != nil {
		t.Errorf("got %v", err)
	}
	if _, judged := breaches(connectorWroteNothing(ctx)); !judged {
		t.Error("a write went unseen")
	}
}

// Each step is red on a log of a bad connector.
func TestConnectorStepsCanBeRed(t *testing.T) {
	t.Parallel()
	type step = func(context.Context) error
	about := func(s func(context.Context, string) error) step {
		return func(ctx context.Context) error { return s(ctx, "Ada") }
	}
	ops := func(list string) string {
		return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[` + list + `]}`
	}
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		step               step
	}{
		"door":      {"GET", "/Users", "", 200, connectorRefused},
		"password":  {"POST", "/Users", `{"userName":"ada","password":"[redacted]"}`, 201, connectorSentNoPassword},
		"name":      {"GET", "/Users?filter=userName%20eq%20%22a%22", "", 200, about(connectorLookedUpExactly)},
		"id":        {"PATCH", "/Users/ada", disableAda, 404, connectorKeptIDs},
		"types":     {"POST", "/Users", `{"active":"True"}`, 201, allRequestsBy(conduct.JSONTypes, "")},
		"only":      {"PATCH", "/Users/u1", disableAda, 204, func(ctx context.Context) error { return connectorChangedOnly(ctx, "Ada", "title") }},
		"cleared":   {"PUT", "/Users/u1", `{"title":""}`, 200, func(ctx context.Context) error { return connectorClearedPlainly(ctx, "Ada", "title") }},
		"reference": {"POST", "/Groups", `{"members":[{"value":"ada"}]}`, 201, connectorReferred},
		"members": {"PATCH", "/Groups/g1", ops(`{"op":"add","path":"members","value":[{"value":"u1"},{"value":"u2"}]}`), 204, func(ctx context.Context) error {
			return connectorNamedOnly(ctx, "Analysts", "Ada")
		}},
		"stays":     {"PATCH", "/Groups/g1", ops(`{"op":"add","path":"members","value":[{"value":"u1"}]}`), 204, func(ctx context.Context) error { return connectorTookOut(ctx, "Ada", "Analysts") }},
		"chunks":    {"POST", "/Groups", `{"members":[{"value":"a"},{"value":"b"}]}`, 201, func(ctx context.Context) error { return connectorChunked(ctx, 1) }},
		"nested":    {"POST", "/Groups", `{"members":[{"value":"g1"}]}`, 201, connectorNestedNoGroups},
		"left":      {"PATCH", "/Users/u1", ops(`{"op":"replace","path":"title","value":"x"}`), 204, about(connectorDisabled)},
		"deleted":   {"DELETE", "/Users/u1", "", 204, about(connectorDidNotDelete)},
		"at once":   {"DELETE", "/Users/u1", "", 204, about(connectorDisabledFirst)},
		"second":    {"POST", "/Users", `{"userName":"ada"}`, 201, about(connectorMadeNoSecond)},
		"came back": {"POST", "/Users", `{"userName":"ada"}`, 201, about(connectorReactivated)},
		"old":       {"PATCH", "/Users/u0", disableAda, 404, func(ctx context.Context) error { return connectorLeftAlone(ctx, "u0") }},
		"threshold": {"DELETE", "/Users/u1", "", 204, func(ctx context.Context) error { return connectorStopped(ctx, 0) }},
		"rate":      {"GET", "/Users", "", 200, func(ctx context.Context) error { return connectorKeptRate(ctx, 0) }},
		"writes":    {"PATCH", "/Users/u1", disableAda, 204, connectorWroteNothing},
		"adopted":   {"POST", "/Users", `{"userName":"ada"}`, 201, about(connectorUsedTheAccount)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &recorded{}
			log.sends(c.method, c.path, c.body, c.status).Door = "d1"
			ctx, w := watched(t, log)
			w.kept[otherDoor], w.kept["foreignId"] = "d1", "u1"
			if _, judged := breaches(c.step(ctx)); !judged {
				t.Errorf("got %v", c.step(ctx))
			}
		})
	}
}

// Nobody refuses a door to which they did not come.
func TestConnectorMustHaveComeToTheDoor(t *testing.T) {
	t.Parallel()
	log := &recorded{doors: []control.Door{{ID: "d1"}}}
	ctx, w := watched(t, log)
	if err := connectorRefused(ctx); !strings.Contains(err.Error(), "opened no other door") {
		t.Errorf("got %v", err)
	}
	w.kept[otherDoor] = "d1"
	if err := connectorRefused(ctx); !isUnjudged(err) {
		t.Errorf("nobody came: %v", err)
	}
	log.doors[0].Connections = 1
	if err := connectorRefused(ctx); err != nil || w.checks != 1 {
		t.Errorf("came, and sent nothing: %v", err)
	}
}

func TestConnectorMustSpeakTLS(t *testing.T) {
	t.Parallel()
	log := &recorded{doors: []control.Door{{ID: "d1", Connections: 1}}}
	ctx, w := watched(t, log)
	w.kept[otherDoor] = "d1"
	if _, judged := breaches(connectorCameByTLS(ctx)); !judged {
		t.Error("a connection without a request went unseen")
	}
	log.doors[0].Connections = 0
	if err := connectorCameByTLS(ctx); !isUnjudged(err) {
		t.Errorf("nobody came: %v", err)
	}
	log.sends("GET", "/Users", "", 200).TLS = "TLS 1.3"
	w.client.rested = false
	if err := connectorCameByTLS(ctx); err != nil {
		t.Errorf("got %v", err)
	}
}

// What the dialect that the connector speaks does as well only warns.
func TestConnectorMaySpeakItsDialect(t *testing.T) {
	t.Parallel()
	log := &recorded{}
	log.sends("PATCH", "/Users/u1", strings.Replace(disableAda, "replace", "Replace", 1), 204)
	ctx, w := watched(t, log)
	w.run.manner = conduct.Manner{"ops": {"capitals"}}
	if err := someRequest(conduct.PlainOps, noPatch)(ctx); err != nil || len(w.warnings) != 1 {
		t.Errorf("got %v, warnings %v", err, w.warnings)
	}
}

func TestLikenessIsReported(t *testing.T) {
	t.Parallel()
	log := &recorded{}
	ctx, w := watched(t, log)
	if alike := w.run.likeness(ctx); len(alike) > 0 {
		t.Errorf("of nobody: %v", alike)
	}
	log.sends("GET", "/Users?filter=userName%20eq%20%22ada%22", "", 200)
	log.sends("PATCH", "/Users/u1", disableAda, 204)
	alike := w.run.likeness(ctx)
	if len(alike) < 2 || alike[0].Dialect == "" || alike[0].Score < alike[1].Score || len(alike[len(alike)-1].Differences) == 0 {
		t.Errorf("got %+v", alike)
	}
	w.run.observer = nil
	if alike := w.run.likeness(ctx); len(alike) > 0 {
		t.Errorf("without an observer: %v", alike)
	}
}

func TestScenariosOnConnectorsNeedOne(t *testing.T) {
	t.Parallel()
	s := scenario{Scenario: features.Scenario{Tags: []string{connectorTag}}}
	needs := needsOf(features.Requirement{Needs: []string{"connector-cycle"}}, s.Tags)
	k := &known{capabilities: map[string]result.Capability{}}
	if !slices.Contains(needs, "connector") || k.missing(needs) == nil || k.missing([]string{"connector-cycle"}) == nil {
		t.Errorf("needs %v, missing %v", needs, k.missing(needs))
	}
	k.set("connector", true, "")
	if skip := k.missing(needs); skip == nil || !strings.Contains(skip.reason, "cycle") {
		t.Errorf("got %v", skip)
	}
	if (&run{}).claims(Config{Target: &target.Target{}}, s) {
		t.Error("a run without a connector selects it")
	}
}

func TestManyFindingsAreCut(t *testing.T) {
	t.Parallel()
	many := make([]result.Mismatch, mostFindings+5)
	if got := mostOf(many); len(got) != mostFindings+1 || got[mostFindings].Got != "5 more" {
		t.Errorf("got %d: %v", len(got), got[len(got)-1])
	}
}
