package steps

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
)

// These steps are about what people own of whatever kind: on most targets an app is called
// otherwise.

func registerEveryKind(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+first+` owns assets of every kind, movable or not$`), ownsMovableOrNot)
	sc.Step(expression(`^`+first+` owns assets of every kind, movable or not, shared with `+first+`$`), ownsMovableOrNotShared)
	sc.Step(expression(`^`+first+` owns assets of every kind that moves alone$`), ownsWhatMovesAlone)
	sc.Step(expression(`^each of `+first+`'s assets is handed over to `+first+`, one at a time$`), handedOverOneAtATime)
	sc.Step(expression(`^handing each of `+first+`'s assets over to `+first+` again is tried$`), handedOverAgain)
	sc.Step(expression(`^no kind of `+first+`'s assets is left behind$`), noKindIsLeft)
	sc.Step(expression(`^what `+first+` left behind is handed over to `+first+`$`), handedOverLate)
	sc.Step(expression(`^`+first+` can open `+first+`'s assets, and `+first+` cannot$`), opensBefore)
	sc.Step(expression(`^`+first+` can open all of `+first+`'s former assets$`), opensAll)
	sc.Step(expression(`^`+first+` can no longer open `+first+`'s former assets, while `+first+` can$`), opensNoLonger)
}

func ownsMovableOrNot(ctx context.Context, name string) error {
	return ownsMovableOrNotShared(ctx, name, "")
}

func ownsMovableOrNotShared(ctx context.Context, name, other string) error {
	w := worldOf(ctx)
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	shared, err := w.sharers(ctx, other)
	if err != nil {
		return err
	}
	kinds, err := mustHaveKinds(ownership.EveryKind(true))
	if err != nil {
		return err
	}
	return w.seedKinds(ctx, name, shared, kinds)
}

func ownsWhatMovesAlone(ctx context.Context, name string) error {
	w := worldOf(ctx)
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	kinds := slices.DeleteFunc(ownership.EveryKind(false), func(kind string) bool { return ownership.Alone(kind) != "" })
	if len(kinds) == 0 {
		return &skipped{reason: "the target hands over everything of a person at once", optional: true}
	}
	return w.seedKinds(ctx, name, nil, kinds)
}

// handedOverOneAtATime looks after each one that it has moved, and no other.
func handedOverOneAtATime(ctx context.Context, name, heir string) error {
	return withAccounts(ctx, name, heir, func(w *World, p, h *Person) error {
		owner := func(upTo int) func(probe.Asset) string {
			return func(a probe.Asset) string {
				if slices.ContainsFunc(p.Estate.assets[:upTo], func(b probe.Asset) bool { return b.ID == a.ID && b.Kind == a.Kind }) {
					return h.nativeID()
				}
				return p.nativeID()
			}
		}
		for i, asset := range p.Estate.assets {
			attempt, err := w.handOverAlone(ctx, p, h, asset)
			if err != nil {
				return err
			}
			if err := w.judgeHandOver(attempt); err != nil {
				return err
			}
			if err := w.eventually(ctx, func() error { return w.judgeAssets(ctx, p, owner(i+1)) }); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *World) handOverAlone(ctx context.Context, p, h *Person, asset probe.Asset) (probe.HandOver, error) {
	ownership, err := w.ownership()
	if err != nil {
		return probe.HandOver{}, err
	}
	if err := w.identify(ctx, p, h); err != nil {
		return probe.HandOver{}, err
	}
	attempt, err := ownership.Transfer(ctx, asset, p.probed(), h.probed())
	if err != nil {
		return attempt, fmt.Errorf("handing over the %s of %s: %w", asset.Kind, p.Name, err)
	}
	return attempt, nil
}

// handedOverAgain leaves open whether the target does it again or says that it is done.
func handedOverAgain(ctx context.Context, name, heir string) error {
	return withAccounts(ctx, name, heir, func(w *World, p, h *Person) error {
		for _, asset := range p.Estate.assets {
			attempt, err := w.handOverAlone(ctx, p, h, asset)
			if err != nil {
				return err
			}
			if attempt.Verdict == probe.Inconclusive {
				return w.judge(result.Mismatch{Path: "second hand-over", Want: "done or refused", Got: shownHandOver(attempt)})
			}
		}
		return nil
	})
}

// noKindIsLeft names the kinds that the target's file says cannot change hands, and those
// of which something stayed where it was.
func noKindIsLeft(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		ownership, err := w.ownership()
		if err != nil {
			return err
		}
		if p.Estate.attempt == nil {
			return mistakef("no hand-over of %s's assets was tried", p.Name)
		}
		if p.Estate.attempt.Verdict == probe.Inconclusive {
			return unjudgedf("the hand-over was inconclusive: %s", p.Estate.attempt.Evidence)
		}
		return w.eventually(ctx, func() error {
			listed, err := ownership.List(ctx, p.probed())
			if err != nil {
				return fmt.Errorf("listing the assets of %s: %w", p.Name, err)
			}
			return w.judge(leftBehindKinds(ownership, listed)...)
		})
	})
}

func leftBehindKinds(ownership *probe.Ownership, listed []probe.Asset) []result.Mismatch {
	immovable := ownership.Immovable()
	var mismatches []result.Mismatch
	for _, kind := range ownership.Kinds() {
		if !slices.ContainsFunc(listed, func(a probe.Asset) bool { return a.Kind == kind }) {
			continue
		}
		got := "left behind"
		if reason, stays := immovable[kind]; stays {
			got = strings.TrimSuffix("not movable: "+reason, ": ")
		}
		mismatches = append(mismatches, result.Mismatch{Path: "kind " + kind, Want: "handed over", Got: got})
	}
	return mismatches
}

// handedOverLate is for a deletion that was done or refused before. What is left behind by
// one that was done can be recovered only where the target's file promises it.
func handedOverLate(ctx context.Context, name, heir string) error {
	return withAccounts(ctx, name, heir, func(w *World, p, h *Person) error {
		ownership, err := w.ownership()
		if err != nil {
			return err
		}
		if !w.run.created.IsDeleted(p.ID) {
			return assetsAreHandedOver(ctx, name, heir)
		}
		if _, promised := ownership.Recovery(); !promised {
			return &skipped{reason: "the target's file promises no recovery after the deletion (probes.ownership.recovery)", optional: true}
		}
		if err := w.identify(ctx, h); err != nil {
			return err
		}
		attempt, err := ownership.Recover(ctx, p.probed(), h.probed(), p.Estate.assets)
		if err != nil {
			return fmt.Errorf("recovering the assets of %s: %w", p.Name, err)
		}
		p.Estate.attempt = &attempt
		return w.judgeHandOver(attempt)
	})
}

// open has a person open what another came to own.
func (w *World) open(ctx context.Context, who, p *Person) ([]probe.Asset, []probe.Attempt, error) {
	ownership, err := w.ownership()
	if err != nil {
		return nil, nil, err
	}
	assets := ownership.Openable(p.Estate.assets)
	if len(assets) == 0 {
		return nil, nil, &skipped{reason: "the target's file does not say how assets are opened (probes.ownership.kinds.open)", optional: true}
	}
	if err := w.identify(ctx, who); err != nil {
		return nil, nil, err
	}
	attempts, err := ownership.Open(ctx, who.probed(), assets)
	return assets, attempts, err
}

// judgeOpening wants the same verdict of every asset.
func (w *World) judgeOpening(ctx context.Context, who, p *Person, want probe.Verdict) error {
	assets, attempts, err := w.open(ctx, who, p)
	if err != nil {
		return err
	}
	var mismatches []result.Mismatch
	for i, attempt := range attempts {
		if attempt.Verdict == probe.Inconclusive {
			return unjudgedf("opening the %s %s was inconclusive: %s", assets[i].Kind, assets[i].ID, attempt.Evidence)
		}
		if attempt.Verdict != want {
			mismatches = append(mismatches, result.Mismatch{
				Path: assets[i].Kind + " " + assets[i].ID + " opened by " + who.first(), Want: want.String(),
				Got: attempt.Verdict.String() + " (" + attempt.Evidence + ")",
			})
		}
	}
	return w.judge(mismatches...)
}

// opensBefore proves that opening tells one person from another: without that, neither who
// can nor who cannot would prove anything.
func opensBefore(ctx context.Context, name, owner, other string) error {
	return withAccounts(ctx, owner, other, func(w *World, p, q *Person) error {
		if name != p.first() {
			return mistakef("%s does not own what %s does", name, owner)
		}
		if err := w.judgeOpening(ctx, p, p, probe.Allowed); err != nil {
			return err
		}
		_, attempts, err := w.open(ctx, q, p)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(attempts, func(a probe.Attempt) bool { return a.Verdict == probe.Allowed }) {
			return &skipped{reason: "the target opens assets to people who neither own them nor share in them", optional: true}
		}
		return nil
	})
}

func opensAll(ctx context.Context, heir, name string) error {
	return withHeir(ctx, name, heir, func(w *World, p, h *Person) error {
		return w.eventually(ctx, func() error { return w.judgeOpening(ctx, h, p, probe.Allowed) })
	})
}

func opensNoLonger(ctx context.Context, name, owner, heir string) error {
	return withHeir(ctx, owner, heir, func(w *World, p, h *Person) error {
		if name != p.first() {
			return mistakef("%s never owned what %s did", name, owner)
		}
		return w.eventually(ctx, func() error {
			if err := w.judgeOpening(ctx, p, p, probe.Denied); err != nil {
				return err
			}
			return w.judgeOpening(ctx, h, p, probe.Allowed)
		})
	})
}

// withHeir is withAccounts for a former owner who may be gone.
func withHeir(ctx context.Context, name, heir string, do func(w *World, p, h *Person) error) error {
	return withAccount(ctx, heir, func(w *World, h *Person) error {
		p, err := w.person(name)
		if err != nil {
			return err
		}
		return do(w, p, h)
	})
}

func gone(status int) bool { return status == http.StatusNotFound || status == http.StatusGone }
