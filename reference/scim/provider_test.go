package scim_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/scim"
	"github.com/scimproof/scimproof/reference/store"
)

const (
	token     = "analytical-engine"
	publicURL = "https://tenant.example.com"
	baseURL   = publicURL + "/scim/v2"

	coreUser   = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]`
	coreGroup  = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"]`
	search     = `"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]`
	enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	patchOp    = `"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]`
)

// clock is a time that moves only when told to.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// client sends requests to a provider, without a network.
type client struct {
	t interface {
		Helper()
		Fatalf(string, ...any)
		Errorf(string, ...any)
	}
	provider *scim.Provider
	clock    *clock
	base     string // path
}

// serve starts a provider on an empty store.
func serve(t testing.TB, change ...func(*scim.Config)) *client {
	t.Helper()
	c := &client{t: t, clock: newClock(), base: "/scim/v2"}
	config := scim.Config{Store: openStore(t), Token: token, PublicURL: publicURL, Now: c.clock.Now}
	for _, f := range change {
		f(&config)
	}
	provider, err := scim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	c.provider = provider
	return c
}

func openStore(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func strict(config *scim.Config) { config.Mode = schema.Strict }

// reply is a response, decoded.
type reply struct {
	status int
	header http.Header
	raw    string
	body   schema.Resource
}

// send sends a request; headers are given as "Name: value", and one without a
// value is removed.
func (c *client) send(method, path, body string, headers ...string) reply {
	c.t.Helper()
	var r *http.Request
	if body == "" {
		r = httptest.NewRequest(method, publicURL+c.base+path, http.NoBody)
	} else {
		r = httptest.NewRequest(method, publicURL+c.base+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/scim+json")
	}
	r.Header.Set("Authorization", "Bearer "+token)
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if value == "" {
			r.Header.Del(name)
			continue
		}
		r.Header.Set(name, value)
	}
	return c.do(r)
}

func (c *client) do(r *http.Request) reply {
	c.t.Helper()
	recorder := httptest.NewRecorder()
	c.provider.ServeHTTP(recorder, r)
	found := reply{status: recorder.Code, header: recorder.Header(), raw: recorder.Body.String()}
	if found.raw != "" {
		var err error
		if found.body, err = schema.Decode(recorder.Body.Bytes()); err != nil {
			c.t.Fatalf("%s %s answered what is not JSON: %v\n%s", r.Method, r.URL, err, found.raw)
		}
	}
	return found
}

// must sends a request and demands a status.
func (c *client) must(status int, method, path, body string, headers ...string) reply {
	c.t.Helper()
	found := c.send(method, path, body, headers...)
	if found.status != status {
		c.t.Fatalf("%s %s answered %d, want %d\n%s", method, path, found.status, status, found.raw)
	}
	return found
}

// refused demands a SCIM Error of this status and scimType.
func (c *client) refused(found reply, status int, scimType string) {
	c.t.Helper()
	if found.status != status {
		c.t.Fatalf("answered %d, want %d\n%s", found.status, status, found.raw)
	}
	if got := text(found.body, "schemas", 0); got != "urn:ietf:params:scim:api:messages:2.0:Error" {
		c.t.Errorf("the schema is %q, want that of an Error", got)
	}
	if got := text(found.body, "status"); got != fmt.Sprint(status) {
		c.t.Errorf("status in the body is %q, want %d as a string", got, status)
	}
	if got := text(found.body, "scimType"); got != scimType {
		c.t.Errorf("scimType is %q, want %q: %s", got, scimType, text(found.body, "detail"))
	}
	if text(found.body, "detail") == "" {
		c.t.Errorf("there is no detail")
	}
}

// user creates a user with further members and returns the id.
func (c *client) user(userName string, more ...string) string {
	c.t.Helper()
	members := append([]string{coreUser, fmt.Sprintf(`"userName":%q`, userName)}, more...)
	return c.must(201, "POST", "/Users", object(members...)).id()
}

// group creates a group and returns its id.
func (c *client) group(name string, members ...string) string {
	c.t.Helper()
	return c.must(201, "POST", "/Groups", groupBody(name, members...)).id()
}

func groupBody(name string, members ...string) string {
	var values []string
	for _, id := range members {
		values = append(values, fmt.Sprintf(`{"value":%q}`, id))
	}
	return object(coreGroup, fmt.Sprintf(`"displayName":%q`, name), `"members":[`+strings.Join(values, ",")+`]`)
}

func object(members ...string) string { return "{" + strings.Join(members, ",") + "}" }

func operations(list ...string) string {
	return object(patchOp, `"Operations":[`+strings.Join(list, ",")+`]`)
}

func (r reply) id() string { return text(r.body, "id") }

// names lists an attribute of the listed resources, in their order.
func (r reply) names(attribute string) []string {
	list, _ := r.body["Resources"].([]any)
	found := []string{}
	for i := range list {
		found = append(found, text(r.body, "Resources", i, attribute))
	}
	return found
}

// at walks down a tree of JSON; nil where it ends early.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := v.(map[string]any)
			v = object[step]
		case int:
			list, _ := v.([]any)
			if step >= len(list) {
				return nil
			}
			v = list[step]
		}
	}
	return v
}

// text is what stands at the path as a string; "" where there is nothing.
func text(v any, path ...any) string {
	switch v := at(v, path...).(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
