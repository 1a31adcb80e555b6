package patch_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/patch"
	"github.com/scimproof/scimproof/reference/schema"
)

func request(operations string) string {
	return fmt.Sprintf(`{"schemas":[%q],"Operations":[%s]}`, patch.MessageURN, operations)
}

func wantError(t testing.TB, err error, want schema.ScimType) {
	t.Helper()
	var e *schema.Error
	if !errors.As(err, &e) || e.ScimType != want || e.Detail == "" {
		t.Errorf("got error %v; want one of type %s", err, want)
	}
}

// RFC 7644 section 3.5.2.
func TestParse(t *testing.T) {
	body := request(`{"op":"add","path":"title","value":"Analyst"},{"op":"replace","value":{"active":false}},
		{"op":"remove","path":"name"},{"op":"replace","path":"title","value":null}`)
	want := []patch.Operation{
		{Op: "add", Path: "title", Value: "Analyst", HasValue: true},
		{Op: "replace", Value: schema.Resource{"active": false}, HasValue: true},
		{Op: "remove", Path: "name"},
		{Op: "replace", Path: "title", HasValue: true},
	}
	for _, mode := range []schema.Mode{schema.Lenient, schema.Strict} {
		got, err := patch.Parse([]byte(body), mode)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("mode %d: (-want +got)\n%s", mode, diff)
		}
	}
}

// What Entra sends; strict mode refuses it.
func TestParseLenient(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want patch.Operation
		err  schema.ScimType
	}{
		"op in capitals": {
			request(`{"op":"Replace","path":"active","value":"False"}`),
			patch.Operation{Op: "replace", Path: "active", Value: "False", HasValue: true},
			schema.ScimInvalidSyntax,
		},
		"named operation": {
			request(`{"name":"addMember","op":"remove","path":"members"}`),
			patch.Operation{Op: "remove", Path: "members"},
			schema.ScimInvalidSyntax,
		},
		"members in capitals": {
			`{"Schemas":["` + patch.MessageURN + `"],"operations":[{"Op":"add","Path":"title","Value":"x"}]}`,
			patch.Operation{Op: "add", Path: "title", Value: "x", HasValue: true},
			schema.ScimInvalidSyntax,
		},
		"empty path": {
			request(`{"op":"replace","path":"","value":{"title":"x"}}`),
			patch.Operation{Op: "replace", Value: schema.Resource{"title": "x"}, HasValue: true},
			schema.ScimInvalidPath,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := patch.Parse([]byte(c.body), schema.Lenient)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]patch.Operation{c.want}, got); diff != "" {
				t.Error(diff)
			}
			_, err = patch.Parse([]byte(c.body), schema.Strict)
			wantError(t, err, c.err)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	const syntax, path = schema.ScimInvalidSyntax, schema.ScimInvalidPath
	for name, c := range map[string]struct {
		body string
		want schema.ScimType
	}{
		"no JSON":          {`{`, syntax},
		"JSON Patch":       {`[{"op":"add","path":"/title","value":"x"}]`, syntax},
		"no schemas":       {`{"Operations":[{"op":"remove","path":"title"}]}`, syntax},
		"other schemas":    {`{"schemas":["` + schema.UserURN + `"],"Operations":[{"op":"remove","path":"title"}]}`, syntax},
		"schemas no list":  {`{"schemas":"` + patch.MessageURN + `","Operations":[{"op":"remove","path":"title"}]}`, syntax},
		"no operations":    {`{"schemas":["` + patch.MessageURN + `"]}`, syntax},
		"empty operations": {request(``), syntax},
		"one operation":    {`{"schemas":["` + patch.MessageURN + `"],"Operations":{"op":"remove","path":"title"}}`, syntax},
		"operation no map": {request(`"remove"`), syntax},
		"no op":            {request(`{"path":"title","value":"x"}`), syntax},
		"two ops":          {request(`{"op":"add","op":"remove","path":"title"}`), syntax},
		"unknown op":       {request(`{"op":"move","path":"title","value":"x"}`), syntax},
		"op no string":     {request(`{"op":1,"path":"title","value":"x"}`), syntax},
		"path no string":   {request(`{"op":"remove","path":["title"]}`), path},
		"op in two cases":  {request(`{"op":"add","OP":"add","path":"title","value":"x"}`), syntax},
		"op with a space":  {request(`{"op":"add ","path":"title","value":"x"}`), syntax},
	} {
		t.Run(name, func(t *testing.T) {
			for _, mode := range []schema.Mode{schema.Lenient, schema.Strict} {
				_, err := patch.Parse([]byte(c.body), mode)
				wantError(t, err, c.want)
			}
		})
	}
}
