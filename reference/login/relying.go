package login

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/page"
	"github.com/scimproof/scimproof/reference/store"
)

// CallbackPath is where an identity provider sends people back to.
const CallbackPath = "/login/oidc/callback"

// home is where a login leads that began nowhere.
const home = "/app"

// RelyingConfig is what a RelyingParty is made of; all of it is required.
type RelyingConfig struct {
	Service *Service
	// Sessions makes the cookie, which is that of every other login.
	Sessions *HTTP
	// Connection reads a connection; store.ErrNotFound where there is none.
	Connection func(ctx context.Context, id string) (store.Connection, error)
	// Client reaches the identity providers.
	Client *http.Client
	// Origin is the URL under which a request reached the tenant, Issuer that of a connection's provider there.
	Origin func(*http.Request) string
	Issuer func(origin, connectionID string) string
	// Secret is the client secret of a connection; the client id is that of the connection.
	Secret func(connectionID string) string
	Log    *slog.Logger
}

// RelyingParty lets people in whom an identity provider vouches for (OpenID Connect Core 1.0 section 3.1, RFC 7636).
type RelyingParty struct {
	RelyingConfig
	pages *page.Site
	seal  seal
}

//go:embed pages/*.html
var files embed.FS

// NewRelyingParty makes a RelyingParty.
func NewRelyingParty(config RelyingConfig) (*RelyingParty, error) {
	templates, err := fs.Sub(files, "pages")
	if err != nil {
		return nil, fmt.Errorf("finding the pages of a login: %w", err)
	}
	p := &RelyingParty{RelyingConfig: config}
	p.pages, err = page.New(page.Options{
		Name: "Tenant", Home: home, Templates: templates, Secure: config.Sessions.Secure, Log: config.Log,
	})
	if err != nil {
		return nil, err
	}
	p.seal, err = newSeal()
	return p, err
}

// Register adds the endpoints.
func (p *RelyingParty) Register(mux *http.ServeMux) {
	p.pages.Handle(mux, "GET /login/oidc", p.begin)
	p.pages.Handle(mux, "GET "+CallbackPath, p.end)
}

// The cookie of a login that is under way, and how long it may be: long enough to look up a password.
const (
	pendingCookie   = "oidc_login"
	pendingLifetime = 10 * time.Minute
)

// pending is a login that is under way. It is known to nobody but the browser that began it, and sealed there.
type pending struct {
	Connection string    `json:"c"`
	State      string    `json:"s"`
	Nonce      string    `json:"n"`
	Verifier   string    `json:"v"`
	Return     string    `json:"r"`
	Expires    time.Time `json:"e"`
}

// begin sends a browser to the identity provider of ?connection, to come back to ?return.
func (p *RelyingParty) begin(w http.ResponseWriter, r *http.Request) error {
	back, err := pathOfTenant(r.URL.Query().Get("return"))
	if err != nil {
		return err
	}
	ctx := oidc.ClientContext(r.Context(), p.Client)
	begun := pending{
		Connection: r.URL.Query().Get("connection"), State: newSecret(), Nonce: newSecret(), Verifier: oauth2.GenerateVerifier(),
		Return: back, Expires: time.Now().Add(pendingLifetime),
	}
	application, _, err := p.application(ctx, r, begun.Connection)
	if err != nil {
		return err
	}
	sealed, err := p.seal.close(begun)
	if err != nil {
		return err
	}
	http.SetCookie(w, p.pages.Cookie(pendingCookie, sealed, int(pendingLifetime/time.Second)))
	w.Header().Set("Cache-Control", "no-store")
	provider := application.AuthCodeURL(begun.State, oidc.Nonce(begun.Nonce), oauth2.S256ChallengeOption(begun.Verifier))
	http.Redirect(w, r, provider, http.StatusFound) //nolint:gosec // it is the provider's own, by its configuration
	return nil
}

// pathOfTenant reads where to go after a login: a path here, and nothing that a browser could take for another site.
func pathOfTenant(given string) (string, error) {
	if given == "" {
		return home, nil
	}
	u, err := url.Parse(given)
	odd := strings.ContainsFunc(given, func(c rune) bool { return c <= ' ' || c == '\\' || c == 0x7f })
	if err != nil || odd || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(given, "/") || strings.HasPrefix(u.Path, "//") {
		return "", api.Invalid("The address to return to is not one of this tenant.")
	}
	return given, nil
}

// application is the tenant as the identity provider of a connection knows it.
func (p *RelyingParty) application(ctx context.Context, r *http.Request, connectionID string) (*oauth2.Config, *oidc.Provider, error) {
	connection, err := p.Connection(ctx, connectionID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil, api.NotFound("There is no such connection to an identity provider.")
	}
	if err != nil {
		return nil, nil, err
	}
	origin := p.Origin(r)
	provider, err := oidc.NewProvider(ctx, p.Issuer(origin, connection.ID))
	if err != nil {
		return nil, nil, fmt.Errorf("asking the identity provider for its configuration: %w", err)
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	return &oauth2.Config{
		ClientID: connection.ID, ClientSecret: p.Secret(connection.ID), Endpoint: endpoint,
		RedirectURL: origin + CallbackPath, Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}, provider, nil
}

// end takes what the identity provider says, and lets its person in or says why not.
func (p *RelyingParty) end(w http.ResponseWriter, r *http.Request) error {
	begun, err := p.begun(r)
	http.SetCookie(w, p.pages.Cookie(pendingCookie, "", -1))
	if err != nil {
		return err
	}
	if given := r.URL.Query().Get("error"); given != "" {
		return p.refuse(w, r, refusal{"The identity provider has refused the login", "It did not say who you are. Begin anew, or ask your administrator."})
	}
	claims, err := p.claims(oidc.ClientContext(r.Context(), p.Client), r, begun)
	if err != nil {
		p.Log.WarnContext(r.Context(), "a login by an identity provider failed", "connection", begun.Connection, "error", err)
		return p.refuse(w, r, refusal{"The login has failed", "What the identity provider has sent could not be trusted. Begin anew, or ask your administrator."})
	}
	secret, err := p.Service.StartSessionFor(api.WithActor(r.Context(), api.ActorLogin), begun.Connection, claims)
	if why, refused := reason(err); refused {
		return p.refuse(w, r, why)
	}
	if err != nil {
		return err
	}
	http.SetCookie(w, p.Sessions.cookie(secret, int(SessionLifetime/time.Second)))
	return p.pages.Redirect(w, r, begun.Return)
}

// begun opens the cookie of the login that this browser has begun, if the answer belongs to it (RFC 6749 section 10.12).
func (p *RelyingParty) begun(r *http.Request) (pending, error) {
	stranger := api.Invalid("This login was begun in another browser, or too long ago. Begin anew.")
	cookie, err := r.Cookie(pendingCookie)
	if err != nil {
		return pending{}, stranger
	}
	begun, err := p.seal.open(cookie.Value)
	if err != nil || !time.Now().Before(begun.Expires) || !api.SameSecret(begun.State, r.URL.Query().Get("state")) {
		return pending{}, stranger
	}
	return begun, nil
}

// claims redeems the code, and reads who has logged in from an id token that is the provider's, for us, and for this login.
func (p *RelyingParty) claims(ctx context.Context, r *http.Request, begun pending) (Claims, error) {
	application, provider, err := p.application(ctx, r, begun.Connection)
	if err != nil {
		return Claims{}, err
	}
	token, err := application.Exchange(ctx, r.URL.Query().Get("code"), oauth2.VerifierOption(begun.Verifier))
	if err != nil {
		return Claims{}, fmt.Errorf("redeeming the code: %w", err)
	}
	raw, _ := token.Extra("id_token").(string)
	proof, err := provider.Verifier(&oidc.Config{ClientID: application.ClientID}).Verify(ctx, raw)
	if err != nil {
		return Claims{}, fmt.Errorf("verifying the id token: %w", err)
	}
	if !api.SameSecret(proof.Nonce, begun.Nonce) {
		return Claims{}, errors.New("the id token is that of another login")
	}
	var said struct {
		UserName   string `json:"preferred_username"`
		Name       string `json:"name"`
		GivenName  string `json:"given_name"`
		FamilyName string `json:"family_name"`
		Email      string `json:"email"`
	}
	if err := proof.Claims(&said); err != nil {
		return Claims{}, fmt.Errorf("reading the id token: %w", err)
	}
	return Claims{proof.Subject, said.UserName, said.Name, said.GivenName, said.FamilyName, said.Email}, nil
}

// refusal is what a page says to somebody who may not come in.
type refusal struct{ Title, Detail string }

func (p *RelyingParty) refuse(w http.ResponseWriter, r *http.Request, why refusal) error {
	return p.pages.Show(w, r, http.StatusForbidden, "refused", page.Page{Title: why.Title, Data: why.Detail})
}

// reason words the refusals of StartSessionFor.
func reason(err error) (why refusal, refused bool) {
	switch {
	case errors.Is(err, ErrDisabled):
		return refusal{"Your account is disabled", "The identity provider knows you, but your account here is disabled. If you need it, ask your administrator."}, true
	case errors.Is(err, ErrDeparted):
		return refusal{"Your account was deleted", "The identity provider knows you, but your account here was deleted, and a login does not bring it back. If you need one, ask your administrator."}, true
	case errors.Is(err, ErrNoAccount):
		return refusal{"You have no account here", "The identity provider knows you, but nobody has made an account for you. If you need one, ask your administrator."}, true
	case errors.Is(err, ErrNotTheirs):
		return refusal{"This account is not linked to you", "There is an account of your user name, but it does not belong to who has logged in at the identity provider. Ask your administrator."}, true
	}
	return refusal{}, false
}
