package admin

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/store"
)

// Provider changes accounts. Its errors wrap store.ErrNotFound where there is no such account.
type Provider interface {
	SetActive(ctx context.Context, id string, active bool) error
	// DeleteUser gives what the person owns to transferTo (an id), or lets the deletion policy decide if it is empty.
	DeleteUser(ctx context.Context, id, transferTo string) error
	// Switch turns the SCIM interface on or off.
	Switch(on bool)
	// CreateLocal makes an account that no SCIM client governs, and returns its id; ErrTaken where the userName is.
	CreateLocal(ctx context.Context, a NewAccount) (id string, err error)
}

// NewAccount is a local account to be made.
type NewAccount struct{ UserName, DisplayName, Email, Password string }

// ErrTaken says that another account has the userName.
var ErrTaken = errors.New("the userName is taken")

// ErrNoAccount says that there is no account of that id.
var ErrNoAccount = errors.New("there is no such account")

// Account is an account with what it owns.
type Account struct {
	account.Account
	Assets map[string]int // number of assets by kind
	Seq    int64          // place in the order of creation
}

// Query selects accounts; empty fields select all.
type Query struct {
	Active *bool
	Text   string // occurs in the userName or the display name, in any case
	After  int64  // Seq of the last one already seen
	Limit  int
}

// Service answers an administrator's questions and orders.
type Service struct {
	Store    *store.Store
	Provider Provider
}

// Accounts lists at most q.Limit accounts in the order of creation.
func (s *Service) Accounts(ctx context.Context, q Query) ([]Account, error) {
	var list []Account
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		list, err = matching(tx, q)
		for i := range list {
			if err == nil {
				list[i].Assets, err = tx.CountAssets(list[i].ID)
			}
		}
		return err
	})
	return list, err
}

func matching(tx *store.Tx, q Query) ([]Account, error) {
	var list []Account
	for record, err := range tx.Accounts(q.After) {
		if err != nil {
			return nil, err
		}
		a, err := account.Of(record)
		if err != nil {
			return nil, err
		}
		if q.matches(a) {
			list = append(list, Account{Account: a, Seq: record.Seq})
		}
		if q.Limit > 0 && len(list) == q.Limit {
			break
		}
	}
	return list, nil
}

func (q Query) matches(a account.Account) bool {
	if q.Active != nil && *q.Active != a.Active {
		return false
	}
	contains := func(name string) bool {
		return strings.Contains(store.FoldUserName(name), store.FoldUserName(q.Text))
	}
	return slices.ContainsFunc([]string{a.UserName, a.DisplayName}, contains)
}

// Account reads one account; ErrNoAccount where there is none.
func (s *Service) Account(ctx context.Context, id string) (Account, error) {
	var found Account
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		a, err := account.Directory{}.Account(tx, id)
		if err != nil {
			return err
		}
		counts, err := tx.CountAssets(id)
		found = Account{Account: a, Assets: counts}
		return err
	})
	return found, absent(err)
}

// Create makes a local account; ErrTaken where another account has the userName.
func (s *Service) Create(ctx context.Context, a NewAccount) (Account, error) {
	id, err := s.Provider.CreateLocal(ctx, a)
	if err != nil {
		return Account{}, err
	}
	return s.Account(ctx, id)
}

// SetActive disables or enables an account; it is no error if it is so already.
func (s *Service) SetActive(ctx context.Context, id string, active bool) (Account, error) {
	if err := s.Provider.SetActive(ctx, id, active); err != nil {
		return Account{}, absent(err)
	}
	return s.Account(ctx, id)
}

// Delete deletes an account; see Provider.
func (s *Service) Delete(ctx context.Context, id, transferTo string) error {
	return absent(s.Provider.DeleteUser(ctx, id, transferTo))
}

// Audit lists at most limit entries of the audit trail, newest first: of one person, or all where userID is empty.
func (s *Service) Audit(ctx context.Context, userID string, before int64, limit int) ([]store.Event, error) {
	var trail []store.Event
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		trail, err = tx.Audit(userID, before, limit)
		return err
	})
	return trail, err
}

func absent(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return ErrNoAccount
	}
	return err
}
