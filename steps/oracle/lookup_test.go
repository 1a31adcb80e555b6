package oracle

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// parsed is Parse for the texts of tests.
func parsed(t testing.TB, text string) any {
	t.Helper()
	value, err := Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

// object is parsed for a text that is an object.
func object(t testing.TB, text string) Object {
	t.Helper()
	value, err := ParseObject([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

const ada = `{
	"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
	"id": "42", "userName": "ada", "nickName": null, "phoneNumbers": [],
	"name": {"familyName": "Lovelace", "givenName": "Ada"},
	"emails": [
		{"type": "work", "value": "ada@work.example", "primary": true},
		{"type": "home", "value": "ada@home.example"},
		{"type": "home", "value": "a \"b\"]@home.example", "level": 2}
	],
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines", "manager": {"value": "7"}},
	"urn:example:robots": {"arms": 3}
}`

func TestLookup(t *testing.T) {
	const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	tree := parsed(t, ada)
	for _, c := range []struct {
		path string
		want []any
	}{
		{"userName", []any{"ada"}},
		{"USERNAME", []any{"ada"}},
		{"name.familyName", []any{"Lovelace"}},
		{"name.middleName", nil},
		{"userName.familyName", nil},
		{"nickName", nil},
		{"phoneNumbers", nil},
		{"emails.value", []any{"ada@work.example", "ada@home.example", `a "b"]@home.example`}},
		{`emails[type eq "work"].value`, []any{"ada@work.example"}},
		{`emails[TYPE EQ "WORK"].VALUE`, []any{"ada@work.example"}},
		{`emails[primary eq true].value`, []any{"ada@work.example"}},
		{`emails[level eq 2.0].type`, []any{"home"}},
		{`emails[value eq "a \"b\"]@home.example"].type`, []any{"home"}},
		{`emails[type eq "home" and value eq "ada@home.example"].value`, []any{"ada@home.example"}},
		{`emails[type eq "fax"]`, nil},
		{`name[familyName eq "Lovelace"].givenName`, []any{"Ada"}},
		{enterprise + ":department", []any{"Engines"}},
		{strings.ToUpper(enterprise) + ":department", []any{"Engines"}},
		{enterprise + ":manager.value", []any{"7"}},
		{enterprise + ":userName", nil},
		{enterprise, []any{Object{"department": "Engines", "manager": Object{"value": "7"}}}},
		{UserURN + ":name.familyName", []any{"Lovelace"}},
		{"urn:example:robots:arms", []any{Number("3")}},
		{"urn:example:lasers:arms", nil},
		{"emails[", nil},
	} {
		if diff := cmp.Diff(c.want, Lookup(tree, c.path)); diff != "" {
			t.Errorf("%s: %s", c.path, diff)
		}
	}
	if got := Lookup(tree, "emails"); len(got) != 1 || len(flatten(got)) != 3 {
		t.Errorf("emails: %v", got)
	}
	if got := Lookup([]any{tree}, "userName"); got != nil {
		t.Errorf("in an array: %v", got)
	}
}

func TestCheckPath(t *testing.T) {
	for _, path := range []string{
		"userName", "name.familyName", "members.$ref", `emails[type eq "work"]`, `emails[a eq 1 and b eq false].c`,
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", "https://example.com/schema/2", "x-y_z",
	} {
		if err := CheckPath(path); err != nil {
			t.Error(err)
		}
	}
	for _, path := range []string{
		"", ".", "a.", ".a", "a..b", "a b", "1a", "a[", "a[]", "a[b]", `a[b eq]`, `a[b co "x"]`, `a[b eq "x"`, `a[b eq x]`,
		`a[b eq "x"]c`, `a[b eq null]`, `a[b eq "x" or c eq 1]`, "ä", "urn:", `urn:a b:c d`,
	} {
		if CheckPath(path) == nil {
			t.Errorf("%q is taken for a path", path)
		}
	}
}

func TestStringAtAPath(t *testing.T) {
	tree := parsed(t, ada)
	if got, ok := String(tree, "name.givenName"); !ok || got != "Ada" {
		t.Errorf("%q, %v", got, ok)
	}
	for _, path := range []string{"emails.value", "emails.level", "name", "nothing"} {
		if got, ok := String(tree, path); ok {
			t.Errorf("%s: %q", path, got)
		}
	}
	if got, ok := FirstString(tree, "emails.value"); !ok || got != "ada@work.example" {
		t.Errorf("%q, %v", got, ok)
	}
	if _, ok := FirstString(tree, "emails.level"); ok {
		t.Error("a number is no string")
	}
}
