package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/steps/problem"
)

// shells are those for which cobra writes a completion script.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func newCompletion(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Print a completion script for a shell",
		Example: `  # in this shell
  source <(scimproof completion bash)

  # for good
  scimproof completion zsh > "${fpath[1]}/_scimproof"
  scimproof completion fish > ~/.config/fish/completions/scimproof.fish`,
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return problem.Usage("completion needs the name of one shell").Hint("scimproof completion bash")
			}
			return s.complete(cmd.Root(), args[0])
		},
	}
}

func (s *session) complete(root *cobra.Command, shell string) error {
	var err error
	switch shell {
	case "bash":
		err = root.GenBashCompletionV2(s.stdout, true)
	case "zsh":
		err = root.GenZshCompletion(s.stdout)
	case "fish":
		err = root.GenFishCompletion(s.stdout, true)
	case "powershell":
		err = root.GenPowerShellCompletionWithDesc(s.stdout)
	default:
		return problem.Usage("there is no completion for %q", shell).Hint("the shells are bash, zsh, fish and powershell")
	}
	if err != nil {
		return fmt.Errorf("writing the completion script: %w", err)
	}
	return nil
}
