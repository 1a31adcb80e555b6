package probe_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// directory reads a recipe whose remove is the given hook.
func directory(t *testing.T, remove string) (*probe.DirectoryRecipe, error) {
	t.Helper()
	var r probe.DirectoryRecipe
	node, err := yamlfile.Parse("idp.yaml", []byte("remove:\n  - "+remove+"\nconnect: []\nadd: []\ncycle: []\ndisconnect: []\n"))
	if err == nil {
		err = node.Decode(&r)
	}
	if err != nil {
		return nil, err
	}
	return &r, probe.Recipes{Directory: &r}.Check()
}

// removal follows the hook for Ada.
func removal(t *testing.T, kit probe.Kit, remove string) error {
	t.Helper()
	r, err := directory(t, remove)
	if err != nil {
		t.Fatal(err)
	}
	d := probe.NewDirectory(*r, kit)
	for _, err := range []error{d.Connect(t.Context(), "x", true), d.Add(t.Context(), ada)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return d.Remove(t.Context(), ada)
}

func TestAPromptIsAskedAndWaitedFor(t *testing.T) {
	var asked []string
	kit := probe.Kit{Ask: func(_ context.Context, what string) error { asked = append(asked, what); return nil }}
	if err := removal(t, kit, `{prompt: "remove {{user.userName}} from Acme"}`); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 1 || asked[0] != "remove "+ada.UserName+" from Acme" {
		t.Errorf("%q", asked)
	}
}

func TestHooksThatFail(t *testing.T) {
	never := func(ctx context.Context, _ string) error { <-ctx.Done(); return ctx.Err() }
	closed := func(context.Context, string) error { return errors.New("the terminal was closed") }
	clean := func(text string) string { return strings.ReplaceAll(text, "s3cret", "[redacted]") }
	for name, c := range map[string]struct {
		kit          probe.Kit
		remove, want string
	}{
		"no terminal":     {probe.Kit{}, `{prompt: "remove her"}`, "there is no terminal to ask at"},
		"nobody there":    {probe.Kit{Ask: never}, `{prompt: "remove her", timeout: 1ms}`, "nobody said within 1ms that it is done"},
		"closed":          {probe.Kit{Ask: closed}, `{prompt: "remove her"}`, "the terminal was closed"},
		"no such program": {probe.Kit{}, `{command: [./there-is-none]}`, "no such file or directory"},
		"an exit status":  {probe.Kit{Clean: clean}, `{command: [sh, -c, 'echo no s3""cret >&2; exit 3'], timeout: 1m}`, "exit status 3: no [redacted]"},
		"too long":        {probe.Kit{}, `{command: [sleep, "60"], timeout: 10ms}`, "it was not done within 10ms"},
		"a secret in it":  {probe.Kit{Clean: clean}, `{command: [echo, s3cret]}`, "the argument 1 would carry a secret"},
		"nothing to save": {probe.Kit{}, `{command: [echo, "{}"], save: {id: $.id}}`, "saving id of what it printed"},
	} {
		t.Run(name, func(t *testing.T) {
			err := removal(t, c.kit, c.remove)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "idp.yaml:2") {
				t.Errorf("got %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the secret is told: %v", err)
			}
		})
	}
}

func TestAProgramIsToldWhomAndSavesWhatItPrints(t *testing.T) {
	t.Setenv("OURS", "1")
	kit := probe.Kit{}
	script := `test "$1" = "$WHO" && test -z "$OURS" && echo "{\"id\": 42}"`
	if err := removal(t, kit, `{command: [sh, -c, '`+script+`', sh, "{{user.userName}}"], env: {WHO: "{{user.userName}}"}, save: {id: $.id}}`); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNoHookIsRefused(t *testing.T) {
	for remove, want := range map[string]string{
		`{prompt: "x", command: [y]}`:                     "a hook is one thing",
		`{prompt: "her password is {{user.password}}"}`:   "a password does not belong on the screen",
		`{prompt: "remove {{user.name}}"}`:                "nothing is known here under the name {{user.name}}",
		`{prompt: "x", timeuot: 1m}`:                      "timeuot",
		`{command: []}`:                                   "command is empty here",
		`{command: [x, "{{user.password}}"]}`:             "a password does not belong among the arguments",
		`{command: [x], save: {id: "header:Location"}}`:   "a program's values are read of the JSON",
		`{command: [x], env: {WHO: "{{user.shoeSize}}"}}`: "nothing is known here under the name {{user.shoeSize}}",
	} {
		if _, err := directory(t, remove); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", remove, err)
		}
	}
}

func TestWhoDrivesTheDirectory(t *testing.T) {
	r, err := directory(t, `{prompt: "remove her"}`)
	if err != nil || r.ByHand() != "idp.yaml:2" {
		t.Errorf("%v, %v", r, err)
	}
	if r, err = directory(t, `{command: [x]}`); err != nil || r.ByHand() != "" {
		t.Errorf("%v, %v", r, err)
	}
}
