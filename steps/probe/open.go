package probe

import (
	"context"
	"fmt"
	"net/http"
)

// Openable gives those of assets of which the target's file says how they are opened.
func (o *Ownership) Openable(assets []Asset) []Asset {
	var all []Asset
	for _, a := range assets {
		if kind, err := o.kind(a.Kind); err == nil && kind.Open != nil {
			all = append(all, a)
		}
	}
	return all
}

// Open has a person open assets, in order: each Allowed when opened, Denied when refused or
// gone. Who may not log in opens nothing.
func (o *Ownership) Open(ctx context.Context, p Person, assets []Asset) ([]Attempt, error) {
	vars, login, err := o.logIn(ctx, o.recipe.Login, p)
	if err != nil {
		return nil, wrap("logging in as "+p.UserName, err)
	}
	all := make([]Attempt, len(assets))
	for i, a := range assets {
		if all[i] = login; login.Verdict != Allowed {
			continue
		}
		kind, err := o.kind(a.Kind)
		if err != nil {
			return nil, err
		}
		if kind.Open == nil {
			return nil, fmt.Errorf("the ownership probe does not say how to open the kind %q", a.Kind)
		}
		refused := orDefault(kind.Open.Refused, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound)
		if _, all[i], err = o.kit.try(ctx, &kind.Open.Request, refused, vars.With(a.vars())); err != nil {
			return nil, wrap("opening the "+a.Kind+" "+a.ID, err)
		}
	}
	return all, nil
}
