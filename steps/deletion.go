package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// These steps delete people. Nobody is deleted while they still own something that they came
// to own in the scenario: what is lost by that could not be brought back. Only a scenario
// about just that tries it.

func personIsDeleted(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		if err := w.identify(ctx, p); err != nil {
			return err
		}
		if p.Estate.deletedWith && w.run.created.IsDeleted(p.ID) {
			return nil // by the hand-over itself
		}
		if err := w.mustOwnNothing(ctx, p); err != nil {
			return err
		}
		attempt, err := w.tryDelete(ctx, p)
		if err != nil || attempt == nil {
			return w.out(p, result.Deletion, w.moved(err))
		}
		if attempt.Verdict == probe.Inconclusive {
			return unjudgedf("deleting %s was inconclusive: %s", p.Name, attempt.Evidence)
		}
		done := w.judgeThat(attempt.Verdict == probe.Allowed, "deletion of "+p.Name, "done", attempt.Verdict.String()+" ("+attempt.Evidence+")")
		return w.out(p, result.Deletion, done)
	})
}

// deletingIsTried keeps the answer: whether it may be refused is the next step's
// question.
func deletingIsTried(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		if err := w.identify(ctx, p); err != nil {
			return err
		}
		if err := w.delegate.mustBeObserved(); err != nil {
			return err
		}
		attempt, err := w.tryDelete(ctx, p)
		if _, refused := asRefused(err); refused {
			return nil
		}
		p.Estate.deletion = attempt
		return err
	})
}

// tryDelete deletes a person as the target's file says. The attempt is nil where that is
// by SCIM: the answer is then the scenario's last one.
func (w *World) tryDelete(ctx context.Context, p *Person) (*probe.Attempt, error) {
	ownership := w.estates()
	if ownership == nil || !ownership.Deletes() {
		_, err := w.provisioner().Delete(ctx, p.subject())
		if err == nil {
			w.run.created.Deleted(p.ID)
		}
		return nil, err
	}
	attempt, err := ownership.Delete(ctx, p.probed())
	if err != nil {
		return nil, fmt.Errorf("deleting %s: %w", p.Name, err)
	}
	return &attempt, nil
}

// mustOwnNothing wants a hand-over to have come before, the list of every kind to be empty,
// and what the person owned to be the heir's. What the target says it has handed over and
// did not is its violation; a scenario that forgot the hand-over is ours.
func (w *World) mustOwnNothing(ctx context.Context, p *Person) error {
	ownership := w.estates()
	if ownership == nil || len(p.Estate.assets) == 0 || ownership.Guard() == probe.NoGuard {
		return nil
	}
	if p.Estate.attempt == nil {
		return mistakef("%s still owns what they came to own here: nobody is deleted before the hand-over", p.Name)
	}
	if left := p.Estate.attempt.Left; len(left) > 0 {
		return w.stillOwns(p, left)
	}
	return w.eventually(ctx, func() error {
		left, err := w.leftWith(ctx, ownership, p)
		if err != nil || len(left) == 0 {
			return err
		}
		return w.stillOwns(p, left)
	})
}

// leftWith is what is listed as a person's, or else of what they owned is not the heir's: a
// list that is empty too early would cost what it does not show.
func (w *World) leftWith(ctx context.Context, ownership *probe.Ownership, p *Person) ([]probe.Asset, error) {
	listed, err := ownership.List(ctx, p.probed())
	if err != nil {
		return nil, fmt.Errorf("listing the assets of %s: %w", p.Name, err)
	}
	if len(listed) > 0 || p.Estate.heir.ID == "" {
		return listed, nil
	}
	unmoved, err := ownership.Unmoved(ctx, p.Estate.assets, p.Estate.heir)
	if err != nil {
		return nil, fmt.Errorf("reading the assets of %s: %w", p.Name, err)
	}
	return unmoved, nil
}

func (w *World) stillOwns(p *Person, assets []probe.Asset) error {
	return w.judge(result.Mismatch{
		Path: "assets of " + p.Name + ", who is not deleted before they are handed over", Want: "none", Got: showAssets(assets),
	})
}

// estates is the ownership probe for steps that can do without; nil where there is none.
func (w *World) estates() *probe.Ownership {
	if w.run.target.Probes.Ownership == nil {
		return nil
	}
	ownership, err := w.ownership()
	if err != nil {
		return nil
	}
	return ownership
}

// judgeRefusedByRecipe is judgeRefusedDeletion for a deletion that was not sent over SCIM.
func (w *World) judgeRefusedByRecipe(attempt *probe.Attempt) error {
	if attempt.Verdict == probe.Inconclusive {
		return unjudgedf("the deletion was inconclusive: %s", attempt.Evidence)
	}
	return w.judgeThat(attempt.Verdict == probe.Denied, "deletion", "refused", attempt.Verdict.String()+" ("+attempt.Evidence+")")
}

// deleteNatively removes a person whom SCIM DELETE may leave behind, at the end.
func (w *World) deleteNatively(ctx context.Context, id string) error {
	ownership := w.estates()
	p := w.byID(id)
	if ownership == nil || !ownership.Deletes() || p == nil || w.run.created.IsDeleted(id) {
		return nil
	}
	if w.isUnknown(ctx, p) {
		return nil
	}
	if err := w.identify(ctx, p); err != nil {
		return err
	}
	attempt, err := ownership.Delete(ctx, p.probed())
	if err == nil && attempt.Verdict != probe.Allowed && !gone(attempt.Status) {
		err = errors.New(attempt.Evidence)
	}
	return err
}

// isUnknown tells whether neither SCIM nor the target's own interfaces know a person any more who was never identified:
// the scenario has deleted them itself. It waits for nothing.
func (w *World) isUnknown(ctx context.Context, p *Person) bool {
	recipe := w.run.target.Probes.Native
	if recipe == nil || p.native.of == p.ID {
		return false
	}
	resp, err := w.run.client.Do(ctx, w.rec, scim.Request{Method: http.MethodGet, Path: p.path()})
	if err != nil || !gone(resp.Status) {
		return false
	}
	_, err = recipe.Of(ctx, w.kit(), p.probed())
	return probe.NotFound(err)
}
