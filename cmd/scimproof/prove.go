package main

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	clients "github.com/scimproof/scimproof/reference/connector/faults"
	"github.com/scimproof/scimproof/reference/faults"
	"github.com/scimproof/scimproof/reference/variants"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/prove"
)

// proveFlags are the flags of the command prove.
type proveFlags struct {
	faults, areas, variants []string
	combinations            int
	seed                    int64
	whole                   bool
	workers                 count
	format                  *listFlags
}

func newProve(s *session) *cobra.Command {
	f := &proveFlags{}
	cmd := &cobra.Command{
		Use:        "prove",
		SuggestFor: []string{"matrix", "mutate", "score", "kill"},
		Short:      "Prove that the scenarios find what is wrong",
		Long: `Proves that a green run means something: runs the scenarios against the bundled reference with
each of its faults, one at a time, and says which were caught, by which scenarios, and whether
the requirement that the fault breaks was among them. Then runs them against each of its variants
(what the RFCs permit), and against several at once, drawn at random: there a failure is a false
alarm. The faults of the area connector are those of the bundled connector, which is then the one
who is judged; as an honest one it is asked everything, in each style that it has.

Under each fault the scenarios of what it breaks are run first, with a few others of the same
features, and all of them where these find nothing; "collateral" counts the scenarios of other
requirements that failed as well, "blocked" those that could not be judged. A variant meets a third
of the scenarios, a combination an eighth, others with another seed; one that is named meets all.
With --whole all scenarios are run every time, which takes ten times as long.

Without --fault, --area and --variant everything is tried; with one of them only what it names.

Exit codes: 0 where every fault was caught by the requirement that it breaks, and nothing gave a
false alarm; 1 otherwise; 2 the command line is wrong; 130 interrupted.`,
		Example: `  scimproof prove
  scimproof prove --area leaving
  scimproof prove --area connector
  scimproof prove --fault deprov-session-survives-put --whole
  scimproof prove --variant patch-204
  scimproof prove --combinations 500 --seed 7
  scimproof prove --format json > matrix.json`,
		Args:    withoutArguments,
		PreRunE: s.fromEnvironment,
		RunE:    func(cmd *cobra.Command, _ []string) error { return s.prove(cmd.Context(), f) },
	}
	f.format = newListFlags(cmd)
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringSliceVar(&f.faults, "fault", nil, "try only the fault `ID`; may be repeated")
	flags.StringSliceVar(&f.areas, "area", nil, "try only the faults of the area `NAME`, and the honest connectors with connector; may be repeated")
	flags.StringSliceVar(&f.variants, "variant", nil, "try only the variant `ID`; may be repeated")
	flags.IntVar(&f.combinations, "combinations", defaultCombinations, "draw `N` combinations of variants")
	flags.Int64Var(&f.seed, "seed", 0, "draw them by this `SEED` (default: one that the clock gives)")
	flags.BoolVar(&f.whole, "whole", false, "run every scenario under every fault, and for every variant")
	flags.Var(&f.workers, "workers", "judge `N` service providers at a time (default: one a processor)")
	return cmd
}

// collectSeldom is how much the memory in use may grow before it is collected, in percent.
const collectSeldom = 400

// prove is the command prove.
func (s *session) prove(ctx context.Context, f *proveFlags) error {
	plan, err := f.plan()
	if err != nil {
		return err
	}
	// Hundreds of references are thrown away: memory is cheaper here than collecting it often.
	defer debug.SetGCPercent(debug.SetGCPercent(collectSeldom))
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

// plan is what the flags ask for.
func (f *proveFlags) plan() (prove.Plan, error) {
	plan := prove.Plan{
		Honest: map[string]prove.Open{"": disposable{}.open, tolerant: disposable{tolerant: true}.open},
		Whole:  f.whole, Workers: int(f.workers), Seed: cmp.Or(f.seed, time.Now().Unix()), Version: version(),
	}
	chosen, ofConnectors, err := f.chosenFaults()
	if err != nil {
		return plan, err
	}
	for _, fault := range chosen {
		plan.Faults = append(plan.Faults, provable(fault))
	}
	if err := addConnectors(&plan, ofConnectors, f.all() || slices.Contains(f.areas, connectorArea)); err != nil {
		return plan, err
	}
	plan.Variants, err = f.chosenVariants(plan.Seed)
	return plan, err
}

func provable(f faults.Fault) prove.Fault {
	provable := prove.Fault{
		ID: f.ID, Title: f.Title, Area: f.Area, Severity: f.Severity, Requirement: f.Requirement, Also: f.Also,
		Evidence: f.Evidence, Open: disposable{fault: f.Wrap, tolerant: f.Tolerant}.open,
	}
	if f.Tolerant {
		provable.Yardstick = tolerant
	}
	return provable
}

// tolerant names the reference that takes what real clients send beyond the RFCs.
const tolerant = "tolerant"

// What a proof tries of its own accord, and how many scenarios one in so many meets: all
// of them for all would take half an hour, and another seed chooses others.
const (
	defaultCombinations = 200
	shareOfVariant      = 3
	shareOfCombination  = 8
)

// share is what a variant meets by itself: one that is named meets everything.
func (f *proveFlags) share() int {
	if f.all() {
		return shareOfVariant
	}
	return 1
}

// all tells whether nothing is named, and so everything is tried.
func (f *proveFlags) all() bool { return len(f.faults)+len(f.areas)+len(f.variants) == 0 }

// chosenVariants are those of --variant, or all, and as many combinations as are to be
// drawn.
func (f *proveFlags) chosenVariants(seed int64) ([]prove.Variant, error) {
	if f.combinations < 0 {
		return nil, problem.Usage("--combinations wants a number from 0").Hint("scimproof prove --combinations 500")
	}
	var chosen []prove.Variant
	for _, id := range f.variantIDs() {
		one, err := variantsNamed([]string{id})
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, variantOf(one, one.Variants[0].Title, f.share()))
	}
	if !f.all() {
		return chosen, nil
	}
	for i, several := range variants.Combinations(seed, f.combinations) {
		drawn := variantOf(several, several.ID, shareOfCombination)
		drawn.ID, drawn.Combined = fmt.Sprintf("combination-%d", i+1), true
		chosen = append(chosen, drawn)
	}
	return chosen, nil
}

func (f *proveFlags) variantIDs() []string {
	if f.all() {
		return variantIDs()
	}
	return f.variants
}

func variantOf(c variants.Combined, title string, share int) prove.Variant {
	return prove.Variant{ID: c.ID, Title: title, MayWarn: c.Caution() != "", Share: share, Open: disposable{variant: c}.open}
}

// chosenFaults are the faults of --fault and --area, or all: those of service providers, and those
// of connectors.
func (f *proveFlags) chosenFaults() (chosen []faults.Fault, ofConnectors []clients.Fault, err error) {
	if err := f.mustBeThere(); err != nil {
		return nil, nil, err
	}
	for _, fault := range faults.All() {
		if f.all() || slices.Contains(f.faults, fault.ID) || slices.Contains(f.areas, fault.Area) {
			chosen = append(chosen, fault)
		}
	}
	for _, fault := range clients.All() {
		if f.all() || slices.Contains(f.faults, fault.ID) || slices.Contains(f.areas, connectorArea) {
			ofConnectors = append(ofConnectors, fault)
		}
	}
	return chosen, ofConnectors, nil
}

func (f *proveFlags) mustBeThere() error {
	ids := append(faultIDs(), connectorFaultIDs()...)
	for _, id := range f.faults {
		if !slices.Contains(ids, id) {
			return unknown("fault", id, ids)
		}
	}
	for _, area := range f.areas {
		if !slices.Contains(faultAreas(), area) {
			return problem.Usage("no fault is of the area %q", area).Hint("the areas are %s", strings.Join(faultAreas(), ", "))
		}
	}
	return nil
}

func faultAreas() []string {
	var areas []string
	for _, fault := range faults.All() {
		if !slices.Contains(areas, fault.Area) {
			areas = append(areas, fault.Area)
		}
	}
	return append(areas, connectorArea)
}
