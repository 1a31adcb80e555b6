package qlik

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// connection is what a data connection is made of: its content here.
type connection struct {
	DatasourceID string `json:"datasourceID"`
	Statement    string `json:"qConnectStatement"`
	Type         string `json:"qType"`
}

// shownConnection is a data connection as it is sent.
type shownConnection struct {
	ID string `json:"qID"`
	connection
	Name           string    `json:"qName"`
	EngineObjectID string    `json:"qEngineObjectID"`
	Architecture   int       `json:"qArchitecture"`
	LogOn          int       `json:"qLogOn"`
	User           string    `json:"user,omitempty"`
	Tenant         string    `json:"tenant"`
	Created        time.Time `json:"created"`
	Privileges     []string  `json:"privileges"`
	Links          struct {
		Self link `json:"self"`
	} `json:"links"`
}

func (f *face) showConnection(r *http.Request, a store.Asset, content []byte) (shownConnection, error) {
	s := shownConnection{
		ID: a.ID, Name: a.Name, EngineObjectID: a.ID, User: nativeID(a.OwnerID), Tenant: f.tenantID, Created: a.Created,
		Privileges: []string{"list", "read", "update", "delete", "change_owner"},
	}
	s.Links.Self.Href = f.origin(r) + "/api/v1/data-connections/" + a.ID
	if err := json.Unmarshal(content, &s.connection); err != nil {
		return s, fmt.Errorf("reading the data connection %s: %w", a.ID, err)
	}
	return s, nil
}

// createdConnection differs from what is shown later in one member, as published: qLogOn is a text.
type createdConnection struct {
	shownConnection
	LogOn    string `json:"qLogOn"`
	Separate bool   `json:"qSeparateCredentials"`
}

func (f *face) createConnection(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body struct {
		connection
		Name string `json:"qName"`
	}
	if err := read(w, r, connections, &body); err != nil {
		return err
	}
	if body.DatasourceID == "" || body.Statement == "" || body.Type == "" {
		return invalid(connections, "datasourceID, qConnectStatement and qType are required")
	}
	content, err := json.Marshal(body.connection)
	if err != nil {
		return fmt.Errorf("encoding a data connection: %w", err)
	}
	a, err := f.create(r, by, connections, body.Name, content)
	if err != nil {
		return err
	}
	shown, err := f.showConnection(r, a, content)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusCreated, createdConnection{shown, "0", false})
}

func (f *face) getConnection(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	a, content, err := f.asset(r.Context(), by, connections, r.PathValue("id"))
	if err != nil {
		return err
	}
	shown, err := f.showConnection(r, a, content)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, shown)
}

func (f *face) listConnections(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	p, err := readPage(r, connections, "page", "userId", "noDatafiles")
	if err != nil {
		return err
	}
	var unreadable error
	data, l, err := f.onPage(r, by, connections, p, asked(r, "userId"), func(a store.Asset, content []byte) any {
		shown, err := f.showConnection(r, a, content)
		unreadable = errors.Join(unreadable, err)
		return shown
	})
	if err = errors.Join(err, unreadable); err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, struct {
		Data  []any `json:"data"`
		Links links `json:"links"`
	}{data, l})
}

// outcome is what became of one connection in a request about many.
type outcome struct {
	ID     string      `json:"id"`
	Status int         `json:"status"`
	Error  *shownError `json:"error,omitempty"`
}

// updateConnections gives each of the connections to its new owner, and answers 207 with what became of each.
func (f *face) updateConnections(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body struct {
		Connections []struct {
			ID      string `json:"id"`
			OwnerID string `json:"ownerId"`
		} `json:"connections"`
	}
	if err := read(w, r, connections, &body); err != nil {
		return err
	}
	if len(body.Connections) == 0 || len(body.Connections) > mostLimit {
		return invalid(connections, "connections must have from 1 to 100 entries")
	}
	outcomes := []outcome{}
	for _, c := range body.Connections {
		became, err := outcomeOf(c.ID, f.handOver(r.Context(), by, connections, c.ID, c.OwnerID))
		if err != nil {
			return err
		}
		outcomes = append(outcomes, became)
	}
	return api.Write(w, http.StatusMultiStatus, struct {
		Data []outcome `json:"data"`
	}{outcomes})
}

func outcomeOf(id string, err error) (outcome, error) {
	refused, ok := errors.AsType[*refusal](err)
	switch {
	case ok:
		return outcome{id, refused.status, new(refused.shown())}, nil
	case err != nil:
		return outcome{}, err
	}
	return outcome{ID: id, Status: http.StatusNoContent}, nil
}
