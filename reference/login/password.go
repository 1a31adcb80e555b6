package login

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/crypto/bcrypt"
	"golang.org/x/text/secure/precis"
)

// ErrEmptyPassword says that a password without a character was to be set.
var ErrEmptyPassword = errors.New("a password must have at least one character")

// HashPassword derives what to keep of a password. It is slow on purpose, and so belongs outside any transaction.
func (s *Service) HashPassword(_ context.Context, password string) ([]byte, error) {
	if password == "" {
		return nil, ErrEmptyPassword
	}
	hash, err := bcrypt.GenerateFromPassword(digest(password), s.cost)
	if err != nil {
		return nil, fmt.Errorf("hashing a password: %w", err)
	}
	return hash, nil
}

// samePassword compares a password with a hash. Without a hash it takes as long and answers false, so that time does
// not tell whether there is such an account.
func (s *Service) samePassword(hash []byte, password string) bool {
	known := len(hash) > 0
	if !known {
		hash = s.decoy
	}
	return bcrypt.CompareHashAndPassword(hash, digest(password)) == nil && known
}

// digest makes any password fit for bcrypt, which takes no more than 72 bytes. Equal passwords typed on different
// keyboards are made the same first (RFC 8265, OpaqueString).
func digest(password string) []byte {
	prepared, err := precis.OpaqueString.String(password)
	if err != nil {
		prepared = password
	}
	sum := sha256.Sum256([]byte(prepared))
	return base64.RawStdEncoding.AppendEncode(nil, sum[:])
}
