// Package local is the accounts that an administrator makes in the tenant itself. They log in and own things like any
// other; SCIM neither shows nor changes them, for a directory governs only whom it provisioned. A userName belongs to
// one account, of whichever kind.
package local

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/scim"
	"github.com/scimproof/scimproof/reference/store"
)

// ErrTaken says that another account has the userName.
var ErrTaken = errors.New("the userName is taken")

// Account is an account to be made. UserName and Password are required.
type Account struct{ UserName, DisplayName, Email, Password string }

// Service makes and changes local accounts. All of it is required.
type Service struct {
	Store     *store.Store
	Lifecycle scim.Lifecycle
	Now       func() time.Time
}

// document is an account as it is kept: a SCIM user in little, so that it is read as one.
type document struct {
	UserName    string  `json:"userName"`
	DisplayName string  `json:"displayName,omitempty"`
	Emails      []email `json:"emails,omitempty"`
	Active      bool    `json:"active"`
}

type email struct {
	Value   string `json:"value"`
	Primary bool   `json:"primary"`
}

// Create makes an account that is active, and returns its id; ErrTaken where the userName is.
func (s *Service) Create(ctx context.Context, a Account) (id string, err error) {
	hash, err := s.Lifecycle.HashPassword(ctx, a.Password)
	if err != nil {
		return "", fmt.Errorf("hashing the password of a local account: %w", err)
	}
	d := document{UserName: a.UserName, DisplayName: a.DisplayName, Active: true}
	if a.Email != "" {
		d.Emails = []email{{a.Email, true}}
	}
	r := store.Record{
		ID: strings.ToLower(rand.Text()), Type: store.TypeLocal, Source: "local", Created: s.Now(), Modified: s.Now(),
		Keys: []store.Key{store.UserNameKey(a.UserName)},
	}
	if r.Data, err = json.Marshal(d); err != nil {
		return "", fmt.Errorf("encoding a local account: %w", err)
	}
	return r.ID, s.Store.Update(ctx, func(tx *store.Tx) error { return s.insert(ctx, tx, &r, hash) })
}

func (s *Service) insert(ctx context.Context, tx *store.Tx, r *store.Record, hash []byte) error {
	err := tx.Insert(r)
	if _, taken := errors.AsType[*store.ConflictError](err); taken {
		return ErrTaken
	}
	if err != nil {
		return err
	}
	made, err := account.Of(*r)
	if err != nil {
		return err
	}
	return s.Lifecycle.UserCreated(ctx, tx, told(made), hash)
}

// SetActive disables or enables an account; store.ErrNotFound where there is none.
func (s *Service) SetActive(ctx context.Context, id string, active bool) error {
	return s.change(ctx, id, func(tx *store.Tx, r store.Record, before account.Account) error {
		if before.Active == active {
			return nil
		}
		var d document
		if err := json.Unmarshal(r.Data, &d); err != nil {
			return fmt.Errorf("reading a local account: %w", err)
		}
		d.Active = active
		var err error
		if r.Data, err = json.Marshal(d); err != nil {
			return fmt.Errorf("encoding a local account: %w", err)
		}
		r.Modified, r.Keys = s.Now(), []store.Key{store.UserNameKey(d.UserName)}
		after := before
		after.Active = active
		return errors.Join(tx.Put(&r), s.Lifecycle.UserChanged(ctx, tx, told(before), told(after), nil))
	})
}

// Delete deletes an account under the tenant's deletion policy; store.ErrNotFound where there is none.
func (s *Service) Delete(ctx context.Context, id string, deletion scim.Deletion) error {
	return s.change(ctx, id, func(tx *store.Tx, r store.Record, leaver account.Account) error {
		if err := s.Lifecycle.UserDeleting(ctx, tx, told(leaver), deletion); err != nil {
			return err
		}
		return tx.Delete(r.Type, r.ID)
	})
}

func (s *Service) change(ctx context.Context, id string, f func(*store.Tx, store.Record, account.Account) error) error {
	return s.Store.Update(ctx, func(tx *store.Tx) error {
		r, err := tx.Get(store.TypeLocal, id)
		if err != nil {
			return err
		}
		a, err := account.Of(r)
		if err != nil {
			return err
		}
		return f(tx, r, a)
	})
}

func told(a account.Account) scim.Account {
	return scim.Account{ID: a.ID, UserName: a.UserName, DisplayName: a.DisplayName, Active: a.Active}
}
