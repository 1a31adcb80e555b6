package steps

import (
	"net/http"
	"slices"
	"testing"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/provision"
)

// Who joined without the password that the harness knows can neither get in by it, nor be refused.
func TestAClientMayLeaveThePasswordOut(t *testing.T) {
	t.Parallel()
	for body, locked := range map[string]bool{
		`{"userName": "ada", "password": "s3cret"}`:      false,
		`{"userName": "ada"}`:                            true,
		`{"userName": "ada", "password": "placeholder"}`: true,
		"": false, // a connector's own
	} {
		w := scene(t)
		w.dialect = &provision.Dialect{Name: "entra"}
		ada := w.people["Ada"]
		ada.Sent = overlaid(ada.Sent, oracle.Object{"password": "s3cret"})
		if body != "" {
			w.posted = []byte(body)
		}
		w.noteOmissions(ada)
		skip, ok := asSkip(w.mustHavePassword(ada))
		if ok != locked || ok && !(skip.optional && skip.unsent != "") {
			t.Errorf("%s: got %+v", body, skip)
		}
	}
}

func TestAGroupIsKnownAsAWhole(t *testing.T) {
	t.Parallel()
	w := scene(t)
	g, ada := w.groups["Analysts"], w.people["Ada"]
	g.Sent["members"] = []any{oracle.Object{"value": ada.ID}, oracle.Object{"value": "grace"}}
	alan := &Person{resource: resource{Name: "Alan Turing", ID: "alan", Sent: oracle.Object{"userName": "alan@example.com"}}}
	for _, c := range []struct {
		p     *Person
		joins bool
		want  []string
	}{{alan, true, []string{"2819c2", "grace", "alan"}}, {ada, false, []string{"grace", "alan"}}, {alan, true, []string{"grace", "alan"}}} {
		var got []string
		for _, s := range w.rollAfter(g, c.p, c.joins).Members {
			got = append(got, s.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s, joins %t: got %q, want %q", c.p.Name, c.joins, got, c.want)
		}
	}
	if names := w.rollAfter(g, ada, true).Members; names[1].UserName != "alan@example.com" {
		t.Errorf("got %+v", names)
	}
}

func TestTheClientNamesItselfAndTheRunBehindIt(t *testing.T) {
	t.Parallel()
	w := scene(t)
	if got := w.agentOf(http.Header{}); got != "suite (RFC7644-3.3-01/a-name)" {
		t.Errorf("got %s", got)
	}
	w.dialect = &provision.Dialect{Name: "okta-oin"}
	if got := w.agentOf(http.Header{"User-Agent": {"Okta SCIM Client 1.0.0"}}); got != "Okta SCIM Client 1.0.0 suite (RFC7644-3.3-01/a-name; dialect okta-oin)" {
		t.Errorf("got %s", got)
	}
}
