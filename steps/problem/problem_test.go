package problem_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/scimproof/scimproof/steps/problem"
)

func TestFormat(t *testing.T) {
	unreachable := problem.Unjudged("cannot reach %s", "https://tenant.example.com").
		Hint("is the address right?").
		Hint("scimproof run --target %s/scim/v2", "https://tenant.example.com")
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"nothing", nil, ""},
		{"a foreign error", fmt.Errorf("%s", "Boom."), "error: boom\n"},
		{"an acronym stays", errors.New("HTTP is closed"), "error: HTTP is closed\n"},
		{"a line stays a line", errors.New("one\n\ttwo\x1b[31m"), "error: one two [31m\n"},
		{"hints", unreachable, "error: cannot reach https://tenant.example.com\n" +
			"hint: is the address right?\n" +
			"hint: scimproof run --target https://tenant.example.com/scim/v2\n"},
		{"a cause", problem.Usage("cannot read the target file").Because(fs.ErrNotExist), "error: cannot read the target file: file does not exist\n"},
		{"wrapped", fmt.Errorf("starting: %w", unreachable), "error: starting: cannot reach https://tenant.example.com\n" +
			"hint: is the address right?\n" +
			"hint: scimproof run --target https://tenant.example.com/scim/v2\n"},
		{"hints of all, once", errors.Join(problem.Usage("a").Hint("x"), problem.Usage("b").Hint("x").Hint("y")), "error: a b\nhint: x\nhint: y\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := problem.Format(c.err); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestExitCode(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("x"), problem.ExitUnjudged},
		{problem.Usage("x"), problem.ExitUsage},
		{fmt.Errorf("y: %w", problem.Usage("x")), problem.ExitUsage},
		{problem.Unjudged("x").Because(problem.Usage("y")), problem.ExitUnjudged},
		{&problem.Error{Summary: "x"}, problem.ExitUnjudged},
		{&problem.Error{Summary: "x", Exit: 130}, 130},
	} {
		if got := problem.ExitCode(c.err); got != c.want {
			t.Errorf("%v: %d, want %d", c.err, got, c.want)
		}
	}
}

func TestAnErrorIsNotChangedByItsCopies(t *testing.T) {
	base := problem.Usage("x").Hint("a")
	one, two := base.Hint("b"), base.Hint("c")
	if fmt.Sprint(base.Hints, one.Hints, two.Hints) != "[a] [a b] [a c]" {
		t.Error(base.Hints, one.Hints, two.Hints)
	}
	if cause := errors.New("why"); !errors.Is(base.Because(cause), cause) || base.Err != nil {
		t.Error("Because is wrong")
	}
}
