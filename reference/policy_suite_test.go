package reference_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// TestDeletionPolicies runs the scenarios on deleting somebody who owns something
// under each policy, as the target's file declares it: to lose work is a failure,
// however openly it is declared.
func TestDeletionPolicies(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		policy  assets.Policy
		declare string
		want    result.Outcome
	}{
		"refused":                   {assets.RefuseWhileOwning, "{policy: refuse-while-owning}", result.Pass},
		"inherited":                 {assets.TransferTo, "{policy: transfer-to, heir: HEIR}", result.Pass},
		"orphaned":                  {assets.Orphan, "{policy: orphan}", result.Fail},
		"deleted with their owner":  {assets.Cascade, "{policy: cascade}", result.Fail},
		"orphaned against its word": {assets.Orphan, "{policy: refuse-while-owning}", result.Fail},
		"deleted against its word":  {assets.Cascade, "{policy: transfer-to, heir: HEIR}", result.Fail},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const heir = "heir@example.com"
			options := reference.Options{DeletionPolicy: c.policy}
			if c.policy == assets.TransferTo {
				options.Heir = heir
			}
			server := httptest.NewServer(suiteTenant(t, options).Handler())
			t.Cleanup(server.Close)
			declared := strings.ReplaceAll(c.declare, "HEIR", createHeir(t, server.URL, heir))
			for _, s := range runDeletions(t, server.URL, declared).Scenarios {
				if s.Outcome != c.want {
					t.Errorf("%s: got %s (%s), want %s", s.ID, s.Outcome, s.Reason, c.want)
				}
			}
		})
	}
}

func createHeir(t *testing.T, origin, userName string) string {
	t.Helper()
	body := `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"` + userName + `"}`
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, origin+reference.SCIMPath+"/Users", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+suiteToken)
	request.Header.Set("Content-Type", "application/scim+json")
	response, err := (&http.Client{Timeout: 10 * time.Second}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var created struct {
		ID string `json:"id"`
	}
	if err := json.UnmarshalRead(response.Body, &created); err != nil || created.ID == "" {
		t.Fatalf("creating the heir was answered %s: %v", response.Status, err)
	}
	return created.ID
}

func runDeletions(t *testing.T, origin, declared string) *result.Run {
	t.Helper()
	file := filepath.Join(t.TempDir(), "target.yaml")
	text := "profile: reference\nscim: {url: \"" + origin + reference.SCIMPath + "\", auth: {bearer: \"${SCIMPROOF_TOKEN}\"}}\n" +
		"limits: {settle: 200ms}\nprobes: {ownership: {deletion: " + declared + "}}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := target.Load(file, "", suiteVariables)
	if err != nil {
		t.Fatal(err)
	}
	run, err := steps.Run(t.Context(), steps.Config{Target: loaded, IDs: []string{"LIFECYCLE-REASSIGN-02"}})
	if err != nil {
		t.Fatal(err)
	}
	return run
}
