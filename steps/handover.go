package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/probe"
)

// These steps hand over what people own.

func assetsAreHandedOver(ctx context.Context, name, heir string) error {
	return withAccounts(ctx, name, heir, func(w *World, p, h *Person) error {
		if err := w.mustBeMovable(p); err != nil {
			return err
		}
		if err := w.handOverTo(ctx, p, h); err != nil {
			return err
		}
		if err := w.judgeHandOver(*p.Estate.attempt); err != nil {
			return err
		}
		return w.letGo(ctx, p.first())
	})
}

// mustBeMovable skips for what the target's file says cannot change hands: that nothing of
// the kind can be saved is judged by a scenario of its own.
func (w *World) mustBeMovable(p *Person) error {
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	immovable := ownership.Immovable()
	for _, asset := range p.Estate.assets {
		if reason, stays := immovable[asset.Kind]; stays {
			return &skipped{reason: strings.TrimSuffix("the kind "+asset.Kind+" is not movable: "+reason, ": "), optional: true}
		}
	}
	return nil
}

func oneIsHandedOver(ctx context.Context, name, kind, heir string) error {
	return withAccounts(ctx, name, heir, func(w *World, p, h *Person) error {
		if err := w.identify(ctx, p, h); err != nil {
			return err
		}
		if err := w.handOverOne(ctx, p, kind, h.probed()); err != nil {
			return err
		}
		return w.judgeHandOver(*p.Estate.attempt)
	})
}

// handOverOneIsTried takes an heir who has gone since as well.
func handOverOneIsTried(ctx context.Context, name, kind, heir string) error {
	w := worldOf(ctx)
	h, err := w.person(heir)
	if err != nil {
		return err
	}
	return withAccount(ctx, name, func(w *World, p *Person) error {
		if err := w.identify(ctx, p); err != nil {
			return err
		}
		return w.handOverOne(ctx, p, kind, h.probed())
	})
}

func (w *World) handOverOne(ctx context.Context, p *Person, kind string, heir probe.Person) error {
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(p.Estate.assets, func(a probe.Asset) bool { return a.Kind == kindName(kind) })
	if i < 0 {
		return &skipped{reason: "the target's ownership probe has no kind " + kindName(kind), optional: true}
	}
	if reason := ownership.Alone(kindName(kind)); reason != "" {
		return &skipped{reason: reason, optional: true}
	}
	attempt, err := ownership.Transfer(ctx, p.Estate.assets[i], p.probed(), heir)
	if err != nil {
		return fmt.Errorf("handing over the %s of %s: %w", kind, p.Name, err)
	}
	p.Estate.attempt = &attempt
	return nil
}

// judgeHandOver wants a hand-over done; one that can be neither done nor refused
// is no verdict.
func (w *World) judgeHandOver(attempt probe.HandOver) error {
	if attempt.Verdict == probe.Inconclusive {
		return unjudgedf("the hand-over was inconclusive: %s", attempt.Evidence)
	}
	return w.judgeThat(attempt.Verdict == probe.Allowed, "hand-over", "done", shownHandOver(attempt))
}

// shownHandOver says what was left behind too: one refusal among many is easily overlooked.
func shownHandOver(attempt probe.HandOver) string {
	text := attempt.Verdict.String() + " (" + attempt.Evidence + ")"
	if len(attempt.Left) > 0 {
		text += ", left behind: " + showAssets(attempt.Left)
	}
	return text
}

func heirOwnsOne(ctx context.Context, heir, name, kind, rest string) error {
	w := worldOf(ctx)
	p, err := w.person(name)
	if err != nil {
		return err
	}
	if rest != p.first() {
		return mistakef("%s never owned what %s did", rest, name)
	}
	h, err := w.account(heir)
	if err != nil {
		return err
	}
	return w.eventually(ctx, func() error {
		return w.judgeAssets(ctx, p, func(a probe.Asset) string {
			if a.Kind == kindName(kind) {
				return h.nativeID()
			}
			return p.nativeID()
		})
	})
}

func handOverIsTried(ctx context.Context, name, heir string) error {
	return withAccounts(ctx, name, heir, func(w *World, p, h *Person) error { return w.handOverTo(ctx, p, h) })
}

// handOverToUnknownIsTried uses an id of the form of the target's own that nobody
// has.
func handOverToUnknownIsTried(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		if err := w.identify(ctx, p); err != nil {
			return err
		}
		return w.handOver(ctx, p, w.nobody(p))
	})
}

func (w *World) handOverTo(ctx context.Context, p, heir *Person) error {
	if err := w.identify(ctx, p, heir); err != nil {
		return err
	}
	return w.handOver(ctx, p, heir.probed())
}

func (w *World) handOver(ctx context.Context, p *Person, heir probe.Person) error {
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	attempt, err := ownership.TransferAll(ctx, p.probed(), heir)
	if err != nil {
		return fmt.Errorf("handing over the assets of %s: %w", p.Name, err)
	}
	p.Estate.attempt, p.Estate.heir = &attempt, heir
	p.Estate.deletedWith = w.run.created.IsDeleted(p.ID)
	return nil
}
