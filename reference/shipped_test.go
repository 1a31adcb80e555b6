package reference_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference/faults"
)

// shipped are the faults that products have shipped, each with a public thread that shows
// it: what a real server got wrong once, a harness must be able to find.
//
//go:embed testdata/shipped.txt
var shipped string

// unshown are those of them that no fault shows yet. The list may only become shorter.
//
//go:embed testdata/unshown.txt
var unshown string

// TestFaultsHoldWhatProductsHaveShipped holds the registry against that list: no fault
// of it may be lost, nor its evidence.
func TestFaultsHoldWhatProductsHaveShipped(t *testing.T) {
	t.Parallel()
	awaited := map[string]bool{}
	for _, id := range strings.Fields(unshown) {
		awaited[id] = true
	}
	for _, id := range strings.Fields(shipped) {
		fault, found := faults.ByID(id)
		switch {
		case !found && !awaited[id]:
			t.Errorf("products have shipped %s, and no fault shows it", id)
		case found && awaited[id]:
			t.Errorf("a fault shows %s: take it off the list of those that are not shown", id)
		case found && !strings.HasPrefix(fault.Evidence, "https://"):
			t.Errorf("%s lacks the address of a public thread", id)
		}
		delete(awaited, id)
	}
	for id := range awaited {
		t.Errorf("%s is not shown, and not a fault that products have shipped", id)
	}
}
