package steps

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
)

// registerDrill registers what is asked of everything that the target's file describes
// at once: each way in, and each credential, whatever their names are.
func registerDrill(sc *godog.ScenarioContext) {
	sc.Step(expression(`^it has been passed on that `+first+` has left$`), hasBeenPassedOn)
	sc.Step(expression(`^`+first+` is shown as disabled or gone in time$`), isOutInTime)
	sc.Step(expression(`^`+first+` is refused every new login in time, while `+first+` gets in$`), isRefusedEveryLogin)
	sc.Step(expression(`^`+first+` is refused by every credential of before in time, while `+first+` gets in$`), isRefusedByEveryCredential)
	sc.Step(expression(`^`+first+` still gets in by every credential of before$`), stillGetsInByEvery)
}

// looksInALimit is into how many looks at the least a limit is divided: five minutes are
// measured to five seconds.
const looksInALimit = 60

// inTime looks until the effect is there or the person's time is over. It is the directory's
// change that started it, not the step.
func (w *World) inTime(ctx context.Context, p *Person, look func() error) error {
	if p.departed == nil {
		return mistakef("%s has not been put out", p.Name)
	}
	deadline := p.departed.at.Add(p.departed.limit)
	longest := max(firstPause, p.departed.limit/looksInALimit)
	for pause := firstPause; ; pause = min(2*pause, longest) {
		err := look()
		if err == nil || !isPending(err) || !time.Now().Before(deadline) {
			return err
		}
		if !wait(ctx, min(pause, time.Until(deadline))) {
			return ctx.Err()
		}
	}
}

// hasBeenPassedOn waits until the directory has told the target. Where that never comes
// there is nothing to look at.
func hasBeenPassedOn(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		err := w.inTime(ctx, p, func() error { return w.judgeOut(ctx, p) })
		if _, judged := breaches(err); judged {
			return unjudgedf("the directory did not pass on in time that %s has left: %v", p.Name, err)
		}
		return err
	})
}

func isOutInTime(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		p.Asserted = append(p.Asserted, "active")
		return w.inTime(ctx, p, func() error {
			asked := time.Now()
			err := w.judgeOut(ctx, p)
			w.timedStatus(p, asked, err)
			return err
		})
	})
}

// judgeOut wants somebody disabled or gone, over SCIM and as the product itself shows it:
// a directory may delete whom it no longer has.
func (w *World) judgeOut(ctx context.Context, p *Person) error {
	a, err := w.look(ctx, p.path())
	if err != nil {
		return err
	}
	if a.is(http.StatusNotFound, http.StatusGone) {
		w.forget("Users", p.ID)
		return w.judgeNativeOut(ctx, p)
	}
	if mismatches := a.statusMismatch(http.StatusOK); mismatches != nil {
		return w.judge(mismatches...)
	}
	active, given := boolAt(a.value, "active")
	if err := w.judgeThat(given && !active, "active", "false", shown(oracle.Lookup(a.value, "active"))); err != nil {
		return err
	}
	return w.judgeNativeOut(ctx, p)
}

func (w *World) judgeNativeOut(ctx context.Context, p *Person) error {
	recipe := w.run.target.Probes.Status
	if recipe == nil {
		return nil
	}
	got, attempt, err := probe.NewStatus(*recipe, w.kit()).Of(ctx, p.probed())
	if err != nil {
		return fmt.Errorf("asking the status probe: %w", err)
	}
	if got == probe.Unknown {
		return unjudgedf("the status probe could not tell: %s", attempt.Evidence)
	}
	return w.judgeThat(got != probe.Active, "native status", "disabled or gone", string(got)+" ("+attempt.Evidence+")")
}

func isRefusedEveryLogin(ctx context.Context, name, other string) error {
	w := worldOf(ctx)
	return w.judgeEveryRefused(ctx, name, other, anyWay, w.tryAnew)
}

func isRefusedByEveryCredential(ctx context.Context, name, other string) error {
	w := worldOf(ctx)
	return w.judgeEveryRefused(ctx, name, other, issuedBefore, w.tryHeld)
}

// try is one attempt of a person by a kind of credential.
type try func(ctx context.Context, login *probe.Login, p *Person, kind string) (probe.Attempt, error)

// tryHeld uses the credential that the person holds.
func (w *World) tryHeld(ctx context.Context, login *probe.Login, p *Person, kind string) (probe.Attempt, error) {
	asked := time.Now()
	attempt, err := login.Use(ctx, p.Credentials[kind].Credential)
	if err != nil {
		return attempt, fmt.Errorf("using the %s of %s: %w", kind, p.Name, err)
	}
	w.timed(p, result.Measurement{What: result.CredentialRefused, Credential: kind, Clock: result.Issued}, asked, sightOf(attempt))
	return attempt, nil
}

// tryAnew logs in anew, and leaves the credential alone that the person holds. Where one
// is handed out, the person is in.
func (w *World) tryAnew(ctx context.Context, login *probe.Login, p *Person, kind string) (probe.Attempt, error) {
	asked := time.Now()
	taken, attempt, err := login.Obtain(ctx, kind, p.probed())
	if err == nil && attempt.Verdict == probe.Allowed && !login.Issued(kind) {
		attempt, err = login.Use(ctx, taken)
	}
	if err != nil {
		return attempt, fmt.Errorf("logging %s in by %s: %w", p.Name, kind, err)
	}
	w.timed(p, result.Measurement{What: result.LoginRefused, Credential: kind, Clock: result.NewLogins}, asked, sightOf(attempt))
	return attempt, nil
}

// judgeEveryRefused goes round all kinds that are still open, so that none waits for
// another to end, until each is refused or the time is over.
func (w *World) judgeEveryRefused(ctx context.Context, name, other string, wanted func(*probe.Login, string) bool, by try) error {
	login, kinds, err := w.ways(wanted)
	if err != nil {
		return err
	}
	p, control, err := w.bothProven(name, other, kinds)
	if err != nil {
		return err
	}
	open := map[string]error{}
	return w.inTime(ctx, p, func() error {
		for _, kind := range kinds {
			if last, looked := open[kind]; looked && last == nil {
				continue
			}
			open[kind] = w.judgeTry(ctx, login, p, control, kind, by)
			if err := open[kind]; err != nil && !isPending(err) {
				return err
			}
		}
		return together(kinds, open)
	})
}

// bothProven are the leaver and the control, once each kind has let in both: without
// that, a refusal would prove nothing.
func (w *World) bothProven(name, other string, kinds []string) (p, control *Person, err error) {
	if p, err = w.account(name); err != nil {
		return nil, nil, err
	}
	if control, err = w.account(other); err != nil {
		return nil, nil, err
	}
	for _, one := range []*Person{p, control} {
		for _, kind := range kinds {
			if held, ok := one.Credentials[kind]; !ok || !held.proven {
				return nil, nil, mistakef("%s has not logged in by %s before, so a refusal would prove nothing", one.Name, kind)
			}
		}
	}
	return p, control, nil
}

// judgeTry lets the leaver try and, if that is refused, the control at the same moment.
func (w *World) judgeTry(ctx context.Context, login *probe.Login, p, control *Person, kind string, by try) error {
	attempt, err := by(ctx, login, p, kind)
	if err != nil {
		return err
	}
	if err := w.judgeDenied(p, kind, attempt); err != nil {
		return err
	}
	beside, err := by(ctx, login, control, kind)
	if err != nil {
		return err
	}
	return w.judgeAllowed(control, kind, beside)
}

// together is what the kinds come to: every one that is open, and only where none is,
// why one could not be judged.
func together(kinds []string, found map[string]error) error {
	all := &violation{}
	var doubt error
	for _, kind := range kinds {
		if mismatches, judged := breaches(found[kind]); judged {
			all.mismatches = append(all.mismatches, mismatches...)
		} else if found[kind] != nil && doubt == nil {
			doubt = found[kind]
		}
	}
	if len(all.mismatches) > 0 {
		return all
	}
	return doubt
}

func stillGetsInByEvery(ctx context.Context, name string) error {
	_, kinds, err := worldOf(ctx).ways(issuedBefore)
	if err != nil {
		return err
	}
	found := map[string]error{}
	for _, kind := range kinds {
		if found[kind] = stillGetsIn(ctx, name, kind); found[kind] != nil && !isPending(found[kind]) {
			return found[kind]
		}
	}
	return together(kinds, found)
}
