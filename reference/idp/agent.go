package idp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/store"
	"github.com/scimproof/scimproof/reference/wire"
)

// Agent is a SCIM client. It shares nothing with the tenant but the wire.
type Agent struct {
	Client *http.Client
	Base   string // URL of the SCIM base, such as "https://tenant.example.com/scim/v2"
	Token  string // bearer token

	dialect dialect
}

// Speaking is the same agent in another dialect.
func (a *Agent) Speaking(name string) *Agent {
	another := *a
	another.dialect, _ = dialectOf(name)
	return &another
}

const maxReply = 1 << 20 // bytes

// StatusError says that the tenant answered a request with another status than the one for success.
type StatusError = wire.StatusError

type object = wire.Object

// Find looks for the user of that userName and answers their id, empty where there is none.
func (a *Agent) Find(ctx context.Context, userName string) (string, error) {
	filter, err := wire.Equals("userName", userName)
	if err != nil {
		return "", err
	}
	query := url.Values{"filter": {filter}}
	maps.Copy(query, a.dialect.query())
	var list struct {
		Resources []struct {
			ID string `json:"id"`
		} `json:"Resources"`
	}
	if _, err := a.send(ctx, http.MethodGet, "/Users?"+wire.Query(query), nil, &list); err != nil {
		return "", fmt.Errorf("looking for a person in the tenant: %w", err)
	}
	switch len(list.Resources) {
	case 0:
		return "", nil
	case 1:
		return list.Resources[0].ID, nil
	}
	return "", fmt.Errorf("looking for a person in the tenant: %d users match one userName", len(list.Resources))
}

// Create makes a user, and answers the id and the status.
func (a *Agent) Create(ctx context.Context, p store.Person) (string, int, error) {
	user := a.dialect.user(p)
	var made struct {
		ID string `json:"id"`
	}
	status, err := a.send(ctx, http.MethodPost, "/Users", user, &made)
	if err == nil && made.ID == "" {
		err = errors.New("the tenant gave no id")
	}
	if err != nil {
		return "", status, fmt.Errorf("creating a user: %w", err)
	}
	return made.ID, status, nil
}

// Update brings a user who exists to what the directory says, userName and all, and enables them.
func (a *Agent) Update(ctx context.Context, id string, p store.Person) (int, error) {
	return a.dialect.update(ctx, a, id, p)
}

// Disable switches a user off.
func (a *Agent) Disable(ctx context.Context, id string) (int, error) {
	return a.patch(ctx, id, a.dialect.disable()...)
}

// Delete deletes a user.
func (a *Agent) Delete(ctx context.Context, id string) (int, error) {
	if a.dialect.neverDeletes() {
		return 0, ErrNeverDeletes
	}
	status, err := a.send(ctx, http.MethodDelete, "/Users/"+url.PathEscape(id), nil, nil)
	if err != nil {
		return status, fmt.Errorf("deleting a user: %w", err)
	}
	return status, nil
}

func (a *Agent) patch(ctx context.Context, id string, operations ...object) (int, error) {
	status, err := a.send(ctx, http.MethodPatch, "/Users/"+url.PathEscape(id), wire.Patch(operations...), nil)
	if err != nil {
		return status, fmt.Errorf("changing a user: %w", err)
	}
	return status, nil
}

// send makes one request and decodes the reply into v, if given. It answers the status, 0 where there was no answer.
func (a *Agent) send(ctx context.Context, method, path string, body, v any) (int, error) {
	request, err := wire.Sender{Base: a.Base, Token: a.Token, UserAgent: a.dialect.userAgent()}.Request(ctx, method, path, body)
	if err != nil {
		return 0, err
	}
	response, err := a.Client.Do(request)
	if err != nil {
		return 0, fmt.Errorf("calling the tenant: %w", err)
	}
	defer response.Body.Close()
	reply, err := io.ReadAll(io.LimitReader(response.Body, maxReply))
	if err != nil {
		return response.StatusCode, fmt.Errorf("reading the tenant's answer: %w", err)
	}
	if response.StatusCode/100 != 2 {
		return response.StatusCode, &StatusError{Method: method, Status: response.StatusCode}
	}
	if v != nil {
		if err := json.Unmarshal(reply, v); err != nil {
			return response.StatusCode, fmt.Errorf("understanding the tenant's answer: %w", err)
		}
	}
	return response.StatusCode, nil
}
