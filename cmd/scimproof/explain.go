package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/problem"
)

func newExplain(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:        "explain ID",
		SuggestFor: []string{"describe", "why", "what"},
		Short:      "Explain a requirement, and how it is judged",
		Long: `Explains a requirement: what it says and where, what it needs, how the scenarios read what can
be read in several ways, which scenarios judge it, or why none does, and which faults prove that
they can fail. The id is that of a requirement, or of a scenario as the reports have it.`,
		Example: `  scimproof explain RFC7644-3.5.2-16
  scimproof explain LIFECYCLE-LOGIN-01
  scimproof explain RFC7644-3.5.2-16 --format json`,
	}
	f := newListFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return problem.Usage("explain needs one id, of a requirement or a scenario").Hint("scimproof explain RFC7644-3.5.2-16")
		}
		return s.explain(f, args[0])
	}
	return cmd
}

func (s *session) explain(f *listFlags, id string) error {
	found, err := steps.Explain(id)
	if err != nil {
		return err
	}
	explained := explained{found, faultsThatBreak(found.ID)}
	if f.format.value == "json" {
		err = showJSON(s.stdout, explained)
	} else {
		_, err = io.WriteString(s.stdout, explanation(explained))
	}
	if err != nil {
		return fmt.Errorf("printing the explanation: %w", err)
	}
	return nil
}

// explained is a requirement with the faults that break it.
type explained struct {
	steps.Explained
	Faults []listedFault `json:"faults"`
}

// textWidth is how wide an explanation is, in letters.
const textWidth = 96

// explanation is a requirement in words, for people.
func explanation(e explained) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s\n\n%s\n\n", e.ID, e.Level, wrapped(e.Says, "  "))
	for _, line := range []struct{ label, value string }{
		{"where", whereIn(e.Explained)},
		{"binds", bound(e.Explained)},
		{"seen", strings.ReplaceAll(e.Observable, "-", " ")},
		{"needs", strings.Join(e.Needs, ", ")},
		{"breach", breachOf(e.Explained)},
		{"decided", e.Decided},
		{"reason", e.Reason},
		{"sources", strings.Join(e.Sources, "; ")},
		{"checks", strings.Join(e.Checks, ", ")},
	} {
		if line.value != "" {
			fmt.Fprintf(&text, "%-10s%s\n", line.label, strings.TrimSpace(wrapped(line.value, strings.Repeat(" ", 10))))
		}
	}
	text.WriteString(scenariosIn(e.Explained))
	text.WriteString(faultsIn(e))
	return text.String()
}

// whereIn is where the requirement stands.
func whereIn(e steps.Explained) string {
	if number, _, ok := strings.Cut(strings.TrimPrefix(e.ID, "RFC"), "-"); ok && strings.HasPrefix(e.ID, "RFC") {
		return fmt.Sprintf("RFC %s section %s", number, e.Section)
	}
	if strings.HasPrefix(e.ID, "SECURITY-") {
		return "security: " + e.Section
	}
	if strings.HasPrefix(e.ID, "CONNECTOR-") {
		return "connectors: " + e.Section
	}
	return "the life cycle: " + e.Section
}

// bound is who has to fulfil it.
func bound(e steps.Explained) string {
	if e.Actor == "both" {
		return "the service provider and the client"
	}
	if e.Actor == "client" {
		return "the client (the connector)"
	}
	return "the " + strings.ReplaceAll(e.Actor, "-", " ")
}

// breachOf is what becomes of a run that finds it broken.
func breachOf(e steps.Explained) string {
	switch {
	case len(e.Scenarios) == 0:
		return ""
	case e.OnBreach == "warn" || e.Level == "SHOULD":
		return "warns, and fails with --strict"
	default:
		return "fails"
	}
}

func scenariosIn(e steps.Explained) string {
	if len(e.Where) == 0 {
		return "\nNo scenario judges it.\n"
	}
	var text strings.Builder
	text.WriteString("\nscenarios\n")
	for _, s := range e.Where {
		fmt.Fprintf(&text, "  %s\n    features/%s:%d\n", s.Name, s.Feature, s.Line)
	}
	run := e.ID
	if len(e.Where) < len(e.Scenarios) {
		run = e.Where[0].ID
	}
	if strings.HasPrefix(e.ID, "CONNECTOR-") {
		run = "--provisioner connector.yaml " + run
	}
	fmt.Fprintf(&text, "\nscimproof run %s\n", run)
	return text.String()
}

// faultsIn are the faults that prove the scenarios.
func faultsIn(e explained) string {
	if len(e.Faults) == 0 {
		return ""
	}
	var text strings.Builder
	text.WriteString("\nfaults\n")
	for _, f := range e.Faults {
		fmt.Fprintf(&text, "  %s\n    %s\n", f.Title, f.ID)
	}
	fmt.Fprintf(&text, "\nscimproof prove --fault %s\n", e.Faults[0].ID)
	return text.String()
}

// wrapped breaks a text into indented lines between its words.
func wrapped(text, indent string) string {
	var lines []string
	line := indent
	for word := range strings.FieldsSeq(text) {
		if line != indent && len(line)+1+len(word) > textWidth {
			lines, line = append(lines, line), indent
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}
