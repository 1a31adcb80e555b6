package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/faults"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/prove"
)

// proveFlags are the flags of the command prove.
type proveFlags struct {
	faults, areas []string
	whole         bool
	workers       count
	format        *listFlags
}

func newProve(s *session) *cobra.Command {
	f := &proveFlags{}
	cmd := &cobra.Command{
		Use:        "prove",
		SuggestFor: []string{"matrix", "mutate", "score", "kill"},
		Short:      "Prove that the scenarios find what is wrong",
		Long: `Proves that a green run means something: runs the scenarios against the bundled reference with
each of its faults, one at a time, and says which were caught, by which scenarios, and whether
the requirement that the fault breaks was among them.

Under each fault the scenarios of what it breaks are run first, with a few others of the same
features, and all of them where these find nothing; "collateral" counts the scenarios of other
requirements that failed as well, "blocked" those that could not be judged. With --whole all
scenarios are run under every fault, which takes ten times as long.

Exit codes: 0 where every fault was caught by the requirement that it breaks; 1 otherwise; 2 the
command line is wrong; 130 interrupted.`,
		Example: `  scimproof prove
  scimproof prove --area leaving
  scimproof prove --fault deprov-session-survives-put --whole
  scimproof prove --format json > matrix.json`,
		Args:    withoutArguments,
		PreRunE: s.fromEnvironment,
		RunE:    func(cmd *cobra.Command, _ []string) error { return s.prove(cmd.Context(), f) },
	}
	f.format = newListFlags(cmd)
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringSliceVar(&f.faults, "fault", nil, "try only the fault `ID`; may be repeated")
	flags.StringSliceVar(&f.areas, "area", nil, "try only the faults of the area `NAME`; may be repeated")
	flags.BoolVar(&f.whole, "whole", false, "run every scenario under every fault")
	flags.Var(&f.workers, "workers", "judge `N` service providers at a time (default: one a processor)")
	return cmd
}

// prove is the command prove.
func (s *session) prove(ctx context.Context, f *proveFlags) error {
	plan, err := f.plan()
	if err != nil {
		return err
	}
	line := newProgress(s.stderr, s.lookup)
	plan.Progress = line.proven
	matrix, err := prove.Run(ctx, plan)
	line.erase()
	if err != nil {
		return s.notProved(ctx, err)
	}
	if err := s.showMatrix(f, matrix); err != nil {
		return err
	}
	return exitCode(matrix.ExitCode())
}

func (s *session) notProved(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	s.note("interrupted before anything was proved")
	return exitCode(130)
}

func (s *session) showMatrix(f *proveFlags, m *prove.Matrix) error {
	if f.format.format.value != "json" {
		return prove.Text(s.stdout, m)
	}
	if err := showJSON(s.stdout, m); err != nil {
		return fmt.Errorf("printing the matrix: %w", err)
	}
	return nil
}

func (f *proveFlags) plan() (prove.Plan, error) {
	plan := prove.Plan{
		Honest: map[string]prove.Open{"": disposable(asItIs, false), tolerant: disposable(asItIs, true)}, Whole: f.whole, Workers: int(f.workers), Version: version(),
	}
	chosen, err := f.chosen()
	for _, fault := range chosen {
		plan.Faults = append(plan.Faults, prove.Fault{
			ID: fault.ID, Title: fault.Title, Area: fault.Area, Severity: fault.Severity,
			Requirement: fault.Requirement, Also: fault.Also, Evidence: fault.Evidence, Yardstick: yardstick(fault),
			Open: disposable(fault.Wrap, fault.Tolerant),
		})
	}
	return plan, err
}

// chosen are the faults of --fault and --area; all where neither is given.
func (f *proveFlags) chosen() ([]faults.Fault, error) {
	named, err := faultsNamed(f.faults)
	if err != nil || len(f.areas) == 0 && len(f.faults) > 0 {
		return named, err
	}
	all := faults.All()
	if len(f.areas) == 0 {
		return all, nil
	}
	for _, area := range f.areas {
		if !slices.Contains(faultAreas(), area) {
			return nil, problem.Usage("no fault is of the area %q", area).Hint("the areas are %s", strings.Join(faultAreas(), ", "))
		}
	}
	for _, fault := range all {
		if slices.Contains(f.areas, fault.Area) {
			named = append(named, fault)
		}
	}
	return named, nil
}

func faultAreas() []string {
	var areas []string
	for _, fault := range faults.All() {
		if !slices.Contains(areas, fault.Area) {
			areas = append(areas, fault.Area)
		}
	}
	return areas
}

// tolerant names the reference that takes what real clients send beyond the RFCs.
const tolerant = "tolerant"

func yardstick(f faults.Fault) string {
	if f.Tolerant {
		return tolerant
	}
	return ""
}

func asItIs(honest http.Handler) http.Handler { return honest }

// disposableOrigin is where nobody listens: the requests go straight to the handler.
const disposableOrigin = "http://reference.invalid"

// settleAtOnce is enough for a reference whose changes take effect with the answer; a
// fault that never lets them would cost the whole of a longer time.
const settleAtOnce = time.Millisecond

// disposable opens a reference that is thrown away after one run.
func disposable(wrap func(http.Handler) http.Handler, tolerant bool) prove.Open {
	return func(ctx context.Context) (prove.Subject, error) {
		options, neighbour := bundledOptions()
		options.Strict = !tolerant
		house, err := reference.OpenHouse(context.WithoutCancel(ctx), options, neighbour)
		if err != nil {
			return prove.Subject{}, err
		}
		under, err := bundledTarget(disposableOrigin, options, neighbour)
		if err != nil {
			return prove.Subject{}, err
		}
		under.Limits.Settle = settleAtOnce
		return prove.Subject{
			Target: under, Transport: prove.Direct(wrap(house.Handler())),
			Close: func() { _ = house.Close() }, // nothing of it is kept
		}, nil
	}
}
