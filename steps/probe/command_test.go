package probe_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// door is a program that lets in whom a file beside it does not name.
const door = `#!/bin/sh
[ "$2" = --in ] || exit 64
[ -n "$LEAKED" ] && exit 65
case "$0 $*" in *countess*|*cobol*) exit 66;; esac
grep -qx open "$1" && exit 0
grep -qx broken "$1" && exit 75
grep -qx slow "$1" && exec sleep 60
grep -qx "$SCIMPROOF_USER_NAME" "$1" && exit 3
case "$SCIMPROOF_USER_NAME:$SCIMPROOF_PASSWORD" in
ada@example.com:countess|grace@example.com:cobol) exit 0;;
esac
exit 3
`

// programmed is a recipe of one command, and what writes the file of those who are out.
func programmed(t *testing.T) (string, func(string)) {
	t.Helper()
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("no shell here")
	}
	dir := t.TempDir()
	program, list := filepath.Join(dir, "door.sh"), filepath.Join(dir, "out")
	write := func(path, text string, mode os.FileMode) {
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write(program, door, 0o700)
	write(list, "", 0o600)
	text := "attempts:\n  - {name: door, kind: command, run: [" + program + ", " + list + ", --in], exit: [3], timeout: 5s}\n"
	return text, func(line string) { write(list, line+"\n", 0o600) }
}

func TestCommand(t *testing.T) {
	t.Setenv("LEAKED", "anything of ours")
	text, out := programmed(t)
	p, _ := newPortal(t)
	login := probe.NewLogin(p.recipe(t, text), probe.Kit{Source: "test"})
	try := func(who probe.Person) (probe.Attempt, error) {
		credential, _, err := login.Obtain(t.Context(), "door", who)
		if err != nil {
			t.Fatal(err)
		}
		return login.Use(t.Context(), credential)
	}
	for _, step := range []struct {
		line string
		who  probe.Person
		want probe.Verdict
	}{
		{"", ada, probe.Allowed},
		{ada.UserName, ada, probe.Denied},
		{ada.UserName, grace, probe.Allowed},
		{"open", ada, probe.Allowed},
		{"broken", ada, probe.Inconclusive},
	} {
		out(step.line)
		attempt, err := try(step.who)
		wantVerdict(t, step.line, step.want, attempt, err)
	}
	out("")
	if err := login.SelfCheck(t.Context(), "door", ada); err != nil {
		t.Error(err)
	}
	out("open")
	if err := login.SelfCheck(t.Context(), "door", ada); err == nil || !strings.Contains(err.Error(), "a wrong password was allowed") {
		t.Errorf("a program that lets anybody in: %v", err)
	}
}

func TestACommandThatIsNotDone(t *testing.T) {
	text, out := programmed(t)
	out("slow")
	p, _ := newPortal(t)
	login := probe.NewLogin(p.recipe(t, strings.Replace(text, "5s", "50ms", 1)), probe.Kit{Timeout: time.Minute})
	attempt := attemptOf(t, p, login)
	wantVerdict(t, "a program that hangs", probe.Inconclusive, attempt, nil)
	login = probe.NewLogin(p.recipe(t, "attempts: [{name: door, kind: command, run: [/no/such/program]}]"), probe.Kit{Source: "test"})
	credential, _, _ := login.Obtain(t.Context(), "door", ada)
	if _, err := login.Use(t.Context(), credential); err == nil || !strings.Contains(err.Error(), "ways.yaml:1: the program program: it could not be started") {
		t.Errorf("a program that is not there: %v", err)
	}
}

func TestACommandThatIsWrong(t *testing.T) {
	p, _ := newPortal(t)
	for text, want := range map[string]string{
		"{name: door, kind: command}":                                   "run is missing here",
		"{name: door, kind: command, run: [x, \"{{user.password}}\"]}":  "a password does not belong among the arguments",
		"{name: door, kind: command, run: [x], exit: [0]}":              "0 cannot count as a refusal",
		"{name: door, kind: command, run: [x], exit: [127]}":            "127 cannot count as a refusal",
		"{name: door, kind: command, run: [x, \"{{user.nobody}}\"]}":    "nothing is known here under the name {{user.nobody}}",
		"{name: door, kind: command, run: [x], password: y}":            `unknown key "password"`,
		"{name: door, kind: command, run: [x], env: {A: \"{{origin\"}}": "a placeholder begins with {{",
	} {
		_, err := p.read(t, "attempts: ["+text+"]")
		if problem.ExitCode(err) != 2 || !strings.HasPrefix(err.Error(), "ways.yaml:1: "+want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	n, err := yamlfile.Parse("the profile x.yaml", []byte("attempts: [{name: door, kind: command, run: [x]}]"))
	if err != nil {
		t.Fatal(err)
	}
	n.Bundle()
	if err := n.Decode(&probe.LoginRecipe{}); err == nil || !strings.Contains(err.Error(), "a profile runs no program") {
		t.Errorf("a profile's command: %v", err)
	}
}
