package reference_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/faults"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/prove"
	"github.com/scimproof/scimproof/steps/target"
)

// TestFaults proves that the suite can fail: a fault is found by the scenarios of each
// requirement that it breaks, which pass without it. It takes some of the faults;
// `scimproof prove` takes all.
func TestFaults(t *testing.T) {
	t.Parallel()
	plan := prove.Plan{Honest: honest(t)}
	for i, fault := range faults.All() {
		if i%oneIn == 0 {
			plan.Faults = append(plan.Faults, provable(t, fault))
		}
	}
	m := mustProve(t, plan)
	for _, row := range m.Faults {
		t.Run(row.ID, func(t *testing.T) {
			t.Parallel()
			mustBeProven(t, row)
		})
	}
}

func provable(t *testing.T, f faults.Fault) prove.Fault {
	t.Helper()
	provable := prove.Fault{
		ID: f.ID, Title: f.Title, Area: f.Area, Severity: f.Severity, Requirement: f.Requirement, Also: f.Also,
		Evidence: f.Evidence, Open: disposable(t, f.Wrap),
	}
	if f.Tolerant {
		provable.Yardstick, provable.Open = tolerant, lenient(t, f.Wrap)
	}
	return provable
}

// tolerant names the tenant that takes what real clients send beyond the RFCs.
const tolerant = "tolerant"

func honest(t *testing.T) map[string]prove.Open {
	t.Helper()
	return map[string]prove.Open{"": disposable(t, nil), tolerant: lenient(t, nil)}
}

// strictly is enough for faults that a strict tenant shows.
func strictly(t *testing.T) map[string]prove.Open {
	t.Helper()
	return map[string]prove.Open{"": disposable(t, nil)}
}

func mustProve(t *testing.T, plan prove.Plan) *prove.Matrix {
	t.Helper()
	m, err := prove.Run(t.Context(), plan)
	if err != nil {
		t.Fatalf("proving: %v", err)
	}
	return m
}

func mustBeProven(t *testing.T, row prove.FaultResult) {
	t.Helper()
	if !row.Proven() {
		t.Errorf("no scenario fails of each of %s %v: found by %v, blocked %v %s", row.Requirement, row.Also, row.By, row.Blocked, row.Error)
	}
}

// TestFaultsCoverEveryRequirement holds the registry against the scenarios: what none
// can break, none proves.
func TestFaultsCoverEveryRequirement(t *testing.T) {
	t.Parallel()
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
		if !broken[s.Requirement] {
			t.Errorf("no fault breaks %s, which %s judges", s.Requirement, s.ID)
			broken[s.Requirement] = true
		}
	}
}

// disposable opens a tenant for one run, in which a fault may be. It is a strict one, since
// a tolerant one breaks a few rules that only warn.
func disposable(t *testing.T, wrap func(http.Handler) http.Handler) prove.Open {
	t.Helper()
	return opened(t, wrap, true)
}

// lenient opens a tolerant one.
func lenient(t *testing.T, wrap func(http.Handler) http.Handler) prove.Open {
	t.Helper()
	return opened(t, wrap, false)
}

func opened(t *testing.T, wrap func(http.Handler) http.Handler, strict bool) prove.Open {
	t.Helper()
	return func(ctx context.Context) (prove.Subject, error) {
		options := reference.Options{Strict: strict, SCIMToken: suiteToken, AdminToken: suiteAdminToken, IdentityProvider: true}
		tenant, err := reference.OpenHouse(ctx, options, reference.Options{SCIMToken: suiteOtherToken, Strict: strict})
		if err != nil {
			return prove.Subject{}, err
		}
		handler := tenant.Handler()
		if wrap != nil {
			handler = wrap(handler)
		}
		under := impatient(t, "http://reference.invalid")
		under.Capabilities["entra"] = !strict // a strict one refuses what Entra ID sends beyond the RFC
		return prove.Subject{
			Target: under, Transport: prove.Direct(mustAnswer(t, handler)),
			Close: func() { _ = tenant.Close() }, // nothing of it is kept
		}, nil
	}
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
	found, err := target.FromURL(origin+reference.SCIMPath, "reference", suiteVariables)
	if err != nil {
		t.Fatalf("loading the target: %v", err)
	}
	found.SetBearer(suiteToken)
	found.Limits.Settle, found.Limits.Drill = time.Millisecond, time.Millisecond
	return found
}

// TestFaultsAreDistinct makes sure that an id says which fault is meant.
func TestFaultsAreDistinct(t *testing.T) {
	t.Parallel()
	all := faults.All()
	known := map[string]bool{}
	for _, fault := range all {
		if known[fault.ID] {
			t.Errorf("two faults are called %s", fault.ID)
		}
		known[fault.ID] = true
		if fault.Title == "" || fault.Severity == "" || fault.Area == "" {
			t.Errorf("%s lacks a title, a severity or an area", fault.ID)
		}
	}
	if found, ok := faults.ByID(all[len(all)-1].ID); !ok || found.ID != all[len(all)-1].ID {
		t.Error("ByID does not find what is there")
	}
	if _, ok := faults.ByID("honesty"); ok {
		t.Error("ByID finds what is not there")
	}
}
