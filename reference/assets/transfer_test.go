package assets_test

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

func TestTransferKeepsContentAndSharing(t *testing.T) {
	tn := newTenant(t)
	id := tn.make("ada", assets.App, "alan")
	before, err := tn.assets.Get(t.Context(), as("ada"), id)
	if err != nil {
		t.Fatal(err)
	}
	after, err := tn.assets.Transfer(t.Context(), as("ada"), id, "grace")
	before.OwnerID = "grace"
	if diff := cmp.Diff(before, after); diff != "" || err != nil {
		t.Error(diff, err)
	}
	content, err := tn.assets.Content(t.Context(), as("grace"), id)
	if string(content) != "made by ada" || err != nil {
		t.Errorf("got %q and %v", content, err)
	}
	_, err = tn.assets.Get(t.Context(), as("ada"), id)
	wantRefusal(t, "the former owner", err, assets.Absent)
	if again, err := tn.assets.Transfer(t.Context(), administrator, id, "grace"); err != nil || again.OwnerID != "grace" {
		t.Errorf("again: got %+v and %v", again, err)
	}
}

func TestTransferIsRefusedAndMovesNothing(t *testing.T) {
	tn := newTenant(t)
	id := tn.make("ada", assets.App)
	tn.make("ada", assets.DataFile)
	before := tn.owners()
	one := func(to string) error { _, err := tn.assets.Transfer(t.Context(), administrator, id, to); return err }
	all := func(from, to string, kinds ...string) error {
		_, err := tn.assets.TransferAll(t.Context(), from, to, kinds...)
		return err
	}
	cases := map[string]struct {
		err  error
		want assets.Reason
	}{
		"one to nobody":                 {one("edsger"), assets.UnknownOwner},
		"one to an empty id":            {one(""), assets.UnknownOwner},
		"one to a disabled person":      {one("charles"), assets.OwnerDisabled},
		"all to nobody":                 {all("ada", "edsger"), assets.UnknownOwner},
		"all to an empty id":            {all("ada", ""), assets.UnknownOwner},
		"all to a disabled person":      {all("ada", "charles"), assets.OwnerDisabled},
		"all of nobody":                 {all("edsger", "grace"), assets.Absent},
		"all, one kind of them unknown": {all("ada", "grace", assets.App, "sheet"), assets.UnknownKind},
		"nothing to a disabled person":  {all("alan", "charles"), assets.OwnerDisabled},
	}
	for name, c := range cases {
		wantRefusal(t, name, c.err, c.want)
	}
	if diff := cmp.Diff(before, tn.owners()); diff != "" {
		t.Error(diff)
	}
}

func TestTransferAllByKind(t *testing.T) {
	tn := newTenant(t)
	app, file := tn.make("ada", assets.App), tn.make("ada", assets.DataFile)
	ids, err := tn.assets.TransferAll(t.Context(), "ada", "grace", assets.App, assets.DataConnection, assets.App)
	if diff := cmp.Diff([]string{app}, ids); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if diff := cmp.Diff(map[string]string{app: "grace", file: "ada"}, tn.owners()); diff != "" {
		t.Error(diff)
	}
}

// TestTransferAllIsExact checks, for any distribution of assets, that exactly the leaver's assets of the kinds asked
// for go to the heir, that nothing is lost or made, and that a repetition moves nothing.
func TestTransferAllIsExact(t *testing.T) {
	people := []string{"ada", "grace", "alan"}
	tn := newTenant(t)
	rapid.Check(t, func(rt *rapid.T) {
		tn.clear()
		kindOf := map[string]string{}
		for range rapid.IntRange(0, 12).Draw(rt, "assets") {
			kind := rapid.SampledFrom(assets.Kinds()).Draw(rt, "kind")
			kindOf[tn.make(rapid.SampledFrom(people).Draw(rt, "owner"), kind)] = kind
		}
		from, to := rapid.SampledFrom(people).Draw(rt, "from"), rapid.SampledFrom(people).Draw(rt, "to")
		kinds := rapid.SliceOfDistinct(rapid.SampledFrom(assets.Kinds()), rapid.ID[string]).Draw(rt, "kinds")
		want := afterTransfer(tn.owners(), kindOf, from, to, kinds)
		ids, err := tn.assets.TransferAll(t.Context(), from, to, kinds...)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(want.owners, tn.owners()); diff != "" || len(ids) != want.moved {
			rt.Fatalf("%d moved, want %d\n%s", len(ids), want.moved, diff)
		}
		again, err := tn.assets.TransferAll(t.Context(), from, to, kinds...)
		if len(again) != 0 || err != nil {
			rt.Fatalf("again: %v and %v", again, err)
		}
	})
}

type outcome struct {
	owners map[string]string
	moved  int
}

// afterTransfer states what must hold, asset by asset.
func afterTransfer(owners, kindOf map[string]string, from, to string, kinds []string) outcome {
	o := outcome{owners: maps.Clone(owners)}
	asked := map[string]bool{}
	for _, kind := range kinds {
		asked[kind] = true
	}
	for id, owner := range owners {
		if owner == from && from != to && (len(kinds) == 0 || asked[kindOf[id]]) {
			o.owners[id] = to
			o.moved++
		}
	}
	return o
}

// TestTransferAllOrNothing lets the database fail at any one of the assets, and finds every other where it was.
func TestTransferAllOrNothing(t *testing.T) {
	tn := newTenantInFile(t)
	var ids []string
	for _, kind := range []string{assets.App, assets.DataFile, assets.App, assets.DataConnection, assets.DataFile} {
		ids = append(ids, tn.make("ada", kind))
	}
	before := tn.owners()
	for _, id := range ids {
		repair := failAt(t, tn.path, id)
		if _, err := tn.assets.TransferAll(t.Context(), "ada", "grace"); err == nil {
			t.Error("the transfer succeeded though one asset could not be moved")
		}
		if diff := cmp.Diff(before, tn.owners()); diff != "" {
			t.Errorf("after a failure at %s: %s", id, diff)
		}
		repair()
	}
	if moved, err := tn.assets.TransferAll(t.Context(), "ada", "grace"); err != nil || len(moved) != len(ids) {
		t.Errorf("after all failures: moved %d and %v", len(moved), err)
	}
}

// failAt makes every change of one asset's owner fail, until the function that it answers is called.
func failAt(t *testing.T, path, id string) func() {
	t.Helper()
	exec := func(query string) {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.ExecContext(t.Context(), query)
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
	exec(fmt.Sprintf(`CREATE TRIGGER fail BEFORE UPDATE OF owner_id ON assets WHEN new.id = '%s'
		BEGIN SELECT raise(ABORT, 'injected failure'); END`, id))
	return func() { exec(`DROP TRIGGER fail`) }
}

func TestTransfersAreAudited(t *testing.T) {
	tn := newTenant(t)
	id := tn.make("ada", assets.App)
	if _, err := tn.assets.TransferAll(t.Context(), "ada", "grace"); err != nil {
		t.Fatal(err)
	}
	if _, err := tn.assets.Transfer(t.Context(), administrator, id, "alan"); err != nil {
		t.Fatal(err)
	}
	var trail []store.Event
	tn.update(func(tx *store.Tx) (err error) { trail, err = tx.Audit("", 0, 10); return err })
	if len(trail) != 2 || trail[0].Action != "asset.transferred" || trail[1].Action != "assets.transferred" || trail[1].UserID != "ada" {
		t.Errorf("got %+v", trail)
	}
}
