package template_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

func TestLoop(t *testing.T) {
	two := template.Vars{"heir.id": "7", "assets": []template.Vars{{"asset.id": "a\"1"}, {"asset.id": "b"}}}
	tests := []struct {
		name, yaml, want string
		vars             template.Vars
	}{
		{"objects", `{all: {each: assets, as: {id: "{{asset.id}}", to: "{{heir.id}}"}}}`, `{"all":[{"id":"a\"1","to":"7"},{"id":"b","to":"7"}]}`, two},
		{"texts", `{each: assets, as: "{{asset.id}}"}`, `["a\"1","b"]`, two},
		{"an empty list", `[{each: assets, as: x}]`, `[[]]`, template.Vars{"assets": []template.Vars{}}},
		{"a third member makes it an ordinary object", `{each: assets, as: x, or: y}`, `{"each":"assets","as":"x","or":"y"}`, nil},
		{"so does another value", `{each: [1], as: x}`, `{"each":[1],"as":"x"}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parse(t, tt.yaml).Render(tt.vars)
			if err != nil || string(got) != tt.want {
				t.Errorf("Render = %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestLoopErrorsNameTheLine(t *testing.T) {
	const text = "\n  ids:\n    each: assets\n    as: ['{{asset.id}}', '{{nobody}}']"
	for want, vars := range map[string]template.Vars{
		"recipe.yaml:4: nothing is known under the name {{assets}}": nil,
		"recipe.yaml:4: assets is not a list":                       {"assets": "a"},
		"recipe.yaml:5: nothing is known under the name {{nobody}}": {"assets": []template.Vars{{"asset.id": "a"}}},
		"recipe.yaml:5: nothing is known under the name {{asset.id}}": {
			"assets": []template.Vars{{}}, "nobody": "x",
		},
	} {
		if got, err := parse(t, "\n"+text).Render(vars); err == nil || err.Error() != want {
			t.Errorf("Render = %s, %v; want %s", got, err, want)
		}
	}
	n, err := yamlfile.Parse("recipe.yaml", []byte("\njson: {each: assets, as: [{each: assets, as: x}]}"))
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		JSON template.JSON `yaml:"json"`
	}
	if err := n.Decode(&out); err == nil || !strings.HasPrefix(err.Error(), "recipe.yaml:2: a list cannot be written inside another one") {
		t.Errorf("a loop in a loop was taken: %v", err)
	}
}

func TestNamesOfALoop(t *testing.T) {
	j := parse(t, `{a: "{{x}}", all: {each: assets, as: ["{{asset.id}}", "{{y}}"]}}`)
	if got := j.Names(); !slices.Equal(got, []string{"x"}) {
		t.Errorf("Names = %q, want the one outside", got)
	}
	loops := j.Loops()
	if len(loops) != 1 || loops[0].List != "assets" || !slices.Equal(loops[0].Names, []string{"asset.id", "y"}) {
		t.Errorf("Loops = %+v", loops)
	}
}
