package idp

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/page"
	"github.com/scimproof/scimproof/reference/store"
)

// connectionsPage is what the first page shows.
type connectionsPage struct {
	Connections []store.Connection
	Dialects    []string
}

// Fresh are the settings of a connection that is not made yet: all of them, so that both stories can be told at once.
func (p connectionsPage) Fresh() connectionPage {
	return connectionPage{
		Connection: store.Connection{Name: "Directory", Provisioning: true, MatchUserName: true}, Dialects: p.Dialects,
	}
}

// connectionPage is what the page of a connection shows.
type connectionPage struct {
	store.Connection
	People   []store.Person // those in the directory
	Removed  []store.Person // those kept aside
	Last     Cycle
	Dialects []string
	Login    string // the path at which the tenant begins a login by this connection
}

// Speaks is the dialect by its name.
func (p connectionPage) Speaks() string { return cmp.Or(p.Dialect, string(rfc)) }

func (h *Web) connections(w http.ResponseWriter, r *http.Request, v visit) error {
	list, err := h.service.Connections(r.Context())
	if err != nil {
		return err
	}
	return h.show(w, r, v, http.StatusOK, "connections", page.Page{Title: "Connections", Data: connectionsPage{list, Dialects()}})
}

func (h *Web) connect(w http.ResponseWriter, r *http.Request, v visit) error {
	c, err := fromForm(r)
	if err != nil {
		return err
	}
	if c, err = h.service.Connect(r.Context(), c); err != nil {
		return err
	}
	return h.done(w, r, v, pathOf(c.ID), "The connection was made. Add people to its directory.")
}

// fromForm reads the settings of a connection.
func fromForm(r *http.Request) (store.Connection, error) {
	name, dialect := strings.TrimSpace(r.PostForm.Get("name")), r.PostForm.Get("dialect")
	if name == "" {
		return store.Connection{}, api.Invalid("A connection needs a name. Go back and give it one.")
	}
	if !KnownDialect(dialect) {
		return store.Connection{}, api.Invalid("There is no such dialect. Go back and choose one.")
	}
	return store.Connection{
		Name: name, Dialect: dialect, Provisioning: r.PostForm.Has("provisioning"),
		JustInTime: r.PostForm.Has("justInTime"), MatchUserName: r.PostForm.Has("matchUserName"),
	}, nil
}

func pathOf(connectionID string) string { return PagePath + "/connections/" + connectionID }

func (h *Web) connection(w http.ResponseWriter, r *http.Request, v visit) error {
	return h.showConnection(w, r, v, http.StatusOK)
}

func (h *Web) showConnection(w http.ResponseWriter, r *http.Request, v visit, status int, problems ...page.Problem) error {
	id := r.PathValue("connection")
	c, people, err := h.service.load(r.Context(), id)
	if err != nil {
		return err
	}
	shown := connectionPage{Connection: c, Last: h.service.Last(id), Dialects: Dialects(), Login: "/login/oidc?connection=" + id + "&return=/app"}
	for _, p := range people {
		if p.Removed {
			shown.Removed = append(shown.Removed, p)
		} else {
			shown.People = append(shown.People, p)
		}
	}
	return h.show(w, r, v, status, "connection", page.Page{
		Title: c.Name, Above: page.Link{Text: "Connections", Path: PagePath}, Problems: problems, Data: shown,
	})
}

func (h *Web) configure(w http.ResponseWriter, r *http.Request, v visit) error {
	given, err := fromForm(r)
	if err != nil {
		return err
	}
	id := r.PathValue("connection")
	given.ID = id
	if _, err = h.service.Configure(r.Context(), id, func(c *store.Connection) { *c = given }); err != nil {
		return err
	}
	return h.done(w, r, v, pathOf(id), "The settings were saved. Run a cycle to send what has changed meanwhile.")
}

func (h *Web) cycle(w http.ResponseWriter, r *http.Request, v visit) error {
	id := r.PathValue("connection")
	done, err := h.service.Cycle(r.Context(), id)
	if err != nil {
		return err
	}
	notice := fmt.Sprintf("A cycle has run: the tenant was told of %d.", done.Sent())
	if !done.Provisioning {
		notice = "Provisioning is off: the tenant was told nothing."
	}
	return h.done(w, r, v, pathOf(id), notice)
}

func (h *Web) disconnect(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := h.service.Disconnect(r.Context(), r.PathValue("connection")); err != nil {
		return err
	}
	return h.done(w, r, v, PagePath, "The connection and its directory were deleted. The tenant was told nothing.")
}

func (h *Web) add(w http.ResponseWriter, r *http.Request, v visit) error {
	id := r.PathValue("connection")
	p := store.Person{
		ConnectionID: id, UserName: strings.TrimSpace(r.PostForm.Get("userName")), Email: strings.TrimSpace(r.PostForm.Get("email")),
		GivenName: strings.TrimSpace(r.PostForm.Get("givenName")), FamilyName: strings.TrimSpace(r.PostForm.Get("familyName")),
		Password: r.PostForm.Get("password"),
	}
	if p.UserName == "" {
		return h.showConnection(w, r, v, http.StatusBadRequest, page.Problem{Text: "A person needs a user name.", Field: "userName"})
	}
	_, err := h.service.Add(r.Context(), p)
	if errors.Is(err, ErrTaken) {
		return h.showConnection(w, r, v, http.StatusConflict, page.Problem{Text: "Somebody in this directory has that user name.", Field: "userName"})
	}
	if err != nil {
		return err
	}
	return h.done(w, r, v, pathOf(id), p.UserName+" was added.")
}

func (h *Web) remove(w http.ResponseWriter, r *http.Request, v visit) error {
	id := r.PathValue("connection")
	if err := h.service.Remove(r.Context(), id, r.PathValue("person")); err != nil {
		return err
	}
	return h.done(w, r, v, pathOf(id), "The person was removed, and cannot log in here any more.")
}

func (h *Web) restore(w http.ResponseWriter, r *http.Request, v visit) error {
	id := r.PathValue("connection")
	if err := h.service.Restore(r.Context(), id, r.PathValue("person")); err != nil {
		return err
	}
	return h.done(w, r, v, pathOf(id), "The person is back.")
}

func (h *Web) purge(w http.ResponseWriter, r *http.Request, v visit) error {
	id := r.PathValue("connection")
	result, err := h.service.Purge(r.Context(), id, r.PathValue("person"))
	switch {
	case err != nil:
		return err
	case result.Err != nil:
		return h.showConnection(w, r, v, http.StatusConflict, page.Problem{
			Text: fmt.Sprintf("The tenant has refused to delete the account (%d). What its person owns has to be handed over first.", result.Status),
		})
	case result.Action == None:
		return h.done(w, r, v, pathOf(id), "The person was forgotten here. The tenant was told nothing.")
	}
	return h.done(w, r, v, pathOf(id), "The person was forgotten here, and the account deleted in the tenant.")
}
