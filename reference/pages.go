package reference

import (
	"context"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/app"
	"github.com/scimproof/scimproof/reference/console"
	"github.com/scimproof/scimproof/reference/idp"
	"github.com/scimproof/scimproof/reference/login"
)

// addPages serves what people look at: the app, and the console where there is an administrator.
func addPages(surface api.Surface, who *login.HTTP, accounts *admin.Service, made services, directory *idp.Service, o Options) error {
	config := app.Config{Logins: who, Estate: made.works, Log: o.Log}
	if directory != nil {
		config.Providers = loginProviders{directory}
	}
	forPeople, err := app.New(config)
	if err != nil {
		return err
	}
	forPeople.Register(surface.Mux)
	if o.AdminToken == "" {
		return nil
	}
	forAdministrators, err := console.New(console.Config{
		Accounts: accounts, Estate: made.works, AdminToken: o.AdminToken, Secure: who.Secure, Now: o.Now, Log: o.Log,
	})
	if err != nil {
		return err
	}
	forAdministrators.Register(surface.Mux)
	return nil
}

// loginProviders are the connections by which people may log in.
type loginProviders struct{ directory *idp.Service }

// LoginProviders implements app.Providers.
func (p loginProviders) LoginProviders(ctx context.Context) ([]app.Provider, error) {
	connections, err := p.directory.Connections(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]app.Provider, len(connections))
	for i, c := range connections {
		list[i] = app.Provider{ID: c.ID, Name: c.Name}
	}
	return list, nil
}
