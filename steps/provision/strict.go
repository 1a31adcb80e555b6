package provision

import (
	"slices"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Strict is what of a request goes beyond the RFCs, so that a service provider which keeps to
// them may refuse it.
type Strict struct {
	// Refuses says in a few words what it is, such as `op "Replace"`.
	Refuses string `yaml:"refuses"`
	// With are the statuses of such a refusal.
	With []int `yaml:"with"`
	// ScimType is the detail of RFC 7644 section 3.12 that fits; "" where none does. A service
	// provider may leave it out.
	ScimType string `yaml:"scimType"`
}

// scimTypes are the details of a 400 in RFC 7644 section 3.12.
var scimTypes = []string{
	"invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath", "noTarget", "invalidValue",
	"invalidVers", "sensitive",
}

// FromYAML wants the reason and the statuses: a refusal with any status at all would hide every fault.
func (s *Strict) FromYAML(n *yamlfile.Node) error {
	type plain Strict
	if err := n.Decode((*plain)(s)); err != nil {
		return err
	}
	if s.Refuses == "" || len(s.With) == 0 {
		return n.Errorf("strict needs what is refused, and with which statuses").
			Hint("write `strict: {refuses: 'op \"Replace\"', with: [400]}`")
	}
	for _, status := range s.With {
		if status < 400 || status > 499 {
			return n.Errorf("%d is no refusal: that is a status of 4xx", status)
		}
	}
	if s.ScimType != "" && !slices.Contains(scimTypes, s.ScimType) {
		return n.Errorf("%q is no scimType of RFC 7644", s.ScimType)
	}
	return nil
}

// Expects reports whether a strict service provider may answer with this status.
func (s Strict) Expects(status int) bool { return slices.Contains(s.With, status) }

// Refusal is a move that a strict service provider may refuse.
type Refusal struct {
	Move Move
	// Road is "" where there is one way.
	Road string
	Strict
}

// Refusals lists what of the dialect a strict service provider may refuse, by move.
func (d *Dialect) Refusals() []Refusal {
	var all []Refusal
	for _, m := range Moves() {
		for _, w := range d.moves[m].ways {
			for _, r := range d.requestsOf(w) {
				for _, s := range r.stricts() {
					all = append(all, Refusal{m, w.Road, s})
				}
			}
		}
	}
	return all
}

// confidences are how sure a shape may be, the surest first.
var confidences = []string{"high", "medium", "low"}

type confidence string

// FromYAML wants one of the known words.
func (c *confidence) FromYAML(n *yamlfile.Node) error {
	if !slices.Contains(confidences, n.Text) {
		return n.Errorf("the confidence %q is none of high, medium, low", n.Text)
	}
	*c = confidence(n.Text)
	return nil
}

// Confidence says how sure the dialect is as a whole, "high", "medium" or "low": what its file
// says, else the least sure of its moves.
func (d *Dialect) Confidence() string {
	if d.confidence != "" {
		return d.confidence
	}
	least := 0
	for _, c := range d.moves {
		for _, w := range c.ways {
			least = max(least, slices.Index(confidences, w.Confidence))
		}
	}
	return confidences[least]
}

// Sureness says how sure the shape of a move is: never surer than the dialect. The road "" is
// the dialect's own.
func (d *Dialect) Sureness(m Move, road string) string {
	w, _ := d.moves[m].way(road)
	return confidences[max(slices.Index(confidences, w.Confidence), slices.Index(confidences, d.Confidence()), 0)]
}

// Moves lists what the dialect's client does, by name.
func (d *Dialect) Moves() []Move {
	moves := []Move{}
	for _, m := range Moves() {
		if d.Has(m) {
			moves = append(moves, m)
		}
	}
	slices.Sort(moves)
	return moves
}
