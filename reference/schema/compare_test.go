package schema_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/schema/schematest"
)

func TestCompare(t *testing.T) {
	var (
		exact   = &schema.Attribute{Type: schema.String, CaseExact: true}
		anyCase = &schema.Attribute{Type: schema.String}
		instant = &schema.Attribute{Type: schema.DateTime}
		number  = &schema.Attribute{Type: schema.Decimal}
		flag    = &schema.Attribute{Type: schema.Boolean}
	)
	for _, c := range []struct {
		a    *schema.Attribute
		x, y any
		want int
	}{
		{exact, "a", "A", 1},
		{anyCase, "a", "A", 0},
		{anyCase, "Ａｄａ", "ada", 0},
		{anyCase, "é", "e\u0301", 0},
		{anyCase, "ΟΔΥΣΣΕΥΣ", "οδυσσευς", 0},
		{anyCase, "straße", "strasse", 1},
		{anyCase, "a", "b", -1},
		{instant, "2026-01-02T03:04:05Z", "2026-01-02T04:04:05+01:00", 0},
		{instant, "2026-01-02T03:04:05", "2026-01-02T03:04:05.001Z", -1},
		{number, schema.Number("1"), schema.Number("1.0"), 0},
		{number, schema.Number("9007199254740993"), schema.Number("9007199254740992"), 1},
		{number, schema.Number("-1e400"), schema.Number("1e-400"), -1},
		{number, schema.Number("1e2147483647"), schema.Number("1"), 1},
		{flag, false, true, -1},
		{flag, true, true, 0},
		{anyCase, nil, "a", 1}, // what is unset comes last
		{anyCase, nil, nil, 0},
	} {
		if got := schema.Compare(c.a, c.x, c.y); got != c.want {
			t.Errorf("comparing %v with %v as %s: got %d; want %d", c.x, c.y, c.a.Type, got, c.want)
		}
		if got := schema.Compare(c.a, c.y, c.x); got != -c.want {
			t.Errorf("comparing %v with %v as %s: got %d; want %d", c.y, c.x, c.a.Type, got, -c.want)
		}
	}
}

func TestFoldIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := schema.Fold(s); schema.Fold(once) != once {
			t.Fatalf("%q folds to %q and that to %q", s, once, schema.Fold(once))
		}
	})
}

// RFC 7643 section 2.5: null, an empty array and absence are the same.
func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{`{}`, `{"a":null,"b":[],"c":{}}`, true},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, true},
		{`{"a":[1,1,2]}`, `{"a":[1,2,2]}`, false},
		{`{"a":[{"x":"1","y":"2"},{"z":"3"}]}`, `{"a":[{"z":"3"},{"y":"2","x":"1"}]}`, true},
		{`{"a":1.0}`, `{"a":1}`, true},
		{`{"a":[1.0,"b"]}`, `{"a":["b",1]}`, true},
		{`{"a":"1"}`, `{"a":1}`, false},
		{`{"a":true}`, `{"a":"true"}`, false},
		{`{"a":false}`, `{}`, false},
		{`{"a":""}`, `{}`, false},
		{`{"a":["x"]}`, `{"a":"x"}`, false},
		{`{"a":{"b":"x"}}`, `{"a":["x"]}`, false},
		{`{"a":["\""]}`, `{"a":["\\"]}`, false},
	} {
		a, b := decode(t, c.a), decode(t, c.b)
		if schema.Equal(a, b) != c.want || schema.Equal(b, a) != c.want {
			t.Errorf("%s and %s: want equal %v", c.a, c.b, c.want)
		}
	}
}

func TestCloneIsEqualAndApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawn(schematest.User).Draw(t, "user")
		c := schema.Clone(r)
		if !schema.Equal(r, c) {
			t.Fatalf("the clone of %v is %v", r, c)
		}
		meta, _ := c["meta"].(schema.Resource)
		meta["resourceType"] = "Robot"
		if schema.Equal(r, c) {
			t.Fatal("the clone shares an object with the original")
		}
	})
}
