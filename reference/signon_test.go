package reference_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// browser is somebody in front of a screen: it follows redirects and keeps cookies.
type browser struct {
	t      *testing.T
	origin string
	client *http.Client
}

// serve puts a tenant on a port, and seats somebody in front of it.
func (tn *tenant) serve() *browser {
	tn.t.Helper()
	server := httptest.NewServer(tn.handler)
	tn.t.Cleanup(server.Close)
	return seat(tn.t, server.URL)
}

func seat(t *testing.T, origin string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, origin, &http.Client{Jar: jar}}
}

// screen is what a browser shows in the end.
type screen struct {
	status int
	url    *url.URL
	text   string
	header http.Header
}

func (b *browser) do(method, address string, form url.Values) screen {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = b.origin + address
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	a, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return screen{a.StatusCode, a.Request.URL, string(body), a.Header}
}

func (b *browser) open(address string) screen {
	b.t.Helper()
	return b.do("GET", address, nil)
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// submit fills in the form of a screen, and sends it.
func (b *browser) submit(on screen, fields url.Values) screen {
	b.t.Helper()
	form := url.Values{}
	for _, match := range hidden.FindAllStringSubmatch(on.text, -1) {
		form.Set(match[1], match[2])
	}
	for name, values := range fields {
		form[name] = values
	}
	return b.do("POST", on.url.String(), form)
}

// signOn begins a login by the identity provider, gives user name and password there, and shows where that leads.
func (b *browser) signOn(connection, userName, password string) screen {
	b.t.Helper()
	shown := b.open("/login/oidc?return=/api/v1/whoami&connection=" + connection[strings.LastIndex(connection, "/")+1:])
	if shown.status != 200 || !strings.Contains(shown.url.Path, "/idp/oidc/") {
		return shown
	}
	return b.submit(shown, url.Values{"username": {userName}, "password": {password}})
}

func (s screen) want(t *testing.T, status int, parts ...string) screen {
	t.Helper()
	if s.status != status {
		t.Fatalf("%s: got %d %s, want %d", s.url, s.status, s.text, status)
	}
	for _, part := range parts {
		if !strings.Contains(s.text, part) {
			t.Errorf("%s: got %s, want it to say %q", s.url, s.text, part)
		}
	}
	return s
}

func TestPeopleSignOnByTheIdentityProvider(t *testing.T) {
	tn := open(t)
	connection := tn.connect(true)
	person := tn.join(connection)
	b := tn.serve()
	b.signOn(connection, "ada@example.com", password).want(t, 200, `"userName":"ada@example.com"`, `"via":"session"`)

	another := seat(t, b.origin)
	another.signOn(connection, "ada@example.com", "wrong").want(t, 403, "user name or the password is wrong")

	tn.admin(204, "DELETE", person, nil)
	b.open("/api/v1/whoami").want(t, 401)
	seat(t, b.origin).signOn(connection, "ada@example.com", password).want(t, 403, "user name or the password is wrong")
}

// wantOut wants a browser to hold no session of the tenant's.
func (b *browser) wantOut(when string) {
	b.t.Helper()
	if got := b.open("/api/v1/whoami"); got.status != 401 {
		b.t.Errorf("%s: whoami was answered %d %s", when, got.status, got.text)
	}
}

func TestWhoIsDisabledIsRefusedAtSignOn(t *testing.T) {
	tn := open(t)
	connection := tn.connect(true)
	tn.join(connection)
	b := tn.serve()
	b.signOn(connection, "ada@example.com", password).want(t, 200)
	id := text(tn.accounts("?q=ada")[0]["id"])
	tn.patchActive(200, id, false)
	b.wantOut("once disabled")
	// The identity provider has a session of hers, and asks for no password.
	b.open("/login/oidc?return=/app&connection="+last(connection)).want(t, 403, "Your account is disabled")
	b.wantOut("after the refusal")
	tn.patchActive(200, id, true)
	b.open("/login/oidc?return=/api/v1/whoami&connection="+last(connection)).want(t, 200, `"userName":"ada@example.com"`)
	tn.admin(204, "DELETE", "/api/v1/users/"+id, nil)
	b.open("/login/oidc?return=/app&connection="+last(connection)).want(t, 403, "Your account was deleted")
	b.wantOut("after the deletion")
}

func last(path string) string { return path[strings.LastIndex(path, "/")+1:] }

func TestWhoComesBackLogsInAnewAtTheIdentityProvider(t *testing.T) {
	tn := open(t)
	connection := tn.connect(false)
	tn.admin(200, "PATCH", connection, object{"justInTime": true})
	person := tn.join(connection)
	b := tn.serve()
	b.signOn(connection, "ada@example.com", password).want(t, 200)
	again := "/login/oidc?return=/api/v1/whoami&connection=" + last(connection)
	b.open(again).want(t, 200, `"via":"session"`) // without a password
	tn.admin(204, "DELETE", person, nil)
	tn.admin(204, "POST", person+"/restore", nil)
	b.submit(b.open(again).want(t, 200, "User name"), url.Values{"username": {"ada@example.com"}, "password": {password}}).
		want(t, 200, `"via":"session"`)
}

func TestSignOnWithoutAnAccount(t *testing.T) {
	tn := open(t)
	connection := tn.connect(false)
	tn.join(connection)
	b := tn.serve()
	b.signOn(connection, "ada@example.com", password).want(t, 403, "You have no account here")
	b.wantOut("after the refusal")
	if got := tn.accounts(""); len(got) != 0 {
		t.Errorf("got the accounts %v", got)
	}
}

func TestAccountsJustInTime(t *testing.T) {
	tn := open(t)
	connection := tn.connect(false)
	tn.admin(200, "PATCH", connection, object{"justInTime": true})
	tn.join(connection)
	b := tn.serve()
	first := b.signOn(connection, "ada@example.com", password).want(t, 200, `"displayName":"Ada Lovelace"`)
	seat(t, b.origin).signOn(connection, "ada@example.com", password).want(t, 200, first.text)
	account := tn.accounts("?q=ada")[0]
	if account["source"] != "idp" || len(tn.accounts("")) != 1 {
		t.Errorf("got %v", tn.accounts(""))
	}
	tn.scim(200, "GET", "/Users/"+text(account["id"]), nil)
	got := tn.admin(200, "GET", "/api/v1/audit?userId="+text(account["id"]), nil).data()
	if len(got) != 1 || got[0]["action"] != "user.created" || got[0]["actor"] != "login" {
		t.Errorf("the audit trail has %v", got)
	}

	tn.patchActive(200, text(account["id"]), false)
	b.signOn(connection, "ada@example.com", password).want(t, 403, "Your account is disabled")
	tn.scim(204, "DELETE", "/Users/"+text(account["id"]), nil)
	b.signOn(connection, "ada@example.com", password).want(t, 403, "Your account was deleted")
	if got := tn.accounts(""); len(got) != 0 {
		t.Errorf("a login has brought back %v", got)
	}
}

// TestTheStoriesOnThePages tells both stories as an administrator and Ada see them.
func TestTheStoriesOnThePages(t *testing.T) {
	for _, provisioning := range []bool{true, false} {
		tn := open(t)
		admin := tn.serve()
		ada := seat(t, admin.origin)
		form := admin.open("/idp").want(t, 200, "Log in as administrator")
		admin.submit(form, url.Values{"token": {"wrong"}}).want(t, 403, "not the administrator")
		first := admin.submit(form, url.Values{"token": {adminToken}}).want(t, 200, "There is no connection yet")
		first.url = first.url.JoinPath("connections")
		made := url.Values{"name": {"Directory"}, "dialect": {"rfc"}, "matchUserName": {"on"}, "provisioning": {"on"}}
		directory := admin.submit(first, made).want(t, 200, "The connection was made", "Nobody is in the directory")
		connection := directory.url.Path

		people := directory
		people.url = directory.url.JoinPath("people")
		person := url.Values{"userName": {"ada"}, "givenName": {"Ada"}, "familyName": {"Lovelace"}, "password": {password}}
		added := admin.submit(people, person).want(t, 200, "ada was added", "Remove ada", "201")
		admin.submit(people, person).want(t, 409, "Somebody in this directory has that user name")
		tn.wantStatus("ada", "active")
		if !provisioning {
			settings := directory
			settings.url = directory.url.JoinPath("settings")
			made.Del("provisioning")
			admin.submit(settings, made).want(t, 200, "The settings were saved")
		}
		ada.signOn(connection, "ada", password).want(t, 200, `"via":"session"`)
		c := tn.logIn("ada")

		remove := added
		remove.url = added.url.JoinPath("people", removal.FindStringSubmatch(added.text)[1], "remove")
		admin.submit(remove, nil).want(t, 200, "The person was removed", "Restore ada")
		ada.signOn(connection, "ada", password).want(t, 403, "user name or the password is wrong") // her session there has ended
		if provisioning {
			tn.wantStatus("ada", "disabled")
			ada.wantOut("once removed")
			tn.wantUse("once removed", c, refused)
		} else {
			tn.wantStatus("ada", "active")
			ada.open("/api/v1/whoami").want(t, 200, `"userName":"ada"`) // her session goes on
			tn.wantUse("once removed", c, letIn)
		}
		seat(t, admin.origin).signOn(connection, "ada", password).want(t, 403, "user name or the password is wrong")
		seat(t, admin.origin).submit(remove, nil).want(t, 200, "Log in as administrator")
	}
}

var removal = regexp.MustCompile(`/people/([^/]*)/remove`)

func TestDialectsOfTheAgent(t *testing.T) {
	for _, dialect := range []string{"rfc", "entra", "okta"} {
		t.Run(dialect, func(t *testing.T) {
			tn := open(t)
			connection := tn.connect(true)
			tn.admin(400, "PATCH", connection, object{"dialect": "klingon"})
			tn.admin(200, "PATCH", connection, object{"dialect": dialect})
			person := tn.join(connection)
			tn.wantStatus("ada@example.com", "active")
			id := tn.accounts("")[0]["id"]
			tn.admin(200, "PATCH", person, object{"userName": "ada.king@example.com", "familyName": "King"})
			if got := tn.accounts("")[0]; got["id"] != id || got["userName"] != "ada.king@example.com" || got["displayName"] != "Ada King" {
				t.Errorf("after the renaming: got %v", got)
			}
			tn.admin(204, "DELETE", person, nil)
			tn.wantStatus("ada.king@example.com", "disabled")
			tn.admin(404, "POST", connection+"/people/none/restore", nil)
			tn.admin(204, "POST", person+"/restore", nil)
			tn.wantStatus("ada.king@example.com", "active")
			tn.admin(404, "POST", person+"/purge", nil)
			tn.admin(204, "DELETE", person, nil)
			want := map[string]string{"rfc": "delete", "entra": "delete", "okta": "none"}[dialect]
			if got := tn.admin(200, "POST", person+"/purge", nil); got.body["action"] != want || got.body["error"] != nil {
				t.Errorf("the purge: got %v", got.body)
			}
			if left := len(tn.accounts("")); left != map[string]int{"okta": 1}[dialect] {
				t.Errorf("%d accounts are left", left)
			}
		})
	}
}

func TestAPurgeDoesNotTakeWhatSomebodyOwns(t *testing.T) {
	tn := open(t)
	connection := tn.connect(true)
	person := tn.join(connection)
	c := tn.logIn("ada@example.com")
	tn.want(201, request{method: "POST", path: "/api/v1/assets", bearer: c.access, body: object{"kind": "app", "name": "Engine", "content": "x"}})
	tn.admin(404, "POST", person+"/purge", nil)
	tn.admin(204, "DELETE", person, nil)
	if got := tn.admin(200, "POST", person+"/purge", nil); got.body["status"] != 409.0 || got.body["error"] == nil {
		t.Errorf("got %v", got.body)
	}
	tn.wantStatus("ada@example.com", "disabled")
	tn.admin(204, "POST", person+"/restore", nil)
	tn.wantStatus("ada@example.com", "active")
}

func TestJustInTimeMakesNoSecondAccount(t *testing.T) {
	tn := open(t)
	tn.hire("ADA@example.com")
	connection := tn.connect(false)
	tn.admin(200, "PATCH", connection, object{"justInTime": true})
	tn.join(connection)
	tn.serve().signOn(connection, "ada@example.com", password).want(t, 403, "not linked to you")
	if got := tn.accounts(""); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func TestTheAppOffersTheConnections(t *testing.T) {
	tn := open(t)
	connection := tn.connect(true)
	tn.join(connection)
	b := tn.serve()
	b.open("/app").want(t, 200, "/login/oidc?connection="+last(connection), "Sign in with")
	shown := b.open("/login/oidc?return=/app&connection=" + last(connection))
	b.submit(shown, url.Values{"username": {"ada@example.com"}, "password": {password}}).want(t, 200, "Ada Lovelace")
}
