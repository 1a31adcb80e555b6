package openid

import (
	"net/url"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// client is the tenant, as an application of one connection; it implements op.Client.
type client struct{ at place }

var _ op.Client = client{}

// GetID implements op.Client.
func (c client) GetID() string { return c.at.connection }

// RedirectURIs implements op.Client: there is one, and no other is ever redirected to.
func (c client) RedirectURIs() []string { return []string{c.at.callback} }

// PostLogoutRedirectURIs implements op.Client.
func (client) PostLogoutRedirectURIs() []string { return nil }

// ApplicationType implements op.Client.
func (client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }

// AuthMethod implements op.Client.
func (client) AuthMethod() oidc.AuthMethod { return oidc.AuthMethodBasic }

// ResponseTypes implements op.Client.
func (client) ResponseTypes() []oidc.ResponseType { return []oidc.ResponseType{oidc.ResponseTypeCode} }

// GrantTypes implements op.Client.
func (client) GrantTypes() []oidc.GrantType { return []oidc.GrantType{oidc.GrantTypeCode} }

// LoginURL implements op.Client.
func (c client) LoginURL(id string) string {
	return c.at.issuer + "/login?request=" + url.QueryEscape(id)
}

// AccessTokenType implements op.Client.
func (client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeBearer }

// IDTokenLifetime implements op.Client.
func (client) IDTokenLifetime() time.Duration { return tokenLifetime }

// DevMode implements op.Client.
func (client) DevMode() bool { return false }

// RestrictAdditionalIdTokenScopes implements op.Client.
//
//nolint:revive,staticcheck // the name is the library's
func (client) RestrictAdditionalIdTokenScopes() func([]string) []string { return unchanged }

// RestrictAdditionalAccessTokenScopes implements op.Client.
func (client) RestrictAdditionalAccessTokenScopes() func([]string) []string { return unchanged }

func unchanged(scopes []string) []string { return scopes }

// IsScopeAllowed implements op.Client: there are no scopes but the standard's.
func (client) IsScopeAllowed(string) bool { return false }

// IDTokenUserinfoClaimsAssertion implements op.Client: the name is in the id token, so that a login takes one request less.
func (client) IDTokenUserinfoClaimsAssertion() bool { return true }

// ClockSkew implements op.Client.
func (client) ClockSkew() time.Duration { return 0 }
