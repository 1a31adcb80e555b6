package patch_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/patch"
	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/schema/schematest"
)

var users = schema.User()

// paths are targets that a random operation may have.
var paths = []string{
	"title", "displayName", "active", "externalId", "name", "name.givenName", "emails", "roles", "addresses",
	`emails[type eq "work"]`, `emails[type eq "home"].value`, `emails[primary eq true].display`, `emails[not (type pr)]`,
	`roles[value eq "Ada"]`, `roles[type eq "work"].primary`, `addresses[locality eq "London"].country`, "emails.primary",
	ent, ent + ":department", ent + ":manager", ent + ":manager.value", "department", "", "userName", "id", "meta", "groups",
	"password", "schemas", "colour", "members", `emails[`,
}

// anyValue generates values that fit some of the paths.
func anyValue() *rapid.Generator[any] {
	return rapid.OneOf(
		rapid.SampledFrom([]any{
			nil, "", "Ada", "work", true, false, "True", schema.Number("1"),
			[]any{},
			[]any{nil},
			schema.Resource{},
			schema.Resource{"value": "26118915"},
			schema.Resource{"value": "", "$ref": nil},
			schema.Resource{"primary": true},
			[]any{schema.Resource{"value": "x@y", "primary": true}, schema.Resource{"value": "x@y"}},
			schema.Resource{"title": "Analyst", "name.givenName": "Ada", ent: schema.Resource{"department": nil}},
			schema.Resource{"active": "False", "emails": []any{}, "ID": "2819c223"},
		}),
		drawn(schematest.Mails), drawn(schematest.Addresses), drawn(schematest.Name),
	)
}

func anyOperation() *rapid.Generator[patch.Operation] {
	return rapid.Custom(func(t *rapid.T) patch.Operation {
		return patch.Operation{
			Op:       rapid.SampledFrom([]string{patch.Add, patch.Remove, patch.Replace}).Draw(t, "op"),
			Path:     rapid.SampledFrom(paths).Draw(t, "path"),
			Value:    anyValue().Draw(t, "value"),
			HasValue: rapid.Bool().Draw(t, "has value"),
		}
	})
}

func anyMode() *rapid.Generator[schema.Mode] {
	return rapid.SampledFrom([]schema.Mode{schema.Lenient, schema.Strict})
}

// Whatever the operations are: the resource given stays as it was, and the
// result is normalised, with its readOnly attributes and at most one primary.
func TestApplyKeepsResourcesSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := drawn(schematest.User).Draw(t, "user")
		ops := rapid.SliceOfN(anyOperation(), 1, 4).Draw(t, "operations")
		original := schema.Clone(before)
		after, changed, err := patch.Apply(users, before, ops, anyMode().Draw(t, "mode"))
		if diff := cmp.Diff(original, before); diff != "" {
			t.Fatalf("the resource was modified: %s", diff)
		}
		if err != nil {
			if !typed(err) || after != nil || changed {
				t.Fatalf("got %v, %v and the error %T %v", after, changed, err, err)
			}
			return
		}
		if err := sound(before, after); err != nil {
			t.Fatal(err)
		}
		if changed == schema.Equal(before, after) {
			t.Fatalf("changed is %v from %v to %v", changed, before, after)
		}
	})
}

func typed(err error) bool {
	var e *schema.Error
	return errors.As(err, &e)
}

// sound says what is wrong with the result of a PATCH.
func sound(before, after schema.Resource) error {
	writable := schema.Clone(after)
	for _, name := range []string{"id", "meta", "groups"} {
		if !schema.Equal(before[name], after[name]) {
			return fmt.Errorf("%s went from %v to %v", name, before[name], after[name])
		}
		delete(writable, name)
	}
	normalized, err := users.Normalize(writable, schema.Strict)
	if err != nil {
		return fmt.Errorf("the result is not valid: %w", err)
	}
	if diff := cmp.Diff(normalized, writable); diff != "" {
		return fmt.Errorf("the result is not normalised: %s", diff)
	}
	return nil
}

// RFC 7644 section 3.5.2.1: adding what is there changes nothing. Only where the
// operation changed what its own filter selects by, there is no target any more.
func TestAddTwiceIsAddOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		op := patch.Operation{Op: patch.Add, Path: rapid.SampledFrom(paths).Draw(t, "path"), Value: anyValue().Draw(t, "value"), HasValue: true}
		mode := anyMode().Draw(t, "mode")
		once, _, err := patch.Apply(users, drawn(schematest.User).Draw(t, "user"), []patch.Operation{op}, mode)
		if err != nil {
			return
		}
		twice, changed, err := patch.Apply(users, once, []patch.Operation{op}, mode)
		var e *schema.Error
		if strings.Contains(op.Path, "[") && errors.As(err, &e) && e.ScimType == schema.ScimNoTarget {
			return
		}
		if err != nil || changed {
			t.Fatalf("adding again: %v, %s", err, cmp.Diff(once, twice))
		}
	})
}

// What was replaced reads back, and nothing else has changed.
func TestReplaceReadsBack(t *testing.T) {
	for path, values := range map[string]*rapid.Generator[any]{
		"title":                          rapid.SampledFrom([]any{"Analyst", "x", ""}),
		"active":                         rapid.SampledFrom([]any{true, false}),
		"name.givenName":                 rapid.SampledFrom([]any{"Ada", "Grace"}),
		"emails":                         drawn(schematest.Mails),
		"addresses":                      drawn(schematest.Addresses),
		ent + ":department":              rapid.SampledFrom([]any{"Analysis"}),
		ent + ":manager.value":           rapid.SampledFrom([]any{"26118915"}),
		`emails[type eq "work"].display`: rapid.SampledFrom([]any{"Work"}),
	} {
		t.Run(path, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				before, v := drawn(schematest.User).Draw(t, "user"), values.Draw(t, "value")
				replace := patch.Operation{Op: patch.Replace, Path: path, Value: v, HasValue: true}
				after, _, err := patch.Apply(users, before, []patch.Operation{replace}, schema.Lenient)
				if err != nil {
					t.Fatal(err)
				}
				again, changed, err := patch.Apply(users, after, []patch.Operation{replace}, schema.Strict)
				if err != nil || changed {
					t.Fatalf("%v is not what reads back: %v, %s", v, err, cmp.Diff(after, again))
				}
				if ref, err := users.Lookup(path); err == nil && !schema.Equal(listOf(v), ref.Values(after)) {
					t.Fatalf("%v reads back as %v", v, ref.Values(after))
				}
				if diff := cmp.Diff(without(before, path), without(after, path)); diff != "" {
					t.Fatalf("replacing %s changed something else: %s", path, diff)
				}
			})
		})
	}
}

func listOf(v any) any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

// without returns a resource without the attribute that a path begins with,
// and without schemas, which follow from the others.
func without(r schema.Resource, path string) schema.Resource {
	rest := schema.Clone(r)
	for name := range r {
		if strings.HasPrefix(path, name) || name == "schemas" {
			delete(rest, name)
		}
	}
	return rest
}

// What was removed is absent, and removing it again is harmless.
func TestRemoveThenAbsent(t *testing.T) {
	for _, path := range []string{
		"title", "active", "externalId", "name", "name.givenName", "emails", "roles", "emails.type",
		ent, ent + ":department", ent + ":manager.value",
	} {
		t.Run(path, func(t *testing.T) {
			ref, err := users.Lookup(path)
			if err != nil {
				t.Fatal(err)
			}
			rapid.Check(t, func(t *rapid.T) {
				remove := []patch.Operation{{Op: patch.Remove, Path: path}}
				after, _, err := patch.Apply(users, drawn(schematest.User).Draw(t, "user"), remove, anyMode().Draw(t, "mode"))
				if err != nil || len(ref.Values(after)) > 0 {
					t.Fatalf("there is still %v, %v", ref.Values(after), err)
				}
				if _, changed, err := patch.Apply(users, after, remove, schema.Strict); err != nil || changed {
					t.Fatalf("removing again: %v, %v", changed, err)
				}
			})
		})
	}
}

// A member joins and leaves, and everybody else stays.
func TestMembersComeAndGo(t *testing.T) {
	groups := schema.Group()
	rapid.Check(t, func(t *rapid.T) {
		before := drawn(schematest.Group).Draw(t, "group")
		member := schema.Resource{"value": "katherine"}
		join := patch.Operation{Op: patch.Add, Path: "members", Value: []any{member}, HasValue: true}
		leave := rapid.SampledFrom([]patch.Operation{
			{Op: patch.Remove, Path: `members[value eq "katherine"]`},
			{Op: patch.Remove, Path: "members", Value: []any{member}, HasValue: true},
		}).Draw(t, "leave")
		joined, changed, err := patch.Apply(groups, before, []patch.Operation{join}, schema.Lenient)
		if err != nil || !changed {
			t.Fatalf("joining: %v, %v", changed, err)
		}
		left, changed, err := patch.Apply(groups, joined, []patch.Operation{leave}, schema.Lenient)
		if err != nil || !changed {
			t.Fatalf("leaving: %v, %v", changed, err)
		}
		if diff := cmp.Diff(before, left); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzPatch holds that no body makes it panic, that every refusal is typed, and
// that the result is sound and the resource given as it was.
func FuzzPatch(f *testing.F) {
	const person = `{"id":"1","userName":"ada","name":{"givenName":"Ada"},"emails":[` + work + `,` + home + `],"active":true,` +
		`"` + ent + `":{"manager":{"value":"1"},"department":"Analysis"}}`
	for _, seed := range []string{
		`{"op":"add","path":"emails","value":[` + work + `]}`, `{"op":"Replace","path":"active","value":"False"}`,
		`{"op":"replace","value":{"active":false,"name.givenName":"A","` + ent + `:manager":"2"}}`,
		`{"op":"remove","path":"emails[type eq \"work\"].value"}`, `{"op":"remove","path":"emails","value":[{"value":"x"}]}`,
		`{"op":"add","path":"emails[type eq \"other\" and primary eq \"True\"].value","value":"x@y"}`,
		`{"op":"replace","path":"` + ent + `","value":{"manager":{"value":""}}}`, `{"op":"remove","path":"/emails/0"}`,
		`{"op":"replace","path":"emails[not (type pr)]","value":null}`, `{"op":"add","path":"schemas","value":"x"}`,
	} {
		f.Add([]byte(request(seed)))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, mode := range []schema.Mode{schema.Lenient, schema.Strict} {
			before := decode(t, person)
			if err := users.Complete(before); err != nil {
				t.Fatal(err)
			}
			fuzzOnce(t, before, body, mode)
		}
	})
}

func fuzzOnce(t *testing.T, before schema.Resource, body []byte, mode schema.Mode) {
	original := schema.Clone(before)
	ops, err := patch.Parse(body, mode)
	if err != nil {
		if !typed(err) {
			t.Fatalf("the error is a %T: %v", err, err)
		}
		return
	}
	after, _, err := patch.Apply(users, before, ops, mode)
	if !cmp.Equal(original, before) {
		t.Fatalf("the resource was modified: %s", cmp.Diff(original, before))
	}
	if err != nil {
		if !typed(err) {
			t.Fatalf("the error is a %T: %v", err, err)
		}
		return
	}
	if err := sound(before, after); err != nil {
		t.Fatal(err)
	}
}

// drawn makes a generator of what schematest makes up.
func drawn[T any](made func(schematest.Draw) T) *rapid.Generator[T] {
	return rapid.Custom(func(t *rapid.T) T {
		return made(func(n int, label string) int { return rapid.IntRange(0, n-1).Draw(t, label) })
	})
}
