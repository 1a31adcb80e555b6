package target_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/target"
	"github.com/scimproof/scimproof/steps/template"
)

// env looks names up in a map.
func env(pairs ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1], true
			}
		}
		return "", false
	}
}

const staging = `# the staging tenant
name: staging
profile: reference
scim:
  url: "https://${TENANT}/acme/scim/v2/"
  auth: {bearer: "${SCIM_TOKEN}", headers: {X-Tenant: "42", X-Api-Key: "0123456789"}}
tls: {ca: certs/ca.pem}
allow_writes: true
limits: {concurrency: 4, rate: 10/s, timeout: 30s}
person:
  userName: "{{alias}}.{{run}}@example.com"
  title: null
capabilities: {bulk: absent, sort: present, "attribute:User.title": absent}
probes: {ownership: {deletion: {policy: orphan}}}
waivers:
  - {requirement: RFC7644-3.4.2.4-03, reason: "ACME-123", until: 2027-03-01}
`

func parse(t *testing.T, text string) *target.Target {
	t.Helper()
	got, err := target.Parse("conf/staging.yaml", []byte(text), "", env("TENANT", "tenant.example.com", "SCIM_TOKEN", "sc1m", "SCIMPROOF_ADMIN_TOKEN", "adm1n-token"))
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	return got
}

func TestParse(t *testing.T) {
	got := parse(t, staging)
	yes := true
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"name", got.Name, "staging"},
		{"profile", got.Profile, "reference"},
		{"source", got.Source, "conf/staging.yaml"},
		{"url", got.SCIM.URL, "https://tenant.example.com/acme/scim/v2"},
		{"auth", got.SCIM.Auth, target.Auth{Bearer: "sc1m", Headers: map[string]string{"X-Tenant": "42", "X-Api-Key": "0123456789"}}},
		{"ca", got.TLS.CA, filepath.Join("conf", "certs", "ca.pem")},
		{"allow_writes", got.AllowWrites, &yes},
		{"limits", got.Limits, target.Limits{Concurrency: 4, Rate: 10, Timeout: 30 * time.Second, Settle: 5 * time.Second, Drill: 5 * time.Second}},
		{"capabilities", got.Capabilities, map[string]bool{"bulk": false, "sort": true, "attribute:User.title": false, "entra": true}},
		{"waivers", got.Waivers, []target.Waiver{{Requirement: "RFC7644-3.4.2.4-03", Reason: "ACME-123", Until: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}}},
		{"the profile's credentials", got.Credentials["admin"].Bearer, "adm1n-token"},
		{"the file's policy", got.Probes.Ownership.Deletion.Policy, probe.Orphan},
		{"the profile's kinds", len(got.Probes.Ownership.Kinds), 5},
		{"origin", got.Origin(), "https://tenant.example.com/acme"},
	} {
		if !cmp.Equal(c.got, c.want) {
			t.Errorf("%s is %v, want %v", c.what, c.got, c.want)
		}
	}
}

func TestParseOfLittle(t *testing.T) {
	got := parse(t, `scim: {url: "http://localhost:8080/scim/v2"}`)
	want := target.Limits{Concurrency: 8, Timeout: 20 * time.Second, Settle: 10 * time.Second, Drill: 5 * time.Minute}
	if got.Name != "staging" || got.Limits != want || got.AllowWrites != nil || got.Probes != (target.Probes{}) {
		t.Errorf("got %+v", got)
	}
	if attributes, err := got.Attributes(nil); attributes != nil || err != nil {
		t.Errorf("Attributes = %v, %v; want none", attributes, err)
	}
}

func TestParseOfDialects(t *testing.T) {
	got := parse(t, "scim: {url: \"http://localhost:8080/scim/v2\"}\ndialects: [rfc, all]\n"+
		"waivers: [{requirement: LIFECYCLE-LOGIN-01, dialect: rfc, reason: R}]\n")
	if !cmp.Equal(got.Dialects, []string{"rfc", "all"}) || got.Waivers[0].Dialect != "rfc" {
		t.Errorf("got %q and the waiver %+v", got.Dialects, got.Waivers[0])
	}
}

func TestAttributes(t *testing.T) {
	got, err := parse(t, staging).Attributes(template.Vars{"alias": "ada.lovelace", "run": "r1"})
	want := map[string]any{"userName": "ada.lovelace.r1@example.com", "title": nil}
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestSecrets(t *testing.T) {
	text := `scim:
  url: "https://${TENANT}/scim/v2"
  auth: {basic: {username: ada, password: pa55}, headers: {X-Tenant: "42", X-Api-Key: "0123456789"}}
credentials:
  admin: {bearer: adm1n}
probes:
  login:
    attempts:
      - name: access token
        obtain: [{method: POST, url: "{{origin}}/t", form: {client_secret: "${SCIM_TOKEN}"}, save: {t: $.t}}]
        use: [{url: "{{origin}}/me", bearer: "{{t}}"}]
`
	got := parse(t, text)
	want := []string{"YWRhOnBhNTU=", "0123456789", "adm1n", "pa55", "sc1m"}
	if !slices.Equal(got.Secrets(), want) {
		t.Errorf("Secrets = %q, want %q", got.Secrets(), want)
	}
	got.SetBearer("other")
	if !slices.Contains(got.Secrets(), "other") || got.SCIM.Auth.Basic != nil {
		t.Errorf("after SetBearer: %q, %+v", got.Secrets(), got.SCIM.Auth)
	}
}

func TestATokenTakesThePlaceOfTheFilesOwn(t *testing.T) {
	text := "scim: {url: https://tenant.example.com/scim/v2, auth: {bearer: \"${UNSET}\"}}"
	got, err := target.Parse("t.yaml", []byte(text), "from-a-flag", env())
	if err != nil || got.SCIM.Auth.Bearer != "from-a-flag" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestComplaints(t *testing.T) {
	const url = "scim: {url: \"https://tenant.example.com/scim/v2\"}\n"
	const login = url + "probes:\n  login:\n    attempts:\n"
	tests := []struct{ name, text, want, hint string }{
		{"an unknown key", url + "allow_write: true\n", `t.yaml:2: unknown key "allow_write"`, "did you mean `allow_writes: true`?"},
		{"an unknown key within", "scim:\n  ulr: https://a.example.com\n  url: https://a.example.com\n", `t.yaml:2: unknown key "ulr"`, "did you mean `url: https://a.example.com`?"},
		{"a missing variable", "scim:\n  url: https://a.example.com/scim\n  auth: {bearer: \"${NO_SUCH}\"}", "t.yaml:3: the variable ${NO_SUCH} is not set", "export NO_SUCH=..."},
		{"a missing variable of the profile", url + "profile: reference\n", "the profile reference.yaml:8: the variable ${SCIMPROOF_ADMIN_TOKEN} is not set", "export SCIMPROOF_ADMIN_TOKEN=..."},
		{"an unknown profile", url + "profile: refrence\n", `t.yaml:2: there is no profile "refrence"`, "did you mean `profile: reference`?"},
		{"a profile like none", url + "profile: zzz\n", `t.yaml:2: there is no profile "zzz"`, "the profiles are "},
		{"no scim", "name: a\n", "t.yaml:1: the file does not say where the target is: scim.url is missing", "add `scim: {url: "},
		{"no url", "name: a\nscim:\n  auth: {bearer: t}\n", "t.yaml:3: the file does not say where the target is", "add `scim: {url: "},
		{"an empty file", "", "t.yaml:1: the file does not say where the target is", "add `scim: {url: "},
		{"a relative url", "scim:\n  url: tenant.example.com/scim/v2\n", "t.yaml:2: the SCIM URL has to begin with https:// (or http://) and a host", "it looks like https://"},
		{"another scheme", "scim: {url: ftp://a.example.com}", "t.yaml:1: the SCIM URL has to begin with", ""},
		{"a broken url", "scim: {url: \"https://a b/%zz\"}", "t.yaml:1: the SCIM URL is not a URL", ""},
		{"a password in the url", "scim: {url: \"https://ada:s3cret@a.example.com/scim\"}", "t.yaml:1: the SCIM URL holds a user name or password", "put them into the target's file"},
		{"a query in the url", "scim: {url: \"https://a.example.com/scim?flag\"}", "t.yaml:1: the SCIM URL has a query or a fragment", "leave it at https://a.example.com/scim"},
		{"two authentications", "scim: {url: https://a.example.com, auth: {bearer: a, basic: {username: b, password: c}}}", "t.yaml:1: auth has both bearer and basic", ""},
		{"a bad duration", url + "limits:\n  timeout: 20\n", "t.yaml:3: want a duration with its unit here", "did you mean `timeout: 20s`?"},
		{"a timeout of zero", url + "limits:\n  timeout: 0s\n", "t.yaml:3: a timeout of zero lets no request through", ""},
		{"nobody at a time", url + "limits:\n  concurrency: 0\n", "t.yaml:3: concurrency has to be 1 or more", ""},
		{"a bare rate", url + "limits:\n  rate: 10\n", "t.yaml:3: want a rate such as 10/s or 600/m here", "did you mean `rate: 10/s`?"},
		{"a rate of nothing", url + "limits: {rate: 0/s}\n", "t.yaml:2: want a rate", ""},
		{"a rate a fortnight", url + "limits: {rate: 5/fortnight}\n", "t.yaml:2: want a rate", ""},
		{"an unknown capability", url + "capabilities: {blk: absent}\n", `t.yaml:2: unknown capability "blk"`, `did you mean "bulk"?`},
		{"a capability that may be", url + "capabilities: {bulk: maybe}\n", "t.yaml:2: a capability is present or absent", "write `bulk: absent`"},
		{"a person without a name", url + "person: {userName: \"{{alas}}\"}\n", "t.yaml:2: nothing is known here under the name {{alas}}", "a person knows alias, run, givenName, fullName"},
		{"a person that is none", url + "person: ada\n", "t.yaml:2: want the attributes of a person here", ""},
		{"a waiver without a reason", url + "waivers: [{requirement: RFC7644-3.3-01}]\n", "t.yaml:2: the waiver of RFC7644-3.3-01 gives no reason", "add `reason: "},
		{"a dialect that there is not", url + "dialects: [rfc, rcf]\n", `t.yaml:2: there is no dialect "rcf"`, `did you mean "rfc"?`},
		{"a waiver of nothing", url + "waivers: [{reason: x}]\n", "t.yaml:2: the waiver names no requirement", ""},
		{"a waiver until some day", url + "waivers: [{requirement: a, reason: x, until: soon}]\n", "t.yaml:2: want a day such as 2027-03-01 here", ""},
		{"a recipe without a url", login + "      - name: session\n        use: [{method: GET}]\n", "t.yaml:6: the step has no url", ""},
		{"an unknown name in a recipe", login + "      - name: session\n        use: [{url: \"{{orign}}/me\"}]\n", "t.yaml:6: nothing is known here under the name {{orign}}", "did you mean {{origin}}?"},
		{"an unclosed placeholder in JSON", login + "      - name: session\n        use: [{url: \"{{origin}}/me\", json: {a: \"{{b\"}}]\n", "t.yaml:6: a placeholder begins with {{", ""},
		{"an unclosed placeholder in a person", url + "person: {userName: \"{{alias\"}\n", "t.yaml:2: a placeholder begins with {{", ""},
		{"an unknown identity", login + "      - name: session\n        use: [{as: admn, url: \"{{origin}}/me\"}]\ncredentials: {admin: {bearer: t0ken}}\n", `t.yaml:6: there are no credentials under the name "admn"`, "did you mean `as: admin`?"},
		{"credentials of nothing", url + "credentials: {admin: {}}\n", "t.yaml:2: the credentials are empty", ""},
		{"another tenant of nobody", url + "otherTenant:\n  scim: {url: https://b.example.com/scim}\n", "t.yaml:3: the other tenant has no credentials", "write `otherTenant: "},
		{"another tenant without its variable", url + "otherTenant:\n  scim: {auth: {bearer: \"${UNSET}\"}}\n", "t.yaml:3: the variable ${UNSET} is not set", "export UNSET=..."},
		{"a control listener elsewhere", url + "control: {url: \"http://tenant.example.com:8081\", token: t0ken}\n", "t.yaml:2: tenant.example.com is not this machine", "`scimproof serve --control"},
		{"a control listener without a url", url + "control: {token: t0ken}\n", "t.yaml:2: want the URL of a control listener", ""},
		{"a control listener without a token", url + "control: {url: \"http://localhost:1\"}\n", "t.yaml:2: the control listener wants a token", "write `control: {url: \"http://localhost:1\""},
		{"a local account without an id", url + "probes:\n  local:\n    create: [{method: POST, url: \"{{origin}}/u\"}]\n    read: {url: \"{{origin}}/u/{{user.id}}\"}\n    userName: $.n\n    email: $.e\n    remove: []\n", "t.yaml:4: create does not save the id of the account", "write `save: {id: $.id}`"},
		{"not YAML", "scim: [", "t.yaml:2: not valid YAML", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := target.Parse("t.yaml", []byte(tt.text), "", env())
			wantUsage(t, err, tt.want, tt.hint)
		})
	}
}

// wantUsage checks the first line and the beginning of a hint, and that no secret
// of the tests shows.
func wantUsage(t *testing.T, err error, want, hint string) {
	t.Helper()
	text := problem.Format(err)
	if problem.ExitCode(err) != 2 || !strings.HasPrefix(text, "error: "+want) {
		t.Errorf("got exit %d, %s\nwant exit 2, error: %s", problem.ExitCode(err), text, want)
	}
	if hint != "" && !strings.Contains(text, "\nhint: "+hint) {
		t.Errorf("got %s\nwant hint: %s", text, hint)
	}
	if strings.Contains(text, "s3cret") || strings.Contains(text, "t0ken") {
		t.Errorf("a secret shows: %s", text)
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "t.yaml")
	if err := os.WriteFile(file, []byte("scim: {url: \"http://127.0.0.1:8080/scim/v2\"}\ntls: {ca: ca.pem}"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := target.Load(file, "", env())
	if err != nil || got.Name != "t" || got.TLS.CA != filepath.Join(dir, "ca.pem") {
		t.Errorf("got %+v, %v", got, err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none.yaml"):  "there is no target's file " + filepath.Join(dir, "none.yaml"),
		dir:                              dir + " is a directory",
		"reference":                      "there is no target's file reference",
		"tenant.example.com/scim/v2/abc": "there is no target's file",
	} {
		_, err := target.Load(path, "", env())
		wantUsage(t, err, want, "")
	}
}

func TestFromURL(t *testing.T) {
	got, err := target.FromURL("https://tenant.example.com:8443/scim/v2/", "", env())
	if err != nil || got.Name != "tenant.example.com" || got.SCIM.URL != "https://tenant.example.com:8443/scim/v2" || got.Limits.Concurrency != 8 {
		t.Errorf("got %+v, %v", got, err)
	}
	got, err = target.FromURL("http://localhost:1/scim/v2", "reference", env("SCIMPROOF_ADMIN_TOKEN", "t"))
	if err != nil || got.Profile != "reference" || got.Directory == nil || got.Probes.Status == nil || got.Probes.Login == nil {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = target.FromURL("http://localhost:1/scim/v2", "reference", env())
	wantUsage(t, err, "the profile reference.yaml:8: the variable ${SCIMPROOF_ADMIN_TOKEN} is not set", "")
	_, err = target.FromURL("http://localhost:1/scim/v2", "referenze", env())
	wantUsage(t, err, `there is no profile "referenze"`, "did you mean")
	_, err = target.FromURL("localhost:1/scim/v2", "", env())
	wantUsage(t, err, "the SCIM URL has to begin with", "it looks like")
}

func TestTheControlListener(t *testing.T) {
	text := "scim: {url: \"http://localhost:1/scim/v2\"}\ncontrol: {url: \"http://[::1]:8081\", token: \"${CONTROL}\"}\n"
	got, err := target.Parse("t.yaml", []byte(text), "", env("CONTROL", "c0ntrol"))
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	if want := (target.Control{URL: "http://[::1]:8081", Token: "c0ntrol"}); *got.Control != want || !slices.Equal(got.Secrets(), []string{"c0ntrol"}) {
		t.Errorf("got %+v, secrets %q", got.Control, got.Secrets())
	}
}

func TestTheOtherTenant(t *testing.T) {
	text := staging + "otherTenant: {scim: {auth: {bearer: \"${OTHER}\"}}}\n"
	got, err := target.Parse("t.yaml", []byte(text), "", env("TENANT", "tenant.example.com", "SCIM_TOKEN", "sc1m", "SCIMPROOF_ADMIN_TOKEN", "adm1n-token", "OTHER", "0ther"))
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	other, ok := got.Other()
	if !ok || other.URL != got.SCIM.URL || other.Auth.Bearer != "0ther" || !slices.Contains(got.Secrets(), "0ther") {
		t.Errorf("got %+v, %v, secrets %q", other, ok, got.Secrets())
	}
	for variable, want := range map[string]bool{"SCIMPROOF_OTHER_TOKEN": true, "ANOTHER": false} {
		got, err := target.FromURL("http://localhost:1/scim/v2", "reference", env("SCIMPROOF_ADMIN_TOKEN", "t", variable, "0ther"))
		if err != nil {
			t.Fatal(problem.Format(err))
		}
		if _, ok := got.Other(); ok != want {
			t.Errorf("with %s: there is another tenant: %v, want %v", variable, ok, want)
		}
	}
}

func TestWritesToTheOtherTenantAreAllowedToo(t *testing.T) {
	local := &target.Target{SCIM: target.SCIM{URL: "http://127.0.0.1/scim"}}
	if err := local.CheckWrites(); err != nil {
		t.Errorf("got %v", err)
	}
	local.OtherTenant = &target.SCIM{URL: "https://b.example.com/scim"}
	wantUsage(t, local.CheckWrites(), "writing to b.example.com is not allowed", "give --allow-writes")
}

func TestOrigin(t *testing.T) {
	for url, want := range map[string]string{
		"https://a.example.com/scim/v2":             "https://a.example.com",
		"https://a.example.com:8443/t/1/scim/v2":    "https://a.example.com:8443/t/1",
		"https://a.example.com/scim":                "https://a.example.com",
		"https://a.example.com/api/v2":              "https://a.example.com",
		"https://a.example.com/x%2Fy/scim/v2/scim/": "https://a.example.com/x%2Fy",
	} {
		got, err := target.FromURL(url, "", env())
		if err != nil || got.Origin() != want || got.Vars()["origin"] != want {
			t.Errorf("the origin of %s is %q, want %q", url, got.Origin(), want)
		}
	}
}

func TestWrites(t *testing.T) {
	yes, no := true, false
	tests := []struct {
		url   string
		allow *bool
		want  bool
	}{
		{"http://localhost:8080/scim/v2", nil, true},
		{"http://127.0.0.1/scim/v2", nil, true},
		{"http://127.9.9.9/scim/v2", nil, true},
		{"http://[::1]:8080/scim/v2", nil, true},
		{"http://[::ffff:127.0.0.1]/scim/v2", nil, true},
		{"http://tenant.localhost/scim/v2", nil, true},
		{"http://LOCALHOST./scim/v2", nil, true},
		{"https://tenant.example.com/scim/v2", nil, false},
		{"https://localhost.example.com/scim/v2", nil, false},
		{"http://10.0.0.1/scim/v2", nil, false},
		{"https://tenant.example.com/scim/v2", &yes, true},
		{"http://localhost:8080/scim/v2", &no, false},
	}
	for _, tt := range tests {
		got, err := target.FromURL(tt.url, "", env())
		if err != nil {
			t.Fatal(err)
		}
		got.AllowWrites = tt.allow
		err = got.CheckWrites()
		if (err == nil) != tt.want {
			t.Errorf("%s with allow_writes %v: %v", tt.url, tt.allow, err)
		}
		if err != nil && (problem.ExitCode(err) != 2 || !strings.Contains(problem.Format(err), "--allow-writes")) {
			t.Errorf("%s: no usage error with a hint: %s", tt.url, problem.Format(err))
		}
	}
}

func TestWaiverExpires(t *testing.T) {
	last := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	w := target.Waiver{Until: last}
	if w.Expired(last.Add(23*time.Hour)) || !w.Expired(last.Add(24*time.Hour)) || (target.Waiver{}).Expired(last) {
		t.Error("a waiver holds to the end of its last day, and for good without one")
	}
}

func TestParseRate(t *testing.T) {
	for text, want := range map[string]float64{"10/s": 10, "600/m": 10, "0.5/s": 0.5, "3 / min": 0.05} {
		if got, err := target.ParseRate(text); err != nil || got != want {
			t.Errorf("ParseRate(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "10", "/s", "-1/s", "0/s", "NaN/s", "Inf/s", "1e9/s", "10/h"} {
		if got, err := target.ParseRate(text); err == nil {
			t.Errorf("ParseRate(%q) = %v, want an error", text, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(staging))
	f.Add([]byte("scim: {url: https://a.example.com}\nprobes: {status: null, login: {attempts: null}}"))
	f.Add([]byte("scim: {url: https://a.example.com}\ndirectory: {connect: [], add: [], remove: [], cycle: [], disconnect: []}"))
	f.Add([]byte("scim: {url: \"${A}\"}\nprofile: reference\nprobes: {ownership: {kinds: []}}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := target.Parse("t.yaml", text, "", func(string) (string, bool) { return "value", true })
		if err != nil {
			if problem.ExitCode(err) != 2 {
				t.Fatalf("not a usage error: %v", err)
			}
			return
		}
		got.Secrets()
		_ = got.CheckWrites()
		_, _ = got.Attributes(template.Vars{"alias": "a", "run": "r", "givenName": "g", "fullName": "f"})
	})
}
