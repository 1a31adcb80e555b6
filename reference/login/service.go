package login

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/store"
)

// How long credentials last. API tokens last until they are revoked.
const (
	SessionLifetime = 12 * time.Hour
	AccessLifetime  = time.Hour
	RefreshLifetime = 30 * 24 * time.Hour
)

// ErrRefused is the only answer to a failed login, be the person unknown, the password wrong or the account disabled,
// and to a credential that is unknown, expired, revoked or its holder's no longer: nothing is told to a stranger.
var ErrRefused = errors.New("refused")

// Directory finds accounts; store.ErrNotFound where there is none.
type Directory interface {
	Account(tx *store.Tx, id string) (account.Account, error)
	AccountByUserName(tx *store.Tx, userName string) (account.Account, error)
	AccountsByExternalID(tx *store.Tx, externalID string) ([]account.Account, error)
}

// Config is what a Service is made of; all of it is required but Admission and PasswordRounds.
type Config struct {
	Store     *store.Store
	Directory Directory
	// Admission makes accounts at a first login; it may be nil where no connection may have that done.
	Admission Admission
	Now       func() time.Time
	// PasswordRounds is how often PBKDF2 goes round, up to 100 million: a login takes that much longer. 0 is
	// DefaultPasswordRounds.
	PasswordRounds int
}

// Service checks passwords, and issues and checks credentials.
type Service struct {
	store     *store.Store
	directory Directory
	admission Admission
	now       func() time.Time
	rounds    uint32
	decoy     []byte // the hash of a password that nobody has
}

// New makes a Service.
func New(config Config) (*Service, error) {
	rounds := cmp.Or(config.PasswordRounds, DefaultPasswordRounds)
	if rounds < 1 || rounds > maxPasswordRounds {
		return nil, fmt.Errorf("the password rounds must be from 1 to %d, and are %d", maxPasswordRounds, rounds)
	}
	s := &Service{store: config.Store, directory: config.Directory, admission: config.Admission, now: config.Now, rounds: uint32(rounds)}
	decoy, err := s.hash(newSecret())
	if err != nil {
		return nil, fmt.Errorf("hashing the decoy password: %w", err)
	}
	s.decoy = decoy
	return s, nil
}

// maxPasswordRounds keeps a login from taking minutes.
const maxPasswordRounds = 100_000_000

// Revoke ends, within the caller's transaction, every session and token of a person. It answers how many there were.
func (s *Service) Revoke(tx *store.Tx, userID string) (int, error) {
	return tx.RevokeAll(userID)
}

// withPassword checks a password and then runs issue in a transaction in which the account is still active and the
// password still the one that was checked.
func (s *Service) withPassword(ctx context.Context, userName, password string, issue func(*store.Tx, account.Account) error) error {
	hash, err := s.passwordOf(ctx, userName)
	if err != nil {
		return err
	}
	if !s.SamePassword(hash, password) {
		return ErrRefused
	}
	return s.store.Update(ctx, func(tx *store.Tx) error {
		who, current, err := s.lookUp(tx, userName)
		if err != nil {
			return err
		}
		if !who.Active || string(current) != string(hash) {
			return ErrRefused
		}
		return issue(tx, who)
	})
}

// passwordOf reads the hash of a person's password, empty where there is no such person or no password.
func (s *Service) passwordOf(ctx context.Context, userName string) ([]byte, error) {
	var hash []byte
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		_, hash, err = s.lookUp(tx, userName)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return hash, err
}

func (s *Service) lookUp(tx *store.Tx, userName string) (account.Account, []byte, error) {
	who, err := s.directory.AccountByUserName(tx, userName)
	if err != nil {
		return account.Account{}, nil, err
	}
	hash, err := tx.Password(who.ID)
	return who, hash, err
}

// active reads the account of a credential's holder, and refuses one that is disabled or gone.
func (s *Service) active(tx *store.Tx, userID string) (account.Account, error) {
	who, err := s.directory.Account(tx, userID)
	if errors.Is(err, store.ErrNotFound) || err == nil && !who.Active {
		return account.Account{}, ErrRefused
	}
	return who, err
}
