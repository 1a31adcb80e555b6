package reference_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// signOn is a product that knows no password: a service acts as a person, or signs an
// assertion about them that buys a session. Its accounts are those of the tenant behind it.
type signOn struct {
	tenant http.Handler
	// forgets leaves out whether somebody is disabled.
	forgets bool
	// anybody lets in whoever is named.
	anybody bool
	// slow is how often it lets somebody in whom it should not any more.
	slow int

	mu   sync.Mutex
	held map[string]string
	late map[string]int
}

const signOnKey = "a-key-that-only-the-product-and-the-service-know"

func (s *signOn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "POST /product/token":
		s.impersonate(w, r)
	case "POST /product/jwt-session":
		s.session(w, r)
	case "GET /product/me":
		s.me(w, r)
	default:
		s.tenant.ServeHTTP(w, r)
	}
}

// status is how the tenant's administration shows somebody; "" for nobody.
func (s *signOn) status(r *http.Request, id string) string {
	ask := httptest.NewRequestWithContext(r.Context(), http.MethodGet, "/api/v1/users/"+id, nil)
	ask.Header.Set("Authorization", "Bearer "+suiteAdminToken)
	answer := httptest.NewRecorder()
	s.tenant.ServeHTTP(answer, ask)
	var shown struct {
		Status string `json:"status"`
	}
	_ = json.UnmarshalRead(answer.Body, &shown)
	return shown.Status
}

func (s *signOn) lets(r *http.Request, id string) bool {
	status := s.status(r, id)
	return status == "active" || s.anybody && id != "" || s.forgets && status != "" || s.notYet(id)
}

// notYet reports whether the news about somebody who was in has not come through. Nobody
// else is let in by it.
func (s *signOn) notYet(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := false
	for _, held := range s.held {
		was = was || held == id
	}
	if s.late == nil {
		s.late = map[string]int{}
	}
	s.late[id]++
	return was && s.late[id] <= s.slow
}

func (s *signOn) issue(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := rand.Text()
	s.held[token] = id
	return token
}

func (s *signOn) impersonate(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		User string `json:"user"`
	}
	_ = json.UnmarshalRead(r.Body, &asked)
	if !s.lets(r, asked.User) {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	_ = json.MarshalWrite(w, map[string]string{"access_token": s.issue(asked.User)})
}

func (s *signOn) session(w http.ResponseWriter, r *http.Request) {
	signed, err := jose.ParseSignedCompact(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), []jose.SignatureAlgorithm{jose.HS256})
	var claims struct {
		ID string `json:"id"`
	}
	if err == nil {
		var payload []byte
		payload, err = signed.Verify([]byte(signOnKey))
		_ = json.Unmarshal(payload, &claims)
	}
	if err != nil || !s.lets(r, claims.ID) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "eas.sid", Value: s.issue(claims.ID), Path: "/"})
}

func (s *signOn) me(w http.ResponseWriter, r *http.Request) {
	shown := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if c, err := r.Cookie("eas.sid"); err == nil {
		shown = c.Value
	}
	s.mu.Lock()
	id := s.held[shown]
	s.mu.Unlock()
	if !s.lets(r, id) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	_ = json.MarshalWrite(w, map[string]string{"id": id})
}

const signOnFile = `scim: {url: "%ORIGIN%/scim/v2", auth: {bearer: "${SCIMPROOF_TOKEN}"}}
profile: reference
limits: {settle: 300ms}
probes:
  login:
    absent: [password, password grant, session, access token, refresh token, API token]
    scim: null
    attempts:
      - {name: impersonation, kind: impersonation, token: {url: "{{origin}}/product/token", json: {user: "{{user.id}}"}}, whoami: &me {url: "{{origin}}/product/me", id: $.id, is: "{{user.id}}"}}
      - name: jwt session
        kind: jwt-session
        url: "{{origin}}/product/jwt-session"
        jwt: {secret: "` + signOnKey + `", claims: {id: "{{user.id}}"}}
        whoami: *me
  ownership: null
`

// A product whose only ways in have names of their own has its life cycle judged, and a
// door that is left open is found.
func TestWaysOfAnyName(t *testing.T) {
	t.Parallel()
	for name, forgets := range map[string]bool{"honest": false, "forgets who is disabled": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			product := &signOn{tenant: suiteTenant(t, reference.Options{}).Handler(), forgets: forgets, held: map[string]string{}}
			server := httptest.NewServer(product)
			t.Cleanup(server.Close)
			run := runOn(t, strings.ReplaceAll(signOnFile, "%ORIGIN%", server.URL), "LIFECYCLE-LOGIN", "LIFECYCLE-CREATE-06", "LIFECYCLE-CREATE-07", "LIFECYCLE-CREATE-08", "LIFECYCLE-RETURN-03")
			seen := map[result.Outcome]int{}
			for _, s := range run.Scenarios {
				seen[s.Outcome]++
				if s.Outcome == result.Error || s.Outcome == result.Invalid || s.Outcome == result.Fail && !forgets {
					t.Errorf("%s: %s: %s %v", s.ID, s.Outcome, s.Reason, s.Mismatches)
				}
				if forgets && s.Requirement == "LIFECYCLE-LOGIN-09" && !strings.HasSuffix(s.ID, "delete") && (s.Outcome != result.Fail || len(s.Mismatches) != 2) {
					t.Errorf("%s: %s, %v; want both ways found open", s.ID, s.Outcome, s.Mismatches)
				}
			}
			if !forgets && (seen[result.Pass] < 8 || run.Verdict != result.Conformant) {
				t.Errorf("%v, %s", seen, run.Verdict)
			}
		})
	}
}

// A recipe that proves nothing is an error that says where it stands, and never a pass.
func TestWaysThatProveNothing(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ old, new, want string }{
		"a baseline that never works":  {"product/me", "product/nobody", "target.yaml:9: GET /product/nobody was answered with 404"},
		"a step that captures nothing": {"impersonation, token: {", "impersonation, accessToken: $.token, token: {", "target.yaml:9: POST /product/token: saving accessToken: 0 values at $.token, wanted one"},
		"a door that is no door":       {"", "", "target.yaml:9: GET /product/me was answered with 200"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			product := &signOn{tenant: suiteTenant(t, reference.Options{}).Handler(), anybody: tt.old == "", held: map[string]string{}}
			server := httptest.NewServer(product)
			t.Cleanup(server.Close)
			text := strings.Replace(strings.ReplaceAll(signOnFile, "%ORIGIN%", server.URL), tt.old, tt.new, 1)
			for _, s := range runOn(t, text, "LIFECYCLE-LOGIN-09").Scenarios {
				if s.Outcome != result.Error || !strings.Contains(s.Reason, tt.want) {
					t.Errorf("%s: %s, %s; want an error that says %s", s.ID, s.Outcome, s.Reason, tt.want)
				}
			}
		})
	}
}

// What was issued before may take longer to die than a new login to be refused.
func TestWaysHaveTheirOwnClocks(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]result.Outcome{"deadline: 0s": result.Fail, "deadline: 30s": result.Pass} {
		t.Run(head, func(t *testing.T) {
			t.Parallel()
			product := &signOn{tenant: suiteTenant(t, reference.Options{}).Handler(), held: map[string]string{}, slow: 2}
			server := httptest.NewServer(product)
			t.Cleanup(server.Close)
			text := strings.Replace(strings.ReplaceAll(signOnFile, "%ORIGIN%", server.URL), "    attempts:", "    "+head+"\n    attempts:", 1)
			for _, s := range runOn(t, text, "LIFECYCLE-LOGIN-09").Scenarios {
				if s.Outcome != want {
					t.Errorf("%s: %s (%s %v), want %s", s.ID, s.Outcome, s.Reason, s.Mismatches, want)
				}
			}
		})
	}
}

// runOn runs the scenarios with those ids on the target of a file.
func runOn(t *testing.T, text string, ids ...string) *result.Run {
	t.Helper()
	path := filepath.Join(t.TempDir(), "target.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := target.Load(path, "", suiteVariables)
	if err != nil {
		t.Fatalf("loading the target: %v", err)
	}
	run, err := steps.Run(t.Context(), steps.Config{Target: loaded, IDs: ids})
	if err != nil {
		t.Fatalf("running the suite: %v", err)
	}
	return run
}
