package target

import (
	"path"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Observation is about what nobody promises of a product: it is looked at and told, and neither passes nor fails.
type Observation struct {
	// Requirements are ids, or beginnings of ids that end before a "-" or a ".", such as "RFC7644" or "RFC7644-3.5". The
	// id of a scenario means that one alone; one with stars in it, all that look like it ("LIFECYCLE-*/*-after-put").
	Requirements []string
	Reason       string
}

// Covers tells whether a scenario is one of those that are only observed.
func (o Observation) Covers(requirement, scenario string) bool {
	return slices.ContainsFunc(o.Requirements, func(meant string) bool { return Means(meant, requirement, scenario) })
}

// Means tells whether an entry of Requirements is about a scenario.
func Means(meant, requirement, scenario string) bool {
	if strings.Contains(meant, "*") {
		alike, err := path.Match(meant, scenario)
		return err == nil && alike
	}
	rest, begins := strings.CutPrefix(requirement, meant)
	return meant == scenario || begins && (rest == "" || strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "."))
}

type observation struct {
	Requirements []string `yaml:"requirements"`
	Reason       string   `yaml:"reason"`
}

// FromYAML wants something to observe, and why nobody promises it.
func (o *observation) FromYAML(n *yamlfile.Node) error {
	type plain observation
	if err := n.Decode((*plain)(o)); err != nil {
		return err
	}
	if len(o.Requirements) == 0 || slices.Contains(o.Requirements, "") {
		return n.Errorf("nothing is named that is to be observed").Hint("write `requirements: [LIFECYCLE-DEPROVISION-02]`, or the beginnings of ids")
	}
	if strings.TrimSpace(o.Reason) == "" {
		return n.Errorf("there is no reason why %s is only observed", o.Requirements[0]).
			Hint("add `reason: \"why nobody promises it\"`; what is promised and broken is a waiver")
	}
	return nil
}
