package assets

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// HTTP serves the endpoints of a Service.
type HTTP struct {
	Service Assets
	Who     api.Authenticator
}

// Assets is what HTTP needs of a Service.
type Assets interface {
	Create(ctx context.Context, by api.Caller, d Draft) (store.Asset, error)
	List(ctx context.Context, by api.Caller, q store.AssetQuery) ([]store.Asset, error)
	Get(ctx context.Context, by api.Caller, id string) (store.Asset, error)
	Content(ctx context.Context, by api.Caller, id string) ([]byte, error)
	Share(ctx context.Context, by api.Caller, id string, userIDs []string) (store.Asset, error)
	Delete(ctx context.Context, by api.Caller, id string) error
	Run(ctx context.Context, by api.Caller, id string) error
	Transfer(ctx context.Context, by api.Caller, id, newOwnerID string) (store.Asset, error)
	TransferAll(ctx context.Context, fromID, newOwnerID string, kinds ...string) ([]string, error)
}

// Register adds the endpoints to a surface.
func (h *HTTP) Register(surface api.Surface) {
	surface.Handle("POST /api/v1/assets", h.known(h.create))
	surface.Handle("GET /api/v1/assets", h.known(h.list))
	surface.Handle("GET /api/v1/assets/{id}", h.known(h.get))
	surface.Handle("GET /api/v1/assets/{id}/content", h.known(h.content))
	surface.Handle("PUT /api/v1/assets/{id}/sharing", h.known(h.share))
	surface.Handle("DELETE /api/v1/assets/{id}", h.known(h.delete))
	surface.Handle("POST /api/v1/assets/{id}/run", h.known(h.run))
	surface.Handle("POST /api/v1/assets/{id}/transfer", h.known(h.transfer))
	surface.Handle("POST /api/v1/users/{id}/assets/transfer", Refusals(api.RequireAdministrator(h.Who, h.transferAll)))
}

// known wraps an endpoint that is for persons and administrators.
func (h *HTTP) known(endpoint func(http.ResponseWriter, *http.Request, api.Caller) error) api.Endpoint {
	return Refusals(func(w http.ResponseWriter, r *http.Request) error {
		caller, err := h.Who.Authenticate(r)
		if err != nil {
			return err
		}
		return endpoint(w, r.WithContext(api.WithActor(r.Context(), caller.Actor())), caller)
	})
}

// Refusals wraps an endpoint so that a *RefusalError is answered by its status.
func Refusals(endpoint api.Endpoint) api.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := endpoint(w, r)
		if refusal, ok := errors.AsType[*RefusalError](err); ok {
			return &api.Error{Status: refusal.status(), Code: string(refusal.Reason), Detail: refusal.Detail}
		}
		return err
	}
}

func (r *RefusalError) status() int {
	switch r.Reason {
	case Absent:
		return http.StatusNotFound
	case Forbidden:
		return http.StatusForbidden
	case UnknownKind, UnknownUser, UnknownOwner:
		return http.StatusUnprocessableEntity
	case OwnerDisabled, StillOwning:
		return http.StatusConflict
	case Invalid:
	}
	return http.StatusBadRequest
}

// shown is an asset as it is sent.
type shown struct {
	ID         string    `json:"id"`
	Kind       string    `json:"kind"`
	Name       string    `json:"name"`
	OwnerID    *string   `json:"ownerId"` // null where nobody owns it
	SharedWith []string  `json:"sharedWith"`
	Digest     string    `json:"digest"`
	CreatedAt  time.Time `json:"createdAt"`
}

func show(a store.Asset) shown {
	s := shown{ID: a.ID, Kind: a.Kind, Name: a.Name, SharedWith: a.SharedWith, Digest: a.Digest, CreatedAt: a.Created}
	if a.OwnerID != "" {
		s.OwnerID = &a.OwnerID
	}
	return s
}

// answer sends an asset, unless there is an error.
func answer(w http.ResponseWriter, status int, a store.Asset, err error) error {
	if err != nil {
		return err
	}
	return api.Write(w, status, show(a))
}

func (h *HTTP) create(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body struct {
		Kind       string   `json:"kind"`
		Name       string   `json:"name"`
		Content    string   `json:"content"`
		SharedWith []string `json:"sharedWith"`
	}
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	a, err := h.Service.Create(r.Context(), by, Draft{
		Kind: body.Kind, Name: body.Name, Content: []byte(body.Content), SharedWith: body.SharedWith,
	})
	return answer(w, http.StatusCreated, a, err)
}

func (h *HTTP) list(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	page, err := api.ReadPage(r)
	if err != nil {
		return err
	}
	q := store.AssetQuery{
		OwnerID: r.URL.Query().Get("ownerId"), Kind: r.URL.Query().Get("kind"), After: page.After, Limit: page.Limit + 1,
	}
	if q.Kind != "" {
		if err := checkKind(q.Kind); err != nil {
			return err
		}
	}
	list, err := h.Service.List(r.Context(), by, q)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, api.NewList(page, list, show, func(a store.Asset) int64 { return a.Seq }))
}

func (h *HTTP) get(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	a, err := h.Service.Get(r.Context(), by, r.PathValue("id"))
	return answer(w, http.StatusOK, a, err)
}

func (h *HTTP) content(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	content, err := h.Service.Content(r.Context(), by, r.PathValue("id"))
	if err != nil {
		return err
	}
	header := w.Header() // nobody's content is to run in the tenant's name
	header.Set("Content-Type", "application/octet-stream")
	header.Set("Content-Disposition", "attachment")
	header.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(content)
	return nil
}

func (h *HTTP) share(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body struct {
		SharedWith *[]string `json:"sharedWith"`
	}
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	if body.SharedWith == nil {
		return api.Invalid("sharedWith is required; an empty list ends the sharing")
	}
	a, err := h.Service.Share(r.Context(), by, r.PathValue("id"), *body.SharedWith)
	return answer(w, http.StatusOK, a, err)
}

func (h *HTTP) delete(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	if err := h.Service.Delete(r.Context(), by, r.PathValue("id")); err != nil {
		return err
	}
	return api.NoContent(w)
}

func (h *HTTP) run(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	if err := h.Service.Run(r.Context(), by, r.PathValue("id")); err != nil {
		return err
	}
	return api.NoContent(w)
}

func (h *HTTP) transfer(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body struct {
		OwnerID string `json:"ownerId"`
	}
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	a, err := h.Service.Transfer(r.Context(), by, r.PathValue("id"), body.OwnerID)
	return answer(w, http.StatusOK, a, err)
}

func (h *HTTP) transferAll(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		OwnerID string    `json:"ownerId"`
		Kinds   *[]string `json:"kinds"`
	}
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	var kinds []string
	if body.Kinds != nil {
		if kinds = *body.Kinds; len(kinds) == 0 {
			return api.Invalid("kinds must name at least one kind; leave it out for all")
		}
	}
	ids, err := h.Service.TransferAll(r.Context(), r.PathValue("id"), body.OwnerID, kinds...)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, struct {
		Transferred int      `json:"transferred"`
		IDs         []string `json:"ids"`
	}{len(ids), ids})
}
