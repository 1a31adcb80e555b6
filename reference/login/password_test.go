package login_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/store"
)

func TestPasswords(t *testing.T) {
	long := strings.Repeat("Analytical ", 10)
	cases := []struct {
		name, set, typed string
		same             bool
	}{
		{"the same", "Engine", "Engine", true},
		{"another case", "Engine", "engine", false},
		{"long", long + "x", long + "x", true},
		{"different at the end", long + "x", long + "y", false},
		{"a truncated one", long, long[:72], false},
		{"a zero byte", "En\x00gine", "En\x00gone", false},
		{"composed and decomposed", "Zo\u00eb", "Zoe\u0308", true},
		{"an ideographic space", "a\u3000b", "a b", true},
		{"bytes that are no text", "\xff\xfe", "\xff\xfe", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tn := newTenant(t)
			hash, err := tn.login.HashPassword(t.Context(), c.set)
			if err != nil {
				t.Fatal(err)
			}
			tn.update(func(tx *store.Tx) error {
				return errors.Join(tx.Insert(record("ada", true)), tx.SetPassword("ada", hash))
			})
			_, err = tn.login.StartSession(t.Context(), "ada", c.typed)
			if same := err == nil; same != c.same {
				t.Errorf("got %v, want let in %t", err, c.same)
			}
		})
	}
}

func TestAnEmptyPasswordCannotBeSet(t *testing.T) {
	if _, err := newTenant(t).login.HashPassword(t.Context(), ""); !errors.Is(err, login.ErrEmptyPassword) {
		t.Errorf("got %v", err)
	}
}

func TestThePasswordRoundsAreChecked(t *testing.T) {
	for _, rounds := range []int{-1, 1_000_000_000} {
		if _, err := login.New(login.Config{PasswordRounds: rounds}); err == nil {
			t.Errorf("%d rounds were taken", rounds)
		}
	}
}
