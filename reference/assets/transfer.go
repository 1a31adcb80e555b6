package assets

import (
	"context"
	"errors"
	"fmt"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// Transfer hands one asset over; for its owner and administrators. Content and sharing stay as they are, and handing
// it to who has it already changes nothing.
func (s *Service) Transfer(ctx context.Context, by api.Caller, id, newOwnerID string) (store.Asset, error) {
	return s.change(ctx, by, id, func(tx *store.Tx, a store.Asset) error {
		heir, err := s.activeOwner(tx, newOwnerID)
		if err != nil || a.OwnerID == heir.ID {
			return err
		}
		if err := tx.SetAssetOwner(a.ID, heir.ID); err != nil {
			return err
		}
		return s.audit(ctx, tx, "asset.transferred", a.OwnerID, fmt.Sprintf("the %s %s went to %s", a.Kind, a.ID, heir.ID))
	})
}

// TransferAll hands over everything that a person owns, of the given kinds or (none given) of all, in one transaction:
// all of it or nothing. It answers the ids of what moved, so that a repetition answers none.
func (s *Service) TransferAll(ctx context.Context, fromID, newOwnerID string, kinds ...string) ([]string, error) {
	for _, kind := range kinds {
		if err := checkKind(kind); err != nil {
			return nil, err
		}
	}
	ids := []string{}
	err := s.store.Update(ctx, func(tx *store.Tx) (err error) {
		if _, err := s.directory.Account(tx, fromID); err != nil {
			return absentIsRefused(err)
		}
		ids, err = s.handOver(ctx, tx, fromID, newOwnerID, kinds)
		return err
	})
	return ids, err
}

// handOver moves assets within the caller's transaction.
func (s *Service) handOver(ctx context.Context, tx *store.Tx, fromID, toID string, kinds []string) ([]string, error) {
	heir, err := s.activeOwner(tx, toID)
	if err != nil {
		return nil, err
	}
	ids := []string{}
	if heir.ID == fromID {
		return ids, nil
	}
	if len(kinds) == 0 {
		kinds = Kinds()
	}
	for _, kind := range kinds {
		moved, err := tx.TransferAssets(fromID, heir.ID, kind)
		if err != nil {
			return nil, err
		}
		ids = append(ids, moved...)
	}
	if len(ids) == 0 {
		return ids, nil
	}
	return ids, s.audit(ctx, tx, "assets.transferred", fromID, fmt.Sprintf("%d assets went to %s", len(ids), heir.ID))
}

// activeOwner reads who is to own an asset, and refuses nobody and disabled persons.
func (s *Service) activeOwner(tx *store.Tx, id string) (account.Account, error) {
	return activeOwner(s.directory.Account(tx, id))
}

func activeOwner(heir account.Account, err error) (account.Account, error) {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return account.Account{}, refuse(UnknownOwner, "the new owner does not exist")
	case err == nil && !heir.Active:
		return account.Account{}, refuse(OwnerDisabled, "the new owner's account is disabled")
	}
	return heir, err
}

func absentIsRefused(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return refuse(Absent, "there is no person of that id")
	}
	return err
}
