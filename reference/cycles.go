package reference

import (
	"context"
	"time"

	"github.com/scimproof/scimproof/reference/idp"
)

// startCycles lets the agents of a directory run from time to time, if that is asked for, until stop has returned. They go
// on when the context of the opening ends.
func startCycles(ctx context.Context, directory *idp.Service, o Options) (stop func()) {
	if directory == nil || o.ProvisioningCycle <= 0 {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(o.ProvisioningCycle)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if err := directory.CycleAll(ctx); err != nil && ctx.Err() == nil {
					o.Log.ErrorContext(ctx, "a provisioning cycle failed", "error", err)
				}
			}
		}
	}()
	return func() { cancel(); <-ended }
}
