package target_test

import (
	"os"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/target"
)

// TestREADME holds the README to its word: its file loads as it stands there.
func TestREADME(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, found := strings.Cut(string(text), "```yaml\n")
	block, _, closed := strings.Cut(block, "```")
	if !found || !closed {
		t.Fatal("the README shows no file")
	}
	if _, err := target.Parse("README.md", []byte(block), "", func(string) (string, bool) { return "x", true }); err != nil {
		t.Error(problem.Format(err))
	}
}
