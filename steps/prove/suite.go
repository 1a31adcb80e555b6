package prove

import (
	"fmt"
	"slices"

	"github.com/scimproof/scimproof/steps"
)

// suite is what has to be known of the scenarios to choose among them.
type suite struct {
	requirements map[string]steps.ListedRequirement
	// features are those that judge a requirement, and scenarios those of a feature.
	features  map[string][]string
	scenarios map[string][]string
}

// readSuite reads the scenarios, and refuses faults of which they could say nothing.
func readSuite(faults []Fault) (*suite, error) {
	s := &suite{requirements: map[string]steps.ListedRequirement{}, features: map[string][]string{}, scenarios: map[string][]string{}}
	scenarios, err := steps.List("", nil)
	if err != nil {
		return nil, fmt.Errorf("listing the scenarios: %w", err)
	}
	requirements, err := steps.ListRequirements("", nil)
	if err != nil {
		return nil, fmt.Errorf("listing the requirements: %w", err)
	}
	for _, r := range requirements {
		s.requirements[r.ID] = r
	}
	for _, one := range scenarios {
		s.scenarios[one.Feature] = append(s.scenarios[one.Feature], one.ID)
		if !slices.Contains(s.features[one.Requirement], one.Feature) {
			s.features[one.Requirement] = append(s.features[one.Requirement], one.Feature)
		}
	}
	return s, s.mustJudge(faults)
}

func (s *suite) mustJudge(faults []Fault) error {
	for _, f := range faults {
		for _, id := range f.broken() {
			if len(s.features[id]) == 0 {
				return fmt.Errorf("the fault %s is to break %s, which no scenario judges", f.ID, id)
			}
		}
	}
	return nil
}

// near are the ids of the scenarios of every feature that judges one of the
// requirements: the first to see a fault, and, of the others, the likeliest to be
// turned red by it as well.
func (s *suite) near(requirements []string) []string {
	var ids []string
	for _, id := range requirements {
		for _, feature := range s.features[id] {
			ids = append(ids, s.scenarios[feature]...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// soft tells whether a breach of the requirement only warns.
func (s *suite) soft(requirement string) bool {
	r := s.requirements[requirement]
	return r.Level == "SHOULD" || r.Level == "MAY" || r.OnBreach == "warn"
}
