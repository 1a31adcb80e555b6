package patch

import (
	"github.com/scimproof/scimproof/reference/filter"
	"github.com/scimproof/scimproof/reference/schema"
)

// target is what a path points to: an extension, an attribute, or what a
// filter selects from a multi-valued attribute, there possibly one of the
// sub-attributes.
type target struct {
	ref     schema.Ref
	filter  filter.Expr
	matches func(value any) bool // set where the target is selective
}

// locate resolves a path. A sub-attribute of a multi-valued attribute without a
// filter is that of all its values.
func (e *editor) locate(path filter.Path) (target, error) {
	ref, err := e.rt.Resolve(path.Attribute)
	if err != nil {
		return target{}, err
	}
	t := target{ref: ref, filter: path.Filter}
	if path.Filter == nil {
		if ref.Sub != nil && ref.Attribute.MultiValued {
			t.matches = func(any) bool { return true }
		}
		return t, nil
	}
	if ref.Attribute == nil || ref.Sub != nil || !ref.Attribute.MultiValued {
		return target{}, refuse(schema.ScimInvalidPath, "%s is not multi-valued, so that a filter cannot select from it", path.Attribute)
	}
	if t.matches, err = filter.CompileValue(path.Filter, ref.Attribute); err != nil {
		return target{}, err
	}
	if path.Sub == "" {
		return t, nil
	}
	if t.ref.Sub = ref.Attribute.Sub(path.Sub); t.ref.Sub == nil {
		return target{}, refuse(schema.ScimInvalidPath, "%s has no sub-attribute %s", ref.Attribute.Name, path.Sub)
	}
	return t, nil
}

func (t target) extension() bool { return t.ref.Attribute == nil }

// selective says whether the target is in some of the values of a multi-valued
// attribute rather than the attribute.
func (t target) selective() bool { return t.matches != nil }

// attribute is the attribute or sub-attribute that the operation is on.
func (t target) attribute() *schema.Attribute {
	if t.ref.Sub != nil {
		return t.ref.Sub
	}
	return t.ref.Attribute
}

func (t target) name() string { return t.ref.Path() }

func (t target) readOnly() bool {
	return t.ref.Attribute.Mutability == schema.ReadOnly || t.attribute().Mutability == schema.ReadOnly
}

// holder returns the object that holds the attribute: the resource or an
// extension, which it creates.
func (t target) holder(resource schema.Resource) schema.Resource {
	if t.ref.Extension == nil {
		return resource
	}
	container, ok := resource[t.ref.Extension.ID].(schema.Resource)
	if !ok {
		container = schema.Resource{}
		resource[t.ref.Extension.ID] = container
	}
	return container
}

// current returns the value of the target, or nil.
func (t target) current(resource schema.Resource) any {
	values := t.ref.Values(resource)
	switch {
	case t.ref.Attribute.MultiValued:
		return values
	case len(values) == 0:
		return nil
	default:
		return values[0]
	}
}
