package reference_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/report"
	"github.com/scimproof/scimproof/steps/result"
)

// enough is how many requests a target answers before it answers no more; most is how many
// it may be sent after that: those that were under way, the look whether it is there, and
// one attempt of every such scenario to clean up.
const (
	enough = 200
	most   = 60
)

// hang keeps a request until its client has given up, which shows once the body is read.
func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // as much as there is
	<-r.Context().Done()
}

// TestATargetThatHangs and TestATargetThatDies stop in the middle of a run.
func TestATargetThatHangs(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	honest := suiteTenant(t, reference.Options{Strict: true}).Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) > enough {
			hang(w, r)
			return
		}
		honest.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	mustSayThatItStopped(t, server.URL)
	if late := asked.Load() - enough; late > most {
		t.Errorf("%d requests were sent to a target that hangs", late)
	}
}

func TestATargetThatDies(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	honest := suiteTenant(t, reference.Options{Strict: true}).Handler()
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) > enough {
			_ = server.Listener.Close() // the second time it is closed already
			raw(noBody)(w, r, nil)
			return
		}
		honest.ServeHTTP(w, r)
	}))
	t.Cleanup(server.CloseClientConnections)
	mustSayThatItStopped(t, server.URL)
}

// mustSayThatItStopped runs the whole suite, and wants one cause for all that was not
// judged any more.
func mustSayThatItStopped(t *testing.T, url string) {
	t.Helper()
	run, err := steps.Run(t.Context(), steps.Config{Target: hasty(t, url, time.Second)})
	if err != nil {
		t.Fatalf("running the suite: %v", err)
	}
	if code := run.ExitCode(false); code != 3 {
		t.Errorf("the exit code is %d, want 3", code)
	}
	stopped := 0
	for _, s := range run.Scenarios {
		if s.Outcome == result.Fail || s.Outcome == result.Invalid {
			t.Errorf("%s is %s: %s", s.ID, s.Outcome, account(s))
		}
		if s.Reason == "the target stopped answering" {
			stopped++
		}
	}
	if stopped < len(run.Scenarios)/2 {
		t.Errorf("%d of %d scenarios were not judged because the target stopped answering", stopped, len(run.Scenarios))
	}
	var shown bytes.Buffer
	if err := report.Console(&shown, run, report.Options{}); err != nil {
		t.Fatal(err)
	}
	if causes := strings.Count(shown.String(), "not judged because the target stopped answering"); causes != 1 {
		t.Errorf("the report names the cause %d times", causes)
	}
}

// TestASlowEndpointIsNoOutage lets every PATCH time out: the rest is judged all the same.
func TestASlowEndpointIsNoOutage(t *testing.T) {
	t.Parallel()
	slow := hostility{at: at(http.MethodPatch, "/"), answer: func(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) { hang(w, r) }}
	server := httptest.NewServer(slow.wrap(suiteTenant(t, reference.Options{Strict: true}).Handler()))
	t.Cleanup(server.Close)
	run, err := steps.Run(t.Context(), steps.Config{Target: hasty(t, server.URL, 4*time.Second), Concurrency: 16, IDs: []string{"RFC7644-3.5.2.1", "RFC7644-3.6"}})
	if err != nil {
		t.Fatalf("running the suite: %v", err)
	}
	for _, s := range run.Scenarios {
		patched := slices.ContainsFunc(s.Exchanges, func(e result.Exchange) bool { return e.Method == http.MethodPatch })
		if !patched && s.Outcome != result.Pass {
			t.Errorf("%s is %s: %s", s.ID, s.Outcome, account(s))
		}
		if patched && !strings.HasPrefix(s.Reason, "no complete answer from ") {
			t.Errorf("%s is %s: %s", s.ID, s.Outcome, account(s))
		}
	}
}
