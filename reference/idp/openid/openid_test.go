package openid_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-json-experiment/json"
	"golang.org/x/oauth2"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/idp/openid"
	"github.com/scimproof/scimproof/reference/store"
)

// directory has Ada in it until she is taken out.
type directory struct{ without bool }

func (*directory) Connection(_ context.Context, id string) (store.Connection, error) {
	if id != "c" && id != "other" {
		return store.Connection{}, store.ErrNotFound
	}
	return store.Connection{ID: id, Name: "Directory"}, nil
}

func (d *directory) Person(_ context.Context, connectionID, id string) (store.Person, error) {
	if d.without || connectionID != "c" || id != "7" {
		return store.Person{}, store.ErrNotFound
	}
	return store.Person{ID: "7", UserName: "ada", GivenName: "Ada", FamilyName: "Lovelace", Email: "ada@example.com"}, nil
}

func (d *directory) Authenticate(ctx context.Context, connectionID, userName, password string) (store.Person, error) {
	if userName != "ada" || password != "Engine" {
		return store.Person{}, openid.ErrRefused
	}
	return d.Person(ctx, connectionID, "7")
}

// office is a provider on a port, with a browser in front of it that stops where the tenant's callback would be.
type office struct {
	t        *testing.T
	origin   string
	people   *directory
	provider *openid.Provider
	browser  *http.Client
}

func open(t *testing.T) *office {
	t.Helper()
	people := &directory{}
	provider, err := openid.New(openid.Config{
		Directory: people, Origin: api.Origin(""), Callback: "/callback", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	provider.Register(api.Surface{Mux: mux, Log: slog.New(slog.DiscardHandler)})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stop := func(next *http.Request, _ []*http.Request) error {
		if next.URL.Path == "/callback" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return &office{t, server.URL, people, provider, &http.Client{Jar: jar, CheckRedirect: stop}}
}

func (o *office) issuer() string { return openid.Issuer(o.origin, "c") }

const verifier = "a-verifier-that-is-long-enough-for-RFC-7636-to-take-it"

func challenge() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func (o *office) request(edit ...func(url.Values)) string {
	q := url.Values{
		"client_id": {"c"}, "response_type": {"code"}, "scope": {"openid profile email"}, "state": {"s"}, "nonce": {"n"},
		"redirect_uri": {o.origin + "/callback"}, "code_challenge": {challenge()}, "code_challenge_method": {"S256"},
	}
	for _, e := range edit {
		e(q)
	}
	return o.issuer() + "/authorize?" + q.Encode()
}

// seen is where the browser stands.
type seen struct {
	status int
	at     *url.URL
	to     string // Location
	text   string
}

func (o *office) do(method, address string, form url.Values) seen {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		o.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return o.send(o.browser, r)
}

func (o *office) send(client *http.Client, r *http.Request) seen {
	o.t.Helper()
	a, err := client.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return seen{a.StatusCode, a.Request.URL, a.Header.Get("Location"), string(body)}
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// logIn gives Ada's password in the form, and comes back with a code.
func (o *office) logIn(form seen) (code string) {
	o.t.Helper()
	fields := url.Values{"username": {"ada"}, "password": {"Engine"}}
	for _, match := range hidden.FindAllStringSubmatch(form.text, -1) {
		fields.Set(match[1], match[2])
	}
	return o.code(o.do("POST", form.at.String(), fields))
}

func (o *office) code(back seen) string {
	o.t.Helper()
	to, err := url.Parse(back.to)
	if err != nil || to.Query().Get("code") == "" || to.Query().Get("state") != "s" {
		o.t.Fatalf("got %+v, want a code", back)
	}
	return to.Query().Get("code")
}

// redeem asks for tokens as the tenant does.
func (o *office) redeem(code, with, secret string) (status int, tokens map[string]any) {
	o.t.Helper()
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {o.origin + "/callback"}, "code_verifier": {with},
	}
	r, err := http.NewRequestWithContext(o.t.Context(), "POST", o.issuer()+"/oauth/token", strings.NewReader(form.Encode()))
	if err != nil {
		o.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth("c", secret)
	got := o.send(&http.Client{Timeout: time.Minute}, r)
	if err := json.Unmarshal([]byte(got.text), &tokens); err != nil {
		o.t.Fatalf("got %+v: %v", got, err)
	}
	return got.status, tokens
}

func (o *office) userinfo(issuer string, tokens map[string]any) seen {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), "GET", issuer+"/userinfo", nil)
	if err != nil {
		o.t.Fatal(err)
	}
	token, _ := tokens["access_token"].(string)
	r.Header.Set("Authorization", "Bearer "+token)
	return o.send(&http.Client{Timeout: time.Minute}, r)
}

func TestACodeBuysAnIDToken(t *testing.T) {
	o := open(t)
	code := o.logIn(o.do("GET", o.request(), nil))
	status, tokens := o.redeem(code, verifier, o.provider.ClientSecret("c"))
	if status != 200 || tokens["refresh_token"] != nil {
		t.Fatalf("got %d %v", status, tokens)
	}
	provider, err := oidc.NewProvider(t.Context(), o.issuer())
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := tokens["id_token"].(string)
	proof, err := provider.Verifier(&oidc.Config{ClientID: "c"}).Verify(t.Context(), raw)
	if err != nil || proof.Subject != "7" || proof.Nonce != "n" {
		t.Fatalf("got %+v and %v", proof, err)
	}
	access, _ := tokens["access_token"].(string)
	told, err := provider.UserInfo(t.Context(), oauth2.StaticTokenSource(&oauth2.Token{AccessToken: access}))
	if err != nil || told.Subject != "7" || told.Email != "ada@example.com" || told.EmailVerified {
		t.Errorf("got %+v and %v", told, err)
	}
	if status, _ := o.redeem(code, verifier, o.provider.ClientSecret("c")); status != 400 {
		t.Errorf("the same code again got %d", status)
	}
}

func TestWhoIsTakenOutIsNobodyAtOnce(t *testing.T) {
	o := open(t)
	_, tokens := o.redeem(o.logIn(o.do("GET", o.request(), nil)), verifier, o.provider.ClientSecret("c"))
	pending := o.code(o.do("GET", o.request(), nil)) // by her session, without a password
	o.people.without = true
	if status, got := o.redeem(pending, verifier, o.provider.ClientSecret("c")); status != 400 {
		t.Errorf("a code of before got %d %v", status, got)
	}
	if got := o.userinfo(o.issuer(), tokens); got.status != 403 || strings.Contains(got.text, "ada") {
		t.Errorf("a token of before got %+v", got)
	}
	o.people.without = false
	if got := o.do("GET", o.request(), nil); got.status != 200 || got.to != "" {
		o.people.without = true
		got = o.do("GET", o.request(), nil)
		if got.to != "" || !strings.Contains(got.text, "User name") {
			t.Errorf("a session of before got %+v", got)
		}
	}
}

func TestASecretAndAVerifierAreNeeded(t *testing.T) {
	o := open(t)
	for name, c := range map[string][2]string{
		"another verifier": {verifier + "x", o.provider.ClientSecret("c")},
		"no verifier":      {"", o.provider.ClientSecret("c")},
		"another secret":   {verifier, "x"},
		"another's secret": {verifier, o.provider.ClientSecret("other")},
		"no secret":        {verifier, ""},
	} {
		shown := o.do("GET", o.request(func(q url.Values) { q.Set("prompt", "login") }), nil)
		if status, got := o.redeem(o.logIn(shown), c[0], c[1]); status/100 != 4 || got["id_token"] != nil {
			t.Errorf("%s: got %d %v", name, status, got)
		}
	}
}

func TestWhatTheProviderDoesNotDo(t *testing.T) {
	o := open(t)
	for name, edit := range map[string]func(url.Values){
		"no challenge":      func(q url.Values) { q.Del("code_challenge") },
		"a plain challenge": func(q url.Values) { q.Set("code_challenge_method", "plain") },
		"no openid":         func(q url.Values) { q.Set("scope", "profile") },
		"no interaction":    func(q url.Values) { q.Set("prompt", "none") },
	} {
		got := o.do("GET", o.request(edit), nil)
		to, err := url.Parse(got.to)
		if err != nil || !strings.Contains(to.RawQuery+to.Fragment, "error=") {
			t.Errorf("%s: got %+v, want an error for the tenant", name, got)
		}
	}
	for name, edit := range map[string]func(url.Values){
		"another redirect": func(q url.Values) { q.Set("redirect_uri", "https://evil.example/callback") },
		"a longer one":     func(q url.Values) { q.Set("redirect_uri", o.origin+"/callback/x") },
		"an implicit flow": func(q url.Values) { q.Set("response_type", "id_token") },
		"another client":   func(q url.Values) { q.Set("client_id", "other") },
	} {
		if got := o.do("GET", o.request(edit), nil); got.status != 400 || got.to != "" {
			t.Errorf("%s: got %+v, want no redirect", name, got)
		}
	}
}

func TestConnectionsAreApart(t *testing.T) {
	o := open(t)
	_, tokens := o.redeem(o.logIn(o.do("GET", o.request(), nil)), verifier, o.provider.ClientSecret("c"))
	if got := o.userinfo(openid.Issuer(o.origin, "other"), tokens); got.status == 200 {
		t.Errorf("a token of another connection got %+v", got)
	}
	if got := o.do("GET", openid.Issuer(o.origin, "none")+"/keys", nil); got.status != 404 {
		t.Errorf("no connection: got %+v", got)
	}
}
