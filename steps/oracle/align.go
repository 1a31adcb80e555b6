package oracle

import (
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// align pairs up two values. It returns nil for a side that has nothing, and
// branches only where both sides do have the same kind of inner node.
func (c *comparison) align(attribute string, want, got any) (a, b any) {
	switch want := want.(type) {
	case gone:
		return nil, leafOf(got)
	case Object:
		if got, ok := got.(Object); ok {
			return c.alignObjects(want, got)
		}
		if got == nil && onlyGone(want) {
			return nil, nil
		}
	case []any:
		if got, ok := got.([]any); ok && !(simple(want) && simple(got)) {
			return c.alignElements(attribute, want, got)
		}
	}
	return leafOf(normal(withoutGone(want))), leafOf(got)
}

// leafOf makes a leaf of a value; nothing stays nothing.
func leafOf(v any) any {
	if v == nil {
		return nil
	}
	return leaf{v}
}

func (c *comparison) alignObjects(want, got Object) (any, any) {
	a, b := branch{}, branch{}
	for name, wanted := range want {
		value, _, _ := member(got, name)
		x, y := c.align(name, wanted, value)
		put(a, "."+name, x)
		put(b, "."+name, y)
	}
	if !c.subset {
		for name, value := range got {
			if _, _, found := member(want, name); !found {
				put(b, "."+name, leafOf(value))
			}
		}
	}
	return a, b
}

func put(b branch, key string, node any) {
	if node != nil {
		b[key] = node
	}
}

func (c *comparison) alignElements(attribute string, want, got []any) (any, any) {
	slots := pair(attribute, want, got, c.subset)
	a, b := branch{}, branch{}
	for i, key := range labels(attribute, slots) {
		x, y := c.align("", slots[i].want, slots[i].got)
		put(a, key, x)
		put(b, key, y)
	}
	return a, b
}

// onlyGone says that an object wants nothing but absence.
func onlyGone(object Object) bool {
	for _, value := range object {
		switch value := value.(type) {
		case gone:
		case Object:
			if !onlyGone(value) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// withoutGone returns a wanted value as it may be shown.
func withoutGone(v any) any {
	object, ok := v.(Object)
	if !ok {
		return v
	}
	out := make(Object, len(object))
	for name, value := range object {
		if _, isGone := value.(gone); !isGone {
			out[name] = withoutGone(value)
		}
	}
	return out
}

// without returns v without what a SCIM path finds in it. A path that is none
// takes nothing away.
func without(v any, text string) any {
	p, err := parsePath(text)
	root, ok := v.(Object)
	if err != nil || !ok {
		return v
	}
	if strings.Contains(p.raw, ":") {
		if _, name, found := member(root, p.raw); found {
			return with(root, name, nil)
		}
	}
	if p.container == "" {
		return cut(root, p.segments)
	}
	if inner, name, found := member(root, p.container); found {
		return with(root, name, cut(inner, p.segments))
	}
	return cut(enter(root, p.container), p.segments)
}

// cut returns a copy of v without what lies at the segments.
func cut(v any, segments []segment) any {
	if array, ok := v.([]any); ok {
		out := make([]any, len(array))
		for i, element := range array {
			out[i] = cut(element, segments)
		}
		return out
	}
	object, ok := v.(Object)
	if !ok || len(segments) == 0 {
		return v
	}
	s, rest := segments[0], segments[1:]
	below, name, found := member(object, s.name)
	if !found {
		return v
	}
	if s.pick == nil && len(rest) == 0 {
		return with(object, name, nil)
	}
	if s.pick == nil {
		return with(object, name, cut(below, rest))
	}
	kept := []any{}
	for _, element := range flatten([]any{below}) {
		if s.picks(element) {
			if len(rest) == 0 {
				continue
			}
			element = cut(element, rest)
		}
		kept = append(kept, element)
	}
	return with(object, name, kept)
}

// with returns a copy of an object in which one member has another value; nil
// removes it.
func with(object Object, name string, value any) Object {
	out := make(Object, len(object))
	for n, v := range object {
		out[n] = v
	}
	out[name] = value
	if value == nil {
		delete(out, name)
	}
	return out
}

// texts shows two values that differ; of two sets of simple values the
// elements that differ come first, so that cutting the text hides none.
func texts(want, got any) (string, string) {
	a, isArray := want.([]any)
	b, bothArrays := got.([]any)
	if isArray && bothArrays && simple(a) && simple(b) {
		return Text(differingFirst(a, b)), Text(differingFirst(b, a))
	}
	return textOrAbsent(want), textOrAbsent(got)
}

func textOrAbsent(v any) string {
	if v == nil {
		return result.Absent
	}
	return Text(v)
}

func differingFirst(elements, others []any) []any {
	there := map[string]bool{}
	for _, other := range others {
		there[canonical(other)] = true
	}
	var differing, same []any
	for _, element := range elements {
		if there[canonical(element)] {
			same = append(same, element)
		} else {
			differing = append(differing, element)
		}
	}
	return append(differing, same...)
}
