package login_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/store"
)

const password = "Analytical Engine 1843"

// tenant is a login service over a store of its own, with a clock that stands still until moved.
type tenant struct {
	t     *testing.T
	store *store.Store
	login *login.Service
	now   time.Time
}

func newTenant(t *testing.T) *tenant {
	t.Helper()
	s, err := store.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	tn := &tenant{t: t, store: s, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	tn.login, err = login.New(login.Config{
		Store: s, Directory: account.Directory{}, Now: func() time.Time { return tn.now }, PasswordRounds: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	return tn
}

func (tn *tenant) update(f func(*store.Tx) error) {
	tn.t.Helper()
	if err := tn.store.Update(tn.t.Context(), f); err != nil {
		tn.t.Fatal(err)
	}
}

// hire adds an active person whose id is their userName.
func (tn *tenant) hire(userName string) {
	tn.t.Helper()
	hash, err := tn.login.HashPassword(tn.t.Context(), password)
	if err != nil {
		tn.t.Fatal(err)
	}
	tn.update(func(tx *store.Tx) error {
		return errors.Join(tx.Insert(record(userName, true)), tx.SetPassword(userName, hash))
	})
}

func record(userName string, active bool) *store.Record {
	return &store.Record{
		ID: userName, Type: "User", Keys: []store.Key{store.UserNameKey(userName)},
		Data: fmt.Appendf(nil, `{"userName":%q,"active":%t}`, userName, active),
	}
}

// setActive changes the document alone, so that the look-up at each request is what is tested.
func (tn *tenant) setActive(userName string, active bool) {
	tn.t.Helper()
	tn.update(func(tx *store.Tx) error { return tx.Put(record(userName, active)) })
}

// credentials are one of each kind.
type credentials struct{ session, access, refresh, api string }

func (tn *tenant) logIn(userName string) credentials {
	tn.t.Helper()
	session, err := tn.login.StartSession(tn.t.Context(), userName, password)
	grant, err2 := tn.login.GrantByPassword(tn.t.Context(), userName, password)
	_, api, err3 := tn.login.NewAPIToken(tn.t.Context(), userName, "backup")
	if err := errors.Join(err, err2, err3); err != nil {
		tn.t.Fatal(err)
	}
	return credentials{session, grant.AccessToken, grant.RefreshToken, api}
}

// roads are the ways in, by the credential that each of them takes.
func (tn *tenant) roads(userName string, c credentials) map[string]func() error {
	ctx := tn.t.Context()
	check := func(secret string, kind store.TokenKind) func() error {
		return func() error { _, err := tn.login.Check(ctx, secret, kind); return err }
	}
	return map[string]func() error{
		"password for a session": func() error { _, err := tn.login.StartSession(ctx, userName, password); return err },
		"password for tokens":    func() error { _, err := tn.login.GrantByPassword(ctx, userName, password); return err },
		"refresh token":          func() error { _, err := tn.login.GrantByRefresh(ctx, c.refresh); return err },
		"session":                check(c.session, store.Session),
		"access token":           check(c.access, store.AccessToken),
		"API token":              check(c.api, store.APIToken),
		"a new API token":        func() error { _, _, err := tn.login.NewAPIToken(ctx, userName, "x"); return err },
	}
}

func TestEveryCredentialWorksWhileTheAccountIsActive(t *testing.T) {
	tn := newTenant(t)
	tn.hire("ada")
	for name, road := range tn.roads("ada", tn.logIn("ada")) {
		if err := road(); err != nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestNoCredentialWorksWithoutAnActiveAccount(t *testing.T) {
	ends := map[string]func(*tenant){
		"disabled": func(tn *tenant) { tn.setActive("ada", false) },
		"deleted":  func(tn *tenant) { tn.update(func(tx *store.Tx) error { return tx.Delete("User", "ada") }) },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			tn := newTenant(t)
			tn.hire("ada")
			tn.hire("grace")
			hers, graces := tn.logIn("ada"), tn.logIn("grace")
			end(tn)
			for name, road := range tn.roads("ada", hers) {
				if err := road(); !errors.Is(err, login.ErrRefused) {
					t.Errorf("%s: got %v, want a refusal", name, err)
				}
			}
			for name, road := range tn.roads("grace", graces) {
				if err := road(); err != nil {
					t.Errorf("Grace's %s: got %v", name, err)
				}
			}
		})
	}
}

func TestRevokedCredentialsStayRevoked(t *testing.T) {
	tn := newTenant(t)
	tn.hire("ada")
	old := tn.logIn("ada")
	tn.setActive("ada", false)
	tn.update(func(tx *store.Tx) error { _, err := tn.login.Revoke(tx, "ada"); return err })
	tn.setActive("ada", true)
	fresh := tn.roads("ada", tn.logIn("ada"))
	stale := tn.roads("ada", old)
	for _, name := range []string{"session", "access token", "refresh token", "API token"} {
		if err := stale[name](); !errors.Is(err, login.ErrRefused) {
			t.Errorf("the old %s: got %v, want a refusal", name, err)
		}
		if err := fresh[name](); err != nil {
			t.Errorf("the new %s: got %v", name, err)
		}
	}
}

func TestRefusalsAreUniform(t *testing.T) {
	tn := newTenant(t)
	tn.hire("ada")
	tn.hire("grace")
	tn.setActive("grace", false)
	tn.update(func(tx *store.Tx) error { return tx.Insert(record("alan", true)) })
	cases := map[string][2]string{
		"unknown person":      {"edsger", password},
		"wrong password":      {"ada", "x"},
		"empty password":      {"ada", ""},
		"disabled":            {"grace", password},
		"without a password":  {"alan", password},
		"alan, empty":         {"alan", ""},
		"empty userName":      {"", password},
		"another person's id": {"ADA ", password},
	}
	for name, c := range cases {
		if _, err := tn.login.StartSession(t.Context(), c[0], c[1]); err != login.ErrRefused { //nolint:errorlint // not even wrapped
			t.Errorf("%s: got %v, want ErrRefused itself", name, err)
		}
	}
}

func TestTheUserNameIsTakenInAnyCase(t *testing.T) {
	tn := newTenant(t)
	tn.hire("Ada@Example.com")
	if _, err := tn.login.StartSession(t.Context(), "aDA@example.COM", password); err != nil {
		t.Error(err)
	}
}

func TestCredentialsExpire(t *testing.T) {
	tn := newTenant(t)
	tn.hire("ada")
	roads := tn.roads("ada", tn.logIn("ada"))
	steps := []struct {
		name     string
		lifetime time.Duration
	}{
		{"access token", login.AccessLifetime}, {"session", login.SessionLifetime}, {"refresh token", login.RefreshLifetime},
	}
	start := tn.now
	for _, s := range steps {
		tn.now = start.Add(s.lifetime - 1)
		if err := roads[s.name](); err != nil {
			t.Errorf("%s before its end: got %v", s.name, err)
		}
		tn.now = start.Add(s.lifetime)
		if err := roads[s.name](); !errors.Is(err, login.ErrRefused) {
			t.Errorf("%s at its end: got %v, want a refusal", s.name, err)
		}
	}
	tn.now = start.Add(10 * 365 * 24 * time.Hour)
	if err := roads["API token"](); err != nil {
		t.Errorf("API token: got %v", err)
	}
}

func TestACredentialOpensOnlyItsOwnDoor(t *testing.T) {
	tn := newTenant(t)
	tn.hire("ada")
	c := tn.logIn("ada")
	for name, secret := range map[string]string{"refresh": c.refresh, "session": c.session, "none": "", "made up": "x"} {
		if _, err := tn.login.Check(t.Context(), secret, store.AccessToken, store.APIToken); !errors.Is(err, login.ErrRefused) {
			t.Errorf("%s as a bearer token: got %v, want a refusal", name, err)
		}
	}
	if _, err := tn.login.GrantByRefresh(t.Context(), c.access); !errors.Is(err, login.ErrRefused) {
		t.Errorf("an access token as a refresh token: got %v, want a refusal", err)
	}
	if err := tn.login.EndSession(t.Context(), c.access); err != nil {
		t.Error(err)
	}
	if _, err := tn.login.Check(t.Context(), c.access, store.AccessToken); err != nil {
		t.Errorf("logging out by an access token ended it: %v", err)
	}
}

func TestAPITokensBelongToTheirHolder(t *testing.T) {
	tn := newTenant(t)
	tn.hire("ada")
	tn.hire("grace")
	token, secret, err := tn.login.NewAPIToken(t.Context(), "ada", "backup")
	if err != nil {
		t.Fatal(err)
	}
	if err := tn.login.DeleteAPIToken(t.Context(), "grace", token.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Grace deleting Ada's: got %v, want ErrNotFound", err)
	}
	list, err := tn.login.APITokens(t.Context(), "ada")
	if err != nil || len(list) != 1 || list[0] != token {
		t.Errorf("got %+v and %v, want %+v", list, err, token)
	}
	if err := tn.login.DeleteAPIToken(t.Context(), "ada", token.ID); err != nil {
		t.Error(err)
	}
	if _, err := tn.login.Check(t.Context(), secret, store.APIToken); !errors.Is(err, login.ErrRefused) {
		t.Errorf("a deleted token: got %v, want a refusal", err)
	}
}
