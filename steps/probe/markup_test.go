package probe_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// pageOf is a person's page in a product that shows the state nowhere else.
const pageOf = `<!DOCTYPE html><html><body><h1>Ada</h1>
<span class="pill" data-status="active">
  Active   <b>now</b></span>
<ul><li class=row>Active<li class=row>Disabled</ul>`

func statusOf(t *testing.T, value, body string) (probe.State, probe.Attempt) {
	t.Helper()
	_, recipes, kit := newTenant(t)
	recipe := *recipes.Status
	recipe.Value, recipe.Active, recipe.Disabled = value, []string{"active", "Active now"}, []string{"Disabled"}
	kit.Sender = probe.SenderFunc(func(*http.Request) (probe.Answer, error) {
		return probe.Answer{Status: 200, Body: []byte(body)}, nil
	})
	got, attempt, err := probe.NewStatus(recipe, kit).Of(t.Context(), ada)
	if err != nil {
		t.Fatal(err)
	}
	return got, attempt
}

func TestAStatusIsReadOfAPage(t *testing.T) {
	for value, want := range map[string]probe.State{
		"css:.pill": probe.Active, "css:[data-status]": probe.Active, "css:.pill@data-status": probe.Active, "css:.pill@DATA-STATUS": probe.Active,
		"css:li.row:nth-child(2)": probe.Disabled,
	} {
		if got, attempt := statusOf(t, value, pageOf); got != want {
			t.Errorf("%s: shown as %s (%+v), want %s", value, got, attempt, want)
		}
	}
}

func TestAPageThatCannotTell(t *testing.T) {
	for name, c := range map[string]struct{ value, body, why string }{
		"no such element":      {"css:.status", pageOf, "0 elements of the page are css:.status"},
		"many":                 {"css:li.row", pageOf, "2 elements of the page are css:li.row"},
		"no such attribute":    {"css:.pill@title", pageOf, "has no such attribute"},
		"another state":        {"css:h1", pageOf, `css:h1 is "Ada", which the recipe does not declare`},
		"an empty body":        {"css:.pill", "", "0 elements"},
		"JSON":                 {"css:.pill", `{"status":"active"}`, "0 elements"},
		"a state in a comment": {"css:.pill", `<!-- <span class="pill">active</span> -->`, "0 elements"},
	} {
		got, attempt := statusOf(t, c.value, c.body)
		if got != probe.Unknown || attempt.Verdict != probe.Inconclusive || !strings.Contains(attempt.Evidence, c.why) {
			t.Errorf("%s: shown as %s, %+v; want unknown because of %q", name, got, attempt, c.why)
		}
	}
}

func TestAWrongSelectorIsFoundInTheFile(t *testing.T) {
	for value, want := range map[string]string{
		"css:":        "`css:` is no CSS selector",
		"css:[x":      "`css:[x` is no CSS selector",
		"css:.pill@":  "names no attribute after the @",
		"css:@x":      "`css:@x` is no CSS selector",
		"xpath://a":   "is neither a JSONPath such as $.id",
		"css:a:nope":  "`css:a:nope` is no CSS selector",
		"css:.a, .b@": "names no attribute",
	} {
		n, err := yamlfile.Parse("t.yaml", []byte("request: {url: \"{{origin}}/x\"}\nvalue: \""+value+"\"\nactive: [a]\ndisabled: [b]\n"))
		if err != nil {
			t.Fatal(err)
		}
		var r probe.StatusRecipe
		if err := n.Decode(&r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", value, err, want)
		}
	}
}

func TestAnAtSignInAStringIsTheSelectorsOwn(t *testing.T) {
	body := `<a href="mailto:ada@example.com" title="Disabled">Active now</a>`
	if got, attempt := statusOf(t, `css:a[href="mailto:ada@example.com"]`, body); got != probe.Active {
		t.Errorf("shown as %s, %+v", got, attempt)
	}
	if got, attempt := statusOf(t, `css:a[href="mailto:ada@example.com"]@title`, body); got != probe.Disabled {
		t.Errorf("shown as %s, %+v", got, attempt)
	}
}
