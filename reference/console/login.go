package console

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/page"
)

const badToken = "That is not the administrator's token. Check that it was copied whole, without spaces around it."

func (c *Console) loginForm(w http.ResponseWriter, r *http.Request) error {
	if session, err := r.Cookie(Cookie); err == nil && c.sessions.open(session.Value) {
		return c.site.Redirect(w, r, Path)
	}
	return c.showLogin(w, r, http.StatusOK, r.URL.Query().Get("next"))
}

func (c *Console) showLogin(w http.ResponseWriter, r *http.Request, status int, next string, problems ...page.Problem) error {
	return c.site.Show(w, r, status, "login", page.Page{
		Title: "Log in as administrator", CSRF: c.site.Token(w, r, ""), Data: inner(next), Problems: problems,
	})
}

// login answers every attempt that fails alike. An administrator's session is a new one each time.
func (c *Console) login(w http.ResponseWriter, r *http.Request) error {
	if err := c.site.ReadForm(w, r, ""); err != nil {
		return err
	}
	next := r.PostForm.Get("next")
	if !api.SameSecret(strings.TrimSpace(r.PostForm.Get("token")), c.AdminToken) {
		return c.showLogin(w, r, http.StatusUnauthorized, next, page.Problem{Text: badToken, Field: "token"})
	}
	if old, err := r.Cookie(Cookie); err == nil {
		c.sessions.end(old.Value)
	}
	http.SetCookie(w, c.site.Cookie(Cookie, c.sessions.begin(), int(SessionLifetime/time.Second)))
	return c.site.Redirect(w, r, inner(next))
}

func (c *Console) logout(w http.ResponseWriter, r *http.Request, v visit) error {
	c.sessions.end(v.session)
	http.SetCookie(w, c.site.Cookie(Cookie, "", -1))
	return c.site.Redirect(w, r, Path+"/login")
}

// loginPath leads to the login, and from there back to the page that was asked for; a form is not sent again.
func loginPath(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == Path {
		return Path + "/login"
	}
	return Path + "/login?next=" + url.QueryEscape(r.URL.RequestURI())
}

// inner is a page of the console, or its beginning where the text names anything else.
func inner(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || strings.ContainsAny(next, "\\\r\n") {
		return Path
	}
	if !strings.HasPrefix(u.Path, Path+"/") || path.Clean(u.Path) != u.Path || u.Path == Path+"/login" || u.Path == Path+"/logout" {
		return Path
	}
	return next
}
