//go:build race

package reference_test

// oneIn is how many of the faults are tried: the race detector makes them ten times as
// slow, and a race shows in some of them as well as in all.
const oneIn = 10
