package prove

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/scimproof/scimproof/steps/result"
)

// Run judges every fault, variant and connector of the plan, several at a time, each in a
// service provider of its own. The error says that nothing can be proved: the honest one fails,
// or a fault names a requirement that has no scenario. After a cancelled ctx it returns
// what was judged so far.
func Run(ctx context.Context, plan Plan) (*Matrix, error) {
	started := time.Now()
	p, err := prepare(ctx, plan)
	if err != nil {
		return nil, err
	}
	p.tryAll(ctx)
	m := &Matrix{
		SchemaVersion: SchemaVersion, Version: plan.Version, StartedAt: started.UTC(), Seed: plan.Seed, Interrupted: ctx.Err() != nil,
		Faults: ordered(plan.faultIDs(), p.faults), Variants: ordered(plan.variantIDs(), p.variants),
		Connectors: ordered(plan.connectorIDs(), p.connectors),
	}
	m.Scenarios, m.Passed = p.counted()
	m.score()
	m.DurationMs = float64(time.Since(started).Microseconds()) / 1000
	return m, nil
}

// proof is a plan while it is carried out.
type proof struct {
	Plan
	suite *suite
	// honest are the baselines of the yardsticks that are needed.
	honest map[string]baseline
	// yards are the honest connectors, by id; seats are for as many as work at a time.
	yards map[string]*yard
	seats chan struct{}

	mu         sync.Mutex
	faults     map[string]FaultResult
	variants   map[string]VariantResult
	connectors map[string]ConnectorResult
	bad        int
}

func prepare(ctx context.Context, plan Plan) (*proof, error) {
	known, err := readSuite(plan.Faults)
	if err != nil {
		return nil, err
	}
	p := &proof{
		Plan: plan, suite: known, honest: map[string]baseline{},
		faults: map[string]FaultResult{}, variants: map[string]VariantResult{}, connectors: map[string]ConnectorResult{},
	}
	if err := p.line(); err != nil {
		return nil, err
	}
	for _, name := range plan.yardsticks() {
		if p.honest[name], err = measure(ctx, plan.Honest[name]); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// yardsticks are the names of the service providers that something is compared with; the
// usual one, by which the suite is counted, always, unless it is all about connectors.
func (p Plan) yardsticks() []string {
	var names []string
	if len(p.Connectors) == 0 || len(p.Variants) > 0 {
		names = append(names, "")
	}
	for _, f := range p.Faults {
		if f.Connect == nil {
			names = append(names, "", f.Yardstick)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// counted are how many scenarios there are, and how many of them pass without a fault.
func (p *proof) counted() (scenarios, passing int) {
	passes := map[string]bool{}
	for id := range p.honest[""] {
		passes[id] = p.honest[""].passes(id)
	}
	for _, y := range p.yards {
		for id := range y.outcomes {
			passes[id] = passes[id] || y.outcomes.passes(id)
		}
	}
	for _, passed := range passes {
		if passed {
			passing++
		}
	}
	return len(passes), passing
}

// tryAll begins with the service providers, which keep the processors busy. Connectors follow,
// which mostly wait, and are judged by what they do in time.
func (p *proof) tryAll(ctx context.Context) {
	p.tryProviders(ctx)
	p.tryConnectors(ctx)
}

// tryProviders begins with the variants, which take longest: what is short fills the gaps at
// the end.
func (p *proof) tryProviders(ctx context.Context) {
	var group errgroup.Group
	group.SetLimit(p.workers())
	for i, v := range p.Variants {
		group.Go(func() error {
			row := p.tryVariant(ctx, v, i)
			p.keep(ctx, v.ID, row.Clean(), func() { p.variants[v.ID] = row })
			return nil
		})
	}
	for _, f := range p.Faults {
		if f.Connect != nil {
			continue
		}
		group.Go(func() error {
			p.tryFault(ctx, f)
			return nil
		})
	}
	_ = group.Wait() // what cannot be tried is in its row
}

// tryFault keeps what became of a fault.
func (p *proof) tryFault(ctx context.Context, f Fault) {
	row := p.row(f)
	run, honest, err := p.hunt(ctx, f)
	if err != nil {
		row.Error = err.Error()
	} else {
		row = p.read(row, run, honest)
	}
	p.keep(ctx, f.ID, row.Proven(), func() { p.faults[f.ID] = row })
}

// hunt runs the scenarios that should see the fault, and all of them where these do not.
func (p *proof) hunt(ctx context.Context, f Fault) (run *result.Run, honest baseline, err error) {
	likely := p.suite.near(f.broken())
	if p.Whole {
		likely = nil
	}
	run, honest, err = p.judgeFault(ctx, f, likely)
	if err == nil && likely != nil && len(p.found(run, honest)) == 0 {
		run, honest, err = p.judgeFault(ctx, f, nil)
	}
	return run, honest, err
}

// judgeFault runs scenarios, nil for all, and says how they end without the fault.
func (p *proof) judgeFault(ctx context.Context, f Fault, ids []string) (*result.Run, baseline, error) {
	if f.Connect == nil {
		run, err := judge(ctx, f.Open, ids)
		return run, p.honest[f.Yardstick], err
	}
	run, err := p.judgeConnector(ctx, f.Connect, ids)
	if err != nil {
		return nil, nil, err
	}
	honest, err := p.yards[f.Yardstick].compare(ctx, ids)
	return run, honest, err
}

func (p *proof) row(f Fault) FaultResult {
	row := FaultResult{
		ID: f.ID, Title: f.Title, Area: f.Area, Severity: f.Severity, Requirement: f.Requirement,
		Also: append([]string{}, f.Also...), Evidence: f.Evidence, By: []string{}, Collateral: []string{}, Blocked: []string{},
	}
	if f.Connect != nil {
		row.Connector = f.Yardstick
	}
	return row
}

// read fills a row with what a run found.
func (p *proof) read(row FaultResult, run *result.Run, honest baseline) FaultResult {
	row.Tried = len(run.Scenarios)
	unnamed := append([]string{row.Requirement}, row.Also...)
	broken := slices.Clone(unnamed)
	for _, s := range p.found(run, honest) {
		row.By = append(row.By, s.ID)
		unnamed = slices.DeleteFunc(unnamed, func(id string) bool { return id == s.Requirement })
		if !slices.Contains(broken, s.Requirement) {
			row.Collateral = append(row.Collateral, s.ID)
		}
	}
	row.Named = len(unnamed) == 0
	for _, s := range run.Scenarios {
		if (s.Outcome == result.Error || s.Outcome == result.Invalid) && honest.passes(s.ID) {
			row.Blocked = append(row.Blocked, s.ID)
		}
	}
	row.Caught = len(row.By) > 0
	return row
}

// found are the scenarios that fail and pass without the fault.
func (p *proof) found(run *result.Run, honest baseline) []result.Scenario {
	var found []result.Scenario
	for _, s := range run.Scenarios {
		breach := s.Outcome == result.Fail || s.Outcome == result.Warn && p.suite.soft(s.Requirement)
		if breach && honest.passes(s.ID) {
			found = append(found, s)
		}
	}
	return found
}

// tryVariant runs the variant's share of the scenarios.
func (p *proof) tryVariant(ctx context.Context, v Variant, number int) VariantResult {
	row := VariantResult{ID: v.ID, Title: v.Title, Combined: v.Combined, Failures: []Failure{}}
	share := v.Share
	if p.Whole {
		share = 1
	}
	run, err := judge(ctx, v.Open, p.suite.share(share, p.Seed+int64(number)))
	if err != nil {
		row.Error = err.Error()
		return row
	}
	return p.readVariant(row, run, v.MayWarn)
}

// readVariant fills a row with what a run found. Who passes hardly anything has not been
// judged: a skip is no acceptance.
func (p *proof) readVariant(row VariantResult, run *result.Run, mayWarn bool) VariantResult {
	row.Tried, row.Passed, row.Skipped, row.Warned = len(run.Scenarios), run.Summary.Pass, run.Summary.Skip, run.Summary.Warn
	for _, s := range run.Scenarios {
		accepted := s.Outcome == result.Pass || s.Outcome == result.Skip || s.Outcome == p.honest[""][s.ID] ||
			mayWarn && s.Outcome == result.Warn
		if !accepted {
			row.Failures = append(row.Failures, Failure{Scenario: s.ID, Outcome: string(s.Outcome), Why: why(s)})
		}
	}
	for _, left := range run.LeftBehind {
		row.Failures = append(row.Failures, Failure{Scenario: left.Scenario, Outcome: "left", Why: left.Kind + " was left behind: " + left.Reason})
	}
	if 2*row.Passed < row.Tried {
		row.Error = fmt.Sprintf("only %d of %d scenarios passed: the others were skipped", row.Passed, row.Tried)
	}
	return row
}

// why is the first thing that a scenario did not like.
func why(s result.Scenario) string {
	if len(s.Mismatches) == 0 {
		return cmp.Or(s.Reason, s.Step)
	}
	first := s.Mismatches[0]
	return s.Step + ": " + first.Path + ": want " + first.Want + ", got " + first.Got
}

// keep stores a row, unless the proof was stopped meanwhile (half a run proves
// nothing), and tells how far it has come.
func (p *proof) keep(ctx context.Context, id string, good bool, store func()) {
	if ctx.Err() != nil {
		return
	}
	p.mu.Lock()
	store()
	if !good {
		p.bad++
	}
	now := Progress{
		Done:  len(p.faults) + len(p.variants) + len(p.connectors),
		Total: len(p.Faults) + len(p.Variants) + len(p.Connectors), Bad: p.bad, ID: id,
	}
	p.mu.Unlock()
	if p.Progress != nil {
		p.Progress(now)
	}
}

// ordered are the rows there are, in the order of the plan.
func ordered[T any](ids []string, rows map[string]T) []T {
	all := []T{}
	for _, id := range ids {
		if row, ok := rows[id]; ok {
			all = append(all, row)
		}
	}
	return all
}

func (p Plan) faultIDs() []string {
	var ids []string
	for _, f := range p.Faults {
		ids = append(ids, f.ID)
	}
	return ids
}

func (p Plan) variantIDs() []string {
	var ids []string
	for _, v := range p.Variants {
		ids = append(ids, v.ID)
	}
	return ids
}

func (p Plan) connectorIDs() []string {
	var ids []string
	for _, c := range p.Connectors {
		ids = append(ids, c.ID)
	}
	return ids
}
