package steps

import (
	"strings"
	"testing"
)

// A token that was altered is another one in one place, and still looks like a token.
func TestAlteredTokens(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"ABCDEFGHIJKLMNOP", "aaaaaaaaaaaaaaaa", "eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl", "0123456789abcdef", "A-12345678901234"} {
		for _, change := range []string{"altered in the middle", "altered near the end"} {
			got := strings.TrimPrefix(changedToken(token, change), "Bearer ")
			differ := 0
			for i := range got {
				if got[i] != token[i] {
					differ++
				}
			}
			if len(got) != len(token) || differ != 1 || got[len(got)-4:] != token[len(token)-4:] {
				t.Errorf("%s, %s, became %s", token, change, got)
			}
		}
	}
}

func TestChangedTokens(t *testing.T) {
	t.Parallel()
	for change, want := range map[string]string{
		"cut in half":             "Bearer 01234567",
		"with more behind it":     "Bearer 0123456789abcdefcontinued",
		"under the scheme bearer": "bearer 0123456789abcdef",
		"without a scheme":        "0123456789abcdef",
		"as a basic password":     "Basic c2NpbTowMTIzNDU2Nzg5YWJjZGVm",
	} {
		if got := changedToken("0123456789abcdef", change); got != want {
			t.Errorf("%s: got %s, want %s", change, got, want)
		}
	}
}

// However it is put, the filter says the same.
func TestShapedFilters(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]string{
		"in 3 brackets":    "(((a)))",
		"of 3 clauses":     "a or a or a",
		"with 3 negations": "not (not (not (not (a))))",
	} {
		if got := shaped("a", 3, form); got != want {
			t.Errorf("%s: got %s, want %s", form, got, want)
		}
	}
}
