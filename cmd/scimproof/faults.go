package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	clients "github.com/scimproof/scimproof/reference/connector/faults"
	"github.com/scimproof/scimproof/reference/faults"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// listedFault is a fault as `list faults` prints it.
type listedFault struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Area        string   `json:"area"`
	Severity    string   `json:"severity"`
	Requirement string   `json:"requirement"`
	Also        []string `json:"also"`
	Evidence    string   `json:"evidence,omitempty"`
}

func listFault(f faults.Fault) listedFault {
	return listedFault{f.ID, f.Title, f.Area, f.Severity, f.Requirement, append([]string{}, f.Also...), f.Evidence}
}

func listConnectorFault(f clients.Fault) listedFault {
	return listedFault{f.ID, f.Title, connectorArea, f.Severity, f.Requirement, append([]string{}, f.Also...), f.Evidence}
}

// listedFaults are the faults of the reference, and after them those of the bundled connector.
func listedFaults() []listedFault {
	var all []listedFault
	for _, fault := range faults.All() {
		all = append(all, listFault(fault))
	}
	for _, fault := range clients.All() {
		all = append(all, listConnectorFault(fault))
	}
	return all
}

func newListFaults(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "faults [ID-PREFIX...]",
		Short: "List the faults that the reference, or the bundled connector, can be given",
		Long: `Lists the faults that the reference can be given, and those of the bundled connector, which begin
with client-: id, severity, the requirement that it breaks, and what goes wrong. As JSON each has
its area, and the address of a public thread where a product did it, if one is known.`,
		Example: `  scimproof list faults
  scimproof list faults deprov --format json
  scimproof list faults client-`,
	}
	f := newListFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, prefixes []string) error {
		chosen, err := faultsBeginning(prefixes)
		if err != nil {
			return err
		}
		return show(s.stdout, f, chosen, func(f listedFault) string {
			return fmt.Sprintf("%s\t%s\t%s\t%s", f.ID, f.Severity, f.Requirement, f.Title)
		})
	}
	return cmd
}

func faultsBeginning(prefixes []string) ([]listedFault, error) {
	chosen := []listedFault{}
	for _, fault := range listedFaults() {
		if len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(fault.ID, p) }) {
			chosen = append(chosen, fault)
		}
	}
	if len(chosen) == 0 {
		return nil, problem.Usage("no fault has an id that begins with %q", prefixes[0]).Hint("scimproof list faults shows every id")
	}
	return chosen, nil
}

// faultsThatBreak are those that a requirement is among.
func faultsThatBreak(requirement string) []listedFault {
	breaking := []listedFault{}
	for _, fault := range listedFaults() {
		if fault.Requirement == requirement || slices.Contains(fault.Also, requirement) {
			breaking = append(breaking, fault)
		}
	}
	return breaking
}

// faultsNamed are the faults with exactly these ids.
func faultsNamed(ids []string) ([]faults.Fault, error) {
	var named []faults.Fault
	for _, id := range ids {
		fault, ok := faults.ByID(id)
		if _, connectors := clients.ByID(id); connectors {
			return nil, problem.Usage("the fault %s is one of a connector, and the reference is none", id).Hint("scimproof connector --fault %s", id)
		}
		if !ok {
			return nil, unknown("fault", id, faultIDs())
		}
		named = append(named, fault)
	}
	return named, nil
}

// unknown says that nothing of a kind has the id, and which one may be meant.
func unknown(kind, id string, all []string) error {
	err := problem.Usage("there is no %s %q", kind, id)
	if near := yamlfile.Closest(id, all); near != "" {
		return err.Hint("did you mean %s?", near)
	}
	return err.Hint("scimproof list %ss shows what there is", kind)
}

func faultIDs() []string {
	var ids []string
	for _, fault := range faults.All() {
		ids = append(ids, fault.ID)
	}
	return ids
}
