package provision

import (
	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// way is one way of putting a move on the wire: one request, or several in their order. Or the
// reason why there is none.
type way struct {
	Road       string    `yaml:"road"`
	Never      string    `yaml:"never"`
	Requests   []request `yaml:"requests"`
	Source     string    `yaml:"source"`
	Confidence string    `yaml:"confidence"`
	request

	node *yamlfile.Node
}

// request is a template of one request.
type request struct {
	// Use is another move, whose requests are sent in this place.
	Use        Move             `yaml:"move"`
	Method     string           `yaml:"method"`
	Path       string           `yaml:"path"`
	Query      template.Members `yaml:"query"`
	JSON       template.JSON    `yaml:"json"`
	Set        template.Members `yaml:"set"`
	Fill       template.Members `yaml:"fill"`
	Unset      []string         `yaml:"unset"`
	Operations []operation      `yaml:"operations"`
	Accept     []int            `yaml:"accept"`
	// Keep is the name under which the requests after it know the answer's document.
	Keep   string `yaml:"keep"`
	Strict Strict `yaml:"strict"`

	at *yamlfile.Node
}

// all are the requests as they were written, those of another move still by its name.
func (w way) all() []request {
	switch {
	case w.Never != "":
		return nil
	case len(w.Requests) > 0:
		return w.Requests
	default:
		return []request{w.request}
	}
}

// stricts are what of the request a strict service provider may refuse.
func (r request) stricts() []Strict {
	var all []Strict
	if r.Strict.Refuses != "" {
		all = append(all, r.Strict)
	}
	for _, o := range r.Operations {
		if o.Strict.Refuses != "" {
			all = append(all, o.Strict)
		}
	}
	return all
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
		if err := only.read(n); err != nil {
			return err
		}
		c.ways = []way{only}
		return nil
	}
	var file struct {
		Default string  `yaml:"default"`
		Roads   wayList `yaml:"roads"`
	}
	if err := n.Decode(&file); err != nil {
		return err
	}
	c.ways, c.standard = file.Roads, file.Default
	return nil
}

// wayList is the roads, each with its place.
type wayList []way

// FromYAML reads them.
func (l *wayList) FromYAML(n *yamlfile.Node) error {
	for _, item := range n.Items {
		var w way
		if err := w.read(item); err != nil {
			return err
		}
		*l = append(*l, w)
	}
	return nil
}

func (w *way) read(n *yamlfile.Node) error {
	if err := n.Decode(w); err != nil {
		return err
	}
	w.node, w.at = n, n
	for i := range w.Requests {
		w.Requests[i].at = n.Get("requests").Items[i]
	}
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
