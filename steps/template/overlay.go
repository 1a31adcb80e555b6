package template

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Names lists the names that the members ask for.
func (m Members) Names() []string {
	var names []string
	collect(&yamlfile.Node{Kind: yamlfile.Mapping, Members: m}, &names)
	return names
}

// Changes are laid over a rendered document by clients that send the whole
// resource. A name is a SCIM attribute path: displayName, name.givenName, or an
// extension's attribute behind its URN. It may hold placeholders.
type Changes struct {
	// Set gives attributes a value, in order.
	Set Members
	// Unset takes attributes away.
	Unset []string
}

// Members are the named templates of a mapping, in the file's order.
type Members []yamlfile.Member

// FromYAML keeps the mapping, after a look at the form of its placeholders.
func (m *Members) FromYAML(n *yamlfile.Node) error {
	if n.IsNull() {
		return nil
	}
	if n.Kind != yamlfile.Mapping {
		return n.Errorf("want a mapping here, not %s", n.Kind)
	}
	*m = n.Members
	return check(n)
}

// Over lays the changes over a JSON object. What they do not name keeps its value
// to the digit; members come out sorted by name.
func (c Changes) Over(object []byte, vars Vars) ([]byte, error) {
	out := jsontext.Value(object)
	for _, m := range c.Set {
		path, err := Text(m.Key.Text, vars)
		if err != nil {
			return nil, place(m.Key, err)
		}
		value, err := JSON{m.Value}.Render(vars)
		if err != nil {
			return nil, err
		}
		if out, err = change(out, split(path), value); err != nil {
			return nil, place(m.Key, err)
		}
	}
	for _, text := range c.Unset {
		path, err := Text(text, vars)
		if err != nil {
			return nil, fmt.Errorf("unset %q: %w", text, err)
		}
		if out, err = change(out, split(path), nil); err != nil {
			return nil, fmt.Errorf("unset %q: %w", text, err)
		}
	}
	return out, nil
}

// change returns the object with another value at the path; nil takes it away.
func change(object jsontext.Value, path []string, value jsontext.Value) (jsontext.Value, error) {
	if len(path) == 0 {
		return value, nil
	}
	members := map[string]jsontext.Value{}
	if object != nil {
		if err := json.Unmarshal(object, &members); err != nil {
			return nil, fmt.Errorf("reaching %s: %w", path[0], err)
		}
	}
	below, err := change(members[path[0]], path[1:], value)
	if err != nil {
		return nil, err
	}
	if below != nil {
		members[path[0]] = below
	} else {
		delete(members, path[0])
	}
	if value == nil && len(members) == 0 {
		return nil, nil // an object without members is unassigned
	}
	out, err := json.Marshal(members, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", path[0], err)
	}
	return out, nil
}

// split cuts a SCIM attribute path into the names on its way: the URN of an
// extension, the attribute, the sub-attribute. The version in a URN holds a dot,
// so what stands behind its last colon is cut alone.
func split(path string) []string {
	var names []string
	if strings.HasPrefix(strings.ToLower(path), "urn:") {
		colon := strings.LastIndexByte(path, ':')
		names, path = append(names, path[:colon]), path[colon+1:]
	}
	return append(names, strings.Split(path, ".")...)
}
