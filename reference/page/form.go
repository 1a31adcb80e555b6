package page

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"

	"github.com/scimproof/scimproof/reference/api"
)

// Field is the name of the field in which a form carries its CSRF token.
const Field = "csrf"

// FormCookie is the cookie of a browser whose visitor has not logged in: it ties the forms that it is shown to it.
const FormCookie = "form"

// ErrForeignForm says that a form does not come from the page that was shown to this browser in this session.
var ErrForeignForm = errors.New("the form was not made for this session")

// Token is the CSRF token of the forms that this browser is shown: of a session, by its secret, or of a browser without
// one (session empty), which gets a FormCookie if it has none.
func (s *Site) Token(w http.ResponseWriter, r *http.Request, session string) string {
	if session == "" {
		session = s.visitor(w, r)
	}
	return s.sign(session)
}

func (s *Site) visitor(w http.ResponseWriter, r *http.Request) string {
	if cookie, err := r.Cookie(FormCookie); err == nil && cookie.Value != "" {
		return FormCookie + cookie.Value
	}
	value := rand.Text()
	http.SetCookie(w, s.Cookie(FormCookie, value, 0))
	return FormCookie + value
}

// ReadForm parses a form into r.PostForm, and refuses by ErrForeignForm one whose token is not that of the session (or,
// where it is empty, of the browser).
func (s *Site) ReadForm(w http.ResponseWriter, r *http.Request, session string) error {
	if !api.IsForm(r) {
		return ErrForeignForm
	}
	if err := api.ReadForm(w, r); err != nil {
		return err
	}
	if session == "" {
		cookie, err := r.Cookie(FormCookie)
		if err != nil || cookie.Value == "" {
			return ErrForeignForm
		}
		session = FormCookie + cookie.Value
	}
	if !hmac.Equal([]byte(r.PostForm.Get(Field)), []byte(s.sign(session))) {
		return ErrForeignForm
	}
	return nil
}

// sign makes a token that tells nothing of the secret from which it is made.
func (s *Site) sign(secret string) string {
	mac := hmac.New(sha256.New, s.key[:])
	_, _ = mac.Write([]byte(secret)) // documented never to fail
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Cookie makes a cookie that scripts cannot read and other sites' forms do not carry. MaxAge is in seconds: 0 for as
// long as the browser runs, negative to remove it.
func (s *Site) Cookie(name, value string, maxAge int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever the tenant is reached by https
		Name: name, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: s.options.Secure, SameSite: http.SameSiteLaxMode,
	}
}
