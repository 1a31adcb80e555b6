package connector

import (
	"context"

	"github.com/scimproof/scimproof/reference/wire"
)

// Resource is a SCIM resource.
type Resource = wire.Object

// Kind is a kind of resource.
type Kind struct {
	Endpoint string // below the SCIM base
	Name     string // the attribute by which one is matched
	Hidden   string // the attribute that a match does without, because it may be long
}

// The kinds.
var (
	Users  = Kind{Endpoint: "/Users", Name: "userName"}
	Groups = Kind{Endpoint: "/Groups", Name: "displayName", Hidden: "members"}
)

// Capabilities are what a service provider says of itself. What it says nothing of is taken for supported, since it is
// asked for in the next request anyway.
type Capabilities struct {
	Patch, Filter bool
	Cursor        bool // false unless it says so (RFC 9865 section 4)
}

// Edit changes one attribute: to Value, or away where it is nil. The path is one name, or an attribute of the core schema
// or a schema's URN, and the name in there.
type Edit struct {
	Path  []string
	Value any
}

// Provider is the service provider as the connector sees it.
type Provider interface {
	Capabilities(ctx context.Context) (Capabilities, error)
	// List gives every resource of a kind.
	List(ctx context.Context, kind Kind) ([]Resource, error)
	// Find gives those of that name, by a filter where there are filters.
	Find(ctx context.Context, kind Kind, name string) ([]Resource, error)
	Read(ctx context.Context, kind Kind, id string) (Resource, error)
	// Create answers at least the new resource's id.
	Create(ctx context.Context, kind Kind, r Resource) (Resource, error)
	Edit(ctx context.Context, kind Kind, id string, edits []Edit) error
	// Members adds members to a group and removes others, all by id.
	Members(ctx context.Context, groupID string, added, removed []string) error
	Delete(ctx context.Context, kind Kind, id string) error
}
