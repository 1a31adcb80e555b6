package reference

import (
	"context"
	"errors"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/local"
	"github.com/scimproof/scimproof/reference/scim"
	"github.com/scimproof/scimproof/reference/store"
)

// roads lets the administration change accounts: those of a directory by the service provider's own road, those of the
// tenant itself by theirs.
type roads struct {
	provider *scim.Provider
	locals   *local.Service
}

func (s services) roads() roads { return roads{s.provider, s.locals} }

// SetActive implements admin.Provider.
func (r roads) SetActive(ctx context.Context, id string, active bool) error {
	err := r.provider.SetActive(ctx, id, active)
	if errors.Is(err, store.ErrNotFound) {
		return r.locals.SetActive(ctx, id, active)
	}
	return err
}

// DeleteUser implements admin.Provider.
func (r roads) DeleteUser(ctx context.Context, id, transferTo string) error {
	deletion := scim.Deletion{TransferTo: transferTo}
	err := r.provider.DeleteUser(ctx, id, deletion)
	if errors.Is(err, store.ErrNotFound) {
		return r.locals.Delete(ctx, id, deletion)
	}
	return err
}

// CreateLocal implements admin.Provider.
func (r roads) CreateLocal(ctx context.Context, a admin.NewAccount) (id string, err error) {
	id, err = r.locals.Create(ctx, local.Account(a))
	if errors.Is(err, local.ErrTaken) {
		err = admin.ErrTaken
	}
	return id, err
}

// Switch implements admin.Provider.
func (r roads) Switch(on bool) { r.provider.Switch(on) }
