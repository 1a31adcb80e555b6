// Package yamlfile reads the YAML that people write for scimproof: target files,
// profiles and dialects. It is strict, and every complaint names file and line.
//
// A file is parsed into Nodes that remember where they stand, so that a profile
// can lie under a file, variables can be filled in, and an error still points at
// the line that somebody has to change.
package yamlfile

import (
	"fmt"

	"github.com/scimproof/scimproof/steps/problem"
)

// Kind is the shape of a Node.
type Kind int

// The shapes of a Node.
const (
	Scalar Kind = iota
	List
	Mapping
)

// String names the kind as an error message does.
func (k Kind) String() string {
	switch k {
	case List:
		return "a list"
	case Mapping:
		return "a mapping"
	default:
		return "a single value"
	}
}

// Node is a value of a file, and where it stands.
type Node struct {
	Kind Kind
	// Text is a scalar's text, and Type its YAML type: "str", "int", "float",
	// "bool", "null" or "timestamp".
	Text, Type string
	// Items are the elements of a list.
	Items []*Node
	// Members are those of a mapping, in the file's order; names are unique.
	Members []Member

	source *source
	line   int
}

// Member is a named value of a mapping.
type Member struct {
	Key   *Node
	Value *Node
}

// source is a file, for messages.
type source struct {
	name  string
	lines []string
	// bundled says that it comes with scimproof.
	bundled bool
}

// Get returns the member of a mapping, or nil.
func (n *Node) Get(name string) *Node {
	if n == nil {
		return nil
	}
	for _, m := range n.Members {
		if m.Key.Text == name {
			return m.Value
		}
	}
	return nil
}

// IsNull reports whether n is missing or null.
func (n *Node) IsNull() bool {
	return n == nil || (n.Kind == Scalar && n.Type == "null")
}

// Bundle says of a file that it comes with scimproof: it is nobody's own word.
func (n *Node) Bundle() { n.source.bundled = true }

// Bundled reports whether the node stands in a file that comes with scimproof.
func (n *Node) Bundled() bool { return n.source.bundled }

// Place is "file:line".
func (n *Node) Place() string { return fmt.Sprintf("%s:%d", n.source.name, n.line) }

// Errorf is a usage error (exit code 2) that begins with the node's place.
func (n *Node) Errorf(format string, args ...any) *problem.Error {
	return problem.Usage("%s: %s", n.Place(), fmt.Sprintf(format, args...))
}

// Under lays n over a profile: mappings are merged member by member, and where
// both have a value n's wins, lists included. A null of n takes the profile's
// value away. Neither is changed.
func (n *Node) Under(profile *Node) *Node {
	if n.Kind != Mapping || profile == nil || profile.Kind != Mapping {
		return n
	}
	merged := *n
	merged.Members = nil
	for _, m := range profile.Members {
		if n.Get(m.Key.Text) == nil {
			merged.Members = append(merged.Members, m)
		}
	}
	for _, m := range n.Members {
		value := m.Value.Under(profile.Get(m.Key.Text))
		merged.Members = append(merged.Members, Member{m.Key, value})
	}
	return &merged
}

// Without returns n without the member at the path; n itself is not changed.
func (n *Node) Without(path ...string) *Node {
	out := *n
	out.Members = nil
	for _, m := range n.Members {
		switch {
		case m.Key.Text != path[0]:
			out.Members = append(out.Members, m)
		case len(path) > 1:
			out.Members = append(out.Members, Member{m.Key, m.Value.Without(path[1:]...)})
		}
	}
	return &out
}
