package qlik

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
)

// service is a part of the product, as the codes of its errors begin.
type service string

// The parts that this face has. Only the codes USERS-7, LOGIN-2 and DF-006 are documented.
const (
	users       service = "USERS"
	apps        service = "APPS"
	connections service = "DCERR"
	files       service = "DF"
	spaces      service = "SPACES"
	automations service = "AUTOMATIONS"
	keys        service = "APIKEYS"
	audits      service = "AUDITS"
	items       service = "ITEMS"
	logins      service = "LOGIN"
	platform    service = "HTTP"
)

// refusal is an answer other than success, with what the product's errors have.
type refusal struct {
	status              int
	code, title, detail string
}

// Error implements error.
func (r *refusal) Error() string { return r.code + ": " + r.title }

func invalid(s service, detail string) *refusal {
	return &refusal{http.StatusBadRequest, string(s) + "-400", "Invalid request", detail}
}

func notFound(s service, detail string) *refusal {
	code := string(s) + "-404"
	if s == users {
		code = "USERS-7"
	}
	return &refusal{http.StatusNotFound, code, "Not found", detail}
}

func forbidden(s service, detail string) *refusal {
	return &refusal{http.StatusForbidden, string(s) + "-403", "Forbidden", detail}
}

func unauthenticated() *refusal {
	return &refusal{http.StatusUnauthorized, "AUTH-401", "Unauthorized", "a valid session, access token or API key is required"}
}

// ofAssets tells a refusal of the tenant's assets in the words of one part of the product.
func ofAssets(s service, r *assets.RefusalError) *refusal {
	switch r.Reason {
	case assets.Absent:
		return notFound(s, r.Detail)
	case assets.Forbidden:
		return forbidden(s, r.Detail)
	case assets.UnknownOwner, assets.OwnerDisabled:
		if s == files {
			return &refusal{http.StatusBadRequest, "DF-006", "The owner is unknown", r.Detail}
		}
	case assets.Invalid, assets.UnknownKind, assets.UnknownUser, assets.StillOwning:
	}
	return invalid(s, r.Detail)
}

// in gives an error of the tenant's assets to a part of the product.
func (s service) in(err error) error {
	if r, ok := errors.AsType[*assets.RefusalError](err); ok {
		return ofAssets(s, r)
	}
	return err
}

// errorBody is what the product answers to what it refuses.
type errorBody struct {
	Errors  []shownError `json:"errors"`
	TraceID string       `json:"traceId"`
}

type shownError struct {
	Code   string `json:"code"`
	Title  string `json:"title"`
	Detail string `json:"detail,omitempty"`
	Status int    `json:"status"`
}

func (r *refusal) shown() shownError { return shownError{r.code, r.title, r.detail, r.status} }

func writeError(w http.ResponseWriter, r *refusal) {
	if r.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="tenant"`)
	}
	_ = api.Write(w, r.status, errorBody{[]shownError{r.shown()}, traceID()})
}

// handle serves a pattern by an endpoint. What the client did not cause is logged, and not told.
func (f *face) handle(pattern string, endpoint api.Endpoint) {
	f.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		err := endpoint(w, r)
		if err == nil {
			return
		}
		answer, told := errors.AsType[*refusal](err)
		if !told {
			f.log.ErrorContext(r.Context(), "request failed", "method", r.Method, "route", r.Pattern, "error", err)
			answer = &refusal{http.StatusInternalServerError, "HTTP-500", "Internal server error", ""}
		}
		writeError(w, answer)
	})
}

func traceID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // documented never to fail
	return hex.EncodeToString(b[:])
}
