package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
)

const kindOfAsset = `(app|data connection|data file|automation|workspace)`

func registerOwnership(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+first+` owns assets of every kind$`), ownsEveryKind)
	sc.Step(expression(`^`+first+` owns assets of every kind, shared with `+first+`$`), ownsEveryKindShared)
	sc.Step(expression(`^`+first+` owns an? `+kindOfAsset+`$`), ownsOneUnshared)
	sc.Step(expression(`^`+first+` owns an? `+kindOfAsset+`, shared with `+first+`$`), ownsOne)
	sc.Step(expression(`^`+first+` owns an? `+kindOfAsset+`, shared with the group "([^"]+)"$`), ownsOneOfGroup)
	sc.Step(expression(`^the automations of `+first+` and `+first+` run$`), automationsRun)
	sc.Step(expression(`^`+first+`'s automation does not run, while `+first+`'s does$`), automationIsStopped)
	sc.Step(expression(`^deactivating `+first+` by (PATCH with a path|PATCH without a path|PUT|DELETE) is tried$`), deactivatingIsTried)
	sc.Step(expression(`^`+first+`'s workspace has an owner who is active$`), workspaceHasOwner)
	sc.Step(expression(`^`+first+`'s workspace can be handed over to `+first+`$`), workspaceCanBeHandedOver)
	sc.Step(expression(`^`+first+`'s assets are handed over to `+first+`$`), assetsAreHandedOver)
	sc.Step(expression(`^`+first+`'s `+kindOfAsset+` alone is handed over to `+first+`$`), oneIsHandedOver)
	sc.Step(expression(`^`+first+` owns `+first+`'s former `+kindOfAsset+`, and `+first+` still owns the rest$`), heirOwnsOne)
	sc.Step(expression(`^handing `+first+`'s assets over to `+first+` is tried$`), handOverIsTried)
	sc.Step(expression(`^handing `+first+`'s `+kindOfAsset+` alone over to `+first+` is tried$`), handOverOneIsTried)
	sc.Step(expression(`^handing `+first+`'s assets over to an unknown person is tried$`), handOverToUnknownIsTried)
	sc.Step(expression(`^deleting `+first+` is tried$`), deletingIsTried)
	sc.Step(expression(`^`+first+`'s assets are intact$`), assetsAreIntact)
	sc.Step(expression(`^the hand-over is refused, and nothing of `+first+`'s has moved$`), handOverIsRefused)
	sc.Step(expression(`^`+first+` owns all of `+first+`'s former assets, content and sharing intact$`), heirOwnsAll)
	sc.Step(expression(`^`+first+` owns all of `+first+`'s former assets, content intact$`), heirOwnsAllUnshared)
	sc.Step(expression(`^`+first+` owns nothing$`), ownsNothing)
	sc.Step(expression(`^the deletion of `+first+` is refused or loses nothing, as the target declares$`), deletionLosesNothing)
	registerEveryKind(sc)
}

// estate is what a person came to own in the scenario, as it was then.
type estate struct {
	assets []probe.Asset
	// attempt is the last hand-over that was tried, and deletion the last deletion that was
	// tried by the target's own interface.
	attempt  *probe.HandOver
	deletion *probe.Attempt
	// heir is who was to get everything.
	heir probe.Person
	// deletedWith says that the hand-over was the deletion.
	deletedWith bool
}

func (w *World) ownership() (*probe.Ownership, error) {
	recipe := w.run.target.Probes.Ownership
	if recipe == nil {
		return nil, &skipped{reason: lackReason("ownership-probe", "")}
	}
	if recipe.None != "" {
		return nil, &skipped{reason: "nothing is personally owned: " + recipe.None, optional: true}
	}
	var login *probe.Login
	if logins := w.run.target.Probes.Login; logins != nil {
		login = probe.NewLogin(*logins, w.kit())
	}
	return probe.NewOwnership(*recipe, login, w.kit()), nil
}

func ownsEveryKind(ctx context.Context, name string) error {
	return worldOf(ctx).seed(ctx, name, "", "")
}

func ownsEveryKindShared(ctx context.Context, name, other string) error {
	return worldOf(ctx).seed(ctx, name, other, "")
}

func ownsOneUnshared(ctx context.Context, name, kind string) error {
	return worldOf(ctx).seed(ctx, name, "", kindName(kind))
}

func ownsOne(ctx context.Context, name, kind, other string) error {
	return worldOf(ctx).seed(ctx, name, other, kindName(kind))
}

// kindName is a kind as target files name it: "data-file".
func kindName(words string) string { return strings.ReplaceAll(words, " ", "-") }

// seed creates assets that are shared with one other person, or with nobody.
func (w *World) seed(ctx context.Context, name, other, kind string) error {
	shared, err := w.sharers(ctx, other)
	if err != nil {
		return err
	}
	return w.seedFor(ctx, name, shared, kind)
}

// seedFor creates assets of one kind, or of every kind where it is "".
func (w *World) seedFor(ctx context.Context, name string, shared []probe.Person, kind string) error {
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	kinds, err := kindsOf(ownership, kind)
	if err != nil {
		return err
	}
	return w.seedKinds(ctx, name, shared, kinds)
}

// seedKinds creates assets as their owner and makes sure that the target lists them:
// an empty list before a hand-over would prove nothing after it.
func (w *World) seedKinds(ctx context.Context, name string, shared []probe.Person, kinds []string) error {
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	p, err := w.account(name)
	if err != nil {
		return err
	}
	if err := w.identify(ctx, p); err != nil {
		return err
	}
	assets, err := ownership.Seed(ctx, p.probed(), shared, kinds...)
	w.trackAssets(ownership, assets)
	if err != nil {
		return fmt.Errorf("creating assets as %s: %w", p.Name, err)
	}
	p.Estate.assets = append(p.Estate.assets, assets...)
	return w.mustBeListed(ctx, ownership, p)
}

func (w *World) sharers(ctx context.Context, name string) ([]probe.Person, error) {
	if name == "" {
		return nil, nil
	}
	p, err := w.account(name)
	if err != nil {
		return nil, err
	}
	if err := w.identify(ctx, p); err != nil {
		return nil, err
	}
	return []probe.Person{p.probed()}, nil
}

func kindsOf(ownership *probe.Ownership, kind string) ([]string, error) {
	if kind == "" {
		return mustHaveKinds(ownership.EveryKind(false))
	}
	if !slices.Contains(ownership.Kinds(), kind) {
		return nil, &skipped{reason: fmt.Sprintf("the target's ownership probe has no kind %s", kind), optional: true}
	}
	return []string{kind}, nil
}

// mustHaveKinds skips for a target of which no kind can change hands: another scenario says so.
func mustHaveKinds(kinds []string) ([]string, error) {
	if len(kinds) == 0 {
		return nil, &skipped{reason: "the target's ownership probe has no kind that can be handed over"}
	}
	return kinds, nil
}

func (w *World) trackAssets(ownership *probe.Ownership, assets []probe.Asset) {
	for _, asset := range assets {
		w.trackUndo(undo{asset.Kind, asset.ID, func(ctx context.Context) error { return ownership.Remove(ctx, asset) }})
	}
}

func (w *World) mustBeListed(ctx context.Context, ownership *probe.Ownership, p *Person) error {
	listed, err := ownership.List(ctx, p.probed())
	if err != nil {
		return fmt.Errorf("listing the assets of %s: %w", p.Name, err)
	}
	for _, asset := range p.Estate.assets {
		if !containsAsset(listed, asset) {
			return unjudgedf("the list of what %s owns does not show the %s %s", p.Name, asset.Kind, asset.ID)
		}
	}
	return nil
}

func containsAsset(assets []probe.Asset, wanted probe.Asset) bool {
	return slices.ContainsFunc(assets, func(a probe.Asset) bool { return a.Kind == wanted.Kind && a.ID == wanted.ID })
}

// assetsAreIntact wants owner, content and sharing as they were.
func assetsAreIntact(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		return w.eventually(ctx, func() error { return w.judgeEstate(ctx, p, p.nativeID()) })
	})
}

// judgeEstate wants everything that a person came to own in one hand.
func (w *World) judgeEstate(ctx context.Context, p *Person, owner string) error {
	return w.judgeAssets(ctx, p, func(probe.Asset) string { return owner })
}

// judgeAssets compares every asset that a person came to own with what is there
// now, under the owner that it should have.
func (w *World) judgeAssets(ctx context.Context, p *Person, owner func(probe.Asset) string) error {
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	if len(p.Estate.assets) == 0 {
		return mistakef("%s owns nothing in this scenario", p.Name)
	}
	now, err := ownership.Snapshot(ctx, p.Estate.assets)
	if err != nil {
		return fmt.Errorf("reading the assets of %s: %w", p.Name, err)
	}
	var mismatches []result.Mismatch
	for _, before := range p.Estate.assets {
		mismatches = append(mismatches, w.compareAsset(before, now, owner(before))...)
	}
	return w.judge(mismatches...)
}

func (w *World) compareAsset(before probe.Asset, now []probe.Asset, owner string) []result.Mismatch {
	label := before.Kind + " " + before.ID
	i := slices.IndexFunc(now, func(a probe.Asset) bool { return a.Kind == before.Kind && a.ID == before.ID })
	if i < 0 {
		return []result.Mismatch{{Path: label, Want: "still there", Got: "gone"}}
	}
	var mismatches []result.Mismatch
	differ := func(what, want, got string) {
		if want != got {
			mismatches = append(mismatches, result.Mismatch{Path: label + " " + what, Want: orElse(want, "none"), Got: orElse(got, "none")})
		}
	}
	differ("owner", w.ownerName(owner), w.ownerName(now[i].Owner))
	if now[i].Lost {
		differ("content", "what was sent at its creation", "something else, with the SHA-256 "+now[i].Digest)
	} else {
		differ("content", before.Digest, now[i].Digest)
	}
	differ("sharing", strings.Join(before.SharedWith, " "), strings.Join(now[i].SharedWith, " "))
	return mismatches
}

func handOverIsRefused(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		attempt := p.Estate.attempt
		if attempt == nil {
			return mistakef("no hand-over of %s's assets was tried", p.Name)
		}
		if attempt.Verdict == probe.Inconclusive {
			return unjudgedf("the hand-over was inconclusive: %s", attempt.Evidence)
		}
		if err := w.judgeThat(attempt.Verdict == probe.Denied, "hand-over", "refused", shownHandOver(*attempt)); err != nil {
			return err
		}
		return w.judgeEstate(ctx, p, p.nativeID())
	})
}

func heirOwnsAll(ctx context.Context, heir, name string) error {
	w := worldOf(ctx)
	p, err := w.person(name)
	if err != nil {
		return err
	}
	h, err := w.account(heir)
	if err != nil {
		return err
	}
	return w.eventually(ctx, func() error { return w.judgeEstate(ctx, p, h.nativeID()) })
}

func ownsNothing(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		ownership, err := w.ownership()
		if err != nil {
			return err
		}
		if err := w.identify(ctx, p); err != nil {
			return err
		}
		return w.eventually(ctx, func() error {
			listed, err := ownership.List(ctx, p.probed())
			if err != nil {
				return fmt.Errorf("listing the assets of %s: %w", p.Name, err)
			}
			return w.judgeThat(len(listed) == 0, "assets of "+p.Name, "none", showAssets(listed))
		})
	})
}

func showAssets(assets []probe.Asset) string {
	var names []any
	for _, asset := range assets {
		names = append(names, asset.Kind+" "+asset.ID)
	}
	return oracle.Text(names)
}

// deletionLosesNothing holds the deletion of somebody who owns something against
// the policy that the target's file declares.
func deletionLosesNothing(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	switch deletion := ownership.Deletion(); deletion.Policy {
	case probe.RefuseWhileOwning:
		return w.judgeRefusedDeletion(ctx, p, deletion)
	case probe.TransferTo:
		return w.eventually(ctx, func() error { return w.judgeEstate(ctx, p, deletion.Heir) })
	case probe.Orphan, probe.Cascade:
		return w.judge(result.Mismatch{Path: "deletion policy", Want: "one that loses nothing", Got: string(deletion.Policy)})
	default:
		return w.judgeSomeOwner(ctx, ownership, p)
	}
}

func (w *World) judgeRefusedDeletion(ctx context.Context, p *Person, deletion probe.Deletion) error {
	if err := w.judgeRefusal(p, deletion); err != nil {
		return err
	}
	if _, err := w.read(ctx, p.path()); err != nil {
		return fmt.Errorf("reading %s, whose deletion was refused: %w", p.Name, err)
	}
	return w.judgeEstate(ctx, p, p.nativeID())
}

func (w *World) judgeRefusal(p *Person, deletion probe.Deletion) error {
	if p.Estate.deletion != nil {
		return w.judgeRefusedByRecipe(p.Estate.deletion)
	}
	a, err := w.answered()
	if err != nil {
		return err
	}
	return w.judge(a.statusMismatch(deletion.Refusals()...)...)
}

// judgeSomeOwner is for a target that declares no policy: every asset must still
// be there, and belong to somebody, though not to the leaver who is gone.
func (w *World) judgeSomeOwner(ctx context.Context, ownership *probe.Ownership, p *Person) error {
	now, err := ownership.Snapshot(ctx, p.Estate.assets)
	if err != nil {
		return fmt.Errorf("reading the assets of %s: %w", p.Name, err)
	}
	a, err := w.look(ctx, p.path())
	if err != nil {
		return err
	}
	var mismatches []result.Mismatch
	for _, asset := range now {
		if asset.Owner == "" || (asset.Owner == p.nativeID() && !a.is(http.StatusOK)) {
			mismatches = append(mismatches, result.Mismatch{Path: asset.Kind + " " + asset.ID + " owner", Want: "somebody who exists", Got: orElse(asset.Owner, "none")})
		}
	}
	if lost := len(p.Estate.assets) - len(now); lost > 0 {
		mismatches = append(mismatches, result.Mismatch{Path: "assets of " + p.Name, Want: fmt.Sprint(len(p.Estate.assets)), Got: fmt.Sprint(len(now))})
	}
	return w.judge(mismatches...)
}

func asRefused(err error) (*provision.RefusedError, bool) {
	return errors.AsType[*provision.RefusedError](err)
}
