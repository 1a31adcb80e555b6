package idp

import (
	"errors"
	"net/http"

	"github.com/scimproof/scimproof/reference/api"
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
		surface.Handle(pattern, api.RequireAdministrator(h.Who, known(endpoint)))
	}
	handle("POST /idp/v1/connections", h.connect)
	handle("PATCH /idp/v1/connections/{connection}", h.setProvisioning)
	handle("DELETE /idp/v1/connections/{connection}", h.disconnect)
	handle("POST /idp/v1/connections/{connection}/people", h.add)
	handle("GET /idp/v1/connections/{connection}/people/{person}", h.person)
	handle("DELETE /idp/v1/connections/{connection}/people/{person}", h.remove)
	handle("POST /idp/v1/connections/{connection}/cycle", h.cycle)
}

// known answers the errors of the service by their status.
func known(endpoint api.Endpoint) api.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := endpoint(w, r)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return api.NotFound("there is no such connection or person")
		case errors.Is(err, ErrTaken):
			return &api.Error{Status: http.StatusConflict, Code: "conflict", Detail: "the connection has a person of that userName"}
		}
		return err
	}
}

type shownConnection struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Provisioning bool   `json:"provisioning"`
}

func (h *HTTP) connect(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Name         string `json:"name"`
		Provisioning bool   `json:"provisioning"`
	}
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	if body.Name == "" {
		return api.Invalid("name is required")
	}
	c, err := h.Service.Connect(r.Context(), body.Name, body.Provisioning)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusCreated, shownConnection(c))
}

func (h *HTTP) setProvisioning(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Provisioning *bool `json:"provisioning"`
	}
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	if body.Provisioning == nil {
		return api.Invalid("provisioning is required")
	}
	c, err := h.Service.SetProvisioning(r.Context(), r.PathValue("connection"), *body.Provisioning)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, shownConnection(c))
}

func (h *HTTP) disconnect(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.Disconnect(r.Context(), r.PathValue("connection")); err != nil {
		return err
	}
	return api.NoContent(w)
}

// shownPerson is somebody as they are sent; the password is not.
type shownPerson struct {
	ID         string `json:"id"`
	UserName   string `json:"userName"`
	GivenName  string `json:"givenName"`
	FamilyName string `json:"familyName"`
	Email      string `json:"email"`
}

func showPerson(p store.Person) shownPerson {
	return shownPerson{ID: p.ID, UserName: p.UserName, GivenName: p.GivenName, FamilyName: p.FamilyName, Email: p.Email}
}

func (h *HTTP) add(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		UserName   string `json:"userName"`
		GivenName  string `json:"givenName"`
		FamilyName string `json:"familyName"`
		Email      string `json:"email"`
		Password   string `json:"password"`
	}
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	if body.UserName == "" {
		return api.Invalid("userName is required")
	}
	p, err := h.Service.Add(r.Context(), store.Person{
		ConnectionID: r.PathValue("connection"), UserName: body.UserName, GivenName: body.GivenName,
		FamilyName: body.FamilyName, Email: body.Email, Password: body.Password,
	})
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusCreated, showPerson(p))
}

func (h *HTTP) person(w http.ResponseWriter, r *http.Request) error {
	p, err := h.Service.Person(r.Context(), r.PathValue("connection"), r.PathValue("person"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, showPerson(p))
}

func (h *HTTP) remove(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.Remove(r.Context(), r.PathValue("connection"), r.PathValue("person")); err != nil {
		return err
	}
	return api.NoContent(w)
}

type shownResult struct {
	UserName string `json:"userName"`
	Action   Action `json:"action"`
	Status   int    `json:"status"`
	Error    string `json:"error,omitempty"`
}

func (h *HTTP) cycle(w http.ResponseWriter, r *http.Request) error {
	c, err := h.Service.Cycle(r.Context(), r.PathValue("connection"))
	if err != nil {
		return err
	}
	results := []shownResult{}
	for _, result := range c.Results {
		shown := shownResult{UserName: result.UserName, Action: result.Action, Status: result.Status}
		if result.Err != nil {
			shown.Error = "the tenant has not followed; the next cycle tries again"
		}
		results = append(results, shown)
	}
	return api.Write(w, http.StatusOK, struct {
		Provisioning bool          `json:"provisioning"`
		Sent         int           `json:"sent"`
		Results      []shownResult `json:"results"`
	}{c.Provisioning, c.Sent(), results})
}
