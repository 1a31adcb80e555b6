package login

import (
	"context"
	"errors"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/store"
)

// Claims is what an identity provider says of somebody who has logged in there.
type Claims struct {
	// Subject is the provider's name for the person, which it never gives to another.
	Subject string
	// The others are for people; UserName also finds an account, where the connection is trusted for that. An e-mail
	// address never does: whoever may write one into a directory would own the account.
	UserName, DisplayName, GivenName, FamilyName, Email string
}

// Why a login that the identity provider let pass is refused here. The person has proven who they are, and may be told.
var (
	// ErrDisabled says that the account is disabled.
	ErrDisabled = errors.New("the account is disabled")
	// ErrDeparted says that the account was deleted: a login does not undo that.
	ErrDeparted = errors.New("the account was deleted")
	// ErrNoAccount says that there is no account for the person.
	ErrNoAccount = errors.New("there is no account for this person")
	// ErrNotTheirs says that the only account that could be meant is linked to somebody else, or to nobody for sure.
	ErrNotTheirs = errors.New("the account of that userName is not linked to this person")
)

// Admission makes accounts for people who log in for the first time.
type Admission interface {
	// Admit makes an active account within the caller's transaction, and returns its id; store.ErrConflict where the
	// userName is taken.
	Admit(ctx context.Context, tx *store.Tx, c Claims) (id string, err error)
}

// StartSessionFor logs in somebody for whom the identity provider of a connection vouches, and answers the secret of a new
// session; one of the errors above where they may not come in, store.ErrNotFound where there is no such connection. What
// is decided, linked, made and issued is one transaction.
func (s *Service) StartSessionFor(ctx context.Context, connectionID string, c Claims) (string, error) {
	var secret string
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		connection, err := tx.Connection(connectionID)
		if err != nil {
			return err
		}
		who, err := s.belonging(ctx, tx, connection, c)
		if err != nil {
			return err
		}
		if !who.Active {
			return ErrDisabled
		}
		if err := tx.PutIdentity(store.Identity{ConnectionID: connection.ID, Subject: c.Subject, UserID: who.ID}); err != nil {
			return err
		}
		secret, err = s.issue(tx, &store.Token{Kind: store.Session, UserID: who.ID}, SessionLifetime)
		return err
	})
	return secret, err
}

// belonging finds the account of a person: the one they are linked to, else the one that was provisioned for them, else
// the one of their userName where the connection is trusted for that, else a new one where it may make some.
func (s *Service) belonging(ctx context.Context, tx *store.Tx, connection store.Connection, c Claims) (account.Account, error) {
	if c.Subject == "" {
		return account.Account{}, ErrNoAccount
	}
	for _, find := range []func(*store.Tx, store.Connection, Claims) (account.Account, error){s.linked, s.provisioned, s.named} {
		who, err := find(tx, connection, c)
		if !errors.Is(err, store.ErrNotFound) {
			return who, err
		}
	}
	departed, err := s.departed(tx, connection, c)
	switch {
	case err != nil:
		return account.Account{}, err
	case departed:
		return account.Account{}, ErrDeparted
	case !connection.JustInTime || c.UserName == "":
		return account.Account{}, ErrNoAccount
	}
	return s.admit(ctx, tx, c)
}

func (s *Service) linked(tx *store.Tx, connection store.Connection, c Claims) (account.Account, error) {
	link, err := tx.Identity(connection.ID, c.Subject)
	if err != nil {
		return account.Account{}, err
	}
	return s.directory.Account(tx, link.UserID)
}

// provisioned finds the account whose externalId is the subject, which is how the agent of the identity provider calls
// the people whom it provisions.
func (s *Service) provisioned(tx *store.Tx, _ store.Connection, c Claims) (account.Account, error) {
	accounts, err := s.directory.AccountsByExternalID(tx, c.Subject)
	switch {
	case err != nil:
		return account.Account{}, err
	case len(accounts) == 0:
		return account.Account{}, store.ErrNotFound
	case len(accounts) > 1:
		return account.Account{}, ErrNotTheirs
	}
	return accounts[0], nil
}

// named finds the account of the userName, unless the tenant made it by itself or it is somebody else's already: user names
// are given anew, and a local administrator's must not be had for the asking.
func (s *Service) named(tx *store.Tx, connection store.Connection, c Claims) (account.Account, error) {
	if !connection.MatchUserName || c.UserName == "" {
		return account.Account{}, store.ErrNotFound
	}
	who, err := s.directory.AccountByUserName(tx, c.UserName)
	if err != nil {
		return account.Account{}, err
	}
	links, err := tx.IdentitiesOf(who.ID)
	if err != nil {
		return account.Account{}, err
	}
	if who.Source == "local" || len(links) > 0 {
		return account.Account{}, ErrNotTheirs
	}
	return who, nil
}

// departed tells whether the person had an account that was deleted. Whoever deletes an account that nobody has told the
// directory of means that the person is out; only who makes accounts on purpose undoes that.
func (s *Service) departed(tx *store.Tx, connection store.Connection, c Claims) (bool, error) {
	switch _, err := tx.Identity(connection.ID, c.Subject); {
	case err == nil:
		return true, nil
	case !errors.Is(err, store.ErrNotFound):
		return false, err
	}
	if gone, err := tx.Departed(store.DepartedExternalID, c.Subject); gone || err != nil {
		return gone, err
	}
	return tx.Departed(store.DepartedUserName, c.UserName)
}

func (s *Service) admit(ctx context.Context, tx *store.Tx, c Claims) (account.Account, error) {
	id, err := s.admission.Admit(ctx, tx, c)
	if errors.Is(err, store.ErrConflict) {
		return account.Account{}, ErrNotTheirs
	}
	if err != nil {
		return account.Account{}, err
	}
	return s.directory.Account(tx, id)
}
