package steps

import (
	"errors"
	"net/http"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
)

// TestNobodyIsDeletedBeforeTheHandOver has no client: a request would be a panic.
func TestNobodyIsDeletedBeforeTheHandOver(t *testing.T) {
	t.Parallel()
	app := probe.Asset{Kind: "app", ID: "a1"}
	own := func(e estate, recipe *probe.OwnershipRecipe) error {
		w := scene(t)
		w.run.target.Probes.Ownership = recipe
		w.run.created = probe.NewCreated()
		w.people["Ada"].Estate = e
		return w.mustOwnNothing(t.Context(), w.people["Ada"])
	}
	var ours *mistake
	if err := own(estate{assets: []probe.Asset{app}}, &probe.OwnershipRecipe{}); !errors.As(err, &ours) {
		t.Errorf("without a hand-over: %v, want a mistake of the scenario", err)
	}
	left := &probe.HandOver{Left: []probe.Asset{app}}
	var theirs *violation
	if err := own(estate{assets: []probe.Asset{app}, attempt: left}, &probe.OwnershipRecipe{}); !errors.As(err, &theirs) {
		t.Errorf("after a partial failure: %v, want a violation", err)
	}
	done := &probe.HandOver{Attempt: probe.Attempt{Verdict: probe.Allowed, Status: http.StatusOK}}
	for name, err := range map[string]error{
		"who owned nothing":    own(estate{}, &probe.OwnershipRecipe{}),
		"no ownership probe":   own(estate{assets: []probe.Asset{app}}, nil),
		"no guard is declared": own(estate{assets: []probe.Asset{app}}, &probe.OwnershipRecipe{Delete: &probe.DeleteRecipe{Guard: probe.NoGuard}}),
		"an empty list":        own(estate{assets: []probe.Asset{app}, attempt: done}, &probe.OwnershipRecipe{}),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
