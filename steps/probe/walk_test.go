package probe_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
)

// walkOnly is a recipe of one attempt by pages.
const walkOnly = `attempts:
  - {name: walk, kind: form, start: "{{origin}}/login", hops: 6, denied: {redirect: [/login]}, whoami: {url: "{{origin}}/me", id: $.id}}
`

// page answers with HTML.
func html(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(text))
	}
}

const asking = `<form method=post action="%s"><input name=username><input name=password type=password></form>`

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

// posting shows the login form, and answers a post in its own way.
func posting(then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			then(w, r)
			return
		}
		html(fmt.Sprintf(asking, "/login"))(w, r)
	}
}

func TestWhatAWalkComesTo(t *testing.T) {
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	tests := map[string]struct {
		login http.HandlerFunc
		want  probe.Verdict
		says  string
	}{
		"the form again":         {posting(html(fmt.Sprintf(asking, "/login"))), probe.Denied, "asked for the password again"},
		"403":                    {posting(status(403)), probe.Denied, "answered with 403"},
		"back to the login page": {posting(redirect("/login?failed=1")), probe.Denied, "redirect to the login page"},
		"an error of the flow":   {posting(redirect("/cb?error=access_denied&state=x")), probe.Denied, "access_denied"},
		"an outage of the flow":  {posting(redirect("/cb?error=server_error")), probe.Inconclusive, "not about the person"},
		"500":                    {posting(status(500)), probe.Inconclusive, "answered with 500"},
		"429":                    {posting(status(429)), probe.Inconclusive, "answered with 429"},
		"404":                    {posting(status(404)), probe.Inconclusive, "answered with 404"},
		"a circle":               {posting(redirect("/loop")), probe.Inconclusive, "led on after 6 pages"},
		"no cookie":              {posting(status(200)), probe.Inconclusive, "no cookie was set"},
		"no form":                {html("<h1>Moved</h1>"), probe.Inconclusive, "came to no form"},
		"403 at first":           {status(403), probe.Inconclusive, "came to no form"},
		"a form to send again":   {posting(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/x", http.StatusTemporaryRedirect) }), probe.Inconclusive, "send a form again"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p, server := newPortal(t)
			p.odd["/login"], p.odd["/loop"] = tt.login, redirect("/loop")
			attempt := attemptOf(t, p, probe.NewLogin(p.recipe(t, walkOnly), p.kit(server)))
			if attempt.Verdict != tt.want || !strings.Contains(attempt.Evidence, tt.says) {
				t.Errorf("%s (%s), want %s (%s)", attempt.Verdict, attempt.Evidence, tt.want, tt.says)
			}
		})
	}
}

func attemptOf(t *testing.T, _ *portal, login *probe.Login) probe.Attempt {
	t.Helper()
	credential, _, err := login.Obtain(t.Context(), login.Names()[0], ada)
	if err != nil {
		t.Fatal(err)
	}
	attempt, err := login.Use(t.Context(), credential)
	if err != nil {
		t.Fatal(err)
	}
	return attempt
}

// A password goes nowhere but to the target and to the places that the recipe names.
func TestAPasswordIsTypedNowhereElse(t *testing.T) {
	for name, page := range map[string]http.HandlerFunc{
		"a redirect away":       redirect("https://evil.example.com/login"),
		"a form away":           html(fmt.Sprintf(asking, "https://evil.example.com/login")),
		"a form without TLS":    html(fmt.Sprintf(asking, "ftp://127.0.0.1/login")),
		"a password in the URL": html(strings.Replace(fmt.Sprintf(asking, "/login"), "method=post", "method=get", 1)),
	} {
		t.Run(name, func(t *testing.T) {
			p, server := newPortal(t)
			p.odd["/login"] = page
			kit := p.kit(server)
			send := kit.Sender
			kit.Sender = probe.SenderFunc(func(req *http.Request) (probe.Answer, error) {
				if "http://"+req.URL.Host != p.origin || strings.Contains(req.URL.String(), ada.Password) {
					t.Errorf("sent %s %s", req.Method, req.URL)
				}
				return send.Send(req)
			})
			login := probe.NewLogin(p.recipe(t, walkOnly), kit)
			credential, _, err := login.Obtain(t.Context(), "walk", ada)
			if err != nil {
				t.Fatal(err)
			}
			attempt, err := login.Use(t.Context(), credential)
			text := fmt.Sprint(attempt.Evidence, err)
			if attempt.Verdict != probe.Inconclusive || !strings.Contains(text, "ways.yaml:2: the login at /login: the login leads astray") {
				t.Errorf("%+v, %v", attempt, err)
			}
		})
	}
}

// One page asks for the name, the next for the password.
func TestALoginOfTwoPages(t *testing.T) {
	p, server := newPortal(t)
	p.odd["/login"] = func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodGet:
			html(`<form method=post><input name=username type=email><input type=hidden name=step value=1></form>`)(w, r)
		case r.PostFormValue("username") == ada.UserName && r.PostFormValue("step") == "1":
			html(`<form method=post><input type=hidden name=who value="`+ada.UserName+`"><input name=password type=password></form>`)(w, r)
		case r.PostFormValue("who") == ada.UserName && r.PostFormValue("password") == ada.Password:
			http.SetCookie(w, &http.Cookie{Name: "sid", Value: p.issue("session", ada.ID), Path: "/"})
			http.Redirect(w, r, "/app", http.StatusSeeOther)
		default:
			html(`<form method=post><input name=username></form>`)(w, r)
		}
	}
	two := strings.Replace(walkOnly, "hops: 6", `fields: {username: "{{user.userName}}", password: "{{user.password}}"}`, 1)
	login := probe.NewLogin(p.recipe(t, two), p.kit(server))
	if attempt := attemptOf(t, p, login); attempt.Verdict != probe.Allowed {
		t.Errorf("%+v", attempt)
	}
	if err := login.SelfCheck(t.Context(), "walk", ada); err != nil {
		t.Error(err)
	}
}

// A login that brings back no code is no code flow, though it lets in.
func TestACodeFlowHasACode(t *testing.T) {
	p, server := newPortal(t)
	p.odd["/sso"] = redirect("/login")
	text := `attempts:
  - {name: walk, kind: oidc-code, start: "{{origin}}/sso", whoami: {url: "{{origin}}/me", id: $.id}}
`
	attempt := attemptOf(t, p, probe.NewLogin(p.recipe(t, text), p.kit(server)))
	if attempt.Verdict != probe.Inconclusive || !strings.Contains(attempt.Evidence, "no code flow") {
		t.Errorf("%+v", attempt)
	}
}

func TestACodeFlowSaysWhatProtectsIt(t *testing.T) {
	p, server := newPortal(t)
	login := probe.NewLogin(p.recipe(t, recipes), p.kit(server))
	credential, _, err := login.Obtain(t.Context(), "oidc code", ada)
	if err != nil {
		t.Fatal(err)
	}
	const want = "the login at /sso was answered with 200, by a code with state, nonce, PKCE; GET /me was answered with 200"
	if attempt, err := login.Use(t.Context(), credential); err != nil || attempt.Evidence != want {
		t.Errorf("%q, %v; want %q", attempt.Evidence, err, want)
	}
	p.odd["/app"] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }
	if attempt, err := login.Use(t.Context(), credential); err != nil || attempt.Verdict != probe.Inconclusive {
		t.Errorf("an odd page at the end was %+v, %v", attempt, err)
	}
}
