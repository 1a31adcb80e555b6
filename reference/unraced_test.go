//go:build !race

package reference_test

import "testing"

// So many of the faults and of the variants are tried that the tests of the module stay a
// matter of a minute; `scimproof prove` tries all.
const (
	oneIn               = 6
	oneVariantIn        = 45
	combinations        = 2
	oneConnectorFaultIn = 8
)

// leftToUnraced is for a test of many runs of the whole suite.
func leftToUnraced(*testing.T) {}
