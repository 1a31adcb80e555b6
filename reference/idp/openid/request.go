package openid

import (
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// request is a login that has begun; it implements op.AuthRequest.
type request struct {
	id, connection string
	browser        string // digest of the cookie of the browser that began it
	asked          oidc.AuthRequest
	person         string // id of who has logged in, empty until then
	when           time.Time
	expires        time.Time
}

var _ op.AuthRequest = (*request)(nil)

func (r *request) copy() *request {
	another := *r
	return &another
}

// fresh tells whether a login of that time is recent enough for who asks.
func (r *request) fresh(when, now time.Time) bool {
	return r.asked.MaxAge == nil || now.Sub(when) < time.Duration(*r.asked.MaxAge)*time.Second
}

// GetID implements op.AuthRequest.
func (r *request) GetID() string { return r.id }

// GetACR implements op.AuthRequest.
func (*request) GetACR() string { return "" }

// GetAMR implements op.AuthRequest.
func (r *request) GetAMR() []string {
	if r.Done() {
		return []string{"pwd"}
	}
	return nil
}

// GetAudience implements op.AuthRequest.
func (r *request) GetAudience() []string { return []string{r.asked.ClientID} }

// GetAuthTime implements op.AuthRequest.
func (r *request) GetAuthTime() time.Time { return r.when }

// GetClientID implements op.AuthRequest.
func (r *request) GetClientID() string { return r.asked.ClientID }

// GetCodeChallenge implements op.AuthRequest.
func (r *request) GetCodeChallenge() *oidc.CodeChallenge {
	return &oidc.CodeChallenge{Challenge: r.asked.CodeChallenge, Method: r.asked.CodeChallengeMethod}
}

// GetNonce implements op.AuthRequest.
func (r *request) GetNonce() string { return r.asked.Nonce }

// GetRedirectURI implements op.AuthRequest.
func (r *request) GetRedirectURI() string { return r.asked.RedirectURI }

// GetResponseType implements op.AuthRequest.
func (r *request) GetResponseType() oidc.ResponseType { return r.asked.ResponseType }

// GetResponseMode implements op.AuthRequest.
func (r *request) GetResponseMode() oidc.ResponseMode { return r.asked.ResponseMode }

// GetScopes implements op.AuthRequest.
func (r *request) GetScopes() []string { return r.asked.Scopes }

// GetState implements op.AuthRequest.
func (r *request) GetState() string { return r.asked.State }

// GetSubject implements op.AuthRequest.
func (r *request) GetSubject() string { return r.person }

// Done implements op.AuthRequest.
func (r *request) Done() bool { return r.person != "" }
