package provision_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/template"
)

var update = flag.Bool("update", false, "write the golden files anew")

var moves = []provision.Move{
	provision.CreateUser, provision.ReadUser, provision.MatchUser, provision.ReplaceAttribute,
	provision.ClearAttribute, provision.Rename, provision.SetManager, provision.ClearManager,
	provision.CreateGroup, provision.ReadGroup, provision.AddMember, provision.RemoveMember,
	provision.Deactivate, provision.Reactivate, provision.DeleteUser, provision.DeleteGroup,
}

// vars are what a scenario about awkward identifiers would give.
var vars = template.Vars{
	"scim":     "https://tenant.example.com/scim/v2",
	"resource": map[string]any{"schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:User"}, "userName": "ada", "active": true},
	"user.id":  `a/1 "x"`, "user.userName": `o'brien+"bob"\@example.com`,
	"group.id": "g?1", "group.displayName": "Analysts",
	"manager.id": "m-1", "path": "name.givenName", "value": "Ada & Co",
}

func TestGolden(t *testing.T) {
	for _, name := range provision.Names() {
		t.Run(name, func(t *testing.T) {
			d, err := provision.Load(name)
			if err != nil {
				t.Fatal(err)
			}
			checkGolden(t, filepath.Join("testdata", name+".golden"), transcript(t, d))
		})
	}
}

// transcript is every move and road of a dialect, as it goes out.
func transcript(t *testing.T, d *provision.Dialect) string {
	t.Helper()
	var out strings.Builder
	for _, m := range moves {
		roads := d.Roads(m)
		if roads == nil && d.Has(m) {
			roads = []string{""}
		}
		for _, road := range roads {
			r, err := d.Render(m, road, vars)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "# %s %s\n%s %s\n", m, road, r.Method, r.Path)
			if r.Body != nil {
				fmt.Fprintf(&out, "%s\n", r.Body)
			}
			fmt.Fprintf(&out, "accept %v\n\n", r.Accept)
		}
	}
	return out.String()
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
	for _, m := range moves {
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
}

func rfc(t *testing.T) *provision.Dialect {
	t.Helper()
	d, err := provision.Load("rfc")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestLoadOfAnUnknownDialect(t *testing.T) {
	_, err := provision.Load("rcf")
	if problem.ExitCode(err) != 2 || !strings.Contains(problem.Format(err), "hint: ") {
		t.Errorf("got %v, want a usage error with a hint", err)
	}
}

func TestRenderRefuses(t *testing.T) {
	d := rfc(t)
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
moves:
  delete:
    method: DELETE
    path: /Users/{{user.id}}
    accept: [204]
    source: s
    confidence: high
`

func TestParseIsStrict(t *testing.T) {
	tests := []struct{ name, old, new, want, hint string }{
		{"an unknown key", "accept:", "accepts:", `dialects/x.yaml:6: unknown key "accepts"`, "did you mean `accept: [204]`?"},
		{"an unknown move", "delete:", "delte:", `unknown move "delte"`, "did you mean `delete:`?"},
		{"an unknown method", "DELETE", "ERASE", `the method "ERASE" is none of`, ""},
		{"a relative path", "/Users/", "Users/", "does not begin with a slash", ""},
		{"no statuses", "    accept: [204]\n", "", "accept is missing", ""},
		{"no source", "    source: s\n", "", "source is missing", ""},
		{"an odd confidence", "high", "sure", `the confidence "sure" is none of`, ""},
		{"an unknown name", "user.id", "user.uid", "nothing is known here under the name {{user.uid}}", "this move knows user.id"},
		{"an unclosed placeholder", "{{user.id}}", "{{user.id", "no }}", ""},
		{"set without json", "source: s", "source: s\n    set: {active: false}", "set and unset need a json", ""},
		{"text for statuses", "[204]", "[none]", "want a whole number here", ""},
		{"a road without a default", "method: DELETE", "roads: []\n    method: DELETE", "unknown key", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := provision.Parse("x", []byte(strings.Replace(way, tt.old, tt.new, 1)))
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

func TestParseOfRoads(t *testing.T) {
	const roads = `moves:
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
			_, err := provision.Parse("x", fmt.Appendf(nil, roads, tt.standard, tt.first))
			if (err == nil) != (tt.want == "") || (err != nil && !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// desk is a Sender that answers as told, and keeps what it was sent.
type desk struct {
	status int
	err    error
	got    []provision.Request
}

func (d *desk) Send(_ context.Context, r provision.Request) (provision.Answer, error) {
	d.got = append(d.got, r)
	return provision.Answer{Status: d.status}, d.err
}

func TestDirectSendsEachMove(t *testing.T) {
	ada := provision.Subject{ID: "1", UserName: "ada", Resource: map[string]any{"userName": "ada"}}
	analysts := provision.Group{ID: "g", DisplayName: "Analysts", Resource: map[string]any{"displayName": "Analysts"}}
	calls := map[string]func(context.Context, *provision.Direct) (provision.Answer, error){
		"POST /Users":                           func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Create(c, ada) },
		"GET /Users/1":                          func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Read(c, ada) },
		"GET /Users?filter=userName%20eq%20%22": func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Match(c, ada) },
		`PATCH /Users/1 "replace","path":"title","value":["x"]`: func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.Replace(c, ada, "title", []any{"x"})
		},
		`PATCH /Users/1 "remove","path":"title"`: func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.Clear(c, ada, "title")
		},
		`PATCH /Users/1 "path":"userName","value":"ada.king"`: func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.Rename(c, ada, "ada.king")
		},
		`PATCH /Users/1 :User:manager","value":{"value":"2"}`: func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.SetManager(c, ada, "2")
		},
		`PATCH /Users/1 "op":"remove","path":"urn:`: func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.ClearManager(c, ada) },
		`PUT /Users/1 {"active":false,"userName":"ada"}`: func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.Deactivate(c, ada, provision.RoadPut)
		},
		`PATCH /Users/1 "path":"active","value":false`: func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.Deactivate(c, ada, "")
		},
		`PATCH /Users/1 "path":"active","value":true`: func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Reactivate(c, ada) },
		"DELETE /Users/1": func(c context.Context, d *provision.Direct) (provision.Answer, error) { return d.Delete(c, ada) },
		"POST /Groups": func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.CreateGroup(c, analysts)
		},
		"GET /Groups/g": func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.ReadGroup(c, analysts)
		},
		`PATCH /Groups/g "op":"add","path":"members","value":[{"value":"1"}]`: func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.AddMember(c, analysts, ada)
		},
		`PATCH /Groups/g "path":"members[value eq \"1\"]"`: func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.RemoveMember(c, analysts, ada)
		},
		"DELETE /Groups/g": func(c context.Context, d *provision.Direct) (provision.Answer, error) {
			return d.DeleteGroup(c, analysts)
		},
	}
	for want, call := range calls {
		t.Run(want, func(t *testing.T) {
			to := &desk{status: 418}
			_, err := call(t.Context(), &provision.Direct{Dialect: rfc(t), Sender: to})
			var refused *provision.RefusedError
			if !errors.As(err, &refused) || refused.Status != 418 {
				t.Errorf("418 was taken as success: %v", err)
			}
			method, rest, _ := strings.Cut(want, " ")
			path, body, _ := strings.Cut(rest, " ")
			got := to.got[0]
			if got.Method != method || !strings.HasPrefix(got.Path, path) || !strings.Contains(string(got.Body), body) {
				t.Errorf("sent %s %s %s, want %s", got.Method, got.Path, got.Body, want)
			}
		})
	}
}

func TestDirectHandsOnTheAnswerAndTheError(t *testing.T) {
	ada := provision.Subject{ID: "1", UserName: "ada"}
	answer, err := (&provision.Direct{Dialect: rfc(t), Sender: &desk{status: 204}}).Delete(t.Context(), ada)
	if err != nil || answer.Status != 204 {
		t.Errorf("got %v, %v; want 204", answer, err)
	}
	lost := errors.New("connection reset")
	_, err = (&provision.Direct{Dialect: rfc(t), Sender: &desk{err: lost}}).Delete(t.Context(), ada)
	if !errors.Is(err, lost) {
		t.Errorf("got %v, want it to wrap %v", err, lost)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(way))
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
		for _, m := range moves {
			if d.Has(m) {
				_, _ = d.Render(m, "", vars)
			}
		}
	})
}
