package scim

import (
	"context"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

// Account is what a [Lifecycle] needs to know of a User resource.
type Account struct {
	ID          string
	UserName    string
	DisplayName string // what to call the person; never empty
	Active      bool
}

// Deletion says how an account is to be deleted. The zero value is what a
// DELETE over SCIM asks for.
type Deletion struct {
	// TransferTo is the id of the account that takes over what the deleted one
	// owns; empty where the consumer's own policy decides.
	TransferTo string
}

// Lifecycle is told of every change of an account, whichever road it came by.
// But for HashPassword its methods run inside the transaction of the change,
// after the change was made (the deletions: before), and an error undoes all of
// it. A [Refused] or [InvalidValue] is shown to the client; any other error is
// an internal one. Whoever acted is found in ctx, if the consumer put it there.
type Lifecycle interface {
	// HashPassword derives what to keep of a password. It is slow on purpose
	// and runs outside the transaction. The hash comes back in UserCreated or
	// UserChanged; the password itself is kept nowhere.
	HashPassword(ctx context.Context, password string) ([]byte, error)
	// UserCreated is called with a nil hash where no password was given.
	UserCreated(ctx context.Context, tx *store.Tx, user Account, passwordHash []byte) error
	// UserChanged is called with a nil hash where the password stays.
	UserChanged(ctx context.Context, tx *store.Tx, before, after Account, passwordHash []byte) error
	// UserDeleting may refuse the deletion.
	UserDeleting(ctx context.Context, tx *store.Tx, user Account, deletion Deletion) error
	// GroupDeleting is called with the id of the group.
	GroupDeleting(ctx context.Context, tx *store.Tx, id string) error
}

// withoutLifecycle serves where accounts have no life outside SCIM.
type withoutLifecycle struct{}

func (withoutLifecycle) HashPassword(context.Context, string) ([]byte, error) { return nil, nil }

func (withoutLifecycle) UserCreated(context.Context, *store.Tx, Account, []byte) error { return nil }

func (withoutLifecycle) UserChanged(context.Context, *store.Tx, Account, Account, []byte) error {
	return nil
}

func (withoutLifecycle) UserDeleting(context.Context, *store.Tx, Account, Deletion) error {
	return nil
}

func (withoutLifecycle) GroupDeleting(context.Context, *store.Tx, string) error { return nil }

func accountOf(id string, user schema.Resource) Account {
	active, _ := user["active"].(bool)
	userName, _ := user["userName"].(string)
	return Account{ID: id, UserName: userName, DisplayName: label(user), Active: active}
}

// label is what to call a user or a group.
func label(resource schema.Resource) string {
	if name, _ := resource["displayName"].(string); name != "" {
		return name
	}
	if name, _ := resource["name"].(map[string]any); name != nil {
		if formatted, _ := name["formatted"].(string); formatted != "" {
			return formatted
		}
	}
	name, _ := resource["userName"].(string)
	return name
}
