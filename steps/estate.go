package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
)

// These steps are about assets that do more than lie there: what is shared with those who
// go or with a group, what runs by itself, and what must never be without somebody in charge.

const (
	automation = "automation"
	workspace  = "workspace"
)

// ownsOneOfGroup shares with a group: what its members may see is not the directory's to change.
func ownsOneOfGroup(ctx context.Context, name, kind, group string) error {
	w := worldOf(ctx)
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	if !ownership.SharesWithGroups(kindName(kind)) {
		return &skipped{reason: "the target's ownership probe does not share a " + kind + " with groups", optional: true}
	}
	g, err := w.group(group)
	if err != nil {
		return err
	}
	return w.seedFor(ctx, name, []probe.Person{{ID: g.ID}}, kindName(kind))
}

// asset is what a person came to own of a kind.
func (p *Person) asset(kind string) (probe.Asset, error) {
	i := slices.IndexFunc(p.Estate.assets, func(a probe.Asset) bool { return a.Kind == kind })
	if i < 0 {
		return probe.Asset{}, mistakef("%s owns no %s in this scenario", p.Name, kind)
	}
	return p.Estate.assets[i], nil
}

func (w *World) runAutomation(ctx context.Context, name string) (probe.Attempt, error) {
	ownership, err := w.ownership()
	if err != nil {
		return probe.Attempt{}, err
	}
	if !ownership.Runs(automation) {
		return probe.Attempt{}, &skipped{reason: "the target's ownership probe cannot run automations", optional: true}
	}
	p, err := w.account(name)
	if err != nil {
		return probe.Attempt{}, err
	}
	asset, err := p.asset(automation)
	if err != nil {
		return probe.Attempt{}, err
	}
	attempt, err := ownership.Run(ctx, asset)
	if err != nil {
		return attempt, fmt.Errorf("running the automation of %s: %w", p.Name, err)
	}
	return attempt, nil
}

// automationsRun proves that they can: without that, a later refusal would prove nothing.
func automationsRun(ctx context.Context, one, other string) error {
	w := worldOf(ctx)
	for _, name := range []string{one, other} {
		attempt, err := w.runAutomation(ctx, name)
		if err != nil {
			return err
		}
		if attempt.Verdict != probe.Allowed {
			return unjudgedf("the automation of %s does not run while its owner is active: %s", name, attempt.Evidence)
		}
	}
	return nil
}

// automationIsStopped wants a refusal, and beside it a control.
func automationIsStopped(ctx context.Context, name, other string) error {
	w := worldOf(ctx)
	return w.eventually(ctx, func() error {
		for _, want := range []struct {
			name    string
			verdict probe.Verdict
		}{{name, probe.Denied}, {other, probe.Allowed}} {
			attempt, err := w.runAutomation(ctx, want.name)
			if err != nil {
				return err
			}
			if attempt.Verdict == probe.Inconclusive {
				return unjudgedf("running the automation of %s was inconclusive: %s", want.name, attempt.Evidence)
			}
			if err := w.judgeThat(attempt.Verdict == want.verdict, want.name+"'s automation", want.verdict.String(),
				attempt.Verdict.String()+" ("+attempt.Evidence+")"); err != nil {
				return err
			}
		}
		return nil
	})
}

// deactivatingIsTried keeps the answer: whether it may be refused is the next step's
// question.
func deactivatingIsTried(ctx context.Context, name, road string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		if err := w.delegate.mustBeObserved(); err != nil {
			return err
		}
		_, err := w.provisioner().Deactivate(ctx, p.subject(), road)
		if _, refused := asRefused(err); refused {
			return nil
		}
		return err
	})
}

// heirOwnsAllUnshared leaves the sharing open, for those with whom something was shared
// may have gone meanwhile.
func heirOwnsAllUnshared(ctx context.Context, heir, name string) error {
	w := worldOf(ctx)
	p, err := w.person(name)
	if err != nil {
		return err
	}
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	now, err := ownership.Snapshot(ctx, p.Estate.assets)
	if err != nil {
		return fmt.Errorf("reading the assets of %s: %w", p.Name, err)
	}
	for i := range p.Estate.assets {
		before := &p.Estate.assets[i]
		if at := slices.IndexFunc(now, func(a probe.Asset) bool { return a.Kind == before.Kind && a.ID == before.ID }); at >= 0 {
			before.SharedWith = now[at].SharedWith
		}
	}
	return heirOwnsAll(ctx, heir, name)
}

// workspaceHasOwner takes a refusal of the deactivation as well as a successor: what
// counts is that somebody who can log in is in charge.
func workspaceHasOwner(ctx context.Context, name string) error {
	w := worldOf(ctx)
	return w.eventually(ctx, func() error {
		owner, err := w.ownerOfWorkspace(ctx, name)
		if err != nil {
			return err
		}
		if owner == "" {
			return w.judge(result.Mismatch{Path: "owner of " + name + "'s workspace", Want: "somebody who is active", Got: "none"})
		}
		a, err := w.look(ctx, usersEndpoint+"/"+url.PathEscape(w.scimID(owner)))
		if err != nil {
			return err
		}
		active, given := false, false
		if object, mismatch := a.object(); mismatch == nil && a.is(http.StatusOK) {
			active, given = boolAt(object, "active")
		}
		return w.judgeThat(active || a.is(http.StatusOK) && !given, "owner of "+name+"'s workspace", "somebody who is active",
			w.ownerName(owner)+", "+fmt.Sprint(a.Status)+" "+shown(oracle.Lookup(a.value, "active")))
	})
}

func (w *World) ownerOfWorkspace(ctx context.Context, name string) (string, error) {
	ownership, err := w.ownership()
	if err != nil {
		return "", err
	}
	p, err := w.person(name)
	if err != nil {
		return "", err
	}
	asset, err := p.asset(workspace)
	if err != nil {
		return "", err
	}
	now, err := ownership.Snapshot(ctx, []probe.Asset{asset})
	if err != nil {
		return "", fmt.Errorf("reading the workspace of %s: %w", name, err)
	}
	if len(now) == 0 {
		return "", w.judge(result.Mismatch{Path: workspace + " " + asset.ID, Want: "still there", Got: "gone"})
	}
	return now[0].Owner, nil
}

// workspaceCanBeHandedOver wants it done, and seen to be done: a workspace that names
// somebody who is gone is often one that nobody can take.
func workspaceCanBeHandedOver(ctx context.Context, name, heir string) error {
	w := worldOf(ctx)
	h, err := w.account(heir)
	if err != nil {
		return err
	}
	p, err := w.person(name)
	if err != nil {
		return err
	}
	asset, err := p.asset(workspace)
	if err != nil {
		return err
	}
	ownership, err := w.ownership()
	if err != nil {
		return err
	}
	if err := w.identify(ctx, p, h); err != nil {
		return err
	}
	attempt, err := ownership.Transfer(ctx, asset, p.probed(), h.probed())
	if err != nil {
		return fmt.Errorf("handing over the workspace of %s: %w", p.Name, err)
	}
	if attempt.Verdict == probe.Inconclusive && (attempt.Status == 0 || attempt.Status >= http.StatusInternalServerError) {
		return unjudgedf("the hand-over was inconclusive: %s", attempt.Evidence)
	}
	owner, err := w.ownerOfWorkspace(ctx, name)
	if err != nil {
		return err
	}
	return w.judgeThat(owner == h.nativeID(), "owner of "+name+"'s workspace", h.Name, orElse(w.ownerName(owner), "none")+" ("+attempt.Evidence+")")
}
