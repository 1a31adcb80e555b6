package reference_test

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
)

// refuse answers requests of which the condition holds with a bare status, in place of
// a tenant that announces what it is asked for.
func refuse(status int, concerns func(*http.Request) bool) func(http.Handler) http.Handler {
	return instead(concerns, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
}

// decline is refuse with a SCIM Error.
func decline(scimType string, concerns func(*http.Request) bool) func(http.Handler) http.Handler {
	return instead(concerns, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/scim+json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"`+scimType+`","detail":"no"}`)
	})
}

func instead(concerns func(*http.Request) bool, answer http.HandlerFunc) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, reference.SCIMPath) && concerns(r) {
				answer(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// ignore takes query parameters and headers away.
func ignore(names ...string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			query := r.URL.Query()
			for _, name := range names {
				query.Del(name)
				r.Header.Del(name)
			}
			r.URL.RawQuery = query.Encode()
			next.ServeHTTP(w, r)
		})
	}
}

func byMethod(method string) func(*http.Request) bool {
	return func(r *http.Request) bool { return r.Method == method }
}

func byPath(end string) func(*http.Request) bool {
	return func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, end) }
}

func byQuery(name string) func(*http.Request) bool {
	return func(r *http.Request) bool { return r.URL.Query().Has(name) }
}

// ignorePasswords leaves passwords as they are once somebody is there.
func ignorePasswords(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPatch || r.Method == http.MethodPut {
			body, _ := io.ReadAll(r.Body)
			text := strings.NewReplacer(`"path":"password"`, `"path":"nickName"`, `"password":`, `"nickName":`).Replace(string(body))
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
		}
		next.ServeHTTP(w, r)
	})
}

// withoutETag leaves the header out of every answer.
func withoutETag(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		answer.Header().Del("ETag")
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
}

// TestWhatIsAnnouncedHasToWork: a capability that is announced and is not there is a
// failure, and nothing that is skipped.
func TestWhatIsAnnouncedHasToWork(t *testing.T) {
	t.Parallel()
	for _, lie := range []struct {
		name string
		wrap func(http.Handler) http.Handler
		ids  []string
	}{
		{"patch 404", refuse(404, byMethod("PATCH")), []string{"RFC7644-3.5-i01"}},
		{"patch 405", refuse(405, byMethod("PATCH")), []string{"RFC7644-3.5-i01"}},
		{"patch 501", refuse(501, byMethod("PATCH")), []string{"RFC7644-3.5-i01"}},
		{"bulk 404", refuse(404, byPath("/Bulk")), []string{"RFC7644-3.7-i01"}},
		{"bulk 405", refuse(405, byPath("/Bulk")), []string{"RFC7644-3.7-i01"}},
		{"bulk 501", refuse(501, byPath("/Bulk")), []string{"RFC7644-3.7-i01"}},
		{"filter 404", refuse(404, byQuery("filter")), []string{"RFC7644-3.4.2.2"}},
		{"filter 501", refuse(501, byQuery("filter")), []string{"RFC7644-3.4.2.2"}},
		{"filter declined", decline("invalidFilter", byQuery("filter")), []string{"RFC7644-3.4.2.2"}},
		{"filter ignored", ignore("filter"), []string{"RFC7644-3.4.2.2"}},
		{"changePassword ignored", ignorePasswords, []string{"LIFECYCLE-UPDATE-21"}},
		{"changePassword 501", refuse(501, byMethod("PUT")), []string{"LIFECYCLE-UPDATE-21"}},
		{"changePassword 405", refuse(405, byMethod("PATCH")), []string{"RFC7643-4.1.1-i06"}},
		{"sort 404", refuse(404, byQuery("sortBy")), []string{"RFC7644-3.4.2.3"}},
		{"sort 501", refuse(501, byQuery("sortBy")), []string{"RFC7644-3.4.2.3"}},
		{"sort declined", decline("invalidValue", byQuery("sortBy")), []string{"RFC7644-3.4.2.3"}},
		{"sort ignored", ignore("sortBy"), []string{"RFC7644-3.4.2.3"}},
		{"etag not sent", withoutETag, []string{"RFC7644-3.14"}},
		{"etag ignored", ignore("If-Match", "If-None-Match"), []string{"RFC7644-3.14"}},
		{"cursor 404", refuse(404, byQuery("cursor")), []string{"RFC9865-2"}},
		{"cursor 501", refuse(501, byQuery("cursor")), []string{"RFC9865-2"}},
		{"cursor declined", decline("invalidCursor", byQuery("cursor")), []string{"RFC9865-2"}},
		{"cursor ignored", ignore("cursor"), []string{"RFC9865-2"}},
	} {
		t.Run(lie.name, func(t *testing.T) {
			t.Parallel()
			run := judge(t, lie.wrap, lie.ids...)
			failed := slices.ContainsFunc(run.Scenarios, func(s result.Scenario) bool { return s.Outcome == result.Fail })
			if !failed || run.ExitCode(false) != 1 {
				for _, s := range run.Scenarios {
					t.Logf("%s %s: %s", s.Outcome, s.ID, s.Reason)
				}
				t.Errorf("the run is %s, and nothing has failed", run.Verdict)
			}
		})
	}
}

// announcing lets ServiceProviderConfig say something else.
func announcing(change func(map[string]any)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/ServiceProviderConfig") || r.Method != http.MethodGet {
				next.ServeHTTP(w, r)
				return
			}
			answer := httptest.NewRecorder()
			next.ServeHTTP(answer, r)
			var config map[string]any
			if err := json.Unmarshal(answer.Body.Bytes(), &config); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			change(config)
			body, _ := json.Marshal(config)
			w.Header().Set("Content-Type", "application/scim+json")
			w.WriteHeader(answer.Code)
			_, _ = w.Write(body)
		})
	}
}

// without lets the configuration announce none of the capabilities.
func without(names ...string) func(http.Handler) http.Handler {
	return announcing(func(config map[string]any) {
		for _, name := range names {
			if name == "cursor" {
				delete(config, "pagination")
				continue
			}
			config[name] = map[string]any{"supported": false}
		}
	})
}

// TestWhatWorksUnannouncedIsNoted: it is no failure, but whoever reads the report is
// told, and a target that keeps its word is told nothing.
func TestWhatWorksUnannouncedIsNoted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, id string
		lacks    func(http.Handler) http.Handler
	}{
		{"patch", "RFC7644-3.5.2-20", refuse(501, byMethod("PATCH"))},
		{"bulk", "RFC7644-3.7-12", refuse(501, byPath("/Bulk"))},
		{"filter", "RFC7644-3.4.2.2-i02", ignore("filter")},
		{"changePassword", "LIFECYCLE-UPDATE-21", ignorePasswords},
		{"sort", "RFC7644-3.4.2.3-03", ignore("sortBy", "sortOrder")},
		{"etag", "RFC7644-3.14-i03", ignore("If-Match")},
		{"cursor", "RFC9865-2-06", ignore("cursor")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			mustNote(t, judge(t, without(c.name), c.id), "the target announces no "+c.name+" (ServiceProviderConfig), and ")
			mustNote(t, judge(t, func(h http.Handler) http.Handler { return without(c.name)(c.lacks(h)) }, c.id))
			mustNote(t, judge(t, nil, c.id))
		})
	}
}

// mustNote wants one note that begins so, or none, and nothing left behind or failed.
func mustNote(t *testing.T, run *result.Run, want ...string) {
	t.Helper()
	if len(run.Notes) != len(want) || len(want) == 1 && !strings.HasPrefix(run.Notes[0], want[0]) {
		t.Errorf("noted %q, want %q", run.Notes, want)
	}
	if run.Summary.Fail+run.Summary.Error+run.Summary.Invalid > 0 || len(run.LeftBehind) > 0 {
		t.Errorf("%+v, left behind %v", run.Summary, run.LeftBehind)
	}
}

// TestTheNotesCostLittle bounds what is asked beside the scenarios of a target that
// announces nothing, on a selection of which all scenarios are skipped.
func TestTheNotesCostLittle(t *testing.T) {
	t.Parallel()
	all := []string{"patch", "bulk", "filter", "changePassword", "sort", "etag", "cursor"}
	ids := []string{"LIFECYCLE-UPDATE-21", "RFC7644-3.5.2-20", "RFC7644-3.7-12", "RFC7644-3.4.2.2-i02", "RFC7644-3.4.2.3-03", "RFC7644-3.14-i03", "RFC9865-2-06"}
	run := judge(t, without(all...), ids...)
	if len(run.Notes) != len(ids) {
		t.Errorf("noted %q", run.Notes)
	}
	const discovery, people, most = 4, 4, 12
	if asked := run.Summary.Requests - discovery - people; asked > most {
		t.Errorf("%d requests beside those of discovery and people", asked)
	}
}

// TestAnOverrideIsTold: what the target's file says of a capability shows as such, and
// whoever takes away by it what cannot be declined, or what is announced, is judged in
// part.
func TestAnOverrideIsTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, capability string
		has              bool
		wrap             func(http.Handler) http.Handler
		want             result.Verdict
	}{
		{"a core need", "users", false, nil, result.Partial},
		{"what is announced", "sort", false, nil, result.Partial},
		{"what is announced to be absent", "sort", false, without("sort"), result.Conformant},
		{"what is there anyway", "sort", true, nil, result.Conformant},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			handler := suiteTenant(t, reference.Options{Strict: true}).Handler()
			if c.wrap != nil {
				handler = c.wrap(handler)
			}
			server := httptest.NewServer(handler)
			t.Cleanup(server.Close)
			under := impatient(t, server.URL)
			under.Capabilities = map[string]bool{c.capability: c.has}
			run, err := steps.Run(t.Context(), steps.Config{Target: under, IDs: []string{"RFC7644-3.4.2.3", "RFC7643-5-14", "RFC7643-4.1-i01"}})
			if err != nil {
				t.Fatalf("running the suite: %v", err)
			}
			i := slices.IndexFunc(run.Capabilities, func(k result.Capability) bool { return k.Name == c.capability })
			if i < 0 || run.Capabilities[i].Source != "target file" || (run.Capabilities[i].Value == "present") != c.has {
				t.Errorf("the report says %+v", run.Capabilities)
			}
			if run.Verdict != c.want || len(run.Notes) > 0 {
				t.Errorf("the verdict is %s, want %s; notes: %q", run.Verdict, c.want, run.Notes)
			}
		})
	}
}
