package login

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"fmt"

	"github.com/go-json-experiment/json"
)

// seal closes what a browser keeps for us, so that it can neither be read nor changed there.
type seal struct{ aead cipher.AEAD }

func newSeal() (seal, error) {
	var key [32]byte
	_, _ = rand.Read(key[:]) // documented never to fail
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return seal{}, fmt.Errorf("making a seal: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return seal{}, fmt.Errorf("making a seal: %w", err)
	}
	return seal{aead}, nil
}

func (s seal) close(p pending) (string, error) {
	content, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("sealing a login: %w", err)
	}
	sealed := s.aead.Seal(nil, nil, content, []byte(pendingCookie)) //nolint:gosec // it makes a nonce by itself
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

func (s seal) open(sealed string) (p pending, err error) {
	closed, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return p, fmt.Errorf("opening a sealed login: %w", err)
	}
	content, err := s.aead.Open(nil, nil, closed, []byte(pendingCookie))
	if err != nil {
		return p, fmt.Errorf("opening a sealed login: %w", err)
	}
	if err := json.Unmarshal(content, &p); err != nil {
		return p, fmt.Errorf("reading a sealed login: %w", err)
	}
	return p, nil
}
