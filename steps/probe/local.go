package probe

import (
	"context"
	"fmt"

	"github.com/scimproof/scimproof/steps/template"
)

// LocalRecipe makes accounts by the target's own administration, of which no SCIM client
// knows: people who were there before the directory was connected.
type LocalRecipe struct {
	// Create knows the person, and must save "id": the account's, as the login probe shows it.
	Create []Step `yaml:"create"`
	// Read knows the person with that id; UserName and Email are JSONPaths into its answer.
	Read     Step   `yaml:"read"`
	UserName string `yaml:"userName"`
	Email    string `yaml:"email"`
	Remove   []Step `yaml:"remove"`
	// Apart says that the product keeps these accounts out of the reach of SCIM. RFC 7644
	// leaves that to it.
	Apart bool `yaml:"apart"`
}

// LocalAccount is an account as the administration shows it.
type LocalAccount struct{ UserName, Email string }

// Local is the local accounts of one scenario.
type Local struct {
	recipe LocalRecipe
	kit    Kit
}

// NewLocal returns the probe of a recipe.
func NewLocal(r LocalRecipe, k Kit) *Local { return &Local{r, k} }

// Create makes an account for a person and returns its id.
func (l *Local) Create(ctx context.Context, p Person) (id string, err error) {
	vars, err := l.kit.all(ctx, l.recipe.Create, l.kit.Vars.With(p.vars("user")))
	if err != nil {
		return "", wrap("creating a local account", err)
	}
	id = fmt.Sprint(vars["id"])
	l.kit.Created.Add(id)
	return id, nil
}

// Read gives the account of a person whom Create made.
func (l *Local) Read(ctx context.Context, p Person) (LocalAccount, error) {
	answer, err := l.kit.must(ctx, &l.recipe.Read, l.vars(p))
	if err != nil {
		return LocalAccount{}, wrap("reading a local account", err)
	}
	var found LocalAccount
	if found.UserName, err = answer.text(l.recipe.UserName); err == nil {
		found.Email, err = answer.text(l.recipe.Email)
	}
	return found, wrap("reading a local account", err)
}

// Remove removes the account of a person whom Create made, and of nobody else.
func (l *Local) Remove(ctx context.Context, p Person) error {
	if !l.kit.Created.Has(p.ID) {
		return fmt.Errorf("the account %s was not made by this run", p.ID)
	}
	_, err := l.kit.all(ctx, l.recipe.Remove, l.vars(p))
	return wrap("removing a local account", err)
}

func (l *Local) vars(p Person) template.Vars { return l.kit.Vars.With(p.vars("user")) }
