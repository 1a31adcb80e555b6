package admin

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/store"
)

// Search selects accounts as a person looks for them; empty fields select all.
type Search struct {
	Active *bool
	Source Source
	Text   string // occurs in the display name, the userName or the e-mail address, in any case
	But    string // id of one who is left out
	Offset int    // how many are left out from the beginning
	Limit  int    // at most so many
}

// Source is by which road an account came.
type Source string

// The sources.
const (
	FromSCIM  Source = "scim"
	FromLocal Source = "local"
	FromIDP   Source = "idp" // made when the person first logged in by an identity provider
)

// SourceOf tells the source of an account.
func SourceOf(a account.Account) Source {
	switch source := Source(a.Source); source {
	case FromSCIM, FromLocal:
		return source
	default:
		return FromIDP
	}
}

// Found is one page of the accounts that a Search selects.
type Found struct {
	Accounts []Account // without Seq
	Total    int       // on all pages
}

// Search lists accounts by their display names.
func (s *Service) Search(ctx context.Context, q Search) (Found, error) {
	var found Found
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		all, err := named(tx, q)
		if err != nil {
			return err
		}
		found.Total = len(all)
		for _, n := range all[min(q.Offset, len(all)):min(q.Offset+q.Limit, len(all))] {
			counts, err := tx.CountAssets(n.ID)
			if err != nil {
				return err
			}
			found.Accounts = append(found.Accounts, Account{Account: n.Account, Assets: counts})
		}
		return nil
	})
	return found, err
}

// byName is an account with what it is sorted by.
type byName struct {
	account.Account
	name string
}

func named(tx *store.Tx, q Search) ([]byName, error) {
	var list []byName
	for record, err := range tx.Accounts(0) {
		if err != nil {
			return nil, err
		}
		a, err := account.Of(record)
		if err != nil {
			return nil, err
		}
		if q.selects(a) {
			list = append(list, byName{a, store.FoldUserName(a.DisplayName)})
		}
	}
	slices.SortFunc(list, func(a, b byName) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.UserName, b.UserName))
	})
	return list, nil
}

func (q Search) selects(a account.Account) bool {
	switch {
	case a.ID == q.But, q.Active != nil && *q.Active != a.Active, q.Source != "" && q.Source != SourceOf(a):
		return false
	}
	text := store.FoldUserName(q.Text)
	return slices.ContainsFunc([]string{a.DisplayName, a.UserName, a.Email}, func(name string) bool {
		return strings.Contains(store.FoldUserName(name), text)
	})
}
