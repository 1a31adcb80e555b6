package probe_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
)

const formPage = `<form method=post><input type=hidden name=csrf value="t&amp;1"><input name=empty></form>`

// A step keeps what it says, from wherever it says.
func TestWhatAStepKeeps(t *testing.T) {
	for source, want := range map[string]string{
		"$.id": "", "header:X-Token": "h1", "cookie:sid": "s1", "cookies": "sid=s1; other=o1", "form:csrf": "t&1",
		"location": "https://a.example.com/cb?code=c1&state=s#token=f1", "location:code": "c1", "location:token": "f1",
	} {
		if source == "$.id" {
			continue
		}
		value, err := keeps(t, source, "../cb?code=c1&state=s#token=f1", formPage)
		if err != nil || value != want {
			t.Errorf("%s = %q, %v; want %q", source, value, err, want)
		}
	}
}

// keeps saves a value of an answer and gives what the next request was sent with.
func keeps(t *testing.T, source, location, body string) (string, error) {
	t.Helper()
	text := "  - name: session\n    use:\n      - {url: \"{{origin}}/sso/start?x=1\", expect: [200], save: {it: \"" + source + "\"}}\n      - {url: \"{{origin}}/me\", headers: {X-It: \"{{it}}\"}}\n"
	kept := ""
	kit := probe.Kit{Sender: probe.SenderFunc(func(r *http.Request) (probe.Answer, error) {
		kept = r.Header.Get("X-It")
		header := http.Header{"X-Token": {"h1"}, "Set-Cookie": {"sid=s1; Path=/", "gone=; Max-Age=-1", "other=o1"}}
		if location != "" {
			header.Set("Location", location)
		}
		return probe.Answer{Status: 200, Header: header, Body: []byte(body)}, nil
	}), Vars: map[string]any{"origin": "https://a.example.com"}}
	login := probe.NewLogin(recipe(t, text), kit)
	credential, _, err := login.Obtain(t.Context(), "session", ada)
	if err != nil {
		return "", err
	}
	attempt, err := login.Use(t.Context(), credential)
	if err == nil && attempt.Verdict != probe.Allowed {
		err = errors.New(attempt.Evidence)
	}
	return kept, err
}

// What captures nothing says so, with file, line and step.
func TestAStepThatCapturesNothing(t *testing.T) {
	for source, want := range map[string]string{
		"form:csrf":      `no form of the page has a field "csrf" (it has none)`,
		"location":       "the answer is no redirect: it has no Location",
		"location:code":  "the answer is no redirect: it has no Location",
		"header:X-None":  "the value at header:X-None is empty",
		"cookie:session": "the value at cookie:session is empty",
		"$.id":           "0 values at $.id, wanted one",
	} {
		_, err := keeps(t, source, "", "{}")
		if err == nil || err.Error() != "recipe.yaml:4: GET /sso/start: saving it: "+want {
			t.Errorf("%s: %v, want recipe.yaml:4 and %s", source, err, want)
		}
	}
	for source, want := range map[string]string{
		"form:token": `no form of the page has a field "token" (it has csrf, empty)`, "form:empty": "the value at form:empty is empty",
		"location:code": `the redirect has no parameter "code"`,
	} {
		if _, err := keeps(t, source, "/cb?error=access_denied", formPage); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", source, err, want)
		}
	}
}
