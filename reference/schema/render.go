package schema

// Resource renders the schema as a resource of /Schemas (RFC 7643 section 7).
// base is the base URL of the service provider without a trailing slash.
func (s *Schema) Resource(base string) Resource {
	return Resource{
		"schemas":     []any{SchemaURN},
		"id":          s.ID,
		"name":        s.Name,
		"description": s.Description,
		"attributes":  renderAttributes(s.Attributes),
		"meta": Resource{
			"resourceType": "Schema",
			"location":     base + "/Schemas/" + s.ID,
		},
	}
}

func renderAttributes(attributes []*Attribute) []any {
	list := make([]any, len(attributes))
	for i, a := range attributes {
		list[i] = a.render()
	}
	return list
}

func (a *Attribute) render() Resource {
	r := Resource{
		"name":        a.Name,
		"type":        string(a.Type),
		"description": a.Description,
		"multiValued": a.MultiValued,
		"required":    a.Required,
		"mutability":  string(or(a.Mutability, ReadWrite)),
		"returned":    string(or(a.Returned, ReturnedDefault)),
	}
	switch a.Type {
	case Complex:
		r["subAttributes"] = renderAttributes(a.SubAttributes)
	case Boolean:
	default:
		r["caseExact"] = a.CaseExact
		r["uniqueness"] = string(or(a.Uniqueness, UniqueNone))
	}
	if len(a.CanonicalValues) > 0 {
		r["canonicalValues"] = texts(a.CanonicalValues)
	}
	if len(a.ReferenceTypes) > 0 {
		r["referenceTypes"] = texts(a.ReferenceTypes)
	}
	return r
}

func or[T ~string](value, fallback T) T {
	if value == "" {
		return fallback
	}
	return value
}

func texts(list []string) []any {
	values := make([]any, len(list))
	for i, s := range list {
		values[i] = s
	}
	return values
}

// Resource renders the resource type as a resource of /ResourceTypes (RFC 7643
// section 6). base is the base URL of the service provider without a trailing
// slash.
func (rt *ResourceType) Resource(base string) Resource {
	r := Resource{
		"schemas":     []any{ResourceTypeURN},
		"id":          rt.ID,
		"name":        rt.Name,
		"description": rt.Description,
		"endpoint":    rt.Endpoint,
		"schema":      rt.Core.ID,
		"meta": Resource{
			"resourceType": "ResourceType",
			"location":     base + "/ResourceTypes/" + rt.ID,
		},
	}
	var extensions []any
	for _, e := range rt.Extensions {
		extensions = append(extensions, Resource{"schema": e.Schema.ID, "required": e.Required})
	}
	if len(extensions) > 0 {
		r["schemaExtensions"] = extensions
	}
	return r
}
