package reference_test

import (
	_ "embed"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/faults"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// matrix makes TestFaults run every scenario under every fault, which takes minutes,
// and keep the outcomes.
var matrix = flag.String("faults.matrix", "", "run the whole suite under each fault, and write the outcomes that are no pass to this file")

// TestFaults proves that the suite can fail: every fault is found by the scenarios of
// each requirement that it breaks, which pass without it.
func TestFaults(t *testing.T) {
	t.Parallel()
	catalogue, err := features.Load()
	if err != nil {
		t.Fatalf("loading the catalogue: %v", err)
	}
	honest := outcomes(judge(t, nil))
	kills := &killed{by: map[string]map[string]map[string]string{}}
	t.Cleanup(func() { kills.write(t) })
	for i, fault := range faults.All() {
		if i%oneIn != 0 {
			continue
		}
		t.Run(fault.ID, func(t *testing.T) {
			t.Parallel()
			broken := append([]string{fault.Requirement}, fault.Also...)
			run := judge(t, fault.Wrap, selected(broken)...)
			kills.add(fault.ID, run)
			for _, id := range broken {
				requirement, known := catalogue.Requirement(id)
				if !known {
					t.Errorf("the catalogue has no requirement %s", id)
				}
				mustBeFound(t, requirement, run, honest)
			}
		})
	}
}

// unproven lists the requirements that no fault breaks yet: bulk, /Me, cursors, and
// what is announced. The list may only become shorter.
//
//go:embed testdata/unproven.txt
var unproven string

// TestFaultsCoverEveryRequirement holds the registry against the scenarios: what none
// can break, none proves.
func TestFaultsCoverEveryRequirement(t *testing.T) {
	t.Parallel()
	excused := map[string]bool{}
	for _, id := range strings.Fields(unproven) {
		excused[id] = true
	}
	listed, err := steps.List("", nil)
	if err != nil {
		t.Fatalf("listing the scenarios: %v", err)
	}
	broken := map[string]bool{}
	for _, fault := range faults.All() {
		for _, id := range append([]string{fault.Requirement}, fault.Also...) {
			broken[id] = true
		}
	}
	for _, s := range listed {
		if !broken[s.Requirement] && !excused[s.Requirement] {
			t.Errorf("no fault breaks %s, which %s judges", s.Requirement, s.ID)
			broken[s.Requirement] = true
		}
	}
	for id := range excused {
		if broken[id] {
			t.Errorf("a fault breaks %s: take it off the list of what is unproven", id)
		}
	}
}

// judge runs the scenarios with those ids, or all of them, on a tenant of its own. It is a
// strict one, since a tolerant one breaks a few rules that only warn.
func judge(t *testing.T, wrap func(http.Handler) http.Handler, ids ...string) *result.Run {
	t.Helper()
	handler := suiteTenant(t, reference.Options{Strict: true}).Handler()
	if wrap != nil {
		handler = wrap(handler)
	}
	server := httptest.NewServer(mustAnswer(t, handler))
	t.Cleanup(server.Close)
	run, err := steps.Run(t.Context(), steps.Config{Target: impatient(t, server.URL), IDs: ids})
	if err != nil {
		t.Fatalf("running the suite: %v", err)
	}
	return run
}

// mustAnswer makes an error of a panic: to the suite it would look like a fault.
func mustAnswer(t *testing.T, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if cause := recover(); cause != nil {
				t.Errorf("%s %s: panic: %v", r.Method, r.URL, cause)
			}
		}()
		handler.ServeHTTP(w, r)
	})
}

// impatient is the tenant as a target that does at once what it will ever do.
func impatient(t *testing.T, origin string) *target.Target {
	t.Helper()
	variables := map[string]string{"SCIMPROOF_TOKEN": suiteToken, "SCIMPROOF_ADMIN_TOKEN": suiteAdminToken}
	found, err := target.FromURL(origin+reference.SCIMPath, "reference", func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	})
	if err != nil {
		t.Fatalf("loading the target: %v", err)
	}
	found.SetBearer(suiteToken)
	found.Limits.Settle = time.Millisecond
	return found
}

// selected are the prefixes of the ids of the scenarios of those requirements.
func selected(requirements []string) []string {
	if *matrix != "" {
		return nil
	}
	var prefixes []string
	for _, id := range requirements {
		prefixes = append(prefixes, id+"/")
	}
	return prefixes
}

func outcomes(run *result.Run) map[string]result.Outcome {
	found := map[string]result.Outcome{}
	for _, s := range run.Scenarios {
		found[s.ID] = s.Outcome
	}
	return found
}

// mustBeFound wants a scenario of the requirement that fails, or warns where that is
// all that a breach of it costs, and that passes on an honest tenant.
func mustBeFound(t *testing.T, r features.Requirement, run *result.Run, honest map[string]result.Outcome) {
	t.Helper()
	soft := r.OnBreach == "warn" || r.Level == "SHOULD" || r.Level == "MAY"
	var seen []string
	for _, s := range run.Scenarios {
		if s.Requirement != r.ID {
			continue
		}
		if s.Outcome == result.Fail || soft && s.Outcome == result.Warn {
			if honest[s.ID] != result.Pass {
				t.Errorf("%s is %s without the fault as well", s.ID, honest[s.ID])
			}
			return
		}
		seen = append(seen, string(s.Outcome)+" "+s.ID+" "+s.Reason)
	}
	t.Errorf("no scenario of %s fails:\n%s", r.ID, strings.Join(seen, "\n"))
}

// killed are the outcomes that are no pass, by fault and scenario.
type killed struct {
	mu sync.Mutex
	by map[string]map[string]map[string]string
}

func (k *killed) add(fault string, run *result.Run) {
	found := map[string]map[string]string{}
	for _, s := range run.Scenarios {
		if s.Outcome == result.Pass {
			continue
		}
		why := s.Reason
		if len(s.Mismatches) > 0 {
			why = s.Step + ": " + s.Mismatches[0].Path + ": want " + s.Mismatches[0].Want + ", got " + s.Mismatches[0].Got
		}
		found[s.ID] = map[string]string{"outcome": string(s.Outcome), "why": why}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.by[fault] = found
}

func (k *killed) write(t *testing.T) {
	if *matrix == "" {
		return
	}
	data, err := json.Marshal(k.by, json.Deterministic(true), jsontext.Multiline(true))
	if err == nil {
		err = os.WriteFile(*matrix, data, 0o600)
	}
	if err != nil {
		t.Errorf("writing the matrix: %v", err)
	}
}

// TestFaultsAreDistinct makes sure that an id says which fault is meant.
func TestFaultsAreDistinct(t *testing.T) {
	t.Parallel()
	all := faults.All()
	for i, fault := range all {
		if slices.ContainsFunc(all[:i], func(f faults.Fault) bool { return f.ID == fault.ID }) {
			t.Errorf("two faults are called %s", fault.ID)
		}
		if found, ok := faults.ByID(fault.ID); !ok || found.ID != fault.ID {
			t.Errorf("ByID does not find %s", fault.ID)
		}
		if fault.Title == "" || fault.Severity == "" || fault.Area == "" {
			t.Errorf("%s lacks a title, a severity or an area", fault.ID)
		}
	}
	if _, ok := faults.ByID("honesty"); ok {
		t.Error("ByID finds what is not there")
	}
}
