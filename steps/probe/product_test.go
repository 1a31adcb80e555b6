package probe_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// estate is a product of a few lines in which people own things, and which hands them over in every way there is. fault
// names what it does wrong. People are known there by native ids, "n-" before that of SCIM, which is their token too.
type estate struct {
	mu     sync.Mutex
	owners map[string]string // by thing; "" for nobody
	past   map[string]string // the last owner of what nobody owns
	gone   map[string]bool   // people who were deleted
	looks  int
	sent   []string
	fault  string
}

func (e *estate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sent = append(e.sent, r.Method+" "+r.URL.Path)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", e.login)
	mux.HandleFunc("POST /things", e.create)
	mux.HandleFunc("GET /things", e.list)
	mux.HandleFunc("GET /things/{id}", e.read)
	mux.HandleFunc("GET /things/{id}/content", e.open)
	mux.HandleFunc("PUT /things/{id}/owner", e.give)
	mux.HandleFunc("POST /things/{id}/takeover", e.take)
	mux.HandleFunc("POST /bulk", e.bulk)
	mux.HandleFunc("POST /jobs", e.start)
	mux.HandleFunc("GET /jobs/1", e.look)
	mux.HandleFunc("DELETE /users/{id}", e.delete)
	mux.ServeHTTP(w, r)
}

func bearer(r *http.Request) string {
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
}

func (e *estate) login(w http.ResponseWriter, r *http.Request) {
	id, _ := read(r)["user"].(string)
	if id == "n-99" || e.gone[id] {
		answer(w, 401, nil)
		return
	}
	answer(w, 200, map[string]string{"token": id})
}

func (e *estate) create(w http.ResponseWriter, r *http.Request) {
	id := fmt.Sprintf("t%d", len(e.owners)+1)
	e.owners[id] = bearer(r)
	answer(w, 201, map[string]string{"id": id})
}

func (e *estate) list(w http.ResponseWriter, r *http.Request) {
	owner := r.URL.Query().Get("owner")
	if e.gone[owner] {
		answer(w, 404, nil)
		return
	}
	data := []any{}
	for _, id := range slices.Sorted(maps.Keys(e.owners)) {
		if e.owners[id] == owner {
			data = append(data, map[string]string{"id": id})
		}
	}
	answer(w, 200, map[string]any{"data": data})
}

func (e *estate) read(w http.ResponseWriter, r *http.Request) {
	owner, known := e.owners[r.PathValue("id")]
	if !known {
		answer(w, 404, nil)
		return
	}
	answer(w, 200, map[string]string{"owner": owner})
}

func (e *estate) open(w http.ResponseWriter, r *http.Request) {
	if e.owners[r.PathValue("id")] != bearer(r) {
		answer(w, 403, nil)
		return
	}
	answer(w, 200, nil)
}

// mayInherit refuses heirs who do not exist, but for a fault.
func (e *estate) mayInherit(heir string) bool {
	return heir != "n-99" && !e.gone[heir] || e.fault == "anybody inherits"
}

func (e *estate) give(w http.ResponseWriter, r *http.Request) {
	heir, _ := read(r)["owner"].(string)
	owner := e.owners[r.PathValue("id")]
	switch {
	case !e.mayInherit(heir):
		answer(w, 422, nil)
	case owner == "" && e.fault == "what is orphaned stays so":
		answer(w, 409, nil)
	default:
		if e.fault != "nothing moves" {
			e.owners[r.PathValue("id")] = heir
		}
		answer(w, 200, nil)
	}
}

func (e *estate) take(w http.ResponseWriter, r *http.Request) {
	if e.fault != "nothing moves" {
		e.owners[r.PathValue("id")] = bearer(r)
	}
	if e.fault == "taken away again" {
		e.owners[r.PathValue("id")] = ""
	}
	answer(w, 204, nil)
}

func (e *estate) bulk(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Things []struct{ ID, Owner string } `json:"things"`
	}
	_ = json.UnmarshalRead(r.Body, &body, json.MatchCaseInsensitiveNames(true))
	results := []any{}
	for i, one := range body.Things {
		status, last := 200, i == len(body.Things)-1
		switch {
		case !e.mayInherit(one.Owner):
			status = 404
		case last && e.fault == "one fails":
			status = 403
		case last && e.fault == "one is throttled":
			status = 429
		case last && e.fault == "one is not moved":
		case last && e.fault == "one is forgotten":
			continue
		default:
			e.owners[one.ID] = one.Owner
		}
		results = append(results, map[string]any{"id": one.ID, "status": status})
	}
	answer(w, 207, map[string]any{"data": results})
}

func (e *estate) start(w http.ResponseWriter, r *http.Request) {
	body := read(r)
	from, _ := body["from"].(string)
	to, _ := body["to"].(string)
	if !e.mayInherit(to) {
		answer(w, 422, nil)
		return
	}
	if e.fault != "nothing moves" {
		e.move(from, to)
	}
	answer(w, 202, map[string]string{"id": "1"})
}

func (e *estate) move(from, to string) {
	for id, owner := range e.owners {
		if owner == from {
			e.owners[id], e.past[id] = to, from
		}
	}
}

// look says that the job is running twice, and then that it is done.
func (e *estate) look(w http.ResponseWriter, _ *http.Request) {
	e.looks++
	state := "done"
	switch {
	case e.fault == "the job never ends" || e.looks < 3:
		state = "running"
	case e.fault == "the job fails":
		state = "failed"
	case e.fault == "the job is lost":
		answer(w, 500, nil)
		return
	}
	answer(w, 200, map[string]string{"state": state})
}

func (e *estate) delete(w http.ResponseWriter, r *http.Request) {
	id, heir := r.PathValue("id"), r.URL.Query().Get("heir")
	owns := slices.Contains(slices.Collect(maps.Values(e.owners)), id)
	switch {
	case e.gone[id]:
		answer(w, 404, nil)
		return
	case heir != "" && !e.mayInherit(heir), heir == "" && owns && e.fault != "the deletion orphans":
		answer(w, 409, nil)
		return
	case e.fault == "the heir is ignored":
		heir = ""
	}
	e.move(id, heir)
	e.gone[id] = true
	answer(w, 204, nil)
}

type class struct{ transfer, rest string }

// classes are the ways to hand things over: of the kind, and of the whole recipe.
var classes = map[string]class{
	"per-asset": {transfer: `{request: {method: PUT, url: "{{origin}}/things/{{asset.id}}/owner", json: {owner: "{{heir.nativeId}}"}}}`},
	"bulk": {transfer: `{mode: bulk, batch: 2, request: {method: POST, url: "{{origin}}/bulk",
    json: {things: {each: assets, as: {id: "{{asset.id}}", owner: "{{heir.nativeId}}"}}}, expect: [207]},
    results: {items: $.data, id: $.id, status: $.status}}`},
	"job": {transfer: `{mode: job, request: {method: POST, url: "{{origin}}/jobs", json: {from: "{{user.nativeId}}", to: "{{heir.nativeId}}"}, save: {job: $.id}},
    poll: {request: {url: "{{origin}}/jobs/{{job}}"}, value: $.state, done: [done], failed: [failed], every: 1ms, deadline: 30ms}}`},
	"takeover": {transfer: `{mode: takeover, request: {method: POST, url: "{{origin}}/things/{{asset.id}}/takeover", bearer: "{{token}}"}}`},
	"delete-param": {
		transfer: `{mode: delete-param}`,
		rest: `delete: {request: {method: DELETE, url: "{{origin}}/users/{{user.nativeId}}"},
    withHeir: {method: DELETE, url: "{{origin}}/users/{{user.nativeId}}?heir={{heir.nativeId}}"}}`,
	},
	"recovery": {
		transfer: `{request: {method: PUT, url: "{{origin}}/things/{{asset.id}}/owner", json: {owner: "{{heir.nativeId}}"}}}`,
		rest:     "delete: {request: {method: DELETE, url: \"{{origin}}/users/{{user.nativeId}}\"}}\n  recovery: {window: 720h}",
	},
	"all by a job": {
		transfer: `{mode: none}`,
		rest: `transferAll: {mode: job, request: {method: POST, url: "{{origin}}/jobs", json: {from: "{{user.nativeId}}", to: "{{heir.nativeId}}"}, save: {job: $.id}},
    poll: {request: {url: "{{origin}}/jobs/{{job}}"}, value: $.state, done: [done], failed: [failed], every: 1ms, deadline: 30ms}}`,
	},
	"none": {transfer: `{mode: none, reason: "Notes stay with their author."}`},
}

const classRecipe = `login:
  attempts:
    - name: access token
      obtain: [{method: POST, url: "{{origin}}/login", json: {user: "{{user.nativeId}}"}, save: {token: $.token}}]
      use: [{url: "{{origin}}/me", bearer: "{{token}}"}]
ownership:
  login: access token
  kinds:
    - name: thing
      create: {method: POST, url: "{{origin}}/things", bearer: "{{token}}", save: {id: $.id}}
      list: {request: {url: "{{origin}}/things?owner={{user.nativeId}}"}, items: $.data, id: $.id}
      owner: {request: {url: "{{origin}}/things/{{asset.id}}"}, value: $.owner}
      open: {request: {url: "{{origin}}/things/{{asset.id}}/content", bearer: "{{token}}"}}
      transfer: TRANSFER
  REST
`

// lady and heir are Ada and Grace as this product knows them, and nobody is not known to it.
var (
	lady   = native(ada)
	heir   = native(grace)
	nobody = probe.Person{ID: "99", NativeID: "n-99"}
)

func native(p probe.Person) probe.Person {
	p.NativeID = "n-" + p.ID
	return p
}

// newEstate starts a product of a class, in which Ada owns three things and Grace one.
func newEstate(t *testing.T, name string) (*estate, *probe.Ownership, []probe.Asset) {
	t.Helper()
	return classes[name].start(t)
}

func (c class) start(t *testing.T) (*estate, *probe.Ownership, []probe.Asset) {
	t.Helper()
	e := &estate{owners: map[string]string{}, past: map[string]string{}, gone: map[string]bool{}}
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	text := strings.NewReplacer("TRANSFER", c.transfer, "REST", c.rest).Replace(classRecipe)
	if err := check(text); err != nil {
		t.Fatalf("the recipe is not sound: %v", err)
	}
	n, err := yamlfile.Parse("recipe.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Login     probe.LoginRecipe     `yaml:"login"`
		Ownership probe.OwnershipRecipe `yaml:"ownership"`
	}
	if err := n.Decode(&file); err != nil {
		t.Fatal(err)
	}
	kit := kitFor(t, server)
	kit.Vars = kit.Vars.With(template.Vars{"origin": server.URL})
	o := probe.NewOwnership(file.Ownership, probe.NewLogin(file.Login, kit), kit)
	var assets []probe.Asset
	for _, p := range []probe.Person{lady, lady, lady, heir} {
		made, err := o.Seed(t.Context(), p, nil, "thing")
		if err != nil {
			t.Fatal(err)
		}
		assets = append(assets, made...)
	}
	return e, o, assets[:3]
}
