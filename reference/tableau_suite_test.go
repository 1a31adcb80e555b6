package reference_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/tableau"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

const tableauSite = "9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d"

// tableauTarget serves a tenant that shows itself as Tableau Cloud, behind a decorator, and resolves it by its own profile.
func tableauTarget(t *testing.T, wrap func(http.Handler) http.Handler) *target.Target {
	t.Helper()
	tenant, err := reference.Open(t.Context(), tableau.As(reference.Options{SCIMToken: suiteToken, AdminToken: suiteAdminToken}, tableauSite))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tenant.Close(); err != nil {
			t.Error(err)
		}
	})
	server := httptest.NewServer(wrap(tenant.Handler()))
	t.Cleanup(server.Close)
	rest := server.URL + "/api/" + tableau.Version
	known := map[string]string{
		"TABLEAU_SITE": rest + "/sites/" + tableauSite, "TABLEAU_SIGNIN": rest + "/auth/signin", "TABLEAU_CONTENT_URL": "acme",
		"TABLEAU_TOKEN": suiteAdminToken, "TABLEAU_PROJECT": "1f2f3e4e-5d6d-7c8c-9b0b-1a2a3f4f5e6e",
	}
	found, err := target.FromURL(server.URL+reference.SCIMPath, "tableau-cloud", func(name string) (string, bool) {
		value, ok := known[name]
		return value, ok
	})
	if err != nil {
		t.Fatal(err)
	}
	found.SetBearer(suiteToken)
	found.Limits.Settle = 0
	return found
}

func honestly(h http.Handler) http.Handler { return h }

// TestTableauCloud runs the whole life cycle on a product of another shape than ours.
func TestTableauCloud(t *testing.T) {
	t.Parallel()
	run, err := steps.Run(t.Context(), steps.Config{Target: tableauTarget(t, honestly), Tags: "@lifecycle"})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range run.Scenarios {
		if s.Outcome == result.Fail || s.Outcome == result.Error || s.Outcome == result.Invalid {
			t.Errorf("%s: %s %s %v", s.ID, s.Outcome, s.Reason, s.Mismatches)
		}
	}
	for requirement, outcome := range byRequirement(run) {
		if strings.HasPrefix(requirement, "LIFECYCLE-REASSIGN") && outcome != result.Pass {
			t.Errorf("%s: %s: %v", requirement, outcome, reasons(run, requirement))
		}
	}
	for _, left := range run.LeftBehind {
		t.Errorf("left behind: %s %s: %s", left.Kind, left.ID, left.Reason)
	}
}

// TestTableauCloudIsFoundOut has it forget the heir, and remove people who own something.
func TestTableauCloudIsFoundOut(t *testing.T) {
	t.Parallel()
	removal := func(change func(r *http.Request)) func(http.Handler) http.Handler {
		return func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodDelete && strings.Contains(r.URL.Path, "/users/") {
					change(r)
				}
				next.ServeHTTP(w, r)
			})
		}
	}
	cases := map[string]struct {
		wrap  func(http.Handler) http.Handler
		fails []string
	}{
		"the heir is ignored": {
			removal(func(r *http.Request) { r.URL.RawQuery = "" }),
			[]string{"LIFECYCLE-REASSIGN-03", "LIFECYCLE-REASSIGN-04", "LIFECYCLE-REASSIGN-09"},
		},
		"another person inherits": {
			removal(func(r *http.Request) {
				if heir := r.URL.Query().Get("mapAssetsTo"); heir != "" {
					r.URL.RawQuery = "mapAssetsTo=" + strings.ToLower(heir) // is nobody's
				}
			}),
			[]string{"LIFECYCLE-REASSIGN-03", "LIFECYCLE-REASSIGN-10"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run, err := steps.Run(t.Context(), steps.Config{Target: tableauTarget(t, c.wrap), IDs: []string{"LIFECYCLE-REASSIGN"}})
			if err != nil {
				t.Fatal(err)
			}
			found := byRequirement(run)
			for _, requirement := range c.fails {
				if found[requirement] != result.Fail {
					t.Errorf("%s: %s, want a failure: %v", requirement, found[requirement], reasons(run, requirement))
				}
			}
			if !slices.Contains(slices.Collect(maps.Values(found)), result.Pass) {
				t.Error("nothing passed at all")
			}
		})
	}
}
