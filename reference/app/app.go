package app

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/page"
	"github.com/scimproof/scimproof/reference/store"
)

// Path is where the app is.
const Path = "/app"

// shownAssets bounds how much of what somebody owns is on the page.
const shownAssets = 50

//go:embed templates/*.html
var templates embed.FS

// Config is what an App is made of. Logins and Estate are required.
type Config struct {
	Logins *login.HTTP
	Estate Estate
	// Providers are the identity providers by which people may log in; nil where there are none.
	Providers Providers
	Log       *slog.Logger
}

// Estate is what the app needs of an assets.Service.
type Estate interface {
	List(ctx context.Context, by api.Caller, q store.AssetQuery) ([]store.Asset, error)
}

// Providers lists the identity providers that offer a login.
type Providers interface {
	LoginProviders(ctx context.Context) ([]Provider, error)
}

// Provider is an identity provider as the login page offers it.
type Provider struct {
	ID   string // as GET /login/oidc?connection=ID takes it
	Name string
}

// App serves the page.
type App struct {
	Config
	site *page.Site
}

// New makes an App.
func New(config Config) (*App, error) {
	own, err := fs.Sub(templates, "templates")
	if err != nil {
		return nil, fmt.Errorf("reading the app's templates: %w", err)
	}
	site, err := page.New(page.Options{
		Name: "Tenant app", Home: Path, Templates: own, Secure: config.Logins.Secure, Log: config.Log,
	})
	return &App{config, site}, err
}

// Register adds the page to a mux.
func (a *App) Register(mux *http.ServeMux) {
	a.site.Handle(mux, "GET /app", a.home)
	a.site.Handle(mux, "POST /app/login", a.login)
	a.site.Handle(mux, "POST /app/logout", a.logout)
	a.site.Handle(mux, "/app/", func(http.ResponseWriter, *http.Request) error {
		return api.NotFound("There is no such page in the app.")
	})
}

// person is what the page shows of who has logged in.
type person struct {
	login.Holder
	Owned []store.Asset
	More  bool
}

// home shows who has logged in, or the form. A session that is no good any more is answered by 401 besides, so that it
// can be told from none.
func (a *App) home(w http.ResponseWriter, r *http.Request) error {
	holder, secret, err := a.Logins.Session(r)
	if errors.Is(err, login.ErrRefused) {
		return a.stranger(w, r)
	}
	if err != nil {
		return err
	}
	caller := api.Caller{Account: holder.Account}
	owned, err := a.Estate.List(r.Context(), caller, store.AssetQuery{OwnerID: holder.Account.ID, Limit: shownAssets + 1})
	if err != nil {
		return err
	}
	shown := person{Holder: holder, Owned: owned[:min(len(owned), shownAssets)], More: len(owned) > shownAssets}
	return a.site.Show(w, r, http.StatusOK, "me", page.Page{
		Title: "Hello, " + holder.Account.DisplayName, CSRF: a.site.Token(w, r, secret),
		Visitor: holder.Account.DisplayName, SignOut: Path + "/logout", Data: shown,
	})
}

func (a *App) stranger(w http.ResponseWriter, r *http.Request) error {
	if _, err := r.Cookie(login.Cookie); err != nil {
		return a.showLogin(w, r, http.StatusOK, "")
	}
	a.Logins.ClearSession(w)
	return a.showLogin(w, r, http.StatusUnauthorized, "", page.Problem{Text: "Your session has ended. Log in again."})
}

// form is what the login page shows.
type form struct {
	UserName  string
	Providers []Provider
}

func (a *App) showLogin(w http.ResponseWriter, r *http.Request, status int, userName string, problems ...page.Problem) error {
	f := form{UserName: userName}
	if a.Providers != nil {
		var err error
		if f.Providers, err = a.Providers.LoginProviders(r.Context()); err != nil {
			return err
		}
	}
	return a.site.Show(w, r, status, "login", page.Page{Title: "Log in", CSRF: a.site.Token(w, r, ""), Problems: problems, Data: f})
}

// login answers every attempt that fails alike, be the person unknown, the password wrong or the account disabled.
func (a *App) login(w http.ResponseWriter, r *http.Request) error {
	if err := a.site.ReadForm(w, r, ""); err != nil {
		return err
	}
	userName := r.PostForm.Get("username")
	secret, err := a.Logins.Service.StartSession(r.Context(), userName, r.PostForm.Get("password"))
	if errors.Is(err, login.ErrRefused) {
		return a.showLogin(w, r, http.StatusUnauthorized, userName, page.Problem{
			Text: "Nobody was logged in. Check user name and password; if both are right, ask an administrator about the account.", Field: "username",
		})
	}
	if err != nil {
		return err
	}
	a.Logins.SetSession(w, secret)
	return a.site.Redirect(w, r, Path)
}

func (a *App) logout(w http.ResponseWriter, r *http.Request) error {
	_, secret, err := a.Logins.Session(r)
	if errors.Is(err, login.ErrRefused) {
		return a.site.Redirect(w, r, Path)
	}
	if err != nil {
		return err
	}
	if err := a.site.ReadForm(w, r, secret); err != nil {
		return err
	}
	if err := a.Logins.Service.EndSession(r.Context(), secret); err != nil {
		return err
	}
	a.Logins.ClearSession(w)
	return a.site.Redirect(w, r, Path)
}
