package probe_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/target"
	"github.com/scimproof/scimproof/steps/template"
)

// tenant is a product of a few lines that has the roads of the reference profile.
// open leaves a door open: the named credential survives a deactivation.
type tenant struct {
	mu     sync.Mutex
	people map[string]*account // by id
	held   map[string]holding  // by token or session
	assets []*asset
	open   string
	off    bool
	fault  func(w http.ResponseWriter, r *http.Request) bool
	page   int
	agents map[string]*connection
}

type account struct{ id, userName, password, status string }

type holding struct{ kind, owner string }

type connection struct {
	Name         string `json:"name"`
	Provisioning bool   `json:"provisioning"`
	people       map[string]string
	cycles       int
}

type asset struct {
	ID, Kind, Name, Content string
	Owner                   *string
	Shared                  []string
}

func (a *asset) view() map[string]any {
	return map[string]any{"id": a.ID, "kind": a.Kind, "name": a.Name, "ownerId": a.Owner, "sharedWith": a.Shared}
}

var (
	ada   = probe.Person{ID: "1", UserName: "ada@example.com", Password: "countess", GivenName: "Ada", FamilyName: "Lovelace", Email: "ada@example.com"}
	grace = probe.Person{ID: "2", UserName: "grace@example.com", Password: "cobol", GivenName: "Grace", FamilyName: "Hopper", Email: "grace@example.com"}
)

// newTenant starts a tenant in which Ada and Grace are active.
func newTenant(t *testing.T) (*tenant, *probe.Recipes, probe.Kit) {
	t.Helper()
	tn := &tenant{people: map[string]*account{}, held: map[string]holding{}, agents: map[string]*connection{}, page: 50}
	for _, p := range []probe.Person{ada, grace} {
		tn.people[p.ID] = &account{p.ID, p.UserName, p.Password, "active"}
	}
	server := httptest.NewServer(tn)
	t.Cleanup(server.Close)
	return tn, referenceRecipes(t, server.URL), kitFor(t, server)
}

func referenceRecipes(t *testing.T, url string) *probe.Recipes {
	t.Helper()
	known, err := target.FromURL(url+"/scim/v2", "reference", func(string) (string, bool) { return "adm1n", true })
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	return &probe.Recipes{
		Identities: known.Credentials, Status: known.Probes.Status, Login: known.Probes.Login,
		Ownership: known.Probes.Ownership, Switch: known.Probes.Switch, Directory: known.Directory,
	}
}

func kitFor(t *testing.T, server *httptest.Server) probe.Kit {
	t.Helper()
	created := probe.NewCreated()
	created.Add(ada.ID)
	created.Add(grace.ID)
	return probe.Kit{
		Sender: probe.HTTP(server.Client()), Source: "test",
		Identities: map[string]probe.Identity{"admin": {Bearer: "adm1n"}},
		Vars:       template.Vars{"origin": server.URL, "scim": server.URL + "/scim/v2", "run": "r1", "scenario": "s1"},
		Created:    created,
	}
}

// setStatus deactivates or activates, and revokes all but what is left open.
func (tn *tenant) setStatus(id, status string) {
	tn.mu.Lock()
	defer tn.mu.Unlock()
	tn.people[id].status = status
	for token, h := range tn.held {
		if h.owner == id && status == "disabled" && h.kind != tn.open {
			delete(tn.held, token)
		}
	}
}

func (tn *tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tn.mu.Lock()
	defer tn.mu.Unlock()
	if tn.fault != nil && tn.fault(w, r) {
		return
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", tn.login)
	mux.HandleFunc("POST /oauth/token", tn.token)
	mux.HandleFunc("GET /api/v1/whoami", tn.whoami)
	mux.HandleFunc("POST /api/v1/tokens", tn.apiToken)
	mux.HandleFunc("GET /api/v1/users/{id}", tn.user)
	mux.HandleFunc("POST /api/v1/users/{id}/assets/transfer", tn.transferAll)
	mux.HandleFunc("POST /api/v1/assets", tn.createAsset)
	mux.HandleFunc("GET /api/v1/assets", tn.listAssets)
	mux.HandleFunc("GET /api/v1/assets/{id}", tn.oneAsset)
	mux.HandleFunc("GET /api/v1/assets/{id}/content", tn.oneAsset)
	mux.HandleFunc("DELETE /api/v1/assets/{id}", tn.oneAsset)
	mux.HandleFunc("POST /api/v1/assets/{id}/transfer", tn.oneAsset)
	mux.HandleFunc("POST /api/v1/assets/{id}/run", tn.oneAsset)
	mux.HandleFunc("PUT /api/v1/scim", tn.turn)
	mux.HandleFunc("POST /idp/v1/connections", tn.connect)
	mux.HandleFunc("PATCH /idp/v1/connections/{c}", tn.connected)
	mux.HandleFunc("DELETE /idp/v1/connections/{c}", tn.connected)
	mux.HandleFunc("POST /idp/v1/connections/{c}/cycle", tn.connected)
	mux.HandleFunc("POST /idp/v1/connections/{c}/people", tn.connected)
	mux.HandleFunc("DELETE /idp/v1/connections/{c}/people/{p}", tn.connected)
	mux.ServeHTTP(w, r)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if body != nil {
		_ = json.MarshalWrite(w, body)
	}
}

func read(r *http.Request) map[string]any {
	var body map[string]any
	_ = json.UnmarshalRead(r.Body, &body)
	return body
}

// enter gives the account of a right password; a kind of login may be the open door.
func (tn *tenant) enter(door string, userName, password any) *account {
	for _, a := range tn.people {
		if a.userName == userName && a.password == password && (a.status == "active" || tn.open == door) {
			return a
		}
	}
	return nil
}

func (tn *tenant) issue(kind, owner string) string {
	token := kind + "-" + rand.Text()
	tn.held[token] = holding{kind, owner}
	return token
}

func (tn *tenant) login(w http.ResponseWriter, r *http.Request) {
	body := read(r)
	a := tn.enter("password", body["username"], body["password"])
	if a == nil {
		answer(w, 401, map[string]string{"error": "invalid_credentials"})
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "session", Value: tn.issue("session", a.id)})
	w.WriteHeader(http.StatusNoContent)
}

func (tn *tenant) token(w http.ResponseWriter, r *http.Request) {
	owner := ""
	switch r.FormValue("grant_type") {
	case "password":
		if a := tn.enter("password grant", r.FormValue("username"), r.FormValue("password")); a != nil {
			owner = a.id
		}
	case "refresh_token":
		if h := tn.held[r.FormValue("refresh_token")]; h.kind == "refresh token" {
			owner = h.owner
		}
	}
	if owner == "" {
		answer(w, 400, map[string]string{"error": "invalid_grant"})
		return
	}
	answer(w, 200, map[string]string{"access_token": tn.issue("access token", owner), "refresh_token": tn.issue("refresh token", owner)})
}

// caller is the person who asks, "" for nobody, "admin" for the administrator.
func (tn *tenant) caller(r *http.Request) string {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if token == "adm1n" {
		return "admin"
	}
	if h := tn.held[token]; h.kind == "access token" || h.kind == "API token" {
		return h.owner
	}
	if c, err := r.Cookie("session"); err == nil && tn.held[c.Value].kind == "session" {
		return tn.held[c.Value].owner
	}
	return ""
}

func (tn *tenant) whoami(w http.ResponseWriter, r *http.Request) {
	if id := tn.caller(r); id != "" {
		answer(w, 200, map[string]string{"id": id})
		return
	}
	answer(w, 401, nil)
}

func (tn *tenant) apiToken(w http.ResponseWriter, r *http.Request) {
	answer(w, 201, map[string]string{"id": "t1", "token": tn.issue("API token", tn.caller(r))})
}

func (tn *tenant) user(w http.ResponseWriter, r *http.Request) {
	a := tn.people[r.PathValue("id")]
	if a == nil || tn.caller(r) != "admin" {
		answer(w, 404, nil)
		return
	}
	answer(w, 200, map[string]string{"id": a.id, "status": a.status})
}

func (tn *tenant) createAsset(w http.ResponseWriter, r *http.Request) {
	owner := tn.caller(r)
	var body struct {
		Kind       string   `json:"kind"`
		Name       string   `json:"name"`
		Content    string   `json:"content"`
		SharedWith []string `json:"sharedWith"`
	}
	_ = json.UnmarshalRead(r.Body, &body)
	a := &asset{
		ID: "a" + strconv.Itoa(len(tn.assets)+1), Kind: body.Kind, Name: body.Name,
		Content: body.Content, Owner: &owner, Shared: body.SharedWith,
	}
	tn.assets = append(tn.assets, a)
	answer(w, 201, a.view())
}

// listAssets gives pages whose cursor is the number of assets to pass over.
func (tn *tenant) listAssets(w http.ResponseWriter, r *http.Request) {
	data, q := []any{}, r.URL.Query()
	for _, a := range tn.assets {
		if a.Owner != nil && *a.Owner == q.Get("ownerId") && a.Kind == q.Get("kind") {
			data = append(data, a.view())
		}
	}
	from, _ := strconv.Atoi(q.Get("cursor"))
	to := min(from+tn.page, len(data))
	body := map[string]any{"data": data[from:to]}
	if to < len(data) {
		body["next"] = strconv.Itoa(to)
	}
	answer(w, 200, body)
}

func (tn *tenant) oneAsset(w http.ResponseWriter, r *http.Request) {
	i := slices.IndexFunc(tn.assets, func(a *asset) bool { return a.ID == r.PathValue("id") })
	switch {
	case i < 0:
		answer(w, 404, nil)
	case r.Method == http.MethodDelete:
		tn.assets = slices.Delete(tn.assets, i, i+1)
		answer(w, 204, nil)
	case strings.HasSuffix(r.URL.Path, "/content"):
		_, _ = w.Write([]byte(tn.assets[i].Content))
	case strings.HasSuffix(r.URL.Path, "/transfer"):
		if heir, ok := tn.heir(w, r); ok {
			tn.assets[i].Owner = &heir
			answer(w, 200, tn.assets[i].view())
		}
	case strings.HasSuffix(r.URL.Path, "/run"):
		status := 204
		if owner := tn.assets[i].Owner; owner == nil || tn.people[*owner].status != "active" {
			status = 409
		}
		answer(w, status, nil)
	default:
		answer(w, 200, tn.assets[i].view())
	}
}

func (tn *tenant) turn(w http.ResponseWriter, r *http.Request) {
	enabled, _ := read(r)["enabled"].(bool)
	tn.off = !enabled
	answer(w, 200, map[string]bool{"enabled": enabled})
}

func (tn *tenant) heir(w http.ResponseWriter, r *http.Request) (string, bool) {
	id, _ := read(r)["ownerId"].(string)
	a := tn.people[id]
	switch {
	case a == nil:
		answer(w, 422, map[string]string{"error": "unknown_owner"})
	case a.status != "active":
		answer(w, 409, map[string]string{"error": "owner_disabled"})
	default:
		return id, true
	}
	return "", false
}

func (tn *tenant) transferAll(w http.ResponseWriter, r *http.Request) {
	heir, ok := tn.heir(w, r)
	if !ok {
		return
	}
	for _, a := range tn.assets {
		if a.Owner != nil && *a.Owner == r.PathValue("id") {
			a.Owner = &heir
		}
	}
	answer(w, 200, map[string]any{"transferred": 1})
}

func (tn *tenant) connect(w http.ResponseWriter, r *http.Request) {
	c := &connection{people: map[string]string{}}
	_ = json.UnmarshalRead(r.Body, c)
	tn.agents["c1"] = c
	answer(w, 201, map[string]any{"id": "c1", "name": c.Name, "provisioning": c.Provisioning})
}

func (tn *tenant) connected(w http.ResponseWriter, r *http.Request) {
	c := tn.agents[r.PathValue("c")]
	switch {
	case c == nil:
		answer(w, 404, nil)
	case r.PathValue("p") != "":
		delete(c.people, r.PathValue("p"))
		answer(w, 204, nil)
	case strings.HasSuffix(r.URL.Path, "/people"):
		userName, _ := read(r)["userName"].(string)
		c.people["p-"+userName] = userName
		answer(w, 201, map[string]any{"id": "p-" + userName})
	case strings.HasSuffix(r.URL.Path, "/cycle"):
		c.cycles++
		answer(w, 200, map[string]any{"sent": len(c.people)})
	case r.Method == http.MethodPatch:
		c.Provisioning, _ = read(r)["provisioning"].(bool)
		answer(w, 200, map[string]any{"id": "c1"})
	default:
		delete(tn.agents, r.PathValue("c"))
		answer(w, 204, nil)
	}
}
