package oracle

// gone stands for a null, [] or {} in what a scenario wants: the attribute
// must be unassigned (RFC 7643 section 2.5).
type gone struct{}

// normal returns v without what is unassigned: null, [] and {} at any depth,
// and "primary": false, which says the same as no primary (RFC 7643 sections
// 2.4 and 2.5). It returns nil where nothing remains, and never changes v.
func normal(v any) any { return normalise(v, nil) }

// wanted is normal, except that an attribute which must be unassigned stays
// visible as gone.
func wanted(v any) any { return normalise(v, gone{}) }

func normalise(v any, nothing any) any {
	switch v := tree(v).(type) {
	case nil:
		return nothing
	case Object:
		return normalObject(v, nothing)
	case []any:
		return normalArray(v, nothing)
	default:
		return v
	}
}

func normalObject(object Object, nothing any) any {
	out := make(Object, len(object))
	for name, value := range object {
		if value = normalise(value, nothing); value != nil {
			out[name] = value
		}
	}
	if len(out) == 0 {
		return nothing
	}
	return out
}

func normalArray(array []any, nothing any) any {
	out := make([]any, 0, len(array))
	for _, element := range array {
		if element = normalise(notPrimary(element), nil); element != nil {
			out = append(out, element)
		}
	}
	if len(out) == 0 {
		return nothing
	}
	return out
}

// notPrimary drops "primary": false from an element.
func notPrimary(element any) any {
	object, ok := element.(Object)
	if !ok {
		return element
	}
	value, name, found := member(object, "primary")
	if !found || value != false {
		return element
	}
	out := make(Object, len(object))
	for n, v := range object {
		if n != name {
			out[n] = v
		}
	}
	return out
}
