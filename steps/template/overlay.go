package template

import (
	"fmt"
	"regexp"
	"slices"
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
	// Fill gives those of them a value, by their plain names, that the document lacks.
	Fill Members
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
	out, err := c.fill(out, vars)
	if err != nil {
		return nil, err
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

func (c Changes) fill(object jsontext.Value, vars Vars) (jsontext.Value, error) {
	if len(c.Fill) == 0 {
		return object, nil
	}
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(object, &members); err != nil {
		return nil, fmt.Errorf("looking for what is to be filled in: %w", err)
	}
	missing := Changes{}
	for _, m := range c.Fill {
		if _, there := members[m.Key.Text]; !there {
			missing.Set = append(missing.Set, m)
		}
	}
	return missing.Over(object, vars)
}

// Put lays one value over a JSON object, by its SCIM attribute path; nil takes it away. The
// values of a multi-valued attribute are told apart by a sub-attribute alone, as in
// emails[type eq "work"].value: where there is none of the kind, one is made.
func Put(object []byte, path string, value jsontext.Value) ([]byte, error) {
	return change(object, split(path), value)
}

// change returns the object with another value at the path; nil takes it away.
func change(object jsontext.Value, path []waypoint, value jsontext.Value) (jsontext.Value, error) {
	if len(path) == 0 {
		return value, nil
	}
	if path[0].sub != "" {
		return changeEach(object, path[0], path[1:], value)
	}
	members := map[string]jsontext.Value{}
	if object != nil {
		if err := json.Unmarshal(object, &members); err != nil {
			return nil, fmt.Errorf("reaching %s: %w", path[0].name, err)
		}
	}
	below, err := change(members[path[0].name], path[1:], value)
	if err != nil {
		return nil, err
	}
	if below != nil {
		members[path[0].name] = below
	} else {
		delete(members, path[0].name)
	}
	if value == nil && len(members) == 0 {
		return nil, nil // an object without members is unassigned
	}
	out, err := json.Marshal(members, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", path[0].name, err)
	}
	return out, nil
}

// changeEach returns the list with another value below each element that at selects.
func changeEach(list jsontext.Value, at waypoint, path []waypoint, value jsontext.Value) (jsontext.Value, error) {
	var elements, kept []jsontext.Value
	if list != nil {
		if err := json.Unmarshal(list, &elements); err != nil {
			return nil, fmt.Errorf("reaching the values by %s: %w", at.sub, err)
		}
	}
	if value != nil && !slices.ContainsFunc(elements, at.selects) {
		made, err := json.Marshal(map[string]string{at.sub: at.name})
		if err != nil {
			return nil, fmt.Errorf("writing a value by %s: %w", at.sub, err)
		}
		elements = append(elements, made)
	}
	for _, element := range elements {
		if at.selects(element) {
			changed, err := change(element, path, value)
			if err != nil {
				return nil, err
			}
			element = changed
		}
		if element != nil {
			kept = append(kept, element)
		}
	}
	if len(kept) == 0 {
		return nil, nil
	}
	out, err := json.Marshal(kept)
	if err != nil {
		return nil, fmt.Errorf("writing the values by %s: %w", at.sub, err)
	}
	return out, nil
}

// waypoint is a name on the way, or, with a sub-attribute, the values in which that is the name.
type waypoint struct{ name, sub string }

func (w waypoint) selects(element jsontext.Value) bool {
	var object map[string]any
	text, ok := "", false
	if json.Unmarshal(element, &object) == nil {
		text, ok = object[w.sub].(string)
	}
	return ok && strings.EqualFold(text, w.name)
}

var (
	// extension is a schema's own URN: behind its last colon stands what follows the version.
	extension = regexp.MustCompile(`(?i)^urn:.*:\d+\.\d+:[^:.]+$`)
	selection = regexp.MustCompile(`^([^\[]+)\[\s*(\w+)\s+(?i:eq)\s+"([^"]*)"\s*\](?:\.(.+))?$`)
)

// split cuts a SCIM attribute path into what is on its way: the URN of an
// extension, the attribute, the values meant, the sub-attribute. The version in a URN holds
// a dot, so what stands behind its last colon is cut alone.
func split(path string) []waypoint {
	var way []waypoint
	if extension.MatchString(path) {
		return append(way, waypoint{name: path})
	}
	if m := selection.FindStringSubmatch(path); m != nil {
		way = append(split(m[1]), waypoint{name: m[3], sub: m[2]})
		if m[4] != "" {
			way = append(way, split(m[4])...)
		}
		return way
	}
	if strings.HasPrefix(strings.ToLower(path), "urn:") {
		colon := strings.LastIndexByte(path, ':')
		way, path = append(way, waypoint{name: path[:colon]}), path[colon+1:]
	}
	for _, name := range strings.Split(path, ".") {
		way = append(way, waypoint{name: name})
	}
	return way
}
