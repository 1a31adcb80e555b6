package probe_test

import (
	"os"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// TestTheExamplesHold holds the page on ownership to its word: each way to hand over is read
// as it stands there.
func TestTheExamplesHold(t *testing.T) {
	text, err := os.ReadFile("OWNERSHIP.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[probe.Mode]bool{}
	for block := range strings.SplitSeq(string(text), "```yaml\n") {
		example, _, closed := strings.Cut(block, "```")
		if !closed || !strings.HasPrefix(example, "transfer:") {
			continue
		}
		n, err := yamlfile.Parse("OWNERSHIP.md", []byte(example))
		if err != nil {
			t.Fatal(problem.Format(err))
		}
		var out struct {
			Transfer probe.TransferRecipe `yaml:"transfer"`
		}
		if err := n.Decode(&out); err != nil {
			t.Error(problem.Format(err))
		}
		seen[out.Transfer.Mode] = true
	}
	for _, mode := range []probe.Mode{"", probe.Bulk, probe.Job, probe.Takeover} {
		if !seen[mode] {
			t.Errorf("there is no example of the mode %q", mode)
		}
	}
}
