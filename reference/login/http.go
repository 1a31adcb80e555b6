package login

import (
	"errors"
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// Cookie is the name of the session's cookie.
const Cookie = "session"

// HTTP serves the endpoints of a Service, and tells for other endpoints who makes a request.
type HTTP struct {
	Service *Service
	// AdminToken is the bearer token of administrators; empty where there are none.
	AdminToken string
	// Secure marks the cookie as one for https alone.
	Secure bool
}

// Register adds the endpoints to a surface.
func (h *HTTP) Register(surface api.Surface) {
	surface.Handle("POST /login", h.login)
	surface.Handle("POST /logout", h.logout)
	surface.Handle("POST /oauth/token", h.token)
	surface.Handle("GET /api/v1/whoami", h.asPerson(h.whoami))
	surface.Handle("POST /api/v1/tokens", h.asPerson(h.createToken))
	surface.Handle("GET /api/v1/tokens", h.asPerson(h.listTokens))
	surface.Handle("DELETE /api/v1/tokens/{id}", h.asPerson(h.deleteToken))
}

// Authenticate implements api.Authenticator. A bearer token goes before a cookie, so that a client that sends both is
// not let in by the one after the other was revoked.
func (h *HTTP) Authenticate(r *http.Request) (api.Caller, error) {
	if r.Header.Get("Authorization") != "" {
		return h.byBearer(r)
	}
	cookie, err := r.Cookie(Cookie)
	if err != nil {
		return api.Caller{}, api.Unauthenticated()
	}
	return h.check(r, cookie.Value, store.Session)
}

func (h *HTTP) byBearer(r *http.Request) (api.Caller, error) {
	token := api.Bearer(r)
	if h.AdminToken != "" && api.SameSecret(token, h.AdminToken) {
		return api.Caller{Administrator: true}, nil
	}
	return h.check(r, token, store.AccessToken, store.APIToken)
}

func (h *HTTP) check(r *http.Request, secret string, kinds ...store.TokenKind) (api.Caller, error) {
	holder, err := h.Service.Check(r.Context(), secret, kinds...)
	if errors.Is(err, ErrRefused) {
		return api.Caller{}, api.Unauthenticated()
	}
	return api.Caller{Account: holder.Account, Via: string(holder.Token.Kind)}, err
}

func (h *HTTP) login(w http.ResponseWriter, r *http.Request) error {
	userName, password, err := readCredentials(w, r)
	if err != nil {
		return err
	}
	secret, err := h.Service.StartSession(r.Context(), userName, password)
	if errors.Is(err, ErrRefused) {
		return &api.Error{Status: http.StatusUnauthorized, Code: "invalid_credentials"}
	}
	if err != nil {
		return err
	}
	http.SetCookie(w, h.cookie(secret, int(SessionLifetime/time.Second)))
	return api.NoContent(w)
}

func readCredentials(w http.ResponseWriter, r *http.Request) (userName, password string, err error) {
	if api.IsForm(r) {
		err := api.ReadForm(w, r)
		return r.PostForm.Get("username"), r.PostForm.Get("password"), err
	}
	var body struct {
		UserName string `json:"username"`
		Password string `json:"password"`
	}
	err = api.Read(w, r, &body)
	return body.UserName, body.Password, err
}

func (h *HTTP) logout(w http.ResponseWriter, r *http.Request) error {
	if cookie, err := r.Cookie(Cookie); err == nil {
		if err := h.Service.EndSession(r.Context(), cookie.Value); err != nil {
			return err
		}
	}
	http.SetCookie(w, h.cookie("", -1))
	return api.NoContent(w)
}

func (h *HTTP) cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever the tenant is reached by https
		Name: Cookie, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: h.Secure, SameSite: http.SameSiteLaxMode,
	}
}

// asPerson wraps an endpoint that is for persons alone.
func (h *HTTP) asPerson(endpoint func(http.ResponseWriter, *http.Request, api.Caller) error) api.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		caller, err := h.Authenticate(r)
		if err != nil {
			return err
		}
		if caller.Administrator {
			return api.Forbidden("this is for persons, and the administrator's token is nobody's")
		}
		return endpoint(w, r.WithContext(api.WithActor(r.Context(), caller.Actor())), caller)
	}
}

func (h *HTTP) whoami(w http.ResponseWriter, _ *http.Request, caller api.Caller) error {
	return api.Write(w, http.StatusOK, struct {
		ID          string `json:"id"`
		UserName    string `json:"userName"`
		DisplayName string `json:"displayName"`
		Via         string `json:"via"`
	}{caller.Account.ID, caller.Account.UserName, caller.Account.DisplayName, caller.Via})
}
