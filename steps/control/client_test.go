package control_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/steps/control"
)

func TestAListenerIsOnThisMachine(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://127.0.0.1:8081":           "",
		"http://localhost:8081/":          "",
		"http://[::1]:8081":               "",
		"http://[::ffff:127.0.0.1]:80":    "",
		"http://tenant.example.com":       "tenant.example.com is not this machine",
		"http://localhost.example.com":    "localhost.example.com is not this machine",
		"http://10.0.0.1:8081":            "10.0.0.1 is not this machine",
		"https://127.0.0.1:8081":          "want the URL",
		"127.0.0.1:8081":                  "want the URL",
		"http://ada:s3cret@localhost":     "want the URL",
		"http://localhost/?token=s3cret":  "want the URL",
		"":                                "want the URL",
		"http://user@example.com:s3cret/": "want the URL",
	} {
		_, err := control.New(address, "token")
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret")) {
			t.Errorf("%s: got %v, want %q", address, err, want)
		}
	}
	if _, err := control.New("http://localhost:1", ""); err == nil {
		t.Error("no token is no error")
	}
}

// A listener that is none, or that answers oddly, is an error and never silence.
func TestOddListeners(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"HTML": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://elsewhere.invalid", http.StatusFound)
		},
		"a refusal": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusConflict)
			_, _ = w.Write([]byte(`{"detail":"too many rules"}`))
		},
	} {
		server := httptest.NewServer(answer)
		defer server.Close()
		client, err := control.New(server.URL, "token")
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Arrange(t.Context(), control.Rule{})
		refused, ok := errors.AsType[*control.RefusedError](err)
		if err == nil || ok != (name != "HTML") || name == "a refusal" && refused.Detail != "too many rules" {
			t.Errorf("%s: got %v", name, err)
		}
		if _, next, err := client.Exchanges(t.Context(), 7, 0); err == nil || next != 7 {
			t.Errorf("%s: next is %d, %v", name, next, err)
		}
		if _, err := client.Follow(t.Context()); err == nil {
			t.Errorf("%s is followed", name)
		}
	}
}

func TestAnEndedContextEndsAWait(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	}))
	defer server.Close()
	client, err := control.New(server.URL, "token")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := client.Read(ctx, 0, 30*time.Second); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
