package steps

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/scim"
)

const (
	usersEndpoint  = "/Users"
	groupsEndpoint = "/Groups"
)

// resource is a person or a group of the scenario: what was sent of it, and what
// the service provider made of that.
type resource struct {
	// Name is what the scenario calls it.
	Name string
	// Sent is the representation that was last sent as a whole.
	Sent oracle.Object
	// ID is the id that the service provider gave; empty until then.
	ID string
	// Before is the state before the last change, where the scenario compares.
	Before oracle.Object
	// key is what a directory calls it, whatever it is renamed to.
	key string
	// Asserted are the paths that the scenario says have changed.
	Asserted []string

	endpoint string
}

func (r *resource) path() string { return r.endpoint + "/" + url.PathEscape(r.ID) }

// directoryKey is what a directory calls it, for as long as it lives: the externalId with which it was
// introduced, since that is what clients send of it, or else its name.
func (r *resource) directoryKey() string {
	for _, attribute := range []string{"externalId", "userName", "displayName"} {
		name, given := oracle.FirstString(r.Sent, attribute)
		if r.key != "" || !given {
			continue
		}
		if r.key = name; !plainKey.MatchString(name) {
			name, _, _ = strings.Cut(name, "@")
			r.key = slug(name)
		}
	}
	return r.key
}

// plainKey is what may stand in any URL, command or file name as it is.
var plainKey = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func (r *resource) label() string {
	if r.endpoint == groupsEndpoint {
		return fmt.Sprintf("the group %q", r.Name)
	}
	return r.Name
}

// property is what {Ada.xxx} or {Analysts.xxx} stands for: the id, or a text that was
// sent at the path that paths gives for xxx.
func (r *resource) property(name string, paths map[string]string) (string, error) {
	if name == "id" {
		return r.ID, r.mustHaveID()
	}
	path, ok := paths[name]
	if !ok {
		return "", mistakef("%s has no property %s", r.label(), name)
	}
	text, ok := oracle.FirstString(r.Sent, path)
	if !ok {
		return "", unjudgedf("%s has no %s at this target", r.label(), path)
	}
	return text, nil
}

func (r *resource) mustHaveID() error {
	if r.ID == "" {
		return unjudgedf("%s has no id: the creation was refused, or answered without one", r.label())
	}
	return nil
}

// find finds a resource that the service provider has by what the scenario calls it.
// The steps that say the same of a person and of a group are its methods.
type find func(w *World, name string) (*resource, error)

// aPerson finds people, aGroup groups.
var (
	aPerson find = func(w *World, name string) (*resource, error) {
		p, err := w.account(name)
		if err != nil {
			return nil, err
		}
		return &p.resource, nil
	}
	aGroup find = func(w *World, name string) (*resource, error) {
		g, err := w.group(name)
		if err != nil {
			return nil, err
		}
		return &g.resource, nil
	}
)

// with does something with the resource of that name.
func (f find) with(ctx context.Context, name string, do func(*World, *resource) error) error {
	w := worldOf(ctx)
	r, err := f(w, name)
	if err != nil {
		return err
	}
	return do(w, r)
}

func (f find) isRead(ctx context.Context, name string) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		_, err := w.send(ctx, scim.Request{Method: http.MethodGet, Path: r.path()})
		return err
	})
}

func (f find) isReplaced(ctx context.Context, name string, doc *godog.DocString) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		overlay, err := w.object(doc)
		if err != nil {
			return err
		}
		w.nowSends(r, overlay)
		return w.replace(ctx, r, overlaid(oracle.Object{"id": r.ID}, r.Sent))
	})
}

// isReplacedWithRead reads and sends back exactly that, as a client does that reads
// before it writes.
func (f find) isReplacedWithRead(ctx context.Context, name string) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		read, err := w.readBefore(ctx, r)
		if err != nil {
			return err
		}
		return w.replace(ctx, r, read)
	})
}

// isReplacedWithNull unassigns by an explicit null (RFC 7643 §2.5).
func (f find) isReplacedWithNull(ctx context.Context, name, attribute string) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		body := overlaid(oracle.Object{"id": r.ID}, r.Sent)
		body[attribute] = nil
		return w.replace(ctx, r, body)
	})
}

func (w *World) replace(ctx context.Context, r *resource, body oracle.Object) error {
	_, err := w.sendJSON(ctx, http.MethodPut, r.path(), body)
	return err
}

// isPatched wraps the doc string's operations into a PatchOp message (RFC 7644 §3.5.2).
func (f find) isPatched(ctx context.Context, name string, doc *godog.DocString) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		operations, err := w.json(doc)
		if err != nil {
			return err
		}
		message := oracle.Object{"schemas": []any{patchSchema}, "Operations": operations}
		for _, password := range texts(oracle.Lookup(message, `Operations[path eq "password"].value`)) {
			w.rec.Add(password)
		}
		_, err = w.sendJSON(ctx, http.MethodPatch, r.path(), message)
		return err
	})
}

func (f find) isDeleted(ctx context.Context, name string) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		_, err := w.send(ctx, scim.Request{Method: http.MethodDelete, Path: r.path()})
		return err
	})
}

// provision creates a resource for a Given: anything but a created one with an id
// means that the scenario cannot be judged.
func (w *World) provision(ctx context.Context, r *resource, overlay oracle.Object) error {
	if w.delegate != nil {
		return w.delegate.given(ctx, r, overlay)
	}
	if err := w.create(ctx, r, overlay); err != nil {
		return err
	}
	if r.ID != "" {
		return nil
	}
	answer := fmt.Sprintf("%d, without an id", w.last.Status)
	if !w.last.took() {
		answer = w.last.statusMismatch(http.StatusCreated)[0].Got
	}
	return unjudgedf("creating %s was answered %s", r.label(), answer)
}

// create sends the representation and keeps the id if one is given.
func (w *World) create(ctx context.Context, r *resource, overlay oracle.Object) error {
	w.nowSends(r, overlay)
	a, err := w.sendJSON(ctx, http.MethodPost, r.endpoint, r.Sent)
	if err != nil {
		return err
	}
	if a.took() {
		r.ID = newID(a, r.endpoint)
	}
	return nil
}

// nowSends lays attributes over what is sent as a whole; a password among them is
// a secret from now on.
func (w *World) nowSends(r *resource, overlay oracle.Object) {
	r.Sent = overlaid(r.Sent, overlay)
	if password, ok := oracle.FirstString(r.Sent, "password"); ok {
		w.rec.Add(password)
	}
}

// overlaid is base with each top-level attribute of overlay in place of its own;
// null drops the attribute.
func overlaid(base, overlay oracle.Object) oracle.Object {
	sum := maps.Clone(base)
	for name, value := range overlay {
		if value == nil {
			delete(sum, name)
			continue
		}
		sum[name] = value
	}
	return sum
}

// snapshot keeps the state that a later step compares with.
func (w *World) snapshot(ctx context.Context, r *resource) error {
	object, err := w.readBefore(ctx, r)
	if err != nil {
		return err
	}
	r.Before, r.Asserted = object, nil
	return nil
}

// readBefore reads the state before a change. What is wrong with the read is no
// violation of what the scenario is about: it only means that nothing can be judged.
func (w *World) readBefore(ctx context.Context, r *resource) (oracle.Object, error) {
	object, err := w.read(ctx, r.path())
	if _, broken := breaches(err); broken {
		return nil, unjudgedf("reading %s before the change: %v", r.label(), err)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s before the change: %w", r.label(), err)
	}
	return object, nil
}
