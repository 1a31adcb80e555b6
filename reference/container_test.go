package reference_test

import (
	"testing"

	"github.com/scimproof/scimproof/fixtures/containers"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
)

// TestContainer runs the suite over the network against the shipped binary in an
// otherwise empty image. Without Docker it is skipped, and says so.
func TestContainer(t *testing.T) {
	t.Parallel()
	server := containers.Reference(t.Context(), t)
	run := steps.Test(t, steps.Target{
		URL: server.SCIMURL, Profile: "reference", Token: server.Token,
		Variables: map[string]string{
			"SCIMPROOF_TOKEN": server.Token, "SCIMPROOF_ADMIN_TOKEN": server.AdminToken, "SCIMPROOF_OTHER_TOKEN": server.OtherToken,
		},
	})
	if run.Verdict != result.Conformant {
		t.Errorf("the verdict is %s, want %s", run.Verdict, result.Conformant)
	}
}
