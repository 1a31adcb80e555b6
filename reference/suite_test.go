package reference_test

import (
	"testing"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps"
)

const (
	suiteToken      = "scim-token-of-the-tests"
	suiteAdminToken = "administrator-token-of-the-tests"
)

// suiteTenant opens a tenant in memory, closed at the end of the test.
func suiteTenant(tb testing.TB, options reference.Options) *reference.Tenant {
	tb.Helper()
	options.SCIMToken, options.AdminToken = suiteToken, suiteAdminToken
	options.IdentityProvider = true
	opened, err := reference.Open(tb.Context(), options)
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
func underTest(t *reference.Tenant) steps.Target {
	return steps.Target{
		Handler: t.Handler(), BasePath: reference.SCIMPath, Profile: "reference", Token: suiteToken,
		Variables: variables(),
	}
}

func variables() map[string]string {
	return map[string]string{"SCIMPROOF_TOKEN": suiteToken, "SCIMPROOF_ADMIN_TOKEN": suiteAdminToken}
}

// suiteVariables answers for ${NAME} in the profile.
func suiteVariables(name string) (string, bool) {
	value, ok := variables()[name]
	return value, ok
}
