package probe_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/probe/browser"
)

// requireBrowser skips where there is no browser, unless SCIMPROOF_REQUIRE lists "browser".
func requireBrowser(t *testing.T) {
	t.Helper()
	_, err := browser.Find("")
	if err == nil {
		return
	}
	for name := range strings.SplitSeq(os.Getenv("SCIMPROOF_REQUIRE"), ",") {
		if strings.EqualFold(strings.TrimSpace(name), "browser") {
			t.Fatalf("SCIMPROOF_REQUIRE demands a browser: %v", err)
		}
	}
	t.Skip(err)
}

const browsing = `attempts:
  - {name: browser, kind: browser, start: "{{origin}}/login", whoami: {url: "{{origin}}/me", id: $.id}}
`

func TestBrowser(t *testing.T) {
	t.Parallel()
	requireBrowser(t)
	for name, start := range map[string]string{"a form": "/login", "a code flow": "/sso"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, server := newPortal(t)
			text := strings.Replace(browsing, "/login\"", start+"\", hosts: [\"%IDP%\"]", 1)
			login := probe.NewLogin(p.recipe(t, text), p.kit(server))
			held := every(t, login, ada)["browser"]
			p.disable(ada.ID)
			if got := use(t, login, held); got != probe.Denied {
				t.Errorf("who is disabled was %s", got)
			}
			if err := login.SelfCheck(t.Context(), "browser", ada); err != nil {
				t.Error(err)
			}
			p.mu.Lock()
			p.open = map[string]string{"/login": "browser", "/sso": "oidc code"}[start]
			p.mu.Unlock()
			if got := use(t, login, held); got != probe.Allowed {
				t.Errorf("an open door was %s", got)
			}
			p.mu.Lock()
			p.down = true
			p.mu.Unlock()
			if got := use(t, login, held); got != probe.Inconclusive {
				t.Errorf("an outage was %s", got)
			}
		})
	}
}

// scripted is a login that needs a script: nothing but a script sends it.
const scripted = `<!doctype html><div id=root></div><script>
document.getElementById("root").innerHTML = '<label>Name <input name=user></label><input type=password name=pass><button id=go>Log in</button><p id=no hidden>No</p>';
document.getElementById("go").onclick = async () => {
	const answer = await fetch("/session", {method: "POST", body: JSON.stringify({
		user: document.querySelector("[name=user]").value, pass: document.querySelector("[name=pass]").value})});
	if (answer.ok) document.getElementById("root").innerHTML = "<h1 id=in>Welcome</h1>";
	else document.getElementById("no").hidden = false;
};
</script>`

func TestBrowserRunsScripts(t *testing.T) {
	t.Parallel()
	requireBrowser(t)
	p, server := newPortal(t)
	p.odd["/login"] = html(scripted)
	p.odd["/session"] = func(w http.ResponseWriter, r *http.Request) {
		body := read(r)
		owner := p.knows(fmt.Sprint(body["user"]), fmt.Sprint(body["pass"]))
		if !p.lets("browser", owner) {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "sid", Value: p.issue("browser", owner), Path: "/", HttpOnly: true})
	}
	text := strings.Replace(browsing, "start:", `fields: {user: "{{user.userName}}", pass: "{{user.password}}"}, submit: "#go", in: "#in", out: "#no", start:`, 1)
	login := probe.NewLogin(p.recipe(t, text), p.kit(server))
	held := every(t, login, ada)["browser"]
	if err := login.SelfCheck(t.Context(), "browser", ada); err != nil {
		t.Error(err)
	}
	p.disable(ada.ID)
	if got := use(t, login, held); got != probe.Denied {
		t.Errorf("who is disabled was %s", got)
	}
}

func TestBrowserThatCannotTell(t *testing.T) {
	t.Parallel()
	requireBrowser(t)
	p, server := newPortal(t)
	kit := p.kit(server)
	kit.Timeout = time.Second
	login := probe.NewLogin(p.recipe(t, browsing), kit)
	p.odd["/login"] = html("<h1>Nothing to see</h1>")
	attempt := attemptOf(t, p, login)
	wantVerdict(t, "a page without a form", probe.Inconclusive, attempt, nil)
	p.mu.Lock()
	p.odd["/login"] = html(fmt.Sprintf(asking, "https://evil.example.com/login"))
	p.mu.Unlock()
	credential, _, _ := login.Obtain(t.Context(), "browser", ada)
	if _, err := login.Use(t.Context(), credential); err == nil || !strings.Contains(err.Error(), "ways.yaml:2: the browser at /login: the login leads astray") {
		t.Errorf("a form that leads away: %v", err)
	}
}

func TestNoBrowser(t *testing.T) {
	p, server := newPortal(t)
	text := strings.Replace(browsing, "start:", "program: no-such-browser, start:", 1)
	login := probe.NewLogin(p.recipe(t, text), p.kit(server))
	credential, _, err := login.Obtain(t.Context(), "browser", ada)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := login.Use(t.Context(), credential); err == nil || !strings.HasPrefix(err.Error(), "ways.yaml:2: the browser at /login: there is no Chromium") {
		t.Errorf("got %v, want an error with a hint", err)
	}
}
