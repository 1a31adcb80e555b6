package admin

import (
	"errors"
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

// HTTP serves the endpoints of a Service.
type HTTP struct {
	Service *Service
	Who     api.Authenticator
}

// Register adds the endpoints to a surface.
func (h *HTTP) Register(surface api.Surface) {
	handle := func(pattern string, endpoint api.Endpoint) {
		surface.Handle(pattern, assets.Refusals(api.RequireAdministrator(h.Who, known(endpoint))))
	}
	handle("GET /api/v1/users", h.list)
	handle("POST /api/v1/users", h.create)
	handle("GET /api/v1/users/{id}", h.get)
	handle("POST /api/v1/users/{id}/disable", h.setActive(false))
	handle("POST /api/v1/users/{id}/enable", h.setActive(true))
	handle("DELETE /api/v1/users/{id}", h.delete)
	handle("PUT /api/v1/scim", h.turn)
	handle("GET /api/v1/audit", h.audit)
}

// known answers ErrNoAccount by 404.
func known(endpoint api.Endpoint) api.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := endpoint(w, r)
		if errors.Is(err, ErrNoAccount) {
			return api.NotFound("there is no account of that id")
		}
		return err
	}
}

// How an account's state is shown.
const (
	active   = "active"
	disabled = "disabled"
)

// shown is an account as it is sent.
type shown struct {
	ID          string         `json:"id"`
	UserName    string         `json:"userName"`
	DisplayName string         `json:"displayName"`
	Email       string         `json:"email,omitempty"`
	Status      string         `json:"status"`
	Source      string         `json:"source"`
	Assets      map[string]int `json:"assets"`
}

func show(a Account) shown {
	s := shown{
		ID: a.ID, UserName: a.UserName, DisplayName: a.DisplayName, Email: a.Email, Status: disabled, Source: a.Source,
		Assets: map[string]int{},
	}
	if a.Active {
		s.Status = active
	}
	for _, kind := range assets.Kinds() {
		s.Assets[kind] = a.Assets[kind]
	}
	return s
}

func (h *HTTP) list(w http.ResponseWriter, r *http.Request) error {
	page, err := api.ReadPage(r)
	if err != nil {
		return err
	}
	q := Query{Text: r.URL.Query().Get("q"), After: page.After, Limit: page.Limit + 1}
	switch status := r.URL.Query().Get("status"); status {
	case "":
	case active, disabled:
		is := status == active
		q.Active = &is
	default:
		return api.Invalid("status must be active or disabled")
	}
	list, err := h.Service.Accounts(r.Context(), q)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, api.NewList(page, list, show, func(a Account) int64 { return a.Seq }))
}

func (h *HTTP) create(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		UserName    string `json:"userName"`
		DisplayName string `json:"displayName"`
		Email       string `json:"email"`
		Password    string `json:"password"`
	}
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	if body.UserName == "" || body.Password == "" {
		return api.Invalid("an account needs a userName and a password")
	}
	a, err := h.Service.Create(r.Context(), NewAccount(body))
	if errors.Is(err, ErrTaken) {
		return &api.Error{Status: http.StatusConflict, Code: "conflict", Detail: "another account has that userName"}
	}
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusCreated, show(a))
}

func (h *HTTP) get(w http.ResponseWriter, r *http.Request) error {
	a, err := h.Service.Account(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, show(a))
}

func (h *HTTP) setActive(active bool) api.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		a, err := h.Service.SetActive(r.Context(), r.PathValue("id"), active)
		if err != nil {
			return err
		}
		return api.Write(w, http.StatusOK, show(a))
	}
}

func (h *HTTP) delete(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.Delete(r.Context(), r.PathValue("id"), r.URL.Query().Get("transferTo")); err != nil {
		return err
	}
	return api.NoContent(w)
}

// turn switches SCIM on or off for everybody.
func (h *HTTP) turn(w http.ResponseWriter, r *http.Request) error {
	var wanted struct {
		Enabled *bool `json:"enabled"`
	}
	if err := api.Read(w, r, &wanted); err != nil {
		return err
	}
	if wanted.Enabled == nil {
		return api.Invalid("enabled is required")
	}
	h.Service.Provider.Switch(*wanted.Enabled)
	return api.Write(w, http.StatusOK, wanted)
}

// event is an entry of the audit trail as it is sent.
type event struct {
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"`
	Action string    `json:"action"`
	UserID string    `json:"userId"`
	Detail string    `json:"detail"`
}

func (h *HTTP) audit(w http.ResponseWriter, r *http.Request) error {
	page, err := api.ReadPage(r)
	if err != nil {
		return err
	}
	trail, err := h.Service.Audit(r.Context(), r.URL.Query().Get("userId"), page.After, page.Limit+1)
	if err != nil {
		return err
	}
	showEvent := func(e store.Event) event { return event{e.At, e.Actor, e.Action, e.UserID, e.Detail} }
	return api.Write(w, http.StatusOK, api.NewList(page, trail, showEvent, func(e store.Event) int64 { return e.Seq }))
}
