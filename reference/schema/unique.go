package schema

// Unique returns the attributes and sub-attributes whose values no two
// resources of the type may share (RFC 7643 section 2.2), but for those that
// the service provider sets itself, such as id.
func (rt *ResourceType) Unique() []Ref {
	refs := unique(nil, rt.Core.Attributes)
	for i := range rt.Extensions {
		refs = append(refs, unique(rt.Extensions[i].Schema, rt.Extensions[i].Schema.Attributes)...)
	}
	return refs
}

func unique(extension *Schema, attributes []*Attribute) []Ref {
	var refs []Ref
	for _, a := range attributes {
		if a.isUnique() {
			refs = append(refs, Ref{Extension: extension, Attribute: a})
		}
		for _, s := range a.SubAttributes {
			if s.isUnique() {
				refs = append(refs, Ref{Extension: extension, Attribute: a, Sub: s})
			}
		}
	}
	return refs
}

func (a *Attribute) isUnique() bool {
	return (a.Uniqueness == UniqueServer || a.Uniqueness == UniqueGlobal) && a.Mutability != ReadOnly
}

// IndexKey is a text that values of the attribute share if, and only if, they
// are equal under eq: it is the form in which an index keeps them.
func (a *Attribute) IndexKey(v any) string {
	if text, ok := v.(string); ok && a.Type != DateTime {
		return a.Fold(text)
	}
	if text, ok := v.(string); ok {
		if t, ok := ParseTime(text); ok {
			return t.UTC().Format("2006-01-02T15:04:05.999999999Z")
		}
	}
	return canonicalText(v)
}
