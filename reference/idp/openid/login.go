package openid

import (
	"errors"
	"net/http"

	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/page"
	"github.com/scimproof/scimproof/reference/store"
)

// loginPage is what the page of a login shows.
type loginPage struct{ Connection, Request, UserName string }

// showLogin shows the form, or goes on at once with whoever has logged in here before.
func (p *Provider) showLogin(w http.ResponseWriter, r *http.Request) error {
	at, err := p.place(r)
	if err != nil {
		return err
	}
	begun, err := p.begun(at, r.URL.Query().Get("request"))
	if err != nil {
		return err
	}
	held, err := p.ledger.session(at.connection, at.session)
	if err != nil || !begun.fresh(held.given, p.ledger.now()) {
		return p.form(w, r, http.StatusOK, begun.id, "", nil)
	}
	_, err = p.config.Directory.Person(r.Context(), at.connection, held.person)
	if errors.Is(err, store.ErrNotFound) {
		p.ledger.close(at.connection, held.person, at.session)
		return p.form(w, r, http.StatusOK, begun.id, "", nil)
	}
	if err != nil {
		return err
	}
	p.ledger.finish(begun.id, held.person, held.given)
	return p.goOn(w, r, at, begun.id)
}

// begun gives the login to which a page belongs.
func (p *Provider) begun(at place, id string) (*request, error) {
	r, err := p.ledger.find(at.connection, at.browser, id)
	if err != nil || at.browser == "" {
		return nil, api.Invalid("This login was begun in another browser, or too long ago. Go back to where you wanted to log in, and begin anew.")
	}
	return r, nil
}

func (p *Provider) form(w http.ResponseWriter, r *http.Request, status int, request, userName string, problems []page.Problem) error {
	c, err := p.config.Directory.Connection(r.Context(), r.PathValue("connection"))
	if err != nil {
		return err
	}
	return p.pages.Show(w, r, status, "login", page.Page{
		Title: "Log in", Problems: problems, CSRF: p.pages.Token(w, r, shown(r, browserCookie)),
		Data: loginPage{c.Name, request, userName},
	})
}

// logIn takes user name and password. A refusal never says which of the two was wrong, or whether there is such a person.
func (p *Provider) logIn(w http.ResponseWriter, r *http.Request) error {
	at, err := p.place(r)
	if err != nil {
		return err
	}
	if at.browser == "" {
		return page.ErrForeignForm
	}
	if err := p.pages.ReadForm(w, r, at.browser); err != nil {
		return err
	}
	begun, err := p.begun(at, r.PostForm.Get("request"))
	if err != nil {
		return err
	}
	userName := r.PostForm.Get("username")
	who, err := p.config.Directory.Authenticate(r.Context(), at.connection, userName, r.PostForm.Get("password"))
	if errors.Is(err, ErrRefused) {
		wrong := page.Problem{Text: "The user name or the password is wrong.", Field: "password"}
		return p.form(w, r, http.StatusForbidden, begun.id, userName, []page.Problem{wrong})
	}
	if err != nil {
		return err
	}
	secret, when := p.ledger.open(at.connection, who.ID)
	http.SetCookie(w, p.pages.Cookie(sessionCookie, secret, 0))
	p.ledger.finish(begun.id, who.ID, when)
	return p.goOn(w, r, at, begun.id)
}

// goOn leads back into the protocol, which leads back to the tenant.
func (p *Provider) goOn(w http.ResponseWriter, r *http.Request, at place, request string) error {
	next := op.AuthCallbackURL(p.protocol)(op.ContextWithIssuer(r.Context(), at.issuer), request)
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}
