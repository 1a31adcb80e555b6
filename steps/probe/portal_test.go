package probe_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// portal is a product with every way in that is spoken over HTTP, and its identity
// provider. open leaves the door of that attempt open to who is disabled.
type portal struct {
	mu       sync.Mutex
	origin   string
	idp      string
	disabled map[string]bool
	held     map[string]holding // by token or session
	codes    map[string]pending
	csrf     map[string]bool
	open     string
	// lax lets anybody in, whatever they show; down answers nothing but 503.
	lax, down bool
	// odd lets a test answer a path by itself.
	odd map[string]http.HandlerFunc
	key *ecdsa.PrivateKey
}

type pending struct{ owner, challenge string }

var people = map[string]probe.Person{ada.UserName: ada, grace.UserName: grace}

func newPortal(t *testing.T) (*portal, *httptest.Server) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := &portal{disabled: map[string]bool{}, held: map[string]holding{}, codes: map[string]pending{}, csrf: map[string]bool{}, odd: map[string]http.HandlerFunc{}, key: key}
	server, idp := httptest.NewServer(p.handler(p.product())), httptest.NewServer(p.handler(p.provider()))
	t.Cleanup(server.Close)
	t.Cleanup(idp.Close)
	p.origin, p.idp = server.URL, idp.URL
	return p, server
}

func (p *portal) handler(mux http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if odd := p.odd[r.URL.Path]; odd != nil {
			odd(w, r)
			return
		}
		if p.down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func (p *portal) disable(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.disabled[id] = true
}

// lets reports whether somebody is let in by a kind of door.
func (p *portal) lets(door, id string) bool {
	return id != "" && (!p.disabled[id] || p.open == door)
}

// knows is who has that password.
func (p *portal) knows(user, password string) string {
	if one, ok := people[user]; ok && (one.Password == password || p.lax) {
		return one.ID
	}
	return ""
}

func (p *portal) issue(kind, owner string) string {
	token := strings.ReplaceAll(kind, " ", "-") + "-" + rand.Text()
	p.held[token] = holding{kind, owner}
	return token
}

func (p *portal) product() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("POST /impersonate", p.impersonate)
	mux.HandleFunc("POST /jwt-session", p.jwtSession)
	mux.HandleFunc("POST /api-tokens", func(w http.ResponseWriter, r *http.Request) {
		answer(w, 201, map[string]string{"token": p.issue("API token", p.caller(r))})
	})
	mux.HandleFunc("GET /me", func(w http.ResponseWriter, r *http.Request) {
		if id := p.caller(r); id != "" {
			answer(w, 200, map[string]string{"id": id})
			return
		}
		answer(w, 401, nil)
	})
	mux.HandleFunc("GET /login", p.loginPage)
	mux.HandleFunc("POST /login", p.logIn)
	mux.HandleFunc("GET /app", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("<h1>Welcome</h1>")) })
	mux.HandleFunc("GET /sso", p.sso)
	mux.HandleFunc("GET /callback", p.callback)
	return mux
}

// caller is who asks, by whatever they show.
func (p *portal) caller(r *http.Request) string {
	if user, password, ok := r.BasicAuth(); ok {
		if id := p.knows(user, password); p.lets("basic", id) {
			return id
		}
		return ""
	}
	shown := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if shown == "" {
		shown = r.Header.Get("X-Api-Key")
	}
	if c, err := r.Cookie("sid"); err == nil {
		shown = c.Value
	}
	if p.lax && shown != "" {
		return ada.ID
	}
	if h := p.held[shown]; p.lets(h.kind, h.owner) {
		return h.owner
	}
	return ""
}

// opens are the kinds of credentials that the login by a door gives: what it gives today
// works only if the door lets in.
func (p *portal) give(w http.ResponseWriter, kind, owner string) {
	answer(w, 200, map[string]string{"access_token": p.issue(kind, owner), "refresh_token": p.issue("refresh token", owner)})
}

func (p *portal) token(w http.ResponseWriter, r *http.Request) {
	door, owner, code := "", "", "invalid_grant"
	switch r.FormValue("grant_type") {
	case "password":
		door, owner = "password grant", p.knows(r.FormValue("username"), r.FormValue("password"))
	case "refresh_token":
		door, owner = "refresh token", p.held[r.FormValue("refresh_token")].owner
		delete(p.held, r.FormValue("refresh_token"))
	case "urn:ietf:params:oauth:grant-type:jwt-bearer":
		door, owner = "jwt bearer", p.signed(r.FormValue("assertion"))
	case "urn:ietf:params:oauth:grant-type:token-exchange":
		door, owner, code = "token exchange", p.signed(r.FormValue("subject_token")), "invalid_request"
	}
	if p.lax {
		owner = ada.ID
	}
	if user, _, ok := r.BasicAuth(); !ok || user != "app" {
		answer(w, 401, map[string]string{"error": "invalid_client"})
		return
	}
	if !p.lets(door, owner) {
		answer(w, 400, map[string]string{"error": code})
		return
	}
	kind := door
	if door == "password grant" && p.open != door {
		kind = "access token"
	}
	p.give(w, kind, owner)
}

// signed is who an assertion is about, if the key of this portal has signed it.
func (p *portal) signed(token string) string {
	parsed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return ""
	}
	payload, err := parsed.Verify(&p.key.PublicKey)
	if err != nil && !p.lax {
		return ""
	}
	var claims struct {
		Subject string `json:"sub"`
		Kind    string `json:"kind"`
		Expires int64  `json:"exp"`
	}
	if json.Unmarshal(payload, &claims) != nil || claims.Expires < time.Now().Unix() || parsed.Signatures[0].Header.KeyID != "k1" {
		return ""
	}
	return people[claims.Subject].ID
}

func (p *portal) impersonate(w http.ResponseWriter, r *http.Request) {
	owner, _ := read(r)["user"].(string)
	if owner != ada.ID && owner != grace.ID && !p.lax {
		answer(w, 404, nil)
		return
	}
	if !p.lets("impersonation", owner) {
		answer(w, 403, nil)
		return
	}
	p.give(w, "impersonation", owner)
}

func (p *portal) jwtSession(w http.ResponseWriter, r *http.Request) {
	owner := p.signed(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	if p.lax {
		owner = ada.ID
	}
	if !p.lets("jwt session", owner) {
		answer(w, 401, nil)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "sid", Value: p.issue("jwt session", owner)})
	http.SetCookie(w, &http.Cookie{Name: "_csrfToken", Value: "c1"})
}

func (p *portal) page(w http.ResponseWriter, action, message string) {
	token := rand.Text()
	p.csrf[token] = true
	w.Header().Set("Content-Type", "text/html")
	_, _ = fmt.Fprintf(w, `<!doctype html><p>%s</p><form action="/search"><input name=q></form>
<form method=post action=%q><input type=hidden name=csrf value="%s"><label>Name <input name=username></label>
<input type=password name=password><button name=go value=1>Log in</button></form>`, message, action, token)
}

func (p *portal) loginPage(w http.ResponseWriter, _ *http.Request) { p.page(w, "/login", "") }

func (p *portal) logIn(w http.ResponseWriter, r *http.Request) {
	if !p.csrf[r.FormValue("csrf")] || r.FormValue("go") != "1" {
		p.page(w, "/login", "That page was too old")
		return
	}
	owner := p.knows(r.FormValue("username"), r.FormValue("password"))
	if !p.lets("form", owner) && !p.lets("session", owner) && !p.lets("browser", owner) {
		p.page(w, "/login", "Wrong")
		return
	}
	kind := "session"
	if p.open != "" {
		kind = p.open
	}
	http.SetCookie(w, &http.Cookie{Name: "sid", Value: p.issue(kind, owner), Path: "/"})
	http.Redirect(w, r, "app", http.StatusSeeOther)
}

// sso begins a code flow, as a relying party does.
func (p *portal) sso(w http.ResponseWriter, r *http.Request) {
	state, verifier := rand.Text(), rand.Text()
	sum := sha256.Sum256([]byte(verifier))
	for name, value := range map[string]string{"state": state, "verifier": verifier} {
		http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/"})
	}
	q := url.Values{
		"response_type": {"code"}, "client_id": {"app"}, "redirect_uri": {p.origin + "/callback"}, "state": {state},
		"nonce": {rand.Text()}, "code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}
	http.Redirect(w, r, p.idp+"/authorize?"+q.Encode(), http.StatusFound)
}

func (p *portal) provider() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) { p.page(w, "/authorize?"+r.URL.RawQuery, "") })
	mux.HandleFunc("POST /authorize", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		owner := p.knows(r.PostFormValue("username"), r.PostFormValue("password"))
		if owner == "" || !p.csrf[r.PostFormValue("csrf")] {
			p.page(w, "/authorize?"+r.URL.RawQuery, "Wrong")
			return
		}
		code := rand.Text()
		p.codes[code] = pending{owner, q.Get("code_challenge")}
		back := url.Values{"code": {code}, "state": {q.Get("state")}}
		http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
	})
	return mux
}

func (p *portal) callback(w http.ResponseWriter, r *http.Request) {
	state, err1 := r.Cookie("state")
	verifier, err2 := r.Cookie("verifier")
	found := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	if err1 != nil || err2 != nil || state.Value != r.FormValue("state") {
		answer(w, 400, nil)
		return
	}
	if sum := sha256.Sum256([]byte(verifier.Value)); base64.RawURLEncoding.EncodeToString(sum[:]) != found.challenge {
		answer(w, 400, nil)
		return
	}
	if !p.lets("oidc code", found.owner) {
		answer(w, 403, nil)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "sid", Value: p.issue("oidc code", found.owner), Path: "/"})
	http.Redirect(w, r, "/app", http.StatusFound)
}

// recipes are every kind over HTTP, by the portal's own interfaces.
const recipes = `attempts:
  - {name: password grant, kind: password-grant, url: "{{origin}}/token", client: {id: app, secret: s3cret}, whoami: &me {url: "{{origin}}/me", id: $.id}}
  - {name: jwt bearer, kind: jwt-bearer, url: "{{origin}}/token", client: {id: app, secret: s3cret}, jwt: &jwt {key: "%KEY%", kid: k1, issuer: tests, audience: portal, claims: {kind: person, subType: user}}, whoami: *me}
  - {name: token exchange, kind: token-exchange, url: "{{origin}}/token", client: {id: app, secret: s3cret}, jwt: *jwt, audience: portal, whoami: *me}
  - {name: impersonation, kind: impersonation, token: {url: "{{origin}}/impersonate", json: {user: "{{user.id}}"}}, denied: {status: [403]}, whoami: *me}
  - {name: jwt session, kind: jwt-session, url: "{{origin}}/jwt-session", jwt: *jwt, whoami: *me}
  - {name: basic, kind: basic, whoami: *me}
  - {name: form, kind: form, start: "{{origin}}/login", whoami: *me}
  - {name: oidc code, kind: oidc-code, start: "{{origin}}/sso", hosts: ["%IDP%"], whoami: *me}
  - {name: session, kind: session, from: form, whoami: *me}
  - {name: access token, kind: access-token, from: password grant, whoami: *me}
  - {name: refresh token, kind: refresh-token, from: password grant, url: "{{origin}}/token", client: {id: app, secret: s3cret}, whoami: *me}
  - name: API token
    kind: api-token
    from: password grant
    create: {url: "{{origin}}/api-tokens", bearer: "{{accessToken}}", expect: [201]}
    whoami: {url: "{{origin}}/me", id: $.id, headers: {X-Api-Key: "{{apiToken}}"}}
`

func (p *portal) recipe(t *testing.T, text string) probe.LoginRecipe {
	t.Helper()
	out, err := p.read(t, text)
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	return out
}

// read reads a login recipe and follows it, as a target's file is read.
func (p *portal) read(t *testing.T, text string) (probe.LoginRecipe, error) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(p.key)
	if err != nil {
		t.Fatal(err)
	}
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	text = strings.NewReplacer("%KEY%", strings.ReplaceAll(key, "\n", `\\n`), "%IDP%", p.idp).Replace(text)
	n, err := yamlfile.Parse("ways.yaml", []byte(text))
	if err != nil {
		return probe.LoginRecipe{}, err
	}
	var out probe.LoginRecipe
	if err := n.Decode(&out); err != nil {
		return out, err
	}
	return out, probe.Recipes{Login: &out, Identities: map[string]probe.Identity{"admin": {Bearer: "x"}}}.Check()
}

func (p *portal) kit(server *httptest.Server) probe.Kit {
	return probe.Kit{
		Sender: probe.HTTP(server.Client()), Source: "test", Timeout: 20 * time.Second,
		Vars: template.Vars{"origin": p.origin, "scim": p.origin + "/scim", "run": "r1", "scenario": "s1"},
	}
}
