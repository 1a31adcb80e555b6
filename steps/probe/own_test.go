package probe_test

import (
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
)

// A person's own credential is carried as the file says, and no other one is lent.
func TestOwnCredentialIsLent(t *testing.T) {
	_, recipes, kit := newTenant(t)
	login := probe.NewLogin(*recipes.Login, kit)
	held := obtain(t, login, ada)
	header, err := login.Authorize(t.Context(), held["access token"])
	if err != nil || len(header.Get("Authorization")) <= len("Bearer ") {
		t.Errorf("the access token of the profile is not lent: %v, %v", header, err)
	}
	if _, err := login.Authorize(t.Context(), held["session"]); err == nil {
		t.Error("a session was lent in the place of the access token")
	}
	lending := *recipes.Login
	lending.SCIM = &probe.OwnRecipe{
		Attempt: "session", Cookie: map[string]string{"sid": "{{session}}"}, Headers: map[string]string{"X-Who": "{{user.userName}}"},
	}
	login = probe.NewLogin(lending, kit)
	header, err = login.Authorize(t.Context(), held["session"])
	if kind, lent := login.Own(); err != nil || !lent || kind != "session" {
		t.Fatalf("the session is not lent: %q, %v", kind, err)
	}
	if cookie := header.Get("Cookie"); len(cookie) <= len("sid=") || header.Get("X-Who") != ada.UserName || header.Get("Authorization") != "" {
		t.Errorf("got %v", header)
	}
	lending.SCIM = nil
	if kind, lent := probe.NewLogin(lending, kit).Own(); lent {
		t.Errorf("a file that lends none lends the %s", kind)
	}
}
