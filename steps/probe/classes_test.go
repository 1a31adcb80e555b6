package probe_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

func TestEveryClassHandsOver(t *testing.T) {
	for class := range classes {
		if class == "none" || class == "recovery" {
			continue
		}
		t.Run(class, func(t *testing.T) {
			e, o, assets := newEstate(t, class)
			for range 2 { // once more is harmless
				got, err := o.TransferAll(t.Context(), lady, heir)
				if err != nil || got.Verdict != probe.Allowed || len(got.Left) > 0 {
					t.Fatalf("got %+v, %v; want all handed over", got, err)
				}
				if unmoved, err := o.Unmoved(t.Context(), assets, heir); err != nil || len(unmoved) > 0 {
					t.Errorf("not moved: %+v, %v", unmoved, err)
				}
			}
			if listed, err := o.List(t.Context(), lady); err != nil || len(listed) > 0 {
				t.Errorf("still listed: %+v, %v", listed, err)
			}
			if e.gone[lady.NativeID] != o.DeletesToHandOver() {
				t.Errorf("Ada is gone: %t", e.gone[lady.NativeID])
			}
		})
	}
}

func TestNobodyUnknownInherits(t *testing.T) {
	for class := range classes {
		if class == "none" || class == "recovery" {
			continue
		}
		t.Run(class, func(t *testing.T) {
			e, o, assets := newEstate(t, class)
			got, err := o.TransferAll(t.Context(), lady, nobody)
			if err != nil || got.Verdict != probe.Denied {
				t.Errorf("got %+v, %v; want denied", got, err)
			}
			if unmoved, err := o.Unmoved(t.Context(), assets, lady); err != nil || len(unmoved) > 0 || e.gone[lady.NativeID] {
				t.Errorf("no longer Ada's: %+v, %v", unmoved, err)
			}
		})
	}
}

// TestEachClassIsFoundOut has a tenant go wrong in the manner of its class: it says so by
// its answer, or it shows when what was handed over is looked at.
func TestEachClassIsFoundOut(t *testing.T) {
	tests := []struct {
		class, fault string
		want         probe.Verdict
		left         int // by the answers
		unmoved      int // by what is there
	}{
		{"per-asset", "nothing moves", probe.Allowed, 0, 3},
		{"bulk", "one fails", probe.Denied, 2, 2}, // the last of each batch
		{"bulk", "one is throttled", probe.Inconclusive, 2, 2},
		{"bulk", "one is forgotten", probe.Denied, 2, 2},
		{"bulk", "one is not moved", probe.Allowed, 0, 2},
		{"job", "nothing moves", probe.Allowed, 0, 3},
		{"job", "the job fails", probe.Denied, 3, 0},
		{"job", "the job never ends", probe.Inconclusive, 3, 0},
		{"job", "the job is lost", probe.Inconclusive, 3, 0},
		{"all by a job", "nothing moves", probe.Allowed, 0, 3},
		{"takeover", "nothing moves", probe.Allowed, 0, 3},
		{"takeover", "taken away again", probe.Allowed, 0, 3},
		{"delete-param", "the heir is ignored", probe.Allowed, 0, 3},
		{"none", "", probe.Denied, 3, 3},
	}
	for _, tt := range tests {
		t.Run(tt.class+" "+tt.fault, func(t *testing.T) {
			e, o, assets := newEstate(t, tt.class)
			e.fault = tt.fault
			got, err := o.TransferAll(t.Context(), lady, heir)
			if err != nil || got.Verdict != tt.want || len(got.Left) != tt.left {
				t.Errorf("got %+v, %v; want %s, and %d left", got, err, tt.want, tt.left)
			}
			if unmoved, err := o.Unmoved(t.Context(), assets, heir); err != nil || len(unmoved) != tt.unmoved {
				t.Errorf("not moved: %+v, %v; want %d", unmoved, err, tt.unmoved)
			}
		})
	}
}

func TestWhatIsAcceptedFromAnybodyIsFoundOut(t *testing.T) {
	for _, class := range []string{"per-asset", "bulk", "job", "delete-param"} {
		e, o, assets := newEstate(t, class)
		e.fault = "anybody inherits"
		got, err := o.TransferAll(t.Context(), lady, nobody)
		unmoved, snapErr := o.Unmoved(t.Context(), assets, lady)
		if err != nil || got.Verdict != probe.Allowed || snapErr != nil || len(unmoved) != 3 {
			t.Errorf("%s: got %+v, %v; no longer Ada's: %v", class, got, err, unmoved)
		}
	}
}

func TestLateRecovery(t *testing.T) {
	for fault, want := range map[string]probe.Verdict{"the deletion orphans": probe.Allowed, "what is orphaned stays so": probe.Denied} {
		e, o, assets := newEstate(t, "recovery")
		e.fault = "the deletion orphans"
		if got, err := o.Delete(t.Context(), lady); err != nil || got.Verdict != probe.Allowed {
			t.Fatalf("deleting Ada: %+v, %v", got, err)
		}
		e.fault = fault
		got, err := o.Recover(t.Context(), lady, heir, assets)
		if err != nil || got.Verdict != want {
			t.Errorf("%s: got %+v, %v; want %s", fault, got, err, want)
		}
		unmoved, err := o.Unmoved(t.Context(), assets, heir)
		if err != nil || (len(unmoved) == 0) != (want == probe.Allowed) {
			t.Errorf("%s: not recovered: %v, %v", fault, unmoved, err)
		}
	}
	if window, possible := mustOwn(t, "recovery").Recovery(); !possible || window.Hours() != 720 {
		t.Errorf("the window is %s", window)
	}
	if _, possible := mustOwn(t, "bulk").Recovery(); possible {
		t.Error("a recovery that nobody declared")
	}
}

func mustOwn(t *testing.T, class string) *probe.Ownership {
	t.Helper()
	_, o, _ := newEstate(t, class)
	return o
}

// TestRefusalWhileOwning is the seventh class: the refusal is the right answer, and what
// lets somebody go who owns something is found.
func TestRefusalWhileOwning(t *testing.T) {
	e, o, assets := newEstate(t, "recovery")
	if got, err := o.Delete(t.Context(), lady); err != nil || got.Verdict != probe.Denied || e.gone[lady.NativeID] {
		t.Errorf("got %+v, %v; want denied", got, err)
	}
	e.fault = "the deletion orphans"
	got, err := o.Delete(t.Context(), lady)
	unmoved, snapErr := o.Unmoved(t.Context(), assets, lady)
	if err != nil || got.Verdict != probe.Allowed || snapErr != nil || len(unmoved) != 3 {
		t.Errorf("got %+v, %v; orphaned %v", got, err, unmoved)
	}
	if again, err := o.Delete(t.Context(), lady); err != nil || again.Verdict != probe.Allowed {
		t.Errorf("deleted twice: %+v, %v", again, err)
	}
}

// TestAFailureBlocksTheDeletion wants no deletion with the heir in the request after another
// kind was left behind.
func TestAFailureBlocksTheDeletion(t *testing.T) {
	e, o, _ := newMixed(t)
	got, err := o.TransferAll(t.Context(), lady, heir)
	if err != nil || got.Verdict != probe.Denied || len(got.Left) != 6 || e.gone[lady.NativeID] {
		t.Errorf("got %+v, %v; want denied, with everything left", got, err)
	}
	if !strings.Contains(got.Evidence, "not deleted") || slices.Contains(e.sent, "DELETE /users/n-1") {
		t.Errorf("sent %q, and said %q", e.sent, got.Evidence)
	}
}

// newMixed is a product of which the one kind cannot be moved, and the other goes with its owner. Both kinds list the same things.
func newMixed(t *testing.T) (*estate, *probe.Ownership, []probe.Asset) {
	t.Helper()
	return class{
		`{mode: none}
    - name: other
      create: {method: POST, url: "{{origin}}/things", bearer: "{{token}}", save: {id: $.id}}
      list: {request: {url: "{{origin}}/things?owner={{user.nativeId}}"}, items: $.data, id: $.id}
      owner: {request: {url: "{{origin}}/things/{{asset.id}}"}, value: $.owner}
      transfer: {mode: delete-param}`,
		classes["delete-param"].rest,
	}.start(t)
}

func TestNotMovable(t *testing.T) {
	_, o, assets := newEstate(t, "none")
	got, err := o.Transfer(t.Context(), assets[0], lady, heir)
	if err != nil || got.Verdict != probe.Denied || o.Alone("thing") == "" || len(got.Left) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
	if reason := o.Immovable()["thing"]; reason != "Notes stay with their author." {
		t.Errorf("the reason is %q", reason)
	}
	if movable, all := o.EveryKind(false), o.EveryKind(true); len(movable) != 0 || len(all) != 1 {
		t.Errorf("every kind is %q, or %q", movable, all)
	}
}

func TestOneAlone(t *testing.T) {
	for class, alone := range map[string]bool{"per-asset": true, "bulk": true, "takeover": true, "job": false, "delete-param": false} {
		_, o, assets := newEstate(t, class)
		if got := o.Alone("thing") == ""; got != alone {
			t.Errorf("%s: alone is %t", class, got)
		}
		got, err := o.Transfer(t.Context(), assets[1], lady, heir)
		unmoved, snapErr := o.Unmoved(t.Context(), assets, heir)
		if err != nil || snapErr != nil || (got.Verdict == probe.Allowed) != alone || alone != (len(unmoved) == 2) {
			t.Errorf("%s: %+v, %v; not moved %v", class, got, err, unmoved)
		}
	}
}

func TestOpen(t *testing.T) {
	_, o, assets := newEstate(t, "per-asset")
	for person, want := range map[probe.Person]probe.Verdict{lady: probe.Allowed, heir: probe.Denied, nobody: probe.Denied} {
		got, err := o.Open(t.Context(), person, o.Openable(assets))
		if err != nil || len(got) != 3 {
			t.Fatalf("got %+v, %v", got, err)
		}
		for _, one := range got {
			if one.Verdict != want {
				t.Errorf("%s: %+v, want %s", person.ID, one, want)
			}
		}
	}
}

// TestEveryClassLeavesAloneWhatTheRunDidNotMake wants a refusal before anything is sent that
// changes something: neither for a person nor for a thing that is not the run's.
func TestEveryClassLeavesAloneWhatTheRunDidNotMake(t *testing.T) {
	stranger := probe.Person{ID: "77", NativeID: "n-77"}
	for class := range classes {
		t.Run(class, func(t *testing.T) {
			e, o, _ := newEstate(t, class)
			e.owners["theirs"] = lady.NativeID // made by somebody else in Ada's name
			e.sent = nil
			_, all := o.TransferAll(t.Context(), stranger, heir)
			_, alone := o.Transfer(t.Context(), probe.Asset{Kind: "thing", ID: "theirs"}, lady, heir)
			_, late := o.Recover(t.Context(), lady, heir, []probe.Asset{{Kind: "thing", ID: "theirs"}})
			_, of := o.Recover(t.Context(), stranger, heir, nil)
			errs := []error{all, alone, late, of}
			if class != "all by a job" { // a person of the run has nothing that is not the run's
				_, listed := o.TransferAll(t.Context(), lady, heir)
				errs = append(errs, listed)
			}
			if o.Deletes() {
				_, err := o.Delete(t.Context(), stranger)
				errs = append(errs, err)
			}
			for i, err := range errs {
				var notOurs *probe.NotOursError
				if !errors.As(err, &notOurs) {
					t.Errorf("%d: got %v, want a NotOursError", i, err)
				}
			}
			for _, sent := range e.sent {
				if !strings.HasPrefix(sent, "GET ") {
					t.Errorf("sent %s", sent)
				}
			}
		})
	}
}

func TestNobodyOwnsAnything(t *testing.T) {
	n, err := yamlfile.Parse("recipe.yaml", []byte("none: What is made belongs to a role.\n"))
	if err != nil {
		t.Fatal(err)
	}
	var recipe probe.OwnershipRecipe
	if err := n.Decode(&recipe); err != nil {
		t.Fatal(err)
	}
	o := probe.NewOwnership(recipe, nil, probe.Kit{})
	if listed, err := o.List(t.Context(), ada); err != nil || len(listed) > 0 || o.None() != "What is made belongs to a role." {
		t.Errorf("listed %v, %v; none is %q", listed, err, o.None())
	}
}
