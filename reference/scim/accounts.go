package scim

import (
	"context"

	"github.com/scimproof/scimproof/reference/schema"
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

func (p *Provider) userType() (*schema.ResourceType, error) {
	kind, ok := p.registry.ResourceType(userKind)
	if !ok {
		return nil, errNoEndpoint()
	}
	return kind, nil
}
