package scim

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/patch"
	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

// modify answers PATCH on a resource, RFC 7644 section 3.5.2, always with 200
// and the resource.
func (p *Provider) modify(ctx context.Context, c call) (answer, error) {
	chosen, err := c.projection()
	if err != nil {
		return answer{}, err
	}
	body, err := p.readBody(c.writer, c.Request)
	if err != nil {
		return answer{}, err
	}
	operations, err := patch.Parse(body, p.mode)
	if err != nil {
		return answer{}, err
	}
	password, err := p.patchPassword(ctx, c, operations)
	if err != nil {
		return answer{}, err
	}
	return p.rewrite(ctx, c, chosen, partsPatched(operations), func(w *writer, record *store.Record, before schema.Resource) error {
		after, err := p.apply(c, before, operations)
		if err != nil {
			return err
		}
		return w.change(c.kind(), record, after, password)
	})
}

// apply runs the operations on a resource as clients know it, but for what is
// worked out of the manager: once its id is gone, so is the manager.
func (p *Provider) apply(c call, before schema.Resource, operations []patch.Operation) (schema.Resource, error) {
	before = schema.Clone(before)
	manager := managerOf(before)
	delete(manager, "$ref")
	delete(manager, "displayName")
	after, _, err := patch.Apply(c.kind(), before, operations, p.mode)
	return after, err
}

// patchPassword tries the operations out to learn the password that they set,
// so that it is hashed outside the transaction. What else they do, and whether
// they may, is decided inside it.
func (p *Provider) patchPassword(ctx context.Context, c call, operations []patch.Operation) (secret, error) {
	if c.kind().ID != userKind || !mention(operations, "password") {
		return secret{}, nil
	}
	var after schema.Resource
	err := p.store.View(ctx, func(tx *store.Tx) error {
		r := p.reader(tx, c.base)
		record, err := r.record(c.kind(), c.id)
		if err != nil {
			return err
		}
		before, err := r.resource(record, partsPatched(operations))
		if err != nil {
			return err
		}
		after, err = p.apply(c, before, operations)
		return err
	})
	if err != nil {
		return secret{}, err
	}
	return p.takePassword(ctx, after)
}

// partsPatched says what the operations may look at: paths select members by
// their ids, or rarely by their labels.
func partsPatched(operations []patch.Operation) parts {
	return versionParts.with(parts{members: true, labels: mention(operations, "display", "type", "$ref")})
}

// mention says whether an operation names an attribute with one of the words
// in it, in its path or in the object that is its value.
func mention(operations []patch.Operation, words ...string) bool {
	for _, operation := range operations {
		value, _ := operation.Value.(map[string]any)
		names := append(slices.Collect(maps.Keys(value)), operation.Path)
		for _, name := range names {
			if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(strings.ToLower(name), word) }) {
				return true
			}
		}
	}
	return false
}
