package prove_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/prove"
)

func client(handler http.HandlerFunc) *http.Client {
	return &http.Client{Transport: prove.Direct(handler)}
}

func TestDirectHandsTheRequestOver(t *testing.T) {
	t.Parallel()
	var got *http.Request
	var body []byte
	c := client(func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.Header().Set("Location", "/Users/1")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, "made")
	})
	resp, err := c.Post("http://reference.invalid/Users?a=b%20c", "application/scim+json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(resp.Body)
	if got.RequestURI != "/Users?a=b%20c" || got.Host != "reference.invalid" || string(body) != "{}" {
		t.Errorf("the handler saw %s at %s with %q", got.RequestURI, got.Host, body)
	}
	if resp.StatusCode != http.StatusCreated || resp.Header.Get("Location") != "/Users/1" || string(answer) != "made" {
		t.Errorf("the client saw %d %v %q", resp.StatusCode, resp.Header, answer)
	}
}

func TestDirectGivesAHandlerWithoutABodyAnEmptyOne(t *testing.T) {
	t.Parallel()
	c := client(func(w http.ResponseWriter, r *http.Request) {
		if body, err := io.ReadAll(r.Body); err != nil || len(body) > 0 {
			t.Errorf("the body is %q, %v", body, err)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	resp, err := c.Head("http://reference.invalid/Users")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); len(body) > 0 || resp.StatusCode != http.StatusNoContent {
		t.Errorf("got %d %q", resp.StatusCode, body)
	}
}

func TestDirectDropsTheConnectionOfAHandlerThatAborts(t *testing.T) {
	t.Parallel()
	_, err := client(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }).Get("http://reference.invalid") //nolint:bodyclose // there is none
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

func TestDirectWaitsForTheAnswerBehindAHint(t *testing.T) {
	t.Parallel()
	resp, err := client(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusCreated)
	}).Get("http://reference.invalid")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		t.Errorf("got %d", resp.StatusCode)
	}
}
