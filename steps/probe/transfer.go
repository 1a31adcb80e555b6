package probe

import (
	"context"
	"errors"
	"fmt"

	"github.com/scimproof/scimproof/steps/template"
)

// NotOursError says that a change was asked for of what the run did not create: it
// is not made.
type NotOursError struct{ What, ID string }

// Error names what it is about.
func (e *NotOursError) Error() string {
	return fmt.Sprintf("the %s %s was not created by this run, and is left alone", e.What, e.ID)
}

func (k Kit) mustBeOurs(what, id string) error {
	if k.Created == nil || !k.Created.Has(id) {
		return &NotOursError{what, id}
	}
	return nil
}

// Transfer hands one asset that the run created to heir: Allowed when done,
// Denied when refused.
func (o *Ownership) Transfer(ctx context.Context, a Asset, heir Person) (Attempt, error) {
	if err := o.kit.mustBeOurs(a.Kind, a.ID); err != nil {
		return Attempt{}, err
	}
	kind, err := o.kind(a.Kind)
	if err != nil {
		return Attempt{}, err
	}
	return o.kit.transfer(ctx, &kind.Transfer, o.kit.Vars.With(a.vars()).With(heir.vars("heir")))
}

// Run has an asset that the run created do what it does by itself: Allowed when it did,
// Denied when that was refused.
func (o *Ownership) Run(ctx context.Context, a Asset) (Attempt, error) {
	if err := o.kit.mustBeOurs(a.Kind, a.ID); err != nil {
		return Attempt{}, err
	}
	kind, err := o.kind(a.Kind)
	if err != nil {
		return Attempt{}, err
	}
	if kind.Run == nil {
		return Attempt{}, fmt.Errorf("the ownership probe cannot run the kind %q", a.Kind)
	}
	return o.kit.transfer(ctx, kind.Run, o.kit.Vars.With(a.vars()))
}

// TransferAll hands everything that a person of the run owns to heir: at once
// where the target can, else one by one, up to the first that is not Allowed.
func (o *Ownership) TransferAll(ctx context.Context, owner, heir Person) (Attempt, error) {
	if err := o.kit.mustBeOurs("person", owner.ID); err != nil {
		return Attempt{}, err
	}
	if all := o.recipe.TransferAll; all != nil {
		return o.kit.transfer(ctx, all, o.kit.Vars.With(owner.vars("user")).With(heir.vars("heir")))
	}
	assets, err := o.List(ctx, owner)
	if err != nil {
		return Attempt{}, err
	}
	last := Attempt{Verdict: Allowed, Evidence: "nothing was owned"}
	for _, a := range assets {
		if last, err = o.Transfer(ctx, a, heir); err != nil || last.Verdict != Allowed {
			return last, err
		}
	}
	return last, nil
}

func (k Kit) transfer(ctx context.Context, r *TransferRecipe, vars template.Vars) (Attempt, error) {
	answer, err := k.send(ctx, &r.Request, vars)
	if errors.Is(err, errNoAnswer) {
		return Attempt{Evidence: err.Error()}, nil
	}
	if err != nil {
		return Attempt{}, err
	}
	return judge(&r.Request, Denial{Status: r.refusals()}, answer), nil
}

// Remove deletes an asset that the run created. One that is gone already is no
// error, nor is a kind that cannot be removed.
func (o *Ownership) Remove(ctx context.Context, a Asset) error {
	if err := o.kit.mustBeOurs(a.Kind, a.ID); err != nil {
		return err
	}
	kind, err := o.kind(a.Kind)
	if err != nil || kind.Remove == nil {
		return err
	}
	answer, err := o.kit.must(ctx, kind.Remove, o.kit.Vars.With(a.vars()))
	if isGone(answer.Status) {
		return nil
	}
	return wrap("removing the "+a.Kind+" "+a.ID, err)
}
