package schema

import "strings"

// Normalize turns the body of a POST or PUT into the resource to store: names
// in canonical form, types checked, readOnly and unassigned attributes left
// out (also id and meta: the service provider adds its own), duplicates
// collapsed, "schemas" in step with the data. It refuses what RFC 7643 forbids
// with an [Error]; mode says how much more it refuses.
func (rt *ResourceType) Normalize(doc Resource, mode Mode) (Resource, error) {
	n := normalizer{mode}
	if err := n.schemas(rt, doc); err != nil {
		return nil, err
	}
	core, extensions, err := n.split(rt, doc)
	if err != nil {
		return nil, err
	}
	r, err := n.object(rt.attribute, core, "")
	if err != nil {
		return nil, err
	}
	for _, e := range rt.Extensions {
		container, err := n.extension(e.Schema, extensions[e.Schema.ID])
		if err != nil {
			return nil, err
		}
		r[e.Schema.ID] = container
	}
	return r, rt.Complete(r)
}

// Normalize checks a value of the attribute and brings it into its normalised
// form; nil stands for unassigned. ReadOnly sub-attributes are left out. The
// error is an invalidValue, or in strict mode an invalidSyntax for an unknown
// sub-attribute.
func (a *Attribute) Normalize(value any, mode Mode) (any, error) {
	return normalizer{mode}.value(a, value, a.Name)
}

// normalizer walks a document. The path that its methods take along is the
// name of the attribute, for the error.
type normalizer struct{ mode Mode }

func (n normalizer) strict() bool { return n.mode == Strict }

// schemas checks the attribute "schemas" of a request, RFC 7643 section 3.
func (n normalizer) schemas(rt *ResourceType, doc Resource) error {
	urns, err := n.value(schemasAttribute, member(doc, "schemas"), "schemas")
	if err != nil {
		return err
	}
	list, _ := urns.([]any)
	if len(list) == 0 {
		return refuse(ScimInvalidValue, "schemas is required")
	}
	return n.declared(rt, list)
}

func (n normalizer) declared(rt *ResourceType, urns []any) error {
	core, known := false, false
	for _, v := range urns {
		urn, _ := v.(string)
		isCore := strings.EqualFold(urn, rt.Core.ID)
		isKnown := isCore || rt.Extension(urn) != nil
		if !isKnown && n.strict() {
			return refuse(ScimInvalidValue, "schemas names a schema that is not one of %s", rt.Name)
		}
		core, known = core || isCore, known || isKnown
	}
	if !known || !core && n.strict() {
		return refuse(ScimInvalidValue, "schemas must name %s", rt.Core.ID)
	}
	return nil
}

// member finds a member of an object by its name in any case.
func member(object Resource, name string) any {
	if v, ok := object[name]; ok {
		return v
	}
	for _, key := range sortedNames(object) {
		if strings.EqualFold(key, name) {
			return object[key]
		}
	}
	return nil
}

// split parts the members of a document into those of the core schema and the
// containers of the extensions.
func (n normalizer) split(rt *ResourceType, doc Resource) (core, extensions Resource, err error) {
	core, extensions = Resource{}, Resource{}
	for _, name := range sortedNames(doc) {
		s := rt.Extension(name)
		switch {
		case s == nil && !strings.EqualFold(name, "schemas"):
			core[name] = doc[name]
		case s == nil:
		case extensions[s.ID] != nil:
			return nil, nil, refuse(ScimInvalidSyntax, "%s is given twice", s.ID)
		default:
			extensions[s.ID] = doc[name]
		}
	}
	return core, extensions, nil
}

func (n normalizer) extension(s *Schema, v any) (Resource, error) {
	if v == nil {
		return nil, nil
	}
	object, ok := v.(Resource)
	if !ok {
		return nil, refuse(ScimInvalidValue, "%s must be an object of attributes", s.ID)
	}
	return n.object(s.Attribute, object, s.ID+":")
}

// object normalises the members that attribute knows.
func (n normalizer) object(attribute func(string) *Attribute, object Resource, prefix string) (Resource, error) {
	out := Resource{}
	seen := map[*Attribute]bool{}
	for _, name := range sortedNames(object) {
		a := attribute(name)
		switch {
		case a == nil && n.strict():
			return nil, refuse(ScimInvalidSyntax, "there is no attribute %s%s", prefix, name)
		case a == nil || a.Mutability == ReadOnly:
			continue
		case seen[a]:
			return nil, refuse(ScimInvalidSyntax, "%s%s is given twice", prefix, a.Name)
		}
		seen[a] = true
		v, err := n.value(a, object[name], prefix+a.Name)
		if err != nil {
			return nil, err
		}
		if v != nil {
			out[a.Name] = v
		}
	}
	return out, nil
}

func (n normalizer) value(a *Attribute, v any, path string) (any, error) {
	if v == nil {
		return nil, nil
	}
	if a.MultiValued {
		return n.list(a, v, path)
	}
	if list, ok := v.([]any); ok && !n.strict() && len(list) <= 1 {
		if len(list) == 0 {
			return nil, nil
		}
		v = list[0] // Entra sends the manager as a list of one
	}
	return n.single(a, v, path)
}

func (n normalizer) list(a *Attribute, v any, path string) (any, error) {
	items, ok := v.([]any)
	if !ok && n.strict() {
		return nil, refuse(ScimInvalidValue, "%s must be an array", path)
	}
	if !ok {
		items = []any{v}
	}
	var values []any
	for _, item := range items {
		value, err := n.single(a, item, path)
		if err != nil {
			return nil, err
		}
		if value != nil {
			values = append(values, value)
		}
	}
	if len(values) == 0 {
		return nil, nil
	}
	if primaries(values) > 1 {
		return nil, refuse(ScimInvalidValue, "%s has more than one primary value", path)
	}
	return a.Distinct(values), nil
}

// primaries counts the values that are primary, RFC 7643 section 2.4.
func primaries(values []any) int {
	count := 0
	for _, v := range values {
		if isPrimary(v) {
			count++
		}
	}
	return count
}

// Key identifies a value among those of a multi-valued attribute: by its
// "type" and "value" (RFC 7643 section 2.4), by its "value" alone where that is
// an immutable reference such as a group's member, and else as a whole.
func (a *Attribute) Key(v any) string {
	object, ok := v.(Resource)
	if !ok || empty(object["value"]) {
		return canonicalText(v)
	}
	if a.Referring() {
		return canonicalText(object["value"])
	}
	return canonicalText(object["value"]) + canonicalText(object["type"])
}

// Referring says whether the values are references to other resources, such as
// a group's members: each may be there once, and is nothing without its
// "value", which never changes.
func (a *Attribute) Referring() bool {
	value := a.Sub("value")
	return value != nil && value.Mutability == Immutable
}

// Distinct collapses values of a multi-valued attribute that have the same
// [Attribute.Key] into the first of them, completed by what the later ones add.
func (a *Attribute) Distinct(values []any) []any {
	var kept []any
	byKey := make(map[string]any, len(values))
	for _, v := range values {
		key := a.Key(v)
		first, seen := byKey[key]
		if !seen {
			byKey[key] = v
			kept = append(kept, v)
			continue
		}
		complete(first, v)
	}
	return kept
}

func complete(first, later any) {
	object, ok := first.(Resource)
	if !ok {
		return
	}
	more, _ := later.(Resource)
	for name, v := range more {
		if _, set := object[name]; !set || name == "primary" && v == true {
			object[name] = v
		}
	}
}
