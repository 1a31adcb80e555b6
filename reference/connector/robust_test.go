package connector_test

import (
	"context"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference/connector"
)

// TestOddServiceProviders has two people join at service providers that are odd in one way, which the RFCs permit or
// which is met all the same.
func TestOddServiceProviders(t *testing.T) {
	t.Parallel()
	config := requested(http.MethodGet, "/ServiceProviderConfig")
	described := func(text string) between {
		return rewritten(config, func(w http.ResponseWriter, _ *httptest.ResponseRecorder) { reply(w, 200, text) })
	}
	posts := requested(http.MethodPost, "/Users")
	for name, odd := range map[string]between{
		"no description":          refusing(config, always, http.StatusNotFound),
		"an empty description":    described(`{}`),
		"a page as a description": described(`<html>`),
		"no filters":              described(`{"filter":{"supported":false},"patch":{"supported":true}}`),
		"no PATCH":                described(`{"patch":{"supported":false}}`),
		"nobody is not found":     notFoundForNobody,
		"filters ignored":         withQuery(func(raw string) string { return strings.ReplaceAll(raw, "filter=", "ignored=") }),
		"one at a time":           withQuery(func(raw string) string { return strings.ReplaceAll(raw, "count=100", "count=1") }),
		"no body, but a Location": rewritten(posts, func(w http.ResponseWriter, told *httptest.ResponseRecorder) {
			w.Header().Set("Location", told.Header().Get("Location"))
			w.WriteHeader(http.StatusCreated)
		}),
		"an empty answer to a creation": rewritten(posts, func(w http.ResponseWriter, _ *httptest.ResponseRecorder) { w.WriteHeader(201) }),
		"a page as answer to a creation": rewritten(posts, func(w http.ResponseWriter, _ *httptest.ResponseRecorder) {
			reply(w, 201, "<html>Done</html>")
		}),
		"too many requests at first": refusing(func(*http.Request) bool { return true }, 2, http.StatusTooManyRequests, "Retry-After", "1"),
		"ill at first":               refusing(func(*http.Request) bool { return true }, 3, http.StatusBadGateway),
		"ill at creations at first":  refusing(posts, 2, http.StatusInternalServerError),
		"cut before it is done":      cutOnce(false),
		"cut after it is done":       cutOnce(true),
		"changes without a body": rewritten(requested(http.MethodPatch, "/Users"), func(w http.ResponseWriter, _ *httptest.ResponseRecorder) {
			w.WriteHeader(http.StatusNoContent)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withReference(t, connector.Options{})
			s.stand(odd)
			s.configure(s.target.URL + "/scim/v2")
			s.person("ada", ada())
			s.person("grace", grace())
			s.clean()
			s.person("ada", with(ada(), "title", "Countess"))
			s.clean()
			if user := s.user("ada@example.com"); user == nil || user["title"] != "Countess" {
				t.Errorf("Ada is %v", user)
			}
			if s.user("grace@example.com") == nil {
				t.Error("Grace is not there")
			}
			s.quiet()
		})
	}
}

func notFoundForNobody(w http.ResponseWriter, r *http.Request, next http.Handler) {
	told := httptest.NewRecorder()
	next.ServeHTTP(told, r)
	status := told.Code
	if strings.Contains(r.URL.RawQuery, "filter") && strings.Contains(strings.ReplaceAll(told.Body.String(), " ", ""), `"totalResults":0`) {
		status = http.StatusNotFound
	}
	reply(w, status, told.Body.String())
}

func withQuery(change func(raw string) string) between {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		r.URL.RawQuery = change(r.URL.RawQuery)
		next.ServeHTTP(w, r)
	}
}

// cutOnce cuts the connection of the first creation.
func cutOnce(done bool) between {
	cut := false
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodPost && !cut {
			cut = true
			if done {
				next.ServeHTTP(httptest.NewRecorder(), r)
			}
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	}
}

// TestOnePersonsTroubles are nobody else's.
func TestOnePersonsTroubles(t *testing.T) {
	t.Parallel()
	for name, trouble := range map[string]string{"a page": "<html>", "nothing": "", "half": `{"totalResults": `, "no list": `{}`, "no objects": `{"totalResults":1,"Resources":["ada"]}`} {
		s := withReference(t, connector.Options{})
		s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if strings.Contains(r.URL.Query().Get("filter"), "ada") {
				reply(w, 200, trouble)
				return
			}
			next.ServeHTTP(w, r)
		})
		s.person("ada", ada())
		s.person("grace", grace())
		report, sent := s.cycle()
		if len(report.Failures) != 1 || report.Failures[0].Key != "ada" || count(sent, is("POST", "/Users")) != 1 {
			t.Errorf("%s: got %+v and\n%s", name, report, told(sent))
		}
		s.stand(nil)
		s.clean()
	}
}

// TestPatience wants every wait to be as long as was asked for, growing where nothing was asked, and bounded.
func TestPatience(t *testing.T) {
	t.Parallel()
	var waited []time.Duration
	now := time.Now()
	options := connector.Options{
		Now: func() time.Time { return now },
		Sleep: func(_ context.Context, d time.Duration) error {
			waited, now = append(waited, d), now.Add(d)
			return nil
		},
	}
	s := withReference(t, options)
	s.person("grace", grace())
	users := requested(http.MethodGet, "/Users")
	s.stand(refusing(users, 1, http.StatusTooManyRequests, "Retry-After", "7"))
	s.clean()
	if len(waited) != 1 || waited[0] < 7*time.Second {
		t.Errorf("it was asked to wait 7 s, and waited %v", waited)
	}
	waited = nil
	s.stand(refusing(users, always, http.StatusBadGateway))
	report, sent := s.cycle("full=true")
	if len(report.Failures) != 1 || len(sent) != 4 || len(waited) != 3 || waited[1] <= waited[0] || waited[2] <= waited[1] {
		t.Errorf("want four attempts with growing waits: %v, %+v", waited, report)
	}
	s.stand(refusing(users, 1, http.StatusServiceUnavailable, "Retry-After", now.Add(time.Hour).UTC().Format(http.TimeFormat)))
	if _, sent := s.cycle("full=true"); len(sent) != 1 {
		t.Errorf("it was asked to come in an hour, and sent %d requests", len(sent))
	}
	if report, sent := s.cycle("full=true"); len(sent) != 0 || len(report.Failures) == 0 {
		t.Errorf("the next cycle came before the hour was over: %+v", report)
	}
	now = now.Add(time.Hour)
	s.clean("full=true")
}

// TestAnIllServiceProvider is left alone after three people, and the next cycle resumes.
func TestAnIllServiceProvider(t *testing.T) {
	t.Parallel()
	s := withReference(t, connector.Options{})
	s.newcomers(9)
	s.stand(refusing(func(*http.Request) bool { return true }, always, http.StatusServiceUnavailable))
	if report, sent := s.cycle(); len(report.Failures) != 3 || len(sent) > 3*4 {
		t.Errorf("it went on: %+v", report)
	}
	s.stand(nil)
	if n := count(s.clean(), is("POST", "/Users")); n != 9 {
		t.Errorf("it resumed with %d of 9", n)
	}
}

// TestARefusedToken stops everything; each later cycle tries it once.
func TestARefusedToken(t *testing.T) {
	t.Parallel()
	s := withReference(t, connector.Options{})
	s.person("grace", grace())
	s.stand(refusing(func(*http.Request) bool { return true }, always, http.StatusUnauthorized))
	s.person("ada", ada())
	for range 2 {
		report, sent := s.cycle()
		if len(sent) != 0 || len(report.Failures) != 1 || report.Failures[0].Status != 401 || strings.Contains(fmt.Sprint(report), token) {
			t.Errorf("got %+v after %s", report, told(sent))
		}
	}
	s.stand(nil)
	s.clean()
}

// TestWhoIsTakenForWhom covers conflicts, people who vanish, and names that have changed hands.
func TestWhoIsTakenForWhom(t *testing.T) {
	t.Parallel()
	s := withReference(t, connector.Options{})
	s.joined()
	id := s.user("grace@example.com")["id"]

	s.configure(s.target.URL + "/scim/v2/") // another URL: all is forgotten
	posted := false                         // the service provider shows people only to who has just tried to create them
	s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/Users") && !posted {
			reply(w, 200, `{"totalResults":0}`)
			return
		}
		posted = r.Method == http.MethodPost
		next.ServeHTTP(w, r)
	})
	if sent := s.clean(); !slices.Contains(writes(sent), "POST /Users") || s.user("grace@example.com")["id"] != id {
		t.Errorf("a conflict does not lead to the account that is there: %v", writes(sent))
	}
	s.quiet()

	s.stand(nil)
	remove, _ := http.NewRequestWithContext(t.Context(), http.MethodDelete, fmt.Sprintf("%s/scim/v2/Users/%v", s.target.URL, id), nil)
	remove.Header.Set("Authorization", "Bearer "+token)
	response, err := s.target.Client().Do(remove)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	s.person("grace", with(grace(), "title", "Admiral"))
	s.clean()
	if user := s.user("grace@example.com"); user == nil || user["title"] != "Admiral" || user["id"] == id {
		t.Errorf("who vanished is now %v", user)
	}

	s.leaves("grace")
	s.clean()
	s.person("another", grace())
	report, sent := s.cycle()
	if len(report.Failures) != 1 || len(writes(sent)) != 0 || !strings.Contains(report.Failures[0].Error, "that of grace") {
		t.Errorf("who has somebody's former name got their account: %+v %v", report, writes(sent))
	}
}

func TestTheThreshold(t *testing.T) {
	t.Parallel()
	s := withReference(t, connector.Options{})
	keys := s.newcomers(10)
	s.clean()
	for _, key := range keys[:6] {
		s.leaves(key)
	}
	if report, sent := s.cycle(); len(report.Failures) != 1 || len(writes(sent)) > 0 {
		t.Errorf("six of ten were believed to leave: %+v", report)
	}
	s.leaves(keys[6])
	s.isPurged(keys[0])
	if _, sent := s.cycle(); len(writes(sent)) != 3 {
		t.Errorf("one who leaves later, and one who is purged by hand: %v", writes(sent))
	}
	if changed := writes(s.clean("override=true")); len(changed) != 5 {
		t.Errorf("with an override it sent %v", changed)
	}
}

func TestTheTimeOfGrace(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := withReference(t, connector.Options{Grace: time.Hour, Now: func() time.Time { return now }})
	s.joined()
	s.isPurged("grace")
	if changed := writes(s.clean()); len(changed) != 1 || !strings.HasPrefix(changed[0], "PATCH") {
		t.Errorf("during the time of grace it sent %v", changed)
	}
	s.quiet()
	now = now.Add(time.Hour)
	if changed := writes(s.clean()); len(changed) != 1 || !strings.HasPrefix(changed[0], "DELETE") {
		t.Errorf("after it, it sent %v", changed)
	}
}

// TestCertificates trusts whom it was told to trust, and nobody else.
func TestCertificates(t *testing.T) {
	t.Parallel()
	s := withReference(t, connector.Options{})
	secure := httptest.NewTLSServer(s.target.Config.Handler)
	t.Cleanup(secure.Close)
	s.person("grace", grace())
	s.configure(secure.URL + "/scim/v2")
	if report, sent := s.cycle(); len(report.Failures) != 1 || len(sent) > 0 {
		t.Errorf("an unknown certificate was trusted: %+v", report)
	}
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	s.hook(http.StatusNoContent, http.MethodPut, "/settings", object{"scim": secure.URL + "/scim/v2", "token": token, "ca": string(ca)})
	s.clean()
}

func TestHooksRefuse(t *testing.T) {
	t.Parallel()
	c, err := connector.Open(t.Context(), connector.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, hooks: httptest.NewServer(c.Handler())}
	t.Cleanup(s.hooks.Close)
	s.hook(http.StatusOK, "GET", "/healthz", nil)
	s.hook(http.StatusConflict, "POST", "/cycle", nil)
	for _, settings := range []object{
		{},
		{"scim": "ftp://localhost/scim", "token": "t"},
		{"scim": "http://tenant.example.com/scim/v2", "token": "t"},
		{"scim": "https://tenant.example.com/scim/v2"},
		{"scim": "https://tenant.example.com/scim/v2?x=y", "token": "t"},
		{"scim": "https://tenant.example.com/scim/v2", "token": "t", "ca": "no certificate"},
	} {
		s.hook(http.StatusBadRequest, "PUT", "/settings", settings)
	}
	s.hook(http.StatusBadRequest, "PUT", "/people/ada", "no object")
	s.hook(http.StatusBadRequest, "PUT", "/people/ada", object{"title": "Analyst"})
	s.hook(http.StatusBadRequest, "PUT", "/groups/all", object{})
	s.hook(http.StatusNotFound, "DELETE", "/people/ada", nil)
	s.hook(http.StatusNotFound, "DELETE", "/groups/all", nil)
	s.hook(http.StatusRequestEntityTooLarge, "PUT", "/people/ada", object{"title": strings.Repeat("x", 9<<20)})
	if _, err := connector.Open(t.Context(), connector.Options{Style: "loud"}); err == nil {
		t.Error("a style that nobody knows was taken")
	}
}
