package reference_test

import (
	"net/http"
	"testing"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
)

const (
	suiteToken      = "scim-token-of-the-tests"
	suiteAdminToken = "administrator-token-of-the-tests"
	suiteOtherToken = "scim-token-of-the-neighbour"
)

// suiteTenant opens a tenant in memory with a neighbour, closed at the end of the test.
func suiteTenant(tb testing.TB, options reference.Options) *reference.House {
	tb.Helper()
	options.SCIMToken, options.AdminToken = suiteToken, suiteAdminToken
	options.IdentityProvider = true
	opened, err := reference.OpenHouse(tb.Context(), options, reference.Options{SCIMToken: suiteOtherToken, Strict: options.Strict})
	if err != nil {
		tb.Fatalf("opening the tenant: %v", err)
	}
	tb.Cleanup(func() {
		if err := opened.Close(); err != nil {
			tb.Errorf("closing the tenant: %v", err)
		}
	})
	return opened
}

// underTest is the tenant as the suite sees it.
func underTest(t *reference.House) steps.Target {
	return steps.Target{
		Handler: t.Handler(), BasePath: reference.SCIMPath, Profile: "reference", Token: suiteToken,
		Variables: variables(),
	}
}

func variables() map[string]string {
	return map[string]string{
		"SCIMPROOF_TOKEN": suiteToken, "SCIMPROOF_ADMIN_TOKEN": suiteAdminToken, "SCIMPROOF_OTHER_TOKEN": suiteOtherToken,
	}
}

// suiteVariables answers for ${NAME} in the profile.
func suiteVariables(name string) (string, bool) {
	value, ok := variables()[name]
	return value, ok
}

// judge runs the scenarios with those ids, or all of them, on a strict tenant of its own
// behind a decorator.
func judge(t *testing.T, wrap func(http.Handler) http.Handler, ids ...string) *result.Run {
	t.Helper()
	subject, err := disposable(t, wrap)(t.Context())
	if err != nil {
		t.Fatalf("opening the tenant: %v", err)
	}
	t.Cleanup(subject.Close)
	run, err := steps.Run(t.Context(), steps.Config{Target: subject.Target, Transport: subject.Transport, IDs: ids})
	if err != nil {
		t.Fatalf("running the suite: %v", err)
	}
	return run
}
