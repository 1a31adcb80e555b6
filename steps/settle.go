package steps

import (
	"context"
	"time"
)

// firstPause and longestPause are how often an eventual effect is looked for: soon
// at first, since most targets are immediate, then less and less often.
const (
	firstPause   = 50 * time.Millisecond
	longestPause = 2 * time.Second
)

// eventually looks until the effect is there or the target's settle time is over,
// and then returns what the last look found.
func (w *World) eventually(ctx context.Context, look func() error) error {
	return w.eventuallyWithin(ctx, w.run.target.Limits.Settle, look)
}

// eventuallyWithin is eventually with another time in which to settle.
func (w *World) eventuallyWithin(ctx context.Context, limit time.Duration, look func() error) error {
	deadline := time.Now().Add(limit)
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		err := look()
		if err == nil || !isPending(err) || time.Now().Add(pause).After(deadline) {
			return err
		}
		if !wait(ctx, pause) {
			return ctx.Err()
		}
	}
}

// isPending tells whether another look may find something else.
func isPending(err error) bool {
	_, judged := breaches(err)
	return judged || isUnjudged(err)
}

func wait(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
