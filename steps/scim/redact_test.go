package scim

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRedactorRemovesSecretsInEachForm(t *testing.T) {
	t.Parallel()
	const token, password = "tök/en+with=signs", `quo"ted\pass`
	run := NewRedactor(nil, token)
	r := NewRedactor(run, password)
	for _, text := range []string{
		"Bearer " + token,
		"https://example.com/?t=t%C3%B6k%2Fen%2Bwith%3Dsigns",
		`{"hidden":"quo\"ted\\pass"}`,
		"plain " + password + " here",
	} {
		if got := r.Text(text); !strings.Contains(got, Redacted) {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestRedactorRemovesWhatANameGivesAway(t *testing.T) {
	t.Parallel()
	var r Redactor
	cases := map[string]string{
		`{"password":"x1","userName":"ada"}`:               `{"password":"[redacted]","userName":"ada"}`,
		`{"access_token" : "a\"b", "token_type":"Bearer"}`: `{"access_token" : "[redacted]", "token_type":"Bearer"}`,
		`grant_type=refresh_token&refresh_token=abc`:       `grant_type=refresh_token&refresh_token=[redacted]`,
		`https://h/cb?code=abc&state=1`:                    `https://h/cb?code=[redacted]&state=1`,
		`grant_type=x&subject_token=abc`:                   `grant_type=x&subject_token=[redacted]`,
		`{"postalCode":"1234"}`:                            `{"postalCode":"1234"}`,
		`https://h/cb?token=abc&x=1#f`:                     `https://h/cb?token=[redacted]&x=1#f`,
	}
	for text, want := range cases {
		if got := r.Text(text); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	}
}

func TestRedactorKeepsHeadersReadable(t *testing.T) {
	t.Parallel()
	r := NewRedactor(nil)
	got := r.Header(http.Header{
		"Authorization": {"Bearer abcdef"}, "Set-Cookie": {"session=abc"}, "Etag": {`W/"1"`},
	})
	want := map[string]string{"Authorization": "Bearer [redacted]", "Set-Cookie": "[redacted]", "Etag": `W/"1"`}
	for name, value := range want {
		if got[name][0] != value {
			t.Errorf("%s: got %q, want %q", name, got[name][0], value)
		}
	}
}

func TestRedactorKnowsASecretByItsNameInATextThatWasCut(t *testing.T) {
	t.Parallel()
	if got := NewRedactor(nil).Text(`{"password":"Pw1!abc…`); strings.Contains(got, "Pw1!") {
		t.Errorf("got %s", got)
	}
}

func TestRedactorLeavesShortWordsAlone(t *testing.T) {
	t.Parallel()
	if got := NewRedactor(nil, "a").Text("banana"); got != "banana" {
		t.Errorf("got %q", got)
	}
}

func FuzzRedactor(f *testing.F) {
	f.Add("s3cret-token", `{"password":"s3cret-token"}`)
	f.Add(`a"b\c d`, "x=a%22b%5Cc+d")
	f.Fuzz(func(t *testing.T, secret, around string) {
		if len(secret) < shortest || strings.Contains(Redacted, secret) {
			t.Skip()
		}
		got := NewRedactor(nil, secret).Text(around + secret + around)
		if strings.Contains(strings.ReplaceAll(got, Redacted, ""), secret) && !strings.Contains(around, secret[:1]) {
			t.Errorf("%q is still in %q", secret, got)
		}
	})
}

func TestRecorderForgetsWhatTurnsOutToBeASecret(t *testing.T) {
	t.Parallel()
	const key = "k3y-of-nobody-knew-what"
	rec := NewRecorder(nil)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://a.example.com/keys", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer := &Response{Status: 201, Header: http.Header{"X-Key": {key}}, Body: []byte(`{"key":"` + key + `"}`)}
	rec.record(req, []byte("again "+key), answer, nil, time.Now())
	before := rec.Exchanges()[0]
	if before.ResponseBody != string(answer.Body) {
		t.Fatalf("%+v: the key is no secret yet", before)
	}
	rec.Add(key)
	got := rec.Exchanges()[0]
	for _, text := range []string{got.RequestBody, got.ResponseBody, got.ResponseHeader["X-Key"][0]} {
		if !strings.Contains(text, Redacted) || strings.Contains(text, key) {
			t.Errorf("the report shows %s", text)
		}
	}
}

func TestRecorderNotesWhatIsNoRequest(t *testing.T) {
	t.Parallel()
	rec := NewRecorder(NewRedactor(nil, "countess-of-lovelace"))
	rec.Step("Ada is refused")
	rec.Note("BIND", "ldap://directory.example.com", "the bind of countess-of-lovelace gave result 49", time.Now())
	got := rec.Exchanges()[0]
	if rec.Count() != 1 || got.Method != "BIND" || got.Step != "Ada is refused" || got.ResponseBody != "the bind of [redacted] gave result 49" {
		t.Errorf("%d: %+v", rec.Count(), got)
	}
	counter := NewCounter(nil)
	if counter.Note("RUN", "x", "y", time.Now()); counter.Count() != 1 || len(counter.Exchanges()) != 0 {
		t.Errorf("a counter kept %d of %d", len(counter.Exchanges()), counter.Count())
	}
}
