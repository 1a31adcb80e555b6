package target

import (
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Deviation is what a product is known, and says itself, to do otherwise than the rule. Only a profile has any: whoever runs
// one has not written it, so that a deviation which does not show fails nothing.
type Deviation struct {
	// Requirements are ids, beginnings of ids, or scenarios, as in an Observation.
	Requirements []string
	Reason       string
	// Source is where the product says so: an address, or the name of a document.
	Source string
}

type deviation struct {
	Requirements []string `yaml:"requirements"`
	Reason       string   `yaml:"reason"`
	Source       string   `yaml:"source"`
}

// FromYAML wants a profile that says what deviates, why, and where that was learnt.
func (d *deviation) FromYAML(n *yamlfile.Node) error {
	type plain deviation
	if err := n.Decode((*plain)(d)); err != nil {
		return err
	}
	switch {
	case !n.Bundled():
		return n.Errorf("deviations are what is known of a product, and stand in its profile alone").
			Hint("what is known of this target is a waiver: `waivers: [{requirement: RFC7644-3.6-02, reason: \"ACME-123\"}]`")
	case len(d.Requirements) == 0 || slices.Contains(d.Requirements, ""):
		return n.Errorf("nothing is named that deviates").Hint("write `requirements: [RFC7644-3.6-02]`, or the beginnings of ids")
	case strings.TrimSpace(d.Reason) == "":
		return n.Errorf("there is no reason why %s deviates", d.Requirements[0]).Hint("add `reason: \"what the product does instead\"`")
	case strings.TrimSpace(d.Source) == "":
		return n.Errorf("there is no source for the deviation of %s", d.Requirements[0]).
			Hint("add `source: \"https://...\"`; what no document says is `observed`")
	}
	return nil
}
