package filter

import (
	"fmt"
	"slices"

	"github.com/scimproof/scimproof/reference/schema"
)

// Predicate says whether a normalised resource satisfies a filter.
type Predicate func(schema.Resource) bool

// Compile binds a filter to a resource type, once for any number of resources.
// It refuses as invalidFilter what makes no sense there: an attribute that is
// unknown or may not be filtered on, an operator or literal that does not fit
// the attribute's type.
func Compile(e Expr, rt *schema.ResourceType) (Predicate, error) {
	return scope{rt.Resolve}.compile(e)
}

// Match is Compile and one evaluation.
func Match(e Expr, rt *schema.ResourceType, resource schema.Resource) (bool, error) {
	matches, err := Compile(e, rt)
	return err == nil && matches(resource), err
}

// CompileValue binds the filter of a value path to the multi-valued attribute
// that it selects from; the result judges one value of it. A value that is not
// complex is called "value" in the filter.
func CompileValue(e Expr, parent *schema.Attribute) (func(value any) bool, error) {
	matches, err := within(parent).compile(e)
	if err != nil {
		return nil, err
	}
	return func(v any) bool {
		object, complex := v.(schema.Resource)
		if !complex {
			object = schema.Resource{"value": v}
		}
		return matches(object)
	}, nil
}

// scope is where the names in an expression are looked up: a resource type, or
// the sub-attributes of an attribute, whose values are objects as well.
type scope struct {
	resolve func(schema.AttributePath) (schema.Ref, error)
}

func within(parent *schema.Attribute) scope {
	return scope{func(p schema.AttributePath) (schema.Ref, error) {
		sub := parent.Sub(p.Name)
		if parent.Type != schema.Complex {
			simple := *parent
			simple.Name, simple.MultiValued = "value", false
			holder := schema.Attribute{SubAttributes: []*schema.Attribute{&simple}}
			sub = holder.Sub(p.Name)
		}
		if sub == nil || p.URN != "" || p.Sub != "" {
			return schema.Ref{}, refuse("%s has no sub-attribute %s", parent.Name, p)
		}
		return schema.Ref{Attribute: sub}, nil
	}}
}

func (s scope) compile(e Expr) (Predicate, error) {
	switch e := e.(type) {
	case And:
		left, right, err := s.both(e.Left, e.Right)
		return func(r schema.Resource) bool { return left(r) && right(r) }, err
	case Or:
		left, right, err := s.both(e.Left, e.Right)
		return func(r schema.Resource) bool { return left(r) || right(r) }, err
	case Not:
		inner, err := s.compile(e.Expr)
		return func(r schema.Resource) bool { return !inner(r) }, err
	case ValuePath:
		return s.valuePath(e)
	case Attr:
		return s.comparison(e)
	default:
		return nil, refuse("the filter is empty")
	}
}

func (s scope) both(l, r Expr) (left, right Predicate, err error) {
	if left, err = s.compile(l); err != nil {
		return nil, nil, err
	}
	right, err = s.compile(r)
	return left, right, err
}

func (s scope) valuePath(e ValuePath) (Predicate, error) {
	ref, err := s.lookup(e.Path)
	if err != nil {
		return nil, err
	}
	if ref.Attribute == nil || ref.Sub != nil || ref.Attribute.Type != schema.Complex && !ref.Attribute.MultiValued {
		return nil, refuse("%s has no values to select from", e.Path)
	}
	matches, err := CompileValue(e.Filter, ref.Attribute)
	if err != nil {
		return nil, err
	}
	return func(r schema.Resource) bool { return slices.ContainsFunc(ref.Values(r), matches) }, nil
}

// lookup resolves an attribute that may be filtered on.
func (s scope) lookup(p schema.AttributePath) (schema.Ref, error) {
	ref, err := s.resolve(p)
	if err != nil {
		return ref, refuse("there is no attribute %s to filter on", p)
	}
	if hidden(ref.Attribute) || hidden(ref.Sub) {
		return ref, refuse("%s cannot be filtered on", p)
	}
	return ref, nil
}

// hidden holds for what nobody may read, and therefore nobody may guess by
// filtering (RFC 7643 section 9.2 for password).
func hidden(a *schema.Attribute) bool {
	return a != nil && (a.Returned == schema.ReturnedNever || a.Mutability == schema.WriteOnly)
}

// refuse builds the error of a filter that makes no sense. Its arguments are
// names, never values.
func refuse(format string, args ...any) error {
	return &schema.Error{ScimType: schema.ScimInvalidFilter, Detail: fmt.Sprintf(format, args...)}
}
