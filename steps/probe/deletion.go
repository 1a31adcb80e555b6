package probe

import (
	"context"
	"fmt"
	"time"
)

// DeletesToHandOver tells whether the hand-over of some kind is the deletion of its owner.
func (o *Ownership) DeletesToHandOver() bool {
	return o.recipe.Delete != nil && o.recipe.Delete.WithHeir != nil
}

// Deletes tells whether people are deleted by a recipe and not by SCIM DELETE.
func (o *Ownership) Deletes() bool { return o.recipe.Delete != nil && o.recipe.Delete.Request != nil }

// Guard is what has to hold before somebody who owned something is deleted.
func (o *Ownership) Guard() Guard {
	switch {
	case o.recipe.Delete != nil && o.recipe.Delete.Guard != "":
		return o.recipe.Delete.Guard
	case o.DeletesToHandOver():
		return TransferParam
	default:
		return ListsEmpty
	}
}

// None is why nobody owns anything at the target; "" where people do.
func (o *Ownership) None() string { return o.recipe.None }

// Delete deletes a person whom the run created, as the recipe says: Allowed when done or
// done before, Denied when refused.
func (o *Ownership) Delete(ctx context.Context, p Person) (Attempt, error) {
	if err := o.kit.mustBeOurs("person", p.ID); err != nil {
		return Attempt{}, err
	}
	if !o.Deletes() {
		return Attempt{}, fmt.Errorf("the ownership probe does not say how to delete a person")
	}
	return o.remove(ctx, o.recipe.Delete.Request, hand{owner: p})
}

// remove sends a deletion. Who was deleted before is not deleted again, and that is no refusal.
func (o *Ownership) remove(ctx context.Context, s *Step, h hand) (Attempt, error) {
	_, attempt, err := o.kit.try(ctx, s, o.refusedDeletions(h.heir.ID != ""), o.handVars(h))
	if isGone(attempt.Status) && o.kit.Created.IsDeleted(h.owner.ID) {
		attempt.Verdict = Allowed
		attempt.Evidence += ": the person was deleted before"
	}
	if err == nil && attempt.Verdict == Allowed {
		o.kit.Created.Deleted(h.owner.ID)
	}
	return attempt, err
}

// refusedDeletions are the statuses of a refusal; one that carries the heir may be refused
// like any hand-over as well.
func (o *Ownership) refusedDeletions(withHeir bool) []int {
	switch declared := o.recipe.Delete.Refused; {
	case len(declared) > 0:
		return declared
	case withHeir:
		return append(refusals(nil), o.recipe.Deletion.Refusals()...)
	default:
		return o.recipe.Deletion.Refusals()
	}
}

// deleteWithHeir deletes the owner with the heir in the request, unless a part of what they
// own was not handed over before: it would be lost.
func (o *Ownership) deleteWithHeir(ctx context.Context, h hand, before HandOver) (HandOver, error) {
	if before.Verdict != Allowed {
		before.Evidence += ", so the owner was not deleted"
		before.Left = append(before.Left, h.assets...)
		return before, nil
	}
	attempt, err := o.remove(ctx, o.recipe.Delete.WithHeir, h)
	return outcome(attempt, h.assets...), err
}

// Recovery is for how long a hand-over is possible after the deletion; false where the
// target's file promises none.
func (o *Ownership) Recovery() (time.Duration, bool) {
	if o.recipe.Recovery == nil {
		return 0, false
	}
	return o.recipe.Recovery.Window, true
}

// Recover hands over assets that the run created and a person of the run left behind. The
// assets are named, since nobody lists what belongs to somebody who is gone.
func (o *Ownership) Recover(ctx context.Context, owner, heir Person, assets []Asset) (HandOver, error) {
	if err := o.kit.mustBeOurs("person", owner.ID); err != nil {
		return HandOver{}, err
	}
	if err := o.kit.allOurs(assets); err != nil {
		return HandOver{}, err
	}
	h := hand{owner, heir, assets}
	if r := o.recipe.Recovery; r != nil && r.Transfer != nil {
		return o.send(ctx, r.Transfer, h)
	}
	var done HandOver
	for _, kind := range o.recipe.Kinds {
		of := ofKind(assets, kind.Name)
		if len(of) == 0 {
			continue
		}
		one, err := o.transferKind(ctx, kind.Name, hand{owner, heir, of})
		if err != nil {
			return done, err
		}
		done.add(one)
	}
	return done, nil
}
