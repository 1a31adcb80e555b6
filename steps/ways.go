package steps

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
)

// registerWays registers what is said of every way in that the target's file declares,
// whatever the product calls it.
func registerWays(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+names+` (?:has|have) logged in in every way that the target has$`), haveLoggedInEveryWay) //nolint:dupword // "to log in" in every way
	sc.Step(expression(`^`+first+` is refused in every way, while `+first+` gets in$`), refusedEveryWay)
	sc.Step(expression(`^`+first+` is refused by every new login, while `+first+` gets in$`), refusedEveryLogin)
	sc.Step(expression(`^`+first+` is still refused by all that was issued before, while `+first+` gets in$`), refusedAllIssued)
	sc.Step(expression(`^`+first+` gets in in every way$`), getsInEveryWay) //nolint:dupword // "to get in" in every way
}

// noSuchWay is why a credential is not looked at: the product has none if the target's
// file says so, and else nobody knows.
func (w *World) noSuchWay(login *probe.Login, credential string) error {
	if login.Absent(credential) {
		return &skipped{reason: "the target has no " + credential, optional: true}
	}
	return &skipped{reason: fmt.Sprintf("the target's login probe has no %s", credential)}
}

// patience is how long it may take until a credential is refused.
func (w *World) patience(login *probe.Login, kind string) time.Duration {
	return login.Within(kind, w.run.target.Limits.Settle)
}

// ways are the credentials of the target's file that are wanted, in its order.
func (w *World) ways(wanted func(*probe.Login, string) bool) (*probe.Login, []string, error) {
	recipe := w.run.target.Probes.Login
	if recipe == nil {
		return nil, nil, &skipped{reason: lackReason("login-probe", "")}
	}
	login := probe.NewLogin(*recipe, w.kit())
	kinds := slices.DeleteFunc(login.Names(), func(kind string) bool { return !wanted(login, kind) })
	if len(kinds) == 0 {
		return nil, nil, &skipped{reason: "the target's login probe has no such way in"}
	}
	return login, kinds, nil
}

func anyWay(*probe.Login, string) bool                  { return true }
func newLogin(login *probe.Login, kind string) bool     { return !login.Issued(kind) }
func issuedBefore(login *probe.Login, kind string) bool { return login.Issued(kind) }

func haveLoggedInEveryWay(ctx context.Context, list string) error {
	w := worldOf(ctx)
	_, kinds, err := w.ways(anyWay)
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		if err := haveLoggedIn(ctx, list, kind); err != nil {
			return err
		}
	}
	return nil
}

func getsInEveryWay(ctx context.Context, name string) error {
	_, kinds, err := worldOf(ctx).ways(anyWay)
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		if err := getsIn(ctx, name, kind); err != nil {
			return err
		}
	}
	return nil
}

func refusedEveryWay(ctx context.Context, name, other string) error {
	return refusedBy(ctx, name, other, anyWay)
}

func refusedEveryLogin(ctx context.Context, name, other string) error {
	return refusedBy(ctx, name, other, newLogin)
}

func refusedAllIssued(ctx context.Context, name, other string) error {
	return refusedBy(ctx, name, other, issuedBefore)
}

func refusedBy(ctx context.Context, name, other string, wanted func(*probe.Login, string) bool) error {
	w := worldOf(ctx)
	login, kinds, err := w.ways(wanted)
	if err != nil {
		return err
	}
	r := round{w: w, login: login, kinds: kinds, people: map[string][2]*Person{}}
	for _, kind := range kinds {
		p, err := w.holder(ctx, login, name, kind)
		if err != nil {
			return err
		}
		control, err := w.holder(ctx, login, other, kind)
		if err != nil {
			return err
		}
		r.people[kind] = [2]*Person{p, control}
	}
	return r.eventually(ctx)
}

// round looks at several credentials by turns, so that one which takes its time does not
// hide when the others were refused.
type round struct {
	w      *World
	login  *probe.Login
	kinds  []string
	people map[string][2]*Person
}

func (r *round) look(ctx context.Context, kind string) error {
	return r.w.judgeRefused(ctx, r.login, r.people[kind][0], r.people[kind][1], kind)
}

// eventually looks until every credential is refused, or has had its time.
func (r *round) eventually(ctx context.Context) error {
	began, left := time.Now(), r.kinds
	var failed []failure
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		var pending []string
		for _, kind := range left {
			err := r.look(ctx, kind)
			switch {
			case err == nil:
			case !isPending(err):
				return err
			case time.Since(began)+pause > r.w.patience(r.login, kind):
				failed = append(failed, failure{kind, err})
			default:
				pending = append(pending, kind)
			}
		}
		if left = pending; len(left) == 0 {
			return r.verdict(ctx, failed)
		}
		if !wait(ctx, pause) {
			return ctx.Err()
		}
	}
}

// failure is a credential that was not refused in its time.
type failure struct {
	kind string
	err  error
}

// verdict puts every mismatch together. What could not be told hides none that could.
func (r *round) verdict(ctx context.Context, failed []failure) error {
	var mismatches []result.Mismatch
	decided := ""
	for _, f := range failed {
		if found, judged := breaches(f.err); judged {
			mismatches = append(mismatches, found...)
			decided = f.kind
		}
	}
	switch {
	case len(failed) == 0:
		return nil
	case len(mismatches) == 0:
		return failed[0].err
	}
	if len(r.kinds) > 1 {
		// The exchange that a report shows is the last one: it has to be one that decided.
		_, _ = r.w.use(ctx, r.login, r.people[decided][0], decided)
	}
	return &violation{mismatches}
}
