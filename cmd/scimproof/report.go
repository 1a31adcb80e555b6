package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/report"
	"github.com/scimproof/scimproof/steps/result"
)

func newReport(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:        "report",
		SuggestFor: []string{"render", "merge", "compare", "diff"},
		Short:      "Render, merge or compare saved runs",
		Long:       "Works on what `scimproof run --report json=FILE` has saved; sends nothing.",
		Example: `  scimproof report render report.json --report html=report.html
  scimproof report merge part-1.json part-2.json --report json=report.json
  scimproof report compare yesterday.json today.json`,
		Args: knownCommand,
		RunE: help,
	}
	cmd.AddCommand(newRender(s), newMerge(s), newCompare(s))
	return cmd
}

// writing are the flags of a command that writes reports.
type writing struct {
	reports []string
	verbose bool
	color   choice
}

func newWriting(cmd *cobra.Command) *writing {
	f := &writing{color: choice{value: "auto", words: []string{"auto", "always", "never"}}}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringSliceVar(&f.reports, "report", nil, "write a report as `FORMAT=FILE` ("+formatNames()+"); may be repeated")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "name every scenario")
	flags.Var(&f.color, "color", "colour the account: `WHEN` is auto, always or never")
	return f
}

func newRender(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "render FILE",
		Short: "Write a saved run in other formats",
		Long: `Writes a saved run in other formats, or on standard output as ` + "`run`" + ` does. What came of the run
is no business of the exit code: that was said when it ran.`,
		Example: `  scimproof report render report.json
  scimproof report render report.json --report html=report.html --report markdown=summary.md`,
	}
	f := newWriting(cmd)
	cmd.RunE = func(_ *cobra.Command, files []string) error {
		if len(files) != 1 {
			return problem.Usage("render needs one report").Hint("%s", firstExample(cmd))
		}
		runs, err := readReports(files)
		if err != nil {
			return err
		}
		return s.render(f, runs[0])
	}
	return cmd
}

func newMerge(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "merge FILE FILE...",
		Short: "Make one run of several parts",
		Long: `Makes one run of several, of which each ran another part of the suite against the same target,
and says what came of all of it together. The exit code is that of the whole.`,
		Example: "  scimproof report merge part-1.json part-2.json --report json=report.json",
	}
	f := newWriting(cmd)
	cmd.RunE = func(_ *cobra.Command, files []string) error {
		if len(files) < 2 {
			return problem.Usage("merge needs two reports or more").Hint("%s", firstExample(cmd))
		}
		runs, err := readReports(files)
		if err != nil {
			return err
		}
		whole, err := result.Merge(runs...)
		if err != nil {
			return problem.Usage("the reports cannot be merged").Because(err).
				Hint("merge the parts of one suite, each run once, against one target")
		}
		if err := s.render(f, whole); err != nil {
			return err
		}
		return exitCode(whole.ExitCode(false))
	}
	return cmd
}

func newCompare(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "compare BEFORE AFTER",
		Short:   "Say what broke and what was fixed from one run to another",
		Long:    "Says what broke and what was fixed. Exit codes: 1 if something broke, or can no longer be judged; else 0.",
		Example: "  scimproof report compare yesterday.json today.json",
	}
	f := newListFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, files []string) error {
		if len(files) != 2 {
			return problem.Usage("compare needs two reports: the one before, and the one after").Hint("%s", firstExample(cmd))
		}
		runs, err := readReports(files)
		if err != nil {
			return err
		}
		return s.compare(f, runs[0], runs[1])
	}
	return cmd
}

func (s *session) compare(f *listFlags, before, after *result.Run) error {
	compared := result.Compare(before, after)
	var err error
	if f.format.value == "json" {
		err = showJSON(s.stdout, compared)
	} else {
		err = report.Compared(s.stdout, before, after, compared, report.Options{Colour: s.coloured("auto")})
	}
	if err != nil {
		return err
	}
	if compared.Worse() {
		return exitCode(1)
	}
	return nil
}

func readReports(files []string) ([]*result.Run, error) {
	var runs []*result.Run
	for _, file := range files {
		if isURL(file) || strings.HasPrefix(file, "-") {
			return nil, problem.Usage("a report is read from a file").Hint("scimproof report render report.json")
		}
		run, err := report.Read(file)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// render writes the reports that were asked for, or the account on standard output.
func (s *session) render(f *writing, run *result.Run) error {
	reports, err := destinations(f.reports)
	if err != nil {
		return err
	}
	for _, d := range reports {
		err = errors.Join(err, d.Write(run))
	}
	if len(reports) == 0 {
		err = report.Console(s.stdout, run, report.Options{Colour: s.coloured(f.color.value), Verbose: f.verbose})
	}
	return err
}
