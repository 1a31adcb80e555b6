// Package report writes the result of a run for its readers: the console's
// account for people, JSON for programs, and JUnit for build servers. The
// writers are pure functions of a result: they ask nothing and know no
// target, and write the same bytes for the same result.
package report
