package steps

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/result"
)

// execute lets godog run the features. Its own exit code and its formatter are
// not asked: the outcomes are ours (a skip is no pass, and an error no failure).
func (r *run) execute(ctx context.Context, concurrency int) error {
	suite := godog.TestSuite{
		Name: "scimproof",
		// Every step and hook is registered once, at suite level: registering for
		// each scenario would compile every expression again.
		TestSuiteInitializer: func(sc *godog.TestSuiteContext) { r.register(sc.ScenarioContext()) },
		Options: &godog.Options{
			FS: retellings{features.FS()}, Paths: r.files(), DefaultContext: ctx,
			Concurrency: concurrency, Strict: true, Format: "progress", Output: io.Discard, NoColors: true,
		},
	}
	suite.Run()
	if len(r.results.scenarios) == 0 && ctx.Err() == nil {
		return fmt.Errorf("the features could not be run: no scenario was reported")
	}
	return nil
}

// files are the features that hold a selected scenario: godog would walk through
// every step of the others only to skip it.
func (r *run) files() []string {
	files := map[string]bool{}
	for _, s := range r.scenarios {
		if !r.selected[s.ID] {
			continue
		}
		for _, d := range r.dialectsOf(s) {
			files[retelling(d, s.Feature)] = true
		}
	}
	return slices.Sorted(maps.Keys(files))
}

func (r *run) register(sc *godog.ScenarioContext) {
	sc.Before(r.beforeScenario)
	sc.After(r.afterScenario)
	sc.StepContext().Before(beforeStep)
	sc.StepContext().After(r.afterStep)
	registerSteps(sc)
}

func registerSteps(sc *godog.ScenarioContext) {
	for _, register := range []func(*godog.ScenarioContext){
		registerPeople, registerGroups, registerRequests, registerAnswers, registerLists, registerState,
		registerJoinerMoverLeaver, registerClientMoves, registerLogin, registerWays, registerPasswords, registerEverybody, registerComparisons, registerEndpoints, registerOwnership, registerDirectory,
		registerConditions, registerSearches, registerVersions, registerBulk, registerBulkCircles, registerBulkLimits, registerResourceTypes,
		registerAnnounced, registerMe, registerSchemes, registerSwitch, registerTenancy, registerTokens, registerAtOnce, registerLocals, registerHostile, registerDrill, registerArranging,
		registerConnectorChanges, registerConnectorTraffic, registerConnectorBodies, registerConnectorLeaving, registerConnectorPatience,
	} {
		register(sc)
	}
}

// beforeScenario decides whether the scenario runs, and gives it its World.
func (r *run) beforeScenario(ctx context.Context, pickle *godog.Scenario) (context.Context, error) {
	dialectName, feature := toldIn(pickle.Uri)
	s, ok := r.scenarios[keyOf(feature, pickle.Name)]
	if !ok || !r.selected[s.ID] || ctx.Err() != nil {
		return ctx, godog.ErrSkip
	}
	dialect, ok := r.tells(s, dialectName)
	if !ok {
		return ctx, godog.ErrSkip
	}
	w := newWorld(r, s, r.numbers.Add(1))
	w.dialect = dialect
	w.result = scenarioResult(s, dialectName)
	w.delegate = r.newDelegate(ctx, w)
	w.started = time.Now()
	ctx = withWorld(ctx, w)
	return ctx, w.enter(ctx, pickle)
}

// enter lets the scenario in, or says why not. godog would lose a scenario together with
// its World over a panic here.
func (w *World) enter(ctx context.Context, pickle *godog.Scenario) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = mistakef("the harness panicked before the first step: %v", cause)
		}
	}()
	w.watchFor(pickle.Steps)
	w.trial.selectFor(pickle.Steps)
	needs := w.needs()
	if err := w.run.halted(); err != nil {
		return err
	}
	if w.delegate != nil && writesItself(pickle.Steps) {
		return errOwnWrites
	}
	w.run.known.learn(ctx, needs)
	if skip := w.run.known.missing(needs); skip != nil {
		return skip
	}
	w.release = w.run.admit(w.scenario)
	if err := w.followClient(ctx, needs); err != nil {
		return err
	}
	return w.observeClient(ctx)
}

// admit waits until the scenario may run beside the others, and returns what
// lets the next one in.
func (r *run) admit(s scenario) func() {
	if s.hasTag("@exclusive") {
		r.exclusive.Lock()
		return r.exclusive.Unlock
	}
	r.exclusive.RLock()
	return r.exclusive.RUnlock
}

func beforeStep(ctx context.Context, st *godog.Step) (context.Context, error) {
	w := worldOf(ctx)
	if w == nil || w.release == nil || w.result.Outcome != "" {
		return ctx, nil
	}
	if err := w.run.halted(); err != nil {
		return ctx, err
	}
	w.rec.Step(st.Text)
	w.staging = st.Type != messages.PickleStepType_OUTCOME
	if err := w.beforeChange(ctx, st); err != nil {
		return ctx, err
	}
	return ctx, w.observe(ctx, st)
}

// afterStep classifies the first error of a scenario: later steps only report
// that they were skipped.
func (r *run) afterStep(ctx context.Context, st *godog.Step, _ godog.StepResultStatus, err error) (context.Context, error) {
	w := worldOf(ctx)
	if w == nil || err == nil || w.result.Outcome != "" {
		return ctx, nil
	}
	if isUnanswered(err) && r.lostBy(ctx, err) {
		err = errStopped
	}
	err = w.beyondRefused(st, err)
	breach := breachOf(w.scenario.requirement, r.strict)
	w.result.Step = st.Text
	w.result.Outcome, w.result.Reason, w.result.Mismatches = classify(st, err, breach)
	if skip, ok := asSkip(err); ok {
		w.result.Optional, w.result.Refused, w.result.NeverSent, w.result.Unsent = skip.optional, skip.refused, skip.unsent != "", skip.unsent
	}
	return ctx, nil
}

// afterScenario cleans up and hands in the result. It runs once a scenario, also
// after a failed step.
func (r *run) afterScenario(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
	w := worldOf(ctx)
	if w == nil || w.done {
		return ctx, nil
	}
	w.done = true
	w.rec.Step("")
	judged, sent := w.rec.Count(), w.sent(ctx)
	left := w.leave(ctx)
	if w.release != nil {
		w.release()
	}
	r.requests.Add(int64(w.rec.Count()))
	r.results.add(w.concluded(judged, sent), left)
	return ctx, nil
}

// leave cleans up. A panic here would take the whole run down.
func (w *World) leave(ctx context.Context) (left []result.LeftBehind) {
	defer func() {
		if cause := recover(); cause != nil {
			w.result.Outcome, w.result.Reason = result.Invalid, fmt.Sprintf("the harness panicked while cleaning up: %v", cause)
			left = w.leaveAll(errors.New("the harness panicked"))
		}
	}()
	return w.cleanUp(ctx)
}

// concluded is the result with what the connector has sent, if there is one.
func (w *World) concluded(judged int, sent []control.Exchange) result.Scenario {
	s := w.finish(judged)
	if w.delegate != nil && w.delegate.vain {
		s.Hints = nil // they are about the target, and it was the connector that did not answer
	}
	s.Exchanges = w.evidence(sent, s.Exchanges)
	return s
}

// finish completes the result: a scenario that passed without judging anything
// is our own bug.
func (w *World) finish(judged int) result.Scenario {
	s := w.result
	switch {
	case s.Outcome != "":
	case w.checks == 0 && w.unseen != "":
		s.Outcome, s.Reason, s.Optional = result.Skip, w.unseen, true
	case w.checks == 0:
		s.Outcome, s.Reason = result.Invalid, "the scenario asserts nothing"
	case len(w.warnings) > 0 && w.run.strict:
		s.Outcome, s.Mismatches = result.Fail, w.warnings
	case len(w.warnings) > 0:
		s.Outcome, s.Mismatches = result.Warn, w.warnings
	default:
		s.Outcome = result.Pass
	}
	s.DurationMs = float64(time.Since(w.started).Microseconds()) / 1000
	s.Exchanges = firstExchanges(w.rec.Exchanges(), judged)
	s.Hints = hintsFor(s)
	for i, m := range s.Mismatches {
		m.Path, m.Want, m.Got = w.publish(m.Path, longestValue), w.publish(m.Want, longestValue), w.publish(m.Got, longestValue)
		s.Mismatches[i] = m
	}
	s.Reason = w.publish(s.Reason, longestReason)
	s.Measurements = w.measurements()
	return s
}

// publish makes a text fit for a report: without secrets, and only then cut, since half
// a secret is not recognised.
func (w *World) publish(text string, longest int) string {
	return shorten(w.rec.Text(text), longest)
}

func scenarioResult(s scenario, dialect string) result.Scenario {
	return result.Scenario{
		ID: s.ID, Name: s.Name, Feature: s.Feature, Line: s.Line, Dialect: dialect, Tags: s.Tags,
		Requirement: s.requirement.ID, Level: result.Level(s.requirement.Level), Says: s.requirement.Says,
	}
}

// firstExchanges are the first n exchanges; none where none are kept.
func firstExchanges(exchanges []result.Exchange, n int) []result.Exchange {
	return exchanges[:min(n, len(exchanges))]
}
