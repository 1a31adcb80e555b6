package store_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/store"
)

func TestFoldUserName(t *testing.T) {
	same := [][]string{
		{"Ada@Example.COM", "ada@example.com"},
		{"ADA LOVELACE", "ada lovelace"}, // the profile refuses spaces
		{"JOSÉ", "josé", "jose\u0301"},
		{"ΟΔΥΣΣΕΥΣ", "οδυσσευς", "οδυσσευσ"},
		{"ａｄａ", "ada"}, // full width
		{"", ""},
	}
	for _, names := range same {
		for _, name := range names[1:] {
			if a, b := store.FoldUserName(names[0]), store.FoldUserName(name); a != b {
				t.Errorf("%q and %q fold to %q and %q, want the same", names[0], name, a, b)
			}
		}
	}
	if store.FoldUserName("jose") == store.FoldUserName("josé") {
		t.Error("an accent makes another name")
	}
}

func TestFoldingIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		once := store.FoldUserName(name)
		if twice := store.FoldUserName(once); twice != once {
			t.Fatalf("%q folds to %q, and that to %q", name, once, twice)
		}
	})
}

func TestFoldingIgnoresCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Za-z0-9._%+@ '-]{1,30}`).Draw(t, "name")
		if store.FoldUserName(strings.ToUpper(name)) != store.FoldUserName(strings.ToLower(name)) {
			t.Fatalf("%q depends on case", name)
		}
	})
}
