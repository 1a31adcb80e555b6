package reference

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/store"
)

// Face is the interface of another product to a tenant: the same accounts, assets and credentials, under its paths and
// in its words. With a face, the tenant serves its own interfaces no more, but for SCIM and /healthz.
type Face struct {
	// SCIMPath is where the product serves SCIM; SCIMPath where empty.
	SCIMPath string
	// Make makes what serves everything else.
	Make func(Interior) (http.Handler, error)
}

// Interior is what a face is made of: the services of the tenant behind it.
type Interior struct {
	Store    *store.Store
	Logins   *login.Service
	Works    *assets.Service
	Accounts *admin.Service
	// AdminToken is the bearer token of administrators; empty where nobody is to be one.
	AdminToken string
	// PublicURL is the URL under which clients reach the tenant; empty where that is the one they ask for.
	PublicURL string
	Now       func() time.Time
	Log       *slog.Logger
}

// wear leads everything that is not SCIM and not the health to the face.
func (rt *router) wear(s *store.Store, o Options, made services) error {
	handler, err := o.Face.Make(Interior{
		Store: s, Logins: made.logins, Works: made.works, Accounts: &admin.Service{Store: s, Provider: made.roads()},
		AdminToken: o.AdminToken, PublicURL: o.PublicURL, Now: o.Now, Log: o.Log,
	})
	if err != nil {
		return err
	}
	rt.Handle("GET /healthz", health(s))
	rt.Mux.Handle("/", handler)
	return nil
}

func (o Options) scimPath() string {
	if o.Face == nil || o.Face.SCIMPath == "" {
		return SCIMPath
	}
	return o.Face.SCIMPath
}
