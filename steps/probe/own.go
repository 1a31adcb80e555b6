package probe

import (
	"context"
	"fmt"
	"net/http"
)

// Own is the attempt whose credential opens the SCIM endpoint to its person; false
// where the target's file lends none.
func (l *Login) Own() (string, bool) {
	if l.recipe.SCIM == nil {
		return "", false
	}
	return l.recipe.SCIM.Attempt, true
}

// Authorize gives the header by which a SCIM request carries a credential that was
// obtained for the attempt of Own, in the place of the service's own. The error says
// what of the recipe cannot be filled in.
func (l *Login) Authorize(ctx context.Context, c *Credential) (http.Header, error) {
	own := l.recipe.SCIM
	if own == nil || own.Attempt != c.Name() {
		return nil, fmt.Errorf("the login probe lends no %s to SCIM", c.Name())
	}
	// The recipe says of a request just what a step does, but where it goes.
	req, err := l.kit.request(ctx, own.step(), c.vars)
	if err != nil {
		return nil, l.kit.stepError(own.step(), 0, err)
	}
	return req.Header, nil
}

// step is the recipe as a step to the SCIM base.
func (r *OwnRecipe) step() *Step {
	return &Step{
		Method: http.MethodGet, URL: "{{scim}}",
		Bearer: r.Bearer, Basic: r.Basic, Cookie: r.Cookie, Headers: r.Headers, node: r.node,
	}
}
