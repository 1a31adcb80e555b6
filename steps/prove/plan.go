package prove

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"

	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// Subject is a service provider that the suite is run against once, or a connector with one.
type Subject struct {
	Target *target.Target
	// Transport carries the requests; nil means the network.
	Transport http.RoundTripper
	// Connector is who is judged in the service provider's place; nil for none. Control speaks to
	// what stands between the two.
	Connector *connector.Connector
	Control   *control.Client
	// Close ends what was opened.
	Close func()
}

// Open starts a service provider of its own.
type Open func(context.Context) (Subject, error)

// Connect starts a connector, with a service provider of its own. It is to be as quick as it
// can be; unhurried it keeps the pace that it has in the world.
type Connect func(ctx context.Context, unhurried bool) (Subject, error)

// Fault is a service provider with one mistake, or a connector.
type Fault struct {
	ID       string
	Title    string
	Area     string
	Severity string
	// Requirement is the id of what the mistake breaks, and Also are those that it
	// cannot help breaking as well.
	Requirement string
	Also        []string
	// Evidence is the address of a public thread where it was made; may be empty.
	Evidence string
	// Yardstick names the honest service provider that it is to be compared with, empty for
	// the usual one; for a connector it is the id of an honest one.
	Yardstick string
	// Open starts a service provider with the mistake, Connect a connector; one of them is nil.
	Open    Open
	Connect Connect
}

// broken are all the requirements that the mistake breaks.
func (f Fault) broken() []string { return append([]string{f.Requirement}, f.Also...) }

// Variant is a service provider that differs from the honest one only in what the
// standard permits.
type Variant struct {
	ID    string
	Title string
	// Combined says that several differences were drawn at random.
	Combined bool
	// MayWarn says that it is permitted, and yet no good practice: a warning is no alarm.
	MayWarn bool
	// Share is the part of the scenarios that are run, one in so many; 0 or 1 for all of
	// them. Which ones it is differs from variant to variant, and with the seed.
	Share int
	Open  Open
}

// Connector is an honest connector.
type Connector struct {
	ID    string
	Title string
	// MayWarn says that it speaks as known clients do, and not as is good practice: a warning is
	// no alarm.
	MayWarn bool
	// Near runs no more than what is run of the faults that are compared with it.
	Near    bool
	Connect Connect
}

// Plan says what to prove.
type Plan struct {
	// Honest opens the service providers without a fault, which the suite must pass, by
	// the names of the yardsticks; the usual one has none.
	Honest   map[string]Open
	Faults   []Fault
	Variants []Variant
	// Connectors are honest ones, and Unhurried the requirements that tell of a connector's pace.
	Connectors []Connector
	Unhurried  []string
	// Seed decides which scenarios meet which variant.
	Seed int64
	// Whole runs every scenario under every fault, and for every variant. Otherwise those of what the fault breaks
	// are run first, with a few others of the same features, and all only where these find
	// nothing.
	Whole bool
	// Workers is how many service providers are judged at a time; 0 for one a processor.
	Workers int
	// Progress, if set, is told after each service provider, from several goroutines.
	Progress func(Progress)
	// Version is that of the program, for the report.
	Version string
}

// Progress is how far the proof has come.
type Progress struct {
	Done, Total int
	// Bad is how many misses and false alarms there are so far.
	Bad int
	// ID is that of the fault, variant or connector that was judged last.
	ID string
}

func (p Plan) workers() int {
	if p.Workers > 0 {
		return p.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// scenariosAtATime keeps a processor busy while one scenario waits for another, and
// leaves the others to the other service providers.
const scenariosAtATime = 2

// judge runs the scenarios with those ids (none: all) against a subject of its own.
func judge(ctx context.Context, open Open, ids []string) (run *result.Run, err error) {
	subject, err := open(ctx)
	if err != nil {
		return nil, fmt.Errorf("starting the service provider: %w", err)
	}
	defer subject.Close()
	config := steps.Config{Target: subject.Target, Transport: subject.Transport, IDs: ids, Concurrency: scenariosAtATime, Brief: true}
	if subject.Connector != nil {
		// One after the other: what a connector sends is not told apart by scenario.
		config.Provisioner, config.Control, config.Concurrency = subject.Connector, subject.Control, 1
	}
	run, err = steps.Run(ctx, config)
	if err == nil && run.Interrupted {
		err = context.Cause(ctx)
	}
	return run, err
}

// errDishonest says that the yardstick itself is crooked.
var errDishonest = errors.New("the service provider without a fault does not pass the suite")

// baseline is how the scenarios end without a fault: what does not pass there proves
// nothing.
type baseline map[string]result.Outcome

func measure(ctx context.Context, honest Open) (baseline, error) {
	run, err := judge(ctx, honest, nil)
	if err != nil {
		return nil, err
	}
	if code := run.ExitCode(false); code != 0 {
		return nil, fmt.Errorf("%w: it is %s", errDishonest, run.Verdict)
	}
	return outcomesOf(run), nil
}

func (b baseline) passes(id string) bool { return b[id] == result.Pass }
