package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// flagProblem says in our own words what is wrong with a flag. It repeats names
// only: what stands beside an unknown flag may be a secret.
func flagProblem(cmd *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return unknownFlag(cmd, unknown.GetSpecifiedName())
	}
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return valueMissing(cmd, missing.GetFlag())
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		flag := invalid.GetFlag()
		return problem.Usage("--%s %s", flag.Name, wants(flag, invalid.Unwrap())).Hint("%s", firstExampleWith(cmd, flag.Name))
	}
	return problem.Usage("the flags of %s cannot be read", cmd.CommandPath()).Hint("%s --help", cmd.CommandPath())
}

func unknownFlag(cmd *cobra.Command, name string) error {
	err := problem.Usage("%s has no flag %s", cmd.CommandPath(), dashed(name))
	switch {
	case name == "token":
		return problem.Usage("a token is never given on the command line, where other users and the shell's history see it").
			Hint("export SCIM_TOKEN=... and say --token-env SCIM_TOKEN, or keep it in a file and say --token-file FILE")
	case yamlfile.Closest(name, flagNames(cmd)) != "":
		return err.Hint("did you mean --%s?", yamlfile.Closest(name, flagNames(cmd)))
	case len(ownersOf(cmd, name)) > 0:
		return err.Hint("it belongs to %s", strings.Join(ownersOf(cmd, name), " and "))
	default:
		return err.Hint("`%s --help` lists the flags", cmd.CommandPath())
	}
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// ownersOf are the other commands that have the flag.
func ownersOf(cmd *cobra.Command, name string) (owners []string) {
	for _, other := range cmd.Root().Commands() {
		if other != cmd && other.Flags().Lookup(name) != nil {
			owners = append(owners, "`"+other.CommandPath()+"`")
		}
	}
	return owners
}

func valueMissing(cmd *cobra.Command, flag *pflag.Flag) error {
	placeholder, _ := pflag.UnquoteUsage(flag)
	return problem.Usage("--%s needs a value", flag.Name).Hint("%s --%s %s", cmd.CommandPath(), flag.Name, placeholder)
}

func wants(flag *pflag.Flag, err error) string {
	if flag.Value.Type() == "bool" {
		return "wants true or false, or no value at all"
	}
	return err.Error()
}

// firstExampleWith is an example that shows the flag, else the help.
func firstExampleWith(cmd *cobra.Command, name string) string {
	for line := range strings.Lines(cmd.Example) {
		if strings.Contains(line, "--"+name+" ") {
			return strings.TrimSpace(line)
		}
	}
	return cmd.CommandPath() + " --help"
}

// variableOf is the environment variable that stands for a flag not given.
func variableOf(flag string) string {
	return "SCIMPROOF_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromEnvironment gives the flags that are not on the command line the values of
// their variables: --token-env that of SCIMPROOF_TOKEN_ENV.
func (s *session) fromEnvironment(cmd *cobra.Command, _ []string) error {
	var failed error
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		value, set := s.lookup(variableOf(flag.Name))
		if failed != nil || flag.Changed || !set || value == "" || flag.Name == "help" {
			return
		}
		if err := flag.Value.Set(value); err != nil {
			failed = problem.Usage("the variable %s %s", variableOf(flag.Name), wants(flag, err)).
				Hint("it stands for the flag --%s", flag.Name)
		}
		flag.Changed = true
	})
	return failed
}
