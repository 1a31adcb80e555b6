package reference_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/faults"
	"github.com/scimproof/scimproof/reference/variants"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// mannerOf are the ways of a product, in front of a handler.
type mannerOf func(http.Handler) http.Handler

// manners are those of several, the first outermost.
func manners(all ...mannerOf) mannerOf {
	return func(h http.Handler) http.Handler {
		for i := len(all) - 1; i >= 0; i-- {
			h = all[i](h)
		}
		return h
	}
}

// permitted are variants of the reference, which the RFCs permit.
func permitted(t *testing.T, ids ...string) mannerOf {
	t.Helper()
	var chosen []variants.Variant
	for _, id := range ids {
		v, found := variants.ByID(id)
		if !found {
			t.Fatalf("there is no variant %s", id)
		}
		chosen = append(chosen, v)
	}
	return variants.Combine(chosen...).Wrap
}

// below tells whether a request is about one resource of an endpoint.
func below(endpoint string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		rest, found := strings.CutPrefix(r.URL.Path, reference.SCIMPath+endpoint+"/")
		return found && !strings.HasPrefix(rest, ".")
	}
}

// asks sends a request of its own, with the credentials of another.
func asks(next http.Handler, r *http.Request, method, path, body string) *httptest.ResponseRecorder {
	own := httptest.NewRequest(method, path, strings.NewReader(body))
	own.Header = http.Header{"Authorization": r.Header["Authorization"], "If-Match": r.Header["If-Match"], "Content-Type": {"application/scim+json"}}
	seen := httptest.NewRecorder()
	next.ServeHTTP(seen, own)
	return seen
}

// deletionsDeactivate turns the deletion of a person into a deactivation.
func deletionsDeactivate(next http.Handler) http.Handler {
	const off = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodDelete || !below("/Users")(r) {
			next.ServeHTTP(w, r)
			return
		}
		answer := asks(next, r, http.MethodPatch, r.URL.EscapedPath(), off)
		if answer.Code < 300 {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "application/scim+json")
		w.WriteHeader(answer.Code)
		_, _ = io.Copy(w, answer.Body)
	})
}

// listsIgnore takes parameters out of the queries for lists.
func listsIgnore(names ...string) mannerOf {
	return func(next http.Handler) http.Handler {
		deaf := ignore(names...)(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			path := strings.TrimPrefix(r.URL.Path, reference.SCIMPath)
			if r.Method == http.MethodGet && (path == "/Users" || path == "/Groups") {
				deaf.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// bodyOf reads the body of a request, which can be read again.
func bodyOf(r *http.Request) map[string]any {
	text, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(text))
	var body map[string]any
	_ = json.Unmarshal(text, &body)
	return body
}

// oneOnly are the attributes of which AWS keeps one value.
var oneOnly = []string{"emails", "phoneNumbers", "addresses"}

// severalValues tells whether somebody is given several values of what has one.
func severalValues(r *http.Request) bool {
	if !strings.HasPrefix(r.URL.Path, reference.SCIMPath+"/Users") || r.Method == http.MethodGet {
		return false
	}
	body := bodyOf(r)
	given := []map[string]any{body}
	operations, _ := body["Operations"].([]any)
	for _, o := range operations {
		operation, _ := o.(map[string]any)
		path, _ := operation["path"].(string)
		if slices.Contains(oneOnly, path) && operation["op"] == "add" {
			return true
		}
		whole, _ := operation["value"].(map[string]any)
		given = append(given, whole, map[string]any{path: operation["value"]})
	}
	return slices.ContainsFunc(given, hasSeveral)
}

func hasSeveral(attributes map[string]any) bool {
	return slices.ContainsFunc(oneOnly, func(name string) bool {
		list, _ := attributes[name].([]any)
		return len(list) > 1
	})
}

// allMembersAtOnce tells whether a PATCH replaces the members of a group, or removes all.
func allMembersAtOnce(r *http.Request) bool {
	if r.Method != http.MethodPatch || !below("/Groups")(r) {
		return false
	}
	operations, _ := bodyOf(r)["Operations"].([]any)
	for _, o := range operations {
		operation, _ := o.(map[string]any)
		op, _ := operation["op"].(string)
		path, _ := operation["path"].(string)
		if strings.EqualFold(path, "members") && (strings.EqualFold(op, "replace") || strings.EqualFold(op, "remove")) {
			return true
		}
	}
	return false
}

// membersUnshown shows groups as if they had no members.
func membersUnshown(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, reference.SCIMPath+"/Groups") {
			next.ServeHTTP(w, r)
			return
		}
		seen := httptest.NewRecorder()
		next.ServeHTTP(seen, r)
		var shown map[string]any
		if json.Unmarshal(seen.Body.Bytes(), &shown) == nil {
			delete(shown, "members")
			listed, _ := shown["Resources"].([]any)
			for _, one := range listed {
				group, _ := one.(map[string]any)
				delete(group, "members")
			}
		}
		text, err := json.Marshal(shown)
		if err != nil {
			panic(err) // it was JSON before
		}
		maps.Copy(w.Header(), seen.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(seen.Code)
		_, _ = w.Write(text)
	})
}

// nobodyIs404 answers a query without a match by 404.
func nobodyIs404(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Query().Get("filter") == "" {
			next.ServeHTTP(w, r)
			return
		}
		seen := httptest.NewRecorder()
		next.ServeHTTP(seen, r)
		var list struct {
			Total int `json:"totalResults"`
		}
		if json.Unmarshal(seen.Body.Bytes(), &list) == nil && seen.Code == http.StatusOK && list.Total == 0 {
			w.Header().Set("Content-Type", "application/scim+json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"nobody"}`)
			return
		}
		for name, values := range seen.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(seen.Code)
		_, _ = io.Copy(w, seen.Body)
	})
}

// behaving are the products whose deviations a variant, a fault or a decorator can show.
var behaving = map[string]struct {
	profile string
	// reason is how that of the deviation begins.
	reason string
	manner func(*testing.T) mannerOf
}{
	"a deletion that deactivates, as Slack's":           {"slack", "DELETE sets", with(deletionsDeactivate)},
	"a deletion that deactivates, as Salesforce's":      {"salesforce", "People are deactivated", with(deletionsDeactivate)},
	"a configuration at another place":                  {"salesforce", "What the service provider", with(refuse(http.StatusNotFound, atConfiguration))},
	"a deletion that is unknown":                        {"okta-oin", "Okta deactivates", with(refuse(http.StatusNotImplemented, deletesSomebody))},
	"nobody who is answered by 404":                     {"okta-oin", "Okta takes 404", with(nobodyIs404)},
	"groups that hide who is suspended":                 {"github-emu", "Who is suspended", faulty("deactivation-ends-membership")},
	"lists that heed no parameters":                     {"aws-identity-center", "Lists heed", with(listsIgnore("startIndex", "attributes", "excludedAttributes"))},
	"members who are not replaced, nor removed at once": {"aws-identity-center", "The members", with(decline("invalidValue", allMembersAtOnce))},
	"one value where there might be several":            {"aws-identity-center", "Of e-mail", with(decline("invalidValue", severalValues))},
	"groups without members":                            {"aws-identity-center", "A group is shown", with(membersUnshown)},
	"no queries by POST": {"aws-identity-center", "There are no queries", func(t *testing.T) mannerOf {
		t.Helper()
		return permitted(t, "filter-eq-and", "search-unsupported-not-found")
	}},
}

func with(all ...mannerOf) func(*testing.T) mannerOf {
	return func(*testing.T) mannerOf { return manners(all...) }
}

func faulty(id string) func(*testing.T) mannerOf {
	return func(t *testing.T) mannerOf {
		t.Helper()
		fault, found := faults.ByID(id)
		if !found {
			t.Fatalf("there is no fault %s", id)
		}
		return fault.Wrap
	}
}

func atConfiguration(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, reference.SCIMPath+"/ServiceProviderConfig")
}

// deletesSomebody holds of a deletion by whoever may delete: a product asks who somebody is before it says what it cannot.
func deletesSomebody(r *http.Request) bool {
	return r.Method == http.MethodDelete && below("/Users")(r) && r.Header.Get("Authorization") == "Bearer "+suiteToken
}

// TestProfilesForetell holds each profile to a tenant that behaves like the product: its deviations turn exactly the findings
// of that into waived ones, and nothing else of the same requirements.
func TestProfilesForetell(t *testing.T) {
	t.Parallel()
	for name, c := range behaving {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bare := profiled(t, c.profile, c.manner(t))
			ids := concerned(bare.Deviations, c.reason)
			bare.Deviations = nil
			found := findings(judgeBy(t, bare, ids), result.Fail, result.Warn, result.Error)
			seen := judgeBy(t, profiled(t, c.profile, c.manner(t)), ids)
			waived := findings(seen, result.Waived)
			if diff := cmp.Diff(found, waived); diff != "" || len(waived) == 0 {
				t.Errorf("-found without the deviations, +waived by them:\n%s", diff)
			}
			if left := findings(seen, result.Fail, result.Warn, result.Error, result.Invalid); len(left) > 0 {
				t.Errorf("still found: %v", left)
			}
			for _, note := range seen.Notes {
				if strings.Contains(note, c.reason) {
					t.Errorf("foretold in vain: %s", note)
				}
			}
			if seen.Summary.Pass == 0 || seen.ExitCode(false) != 0 {
				t.Errorf("%d passed, and the exit code is %d", seen.Summary.Pass, seen.ExitCode(false))
			}
		})
	}
}

// TestADeviationThatIsNoneIsNoted has a profile foretell what an honest tenant does not do.
func TestADeviationThatIsNoneIsNoted(t *testing.T) {
	t.Parallel()
	run := judgeBy(t, profiled(t, "slack", manners()), []string{"RFC7644-3.6", "LIFECYCLE-DEPROVISION-02"})
	if run.Summary.Waived+run.Summary.Fail > 0 || run.ExitCode(false) != 0 {
		t.Errorf("got %+v", run.Summary)
	}
	if !slices.ContainsFunc(run.Notes, func(note string) bool {
		return strings.HasPrefix(note, "the profile slack says that the target deviates from LIFECYCLE-DEPROVISION-02, ")
	}) {
		t.Errorf("noted: %v", run.Notes)
	}
}

// TestWhoIsDeletedIsRefusedAllTheSame adds a login to a product whose deletion only deactivates: that is foretold, and a door
// which it leaves open is not.
func TestWhoIsDeletedIsRefusedAllTheSame(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		manner mannerOf
		want   result.Outcome
	}{
		"a door that closes":     {deletionsDeactivate, result.Pass},
		"a door that stays open": {deletionsForget, result.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := profiled(t, "slack", c.manner)
			known := impatient(t, found.Origin())
			found.Probes.Login, found.Credentials = known.Probes.Login, known.Credentials
			run := judgeBy(t, found, []string{"LIFECYCLE-LOGIN-01/a-password-opens-nothing-after-delete", "LIFECYCLE-DEPROVISION-02"})
			got := byRequirement(run)
			if got["LIFECYCLE-LOGIN-01"] != c.want || got["LIFECYCLE-DEPROVISION-02"] != result.Waived {
				t.Errorf("got %v: %v", got, reasons(run, "LIFECYCLE-LOGIN-01"))
			}
		})
	}
}

// deletionsForget answers the deletion of a person by 204, and does nothing.
func deletionsForget(next http.Handler) http.Handler {
	return instead(deletesSomebody, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })(next)
}

// profiled serves a tenant with the manner of a product, as its profile and a token describe it.
func profiled(t *testing.T, profile string, manner mannerOf) *target.Target {
	t.Helper()
	server := httptest.NewServer(manner(suiteTenant(t, reference.Options{Strict: true}).Handler()))
	t.Cleanup(server.Close)
	found, err := target.FromURL(server.URL+reference.SCIMPath, profile, func(string) (string, bool) { return "of-the-profile", true })
	if err != nil {
		t.Fatal(err)
	}
	found.SetBearer(suiteToken)
	found.Limits.Settle, found.Limits.Rate = 0, 0
	return found
}

func judgeBy(t *testing.T, found *target.Target, ids []string) *result.Run {
	t.Helper()
	run, err := steps.Run(t.Context(), steps.Config{Target: found, IDs: ids})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// concerned are the sections of which a deviation speaks, whole, so that an id that it forgets is found; and one requirement
// from which no product deviates.
func concerned(deviations []target.Deviation, reason string) []string {
	ids := []string{"LIFECYCLE-CREATE-01"}
	for _, d := range deviations {
		if !strings.HasPrefix(d.Reason, reason) {
			continue
		}
		for _, meant := range d.Requirements {
			id, _, _ := strings.Cut(meant, "/")
			ids = append(ids, id[:strings.LastIndex(id, "-")+1])
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func findings(run *result.Run, outcomes ...result.Outcome) []string {
	ids := []string{}
	for _, s := range run.Scenarios {
		if slices.Contains(outcomes, s.Outcome) {
			ids = append(ids, s.ID)
		}
	}
	slices.Sort(ids)
	return ids
}
