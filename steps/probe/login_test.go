package probe_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

var credentials = []string{"password", "password grant", "session", "access token", "refresh token", "API token"}

func TestLoginNames(t *testing.T) {
	_, recipes, kit := newTenant(t)
	login := probe.NewLogin(*recipes.Login, kit)
	if !slices.Equal(login.Names(), credentials) {
		t.Errorf("Names = %q, want %q", login.Names(), credentials)
	}
	if login.Issued("password") || !login.Issued("session") || login.Has("badge") || !login.Has("API token") {
		t.Error("Issued or Has is wrong")
	}
	if _, _, err := login.Obtain(t.Context(), "badge", ada); err == nil {
		t.Error("an unknown credential was obtained")
	}
}

// obtain takes every credential of a person, and wants all of them.
func obtain(t *testing.T, login *probe.Login, p probe.Person) map[string]*probe.Credential {
	t.Helper()
	all := map[string]*probe.Credential{}
	for _, name := range credentials {
		credential, attempt, err := login.Obtain(t.Context(), name, p)
		if err != nil || attempt.Verdict != probe.Allowed {
			t.Fatalf("%s was not obtained: %+v, %v", name, attempt, err)
		}
		all[name] = credential
	}
	return all
}

func use(t *testing.T, login *probe.Login, c *probe.Credential) probe.Verdict {
	t.Helper()
	attempt, err := login.Use(t.Context(), c)
	if err != nil || attempt.Evidence == "" {
		t.Fatalf("%s: %+v, %v", c.Name(), attempt, err)
	}
	return attempt.Verdict
}

func TestHonestTenantRefusesTheDeactivated(t *testing.T) {
	tn, recipes, kit := newTenant(t)
	login := probe.NewLogin(*recipes.Login, kit)
	held, control := obtain(t, login, ada), obtain(t, login, grace)
	for _, step := range []struct {
		status string
		want   func(name string) probe.Verdict
	}{
		{"active", func(string) probe.Verdict { return probe.Allowed }},
		{"disabled", func(string) probe.Verdict { return probe.Denied }},
		{"active", func(name string) probe.Verdict {
			if !login.Issued(name) {
				return probe.Allowed
			}
			return probe.Denied // the old ones are not revived
		}},
	} {
		tn.setStatus(ada.ID, step.status)
		for _, name := range credentials {
			if got := use(t, login, held[name]); got != step.want(name) {
				t.Errorf("%s, %s: %s, want %s", step.status, name, got, step.want(name))
			}
			if got := use(t, login, control[name]); got != probe.Allowed {
				t.Errorf("%s: Grace was %s by %s", step.status, got, name)
			}
		}
	}
}

func TestEveryOpenDoorIsFound(t *testing.T) {
	for _, door := range credentials {
		t.Run(door, func(t *testing.T) {
			tn, recipes, kit := newTenant(t)
			login := probe.NewLogin(*recipes.Login, kit)
			held := obtain(t, login, ada)
			tn.open = door
			tn.setStatus(ada.ID, "disabled")
			for _, name := range credentials {
				want := probe.Denied
				if name == door {
					want = probe.Allowed
				}
				if got := use(t, login, held[name]); got != want {
					t.Errorf("with the door %q open, %s was %s, want %s", door, name, got, want)
				}
			}
		})
	}
}

// A tenant that hands out a session and refuses it only afterwards has let the
// person in: the verdict is a denial, but one that came too late.
func TestAGrantBeforeTheRefusalIsSeen(t *testing.T) {
	tn, recipes, kit := newTenant(t)
	login := probe.NewLogin(*recipes.Login, kit)
	held := obtain(t, login, ada)
	tn.fault = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/v1/whoami" {
			return false
		}
		answer(w, http.StatusUnauthorized, nil)
		return true
	}
	for _, name := range credentials {
		attempt, err := login.Use(t.Context(), held[name])
		if err != nil || attempt.Verdict != probe.Denied {
			t.Fatalf("%s: %+v, %v", name, attempt, err)
		}
		granted := name == "password" || name == "password grant" || name == "refresh token"
		if attempt.Granted != granted {
			t.Errorf("%s: granted = %v, want %v", name, attempt.Granted, granted)
		}
	}
}

// Who is let in as somebody else has not been let in as themselves, nor refused.
func TestWhoeverElseIsLetInIsSeen(t *testing.T) {
	tn, recipes, kit := newTenant(t)
	login := probe.NewLogin(*recipes.Login, kit)
	held := obtain(t, login, ada)
	tn.fault = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/v1/whoami" {
			return false
		}
		answer(w, http.StatusOK, map[string]string{"id": grace.ID})
		return true
	}
	for _, name := range credentials {
		attempt, err := login.Use(t.Context(), held[name])
		if err != nil || attempt.Verdict != probe.Inconclusive || !attempt.Other {
			t.Errorf("%s: %+v, %v; want somebody else", name, attempt, err)
		}
	}
}

func TestWhatIsNoAnswerIsNoRefusal(t *testing.T) {
	status := func(code int, body string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(code)
			_, _ = w.Write([]byte(body))
			return true
		}
	}
	faults := map[string]func(http.ResponseWriter, *http.Request) bool{
		"500": status(500, ""), "502": status(502, "<html>"), "503": status(503, ""), "429": status(429, ""), "404": status(404, ""),
		"200 with a page":      status(200, "<html>Please log in</html>"),
		"200 with an error":    status(200, `{"error":"disabled"}`),
		"200 with somebody":    status(200, `{"id":"2"}`),
		"200 with an empty id": status(200, `{"id":""}`),
		"200 with null":        status(200, `{"id":null}`),
		"an undeclared redirect": func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "/sso", http.StatusFound)
			return true
		},
		"a dropped connection": func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) },
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			tn, recipes, kit := newTenant(t)
			login := probe.NewLogin(*recipes.Login, kit)
			held := obtain(t, login, ada)
			tn.mu.Lock()
			tn.fault = fault
			tn.mu.Unlock()
			for _, credential := range credentials {
				if got := use(t, login, held[credential]); got != probe.Inconclusive {
					t.Errorf("%s was %s, want inconclusive", credential, got)
				}
			}
		})
	}
}

func TestSelfCheck(t *testing.T) {
	tn, recipes, kit := newTenant(t)
	login := probe.NewLogin(*recipes.Login, kit)
	for _, name := range credentials {
		if err := login.SelfCheck(t.Context(), name, ada); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	tn.mu.Lock()
	tn.fault = func(w http.ResponseWriter, r *http.Request) bool {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "anybody"})
		switch r.URL.Path {
		case "/login":
			w.WriteHeader(http.StatusNoContent)
		default:
			answer(w, 200, map[string]string{"id": ada.ID, "access_token": "x"})
		}
		return true
	}
	tn.mu.Unlock()
	for _, name := range credentials {
		if err := login.SelfCheck(t.Context(), name, ada); err == nil || !strings.Contains(err.Error(), "allowed") {
			t.Errorf("%s: a tenant that lets anybody in passed the check: %v", name, err)
		}
	}
}

func TestSecretsAreToldBeforeTheyAreUsed(t *testing.T) {
	_, recipes, kit := newTenant(t)
	var told []string
	kit.Secret = func(value string) { told = append(told, value) }
	carried, send := 0, kit.Sender
	kit.Sender = probe.SenderFunc(func(req *http.Request) (probe.Answer, error) {
		for _, secret := range carriedBy(t, req) {
			if carried++; !slices.Contains(told, secret) {
				t.Errorf("%s carries %s, that was not told", req.URL.Path, secret)
			}
		}
		return send.Send(req)
	})
	login := probe.NewLogin(*recipes.Login, kit)
	for _, c := range obtain(t, login, ada) {
		use(t, login, c)
	}
	if carried < 6 || slices.Contains(told, ada.ID) {
		t.Errorf("%d credentials were carried, told %q: want six or more, and no id", carried, told)
	}
}

// carriedBy gives the issued credentials that a request carries.
func carriedBy(t *testing.T, req *http.Request) []string {
	t.Helper()
	var all []string
	if token, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer "); ok {
		all = append(all, token)
	}
	for _, c := range req.Cookies() {
		all = append(all, c.Value)
	}
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(body)
		if form, err := url.ParseQuery(string(text)); err == nil && form.Has("refresh_token") {
			all = append(all, form.Get("refresh_token"))
		}
	}
	return all
}

func TestTheEndOfTheContextIsAnError(t *testing.T) {
	_, recipes, kit := newTenant(t)
	login := probe.NewLogin(*recipes.Login, kit)
	held := obtain(t, login, ada)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := login.Use(ctx, held["session"]); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error: an interrupted run judges nothing", err)
	}
}

// recipe decodes a login recipe of one attempt.
func recipe(t *testing.T, text string) probe.LoginRecipe {
	t.Helper()
	n, err := yamlfile.Parse("recipe.yaml", []byte("attempts:\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	var out probe.LoginRecipe
	if err := n.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestARedirectToTheLoginPageIsARefusal(t *testing.T) {
	const form = `  - name: session
    use: [{url: "{{origin}}/app", expect: [200, 302]}]
    denied: {redirect: [/login, "https://sso.example.com/"]}
`
	for location, want := range map[string]probe.Verdict{
		"/login?next=/app": probe.Denied, "https://sso.example.com/auth?x=y": probe.Denied, "/app/home": probe.Allowed, "": probe.Allowed,
	} {
		kit := probe.Kit{Sender: probe.SenderFunc(func(*http.Request) (probe.Answer, error) {
			return probe.Answer{Status: 302, Header: http.Header{"Location": {location}}}, nil
		}), Vars: map[string]any{"origin": "https://a.example.com"}}
		login := probe.NewLogin(recipe(t, form), kit)
		credential, _, err := login.Obtain(t.Context(), "session", ada)
		if err != nil {
			t.Fatal(err)
		}
		if got := use(t, login, credential); got != want {
			t.Errorf("a redirect to %q was %s, want %s", location, got, want)
		}
	}
}

func TestAnEmptySavedValueNamesItsStep(t *testing.T) {
	sources := map[string]string{
		"$.token": "0 values at $.token", "header:X-Token": "the value at header:X-Token is empty",
		"cookie:sid": "the value at cookie:sid is empty", "$.empty": "the value at $.empty is empty",
		"$.list": "no single value at $.list", "$.list[*]": "2 values at $.list[*]",
	}
	for source, want := range sources {
		text := "  - name: session\n    obtain:\n      - {method: POST, url: \"{{origin}}/login\", save: {sid: \"" + source + "\"}}\n    use: [{url: \"{{origin}}/me\"}]\n"
		kit := probe.Kit{Sender: probe.SenderFunc(func(*http.Request) (probe.Answer, error) {
			header := http.Header{"Set-Cookie": {"sid=gone; Max-Age=-1", "other=1"}}
			return probe.Answer{Status: 200, Header: header, Body: []byte(`{"empty":"","list":[1,2]}`)}, nil
		}), Vars: map[string]any{"origin": "https://a.example.com"}}
		_, _, err := probe.NewLogin(recipe(t, text), kit).Obtain(t.Context(), "session", ada)
		var step *probe.StepError
		if !errors.As(err, &step) || !strings.HasPrefix(err.Error(), "recipe.yaml:4: POST /login: saving sid: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want recipe.yaml:4 and %s", source, err, want)
		}
	}
}
