package assets

import (
	"context"
	"errors"
	"fmt"

	"github.com/scimproof/scimproof/reference/store"
)

// TransferChosen hands over exactly these assets of a person, in one transaction: all of them or none. One that the
// person does not own, or owns no longer, is a *RefusalError.
func (s *Service) TransferChosen(ctx context.Context, fromID, newOwnerID string, ids []string) error {
	ids = unique(ids)
	return s.store.Update(ctx, func(tx *store.Tx) error {
		heir, err := s.activeOwner(tx, newOwnerID)
		if err != nil {
			return err
		}
		if heir.ID == fromID {
			return refuse(UnknownOwner, "the new owner is the one who has them already")
		}
		for _, id := range ids {
			if err := s.moveOwned(tx, id, fromID, heir.ID); err != nil {
				return err
			}
		}
		if len(ids) == 0 {
			return nil
		}
		return s.audit(ctx, tx, "assets.transferred", fromID, fmt.Sprintf("%s went to %s", counted(len(ids)), heir.ID))
	})
}

// moveOwned gives an asset away that must be of this owner.
func (s *Service) moveOwned(tx *store.Tx, id, fromID, toID string) error {
	a, err := tx.Asset(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && a.OwnerID != fromID {
		return refuse(Absent, "one of the assets is not theirs any more")
	}
	if err != nil {
		return err
	}
	return tx.SetAssetOwner(id, toID)
}

func counted(n int) string {
	if n == 1 {
		return "1 asset"
	}
	return fmt.Sprintf("%d assets", n)
}

// Policy says what becomes of a deleted person's assets, and the userName of the heir under TransferTo.
func (s *Service) Policy() (policy Policy, heir string) { return s.policy, s.heir }
