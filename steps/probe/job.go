package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/scimproof/scimproof/steps/template"
)

// A job is asked for every two seconds, for five minutes, where the recipe does not say.
const (
	standardPause    = 2 * time.Second
	standardDeadline = 5 * time.Minute
)

// job starts a hand-over and waits for its end: Allowed when the job says that it is done,
// Denied when it failed or was not taken, Inconclusive when it does not end in time. What
// it did is the caller's to verify.
func (o *Ownership) job(ctx context.Context, t *TransferRecipe, vars template.Vars, assets []Asset) (HandOver, error) {
	vars, attempt, err := o.kit.try(ctx, &t.Request, refusals(t.Refused), vars)
	if err != nil || attempt.Verdict != Allowed {
		return outcome(attempt, assets...), err
	}
	attempt, err = o.kit.poll(ctx, t.Poll, vars)
	return outcome(attempt, assets...), err
}

// poll asks until the job has ended or its time is over.
func (k Kit) poll(ctx context.Context, r *PollRecipe, vars template.Vars) (Attempt, error) {
	deadline := time.Now().Add(cmp.Or(r.Deadline, standardDeadline))
	every := cmp.Or(r.Every, standardPause)
	for {
		attempt, ended, err := k.look(ctx, r, vars)
		if err != nil || ended {
			return attempt, err
		}
		if time.Now().Add(every).After(deadline) {
			attempt.Verdict = Inconclusive
			attempt.Evidence = fmt.Sprintf("the job did not end within %s: %s", cmp.Or(r.Deadline, standardDeadline), attempt.Evidence)
			return attempt, nil
		}
		if err := pause(ctx, every); err != nil {
			return attempt, err
		}
	}
}

// look asks once. An answer that is not expected, or none, may be better the next time.
func (k Kit) look(ctx context.Context, r *PollRecipe, vars template.Vars) (attempt Attempt, ended bool, err error) {
	answer, err := k.send(ctx, &r.Request, vars)
	if errors.Is(err, errNoAnswer) {
		return Attempt{Evidence: err.Error()}, false, nil
	}
	if err != nil {
		return Attempt{}, false, err
	}
	attempt = Attempt{Status: answer.Status, Evidence: fmt.Sprintf("%s was answered with %d", r.Request.label(), answer.Status)}
	if !r.Request.expects(answer.Status) {
		return attempt, false, nil
	}
	value, err := answer.text(r.Value)
	if err != nil {
		return attempt, false, k.stepError(&r.Request, answer.Status, err)
	}
	attempt.Evidence += fmt.Sprintf(" and %s is %q", r.Value, value)
	switch {
	case slices.Contains(r.Done, value):
		attempt.Verdict = Allowed
	case slices.Contains(r.Failed, value):
		attempt.Verdict = Denied
	default:
		return attempt, false, nil
	}
	return attempt, true, nil
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return fmt.Errorf("waiting for a job: %w", context.Cause(ctx))
	case <-timer.C:
		return nil
	}
}
