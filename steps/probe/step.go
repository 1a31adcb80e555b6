package probe

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/ohler55/ojg/jp"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Step is one HTTP request of a recipe and what to make of its answer.
type Step struct {
	// As names an Identity whose credentials the request carries.
	As string `yaml:"as"`
	// Method defaults to GET.
	Method string `yaml:"method"`
	// URL is absolute; a value filled into it is escaped, except at its beginning
	// ({{origin}}, {{scim}}).
	URL     string            `yaml:"url"`
	Headers map[string]string `yaml:"headers"`
	Bearer  string            `yaml:"bearer"`
	Basic   *Basic            `yaml:"basic"`
	Cookie  map[string]string `yaml:"cookie"`
	// At most one of Form, JSON and Body.
	Form map[string]string `yaml:"form"`
	JSON *template.JSON    `yaml:"json"`
	Body string            `yaml:"body"`
	// Expect are the statuses that count as done; empty means any 2xx.
	Expect []int `yaml:"expect"`
	// Save keeps values of the answer: see source.go for where they are taken from. An
	// answer without the value is an error that names the step.
	Save map[string]string `yaml:"save"`
	// Equals compares a kept value with a template, after Save.
	Equals map[string]string `yaml:"equals"`
	// Grants says of a step of a login that its success lets the person in: it hands
	// out a session or a token. A refusal that only comes after it comes too late.
	Grants bool `yaml:"grants"`

	node *yamlfile.Node
	// act is set by the kinds of attempts: what a step does beside or in place of its request.
	act
}

// FromYAML reads a step and looks at everything that can be wrong with it before
// there are values.
func (s *Step) FromYAML(n *yamlfile.Node) error {
	type plain Step
	if err := n.Decode((*plain)(s)); err != nil {
		return err
	}
	s.node = n
	if s.Method == "" {
		s.Method = http.MethodGet
	}
	return s.checkForm()
}

var methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE"}

func (s *Step) checkForm() error {
	switch {
	case s.URL == "":
		return s.node.Errorf("the step has no url").Hint("write `url: \"{{origin}}/...\"`")
	case !slices.Contains(methods, s.Method):
		return s.node.Errorf("the method %q is none of %s", s.Method, strings.Join(methods, ", "))
	case count(s.Form != nil, s.JSON != nil, s.Body != "") > 1:
		return s.node.Errorf("a step has at most one of form, json and body")
	case count(s.As != "", s.Bearer != "", s.Basic != nil) > 1:
		return s.node.Errorf("a step has at most one of as, bearer and basic")
	}
	if err := checkStatuses(s.node, s.Expect, false); err != nil {
		return err
	}
	for _, text := range slices.AppendSeq(s.texts(), maps.Values(s.Equals)) {
		if err := template.Check(text); err != nil {
			return s.node.Errorf("%v", err)
		}
	}
	for _, source := range s.Save {
		if err := checkSource(source); err != nil {
			return s.node.Errorf("save: %v", err)
		}
	}
	return nil
}

func count(conditions ...bool) int {
	n := 0
	for _, c := range conditions {
		if c {
			n++
		}
	}
	return n
}

// checkStatuses wants HTTP statuses; those of a denial must not be ones that an
// outage or a throttle gives too.
func checkStatuses(n *yamlfile.Node, statuses []int, denial bool) error {
	for _, status := range statuses {
		if status < 100 || status > 599 {
			return n.Errorf("%d is not an HTTP status", status)
		}
		if denial && (status == http.StatusTooManyRequests || status >= 500) {
			return n.Errorf("%d cannot count as a refusal: an outage answers the same", status)
		}
	}
	return nil
}

// checkPath wants a JSONPath from the root.
func checkPath(path string) error {
	if !strings.HasPrefix(path, "$") {
		return &pathError{path}
	}
	if _, err := jp.ParseString(path); err != nil {
		return &pathError{path}
	}
	return nil
}

type pathError struct{ path string }

func (e *pathError) Error() string {
	return "`" + e.path + "` is neither a JSONPath such as $.id, nor " + strings.Join(named, ", nor ")
}

// texts are the templates of the step's request but those of its JSON, which are
// looked at when they are read.
func (s *Step) texts() []string {
	all := []string{s.URL, s.Bearer, s.Body}
	if s.Basic != nil {
		all = append(all, s.Basic.Username, s.Basic.Password)
	}
	for _, texts := range []map[string]string{s.Headers, s.Cookie, s.Form} {
		for _, text := range texts {
			all = append(all, text)
		}
	}
	return all
}

// names are those that the step is filled in with. Texts that cannot be read have none:
// they are refused elsewhere.
func (s *Step) names() []string {
	var all []string
	for _, text := range s.texts() {
		found, _ := template.Names(text)
		all = append(all, found...)
	}
	if s.JSON != nil {
		all = append(all, s.JSON.Names()...)
	}
	return append(all, s.asks...)
}

// place is the step's "file:line", or what the kit knows of it.
func (s *Step) place(k Kit) string {
	if s.node == nil {
		return k.Source
	}
	return s.node.Place()
}

// label is the step for a reader: method and path as the recipe writes them, so
// that no filled-in value shows.
func (s *Step) label() string {
	if s.door != nil {
		return s.door.label()
	}
	url, _, _ := strings.Cut(s.URL, "?")
	return s.Method + " " + strings.TrimPrefix(url, "{{origin}}")
}

// expects reports whether a status counts as done.
func (s *Step) expects(status int) bool {
	if len(s.Expect) == 0 {
		return status >= 200 && status < 300
	}
	return slices.Contains(s.Expect, status)
}
