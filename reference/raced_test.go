//go:build race

package reference_test

import "testing"

// The race detector makes a run ten times as slow, and a race shows in some of them as well
// as in all.
const (
	oneIn               = 150
	oneVariantIn        = 200
	combinations        = 0
	oneConnectorFaultIn = 40
)

// leftToUnraced is for a test of many runs of the whole suite.
func leftToUnraced(t *testing.T) {
	t.Helper()
	t.Skip("what this judges does not depend on the race detector: it is run without")
}
