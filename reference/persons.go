package reference

import (
	"context"
	"errors"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/store"
)

// persons implements scim.Persons: the tokens with which people use the tenant's other interfaces open /Me to them too.
type persons struct{ logins *login.Service }

// Person implements scim.Persons.
func (p persons) Person(ctx context.Context, token string) (acting context.Context, id string, found bool, err error) {
	holder, err := p.logins.Check(ctx, token, store.AccessToken, store.APIToken)
	if errors.Is(err, login.ErrRefused) {
		return ctx, "", false, nil
	}
	if err != nil {
		return ctx, "", false, err
	}
	return api.WithActor(ctx, holder.Account.ID), holder.Account.ID, true, nil
}
