package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// cleanupTime bounds what a scenario takes to remove what it created, after
// Ctrl-C as well.
const cleanupTime = 15 * time.Second

// undo removes one thing that the scenario created.
type undo struct {
	// kind is the resource type's endpoint or the kind of asset.
	kind, id string
	by       func(context.Context) error
}

// trackCreated remembers what a POST or PUT created, however the scenario judges
// it: a server that answers wrongly must not be left with litter.
func (w *World) trackCreated(a *answer) {
	endpoint, isResource := createdAt(a)
	object, mismatch := a.object()
	if !isResource || mismatch != nil {
		return
	}
	if id, ok := oracle.FirstString(object, "id"); ok && id != "" {
		w.trackResource(endpoint, id)
	}
}

// createdAt is the endpoint of what a request created, if it did.
func createdAt(a *answer) (string, bool) {
	switch {
	case a.request.Method == http.MethodPost && a.Status >= 200 && a.Status <= 299:
		return resourceEndpoint(a.request.Path)
	case a.request.Method == http.MethodPut && a.is(http.StatusCreated):
		return resourceEndpoint(path.Dir(a.request.Path))
	default:
		return "", false
	}
}

// resourceEndpoint is "/Users" for a request to it; queries by POST and the
// endpoints that are no resource type create nothing.
func resourceEndpoint(path string) (string, bool) {
	endpoint, _, _ := strings.Cut(path, "?")
	endpoint = strings.TrimSuffix(endpoint, "/")
	named := strings.HasPrefix(endpoint, "/") && strings.Count(endpoint, "/") == 1
	switch endpoint {
	case "/Bulk", "/Me", "/.search", "/ServiceProviderConfig", "/Schemas", "/ResourceTypes":
		return "", false
	}
	return endpoint, named
}

func (w *World) trackResource(endpoint, id string) {
	location := endpoint + "/" + url.PathEscape(id)
	w.run.created.Add(id)
	w.trackUndo(undo{strings.TrimPrefix(endpoint, "/"), id, func(ctx context.Context) error { return w.deleteQuietly(ctx, location) }})
}

// trackUndo keeps what was created last at the end: it is removed first.
func (w *World) trackUndo(u undo) {
	if !slices.ContainsFunc(w.undo, u.same) {
		w.undo = append(w.undo, u)
	}
}

func (u undo) same(other undo) bool { return u.kind == other.kind && u.id == other.id }

// forget drops the undo of what the scenario itself saw to be gone.
func (w *World) forget(kind, id string) {
	w.undo = slices.DeleteFunc(w.undo, undo{kind: kind, id: id}.same)
}

func (w *World) deleteQuietly(ctx context.Context, location string) error {
	resp, err := w.run.client.Do(ctx, w.rec, scim.Request{Method: http.MethodDelete, Path: location})
	if err != nil {
		return err
	}
	if resp.Status < 300 || resp.Status == http.StatusNotFound || resp.Status == http.StatusGone {
		return nil
	}
	return fmt.Errorf("DELETE answered %d", resp.Status)
}

// cleanUp removes what the scenario created, last first, whatever became of the
// scenario, and returns what could not be removed.
func (w *World) cleanUp(ctx context.Context) []result.LeftBehind {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTime)
	defer cancel()
	var left []result.LeftBehind
	for _, u := range slices.Backward(w.undo) {
		if err := u.by(ctx); err != nil {
			left = append(left, result.LeftBehind{Kind: u.kind, ID: u.id, Scenario: w.scenario.ID, Reason: w.rec.Text(err.Error())})
			continue
		}
		w.run.removed.Add(1)
	}
	w.undo = nil
	return left
}
