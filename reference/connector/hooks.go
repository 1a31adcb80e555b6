package connector

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/go-json-experiment/json"
)

// largestHook bounds what is sent to a hook: a group of some hundred thousand keys, in bytes.
const largestHook = 8 << 20

// Handler serves the hooks by which somebody plays the directory's administrator:
//
//	PUT    /settings     Settings
//	PUT    /people/KEY   the SCIM user that is wanted
//	DELETE /people/KEY   leaves; with ?purge=true is gone for good
//	PUT    /groups/KEY   Team
//	DELETE /groups/KEY
//	POST   /cycle        tells the service provider; ?full=true reads everybody first, ?override=true lifts the threshold
//	GET    /healthz
//
// All but /cycle only change the directory, and answer 204. There is no login: whoever reaches it may do all of it.
func (c *Connector) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("PUT /settings", taking(func(_ *http.Request, s Settings) error { return c.Configure(s) }))
	mux.Handle("PUT /people/{key}", taking(func(r *http.Request, wanted Resource) error {
		return c.PutPerson(r.PathValue("key"), wanted)
	}))
	mux.Handle("DELETE /people/{key}", doing(func(r *http.Request) error {
		return c.RemovePerson(r.PathValue("key"), r.URL.Query().Get("purge") == "true")
	}))
	mux.Handle("PUT /groups/{key}", taking(func(r *http.Request, t Team) error { return c.PutGroup(r.PathValue("key"), t) }))
	mux.Handle("DELETE /groups/{key}", doing(func(r *http.Request) error { return c.RemoveGroup(r.PathValue("key")) }))
	mux.HandleFunc("POST /cycle", c.serveCycle)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { write(w, http.StatusOK, Resource{"status": "up"}) })
	return mux
}

func (c *Connector) serveCycle(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	report, err := c.Cycle(r.Context(), Asked{Full: query.Get("full") == "true", Override: query.Get("override") == "true"})
	if err != nil {
		refuse(w, err)
		return
	}
	write(w, http.StatusOK, report)
}

// taking serves a hook with a body.
func taking[T any](do func(*http.Request, T) error) http.Handler {
	return doing(func(r *http.Request) error {
		var given T
		content, err := io.ReadAll(r.Body)
		if err != nil {
			return fmt.Errorf("reading the body: %w", err)
		}
		if err := json.Unmarshal(content, &given); err != nil {
			return errors.New("the body must be a JSON object of the kind that this hook takes")
		}
		return do(r, given)
	})
}

func doing(do func(*http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, largestHook)
		if err := do(r); err != nil {
			refuse(w, err)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusBadRequest
	switch _, tooLarge := errors.AsType[*http.MaxBytesError](err); {
	case tooLarge:
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, ErrNobody):
		status = http.StatusNotFound
	case errors.Is(err, ErrUnconfigured):
		status = http.StatusConflict
	}
	write(w, status, Resource{"error": err.Error()})
}

func write(w http.ResponseWriter, status int, body any) {
	content, err := json.Marshal(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(content) // whoever asked has gone, and nobody else would hear of it
}
