package openid

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// keyBits is the least that RFC 7518 section 3.3 permits; a key lasts no longer than the program.
const keyBits = 2048

// signingKey signs id tokens: by RS256, which every relying party has to know (OpenID Connect Discovery section 3).
type signingKey struct {
	id  string
	key *rsa.PrivateKey
}

func newSigningKey() (*signingKey, error) {
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, fmt.Errorf("making the key that signs id tokens: %w", err)
	}
	return &signingKey{id: rand.Text(), key: key}, nil
}

// ID implements op.SigningKey.
func (k *signingKey) ID() string { return k.id }

// Key implements op.SigningKey.
func (k *signingKey) Key() any { return k.key }

// SignatureAlgorithm implements op.SigningKey.
func (*signingKey) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }

// publicKey is what relying parties see of it.
type publicKey struct{ *signingKey }

var _ op.Key = publicKey{}

// Algorithm implements op.Key.
func (publicKey) Algorithm() jose.SignatureAlgorithm { return jose.RS256 }

// Use implements op.Key.
func (publicKey) Use() string { return "sig" }

// Key implements op.Key.
func (k publicKey) Key() any { return k.key.Public() }
