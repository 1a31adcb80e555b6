package prove

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/scimproof/scimproof/steps/result"
)

const (
	// perProcessor is how many connectors work at a time for each service provider that would.
	perProcessor = 16
	// aPart is how many scenarios one connector is asked at most: more of them are asked of
	// several that are alike, at the same time.
	aPart = 16
)

// yard is an honest connector as a yardstick.
type yard struct {
	Connector
	// ids are the scenarios that it is asked; nil for all.
	ids []string
	// asked is closed when outcomes are there.
	asked    chan struct{}
	outcomes baseline
	// whole asks it all of them.
	whole func(context.Context) (baseline, error)
}

// line sets up the honest connectors.
func (p *proof) line() error {
	p.yards, p.seats = map[string]*yard{}, make(chan struct{}, perProcessor*p.workers())
	for _, c := range p.Connectors {
		y := &yard{Connector: c, asked: make(chan struct{}), whole: p.wholly(c)}
		if c.Near && !p.Whole {
			y.ids = p.nearAll(c.ID)
		}
		p.yards[c.ID] = y
	}
	for _, f := range p.Faults {
		if f.Connect != nil && p.yards[f.Yardstick] == nil {
			return fmt.Errorf("the fault %s is to be compared with the connector %q, which is not there", f.ID, f.Yardstick)
		}
	}
	return nil
}

// nearAll are the scenarios that are run of the faults that are compared with a connector.
func (p *proof) nearAll(connector string) []string {
	var ids []string
	for _, f := range p.Faults {
		if f.Connect != nil && f.Yardstick == connector {
			ids = append(ids, p.suite.near(f.broken())...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// wholly asks an honest connector everything, once.
func (p *proof) wholly(c Connector) func(context.Context) (baseline, error) {
	var once sync.Once
	var outcomes baseline
	var err error
	return func(ctx context.Context) (baseline, error) {
		once.Do(func() {
			var run *result.Run
			if run, err = p.judgeConnector(ctx, c.Connect, nil); err == nil {
				outcomes = outcomesOf(run)
			}
		})
		return outcomes, err
	}
}

// compare is how scenarios end with the honest connector, nil for all.
func (y *yard) compare(ctx context.Context, ids []string) (baseline, error) {
	select {
	case <-y.asked:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if ids == nil && y.ids != nil {
		return y.whole(ctx)
	}
	return y.outcomes, nil
}

// tryConnectors begins with the honest ones, for which the others wait.
func (p *proof) tryConnectors(ctx context.Context) {
	var group sync.WaitGroup
	for _, c := range p.Connectors {
		group.Go(func() { p.tryConnector(ctx, p.yards[c.ID]) })
	}
	for _, f := range p.Faults {
		if f.Connect != nil {
			group.Go(func() { p.tryFault(ctx, f) })
		}
	}
	group.Wait()
}

// tryConnector keeps what the suite says to an honest connector.
func (p *proof) tryConnector(ctx context.Context, y *yard) {
	row := VariantResult{ID: y.ID, Title: y.Title, Failures: []Failure{}}
	run, err := p.judgeConnector(ctx, y.Connect, y.ids)
	if err != nil {
		row.Error = err.Error()
	} else {
		y.outcomes = outcomesOf(run)
		row = p.readVariant(row, run, y.MayWarn)
	}
	close(y.asked)
	p.keep(ctx, y.ID, row.Clean(), func() {
		p.connectors[y.ID] = ConnectorResult{row.ID, row.Title, row.Failures, row.Tried, row.Passed, row.Skipped, row.Warned, row.Error}
	})
}

// part are scenarios that are asked of one connector.
type part struct {
	ids       []string
	unhurried bool
}

// judgeConnector asks scenarios, nil for all, of connectors that are alike, and makes one run of it.
func (p *proof) judgeConnector(ctx context.Context, connect Connect, ids []string) (*result.Run, error) {
	if ids == nil {
		ids = p.suite.asked
	}
	parts := p.parts(ids)
	runs := make([]*result.Run, len(parts))
	group, within := errgroup.WithContext(ctx)
	for i, one := range parts {
		group.Go(func() (err error) {
			runs[i], err = p.judgePart(within, connect, one)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return result.Merge(runs...)
}

// judgePart waits for a seat, and asks. What only begins like a scenario of the part is of
// another, and left to it.
func (p *proof) judgePart(ctx context.Context, connect Connect, one part) (*result.Run, error) {
	select {
	case p.seats <- struct{}{}:
		defer func() { <-p.seats }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	run, err := judge(ctx, func(ctx context.Context) (Subject, error) { return connect(ctx, one.unhurried) }, one.ids)
	if err != nil {
		return nil, err
	}
	run.Scenarios = slices.DeleteFunc(run.Scenarios, func(s result.Scenario) bool { return !slices.Contains(one.ids, s.ID) })
	return run, nil
}

// parts deals scenarios out. What tells of a connector's pace wants one that keeps it.
func (p *proof) parts(ids []string) []part {
	var quick, unhurried []string
	for _, id := range ids {
		requirement, _, _ := strings.Cut(id, "/")
		if slices.Contains(p.Unhurried, requirement) {
			unhurried = append(unhurried, id)
		} else {
			quick = append(quick, id)
		}
	}
	var parts []part
	if len(unhurried) > 0 {
		parts = append(parts, part{unhurried, true})
	}
	for _, dealt := range deal(quick, (len(quick)+aPart-1)/aPart) {
		parts = append(parts, part{dealt, false})
	}
	return parts
}

// deal deals ids out to so many, one after the other: neighbours take about as long.
func deal(ids []string, many int) [][]string {
	dealt := make([][]string, many)
	for i, id := range ids {
		dealt[i%many] = append(dealt[i%many], id)
	}
	return dealt
}

func outcomesOf(run *result.Run) baseline {
	outcomes := baseline{}
	for _, s := range run.Scenarios {
		outcomes[s.ID] = s.Outcome
	}
	return outcomes
}
