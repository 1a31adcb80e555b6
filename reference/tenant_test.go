package reference_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/scimproof/scimproof/reference"
)

const (
	scimToken  = "scim-token"
	adminToken = "admin-token"
	password   = "Analytical Engine 1843"
)

// tenant is a tenant as its clients see it: nothing but its handler.
type tenant struct {
	t       *testing.T
	handler http.Handler
	log     *bytes.Buffer
}

func open(t *testing.T, edit ...func(*reference.Options)) *tenant {
	t.Helper()
	var log bytes.Buffer
	options := reference.Options{
		SCIMToken: scimToken, AdminToken: adminToken, IdentityProvider: true, PasswordRounds: 1,
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	}
	for _, e := range edit {
		e(&options)
	}
	running, err := reference.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := running.Close(); err != nil {
			t.Error(err)
		}
	})
	return &tenant{t: t, handler: running.Handler(), log: &log}
}

// request is one to be sent; the zero value of each part leaves it out.
type request struct {
	method, path string
	bearer       string
	session      string
	body         any        // sent as JSON
	form         url.Values // sent as a form
}

type response struct {
	status int
	header http.Header
	text   string
	body   map[string]any // of a JSON object
}

func (tn *tenant) send(q request) response {
	tn.t.Helper()
	r := httptest.NewRequestWithContext(tn.t.Context(), q.method, q.path, strings.NewReader(tn.content(q)))
	if q.form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else if q.body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if q.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+q.bearer)
	}
	if q.session != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: q.session})
	}
	w := httptest.NewRecorder()
	tn.handler.ServeHTTP(w, r)
	got := response{status: w.Code, header: w.Header(), text: w.Body.String()}
	if strings.Contains(w.Header().Get("Content-Type"), "json") {
		if err := json.Unmarshal(w.Body.Bytes(), &got.body); err != nil {
			tn.t.Fatalf("%s %s answered %q: %v", q.method, q.path, got.text, err)
		}
	}
	return got
}

func (tn *tenant) content(q request) string {
	tn.t.Helper()
	if q.form != nil {
		return q.form.Encode()
	}
	if q.body == nil {
		return ""
	}
	body, err := json.Marshal(q.body)
	if err != nil {
		tn.t.Fatal(err)
	}
	return string(body)
}

// want sends a request and demands a status.
func (tn *tenant) want(status int, q request) response {
	tn.t.Helper()
	got := tn.send(q)
	if got.status != status {
		tn.t.Fatalf("%s %s: got %d %s, want %d", q.method, q.path, got.status, got.text, status)
	}
	return got
}

type object = map[string]any

// id is the id of the object in an answer.
func (r response) id() string {
	id, _ := r.body["id"].(string)
	return id
}

// data is the list in an answer.
func (r response) data() []object {
	items, _ := r.body["data"].([]any)
	list := make([]object, len(items))
	for i, item := range items {
		list[i], _ = item.(object)
	}
	return list
}

// scim sends a SCIM request below the base.
func (tn *tenant) scim(status int, method, path string, body any) response {
	tn.t.Helper()
	return tn.want(status, request{method: method, path: "/scim/v2" + path, bearer: scimToken, body: body})
}

// admin sends a request as the administrator.
func (tn *tenant) admin(status int, method, path string, body any) response {
	tn.t.Helper()
	return tn.want(status, request{method: method, path: path, bearer: adminToken, body: body})
}

func user(userName string, edit ...func(object)) object {
	u := object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:User"}, "userName": userName, "password": password,
	}
	for _, e := range edit {
		e(u)
	}
	return u
}

// hire creates an active person over SCIM, and answers the id.
func (tn *tenant) hire(userName string) string {
	tn.t.Helper()
	made := tn.scim(201, "POST", "/Users", user(userName))
	id := made.id()
	if id == "" || made.body["active"] != true {
		tn.t.Fatalf("got %v, want an id and active true", made.body)
	}
	return id
}

func (tn *tenant) patchActive(status int, id string, active bool) {
	tn.t.Helper()
	tn.scim(status, "PATCH", "/Users/"+id, object{
		"schemas":    []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"},
		"Operations": []object{{"op": "replace", "path": "active", "value": active}},
	})
}

func TestOpenRefusesImpossibleOptions(t *testing.T) {
	cases := map[string]reference.Options{
		"no SCIM token":         {},
		"one token for both":    {SCIMToken: "x", AdminToken: "x"},
		"an unknown policy":     {SCIMToken: "x", DeletionPolicy: "keep"},
		"a policy without heir": {SCIMToken: "x", DeletionPolicy: "transfer-to"},
		"an impossible cost":    {SCIMToken: "x", PasswordRounds: -1},
		"a bad public URL":      {SCIMToken: "x", PublicURL: "ftp://example.com"},
		"a store without home":  {SCIMToken: "x", Store: t.TempDir() + "/no/such/folder/x.db"},
	}
	for name, options := range cases {
		if _, err := reference.Open(t.Context(), options); err == nil {
			t.Errorf("%s: it opened", name)
		}
	}
}

func TestWhatIsNotThereIsAnsweredAsAnError(t *testing.T) {
	tn := open(t)
	tn.want(204, request{method: "GET", path: "/healthz"})
	if got := tn.want(404, request{method: "GET", path: "/nothing"}); got.body["error"] != "not_found" {
		t.Errorf("got %v", got.body)
	}
	got := tn.want(405, request{method: "PUT", path: "/login"})
	if got.body["error"] != "method_not_allowed" || got.header.Get("Allow") != "POST" {
		t.Errorf("got %v %v", got.body, got.header)
	}
	if got := tn.want(404, request{method: "GET", path: "/scim/v2/Nothing", bearer: scimToken}); got.body["schemas"] == nil {
		t.Errorf("got %v, want a SCIM error", got.body)
	}
	tn.want(404, request{method: "POST", path: "/scim/v2//nothing", bearer: scimToken})
}

func TestTokensOpenOnlyTheirOwnInterface(t *testing.T) {
	tn := open(t)
	cases := []struct {
		path, bearer string
		want         int
	}{
		{"/scim/v2/Users", scimToken, 200},
		{"/scim/v2/Users", adminToken, 401},
		{"/scim/v2/Users", "", 401},
		{"/api/v1/users", adminToken, 200},
		{"/api/v1/users", scimToken, 401},
		{"/api/v1/users", "", 401},
		{"/api/v1/whoami", scimToken, 401},
		{"/idp/v1/connections/x/people/y", scimToken, 401},
		{"/idp/v1/connections/x/people/y", adminToken, 404},
	}
	for _, c := range cases {
		tn.want(c.want, request{method: "GET", path: c.path, bearer: c.bearer})
	}
}

func TestTheIdentityProviderIsAnExtra(t *testing.T) {
	tn := open(t, func(o *reference.Options) { o.IdentityProvider = false })
	tn.admin(404, "POST", "/idp/v1/connections", object{"name": "x"})
}

func TestNobodyIsAdministratorWithoutAToken(t *testing.T) {
	tn := open(t, func(o *reference.Options) { o.AdminToken = "" })
	tn.want(401, request{method: "GET", path: "/api/v1/users"})
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/users", nil)
	r.Header.Set("Authorization", "Bearer ")
	w := httptest.NewRecorder()
	tn.handler.ServeHTTP(w, r)
	if w.Code != 401 {
		t.Errorf("an empty token got %d", w.Code)
	}
}

func TestCookiesAreForHTTPSWhereTheTenantIs(t *testing.T) {
	for public, secure := range map[string]bool{"": false, "http://tenant.example.com": false, "https://tenant.example.com": true} {
		tn := open(t, func(o *reference.Options) { o.PublicURL = public })
		tn.hire("ada")
		got := tn.want(204, request{method: "POST", path: "/login", body: object{"username": "ada", "password": password}})
		if marked := strings.Contains(got.header.Get("Set-Cookie"), "Secure"); marked != secure {
			t.Errorf("%q: got the cookie %s", public, got.header.Get("Set-Cookie"))
		}
	}
}
