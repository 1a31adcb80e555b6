package assets

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/scimproof/scimproof/reference/store"
)

// Policy says what becomes of a person's assets when the person is deleted.
type Policy string

// The deletion policies.
const (
	RefuseWhileOwning Policy = "refuse-while-owning" // no deletion before everything was handed over
	TransferTo        Policy = "transfer-to"         // a configured heir gets everything
	Orphan            Policy = "orphan"              // they stay, and nobody owns them
	Cascade           Policy = "cascade"             // they are deleted too
)

// Policies lists the deletion policies.
func Policies() []Policy { return []Policy{RefuseWhileOwning, TransferTo, Orphan, Cascade} }

// OwnerDeleting settles, within the transaction that deletes a person, what becomes of the person's assets: they go to
// transferTo (an id) if it is given, and by the policy otherwise. A *RefusalError stops the deletion. Afterwards nothing
// names the person any more, no sharing either.
func (s *Service) OwnerDeleting(ctx context.Context, tx *store.Tx, userID, transferTo string) error {
	if err := s.settle(ctx, tx, userID, transferTo); err != nil {
		return err
	}
	return tx.Unshare(userID)
}

func (s *Service) settle(ctx context.Context, tx *store.Tx, userID, transferTo string) error {
	if transferTo != "" {
		return s.bequeath(ctx, tx, userID, transferTo)
	}
	counts, err := tx.CountAssets(userID)
	if err != nil || len(counts) == 0 {
		return err
	}
	switch s.policy {
	case TransferTo:
		return s.toHeir(ctx, tx, userID)
	case Orphan:
		return s.orphan(ctx, tx, userID)
	case Cascade:
		return s.cascade(ctx, tx, userID)
	case RefuseWhileOwning:
	}
	return refuse(StillOwning, "the person still owns "+enumerate(counts)+"; hand them over or delete them first")
}

func (s *Service) bequeath(ctx context.Context, tx *store.Tx, userID, toID string) error {
	if toID == userID {
		return refuse(UnknownOwner, "a person who is being deleted cannot inherit from themselves")
	}
	_, err := s.handOver(ctx, tx, userID, toID, nil)
	return err
}

func (s *Service) toHeir(ctx context.Context, tx *store.Tx, userID string) error {
	heir, err := activeOwner(s.directory.AccountByUserName(tx, s.heir))
	if _, refused := errors.AsType[*RefusalError](err); refused {
		return refuse(StillOwning, "the person still owns assets, and the heir that the tenant names cannot take them")
	}
	if err != nil {
		return err
	}
	if heir.ID == userID {
		return refuse(StillOwning, "the person still owns assets, and is the heir that the tenant names")
	}
	return s.bequeath(ctx, tx, userID, heir.ID)
}

func (s *Service) orphan(ctx context.Context, tx *store.Tx, userID string) error {
	ids, err := tx.TransferAssets(userID, "", "")
	if err != nil {
		return err
	}
	return s.audit(ctx, tx, "assets.orphaned", userID, fmt.Sprintf("%d assets have no owner any more", len(ids)))
}

func (s *Service) cascade(ctx context.Context, tx *store.Tx, userID string) error {
	owned, err := tx.Assets(store.AssetQuery{OwnerID: userID, Limit: -1})
	if err != nil {
		return err
	}
	for _, a := range owned {
		if err := tx.DeleteAsset(a.ID); err != nil {
			return err
		}
	}
	return s.audit(ctx, tx, "assets.deleted", userID, fmt.Sprintf("%d assets were deleted with their owner", len(owned)))
}

// enumerate says how many assets there are, in all and by kind.
func enumerate(counts map[string]int) string {
	total, text := 0, ""
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%s: %d", kind, counts[kind])
		total += counts[kind]
	}
	noun := "assets"
	if total == 1 {
		noun = "asset"
	}
	return fmt.Sprintf("%d %s (%s)", total, noun, text)
}
