package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps"
)

// suite is what has to be known of the scenarios to choose among them.
type suite struct {
	requirements map[string]steps.ListedRequirement
	// features are those that judge a requirement, and scenarios those of a feature.
	features  map[string][]string
	scenarios map[string][]string
	// all are the ids of all scenarios, in the order of the features; asked are those that are
	// asked of a connector.
	all, asked []string
}

// readSuite reads the scenarios, and refuses faults of which they could say nothing.
func readSuite(faults []Fault) (*suite, error) {
	s := &suite{requirements: map[string]steps.ListedRequirement{}, features: map[string][]string{}, scenarios: map[string][]string{}}
	scenarios, err := steps.List("", nil)
	if err != nil {
		return nil, fmt.Errorf("listing the scenarios: %w", err)
	}
	connectors, err := steps.ListOfConnectors()
	if err != nil {
		return nil, fmt.Errorf("listing the scenarios of connectors: %w", err)
	}
	requirements, err := steps.ListRequirements("", nil)
	if err != nil {
		return nil, fmt.Errorf("listing the requirements: %w", err)
	}
	for _, r := range requirements {
		s.requirements[r.ID] = r
	}
	for _, one := range scenarios {
		s.all = append(s.all, one.ID)
		s.know(one)
	}
	for _, one := range connectors {
		s.asked = append(s.asked, one.ID)
		s.know(one)
	}
	return s, s.mustJudge(faults)
}

// know files a scenario under its feature, once.
func (s *suite) know(one steps.Listed) {
	if slices.Contains(s.scenarios[one.Feature], one.ID) {
		return
	}
	s.scenarios[one.Feature] = append(s.scenarios[one.Feature], one.ID)
	if !slices.Contains(s.features[one.Requirement], one.Feature) {
		s.features[one.Requirement] = append(s.features[one.Requirement], one.Feature)
	}
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

// bystanders is how many scenarios of other requirements are run beside those that should
// see a fault: enough to tell a fault that breaks one thing from one that breaks many.
const bystanders = 8

// near are the ids of the scenarios of the requirements, which are the first to see a
// fault, and of some others from the same features, the likeliest to be turned red by it
// as well.
func (s *suite) near(requirements []string) []string {
	var ids, others []string
	for _, feature := range s.featuresOf(requirements) {
		for _, id := range s.scenarios[feature] {
			requirement, _, _ := strings.Cut(id, "/")
			if slices.Contains(requirements, requirement) {
				ids = append(ids, id)
			} else {
				others = append(others, id)
			}
		}
	}
	return append(ids, spread(others, bystanders)...)
}

func (s *suite) featuresOf(requirements []string) []string {
	var all []string
	for _, id := range requirements {
		all = append(all, s.features[id]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// spread takes so many, evenly.
func spread(ids []string, most int) []string {
	if len(ids) <= most {
		return ids
	}
	taken := make([]string, most)
	for i := range taken {
		taken[i] = ids[i*len(ids)/most]
	}
	return taken
}

// share is one scenario in n, and begins with another for another turn; nil for all.
func (s *suite) share(n int, turn int64) []string {
	if n <= 1 {
		return nil
	}
	var ids []string
	for i, id := range s.all {
		if (int64(i)+turn)%int64(n) == 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// soft tells whether a breach of the requirement only warns.
func (s *suite) soft(requirement string) bool {
	r := s.requirements[requirement]
	return r.Level == "SHOULD" || r.Level == "MAY" || r.OnBreach == "warn"
}
