package idp

import (
	"cmp"
	"errors"
	"net/http"
	"strings"

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
	handle("GET /idp/v1/connections/{connection}", h.connection)
	handle("PATCH /idp/v1/connections/{connection}", h.configure)
	handle("DELETE /idp/v1/connections/{connection}", h.disconnect)
	handle("POST /idp/v1/connections/{connection}/people", h.add)
	handle("GET /idp/v1/connections/{connection}/people/{person}", h.person)
	handle("PATCH /idp/v1/connections/{connection}/people/{person}", h.change)
	handle("DELETE /idp/v1/connections/{connection}/people/{person}", h.remove)
	handle("POST /idp/v1/connections/{connection}/people/{person}/restore", h.restore)
	handle("POST /idp/v1/connections/{connection}/people/{person}/purge", h.purge)
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
	ID            string `json:"id"`
	Name          string `json:"name"`
	Provisioning  bool   `json:"provisioning"`
	Dialect       string `json:"dialect"`
	JustInTime    bool   `json:"justInTime"`
	MatchUserName bool   `json:"matchUserName"`
}

func showConnection(c store.Connection) shownConnection {
	return shownConnection{c.ID, c.Name, c.Provisioning, cmp.Or(c.Dialect, string(rfc)), c.JustInTime, c.MatchUserName}
}

// settings are what can be said of a connection; what is not given stays as it is.
type settings struct {
	Name          *string `json:"name"`
	Provisioning  *bool   `json:"provisioning"`
	Dialect       *string `json:"dialect"`
	JustInTime    *bool   `json:"justInTime"`
	MatchUserName *bool   `json:"matchUserName"`
}

func (s settings) check() error {
	if s == (settings{}) {
		return api.Invalid("one of name, provisioning, dialect, justInTime and matchUserName is required")
	}
	if s.Name != nil && *s.Name == "" {
		return api.Invalid("name must not be empty")
	}
	if s.Dialect != nil && !KnownDialect(*s.Dialect) {
		return api.Invalid("dialect must be one of " + strings.Join(Dialects(), ", "))
	}
	return nil
}

func (s settings) apply(c *store.Connection) {
	set(&c.Name, s.Name)
	set(&c.Provisioning, s.Provisioning)
	set(&c.Dialect, s.Dialect)
	set(&c.JustInTime, s.JustInTime)
	set(&c.MatchUserName, s.MatchUserName)
}

// set takes over a value that is given.
func set[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}

func (h *HTTP) connect(w http.ResponseWriter, r *http.Request) error {
	var body settings
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	if body.Name == nil {
		return api.Invalid("name is required")
	}
	if err := body.check(); err != nil {
		return err
	}
	var c store.Connection
	body.apply(&c)
	c, err := h.Service.Connect(r.Context(), c)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusCreated, showConnection(c))
}

func (h *HTTP) connection(w http.ResponseWriter, r *http.Request) error {
	c, err := h.Service.Connection(r.Context(), r.PathValue("connection"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, showConnection(c))
}

func (h *HTTP) configure(w http.ResponseWriter, r *http.Request) error {
	var body settings
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	if err := body.check(); err != nil {
		return err
	}
	c, err := h.Service.Configure(r.Context(), r.PathValue("connection"), body.apply)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, showConnection(c))
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

func (h *HTTP) change(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		UserName   *string `json:"userName"`
		GivenName  *string `json:"givenName"`
		FamilyName *string `json:"familyName"`
		Email      *string `json:"email"`
	}
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	if body.UserName != nil && *body.UserName == "" {
		return api.Invalid("userName must not be empty")
	}
	p, err := h.Service.Change(r.Context(), r.PathValue("connection"), r.PathValue("person"), func(p *store.Person) {
		set(&p.UserName, body.UserName)
		set(&p.GivenName, body.GivenName)
		set(&p.FamilyName, body.FamilyName)
		set(&p.Email, body.Email)
	})
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, showPerson(p))
}

func (h *HTTP) restore(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.Restore(r.Context(), r.PathValue("connection"), r.PathValue("person")); err != nil {
		return err
	}
	return api.NoContent(w)
}

func (h *HTTP) purge(w http.ResponseWriter, r *http.Request) error {
	result, err := h.Service.Purge(r.Context(), r.PathValue("connection"), r.PathValue("person"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, showResult(result))
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

func showResult(r Result) shownResult {
	shown := shownResult{UserName: r.UserName, Action: r.Action, Status: r.Status}
	if r.Err != nil {
		shown.Error = "the tenant has not followed; the next cycle tries again"
	}
	return shown
}

func (h *HTTP) cycle(w http.ResponseWriter, r *http.Request) error {
	c, err := h.Service.Cycle(r.Context(), r.PathValue("connection"))
	if err != nil {
		return err
	}
	results := []shownResult{}
	for _, result := range c.Results {
		results = append(results, showResult(result))
	}
	return api.Write(w, http.StatusOK, struct {
		Provisioning bool          `json:"provisioning"`
		Sent         int           `json:"sent"`
		Results      []shownResult `json:"results"`
	}{c.Provisioning, c.Sent(), results})
}
