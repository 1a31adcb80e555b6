package reference_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
)

// qlikFaults are what goes wrong in front of a tenant that shows itself as Qlik Cloud, and what has to find it.
var qlikFaults = map[string]struct {
	wrap  func(http.Handler) http.Handler
	found []string
}{
	"who is disabled can still be impersonated": {
		ghosts,
		[]string{"LIFECYCLE-LOGIN-09/no-way-in-is-left-after-patch-with-a-path"},
	},
	"one connection of many is not handed over, and its result says so": {
		func(h http.Handler) http.Handler { return heldBack(h, http.StatusForbidden) },
		[]string{"LIFECYCLE-REASSIGN-04/handing-over-leaves-nothing-behind-however-many-there-are-of-a-kind"},
	},
	"one connection of many is not handed over, and its result says that it was": {
		func(h http.Handler) http.Handler { return heldBack(h, http.StatusNoContent) },
		[]string{"LIFECYCLE-REASSIGN-04/handing-over-leaves-nothing-behind-however-many-there-are-of-a-kind"},
	},
	"a deletion takes the owner of what was handed over": {
		orphanage,
		[]string{"LIFECYCLE-REASSIGN-10/after-the-deletion-nothing-is-orphaned"},
	},
}

// TestQlikFaults proves that a run by the profile finds what it is for: each of these passes without the fault.
func TestQlikFaults(t *testing.T) {
	t.Parallel()
	for name, fault := range qlikFaults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, way := range []struct {
				wrap func(http.Handler) http.Handler
				want result.Outcome
			}{{asItIs, result.Pass}, {fault.wrap, result.Fail}} {
				run := runQlik(t, way.wrap, steps.Config{IDs: fault.found})
				if len(run.Scenarios) != len(fault.found) {
					t.Errorf("%d scenarios ran", len(run.Scenarios))
				}
				for _, s := range run.Scenarios {
					if s.Outcome != way.want {
						t.Errorf("%s is %s (%s), want %s", s.ID, s.Outcome, s.Reason, way.want)
					}
				}
			}
		})
	}
}

// called sends a request on, with a body of its own, and keeps the answer.
func called(h http.Handler, r *http.Request, body []byte) *httptest.ResponseRecorder {
	again := r.Clone(r.Context())
	again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, again)
	return answer
}

func give(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.MarshalWrite(w, body)
}

func pass(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// ghosts lets whoever was impersonated once be impersonated for ever.
func ghosts(h http.Handler) http.Handler {
	const mark = "ghost-of-"
	var mu sync.Mutex
	known := map[string]bool{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id, ghost := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "+mark); ghost {
			give(w, http.StatusOK, map[string]any{"id": id})
			return
		}
		if r.URL.Path != "/oauth/token" {
			h.ServeHTTP(w, r)
			return
		}
		body, _ := io.ReadAll(r.Body)
		var asked struct {
			Lookup struct {
				Value string `json:"value"`
			} `json:"user_lookup"`
		}
		_ = json.Unmarshal(body, &asked)
		answer := called(h, r, body)
		mu.Lock()
		defer mu.Unlock()
		if answer.Code == http.StatusForbidden && known[asked.Lookup.Value] {
			give(w, http.StatusOK, map[string]any{"access_token": mark + asked.Lookup.Value, "token_type": "bearer", "expires_in": 60})
			return
		}
		known[asked.Lookup.Value] = answer.Code == http.StatusOK
		pass(w, answer)
	})
}

// heldBack keeps the last of many connections with its owner, and says so in its result by the given status.
func heldBack(h http.Handler, status int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v1/data-connections/actions/update" {
			h.ServeHTTP(w, r)
			return
		}
		var asked struct {
			Connections []map[string]any `json:"connections"`
		}
		_ = json.UnmarshalRead(r.Body, &asked)
		last := len(asked.Connections) - 1
		held := asked.Connections[last]["id"]
		asked.Connections = asked.Connections[:last]
		body, _ := json.Marshal(asked)
		var became struct {
			Data []map[string]any `json:"data"`
		}
		_ = json.Unmarshal(called(h, r, body).Body.Bytes(), &became)
		give(w, http.StatusMultiStatus, map[string]any{"data": append(became.Data, map[string]any{"id": held, "status": status})})
	})
}

// orphanage takes apps from their new owners once their former one is deleted.
func orphanage(h http.Handler) http.Handler {
	var mu sync.Mutex
	former, deleted := map[string]string{}, map[string]bool{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		app, isApp := strings.CutPrefix(r.URL.Path, "/api/v1/apps/")
		app, isOwner := strings.CutSuffix(app, "/owner")
		person, isPerson := strings.CutPrefix(r.URL.Path, "/api/v1/users/")
		switch {
		case isOwner:
			former[app] = ownerOf(h, r, app)
		case isPerson && r.Method == http.MethodDelete:
			deleted[person] = true
		case isApp && deleted[former[app]]:
			pass(w, disowned(called(h, r, nil)))
			return
		}
		h.ServeHTTP(w, r)
	})
}

// disowned takes the owner out of an answer about an app.
func disowned(answer *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	var app struct {
		Attributes map[string]any `json:"attributes"`
	}
	if json.Unmarshal(answer.Body.Bytes(), &app) != nil || app.Attributes == nil {
		return answer
	}
	app.Attributes["ownerId"] = ""
	answer.Body.Reset()
	_ = json.MarshalWrite(answer.Body, app)
	return answer
}

// ownerOf asks for the owner of an app as the caller may.
func ownerOf(h http.Handler, r *http.Request, app string) string {
	asking := r.Clone(r.Context())
	asking.Method, asking.URL.Path = http.MethodGet, "/api/v1/apps/"+app
	var got struct {
		Attributes struct {
			OwnerID string `json:"ownerId"`
		} `json:"attributes"`
	}
	_ = json.Unmarshal(called(h, asking, nil).Body.Bytes(), &got)
	return got.Attributes.OwnerID
}
