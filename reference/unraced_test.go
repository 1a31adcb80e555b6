//go:build !race

package reference_test

// oneIn is how many of the faults are tried: all of them.
const oneIn = 1
