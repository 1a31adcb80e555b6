package yamlfile

import (
	"regexp"
	"strings"
)

// Variable is a ${NAME} that was filled in.
type Variable struct {
	// Path is where: the names from the top, such as ["scim", "auth", "bearer"].
	Path []string
	Name string
	// Value is what it stood for.
	Value string
}

var variable = regexp.MustCompile(`\$\{([^}]*)\}`)

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// Expand fills every ${NAME} of the values below n in, and tells which. One that
// lookup does not know, or that is empty, is a usage error with its place.
// n itself is not changed.
func (n *Node) Expand(lookup func(string) (string, bool)) (*Node, []Variable, error) {
	e := expander{lookup: lookup}
	out, err := e.expand(n, nil)
	return out, e.found, err
}

type expander struct {
	lookup func(string) (string, bool)
	found  []Variable
}

func (e *expander) expand(n *Node, path []string) (*Node, error) {
	out := *n
	var err error
	switch n.Kind {
	case Scalar:
		out.Text, err = e.text(n, path)
	case List:
		out.Items = make([]*Node, len(n.Items))
		for i, item := range n.Items {
			if out.Items[i], err = e.expand(item, path); err != nil {
				return nil, err
			}
		}
	case Mapping:
		out.Members = make([]Member, len(n.Members))
		for i, m := range n.Members {
			below := append(path[:len(path):len(path)], m.Key.Text)
			value, err := e.expand(m.Value, below)
			if err != nil {
				return nil, err
			}
			out.Members[i] = Member{m.Key, value}
		}
	}
	return &out, err
}

func (e *expander) text(n *Node, path []string) (string, error) {
	var failed error
	filled := variable.ReplaceAllStringFunc(n.Text, func(match string) string {
		name := strings.TrimSuffix(strings.TrimPrefix(match, "${"), "}")
		value, err := e.value(n, name)
		if err != nil && failed == nil {
			failed = err
		}
		e.found = append(e.found, Variable{Path: path, Name: name, Value: value})
		return value
	})
	return filled, failed
}

func (e *expander) value(n *Node, name string) (string, error) {
	if !variableName.MatchString(name) {
		return "", n.Errorf("${%s} is not the name of a variable", name).
			Hint("write ${NAME}, with letters, digits and _ in the name")
	}
	value, known := e.lookup(name)
	if !known {
		return "", n.Errorf("the variable ${%s} is not set", name).Hint("export %s=...", name)
	}
	if value == "" {
		return "", n.Errorf("the variable ${%s} is empty", name).Hint("export %s=...", name)
	}
	return value, nil
}
