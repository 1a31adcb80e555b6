package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/problem"
)

// listed is what can be listed, in words.
const listed = "scenarios, requirements, steps, checks, targets, dialects, faults or variants"

func newList(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:        "list",
		SuggestFor: []string{"show", "scenarios", "requirements", "steps", "checks", "targets", "profiles", "dialects", "faults", "variants"},
		Short:      "List the " + listed,
		Example: `  scimproof list scenarios --tags @lifecycle
  scimproof list requirements --format json
  scimproof list steps`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return problem.Usage("list needs to know what: " + listed).Hint("scimproof list scenarios")
		},
	}
	cmd.AddCommand(newListScenarios(s), newListRequirements(s), newListSteps(s), newListChecks(s), newListTargets(s), newListDialects(s), newListFaults(s), newListVariants(s))
	return cmd
}

// listFlags are what every list takes.
type listFlags struct {
	format choice
}

func newListFlags(cmd *cobra.Command) *listFlags {
	f := &listFlags{format: choice{value: "text", words: []string{"text", "json"}}}
	cmd.Flags().Var(&f.format, "format", "print as `FORMAT`: text or json")
	return f
}

// tagsFlag is what lists of what has tags take.
func tagsFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("tags", "", "only what this tag `EXPR`ession selects (and, or, not, parentheses)")
}

func newListScenarios(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scenarios [ID-PREFIX...]",
		Short: "List the scenarios that a run would select",
		Example: `  scimproof list scenarios
  scimproof list scenarios --tags "@lifecycle and not @exclusive"
  scimproof list scenarios RFC7644-3.5.2 --format json`,
	}
	f, tags := newListFlags(cmd), tagsFlag(cmd)
	cmd.RunE = func(_ *cobra.Command, ids []string) error {
		scenarios, err := steps.List(*tags, ids)
		if err != nil {
			return err
		}
		return show(s.stdout, f, scenarios, func(sc steps.Listed) string {
			return fmt.Sprintf("%s\tfeatures/%s:%d\t%s", sc.ID, sc.Feature, sc.Line, sc.Name)
		})
	}
	return cmd
}

func newListRequirements(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "requirements [ID-PREFIX...]",
		Short: "List the requirements, with the scenarios that judge them",
		Long: `Lists the requirements of the RFCs, of the life cycle, of security and of connectors: id, level, the number of scenarios
that judge it, and what it says. As JSON each has its scenarios, and the reason where there
are none.`,
		Example: `  scimproof list requirements
  scimproof list requirements --tags @lifecycle
  scimproof list requirements RFC7644-3.4.2.2 --format json`,
	}
	f, tags := newListFlags(cmd), tagsFlag(cmd)
	cmd.RunE = func(_ *cobra.Command, ids []string) error {
		requirements, err := steps.ListRequirements(*tags, ids)
		if err != nil {
			return err
		}
		return show(s.stdout, f, requirements, func(r steps.ListedRequirement) string {
			return fmt.Sprintf("%s\t%s\t%d\t%s", r.ID, r.Level, len(r.Scenarios), r.Says)
		})
	}
	return cmd
}

func newListSteps(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "steps",
		Short: "List the steps that scenarios are written with",
		Long: `Lists the steps that scenarios are written with: the file that has the step, its expression,
which the text has to match as a whole, and an example of the features.`,
		Example: `  scimproof list steps
  scimproof list steps --format json`,
		Args: withoutArguments,
	}
	f := newListFlags(cmd)
	cmd.RunE = func(*cobra.Command, []string) error {
		all, err := steps.Steps()
		if err != nil {
			return fmt.Errorf("looking for the steps: %w", err)
		}
		return show(s.stdout, f, all, func(step steps.ListedStep) string {
			return fmt.Sprintf("%s\t%s\t%s", step.File, step.ID, step.Example)
		})
	}
	return cmd
}

func newListChecks(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "checks",
		Short: "List what other tools check, and what accounts for it here",
		Long: `Lists what other tools check of a service provider, and what accounts for it here: the
requirements that cover it; or why the RFCs do not demand it, or why it cannot be seen over
the wire.`,
		Example: `  scimproof list checks
  scimproof list checks --format json`,
		Args: withoutArguments,
	}
	f := newListFlags(cmd)
	cmd.RunE = func(*cobra.Command, []string) error {
		all, err := steps.ListChecks()
		if err != nil {
			return err
		}
		return show(s.stdout, f, all, func(c steps.ListedCheck) string {
			return fmt.Sprintf("%s\t%s\t%s", c.ID, c.What, account(c))
		})
	}
	return cmd
}

// account is what accounts for a check, on one line.
func account(c steps.ListedCheck) string {
	switch {
	case c.Wrong != "":
		return "wrong: " + c.Wrong
	case c.NotWire != "":
		return "not over the wire: " + c.NotWire
	default:
		return strings.Join(c.CoveredBy, " ")
	}
}

// show prints a list as JSON, or as aligned lines with tabs between the columns.
func show[T any](w io.Writer, f *listFlags, all []T, line func(T) string) error {
	var err error
	if f.format.value == "json" {
		err = showJSON(w, all)
	} else {
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, one := range all {
			// The table keeps its first error for Flush to return.
			_, _ = fmt.Fprintln(table, line(one))
		}
		err = table.Flush()
	}
	if err != nil {
		return fmt.Errorf("printing the list: %w", err)
	}
	return nil
}

func showJSON(w io.Writer, all any) error {
	if err := json.MarshalWrite(w, all, json.Deterministic(true), jsontext.WithIndent("  ")); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
