package schema_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/schema"
)

// RFC 7644 section 3.10, and section 3.4.2.2 for the grammar of names.
func TestParseAttributePath(t *testing.T) {
	for text, want := range map[string]schema.AttributePath{
		"userName":                              {Name: "userName"},
		"name.givenName":                        {Name: "name", Sub: "givenName"},
		"members.$ref":                          {Name: "members", Sub: "$ref"},
		schema.UserURN + ":name.givenName":      {URN: schema.UserURN, Name: "name", Sub: "givenName"},
		schema.EnterpriseURN:                    {URN: strings.TrimSuffix(schema.EnterpriseURN, ":User"), Name: "User"},
		"http://example.com/robot:arm-length_2": {URN: "http://example.com/robot", Name: "arm-length_2"},
	} {
		got, err := schema.ParseAttributePath(text)
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v; want %+v", text, got, err, want)
		}
		if got.String() != text {
			t.Errorf("%s is written as %s", text, got)
		}
	}
	for _, text := range []string{
		"", ".", "name.", ".givenName", "name.givenName.x", "1st", "-", "_a", "$", "a b", "emails[0]",
		"/emails/0", ":userName", "urn:x:", "urn:x y:a", "ünïcode", "emails.", "a\x00",
	} {
		_, err := schema.ParseAttributePath(text)
		wantError(t, err, schema.ScimInvalidPath)
	}
}

func TestLookup(t *testing.T) {
	rt := schema.User()
	for name, want := range map[string]string{
		"USERNAME":          "userName",
		"meta.lastmodified": "meta.lastModified",
		"externalid":        "externalId",
		strings.ToUpper(schema.UserURN) + ":Name.FORMATTED": "name.formatted",
		schema.EnterpriseURN + ":MANAGER.value":             schema.EnterpriseURN + ":manager.value",
		strings.ToLower(schema.EnterpriseURN):               schema.EnterpriseURN,
		"department":                                        schema.EnterpriseURN + ":department",
		"manager.$ref":                                      schema.EnterpriseURN + ":manager.$ref",
	} {
		ref, err := rt.Lookup(name)
		if err != nil || ref.Path() != want {
			t.Errorf("%s: got %v; want %s", name, err, want)
		}
	}
	for _, name := range []string{
		"colour", "name.colour", "userName.x", "urn:example:x:userName", schema.UserURN + ":department",
		schema.EnterpriseURN + ":userName", schema.GroupURN + ":displayName", schema.UserURN, "",
	} {
		_, err := rt.Lookup(name)
		wantError(t, err, schema.ScimInvalidPath)
	}
}

func TestRefValues(t *testing.T) {
	r := decode(t, `{"userName":"ada","name":{"givenName":"Ada"},
		"emails":[{"value":"a@x"},{"value":"b@x","primary":true},{"display":"none"}],
		"`+schema.EnterpriseURN+`":{"manager":{"value":"26118915"}}}`)
	for name, want := range map[string]struct {
		values []any
		sort   any
	}{
		"userName":       {[]any{"ada"}, "ada"},
		"name.givenName": {[]any{"Ada"}, "Ada"},
		"name":           {[]any{schema.Resource{"givenName": "Ada"}}, nil},
		"emails.value":   {[]any{"a@x", "b@x"}, "b@x"},
		"title":          {nil, nil},
		"photos.value":   {nil, nil},
		"manager":        {[]any{schema.Resource{"value": "26118915"}}, "26118915"},
		"department":     {nil, nil},
	} {
		ref, err := schema.User().Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.values, ref.Values(r)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if name == "name" {
			continue // has nothing to sort by
		}
		if got := ref.SortValue(r); got != want.sort {
			t.Errorf("%s sorts by %v; want %v", name, got, want.sort)
		}
	}
	emails, _ := schema.User().Lookup("emails")
	if got := emails.SortValue(r); got != "b@x" {
		t.Errorf("emails sort by %v; want the primary one, RFC 7644 section 3.4.2.3", got)
	}
}
