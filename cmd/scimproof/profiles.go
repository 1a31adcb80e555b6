package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/steps/target"
)

func newListTargets(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "targets [PROFILE...]",
		Short: "List the products of which something is known: the profiles",
		Long: `Lists the bundled profiles: id, title, what a run looks with beside SCIM, the number of known
deviations, the variables that have to be set, and where the facts were learnt. One of scim.url or
scim.auth need not be set where --target is a URL, or a token is given otherwise.`,
		Example: `  scimproof list targets
  scimproof list targets slack --format json
  scimproof run --target https://api.slack.com/scim/v2 --profile slack --token-env SLACK_SCIM_TOKEN --allow-writes`,
		ValidArgs: target.Profiles(),
	}
	f := newListFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, names []string) error {
		all, err := target.Catalogue(names...)
		if err != nil {
			return err
		}
		return show(s.stdout, f, all, profileLine)
	}
	return cmd
}

func profileLine(p target.Profile) string {
	return strings.Join([]string{
		p.ID, p.Title, "probes: " + orNone(p.Probes), fmt.Sprintf("deviations: %d", p.Deviations),
		"needs: " + orNone(p.Variables),
	}, "\t")
}

func orNone(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}
