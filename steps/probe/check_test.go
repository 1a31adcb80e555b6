package probe_test

import (
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// sound is a file in which everything is right; the tests spoil one place of it.
const sound = `credentials: {admin: {bearer: t}}
status:
  prepare: [{as: admin, url: "{{origin}}/find/{{user.userName}}", save: {native: $.id}}]
  request: {as: admin, url: "{{origin}}/users/{{native}}"}
  value: $.state
  active: [on]
  disabled: [off]
  gone: {status: [404]}
login:
  attempts:
    - name: session
      obtain: [{method: POST, url: "{{origin}}/login", form: {u: "{{user.userName}}"}, save: {sid: "cookie:sid"}}]
      use: [{url: "{{origin}}/me", cookie: {sid: "{{sid}}"}, save: {me: $.id}, equals: {me: "{{user.id}}"}}]
      denied: {status: [401]}
  scim: {attempt: session, cookie: {sid: "{{sid}}"}}
ownership:
  login: session
  kinds:
    - name: app
      create: {method: POST, url: "{{origin}}/apps", cookie: {sid: "{{sid}}"}, json: {name: "{{asset.name}}"}, save: {id: $.id}}
      list: {request: {as: admin, url: "{{origin}}/apps"}, items: $.data, id: $.id, paginate: {kind: cursor, next: $.next, param: c}}
      owner: {request: {as: admin, url: "{{origin}}/apps/{{asset.id}}"}, value: $.owner}
      sharing: {request: {as: admin, url: "{{origin}}/apps/{{asset.id}}"}, value: $.shared}
      content: {request: {as: admin, url: "{{origin}}/apps/{{asset.id}}/data"}, opaque: true}
      transfer: {request: {as: admin, url: "{{origin}}/apps/{{asset.id}}", json: {owner: "{{heir.id}}"}}, refused: [422]}
      run: {request: {as: admin, method: POST, url: "{{origin}}/apps/{{asset.id}}/run"}}
      remove: {as: admin, method: DELETE, url: "{{origin}}/apps/{{asset.id}}"}
  transferAll: {request: {as: admin, url: "{{origin}}/move/{{user.id}}/{{heir.id}}"}}
  deletion: {policy: refuse-while-owning}
directory:
  connect: [{method: POST, url: "{{origin}}/c", json: {name: "{{connection.name}}"}, save: {c: $.id}}]
  add: [{method: POST, url: "{{origin}}/c/{{c}}", json: {u: "{{user.userName}}"}, save: {p: $.id}}]
  remove: [{method: DELETE, url: "{{origin}}/c/{{c}}/{{p}}"}]
  cycle: [{method: POST, url: "{{origin}}/c/{{c}}/run"}]
  disconnect: [{method: DELETE, url: "{{origin}}/c/{{c}}"}]
switch:
  off: [{as: admin, method: PUT, url: "{{origin}}/off"}]
  on: [{as: admin, method: PUT, url: "{{origin}}/on"}]
`

func check(text string) error {
	n, err := yamlfile.Parse("t.yaml", []byte(text))
	if err != nil {
		return err
	}
	var file struct {
		Identities map[string]probe.Identity `yaml:"credentials"`
		Status     *probe.StatusRecipe       `yaml:"status"`
		Login      *probe.LoginRecipe        `yaml:"login"`
		Ownership  *probe.OwnershipRecipe    `yaml:"ownership"`
		Switch     *probe.SwitchRecipe       `yaml:"switch"`
		Directory  *probe.DirectoryRecipe    `yaml:"directory"`
		Local      *probe.LocalRecipe        `yaml:"local"`
		Native     *probe.NativeRecipe       `yaml:"native"`
	}
	if err := n.Decode(&file); err != nil {
		return err
	}
	return probe.Recipes(file).Check()
}

func TestASoundFile(t *testing.T) {
	if err := check(sound); err != nil {
		t.Fatal(problem.Format(err))
	}
	if err := check(""); err != nil {
		t.Errorf("no recipe at all: %v", err)
	}
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	tests := []struct{ name, old, new, want, hint string }{
		{"an unknown name in prepare", "{{user.userName}}\", save: {native", "{{user.usrName}}\", save: {native", "t.yaml:3: nothing is known here under the name {{user.usrName}}", "did you mean {{user.userName}}?"},
		{"a name that is not saved", "save: {native: $.id}", "save: {nativ: $.id}", "t.yaml:4: nothing is known here under the name {{native}}", "did you mean {{nativ}}?"},
		{"an unknown identity", "request: {as: admin, url: \"{{origin}}/users", "request: {as: root, url: \"{{origin}}/users", `t.yaml:4: there are no credentials under the name "root"`, "add `credentials: {root:"},
		{"a name of the other recipe", "{{origin}}/users/{{native}}", "{{origin}}/users/{{sid}}", "t.yaml:4: nothing is known here", "this step knows "},
		{"an unknown cookie value", "use: [{url: \"{{origin}}/me\", cookie: {sid: \"{{sid}}\"}", "use: [{url: \"{{origin}}/me\", cookie: {sid: \"{{sjd}}\"}", "t.yaml:13: nothing is known here under the name {{sjd}}", "did you mean {{sid}}?"},
		{"an equals of what is not saved", "equals: {me:", "equals: {you:", "t.yaml:13: nothing is known here under the name {{you}}", ""},
		{"an equals with an unknown name", "equals: {me: \"{{user.id}}\"}", "equals: {me: \"{{user.uid}}\"}", "t.yaml:13: nothing is known here under the name {{user.uid}}", ""},
		{"a slip in the attempt that is lent", "scim: {attempt: session", "scim: {attempt: sesion", `t.yaml:15: the login probe has no attempt "sesion", whose credential is to open SCIM`, "did you mean `attempt: session`?"},
		{"an attempt that is lent and not there", "scim: {attempt: session", "scim: {attempt: badge", `t.yaml:15: the login probe has no attempt "badge"`, "name one of the attempts of probes.login: session"},
		{"an unknown name in what is lent", "scim: {attempt: session, cookie: {sid: \"{{sid}}\"}}", "scim: {attempt: session, bearer: \"{{sjd}}\"}", "t.yaml:15: nothing is known here under the name {{sjd}}", "did you mean {{sid}}?"},
		{"nothing that is lent", "scim: {attempt: session, cookie: {sid: \"{{sid}}\"}}", "scim: {attempt: session}", "t.yaml:15: scim does not say how a request carries the credential", "write `scim: {attempt: session, bearer: "},
		{"two ways to lend", "scim: {attempt: session,", "scim: {attempt: session, bearer: x, basic: {username: a, password: b},", "t.yaml:15: scim has both bearer and basic", ""},
		{"no attempt to lend", "scim: {attempt: session,", "scim: {", "t.yaml:15: attempt is missing here", ""},
		{"an unclosed placeholder in what is lent", "cookie: {sid: \"{{sid}}\"}}", "cookie: {sid: \"{{sid\"}}", "t.yaml:15: a placeholder begins with {{", ""},
		{"an unknown login", "  login: session", "  login: badge", `t.yaml:17: the login probe has no attempt "badge"`, ""},
		{"an unknown name in JSON", "{name: \"{{asset.name}}\"}", "{name: \"{{asset.nam}}\"}", "t.yaml:20: nothing is known here", "did you mean {{asset.name}}?"},
		{"an heir in the wrong place", "/apps/{{asset.id}}/data", "/apps/{{heir.id}}/data", "t.yaml:24: nothing is known here under the name {{heir.id}}", ""},
		{"an unknown name in remove", "method: DELETE, url: \"{{origin}}/apps/{{asset.id}}\"", "method: DELETE, url: \"{{origin}}/apps/{{asset}}\"", "t.yaml:27: nothing", ""},
		{"an unknown name in transferAll", "move/{{user.id}}", "move/{{asset.id}}", "t.yaml:28: nothing", ""},
		{"an unknown name in the directory", "{{c}}/{{p}}", "{{c}}/{{q}}", "t.yaml:33: nothing", ""},
		{"a person's name in a cycle", "{{c}}/run", "{{p}}/run", "t.yaml:34: nothing", ""},
		{"a status without a value", "  value: $.state\n", "", "t.yaml:3: value is missing here", ""},
		{"a path that is none", "value: $.state", "value: state", "t.yaml:5: `state` is neither a JSONPath such as $.id", ""},
		{"a path that is broken", "value: $.state", "value: \"$.[\"", "t.yaml:5: `$.[` is neither a JSONPath", ""},
		{"an outage as gone", "gone: {status: [404]}", "gone: {status: [503]}", "t.yaml:3: 503 cannot count as a refusal", ""},
		{"an outage as denied", "denied: {status: [401]}", "denied: {status: [401, 429]}", "t.yaml:11: 429 cannot count as a refusal", ""},
		{"an outage as refused", "refused: [422]", "refused: [500]", "t.yaml:25: 500 cannot count as a refusal", ""},
		{"no HTTP status", "denied: {status: [401]}", "denied: {status: [41]}", "t.yaml:11: 41 is not an HTTP status", ""},
		{"two bodies", "form: {u:", "body: x, form: {u:", "t.yaml:12: a step has at most one of form, json and body", ""},
		{"two credentials", "{as: admin, method: DELETE", "{as: admin, bearer: x, method: DELETE", "t.yaml:27: a step has at most one of as, bearer and basic", ""},
		{"an unknown method", "method: DELETE, url: \"{{origin}}/apps", "method: DELTE, url: \"{{origin}}/apps", `t.yaml:27: the method "DELTE" is none of`, ""},
		{"an unclosed placeholder", "{{origin}}/me\"", "{{origin/me\"", "t.yaml:13: a placeholder begins with {{", ""},
		{"a cookie without a name", "cookie:sid\"}", "cookie:\"}", "t.yaml:12: save: `cookie:` is neither", ""},
		{"a slip in a credential's name", "name: session", "name: sesion", `t.yaml:11: no feature asks for the credential "sesion"`, "did you mean `name: session`?"},
		{"no use", "      use: [{url: \"{{origin}}/me\", cookie: {sid: \"{{sid}}\"}, save: {me: $.id}, equals: {me: \"{{user.id}}\"}}]\n", "", "t.yaml:11: use is missing here", ""},
		{"an empty use", "use: [{url: \"{{origin}}/me\", cookie: {sid: \"{{sid}}\"}, save: {me: $.id}, equals: {me: \"{{user.id}}\"}}]", "use: []", "t.yaml:11: use has no step", ""},
		{"a create that saves no id", "save: {id: $.id}", "save: {di: $.id}", "t.yaml:20: create does not save the id", "write `save: {id: $.id}`"},
		{"an unknown pagination", "kind: cursor", "kind: pages", `t.yaml:21: the kind "pages" is none of none, cursor, link, page, offset`, ""},
		{"a cursor without its parameter", ", param: c", "", "t.yaml:21: param is missing here", ""},
		{"a cursor in a cookie", "next: $.next", "next: \"cookie:next\"", "t.yaml:21: `cookie:next` is neither", ""},
		{"an owner without a value", ", value: $.owner", "", "t.yaml:22: value is missing here", ""},
		{"a sharing without a value", ", value: $.shared", "", "t.yaml:23: value is missing here", ""},
		{"a slip in the policy", "refuse-while-owning", "refuse-when-owning", `t.yaml:29: unknown deletion policy "refuse-when-owning"`, "did you mean `policy: refuse-while-owning`?"},
		{"a policy like none", "refuse-while-owning", "shrug", "t.yaml:29: unknown deletion policy", "the policies are "},
		{"an unknown name in run", "{{asset.id}}/run", "{{user.id}}/run", "t.yaml:26: nothing", ""},
		{"a switch without on", "  on: [{as: admin, method: PUT, url: \"{{origin}}/on\"}]\n", "", "t.yaml:37: on is missing here", ""},
		{"a person's name in a switch", "{{origin}}/off", "{{origin}}/{{user.id}}", "t.yaml:37: nothing", ""},
		{"a directory without a cycle", "  cycle: [{method: POST, url: \"{{origin}}/c/{{c}}/run\"}]\n", "", "t.yaml:31: cycle is missing here", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spoilt := strings.Replace(sound, tt.old, tt.new, 1)
			if spoilt == sound {
				t.Fatalf("%q does not occur", tt.old)
			}
			err := check(spoilt)
			text := problem.Format(err)
			if problem.ExitCode(err) != 2 || !strings.HasPrefix(text, "error: "+tt.want) || !strings.Contains(text, tt.hint) {
				t.Errorf("got exit %d: %s\nwant %s, %s", problem.ExitCode(err), text, tt.want, tt.hint)
			}
		})
	}
}

func TestNamesAreGivenOnce(t *testing.T) {
	const two = "login:\n  attempts:\n    - {name: session, use: [{url: \"{{origin}}/\"}]}\n    - {name: session, use: [{url: \"{{origin}}/\"}]}\n"
	if err := check(two); err == nil || !strings.Contains(err.Error(), "two attempts") {
		t.Errorf("two sessions: %v", err)
	}
	_, kind, _ := strings.Cut(sound, "  kinds:\n")
	kind, _, _ = strings.Cut(kind, "  transferAll")
	if err := check(strings.Replace(sound, kind, kind+kind, 1)); err == nil || !strings.Contains(err.Error(), "two kinds") {
		t.Errorf("two kinds: %v", err)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte("login: {attempts: [null]}\nstatus: null"))
	f.Add([]byte("ownership: {kinds: [{}], deletion: null, transferAll: {}}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := check(string(text)); err != nil && problem.ExitCode(err) != 2 {
			t.Fatalf("not a usage error: %v", err)
		}
	})
}
