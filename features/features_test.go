package features

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	messages "github.com/cucumber/messages/go/v21"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// documents parses every feature once for all tests of a run.
func documents(t *testing.T) map[string]*messages.GherkinDocument {
	t.Helper()
	docs := map[string]*messages.GherkinDocument{}
	for _, path := range featureFiles() {
		doc, _, err := parse(path)
		if err != nil {
			t.Fatal(err)
		}
		docs[path] = doc
	}
	return docs
}

func scenarios(t *testing.T) []Scenario {
	t.Helper()
	all, err := Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("there are no scenarios")
	}
	return all
}

func TestEveryFeatureHasTheTagOfItsFolder(t *testing.T) {
	for path, doc := range documents(t) {
		folder, _, _ := strings.Cut(path, "/")
		var tags []string
		for _, tag := range doc.Feature.Tags {
			tags = append(tags, tag.Name)
		}
		if !slices.Contains(tags, "@"+folder) {
			t.Errorf("%s has the tags %v, without @%s", path, tags, folder)
		}
		for _, area := range Areas() {
			if area != "@"+folder && slices.Contains(tags, area) {
				t.Errorf("%s has the tag of another folder: %s", path, area)
			}
		}
	}
}

func TestEveryScenarioIsBoundToOneRequirement(t *testing.T) {
	c := catalogue(t)
	for _, s := range scenarios(t) {
		if ids := requirementsOf(c, s); len(ids) != 1 {
			t.Errorf("%s:%d %q is bound to %v, want one requirement of the catalogue", s.Feature, s.Line, s.Name, ids)
		}
	}
}

func requirementsOf(c *Catalogue, s Scenario) []string {
	var ids []string
	for _, tag := range s.Tags {
		if id := strings.TrimPrefix(tag, "@"); rfcID.MatchString(id) || practiceID.MatchString(id) {
			if _, known := c.Requirement(id); !known {
				id += " (unknown)"
			}
			ids = append(ids, id)
		}
	}
	return ids
}

func TestEveryTagIsKnown(t *testing.T) {
	for _, s := range scenarios(t) {
		for i, tag := range s.Tags {
			if slices.Contains(s.Tags[:i], tag) {
				t.Errorf("%s:%d has the tag %s twice", s.Feature, s.Line, tag)
			}
			if fault := faultOfTag(tag); fault != "" {
				t.Errorf("%s:%d %s: %s", s.Feature, s.Line, tag, fault)
			}
		}
	}
}

func faultOfTag(tag string) string {
	id := strings.TrimPrefix(tag, "@")
	if need, ok := strings.CutPrefix(id, "needs:"); ok {
		return strings.Join(faultsOfNeeds([]string{need}), ", ")
	}
	known := rfcID.MatchString(id) || practiceID.MatchString(id) || slices.Contains(Areas(), tag) || tag == "@exclusive" || tag == "@drill"
	if !known {
		return "nobody knows this tag"
	}
	return ""
}

var noSlug = regexp.MustCompile(`[^\pL\pN]+`)

// A result is known by requirement and name, and found by feature and name.
func TestScenarioNamesAreUnique(t *testing.T) {
	c, where := catalogue(t), map[string]string{}
	for _, s := range scenarios(t) {
		slug := noSlug.ReplaceAllString(strings.ToLower(s.Name), "-")
		for _, key := range []string{
			"within " + s.Feature + ": " + s.Name,
			"as an id: " + strings.Join(requirementsOf(c, s), " ") + "/" + slug,
		} {
			if other, taken := where[key]; taken {
				t.Errorf("%s:%d: the name is used at %s (%s)", s.Feature, s.Line, other, key)
			}
			where[key] = s.Feature
		}
		if strings.ContainsAny(s.Name, "<>") {
			t.Errorf("%s:%d: %q has a placeholder that no column fills", s.Feature, s.Line, s.Name)
		}
	}
}

func TestScenariosTellTheirPlace(t *testing.T) {
	for _, s := range scenarios(t) {
		text, err := files.ReadFile(s.Feature)
		if err != nil {
			t.Fatal(err)
		}
		line := strings.TrimSpace(strings.Split(string(text), "\n")[s.Line-1])
		if !strings.HasPrefix(line, "Scenario: "+s.Name) && !strings.HasPrefix(line, "|") {
			t.Errorf("%s:%d is %q, not %q", s.Feature, s.Line, line, s.Name)
		}
	}
}

// A scenario that acts and judges, in this order, can be red.
func TestEveryScenarioActsAndJudges(t *testing.T) {
	for path := range documents(t) {
		_, pickles, err := parse(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pickles {
			var kinds []messages.PickleStepType
			for _, step := range p.Steps {
				kinds = append(kinds, step.Type)
			}
			acts := slices.Index(kinds, messages.PickleStepType_ACTION)
			if acts < 0 || !slices.Contains(kinds[acts:], messages.PickleStepType_OUTCOME) {
				t.Errorf("%s: %q does not act and then judge", path, p.Name)
			}
		}
	}
}

// Only a request that is sent as it stands may hold what is no JSON.
func TestDocStringsAreJSON(t *testing.T) {
	for path := range documents(t) {
		_, pickles, err := parse(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pickles {
			for _, step := range p.Steps {
				if fault := faultOfDocString(step); fault != nil {
					t.Errorf("%s: %q: %s: %v", path, p.Name, step.Text, fault)
				}
			}
		}
	}
}

func faultOfDocString(step *messages.PickleStep) error {
	if step.Argument == nil || step.Argument.DocString == nil || strings.HasPrefix(step.Text, "the client sends ") {
		return nil
	}
	var value jsontext.Value
	return json.Unmarshal([]byte(step.Argument.DocString.Content), &value)
}

func TestFeaturesAreTidy(t *testing.T) {
	for _, path := range featureFiles() {
		text, err := files.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
			if strings.TrimRight(line, " \t") != line || strings.Contains(line, "\t") {
				t.Errorf("%s:%d has a tab, or blanks at its end", path, i+1)
			}
		}
	}
}

func TestAreasAreTheFolders(t *testing.T) {
	for i, folder := range Folders() {
		if Areas()[i] != "@"+folder {
			t.Errorf("the area of %s is %s", folder, Areas()[i])
		}
	}
	for _, folder := range []string{"protocol", "schema"} {
		if !slices.Contains(Folders(), folder) {
			t.Errorf("the folder %s is missing from %v", folder, Folders())
		}
	}
}
