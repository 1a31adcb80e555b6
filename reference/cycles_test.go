package reference_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/scimproof/scimproof/reference"
)

// TestCyclesRunByThemselves: what the tenant did not take is told again when the clock says so.
func TestCyclesRunByThemselves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tn := open(t, func(o *reference.Options) { o.ProvisioningCycle = time.Minute })
		connection := tn.connect(true)
		tn.admin(200, "PUT", "/api/v1/scim", object{"enabled": false})
		tn.join(connection)
		tn.admin(200, "PUT", "/api/v1/scim", object{"enabled": true})
		<-time.After(59 * time.Second)
		synctest.Wait()
		if got := tn.accounts(""); len(got) != 0 {
			t.Errorf("before its time: got %v", got)
		}
		<-time.After(time.Second)
		synctest.Wait()
		tn.wantStatus("ada@example.com", "active")
	})
}
