// Package tableau is a face of the tenant: it answers as Tableau Cloud does, on the endpoints of its REST interface that
// the end of an account needs, and on no others. Accounts, credentials and what people own are the tenant's own.
//
// It is there for its shape: a person who owns something cannot be removed, and loses the licence by the attempt; who
// inherits is named in the removal itself.
package tableau

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/store"
)

// Version is the version of the REST interface that is served, and that stands in its paths.
const Version = "3.24"

// As turns the options of a tenant into those of one that shows itself as a site of Tableau Cloud. The administrator's
// token is one that signing in has given.
func As(tenant reference.Options, siteID string) reference.Options {
	tenant.DeletionPolicy = assets.RefuseWhileOwning
	tenant.Face = &reference.Face{Make: func(inside reference.Interior) (http.Handler, error) {
		if siteID == "" {
			return nil, errors.New("the face of Tableau Cloud needs the id of a site")
		}
		return newFace(inside, siteID), nil
	}}
	return tenant
}

// face serves the endpoints.
type face struct {
	site       string
	logins     *login.Service
	works      *assets.Service
	accounts   *admin.Service
	adminToken string
	log        *slog.Logger
	mux        *http.ServeMux
}

func newFace(inside reference.Interior, siteID string) *face {
	f := &face{
		site: siteID, logins: inside.Logins, works: inside.Works, accounts: inside.Accounts,
		adminToken: inside.AdminToken, log: inside.Log, mux: http.NewServeMux(),
	}
	const base = "/api/" + Version
	f.handle("POST "+base+"/auth/signin", f.signIn)
	site := base + "/sites/" + siteID
	f.handle("GET "+site+"/users", f.asAdministrator(f.listUsers))
	f.handle("GET "+site+"/users/{id}", f.known(f.getUser))
	f.handle("DELETE "+site+"/users/{id}", f.asAdministrator(f.removeUser))
	f.handle("GET "+site+"/users/{id}/workbooks", f.asAdministrator(f.listWorkbooksOf))
	f.handle("GET "+site+"/datasources", f.asAdministrator(f.listDatasources))
	for _, k := range contents {
		f.handle("POST "+site+"/"+k.plural, f.known(f.publish(k)))
		f.handle("GET "+site+"/"+k.plural+"/{id}", f.known(f.get(k)))
		f.handle("PUT "+site+"/"+k.plural+"/{id}", f.known(f.update(k)))
		f.handle("DELETE "+site+"/"+k.plural+"/{id}", f.known(f.remove))
	}
	return f
}

// ServeHTTP implements http.Handler.
func (f *face) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := f.mux.Handler(r); pattern == "" {
		writeError(w, &problem{http.StatusNotFound, "404000", "Resource Not Found"})
		return
	}
	f.mux.ServeHTTP(w, r)
}

// problem is an answer other than success. The codes are six digits, of which the first three are the status.
type problem struct {
	status        int
	code, summary string
}

func (p *problem) Error() string { return p.code + ": " + p.summary }

var errUnauthorized = &problem{http.StatusUnauthorized, "401002", "Unauthorized Access"}

func writeError(w http.ResponseWriter, p *problem) {
	_ = api.Write(w, p.status, object{"error": object{"summary": p.summary, "detail": p.summary, "code": p.code}})
}

type object = map[string]any

// handle serves a pattern by an endpoint, and answers its error in the manner of the product.
func (f *face) handle(pattern string, endpoint api.Endpoint) {
	f.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		err := endpoint(w, r)
		if err == nil {
			return
		}
		if p, ok := errors.AsType[*problem](err); ok {
			writeError(w, p)
			return
		}
		if refusal, ok := errors.AsType[*assets.RefusalError](err); ok {
			writeError(w, problemOf(refusal))
			return
		}
		f.log.ErrorContext(r.Context(), "request failed", "method", r.Method, "route", r.Pattern, "error", err)
		writeError(w, &problem{http.StatusInternalServerError, "500000", "Internal Server Error"})
	})
}

func problemOf(r *assets.RefusalError) *problem {
	switch r.Reason {
	case assets.Forbidden:
		return &problem{http.StatusForbidden, "403004", "Forbidden"}
	case assets.StillOwning:
		return &problem{http.StatusConflict, "409003", "User still owns content"}
	case assets.Absent:
		return &problem{http.StatusNotFound, "404006", "Not found"}
	case assets.UnknownOwner, assets.UnknownUser:
		return &problem{http.StatusNotFound, "404002", "User not found"}
	default:
		return &problem{http.StatusBadRequest, "400003", r.Detail}
	}
}

// credentials is what a client signs in by.
type credentials struct {
	Credentials struct {
		Name     string `json:"name"`
		Password string `json:"password"`
		Site     struct {
			ContentURL string `json:"contentUrl"`
		} `json:"site"`
	} `json:"credentials"`
}

// signIn gives a token to who has a licence, and a right password.
func (f *face) signIn(w http.ResponseWriter, r *http.Request) error {
	var body credentials
	if err := json.UnmarshalRead(http.MaxBytesReader(w, r.Body, api.MaxBody), &body); err != nil {
		return &problem{http.StatusBadRequest, "400000", "Bad Request"}
	}
	refused := &problem{http.StatusUnauthorized, "401001", "Signin Error"}
	grant, err := f.logins.GrantByPassword(r.Context(), body.Credentials.Name, body.Credentials.Password)
	if errors.Is(err, login.ErrRefused) {
		return refused
	}
	if err != nil {
		return err
	}
	holder, err := f.logins.Check(r.Context(), grant.AccessToken, store.AccessToken)
	if errors.Is(err, login.ErrRefused) {
		return refused
	}
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, object{"credentials": object{
		"token": grant.AccessToken,
		"site":  object{"id": f.site, "contentUrl": body.Credentials.Site.ContentURL},
		"user":  object{"id": nativeID(holder.Account.ID)},
	}})
}

// known wraps an endpoint that is for everybody who has signed in.
func (f *face) known(endpoint func(http.ResponseWriter, *http.Request, api.Caller) error) api.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		caller, err := f.caller(r)
		if err != nil {
			return err
		}
		return endpoint(w, r.WithContext(api.WithActor(r.Context(), caller.Actor())), caller)
	}
}

func (f *face) asAdministrator(endpoint func(http.ResponseWriter, *http.Request, api.Caller) error) api.Endpoint {
	return f.known(func(w http.ResponseWriter, r *http.Request, caller api.Caller) error {
		if !caller.Administrator {
			return &problem{http.StatusForbidden, "403004", "Forbidden"}
		}
		return endpoint(w, r, caller)
	})
}

func (f *face) caller(r *http.Request) (api.Caller, error) {
	token := r.Header.Get("X-Tableau-Auth")
	if f.adminToken != "" && api.SameSecret(token, f.adminToken) {
		return api.Caller{Administrator: true}, nil
	}
	holder, err := f.logins.Check(r.Context(), token, store.AccessToken)
	if errors.Is(err, login.ErrRefused) {
		return api.Caller{}, errUnauthorized
	}
	return api.Caller{Account: holder.Account, Via: "access-token"}, err
}

// nativeID is the product's own id of a person, which is not that of SCIM, so that whoever takes the one for the other
// is found out: a UUID is written in capitals.
func nativeID(id string) string { return strings.ToUpper(id) }

// accountID is the tenant's id of the person whom the product knows by a native one; "" for what is none.
func accountID(native string) string {
	if native != strings.ToUpper(native) {
		return ""
	}
	return strings.ToLower(native)
}
