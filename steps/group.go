package steps

import (
	"context"
	"fmt"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/provision"
)

const groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group"

// Group is a group of the scenario. Its display name is made unique.
type Group struct {
	resource
	// roll is who is in it as the provisioner knows; nil until somebody joins or leaves.
	roll []provision.Subject
}

var groupProperties = map[string]string{"displayName": "displayName", "externalId": "externalId"}

func (g *Group) property(name string) (string, error) {
	return g.resource.property(name, groupProperties)
}

func registerGroups(sc *godog.ScenarioContext) {
	sc.Step(expression(`^a group "([^"]+)"$`), groupExists)
	sc.Step(expression(`^a group "([^"]+)" with `+names+`$`), groupExistsWith)
	sc.Step(expression(`^a group "([^"]+)" with (\d+) other people$`), groupExistsWithCrowd)
	sc.Step(expression(`^the client creates a group "([^"]+)"$`), clientCreatesGroup)
	sc.Step(expression(`^the client creates a group "([^"]+)" with:$`), clientCreatesGroupWith)
	sc.Step(expression(`^the client reads the group "([^"]+)"$`), aGroup.isRead)
	sc.Step(expression(`^the client replaces the group "([^"]+)" with:$`), aGroup.isReplaced)
	sc.Step(expression(`^the client patches the group "([^"]+)" with:$`), aGroup.isPatched)
	sc.Step(expression(`^the client deletes the group "([^"]+)"$`), aGroup.isDeleted)
}

func groupExists(ctx context.Context, name string) error {
	w := worldOf(ctx)
	return w.provision(ctx, &w.introduceGroup(name).resource, nil)
}

func groupExistsWith(ctx context.Context, name, list string) error {
	w := worldOf(ctx)
	people, err := w.accounts(list)
	if err != nil {
		return err
	}
	var members []any
	for _, p := range people {
		members = append(members, oracle.Object{"value": p.ID})
	}
	return w.provision(ctx, &w.introduceGroup(name).resource, oracle.Object{"members": members})
}

// groupExistsWithCrowd makes a group large, of people of whom the scenario never speaks.
func groupExistsWithCrowd(ctx context.Context, name string, size int) error {
	w := worldOf(ctx)
	var members []any
	for i := range size {
		label := fmt.Sprintf("member%d", i+1)
		sent, err := w.run.representation("Grace Hopper", w.alias+label, false)
		if err != nil {
			return err
		}
		one := resource{Name: label, Sent: sent, endpoint: usersEndpoint}
		if err := w.provision(ctx, &one, nil); err != nil {
			return err
		}
		members = append(members, oracle.Object{"value": one.ID})
	}
	return w.provision(ctx, &w.introduceGroup(name).resource, oracle.Object{"members": members})
}

func clientCreatesGroup(ctx context.Context, name string) error {
	w := worldOf(ctx)
	return w.create(ctx, &w.introduceGroup(name).resource, nil)
}

// clientCreatesGroupWith reads the doc string after the group is known, so that it
// may speak of the group's own displayName.
func clientCreatesGroupWith(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	g := w.introduceGroup(name)
	overlay, err := w.object(doc)
	if err != nil {
		return err
	}
	return w.create(ctx, &g.resource, overlay)
}

func (w *World) introduceGroup(name string) *Group {
	if g, ok := w.groups[name]; ok {
		return g
	}
	g := &Group{resource: resource{Name: name, endpoint: groupsEndpoint, Sent: oracle.Object{
		"schemas":     []any{groupSchema},
		"displayName": fmt.Sprintf("%s %s-%s", name, w.run.id, w.alias),
	}}}
	w.groups[name] = g
	return g
}

// group is a group that has an id at the service provider.
func (w *World) group(name string) (*Group, error) {
	g, ok := w.groups[name]
	if !ok {
		return nil, mistakef("the scenario has no group %q", name)
	}
	return g, g.mustHaveID()
}
