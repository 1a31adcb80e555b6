package oracle

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/steps/result"
)

// attributeNames are few, so that trees overlap; two of them differ in case
// only from what another tree may say.
var attributeNames = []string{"userName", "title", "name", "emails", "members", "active", "x", "type", "value", "primary", "display", "$ref"}

func leaves() *rapid.Generator[any] {
	return rapid.OneOf(
		rapid.Map(rapid.StringN(0, 6, -1), func(s string) any { return s }),
		rapid.Map(rapid.SampledFrom([]string{"work", "home", "a", "b", "2026-01-02T03:04:05Z"}), func(s string) any { return s }),
		rapid.Map(rapid.IntRange(-5, 5), func(n int) any { return Number(fmt.Sprint(n)) }),
		rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Just[any](nil),
	)
}

func trees(depth int) *rapid.Generator[any] {
	if depth == 0 {
		return leaves()
	}
	return rapid.OneOf(
		leaves(),
		rapid.Map(rapid.SliceOfN(trees(depth-1), 0, 4), func(a []any) any { return a }),
		rapid.Map(resources(depth-1), func(o Object) any { return o }),
	)
}

func resources(depth int) *rapid.Generator[Object] {
	return rapid.Map(rapid.MapOfN(rapid.SampledFrom(attributeNames), trees(depth), 0, 5), func(o map[string]any) Object { return o })
}

// shuffled returns v with its arrays in another order.
func shuffled(t *rapid.T, v any) any {
	switch v := v.(type) {
	case []any:
		if len(v) == 0 {
			return v
		}
		out := make([]any, len(v))
		for i, element := range rapid.Permutation(v).Draw(t, "order") {
			out[i] = shuffled(t, element)
		}
		return out
	case Object:
		out := Object{}
		for name, value := range v {
			out[name] = shuffled(t, value)
		}
		return out
	default:
		return v
	}
}

func TestNothingDiffersFromItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := trees(4).Draw(t, "tree")
		if found := Diff(v, v); found != nil {
			t.Fatalf("Diff: %s", lines(found))
		}
		if found := Subset(v, v); found != nil {
			t.Fatalf("Subset: %s", lines(found))
		}
	})
}

func TestOrderSaysNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := trees(4).Draw(t, "tree")
		other := shuffled(t, v)
		if found := Diff(v, other); found != nil {
			t.Fatalf("Diff: %s", lines(found))
		}
		if found := Subset(v, other); found != nil {
			t.Fatalf("Subset: %s", lines(found))
		}
	})
}

func TestDiffAgreesWithEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := trees(3).Draw(t, "a"), trees(3).Draw(t, "b")
		if found := Diff(a, b); (found == nil) != Equal(a, b) {
			t.Fatalf("Equal is %v, Diff %q", Equal(a, b), lines(found))
		}
		if (Diff(a, b) == nil) != (Diff(b, a) == nil) {
			t.Fatal("Diff depends on the direction")
		}
	})
}

func TestSubsetAgreesWithCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := resources(3).Draw(t, "a"), resources(3).Draw(t, "b")
		if len(a) == 0 {
			return
		}
		got := normal(b)
		if got == nil {
			got = Object{}
		}
		if found := Subset(a, b); (found == nil) != covers(wanted(a), got) && wanted(a) != (gone{}) {
			t.Fatalf("covers is %v, Subset %q", covers(wanted(a), got), lines(found))
		}
	})
}

// person is a User whose elements have an identity, as those of servers do.
func person(t *rapid.T) Object {
	text := rapid.StringMatching(`[a-z]{1,8}`)
	emails := []any{}
	for _, kind := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"work", "home", "other"}), 1, 3, rapid.ID[string]).Draw(t, "types") {
		emails = append(emails, Object{"type": kind, "value": kind + text.Draw(t, "value"), "display": text.Draw(t, "display")})
	}
	return Object{
		"userName":    text.Draw(t, "userName"),
		"active":      rapid.Bool().Draw(t, "active"),
		"name":        Object{"familyName": text.Draw(t, "familyName"), "givenName": text.Draw(t, "givenName")},
		"emails":      emails,
		EnterpriseURN: Object{"department": text.Draw(t, "department"), "manager": Object{"value": text.Draw(t, "manager")}},
	}
}

// place is a leaf of a tree: its path, and how to make the tree with another
// value there.
type place struct {
	path  string
	value any
	with  func(any) any
}

// places lists the leaves of a person.
func places(p Object) []place {
	var out []place
	for name, value := range p {
		replace := func(v any) any { return with(p, name, v) }
		switch value := value.(type) {
		case Object:
			for _, below := range places(value) {
				separator := "."
				if name == EnterpriseURN {
					separator = ":"
				}
				out = append(out, place{name + separator + below.path, below.value, func(v any) any { return replace(below.with(v)) }})
			}
		case []any:
			for i, element := range value {
				object, ok := element.(Object)
				if !ok {
					continue
				}
				for _, inner := range []string{"value", "display"} {
					path := fmt.Sprintf("%s[type eq %q].%s", name, object["type"], inner)
					out = append(out, place{path, object[inner], func(v any) any {
						elements := append([]any(nil), value...)
						elements[i] = with(object, inner, v)
						return replace(elements)
					}})
				}
			}
		default:
			out = append(out, place{name, value, replace})
		}
	}
	return out
}

func TestOneChangeIsOneMismatchAtItsPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := person(t)
		all := places(before)
		p := all[rapid.IntRange(0, len(all)-1).Draw(t, "place")]
		after := p.with("CHANGED 1")
		want := result.Mismatch{Path: p.path, Want: Text(p.value), Got: `"CHANGED 1"`}
		for name, found := range map[string][]result.Mismatch{"Diff": Diff(before, after), "Subset": Subset(before, after)} {
			if len(found) != 1 || found[0] != want {
				t.Fatalf("%s: got %s\nwant %+v", name, lines(found), want)
			}
		}
		if got := Lookup(after, p.path); len(got) != 1 || got[0] != "CHANGED 1" {
			t.Fatalf("Lookup of %s finds %v", p.path, got)
		}
		if found := Diff(before, after, p.path); found != nil {
			t.Fatalf("ignored, it is still found: %s", lines(found))
		}
	})
}

// TestEveryPathIsAPath holds the comparison to its word that a mismatch is
// addressed by a SCIM path.
func TestEveryPathIsAPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := resources(3).Draw(t, "a"), resources(3).Draw(t, "b")
		for _, m := range Diff(a, b) {
			if err := CheckPath(m.Path); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestParseReadsWhatMarshalWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := trees(4).Draw(t, "tree")
		text, err := Marshal(v)
		if err != nil {
			t.Skip("not all strings are UTF-8")
		}
		back, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Marshal(back); err != nil || string(again) != string(text) {
			t.Fatalf("%s became %s (%v)", text, again, err)
		}
	})
}
