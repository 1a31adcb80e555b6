package steps

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/scimproof/scimproof/steps/scim"
)

// errStopped is the one reason of all that was not judged after the target had gone.
var errStopped = &stopped{"the target stopped answering"}

// stopped is why nothing is asked any more: all that is left has this one reason.
type stopped struct{ reason string }

func (s *stopped) Error() string { return s.reason }

// halted is why the rest of the run is not judged; nil while it is.
func (r *run) halted() error {
	if r.pulse.isGone() {
		return errStopped
	}
	return r.sending.givenUp()
}

// mostSilent is how many requests in a row may time out before somebody looks whether
// the target is still there: one slow endpoint is no outage.
const mostSilent = 3

// pulse knows whether the target still answers. It is safe for parallel use: while one
// scenario looks, the others wait for what it finds.
type pulse struct {
	mu   sync.Mutex
	gone bool
}

// isGone tells whether the target was found to answer no more.
func (p *pulse) isGone() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gone
}

// isUnanswered tells whether the error of a step may come of a target that is gone: what
// was judged was answered.
func isUnanswered(err error) bool {
	_, judged := errors.AsType[*violation](err)
	_, skip := asSkip(err)
	return !judged && !skip && !ours(err) && !isPanic(err)
}

// lostBy tells whether the error of a step means that the target is gone. It looks by
// itself after a connection that could not be made or was dropped, which costs little,
// and after several time-outs in a row.
func (r *run) lostBy(ctx context.Context, err error) bool {
	r.pulse.mu.Lock()
	defer r.pulse.mu.Unlock()
	suspicious := scim.IsSilence(err) && scim.KindOf(err) != scim.TimedOut || r.client.Silent() >= mostSilent
	if !r.pulse.gone && suspicious {
		r.pulse.gone = !r.answers(ctx)
	}
	return r.pulse.gone
}

// answers asks for what the target answered before the first scenario, whatever it says
// now. A target that refuses connections gets the time of one request to come back, as
// after a restart.
func (r *run) answers(ctx context.Context) bool {
	deadline := time.Now().Add(r.target.Limits.Timeout)
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		_, err := r.client.Do(ctx, r.rec, scim.Request{Method: http.MethodGet, Path: "/ServiceProviderConfig"})
		if !scim.IsSilence(err) {
			return true
		}
		if time.Now().Add(pause).After(deadline) || !wait(ctx, pause) {
			return false
		}
	}
}
