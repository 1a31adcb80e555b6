package schema_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/schema/schematest"
)

func TestDecodeKeepsNumbersExact(t *testing.T) {
	r, err := schema.Decode([]byte(`{"n":12345678901234567890.10,"list":[1e2,null,true,{"a":"b"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := schema.Resource{
		"n":    schema.Number("12345678901234567890.10"),
		"list": []any{schema.Number("1e2"), nil, true, schema.Resource{"a": "b"}},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	text, err := schema.Encode(r)
	if want := `{"list":[1e2,null,true,{"a":"b"}],"n":12345678901234567890.10}`; err != nil || string(text) != want {
		t.Errorf("encoded as %s, %v; want %s", text, err, want)
	}
}

// RFC 7644 section 3.12: what is not well-formed is invalidSyntax.
func TestDecodeRefuses(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":           ``,
		"no object":         `["userName"]`,
		"unfinished":        `{"userName":"ada"`,
		"trailing data":     `{"userName":"ada"} {}`,
		"trailing comma":    `{"userName":"ada",}`,
		"duplicate name":    `{"userName":"ada","userName":"grace"}`,
		"escaped duplicate": `{"userName":"ada","\u0075serName":"grace"}`,
		"bad UTF-8":         "{\"userName\":\"\xff\"}",
		"lone surrogate":    `{"userName":"\ud800"}`,
		"too deep":          strings.Repeat(`{"a":`, 100) + `1` + strings.Repeat(`}`, 100),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := schema.Decode([]byte(body))
			wantError(t, err, schema.ScimInvalidSyntax)
		})
	}
	_, err := schema.Decode([]byte(`{"n":` + strings.Repeat("1", 1000) + `}`))
	wantError(t, err, schema.ScimInvalidValue)
}

func TestDecodeReadsWhatEncodeWrote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawn(schematest.User).Draw(t, "user")
		text, err := schema.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		back, err := schema.Decode(text)
		if err != nil {
			t.Fatal(err)
		}
		if !schema.Equal(r, back) {
			t.Fatalf("wrote %v, read %v", r, back)
		}
	})
}

// wantError checks that an error is a schema.Error of that type.
func wantError(t testing.TB, err error, want schema.ScimType) {
	t.Helper()
	var e *schema.Error
	if !errors.As(err, &e) {
		t.Fatalf("got error %v; want one of type %s", err, want)
	}
	if e.ScimType != want || e.Detail == "" {
		t.Errorf("got %v; want type %s and a detail", e, want)
	}
}

// drawn makes a generator of what schematest makes up.
func drawn[T any](made func(schematest.Draw) T) *rapid.Generator[T] {
	return rapid.Custom(func(t *rapid.T) T {
		return made(func(n int, label string) int { return rapid.IntRange(0, n-1).Draw(t, label) })
	})
}
