package reference

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/idp"
	"github.com/scimproof/scimproof/reference/idp/openid"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/scim"
	"github.com/scimproof/scimproof/reference/store"
)

// addIdentityProvider serves the identity provider, and lets in whom it vouches for. The two speak HTTP to each other, as
// if they were not of one process.
func addIdentityProvider(rt *router, s *store.Store, o Options, made services, who *login.HTTP) (*idp.Service, error) {
	agent := &idp.Agent{Client: loopback(rt), Base: "http://tenant.invalid" + o.scimPath(), Token: o.SCIMToken}
	directory := idp.New(idp.Config{
		Store: s, Passwords: made.logins, Log: o.Log,
		Agent: func(dialect string) idp.Provisioner { return agent.Speaking(dialect) },
	})
	origin := api.Origin(strings.TrimRight(o.PublicURL, "/"))
	provider, err := openid.New(openid.Config{
		Directory: directory, Origin: origin, Callback: login.CallbackPath, Secure: who.Secure, Log: o.Log,
	})
	if err != nil {
		return nil, err
	}
	relying, err := login.NewRelyingParty(login.RelyingConfig{
		Service: made.logins, Sessions: who, Connection: directory.Connection, Client: loopback(mounted(rt, o.PublicURL)),
		Origin: origin, Issuer: openid.Issuer, Secret: provider.ClientSecret, Log: o.Log,
	})
	if err != nil {
		return nil, err
	}
	directory.WhenRemoved(provider.Forget)
	provider.Register(rt.Surface)
	relying.Register(rt.Mux)
	(&idp.HTTP{Service: directory, Who: who}).Register(rt.Surface)
	return directory, addDirectoryPages(rt, directory, who, o)
}

// addDirectoryPages serves the pages of the identity provider where there is an administrator.
func addDirectoryPages(rt *router, directory *idp.Service, who *login.HTTP, o Options) error {
	if o.AdminToken == "" {
		return nil
	}
	web, err := idp.NewWeb(directory, o.AdminToken, who.Secure, o.Log)
	if err != nil {
		return err
	}
	web.Register(rt.Mux)
	return nil
}

// mounted serves a handler where clients find it: below the path of the public URL.
func mounted(handler http.Handler, publicURL string) http.Handler {
	public, err := url.Parse(publicURL)
	if err != nil {
		return handler
	}
	return http.StripPrefix(strings.TrimRight(public.Path, "/"), handler)
}

// admission makes the accounts of people who log in for the first time as SCIM clients' are made.
type admission struct{ provider *scim.Provider }

// Admit implements login.Admission.
func (a *admission) Admit(ctx context.Context, tx *store.Tx, c login.Claims) (string, error) {
	return a.provider.Admit(ctx, tx, scim.Newcomer{
		UserName: c.UserName, DisplayName: c.DisplayName, GivenName: c.GivenName, FamilyName: c.FamilyName, Email: c.Email,
	})
}
