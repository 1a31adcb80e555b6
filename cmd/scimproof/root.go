package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/scim"
)

// session is what the commands of one process share.
type session struct {
	stdout, stderr io.Writer
	lookup         func(string) (string, bool)
	// secrets learns every token before it is used, and cleans what is printed.
	secrets *scim.Redactor
}

// exitCode ends the process without a message: the report has said everything.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

// execute runs one command line and returns the exit code of the process.
func execute(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s := &session{stdout: stdout, stderr: stderr, lookup: os.LookupEnv, secrets: scim.NewRedactor(nil)}
	root := newRoot(s)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		// A misspelt command is what matters, not that its flags are unknown as well.
		if group, rest, _ := root.Find(args); group.HasSubCommands() && len(rest) > 0 && !strings.HasPrefix(rest[0], "-") {
			return unknownCommand(group, rest[0])
		}
		return flagProblem(cmd, err)
	})
	err := root.ExecuteContext(ctx)
	if code, ok := errors.AsType[exitCode](err); ok {
		return int(code)
	}
	// Nothing is left to do about a standard error that cannot be written to.
	_, _ = io.WriteString(stderr, s.secrets.Text(problem.Format(err)))
	return problem.ExitCode(err)
}

func newRoot(s *session) *cobra.Command {
	root := &cobra.Command{
		Use:   "scimproof",
		Short: "Prove, from the outside, that SCIM provisioning works",
		Long: `scimproof proves, from the outside, that provisioning works: that a person who joins
gets an account, a person who changes is changed, and a person who leaves is out.`,
		Example: `  # everything, against the bundled reference
  scimproof run

  # your own tenant
  scimproof run --target https://tenant.example.com/scim/v2 --token-env SCIM_TOKEN --allow-writes`,
		Args:          knownCommand,
		RunE:          help,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(newHelp())
	root.AddCommand(newRun(s), newServe(s), newConnector(s), newProve(s), newList(s), newExplain(s), newReport(s), newHealthcheck(), newVersion(s), newCompletion(s))
	return root
}

func help(cmd *cobra.Command, _ []string) error {
	if err := cmd.Help(); err != nil {
		return fmt.Errorf("printing the help: %w", err)
	}
	return nil
}

func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Help about a command",
		Example: "  scimproof help run",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			return help(found, nil)
		},
	}
}

// knownCommand refuses the arguments of a command that only groups others.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownCommand(cmd, args[0])
	}
	return nil
}

func unknownCommand(cmd *cobra.Command, name string) error {
	err := problem.Usage("there is no command %q", strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), "scimproof")+" "+name))
	cmd.SuggestionsMinimumDistance = 2
	if similar := cmd.SuggestionsFor(name); len(similar) > 0 {
		return err.Hint("did you mean `%s %s`?", cmd.CommandPath(), similar[0])
	}
	return err.Hint("`%s --help` lists the commands", cmd.CommandPath())
}

// withoutArguments refuses arguments without repeating them: one may be a token
// in the wrong place.
func withoutArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return problem.Usage("%s takes no arguments, only flags", cmd.CommandPath()).Hint("%s", firstExample(cmd))
}

// firstExample is the first command line of a command's examples.
func firstExample(cmd *cobra.Command) string {
	for line := range strings.Lines(cmd.Example) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "scimproof") {
			return line
		}
	}
	return cmd.CommandPath() + " --help"
}
