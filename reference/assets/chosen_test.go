package assets_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

func TestTransferChosenMovesTheseAndNoOthers(t *testing.T) {
	tn := newTenant(t)
	app, file, graces := tn.make("ada", assets.App, "alan"), tn.make("ada", assets.DataFile), tn.make("grace", assets.App)
	if err := tn.assets.TransferChosen(t.Context(), "ada", "grace", []string{app, app}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{app: "grace", file: "ada", graces: "grace"}, tn.owners()); diff != "" {
		t.Error(diff)
	}
	moved, err := tn.assets.Get(t.Context(), as("grace"), app)
	if diff := cmp.Diff([]string{"alan"}, moved.SharedWith); diff != "" || err != nil {
		t.Error(diff, err)
	}
	var trail []store.Event
	tn.update(func(tx *store.Tx) (err error) { trail, err = tx.Audit("", 0, 10); return err })
	if len(trail) != 1 || trail[0].Action != "assets.transferred" || trail[0].UserID != "ada" || trail[0].Detail != "1 asset went to grace" {
		t.Errorf("got %+v", trail)
	}
}

func TestTransferChosenIsAllOrNothing(t *testing.T) {
	tn := newTenant(t)
	app, graces := tn.make("ada", assets.App), tn.make("grace", assets.App)
	before := tn.owners()
	move := func(to string, ids ...string) error { return tn.assets.TransferChosen(t.Context(), "ada", to, ids) }
	for name, c := range map[string]struct {
		err  error
		want assets.Reason
	}{
		"a third person's":     {move("alan", app, graces), assets.Absent},
		"an unknown one":       {move("alan", app, "x"), assets.Absent},
		"to nobody":            {move("edsger", app), assets.UnknownOwner},
		"to a disabled person": {move("charles", app), assets.OwnerDisabled},
		"to themselves":        {move("ada", app), assets.UnknownOwner},
	} {
		wantRefusal(t, name, c.err, c.want)
	}
	if err := move("alan"); err != nil {
		t.Errorf("nothing: %v", err)
	}
	if diff := cmp.Diff(before, tn.owners()); diff != "" {
		t.Error(diff)
	}
}
