package steps

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
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
// order of the features; those of connectors where it is they that are asked for. Its
// errors are those of the run.
func List(tags string, ids []string) ([]Listed, error) {
	r, _, err := selection(tags, ids)
	if err != nil {
		return nil, err
	}
	everything := tags == "" && len(ids) == 0
	return r.listed(func(s scenario) bool { return r.selected[s.ID] && !(everything && s.hasTag(connectorTag)) }), nil
}

// ListOfConnectors gives the scenarios that a run with a connector would select, in the same order.
func ListOfConnectors() ([]Listed, error) {
	r, _, err := selection("", nil)
	if err != nil {
		return nil, err
	}
	return r.listed(scenario.isAboutConnectors), nil
}

// listed gives some scenarios in the order of the features.
func (r *run) listed(which func(scenario) bool) []Listed {
	var all []Listed
	for _, s := range r.scenarios {
		if which(s) {
			all = append(all, Listed{s.ID, s.Name, s.Feature, s.Line, s.requirement.ID, s.requirement.Level, s.Tags})
		}
	}
	slices.SortFunc(all, func(a, b Listed) int {
		return cmp.Or(cmp.Compare(a.Feature, b.Feature), cmp.Compare(a.Line, b.Line))
	})
	return all
}

// ListRequirements gives the requirements that the scenarios selected by tags judge,
// or all of the catalogue without tags; of these, those whose ids begin with one of
// the prefixes, if there are any.
func ListRequirements(tags string, prefixes []string) ([]ListedRequirement, error) {
	r, catalogue, err := selection(tags, nil)
	if err != nil {
		return nil, err
	}
	judges := r.judges()
	all := []ListedRequirement{}
	for _, requirement := range catalogue.All() {
		if tags != "" && len(judges[requirement.ID]) == 0 || !beginsWith(requirement.ID, prefixes) {
			continue
		}
		all = append(all, listedRequirement(requirement, judges[requirement.ID]))
	}
	for _, prefix := range prefixes {
		if !slices.ContainsFunc(all, func(l ListedRequirement) bool { return strings.HasPrefix(l.ID, prefix) }) {
			return nil, problem.Usage("no requirement has an id that begins with %q", prefix).
				Hint("scimproof list requirements shows every id, such as RFC7644-3.5.2-16")
		}
	}
	return all, nil
}

func beginsWith(id string, prefixes []string) bool {
	return len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(id, p) })
}

// judges maps requirements to the ids of the selected scenarios that judge them.
func (r *run) judges() map[string][]string {
	judges := map[string][]string{}
	for _, s := range r.scenarios {
		if r.selected[s.ID] {
			judges[s.requirement.ID] = append(judges[s.requirement.ID], s.ID)
		}
	}
	return judges
}

// permission is why a MAY needs no scenario.
const permission = "A permission: who does not make use of it breaks nothing, and no scenario fails for it."

func listedRequirement(r features.Requirement, scenarios []string) ListedRequirement {
	if r.Level == "MAY" && len(scenarios) == 0 {
		r.Reason = cmp.Or(r.Reason, permission)
	}
	return ListedRequirement{r, append([]string{}, slices.Sorted(slices.Values(scenarios))...)}
}

func selection(tags string, ids []string) (*run, *features.Catalogue, error) {
	catalogue, err := features.Load()
	if err != nil {
		return nil, nil, fmt.Errorf("loading the catalogue: %w", err)
	}
	r := &run{listing: true}
	if r.scenarios, err = index(catalogue); err != nil {
		return nil, nil, err
	}
	return r, catalogue, r.choose(Config{Tags: tags, IDs: ids})
}

// Explained is a requirement, and where its scenarios are.
type Explained struct {
	ListedRequirement
	// Where are the scenarios, in the order of the features.
	Where []Listed `json:"where"`
}

// Explain finds a requirement by its id, or by that of one of its scenarios, which
// is then the only one that is told; upper and lower case are the same. An unknown
// id is a usage error that names the closest.
func Explain(id string) (Explained, error) {
	r, catalogue, err := selection("", nil)
	if err != nil {
		return Explained{}, err
	}
	known := map[string]string{}
	for _, requirement := range catalogue.All() {
		known[strings.ToLower(requirement.ID)] = requirement.ID
	}
	for _, s := range r.scenarios {
		known[strings.ToLower(s.ID)] = s.ID
	}
	found, ok := known[strings.ToLower(strings.TrimPrefix(id, "@"))]
	if !ok {
		return Explained{}, unknownID(catalogue, known, id)
	}
	name, _, oneScenario := strings.Cut(found, "/")
	where := r.listed(func(s scenario) bool {
		return s.requirement.ID == name && (!oneScenario || s.ID == found)
	})
	requirement, _ := catalogue.Requirement(name)
	return Explained{listedRequirement(requirement, r.judges()[name]), where}, nil
}

func unknownID(catalogue *features.Catalogue, known map[string]string, id string) error {
	if reason, ok := catalogue.NotOurs(strings.ToUpper(id)); ok {
		return problem.Usage("%s binds the client alone, and no service provider is judged by it", strings.ToUpper(id)).Hint("%s", reason)
	}
	err := problem.Usage("no requirement and no scenario has the id %q", id)
	ids := make([]string, 0, len(known))
	for _, name := range known {
		ids = append(ids, name)
	}
	slices.Sort(ids)
	if near := yamlfile.Closest(id, ids); near != "" {
		return err.Hint("did you mean `scimproof explain %s`?", near)
	}
	return err.Hint("scimproof list requirements shows every id, such as RFC7644-3.5.2-16")
}

// ListedStep is one step that scenarios may be written with.
type ListedStep struct {
	// ID is the expression that the text of the step must match as a whole.
	ID string `json:"id"`
	// File is the file of its noun in this package, with the line.
	File string `json:"file"`
	// Example is a step of the features that matches; empty where none does.
	Example string `json:"example"`
}

// How godog shows a step that is registered, and colours it.
var (
	stepLine = regexp.MustCompile(`^\^(.*)\$ +# (\S+\.go:\d+) -> \S+$`)
	colour   = regexp.MustCompile(`\x1b\[[\d;]*m`)
)

// Steps lists every step that is registered, by file and line.
func Steps() ([]ListedStep, error) {
	var shown bytes.Buffer
	godog.TestSuite{
		ScenarioInitializer: registerSteps,
		Options:             &godog.Options{ShowStepDefinitions: true, Output: &shown, Format: "progress"},
	}.Run()
	texts, err := features.StepTexts()
	if err != nil {
		return nil, fmt.Errorf("reading the features: %w", err)
	}
	var all []ListedStep
	for line := range strings.Lines(colour.ReplaceAllString(shown.String(), "")) {
		parts := stepLine.FindStringSubmatch(strings.TrimSpace(line))
		if parts == nil {
			return nil, fmt.Errorf("a step is shown as %q", line)
		}
		example, err := exampleOf(parts[1], texts)
		if err != nil {
			return nil, err
		}
		all = append(all, ListedStep{ID: parts[1], File: "steps/" + parts[2], Example: example})
	}
	slices.SortStableFunc(all, func(a, b ListedStep) int {
		return cmp.Compare(fileOf(a), fileOf(b))
	})
	return all, nil
}

func fileOf(s ListedStep) string {
	file, _, _ := strings.Cut(s.File, ":")
	return file
}

func exampleOf(expression string, texts []string) (string, error) {
	matches, err := regexp.Compile("^" + expression + "$")
	if err != nil {
		return "", fmt.Errorf("reading the expression of a step: %w", err)
	}
	if i := slices.IndexFunc(texts, matches.MatchString); i >= 0 {
		return texts[i], nil
	}
	return "", nil
}

// ListedCheck is a check that other tools make, and the scenarios that make it here.
type ListedCheck struct {
	features.Check
	Scenarios []string `json:"scenarios"`
}

// ListChecks accounts for the checks of other tools, by number.
func ListChecks() ([]ListedCheck, error) {
	r, catalogue, err := selection("", nil)
	if err != nil {
		return nil, err
	}
	judges := r.judges()
	var all []ListedCheck
	for _, check := range catalogue.Checks() {
		scenarios := []string{}
		for _, id := range check.CoveredBy {
			scenarios = append(scenarios, judges[id]...)
		}
		slices.Sort(scenarios)
		all = append(all, ListedCheck{check, scenarios})
	}
	return all, nil
}
