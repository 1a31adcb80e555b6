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

// TestFaultsHoldWhatProductsHaveShipped holds the registry against that list: no fault
// of it may be lost, nor its evidence.
func TestFaultsHoldWhatProductsHaveShipped(t *testing.T) {
	t.Parallel()
	for _, id := range strings.Fields(shipped) {
		fault, found := faults.ByID(id)
		if !found {
			t.Errorf("products have shipped %s, and no fault shows it", id)
		} else if !strings.HasPrefix(fault.Evidence, "https://") {
			t.Errorf("%s lacks the address of a public thread", id)
		}
	}
}
