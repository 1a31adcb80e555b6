package template

import (
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

// JSON is a JSON document with placeholders, written as YAML; members keep their
// order. A text that is exactly one placeholder stands for the value itself, of
// whatever type; names of members are filled in too. The zero value is no document.
type JSON struct{ node *yamlfile.Node }

// FromYAML keeps the document, after a look at the form of its placeholders.
func (j *JSON) FromYAML(n *yamlfile.Node) error {
	if n.IsNull() {
		return nil
	}
	j.node = n
	return check(n)
}

// check looks at the form of every placeholder below n.
func check(n *yamlfile.Node) error {
	if n.Kind == yamlfile.Scalar && n.Type == "str" {
		return complain(n, Check(n.Text))
	}
	if err := checkLoop(n); err != nil {
		return err
	}
	for _, item := range n.Items {
		if err := check(item); err != nil {
			return err
		}
	}
	for _, m := range n.Members {
		if err := complain(m.Key, Check(m.Key.Text)); err != nil {
			return err
		}
		if err := check(m.Value); err != nil {
			return err
		}
	}
	return nil
}

// complain makes a usage error of what is wrong with a file.
func complain(n *yamlfile.Node, err error) error {
	if err == nil {
		return nil
	}
	return n.Errorf("%v", err)
}

// place puts file and line before an error of filling in.
func place(n *yamlfile.Node, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", n.Place(), err)
}

// IsZero reports whether there is no document.
func (j JSON) IsZero() bool { return j.node == nil }

// Node is the document as it was written; nil for none.
func (j JSON) Node() *yamlfile.Node { return j.node }

// Names lists the names that the document asks for; for those of a list that is written
// element by element, see Loops.
func (j JSON) Names() []string {
	var names []string
	collect(j.node, &names)
	return names
}

func collect(n *yamlfile.Node, names *[]string) {
	if _, _, ok := loop(n); ok || n == nil {
		return
	}
	if n.Kind == yamlfile.Scalar && n.Type == "str" {
		found, _ := Names(n.Text) // the form was checked when it was read
		*names = append(*names, found...)
	}
	for _, item := range n.Items {
		collect(item, names)
	}
	for _, m := range n.Members {
		collect(m.Key, names)
		collect(m.Value, names)
	}
}

// Render fills in the document. An error names file and line.
func (j JSON) Render(vars Vars) ([]byte, error) {
	if j.node == nil {
		return nil, nil
	}
	var out bytes.Buffer
	enc := jsontext.NewEncoder(&out)
	if err := write(enc, j.node, vars); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

func write(enc *jsontext.Encoder, n *yamlfile.Node, vars Vars) error {
	if each, as, ok := loop(n); ok {
		return writeLoop(enc, each, as, vars)
	}
	switch n.Kind {
	case yamlfile.Mapping:
		return writeObject(enc, n, vars)
	case yamlfile.List:
		return writeArray(enc, n, vars)
	default:
		return place(n, writeScalar(enc, n, vars))
	}
}

func writeObject(enc *jsontext.Encoder, n *yamlfile.Node, vars Vars) error {
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return place(n, err)
	}
	for _, m := range n.Members {
		name, err := Text(m.Key.Text, vars)
		if err != nil {
			return place(m.Key, err)
		}
		if err := enc.WriteToken(jsontext.String(name)); err != nil {
			return place(m.Key, err)
		}
		if err := write(enc, m.Value, vars); err != nil {
			return err
		}
	}
	return place(n, enc.WriteToken(jsontext.EndObject))
}

func writeArray(enc *jsontext.Encoder, n *yamlfile.Node, vars Vars) error {
	if err := enc.WriteToken(jsontext.BeginArray); err != nil {
		return place(n, err)
	}
	for _, item := range n.Items {
		if err := write(enc, item, vars); err != nil {
			return err
		}
	}
	return place(n, enc.WriteToken(jsontext.EndArray))
}

func writeScalar(enc *jsontext.Encoder, n *yamlfile.Node, vars Vars) error {
	if n.Type != "str" {
		return json.MarshalEncode(enc, n.Value(), json.Deterministic(true))
	}
	parts, err := parse(n.Text)
	if err != nil {
		return err
	}
	if len(parts) == 1 && parts[0].name != "" && parts[0].filter == "" {
		value, known := vars[parts[0].name]
		if !known {
			return &UnknownNameError{parts[0].name}
		}
		return json.MarshalEncode(enc, value, json.Deterministic(true))
	}
	text, err := Text(n.Text, vars)
	if err != nil {
		return err
	}
	return enc.WriteToken(jsontext.String(text))
}
