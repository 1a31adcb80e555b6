package qlik

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/store"
)

// The cookies of a session, and the header that shows that a request is meant.
const (
	sessionCookie = "eas.sid"
	csrfCookie    = "_csrfToken"
	csrfHeader    = "Qlik-Csrf-Token"
)

// adminScope makes an OAuth client an administrator.
const adminScope = "admin_classic"

type endpoint func(http.ResponseWriter, *http.Request, api.Caller) error

// known wraps an endpoint that is for persons and administrators.
func (f *face) known(e endpoint) api.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		caller, err := f.caller(r)
		if err != nil {
			return err
		}
		return e(w, r.WithContext(api.WithActor(r.Context(), caller.Actor())), caller)
	}
}

// asPerson wraps an endpoint that only makes sense for a person.
func (f *face) asPerson(e endpoint) api.Endpoint {
	return f.known(func(w http.ResponseWriter, r *http.Request, by api.Caller) error {
		if by.Administrator {
			return forbidden(platform, "this is for a person, and the OAuth client is nobody")
		}
		return e(w, r, by)
	})
}

// asAdministrator wraps an endpoint that persons may not use.
func (f *face) asAdministrator(e endpoint) api.Endpoint {
	return f.known(func(w http.ResponseWriter, r *http.Request, by api.Caller) error {
		if !by.Administrator {
			return forbidden(platform, "this is for administrators")
		}
		return e(w, r, by)
	})
}

// caller finds out who makes a request: by bearer token, else by the cookie of a session.
func (f *face) caller(r *http.Request) (api.Caller, error) {
	if r.Header.Get("Authorization") != "" {
		return f.byBearer(r)
	}
	sid, err := r.Cookie(sessionCookie)
	if err != nil {
		return api.Caller{}, unauthenticated()
	}
	if changes(r.Method) && !api.SameSecret(r.Header.Get(csrfHeader), f.sign("csrf "+sid.Value)) {
		return api.Caller{}, forbidden(platform, "a request that changes something by a session carries the header qlik-csrf-token")
	}
	return f.check(r, sid.Value, store.Session)
}

func changes(method string) bool { return method != http.MethodGet && method != http.MethodHead }

func (f *face) byBearer(r *http.Request) (api.Caller, error) {
	token := api.Bearer(r)
	if f.adminKey != "" && api.SameSecret(token, f.adminKey) {
		return api.Caller{Administrator: true}, nil
	}
	if scopes, ok := f.clientScopes(token); ok {
		if !slices.Contains(scopes, adminScope) {
			return api.Caller{}, forbidden(platform, "the access token lacks the scope "+adminScope)
		}
		return api.Caller{Administrator: true}, nil
	}
	return f.check(r, token, store.AccessToken, store.APIToken)
}

func (f *face) check(r *http.Request, secret string, kinds ...store.TokenKind) (api.Caller, error) {
	holder, err := f.logins.Check(r.Context(), secret, kinds...)
	if errors.Is(err, login.ErrRefused) {
		return api.Caller{}, unauthenticated()
	}
	return api.Caller{Account: holder.Account, Via: string(holder.Token.Kind)}, err
}

// clientPrefix begins an access token of the OAuth client itself: its end in Unix seconds and its scopes follow, and
// the signature.
const clientPrefix = "client"

func (f *face) clientToken(scopes []string) string {
	end := strconv.FormatInt(f.now().Add(login.AccessLifetime).Unix(), 10)
	text := strings.Join([]string{clientPrefix, end, strings.Join(scopes, "+")}, "~")
	return text + "~" + f.sign(text)
}

// clientScopes reads an access token of the OAuth client that has not expired.
func (f *face) clientScopes(token string) ([]string, bool) {
	parts := strings.Split(token, "~")
	if len(parts) != 4 || parts[0] != clientPrefix {
		return nil, false
	}
	if !api.SameSecret(parts[3], f.sign(strings.Join(parts[:3], "~"))) {
		return nil, false
	}
	end, err := strconv.ParseInt(parts[1], 10, 64)
	return strings.Split(parts[2], "+"), err == nil && f.now().Before(time.Unix(end, 0))
}
