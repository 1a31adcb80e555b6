// Package steps is the harness: it runs the scenarios of package features against
// a target and says what it found. Run is for programs, Test for `go test`.
package steps

import (
	"context"
	"net/http"

	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/provision"
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
	// Dialects are those in which the life cycle is told, each scenario once in each; none takes
	// those of the target's file, else RFC 7644 to the letter. See provision.Choose.
	Dialects []*provision.Dialect
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
	// Control speaks to what stands before the target, records what its clients send and answers
	// as a scenario arranges; nil takes the listener of the target's file, if there is one.
	Control *control.Client
	// Lead, if set, leads the observed client to another door, and returns what leads it back.
	Lead func(ctx context.Context, to control.Door) (back func(context.Context) error, err error)
	// Provisioner is somebody else's client, which sends the changes of the life cycle in
	// the harness's place and is then who is judged; nil where the harness sends them.
	Provisioner *connector.Connector
	// Observer tells what that client sends; nil takes Control, and nobody records it where that is nil as well.
	Observer Observer
	// Version is that of the program, for the report and the User-Agent.
	Version string
}

// Progress is how far a run has come.
type Progress struct {
	Done, Total, Failed int
	// Scenario is the name of the one that just ended, Dialect that in which it was told.
	Scenario, Dialect string
}

func (c Config) concurrency() int {
	if c.Concurrency > 0 {
		return c.Concurrency
	}
	if c.Provisioner != nil {
		return c.Provisioner.Concurrency
	}
	return max(1, c.Target.Limits.Concurrency)
}

func (c Config) rate() float64 {
	if c.Rate > 0 {
		return c.Rate
	}
	return c.Target.Limits.Rate
}
