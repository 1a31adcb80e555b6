package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/problem"
)

func newList(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:        "list",
		SuggestFor: []string{"show", "scenarios", "requirements"},
		Short:      "List the scenarios or the requirements",
		Example: `  scimproof list scenarios --tags @lifecycle
  scimproof list requirements --format json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return problem.Usage("list needs to know what: scenarios or requirements").Hint("scimproof list scenarios")
		},
	}
	cmd.AddCommand(newListScenarios(s), newListRequirements(s))
	return cmd
}

// listFlags are what every list takes.
type listFlags struct {
	tags   string
	format choice
}

func newListFlags(cmd *cobra.Command) *listFlags {
	f := &listFlags{format: choice{value: "text", words: []string{"text", "json"}}}
	cmd.Flags().StringVar(&f.tags, "tags", "", "only what this tag `EXPR`ession selects (and, or, not, parentheses)")
	cmd.Flags().Var(&f.format, "format", "print as `FORMAT`: text or json")
	return f
}

func newListScenarios(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scenarios [ID-PREFIX...]",
		Short: "List the scenarios that a run would select",
		Example: `  scimproof list scenarios
  scimproof list scenarios --tags "@lifecycle and not @exclusive"
  scimproof list scenarios RFC7644-3.5.2 --format json`,
	}
	f := newListFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, ids []string) error {
		scenarios, err := steps.List(f.tags, ids)
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
		Example: `  scimproof list requirements
  scimproof list requirements --tags @lifecycle
  scimproof list requirements RFC7644-3.4.2.2 --format json`,
	}
	f := newListFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, ids []string) error {
		requirements, err := steps.ListRequirements(f.tags, ids)
		if err != nil {
			return err
		}
		return show(s.stdout, f, requirements, func(r steps.ListedRequirement) string {
			return fmt.Sprintf("%s\t%s\t%d\t%s", r.ID, r.Level, len(r.Scenarios), r.Says)
		})
	}
	return cmd
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
