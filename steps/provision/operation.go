package provision

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

// operation is one operation of a PATCH request, or one for each change or person that it is
// about.
type operation struct {
	// Of are the kinds of changes that it is about; none stands for all. Only moves that change
	// attributes have it.
	Of []string `yaml:"of"`
	// Fold puts all those changes into one operation without a path, by their paths.
	Fold bool `yaml:"fold"`
	// Each repeats it for every element of a list: people.
	Each string `yaml:"each"`
	// When is "members" or "no members": whether anybody is left in the group.
	When   string        `yaml:"when"`
	Op     string        `yaml:"op"`
	Path   string        `yaml:"path"`
	Value  template.JSON `yaml:"value"`
	Strict Strict        `yaml:"strict"`

	node *yamlfile.Node
}

// FromYAML keeps the node for what is wrong with it.
func (o *operation) FromYAML(n *yamlfile.Node) error {
	type plain operation
	if err := n.Decode((*plain)(o)); err != nil {
		return err
	}
	o.node = n
	return nil
}

// sent is an operation as it goes out.
type sent struct {
	Op    string         `json:"op"`
	Path  string         `json:"path,omitzero"`
	Value jsontext.Value `json:"value,omitzero"`
}

// patch writes the message, and says what of it a strict service provider may refuse.
func patch(operations []operation, changes []Change, vars template.Vars) ([]byte, Strict, error) {
	all, strict := []sent{}, Strict{}
	for _, o := range operations {
		some, err := o.render(changes, vars)
		if err != nil {
			return nil, strict, fmt.Errorf("%s: rendering an operation: %w", o.node.Place(), err)
		}
		if len(some) > 0 && strict.Refuses == "" && !o.foldsPlain(changes) {
			strict = o.Strict
		}
		all = append(all, some...)
	}
	body, err := json.Marshal(struct {
		Schemas    []string `json:"schemas"`
		Operations []sent   `json:"Operations"`
	}{[]string{patchSchema}, all})
	if err != nil {
		return nil, strict, fmt.Errorf("writing the PATCH request: %w", err)
	}
	return body, strict, nil
}

func (o operation) render(changes []Change, vars template.Vars) ([]sent, error) {
	switch {
	case o.When != "" && (o.When == "members") != (len(listOf(vars, "everybody")) > 0):
		return nil, nil
	case o.Fold:
		return o.folded(o.about(changes))
	case o.Each != "":
		return o.forEach(vars)
	case changes == nil:
		one, err := o.one(vars)
		return []sent{one}, err
	}
	var all []sent
	resource, _ := vars["resource"].(jsontext.Value)
	for _, c := range o.about(changes) {
		own, err := c.vars(resource)
		if err != nil {
			return nil, err
		}
		one, err := o.one(vars.With(own))
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// foldsPlain tells whether what is folded are the plain names of attributes alone, as RFC 7644
// section 3.5.2.3 has them there.
func (o operation) foldsPlain(changes []Change) bool {
	return o.Fold && !slices.ContainsFunc(o.about(changes), func(c Change) bool { return c.kind() != simple })
}

func (o operation) about(changes []Change) []Change {
	if len(o.Of) == 0 {
		return changes
	}
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return !slices.Contains(o.Of, c.kind()) })
}

func (o operation) folded(changes []Change) ([]sent, error) {
	if len(changes) == 0 {
		return nil, nil
	}
	values := map[string]any{}
	for _, c := range changes {
		values[c.Path] = c.Value
	}
	value, err := json.Marshal(values, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("writing the folded changes: %w", err)
	}
	return []sent{{Op: o.Op, Value: value}}, nil
}

func (o operation) forEach(vars template.Vars) ([]sent, error) {
	var all []sent
	for _, element := range listOf(vars, o.Each) {
		one, err := o.one(vars.With(element))
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func listOf(vars template.Vars, name string) []template.Vars {
	list, _ := vars[name].([]template.Vars)
	return list
}

func (o operation) one(vars template.Vars) (sent, error) {
	path, err := template.Text(o.Path, vars)
	if err != nil {
		return sent{}, err
	}
	out := sent{Op: o.Op, Path: path}
	if o.node.Get("value") == nil {
		return out, nil
	}
	if o.Value.IsZero() {
		out.Value = jsontext.Value("null")
		return out, nil
	}
	out.Value, err = o.Value.Render(vars)
	return out, err
}

// check holds an operation to what render relies on.
func (o operation) check(m Move) error {
	switch {
	case !slices.Contains([]string{"add", "remove", "replace"}, strings.ToLower(o.Op)):
		return o.node.Errorf("the op %q is none of add, remove, replace", o.Op)
	case !slices.Contains([]string{"", "members", "no members"}, o.When) || (o.When != "" && !slices.Contains(lists[m], "everybody")):
		return o.node.Errorf("when is `members` or `no members`, in the moves that know the members")
	case (len(o.Of) > 0 || o.Fold) && !m.changes():
		return o.node.Errorf("of and fold are for the moves that change attributes")
	case o.Fold && (o.Path != "" || !o.Value.IsZero()):
		return o.node.Errorf("fold makes the value itself, and there is no path")
	case o.Each != "" && !slices.Contains(lists[m], o.Each):
		return o.node.Errorf("there is no list %q here", o.Each)
	}
	for _, k := range o.Of {
		if !slices.Contains(kinds, k) {
			return o.node.Errorf("%q is no kind of change", k).Hint("the kinds are %s", strings.Join(kinds, ", "))
		}
	}
	return nil
}

// covers wants each kind of change to be in exactly one of the operations.
func covers(n *yamlfile.Node, operations []operation) error {
	for _, k := range kinds {
		count := 0
		for _, o := range operations {
			if len(o.Of) == 0 || slices.Contains(o.Of, k) {
				count++
			}
		}
		if count != 1 {
			return n.Errorf("%d operations are about changes of the kind %s, want one", count, k)
		}
	}
	return nil
}

// names are what the operation asks for beside the elements of its list.
func (o operation) names() ([]string, error) {
	names, err := template.Names(o.Path)
	return append(names, o.Value.Names()...), err
}
