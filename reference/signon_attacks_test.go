package reference_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/scimproof/scimproof/reference"
)

// TestALeaverIsKnownAgain: she never signed on before her account was deleted.
func TestALeaverIsKnownAgain(t *testing.T) {
	tn := open(t)
	tn.scim(204, "DELETE", "/Users/"+tn.hire("Ada@example.com"), nil)
	connection := tn.connect(false)
	tn.admin(200, "PATCH", connection, object{"justInTime": true, "matchUserName": true})
	tn.join(connection)
	b := tn.serve()
	b.signOn(connection, "ada@example.com", password).want(t, 403, "Your account was deleted")
	tn.hire("ada@example.com") // on purpose: she is back
	b.signOn(connection, "ada@example.com", password).want(t, 200, `"userName":"ada@example.com"`)
}

func TestAUserNameIsNotEnough(t *testing.T) {
	tn := open(t)
	tn.hire("ada@example.com")
	tn.admin(201, "POST", "/api/v1/users", object{"userName": "root", "displayName": "Root", "email": "root@example.com", "password": password})
	connection := tn.connect(false)
	person := tn.join(connection)
	b := tn.serve()
	b.signOn(connection, "ada@example.com", password).want(t, 403, "You have no account here")

	tn.admin(200, "PATCH", connection, object{"matchUserName": true, "justInTime": true})
	b.signOn(connection, "ada@example.com", password).want(t, 200, `"userName":"ada@example.com"`)
	tn.admin(201, "POST", connection+"/people", object{"userName": "root", "email": "root@example.com", "password": password})
	seat(t, b.origin).signOn(connection, "root", password).want(t, 403, "not linked to you")

	// Another person is given the userName: the account is not theirs.
	tn.admin(204, "DELETE", person, nil)
	tn.admin(201, "POST", connection+"/people", object{"userName": "ada@example.com", "password": "Another 1"})
	seat(t, b.origin).signOn(connection, "ada@example.com", "Another 1").want(t, 403, "not linked to you")
	elsewhere := tn.connect(false)
	tn.admin(200, "PATCH", elsewhere, object{"matchUserName": true})
	tn.join(elsewhere)
	seat(t, b.origin).signOn(elsewhere, "ada@example.com", password).want(t, 403, "not linked to you")
}

func TestAnAddressIsNobodysProof(t *testing.T) {
	tn := open(t)
	tn.scim(201, "POST", "/Users", user("ada@example.com", func(u object) {
		u["emails"] = []object{{"value": "ada@example.com", "primary": true}}
	}))
	connection := tn.connect(false)
	tn.admin(200, "PATCH", connection, object{"matchUserName": true})
	tn.admin(201, "POST", connection+"/people", object{"userName": "mallory", "email": "ada@example.com", "password": password})
	tn.serve().signOn(connection, "mallory", password).want(t, 403, "You have no account here")
}

func TestSignOnLeadsNowhereElse(t *testing.T) {
	tn := open(t)
	connection := last(tn.connect(true))
	b := tn.serve()
	for _, away := range []string{
		"https://evil.example", "//evil.example", "///evil.example", `/\evil.example`, "javascript:alert(1)", "app", "/\tevil.example",
		"https:evil.example", "//evil.example/..", "/a\r\nLocation: https://evil.example",
	} {
		b.open("/login/oidc?connection="+connection+"&return="+url.QueryEscape(away)).want(t, 400, "not one of this tenant")
	}
	b.open("/login/oidc?connection=none").want(t, 404, "no such connection")
	b.open("/idp/oidc/none/.well-known/openid-configuration").want(t, 404)
	b.open("/idp/oidc/"+connection+"/authorize?client_id="+connection+"&response_type=code&scope=openid&redirect_uri=https://evil.example/").want(t, 400)
}

func TestOnlyTheBrowserThatBeganALoginEndsIt(t *testing.T) {
	tn := open(t)
	connection := tn.connect(true)
	tn.join(connection)
	mallory := tn.serve()
	ada := seat(t, mallory.origin)
	give := url.Values{"username": {"ada@example.com"}, "password": {password}}

	// The form that Mallory has been shown is worth nothing in Ada's browser, nor is its address.
	hers := mallory.open("/login/oidc?return=/api/v1/whoami&connection="+last(connection)).want(t, 200, "Password")
	ada.open(hers.url.String()).want(t, 400, "begun in another browser")
	ada.submit(hers, give).want(t, 403, "not made for this session")
	bare := hers
	bare.text = ""
	mallory.submit(bare, give).want(t, 403, "not made for this session")

	// What leads back to the tenant is Ada's alone: her state is in her cookie.
	ada.client.CheckRedirect = func(next *http.Request, _ []*http.Request) error {
		if next.URL.Path == "/login/oidc/callback" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	shown := ada.open("/login/oidc?return=/api/v1/whoami&connection=" + last(connection))
	back := ada.submit(shown, give).want(t, 302).header.Get("Location")
	mallory.open(back).want(t, 400, "begun in another browser")
	fresh := seat(t, mallory.origin)
	fresh.open(back).want(t, 400, "begun in another browser")
	wrong, _ := url.Parse(back)
	query := wrong.Query()
	query.Set("state", "another")
	wrong.RawQuery = query.Encode()
	fresh.wantOut("after a stolen answer")

	ada.client.CheckRedirect = nil
	ada.open(back).want(t, 200, `"userName":"ada@example.com"`)
	ada.open(back).want(t, 400, "begun in another browser") // it is good for once
	ada.open("/login/oidc?return=/app&connection=" + last(connection))
	ada.open(wrong.String()).want(t, 400, "begun in another browser")
}

// TestSignOnBehindAProxy: the tenant is reached by https below a path, and knows it by its public URL alone.
func TestSignOnBehindAProxy(t *testing.T) {
	const public = "https://tenant.example.com/eu"
	tn := open(t, func(o *reference.Options) { o.PublicURL = public })
	connection := tn.connect(true)
	tn.join(connection)
	b := seat(t, public)
	b.client.Transport = proxy{t, http.StripPrefix("/eu", tn.handler)}
	got := b.signOn(connection, "ada@example.com", password).want(t, 200, `"via":"session"`)
	if got.url.String() != public+"/api/v1/whoami" {
		t.Errorf("it led to %s", got.url)
	}
	at, _ := url.Parse(public + "/idp")
	for _, cookie := range b.client.Jar.Cookies(at) {
		if cookie.Name == "oidc_login" {
			t.Error("the cookie of the login is still there")
		}
	}
}

// proxy is what clients reach at the public URL; it knows no other host.
type proxy struct {
	t       *testing.T
	handler http.Handler
}

func (p proxy) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != "tenant.example.com" || r.URL.Scheme != "https" {
		p.t.Errorf("a browser was sent to %s", r.URL)
	}
	inner := r.Clone(r.Context())
	inner.RequestURI, inner.Host = r.URL.RequestURI(), "10.0.0.7:8080"
	if inner.Body == nil {
		inner.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, inner)
	answer := w.Result()
	answer.Request = r
	for _, cookie := range answer.Cookies() {
		if !cookie.Secure || !cookie.HttpOnly {
			p.t.Errorf("the cookie %s is not for https and the browser alone", cookie.Name)
		}
	}
	return answer, nil
}
