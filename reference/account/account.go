// Package account reads what the rest of the tenant needs to know of a person from the one place where it is kept:
// the person's SCIM document. There is no second copy of the state of an account that could go stale.
package account

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/store"
)

// Account is a person's account in the tenant.
type Account struct {
	ID          string
	UserName    string
	DisplayName string // never empty: the userName where the document has no other name
	Email       string // the primary one, else the first; empty where there is none
	Active      bool
	Source      string // "scim", "local", or "idp" for one that a first login by an identity provider made
	ExternalID  string // what the provisioning client calls the person; empty where it does not say
}

// Directory finds accounts in the store.
type Directory struct{}

// Account reads the account of that id; store.ErrNotFound where there is none.
func (Directory) Account(tx *store.Tx, id string) (Account, error) {
	r, err := tx.Get(store.TypeUser, id)
	if errors.Is(err, store.ErrNotFound) {
		r, err = tx.Get(store.TypeLocal, id)
	}
	if err != nil {
		return Account{}, err
	}
	return Of(r)
}

// AccountByUserName reads the account of that userName in any case; store.ErrNotFound where there is none.
func (Directory) AccountByUserName(tx *store.Tx, userName string) (Account, error) {
	r, err := tx.ByUserName(userName)
	if err != nil {
		return Account{}, err
	}
	return Of(r)
}

// AccountsByExternalID reads the accounts that have an externalId; clients may give it to several.
func (Directory) AccountsByExternalID(tx *store.Tx, externalID string) ([]Account, error) {
	records, err := tx.Find(store.TypeUser, store.KeyExternalID, externalID)
	if err != nil {
		return nil, err
	}
	accounts := make([]Account, len(records))
	for i, r := range records {
		if accounts[i], err = Of(r); err != nil {
			return nil, err
		}
	}
	return accounts, nil
}

// Of reads a User record. A document without active is that of an active person.
func Of(r store.Record) (Account, error) {
	var doc struct {
		UserName    string `json:"userName"`
		DisplayName string `json:"displayName"`
		ExternalID  string `json:"externalId"`
		Active      *bool  `json:"active"`
		Name        struct {
			Formatted string `json:"formatted"`
		} `json:"name"`
		Emails []email `json:"emails"`
	}
	if err := json.Unmarshal(r.Data, &doc); err != nil {
		return Account{}, fmt.Errorf("reading the document of user %s: %w", r.ID, err)
	}
	return Account{
		ID:          r.ID,
		UserName:    doc.UserName,
		DisplayName: firstNonEmpty(doc.DisplayName, doc.Name.Formatted, doc.UserName),
		Email:       primary(doc.Emails),
		Active:      doc.Active == nil || *doc.Active,
		Source:      r.Source,
		ExternalID:  doc.ExternalID,
	}, nil
}

type email struct {
	Value   string `json:"value"`
	Primary bool   `json:"primary"`
}

func primary(emails []email) string {
	for _, e := range emails {
		if e.Primary {
			return e.Value
		}
	}
	if len(emails) > 0 {
		return emails[0].Value
	}
	return ""
}

func firstNonEmpty(names ...string) string {
	for _, name := range names {
		if name != "" {
			return name
		}
	}
	return ""
}
