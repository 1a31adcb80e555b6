package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/store"
)

func TestIdentities(t *testing.T) {
	s := open(t, "")
	ada := store.Identity{ConnectionID: "c", Subject: "7", UserID: "ada"}
	other := store.Identity{ConnectionID: "d", Subject: "7", UserID: "grace"}
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.InsertConnection(store.Connection{ID: "c"}), tx.PutIdentity(ada), tx.PutIdentity(other))
	})
	ada.UserID = "ada king"
	update(t, s, func(tx *store.Tx) error { return tx.PutIdentity(ada) })
	if got := view(t, s, func(tx *store.Tx) (store.Identity, error) { return tx.Identity("c", "7") }); got != ada {
		t.Errorf("got %+v, want %+v", got, ada)
	}
	links := view(t, s, func(tx *store.Tx) ([]store.Identity, error) { return tx.IdentitiesOf("ada king") })
	if diff := cmp.Diff([]store.Identity{ada}, links); diff != "" {
		t.Error(diff)
	}
	update(t, s, func(tx *store.Tx) error { return tx.DeleteConnection("c") })
	err := s.View(t.Context(), func(tx *store.Tx) error { _, err := tx.Identity("c", "7"); return err })
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("once the connection is gone: got %v, want ErrNotFound", err)
	}
	view(t, s, func(tx *store.Tx) (store.Identity, error) { return tx.Identity("d", "7") })
}

func TestDepartures(t *testing.T) {
	s := open(t, "")
	departed := func(kind, name string) bool {
		t.Helper()
		return view(t, s, func(tx *store.Tx) (bool, error) { return tx.Departed(kind, name) })
	}
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.Depart(store.DepartedUserName, "Ada@Example.com"), tx.Depart(store.DepartedUserName, "ada@example.com"),
			tx.Depart(store.DepartedExternalID, "A1"))
	})
	for name, want := range map[[2]string]bool{
		{store.DepartedUserName, "ADA@example.com"}:   true,
		{store.DepartedUserName, "grace@example.com"}: false,
		{store.DepartedExternalID, "A1"}:              true,
		{store.DepartedExternalID, "a1"}:              false,
		{store.DepartedUserName, "A1"}:                false,
	} {
		if got := departed(name[0], name[1]); got != want {
			t.Errorf("%v: got %t, want %t", name, got, want)
		}
	}
	update(t, s, func(tx *store.Tx) error { return tx.Return(store.DepartedUserName, "ada@EXAMPLE.com") })
	if departed(store.DepartedUserName, "ada@example.com") || !departed(store.DepartedExternalID, "A1") {
		t.Error("who has returned is known as gone, or somebody else no longer")
	}
}
