package probe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/scimproof/scimproof/steps/template"
)

// Login is the login probe of one scenario.
type Login struct {
	recipe LoginRecipe
	kit    Kit
}

// NewLogin returns the probe of a recipe.
func NewLogin(r LoginRecipe, k Kit) *Login { return &Login{r, k} }

// Names lists the credentials that the target has and that are possible here, in the file's order.
func (l *Login) Names() []string {
	names := make([]string, 0, len(l.recipe.Attempts))
	for _, a := range l.recipe.Attempts {
		if l.Possible(a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}

// Has reports whether the target has that credential.
func (l *Login) Has(name string) bool {
	_, err := l.attempt(name)
	return err == nil
}

// Issued reports whether the credential is taken once and then used (a session, a
// token), as opposed to a password, that is a new login each time.
func (l *Login) Issued(name string) bool {
	a, err := l.attempt(name)
	return err == nil && len(a.Obtain) > 0
}

func (l *Login) attempt(name string) (AttemptRecipe, error) {
	for _, a := range l.recipe.Attempts {
		if a.Name == name {
			return a, nil
		}
	}
	return AttemptRecipe{}, fmt.Errorf("the login probe has no credential %q", name)
}

// Credential is what a person holds: a password, or what a login gave them. Its use
// changes nothing of it, unless the target gives a new one for it.
type Credential struct {
	attempt AttemptRecipe
	vars    template.Vars
}

// Name is the kind of credential, such as "session".
func (c *Credential) Name() string { return c.attempt.Name }

// Obtain takes a credential for a person. It is nil unless the attempt is Allowed;
// one that is not issued is Allowed without a request. An error means that the
// recipe cannot be followed (an unknown name, an empty saved value).
func (l *Login) Obtain(ctx context.Context, name string, p Person) (*Credential, Attempt, error) {
	recipe, err := l.attempt(name)
	if err != nil {
		return nil, Attempt{}, err
	}
	vars, attempt, err := l.kit.attempt(ctx, recipe.Obtain, recipe.Denied, l.kit.Vars.With(p.vars("user")))
	if err != nil || attempt.Verdict != Allowed {
		return nil, attempt, err
	}
	return &Credential{recipe, vars}, attempt, nil
}

// Use tries to get in by a credential. An answer in a shape that the recipe does
// not expect is Inconclusive; an error means that the recipe is wrong, or that ctx
// has ended.
func (l *Login) Use(ctx context.Context, c *Credential) (Attempt, error) {
	vars, attempt, err := l.kit.attempt(ctx, c.attempt.Use, c.attempt.Denied, c.vars)
	c.renew(vars)
	var shape *StepError
	if errors.As(err, &shape) && shape.Status != 0 {
		return Attempt{Evidence: err.Error(), Status: shape.Status, Other: errors.Is(err, errOther)}, nil
	}
	return attempt, err
}

// Header gives what shows the credential in a request of the person's own, as the last
// step of its use does: Authorization, Cookie and the step's own headers.
func (l *Login) Header(ctx context.Context, c *Credential) (http.Header, error) {
	last := &c.attempt.Use[len(c.attempt.Use)-1]
	if last.door != nil {
		return nil, fmt.Errorf("a %s is not shown in a request", c.Name())
	}
	req, err := l.kit.request(ctx, last, c.vars)
	if err != nil {
		return nil, fmt.Errorf("showing the %s: %w", c.Name(), err)
	}
	req.Header.Del("Content-Type")
	return req.Header, nil
}

// Within is how long it may take until the credential is refused: a new login within the
// deadline, and what was issued before within the grace; settle where the target's file
// does not say.
func (l *Login) Within(name string, settle time.Duration) time.Duration {
	limit := settle
	a, err := l.attempt(name)
	if err != nil {
		return limit
	}
	clocks := []*time.Duration{l.recipe.Deadline, a.Deadline}
	if len(a.Obtain) > 0 {
		clocks = []*time.Duration{l.recipe.Deadline, l.recipe.Grace, a.Deadline}
	}
	for _, clock := range clocks {
		if clock != nil {
			limit = *clock
		}
	}
	return limit
}

// Absent reports whether the target's file says that the product has no such credential.
func (l *Login) Absent(name string) bool { return slices.Contains(l.recipe.Absent, name) }
