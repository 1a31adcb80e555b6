package account_test

import (
	"errors"
	"testing"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/store"
)

func TestOf(t *testing.T) {
	cases := map[string]struct {
		data string
		want account.Account
	}{
		"a display name": {
			`{"userName":"ada","displayName":"Ada","name":{"formatted":"Countess"},"active":true,"emails":[]}`,
			account.Account{UserName: "ada", DisplayName: "Ada", Active: true},
		},
		"a formatted name": {
			`{"userName":"ada","name":{"formatted":"Ada Lovelace"},"active":false}`,
			account.Account{UserName: "ada", DisplayName: "Ada Lovelace"},
		},
		"a userName alone": {`{"userName":"ada"}`, account.Account{UserName: "ada", DisplayName: "ada", Active: true}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			c.want.ID, c.want.Source = "1", "scim"
			got, err := account.Of(store.Record{ID: "1", Source: "scim", Data: []byte(c.data)})
			if err != nil || got != c.want {
				t.Errorf("got %+v and %v, want %+v", got, err, c.want)
			}
		})
	}
}

func TestDirectory(t *testing.T) {
	s, err := store.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	ada := store.Record{ID: "1", Type: "User", Data: []byte(`{"userName":"Ada"}`), Keys: []store.Key{store.UserNameKey("Ada")}}
	err = s.Update(t.Context(), func(tx *store.Tx) error {
		insert := tx.Insert(&ada)
		byID, err := account.Directory{}.Account(tx, "1")
		byName, err2 := account.Directory{}.AccountByUserName(tx, "ADA")
		if byID != byName || byID.UserName != "Ada" {
			t.Errorf("got %+v and %+v", byID, byName)
		}
		_, absent := account.Directory{}.Account(tx, "2")
		if !errors.Is(absent, store.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", absent)
		}
		return errors.Join(insert, err, err2)
	})
	if err != nil {
		t.Error(err)
	}
}
