package patch

import "github.com/scimproof/scimproof/reference/schema"

// applySimple sets or removes a singular attribute, or a sub-attribute of a
// singular complex one.
func (e *editor) applySimple(t target, op Operation) error {
	v, err := e.newValue(t, op)
	if err != nil || v == nil && op.Op == Add {
		return err // adding nothing changes nothing
	}
	holder := t.holder(e.resource)
	if t.ref.Sub == nil {
		return assign(holder, t.ref.Attribute, v)
	}
	object, ok := holder[t.ref.Attribute.Name].(schema.Resource)
	if !ok {
		object = schema.Resource{}
	}
	forgetReference(t.ref.Attribute, object, schema.Resource{t.ref.Sub.Name: v})
	if err := assign(object, t.ref.Sub, v); err != nil {
		return err
	}
	return assign(holder, t.ref.Attribute, objectOrNil(object))
}

// newValue checks the value of an operation; a remove has none.
func (e *editor) newValue(t target, op Operation) (any, error) {
	if op.Op == Remove {
		return nil, nil
	}
	return t.attribute().Normalize(op.Value, e.mode)
}

// assign sets a member, or unassigns it where the value is nil, which a
// required attribute refuses (RFC 7644 section 3.5.2.2).
func assign(holder schema.Resource, a *schema.Attribute, v any) error {
	if v != nil {
		holder[a.Name] = v
		return nil
	}
	if a.Required {
		return refuse(schema.ScimMutability, "%s is required and cannot be removed", a.Name)
	}
	delete(holder, a.Name)
	return nil
}

func objectOrNil(object schema.Resource) any {
	if len(object) == 0 {
		return nil
	}
	return object
}

// applyComplex merges sub-attributes into a singular complex attribute (RFC
// 7644 section 3.5.2.3; for add by analogy), or removes it.
func (e *editor) applyComplex(t target, op Operation) error {
	a, holder := t.ref.Attribute, t.holder(e.resource)
	v, err := e.newValue(t, op)
	if err != nil {
		return err
	}
	members, isObject := objectOf(op.Value)
	if op.Op == Remove || op.Op == Replace && !isObject && v == nil {
		return assign(holder, a, nil)
	}
	object, ok := holder[a.Name].(schema.Resource)
	if !ok {
		object = schema.Resource{}
	}
	given, _ := v.(schema.Resource)
	merge(a, object, given)
	if op.Op == Replace {
		if err := e.clear(a, object, members); err != nil {
			return err
		}
	}
	if len(object) == 0 && holder[a.Name] == nil {
		return nil
	}
	return assign(holder, a, objectOrNil(object))
}

// objectOf returns the members that a value for a complex attribute has.
func objectOf(v any) (schema.Resource, bool) {
	if list, ok := v.([]any); ok && len(list) == 1 {
		v = list[0]
	}
	object, ok := v.(schema.Resource)
	return object, ok
}

// clear unassigns the sub-attributes that a replace names with null or an empty
// array (RFC 7643 section 2.5), or a reference with an empty string, which is
// how a manager is taken away in practice.
func (e *editor) clear(a *schema.Attribute, object, members schema.Resource) error {
	for name, v := range members {
		sub := a.Sub(name)
		if sub == nil || sub.Mutability == schema.ReadOnly {
			continue
		}
		blank := e.lenient() && v == "" && sub.Name == "value" && a.Sub("$ref") != nil
		if !blank && !schema.Equal(v, nil) {
			continue
		}
		forgetReference(a, object, schema.Resource{sub.Name: nil})
		if err := assign(object, sub, nil); err != nil {
			return err
		}
	}
	return nil
}

// merge sets the given sub-attributes and leaves the others.
func merge(a *schema.Attribute, object, given schema.Resource) {
	forgetReference(a, object, given)
	for name, v := range given {
		object[name] = v
	}
}

// forgetReference drops what described the resource that a reference pointed
// to until now, when its "value" changes: else a new manager would keep the
// $ref of the old one.
func forgetReference(a *schema.Attribute, object, given schema.Resource) {
	v, set := given["value"]
	if !set || a.Sub("$ref") == nil || schema.Equal(object["value"], v) {
		return
	}
	for _, sub := range a.SubAttributes {
		if sub.Name == "$ref" || sub.Mutability == schema.ReadOnly {
			delete(object, sub.Name)
		}
	}
}
