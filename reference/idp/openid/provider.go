package openid

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/page"
	"github.com/scimproof/scimproof/reference/store"
)

// Path is below what the issuers are served: the id of the connection follows it.
const Path = "/idp/oidc/"

// ErrRefused is the only answer to a login that fails, be the person unknown, removed or the password wrong.
var ErrRefused = errors.New("refused")

// Directory is who may log in. What does not exist, or was removed, is store.ErrNotFound.
type Directory interface {
	Connection(ctx context.Context, id string) (store.Connection, error)
	Person(ctx context.Context, connectionID, id string) (store.Person, error)
	// Authenticate finds the person of that user name and password; ErrRefused where there is none.
	Authenticate(ctx context.Context, connectionID, userName, password string) (store.Person, error)
}

// Config is what a Provider is made of; all of it is required.
type Config struct {
	Directory Directory
	// Origin is the URL under which a request reached the tenant, without a path of the tenant's own.
	Origin func(*http.Request) string
	// Callback is the path to which the tenant wants people back after a login.
	Callback string
	// Secure marks cookies as for https alone.
	Secure bool
	Log    *slog.Logger
}

// Provider is an OpenID Provider. It is safe for concurrent use.
type Provider struct {
	config   Config
	pages    *page.Site
	ledger   *ledger
	protocol *op.Provider
	keys     func() (*signingKey, error)
	secret   [32]byte // of which clients' secrets are made
}

//go:embed pages/*.html
var files embed.FS

// New makes a Provider.
func New(config Config) (*Provider, error) {
	p := &Provider{config: config, ledger: newLedger(time.Now), keys: sync.OnceValues(newSigningKey)}
	_, _ = rand.Read(p.secret[:]) // documented never to fail
	templates, err := fs.Sub(files, "pages")
	if err != nil {
		return nil, fmt.Errorf("finding the pages of the OpenID Provider: %w", err)
	}
	p.pages, err = page.New(page.Options{
		Name: "Identity provider", Home: "/idp", Templates: templates, Secure: config.Secure, Log: config.Log,
	})
	if err != nil {
		return nil, err
	}
	p.protocol, err = newProtocol(p)
	return p, err
}

func newProtocol(p *Provider) (*op.Provider, error) {
	config := &op.Config{CodeMethodS256: true, DefaultLogoutRedirectURI: "/"}
	_, _ = rand.Read(config.CryptoKey[:]) // documented never to fail
	issuer := func(bool) (op.IssuerFromRequest, error) {
		return func(r *http.Request) string { return placeOf(r.Context()).issuer }, nil
	}
	made, err := op.NewProvider(config, &storage{p}, issuer, op.WithAllowInsecure(), op.WithCORSOptions(nil))
	if err != nil {
		return nil, fmt.Errorf("making the OpenID Provider: %w", err)
	}
	return made, nil
}

// Issuer is the issuer of a connection at an origin.
func Issuer(origin, connectionID string) string { return origin + Path + connectionID }

// ClientSecret is what the tenant shows at the token endpoint; its client id is that of the connection.
func (p *Provider) ClientSecret(connectionID string) string {
	mac := hmac.New(sha256.New, p.secret[:])
	_, _ = mac.Write([]byte(connectionID)) // documented never to fail
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Forget ends every session and token of a person, for good: whoever comes back logs in anew.
func (p *Provider) Forget(connectionID, personID string) { p.ledger.forget(connectionID, personID) }

// Register adds the endpoints to a surface.
func (p *Provider) Register(surface api.Surface) {
	p.pages.Handle(surface.Mux, "GET "+Path+"{connection}/login", p.showLogin)
	p.pages.Handle(surface.Mux, "POST "+Path+"{connection}/login", p.logIn)
	surface.Handle(Path+"{connection}/", p.serve)
}

// serve leads what the protocol governs to the library, which learns from the context where it is and for whom.
func (p *Provider) serve(w http.ResponseWriter, r *http.Request) error {
	at, err := p.place(r)
	if err != nil {
		return err
	}
	if strings.HasSuffix(r.URL.Path, "/authorize") && at.browser == "" {
		secret := rand.Text()
		http.SetCookie(w, p.pages.Cookie(browserCookie, secret, 0))
		at.browser = digest(secret)
	}
	prefix := Path + at.connection
	http.StripPrefix(prefix, p.protocol).ServeHTTP(w, r.WithContext(withPlace(r.Context(), at)))
	return nil
}

// The cookies of a browser at the provider: the one ties a login to the browser that began it, the other is the session.
const (
	browserCookie = "idp_browser"
	sessionCookie = "idp_session"
)

// place is where a request arrived, and what its browser showed.
type place struct {
	connection, issuer, callback string
	browser, session             string // digests of the cookies, empty where there is none
}

type placeKey struct{}

func withPlace(ctx context.Context, at place) context.Context {
	return context.WithValue(ctx, placeKey{}, at)
}

func placeOf(ctx context.Context) place {
	at, _ := ctx.Value(placeKey{}).(place)
	return at
}

// place finds out where a request arrived; 404 where no connection is.
func (p *Provider) place(r *http.Request) (place, error) {
	id, origin := r.PathValue("connection"), p.config.Origin(r)
	if _, err := p.config.Directory.Connection(r.Context(), id); errors.Is(err, store.ErrNotFound) {
		return place{}, api.NotFound("there is no such connection")
	} else if err != nil {
		return place{}, err
	}
	return place{
		connection: id, issuer: Issuer(origin, id), callback: origin + p.config.Callback,
		browser: shown(r, browserCookie), session: shown(r, sessionCookie),
	}, nil
}

// shown is the digest of a cookie, empty where there is none.
func shown(r *http.Request, name string) string {
	cookie, err := r.Cookie(name)
	if err != nil || cookie.Value == "" {
		return ""
	}
	return digest(cookie.Value)
}

// digest is what is kept of a secret.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
