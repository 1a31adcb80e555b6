package patch

import (
	"slices"

	"github.com/scimproof/scimproof/reference/filter"
	"github.com/scimproof/scimproof/reference/schema"
)

// applySelected applies an operation to those values of a multi-valued
// attribute that the path selects.
func (e *editor) applySelected(t target, op Operation) error {
	holder := t.holder(e.resource)
	list, _ := holder[t.ref.Attribute.Name].([]any)
	touched := map[int]bool{}
	for i, v := range list {
		if t.matches(v) {
			touched[i] = true
		}
	}
	if len(touched) == 0 {
		return e.applyUnmatched(t, op, list)
	}
	for i, v := range list {
		if !touched[i] {
			continue
		}
		edited, err := e.edit(t, op, v)
		if err != nil {
			return err
		}
		list[i] = edited
	}
	onePrimary(list, touched)
	return e.store(t, list)
}

// store puts a list back, without the values that are no more.
func (e *editor) store(t target, list []any) error {
	list = slices.DeleteFunc(list, func(v any) bool { return schema.Equal(v, nil) })
	return assign(t.holder(e.resource), t.ref.Attribute, listOrNil(t.ref.Attribute.Distinct(list)))
}

// edit returns what an operation makes of one selected value; nil removes it.
func (e *editor) edit(t target, op Operation, v any) (any, error) {
	if t.ref.Sub != nil {
		object, _ := v.(schema.Resource)
		return object, e.editSub(t, op, object)
	}
	if op.Op == Remove {
		return nil, nil
	}
	given, err := element(t.ref.Attribute).Normalize(op.Value, e.mode)
	if err != nil {
		return nil, err
	}
	return e.editValue(t, op, v, given)
}

// editValue merges what is given into a selected value, so that a sub-attribute
// that the client did not mention is not lost; null removes the value.
func (e *editor) editValue(t target, op Operation, v, given any) (any, error) {
	if given == nil {
		if op.Op == Add {
			return v, nil
		}
		return nil, nil
	}
	more, ok := given.(schema.Resource)
	if !ok {
		return given, nil
	}
	object, _ := v.(schema.Resource)
	for name, value := range more {
		if err := mutable(t.ref.Attribute.Sub(name), object[name], value); err != nil {
			return nil, err
		}
	}
	merge(t.ref.Attribute, object, more)
	return object, nil
}

func (e *editor) editSub(t target, op Operation, object schema.Resource) error {
	v, err := e.newValue(t, op)
	if err != nil || v == nil && op.Op == Add {
		return err
	}
	if err := mutable(t.ref.Sub, object[t.ref.Sub.Name], v); err != nil {
		return err
	}
	forgetReference(t.ref.Attribute, object, schema.Resource{t.ref.Sub.Name: v})
	return assign(object, t.ref.Sub, v)
}

// mutable refuses to change an immutable sub-attribute that has a value.
func mutable(sub *schema.Attribute, before, after any) error {
	if sub.Mutability == schema.Immutable && before != nil && !schema.Equal(before, after) {
		return refuse(schema.ScimMutability, "%s is immutable", sub.Name)
	}
	return nil
}

// element is the attribute for one of the values.
func element(a *schema.Attribute) *schema.Attribute {
	single := *a
	single.MultiValued = false
	return &single
}

// applyUnmatched is for a path that selects nothing. A remove of what is no
// member succeeds (RFC 7644 section 3.5.2.2), as does one of a sub-attribute
// without a filter; an add creates the value, and so does a replace in lenient
// mode, since Entra expects it.
func (e *editor) applyUnmatched(t target, op Operation, list []any) error {
	if op.Op == Remove && (t.filter == nil || t.ref.Sub == nil && t.ref.Attribute.Referring()) {
		return nil
	}
	creates := op.Op == Add || op.Op == Replace && (e.lenient() || t.filter == nil)
	if !creates {
		return noTarget(t)
	}
	if op.Value == nil {
		return nil
	}
	v, err := e.create(t, op)
	if err != nil {
		return err
	}
	if v == nil || !t.matches(v) {
		return noTarget(t)
	}
	list = append(list, v)
	onePrimary(list, map[int]bool{len(list) - 1: true})
	return e.store(t, list)
}

func noTarget(t target) error {
	return refuse(schema.ScimNoTarget, "the filter selects no value of %s", t.ref.Attribute.Name)
}

// create builds the value that the path describes and the operation gives.
func (e *editor) create(t target, op Operation) (any, error) {
	single := element(t.ref.Attribute)
	if single.Type != schema.Complex {
		return single.Normalize(op.Value, e.mode)
	}
	object := schema.Resource{}
	describe(t.filter, single, object)
	if t.ref.Sub != nil {
		object[t.ref.Sub.Name] = op.Value
		return single.Normalize(object, e.mode)
	}
	v, err := single.Normalize(op.Value, e.mode)
	if err != nil {
		return nil, err
	}
	given, _ := v.(schema.Resource)
	for name, value := range given {
		object[name] = value
	}
	return single.Normalize(object, e.mode)
}

// describe collects what a filter demands by eq, such as the type "work".
func describe(e filter.Expr, a *schema.Attribute, object schema.Resource) {
	switch e := e.(type) {
	case filter.And:
		describe(e.Left, a, object)
		describe(e.Right, a, object)
	case filter.Attr:
		if sub := a.Sub(e.Path.Name); sub != nil && e.Op == filter.Equal {
			object[sub.Name] = e.Value
		}
	}
}
