package probe_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

const nativeRecipe = "\nrequest: {as: admin, url: \"{{origin}}/users?mail={{user.email|query}}\"}\nvalue: $.data[*].id\n"

func nativeFrom(t *testing.T, text string) probe.NativeRecipe {
	t.Helper()
	n, err := yamlfile.Parse("recipe.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var out probe.NativeRecipe
	if err := n.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// answering gives a kit whose target answers everything in that way.
func answering(status int, body string) probe.Kit {
	return probe.Kit{
		Vars: template.Vars{"origin": "https://a.example.com"}, Identities: map[string]probe.Identity{"admin": {Bearer: "adm1n"}},
		Created: probe.NewCreated(),
		Sender: probe.SenderFunc(func(*http.Request) (probe.Answer, error) {
			return probe.Answer{Status: status, Body: []byte(body)}, nil
		}),
	}
}

func TestNative(t *testing.T) {
	recipe := nativeFrom(t, nativeRecipe)
	tests := []struct {
		name, body, want string
		status           int
		notFound         bool
	}{
		{"found", `{"data":[{"id":"u-7"}]}`, "u-7", 200, false},
		{"a number", `{"data":[{"id":12345678901234567}]}`, "12345678901234567", 200, false},
		{"nobody", `{"data":[]}`, "error: recipe.yaml:2: GET /users: the person is not found: nothing at $.data[*].id", 200, true},
		{"an empty id", `{"data":[{"id":""}]}`, "error: recipe.yaml:2: GET /users: the person is not found: the value at $.data[*].id is empty", 200, true},
		{"not there", ``, "error: recipe.yaml:2: GET /users: the person is not found (answered with 404)", 404, true},
		{"two people", `{"data":[{"id":"1"},{"id":"2"}]}`, "error: recipe.yaml:2: GET /users: 2 values at $.data[*].id, wanted one", 200, false},
		{"no JSON", `<html>`, "error: recipe.yaml:2: GET /users: the body is not JSON", 200, false},
		{"not allowed", ``, "error: recipe.yaml:2: GET /users: answered with 403, wanted 2xx", 403, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := recipe.Of(t.Context(), answering(tt.status, tt.body), ada)
			text, wantErr := strings.CutPrefix(tt.want, "error: ")
			if !wantErr && (err != nil || got != tt.want) || wantErr && (err == nil || !strings.Contains(err.Error(), text)) {
				t.Errorf("got %q, %v; want %s", got, err, tt.want)
			}
			if probe.NotFound(err) != tt.notFound {
				t.Errorf("not found is %t of %v", probe.NotFound(err), err)
			}
		})
	}
}

// TestNativeIsOfOnePerson has a target ignore the filter: whatever is done to the one who is
// found would be done to somebody else.
func TestNativeIsOfOnePerson(t *testing.T) {
	recipe := nativeFrom(t, nativeRecipe)
	kit := answering(200, `{"data":[{"id":"root"}]}`)
	if err := recipe.SelfCheck(t.Context(), kit, nobody); err == nil || !strings.Contains(err.Error(), "finds root for a person who does not exist") {
		t.Errorf("the look-up passes for one: %v", err)
	}
	kit = answering(200, `{"data":[{"id":"root"}]}`)
	for range 2 {
		if id, err := recipe.Of(t.Context(), kit, ada); err != nil || id != "root" {
			t.Fatalf("got %q, %v", id, err)
		}
	}
	if id, err := recipe.Of(t.Context(), kit, grace); err == nil || !strings.Contains(err.Error(), "the native id root is that of two people") {
		t.Errorf("got %q, %v", id, err)
	}
	kit.Created.Deleted(ada.ID) // who comes back may bear it again
	if _, err := recipe.Of(t.Context(), kit, grace); err != nil {
		t.Errorf("after Ada was deleted: %v", err)
	}
	for _, honest := range []probe.Kit{answering(200, `{"data":[]}`), answering(404, ""), answering(400, "")} {
		if err := recipe.SelfCheck(t.Context(), honest, nobody); err != nil {
			t.Errorf("the look-up does look: %v", err)
		}
	}
	var step *probe.StepError
	if err := recipe.SelfCheck(t.Context(), answering(500, ""), nobody); !errors.As(err, &step) {
		t.Errorf("an outage proves nothing: %v", err)
	}
}

func TestNativeComparesWhatItKeeps(t *testing.T) {
	recipe := nativeFrom(t, `request: {url: "{{origin}}/users", save: {mail: "$.data[0].mail"}, equals: {mail: "{{user.email}}"}}
value: $.data[0].id
`)
	if id, err := recipe.Of(t.Context(), answering(200, `{"data":[{"id":"1","mail":"ada@example.com"}]}`), ada); err != nil || id != "1" {
		t.Errorf("got %q, %v", id, err)
	}
	if id, err := recipe.Of(t.Context(), answering(200, `{"data":[{"id":"2","mail":"bob@example.com"}]}`), ada); err == nil {
		t.Errorf("somebody else, %q, was taken for Ada", id)
	}
}

func TestNativeID(t *testing.T) {
	if ada.Native() != ada.ID || native(ada).Native() != "n-1" {
		t.Errorf("Ada is %s, and natively %s", ada.Native(), native(ada).Native())
	}
}
