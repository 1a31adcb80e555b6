// Package steps is the harness: it runs the scenarios of package features against
// a target and says what it found. Run is for programs, Test for `go test`.
package steps

import (
	"context"
	"net/http"

	"github.com/scimproof/scimproof/steps/target"
)

// Config says what to run against whom.
type Config struct {
	// Target is who is judged.
	Target *target.Target
	// Tags is a tag expression (and, or, not, parentheses); empty selects all.
	Tags string
	// IDs are prefixes of requirement or scenario ids; empty selects all.
	IDs []string
	// Concurrency is the most scenarios at a time; 0 takes the target's limit.
	Concurrency int
	// Rate is the most requests a second; 0 takes the target's limit.
	Rate float64
	// Brief keeps no exchanges: who runs the suite a thousand times reads only how it ends.
	Brief bool
	// Strict makes failures of what only warns.
	Strict bool
	// Transport carries the requests; nil means a pooled one of the run's own.
	Transport http.RoundTripper
	// Progress, if set, is told after each scenario, from several goroutines.
	Progress func(Progress)
	// Ask, if set, wants the person at the terminal to do something that the target's file
	// leaves to them, and returns when they say that it is done, or with ctx's error. It is
	// never called twice at a time.
	Ask func(ctx context.Context, what string) error
	// Version is that of the program, for the report and the User-Agent.
	Version string
}

// Progress is how far a run has come.
type Progress struct {
	Done, Total, Failed int
	// Scenario is the name of the one that just ended.
	Scenario string
}

func (c Config) concurrency() int {
	if c.Concurrency > 0 {
		return c.Concurrency
	}
	return max(1, c.Target.Limits.Concurrency)
}

func (c Config) rate() float64 {
	if c.Rate > 0 {
		return c.Rate
	}
	return c.Target.Limits.Rate
}
