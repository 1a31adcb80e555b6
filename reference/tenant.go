package reference

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/idp"
	"github.com/scimproof/scimproof/reference/local"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/scim"
	"github.com/scimproof/scimproof/reference/store"
)

// SCIMPath is where the SCIM interface is served, unless a face says otherwise.
const SCIMPath = "/scim/v2"

// fewRounds are enough to hash passwords that nobody uses elsewhere.
const fewRounds = 100

// Options are the choices that an operator of the tenant has. SCIMToken is required.
type Options struct {
	// Store is the path of the database; empty for one in memory that vanishes with Close.
	Store string
	// PublicURL is the URL under which clients reach the tenant, where that is not the one they ask for.
	PublicURL string
	// SCIMToken is the bearer token of SCIM clients.
	SCIMToken string
	// AdminToken is the bearer token of administrators; empty where nobody is to be one.
	AdminToken string
	// Face is the product as which the tenant shows itself; nil for none but itself.
	Face *Face
	// DeletionPolicy says what becomes of a deleted person's assets; empty for assets.RefuseWhileOwning.
	DeletionPolicy assets.Policy
	// Heir is the userName of who inherits under assets.TransferTo.
	Heir string
	// WorkspacesMayBeLeft lets the owner of a workspace be disabled, as products without such a rule do.
	WorkspacesMayBeLeft bool
	// Strict refuses what only tolerant service providers take.
	Strict bool
	// IdentityProvider adds the bundled identity provider, for administrators.
	IdentityProvider bool
	// ProvisioningCycle is how often its agents tell what could not be told before; 0 for only when people change, and on
	// demand.
	ProvisioningCycle time.Duration
	// Now is the clock, time.Now where nil.
	Now func() time.Time
	// Log receives what goes wrong inside; it is dropped where nil.
	Log *slog.Logger
	// PasswordRounds is how often a password is hashed; 0 for login.DefaultPasswordRounds with a
	// Store, and for far fewer without one: what is in memory is made up, and soon gone.
	PasswordRounds int
}

// Tenant is a running tenant. It is safe for concurrent use.
type Tenant struct {
	store      *store.Store
	handler    http.Handler
	scim       string // the path of its SCIM interface
	stopCycles func()
}

// Open starts a tenant, which serves through Handler until Close.
func Open(ctx context.Context, options Options) (*Tenant, error) {
	options = withDefaults(options)
	if options.AdminToken != "" && options.AdminToken == options.SCIMToken {
		return nil, errors.New("opening the tenant: the SCIM token and the administrator's token must differ")
	}
	s, err := store.Open(ctx, options.Store)
	if err != nil {
		return nil, fmt.Errorf("opening the tenant: %w", err)
	}
	handler, directory, err := build(s, options)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the tenant: %w", err), s.Close())
	}
	return &Tenant{store: s, handler: handler, scim: options.scimPath(), stopCycles: startCycles(ctx, directory, options)}, nil
}

// Handler serves every interface of the tenant, from the root of one origin.
func (t *Tenant) Handler() http.Handler { return t.handler }

// Close ends the cycles, lets the requests under way finish with the store, and closes it.
func (t *Tenant) Close() error {
	t.stopCycles()
	if err := t.store.Close(); err != nil {
		return fmt.Errorf("closing the tenant: %w", err)
	}
	return nil
}

func withDefaults(o Options) Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.PasswordRounds == 0 && o.Store == "" {
		o.PasswordRounds = fewRounds
	}
	return o
}

// services are what the endpoints serve.
type services struct {
	logins   *login.Service
	works    *assets.Service
	provider *scim.Provider
	locals   *local.Service
}

// build makes the services and leads the endpoints to them. The directory is nil where there is no identity provider.
func build(s *store.Store, o Options) (handler http.Handler, directory *idp.Service, err error) {
	made, err := makeServices(s, o)
	if err != nil {
		return nil, nil, err
	}
	rt := newRouter(o.scimPath(), made.provider, o.Log)
	if o.Face != nil {
		return rt, nil, rt.wear(s, o, made)
	}
	who := &login.HTTP{Service: made.logins, AdminToken: o.AdminToken, Secure: strings.HasPrefix(o.PublicURL, "https:")}
	rt.Handle("GET /healthz", health(s))
	who.Register(rt.Surface)
	(&assets.HTTP{Service: made.works, Who: who}).Register(rt.Surface)
	accounts := &admin.Service{Store: s, Provider: made.roads()}
	(&admin.HTTP{Service: accounts, Who: who}).Register(rt.Surface)
	if o.IdentityProvider {
		if directory, err = addIdentityProvider(rt, s, o, made, who); err != nil {
			return nil, nil, err
		}
	}
	if err := addPages(rt.Surface, who, accounts, made, directory, o); err != nil {
		return nil, nil, err
	}
	return rt, directory, nil
}

// makeServices wires the services to each other.
func makeServices(s *store.Store, o Options) (made services, err error) {
	newcomers := &admission{}
	made.logins, err = login.New(login.Config{
		Store: s, Directory: account.Directory{}, Admission: newcomers, Now: o.Now, PasswordRounds: o.PasswordRounds,
	})
	if err != nil {
		return services{}, err
	}
	made.works, err = assets.New(assets.Config{
		Store: s, Directory: account.Directory{}, Now: o.Now, Policy: o.DeletionPolicy, Heir: o.Heir,
		WorkspacesMayBeLeft: o.WorkspacesMayBeLeft,
	})
	if err != nil {
		return services{}, err
	}
	told := &lifecycle{credentials: made.logins, estate: made.works, now: o.Now}
	made.locals = &local.Service{Store: s, Lifecycle: told, Now: func() time.Time { return o.Now().UTC() }}
	made.provider, err = scim.New(scim.Config{
		Store: s, Token: o.SCIMToken, Mode: mode(o.Strict), BasePath: o.scimPath(), PublicURL: o.PublicURL,
		Registry:  schema.Tenant(),
		Lifecycle: told, Now: o.Now, Log: o.Log,
		Persons: persons{made.logins},
	})
	newcomers.provider = made.provider
	return made, err
}

func mode(strict bool) schema.Mode {
	if strict {
		return schema.Strict
	}
	return schema.Lenient
}

// health answers 204 while the store can be read.
func health(s *store.Store) api.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.View(r.Context(), func(*store.Tx) error { return nil }); err != nil {
			return err
		}
		return api.NoContent(w)
	}
}
