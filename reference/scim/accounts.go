package scim

import (
	"context"
	"errors"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

// Switch turns the SCIM interface on or off until the program ends; while it is off, who
// may come in is answered 403. The methods beside it go on working.
func (p *Provider) Switch(on bool) { p.off.Store(!on) }

// SetActive disables or enables an account by the same road as a SCIM client:
// the [Lifecycle] is told. Nothing happens if the account is so already. The
// error wraps store.ErrNotFound where there is no such user.
func (p *Provider) SetActive(ctx context.Context, id string, active bool) error {
	return p.update(ctx, "", func(w *writer) error {
		kind, err := p.userType()
		if err != nil {
			return err
		}
		record, err := w.record(kind, id)
		if err != nil {
			return err
		}
		user, err := decodeStored(record)
		if err != nil {
			return err
		}
		user["active"] = active
		return w.change(kind, &record, user, secret{})
	})
}

// DeleteUser deletes an account by the same road as a SCIM client: the
// [Lifecycle] may refuse. The error wraps store.ErrNotFound where there is no
// such user.
func (p *Provider) DeleteUser(ctx context.Context, id string, deletion Deletion) error {
	return p.update(ctx, "", func(w *writer) error {
		kind, err := p.userType()
		if err != nil {
			return err
		}
		record, err := w.record(kind, id)
		if err != nil {
			return err
		}
		return w.delete(record, deletion)
	})
}

// Newcomer is somebody who gets an account without a client asking for it.
type Newcomer struct{ UserName, DisplayName, GivenName, FamilyName, Email string }

// Admit makes an active account within the caller's transaction, and returns its id: the [Lifecycle] is told, and clients
// see it as any other. The error wraps store.ErrConflict where the userName is taken.
func (p *Provider) Admit(ctx context.Context, tx *store.Tx, n Newcomer) (string, error) {
	kind, err := p.userType()
	if err != nil {
		return "", err
	}
	switch _, err := tx.ByUserName(n.UserName); {
	case err == nil:
		return "", &store.ConflictError{Type: store.TypeUser, Key: store.KeyUserName}
	case !errors.Is(err, store.ErrNotFound):
		return "", err
	}
	w := &writer{
		reader: p.reader(tx, ""), ctx: ctx, mode: p.mode, lifecycle: p.lifecycle, now: p.timestamp(), source: "idp",
	}
	record, err := w.insert(kind, n.resource(), secret{})
	return record.ID, err
}

func (n Newcomer) resource() schema.Resource {
	user := schema.Resource{"schemas": []any{schema.UserURN}, "userName": n.UserName, "active": true}
	if n.DisplayName != "" {
		user["displayName"] = n.DisplayName
	}
	name := map[string]any{}
	for part, value := range map[string]string{"givenName": n.GivenName, "familyName": n.FamilyName, "formatted": n.DisplayName} {
		if value != "" {
			name[part] = value
		}
	}
	if len(name) > 0 {
		user["name"] = name
	}
	if n.Email != "" {
		user["emails"] = []any{map[string]any{"value": n.Email, "primary": true}}
	}
	return user
}

func (p *Provider) userType() (*schema.ResourceType, error) {
	kind, ok := p.registry.ResourceType(userKind)
	if !ok {
		return nil, errNoEndpoint()
	}
	return kind, nil
}
