package connector_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/connector"
)

// trial shows one misconduct: seen is false for an honest connector, and true for one with the fault.
type trial struct {
	options func(*connector.Options)
	seen    func(*stage) bool
}

// between is what stands between the connector and the service provider.
type between = func(w http.ResponseWriter, r *http.Request, next http.Handler)

// has tells whether something was sent that a condition holds of.
func has(sent []exchange, holds func(exchange) bool) bool { return count(sent, holds) > 0 }

func count(sent []exchange, holds func(exchange) bool) int {
	n := 0
	for _, e := range sent {
		if holds(e) {
			n++
		}
	}
	return n
}

func isWrite(e exchange) bool { return e.method != http.MethodGet }

// is selects exchanges by method and endpoint.
func is(method, endpoint string) func(exchange) bool {
	return func(e exchange) bool {
		return e.method == method && (e.path == endpoint || strings.HasPrefix(e.path, endpoint+"/"))
	}
}

func says(e exchange, text string) bool { return strings.Contains(e.body, text) }

// joined has Ada and Grace join, and gives what was sent.
func (s *stage) joined() []exchange {
	s.t.Helper()
	s.person("ada", ada())
	s.person("grace", grace())
	_, sent := s.cycle()
	return sent
}

// changed has Ada's title changed, and gives what was sent.
func (s *stage) changed() []exchange {
	s.t.Helper()
	s.person("ada", with(ada(), "title", "Countess"))
	_, sent := s.cycle()
	return sent
}

func (s *stage) next(query ...string) []exchange {
	s.t.Helper()
	_, sent := s.cycle(query...)
	return sent
}

func reply(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/scim+json")
	w.WriteHeader(status)
	_, _ = fmt.Fprint(w, body)
}

// refusing answers some requests with a status, as often as said.
func refusing(which func(*http.Request) bool, times, status int, header ...string) between {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if times > 0 && which(r) {
			times--
			if len(header) == 2 {
				w.Header().Set(header[0], header[1])
			}
			reply(w, status, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"`+fmt.Sprint(status)+`"}`)
			return
		}
		next.ServeHTTP(w, r)
	}
}

// requested selects requests by method and a text in the path.
func requested(method, endpoint string) func(*http.Request) bool {
	return func(r *http.Request) bool { return r.Method == method && strings.Contains(r.URL.Path, endpoint) }
}

// rewritten changes the answers to some requests.
func rewritten(which func(*http.Request) bool, change func(w http.ResponseWriter, r *httptest.ResponseRecorder)) between {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if !which(r) {
			next.ServeHTTP(w, r)
			return
		}
		told := httptest.NewRecorder()
		next.ServeHTTP(told, r)
		change(w, told)
	}
}

// always is more often than anybody waits for.
const always = 1 << 20

// newcomers are n people, and their keys.
func (s *stage) newcomers(n int) []string {
	s.t.Helper()
	var keys []string
	for i := range n {
		key := fmt.Sprintf("person%02d", i)
		s.person(key, object{"userName": key + "@example.com"})
		keys = append(keys, key)
	}
	return keys
}

// looked gives the filters by which somebody was looked for, as a server reads them.
func looked(sent []exchange) []string {
	var filters []string
	for _, e := range sent {
		if request, err := http.NewRequest(e.method, "/?"+e.query, nil); err == nil && request.URL.Query().Has("filter") {
			filters = append(filters, request.URL.Query().Get("filter"))
		}
	}
	return filters
}

// misaskedFor tells whether somebody of that name was looked for by a filter other than that.
func (s *stage) misaskedFor(userName, want string) bool {
	s.t.Helper()
	s.person("odd", object{"userName": userName})
	_, sent := s.cycle()
	for _, filter := range looked(sent) {
		if filter != "userName eq "+want {
			return true
		}
	}
	return len(looked(sent)) == 0
}

// showing shows a resource with a value of its own for an attribute; nil hides it.
func showing(attribute string, value any) func(http.ResponseWriter, *httptest.ResponseRecorder) {
	return func(w http.ResponseWriter, told *httptest.ResponseRecorder) {
		var shown object
		_ = json.Unmarshal(told.Body.Bytes(), &shown)
		shown[attribute] = value
		if value == nil {
			delete(shown, attribute)
		}
		content, _ := json.Marshal(shown)
		reply(w, told.Code, string(content))
	}
}
