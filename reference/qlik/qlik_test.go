package qlik_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/qlik"
)

func TestAPersonIsProvisionedUntilTheyLogIn(t *testing.T) {
	tn := open(t)
	ada := tn.hire("ada")
	if ada.id == ada.scimID || ada.id == "" {
		t.Errorf("the product's id is %q, and that of SCIM %q", ada.id, ada.scimID)
	}
	tn.asAdmin(404, "GET", "/api/v1/users/"+ada.scimID, nil, "")
	steps := []struct {
		does string
		do   func()
		want string
	}{
		{"is provisioned and impersonated", func() {}, "provisioned"},
		{"logs in", func() { tn.session("ada") }, "active"},
		{"is disabled", func() { tn.setActive(ada, false) }, "disabled"},
		{"is enabled", func() { tn.setActive(ada, true) }, "active"},
		{"is disabled by REST", func() { tn.patchStatus(204, ada, "disabled") }, "disabled"},
		{"is enabled by REST", func() { tn.patchStatus(204, ada, "active") }, "active"},
	}
	for _, step := range steps {
		step.do()
		if got := tn.status(ada); got != step.want {
			t.Errorf("after she %s she is %v, want %s", step.does, got, step.want)
		}
	}
	tn.patchStatus(400, ada, "invited")
	tn.asAdmin(204, "DELETE", "/api/v1/users/"+ada.id, nil, "")
	tn.asAdmin(404, "GET", "/api/v1/users/"+ada.id, nil, "")
	tn.asAdmin(404, "DELETE", "/api/v1/users/"+ada.id, nil, "")
	tn.scim(404, "GET", "/Users/"+ada.scimID, nil)
}

func (tn *tenant) patchStatus(status int, p person, value string) {
	tn.t.Helper()
	tn.asAdmin(status, "PATCH", "/api/v1/users/"+p.id, []object{{"op": "replace", "path": "/status", "value": value}}, "")
}

// credentials are all that somebody may hold.
type credentials struct{ access, key, cookie, csrf string }

func (tn *tenant) take(p person) credentials {
	tn.t.Helper()
	made := tn.want(201, request{
		method: "POST", path: "/api/v1/api-keys", bearer: p.token, body: object{"description": "a key"}, schema: "api-key-with-token",
	})
	key, _ := made.body["token"].(string)
	cookie, csrf := tn.session(p.name)
	return credentials{p.token, key, cookie, csrf}
}

func (tn *tenant) wantUse(status int, c credentials, schema string) {
	tn.t.Helper()
	for _, r := range []request{{bearer: c.access}, {bearer: c.key}, {cookie: c.cookie}} {
		r.method, r.path, r.schema = "GET", "/api/v1/users/me", schema
		tn.want(status, r)
	}
}

func TestEveryDoorIsShutToWhoIsDisabled(t *testing.T) {
	tn := open(t)
	ada, grace := tn.hire("ada"), tn.hire("grace")
	adas, graces := tn.take(ada), tn.take(grace)
	tn.wantUse(200, adas, "user")
	tn.setActive(ada, false)
	tn.wantUse(401, adas, "")
	tn.wantUse(200, graces, "user")
	tn.impersonate(403, ada.id)
	tn.want(401, request{method: "POST", path: "/login/jwt-session", bearer: tn.jwt(tn.signer, claims("ada"))})
	tn.setActive(ada, true)
	tn.wantUse(401, adas, "") // nothing revives what was revoked
	tn.impersonate(200, ada.id)
	tn.session("ada")
}

func TestAJWTIsWhatItHasToBe(t *testing.T) {
	tn := open(t)
	tn.hire("ada")
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]func() string{
		"of nobody":           func() string { return tn.jwt(tn.signer, claims("nobody")) },
		"by another key":      func() string { return tn.jwt(signerOf(t, other, keyID), claims("ada")) },
		"by an unknown key":   func() string { return tn.jwt(signerOf(t, other, "key-2"), claims("ada")) },
		"by another issuer":   tn.with("iss", "https://evil.example.com"),
		"for somebody else":   tn.with("aud", "another"),
		"that has expired":    tn.with("exp", 1),
		"without an end":      tn.with("exp", nil),
		"of another subType":  tn.with("subType", "externalClient"),
		"that is none at all": func() string { return "nonsense" },
	}
	for name, forge := range cases {
		t.Run(name, func(t *testing.T) {
			same := *tn
			same.t = t
			same.want(401, request{method: "POST", path: "/login/jwt-session", bearer: forge()})
		})
	}
}

func (tn *tenant) with(claim string, value any) func() string {
	return func() string {
		c := claims("ada")
		if c[claim] = value; value == nil {
			delete(c, claim)
		}
		return tn.jwt(tn.signer, c)
	}
}

func TestASessionChangesNothingWithoutItsCSRFToken(t *testing.T) {
	tn := open(t)
	tn.hire("ada")
	cookie, csrf := tn.session("ada")
	again := tn.want(204, request{method: "GET", path: "/api/v1/csrf-token", cookie: cookie}).Header.Get("Qlik-Csrf-Token")
	if again != csrf {
		t.Errorf("got %q, want the token of the cookie", again)
	}
	tn.want(404, request{method: "GET", path: "/api/v1/csrf-token"})
	creation := request{method: "POST", path: "/api/v1/apps", cookie: cookie, body: object{"attributes": object{"name": "Engine"}}}
	tn.want(403, creation)
	creation.csrf, creation.schema = csrf, "app"
	tn.want(200, creation)
}

func TestTheTokenEndpointRefuses(t *testing.T) {
	tn := open(t)
	ada := tn.hire("ada")
	right := object{"client_id": clientID, "client_secret": clientSecret, "grant_type": "client_credentials"}
	for _, c := range []struct {
		change object
		status int
	}{
		{object{"client_secret": "wrong"}, 401},
		{object{"client_id": "wrong"}, 401},
		{object{"grant_type": "password"}, 400},
		{object{"grant_type": "urn:qlik:oauth:user-impersonation", "user_lookup": object{"field": "email", "value": "x"}}, 400},
		{object{"grant_type": "urn:qlik:oauth:user-impersonation", "user_lookup": object{"field": "userId", "value": "nobody"}}, 403},
		{object{"grant_type": "urn:qlik:oauth:user-impersonation", "user_lookup": object{"field": "userId", "value": ada.scimID}}, 403},
	} {
		body := object{}
		for _, from := range []object{right, c.change} {
			for k, v := range from {
				body[k] = v
			}
		}
		tn.want(c.status, request{method: "POST", path: "/oauth/token", body: body})
	}
	small, _ := tn.want(200, request{method: "POST", path: "/oauth/token", body: right, schema: "token"}).body["access_token"].(string)
	tn.want(403, request{method: "GET", path: "/api/v1/users", bearer: small}) // without the scope
	tn.want(403, request{method: "GET", path: "/api/v1/users", bearer: ada.token})
	tn.want(401, request{method: "GET", path: "/api/v1/users", bearer: small + "x"})
	tn.want(401, request{method: "GET", path: "/api/v1/users"})
	tn.want(404, request{method: "GET", path: "/api/v1/nothing", bearer: tn.admin})
}

func TestUsersAreFiltered(t *testing.T) {
	tn := open(t)
	ada, grace := tn.hire("ada"), tn.hire("grace")
	tn.hire("alan")
	tn.session("grace")
	tn.setActive(ada, false)
	cases := []struct {
		filter string
		want   []string // nil: refused
	}{
		{``, []string{"grace", "alan"}},
		{`name eq "GRACE"`, []string{"grace"}},
		{`subject co "a" and name co "l"`, []string{"alan"}},
		{`email eq "ada@example.com"`, []string{}},
		{`email eq "ada@example.com" and (status eq "disabled" or status eq "deleted")`, []string{"ada"}},
		{`(name eq "ada" or name eq "grace") and (status eq "active" or status eq "disabled")`, []string{"ada", "grace"}},
		{`status eq "provisioned"`, []string{"alan"}},
		{`id eq "` + grace.id + `"`, []string{"grace"}},
		{`assignedRoles.name eq "TenantAdmin"`, []string{}},
		{`name eq "ada" or name eq "grace" and (status eq "active")`, nil},
		{`name sw "a"`, nil},
		{`id co "a"`, nil},
		{`status co "a"`, nil},
		{`nothing eq "a"`, nil},
		{`not (name eq "a")`, nil},
		{`name eq`, nil},
	}
	for _, c := range cases {
		path := "/api/v1/users?filter=" + url.QueryEscape(c.filter)
		if c.want == nil {
			tn.asAdmin(400, "GET", path, nil, "")
			continue
		}
		names := namesOf(tn.asAdmin(200, "GET", path, nil, "users").data())
		if !slices.Equal(names, c.want) {
			t.Errorf("%s: got %v, want %v", c.filter, names, c.want)
		}
	}
	tn.asAdmin(400, "GET", "/api/v1/users?sort=name", nil, "")
	if got := tn.asAdmin(200, "GET", "/api/v1/users/actions/count", nil, "user-count").body["total"]; got != 2.0 {
		t.Errorf("counted %v", got)
	}
}

func namesOf(list []any) []string {
	names := []string{}
	for _, entry := range list {
		fields, _ := entry.(object)
		for _, at := range []any{fields["name"], fields["qName"]} {
			if name, ok := at.(string); ok {
				names = append(names, name)
			}
		}
	}
	return names
}

// pages walks a list by its links, and answers the names in it.
func (tn *tenant) pages(path, schema string) []string {
	tn.t.Helper()
	var names []string
	for range 10 {
		page := tn.asAdmin(200, "GET", path, nil, schema)
		names = append(names, namesOf(page.data())...)
		following, _ := page.body["links"].(object)["next"].(object)
		href, _ := following["href"].(string)
		if href == "" {
			return names
		}
		at, err := url.Parse(href)
		if err != nil || at.Host != "tenant.example.com" {
			tn.t.Fatalf("the next page is at %q", href)
		}
		path = at.RequestURI()
	}
	tn.t.Fatal("the pages do not end")
	return nil
}

func TestListsArePaged(t *testing.T) {
	tn := open(t)
	ada := tn.hire("ada")
	tn.hire("grace")
	tn.hire("alan")
	if got := tn.pages("/api/v1/users?limit=1&totalResults=true", "users"); !slices.Equal(got, []string{"ada", "grace", "alan"}) {
		t.Errorf("users: %v", got)
	}
	for _, name := range []string{"one", "two", "three"} {
		tn.own(ada, name)
	}
	for path, schema := range map[string]string{
		"/api/v1/items?limit=2&resourceType=app&noActions=true&ownerId=" + ada.id:                       "items",
		"/api/v1/data-connections?limit=2&userId=" + ada.id:                                             "data-connections",
		"/api/v1/spaces?limit=2&ownerId=" + ada.id:                                                      "spaces",
		"/api/v1/automations?limit=2&listAll=true&filter=" + url.QueryEscape(`ownerId eq "`+ada.id+`"`): "automations",
	} {
		if got := tn.pages(path, schema); !slices.Equal(got, []string{"one", "two", "three"}) {
			t.Errorf("%s: %v", path, got)
		}
	}
	if got := tn.pages("/api/v1/data-files?limit=2&includeAllSpaces=true&ownerId="+ada.id, "data-files"); !slices.Equal(got, []string{"one.csv", "two.csv", "three.csv"}) {
		t.Errorf("files: %v", got)
	}
	if got := tn.pages("/api/v1/items?limit=2", "items"); len(got) != 6 {
		t.Errorf("the catalogue has %v", got)
	}
	if got := tn.pages("/api/v1/spaces?ownerId="+ada.scimID, "spaces"); len(got) != 0 {
		t.Errorf("somebody of the id of SCIM owns %v", got)
	}
	tn.asAdmin(400, "GET", "/api/v1/items?limit=0", nil, "")
	tn.asAdmin(400, "GET", "/api/v1/items?next=-", nil, "")
	tn.asAdmin(400, "GET", "/api/v1/items?owner=x", nil, "")
	tn.asAdmin(400, "GET", "/api/v1/items?resourceType=note", nil, "")
	tn.asAdmin(400, "GET", "/api/v1/automations?filter="+url.QueryEscape(`name eq "x"`), nil, "")
}

func TestAPIKeysAreListedAndDeleted(t *testing.T) {
	tn := open(t)
	ada := tn.hire("ada")
	c := tn.take(ada)
	list := tn.asAdmin(200, "GET", "/api/v1/api-keys?sub="+ada.id, nil, "api-keys").data()
	if len(list) != 1 {
		t.Fatalf("got %v", list)
	}
	id, _ := list[0].(object)["id"].(string)
	tn.want(400, request{method: "POST", path: "/api/v1/api-keys", bearer: ada.token, body: object{"description": "x", "subType": "externalClient"}})
	tn.asAdmin(204, "DELETE", "/api/v1/api-keys/"+id, nil, "")
	tn.asAdmin(404, "DELETE", "/api/v1/api-keys/"+id, nil, "")
	tn.want(401, request{method: "GET", path: "/api/v1/users/me", bearer: c.key})
}

func TestTheAuditTrailTellsOfUsers(t *testing.T) {
	tn := open(t)
	ada := tn.hire("ada")
	tn.session("ada")
	tn.setActive(ada, false)
	tn.asAdmin(204, "DELETE", "/api/v1/users/"+ada.id, nil, "")
	var types []string
	for _, e := range tn.asAdmin(200, "GET", "/api/v1/audits", nil, "audits").data() {
		kind, _ := e.(object)["eventType"].(string)
		types = append(types, kind)
	}
	want := []string{"com.qlik.core.user.deleted", "com.qlik.core.user.updated", "com.qlik.user-session.begin", "com.qlik.core.user.provisioned"}
	if !slices.Equal(types, want) {
		t.Errorf("got %v, want %v", types, want)
	}
	if own := tn.asAdmin(200, "GET", "/api/v1/audits?limit=1&userId="+ada.id, nil, "audits").data(); len(own) != 1 {
		t.Errorf("Ada herself did %v", own)
	}
}

func TestACertificateHoldsAKey(t *testing.T) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plain := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	certificate, err := x509.CreateCertificate(rand.Reader, plain, plain, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	_, err = qlik.As(reference.Options{}, qlik.Options{
		ClientID: "a", ClientSecret: "b", Issuer: "c", KeyID: "d",
		PublicKey: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}),
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAFaceNeedsItsOptions(t *testing.T) {
	if _, err := qlik.As(reference.Options{}, qlik.Options{}); err == nil {
		t.Error("there is a face without an OAuth client")
	}
	if _, err := qlik.As(reference.Options{}, qlik.Options{ClientID: "a", ClientSecret: "b", Issuer: "c", KeyID: "d", PublicKey: []byte("e")}); err == nil {
		t.Error("there is a face whose key is none")
	}
}
