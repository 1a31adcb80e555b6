package probe

import (
	"context"
	"errors"
	"fmt"

	"github.com/scimproof/scimproof/steps/template"
)

// Directory is the identity provider of one scenario: one connection to the target,
// and the people whom the scenario put into it. It belongs to one goroutine.
type Directory struct {
	recipe    DirectoryRecipe
	kit       Kit
	connected bool
	// justInTime is what Connect asks for.
	justInTime bool
	vars       template.Vars
	people     map[string]template.Vars
	order      []string
}

// NewDirectory returns the hooks of a recipe.
func NewDirectory(r DirectoryRecipe, k Kit) *Directory {
	return &Directory{recipe: r, kit: k, vars: k.Vars, people: map[string]template.Vars{}}
}

var errNotConnected = errors.New("the directory is not connected")

// Connect connects the target to the identity provider. After a failure,
// Disconnect cleans up what can be.
func (d *Directory) Connect(ctx context.Context, name string, provisioning bool) error {
	if d.connected {
		return errors.New("the directory is connected already")
	}
	d.vars = d.kit.Vars.With(template.Vars{"connection.name": name, "connection.provisioning": provisioning, "connection.justInTime": d.justInTime})
	vars, err := d.kit.do(ctx, d.recipe.Connect, d.vars)
	d.vars = vars
	d.connected = err == nil
	return wrap("connecting the directory", err)
}

// Provision switches provisioning on or off.
func (d *Directory) Provision(ctx context.Context, on bool) error {
	if !d.connected {
		return errNotConnected
	}
	if len(d.recipe.Switch) == 0 {
		return errors.New("the target's file does not say how to switch provisioning")
	}
	d.vars = d.vars.With(template.Vars{"connection.provisioning": on})
	_, err := d.kit.do(ctx, d.recipe.Switch, d.vars)
	return wrap("switching provisioning", err)
}

// Add puts a person into the directory.
func (d *Directory) Add(ctx context.Context, p Person) error {
	if !d.connected {
		return errNotConnected
	}
	vars, err := d.kit.do(ctx, d.recipe.Add, d.vars.With(p.vars("user")))
	if err != nil {
		return wrap("adding to the directory", err)
	}
	d.people[p.UserName] = vars
	d.order = append(d.order, p.UserName)
	return nil
}

// Remove takes a person out of the directory, whom Add put there.
func (d *Directory) Remove(ctx context.Context, p Person) error {
	return d.remove(ctx, p.UserName)
}

func (d *Directory) remove(ctx context.Context, userName string) error {
	vars, ours := d.people[userName]
	if !ours {
		return fmt.Errorf("%s was not put into the directory by this scenario", userName)
	}
	if _, err := d.kit.do(ctx, d.recipe.Remove, vars); err != nil {
		return wrap("removing from the directory", err)
	}
	delete(d.people, userName)
	return nil
}

// Cycle lets the provisioning agent run once.
func (d *Directory) Cycle(ctx context.Context) error {
	if !d.connected {
		return errNotConnected
	}
	_, err := d.kit.do(ctx, d.recipe.Cycle, d.vars)
	return wrap("running a provisioning cycle", err)
}

// Disconnect takes out whom Add put there, and removes the connection. It is safe
// to call twice, and goes on after a failure.
func (d *Directory) Disconnect(ctx context.Context) error {
	if !d.connected {
		return nil
	}
	var failed []error
	for _, userName := range d.order {
		if _, left := d.people[userName]; left {
			failed = append(failed, d.remove(ctx, userName))
		}
	}
	_, err := d.kit.do(ctx, d.recipe.Disconnect, d.vars)
	d.connected = err != nil
	return errors.Join(append(failed, wrap("disconnecting the directory", err))...)
}

func wrap(doing string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}
