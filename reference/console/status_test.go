package console_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/scimproof/scimproof/reference/console"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// recipe reads a status where an administrator does, for a product that shows it nowhere else.
const recipe = `request: {as: console, url: "{{origin}}/console/people/{{user.id}}"}
value: css:[data-status]
active: [Active]
disabled: [Disabled]
gone: {status: [404]}
`

// TestAProbeReadsTheConsole lets the harness look at the console as it looks at anybody's.
func TestAProbeReadsTheConsole(t *testing.T) {
	o := open(t).logIn()
	ada, grace := o.hire("Ada Lovelace"), o.hire("Grace Hopper")
	node, err := yamlfile.Parse("status.yaml", []byte(recipe))
	if err != nil {
		t.Fatal(err)
	}
	var read probe.StatusRecipe
	if err := node.Decode(&read); err != nil {
		t.Fatal(err)
	}
	origin, _ := url.Parse(o.URL)
	session := ""
	for _, c := range o.Client.Jar.Cookies(origin) {
		if c.Name == console.Cookie {
			session = c.String()
		}
	}
	status := func(session, id string) probe.State {
		kit := probe.Kit{
			Sender: probe.HTTP(&http.Client{}), Vars: template.Vars{"origin": o.URL},
			Identities: map[string]probe.Identity{"console": {Headers: map[string]string{"Cookie": session}}},
		}
		state, attempt, err := probe.NewStatus(read, kit).Of(t.Context(), probe.Person{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		t.Log(attempt.Evidence)
		return state
	}
	wants := func(what string, got, want probe.State) {
		t.Helper()
		if got != want {
			t.Errorf("%s is shown as %s, want %s", what, got, want)
		}
	}
	wants("Ada", status(session, ada), probe.Active)
	o.Submit(200, o.Get(200, personPath(ada)), "form[action$='/disable']")
	wants("Ada, disabled", status(session, ada), probe.Disabled)
	wants("Grace", status(session, grace), probe.Active)
	o.Submit(200, o.Get(200, personPath(ada)+"/delete"), "main form")
	wants("Ada, deleted", status(session, ada), probe.Gone)
	wants("Grace to a stranger", status("", grace), probe.Unknown)
}
