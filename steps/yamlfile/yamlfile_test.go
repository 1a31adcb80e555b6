package yamlfile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

type shape struct {
	Name    string            `yaml:"name"`
	Allow   *bool             `yaml:"allow_writes"`
	Count   int               `yaml:"count"`
	Ratio   float64           `yaml:"ratio"`
	Wait    time.Duration     `yaml:"wait"`
	Headers map[string]string `yaml:"headers"`
	Kinds   []kind            `yaml:"kinds"`
	Any     any               `yaml:"any"`
}

type kind struct {
	Name   string `yaml:"name"`
	Status []int  `yaml:"status"`
}

func TestDecode(t *testing.T) {
	const text = `# a target
name: staging # its name
allow_writes: true
count: 4
ratio: 2.5
wait: 1m30s
headers: {X-Tenant: acme, X-Number: 7}
kinds:
  - {name: app, status: [200, 201]}
  - &file {name: file}
  - *file
  - {<<: *file, status: [204]}
any: {a: [1, x, null, true, 1.5]}
`
	var got shape
	if err := mustParse(t, text).Decode(&got); err != nil {
		t.Fatal(err)
	}
	yes := true
	want := shape{
		Name: "staging", Allow: &yes, Count: 4, Ratio: 2.5, Wait: 90 * time.Second,
		Headers: map[string]string{"X-Tenant": "acme", "X-Number": "7"},
		Kinds:   []kind{{"app", []int{200, 201}}, {"file", nil}, {"file", nil}, {"file", []int{204}}},
		Any:     map[string]any{"a": []any{int64(1), "x", nil, true, 1.5}},
	}
	if !cmp.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func mustParse(t *testing.T, text string) *yamlfile.Node {
	t.Helper()
	n, err := yamlfile.Parse("t.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestComplaintsNameTheLine(t *testing.T) {
	tests := []struct{ name, text, want, hint string }{
		{"an unknown key", "name: a\nallow-writes: true # yes\n", `t.yaml:2: unknown key "allow-writes"`, "did you mean `allow_writes: true`?"},
		{"an unknown key of a list", "kinds:\n  - name: a\n    stauts: [1]\n", `t.yaml:3: unknown key "stauts"`, "did you mean `status: [1]`?"},
		{"a key like no other", "zzzzzzz: 1", `t.yaml:1: unknown key "zzzzzzz"`, "the keys here are allow_writes, any, count, headers, kinds, name, ratio, wait"},
		{"a key twice", "name: a\nname: b", `t.yaml:2: "name" is given twice; the first is at line 1`, ""},
		{"text for a number", "\ncount: four", "t.yaml:2: want a whole number here", ""},
		{"text for a boolean", "allow_writes: maybe", "t.yaml:1: want true or false here", ""},
		{"a duration without a unit", "wait: 20", "t.yaml:1: want a duration with its unit here", "did you mean `wait: 20s`?"},
		{"a duration that is none", "wait: soon", "t.yaml:1: want a duration such as 20s or 1m30s here", ""},
		{"a negative duration", "wait: -1s", "t.yaml:1: want a duration that is not negative here", ""},
		{"a list for a value", "name: [a]", "t.yaml:1: want a single value here, not a list", ""},
		{"a value for a list", "kinds: a", "t.yaml:1: want a list here, not a single value", ""},
		{"a list for a mapping", "headers: [a]", "t.yaml:1: want a mapping here, not a list", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := yamlfile.Parse("t.yaml", []byte(tt.text))
			if err == nil {
				err = n.Decode(new(shape))
			}
			wantUsage(t, err, tt.want, tt.hint)
		})
	}
}

// wantUsage checks the first line and the hint of a usage error.
func wantUsage(t *testing.T, err error, want, hint string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %s", want)
	}
	text := problem.Format(err)
	if problem.ExitCode(err) != 2 || !strings.HasPrefix(text, "error: "+want) {
		t.Errorf("got exit %d, %s\nwant exit 2, error: %s", problem.ExitCode(err), text, want)
	}
	if hint != "" && !strings.Contains(text, "\nhint: "+hint+"\n") {
		t.Errorf("got %s\nwant hint: %s", text, hint)
	}
}

func TestParseRefuses(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for i, c := 'b', "a"; i < 'j'; i, c = i+1, string(i) {
		bomb += string(i) + ": &" + string(i) + " [" + strings.Repeat("*"+c+",", 9) + "*" + c + "]\n"
	}
	tests := []struct{ name, text, want, hint string }{
		{"what is not YAML", "name: a\n\t- b", "t.yaml:2: not valid YAML: ", ""},
		{"a list at the top", "- a", "t.yaml:1: the file holds a list, want a mapping such as `name: staging`", ""},
		{"text at the top", "hello", "t.yaml:1: the file holds a single value", ""},
		{"two documents", "a: 1\n---\nb: 2\n", "t.yaml: the file holds 2 YAML documents, want one", ""},
		{"an unquoted placeholder", "a: {{user.id}}", "t.yaml:1: ", `put a placeholder into quotes: "{{user.id}}"`},
		{"a tag of one's own", "a: !secret x", "t.yaml:1: the YAML tag !secret is not understood here", ""},
		{"a merge of what is no mapping", "a: &a 1\nb: {<<: *a}", "t.yaml:1: << takes one mapping here", ""},
		{"aliases that explode", bomb, "t.yaml:", ""},
		{"an alias of itself", "a: &a [*a]", "t.yaml:1: ", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := yamlfile.Parse("t.yaml", []byte(tt.text))
			wantUsage(t, err, tt.want, tt.hint)
		})
	}
}

func TestParseOfAnEmptyFile(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "---\n", "null"} {
		n, err := yamlfile.Parse("t.yaml", []byte(text))
		if err != nil || n.Kind != yamlfile.Mapping || len(n.Members) != 0 {
			t.Errorf("Parse(%q) = %v, %v; want an empty mapping", text, n, err)
		}
	}
}

func TestUnder(t *testing.T) {
	profile := mustParse(t, "name: p\ncount: 1\nheaders: {a: 1, b: 2}\nkinds: [{name: x}, {name: y}]\nwait: 3s")
	file := mustParse(t, "name: f\nheaders: {b: 3, c: 4}\nkinds: [{name: z}]\nwait: null")
	var got shape
	if err := file.Under(profile).Decode(&got); err != nil {
		t.Fatal(err)
	}
	want := shape{
		Name: "f", Count: 1, Kinds: []kind{{Name: "z"}},
		Headers: map[string]string{"a": "1", "b": "3", "c": "4"},
	}
	if !cmp.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestComplaintsAboutAProfileNameTheProfile(t *testing.T) {
	profile, err := yamlfile.Parse("profile.yaml", []byte("\n\ncount: x"))
	if err != nil {
		t.Fatal(err)
	}
	err = mustParse(t, "name: f").Under(profile).Decode(new(shape))
	wantUsage(t, err, "profile.yaml:3: want a whole number here", "")
}

func TestExpand(t *testing.T) {
	env := map[string]string{"TOKEN": "t0ken", "HOST": "example.com", "EMPTY": ""}
	lookup := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	n, found, err := mustParse(t, "name: https://${HOST}/${HOST}\nheaders: {a: 'x ${TOKEN}', b: '$TOKEN'}").Expand(lookup)
	if err != nil {
		t.Fatal(err)
	}
	if got := n.Get("name").Text; got != "https://example.com/example.com" {
		t.Errorf("name is %q", got)
	}
	if got := n.Get("headers").Get("b").Text; got != "$TOKEN" {
		t.Errorf("b is %q: only ${NAME} is a variable", got)
	}
	last := found[len(found)-1]
	if want := (yamlfile.Variable{Path: []string{"headers", "a"}, Name: "TOKEN", Value: "t0ken"}); !cmp.Equal(last, want) {
		t.Errorf("found %+v, want %+v", last, want)
	}
	for text, want := range map[string]string{
		"name: a\ncount: ${COUNT}": "t.yaml:2: the variable ${COUNT} is not set",
		"name: ${EMPTY}":           "t.yaml:1: the variable ${EMPTY} is empty",
		"name: ${A B}":             "t.yaml:1: ${A B} is not the name of a variable",
	} {
		_, _, err := mustParse(t, text).Expand(lookup)
		wantUsage(t, err, want, "")
	}
}

func TestClosest(t *testing.T) {
	names := []string{"reference", "qlik-cloud", "okta-oin"}
	for word, want := range map[string]string{
		"refrence": "reference", "referecne": "reference", "okta-ion": "okta-oin", "Reference": "reference", "qlik_cloud": "qlik-cloud", "okta": "", "zzz": "", "": "",
	} {
		if got := yamlfile.Closest(word, names); got != want {
			t.Errorf("Closest(%q) = %q, want %q", word, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"a: 1", "- a", "a: &a [*a]", "a: {{b}}", "a: ${B}\n", "<<: {a: 1}", "a: !!binary aGk=", "? [a]\n: b", "\x00", "a: 1\n---\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := yamlfile.Parse("t.yaml", data)
		if err != nil {
			if problem.ExitCode(err) != 2 || !strings.HasPrefix(err.Error(), "t.yaml:") {
				t.Fatalf("not a usage error with the file's name: %v", err)
			}
			return
		}
		n.Value()
		if err := n.Decode(new(shape)); err != nil && problem.ExitCode(err) != 2 {
			t.Fatalf("not a usage error: %v", err)
		}
	})
}
