package admin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

// Person is an account with everything that an administrator looks at before deciding about it.
type Person struct {
	Account
	ExternalID string
	Title      string
	Department string
	Created    time.Time
	Modified   time.Time
	Version    int64
	Groups     []Group
	Doors      []Door
}

// Group is a group of which a person is a direct member.
type Group struct{ ID, Name string }

// Door is a kind of credential that a person holds at the moment.
type Door struct {
	Kind  store.TokenKind
	Count int
}

// Person reads one account with its details at now; ErrNoAccount where there is none.
func (s *Service) Person(ctx context.Context, id string, now time.Time) (Person, error) {
	var p Person
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		record, err := accountRecord(tx, id)
		if err != nil {
			return err
		}
		if p, err = described(record); err != nil {
			return err
		}
		var counts, groups, doors error
		p.Assets, counts = tx.CountAssets(id)
		p.Groups, groups = groupsOf(tx, id)
		p.Doors, doors = doorsOf(tx, id, now)
		return errors.Join(counts, groups, doors)
	})
	return p, absent(err)
}

func accountRecord(tx *store.Tx, id string) (store.Record, error) {
	record, err := tx.Get(store.TypeUser, id)
	if errors.Is(err, store.ErrNotFound) {
		return tx.Get(store.TypeLocal, id)
	}
	return record, err
}

// described reads what stands in a person's document.
func described(r store.Record) (Person, error) {
	a, err := account.Of(r)
	if err != nil {
		return Person{}, err
	}
	var doc struct {
		ExternalID string `json:"externalId"`
		Title      string `json:"title"`
		Enterprise struct {
			Department string `json:"department"`
		} `json:"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"`
	}
	if err := json.Unmarshal(r.Data, &doc); err != nil {
		return Person{}, fmt.Errorf("reading the document of user %s: %w", r.ID, err)
	}
	return Person{
		Account:    Account{Account: a},
		ExternalID: doc.ExternalID, Title: doc.Title, Department: doc.Enterprise.Department,
		Created: r.Created, Modified: r.Modified, Version: r.Version,
	}, nil
}

func groupsOf(tx *store.Tx, id string) ([]Group, error) {
	ids, err := tx.GroupsOf(id)
	if err != nil {
		return nil, err
	}
	var groups []Group
	for _, group := range ids {
		name, err := groupName(tx, group)
		if err != nil {
			return nil, err
		}
		groups = append(groups, Group{group, name})
	}
	return groups, nil
}

func groupName(tx *store.Tx, id string) (string, error) {
	record, err := tx.Get(schema.Group().ID, id)
	if err != nil {
		return "", err
	}
	var doc struct {
		DisplayName string `json:"displayName"`
	}
	if err := json.Unmarshal(record.Data, &doc); err != nil {
		return "", fmt.Errorf("reading the document of group %s: %w", id, err)
	}
	return doc.DisplayName, nil
}

// doorsOf counts the credentials of a person that have not expired, by kind.
func doorsOf(tx *store.Tx, id string, now time.Time) ([]Door, error) {
	var doors []Door
	for _, kind := range []store.TokenKind{store.Session, store.AccessToken, store.RefreshToken, store.APIToken} {
		tokens, err := tx.Tokens(id, kind)
		if err != nil {
			return nil, err
		}
		n := 0
		for _, t := range tokens {
			if t.Expires.IsZero() || now.Before(t.Expires) {
				n++
			}
		}
		if n > 0 {
			doors = append(doors, Door{kind, n})
		}
	}
	return doors, nil
}

// Names tells how people and groups of these ids are called; those who are gone are left out.
func (s *Service) Names(ctx context.Context, ids ...string) (map[string]string, error) {
	names := map[string]string{}
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			name, err := nameOf(tx, id)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			names[id] = name
		}
		return nil
	})
	return names, err
}

func nameOf(tx *store.Tx, id string) (string, error) {
	a, err := account.Directory{}.Account(tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return groupName(tx, id)
	}
	return a.DisplayName, err
}
