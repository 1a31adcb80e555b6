package api

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/reference/account"
)

// Actors that are no person, for the audit trail.
const (
	ActorSCIM          = "scim"
	ActorAdministrator = "administrator"
	ActorLogin         = "login" // a login that makes the account it is of
)

// Caller is who makes a request: an administrator, or a person by one of their credentials.
type Caller struct {
	Administrator bool
	Account       account.Account // a person's; empty for an administrator
	Via           string          // "session", "access-token" or "api-token"; empty for an administrator
}

// Authenticator finds out who makes a request; an *Error of 401 where nobody can be told.
type Authenticator interface {
	Authenticate(r *http.Request) (Caller, error)
}

// Actor is the caller's name in the audit trail.
func (c Caller) Actor() string {
	if c.Administrator {
		return ActorAdministrator
	}
	return c.Account.ID
}

// Bearer reads the token of an Authorization header (RFC 6750 section 2.1); empty where there is none.
func Bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// SameSecret compares secrets in a time that tells nothing of where they differ.
func SameSecret(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// RequireAdministrator wraps an endpoint so that persons get 403 and strangers 401.
func RequireAdministrator(who Authenticator, endpoint Endpoint) Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		caller, err := who.Authenticate(r)
		if err != nil {
			return err
		}
		if !caller.Administrator {
			return Forbidden("this is for administrators")
		}
		return endpoint(w, r.WithContext(WithActor(r.Context(), caller.Actor())))
	}
}

type actorKey struct{}

// WithActor notes in ctx who acts, for the audit trail.
func WithActor(ctx context.Context, actor string) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// Actor is who acts, as WithActor noted; "system" where nobody did.
func Actor(ctx context.Context) string {
	if actor, ok := ctx.Value(actorKey{}).(string); ok {
		return actor
	}
	return "system"
}
