package login

import (
	"context"
	"time"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/store"
)

// Issue gives a person one credential of a kind without asking for a password: whoever calls it has made sure who the
// person is, or may act in their name. ErrRefused where there is no such person, or they are disabled.
func (s *Service) Issue(ctx context.Context, userID string, kind store.TokenKind) (secret string, who account.Account, err error) {
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		if who, err = s.active(tx, userID); err != nil {
			return err
		}
		secret, err = s.issue(tx, &store.Token{Kind: kind, UserID: userID}, lifetime(kind))
		return err
	})
	return secret, who, err
}

// lifetime is how long a credential of a kind lasts; 0 is without end.
func lifetime(kind store.TokenKind) time.Duration {
	switch kind {
	case store.Session:
		return SessionLifetime
	case store.AccessToken:
		return AccessLifetime
	case store.RefreshToken:
		return RefreshLifetime
	case store.APIToken:
	}
	return 0
}
