package probe_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
)

// every takes a credential of each kind, and wants each to let in.
func every(t *testing.T, login *probe.Login, p probe.Person) map[string]*probe.Credential {
	t.Helper()
	all := map[string]*probe.Credential{}
	for _, name := range login.Names() {
		credential, attempt, err := login.Obtain(t.Context(), name, p)
		if err != nil || attempt.Verdict != probe.Allowed {
			t.Fatalf("%s was not obtained: %+v, %v", name, attempt, err)
		}
		all[name] = credential
		if got := use(t, login, credential); got != probe.Allowed {
			again, err := login.Use(t.Context(), credential)
			t.Fatalf("%s was %s at first; %+v, %v", name, got, again, err)
		}
	}
	return all
}

func TestEveryKindLetsInAndRefuses(t *testing.T) {
	p, server := newPortal(t)
	login := probe.NewLogin(p.recipe(t, recipes), p.kit(server))
	held, control := every(t, login, ada), every(t, login, grace)
	p.disable(ada.ID)
	for _, name := range login.Names() {
		if got := use(t, login, held[name]); got != probe.Denied {
			t.Errorf("%s was %s for who is disabled, want denied", name, got)
		}
		if got := use(t, login, control[name]); got != probe.Allowed {
			t.Errorf("%s was %s for somebody else, want allowed", name, got)
		}
	}
}

func TestEveryDoorOfAKindLeftOpenIsFound(t *testing.T) {
	for _, door := range names(t) {
		t.Run(door, func(t *testing.T) {
			p, server := newPortal(t)
			login := probe.NewLogin(p.recipe(t, recipes), p.kit(server))
			p.open = door
			held := every(t, login, ada)
			p.disable(ada.ID)
			if got := use(t, login, held[door]); got != probe.Allowed {
				t.Errorf("the open door was %s, want allowed", got)
			}
		})
	}
}

func names(t *testing.T) []string {
	t.Helper()
	p, server := newPortal(t)
	return probe.NewLogin(p.recipe(t, recipes), p.kit(server)).Names()
}

func TestAnOutageIsNoDenialOfAnyKind(t *testing.T) {
	p, server := newPortal(t)
	login := probe.NewLogin(p.recipe(t, recipes), p.kit(server))
	held := every(t, login, ada)
	p.mu.Lock()
	p.down = true
	p.mu.Unlock()
	for _, name := range login.Names() {
		if got := use(t, login, held[name]); got != probe.Inconclusive {
			t.Errorf("%s was %s during an outage, want inconclusive", name, got)
		}
	}
	server.CloseClientConnections()
	server.Close()
	for _, name := range login.Names() {
		if got := use(t, login, held[name]); got != probe.Inconclusive {
			t.Errorf("%s was %s by a server that is gone, want inconclusive", name, got)
		}
	}
}

func TestEveryKindChecksItself(t *testing.T) {
	p, server := newPortal(t)
	login := probe.NewLogin(p.recipe(t, recipes), p.kit(server))
	for _, name := range login.Names() {
		if err := login.SelfCheck(t.Context(), name, ada); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	p.mu.Lock()
	p.lax = true
	p.mu.Unlock()
	for _, name := range login.Names() {
		if err := login.SelfCheck(t.Context(), name, ada); err == nil || !strings.Contains(err.Error(), "cannot tell a refusal") {
			t.Errorf("%s: a portal that lets anybody in passed the check: %v", name, err)
		}
	}
}

// A login that works for nobody is no baseline, whatever it says: allowed is only who is
// shown to be in.
func TestWhoIsNotShownToBeInIsNotIn(t *testing.T) {
	p, server := newPortal(t)
	login := probe.NewLogin(p.recipe(t, recipes), p.kit(server))
	p.odd["/me"] = func(w http.ResponseWriter, _ *http.Request) { answer(w, 200, map[string]string{"id": grace.ID}) }
	for _, name := range login.Names() {
		credential, attempt, err := login.Obtain(t.Context(), name, ada)
		if err != nil && credential == nil && login.Issued(name) {
			continue // it was taken from a login that is not the person's
		}
		if err == nil && attempt.Verdict == probe.Allowed {
			attempt, err = login.Use(t.Context(), credential)
		}
		if err != nil || attempt.Verdict != probe.Inconclusive || !attempt.Other {
			t.Errorf("%s: %+v, %v; want somebody else", name, attempt, err)
		}
	}
}

func TestErrorsThatAreNobodysFault(t *testing.T) {
	for code, want := range map[string]probe.Verdict{
		"invalid_client": probe.Inconclusive, "temporarily_unavailable": probe.Inconclusive, "unsupported_grant_type": probe.Inconclusive,
		"invalid_grant": probe.Denied, "access_denied": probe.Denied, "": probe.Denied,
	} {
		p, server := newPortal(t)
		login := probe.NewLogin(p.recipe(t, recipes), p.kit(server))
		held := every(t, login, ada)
		p.odd["/token"] = func(w http.ResponseWriter, _ *http.Request) { answer(w, 400, map[string]string{"error": code}) }
		for _, name := range []string{"password grant", "jwt bearer", "token exchange", "refresh token"} {
			if got := use(t, login, held[name]); got != want {
				t.Errorf("%s, %q: %s, want %s", name, code, got, want)
			}
		}
	}
}

// A refresh token that is good for one use only is followed from one to the next.
func TestARefreshTokenMayRotate(t *testing.T) {
	p, server := newPortal(t)
	login := probe.NewLogin(p.recipe(t, recipes), p.kit(server))
	credential, _, err := login.Obtain(t.Context(), "refresh token", ada)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if got := use(t, login, credential); got != probe.Allowed {
			t.Fatalf("a token that was given anew was %s", got)
		}
	}
}

func TestKindsTellTheirSecrets(t *testing.T) {
	p, server := newPortal(t)
	kit := p.kit(server)
	var told []string
	kit.Secret = func(value string) { told = append(told, value) }
	send := kit.Sender
	kit.Sender = probe.SenderFunc(func(req *http.Request) (probe.Answer, error) {
		for _, secret := range shown(t, req) {
			if !slices.Contains(told, secret) {
				t.Errorf("%s %s carries %s, that was not told", req.Method, req.URL.Path, secret)
			}
		}
		return send.Send(req)
	})
	login := probe.NewLogin(p.recipe(t, recipes), kit)
	every(t, login, ada)
}

// shown gives what a request carries of credentials that were issued or signed.
func shown(t *testing.T, req *http.Request) []string {
	t.Helper()
	var all []string
	if token, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer "); ok {
		all = append(all, token)
	}
	for _, c := range req.Cookies() {
		all = append(all, c.Value)
	}
	if code := req.URL.Query().Get("code"); code != "" {
		all = append(all, code)
	}
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(body)
		for pair := range strings.SplitSeq(string(text), "&") {
			name, value, _ := strings.Cut(pair, "=")
			if slices.Contains([]string{"assertion", "subject_token", "refresh_token", "csrf"}, name) {
				all = append(all, value)
			}
		}
	}
	return all
}

func TestTheEvidenceOfAKindHoldsNoSecret(t *testing.T) {
	p, server := newPortal(t)
	login := probe.NewLogin(p.recipe(t, recipes), p.kit(server))
	for name, credential := range every(t, login, ada) {
		attempt, err := login.Use(t.Context(), credential)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{ada.Password, "s3cret", "code=", "sid", "eyJ"} {
			if strings.Contains(attempt.Evidence, secret) {
				t.Errorf("%s: the evidence shows %s: %s", name, secret, attempt.Evidence)
			}
		}
		if name == "oidc code" && attempt.Evidence == "" {
			t.Error("no evidence of a code flow")
		}
	}
}

func TestAKindThatIsWrong(t *testing.T) {
	tests := []struct{ name, old, new, want, hint string }{
		{"an unknown kind", "kind: basic", "kind: basik", `ways.yaml:7: there is no kind of attempt "basik"`, "did you mean `kind: basic`?"},
		{"a kind like none", "kind: basic", "kind: fingerprint", `ways.yaml:7: there is no kind`, "the kinds are access-token, api-token"},
		{"an unknown key", "kind: basic, whoami", "kind: basic, usrname: x, whoami", `ways.yaml:7: unknown key "usrname"`, "did you mean"},
		{"a key of another kind", "kind: basic, whoami", "kind: basic, jwt: {}, whoami", `ways.yaml:7: unknown key "jwt"`, "the keys here are deadline, denied, kind, name, username, whoami"},
		{"no name", "{name: basic, kind", "{kind", "ways.yaml:7: name is missing here", ""},
		{"no whoami", "kind: basic, whoami: *me", "kind: basic", "ways.yaml:7: whoami is missing here", "write `whoami: {url"},
		{"a whoami without an id", "id: $.id}}\n  - {name: jwt bearer", "}}\n  - {name: jwt bearer", "ways.yaml:2: id is missing here", ""},
		{"a whoami by another credential", "whoami: &me {", "whoami: &me {bearer: x, ", "ways.yaml:2: whoami does not show the credential that is to be proven", "{{accessToken}}"},
		{"an outage as denied", "denied: {status: [403]}", "denied: {status: [503]}", "ways.yaml:5: 503 cannot count as a refusal", ""},
		{"no url", "kind: password-grant, url: \"{{origin}}/token\"", "kind: password-grant", "ways.yaml:2: url is missing here", ""},
		{"a name that nobody gives", "json: {user: \"{{user.id}}\"}", "json: {user: \"{{user.ident}}\"}", "ways.yaml:5: nothing is known here under the name {{user.ident}}", "did you mean"},
		{"a key that is none", "key: \"%KEY%\"", "key: \"secret\"", "ways.yaml:3: key: it is no private key in PEM", "-----BEGIN PRIVATE KEY-----"},
		{"two keys", "key: \"%KEY%\"", "secret: x, key: \"%KEY%\"", "ways.yaml:3: a jwt has either key or secret", ""},
		{"an algorithm of another key", "kid: k1", "kid: k1, alg: RS256", `ways.yaml:3: alg: the key cannot sign by "RS256"`, "it signs by ES256"},
		{"a name that a claim asks for", "kind: person", "kind: \"{{nobody}}\"", "ways.yaml:3: nothing is known here under the name {{nobody}}", ""},
		{"no subject", "kind: token-exchange, url: \"{{origin}}/token\", client: {id: app, secret: s3cret}, jwt: *jwt", "kind: token-exchange, url: \"{{origin}}/token\"", "ways.yaml:4: subject is missing here", ""},
		{"a client without its secret", "client: {id: app, secret: s3cret}, whoami: &me", "client: {id: app, auth: basic}, whoami: &me", "ways.yaml:2: a client that authenticates by basic has a secret", ""},
		{"an odd client", "client: {id: app, secret: s3cret}, whoami: &me", "client: {id: app, auth: magic}, whoami: &me", "ways.yaml:2: a client authenticates by post, basic or none", ""},
		{"nothing to begin with", "kind: session, from: form", "kind: session", "ways.yaml:10: a session is taken either by the steps of login, or from another attempt", "write `from:"},
		{"a beginning that is not there", "kind: session, from: form", "kind: session, from: from", `ways.yaml:10: there is no attempt "from"`, "did you mean `from: form`?"},
		{"a beginning that begins elsewhere", "from: form", "from: access token", `ways.yaml:10: there is no attempt "access token"`, "it begins where one of these ends"},
		{"a token of who gives none", "kind: access-token, from: password grant", "kind: access-token, from: form", "ways.yaml:11: that attempt gives no accessToken", ""},
		{"a host that is none", `hosts: ["%IDP%"]`, "hosts: [idp]", "ways.yaml:9: want an origin such as", ""},
		{"no start", "kind: form, start: \"{{origin}}/login\"", "kind: form", "ways.yaml:8: start is missing here", ""},
		{"an unknown name in a field", "kind: form, start", "kind: form, fields: {username: \"{{user.name}}\"}, start", "ways.yaml:8: nothing is known here under the name {{user.name}}", ""},
		{"no create", "    create: {url: \"{{origin}}/api-tokens\", bearer: \"{{accessToken}}\", expect: [201]}\n", "", "ways.yaml:13: create is missing here", ""},
		{"a create of another name", "bearer: \"{{accessToken}}\"", "bearer: \"{{access}}\"", "ways.yaml:16: nothing is known here under the name {{access}}", ""},
		{"an attempt that is said to be absent", "attempts:", "absent: [basic]\nattempts:", `ways.yaml:1: "basic" is said to be absent`, ""},
	}
	p, _ := newPortal(t)
	if _, err := p.read(t, recipes); err != nil {
		t.Fatal(problem.Format(err))
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spoilt := strings.Replace(recipes, tt.old, tt.new, 1)
			if spoilt == recipes {
				t.Fatalf("%q does not occur", tt.old)
			}
			_, err := p.read(t, spoilt)
			text := problem.Format(err)
			if problem.ExitCode(err) != 2 || !strings.HasPrefix(text, "error: "+tt.want) || !strings.Contains(text, tt.hint) {
				t.Errorf("got exit %d: %s\nwant %s, %s", problem.ExitCode(err), text, tt.want, tt.hint)
			}
		})
	}
}
