package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/store"
)

func TestTokens(t *testing.T) {
	s := open(t, "")
	session := store.Token{ID: "1", Hash: [32]byte{1}, Kind: store.Session, UserID: "ada", Created: noon, Expires: noon.Add(time.Hour)}
	api := store.Token{ID: "2", Hash: [32]byte{2}, Kind: store.APIToken, UserID: "ada", Name: "backup", Created: noon}
	other := store.Token{ID: "3", Hash: [32]byte{3}, Kind: store.APIToken, UserID: "grace", Name: "backup", Created: noon}
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.InsertToken(session), tx.InsertToken(api), tx.InsertToken(other))
	})
	if got := view(t, s, func(tx *store.Tx) (store.Token, error) { return tx.Token(session.Hash) }); got != session {
		t.Errorf("got %+v, want %+v", got, session)
	}
	listed := view(t, s, func(tx *store.Tx) ([]store.Token, error) { return tx.Tokens("ada", store.APIToken) })
	if diff := cmp.Diff([]store.Token{api}, listed); diff != "" {
		t.Error(diff)
	}
	err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.DeleteToken("grace", "2") })
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("deleting somebody else's token: got %v, want ErrNotFound", err)
	}
	revoked := 0
	update(t, s, func(tx *store.Tx) (err error) { revoked, err = tx.RevokeAll("ada"); return err })
	if revoked != 2 {
		t.Errorf("revoked %d tokens, want 2", revoked)
	}
	view(t, s, func(tx *store.Tx) (store.Token, error) { return tx.Token(other.Hash) })
}

func TestExpiredTokensAreDeleted(t *testing.T) {
	s := open(t, "")
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.InsertToken(store.Token{ID: "1", Hash: [32]byte{1}, Kind: store.AccessToken, UserID: "ada", Expires: noon}),
			tx.InsertToken(store.Token{ID: "2", Hash: [32]byte{2}, Kind: store.AccessToken, UserID: "ada", Expires: noon.Add(1)}),
			tx.InsertToken(store.Token{ID: "3", Hash: [32]byte{3}, Kind: store.AccessToken, UserID: "ada"}),
			tx.DeleteExpired(noon))
	})
	left := view(t, s, func(tx *store.Tx) ([]store.Token, error) { return tx.Tokens("ada", store.AccessToken) })
	if len(left) != 2 {
		t.Errorf("left are %+v, want the two that are valid", left)
	}
}

func TestAssets(t *testing.T) {
	s := open(t, "")
	app := store.Asset{ID: "1", Kind: "app", Name: "Engine", OwnerID: "ada", SharedWith: []string{"grace", "alan"}, Digest: "d", Created: noon}
	file := store.Asset{ID: "2", Kind: "data-file", Name: "Notes", OwnerID: "ada", Created: noon}
	hers := store.Asset{ID: "3", Kind: "app", Name: "Compiler", OwnerID: "grace", Created: noon}
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.InsertAsset(app, []byte("x")), tx.InsertAsset(file, nil), tx.InsertAsset(hers, nil))
	})
	cases := map[string]struct {
		query store.AssetQuery
		want  []string
	}{
		"all":              {store.AssetQuery{}, []string{"1", "2", "3"}},
		"by owner":         {store.AssetQuery{OwnerID: "ada"}, []string{"1", "2"}},
		"by kind":          {store.AssetQuery{Kind: "app"}, []string{"1", "3"}},
		"both":             {store.AssetQuery{OwnerID: "ada", Kind: "app"}, []string{"1"}},
		"visible to Grace": {store.AssetQuery{VisibleTo: "grace"}, []string{"1", "3"}},
		"Ada's to Grace":   {store.AssetQuery{VisibleTo: "grace", OwnerID: "ada"}, []string{"1"}},
	}
	for name, c := range cases {
		c.query.Limit = 10
		list := view(t, s, func(tx *store.Tx) ([]store.Asset, error) { return tx.Assets(c.query) })
		if diff := cmp.Diff(c.want, assetIDs(list)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	got := view(t, s, func(tx *store.Tx) (store.Asset, error) { return tx.Asset("1") })
	app.Seq = got.Seq
	if diff := cmp.Diff(app, got); diff != "" {
		t.Error(diff)
	}
	if content := view(t, s, func(tx *store.Tx) ([]byte, error) { return tx.AssetContent("2") }); len(content) != 0 {
		t.Errorf("content %q, want none", content)
	}
	counts := view(t, s, func(tx *store.Tx) (map[string]int, error) { return tx.CountAssets("ada") })
	if diff := cmp.Diff(map[string]int{"app": 1, "data-file": 1}, counts); diff != "" {
		t.Error(diff)
	}
}

func assetIDs(list []store.Asset) []string {
	ids := []string{}
	for _, a := range list {
		ids = append(ids, a.ID)
	}
	return ids
}

func TestAssetsChangeHands(t *testing.T) {
	s := open(t, "")
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.InsertAsset(store.Asset{ID: "1", Kind: "app", OwnerID: "ada", SharedWith: []string{"alan"}}, []byte("x")),
			tx.InsertAsset(store.Asset{ID: "2", Kind: "data-file", OwnerID: "ada"}, nil),
			tx.InsertAsset(store.Asset{ID: "3", Kind: "app", OwnerID: "alan"}, nil))
	})
	var apps, rest, again []string
	update(t, s, func(tx *store.Tx) (err error) {
		var errs [3]error
		apps, errs[0] = tx.TransferAssets("ada", "grace", "app")
		rest, errs[1] = tx.TransferAssets("ada", "", "")
		again, errs[2] = tx.TransferAssets("ada", "grace", "")
		return errors.Join(errs[:]...)
	})
	if diff := cmp.Diff([][]string{{"1"}, {"2"}, {}}, [][]string{apps, rest, again}); diff != "" {
		t.Error(diff)
	}
	list := view(t, s, func(tx *store.Tx) ([]store.Asset, error) { return tx.Assets(store.AssetQuery{Limit: 10}) })
	if list[0].OwnerID != "grace" || list[1].OwnerID != "" || list[2].OwnerID != "alan" {
		t.Errorf("got %+v", list)
	}
	update(t, s, func(tx *store.Tx) error { return errors.Join(tx.Unshare("alan"), tx.DeleteAsset("3")) })
	err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.DeleteAsset("3") })
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("deleting again: got %v, want ErrNotFound", err)
	}
	if a := view(t, s, func(tx *store.Tx) (store.Asset, error) { return tx.Asset("1") }); len(a.SharedWith) != 0 {
		t.Errorf("shared with %v, want nobody", a.SharedWith)
	}
}

func TestAuditIsReadNewestFirst(t *testing.T) {
	s := open(t, "")
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.AppendAudit(store.Event{At: noon, Actor: "scim", Action: "user.created", UserID: "ada"}),
			tx.AppendAudit(store.Event{At: noon, Actor: "scim", Action: "user.created", UserID: "grace"}),
			tx.AppendAudit(store.Event{At: noon, Actor: "administrator", Action: "user.disabled", UserID: "ada"}))
	})
	page := view(t, s, func(tx *store.Tx) ([]store.Event, error) { return tx.Audit("", 0, 2) })
	if len(page) != 2 || page[0].Action != "user.disabled" || page[1].UserID != "grace" {
		t.Errorf("got %+v", page)
	}
	rest := view(t, s, func(tx *store.Tx) ([]store.Event, error) { return tx.Audit("ada", page[1].Seq, 10) })
	if len(rest) != 1 || rest[0].Action != "user.created" || !rest[0].At.Equal(noon) {
		t.Errorf("got %+v", rest)
	}
}

func TestDirectory(t *testing.T) {
	s := open(t, "")
	link := store.Connection{ID: "c", Name: "Directory", Provisioning: true}
	ada := store.Person{ID: "p", ConnectionID: "c", UserName: "ada", GivenName: "Ada", FamilyName: "Lovelace", Pending: true}
	update(t, s, func(tx *store.Tx) error { return errors.Join(tx.InsertConnection(link), tx.InsertPerson(ada)) })
	ada.Removed, ada.RemoteID, ada.PasswordHash = true, "r", []byte("h")
	link.Provisioning, link.Dialect, link.JustInTime, link.MatchUserName = false, "okta", true, true
	update(t, s, func(tx *store.Tx) error { return errors.Join(tx.PutPerson(ada), tx.PutConnection(link)) })
	people := view(t, s, func(tx *store.Tx) ([]store.Person, error) { return tx.People("c") })
	if diff := cmp.Diff([]store.Person{ada}, people); diff != "" {
		t.Error(diff)
	}
	if got := view(t, s, func(tx *store.Tx) (store.Connection, error) { return tx.Connection("c") }); got != link {
		t.Errorf("got %+v, want %+v", got, link)
	}
	update(t, s, func(tx *store.Tx) error { return tx.DeleteConnection("c") })
	err := s.View(t.Context(), func(tx *store.Tx) error { _, err := tx.Person("c", "p"); return err })
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}
