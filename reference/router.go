package reference

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/reference/api"
)

// router leads requests to the services' endpoints, and answers in their manner where there is none.
type router struct {
	api.Surface
	scim http.Handler
	path string // of scim
}

func newRouter(path string, scim http.Handler, log *slog.Logger) *router {
	return &router{Surface: api.Surface{Mux: http.NewServeMux(), Log: log}, scim: scim, path: path}
}

// ServeHTTP implements http.Handler. Everything below its path is the service provider's, errors too; http.ServeMux
// would redirect some of it.
func (rt *router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if below(rt.path, r.URL.Path) {
		rt.scim.ServeHTTP(w, r.WithContext(api.WithActor(r.Context(), api.ActorSCIM)))
		return
	}
	rt.serveRest(w, r)
}

func below(base, path string) bool { return path == base || strings.HasPrefix(path, base+"/") }

func (rt *router) serveRest(w http.ResponseWriter, r *http.Request) {
	handler, pattern := rt.Mux.Handler(r)
	if pattern != "" {
		rt.Mux.ServeHTTP(w, r)
		return
	}
	var refused refusal // http.ServeMux answers 404 and 405 in plain text
	handler.ServeHTTP(&refused, r)
	answer := api.NotFound("there is no such endpoint")
	if allow := refused.Header().Get("Allow"); allow != "" {
		answer = &api.Error{
			Status: http.StatusMethodNotAllowed, Code: "method_not_allowed", Detail: "this endpoint allows " + allow,
			Header: http.Header{"Allow": {allow}},
		}
	}
	api.WriteError(w, answer)
}

// refusal takes what http.ServeMux says of a request that it leads nowhere; only its header matters.
type refusal struct{ header http.Header }

// Header implements http.ResponseWriter.
func (r *refusal) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}

// Write implements http.ResponseWriter.
func (*refusal) Write(b []byte) (int, error) { return len(b), nil }

// WriteHeader implements http.ResponseWriter.
func (*refusal) WriteHeader(int) {}
