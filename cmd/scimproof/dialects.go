package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/provision"
)

// The modes of the bundled reference.
const (
	modeStrict  = "strict"
	modeLenient = "lenient"
)

// newMode is the value of --mode; "" until it is given.
func newMode() choice { return choice{words: []string{modeStrict, modeLenient}} }

// chosenDialects are those of --dialect; nil where it was not given.
func (f *runFlags) chosenDialects() ([]*provision.Dialect, error) {
	if len(f.dialects) == 0 {
		return nil, nil
	}
	return provision.Choose(f.dialects...)
}

// modeFor is how the bundled reference takes the chosen dialects: what real clients send beyond
// the RFCs a strict one would refuse.
func (f *runFlags) modeFor(dialects []*provision.Dialect) string {
	switch {
	case f.mode.value != "":
		return f.mode.value
	case speaksMore(dialects):
		return modeLenient
	default:
		return modeStrict
	}
}

func speaksMore(dialects []*provision.Dialect) bool {
	return slices.ContainsFunc(dialects, func(d *provision.Dialect) bool { return d.Name != provision.RFC })
}

// toldMode says in which mode the bundled reference ran, where that is not a matter of course.
func (f *runFlags) toldMode(mode string, dialects []*provision.Dialect) []string {
	if f.target != "" || (f.mode.value == "" && !speaksMore(dialects)) {
		return nil
	}
	if mode == modeLenient {
		return []string{"the bundled reference was lenient: it takes what clients send beyond the RFCs (--mode strict refuses it)"}
	}
	return []string{"the bundled reference was strict: it refuses what clients send beyond the RFCs (--mode lenient takes it)"}
}

// modeIsBundled refuses a mode for a target that has its own.
func (f targetFlags) modeIsBundled() error {
	if f.target == "" || f.mode.value == "" {
		return nil
	}
	return problem.Usage("--mode is about the bundled reference, and does not go with --target").
		Hint("scimproof serve --mode %s is a target of that mode", f.mode.value)
}

func newListDialects(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "dialects [NAME...]",
		Short: "List the dialects: how each client speaks",
		Long: `Lists the dialects in which the life cycle can be told: id, title, how sure it is that the client
speaks so (high, medium, low), how many moves it makes, and where that was learnt. As JSON each has
its moves, and the requirements beyond the RFCs that its client relies on.`,
		Example: `  scimproof list dialects
  scimproof list dialects rfc --format json
  scimproof run --dialect all --tags @lifecycle`,
		ValidArgs: provision.Names(),
	}
	f := newListFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, names []string) error {
		all, err := provision.Catalogue(names...)
		if err != nil {
			return err
		}
		return show(s.stdout, f, all, dialectLine)
	}
	return cmd
}

func dialectLine(d provision.Listed) string {
	return strings.Join([]string{d.ID, d.Title, "confidence: " + d.Confidence, fmt.Sprintf("moves: %d", len(d.Moves)), d.Source}, "\t")
}
