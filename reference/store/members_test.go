package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/store"
)

func members(t *testing.T, s *store.Store, group string) []string {
	t.Helper()
	return view(t, s, func(tx *store.Tx) ([]string, error) { return tx.Members(group) })
}

func TestMembershipIsSeenFromBothSides(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		update(t, s, func(tx *store.Tx) error { return tx.SetMembers("engineers", []string{"ada", "grace", "ada"}) })
		update(t, s, func(tx *store.Tx) error { return tx.AddMembers("admins", "grace", "alan") })
		update(t, s, func(tx *store.Tx) error { return tx.SetMembers("engineers", []string{"edsger", "grace"}) })
		if diff := cmp.Diff([]string{"grace", "edsger"}, members(t, s, "engineers")); diff != "" {
			t.Error(diff)
		}
		groups := view(t, s, func(tx *store.Tx) ([]string, error) { return tx.GroupsOf("grace") })
		if diff := cmp.Diff([]string{"engineers", "admins"}, groups); diff != "" {
			t.Error(diff)
		}
		if view(t, s, func(tx *store.Tx) (bool, error) { return tx.IsMember("engineers", "ada") }) {
			t.Error("Ada has left the engineers")
		}
	})
}

func TestRemoveMemberEverywhere(t *testing.T) {
	s := open(t, "")
	var left []string
	update(t, s, func(tx *store.Tx) (err error) {
		for _, group := range []string{"engineers", "admins"} {
			if err := tx.SetMembers(group, []string{"ada", "grace"}); err != nil {
				return err
			}
		}
		left, err = tx.RemoveMemberEverywhere("ada")
		return err
	})
	if diff := cmp.Diff([]string{"engineers", "admins"}, left); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"grace"}, members(t, s, "admins")); diff != "" {
		t.Error(diff)
	}
}

func TestDeletingARecordEndsItsMemberships(t *testing.T) {
	s := open(t, "")
	insert(t, s, person("a", "ada"))
	update(t, s, func(tx *store.Tx) error {
		if err := tx.AddMembers("engineers", "a", "g"); err != nil {
			return err
		}
		if err := tx.SetPassword("a", []byte("hash")); err != nil {
			return err
		}
		return tx.Delete("User", "a")
	})
	if diff := cmp.Diff([]string{"g"}, members(t, s, "engineers")); diff != "" {
		t.Error(diff)
	}
	if keys := view(t, s, func(tx *store.Tx) ([]store.Key, error) { return tx.Keys("a") }); len(keys) != 0 {
		t.Errorf("keys are left: %v", keys)
	}
	insert(t, s, person("b", "ada"))
	err := s.View(t.Context(), func(tx *store.Tx) error { _, err := tx.Password("b"); return err })
	if err == nil {
		t.Error("the new Ada has the former one's password")
	}
}
