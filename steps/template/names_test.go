package template_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

func TestNames(t *testing.T) {
	got := parse(t, `{"{{key}}": ["{{user.id}}", "x {{path|json}} y", 1, null], plain: text}`).Names()
	if want := []string{"key", "user.id", "path"}; !slices.Equal(got, want) {
		t.Errorf("Names = %q, want %q", got, want)
	}
	if got := (template.JSON{}).Names(); got != nil {
		t.Errorf("no document asks for %q", got)
	}
}

func TestMembers(t *testing.T) {
	type holder struct {
		Set template.Members `yaml:"set"`
	}
	read := func(text string) (holder, error) {
		n, err := yamlfile.Parse("dialect.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var out holder
		err = n.Decode(&out)
		return out, err
	}
	out, err := read("set: {active: false, '{{path}}': '{{value}}'}")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"path", "value"}; len(out.Set) != 2 || !slices.Equal(out.Set.Names(), want) {
		t.Errorf("%d members that ask for %q, want two and %q", len(out.Set), out.Set.Names(), want)
	}
	for text, want := range map[string]string{
		"set: [a]":              "dialect.yaml:1: want a mapping here, not a list",
		"\nset: {a: '{{b'}":     "dialect.yaml:2: a placeholder begins with {{",
		"\nset: {'{{a': b}":     "dialect.yaml:2: a placeholder begins with {{",
		"\nset: {a: ['{{ }}']}": "dialect.yaml:2: {{ }} is not a placeholder",
	} {
		if _, err := read(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestChangesNameWhatIsWrong(t *testing.T) {
	members := parse(t, `{"{{nobody}}": 1}`).Node().Members
	value := parse(t, `{title: "{{nobody}}"}`).Node().Members
	for _, c := range []template.Changes{{Set: members}, {Set: value}, {Unset: []string{"{{nobody}}"}}} {
		if got, err := c.Over([]byte(`{}`), nil); err == nil || !strings.Contains(err.Error(), "{{nobody}}") {
			t.Errorf("Over = %s, %v; want an error about {{nobody}}", got, err)
		}
	}
	if got, err := (template.Changes{Unset: []string{"a"}}).Over([]byte(`[]`), nil); err == nil {
		t.Errorf("a list was changed to %s", got)
	}
}
