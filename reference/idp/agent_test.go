package idp_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference/idp"
	"github.com/scimproof/scimproof/reference/store"
)

// talk runs f with an agent whose tenant gives one answer, and answers the request that the tenant got.
func talk(t *testing.T, status int, answer string, f func(*idp.Agent) error) (r *http.Request, body string, err error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, got *http.Request) {
		content, _ := io.ReadAll(got.Body)
		r, body = got, string(content)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	defer server.Close()
	err = f(&idp.Agent{Client: server.Client(), Base: server.URL + "/scim/v2/", Token: "t"})
	return r, body, err
}

var ada = store.Person{
	ID: "7", UserName: `ada "the countess"`, GivenName: "Ada", FamilyName: "Lovelace", Email: "ada@example.com", Password: "secret",
}

func TestTheAgentSpeaksSCIM(t *testing.T) {
	cases := map[string]struct {
		answer       string
		call         func(context.Context, *idp.Agent) error
		method, uri  string
		want, hidden string // in the body
	}{
		"find": {
			`{"Resources":[{"id":"1"}]}`,
			func(ctx context.Context, a *idp.Agent) error {
				id, err := a.Find(ctx, ada.UserName)
				if id != "1" {
					t.Errorf("found %q", id)
				}
				return err
			},
			"GET", `/scim/v2/Users?filter=userName%20eq%20%22ada%20%5C%22the%20countess%5C%22%22`, "", "",
		},
		"create": {
			`{"id":"1"}`,
			func(ctx context.Context, a *idp.Agent) error { _, _, err := a.Create(ctx, ada); return err },
			"POST", "/scim/v2/Users", `"password":"secret"`, "",
		},
		"update": {
			``,
			func(ctx context.Context, a *idp.Agent) error { _, err := a.Update(ctx, "a/b", ada); return err },
			"PATCH", "/scim/v2/Users/a%2Fb", `"active":true`, "secret",
		},
		"disable": {
			`{}`,
			func(ctx context.Context, a *idp.Agent) error { _, err := a.Disable(ctx, "1"); return err },
			"PATCH", "/scim/v2/Users/1", `"path":"active"`, "secret",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r, body, err := talk(t, 200, c.answer, func(a *idp.Agent) error { return c.call(t.Context(), a) })
			if err != nil {
				t.Fatal(err)
			}
			if r.Method != c.method || r.RequestURI != c.uri || r.Header.Get("Authorization") != "Bearer t" {
				t.Errorf("got %s %s %v", r.Method, r.RequestURI, r.Header)
			}
			if !strings.Contains(body, c.want) || c.hidden != "" && strings.Contains(body, c.hidden) {
				t.Errorf("got the body %s", body)
			}
		})
	}
}

func TestTheAgentDistrustsWhatItIsTold(t *testing.T) {
	cases := map[string]struct {
		status int
		answer string
		call   func(context.Context, *idp.Agent) error
	}{
		"a refusal":         {403, `{}`, func(ctx context.Context, a *idp.Agent) error { _, err := a.Disable(ctx, "1"); return err }},
		"a page":            {200, `<html>`, func(ctx context.Context, a *idp.Agent) error { _, err := a.Find(ctx, "ada"); return err }},
		"two of one name":   {200, `{"Resources":[{"id":"1"},{"id":"2"}]}`, func(ctx context.Context, a *idp.Agent) error { _, err := a.Find(ctx, "ada"); return err }},
		"no id":             {201, `{}`, func(ctx context.Context, a *idp.Agent) error { _, _, err := a.Create(ctx, ada); return err }},
		"a list, no object": {201, `[]`, func(ctx context.Context, a *idp.Agent) error { _, _, err := a.Create(ctx, ada); return err }},
	}
	for name, c := range cases {
		_, _, err := talk(t, c.status, c.answer, func(a *idp.Agent) error { return c.call(t.Context(), a) })
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v", name, err)
		}
		answered, ok := errors.AsType[*idp.StatusError](err)
		if refused := c.status == 403; ok != refused || refused && answered.Status != 403 {
			t.Errorf("%s: got the status of %v", name, err)
		}
	}
}

func TestATenantThatIsNotThere(t *testing.T) {
	a := &idp.Agent{Client: &http.Client{}, Base: "http://127.0.0.1:1", Token: "t"}
	if status, err := a.Disable(t.Context(), "1"); err == nil || status != 0 {
		t.Errorf("got %d and %v", status, err)
	}
}
