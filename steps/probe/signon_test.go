package probe_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
)

// TestALoginByAnIdentityProviderNeedsOne: the attempt is there only once the scenario has a connection.
func TestALoginByAnIdentityProviderNeedsOne(t *testing.T) {
	_, recipes, kit := newTenant(t)
	recipe := probe.LoginRecipe{Attempts: []probe.AttemptRecipe{
		{Name: "password", Use: []probe.Step{{URL: "{{origin}}/login?user={{user.userName}}"}}},
		{Name: "single sign-on", Use: []probe.Step{{URL: "{{origin}}/login/oidc?connection={{connection}}"}}},
	}}
	before := probe.NewLogin(recipe, kit)
	if got := before.Names(); !slices.Equal(got, []string{"password"}) || before.Possible("single sign-on") || !before.Has("single sign-on") {
		t.Errorf("without a directory: got %v", got)
	}
	if before.Possible("badge") {
		t.Error("an attempt that is not there is possible")
	}
	d := probe.NewDirectory(*recipes.Directory, kit)
	if err := d.Connect(t.Context(), "scimproof r1", false); err != nil {
		t.Fatal(problem.Format(err))
	}
	kit.Vars = kit.Vars.With(d.Vars())
	if got := probe.NewLogin(recipe, kit).Names(); !slices.Equal(got, []string{"password", "single sign-on"}) {
		t.Errorf("with a directory: got %v", got)
	}
}

func TestAccountsThatALoginMakesAreAskedFor(t *testing.T) {
	tn, recipes, kit := newTenant(t)
	if !recipes.Directory.MakesAccounts() || (probe.DirectoryRecipe{}).MakesAccounts() {
		t.Error("whether a directory can make accounts is not read from its recipe")
	}
	for _, wanted := range []bool{false, true} {
		d := probe.NewDirectory(*recipes.Directory, kit)
		if wanted {
			d.MakeAccounts()
		}
		if err := d.Connect(t.Context(), "scimproof r1", false); err != nil {
			t.Fatal(problem.Format(err))
		}
		if got := d.Vars()["connection.justInTime"]; got != wanted {
			t.Errorf("the connection was asked for with justInTime %v, want %t", got, wanted)
		}
	}
	if len(tn.agents) == 0 {
		t.Error("nothing was connected")
	}
}

// TestALoginKnowsNothingElseOfADirectory: what it is told is the connection alone.
func TestALoginKnowsNothingElseOfADirectory(t *testing.T) {
	for saved, sound := range map[string]bool{"connection": true, "c": false} {
		text := strings.ReplaceAll(soundDirectory, "SAVED", saved)
		if err := check(text); (err == nil) != sound {
			t.Errorf("with what is saved as %s: got %v", saved, err)
		}
	}
}

const soundDirectory = `login:
  attempts:
    - name: session
      obtain: [{url: "{{origin}}/login/oidc?connection={{SAVED}}", save: {sid: "cookie:sid"}}]
      use: [{url: "{{origin}}/me", cookie: {sid: "{{sid}}"}, save: {me: $.id}, equals: {me: "{{user.id}}"}}]
directory:
  connect: [{method: POST, url: "{{origin}}/c", json: {name: "{{connection.name}}"}, save: {SAVED: $.id}}]
  add: [{method: POST, url: "{{origin}}/c/{{SAVED}}", json: {u: "{{user.userName}}"}, save: {p: $.id}}]
  remove: [{method: DELETE, url: "{{origin}}/c/{{SAVED}}/{{p}}"}]
  cycle: [{method: POST, url: "{{origin}}/c/{{SAVED}}/run"}]
  disconnect: [{method: DELETE, url: "{{origin}}/c/{{SAVED}}"}]
`
