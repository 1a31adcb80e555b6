// Package api is the manner of the tenant's HTTP interfaces other than SCIM: how errors, bodies, pages and callers
// look. Each service writes its own endpoints with it.
package api

import (
	"errors"
	"log/slog"
	"net/http"
)

// Error is an answer other than success. Detail is shown to the client and never repeats a secret.
type Error struct {
	Status int
	Code   string // snake_case, for programs
	Detail string // one sentence, for people
	Header http.Header
}

// Error implements error.
func (e *Error) Error() string { return e.Code + ": " + e.Detail }

// NotFound is the answer for a thing that does not exist, or that the caller may not know of.
func NotFound(detail string) *Error {
	return &Error{Status: http.StatusNotFound, Code: "not_found", Detail: detail}
}

// Forbidden is the answer to a known caller who may not do this.
func Forbidden(detail string) *Error {
	return &Error{Status: http.StatusForbidden, Code: "forbidden", Detail: detail}
}

// Invalid is the answer to a request that cannot be understood.
func Invalid(detail string) *Error {
	return &Error{Status: http.StatusBadRequest, Code: "invalid_request", Detail: detail}
}

// Unauthenticated is the answer to a caller without a valid credential.
func Unauthenticated() *Error {
	return &Error{
		Status: http.StatusUnauthorized, Code: "unauthenticated", Detail: "a valid session or bearer token is required",
		Header: http.Header{"Www-Authenticate": {`Bearer realm="tenant"`}},
	}
}

// Endpoint answers one request; it writes nothing if it returns an error.
type Endpoint func(w http.ResponseWriter, r *http.Request) error

// Surface is a set of endpoints with one way to answer errors.
type Surface struct {
	Mux *http.ServeMux
	Log *slog.Logger
}

// Handle serves a pattern of http.ServeMux by an endpoint.
func (s Surface) Handle(pattern string, endpoint Endpoint) {
	s.Mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if err := endpoint(w, r); err != nil {
			s.refuse(w, r, err)
		}
	})
}

// refuse is the only writer of errors. What the client did not cause is logged, and not told.
func (s Surface) refuse(w http.ResponseWriter, r *http.Request, err error) {
	answer, ok := errors.AsType[*Error](err)
	if !ok {
		s.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "route", r.Pattern, "error", err)
		answer = &Error{
			Status: http.StatusInternalServerError, Code: "internal_error",
			Detail: "the request failed for a reason inside the service; its log says which",
		}
	}
	WriteError(w, answer)
}

// WriteError writes an error in the form of this interface.
func WriteError(w http.ResponseWriter, e *Error) {
	for name, values := range e.Header {
		w.Header()[name] = values
	}
	_ = Write(w, e.Status, struct {
		Error  string `json:"error"`
		Detail string `json:"detail,omitempty"`
	}{e.Code, e.Detail})
}
