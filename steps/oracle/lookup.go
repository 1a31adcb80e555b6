package oracle

import "strings"

// Lookup returns every value that a SCIM path finds in v: name.familyName,
// emails[type eq "work"].value, emails.value, urn:...:User:department, or the
// URI of an extension by itself. Attribute names match in any case; of the
// filters there is only eq with a literal, and several of them joined by
// "and". What is unassigned (null, [] and {}) is not found. A multi-valued
// attribute at the end of the path is one value, its array; its elements come
// one by one where the path picks them or goes on below them. A path that
// [CheckPath] refuses finds nothing.
func Lookup(v any, text string) []any {
	p, err := parsePath(text)
	if err != nil {
		return nil
	}
	root, ok := v.(Object)
	if !ok {
		return nil
	}
	if value, _, found := member(root, p.raw); found && strings.Contains(p.raw, ":") {
		return assigned([]any{value})
	}
	found := []any{enter(root, p.container)}
	for _, s := range p.segments {
		found = s.step(found)
	}
	if len(p.segments) == 0 {
		return nil
	}
	return assigned(found)
}

// coreURI begins the URIs of the schemas whose attributes lie at the top of a
// resource, so that a fully qualified core attribute is found there.
const coreURI = "urn:ietf:params:scim:schemas:core:"

// enter returns the object that holds the attributes of a schema.
func enter(root Object, container string) any {
	if container == "" {
		return root
	}
	if value, _, found := member(root, container); found {
		return value
	}
	if strings.HasPrefix(fold(container), coreURI) {
		return root
	}
	return nil
}

// step goes from values to the values of one attribute below them.
func (s segment) step(values []any) []any {
	var out []any
	for _, value := range flatten(values) {
		object, ok := value.(Object)
		if !ok {
			continue
		}
		below, _, found := member(object, s.name)
		if !found {
			continue
		}
		if s.pick == nil {
			out = append(out, below)
			continue
		}
		for _, element := range flatten([]any{below}) {
			if s.picks(element) {
				out = append(out, element)
			}
		}
	}
	return out
}

// flatten replaces arrays by their elements.
func flatten(values []any) []any {
	var out []any
	for _, value := range values {
		if array, ok := value.([]any); ok {
			out = append(out, array...)
		} else {
			out = append(out, value)
		}
	}
	return out
}

func (s segment) picks(element any) bool {
	object, ok := element.(Object)
	if !ok {
		return false
	}
	for _, c := range s.pick {
		value, _, found := member(object, c.name)
		if !found || !c.holds(value) {
			return false
		}
	}
	return true
}

// holds compares exactly, except that the labels in "type" match in any case
// (RFC 7643 section 8.7.1: caseExact false).
func (c condition) holds(value any) bool {
	if fold(c.name) == "type" {
		want, _ := c.literal.(string)
		got, ok := value.(string)
		return ok && strings.EqualFold(want, got)
	}
	return canonical(value) == canonical(c.literal)
}

func assigned(values []any) []any {
	var out []any
	for _, value := range values {
		if normal(value) != nil {
			out = append(out, value)
		}
	}
	return out
}

// String returns the string at a path; false where there is none, or where
// the path finds something else or more than one value.
func String(v any, path string) (string, bool) {
	found := Lookup(v, path)
	if len(found) != 1 {
		return "", false
	}
	text, ok := found[0].(string)
	return text, ok
}

// FirstString returns the first of the strings that a path finds.
func FirstString(v any, path string) (string, bool) {
	for _, value := range Lookup(v, path) {
		if text, ok := value.(string); ok {
			return text, true
		}
	}
	return "", false
}
