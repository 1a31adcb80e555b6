package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"

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

// allOurs wants every asset of a list to be the run's.
func (k Kit) allOurs(assets []Asset) error {
	for _, a := range assets {
		if err := k.mustBeOurs(a.Kind, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// HandOver is what became of a hand-over: Allowed when all was done, Denied when a part
// was refused or left behind, by the target's own word.
type HandOver struct {
	Attempt
	// Left are the assets that were not handed over.
	Left []Asset
}

// add puts the outcome for further assets to the others: whatever is worst counts.
func (h *HandOver) add(more HandOver) {
	h.Left = append(h.Left, more.Left...)
	if h.Evidence == "" || badness(more.Verdict) > badness(h.Verdict) {
		h.Attempt = more.Attempt
	}
}

func badness(v Verdict) int { return map[Verdict]int{Allowed: 0, Denied: 1, Inconclusive: 2}[v] }

// outcome is that of one attempt at all of the assets.
func outcome(attempt Attempt, assets ...Asset) HandOver {
	if attempt.Verdict == Allowed {
		return HandOver{Attempt: attempt}
	}
	return HandOver{attempt, assets}
}

// hand is one hand-over: of whom, to whom, of what.
type hand struct {
	owner, heir Person
	assets      []Asset
}

func (o *Ownership) handVars(h hand) template.Vars {
	return o.kit.Vars.With(h.owner.vars("user")).With(h.heir.vars("heir")).With(template.Vars{"assets": elements(h.assets)})
}

func elements(assets []Asset) []template.Vars {
	all := make([]template.Vars, len(assets))
	for i, a := range assets {
		all[i] = a.vars()
	}
	return all
}

// Immovable gives the kinds that cannot change hands, each with the reason that the
// target's file gives.
func (o *Ownership) Immovable() map[string]string {
	kinds := map[string]string{}
	for _, k := range o.recipe.Kinds {
		if k.Transfer.mode() == Immovable {
			kinds[k.Name] = k.Transfer.Reason
		}
	}
	return kinds
}

// Alone says why a single asset of that kind cannot be handed over by itself; "" where it can.
func (o *Ownership) Alone(kind string) string {
	k, err := o.kind(kind)
	if err != nil {
		return err.Error()
	}
	t := &k.Transfer
	switch {
	case t.mode() == Immovable:
		return fmt.Sprintf("the target cannot hand over the kind %s", kind)
	case t.mode() == DeleteParam:
		return fmt.Sprintf("the target hands over the kind %s with the deletion of its owner", kind)
	case t.mode() == Job && !t.Request.loopsOver("assets"):
		return fmt.Sprintf("the target hands over all of the kind %s at once", kind)
	default:
		return ""
	}
}

// Transfer hands one asset that the run created to heir.
func (o *Ownership) Transfer(ctx context.Context, a Asset, owner, heir Person) (HandOver, error) {
	if err := o.kit.mustBeOurs(a.Kind, a.ID); err != nil {
		return HandOver{}, err
	}
	if reason := o.Alone(a.Kind); reason != "" {
		return outcome(Attempt{Verdict: Denied, Evidence: reason}, a), nil
	}
	return o.transferKind(ctx, a.Kind, hand{owner, heir, []Asset{a}})
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
	_, attempt, err := o.kit.try(ctx, &kind.Run.Request, refusals(kind.Run.Refused), o.kit.Vars.With(a.vars()))
	return attempt, err
}

// TransferAll hands everything that a person of the run owns to heir: at once where the
// target can, else kind by kind. It goes on after a refusal, so that one kind does not hide
// another, but for a deletion that carries the heir: that is not sent if anything was left behind.
func (o *Ownership) TransferAll(ctx context.Context, owner, heir Person) (HandOver, error) {
	if err := o.kit.mustBeOurs("person", owner.ID); err != nil {
		return HandOver{}, err
	}
	if all := o.recipe.TransferAll; all != nil {
		return o.send(ctx, all, hand{owner, heir, nil})
	}
	assets, err := o.List(ctx, owner)
	if err != nil {
		return HandOver{}, err
	}
	if err := o.kit.allOurs(assets); err != nil {
		return HandOver{}, err
	}
	return o.transferKinds(ctx, hand{owner, heir, assets})
}

// transferKinds hands over kind by kind, and at last what goes with the deletion.
func (o *Ownership) transferKinds(ctx context.Context, all hand) (HandOver, error) {
	done := HandOver{Attempt: Attempt{Verdict: Allowed}}
	var withOwner []Asset
	for _, kind := range o.recipe.Kinds {
		assets := ofKind(all.assets, kind.Name)
		if kind.Transfer.mode() == DeleteParam {
			withOwner = append(withOwner, assets...)
			continue
		}
		if len(assets) == 0 {
			continue
		}
		one, err := o.transferKind(ctx, kind.Name, hand{all.owner, all.heir, assets})
		if err != nil {
			return done, err
		}
		done.add(one)
	}
	if o.DeletesToHandOver() && (len(withOwner) > 0 || o.kit.Created.IsDeleted(all.owner.ID)) {
		return o.deleteWithHeir(ctx, hand{all.owner, all.heir, withOwner}, done)
	}
	if done.Evidence == "" {
		done.Evidence = "nothing was owned"
	}
	return done, nil
}

func ofKind(assets []Asset, kind string) []Asset {
	return slices.DeleteFunc(slices.Clone(assets), func(a Asset) bool { return a.Kind != kind })
}

// transferKind hands over assets of one kind.
func (o *Ownership) transferKind(ctx context.Context, name string, h hand) (HandOver, error) {
	kind, err := o.kind(name)
	if err != nil {
		return HandOver{}, err
	}
	t := &kind.Transfer
	switch t.mode() {
	case Immovable:
		return outcome(Attempt{Verdict: Denied, Evidence: immovable(name, t.Reason)}, h.assets...), nil
	case Takeover:
		return o.takeOver(ctx, t, h)
	case PerAsset, DeleteParam:
		return o.oneByOne(ctx, t, o.handVars(h), h.assets)
	default:
		return o.send(ctx, t, h)
	}
}

func immovable(kind, reason string) string {
	text := "the kind " + kind + " is not movable"
	if reason = strings.TrimSpace(reason); reason != "" {
		text += ": " + reason
	}
	return text
}

// oneByOne sends a request for each asset.
func (o *Ownership) oneByOne(ctx context.Context, t *TransferRecipe, vars template.Vars, assets []Asset) (HandOver, error) {
	var done HandOver
	for _, a := range assets {
		_, attempt, err := o.kit.try(ctx, &t.Request, refusals(t.Refused), vars.With(a.vars()))
		if err != nil {
			return done, err
		}
		done.add(outcome(attempt, a))
	}
	return done, nil
}

// send hands over many assets by a request that says which, or whose.
func (o *Ownership) send(ctx context.Context, t *TransferRecipe, h hand) (HandOver, error) {
	vars := o.handVars(h)
	if len(h.assets) > 0 {
		vars = vars.With(template.Vars{"asset.kind": h.assets[0].Kind})
	}
	switch t.mode() {
	case Bulk:
		return o.bulk(ctx, t, vars, h.assets)
	case Job:
		return o.job(ctx, t, vars, h.assets)
	default:
		_, attempt, err := o.kit.try(ctx, &t.Request, refusals(t.Refused), vars)
		return outcome(attempt, h.assets...), err
	}
}

// takeOver has the heir ask for each asset. Who cannot log in cannot take anything over.
func (o *Ownership) takeOver(ctx context.Context, t *TransferRecipe, h hand) (HandOver, error) {
	vars, attempt, err := o.logIn(ctx, o.recipe.heirLogin(t), h.heir)
	if err != nil {
		return HandOver{}, wrap("logging in as the heir", err)
	}
	if attempt.Verdict != Allowed {
		attempt.Evidence = "the heir was " + attempt.Verdict.String() + " at the login: " + attempt.Evidence
		return outcome(attempt, h.assets...), nil
	}
	return o.oneByOne(ctx, t, vars.With(h.heir.vars("heir")), h.assets)
}

// Unmoved gives those of assets that are not the heir's, as the target shows it now: gone,
// somebody else's, or nobody's. It is what a hand-over is worth, whatever it was answered.
func (o *Ownership) Unmoved(ctx context.Context, assets []Asset, heir Person) ([]Asset, error) {
	now, err := o.Snapshot(ctx, assets)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(assets), func(a Asset) bool {
		return slices.ContainsFunc(now, func(n Asset) bool {
			return n.Kind == a.Kind && n.ID == a.ID && n.Owner == heir.Native()
		})
	}), nil
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
