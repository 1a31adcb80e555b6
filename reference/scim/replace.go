package scim

import (
	"context"
	"net/http"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

// replace answers PUT on a resource, RFC 7644 section 3.5.1. What the client
// omits is cleared, but for what is immutable, for the password, which nobody
// can read back, and for active, since silence must not bring an account back to
// life.
func (p *Provider) replace(ctx context.Context, c call) (answer, error) {
	chosen, err := c.projection()
	if err != nil {
		return answer{}, err
	}
	resource, err := p.document(c)
	if err != nil {
		return answer{}, err
	}
	password, err := p.takePassword(ctx, resource)
	if err != nil {
		return answer{}, err
	}
	return p.rewrite(ctx, c, chosen, versionParts, func(w *writer, record *store.Record, before schema.Resource) error {
		if c.self {
			document, err := decodeStored(*record)
			if err != nil {
				return err
			}
			keepForeign(resource, document)
		}
		c.kind().KeepImmutable(before, resource)
		if err := c.kind().CheckImmutable(before, resource); err != nil {
			return err
		}
		return w.change(c.kind(), record, resource, password)
	})
}

// document reads the resource that a client sends, normalised.
func (p *Provider) document(c call) (schema.Resource, error) {
	body, err := p.body(c)
	if err != nil {
		return nil, err
	}
	return c.kind().Normalize(body, p.mode)
}

// rewrite changes an existing resource by f, in one transaction with the check
// that it is the version that the client means, and answers with the result. f
// is given the resource with the needed parts.
func (p *Provider) rewrite(
	ctx context.Context, c call, chosen projection, needed parts, f func(*writer, *store.Record, schema.Resource) error,
) (answer, error) {
	var changed answer
	err := p.update(ctx, c.base, func(w *writer) error {
		w.self = c.self
		record, before, err := w.demand(c, needed)
		if err != nil {
			return err
		}
		if err := f(w, &record, before); err != nil {
			return err
		}
		changed, err = w.render(http.StatusOK, record, chosen)
		return err
	})
	return changed, err
}

// demand reads the resource that a request is about to change, and refuses it
// in another version than the request demands (RFC 7644 section 3.14).
func (w *writer) demand(c call, needed parts) (store.Record, schema.Resource, error) {
	record, err := w.record(c.kind(), c.id)
	if err != nil {
		return record, nil, err
	}
	resource, err := w.resource(record, needed)
	if err != nil {
		return record, nil, err
	}
	_, version := metaOf(resource)
	return record, resource, conditionsOf(c.Header).permitWrite(version)
}
