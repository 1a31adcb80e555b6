package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/console"
	"github.com/scimproof/scimproof/reference/page/pagetest"
)

func TestTheTokenLetsAnAdministratorIn(t *testing.T) {
	o := open(t)
	login := o.Get(200, "/console")
	if login.URL.Path != "/console/login" {
		t.Fatalf("a stranger is at %s", login.URL)
	}
	home := o.Submit(200, login, "main form", "token", " "+adminToken+"\n")
	if home.URL.Path != "/console" || home.One("h1").FirstChild.Data != "People" {
		t.Errorf("got %s\n%s", home.URL, home.Text)
	}
	if again := o.Get(200, "/console/login"); again.URL.Path != "/console" {
		t.Errorf("who is in already is asked for the token at %s", again.URL)
	}
}

func TestEveryOtherTokenIsAnsweredAlike(t *testing.T) {
	o := open(t)
	o.hire("Ada Lovelace")
	ada := o.token(userName("Ada Lovelace"))
	var first string
	for _, token := range []string{"", "admin", adminToken + "x", strings.ToUpper(adminToken), scimToken, ada, strings.Repeat("x", 1<<16)} {
		got := o.Submit(401, o.Get(200, "/console/login"), "main form", "token", token)
		if first == "" {
			first = got.Text
		}
		if got.Text != first || got.One("#token").Data != "input" || got.One(".bad a").Attr[0].Val != "#token" {
			t.Errorf("%.20q: got another answer:\n%s", token, got.Text)
		}
	}
	if again := o.Get(200, "/console"); again.URL.Path != "/console/login" {
		t.Error("a wrong token opened the console")
	}
}

// everyPage is each page of the console, and eachDeed each form that changes something.
func everyPage(id string) []string {
	p := personPath(id)
	return []string{"/console", p, p + "/reassign", p + "/delete", "/console/audit", "/console/audit?person=" + id, "/console/nothing"}
}

func eachDeed(id string) []string {
	p := personPath(id)
	return []string{
		p + "/disable", p + "/enable", p + "/delete", p + "/reassign", p + "/reassign/search", p + "/reassign/preview", "/console/logout",
	}
}

func TestNothingIsShownOrDoneWithoutASession(t *testing.T) {
	o := open(t)
	ada, grace := o.hire("Ada Lovelace"), o.hire("Grace Hopper")
	app := o.own(o.token(userName("Ada Lovelace")), "app", "Bernoulli numbers")
	// A person's session is none of an administrator's, under whichever name the cookie comes.
	person := o.Submit(200, o.Get(200, "/app"), "main form", "username", userName("Ada Lovelace"), "password", password)
	origin, _ := url.Parse(o.URL)
	for _, c := range o.Client.Jar.Cookies(origin) {
		if c.Name == "session" {
			o.Client.Jar.SetCookies(origin, []*http.Cookie{{Name: console.Cookie, Value: c.Value, Path: "/"}})
		}
	}
	for _, path := range everyPage(ada) {
		if got := o.Get(200, path); got.URL.Path != "/console/login" || strings.Contains(got.Text, "Lovelace") {
			t.Errorf("%s shows %s", path, got.Text)
		}
	}
	csrf := person.Fields("header form").Get("csrf")
	for _, path := range eachDeed(ada) {
		if got := o.Post(200, path, url.Values{"csrf": {csrf}, "to": {grace}, "asset": {app}}); got.URL.Path != "/console/login" {
			t.Errorf("%s led to %s", path, got.URL)
		}
	}
	if o.ownerOf(app) != ada || o.status(ada) != "active" {
		t.Error("somebody without a session has changed something")
	}
}

// status asks the administration API.
func (o *office) status(id string) string {
	o.T.Helper()
	status, _ := o.call(200, "GET", "/api/v1/users/"+id, adminToken, nil)["status"].(string)
	return status
}

func TestAFormIsTakenOnlyFromThePageOfItsSession(t *testing.T) {
	o := open(t).logIn()
	ada, grace := o.hire("Ada Lovelace"), o.hire("Grace Hopper")
	app := o.own(o.token(userName("Ada Lovelace")), "app", "Bernoulli numbers")
	other := o.another().logIn()
	before := o.Get(200, personPath(ada)).Fields("header form").Get("csrf")
	tokens := map[string]string{
		"none": "", "a wrong one": "x", "one of another session": other.Get(200, personPath(ada)).Fields("header form").Get("csrf"),
		"one from before the login": o.Another().Get(200, "/console/login").Fields("main form").Get("csrf"),
	}
	for what, token := range tokens {
		for _, path := range eachDeed(ada) {
			got := o.Post(403, path, url.Values{"csrf": {token}, "to": {grace}, "asset": {app}})
			if !strings.Contains(got.Text, "Nothing was changed") {
				t.Errorf("%s with %s says %s", path, what, got.Text)
			}
		}
	}
	if o.ownerOf(app) != ada || o.status(ada) != "active" {
		t.Error("a forged form has changed something")
	}
	if after := o.Get(200, personPath(ada)).Fields("header form").Get("csrf"); after != before {
		t.Error("the session was ended by a forged form")
	}
}

func TestAFormOfAnotherKindIsRefused(t *testing.T) {
	o := open(t).logIn()
	ada := o.hire("Ada Lovelace")
	csrf := o.Get(200, personPath(ada)).Fields("header form").Get("csrf")
	r, err := http.NewRequestWithContext(t.Context(), "POST", o.URL+personPath(ada)+"/disable?csrf="+csrf, strings.NewReader(`{"csrf":"`+csrf+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	o.Do(r).Want(403)
	o.Post(403, personPath(ada)+"/disable?csrf="+csrf, nil)
}

func TestTheLoginFormBelongsToItsBrowser(t *testing.T) {
	o := open(t)
	elsewhere := o.Another().Get(200, "/console/login").Fields("main form").Get("csrf")
	o.Get(200, "/console/login")
	for _, csrf := range []string{"", elsewhere} {
		o.Post(403, "/console/login", url.Values{"csrf": {csrf}, "token": {adminToken}})
	}
	o.Another().Post(403, "/console/login", url.Values{"csrf": {elsewhere}, "token": {adminToken}})
}

func TestTheCookieIsKeptFromScriptsAndOtherSites(t *testing.T) {
	for public, secure := range map[string]bool{"": false, "https://tenant.example.com": true} {
		o := open(t, func(options *reference.Options) { options.PublicURL = public })
		form := o.Get(200, "/console/login")
		o.Client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		var made []string
		if secure { // the browser of this test would not send it over http
			made = form.Header.Values("Set-Cookie")
		} else {
			made = append(form.Header.Values("Set-Cookie"), o.Submit(303, form, "main form", "token", adminToken).Header.Values("Set-Cookie")...)
		}
		for _, cookie := range made {
			if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") || strings.Contains(cookie, "Secure") != secure {
				t.Errorf("%q: got the cookie %s", public, cookie)
			}
		}
		if len(made) == 0 {
			t.Errorf("%q: no cookie was set", public)
		}
	}
}

func TestAfterTheLoginTheBrowserIsWhereItWanted(t *testing.T) {
	o := open(t)
	ada := o.hire("Ada Lovelace")
	wanted := personPath(ada) + "/reassign?x=1"
	login := o.Get(200, wanted)
	if got := o.Submit(200, login, "main form", "token", adminToken); got.URL.RequestURI() != wanted {
		t.Errorf("got %s, want %s", got.URL, wanted)
	}
}

func TestNoLoginLeadsElsewhere(t *testing.T) {
	for _, next := range []string{
		"https://evil.example/console/", "//evil.example/console/", `\\evil.example\console`, "/\\evil.example", "javascript:alert(1)",
		"/console/..//evil.example", "/console/../app", "/app", "/console/login", "/console/logout", "console/audit", "/console/audit\r\nX: y", "%zz",
		"http:/console/audit",
	} {
		o := open(t)
		login := o.Get(200, "/console/login?next="+url.QueryEscape(next))
		o.Client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		for what, got := range map[string]pagetest.Sheet{
			"by the page": o.Submit(303, login, "main form", "token", adminToken),
			"by the form": o.Submit(303, login, "main form", "token", adminToken, "next", next),
		} {
			if to := got.Path(got.Header.Get("Location")); to != "/console" {
				t.Errorf("%q %s led to %s (%s)", next, what, to, got.Header.Get("Location"))
			}
		}
	}
}

func TestLogoutEndsTheSession(t *testing.T) {
	o := open(t).logIn()
	origin, _ := url.Parse(o.URL)
	cookies := o.Client.Jar.Cookies(origin)
	if got := o.Submit(200, o.Get(200, "/console"), "header form"); got.URL.Path != "/console/login" {
		t.Errorf("after the logout the browser is at %s", got.URL)
	}
	o.Client.Jar.SetCookies(origin, cookies)
	if got := o.Get(200, "/console"); got.URL.Path != "/console/login" {
		t.Error("the session went on")
	}
}

func TestASessionEndsByItself(t *testing.T) {
	o := open(t).logIn()
	o.now = o.now.Add(console.SessionLifetime - time.Second)
	if got := o.Get(200, "/console"); got.URL.Path != "/console" {
		t.Error("the session ended too soon")
	}
	o.now = o.now.Add(time.Second)
	if got := o.Get(200, "/console"); got.URL.Path != "/console/login" {
		t.Error("the session went on")
	}
}

func TestWithoutAnAdministratorThereIsNoConsole(t *testing.T) {
	o := open(t, func(options *reference.Options) { options.AdminToken = "" })
	o.Get(404, "/console")
	o.Get(404, "/console/login")
	o.Get(200, "/app")
}

func TestPagesAreKeptFromCachesFramesAndScripts(t *testing.T) {
	o := open(t)
	pages := []pagetest.Sheet{o.Get(200, "/console/login"), o.Get(200, "/app")}
	o.logIn()
	ada := o.hire("Ada Lovelace")
	pages = append(pages, o.Get(200, personPath(ada)), o.Get(404, "/console/nothing"), o.Get(404, personPath("nobody")))
	for _, p := range pages {
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "same-origin", "Content-Type": "text/html; charset=utf-8",
		} {
			if got := p.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", p.URL, name, got)
			}
		}
		policy := p.Header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "style-src 'sha256-"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy is %q", p.URL, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") {
			t.Errorf("%s: the policy is %q", p.URL, policy)
		}
	}
}
