package connector

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/scimproof/scimproof/reference/wire"
)

// client is the [Provider] that asks over HTTP.
type client struct {
	*exchanger
	options Options
	members func(groupID string) []string // as far as the service provider was told of them
	known   Capabilities
	knownIn int // the cycle in which it said so
}

// Capabilities implements Provider. A service provider that does not describe itself, or does so partly, is taken for one
// that can what connectors need: only what it denies is done without.
func (c *client) Capabilities(ctx context.Context) (Capabilities, error) {
	if c.knownIn == c.cycle {
		return c.known, nil
	}
	assumed := Capabilities{Patch: true, Filter: true}
	a, err := c.send(ctx, http.MethodGet, "/ServiceProviderConfig", nil)
	if ends(ctx, err) || errors.Is(err, ErrUnclear) {
		return assumed, fmt.Errorf("asking what the service provider can: %w", err)
	}
	said, _ := a.object() // what cannot be read says nothing
	supports := func(feature, word string, assumed bool) bool {
		part, _ := said[feature].(Resource)
		if answered, ok := part[word].(bool); ok && err == nil {
			return answered
		}
		return assumed
	}
	c.known, c.knownIn = Capabilities{
		Patch: supports("patch", "supported", true), Filter: supports("filter", "supported", true),
		Cursor: supports("pagination", "cursor", false),
	}, c.cycle
	return c.known, nil
}

// Find implements Provider. What comes back is read, not trusted: some service providers ignore filters that they do not
// know, and give everybody.
func (c *client) Find(ctx context.Context, kind Kind, name string) ([]Resource, error) {
	can, err := c.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	query := url.Values{}
	if can.Filter {
		filter, err := wire.Equals(kind.Name, name)
		if err != nil {
			return nil, err
		}
		query.Set("filter", filter)
	}
	all, err := c.list(ctx, kind, query)
	if isStatus(err, http.StatusNotFound) { // how some say that there is none (Okta, SCIM 2.0 reference)
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for one of %s: %w", kind.Endpoint, err)
	}
	var found []Resource
	for _, r := range all {
		if is, _ := r[kind.Name].(string); strings.EqualFold(is, name) && idOf(r) != "" {
			found = append(found, r)
		}
	}
	return found, nil
}

// List implements Provider.
func (c *client) List(ctx context.Context, kind Kind) ([]Resource, error) {
	all, err := c.list(ctx, kind, url.Values{})
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", kind.Endpoint, err)
	}
	return all, nil
}

// Read implements Provider.
func (c *client) Read(ctx context.Context, kind Kind, id string) (Resource, error) {
	a, err := c.send(ctx, http.MethodGet, at(kind, id), nil)
	if err != nil {
		return nil, fmt.Errorf("reading one of %s: %w", kind.Endpoint, err)
	}
	return a.object()
}

// Create implements Provider.
func (c *client) Create(ctx context.Context, kind Kind, r Resource) (Resource, error) {
	a, err := c.send(ctx, http.MethodPost, kind.Endpoint, r)
	if err != nil {
		return nil, fmt.Errorf("creating one of %s: %w", kind.Endpoint, err)
	}
	made, err := a.object()
	if id := createdAt(kind, a.header); idOf(made) == "" && id != "" {
		return Resource{"id": id}, nil
	}
	if err == nil && idOf(made) == "" {
		err = fmt.Errorf("reading an answer %d without an id: %w", a.status, ErrMalformed)
	}
	return made, err
}

// createdAt is the id in the Location of what was created, where the answer had no body (RFC 7644 section 3.3).
func createdAt(kind Kind, h http.Header) string {
	location, err := url.Parse(h.Get("Location"))
	if err != nil || path.Base(path.Dir(location.EscapedPath())) != path.Base(kind.Endpoint) {
		return ""
	}
	id, err := url.PathUnescape(path.Base(location.EscapedPath()))
	if err != nil {
		return ""
	}
	return id
}

// Edit implements Provider.
func (c *client) Edit(ctx context.Context, kind Kind, id string, edits []Edit) error {
	whole, err := c.changesWhole(ctx)
	if err != nil {
		return err
	}
	if whole {
		return c.replace(ctx, kind, id, func(r Resource) { lay(r, edits) })
	}
	return c.patch(ctx, kind, id, c.options.Style.operations(edits))
}

// Members implements Provider.
func (c *client) Members(ctx context.Context, groupID string, added, removed []string) error {
	whole, err := c.changesWhole(ctx)
	if err != nil {
		return err
	}
	if whole {
		return c.replace(ctx, Groups, groupID, func(r Resource) { regroup(r, added, removed) })
	}
	return c.patch(ctx, Groups, groupID, c.options.Style.memberOperations(added, removed))
}

// Delete implements Provider.
func (c *client) Delete(ctx context.Context, kind Kind, id string) error {
	if _, err := c.send(ctx, http.MethodDelete, at(kind, id), nil); err != nil {
		return fmt.Errorf("deleting one of %s: %w", kind.Endpoint, err)
	}
	return nil
}

func (c *client) changesWhole(ctx context.Context) (bool, error) {
	can, err := c.Capabilities(ctx)
	return c.options.Style == Put || !can.Patch, err
}

func (c *client) patch(ctx context.Context, kind Kind, id string, operations []wire.Object) error {
	if _, err := c.send(ctx, http.MethodPatch, at(kind, id), wire.Patch(operations...)); err != nil {
		return fmt.Errorf("changing one of %s: %w", kind.Endpoint, err)
	}
	return nil
}

// replace reads a resource, changes it, and sends it back with all that it had: a PUT takes away what it leaves out (RFC
// 7644 section 3.5.1).
func (c *client) replace(ctx context.Context, kind Kind, id string, change func(Resource)) error {
	current, err := c.Read(ctx, kind, id)
	if err != nil {
		return err
	}
	if hidden := c.members(id); kind == Groups && len(hidden) > 0 && len(memberList(current)) == 0 {
		regroup(current, hidden, nil) // a PUT would take away whoever is a member and not shown
	}
	change(current)
	maps.Copy(current, Resource{"schemas": schemasOf(kind, current)})
	if _, err := c.send(ctx, http.MethodPut, at(kind, id), current); err != nil {
		return fmt.Errorf("replacing one of %s: %w", kind.Endpoint, err)
	}
	return nil
}

func at(kind Kind, id string) string { return kind.Endpoint + "/" + url.PathEscape(id) }

func idOf(r Resource) string {
	id, _ := r["id"].(string)
	return id
}
