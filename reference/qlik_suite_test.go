package reference_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/qlik"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// qlikKeys are the two halves of an identity provider's key, as PEM.
func qlikKeys(t *testing.T) (private, public string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	open, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: open}))
}

// qlikTarget serves a tenant that shows itself as Qlik Cloud, behind a decorator, and resolves it by its own profile.
func qlikTarget(t *testing.T, wrap func(http.Handler) http.Handler) *target.Target {
	t.Helper()
	private, public := qlikKeys(t)
	options, err := qlik.As(reference.Options{SCIMToken: suiteToken, AdminToken: suiteAdminToken}, qlik.Options{
		ClientID: "client-of-the-tests", ClientSecret: "secret-of-the-client",
		Issuer: "https://idp.example.com", KeyID: "key-of-the-tests", PublicKey: []byte(public),
	})
	if err != nil {
		t.Fatal(err)
	}
	tenant, err := reference.Open(t.Context(), options)
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
	variables := map[string]string{
		"QLIK_TENANT_URL": server.URL, "QLIK_SCIM_TOKEN": suiteToken, "QLIK_ADMIN_TOKEN": suiteAdminToken,
		"QLIK_CLIENT_ID": "client-of-the-tests", "QLIK_CLIENT_SECRET": "secret-of-the-client",
		"QLIK_JWT_KEY": private, "QLIK_JWT_KEY_ID": "key-of-the-tests", "QLIK_JWT_ISSUER": "https://idp.example.com",
	}
	under, err := target.FromURL(server.URL+qlik.SCIMPath, "qlik-cloud", func(name string) (string, bool) {
		value, known := variables[name]
		return value, known
	})
	if err != nil {
		t.Fatal(err)
	}
	under.Limits = target.Limits{Concurrency: target.DefaultConcurrency, Timeout: target.DefaultTimeout, Settle: 50 * time.Millisecond}
	return under
}

func asItIs(h http.Handler) http.Handler { return h }

func runQlik(t *testing.T, wrap func(http.Handler) http.Handler, config steps.Config) *result.Run {
	t.Helper()
	config.Target = qlikTarget(t, wrap)
	run, err := steps.Run(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// notOfQlik is why scenarios are skipped there: what the product has not, or this profile cannot ask for.
var notOfQlik = []string{
	"the target's login probe has no password",
	"the target's login probe has no password grant",
	"the target's login probe has no refresh token",
	"the target has no attribute:User.password (target file)",
	"the target's User schema does not declare password",
	"the target has no me (GET /Me)",
	"the target's file has no identity provider (directory)",
	"the target's file has no switch probe",
	"the target's ownership probe cannot run automations",
	"the target's ownership probe has no kind workspace",
	"the target's ownership probe does not share a app with groups",
}

// TestQlikCloud runs the life cycle by the product's own profile: whom SCIM deprovisions is disabled and refused at every
// door, their work is handed over, and only then are they deleted. What is not promised is looked at and told.
func TestQlikCloud(t *testing.T) {
	t.Parallel()
	run := runQlik(t, asItIs, steps.Config{Tags: "@lifecycle"})
	if run.Verdict != result.Partial || run.ExitCode(false) != 0 {
		t.Errorf("the verdict is %s, want %s", run.Verdict, result.Partial)
	}
	if len(run.LeftBehind) != 0 {
		t.Errorf("left behind: %v", run.LeftBehind)
	}
	passed := map[string]bool{}
	for _, s := range run.Scenarios {
		passed[s.ID] = s.Outcome == result.Pass
		switch {
		case s.Outcome == result.Pass:
		case s.Outcome == result.Skip && slices.Contains(notOfQlik, s.Reason):
		case s.Outcome == result.Waived && s.Requirement == "LIFECYCLE-REASSIGN-02": // orphans, by design
		case s.Outcome == result.Observed && s.Observed.Outcome == result.Pass:
		default:
			t.Errorf("%s: %s: %s %+v", s.Outcome, s.ID, s.Reason, s.Observed)
		}
	}
	for _, id := range promisedByQlik {
		if !passed[id] {
			t.Errorf("%s was not judged", id)
		}
	}
}

// promisedByQlik are the claims of the article on deprovisioned users.
var promisedByQlik = []string{
	"LIFECYCLE-DEPROVISION-01/a-person-deactivated-by-patch-with-a-path-is-shown-as-disabled",
	"LIFECYCLE-ENTRA-02/a-deactivation-by-the-text-false-is-done",
	"LIFECYCLE-LOGIN-02/a-session-of-before-ends-with-patch-with-a-path",
	"LIFECYCLE-LOGIN-03/an-access-token-of-before-ends-with-patch-with-a-path",
	"LIFECYCLE-LOGIN-05/a-personal-api-token-of-before-ends-with-patch-with-a-path",
	"LIFECYCLE-LOGIN-09/no-way-in-is-left-after-patch-with-a-path",
	"LIFECYCLE-REASSIGN-03/handing-over-moves-an-app-content-and-sharing-intact",
	"LIFECYCLE-REASSIGN-03/handing-over-moves-a-data-connection-content-and-sharing-intact",
	"LIFECYCLE-REASSIGN-03/handing-over-moves-a-data-file-content-and-sharing-intact",
	"LIFECYCLE-REASSIGN-04/handing-over-leaves-the-leaver-with-nothing",
	"LIFECYCLE-REASSIGN-09/after-the-hand-over-the-leaver-can-be-deleted",
	"LIFECYCLE-REASSIGN-10/after-the-deletion-nothing-is-orphaned",
}
