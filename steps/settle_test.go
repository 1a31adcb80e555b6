package steps

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimproof/scimproof/steps/target"
)

// An eventually consistent target finds, and forgets, a little later: each look-up of the
// state is repeated for as long as the target may take to settle.
func TestLookUpsOfTheStateWaitForTheTargetToSettle(t *testing.T) {
	t.Parallel()
	const none, one = `{"totalResults": 0}`, `{"totalResults": 1, "Resources": [{"id": "2819c2"}]}`
	for name, c := range map[string]struct {
		soon, later string
		look        func(context.Context) error
	}{
		"exactly one account": {none, one, func(ctx context.Context) error { return exactlyOneAccount(ctx, "ada") }},
		"found by userName":   {none, one, func(ctx context.Context) error { return personIsFoundBy(ctx, "Ada", "userName") }},
		"no account":          {one, none, func(ctx context.Context) error { return noAccount(ctx, "externalId", "ada") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int64
			w, ctx := worldOn(t, func(rw http.ResponseWriter, _ *http.Request) {
				body := c.later
				if asked.Add(1) == 1 {
					body = c.soon
				}
				_, _ = rw.Write([]byte(body))
			})
			w.run.target = &target.Target{Limits: target.Limits{Settle: time.Minute}}
			// Whom the same way finds is not what this is about.
			w.run.bystander.once.Do(func() { w.run.bystander.err = fmt.Errorf("nobody") })
			if err := c.look(ctx); err != nil && !isUnjudged(err) {
				t.Errorf("got %v", err)
			}
			if asked.Load() < 2 {
				t.Error("looked only once")
			}
		})
	}
}
