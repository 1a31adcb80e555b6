package connector_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/connector"
)

const token = "the-token-of-the-connector"

type object = map[string]any

// exchange is a request that the connector sent, and what it was answered.
type exchange struct {
	method, path, query, body string
	header                    http.Header
	status                    int
}

// stage is a connector on its hooks, and the service provider that it tells, which writes down what it is told.
type stage struct {
	t      *testing.T
	hooks  *httptest.Server
	target *httptest.Server
	// between stands between the connector and the service provider; nil for nothing.
	between func(w http.ResponseWriter, r *http.Request, next http.Handler)

	mu    sync.Mutex
	heard []exchange
}

// withReference sets a stage with the reference as service provider.
func withReference(t *testing.T, o connector.Options) *stage {
	t.Helper()
	tenant, err := reference.Open(t.Context(), reference.Options{SCIMToken: token, AdminToken: "the-administrator"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tenant.Close() })
	return withTarget(t, o, tenant.Handler())
}

func withTarget(t *testing.T, o connector.Options, target http.Handler) *stage {
	t.Helper()
	s := &stage{t: t}
	s.target = httptest.NewServer(s.listening(target))
	t.Cleanup(s.target.Close)
	if o.Sleep == nil {
		o.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	}
	o.Rate = 10_000
	c, err := connector.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	s.hooks = httptest.NewServer(c.Handler())
	t.Cleanup(s.hooks.Close)
	s.configure(s.target.URL + reference.SCIMPath)
	return s
}

func (s *stage) listening(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(content))
		s.mu.Lock()
		at := len(s.heard)
		s.heard = append(s.heard, exchange{
			method: r.Method, path: strings.TrimPrefix(r.URL.EscapedPath(), reference.SCIMPath), query: r.URL.RawQuery,
			body: string(content), header: r.Header.Clone(),
		})
		between := s.between
		s.mu.Unlock()
		told := &telling{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			s.mu.Lock()
			s.heard[at].status = told.status
			s.mu.Unlock()
		}()
		if between != nil {
			between(told, r, next)
			return
		}
		next.ServeHTTP(told, r)
	})
}

type telling struct {
	http.ResponseWriter
	status int
}

func (t *telling) WriteHeader(status int) { t.status = status; t.ResponseWriter.WriteHeader(status) }

// stand puts something between the connector and the service provider.
func (s *stage) stand(between func(w http.ResponseWriter, r *http.Request, next http.Handler)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.between = between
}

// take gives what was heard since the last time, reads of the configuration left out.
func (s *stage) take() []exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	var taken []exchange
	for _, e := range s.heard {
		if e.path != "/ServiceProviderConfig" {
			taken = append(taken, e)
		}
	}
	s.heard = nil
	return taken
}

// hook calls a hook, and wants that status.
func (s *stage) hook(want int, method, path string, body any) string {
	s.t.Helper()
	content, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	if text, isText := body.(string); isText {
		content = []byte(text)
	}
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.hooks.URL+path, bytes.NewReader(content))
	if err != nil {
		s.t.Fatal(err)
	}
	response, err := s.hooks.Client().Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	reply, _ := io.ReadAll(response.Body)
	if response.StatusCode != want {
		s.t.Fatalf("%s %s: got %d, want %d: %s", method, path, response.StatusCode, want, reply)
	}
	return string(reply)
}

func (s *stage) configure(url string) {
	s.t.Helper()
	s.hook(http.StatusNoContent, http.MethodPut, "/settings", object{"scim": url, "token": token})
}

func (s *stage) person(key string, user object) {
	s.t.Helper()
	s.hook(http.StatusNoContent, http.MethodPut, "/people/"+key, user)
}

func (s *stage) leaves(key string) {
	s.t.Helper()
	s.hook(http.StatusNoContent, http.MethodDelete, "/people/"+key, nil)
}

func (s *stage) isPurged(key string) {
	s.t.Helper()
	s.hook(http.StatusNoContent, http.MethodDelete, "/people/"+key+"?purge=true", nil)
}

func (s *stage) group(key, name string, members ...string) {
	s.t.Helper()
	s.hook(http.StatusNoContent, http.MethodPut, "/groups/"+key, object{"displayName": name, "members": members})
}

// cycle runs one, and gives its report and what was sent.
func (s *stage) cycle(query ...string) (connector.Report, []exchange) {
	s.t.Helper()
	s.take()
	var report connector.Report
	reply := s.hook(http.StatusOK, http.MethodPost, "/cycle?"+strings.Join(query, "&"), nil)
	if err := json.Unmarshal([]byte(reply), &report); err != nil {
		s.t.Fatal(err)
	}
	return report, s.take()
}

// clean runs a cycle that must not fail.
func (s *stage) clean(query ...string) []exchange {
	s.t.Helper()
	report, sent := s.cycle(query...)
	if len(report.Failures) > 0 {
		s.t.Fatalf("the cycle failed: %+v\n%s", report.Failures, told(sent))
	}
	return sent
}

// user is the user of that userName in the service provider, and nil where there is none.
func (s *stage) user(name string) object {
	s.t.Helper()
	return s.find("/Users", "userName", name)
}

func (s *stage) team(name string) object {
	s.t.Helper()
	return s.find("/Groups", "displayName", name)
}

func (s *stage) find(endpoint, attribute, name string) object {
	s.t.Helper()
	request, _ := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.target.URL+reference.SCIMPath+endpoint+"?count=500", nil)
	request.Header.Set("Authorization", "Bearer "+token)
	s.mu.Lock()
	between := s.between
	s.between = nil
	s.mu.Unlock()
	defer s.stand(between)
	response, err := s.target.Client().Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	var list struct{ Resources []object }
	content, _ := io.ReadAll(response.Body)
	if err := json.Unmarshal(content, &list); err != nil {
		s.t.Fatal(err)
	}
	for _, r := range list.Resources {
		if r[attribute] == name {
			return r
		}
	}
	return nil
}

func ada() object {
	return object{
		"userName": "ada@example.com", "name": object{"givenName": "Ada", "familyName": "Lovelace"}, "title": "Analyst",
		"emails": []object{{"value": "ada@example.com", "type": "work"}, {"value": "ada@home.example", "type": "home"}},
		"active": true, "password": "never-to-be-sent",
		enterprise: object{"department": "Mathematics", "manager": object{"value": "grace"}},
	}
}

func grace() object {
	return object{"userName": "grace@example.com", "name": object{"givenName": "Grace", "familyName": "Hopper"}}
}

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// with is a copy of a user with something else.
func with(user object, name string, value any) object {
	if value == nil {
		delete(user, name)
	} else {
		user[name] = value
	}
	return user
}

// writes are those exchanges that change something, as "METHOD /path".
func writes(sent []exchange) []string {
	var changes []string
	for _, e := range sent {
		if e.method != http.MethodGet {
			changes = append(changes, e.method+" "+e.path)
		}
	}
	return changes
}

func told(sent []exchange) string {
	var all strings.Builder
	for _, e := range sent {
		all.WriteString(e.method + " " + e.path + "?" + e.query + " " + e.body + "\n")
	}
	return all.String()
}
