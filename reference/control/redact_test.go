package control

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// What is no secret stays as it was sent, byte by byte.
func TestWithoutSecretsKeepsTheRest(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		`{"a" : 1, "a":2 }`:                                                               `{"a" : 1, "a":2 }`,
		`{"password" :  "x"  , "userName":"ada"}`:                                         `{"password" :  "[redacted]"  , "userName":"ada"}`,
		`{"password":null,"PASSWORD":"","Password":7}`:                                    `{"password":null,"PASSWORD":"","Password":"[redacted]"}`,
		`{"Operations":[{"path":"title","value":"password"}]}`:                            `{"Operations":[{"path":"title","value":"password"}]}`,
		`{"Operations":[{"value" : {"a":[1]},"path":"password","op":"add"},{"value":1}]}`: `{"Operations":[{"value" : "[redacted]","path":"password","op":"add"},{"value":1}]}`,
		`{"attributes":["password"],"filter":"title eq \"x\""}`:                           `{"attributes":["password"],"filter":"title eq \"x\""}`,
		"":                    "",
		"not JSON":            "not JSON",
		`{"a":1}{"b":`:        `{"a":1}{"b":`,
		`{"a":1,"token":"abc`: `{"a":1,"token""[redacted]"`,
		"\xff\xfe":            "\xff\xfe",
	} {
		if got := string(withoutSecrets([]byte(sent))); got != want {
			t.Errorf("%s became %s, want %s", sent, got, want)
		}
	}
}

func FuzzWithoutSecrets(f *testing.F) {
	for _, seed := range []string{`{"password":"x"}`, `[{"path":"password","value":[{}]}]`, `{"a`, `{"password":{"password":1}}`, "[[[["} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		once := withoutSecrets(bytes.Clone(body))
		if twice := withoutSecrets(bytes.Clone(once)); strings.Count(string(twice), Withheld) < strings.Count(string(once), Withheld) {
			t.Errorf("%q became %q, and that %q", body, once, twice)
		}
		c := newCleaner([]string{"a-token-of-ours"})
		_, _ = c.secretsOf(http.Header{"Authorization": {"Bearer " + string(body)}}).body(body, int64(len(body))+1)
	})
}
