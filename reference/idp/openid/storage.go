package openid

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// storage is what the library asks for. The context says for which connection.
type storage struct{ *Provider }

var (
	_             op.Storage                   = (*storage)(nil)
	_             op.CanSetUserinfoFromRequest = (*storage)(nil)
	errNotOffered                              = errors.New("this provider does not offer that")
	errRemoved                                 = errors.New("the person is no longer in the directory")
	_             op.StorageNotFoundError      = notFound{}
)

// notFound is an error that the library tells from those inside.
type notFound struct{ error }

// IsNotFound implements op.StorageNotFoundError.
func (notFound) IsNotFound() {}

// CreateAuthRequest implements op.AuthStorage. Who asks without PKCE is refused: a code that is stolen on its way must be
// worth nothing (RFC 9700 section 2.1.1).
func (s *storage) CreateAuthRequest(ctx context.Context, asked *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	switch {
	case asked.CodeChallenge == "" || asked.CodeChallengeMethod != oidc.CodeChallengeMethodS256:
		return nil, oidc.ErrInvalidRequest().WithDescription("a code_challenge by S256 is required")
	case !slices.Contains(asked.Scopes, oidc.ScopeOpenID):
		return nil, oidc.ErrInvalidScope().WithDescription("the scope openid is required")
	case slices.Contains(asked.Prompt, oidc.PromptNone):
		return nil, oidc.ErrLoginRequired()
	}
	r, err := s.ledger.begin(placeOf(ctx), asked)
	if err != nil {
		return nil, oidc.ErrServerError().WithParent(err).WithDescription("%s", err.Error())
	}
	return r, nil
}

// AuthRequestByID implements op.AuthStorage: only the browser that began a login may end it, or an attacker could have
// somebody else log in for them.
func (s *storage) AuthRequestByID(ctx context.Context, id string) (op.AuthRequest, error) {
	at := placeOf(ctx)
	r, err := s.ledger.find(at.connection, at.browser, id)
	if err != nil {
		return nil, oidc.ErrInvalidRequest().WithParent(err).WithDescription("this login was begun elsewhere, or too long ago")
	}
	return s.present(ctx, r)
}

// AuthRequestByCode implements op.AuthStorage: a code is good for one use.
func (s *storage) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	r, err := s.ledger.redeem(placeOf(ctx).connection, code)
	if err != nil {
		return nil, err
	}
	return s.present(ctx, r)
}

// present refuses a login whose person was removed since.
func (s *storage) present(ctx context.Context, r *request) (op.AuthRequest, error) {
	if !r.Done() {
		return r, nil
	}
	if _, err := s.person(ctx, r.person); err != nil {
		return nil, oidc.ErrAccessDenied().WithParent(err).WithDescription("the person is no longer in the directory")
	}
	return r, nil
}

func (s *storage) person(ctx context.Context, id string) (store.Person, error) {
	p, err := s.config.Directory.Person(ctx, placeOf(ctx).connection, id)
	if errors.Is(err, store.ErrNotFound) {
		return p, notFound{errRemoved}
	}
	return p, err
}

// SaveAuthCode implements op.AuthStorage.
func (s *storage) SaveAuthCode(ctx context.Context, id, code string) error {
	s.ledger.issue(placeOf(ctx).connection, id, code)
	return nil
}

// DeleteAuthRequest implements op.AuthStorage.
func (s *storage) DeleteAuthRequest(_ context.Context, id string) error {
	s.ledger.end(id)
	return nil
}

// CreateAccessToken implements op.AuthStorage.
func (s *storage) CreateAccessToken(ctx context.Context, asked op.TokenRequest) (string, time.Time, error) {
	id, expires := s.ledger.give(placeOf(ctx).connection, asked.GetSubject(), asked.GetScopes())
	return id, expires, nil
}

// CreateAccessAndRefreshTokens implements op.AuthStorage: there are no refresh tokens, since a tenant's own session is
// what lasts.
func (*storage) CreateAccessAndRefreshTokens(context.Context, op.TokenRequest, string) (access, refresh string, expires time.Time, err error) {
	return "", "", time.Time{}, errNotOffered
}

// TokenRequestByRefreshToken implements op.AuthStorage.
func (*storage) TokenRequestByRefreshToken(context.Context, string) (op.RefreshTokenRequest, error) {
	return nil, op.ErrInvalidRefreshToken
}

// TerminateSession implements op.AuthStorage.
func (s *storage) TerminateSession(ctx context.Context, person, _ string) error {
	at := placeOf(ctx)
	if held, err := s.ledger.session(at.connection, at.session); err == nil && person == "" {
		person = held.person
	}
	s.ledger.close(at.connection, person, at.session)
	return nil
}

// RevokeToken implements op.AuthStorage.
func (*storage) RevokeToken(context.Context, string, string, string) *oidc.Error {
	return oidc.ErrServerError().WithDescription("tokens end by themselves, soon")
}

// GetRefreshTokenInfo implements op.AuthStorage.
func (*storage) GetRefreshTokenInfo(context.Context, string, string) (userID, tokenID string, err error) {
	return "", "", op.ErrInvalidRefreshToken
}

// SigningKey implements op.AuthStorage.
func (s *storage) SigningKey(context.Context) (op.SigningKey, error) { return s.keys() }

// SignatureAlgorithms implements op.AuthStorage.
func (*storage) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.RS256}, nil
}

// KeySet implements op.AuthStorage.
func (s *storage) KeySet(context.Context) ([]op.Key, error) {
	key, err := s.keys()
	if err != nil {
		return nil, err
	}
	return []op.Key{publicKey{key}}, nil
}

// GetClientByClientID implements op.OPStorage: each connection has one client, the tenant.
func (*storage) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	at := placeOf(ctx)
	if id == "" || id != at.connection {
		return nil, notFound{errUnknown}
	}
	return client{at}, nil
}

// AuthorizeClientIDSecret implements op.OPStorage.
func (s *storage) AuthorizeClientIDSecret(ctx context.Context, id, secret string) error {
	if id != placeOf(ctx).connection || !api.SameSecret(secret, s.ClientSecret(id)) {
		return notFound{errUnknown}
	}
	return nil
}

// SetUserinfoFromScopes implements op.OPStorage; SetUserinfoFromRequest does it.
func (*storage) SetUserinfoFromScopes(context.Context, *oidc.UserInfo, string, string, []string) error {
	return nil
}

// SetUserinfoFromRequest implements op.CanSetUserinfoFromRequest: the claims of an id token.
func (s *storage) SetUserinfoFromRequest(ctx context.Context, info *oidc.UserInfo, asked op.IDTokenRequest, scopes []string) error {
	return s.describe(ctx, info, asked.GetSubject(), scopes)
}

// SetUserinfoFromToken implements op.OPStorage: the answer of the userinfo endpoint.
func (s *storage) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, tokenID, _, _ string) error {
	given, err := s.ledger.token(placeOf(ctx).connection, tokenID)
	if err != nil {
		return oidc.ErrAccessDenied().WithParent(err)
	}
	if err := s.describe(ctx, info, given.person, given.scopes); err != nil {
		return oidc.ErrAccessDenied().WithParent(err)
	}
	return nil
}

// describe tells what the scopes let be told of a person. An address is never called verified: nobody has verified it.
func (s *storage) describe(ctx context.Context, info *oidc.UserInfo, id string, scopes []string) error {
	p, err := s.person(ctx, id)
	if err != nil {
		return err
	}
	info.Subject = p.ID
	if slices.Contains(scopes, oidc.ScopeProfile) {
		info.PreferredUsername, info.GivenName, info.FamilyName = p.UserName, p.GivenName, p.FamilyName
		info.Name = strings.TrimSpace(p.GivenName + " " + p.FamilyName)
	}
	if slices.Contains(scopes, oidc.ScopeEmail) && p.Email != "" {
		info.Email, info.EmailVerified = p.Email, false
	}
	return nil
}

// SetIntrospectionFromToken implements op.OPStorage.
func (*storage) SetIntrospectionFromToken(context.Context, *oidc.IntrospectionResponse, string, string, string) error {
	return errNotOffered
}

// GetPrivateClaimsFromScopes implements op.OPStorage.
func (*storage) GetPrivateClaimsFromScopes(context.Context, string, string, []string) (map[string]any, error) {
	return map[string]any{}, nil
}

// GetKeyByIDAndClientID implements op.OPStorage.
func (*storage) GetKeyByIDAndClientID(context.Context, string, string) (*jose.JSONWebKey, error) {
	return nil, notFound{errNotOffered}
}

// ValidateJWTProfileScopes implements op.OPStorage.
func (*storage) ValidateJWTProfileScopes(context.Context, string, []string) ([]string, error) {
	return nil, errNotOffered
}

// Health implements op.Storage.
func (*storage) Health(context.Context) error { return nil }
