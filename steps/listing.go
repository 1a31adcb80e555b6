package steps

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/scimproof/scimproof/features"
)

// Listed is a scenario as it would run; the names are those of the report.
type Listed struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Feature     string   `json:"feature"`
	Line        int      `json:"line"`
	Requirement string   `json:"requirement"`
	Level       string   `json:"level"`
	Tags        []string `json:"tags"`
}

// ListedRequirement is an entry of the catalogue, with the scenarios that judge it.
type ListedRequirement struct {
	features.Requirement
	// Scenarios are their ids; empty where nothing judges it, and Reason says why.
	Scenarios []string `json:"scenarios"`
}

// List gives the scenarios that a run with these tags and ids would select, in the
// order of the features. Its errors are those of the run.
func List(tags string, ids []string) ([]Listed, error) {
	r, _, err := selection(tags, ids)
	if err != nil {
		return nil, err
	}
	var all []Listed
	for _, s := range r.scenarios {
		if r.selected[s.ID] {
			all = append(all, Listed{s.ID, s.Name, s.Feature, s.Line, s.requirement.ID, s.requirement.Level, s.Tags})
		}
	}
	slices.SortFunc(all, func(a, b Listed) int {
		return cmp.Or(cmp.Compare(a.Feature, b.Feature), cmp.Compare(a.Line, b.Line))
	})
	return all, nil
}

// ListRequirements gives the requirements that the selected scenarios judge, or
// all of the catalogue where nothing is selected by tags or ids.
func ListRequirements(tags string, ids []string) ([]ListedRequirement, error) {
	r, catalogue, err := selection(tags, ids)
	if err != nil {
		return nil, err
	}
	judges := map[string][]string{}
	for _, s := range r.scenarios {
		if r.selected[s.ID] {
			judges[s.requirement.ID] = append(judges[s.requirement.ID], s.ID)
		}
	}
	all := []ListedRequirement{}
	for _, requirement := range catalogue.All() {
		scenarios := judges[requirement.ID]
		if slices.Sort(scenarios); len(scenarios) > 0 || tags == "" && len(ids) == 0 {
			all = append(all, ListedRequirement{requirement, append([]string{}, scenarios...)})
		}
	}
	return all, nil
}

func selection(tags string, ids []string) (*run, *features.Catalogue, error) {
	catalogue, err := features.Load()
	if err != nil {
		return nil, nil, fmt.Errorf("loading the catalogue: %w", err)
	}
	r := &run{}
	if r.scenarios, err = index(catalogue); err != nil {
		return nil, nil, err
	}
	return r, catalogue, r.choose(Config{Tags: tags, IDs: ids})
}
