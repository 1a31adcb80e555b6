package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/report"
	"github.com/scimproof/scimproof/steps/result"
)

// runFlags are the flags of the command run.
type runFlags struct {
	targetFlags
	dialects        []string
	provisioner     string
	tags            string
	concurrency     count
	rate            perSecond
	strict          bool
	reports         []string
	requireComplete bool
	verbose         bool
	color           choice
}

func newRun(s *session) *cobra.Command {
	f := &runFlags{targetFlags: targetFlags{mode: newMode()}, color: choice{value: "auto", words: []string{"auto", "always", "never"}}}
	cmd := &cobra.Command{
		Use:        "run [ID-PREFIX...]",
		SuggestFor: []string{"test", "check", "verify"},
		Short:      "Run the scenarios against a target",
		Long: `Runs the scenarios against a target, and says what it found. With no --target, the bundled
reference is started in this process, and is gone afterwards.

What a run creates on a target it deletes again, after a failure and after Ctrl-C as well.
A target that is not on this machine is written to only with --allow-writes, or with
"allow_writes: true" in its file.

The life cycle is told as RFC 7644 has it or, with --dialect, once as each of these clients sends
it; all other scenarios run once. What a client sends beyond the RFCs is judged by a rule set of
its dialect, and what a strict service provider may refuse of it is an expected refusal: neither
counts against the RFCs. The bundled reference is lenient where another dialect than rfc is chosen,
for the sake of these clients, else strict; --mode says otherwise.

Flags win over the environment, that over the target's file, and that over the profile. Each
flag has a variable: SCIMPROOF_TAGS stands for --tags, SCIMPROOF_REQUIRE_COMPLETE for
--require-complete.

Exit codes: 0 conformant, or partial without --require-complete; 1 a requirement failed; 2 the
command line or a file is wrong; 3 the target could not be judged; 130 interrupted.`,
		Example: `  # everything, against the bundled reference
  scimproof run

  # your own tenant; the variable SCIM_TOKEN holds its token
  scimproof run --target https://tenant.example.com/scim/v2 --token-env SCIM_TOKEN --allow-writes

  # what is known of the tenant kept in a file, with reports for CI
  scimproof run --target staging.yaml --report junit=report.xml --report json=report.json

  # a part of it: by tags, by the beginnings of ids
  scimproof run --tags "@lifecycle and not @exclusive"
  scimproof run LIFECYCLE-LOGIN RFC7644-3.5.2

  # as Entra ID and Okta send it; or as every client that is known
  scimproof run --target staging.yaml --dialect entra,okta-oin
  scimproof run --dialect all --tags @lifecycle
  # somebody else's SCIM client, driven by the hooks of its file
  scimproof run --provisioner connector.yaml

  # gently
  scimproof run --target staging.yaml --concurrency 1 --rate 10/s`,
		PreRunE: s.fromEnvironment,
		RunE:    func(cmd *cobra.Command, ids []string) error { return s.run(cmd.Context(), f, ids) },
	}
	f.register(cmd)
	return cmd
}

func (f *runFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	f.targetFlags.register(flags)
	flags.StringSliceVar(&f.dialects, "dialect", nil, "tell the life cycle as this client does: `NAME,...`, FILE.yaml or all (default: rfc, or what the target's file says)")
	flags.StringVar(&f.provisioner, "provisioner", "", "judge the connector of this `FILE`, which sends in our place")
	flags.StringVar(&f.tags, "tags", "", "run only what matches this tag `EXPR`ession (and, or, not, parentheses)")
	flags.Var(&f.concurrency, "concurrency", "run at most `N` scenarios at a time (default: the target's own limit)")
	flags.Var(&f.rate, "rate", "send at most `N` requests a second (default: the target's own limit)")
	flags.BoolVar(&f.strict, "strict", false, "let what only warns fail")
	flags.StringSliceVar(&f.reports, "report", nil, "write a report as `FORMAT=FILE` ("+formatNames()+"); may be repeated")
	flags.BoolVar(&f.requireComplete, "require-complete", false, "exit with 3 where a part could not be judged (verdict partial)")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "name every scenario, those that passed as well, and every reading")
	flags.Var(&f.color, "color", "colour the account: `WHEN` is auto, always or never")
}

func formatNames() string {
	var names []string
	for _, format := range report.Formats() {
		names = append(names, format.Name)
	}
	return strings.Join(names, ", ")
}

// run is the command run: everything that can be wrong here is found before the
// first request.
func (s *session) run(ctx context.Context, f *runFlags, ids []string) error {
	if err := noTargetAmong(ids); err != nil {
		return err
	}
	reports, err := destinations(f.reports)
	if err != nil {
		return err
	}
	dialects, err := f.chosenDialects()
	if err != nil {
		return err
	}
	mode := f.modeFor(dialects)
	opened, release, err := s.openRun(ctx, f, mode)
	if err != nil {
		return err
	}
	defer release()
	line := newProgress(s.stderr, s.lookup)
	forget := context.AfterFunc(ctx, func() { line.say("interrupted: cleaning up; once more to stop at once") })
	found, err := steps.Run(ctx, steps.Config{
		Target: opened.target, Provisioner: opened.connector, Control: opened.control, Dialects: dialects, Tags: f.tags, IDs: ids, Concurrency: int(f.concurrency), Rate: float64(f.rate),
		Strict: f.strict, Progress: line.update, Version: version(),
		Ask: newHands(os.Stdin, func(text string) { line.say(s.secrets.Text(text)) }).asker(),
	})
	forget()
	line.erase()
	if err != nil {
		return s.notRun(ctx, err)
	}
	found.Notes = append(found.Notes, f.toldMode(mode, dialects)...)
	if opened.notes != nil {
		found.Notes = append(found.Notes, opened.notes()...)
	}
	return s.account(found, f, reports)
}

// noTargetAmong catches a target given as an id. A URL is not repeated: it may hold
// a password.
func noTargetAmong(ids []string) error {
	for _, id := range ids {
		switch {
		case isURL(id):
			return problem.Usage("a target is given by --target").Hint("scimproof run --target URL")
		case isYAML(id):
			return problem.Usage("a target is given by --target").Hint("scimproof run --target %s", id)
		}
	}
	return nil
}

// destinations reads and checks the flags --report.
func destinations(texts []string) ([]report.Destination, error) {
	var all []report.Destination
	taken := map[string]bool{}
	for _, text := range texts {
		d, err := report.ParseDestination(text)
		if err != nil {
			return nil, err
		}
		if taken[d.Path] {
			return nil, problem.Usage("two reports cannot go to the same file %s", d.Path).Hint("give each --report a file of its own")
		}
		taken[d.Path] = true
		if err := d.Check(); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// notRun is how a run ends that was over before its first scenario.
func (s *session) notRun(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	s.note("interrupted before anything was created")
	return exitCode(130)
}

// account writes every report, also after one that could not be written. Files
// come first: whoever reads standard output may stop reading.
func (s *session) account(found *result.Run, f *runFlags, reports []report.Destination) error {
	var err error
	for _, d := range reports {
		err = errors.Join(err, d.Write(found))
	}
	err = errors.Join(err, report.Console(s.stdout, found, report.Options{Colour: s.coloured(f.color.value), Verbose: f.verbose}))
	if found.Interrupted {
		s.note(aftermath(found))
	}
	if err != nil {
		return err
	}
	return exitCode(found.ExitCode(f.requireComplete))
}

// aftermath says what an interrupted run has left on the target.
func aftermath(found *result.Run) string {
	if len(found.LeftBehind) == 0 {
		return fmt.Sprintf("interrupted: everything that the run created has been removed (%d)", found.Removed)
	}
	var left []string
	for _, thing := range found.LeftBehind {
		left = append(left, thing.Kind+" "+thing.ID)
	}
	return fmt.Sprintf("interrupted: %d removed, %d left behind: %s", found.Removed, len(left), strings.Join(left, ", "))
}

// note writes a line that is no part of the account.
func (s *session) note(text string) {
	_, _ = fmt.Fprintln(s.stderr, s.secrets.Text(text))
}
