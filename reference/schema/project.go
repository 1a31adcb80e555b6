package schema

import "strings"

// Projection is the choice of attributes of a response, RFC 7644 section 3.9,
// compiled for one resource type. It may be applied to any number of resources,
// from any number of goroutines.
type Projection struct {
	attributes selection
	extensions map[string]selection
}

// selection holds what is shown of an object: the attributes by their
// canonical names, each with the choice of its sub-attributes, or nil for all.
type selection map[string]selection

// Projection compiles the parameters "attributes" and "excludedAttributes",
// each given as a list of names in standard attribute notation. Names that the
// resource type does not know are ignored. Giving both parameters is an
// invalidValue, since they are mutually exclusive.
func (rt *ResourceType) Projection(attributes, excluded []string) (*Projection, error) {
	if len(attributes) > 0 && len(excluded) > 0 {
		return nil, refuse(ScimInvalidValue, "attributes and excludedAttributes are mutually exclusive")
	}
	c := chooser{
		wanted:   rt.names(attributes),
		unwanted: rt.names(excluded),
		listed:   len(attributes) > 0,
	}
	p := &Projection{
		attributes: c.choose(append(common[:len(common):len(common)], rt.Core.Attributes...), nil),
		extensions: map[string]selection{},
	}
	for _, e := range rt.Extensions {
		p.extensions[e.Schema.ID] = c.choose(e.Schema.Attributes, e.Schema)
	}
	return p, nil
}

// names resolves a list of names to the set of their canonical paths.
func (rt *ResourceType) names(list []string) map[string]bool {
	paths := map[string]bool{}
	for _, name := range list {
		if ref, err := rt.Lookup(strings.TrimSpace(name)); err == nil {
			paths[ref.Path()] = true
		}
	}
	return paths
}

// chooser decides about each attribute of a resource type.
type chooser struct {
	wanted, unwanted map[string]bool
	listed           bool // the client listed the attributes that it wants
}

func (c chooser) choose(attributes []*Attribute, extension *Schema) selection {
	byDefault := !c.listed
	if extension != nil {
		whole := Ref{Extension: extension}.Path()
		byDefault = (byDefault || c.wanted[whole]) && !c.unwanted[whole]
	}
	chosen := selection{}
	for _, a := range attributes {
		subs := selection{}
		show := c.shows(a, Ref{Extension: extension, Attribute: a}, byDefault)
		for _, s := range a.SubAttributes {
			if c.shows(s, Ref{Extension: extension, Attribute: a, Sub: s}, show) {
				subs[s.Name] = nil
			}
		}
		switch {
		case a.Returned == ReturnedNever:
		case show && len(subs) == len(a.SubAttributes):
			chosen[a.Name] = nil
		case show || c.namesSub(a, extension):
			chosen[a.Name] = subs
		}
	}
	return chosen
}

// shows decides about one attribute by its "returned" (RFC 7643 section 7);
// byDefault says whether what surrounds it is shown.
func (c chooser) shows(a *Attribute, ref Ref, byDefault bool) bool {
	path := ref.Path()
	switch a.Returned {
	case ReturnedNever:
		return false
	case ReturnedAlways:
		return true
	case ReturnedRequest:
		return c.wanted[path]
	default:
		return c.wanted[path] || byDefault && !c.unwanted[path]
	}
}

// namesSub says whether the client wants a sub-attribute of an attribute that
// it did not ask for as a whole.
func (c chooser) namesSub(a *Attribute, extension *Schema) bool {
	for _, s := range a.SubAttributes {
		if c.wanted[Ref{Extension: extension, Attribute: a, Sub: s}.Path()] {
			return true
		}
	}
	return false
}

// Apply returns what of the resource a response shows. Attributes that are
// never returned, such as password, are gone whatever was asked; those always
// returned, id and schemas, stay. The result shares values with the resource.
func (p *Projection) Apply(r Resource) Resource {
	out := p.attributes.apply(r)
	for urn, s := range p.extensions {
		container, _ := r[urn].(Resource)
		if shown := s.apply(container); len(shown) > 0 {
			out[urn] = shown
		}
	}
	return out
}

func (s selection) apply(object Resource) Resource {
	out := Resource{}
	for name, v := range object {
		subs, shown := s[name]
		if !shown {
			continue
		}
		if v = subs.applyValue(v); !empty(v) {
			out[name] = v
		}
	}
	return out
}

// applyValue reduces each object of a complex value to its chosen members.
func (s selection) applyValue(v any) any {
	if s == nil {
		return v
	}
	switch v := v.(type) {
	case Resource:
		return s.apply(v)
	case []any:
		var list []any
		for _, item := range v {
			if shown := s.applyValue(item); !empty(shown) {
				list = append(list, shown)
			}
		}
		return list
	default:
		return v
	}
}
