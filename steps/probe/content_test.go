package probe_test

import (
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
)

// What an asset holds is what was sent, however often it is the same.
func TestContentIsWhatWasSent(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(content string) string
		lost   bool
	}{
		{"as it was sent", func(content string) string { return content }, false},
		{"with other line ends and without blanks at the end", func(content string) string {
			return strings.ReplaceAll(strings.TrimSpace(content), "\n", "\r\n")
		}, false},
		{"within a frame", func(content string) string { return "<app>" + content + "</app>" }, false},
		{"the same for all", func(string) string { return "an asset" }, true},
		{"cut short", func(content string) string { return content[:16] }, true},
		{"empty", func(string) string { return "" }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			tn, o := newOwnership(t)
			assets := seed(t, o, ada)
			for _, a := range tn.assets {
				a.Content = c.change(a.Content)
			}
			after, err := o.Snapshot(t.Context(), assets)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range after {
				if a.Sent == "" || a.Lost != c.lost {
					t.Errorf("the %s: Lost = %v, sent %q", a.Kind, a.Lost, a.Sent)
				}
			}
		})
	}
}

func TestAnOpaqueContentIsHeldAgainstItselfOnly(t *testing.T) {
	tn, recipes, kit := newTenant(t)
	for i := range recipes.Ownership.Kinds {
		recipes.Ownership.Kinds[i].Content.Opaque = true
	}
	o := probe.NewOwnership(*recipes.Ownership, probe.NewLogin(*recipes.Login, kit), kit)
	assets := seed(t, o, ada)
	tn.assets[0].Content = "another"
	after, err := o.Snapshot(t.Context(), assets)
	if err != nil || after[0].Lost || after[0].Sent != "" || after[0].Digest == assets[0].Digest {
		t.Errorf("Snapshot = %+v, %v; want another digest, and nothing lost", after[0], err)
	}
}
