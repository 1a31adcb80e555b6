package page

import (
	"errors"
	"net/http"

	"github.com/scimproof/scimproof/reference/api"
)

// Handle serves a pattern of http.ServeMux by an endpoint, whose errors are shown as pages: an *api.Error as it is,
// ErrForeignForm with what to do, and anything else without its reason, which is logged.
func (s *Site) Handle(mux *http.ServeMux, pattern string, endpoint api.Endpoint) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if err := endpoint(w, r); err != nil {
			s.refuse(w, r, err)
		}
	})
}

func (s *Site) refuse(w http.ResponseWriter, r *http.Request, err error) {
	refusal := s.refusal(r, err)
	for name, values := range refusal.Header {
		w.Header()[name] = values
	}
	page := Page{Title: title(refusal.Status), Data: refusal.Detail}
	if err := s.Show(w, r, refusal.Status, "error", page); err != nil {
		s.options.Log.ErrorContext(r.Context(), "no page to show an error", "error", err)
		http.Error(w, refusal.Detail, refusal.Status)
	}
}

func (s *Site) refusal(r *http.Request, err error) *api.Error {
	if refusal, ok := errors.AsType[*api.Error](err); ok {
		return refusal
	}
	if errors.Is(err, ErrForeignForm) {
		return &api.Error{
			Status: http.StatusForbidden,
			Detail: "Nothing was changed: the form was not made for this session, or you have logged in or out since. Go back, reload the page and send it again.",
		}
	}
	s.options.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "route", r.Pattern, "error", err)
	return &api.Error{
		Status: http.StatusInternalServerError,
		Detail: "The request failed for a reason inside the service; its log says which. Try again, or tell who runs it.",
	}
}

func title(status int) string {
	switch status {
	case http.StatusNotFound:
		return "Not found"
	case http.StatusForbidden:
		return "Not permitted"
	case http.StatusInternalServerError:
		return "Something went wrong"
	default:
		return "That did not work"
	}
}
