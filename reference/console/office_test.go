package console_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/fixtures"
	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/page/pagetest"
)

const (
	scimToken  = "scim-token"
	adminToken = "admin-token"
	password   = "Analytical Engine 1843"
)

// office is a running tenant with a browser of its administrator before it.
type office struct {
	*pagetest.Browser
	log *bytes.Buffer
	now time.Time
}

func open(t *testing.T, edit ...func(*reference.Options)) *office {
	t.Helper()
	o := &office{log: &bytes.Buffer{}, now: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)}
	options := reference.Options{
		SCIMToken: scimToken, AdminToken: adminToken, PasswordRounds: 1,
		Log: slog.New(slog.NewTextHandler(o.log, nil)), Now: func() time.Time { return o.now },
	}
	for _, e := range edit {
		e(&options)
	}
	tenant, err := reference.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(tenant.Handler())
	t.Cleanup(func() {
		server.Close()
		if err := tenant.Close(); err != nil {
			t.Error(err)
		}
	})
	o.Browser = pagetest.New(t, server.URL)
	return o
}

// another is the same tenant before another browser.
func (o *office) another() *office {
	o.T.Helper()
	other := *o
	other.Browser = o.Another()
	return &other
}

// logIn enters the console.
func (o *office) logIn() *office {
	o.T.Helper()
	home := o.Submit(200, o.Get(200, "/console/login"), "main form", "token", adminToken)
	if home.URL.Path != "/console" {
		o.T.Fatalf("after the login the browser is at %s\n%s", home.URL, home.Text)
	}
	return o
}

// call is a request of a program.
func (o *office) call(status int, method, path, bearer string, body any) map[string]any {
	o.T.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		o.T.Fatal(err)
	}
	r, err := http.NewRequestWithContext(o.T.Context(), method, o.URL+path, bytes.NewReader(text))
	if err != nil {
		o.T.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+bearer)
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		o.T.Fatal(err)
	}
	defer answer.Body.Close()
	got, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != status {
		o.T.Fatalf("%s %s: got %d %s, want %d", method, path, answer.StatusCode, got, status)
	}
	var object map[string]any
	if len(got) > 0 {
		if err := json.Unmarshal(got, &object); err != nil {
			o.T.Fatal(err)
		}
	}
	return object
}

type object = map[string]any

// hire makes an account over SCIM, and answers its id.
func (o *office) hire(name string, edit ...func(object)) string {
	o.T.Helper()
	user := object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:User"}, "displayName": name, "password": password,
		"userName": userName(name), "emails": []object{{"value": userName(name), "primary": true}},
	}
	for _, e := range edit {
		e(user)
	}
	return o.call(201, "POST", "/scim/v2/Users", scimToken, user)["id"].(string)
}

func userName(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.com"
}

// hireLocal makes an account in the tenant itself.
func (o *office) hireLocal(name string) string {
	o.T.Helper()
	account := object{"userName": userName(name), "displayName": name, "email": userName(name), "password": password}
	return o.call(201, "POST", "/api/v1/users", adminToken, account)["id"].(string)
}

// token logs a person in for programs.
func (o *office) token(userName string) string {
	o.T.Helper()
	form := url.Values{"grant_type": {"password"}, "username": {userName}, "password": {password}}
	r, err := http.NewRequestWithContext(o.T.Context(), "POST", o.URL+"/oauth/token", strings.NewReader(form.Encode()))
	if err != nil {
		o.T.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		o.T.Fatal(err)
	}
	defer answer.Body.Close()
	var grant struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.UnmarshalRead(answer.Body, &grant); err != nil || grant.AccessToken == "" {
		o.T.Fatalf("%s got no token: %v", userName, err)
	}
	return grant.AccessToken
}

// own makes an asset of somebody, and answers its id.
func (o *office) own(token, kind, name string, sharedWith ...string) string {
	o.T.Helper()
	asset := object{"kind": kind, "name": name, "content": "made by " + name, "sharedWith": append([]string{}, sharedWith...)}
	return o.call(201, "POST", "/api/v1/assets", token, asset)["id"].(string)
}

// ownerOf asks the assets' own interface.
func (o *office) ownerOf(asset string) string {
	o.T.Helper()
	owner, _ := o.call(200, "GET", "/api/v1/assets/"+asset, adminToken, nil)["ownerId"].(string)
	return owner
}

// team hires everybody of the fixtures, and answers their ids by full names.
func (o *office) team() map[string]string {
	o.T.Helper()
	people, err := fixtures.People()
	if err != nil {
		o.T.Fatal(err)
	}
	ids := map[string]string{}
	for _, p := range people {
		ids[p.FullName] = o.hire(p.FullName, func(u object) {
			for name, value := range p.Attributes {
				u[name] = value
			}
			u["schemas"] = []string{
				"urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
			}
			u["userName"] = p.Alias + "@example.com"
			u["emails"] = []object{{"value": p.Alias + "@example.com", "primary": true}}
			if !p.Mail {
				delete(u, "emails")
			}
		})
	}
	return ids
}

// estate gives Ada something of most kinds, and answers the ids by names.
func (o *office) estate(ids map[string]string) map[string]string {
	o.T.Helper()
	group := o.call(201, "POST", "/scim/v2/Groups", scimToken, object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:Group"}, "displayName": "Mathematics",
		"members": []object{{"value": ids["Ada Lovelace"]}},
	})["id"].(string)
	ada, made := o.token("ada.lovelace@example.com"), map[string]string{}
	for i, a := range []struct {
		kind, name string
		sharedWith []string
	}{
		{"app", "Bernoulli numbers", []string{ids["Alan Turing"], group}},
		{"app", "Sales <b>2026</b> & forecasts", nil},
		{"data-connection", "Difference Engine", []string{ids["José Núñez"]}},
		{"data-file", "Notes on Menabrea.csv", nil},
		{"automation", "Nightly reload", nil},
	} {
		o.now = o.now.Add(time.Duration(i) * time.Minute)
		made[a.name] = o.own(ada, a.kind, a.name, a.sharedWith...)
	}
	return made
}

func personPath(id string) string { return fmt.Sprintf("/console/people/%s", id) }
