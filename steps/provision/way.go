package provision

import (
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// way is one way of putting a move on the wire.
type way struct {
	Road       string           `yaml:"road"`
	Method     string           `yaml:"method"`
	Path       string           `yaml:"path"`
	Query      template.Members `yaml:"query"`
	JSON       template.JSON    `yaml:"json"`
	Set        template.Members `yaml:"set"`
	Unset      []string         `yaml:"unset"`
	Accept     []int            `yaml:"accept"`
	Source     string           `yaml:"source"`
	Confidence string           `yaml:"confidence"`

	node *yamlfile.Node
}

// choice is the ways of one move.
type choice struct {
	ways []way
	// standard is the road that is taken where none is asked for.
	standard string
	node     *yamlfile.Node
}

// FromYAML reads one way, or named roads with a default.
func (c *choice) FromYAML(n *yamlfile.Node) error {
	c.node = n
	if n.Get("roads") == nil {
		var only way
		if err := n.Decode(&only); err != nil {
			return err
		}
		only.node = n
		c.ways = []way{only}
		return nil
	}
	var file struct {
		Default string `yaml:"default"`
		Roads   []way  `yaml:"roads"`
	}
	if err := n.Decode(&file); err != nil {
		return err
	}
	for i := range file.Roads {
		file.Roads[i].node = n.Get("roads").Items[i]
	}
	c.ways, c.standard = file.Roads, file.Default
	return nil
}

// way picks the road; "" is the standard one.
func (c choice) way(road string) (way, bool) {
	if road == "" {
		road = c.standard
	}
	for _, w := range c.ways {
		if w.Road == road {
			return w, true
		}
	}
	return way{}, false
}

// known are the moves, and the names that the templates of each may use.
var known = map[Move][]string{
	CreateUser:       {"resource", "user.userName"},
	ReadUser:         {"user.id", "user.userName"},
	MatchUser:        {"user.userName"},
	ReplaceAttribute: {"user.id", "user.userName", "resource", "path", "value"},
	ClearAttribute:   {"user.id", "user.userName", "resource", "path"},
	Rename:           {"user.id", "user.userName", "resource", "value"},
	SetManager:       {"user.id", "user.userName", "resource", "manager.id"},
	ClearManager:     {"user.id", "user.userName", "resource"},
	CreateGroup:      {"resource", "group.displayName"},
	ReadGroup:        {"group.id", "group.displayName"},
	AddMember:        {"group.id", "group.displayName", "user.id", "user.userName", "resource"},
	RemoveMember:     {"group.id", "group.displayName", "user.id", "user.userName", "resource"},
	Deactivate:       {"user.id", "user.userName", "resource"},
	Reactivate:       {"user.id", "user.userName", "resource"},
	DeleteUser:       {"user.id", "user.userName"},
	DeleteGroup:      {"group.id", "group.displayName"},
}

// check holds a move to what Render relies on.
func (c choice) check(m Move) error {
	names, ok := known[m]
	if !ok {
		return c.unknown(m)
	}
	seen := map[string]bool{}
	for _, w := range c.ways {
		if seen[w.Road] || (w.Road == "") != (c.standard == "") {
			return w.node.Errorf("each road needs a name of its own, and %s a default", m)
		}
		seen[w.Road] = true
		if err := w.check(names); err != nil {
			return err
		}
	}
	if _, ok := c.way(""); !ok {
		return c.node.Errorf("the default road %q of %s is not among its roads", c.standard, m)
	}
	return nil
}

func (c choice) unknown(m Move) error {
	var names []string
	for name := range known {
		names = append(names, string(name))
	}
	slices.Sort(names)
	err := c.node.Errorf("unknown move %q", m)
	if meant := yamlfile.Closest(string(m), names); meant != "" {
		return err.Hint("did you mean `%s:`?", meant)
	}
	return err.Hint("the moves are %s", strings.Join(names, ", "))
}

var methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE"}

func (w way) check(names []string) error {
	switch {
	case !slices.Contains(methods, w.Method):
		return w.node.Errorf("the method %q is none of %s", w.Method, strings.Join(methods, ", "))
	case !strings.HasPrefix(w.Path, "/"):
		return w.node.Errorf("the path %q does not begin with a slash", w.Path)
	case len(w.Accept) == 0:
		return w.node.Errorf("accept is missing: the statuses that the client takes as done")
	case !slices.Contains([]string{"high", "medium", "low"}, w.Confidence):
		return w.node.Errorf("the confidence %q is none of high, medium, low", w.Confidence)
	case w.Source == "":
		return w.node.Errorf("source is missing: where the shape was learnt")
	case w.JSON.IsZero() && len(w.Set)+len(w.Unset) > 0:
		return w.node.Errorf("set and unset need a json to be laid over")
	}
	used, err := w.names()
	if err != nil {
		return w.node.Errorf("%v", err)
	}
	for _, name := range used {
		if name != "scim" && !slices.Contains(names, name) {
			return w.node.Errorf("nothing is known here under the name {{%s}}", name).
				Hint("this move knows %s and scim", strings.Join(names, ", "))
		}
	}
	return nil
}

func (w way) names() ([]string, error) {
	names := slices.Concat(w.JSON.Names(), w.Set.Names(), w.Query.Names())
	for _, text := range append([]string{w.Path}, w.Unset...) {
		more, err := template.Names(text)
		if err != nil {
			return nil, err
		}
		names = append(names, more...)
	}
	return names, nil
}
