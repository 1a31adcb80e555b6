package filter

import "github.com/scimproof/scimproof/reference/schema"

// Equality is the comparison of a string attribute with a literal by eq. The
// attribute is spelled out to the sub-attribute that holds the string, so that
// Attribute.Path() names an index, and Attribute.Leaf().Fold its form of keys.
type Equality struct {
	Attribute schema.Ref
	Value     string
}

// Equalities returns comparisons that must hold for the filter to hold: a
// store may use any of them to narrow the candidates through an index, and then
// evaluates the whole filter on those. For `userName eq "ada"` it returns
// exactly that one, and exact is true: then the index answers the filter alone.
func Equalities(e Expr, rt *schema.ResourceType) (equalities []Equality, exact bool) {
	equalities = scope{rt.Resolve}.equalities(e)
	_, single := e.(Attr)
	return equalities, single && len(equalities) == 1
}

func (s scope) equalities(e Expr) []Equality {
	switch e := e.(type) {
	case And:
		return append(s.equalities(e.Left), s.equalities(e.Right)...)
	case ValuePath:
		return s.inner(e)
	case Attr:
		return s.equality(e)
	default:
		return nil
	}
}

func (s scope) equality(e Attr) []Equality {
	ref, err := s.lookup(e.Path)
	value, isString := e.Value.(string)
	if err != nil || e.Op != Equal || !isString {
		return nil
	}
	if leaf := ref.Leaf(); leaf == nil || !isText(leaf.Type) {
		return nil
	}
	return []Equality{{Attribute: spelledOut(ref), Value: value}}
}

// inner returns the equalities inside of a value path as ones of the resource.
func (s scope) inner(e ValuePath) []Equality {
	parent, err := s.lookup(e.Path)
	if err != nil || parent.Attribute == nil || parent.Attribute.Type != schema.Complex {
		return nil
	}
	equalities := within(parent.Attribute).equalities(e.Filter)
	for i, eq := range equalities {
		parent.Sub = eq.Attribute.Attribute
		equalities[i].Attribute = parent
	}
	return equalities
}
