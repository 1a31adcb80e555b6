package template

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Loop is a list that a document writes element by element: {each: assets, as: ...}.
// What stands under `as` is written once for each of the Vars of the list, which are
// known there and nowhere else.
type Loop struct {
	// List is the name of the list, whose value is a []Vars.
	List string
	// Names are those that an element asks for.
	Names []string
}

var errNested = errors.New("a list cannot be written inside another one")

// loop gives both parts of a loop; false where n is an ordinary value. A mapping is a
// loop if it has these two members and no other.
func loop(n *yamlfile.Node) (each, as *yamlfile.Node, ok bool) {
	if n == nil || n.Kind != yamlfile.Mapping || len(n.Members) != 2 {
		return nil, nil, false
	}
	each, as = n.Get("each"), n.Get("as")
	return each, as, each != nil && as != nil && each.Kind == yamlfile.Scalar
}

// Loops lists the lists that the document writes element by element. Their elements'
// names are not among those of Names.
func (j JSON) Loops() []Loop { return LoopsOf(j.node) }

// LoopsOf lists those at and below a node.
func LoopsOf(n *yamlfile.Node) []Loop {
	var loops []Loop
	walk(n, func(n *yamlfile.Node) bool {
		each, as, ok := loop(n)
		if ok {
			loops = append(loops, Loop{each.Text, JSON{as}.Names()})
		}
		return !ok
	})
	return loops
}

// walk visits n and, where visit says so, what is below it.
func walk(n *yamlfile.Node, visit func(*yamlfile.Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for _, item := range n.Items {
		walk(item, visit)
	}
	for _, m := range n.Members {
		walk(m.Value, visit)
	}
}

// checkLoop complains about a loop inside a loop.
func checkLoop(n *yamlfile.Node) error {
	if _, as, ok := loop(n); ok && len((JSON{as}).Loops()) > 0 {
		return complain(n, errNested)
	}
	return nil
}

func writeLoop(enc *jsontext.Encoder, each, as *yamlfile.Node, vars Vars) error {
	value, known := vars[each.Text]
	if !known {
		return place(each, &UnknownNameError{each.Text})
	}
	elements, ok := value.([]Vars)
	if !ok {
		return place(each, fmt.Errorf("%s is not a list", each.Text))
	}
	if err := enc.WriteToken(jsontext.BeginArray); err != nil {
		return place(each, err)
	}
	for _, element := range elements {
		if err := write(enc, as, vars.With(element)); err != nil {
			return err
		}
	}
	return place(each, enc.WriteToken(jsontext.EndArray))
}
