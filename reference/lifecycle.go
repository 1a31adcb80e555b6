package reference

import (
	"context"
	"errors"
	"time"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/scim"
	"github.com/scimproof/scimproof/reference/store"
)

// lifecycle implements scim.Lifecycle: it is the one place that says what a change of an account means for the rest of
// the tenant, by whichever road the change came.
type lifecycle struct {
	credentials credentials
	estate      estate
	directory   account.Directory
	now         func() time.Time
}

// credentials are what lets a person in.
type credentials interface {
	HashPassword(ctx context.Context, password string) ([]byte, error)
	Revoke(tx *store.Tx, userID string) (int, error)
}

// estate is what a person leaves behind.
type estate interface {
	OwnerDisabling(tx *store.Tx, userID string) error
	OwnerDeleting(ctx context.Context, tx *store.Tx, userID, transferTo string) error
}

// HashPassword implements scim.Lifecycle.
func (l *lifecycle) HashPassword(ctx context.Context, password string) ([]byte, error) {
	hash, err := l.credentials.HashPassword(ctx, password)
	if errors.Is(err, login.ErrEmptyPassword) {
		return nil, scim.InvalidValue(err.Error())
	}
	return hash, err
}

// UserCreated implements scim.Lifecycle.
func (l *lifecycle) UserCreated(ctx context.Context, tx *store.Tx, user scim.Account, passwordHash []byte) error {
	if passwordHash != nil {
		if err := tx.SetPassword(user.ID, passwordHash); err != nil {
			return err
		}
	}
	if err := l.remember(tx, user.ID, tx.Return); err != nil {
		return err
	}
	return l.audit(ctx, tx, "user.created", user.ID, "the account was created, "+status(user))
}

// UserChanged implements scim.Lifecycle. An account that is disabled has no credentials, and a new password ends what
// the old one had opened.
func (l *lifecycle) UserChanged(ctx context.Context, tx *store.Tx, before, after scim.Account, passwordHash []byte) error {
	if before.Active && !after.Active {
		if err := l.estate.OwnerDisabling(tx, after.ID); err != nil {
			return shownRefusal(err)
		}
	}
	if passwordHash != nil {
		if err := tx.SetPassword(after.ID, passwordHash); err != nil {
			return err
		}
	}
	if !after.Active || passwordHash != nil {
		if _, err := l.credentials.Revoke(tx, after.ID); err != nil {
			return err
		}
	}
	for _, e := range changes(before, after, passwordHash != nil) {
		if err := l.audit(ctx, tx, e.action, after.ID, e.detail); err != nil {
			return err
		}
	}
	return nil
}

// UserDeleting implements scim.Lifecycle.
func (l *lifecycle) UserDeleting(ctx context.Context, tx *store.Tx, user scim.Account, deletion scim.Deletion) error {
	if err := l.estate.OwnerDeleting(ctx, tx, user.ID, deletion.TransferTo); err != nil {
		return shownRefusal(err)
	}
	if _, err := l.credentials.Revoke(tx, user.ID); err != nil {
		return err
	}
	if err := l.remember(tx, user.ID, tx.Depart); err != nil {
		return err
	}
	return l.audit(ctx, tx, "user.deleted", user.ID, "the account was deleted")
}

// remember notes by which names whoever has the account would be known again: who was deprovisioned is not made anew by a
// login, and who is given an account anew is no leaver any more.
func (l *lifecycle) remember(tx *store.Tx, userID string, note func(kind, name string) error) error {
	who, err := l.directory.Account(tx, userID)
	if err != nil {
		return err
	}
	if err := note(store.DepartedUserName, who.UserName); err != nil || who.ExternalID == "" {
		return err
	}
	return note(store.DepartedExternalID, who.ExternalID)
}

// GroupDeleting implements scim.Lifecycle: what was shared with the group is so no longer.
func (l *lifecycle) GroupDeleting(_ context.Context, tx *store.Tx, id string) error {
	return tx.Unshare(id)
}

// shownRefusal shows a refusal to SCIM clients in the one form, to administrators in the other.
func shownRefusal(err error) error {
	if refusal, ok := errors.AsType[*assets.RefusalError](err); ok {
		return errors.Join(scim.Refused(refusal.Detail), refusal)
	}
	return err
}

type auditEntry struct{ action, detail string }

// changes tells a change in the words of the audit trail.
func changes(before, after scim.Account, newPassword bool) []auditEntry {
	var list []auditEntry
	if before.Active && !after.Active {
		list = append(list, auditEntry{"user.disabled", "the account was disabled and its credentials revoked"})
	}
	if !before.Active && after.Active {
		list = append(list, auditEntry{"user.enabled", "the account was enabled"})
	}
	if newPassword {
		list = append(list, auditEntry{"user.password-changed", "the password was changed and the credentials revoked"})
	}
	if len(list) == 0 || before.UserName != after.UserName || before.DisplayName != after.DisplayName {
		list = append(list, auditEntry{"user.updated", "the account was updated"})
	}
	return list
}

func (l *lifecycle) audit(ctx context.Context, tx *store.Tx, action, userID, detail string) error {
	return tx.AppendAudit(store.Event{At: l.now().UTC(), Actor: api.Actor(ctx), Action: action, UserID: userID, Detail: detail})
}

func status(user scim.Account) string {
	if user.Active {
		return "active"
	}
	return "disabled"
}
