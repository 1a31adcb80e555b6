package patch_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/schema"
)

func TestApplyRefuses(t *testing.T) {
	const (
		value, path, target = schema.ScimInvalidValue, schema.ScimInvalidPath, schema.ScimNoTarget
		mutability, bad     = schema.ScimMutability, schema.ScimInvalidFilter
	)
	const person = `"title":"Analyst","emails":[` + work + `,` + home + `],"groups":[{"value":"g"}],"` + ent + `":{"manager":{"value":"1","displayName":"Grace"}}`
	for _, c := range []struct {
		name, mode, operation string
		want                  schema.ScimType
	}{
		{"add without a value", both, `{"op":"add","path":"title"}`, value},
		{"replace without a value", both, `{"op":"replace","path":"title"}`, value},
		{"remove without a path, section 3.5.2.2", both, `{"op":"remove"}`, target},
		{"no object without a path", both, `{"op":"replace","value":"x"}`, value},
		{"a list without a path", both, `{"op":"add","value":[{"title":"x"}]}`, value},
		{"an unknown attribute", both, `{"op":"add","path":"colour","value":"red"}`, path},
		{"an unknown sub-attribute", both, `{"op":"add","path":"name.colour","value":"red"}`, path},
		{"an unknown selected sub-attribute", both, `{"op":"add","path":"emails[type eq \"work\"].colour","value":"red"}`, path},
		{"an unknown attribute without a path", both, `{"op":"replace","value":{"colour":"red"}}`, path},
		{"no name without a path", both, `{"op":"replace","value":{"two words":"red"}}`, value},
		{"an unknown schema", both, `{"op":"add","path":"urn:example:x:colour","value":"red"}`, path},
		{"the core schema", both, `{"op":"add","path":"` + schema.UserURN + `","value":{"title":"x"}}`, path},
		{"an index", both, `{"op":"remove","path":"emails[0]"}`, bad},
		{"a JSON pointer", both, `{"op":"remove","path":"/emails/0"}`, path},
		{"a filter on a single value", both, `{"op":"remove","path":"title[value eq \"x\"]"}`, path},
		{"a filter on an extension", both, `{"op":"remove","path":"` + ent + `[value eq \"x\"]"}`, path},
		{"a filter on a sub-attribute", both, `{"op":"remove","path":"emails.value[value eq \"x\"]"}`, path},
		{"an unknown name in a filter", both, `{"op":"remove","path":"emails[colour eq \"x\"]"}`, bad},
		{"an unfit operator in a filter", both, `{"op":"remove","path":"emails[primary gt true]"}`, bad},
		{"a number for a string", both, `{"op":"add","path":"title","value":5}`, value},
		{"a list for a single value", both, `{"op":"replace","path":"title","value":["a","b"]}`, value},
		{"a string for a complex value", both, `{"op":"replace","path":"name","value":"Ada"}`, value},
		{"a word for a boolean", both, `{"op":"replace","path":"active","value":"no"}`, value},
		{"an empty userName", both, `{"op":"replace","path":"userName","value":""}`, value},
		{"null for userName", both, `{"op":"replace","path":"userName","value":null}`, mutability},
		{"remove userName, section 3.5.2.2", both, `{"op":"remove","path":"userName"}`, mutability},
		{"remove schemas", both, `{"op":"remove","path":"schemas"}`, mutability},
		{"another id", both, `{"op":"replace","path":"id","value":"x"}`, mutability},
		{"another id without a path", both, `{"op":"replace","value":{"id":"x"}}`, mutability},
		{"remove the id", both, `{"op":"remove","path":"id"}`, mutability},
		{"another meta", both, `{"op":"replace","path":"meta.created","value":"2026-01-02T03:04:05Z"}`, mutability},
		{"join by the user's groups", both, `{"op":"add","path":"groups","value":[{"value":"h"}]}`, mutability},
		{"leave by the user's groups", both, `{"op":"remove","path":"groups[value eq \"g\"]"}`, mutability},
		{"select from the user's groups", both, `{"op":"replace","path":"groups[value eq \"g\"].value","value":["g"]}`, mutability},
		{"the manager's name", both, `{"op":"replace","path":"` + ent + `:manager.displayName","value":"X"}`, mutability},
		{"two primaries", both, `{"op":"add","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}`, value},
		{"all primary", both, `{"op":"replace","path":"emails.primary","value":true}`, value},
		{"remove what is not there", both, `{"op":"remove","path":"emails[type eq \"other\"]"}`, target},
		{"remove of what is not there", both, `{"op":"remove","path":"emails[type eq \"other\"].value"}`, target},
		{"replace of what is not there, section 3.5.2.3", strict, `{"op":"replace","path":"emails[type eq \"other\"].value","value":"x@y"}`, target},
		{"add of what would not match", both, `{"op":"add","path":"emails[type eq \"other\"]","value":{"type":"home","value":"x@y"}}`, target},
		{"add by a filter that describes nothing", both, `{"op":"add","path":"emails[type eq \"a\" or type eq \"b\"].value","value":"x@y"}`, target},
		{"a value for remove", strict, `{"op":"remove","path":"emails","value":[{"value":"ada@work.example"}]}`, value},
		{"a dotted name", strict, `{"op":"replace","value":{"name.givenName":"Ada"}}`, value},
		{"a qualified name", strict, `{"op":"replace","value":{"` + ent + `:division":"North"}}`, value},
		{"an extension attribute at the top", strict, `{"op":"replace","value":{"division":"North"}}`, value},
		{"a boolean in quotes", strict, `{"op":"replace","path":"active","value":"False"}`, value},
		{"a manager as a string", strict, `{"op":"replace","path":"` + ent + `:manager","value":"1"}`, value},
		{"foreign schemas", strict, `{"op":"add","path":"schemas","value":["urn:example:x"]}`, value},
		{"unknown sub-attribute in a value", strict, `{"op":"add","path":"emails","value":[{"value":"x@y","colour":"red"}]}`, schema.ScimInvalidSyntax},
	} {
		for _, mode := range modes(c.mode) {
			t.Run(fmt.Sprintf("%s/%d", c.name, mode), func(t *testing.T) {
				before := ada(t, person)
				original := schema.Clone(before)
				// What comes first must not stay: the request is atomic.
				_, _, err := apply(schema.User(), before, `{"op":"replace","path":"title","value":"Admiral"},`+c.operation, mode)
				wantError(t, err, c.want)
				if diff := cmp.Diff(original, before); diff != "" {
					t.Errorf("the resource was modified\n%s", diff)
				}
			})
		}
	}
}

// RFC 7644 section 3.5.2: a value may be added to an immutable attribute that
// has none.
func TestImmutable(t *testing.T) {
	rt := &schema.ResourceType{ID: "Robot", Name: "Robot", Core: &schema.Schema{ID: "urn:example:Robot", Attributes: []*schema.Attribute{
		{Name: "serial", Type: schema.String, Mutability: schema.Immutable},
		{Name: "names", Type: schema.String, MultiValued: true},
	}}}
	blank := decode(t, `{"schemas":["urn:example:Robot"]}`)
	named, changed, err := apply(rt, blank, `{"op":"add","path":"serial","value":"1"},{"op":"add","path":"names","value":["R2","D2"]}`, schema.Strict)
	if err != nil || !changed {
		t.Fatal(changed, err)
	}
	got, _, err := apply(rt, named, `{"op":"add","path":"names","value":"R2"},{"op":"remove","path":"names[value eq \"d2\"]"},{"op":"add","path":"serial","value":"1"}`, schema.Strict)
	if want := decode(t, `{"schemas":["urn:example:Robot"],"serial":"1","names":["R2"]}`); err != nil || !schema.Equal(want, got) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	for _, operation := range []string{`{"op":"replace","path":"serial","value":"2"}`, `{"op":"remove","path":"serial"}`} {
		_, _, err := apply(rt, named, operation, schema.Strict)
		wantError(t, err, schema.ScimMutability)
	}
}
