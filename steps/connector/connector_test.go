package connector_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/target"
	"github.com/scimproof/scimproof/steps/template"
)

// whole is a file that is right; the tests below spoil one line of it.
const whole = `name: acme
speaks: rfc
listen: 127.0.0.1:8099
deadline: 5s
declares: {deletes: after-grace, groups: false}
credentials: {acme: {bearer: "${ACME_TOKEN}"}}
hooks:
  start: [{as: acme, method: PUT, url: "${ACME}/settings", json: {url: "{{scim}}", token: "{{scim.token}}"}, save: {tenant: $.id}}]
  person: [{method: PUT, url: "${ACME}/{{tenant}}/{{user.key}}", json: "{{resource}}", save: {person: $.id}}]
  leave: [{command: [./leave, "{{person}}"]}]
  return: [{prompt: "bring {{user.displayName}} back: {{change}}"}]
  cycle: [{method: POST, url: "${ACME}/{{tenant}}/cycle"}]
waivers:
  - {requirement: CONNECTOR-AUTH-05, reason: "ACME-123", until: 2027-03-01}
`

func env(name string) (string, bool) {
	value, known := map[string]string{"ACME": "http://127.0.0.1:9", "ACME_TOKEN": "acme-t0ken"}[name]
	return value, known
}

func parse(t *testing.T, text string) *connector.Connector {
	t.Helper()
	c, err := connector.Parse("acme.yaml", []byte(text), env)
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	return c
}

func TestParse(t *testing.T) {
	c := parse(t, whole)
	got := []any{c.Name, c.Source, c.Speaks, c.Listen, c.Deadline, c.Concurrency, c.ByHand(), c.Drives("cycle"), c.Drives("purge")}
	want := []any{"acme", "acme.yaml", "rfc", "127.0.0.1:8099", 5 * time.Second, 1, "acme.yaml:11", true, false}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	declares := connector.Declarations{
		Deprovision: connector.Disables, Deletes: connector.AfterGrace, Returns: true, Inactive: true, Renames: true, Managers: true, Clears: true, Matches: true,
	}
	if diff := cmp.Diff(declares, c.Declares); diff != "" {
		t.Error(diff)
	}
	waivers := []target.Waiver{{Requirement: "CONNECTOR-AUTH-05", Reason: "ACME-123", Until: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}}
	if diff := cmp.Diff(waivers, c.Waivers); diff != "" {
		t.Error(diff)
	}
	if secrets := slices.Compact(c.Secrets()); !slices.Equal(secrets, []string{"acme-t0ken"}) {
		t.Errorf("the secrets are %q", secrets)
	}
}

func TestComplaints(t *testing.T) {
	tests := []struct{ name, old, new, want, hint string }{
		{"an unknown key", "deadline:", "dead-line:", `acme.yaml:4: unknown key "dead-line"`, "did you mean `deadline: 5s`?"},
		{"an unknown hook", "  leave:", "  leaves:", `acme.yaml:10: unknown key "leaves"`, "did you mean `leave: "},
		{"an unknown declaration", "groups: false", "grouping: false", `acme.yaml:5: unknown key "grouping"`, ""},
		{"an odd declaration", "after-grace", "later", `acme.yaml:5: no connector is known that does "later" here`, "write one of true, after-grace, false"},
		{"an unknown dialect", "speaks: rfc", "speaks: rcf", `acme.yaml:2: there is no dialect "rcf"`, `did you mean "rfc"?`},
		{"an unset variable", "${ACME}/settings", "${AMCE}/settings", "acme.yaml:8: the variable ${AMCE} is not set", "export AMCE=..."},
		{"an unknown placeholder", "{{user.key}}", "{{user.id}}", "acme.yaml:9: nothing is known here under the name {{user.id}}", "this step knows change, resource"},
		{"a placeholder too early", "{url: \"{{scim}}\"", "{url: \"{{user.key}}\"", "acme.yaml:8: nothing is known here under the name {{user.key}}", ""},
		{"a token after the start", "back: {{change}}", "back: {{scim.ca}}", "acme.yaml:11: nothing is known here under the name {{scim.ca}}", ""},
		{"a token on the screen", "start: [", "start: [{prompt: \"token {{scim.token}}\"}, ", "acme.yaml:8: a token does not belong on the screen", ""},
		{"a token among arguments", "start: [", "start: [{command: [x, \"{{scim.token}}\"]}, ", "acme.yaml:8: a token does not belong among the arguments", "give it in the environment"},
		{"an unknown identity", "as: acme", "as: amce", `acme.yaml:8: there are no credentials under the name "amce"`, "did you mean `as: acme`?"},
		{"no leave", "  leave:", "  stop:", "acme.yaml:8: the hook leave is missing: how somebody leaves", "write `leave: "},
		{"no return", "  return:", "  stop:", "acme.yaml:8: the hook return is missing: how somebody comes back", "or say that the connector does no such thing: `declares: {returns: false}`"},
		{"no group", ", groups: false", "", "acme.yaml:8: the hook group is missing", ""},
		{"no hooks", whole[strings.Index(whole, "hooks:"):], "", "acme.yaml:1: the hook person is missing", ""},
		{"a deadline of zero", "5s", "0s", "acme.yaml:4: a deadline of zero leaves no time for any effect", "write `deadline: 60s`"},
		{"a deadline without a unit", "5s", "5", "acme.yaml:4: want a duration with its unit here", ""},
		{"an address without a port", "127.0.0.1:8099", "127.0.0.1", "acme.yaml:3: want an address of this machine and a port here", "write `listen: 127.0.0.1:8099`"},
		{"an odd url", "listen: 127.0.0.1:8099", "url: ftp://x", "acme.yaml:3: want the SCIM base here", ""},
		{"no concurrency", "listen: 127.0.0.1:8099", "concurrency: 0", "acme.yaml:3: concurrency has to be 1 or more", ""},
		{"a way to another target", "listen: 127.0.0.1:8099", "target: t.yaml\nurl: https://x/scim", "acme.yaml:4: url is how the connector reaches us", "write `listen: 127.0.0.1:8099` as well"},
		{"a hook of two kinds", `{command: [./leave, "{{person}}"]}`, `{command: [x], prompt: y}`, "acme.yaml:10: a hook is one thing", ""},
		{"a waiver without a reason", `reason: "ACME-123", `, "", "acme.yaml:14: the waiver of CONNECTOR-AUTH-05 gives no reason", ""},
		{"a waiver of nothing", "requirement: CONNECTOR-AUTH-05, ", "", "acme.yaml:14: the waiver names no requirement", ""},
		{"a waiver until some day", "2027-03-01", "soon", "acme.yaml:14: want a day such as 2027-03-01 here", ""},
		{"not YAML", "hooks:", "hooks: [", "acme.yaml:", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := connector.Parse("acme.yaml", []byte(strings.Replace(whole, tt.old, tt.new, 1)), env)
			text := problem.Format(err)
			if problem.ExitCode(err) != 2 || !strings.HasPrefix(text, "error: "+tt.want) || !strings.Contains(text, "\nhint: "+tt.hint) && tt.hint != "" {
				t.Errorf("got %s\nwant error: %s\nhint: %s", text, tt.want, tt.hint)
			}
			if strings.Contains(text, "acme-t0ken") {
				t.Error("the secret is told")
			}
		})
	}
}

func TestLoad(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	named := write("sync.yaml", strings.Replace(strings.Replace(whole, "name: acme\n", "", 1), "listen: 127.0.0.1:8099", "target: staging.yaml", 1))
	c, err := connector.Load(named, env)
	if err != nil || c.Name != "sync" || c.Target != filepath.Join(folder, "staging.yaml") {
		t.Errorf("got %+v, %v", c, err)
	}
	for path, want := range map[string]string{
		filepath.Join(folder, "none.yaml"): "there is no connector's file", folder: "is a directory",
		write("huge.yaml", strings.Repeat("#", 1<<20+1)): "is larger than 1 MiB",
	} {
		if _, err := connector.Load(path, env); problem.ExitCode(err) != 2 || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// TestTheExamplesAreRight, for somebody begins with a copy of them.
func TestTheExamplesAreRight(t *testing.T) {
	lookup := func(name string) (string, bool) { return "http://127.0.0.1:9", name == "CONNECTOR_URL" }
	files, err := filepath.Glob("../../fixtures/connectors/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d examples (%v)", len(files), err)
	}
	for _, file := range files {
		c, err := connector.Load(file, lookup)
		if err != nil {
			t.Fatal(problem.Format(err))
		}
		if len(c.Secrets()) > 0 {
			t.Errorf("%s: where the connector is, is no secret: %q", file, c.Secrets())
		}
	}
}

// TestThePageKnowsEverything that a file may say, for it is the only one.
func TestThePageKnowsEverything(t *testing.T) {
	page, err := os.ReadFile("../../fixtures/connectors/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, err = connector.Parse("x.yaml", []byte("hooks: {}\nx: 1"), env)
	words := strings.FieldsFunc(problem.Format(err), func(r rune) bool { return r == ' ' || r == ',' || r == '\n' })
	words = append(words, "start", "stop", "cycle", "person", "leave", "return", "purge", "group", "group-purge",
		"deprovision", "road", "deletes", "passwords", "groups", "returns", "inactive", "renames", "managers", "clears")
	for _, word := range words[slices.Index(words, "are")+1:] {
		if !strings.Contains(string(page), word) {
			t.Errorf("the page does not speak of %s", word)
		}
	}
}

// TestHooks follows a person through the hooks: what one saves, the next knows.
func TestHooks(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked = append(asked, r.Method+" "+r.URL.Path+" "+string(body))
		_, _ = io.WriteString(w, `{"id": "x1"}`)
	}))
	defer server.Close()
	text := strings.Replace(whole, `{command: [./leave, "{{person}}"]}`, `{method: DELETE, url: "${ACME}/{{tenant}}/{{person}}"}`, 1)
	c, err := connector.Parse("acme.yaml", []byte(text), func(name string) (string, bool) { return server.URL, true })
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	c.Settings = connector.Settings{URL: "https://t/scim", Token: "t0ken"}
	kit := probe.Kit{
		Sender: probe.HTTP(server.Client()), Identities: c.Credentials, Vars: template.Vars{"run": "r1"},
		Ask: func(_ context.Context, what string) error { asked = append(asked, what); return nil },
	}
	if kit.Vars, err = c.Start(t.Context(), kit); err != nil {
		t.Fatal(err)
	}
	if _, told := kit.Vars["scim.token"]; told {
		t.Error("the token is known after the start")
	}
	ada := connector.Person{Key: "ada", Resource: map[string]any{"userName": "ada@x", "displayName": "Ada"}, Change: "she is back"}
	directory := c.Directory(kit)
	for _, err := range []error{directory.Put(t.Context(), ada), directory.Leave(t.Context(), ada), directory.Return(t.Context(), ada), directory.Cycle(t.Context())} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		`PUT /settings {"url":"https://t/scim","token":"t0ken"}`, `PUT /x1/ada {"displayName":"Ada","userName":"ada@x"}`, "DELETE /x1/x1 ",
		"bring Ada back: she is back", "POST /x1/cycle ",
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("hooks: {person: [{}]}"))
	f.Add([]byte("declares: [deletes]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, err := connector.Parse("x.yaml", text, env); err != nil && problem.ExitCode(err) != 2 {
			t.Fatalf("not a usage error: %v", err)
		}
	})
}
