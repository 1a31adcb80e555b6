package scim

import (
	"net/http"
	"strings"
	"testing"
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
