package assets_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

// tenant is an assets service over a store of its own. People's ids are their userNames.
type tenant struct {
	t      testing.TB
	store  *store.Store
	assets *assets.Service
	path   string
}

type option func(*assets.Config)

func policy(p assets.Policy, heir string) option {
	return func(c *assets.Config) { c.Policy, c.Heir = p, heir }
}

func newTenant(t testing.TB, options ...option) *tenant {
	t.Helper()
	return openTenant(t, "", options...)
}

// newTenantInFile is for tests that reach below the service, into its database.
func newTenantInFile(t testing.TB) *tenant {
	t.Helper()
	return openTenant(t, filepath.Join(t.TempDir(), "tenant.db"))
}

func openTenant(t testing.TB, path string, options ...option) *tenant {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	config := assets.Config{
		Store: s, Directory: account.Directory{},
		Now: func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) },
	}
	for _, o := range options {
		o(&config)
	}
	service, err := assets.New(config)
	if err != nil {
		t.Fatal(err)
	}
	tn := &tenant{t: t, store: s, assets: service, path: path}
	tn.hire("ada", "grace", "alan")
	tn.hireDisabled("charles")
	return tn
}

func (tn *tenant) update(f func(*store.Tx) error) {
	tn.t.Helper()
	if err := tn.store.Update(tn.t.Context(), f); err != nil {
		tn.t.Fatal(err)
	}
}

func (tn *tenant) hire(names ...string) {
	tn.t.Helper()
	for _, name := range names {
		tn.update(func(tx *store.Tx) error { return tx.Insert(record(name, true)) })
	}
}

func (tn *tenant) hireDisabled(name string) {
	tn.t.Helper()
	tn.update(func(tx *store.Tx) error { return tx.Insert(record(name, false)) })
}

func record(name string, active bool) *store.Record {
	return &store.Record{
		ID: name, Type: "User", Keys: []store.Key{store.UserNameKey(name)},
		Data: fmt.Appendf(nil, `{"userName":%q,"active":%t}`, name, active),
	}
}

var administrator = api.Caller{Administrator: true}

func as(name string) api.Caller {
	return api.Caller{Account: account.Account{ID: name, UserName: name, Active: true}}
}

// make makes an asset, and answers its id.
func (tn *tenant) make(owner, kind string, sharedWith ...string) string {
	tn.t.Helper()
	a, err := tn.assets.Create(tn.t.Context(), as(owner), assets.Draft{
		Kind: kind, Name: owner + "'s " + kind, Content: []byte("made by " + owner), SharedWith: sharedWith,
	})
	if err != nil {
		tn.t.Fatal(err)
	}
	return a.ID
}

// clear deletes every asset.
func (tn *tenant) clear() {
	tn.t.Helper()
	for id := range tn.owners() {
		if err := tn.assets.Delete(tn.t.Context(), administrator, id); err != nil {
			tn.t.Fatal(err)
		}
	}
}

// owners tells who owns what, by the asset's id.
func (tn *tenant) owners() map[string]string {
	tn.t.Helper()
	list, err := tn.assets.List(tn.t.Context(), administrator, store.AssetQuery{Limit: -1})
	if err != nil {
		tn.t.Fatal(err)
	}
	owners := map[string]string{}
	for _, a := range list {
		owners[a.ID] = a.OwnerID
	}
	return owners
}

func wantRefusal(t testing.TB, what string, err error, want assets.Reason) {
	t.Helper()
	refusal, ok := errors.AsType[*assets.RefusalError](err)
	if !ok || refusal.Reason != want {
		t.Errorf("%s: got %v, want the refusal %s", what, err, want)
	}
}

func TestCreate(t *testing.T) {
	tn := newTenant(t)
	a, err := tn.assets.Create(t.Context(), as("ada"), assets.Draft{
		Kind: assets.App, Name: "Engine", Content: []byte("hello"), SharedWith: []string{"grace", "grace"},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := tn.assets.Get(t.Context(), as("ada"), a.ID)
	a.Seq = got.Seq
	if diff := cmp.Diff(a, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if want := "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; got.Digest != want {
		t.Errorf("digest %s, want %s", got.Digest, want)
	}
}

func TestCreateRefuses(t *testing.T) {
	tn := newTenant(t)
	right := assets.Draft{Kind: assets.App, Name: "Engine"}
	cases := map[string]struct {
		by   api.Caller
		edit func(*assets.Draft)
		want assets.Reason
	}{
		"an unknown kind":         {as("ada"), func(d *assets.Draft) { d.Kind = "sheet" }, assets.UnknownKind},
		"no name":                 {as("ada"), func(d *assets.Draft) { d.Name = "" }, assets.Invalid},
		"sharing with nobody":     {as("ada"), func(d *assets.Draft) { d.SharedWith = []string{"edsger"} }, assets.UnknownUser},
		"an administrator":        {administrator, func(*assets.Draft) {}, assets.Forbidden},
		"a person disabled since": {as("charles"), func(*assets.Draft) {}, assets.OwnerDisabled},
		"a person deleted since":  {as("edsger"), func(*assets.Draft) {}, assets.UnknownOwner},
	}
	for name, c := range cases {
		draft := right
		c.edit(&draft)
		_, err := tn.assets.Create(t.Context(), c.by, draft)
		wantRefusal(t, name, err, c.want)
	}
	if n := len(tn.owners()); n != 0 {
		t.Errorf("%d assets were made", n)
	}
}

// TestWhoMayDoWhat walks every deed for every kind of caller.
func TestWhoMayDoWhat(t *testing.T) {
	const may = assets.Reason("")
	type verdicts struct{ see, change assets.Reason }
	callers := map[string]struct {
		api.Caller
		verdicts
	}{
		"the owner":        {as("ada"), verdicts{may, may}},
		"an administrator": {administrator, verdicts{may, may}},
		"a guest":          {as("grace"), verdicts{may, assets.Forbidden}},
		"a stranger":       {as("alan"), verdicts{assets.Absent, assets.Absent}},
	}
	for who, c := range callers {
		tn := newTenant(t)
		id := tn.make("ada", assets.App, "grace")
		ctx := t.Context()
		_, get := tn.assets.Get(ctx, c.Caller, id)
		_, content := tn.assets.Content(ctx, c.Caller, id)
		_, share := tn.assets.Share(ctx, c.Caller, id, []string{"grace"})
		_, transfer := tn.assets.Transfer(ctx, c.Caller, id, "ada")
		deeds := []struct {
			name string
			err  error
			want assets.Reason
		}{
			{"get", get, c.see},
			{"content", content, c.see},
			{"share", share, c.change},
			{"transfer", transfer, c.change},
			{"delete", tn.assets.Delete(ctx, c.Caller, id), c.change},
		}
		for _, d := range deeds {
			if d.want != may {
				wantRefusal(t, who+", "+d.name, d.err, d.want)
			} else if d.err != nil {
				t.Errorf("%s, %s: got %v", who, d.name, d.err)
			}
		}
	}
}

func TestListShowsWhatTheCallerMaySee(t *testing.T) {
	tn := newTenant(t)
	tn.make("ada", assets.App)
	tn.make("ada", assets.DataFile, "grace")
	tn.make("grace", assets.App)
	for name, want := range map[string]int{"ada": 2, "grace": 2, "alan": 0} {
		list, err := tn.assets.List(t.Context(), as(name), store.AssetQuery{Limit: 10})
		if err != nil || len(list) != want {
			t.Errorf("%s sees %d assets, want %d (%v)", name, len(list), want, err)
		}
	}
	if n := len(tn.owners()); n != 3 {
		t.Errorf("the administrator sees %d assets, want 3", n)
	}
}

func TestShareReplacesTheSharing(t *testing.T) {
	tn := newTenant(t)
	id := tn.make("ada", assets.App, "grace")
	a, err := tn.assets.Share(t.Context(), as("ada"), id, []string{"alan", "charles", "alan"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"alan", "charles"}, a.SharedWith); diff != "" {
		t.Error(diff)
	}
	_, err = tn.assets.Share(t.Context(), as("ada"), id, []string{"grace", "edsger"})
	wantRefusal(t, "sharing with nobody", err, assets.UnknownUser)
	_, err = tn.assets.Get(t.Context(), as("grace"), id)
	wantRefusal(t, "a guest of before", err, assets.Absent)
}
