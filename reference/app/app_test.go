package app_test

import (
	"context"
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/app"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/page/pagetest"
	"github.com/scimproof/scimproof/reference/store"
)

const (
	adminToken = "admin-token"
	password   = "Analytical Engine 1843"
)

// visit opens a tenant in which Ada has an account, before a browser.
func visit(t *testing.T) *pagetest.Browser {
	t.Helper()
	tenant, err := reference.Open(t.Context(), reference.Options{SCIMToken: "scim-token", AdminToken: adminToken, PasswordRounds: 1})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(tenant.Handler())
	t.Cleanup(func() {
		server.Close()
		_ = tenant.Close()
	})
	b := pagetest.New(t, server.URL)
	send(b, 201, "/api/v1/users", adminToken, `{"userName":"ada","displayName":"Ada <b>Lovelace</b>","email":"ada@example.com","password":"`+password+`"}`)
	return b
}

// send is a request of a program; without a bearer token it is the browser's own.
func send(b *pagetest.Browser, status int, path, bearer, body string) pagetest.Sheet {
	b.T.Helper()
	r, err := http.NewRequestWithContext(b.T.Context(), "POST", b.URL+path, strings.NewReader(body))
	if err != nil {
		b.T.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	return b.Do(r).Want(status)
}

func logIn(b *pagetest.Browser) pagetest.Sheet {
	b.T.Helper()
	return b.Submit(200, b.Get(200, "/app"), "main form", "username", "ada", "password", password)
}

func TestALoginShowsWhoOneIs(t *testing.T) {
	b := visit(t)
	me := logIn(b)
	if me.URL.Path != "/app" || pagetest.TextOf(me.One("h1")) != "Hello, Ada <b>Lovelace</b>" || pagetest.TextOf(me.One("[data-user-name]")) != "ada" {
		t.Errorf("got %s\n%s", me.URL, me.Text)
	}
	if !strings.Contains(me.Text, "You own nothing yet") || me.Texts("dd")[2] != "password" {
		t.Error(me.Text)
	}
	send(b, 201, "/api/v1/assets", "", `{"kind":"data-file","name":"<script>notes</script>","content":"","sharedWith":[]}`)
	if got := b.Get(200, "/app").Texts("tbody th"); len(got) != 1 || got[0] != "<script>notes</script>" {
		t.Errorf("she owns %q", got)
	}
	me.WellMade()
}

func TestTheSessionIsThatOfTheOtherLogin(t *testing.T) {
	b := visit(t)
	send(b, 204, "/login", "", `{"username":"ada","password":"`+password+`"}`)
	if me := b.Get(200, "/app"); pagetest.TextOf(me.One("[data-user-name]")) != "ada" {
		t.Error(me.Text)
	}
	other := b.Another()
	logIn(other)
	if who := other.Get(200, "/api/v1/whoami"); !strings.Contains(who.Text, `"via":"session"`) {
		t.Error(who.Text)
	}
}

func TestASessionThatNoPasswordBegan(t *testing.T) {
	b, issue := bare(t)
	for name, want := range map[string]string{"Acme": "Acme", "": "an identity provider"} {
		issue(name)
		if got := b.Get(200, "/app").Texts("dd")[2]; got != want {
			t.Errorf("%q is shown as %q", name, got)
		}
	}
}

func TestTheAppOfTheNeighbourIsItsOwn(t *testing.T) {
	house, err := reference.OpenHouse(t.Context(), reference.Options{SCIMToken: "first", PasswordRounds: 1}, reference.Options{SCIMToken: "second", PasswordRounds: 1})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(house.Handler())
	defer server.Close()
	b := pagetest.New(t, server.URL)
	send(b, 201, "/scim/v2/Users", "second", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","password":"`+password+`"}`)
	here := b.Submit(200, b.Get(200, "/neighbour/app"), "main form", "username", "ada", "password", password)
	if here.URL.Path != "/neighbour/app" || pagetest.TextOf(here.One("[data-user-name]")) != "ada" {
		t.Errorf("got %s\n%s", here.URL, here.Text)
	}
	next := b.Another()
	next.Submit(401, next.Get(200, "/app"), "main form", "username", "ada", "password", password)
}

func TestEveryLoginThatFailsIsAnsweredAlike(t *testing.T) {
	b := visit(t)
	send(b, 201, "/api/v1/users", adminToken, `{"userName":"grace","displayName":"Grace","email":"","password":"`+password+`"}`)
	id := strings.Split(strings.SplitAfter(b.Submit(200, b.Get(200, "/app"), "main form", "username", "grace", "password", password).Text, `data-user="`)[1], `"`)[0]
	send(b, 200, "/api/v1/users/"+id+"/disable", adminToken, "")
	b = b.Another()
	said := map[string]bool{}
	for userName, word := range map[string]string{"ada": "wrong", "edsger": password, "grace": password, "": "", `"><script>`: "x"} {
		got := b.Submit(401, b.Get(200, "/app"), "main form", "username", userName, "password", word)
		if typed := pagetest.Attr(got.One("#username"), "value"); typed != userName || len(got.All("script")) > 0 {
			t.Errorf("%q: the field holds %q", userName, typed)
		}
		if strings.Contains(got.Text, password) {
			t.Errorf("%q: the password is shown", userName)
		}
		said[pagetest.TextOf(got.One("[role=alert]"))] = true
	}
	if len(said) != 1 {
		t.Errorf("got %d answers: %v", len(said), said)
	}
}

func TestTheLoginFormBelongsToItsBrowser(t *testing.T) {
	b := visit(t)
	elsewhere := b.Another().Get(200, "/app").Fields("main form").Get("csrf")
	b.Get(200, "/app")
	for _, csrf := range []string{"", "x", elsewhere} {
		b.Post(403, "/app/login", url.Values{"csrf": {csrf}, "username": {"ada"}, "password": {password}})
	}
	b.Get(200, "/app").One("#username")
}

func TestLogout(t *testing.T) {
	b := visit(t)
	me := logIn(b)
	other := b.Another()
	foreign := logIn(other).Fields("header form").Get("csrf")
	b.Post(403, "/app/logout", url.Values{"csrf": {foreign}})
	b.Post(403, "/app/logout", nil)
	if still := b.Get(200, "/app"); len(still.All("#username")) > 0 {
		t.Error("a forged form has logged her out")
	}
	origin, _ := url.Parse(b.URL)
	cookies := b.Client.Jar.Cookies(origin)
	b.Submit(200, me, "header form").One("#username")
	b.Client.Jar.SetCookies(origin, cookies)
	b.Get(401, "/app").One("#username")
	b.Get(200, "/app").One("#username") // the cookie was taken away
	b.Post(200, "/app/logout", nil)
	other.Get(200, "/app").One("[data-user-name]")
}

func TestWhoIsNoPersonIsNotLoggedIn(t *testing.T) {
	b := visit(t)
	origin, _ := url.Parse(b.URL)
	for _, secret := range []string{adminToken, "x", ""} {
		b.Client.Jar.SetCookies(origin, []*http.Cookie{{Name: login.Cookie, Value: secret, Path: "/"}})
		got := b.Get(401, "/app")
		got.One("#username")
	}
	b.Get(404, "/app/nothing")
}

// offers is an identity provider for the login page.
type offers []app.Provider

func (o offers) LoginProviders(context.Context) ([]app.Provider, error) { return o, nil }

// nobody owns nothing.
type nobody struct{}

func (nobody) List(context.Context, api.Caller, store.AssetQuery) ([]store.Asset, error) {
	return nil, nil
}

// bare is an app over a store of its own; what it answers gives the browser a session of a name.
func bare(t *testing.T, providers ...app.Provider) (b *pagetest.Browser, issue func(name string)) {
	t.Helper()
	s, err := store.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	logins, err := login.New(login.Config{Store: s, Directory: account.Directory{}, Now: time.Now, PasswordRounds: 1})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(app.Config{Logins: &login.HTTP{Service: logins}, Estate: nobody{}, Providers: offers(providers)})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	a.Register(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b = pagetest.New(t, server.URL)
	return b, func(name string) { issueSession(b, s, name) }
}

// issueSession gives Ada a session by another road than a password.
func issueSession(b *pagetest.Browser, s *store.Store, name string) {
	b.T.Helper()
	secret := "secret of " + name
	err := s.Update(b.T.Context(), func(tx *store.Tx) error {
		_ = tx.Insert(&store.Record{ID: "ada", Type: store.TypeUser, Data: []byte(`{"userName":"ada"}`)})
		return tx.InsertToken(store.Token{ID: "of " + name, Hash: sha256.Sum256([]byte(secret)), Kind: store.Session, UserID: "ada", Name: name})
	})
	if err != nil {
		b.T.Fatal(err)
	}
	origin, _ := url.Parse(b.URL)
	b.Client.Jar.SetCookies(origin, []*http.Cookie{{Name: login.Cookie, Value: secret, Path: "/"}})
}

func TestIdentityProvidersAreOffered(t *testing.T) {
	b, _ := bare(t, app.Provider{ID: "a&b=c/d", Name: "Acme <i>"}, app.Provider{ID: "2", Name: "Other"})
	page := b.Get(200, "/app")
	link := page.All("a.button")
	if len(link) != 2 || pagetest.TextOf(link[0]) != "Sign in with Acme <i>" {
		t.Fatal(page.Text)
	}
	to, err := url.Parse(page.Path(pagetest.Attr(link[0], "href")))
	if err != nil || to.Path != "/login/oidc" || to.Query().Get("connection") != "a&b=c/d" || to.Query().Get("return") != "/app" {
		t.Errorf("it leads to %s (%v)", to, err)
	}
	page.WellMade()
}
