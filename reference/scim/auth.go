package scim

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
)

const (
	challengeNone    = `Bearer realm="scim"`
	challengeInvalid = `Bearer realm="scim", error="invalid_token"`
)

// authenticate demands the bearer token of RFC 6750. An endpoint that is open
// asks for none, yet a wrong one is refused there too, so that a client that
// tries its token on such an endpoint is not told a lie.
func (p *Provider) authenticate(header http.Header, open bool) error {
	credentials := header.Values("Authorization")
	switch {
	case len(credentials) == 0 && open:
		return nil
	case len(credentials) == 0:
		return errUnauthenticated(challengeNone)
	case len(credentials) == 1 && p.holdsToken(credentials[0]):
		return nil
	}
	return errUnauthenticated(challengeInvalid)
}

func (p *Provider) holdsToken(credentials string) bool {
	scheme, token, _ := strings.Cut(strings.TrimSpace(credentials), " ")
	token = strings.TrimLeft(token, " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return false
	}
	digest := sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(digest[:], p.tokenDigest[:]) == 1
}
