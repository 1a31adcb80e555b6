package schema

// CheckImmutable refuses, as mutability, a change of an immutable attribute
// that had a value (RFC 7643 section 7, RFC 7644 section 3.5.1). Both resources
// are normalised. Of a multi-valued attribute the values come and go as a
// whole, so their immutable sub-attributes cannot change here.
func (rt *ResourceType) CheckImmutable(before, after Resource) error {
	if err := unchanged(rt.Core.Attributes, before, after, ""); err != nil {
		return err
	}
	for _, e := range rt.Extensions {
		was, _ := before[e.Schema.ID].(Resource)
		is, _ := after[e.Schema.ID].(Resource)
		if err := unchanged(e.Schema.Attributes, was, is, e.Schema.ID+":"); err != nil {
			return err
		}
	}
	return nil
}

func unchanged(attributes []*Attribute, before, after Resource, prefix string) error {
	for _, a := range attributes {
		was, is := before[a.Name], after[a.Name]
		if a.Mutability == Immutable && !empty(was) && !Equal(was, is) {
			return refuse(ScimMutability, "%s%s is immutable", prefix, a.Name)
		}
		if a.Type != Complex || a.MultiValued {
			continue
		}
		wasObject, _ := was.(Resource)
		isObject, _ := is.(Resource)
		if err := unchanged(a.SubAttributes, wasObject, isObject, prefix+a.Name+"."); err != nil {
			return err
		}
	}
	return nil
}

// KeepImmutable gives a resource that is about to take the place of another the
// immutable values that it does not mention: they are no input that would have
// to match (RFC 7644 section 3.5.1). It changes after in place.
func (rt *ResourceType) KeepImmutable(before, after Resource) {
	keep(rt.Core.Attributes, before, after)
	for _, e := range rt.Extensions {
		keepWithin(e.Schema.Attributes, before, after, e.Schema.ID)
	}
}

func keep(attributes []*Attribute, before, after Resource) {
	for _, a := range attributes {
		switch {
		case a.Mutability == Immutable && empty(after[a.Name]) && !empty(before[a.Name]):
			after[a.Name] = clone(before[a.Name])
		case a.Type == Complex && !a.MultiValued:
			keepWithin(a.SubAttributes, before, after, a.Name)
		}
	}
}

// keepWithin does the same for the attributes of an object in the resource.
func keepWithin(attributes []*Attribute, before, after Resource, name string) {
	was, _ := before[name].(Resource)
	is, _ := after[name].(Resource)
	if is == nil {
		is = Resource{}
	}
	if keep(attributes, was, is); len(is) > 0 {
		after[name] = is
	}
}
