package reference

import (
	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/app"
	"github.com/scimproof/scimproof/reference/console"
	"github.com/scimproof/scimproof/reference/login"
)

// addPages serves what people look at: the app, and the console where there is an administrator.
func addPages(surface api.Surface, who *login.HTTP, accounts *admin.Service, made services, o Options) error {
	forPeople, err := app.New(app.Config{Logins: who, Estate: made.works, Log: o.Log})
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
