package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/scim"
)

const groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group"

// Group is a group of the scenario.
type Group struct {
	// Name is what the scenario calls it; the display name is made unique.
	Name string
	// Sent is the representation that was last sent as a whole.
	Sent oracle.Object
	// ID is the id that the service provider gave; empty until then.
	ID string
	// Before is the state before the last change, where the scenario compares.
	Before oracle.Object
	// Asserted are the paths that the scenario says have changed.
	Asserted []string
}

func (g *Group) path() string { return "/Groups/" + url.PathEscape(g.ID) }

func (g *Group) property(name string) (string, bool) {
	switch name {
	case "id":
		return g.ID, g.ID != ""
	case "displayName", "externalId":
		return oracle.FirstString(g.Sent, name)
	default:
		return "", false
	}
}

func registerGroups(sc *godog.ScenarioContext) {
	sc.Step(`^a group "([^"]+)"$`, groupExists)
	sc.Step(`^a group "([^"]+)" with `+names+`$`, groupExistsWith)
	sc.Step(`^the client creates a group "([^"]+)"$`, clientCreatesGroup)
	sc.Step(`^the client creates a group "([^"]+)" with:$`, clientCreatesGroupWith)
	sc.Step(`^the client reads the group "([^"]+)"$`, clientReadsGroup)
	sc.Step(`^the client replaces the group "([^"]+)" with:$`, clientReplacesGroup)
	sc.Step(`^the client patches the group "([^"]+)" with:$`, clientPatchesGroup)
	sc.Step(`^the client deletes the group "([^"]+)"$`, clientDeletesGroup)
}

func groupExists(ctx context.Context, name string) error {
	return worldOf(ctx).provisionGroup(ctx, name, nil)
}

func groupExistsWith(ctx context.Context, name, list string) error {
	w := worldOf(ctx)
	members, err := w.memberReferences(list)
	if err != nil {
		return err
	}
	return w.provisionGroup(ctx, name, oracle.Object{"members": members})
}

func (w *World) memberReferences(list string) ([]any, error) {
	var members []any
	for _, name := range personNames(list) {
		p, err := w.account(name)
		if err != nil {
			return nil, err
		}
		members = append(members, oracle.Object{"value": p.ID})
	}
	return members, nil
}

func (w *World) provisionGroup(ctx context.Context, name string, overlay oracle.Object) error {
	g, err := w.createGroup(ctx, name, overlay)
	if err != nil {
		return err
	}
	if g.ID == "" {
		return unjudgedf("creating the group %q was answered %s", name, w.last.show())
	}
	return nil
}

func clientCreatesGroup(ctx context.Context, name string) error {
	_, err := worldOf(ctx).createGroup(ctx, name, nil)
	return err
}

func clientCreatesGroupWith(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	w.introduceGroup(name)
	overlay, err := w.object(doc)
	if err != nil {
		return err
	}
	_, err = w.createGroup(ctx, name, overlay)
	return err
}

func (w *World) createGroup(ctx context.Context, name string, overlay oracle.Object) (*Group, error) {
	g := w.introduceGroup(name)
	g.Sent = overlaid(g.Sent, overlay)
	a, err := w.sendJSON(ctx, http.MethodPost, "/Groups", g.Sent)
	if err != nil {
		return nil, err
	}
	if a.is(http.StatusCreated, http.StatusOK) {
		if object, mismatch := a.object(); mismatch == nil {
			g.ID, _ = oracle.FirstString(object, "id")
		}
	}
	return g, nil
}

func (w *World) introduceGroup(name string) *Group {
	if g, ok := w.groups[name]; ok {
		return g
	}
	g := &Group{Name: name, Sent: oracle.Object{
		"schemas":     []any{groupSchema},
		"displayName": fmt.Sprintf("%s %s-%s", name, w.run.id, w.alias),
	}}
	w.groups[name] = g
	return g
}

// group is a group that has an id at the service provider.
func (w *World) group(name string) (*Group, error) {
	g, ok := w.groups[name]
	if !ok {
		return nil, mistakef("the scenario has no group %q", name)
	}
	if g.ID == "" {
		return nil, unjudgedf("the group %q has no id, for creating it was refused", name)
	}
	return g, nil
}

func clientReadsGroup(ctx context.Context, name string) error {
	w := worldOf(ctx)
	g, err := w.group(name)
	if err != nil {
		return err
	}
	_, err = w.send(ctx, scim.Request{Method: http.MethodGet, Path: g.path()})
	return err
}

func clientReplacesGroup(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	g, err := w.group(name)
	if err != nil {
		return err
	}
	overlay, err := w.object(doc)
	if err != nil {
		return err
	}
	g.Sent = overlaid(g.Sent, overlay)
	_, err = w.sendJSON(ctx, http.MethodPut, g.path(), overlaid(oracle.Object{"id": g.ID}, g.Sent))
	return err
}

func clientPatchesGroup(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	g, err := w.group(name)
	if err != nil {
		return err
	}
	return w.patch(ctx, g.path(), doc)
}

func clientDeletesGroup(ctx context.Context, name string) error {
	w := worldOf(ctx)
	g, err := w.group(name)
	if err != nil {
		return err
	}
	return w.remove(ctx, g.path())
}

func (w *World) snapshotGroup(ctx context.Context, g *Group) error {
	object, err := w.read(ctx, g.path())
	if err != nil {
		return fmt.Errorf("reading the group %q before the change: %w", g.Name, err)
	}
	g.Before, g.Asserted = object, nil
	return nil
}
