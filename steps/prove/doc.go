// Package prove measures the suite itself: it runs the scenarios against service
// providers of which it is known what is wrong with them (faults), or that nothing is
// (variants, which only do what the standard permits). A fault that no scenario finds
// is a miss, a scenario that fails on a variant is a false alarm.
//
// It knows no service provider: whoever calls it opens them.
package prove
