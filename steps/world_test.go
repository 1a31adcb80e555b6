package steps

import (
	"reflect"
	"testing"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/target"
)

func scene(t *testing.T) *World {
	t.Helper()
	w := newWorld(&run{id: "k3f9a2", agent: "suite", target: &target.Target{}}, scenario{ID: "RFC7644-3.3-01/a-name"}, 17)
	w.people["Ada"] = &Person{resource: resource{Name: "Ada Lovelace", ID: "2819c2", endpoint: usersEndpoint, Sent: oracle.Object{
		"userName": `ada"x@example.com`, "emails": []any{oracle.Object{"value": "ada@example.com"}},
	}}}
	w.roster = []*Person{w.people["Ada"]}
	w.groups["Analysts"] = &Group{resource: resource{Name: "Analysts", ID: "g1", endpoint: groupsEndpoint, Sent: oracle.Object{"displayName": "Analysts k3"}}}
	w.kept["etag"] = `W/"1"`
	return w
}

func TestExpand(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"/Users/{Ada.id}":            "/Users/2819c2",
		"{Ada.email} {Analysts.id}":  "ada@example.com g1",
		"{etag}":                     `W/"1"`,
		"x-{unique} {run}":           "x-k3f9a2-17 k3f9a2",
		`{"a": {"b": 1}}`:            `{"a": {"b": 1}}`,
		`emails[type eq "{etag}"]`:   `emails[type eq "W/"1""]`,
		"nothing to fill in, {} { }": "nothing to fill in, {} { }",
	}
	for text, want := range cases {
		got, err := scene(t).expand(text)
		if err != nil || got != want {
			t.Errorf("%s became %s (%v), want %s", text, got, err, want)
		}
	}
}

func TestExpandJSONEscapes(t *testing.T) {
	t.Parallel()
	got, err := scene(t).expandJSON(`{"userName": "{Ada.userName}"}`)
	if want := `{"userName": "ada\"x@example.com"}`; err != nil || got != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
}

func TestExpandJSONEscapesAStringWithinAString(t *testing.T) {
	t.Parallel()
	got, err := scene(t).expandJSON(`{"path": "emails[value eq \"{Ada.userName}\"]"}`)
	if want := `{"path": "emails[value eq \"ada\\\"x@example.com\"]"}`; err != nil || got != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
}

func TestAClaimFindsByAnIDWithAQuotationMark(t *testing.T) {
	t.Parallel()
	w := scene(t)
	user := oracle.Object{"emails": []any{oracle.Object{"value": `ada"x@example.com`, "type": "work"}}}
	if err := w.judgeAttribute(user, `emails[value eq "{Ada.userName}"].type`, "is", `"work"`); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestAClaimTakesAURNInEitherCase(t *testing.T) {
	t.Parallel()
	w := scene(t)
	user := oracle.Object{"schemas": []any{"URN:example:User"}}
	if err := w.judgeAttribute(user, "schemas", "contains", `"urn:example:User"`); err != nil {
		t.Errorf("got %v", err)
	}
	if err := w.judgeAttribute(user, "schemas", "contains", `"urn:example:USER"`); err == nil {
		t.Error("another URN is taken for it")
	}
}

func TestANameMayBeShownInAnotherForm(t *testing.T) {
	t.Parallel()
	w := scene(t)
	shown := oracle.Object{"name": oracle.Object{"formatted": "Ada Lovelace"}}
	if err := w.judgeAttribute(shown, "name.familyName", "is", `"Lovelace"`); err != nil || len(w.warnings) != 1 {
		t.Errorf("formatted alone: got %v and the warnings %v", err, w.warnings)
	}
	shown = oracle.Object{"name": oracle.Object{"formatted": "Ada Lovelace", "givenName": "Ada"}}
	if err := w.judgeAttribute(shown, "name.familyName", "is", `"Lovelace"`); err == nil {
		t.Error("a lost component is no violation")
	}
}

func TestExpandRefusesWhatNobodyKnows(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"{Bob.id}", "{Ada.shoeSize}", "{nothing}"} {
		if _, err := scene(t).expand(text); !ours(err) {
			t.Errorf("%s: got %v, want a mistake of the scenario", text, err)
		}
	}
}

func TestClaims(t *testing.T) {
	t.Parallel()
	ada := oracle.Object{
		"userName": "ada", "active": true, "emails": []any{oracle.Object{"value": "a@x", "type": "work"}, oracle.Object{"value": "b@x", "type": "home"}},
		"meta": oracle.Object{"created": "2026-11-23T10:00:00Z"},
	}
	cases := []struct {
		path, verb, rest string
		holds            bool
	}{
		{"userName", "is", `"ada"`, true},
		{"userName", "is", `"Ada"`, false},
		{"USERNAME", "is", `"ada"`, true},
		{"userName", "is", `not "grace"`, true},
		{"userName", "is", `not "ada"`, false},
		{"title", "is", `not "Countess"`, false},
		{"title", "is", "absent", true},
		{"title", "is", "present", false},
		{"active", "is", "true", true},
		{"active", "is", "false", false},
		{"active", "is", `"true"`, false},
		{"emails.value", "is", `["b@x", "a@x"]`, true},
		{"emails.value", "is", `["a@x"]`, false},
		{`emails[type eq "home"].value`, "is", `"b@x"`, true},
		{"emails", "is", "a list of 2", true},
		{"emails", "is", "a list of 1", false},
		{"userName", "is", `one of ["ada", "grace"]`, true},
		{"userName", "is", `one of ["alan", "grace"]`, false},
		{"meta.created", "is", "a dateTime", true},
		{"userName", "is", "a dateTime", false},
		{"userName", "matches", `"^a.a$"`, true},
		{"title", "matches", `".*"`, false},
	}
	for _, c := range cases {
		w := scene(t)
		err := w.judgeAttribute(ada, c.path, c.verb, c.rest)
		if _, broken := breaches(err); (err == nil) != c.holds || (err != nil && !broken) {
			t.Errorf("%s %s %s: got %v, want holds=%v", c.path, c.verb, c.rest, err, c.holds)
		}
		if w.checks != 1 {
			t.Errorf("%s %s %s counted %d judgements", c.path, c.verb, c.rest, w.checks)
		}
	}
}

func TestPersonNames(t *testing.T) {
	t.Parallel()
	got := personNames("Ada Lovelace, Siobhán O'Brien and Alan Turing")
	if want := []string{"Ada Lovelace", "Siobhán O'Brien", "Alan Turing"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWatchForReadsAhead(t *testing.T) {
	t.Parallel()
	w := scene(t)
	w.watchFor([]*messages.PickleStep{
		{Text: "nothing else about Ada has changed"},
		{Text: "Siobhán is unchanged"},
		{Text: `the group "Analysts" is unchanged`},
		{Text: "Grace is shown as active"},
	})
	if want := []string{"Ada", "Siobhán"}; !reflect.DeepEqual(w.watched.people, want) {
		t.Errorf("people: got %q, want %q", w.watched.people, want)
	}
	if want := []string{"Analysts"}; !reflect.DeepEqual(w.watched.groups, want) {
		t.Errorf("groups: got %q, want %q", w.watched.groups, want)
	}
}

func TestMembersReferToPeopleAndGroupsWithoutARef(t *testing.T) {
	t.Parallel()
	value := oracle.Attribute{Name: "value", Type: "string"}
	untold := oracle.Attribute{Name: "$ref", Type: "reference", ReferenceTypes: []string{"uri"}}
	cases := map[string]oracle.Attribute{
		"no $ref":        {Name: "members", Type: "complex", SubAttributes: []oracle.Attribute{value}},
		"$ref to no one": {Name: "members", Type: "complex", SubAttributes: []oracle.Attribute{value, untold}},
	}
	for name, a := range cases {
		if got := refersTo(a); !reflect.DeepEqual(got, []string{"User", "Group"}) {
			t.Errorf("%s: got %v", name, got)
		}
	}
	if got := refersTo(oracle.Attribute{Name: "emails", Type: "complex", SubAttributes: []oracle.Attribute{value}}); got != nil {
		t.Errorf("emails: got %v", got)
	}
}
