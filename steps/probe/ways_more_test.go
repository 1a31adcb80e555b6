package probe_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
)

// What the documentation shows has to be right.
func TestTheExamplesOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile("LOGIN.md")
	if err != nil {
		t.Fatal(err)
	}
	p, _ := newPortal(t)
	_, after, _ := strings.Cut(string(text), "```yaml\n- {name: password grant")
	block, _, _ := strings.Cut(after, "```")
	block = "absent: [fingerprint]\nattempts:\n- {name: password grant" + block
	block = strings.Replace(block, "whoami: *me", `whoami: &me {url: "{{origin}}/api/me", id: $.id}`, 1)
	block = strings.NewReplacer("${KEY}", "%KEY%", "${SECRET}", "s3cret").Replace(block)
	recipe := p.recipe(t, block)
	if len(recipe.Attempts) != 15 {
		t.Errorf("the examples show %d kinds of 15", len(recipe.Attempts))
	}
	for _, a := range recipe.Attempts {
		if !strings.Contains(string(text), "\n| `"+a.Kind+"` |") {
			t.Errorf("the table has no %s", a.Kind)
		}
	}
	if login := probe.NewLogin(recipe, probe.Kit{}); !login.Absent("fingerprint") || login.Absent("basic") {
		t.Error("what is absent is not")
	}
}

func TestTwoClocks(t *testing.T) {
	p, _ := newPortal(t)
	const settle = 3 * time.Second
	within := func(head, name string) time.Duration {
		return probe.NewLogin(p.recipe(t, head+recipes), probe.Kit{}).Within(name, settle)
	}
	for _, tt := range []struct {
		head, name string
		want       time.Duration
	}{
		{"", "basic", settle},
		{"", "session", settle},
		{"deadline: 1m\n", "basic", time.Minute},
		{"deadline: 1m\n", "session", time.Minute},
		{"grace: 15m\n", "basic", settle},
		{"grace: 15m\n", "session", 15 * time.Minute},
		{"deadline: 0s\ngrace: 15m\n", "basic", 0},
		{"", "nothing", settle},
	} {
		if got := within(tt.head, tt.name); got != tt.want {
			t.Errorf("%q, %s: %s, want %s", tt.head, tt.name, got, tt.want)
		}
	}
	text := strings.Replace(recipes, "kind: session, from", "kind: session, deadline: 2h, from", 1)
	if got := probe.NewLogin(p.recipe(t, "grace: 15m\n"+text), probe.Kit{}).Within("session", settle); got != 2*time.Hour {
		t.Errorf("a deadline of its own: %s", got)
	}
}

// What was issued may be taken by steps of its own as well.
func TestWhatWasIssuedIsTakenBySteps(t *testing.T) {
	p, server := newPortal(t)
	const text = `attempts:
  - name: session
    kind: session
    login:
      - {url: "{{origin}}/login", save: {csrf: "form:csrf"}}
      - {method: POST, url: "{{origin}}/login", form: {csrf: "{{csrf}}", go: "1", username: "{{user.userName}}", password: "{{user.password}}"}, expect: [303], save: {to: location}}
    cookie: sid
    whoami: &me {url: "{{origin}}/me", id: $.id}
  - name: access token
    kind: access-token
    login:
      - &grant {method: POST, url: "{{origin}}/token", basic: {username: app, password: s}, form: {grant_type: password, username: "{{user.userName}}", password: "{{user.password}}"}}
    whoami: *me
  - {name: refresh token, kind: refresh-token, login: [*grant], url: "{{origin}}/token", client: {id: app, secret: s}, whoami: *me}
  - {name: API token, kind: api-token, create: {as: admin, url: "{{origin}}/api-tokens"}, whoami: *me}
`
	kit := p.kit(server)
	kit.Identities = map[string]probe.Identity{"admin": {Basic: &probe.Basic{Username: ada.UserName, Password: ada.Password}}}
	login := probe.NewLogin(p.recipe(t, text), kit)
	for name, credential := range every(t, login, ada) {
		if err := login.SelfCheck(t.Context(), name, ada); err != nil {
			t.Error(err)
		}
		p.disable(ada.ID)
		if got := use(t, login, credential); got != probe.Denied {
			t.Errorf("%s was %s, want denied", name, got)
		}
		p.mu.Lock()
		delete(p.disabled, ada.ID)
		p.mu.Unlock()
	}
}

// An application that answers whoever is not in with its login form and 200 refuses by it.
func TestALoginFormMayBeARefusal(t *testing.T) {
	for declared, want := range map[string]probe.Verdict{"denied: {form: true}": probe.Denied, "denied: {}": probe.Inconclusive} {
		p, server := newPortal(t)
		text := strings.Replace(recipes, "kind: session,", "kind: session, "+declared+",", 1)
		login := probe.NewLogin(p.recipe(t, text), p.kit(server))
		held := every(t, login, ada)["session"]
		p.odd["/me"] = p.loginPage
		if got := use(t, login, held); got != want {
			t.Errorf("%s: %s, want %s", declared, got, want)
		}
	}
}

func TestKeysThatSign(t *testing.T) {
	edwards, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(ed)
	if err != nil {
		t.Fatal(err)
	}
	inPEM := func(kind string, der []byte) string {
		return `key: "` + strings.ReplaceAll(string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})), "\n", `\n`) + `"`
	}
	for name, tt := range map[string]struct {
		key string
		alg jose.SignatureAlgorithm
		by  any
	}{
		"Ed25519":   {inPEM("PRIVATE KEY", pkcs8), jose.EdDSA, edwards},
		"RSA":       {inPEM("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(long)), jose.RS256, &long.PublicKey},
		"RSA by PS": {"alg: PS384, " + inPEM("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(long)), jose.PS384, &long.PublicKey},
		"HMAC":      {"secret: a-secret-of-more-than-thirty-two-bytes", jose.HS256, []byte("a-secret-of-more-than-thirty-two-bytes")},
	} {
		p, _ := newPortal(t)
		sent := ""
		kit := probe.Kit{Sender: probe.SenderFunc(func(r *http.Request) (probe.Answer, error) {
			if r.URL.Path == "/in" {
				sent = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			}
			return probe.Answer{Status: 200, Header: http.Header{"Set-Cookie": {"sid=x"}}, Body: []byte(`{"id":"1"}`)}, nil
		}), Vars: map[string]any{"origin": "https://a.example.com"}}
		text := "attempts: [{name: in, kind: jwt-session, url: \"{{origin}}/in\", jwt: {" + tt.key + ", claims: {sub: null, email: \"{{user.email}}\"}}, whoami: {url: \"{{origin}}/me\", id: $.id}}]"
		login := probe.NewLogin(p.recipe(t, text), kit)
		credential, _, err := login.Obtain(t.Context(), "in", ada)
		if err != nil {
			t.Fatal(problem.Format(err))
		}
		if got := use(t, login, credential); got != probe.Allowed {
			t.Fatalf("%s: %s", name, got)
		}
		payload, err := verified(sent, tt.alg, tt.by)
		if err != nil || strings.Contains(payload, `"sub"`) || !strings.Contains(payload, `"email":"ada@example.com"`) || !strings.Contains(payload, `"jti"`) {
			t.Errorf("%s: %s, %v", name, payload, err)
		}
		// What nobody signed must be refused: this target takes it, and the check says so.
		if err := login.SelfCheck(t.Context(), "in", ada); err == nil || !strings.Contains(err.Error(), "an assertion that nobody's key has signed was allowed") {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := verified(sent, tt.alg, tt.by); err == nil {
			t.Errorf("%s: the forged assertion is signed by the real key", name)
		}
	}
}

func verified(token string, alg jose.SignatureAlgorithm, key any) (string, error) {
	parsed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{alg})
	if err != nil {
		return "", err
	}
	payload, err := parsed.Verify(key)
	return string(payload), err
}
