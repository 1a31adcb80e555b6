package idp

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/page"
	"github.com/scimproof/scimproof/reference/store"
)

// PagePath is where the pages begin.
const PagePath = "/idp"

//go:embed pages/*.html
var pages embed.FS

// Web serves the pages on which an administrator looks after connections and their people.
type Web struct {
	service  *Service
	token    string
	site     *page.Site
	sessions *sessions
}

// NewWeb makes a Web, to which the administrator's token opens; it must not be empty.
func NewWeb(service *Service, adminToken string, secure bool, log *slog.Logger) (*Web, error) {
	if adminToken == "" {
		return nil, errors.New("the identity provider's pages would open to nobody without an administrator's token")
	}
	own, err := fs.Sub(pages, "pages")
	if err != nil {
		return nil, fmt.Errorf("finding the pages of the identity provider: %w", err)
	}
	site, err := page.New(page.Options{Name: "Identity provider", Home: PagePath, Templates: own, Secure: secure, Log: log})
	if err != nil {
		return nil, err
	}
	return &Web{service, adminToken, site, newSessions(time.Now)}, nil
}

// Register adds the pages to a mux.
func (h *Web) Register(mux *http.ServeMux) {
	h.site.Handle(mux, "GET /idp/login", h.loginForm)
	h.site.Handle(mux, "POST /idp/login", h.logIn)
	h.site.Handle(mux, "POST /idp/logout", h.inside(h.logOut))
	h.site.Handle(mux, "GET /idp", h.inside(h.connections))
	h.site.Handle(mux, "POST /idp/connections", h.inside(h.connect))
	h.site.Handle(mux, "GET /idp/connections/{connection}", h.inside(h.connection))
	h.site.Handle(mux, "POST /idp/connections/{connection}/settings", h.inside(h.configure))
	h.site.Handle(mux, "POST /idp/connections/{connection}/cycle", h.inside(h.cycle))
	h.site.Handle(mux, "POST /idp/connections/{connection}/delete", h.inside(h.disconnect))
	h.site.Handle(mux, "POST /idp/connections/{connection}/people", h.inside(h.add))
	h.site.Handle(mux, "POST /idp/connections/{connection}/people/{person}/remove", h.inside(h.remove))
	h.site.Handle(mux, "POST /idp/connections/{connection}/people/{person}/restore", h.inside(h.restore))
	h.site.Handle(mux, "POST /idp/connections/{connection}/people/{person}/purge", h.inside(h.purge))
}

// visit is a request within a session.
type visit struct{ session, csrf string }

// inside wraps a page for administrators who have logged in; others are sent to the login, and nothing is done. A form is
// refused unless it was made for the very session.
func (h *Web) inside(endpoint func(http.ResponseWriter, *http.Request, visit) error) api.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		session, err := r.Cookie(adminCookie)
		if err != nil || !h.sessions.open(session.Value) {
			return h.site.Redirect(w, r, PagePath+"/login")
		}
		if r.Method == http.MethodPost {
			if err := h.site.ReadForm(w, r, session.Value); err != nil {
				return err
			}
		}
		err = endpoint(w, r, visit{session.Value, h.site.Token(w, r, session.Value)})
		if errors.Is(err, store.ErrNotFound) {
			return api.NotFound("There is no such connection or person any more.")
		}
		return err
	}
}

// show shows a page of somebody who has logged in, with what the last deed has left to say.
func (h *Web) show(w http.ResponseWriter, r *http.Request, v visit, status int, name string, p page.Page) error {
	p.Visitor, p.SignOut, p.CSRF, p.Notice = "Administrator", PagePath+"/logout", v.csrf, h.sessions.take(v.session)
	return h.site.Show(w, r, status, name, p)
}

// done answers a deed: the browser goes on to a page, which says what was done.
func (h *Web) done(w http.ResponseWriter, r *http.Request, v visit, path, notice string) error {
	h.sessions.leave(v.session, notice)
	return h.site.Redirect(w, r, path)
}

func (h *Web) loginForm(w http.ResponseWriter, r *http.Request) error {
	return h.showLogin(w, r, http.StatusOK)
}

func (h *Web) showLogin(w http.ResponseWriter, r *http.Request, status int, problems ...page.Problem) error {
	return h.site.Show(w, r, status, "login", page.Page{
		Title: "Log in as administrator", CSRF: h.site.Token(w, r, ""), Problems: problems,
	})
}

func (h *Web) logIn(w http.ResponseWriter, r *http.Request) error {
	if err := h.site.ReadForm(w, r, ""); err != nil {
		return err
	}
	if !api.SameSecret(strings.TrimSpace(r.PostForm.Get("token")), h.token) {
		return h.showLogin(w, r, http.StatusForbidden, page.Problem{
			Text: "That is not the administrator's token. Check that it was copied whole, without spaces around it.", Field: "token",
		})
	}
	http.SetCookie(w, h.site.Cookie(adminCookie, h.sessions.begin(), int(adminLifetime/time.Second)))
	return h.site.Redirect(w, r, PagePath)
}

func (h *Web) logOut(w http.ResponseWriter, r *http.Request, v visit) error {
	h.sessions.end(v.session)
	http.SetCookie(w, h.site.Cookie(adminCookie, "", -1))
	return h.site.Redirect(w, r, PagePath+"/login")
}
