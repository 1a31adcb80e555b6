package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/store"
)

// Holder is who presented a credential, and what it was.
type Holder struct {
	Account account.Account
	Token   store.Token
}

// Grant is what the OAuth 2.0 token endpoint issues.
type Grant struct {
	AccessToken  string
	RefreshToken string
}

// StartSession logs a person in by password, and answers the secret of a new session; ErrRefused for any refusal.
func (s *Service) StartSession(ctx context.Context, userName, password string) (string, error) {
	var secret string
	err := s.withPassword(ctx, userName, password, func(tx *store.Tx, who account.Account) (err error) {
		secret, err = s.issue(tx, &store.Token{Kind: store.Session, UserID: who.ID, Name: ByPassword}, SessionLifetime)
		return err
	})
	return secret, notFoundIsRefused(err)
}

// EndSession makes a session worthless; it is no error if it was before.
func (s *Service) EndSession(ctx context.Context, secret string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		t, err := s.valid(tx, secret, store.Session)
		if errors.Is(err, ErrRefused) {
			return nil
		}
		if err != nil {
			return err
		}
		return tx.DeleteToken(t.UserID, t.ID)
	})
}

// GrantByPassword issues an access and a refresh token (RFC 6749 section 4.3); ErrRefused for any refusal.
func (s *Service) GrantByPassword(ctx context.Context, userName, password string) (Grant, error) {
	var g Grant
	err := s.withPassword(ctx, userName, password, func(tx *store.Tx, who account.Account) (err error) {
		if g.AccessToken, err = s.issue(tx, &store.Token{Kind: store.AccessToken, UserID: who.ID}, AccessLifetime); err != nil {
			return err
		}
		g.RefreshToken, err = s.issue(tx, &store.Token{Kind: store.RefreshToken, UserID: who.ID}, RefreshLifetime)
		return err
	})
	return g, notFoundIsRefused(err)
}

// GrantByRefresh issues a new access token for a refresh token (RFC 6749 section 6), which stays as it is.
func (s *Service) GrantByRefresh(ctx context.Context, refreshToken string) (Grant, error) {
	g := Grant{RefreshToken: refreshToken}
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		h, err := s.holder(tx, refreshToken, store.RefreshToken)
		if err != nil {
			return err
		}
		g.AccessToken, err = s.issue(tx, &store.Token{Kind: store.AccessToken, UserID: h.Account.ID}, AccessLifetime)
		return err
	})
	return g, err
}

// Check finds the active person who holds a secret, if it is of one of these kinds; ErrRefused for any refusal.
func (s *Service) Check(ctx context.Context, secret string, kinds ...store.TokenKind) (Holder, error) {
	var h Holder
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		h, err = s.holder(tx, secret, kinds...)
		return err
	})
	return h, err
}

// NewAPIToken issues a personal token, and answers its secret, which is shown this once.
func (s *Service) NewAPIToken(ctx context.Context, userID, name string) (store.Token, string, error) {
	t := store.Token{Kind: store.APIToken, UserID: userID, Name: name}
	var secret string
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		_, err := s.active(tx, userID)
		if err != nil {
			return err
		}
		secret, err = s.issue(tx, &t, 0)
		return err
	})
	return t, secret, err
}

// APITokens lists a person's API tokens, oldest first.
func (s *Service) APITokens(ctx context.Context, userID string) ([]store.Token, error) {
	var tokens []store.Token
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		tokens, err = tx.Tokens(userID, store.APIToken)
		return err
	})
	return tokens, err
}

// DeleteAPIToken revokes one of a person's API tokens; store.ErrNotFound if they have none of that id.
func (s *Service) DeleteAPIToken(ctx context.Context, userID, id string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		tokens, err := tx.Tokens(userID, store.APIToken)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(tokens, func(t store.Token) bool { return t.ID == id }) {
			return fmt.Errorf("deleting an API token: %w", store.ErrNotFound)
		}
		return tx.DeleteToken(userID, id)
	})
}

// issue completes and stores a token, and answers its secret; a lifetime of 0 is without end.
func (s *Service) issue(tx *store.Tx, t *store.Token, lifetime time.Duration) (string, error) {
	now := s.now().UTC()
	if err := tx.DeleteExpired(now); err != nil {
		return "", err
	}
	secret := newSecret()
	t.ID, t.Hash, t.Created = rand.Text(), hashSecret(secret), now
	if lifetime > 0 {
		t.Expires = now.Add(lifetime)
	}
	return secret, tx.InsertToken(*t)
}

func (s *Service) holder(tx *store.Tx, secret string, kinds ...store.TokenKind) (Holder, error) {
	t, err := s.valid(tx, secret, kinds...)
	if err != nil {
		return Holder{}, err
	}
	who, err := s.active(tx, t.UserID)
	return Holder{Account: who, Token: t}, err
}

// valid reads a token that is known, of a kind that is asked for, and not expired.
func (s *Service) valid(tx *store.Tx, secret string, kinds ...store.TokenKind) (store.Token, error) {
	t, err := tx.Token(hashSecret(secret))
	if err != nil {
		return store.Token{}, notFoundIsRefused(err)
	}
	expired := !t.Expires.IsZero() && !s.now().Before(t.Expires)
	if expired || !slices.Contains(kinds, t.Kind) {
		return store.Token{}, ErrRefused
	}
	return t, nil
}

func notFoundIsRefused(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return ErrRefused
	}
	return err
}

// newSecret makes a secret of 256 random bits, safe in a header, a cookie and a URL.
func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func hashSecret(secret string) [32]byte { return sha256.Sum256([]byte(secret)) }
