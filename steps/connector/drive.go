package connector

import (
	"context"
	"fmt"
	"maps"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/template"
)

// Person is somebody of the directory, as they are to be from now on.
type Person struct {
	// Key is the directory's own name for the person. It never changes.
	Key string
	// Resource is the SCIM User as it is to be at the target, without an id; its manager's
	// value is the key of another person.
	Resource map[string]any
	// Change says in words what is wanted: `Ada's title becomes "Countess"`.
	Change string
}

// Group is a group of the directory, as it is to be from now on.
type Group struct {
	Key, DisplayName string
	// Members are the keys of people.
	Members []string
	Change  string
}

const managerPath = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value"

// personPaths are the attributes that hooks know by a name of their own.
var personPaths = map[string]string{
	"userName": "userName", "externalId": "externalId", "displayName": "displayName", "title": "title",
	"givenName": "name.givenName", "familyName": "name.familyName", "email": "emails.value",
	"password": "password", "manager": managerPath,
}

func (p Person) vars() template.Vars {
	vars := template.Vars{"key": p.Key, "active": true}
	for name, path := range personPaths {
		vars[name], _ = oracle.FirstString(p.Resource, path)
	}
	if found := oracle.Lookup(p.Resource, "active"); len(found) == 1 {
		vars["active"] = found[0]
	}
	return template.Under("user", vars).With(template.Vars{"resource": p.Resource, "change": p.Change})
}

func (g Group) vars() template.Vars {
	members := make([]any, len(g.Members))
	for i, key := range g.Members {
		members[i] = key
	}
	return template.Vars{"group.key": g.Key, "group.displayName": g.DisplayName, "group.members": members, "change": g.Change}
}

// Start configures the connector with its settings, and returns what its other hooks know
// from then on.
func (c *Connector) Start(ctx context.Context, kit probe.Kit) (template.Vars, error) {
	known := kit.Vars.With(template.Vars{"scim": c.Settings.URL, "scim.tokenFile": c.Settings.TokenFile})
	vars, err := kit.Follow(ctx, c.hooks.Start, known.With(template.Vars{"scim.token": c.Settings.Token, "scim.ca": c.Settings.CA}))
	for _, name := range atStart {
		delete(vars, name)
	}
	if err != nil {
		return known, fmt.Errorf("starting the connector: %w", err)
	}
	return vars, nil
}

// Stop undoes what Start did.
func (c *Connector) Stop(ctx context.Context, kit probe.Kit) error {
	_, err := kit.Follow(ctx, c.hooks.Stop, kit.Vars)
	return wrap("stopping the connector", err)
}

// Directory is the people and groups of one scenario in the connector's directory. It
// belongs to one goroutine.
type Directory struct {
	connector *Connector
	kit       probe.Kit
	// saved is what each one's first hook saved, by kind and key.
	saved map[string]template.Vars
}

// Directory returns an empty one. The kit knows what Start returned.
func (c *Connector) Directory(kit probe.Kit) *Directory {
	return &Directory{connector: c, kit: kit, saved: map[string]template.Vars{}}
}

// Put lets a person join, or change.
func (d *Directory) Put(ctx context.Context, p Person) error {
	return d.put(ctx, "person "+p.Key, d.connector.hooks.Person, p.vars())
}

// Leave removes a person from the directory.
func (d *Directory) Leave(ctx context.Context, p Person) error {
	return d.about(ctx, "person "+p.Key, d.connector.hooks.Leave, p.vars())
}

// Return lets a person come back.
func (d *Directory) Return(ctx context.Context, p Person) error {
	return d.about(ctx, "person "+p.Key, d.connector.hooks.Return, p.vars())
}

// Purge deletes a person for good.
func (d *Directory) Purge(ctx context.Context, p Person) error {
	return d.about(ctx, "person "+p.Key, d.connector.hooks.Purge, p.vars())
}

// PutGroup makes a group, or changes it.
func (d *Directory) PutGroup(ctx context.Context, g Group) error {
	return d.put(ctx, "group "+g.Key, d.connector.hooks.Group, g.vars())
}

// PurgeGroup deletes a group.
func (d *Directory) PurgeGroup(ctx context.Context, g Group) error {
	return d.about(ctx, "group "+g.Key, d.connector.hooks.GroupPurge, g.vars())
}

// Cycle lets the connector synchronise, where there is such a hook.
func (d *Directory) Cycle(ctx context.Context) error {
	_, err := d.kit.Follow(ctx, d.connector.hooks.Cycle, d.kit.Vars)
	return err
}

// put keeps what the hooks saved that nobody knew before them.
func (d *Directory) put(ctx context.Context, who string, hooks []probe.Hook, vars template.Vars) error {
	known := d.kit.Vars.With(d.saved[who]).With(vars)
	after, err := d.kit.Follow(ctx, hooks, known)
	saved := maps.Clone(d.saved[who])
	for name, value := range after {
		if _, before := vars[name]; !before {
			if _, before := d.kit.Vars[name]; !before {
				saved = saved.With(template.Vars{name: value})
			}
		}
	}
	d.saved[who] = saved
	return err
}

func (d *Directory) about(ctx context.Context, who string, hooks []probe.Hook, vars template.Vars) error {
	_, err := d.kit.Follow(ctx, hooks, d.kit.Vars.With(d.saved[who]).With(vars))
	return err
}

func wrap(doing string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}
