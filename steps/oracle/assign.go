package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Assigned is a copy of a resource in which the attribute at a path has the value; nil
// leaves it unassigned. An element that a filter asks for and nobody has is made of the
// filter's own values, and an extension that is new is named in schemas. It is for what is
// wanted of a resource: it changes whatever it is told, and knows no rule of PATCH.
func Assigned(resource Object, text string, value any) (Object, error) {
	p, err := parsePath(text)
	if err != nil {
		return nil, err
	}
	root := maps.Clone(resource)
	if p.container == "" || strings.HasPrefix(fold(p.container), coreURI) {
		return root, assign(root, p.segments, value)
	}
	extension := Object{}
	below, name, found := member(root, p.container)
	if object, ok := below.(Object); found && ok {
		extension = maps.Clone(object)
	}
	if !found {
		name = p.container
	}
	if err := assign(extension, p.segments, value); err != nil {
		return nil, err
	}
	delete(root, name)
	if len(extension) > 0 {
		root[name] = extension
		root["schemas"] = withText(root["schemas"], name)
	}
	return root, nil
}

func withText(list any, text string) []any {
	texts, _ := list.([]any)
	if slices.Contains(texts, any(text)) {
		return texts
	}
	return append(slices.Clone(texts), text)
}

// assign changes an object that is the caller's own; what is below it is copied first.
func assign(object Object, segments []segment, value any) error {
	if len(segments) == 0 {
		return fmt.Errorf("the path names no attribute")
	}
	s, rest := segments[0], segments[1:]
	below, name, found := member(object, s.name)
	if !found {
		name = s.name
	}
	switch {
	case s.pick != nil:
		return assignPicked(object, name, s, rest, value)
	case len(rest) == 0 && value == nil:
		delete(object, name)
		return nil
	case len(rest) == 0:
		object[name] = value
		return nil
	}
	inner, ok := below.(Object)
	if found && !ok {
		return fmt.Errorf("%s has no attributes of its own", name)
	}
	inner = maps.Clone(inner)
	if inner == nil {
		inner = Object{}
	}
	object[name] = inner
	return assign(inner, rest, value)
}

// assignPicked changes the elements that a filter picks.
func assignPicked(object Object, name string, s segment, rest []segment, value any) error {
	elements, _ := object[name].([]any)
	var kept []any
	picked := false
	for _, element := range elements {
		if !s.picks(element) {
			kept = append(kept, element)
			continue
		}
		picked = true
		if len(rest) == 0 && value == nil {
			continue
		}
		changed, err := assignElement(element, rest, value)
		if err != nil {
			return err
		}
		kept = append(kept, changed)
	}
	if !picked && value != nil {
		made := Object{}
		for _, c := range s.pick {
			made[c.name] = c.literal
		}
		changed, err := assignElement(made, rest, value)
		if err != nil {
			return err
		}
		kept = append(kept, changed)
	}
	object[name] = kept
	return nil
}

func assignElement(element any, rest []segment, value any) (any, error) {
	if len(rest) == 0 {
		return value, nil
	}
	object, _ := element.(Object) // it was picked by its attributes
	object = maps.Clone(object)
	return object, assign(object, rest, value)
}
