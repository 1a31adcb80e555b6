package schema

import "strings"

// AttributePath is an attribute in standard attribute notation, RFC 7644
// section 3.10: an optional schema URN, a name, and an optional sub-attribute.
type AttributePath struct {
	URN  string
	Name string
	Sub  string
}

// ParseAttributePath reads [URN ":"] name ["." sub]. The URN ends at the last
// colon, since it may hold dots itself. The error is an invalidPath.
func ParseAttributePath(text string) (AttributePath, error) {
	var p AttributePath
	rest := text
	if i := strings.LastIndexByte(text, ':'); i >= 0 {
		p.URN, rest = text[:i], text[i+1:]
		if !validURN(p.URN) {
			return AttributePath{}, refuse(ScimInvalidPath, "the schema URN in front of the attribute name is malformed")
		}
	}
	name, sub, dotted := strings.Cut(rest, ".")
	if !validName(name) || dotted && !validName(sub) {
		return AttributePath{}, refuse(ScimInvalidPath, "an attribute name is a letter followed by letters, digits, hyphens and underscores")
	}
	p.Name, p.Sub = name, sub
	return p, nil
}

// validName holds for ATTRNAME of RFC 7644 section 3.4.2.2, and for $ref, which
// that rule forgot (erratum 8924).
func validName(s string) bool {
	s = strings.TrimPrefix(s, "$")
	for i := range len(s) {
		c := s[i] | 0x20
		letter := c >= 'a' && c <= 'z'
		other := s[i] == '-' || s[i] == '_' || s[i] >= '0' && s[i] <= '9'
		if !letter && (i == 0 || !other) {
			return false
		}
	}
	return s != ""
}

// validURN holds for any URI that a filter can carry unquoted.
func validURN(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || strings.IndexByte(`"()[]<>\^{|}`, s[i]) >= 0 {
			return false
		}
	}
	return s != ""
}

// String writes the path in the notation that ParseAttributePath reads.
func (p AttributePath) String() string {
	text := p.Name
	if p.URN != "" {
		text = p.URN + ":" + text
	}
	if p.Sub != "" {
		text += "." + p.Sub
	}
	return text
}

// Ref is an attribute path resolved against a resource type. Extension is nil
// for the core schema and the common attributes. Attribute is nil where the
// path names a whole extension; Sub is nil where it names no sub-attribute.
type Ref struct {
	Extension *Schema
	Attribute *Attribute
	Sub       *Attribute
}

// Resolve finds the attribute that a path names, in any case, among the common
// attributes (id, externalId, meta, schemas), the core schema, and the
// extensions. Clients should qualify the attributes of extensions, but need
// not (RFC 7644 section 3.10). The error is an invalidPath.
func (rt *ResourceType) Resolve(p AttributePath) (Ref, error) {
	if s := rt.Extension(p.URN + ":" + p.Name); s != nil && p.Sub == "" {
		return Ref{Extension: s}, nil
	}
	ref := rt.resolveAttribute(p)
	if ref.Attribute == nil {
		return Ref{}, refuse(ScimInvalidPath, "%s has no attribute %s", rt.Name, p)
	}
	if p.Sub == "" {
		return ref, nil
	}
	if ref.Sub = ref.Attribute.Sub(p.Sub); ref.Sub == nil {
		return Ref{}, refuse(ScimInvalidPath, "%s has no sub-attribute %s", ref.Attribute.Name, p.Sub)
	}
	return ref, nil
}

func (rt *ResourceType) resolveAttribute(p AttributePath) Ref {
	if p.URN == "" || strings.EqualFold(p.URN, rt.Core.ID) {
		if a := rt.attribute(p.Name); a != nil {
			return Ref{Attribute: a}
		}
	}
	for _, e := range rt.Extensions {
		if p.URN == "" || strings.EqualFold(p.URN, e.Schema.ID) {
			if a := e.Schema.Attribute(p.Name); a != nil {
				return Ref{Extension: e.Schema, Attribute: a}
			}
		}
	}
	return Ref{}
}

// attribute finds a common or core attribute.
func (rt *ResourceType) attribute(name string) *Attribute {
	if a := find(common, name); a != nil {
		return a
	}
	return rt.Core.Attribute(name)
}

// Lookup is ParseAttributePath followed by Resolve.
func (rt *ResourceType) Lookup(text string) (Ref, error) {
	p, err := ParseAttributePath(text)
	if err != nil {
		return Ref{}, err
	}
	return rt.Resolve(p)
}

// Path returns the canonical name: "name.givenName", or with the URN in front
// for an extension. It is a stable key for indexes.
func (r Ref) Path() string {
	if r.Attribute == nil {
		return r.Extension.ID
	}
	p := AttributePath{Name: r.Attribute.Name}
	if r.Extension != nil {
		p.URN = r.Extension.ID
	}
	if r.Sub != nil {
		p.Sub = r.Sub.Name
	}
	return p.String()
}

// Leaf returns the attribute that is compared: the sub-attribute, or the
// "value" sub-attribute of a complex attribute that was named without one, or
// the attribute itself. It is nil for an extension.
func (r Ref) Leaf() *Attribute {
	if r.Sub != nil || r.Attribute == nil {
		return r.Sub
	}
	if value := r.Attribute.Sub("value"); value != nil {
		return value
	}
	return r.Attribute
}

// Values returns the values that the reference finds in a resource, flattened
// over multi-valued attributes; none where the attribute is unassigned. A
// complex attribute without a sub-attribute yields its maps, and an extension
// its map.
func (r Ref) Values(resource Resource) []any {
	container := resource
	if r.Extension != nil {
		container, _ = resource[r.Extension.ID].(Resource)
	}
	if r.Attribute == nil {
		return flatten(nil, container)
	}
	values := flatten(nil, container[r.Attribute.Name])
	if r.Sub == nil {
		return values
	}
	var subs []any
	for _, v := range values {
		object, _ := v.(Resource)
		subs = flatten(subs, object[r.Sub.Name])
	}
	return subs
}

func flatten(to []any, v any) []any {
	if list, ok := v.([]any); ok {
		return append(to, list...)
	}
	if empty(v) {
		return to
	}
	return append(to, v)
}

// SortValue returns the value that a resource is ordered by (RFC 7644 section
// 3.4.2.3: of several values the primary, or else the first), or nil where it
// has none. Compare two of them with [Compare] by the Leaf.
func (r Ref) SortValue(resource Resource) any {
	values := Ref{Extension: r.Extension, Attribute: r.Attribute}.Values(resource)
	if len(values) == 0 {
		return nil
	}
	chosen := values[0]
	for _, v := range values {
		if isPrimary(v) {
			chosen = v
			break
		}
	}
	if object, ok := chosen.(Resource); ok && r.Leaf() != nil {
		return object[r.Leaf().Name]
	}
	return chosen
}

func isPrimary(v any) bool {
	object, _ := v.(Resource)
	primary, _ := object["primary"].(bool)
	return primary
}
