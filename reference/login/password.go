package login

import (
	"context"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/text/secure/precis"
)

// ErrEmptyPassword says that a password without a character was to be set.
var ErrEmptyPassword = errors.New("a password must have at least one character")

// DefaultPasswordRounds is what OWASP recommends for PBKDF2 with HMAC-SHA-256.
const DefaultPasswordRounds = 600_000

// What is kept of a password: the rounds, the salt, and the key derived with both.
const (
	roundsSize = 4
	saltSize   = 16
	keySize    = sha256.Size
	hashSize   = roundsSize + saltSize + keySize
)

// HashPassword derives what to keep of a password. It is slow on purpose, and so belongs outside any transaction.
func (s *Service) HashPassword(_ context.Context, password string) ([]byte, error) {
	if password == "" {
		return nil, ErrEmptyPassword
	}
	return s.hash(password)
}

func (s *Service) hash(password string) ([]byte, error) {
	hash := binary.BigEndian.AppendUint32(make([]byte, 0, hashSize), s.rounds)
	hash = hash[:roundsSize+saltSize]
	_, _ = rand.Read(hash[roundsSize:]) // documented never to fail
	key, err := derive(password, hash)
	if err != nil {
		return nil, fmt.Errorf("hashing a password: %w", err)
	}
	return append(hash, key...), nil
}

// SamePassword compares a password with a hash. Without a hash it takes as long and answers false, so that time does
// not tell whether there is such an account.
func (s *Service) SamePassword(hash []byte, password string) bool {
	known := len(hash) == hashSize
	if !known {
		hash = s.decoy
	}
	key, err := derive(password, hash)
	return err == nil && subtle.ConstantTimeCompare(key, hash[roundsSize+saltSize:]) == 1 && known
}

// derive makes the key of a password with the rounds and the salt that a hash begins with. Equal passwords typed on
// different keyboards are made the same first (RFC 8265, OpaqueString).
func derive(password string, hash []byte) ([]byte, error) {
	if prepared, err := precis.OpaqueString.String(password); err == nil {
		password = prepared
	}
	rounds := binary.BigEndian.Uint32(hash)
	return pbkdf2.Key(sha256.New, password, hash[roundsSize:roundsSize+saltSize], int(rounds), keySize)
}
