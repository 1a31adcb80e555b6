package assets

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// The kinds of assets.
const (
	App            = "app"
	DataConnection = "data-connection"
	DataFile       = "data-file"
	// Automation runs by itself, in its owner's name; see Run.
	Automation = "automation"
	// Workspace is where a team works. At no time is it without an owner who can log in; see OwnerDisabling.
	Workspace = "workspace"
)

// Kinds lists the kinds of assets.
func Kinds() []string { return []string{App, DataConnection, DataFile, Automation, Workspace} }

// Directory finds accounts; store.ErrNotFound where there is none.
type Directory interface {
	Account(tx *store.Tx, id string) (account.Account, error)
	AccountByUserName(tx *store.Tx, userName string) (account.Account, error)
}

// Config is what a Service is made of.
type Config struct {
	Store     *store.Store
	Directory Directory
	Now       func() time.Time
	// Policy says what becomes of a deleted person's assets; the zero value is RefuseWhileOwning.
	Policy Policy
	// Heir is the userName of who inherits under TransferTo.
	Heir string
	// WorkspacesMayBeLeft lets the owner of a workspace be disabled.
	WorkspacesMayBeLeft bool
}

// Service keeps assets. What it refuses, it refuses by a *RefusalError.
type Service struct {
	store     *store.Store
	directory Directory
	now       func() time.Time
	policy    Policy
	heir      string
	mayLeave  bool // a workspace
}

// New makes a Service.
func New(config Config) (*Service, error) {
	if config.Policy == "" {
		config.Policy = RefuseWhileOwning
	}
	if !slices.Contains(Policies(), config.Policy) {
		return nil, fmt.Errorf("there is no deletion policy %q", config.Policy)
	}
	if (config.Policy == TransferTo) != (config.Heir != "") {
		return nil, fmt.Errorf("the deletion policy %s needs an heir, and no other may have one", TransferTo)
	}
	return &Service{
		store: config.Store, directory: config.Directory, now: config.Now, policy: config.Policy, heir: config.Heir,
		mayLeave: config.WorkspacesMayBeLeft,
	}, nil
}

// Draft is an asset to be made.
type Draft struct {
	Kind       string
	Name       string
	Content    []byte
	SharedWith []string // ids of people and groups
}

// Create makes an asset that the caller owns.
func (s *Service) Create(ctx context.Context, by api.Caller, d Draft) (store.Asset, error) {
	if by.Administrator {
		return store.Asset{}, refuse(Forbidden, "an asset needs an owner, and the administrator's token is nobody's")
	}
	if err := checkKind(d.Kind); err != nil {
		return store.Asset{}, err
	}
	if d.Name == "" {
		return store.Asset{}, refuse(Invalid, "name is required")
	}
	sum := sha256.Sum256(d.Content)
	a := store.Asset{
		ID: rand.Text(), Kind: d.Kind, Name: d.Name, OwnerID: by.Account.ID, SharedWith: unique(d.SharedWith),
		Digest: "sha256:" + hex.EncodeToString(sum[:]), Created: s.now().UTC(),
	}
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		if _, err := s.activeOwner(tx, a.OwnerID); err != nil {
			return err
		}
		if err := s.checkGuests(tx, a.SharedWith); err != nil {
			return err
		}
		return tx.InsertAsset(a, d.Content)
	})
	return a, err
}

// List lists assets in the order of creation: all for an administrator, those that they own or that are shared with
// them for a person.
func (s *Service) List(ctx context.Context, by api.Caller, q store.AssetQuery) ([]store.Asset, error) {
	if !by.Administrator {
		q.VisibleTo = by.Account.ID
	}
	return view(ctx, s.store, func(tx *store.Tx) ([]store.Asset, error) { return tx.Assets(q) })
}

// Get reads one asset.
func (s *Service) Get(ctx context.Context, by api.Caller, id string) (store.Asset, error) {
	return view(ctx, s.store, func(tx *store.Tx) (store.Asset, error) { return s.visible(tx, by, id) })
}

// Content reads the bytes of an asset.
func (s *Service) Content(ctx context.Context, by api.Caller, id string) ([]byte, error) {
	return view(ctx, s.store, func(tx *store.Tx) ([]byte, error) {
		if _, err := s.visible(tx, by, id); err != nil {
			return nil, err
		}
		return tx.AssetContent(id)
	})
}

// Share makes guestIDs the people and groups with whom an asset is shared; for its owner and administrators.
func (s *Service) Share(ctx context.Context, by api.Caller, id string, guestIDs []string) (store.Asset, error) {
	guestIDs = unique(guestIDs)
	return s.change(ctx, by, id, func(tx *store.Tx, a store.Asset) error {
		if err := s.checkGuests(tx, guestIDs); err != nil {
			return err
		}
		return tx.ShareAsset(a.ID, guestIDs)
	})
}

// Run does what the tenant's scheduler does when an automation's time has come; nothing runs in the name of somebody
// who is disabled.
func (s *Service) Run(ctx context.Context, by api.Caller, id string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		a, err := s.governed(tx, by, id)
		if err != nil {
			return err
		}
		if a.Kind != Automation {
			return refuse(Invalid, "only an automation can be run")
		}
		if _, err := s.activeOwner(tx, a.OwnerID); err != nil {
			return err
		}
		return s.audit(ctx, tx, "asset.ran", a.OwnerID, fmt.Sprintf("the automation %s ran in their name", a.ID))
	})
}

// OwnerDisabling refuses, within the transaction that disables a person, to leave a workspace without an owner who can
// log in, unless the tenant permits that.
func (s *Service) OwnerDisabling(tx *store.Tx, userID string) error {
	counts, err := tx.CountAssets(userID)
	if err != nil || counts[Workspace] == 0 || s.mayLeave {
		return err
	}
	return refuse(StillOwning, "the person is the owner of a workspace; hand it over first")
}

// Delete removes an asset; for its owner and administrators.
func (s *Service) Delete(ctx context.Context, by api.Caller, id string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		a, err := s.governed(tx, by, id)
		if err != nil {
			return err
		}
		if err := tx.DeleteAsset(a.ID); err != nil {
			return err
		}
		return s.audit(ctx, tx, "asset.deleted", a.OwnerID, fmt.Sprintf("the %s %s was deleted", a.Kind, a.ID))
	})
}

// change runs f on an asset that the caller may change, and reads it again.
func (s *Service) change(ctx context.Context, by api.Caller, id string, f func(*store.Tx, store.Asset) error) (store.Asset, error) {
	var changed store.Asset
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		a, err := s.governed(tx, by, id)
		if err != nil {
			return err
		}
		if err := f(tx, a); err != nil {
			return err
		}
		changed, err = tx.Asset(id)
		return err
	})
	return changed, err
}

// visible reads an asset that the caller may see; any other is as good as absent.
func (s *Service) visible(tx *store.Tx, by api.Caller, id string) (store.Asset, error) {
	a, err := tx.Asset(id)
	if errors.Is(err, store.ErrNotFound) {
		return store.Asset{}, refuse(Absent, "there is no asset of that id")
	}
	if err != nil {
		return store.Asset{}, err
	}
	if owns(by, a) || slices.Contains(a.SharedWith, by.Account.ID) {
		return a, nil
	}
	groups, err := tx.GroupsOf(by.Account.ID)
	if err != nil {
		return store.Asset{}, err
	}
	if !slices.ContainsFunc(groups, func(id string) bool { return slices.Contains(a.SharedWith, id) }) {
		return store.Asset{}, refuse(Absent, "there is no asset of that id")
	}
	return a, nil
}

// governed reads an asset that the caller may change.
func (s *Service) governed(tx *store.Tx, by api.Caller, id string) (store.Asset, error) {
	a, err := s.visible(tx, by, id)
	if err == nil && !owns(by, a) {
		err = refuse(Forbidden, "this is for the asset's owner and for administrators")
	}
	return a, err
}

func owns(by api.Caller, a store.Asset) bool {
	return by.Administrator || by.Account.ID != "" && by.Account.ID == a.OwnerID
}

// checkGuests refuses ids of nobody.
func (s *Service) checkGuests(tx *store.Tx, ids []string) error {
	for _, id := range ids {
		_, err := s.directory.Account(tx, id)
		if errors.Is(err, store.ErrNotFound) {
			_, err = tx.Get("Group", id)
		}
		if errors.Is(err, store.ErrNotFound) {
			return refuse(UnknownUser, fmt.Sprintf("there is no person or group with the id %q", id))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// audit notes what happened to a person's assets.
func (s *Service) audit(ctx context.Context, tx *store.Tx, action, userID, detail string) error {
	return tx.AppendAudit(store.Event{At: s.now().UTC(), Actor: api.Actor(ctx), Action: action, UserID: userID, Detail: detail})
}

func checkKind(kind string) error {
	if !slices.Contains(Kinds(), kind) {
		return refuse(UnknownKind, fmt.Sprintf("there is no kind %q; the kinds are %s", kind, strings.Join(Kinds(), ", ")))
	}
	return nil
}

func unique(ids []string) []string {
	kept := []string{}
	for _, id := range ids {
		if !slices.Contains(kept, id) {
			kept = append(kept, id)
		}
	}
	return kept
}

func view[T any](ctx context.Context, s *store.Store, f func(*store.Tx) (T, error)) (T, error) {
	var v T
	err := s.View(ctx, func(tx *store.Tx) (err error) {
		v, err = f(tx)
		return err
	})
	return v, err
}
