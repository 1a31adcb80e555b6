package schema

import "strings"

// Mode says how a document that deviates from RFC 7643 and 7644 is met.
type Mode int

const (
	// Lenient takes what the identity providers of the market really send.
	Lenient Mode = iota
	// Strict refuses what only tolerant service providers take.
	Strict
)

// Extension is a schema extension of a resource type, RFC 7643 section 3.3.
type Extension struct {
	Schema   *Schema
	Required bool
}

// ResourceType ties an endpoint to its schemas, RFC 7643 section 6. Endpoint
// begins with a slash, such as "/Users".
type ResourceType struct {
	ID          string
	Name        string
	Endpoint    string
	Description string
	Core        *Schema
	Extensions  []Extension
}

// Extension returns the extension of that URN, in any case, or nil.
func (rt *ResourceType) Extension(urn string) *Schema {
	for _, e := range rt.Extensions {
		if strings.EqualFold(e.Schema.ID, urn) {
			return e.Schema
		}
	}
	return nil
}

// Registry knows the resource types and the schemas of a service provider. It
// is built once and only read after that, from as many goroutines as wanted.
type Registry struct {
	types   []*ResourceType
	schemas []*Schema
}

// NewRegistry returns a registry of these resource types, of their schemas,
// and of the schemas of the discovery resources (RFC 7643 section 8.7.2).
func NewRegistry(types ...*ResourceType) *Registry {
	r := &Registry{types: types}
	for _, rt := range types {
		r.add(rt.Core)
		for _, e := range rt.Extensions {
			r.add(e.Schema)
		}
	}
	for _, s := range discoverySchemas() {
		r.add(s)
	}
	return r
}

// Standard returns the registry of RFC 7643: User with the enterprise
// extension, and Group.
func Standard() *Registry { return NewRegistry(User(), Group()) }

func (r *Registry) add(s *Schema) {
	if _, known := r.Schema(s.ID); !known {
		r.schemas = append(r.schemas, s)
	}
}

// ResourceTypes returns the resource types in their order of registration.
func (r *Registry) ResourceTypes() []*ResourceType { return r.types }

// Schemas returns every schema, those of the resource types first.
func (r *Registry) Schemas() []*Schema { return r.schemas }

// ResourceType returns the resource type of that id, such as "User". The case
// matters, since it is part of a URL.
func (r *Registry) ResourceType(id string) (*ResourceType, bool) {
	for _, rt := range r.types {
		if rt.ID == id {
			return rt, true
		}
	}
	return nil, false
}

// Endpoint returns the resource type served at that endpoint, such as
// "/Users".
func (r *Registry) Endpoint(path string) (*ResourceType, bool) {
	for _, rt := range r.types {
		if rt.Endpoint == path {
			return rt, true
		}
	}
	return nil, false
}

// Schema returns the schema of that URN. URNs are case insensitive, RFC 7644
// section 3.10.
func (r *Registry) Schema(urn string) (*Schema, bool) {
	for _, s := range r.schemas {
		if strings.EqualFold(s.ID, urn) {
			return s, true
		}
	}
	return nil, false
}
