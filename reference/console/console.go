package console

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/page"
	"github.com/scimproof/scimproof/reference/store"
)

// Path is where the console begins.
const Path = "/console"

//go:embed templates/*.html
var templates embed.FS

// Config is what a Console is made of; all of it is required but Secure and Log.
type Config struct {
	Accounts Accounts
	Estate   Estate
	// AdminToken lets an administrator in.
	AdminToken string
	// Secure marks the cookies as for https alone.
	Secure bool
	Now    func() time.Time
	Log    *slog.Logger
}

// Accounts is what the console needs of an admin.Service.
type Accounts interface {
	Search(ctx context.Context, q admin.Search) (admin.Found, error)
	Person(ctx context.Context, id string, now time.Time) (admin.Person, error)
	Names(ctx context.Context, ids ...string) (map[string]string, error)
	SetActive(ctx context.Context, id string, active bool) (admin.Account, error)
	Delete(ctx context.Context, id, transferTo string) error
	Audit(ctx context.Context, userID string, before int64, limit int) ([]store.Event, error)
}

// Estate is what the console needs of an assets.Service.
type Estate interface {
	List(ctx context.Context, by api.Caller, q store.AssetQuery) ([]store.Asset, error)
	TransferChosen(ctx context.Context, fromID, newOwnerID string, ids []string) error
	Policy() (policy assets.Policy, heir string)
}

// Console serves the pages.
type Console struct {
	Config
	site     *page.Site
	sessions *sessions
}

// New makes a Console. One without an AdminToken would let nobody in, and is an error.
func New(config Config) (*Console, error) {
	if config.AdminToken == "" {
		return nil, errors.New("a console without an administrator's token opens to nobody")
	}
	own, err := fs.Sub(templates, "templates")
	if err != nil {
		return nil, fmt.Errorf("reading the console's templates: %w", err)
	}
	site, err := page.New(page.Options{
		Name: "Tenant console", Home: Path, Templates: own, Functions: functions(), Secure: config.Secure, Log: config.Log,
	})
	if err != nil {
		return nil, err
	}
	return &Console{config, site, newSessions(config.Now)}, nil
}

// Register adds the pages to a mux.
func (c *Console) Register(mux *http.ServeMux) {
	c.site.Handle(mux, "GET /console/login", c.loginForm)
	c.site.Handle(mux, "POST /console/login", c.login)
	c.site.Handle(mux, "POST /console/logout", c.inside(c.logout))
	c.site.Handle(mux, "GET /console", c.inside(c.people))
	c.site.Handle(mux, "GET /console/people/{id}", c.inside(c.person))
	c.site.Handle(mux, "POST /console/people/{id}/disable", c.inside(c.setActive(false)))
	c.site.Handle(mux, "POST /console/people/{id}/enable", c.inside(c.setActive(true)))
	c.site.Handle(mux, "GET /console/people/{id}/reassign", c.inside(c.reassignForm))
	c.site.Handle(mux, "POST /console/people/{id}/reassign/search", c.inside(c.reassignSearch))
	c.site.Handle(mux, "POST /console/people/{id}/reassign/preview", c.inside(c.reassignPreview))
	c.site.Handle(mux, "POST /console/people/{id}/reassign", c.inside(c.reassign))
	c.site.Handle(mux, "GET /console/people/{id}/delete", c.inside(c.deleteForm))
	c.site.Handle(mux, "POST /console/people/{id}/delete", c.inside(c.delete))
	c.site.Handle(mux, "GET /console/audit", c.inside(c.audit))
	c.site.Handle(mux, "/console/", c.inside(func(http.ResponseWriter, *http.Request, visit) error {
		return api.NotFound("There is no such page in the console.")
	}))
}

// visit is a request within a session.
type visit struct{ session, csrf string }

// inside wraps a page that is for administrators who have logged in; anybody else is sent to the login, and nothing
// is done. A form is refused unless it was made for the very session.
func (c *Console) inside(endpoint func(http.ResponseWriter, *http.Request, visit) error) api.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		session, err := r.Cookie(Cookie)
		if err != nil || !c.sessions.open(session.Value) {
			return c.site.Redirect(w, r, loginPath(r))
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			if err := c.site.ReadForm(w, r, session.Value); err != nil {
				return err
			}
		}
		r = r.WithContext(api.WithActor(r.Context(), api.ActorAdministrator))
		err = endpoint(w, r, visit{session.Value, c.site.Token(w, r, session.Value)})
		if errors.Is(err, admin.ErrNoAccount) {
			return api.NotFound("There is no account of that id. It may have been deleted: the audit trail knows.")
		}
		return err
	}
}

// page is a page of somebody who has logged in.
func (c *Console) page(v visit, title, current string, data any) page.Page {
	return page.Page{
		Title: title, Data: data, CSRF: v.csrf, Visitor: "Administrator", SignOut: Path + "/logout",
		Notice: c.sessions.take(v.session),
		Nav: []page.Link{
			{Text: "People", Path: Path, Current: current == "people"},
			{Text: "Audit trail", Path: Path + "/audit", Current: current == "audit"},
		},
	}
}

// done says what a form has done, on the page to which the browser goes next.
func (c *Console) done(w http.ResponseWriter, r *http.Request, v visit, notice, next string) error {
	c.sessions.leave(v.session, notice)
	return c.site.Redirect(w, r, next)
}

// personPath is the path of a person's page, or of one below it.
func personPath(id string, below ...string) string {
	path := Path + "/people/" + url.PathEscape(id)
	for _, b := range below {
		path += "/" + b
	}
	return path
}
