package scim

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
)

const (
	challengeNone    = `Bearer realm="scim"`
	challengeInvalid = `Bearer realm="scim", error="invalid_token"`
)

// authenticate demands the bearer token of RFC 6750: that of SCIM clients, or
// one of a person, whose id it returns. An endpoint that is open asks for none,
// yet a wrong one is refused there too, so that a client that tries its token on
// such an endpoint is not told a lie.
func (p *Provider) authenticate(ctx context.Context, header http.Header, open bool) (acting context.Context, person string, err error) {
	credentials := header.Values("Authorization")
	switch {
	case len(credentials) == 0 && open:
		return ctx, "", nil
	case len(credentials) == 0:
		return nil, "", errUnauthenticated(challengeNone)
	case len(credentials) > 1:
		return nil, "", errUnauthenticated(challengeInvalid)
	}
	token := bearer(credentials[0])
	if p.isToken(token) {
		return ctx, "", nil
	}
	return p.person(ctx, token)
}

func (p *Provider) person(ctx context.Context, token string) (acting context.Context, id string, err error) {
	found := false
	if p.persons != nil && token != "" {
		acting, id, found, err = p.persons.Person(ctx, token)
	}
	if err == nil && !found {
		err = errUnauthenticated(challengeInvalid)
	}
	return acting, id, err
}

// bearer is the token in the credentials, empty where there is none.
func bearer(credentials string) string {
	scheme, token, _ := strings.Cut(strings.TrimSpace(credentials), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimLeft(token, " ")
}

func (p *Provider) isToken(token string) bool {
	digest := sha256.Sum256([]byte(token))
	return token != "" && subtle.ConstantTimeCompare(digest[:], p.tokenDigest[:]) == 1
}
