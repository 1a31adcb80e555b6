package yamlfile

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/scimproof/scimproof/steps/problem"
)

// The bounds of a file: far more than anybody writes, and little enough that
// nested aliases cannot exhaust the memory.
const (
	maxNodes = 50_000
	maxDepth = 100
)

// Parse reads one YAML document whose top is a mapping. name stands for the file
// in messages. Aliases and merge keys (<<: *anchor) are resolved; tags of one's own,
// a second document and a name given twice are errors.
func Parse(name string, data []byte) (*Node, error) {
	src := &source{name: name, lines: strings.Split(string(data), "\n")}
	var docs []yaml.Node
	if err := yaml.Load(data, &docs, yaml.WithAllDocuments()); err != nil {
		return nil, syntaxError(src, err)
	}
	if len(docs) > 1 {
		return nil, problem.Usage("%s: the file holds %d YAML documents, want one", name, len(docs))
	}
	if len(docs) == 0 {
		return &Node{Kind: Mapping, source: src, line: 1}, nil
	}
	b := builder{src: src}
	top, err := b.build(&docs[0], 0)
	if err != nil {
		return nil, err
	}
	if top.IsNull() {
		return &Node{Kind: Mapping, source: src, line: 1}, nil
	}
	if top.Kind != Mapping {
		return nil, top.Errorf("the file holds %s, want a mapping such as `name: staging`", top.Kind)
	}
	return top, nil
}

func syntaxError(src *source, err error) error {
	line, message := 1, err.Error()
	var one *yaml.LoadError
	if errors.As(err, &one) {
		line, message = one.Mark.Line, one.Message
	}
	at := &Node{source: src, line: max(line, 1)}
	return at.Errorf("not valid YAML: %s", message)
}

// builder turns the library's nodes into ours, counting as it goes.
type builder struct {
	src   *source
	count int
}

func (b *builder) build(n *yaml.Node, depth int) (*Node, error) {
	out := &Node{source: b.src, line: n.Line}
	if b.count++; b.count > maxNodes || depth > maxDepth {
		return nil, out.Errorf("the file is too large or too deeply nested")
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return b.build(n.Content[0], depth)
	case yaml.AliasNode:
		return b.build(n.Alias, depth+1)
	case yaml.SequenceNode:
		return b.list(out, n, depth)
	case yaml.MappingNode:
		return b.mapping(out, n, depth)
	default:
		return b.scalar(out, n)
	}
}

func (b *builder) list(out *Node, n *yaml.Node, depth int) (*Node, error) {
	out.Kind = List
	for _, item := range n.Content {
		child, err := b.build(item, depth+1)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, child)
	}
	return out, nil
}

func (b *builder) mapping(out *Node, n *yaml.Node, depth int) (*Node, error) {
	out.Kind = Mapping
	var base *Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		value, err := b.build(n.Content[i+1], depth+1)
		if err != nil {
			return nil, err
		}
		if n.Content[i].ShortTag() == "!!merge" {
			if value.Kind != Mapping || base != nil {
				return nil, value.Errorf("<< takes one mapping here, such as *anchor")
			}
			base = value
			continue
		}
		key, err := b.key(out, n.Content[i], depth)
		if err != nil {
			return nil, err
		}
		out.Members = append(out.Members, Member{key, value})
	}
	return out.beneath(base), nil
}

// key builds the name of a member that out does not have yet.
func (b *builder) key(out *Node, n *yaml.Node, depth int) (*Node, error) {
	key, err := b.build(n, depth+1)
	if err != nil {
		return nil, err
	}
	if key.Kind != Scalar {
		return nil, key.Errorf("a name has to be a single value, not %s", key.Kind).
			Hint("put a placeholder into quotes: \"{{user.id}}\"")
	}
	if first := out.Get(key.Text); first != nil {
		return nil, key.Errorf("%q is given twice; the first is at line %d", key.Text, first.line)
	}
	return key, nil
}

// beneath adds the members of a merged mapping that out does not have itself.
func (n *Node) beneath(base *Node) *Node {
	if base == nil {
		return n
	}
	for _, m := range base.Members {
		if n.Get(m.Key.Text) == nil {
			n.Members = append(n.Members, m)
		}
	}
	return n
}

func (b *builder) scalar(out *Node, n *yaml.Node) (*Node, error) {
	tag := n.ShortTag()
	switch tag {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp":
		out.Text, out.Type = n.Value, strings.TrimPrefix(tag, "!!")
		return out, nil
	}
	return nil, out.Errorf("the YAML tag %s is not understood here", tag)
}
