package provision_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/template"
)

var update = flag.Bool("update", false, "write the golden files anew")

// ada and the others have awkward identifiers, as a scenario about those would.
var (
	ada = provision.Subject{
		ID: `a/1 "x"`, UserName: `o'brien+"bob"\@example.com`,
		Resource: map[string]any{
			"schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:User"}, "id": `a/1 "x"`, "externalId": "e-1",
			"userName": `o'brien+"bob"\@example.com`, "displayName": "Ada Lovelace", "active": true,
			"name":   map[string]any{"givenName": "Ada", "familyName": "Lovelace"},
			"emails": []any{map[string]any{"value": "ada@example.com", "type": "work", "primary": true}},
		},
	}
	newcomer = provision.Subject{UserName: "joan@example.com", Resource: map[string]any{
		"schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:User"}, "externalId": "e-2", "userName": "joan@example.com",
		"active": true, "password": "secret", "emails": []any{map[string]any{"value": "joan@example.com", "type": "work", "primary": true}},
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": map[string]any{"department": "Engines"},
	}}
	withoutPassword = provision.Subject{UserName: "joan", Resource: map[string]any{"userName": "joan", "active": true}}
	grace           = provision.Subject{ID: "g-2", UserName: "grace@example.com"}
	analysts        = provision.Group{
		ID: "g?1", DisplayName: "Analysts", Members: []provision.Subject{ada, grace},
		Resource: map[string]any{"schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:Group"}, "displayName": "Analysts"},
	}
	nobodyLeft = provision.Group{ID: "g?1", DisplayName: "Analysts"}
)

// life is every move, some of them more than once; what is said of one is the name of it.
var life = []struct {
	name string
	make func(context.Context, *provision.Direct) (provision.Answer, error)
}{
	{"credentials-test", func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.TestCredentials(c) }},
	{"probe", func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Probe(c) }},
	{"match", func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Match(c, ada) }},
	{"create", func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Create(c, newcomer) }},
	{"create, no password", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.Create(c, withoutPassword)
	}},
	{"create-inactive", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.Create(c, provision.Subject{UserName: "ada", Resource: map[string]any{"userName": "ada", "active": false}})
	}},
	{"read", func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Read(c, ada) }},
	{"replace-attribute, simple", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.Replace(c, ada, "displayName", "Ada & Co")
	}},
	{"replace-attribute, several", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.Change(c, ada, several...)
	}},
	{"clear-attribute", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.Clear(c, ada, "title")
	}},
	{"rename", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.Rename(c, ada, "ada.king")
	}},
	{"set-manager", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.SetManager(c, ada, "m-1")
	}},
	{"clear-manager", func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.ClearManager(c, ada) }},
	{"match-group", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.MatchGroup(c, analysts)
	}},
	{"create-group", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.CreateGroup(c, analysts)
	}},
	{"read-group", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.ReadGroup(c, analysts)
	}},
	{"rename-group", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.RenameGroup(c, analysts, "Engineers")
	}},
	{"add-member, two", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.AddMembers(c, analysts, ada, grace)
	}},
	{"remove-member", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.RemoveMember(c, provision.Group{ID: "g?1", DisplayName: "Analysts", Members: []provision.Subject{grace}}, ada)
	}},
	{"remove-member, the last", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.RemoveMember(c, nobodyLeft, ada)
	}},
	{"replace-members", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.ReplaceMembers(c, analysts)
	}},
	{"replace-members, nobody", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.ReplaceMembers(c, nobodyLeft)
	}},
	{"deactivate", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.Deactivate(c, ada, "")
	}},
	{"deactivate by PATCH with a path", by(provision.RoadPatchPath)},
	{"deactivate by PATCH without a path", by(provision.RoadPatchNoPath)},
	{"deactivate by PUT", by(provision.RoadPut)},
	{"deactivate by DELETE", by(provision.RoadDelete)},
	{"reactivate", func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Reactivate(c, ada) }},
	{"delete", func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Delete(c, ada) }},
	{"delete-group", func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.DeleteGroup(c, analysts)
	}},
}

// several are changes of every kind, at once.
var several = []provision.Change{
	{Path: `emails[type eq "work"].value`, Value: "ada.king@example.com"},
	{Path: "displayName", Value: "Ada King"},
	{Path: "name.familyName", Value: "King"},
	{Path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", Value: "R&D"},
}

func by(road string) func(context.Context, *provision.Direct) (provision.Answer, error) {
	return func(c context.Context, d *provision.Direct) (provision.Answer, error) {
		return d.Deactivate(c, ada, road)
	}
}

// shown is what a target shows of whoever is asked for, in every test.
const shown = `{"id":"a/1 \"x\"","userName":"ada","displayName":"Ada Lovelace","active":true,"name":{"familyName":"Lovelace"},` +
	`"emails":[{"value":"ada@example.com","type":"work"}],"x":12345678901234567890}`

// live makes a move, and returns what was sent; nothing where the client never does that.
func live(t *testing.T, dialect, name string) []provision.Request {
	t.Helper()
	d, err := provision.Load(dialect)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range life {
		if l.name != name {
			continue
		}
		to := &desk{body: shown}
		_, err := l.make(t.Context(), &provision.Direct{Dialect: d, Sender: to, Base: "https://tenant.example.com/scim/v2"})
		var unknown *provision.UnknownMoveError
		if err != nil && !errors.As(err, &unknown) {
			t.Fatalf("%s: %v", name, err)
		}
		return to.got
	}
	t.Fatalf("there is no %s", name)
	return nil
}

// chance hides what differs each time.
var chance = regexp.MustCompile(`(%22|)[A-Z2-7]{26}`)

func TestGolden(t *testing.T) {
	for _, name := range provision.Names() {
		t.Run(name, func(t *testing.T) {
			checkGolden(t, filepath.Join("testdata", name+".golden"), transcript(t, name))
		})
	}
}

// transcript is every move of a dialect, as it goes out.
func transcript(t *testing.T, dialect string) string {
	t.Helper()
	var out strings.Builder
	for _, l := range life {
		sent := live(t, dialect, l.name)
		fmt.Fprintf(&out, "# %s\n", l.name)
		if sent == nil {
			out.WriteString("never\n\n")
		}
		for _, r := range sent {
			fmt.Fprintf(&out, "%s %s\n", r.Method, r.Path)
			for _, field := range slices.Sorted(maps.Keys(r.Header)) {
				fmt.Fprintf(&out, "%s: %s\n", field, r.Header.Get(field))
			}
			if r.Body != nil {
				fmt.Fprintf(&out, "%s\n", r.Body)
			}
			fmt.Fprintf(&out, "accept %v%s\n\n", r.Accept, refusal(r.Strict))
		}
	}
	return chance.ReplaceAllString(out.String(), "$1(random)")
}

func refusal(s provision.Strict) string {
	if s.Refuses == "" {
		return ""
	}
	return fmt.Sprintf(", strictly %v %s for %s", s.With, s.ScimType, s.Refuses)
}

func checkGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it and run with -update. got:\n%s", file, got)
	}
}

func TestRFCKnowsEveryMove(t *testing.T) {
	d := rfc(t)
	for _, m := range provision.Moves() {
		if !d.Has(m) {
			t.Errorf("rfc has no %s", m)
		}
	}
	want := []string{provision.RoadPatchPath, provision.RoadPatchNoPath, provision.RoadPut, provision.RoadDelete}
	if got := d.Roads(provision.Deactivate); !slices.Equal(got, want) || d.Default(provision.Deactivate) != want[0] {
		t.Errorf("the roads of deactivate are %q, default %q; want %q", got, d.Default(provision.Deactivate), want)
	}
	if got := d.Roads(provision.DeleteUser); got != nil {
		t.Errorf("the roads of delete are %q, want none", got)
	}
	if got := d.Refusals(); len(got) > 0 {
		t.Errorf("the RFC's own dialect may be refused: %+v", got)
	}
}

func rfc(t *testing.T) *provision.Dialect { return load(t, "rfc") }

func TestLoadOfAnUnknownDialect(t *testing.T) {
	_, err := provision.Load("rcf")
	if problem.ExitCode(err) != 2 || !strings.Contains(problem.Format(err), "hint: ") {
		t.Errorf("got %v, want a usage error with a hint", err)
	}
}

func TestRenderRefuses(t *testing.T) {
	d, vars := rfc(t), template.Vars{"user.id": "1", "user.userName": "ada", "resource": map[string]any{}}
	var unknown *provision.UnknownMoveError
	if _, err := d.Render("promote", "", vars); !errors.As(err, &unknown) || unknown.Move != "promote" {
		t.Errorf("an unknown move: %v", err)
	}
	if _, err := d.Render(provision.Deactivate, "POST", vars); !errors.As(err, &unknown) || unknown.Road != "POST" {
		t.Errorf("an unknown road: %v", err)
	}
	if r, err := d.Render(provision.DeleteUser, "", vars.With(template.Vars{"user.id": ""})); err == nil {
		t.Errorf("a person without an id: %s %s, want an error", r.Method, r.Path)
	}
	if _, err := d.Render(provision.CreateUser, "", template.Vars{}); err == nil || !strings.Contains(err.Error(), "{{resource}}") {
		t.Errorf("no resource: %v", err)
	}
}

// way is a move that is right; the tests below spoil one line of it.
const way = `title: t
source: s
confidence: low
moves:
  delete:
    method: DELETE
    path: /Users/{{user.id}}
    accept: [204]
    source: learnt
    confidence: high
`

// whole is the text of a dialect whose client does nothing but what text says.
func whole(text string) []byte {
	for _, m := range provision.Moves() {
		if !strings.Contains(text, "\n  "+string(m)+":") {
			text += fmt.Sprintf("  %s: {never: it does not, source: s, confidence: low}\n", m)
		}
	}
	return []byte(text)
}

func TestParseIsStrict(t *testing.T) {
	const read = "\n  read:\n    requests:\n      - {method: GET, path: \"/Users/{{user.id}}\", accept: [200], keep: it}\n      - "
	tests := []struct{ name, old, new, want, hint string }{
		{"an unknown key", "accept:", "accepts:", `unknown key "accepts"`, "did you mean `accept: [204]`?"},
		{"an unknown move", "delete:", "delte:", `unknown move "delte"`, "did you mean `delete:`?"},
		{"an unknown method", "DELETE", "ERASE", `the method "ERASE" is none of`, ""},
		{"a relative path", "/Users/", "Users/", "does not begin with a slash", ""},
		{"no statuses", "    accept: [204]\n", "", "accept is missing", ""},
		{"no source", "    source: learnt\n", "", "source is missing", ""},
		{"an odd confidence", "high", "sure", `the confidence "sure" is none of`, ""},
		{"an odd confidence of the whole", "low", "sure", `the confidence "sure" is none of`, ""},
		{"no source of the whole", "source: s\n", "", "a title and a source", ""},
		{"an unknown name", "user.id", "user.uid", "nothing is known here under the name {{user.uid}}", "this move knows user.id"},
		{"an unclosed placeholder", "{{user.id}}", "{{user.id", "no }}", ""},
		{"set without json", "source: learnt", "source: learnt\n    set: {active: false}", "set, fill and unset need a json", ""},
		{"text for statuses", "[204]", "[none]", "want a whole number here", ""},
		{"a road without a default", "method: DELETE", "roads: []\n    method: DELETE", "unknown key", ""},
		{"never, and yet", "source: learnt", "source: learnt\n    never: no", "and no more", ""},
		{"both bodies", "DELETE", "PATCH\n    json: {}\n    operations: [{op: add}]", "a json or operations, and never both", ""},
		{"operations by DELETE", "source: learnt", "source: learnt\n    operations: [{op: add}]", "operations are the body of a PATCH", ""},
		{"an unknown op", "DELETE", "PATCH\n    operations: [{op: move}]", `the op "move" is none of`, ""},
		{"a kind of change in a move without", "DELETE", "PATCH\n    operations: [{op: add, of: [simple]}]", "of and fold are for", ""},
		{"members in a move without", "DELETE", "PATCH\n    operations: [{op: add, when: members}]", "in the moves that know the members", ""},
		{"an unknown list", "DELETE", "PATCH\n    operations: [{op: add, each: cats}]", `there is no list "cats" here`, ""},
		{"an unknown list in a value", "DELETE", "PATCH\n    operations: [{op: add, value: {each: cats, as: x}}]", `there is no list "cats" here`, ""},
		{"an unknown name in an operation", "DELETE", "PATCH\n    operations: [{op: add, path: '{{path}}'}]", "under the name {{path}}", ""},
		{"a refusal with any status", "source: learnt", "source: learnt\n    strict: {refuses: all}", "with which statuses", ""},
		{"a refusal that is none", "source: learnt", "source: learnt\n    strict: {refuses: all, with: [200]}", "is no refusal", ""},
		{"an unknown scimType", "source: learnt", "source: learnt\n    strict: {refuses: all, with: [400], scimType: odd}", "no scimType", ""},
		{"like nobody", "title: t", "title: t\nlike: rcf", `there is no other dialect "rcf"`, "the dialects are"},
		{"a query with a placeholder", "title: t", "title: t\nquery: {a: '{{scim}}'}", "has no placeholders", ""},
		{"several and one", "method: DELETE", "method: DELETE\n    requests: [{move: read}]", "never both", ""},
		{"the way of nobody", "\n  delete:", read + "{move: match}\n    source: s\n    confidence: low\n  delete:", `no way of the move "match"`, ""},
		{"a circle", "\n  delete:", read + "{move: read}\n    source: s\n    confidence: low\n  delete:", "use each other", ""},
		{"what nobody kept", "\n  delete:", read + "{method: GET, path: \"/{{it.id}}{{other}}\", accept: [200]}\n    source: s\n    confidence: low\n  delete:", "the name {{other}}", "it.id"},
		{
			"a kind of change that is left out", "\n  delete:",
			"\n  replace-attribute: {method: PATCH, path: /Users, operations: [{of: [simple, sub], op: add}], accept: [200], source: s, confidence: low}\n  delete:",
			"0 operations are about changes of the kind filtered, want one", "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := provision.Parse("x", whole(strings.Replace(way, tt.old, tt.new, 1)))
			text := problem.Format(err)
			if problem.ExitCode(err) != 2 || !strings.Contains(text, tt.want) || !strings.Contains(text, tt.hint) {
				t.Errorf("got exit %d: %s\nwant %s, %s", problem.ExitCode(err), text, tt.want, tt.hint)
			}
			if !strings.HasPrefix(text, "error: dialects/x.yaml:") {
				t.Errorf("got %s, want file and line first", text)
			}
		})
	}
}

func TestParseOfLess(t *testing.T) {
	d, err := provision.Parse("x", []byte(strings.Replace(way, "confidence: low\n", "", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if d.Confidence() != "high" || d.Has(provision.CreateUser) || d.Never(provision.CreateUser) != "" || !slices.Equal(d.Moves(), []provision.Move{provision.DeleteUser}) {
		t.Errorf("confidence %s, moves %v", d.Confidence(), d.Moves())
	}
}

// TestBundledDialectsAreComplete: what is never done says why, and everything else how.
func TestBundledDialectsAreComplete(t *testing.T) {
	for _, name := range provision.Names() {
		d := load(t, name)
		for _, m := range provision.Moves() {
			if d.Has(m) == (d.Never(m) != "") {
				t.Errorf("%s says nothing of %s", name, m)
			}
		}
	}
}

func TestWhatIsInheritedIsNoSurerThanTheHeir(t *testing.T) {
	d, err := provision.Parse("x", []byte("title: t\nsource: s\nconfidence: low\nlike: entra\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Confidence() != "low" || d.Sureness(provision.CreateUser, "") != "low" || len(d.Rules) > 0 {
		t.Errorf("confidence %s, of create %s, rules %v", d.Confidence(), d.Sureness(provision.CreateUser, ""), d.Rules)
	}
	if !d.Has(provision.CreateUser) || d.Has(provision.Probe) || d.Never(provision.Probe) == "" || len(d.Refusals()) == 0 {
		t.Errorf("moves %v, probe %q, refusals %v", d.Moves(), d.Never(provision.Probe), d.Refusals())
	}
}

func TestParseOfRoads(t *testing.T) {
	const roads = `title: t
source: s
confidence: low
moves:
  delete:
    default: %s
    roads:
      - {road: %s, method: DELETE, path: "/Users/{{user.id}}", accept: [204], source: s, confidence: low}
      - {road: b, method: DELETE, path: "/Users/{{user.id}}", accept: [204], source: s, confidence: low}
`
	tests := []struct{ name, standard, first, want string }{
		{"right", "a", "a", ""},
		{"a default that is no road", "c", "a", `the default road "c" of delete is not among its roads`},
		{"a name twice", "b", "b", "a name of its own"},
		{"no default", `""`, "a", "a default"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := provision.Parse("x", whole(fmt.Sprintf(roads, tt.standard, tt.first)))
			if (err == nil) != (tt.want == "") || (err != nil && !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(whole(way))
	f.Add([]byte("moves: {delete: {roads: [{}]}}"))
	f.Add([]byte("moves: {deactivate: null}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := provision.Parse("x", text)
		if err != nil {
			if problem.ExitCode(err) != 2 {
				t.Fatalf("not a usage error: %v", err)
			}
			return
		}
		for _, l := range life {
			_, _ = l.make(t.Context(), &provision.Direct{Dialect: d, Sender: &desk{body: shown}})
		}
	})
}
