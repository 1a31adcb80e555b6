package scim

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"github.com/scimproof/scimproof/reference/schema"
)

// cursor is a place in the results of a query, as it is written into the cursor
// values of RFC 9865. Nothing is kept for a cursor in the service, so that none
// can be forgotten before its time, and nobody can exhaust the memory with them.
type cursor struct {
	at     *place // nil before the first result
	back   bool   // what comes before the place is wanted, not what comes after
	until  int64  // nothing that was created after this is shown
	count  *int   // as the first request had it
	issued time.Time
}

// place is a result by what it is ordered by. It outlives the result, so that a
// client may delete what it has listed and go on.
type place struct {
	key any
	seq int64
}

// sealer writes cursors so that clients can neither read nor make them: they
// are encrypted and authenticated, together with the query that they belong to.
type sealer struct{ aead cipher.AEAD }

// newSealer derives the key from the token of the clients: cursors survive a
// restart, and end with the permission that they were given under (RFC 9865
// section 5.2).
func newSealer(token string) (sealer, error) {
	mac := hmac.New(sha256.New, []byte(token))
	_, _ = mac.Write([]byte("the cursors of RFC 9865")) // never fails
	block, err := aes.NewCipher(mac.Sum(nil))
	if err != nil {
		return sealer{}, fmt.Errorf("making the key of cursors: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return sealer{}, fmt.Errorf("making the key of cursors: %w", err)
	}
	return sealer{aead}, nil
}

// seal writes a cursor in unreserved characters, RFC 9865 section 2.
func (s sealer) seal(c cursor, query []byte) (string, error) {
	message := schema.Resource{
		"until":  schema.Number(strconv.FormatInt(c.until, 10)),
		"issued": schema.Number(strconv.FormatInt(c.issued.UnixMilli(), 10)),
		"back":   c.back,
	}
	if c.count != nil {
		message["count"] = number(*c.count)
	}
	if c.at != nil {
		message["key"] = c.at.key
		message["seq"] = schema.Number(strconv.FormatInt(c.at.seq, 10))
	}
	text, err := schema.Encode(message)
	if err != nil {
		return "", fmt.Errorf("writing a cursor: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, text, query)), nil //nolint:gosec // it makes its own nonce
}

// open reads what seal has written for the same query. Every other value is
// refused alike, whatever is wrong with it.
func (s sealer) open(value string, query []byte) (cursor, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil || base64.RawURLEncoding.EncodeToString(sealed) != value {
		return cursor{}, errCursor() // the decoder skips line breaks
	}
	text, err := s.aead.Open(nil, nil, sealed, query)
	if err != nil {
		return cursor{}, errCursor()
	}
	message, err := schema.Decode(text)
	if err != nil {
		return cursor{}, errCursor()
	}
	return readCursor(message), nil
}

func readCursor(message schema.Resource) cursor {
	found := cursor{until: whole(message["until"]), issued: time.UnixMilli(whole(message["issued"]))}
	found.back, _ = message["back"].(bool)
	if message["count"] != nil {
		count := int(whole(message["count"]))
		found.count = &count
	}
	if message["seq"] != nil {
		found.at = &place{key: message["key"], seq: whole(message["seq"])}
	}
	return found
}

func whole(v any) int64 {
	literal, _ := v.(schema.Number)
	n, _ := strconv.ParseInt(string(literal), 10, 64) // authenticated, hence our own
	return n
}
