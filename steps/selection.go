package steps

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/tags"
)

// scenario is one scenario of the suite, outlines expanded.
type scenario struct {
	features.Scenario
	// ID is "<requirement>/<slug of the name>".
	ID          string
	requirement features.Requirement
}

func (s scenario) hasTag(tag string) bool { return slices.Contains(s.Tags, tag) }

func keyOf(feature, name string) string { return feature + "\x00" + name }

// index binds every scenario to its requirement.
func index(catalogue *features.Catalogue) (map[string]scenario, error) {
	all, err := features.Scenarios()
	if err != nil {
		return nil, fmt.Errorf("reading the features: %w", err)
	}
	scenarios := make(map[string]scenario, len(all))
	for _, s := range all {
		requirement, err := requirementOf(catalogue, s)
		if err != nil {
			return nil, err
		}
		scenarios[keyOf(s.Feature, s.Name)] = scenario{
			Scenario: s, ID: requirement.ID + "/" + slug(s.Name), requirement: requirement,
		}
	}
	return scenarios, nil
}

func requirementOf(catalogue *features.Catalogue, s features.Scenario) (features.Requirement, error) {
	for _, tag := range s.Tags {
		if requirement, ok := catalogue.Requirement(strings.TrimPrefix(tag, "@")); ok {
			return requirement, nil
		}
	}
	return features.Requirement{}, fmt.Errorf("%s:%d: the scenario %q names no requirement of the catalogue", s.Feature, s.Line, s.Name)
}

var noSlug = regexp.MustCompile(`[^\pL\pN]+`)

func slug(name string) string {
	return strings.Trim(noSlug.ReplaceAllString(strings.ToLower(name), "-"), "-")
}

// choose selects by tag expression and by id; an unknown tag or id, and a
// selection of nothing, are errors: a run of nothing must not look like success.
func (r *run) choose(c Config) error {
	matches, err := r.tagFilter(c.Tags)
	if err != nil {
		return err
	}
	if err := r.checkIDs(c.IDs); err != nil {
		return err
	}
	r.selected = map[string]bool{}
	for _, s := range r.scenarios {
		if matches(s.Tags) && s.hasPrefix(c.IDs) && r.claims(c, s) {
			r.selected[s.ID] = true
		}
	}
	r.results.total = r.tellings()
	if len(r.selected) == 0 {
		err := problem.Usage("no scenario matches %s", strings.TrimSpace(c.Tags+" "+strings.Join(c.IDs, " ")))
		if c.Provisioner != nil {
			return err.Hint("with a connector only the life cycle runs, and what is asked of connectors: --tags \"@lifecycle or @connector\"")
		}
		if strings.Contains(c.Tags, connectorTag) {
			return err.Hint("what is asked of connectors needs one: scimproof run --provisioner connector.yaml")
		}
		return err.Hint("scimproof list scenarios shows what there is")
	}
	return nil
}

// claimable are the needs beyond the standard. Their scenarios are no part of a run unless
// the target's file claims them, a chosen dialect sends what they are about, or their ids are
// given: nobody is incomplete for want of what they never promised.
var claimable = []string{"entra"}

func (r *run) claims(c Config, s scenario) bool {
	if c.Provisioner != nil {
		return s.isAboutConnectors()
	}
	if s.hasTag(connectorTag) && len(c.IDs) == 0 {
		return r.listing
	}
	if c.Target == nil || len(c.IDs) > 0 || len(r.sentBy(s.requirement.ID)) > 0 {
		return true
	}
	return !slices.ContainsFunc(beyond(s.requirement, s.Tags), func(need string) bool { return !c.Target.Capabilities[need] })
}

// connectorTag is on what is asked of connectors alone.
const connectorTag = "@connector"

// isAboutConnectors tells whether a connector has a part in a scenario: in the life cycle,
// but not where the target's own directory provisions.
func (s scenario) isAboutConnectors() bool {
	elsewhere := slices.ContainsFunc(needsOf(s.requirement, s.Tags), func(need string) bool {
		return need == "directory" || need == "switch-probe" || slices.Contains(claimable, need)
	})
	return s.hasTag(connectorTag) || s.hasTag("@lifecycle") && !elsewhere
}

func (s scenario) hasPrefix(prefixes []string) bool {
	return len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(prefix string) bool {
		return strings.HasPrefix(s.ID, prefix)
	})
}

func (r *run) checkIDs(prefixes []string) error {
	for _, prefix := range prefixes {
		known := false
		for _, s := range r.scenarios {
			known = known || s.hasPrefix([]string{prefix})
		}
		if !known {
			return problem.Usage("no scenario has an id that begins with %q", prefix).
				Hint("scimproof list scenarios shows every id, such as LIFECYCLE-LOGIN-01")
		}
	}
	return nil
}

func (r *run) tagFilter(expression string) (func([]string) bool, error) {
	parsed, err := tags.Parse(expression)
	if err != nil {
		return nil, problem.Usage("the tag expression %q cannot be read", expression).Because(err).
			Hint(`scimproof run --tags "@lifecycle and not @exclusive"`)
	}
	all := r.tags()
	for _, tag := range parsed.Tags {
		if !all[tag] {
			return nil, problem.Usage("no scenario has the tag %s", tag).
				Hint("the areas are %s; a requirement's id is a tag as well", strings.Join(features.Areas(), ", "))
		}
	}
	return parsed.Match, nil
}

func (r *run) tags() map[string]bool {
	all := map[string]bool{}
	for _, s := range r.scenarios {
		for _, tag := range s.Tags {
			all[tag] = true
		}
	}
	return all
}
