package features

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// Scenario is one scenario of a feature; a row of an outline is one of its own.
type Scenario struct {
	// Feature is the path below this folder: "protocol/patch_add.feature".
	Feature string
	// Line is that of the scenario, or of the row of its examples.
	Line int
	// Name has the row's values filled in; it is unique within the feature.
	Name string
	// Tags are those of the scenario, its examples and its feature, with "@".
	Tags []string
}

// Scenarios lists every scenario by feature and line.
func Scenarios() ([]Scenario, error) {
	var all []Scenario
	for _, path := range featureFiles() {
		doc, pickles, err := parse(path)
		if err != nil {
			return nil, err
		}
		lines := linesOf(doc)
		for _, p := range pickles {
			all = append(all, scenarioOf(p, lines))
		}
	}
	slices.SortStableFunc(all, func(a, b Scenario) int {
		return cmp.Or(cmp.Compare(a.Feature, b.Feature), cmp.Compare(a.Line, b.Line))
	})
	return all, nil
}

// StepTexts lists the steps of every scenario as they are run, each once, in the
// order of the features.
func StepTexts() ([]string, error) {
	var texts []string
	seen := map[string]bool{}
	for _, path := range featureFiles() {
		_, pickles, err := parse(path)
		if err != nil {
			return nil, err
		}
		for _, p := range pickles {
			for _, step := range p.Steps {
				if !seen[step.Text] {
					seen[step.Text] = true
					texts = append(texts, step.Text)
				}
			}
		}
	}
	return texts, nil
}

func parse(path string) (*messages.GherkinDocument, []*messages.Pickle, error) {
	text, err := fs.ReadFile(files, path)
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", path, err)
	}
	newID := counter()
	doc, err := gherkin.ParseGherkinDocument(bytes.NewReader(text), newID)
	if err != nil {
		return nil, nil, fmt.Errorf("parsing %s: %w", path, err)
	}
	return doc, gherkin.Pickles(*doc, path, newID), nil
}

// counter numbers the nodes of one document.
func counter() func() string {
	n := 0
	return func() string {
		n++
		return strconv.Itoa(n)
	}
}

// linesOf maps the ids of scenarios and of rows of examples to their lines.
func linesOf(doc *messages.GherkinDocument) map[string]int {
	lines := map[string]int{}
	for _, child := range doc.Feature.Children {
		if child.Scenario == nil {
			continue
		}
		lines[child.Scenario.Id] = int(child.Scenario.Location.Line)
		for _, examples := range child.Scenario.Examples {
			for _, row := range examples.TableBody {
				lines[row.Id] = int(row.Location.Line)
			}
		}
	}
	return lines
}

func scenarioOf(p *messages.Pickle, lines map[string]int) Scenario {
	s := Scenario{Feature: p.Uri, Name: p.Name}
	for _, id := range p.AstNodeIds {
		s.Line = max(s.Line, lines[id])
	}
	for _, tag := range p.Tags {
		s.Tags = append(s.Tags, tag.Name)
	}
	return s
}
