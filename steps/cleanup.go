package steps

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// undo removes one thing that the scenario created.
type undo struct {
	// kind is the resource type's endpoint or the kind of asset.
	kind, id string
	by       func(context.Context) error
}

// trackCreated remembers what a POST or PUT created, however the scenario judges
// it: a server that answers wrongly must not be left with litter.
func (w *World) trackCreated(client *scim.Client, a *answer) {
	endpoint, creates := createsAt(a)
	if !creates {
		return
	}
	id, ok := oracle.FirstString(a.value, "id")
	if !ok {
		id = locatedID(a, endpoint)
	}
	if id != "" && a.Status >= 200 && a.Status <= 299 {
		w.trackResourceOf(client, endpoint, id)
		return
	}
	w.trackDoubt(client, a.request, endpoint)
}

// createsAt is the endpoint at which a request creates something, if it does.
func createsAt(a *answer) (string, bool) {
	switch {
	case a.request.Method == http.MethodPost:
		return resourceEndpoint(a.request.Path)
	case a.request.Method == http.MethodPut && a.is(http.StatusCreated):
		return resourceEndpoint(path.Dir(a.request.Path))
	default:
		return "", false
	}
}

// newID is the id of what was created, or "". It is in the body; where there is none,
// for it is only a SHOULD (RFC 7644 §3.3), it is at the end of the Location.
func newID(a *answer, endpoint string) string {
	if len(a.Body) == 0 {
		return locatedID(a, endpoint)
	}
	id, _ := oracle.FirstString(a.value, "id")
	return id
}

// locatedID is the id at the end of the Location, or "".
func locatedID(a *answer, endpoint string) string {
	return idAtEnd(a.Header.Get("Location"), endpoint)
}

// idAtEnd is the id at the end of a location below an endpoint, or "".
func idAtEnd(location, endpoint string) string {
	target, err := url.Parse(location)
	if err != nil {
		return ""
	}
	parent, last := path.Split(target.EscapedPath())
	if !strings.HasSuffix("/"+parent, endpoint+"/") {
		return ""
	}
	id, err := url.PathUnescape(last)
	if err != nil {
		return ""
	}
	return id
}

// doubt is a creation of which nobody knows whether it took place: the answer was an
// error, or lost, or said nothing of an id, and even so something may be there.
type doubt struct {
	client                     *scim.Client
	endpoint, attribute, value string
}

// trackDoubt remembers by what name such a creation is found again. Only a name that
// carries the run's id is looked for: what it finds can be nobody else's.
func (w *World) trackDoubt(client *scim.Client, r scim.Request, endpoint string) {
	if sent, err := oracle.Parse(r.Body); err == nil {
		w.doubtCreation(client, endpoint, sent)
	}
}

func (w *World) doubtCreation(client *scim.Client, endpoint string, sent any) {
	attribute := "displayName"
	if endpoint == usersEndpoint {
		attribute = "userName"
	}
	if value, ok := oracle.FirstString(sent, attribute); ok && strings.Contains(strings.ToLower(value), w.run.id) {
		w.doubts = append(w.doubts, doubt{client, endpoint, attribute, value})
	}
}

// resolveDoubts looks whether there is anything after all, and then has it removed. What
// could not be looked for may have been left behind.
func (w *World) resolveDoubts(ctx context.Context) []result.LeftBehind {
	var left []result.LeftBehind
	for _, d := range w.doubts {
		err := w.hopeless(ctx)
		if err == nil {
			err = w.resolveDoubt(ctx, d)
		}
		if err != nil {
			left = append(left, w.leftBehind(strings.TrimPrefix(d.endpoint, "/"), d.value, fmt.Errorf("it may have been created: %w", err)))
		}
	}
	w.doubts = nil
	return left
}

// resolveDoubt resolves one. The error says that there was no answer.
func (w *World) resolveDoubt(ctx context.Context, d doubt) error {
	a, err := w.lookUpBy(ctx, d.client, d.endpoint, equals(d.attribute, d.value))
	if err != nil {
		return err
	}
	for _, found := range flat(oracle.Lookup(a.value, "Resources")) {
		id, _ := oracle.FirstString(found, "id")
		value, _ := oracle.FirstString(found, d.attribute)
		if id != "" && strings.EqualFold(value, d.value) {
			w.trackResourceOf(d.client, d.endpoint, id)
		}
	}
	return nil
}

// hopeless says why nothing more is tried: the time for cleaning up is over, or a target
// that had stopped answering has been tried once, and in vain.
func (w *World) hopeless(ctx context.Context) error {
	if w.run.pulse.isGone() && w.tried {
		return errStopped
	}
	return ctx.Err()
}

func (w *World) leftBehind(kind, id string, err error) result.LeftBehind {
	w.tried = w.tried || scim.IsSilence(err)
	return result.LeftBehind{Kind: kind, ID: id, Scenario: w.scenario.ID, Reason: w.publish(err.Error(), longestReason)}
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

func (w *World) trackResource(endpoint, id string) { w.trackResourceOf(w.run.client, endpoint, id) }

// trackResourceOf is for a resource that only that client may remove.
func (w *World) trackResourceOf(client *scim.Client, endpoint, id string) {
	location := endpoint + "/" + url.PathEscape(id)
	kind := strings.TrimPrefix(endpoint, "/")
	if client != w.run.client {
		w.abroad[location] = true
		kind += " of the other tenant"
	}
	w.run.created.Add(id)
	w.trackUndo(undo{kind, id, func(ctx context.Context) error {
		return errors.Join(w.deleteNatively(ctx, id), w.deleteQuietly(ctx, client, location))
	}})
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

func (w *World) deleteQuietly(ctx context.Context, client *scim.Client, location string) error {
	resp, err := client.Do(ctx, w.rec, scim.Request{Method: http.MethodDelete, Path: location})
	if err != nil {
		return err
	}
	if resp.Status < 300 || resp.Status == http.StatusNotFound || resp.Status == http.StatusGone {
		return nil
	}
	return fmt.Errorf("DELETE answered %d", resp.Status)
}

// leaveDirectory takes out of the connector's directory whom the scenario put there, and
// remembers what the connector created, however the scenario went. After Ctrl-C nobody is
// asked to do anything by hand.
func (w *World) leaveDirectory(ctx context.Context) []result.LeftBehind {
	if w.delegate == nil {
		return nil
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.run.sending.cleaning())
	defer cancel()
	purge := w.delegate.purge
	if ctx.Err() != nil && w.run.sending.ByHand() != "" {
		purge = w.delegate.leaveAll
	}
	var left []result.LeftBehind
	failed := purge(bounded)
	for _, who := range slices.Sorted(maps.Keys(failed)) {
		left = append(left, w.leftBehind("connector's directory", who, failed[who]))
	}
	w.delegate.trackCreated(bounded)
	return left
}

// leaveAll gives up on all that may still be there.
func (w *World) leaveAll(err error) []result.LeftBehind {
	var left []result.LeftBehind
	for _, u := range w.undo {
		left = append(left, w.leftBehind(u.kind, u.id, err))
	}
	return left
}

// disarrangeAll lets the server answer as usual again, after Ctrl-C as well.
func (w *World) disarrangeAll(ctx context.Context) []result.LeftBehind {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.run.client.Patience())
	defer cancel()
	return w.disarrange(ctx)
}

// cleanUp removes what the scenario created, last first, whatever became of the
// scenario and after Ctrl-C as well, and returns what could not be removed. Its bound is
// that of one request, so that a target which asks to wait is waited for.
func (w *World) cleanUp(ctx context.Context) []result.LeftBehind {
	left := w.disarrangeAll(ctx)
	left = append(left, w.leaveDirectory(ctx)...)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.run.client.Patience())
	defer cancel()
	left = append(left, w.resolveDoubts(ctx)...)
	for _, u := range slices.Backward(w.undo) {
		err := w.hopeless(ctx)
		if err == nil {
			err = u.by(ctx)
		}
		if err != nil {
			left = append(left, w.leftBehind(u.kind, u.id, err))
			continue
		}
		w.run.removed.Add(1)
	}
	w.undo = nil
	return left
}
