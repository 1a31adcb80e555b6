package scim

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

// writer changes resources within one transaction.
type writer struct {
	*reader
	ctx       context.Context
	mode      schema.Mode
	lifecycle Lifecycle
	now       time.Time
	self      bool   // a person changes the own user
	source    string // of new accounts; empty for a client's own
}

// secret is a password on its way to the Lifecycle, hashed.
type secret struct {
	given bool
	hash  []byte
}

// update runs f in a transaction that writes.
func (p *Provider) update(ctx context.Context, base string, f func(*writer) error) error {
	return p.store.Update(ctx, func(tx *store.Tx) error {
		return f(&writer{
			reader: p.reader(tx, base), ctx: ctx, mode: p.mode, lifecycle: p.lifecycle, now: p.timestamp(),
		})
	})
}

// takePassword removes the password from a resource, so that it is stored and
// shown nowhere, and hashes it.
func (p *Provider) takePassword(ctx context.Context, user schema.Resource) (secret, error) {
	password, _ := user["password"].(string)
	delete(user, "password")
	if password == "" {
		return secret{}, nil
	}
	hash, err := p.lifecycle.HashPassword(ctx, password)
	if err != nil {
		return secret{}, fmt.Errorf("hashing a password: %w", err)
	}
	return secret{given: true, hash: hash}, nil
}

// stored returns what of a resource is kept in its document; the rest is
// worked out from the record and from other resources.
func stored(kind *schema.ResourceType, resource schema.Resource) (schema.Resource, error) {
	document := schema.Clone(resource)
	for _, name := range []string{"id", "meta", "password"} {
		delete(document, name)
	}
	switch kind.ID {
	case userKind:
		delete(document, "groups")
		reduceManager(document)
	case groupKind:
		delete(document, "members")
	}
	return document, kind.Complete(document)
}

// insert adds a resource under a new id.
func (w *writer) insert(kind *schema.ResourceType, resource schema.Resource, password secret) (store.Record, error) {
	record := store.Record{ID: newID(), Type: kind.ID, Created: w.now, Modified: w.now, Source: cmp.Or(w.source, "scim")}
	document, err := stored(kind, resource)
	if err != nil {
		return record, err
	}
	if kind.ID == userKind && document["active"] == nil {
		document["active"] = true
	}
	if err := w.encode(&record, document); err != nil {
		return record, err
	}
	if err := w.tx.Insert(&record); err != nil {
		return record, conflict(err)
	}
	return record, w.settle(record, resource, document, password)
}

// settle does what a new resource entails beyond its own document.
func (w *writer) settle(record store.Record, resource, document schema.Resource, password secret) error {
	switch record.Type {
	case userKind:
		if err := w.checkManager(document); err != nil {
			return err
		}
		return w.lifecycle.UserCreated(w.ctx, w.tx, accountOf(record.ID, document), password.hash)
	case groupKind:
		_, err := w.setMembers(record.ID, memberIDs(resource))
		return err
	}
	return nil
}

// change turns a stored resource into another. Where nothing differs, nothing
// is written, so that version and lastModified stay (RFC 7644 section 3.5.2.1).
func (w *writer) change(kind *schema.ResourceType, record *store.Record, resource schema.Resource, password secret) error {
	before, err := decodeStored(*record)
	if err != nil {
		return err
	}
	after, err := stored(kind, resource)
	if err != nil {
		return err
	}
	if kind.ID == userKind && after["active"] == nil {
		// An account comes back to life only when a client says so.
		after["active"] = before["active"]
	}
	if w.self {
		if err := permitSelf(before, after, password); err != nil {
			return err
		}
	}
	regrouped := false
	if kind.ID == groupKind {
		if regrouped, err = w.setMembers(record.ID, memberIDs(resource)); err != nil {
			return err
		}
	}
	if !regrouped && !password.given && schema.Equal(before, after) {
		return nil
	}
	if err := w.put(record, after); err != nil {
		return err
	}
	return w.follow(*record, before, after, password)
}

// follow does what a change entails beyond the document.
func (w *writer) follow(record store.Record, before, after schema.Resource, password secret) error {
	if label(before) != label(after) {
		groups, err := w.tx.GroupsOf(record.ID)
		if err != nil {
			return err
		}
		if err := w.touchGroups(groups, false); err != nil {
			return err
		}
		delete(w.known, record.ID)
	}
	if record.Type != userKind {
		return nil
	}
	if err := w.checkManager(after); err != nil {
		return err
	}
	return w.lifecycle.UserChanged(w.ctx, w.tx, accountOf(record.ID, before), accountOf(record.ID, after), password.hash)
}

// delete removes a resource and every reference to it.
func (w *writer) delete(record store.Record, deletion Deletion) error {
	if record.Type == userKind {
		user, err := decodeStored(record)
		if err != nil {
			return err
		}
		if err := w.lifecycle.UserDeleting(w.ctx, w.tx, accountOf(record.ID, user), deletion); err != nil {
			return err
		}
		if err := w.leaveReports(record.ID); err != nil {
			return err
		}
	}
	if record.Type == groupKind {
		if err := w.lifecycle.GroupDeleting(w.ctx, w.tx, record.ID); err != nil {
			return err
		}
	}
	if err := w.leaveGroups(record.ID); err != nil {
		return err
	}
	return w.tx.Delete(record.Type, record.ID)
}

// put stores a changed document.
func (w *writer) put(record *store.Record, document schema.Resource) error {
	record.Modified = w.modified(*record)
	if err := w.encode(record, document); err != nil {
		return err
	}
	return conflict(w.tx.Put(record))
}

// modified is the time of a change; a clock set back does not undo history.
func (w *writer) modified(record store.Record) time.Time {
	if w.now.Before(record.Modified) {
		return record.Modified
	}
	return w.now
}

func (w *writer) encode(record *store.Record, document schema.Resource) error {
	data, err := schema.Encode(document)
	if err != nil {
		return fmt.Errorf("encoding a %s: %w", record.Type, err)
	}
	record.Data, record.Keys = data, w.keysOf(record.Type, document)
	return nil
}

func conflict(err error) error {
	if taken, ok := errors.AsType[*store.ConflictError](err); ok {
		return errUniqueness(taken.Key)
	}
	return err
}

func decodeStored(record store.Record) (schema.Resource, error) {
	resource, err := schema.Decode(record.Data)
	if err != nil {
		// Not wrapped: what is wrong in the store must not look like a fault of the request.
		return nil, fmt.Errorf("reading back a stored %s: %s", record.Type, err) //nolint:errorlint // see above
	}
	return resource, nil
}
