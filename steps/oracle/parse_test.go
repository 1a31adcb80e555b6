package oracle

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseKeepsTheTree(t *testing.T) {
	got, err := Parse([]byte(` {"userName":"ada","active":true,"n":12345678901234567890.10,"emails":[{"value":"a"},null],"x":{}} `))
	if err != nil {
		t.Fatal(err)
	}
	want := Object{
		"userName": "ada",
		"active":   true,
		"n":        Number("12345678901234567890.10"),
		"emails":   []any{Object{"value": "a"}, nil},
		"x":        Object{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, problem string }{
		{"nothing", "", "empty"},
		{"white space", " \n", "empty"},
		{"a duplicate", `{"userName":"ada","userName":"grace"}`, `the member "userName" appears twice`},
		{"a duplicate in another case", `{"name":{"familyName":"a","FamilyName":"b"}}`, `"familyName" and "FamilyName" are the same name`},
		{"a cut object", `{"userName":"ada"`, "cut off"},
		{"a cut string", `{"userName":"ad`, "cut off"},
		{"a cut array", `[1,2`, "cut off"},
		{"text behind", `{} {}`, "more text follows"},
		{"a bracket behind", `{"a":1}}`, "more text follows"},
		{"a page", "<!DOCTYPE html><html>", "HTML"},
		{"a byte order mark", "\xef\xbb\xbf{}", "byte order mark"},
		{"invalid UTF-8", "{\"a\":\"\xff\"}", "invalid UTF-8"},
		{"half a surrogate", `{"a":"\ud800"}`, "surrogate"},
		{"a bare word", `{"a":yes}`, "invalid character"},
		{"a trailing comma", `{"a":1,}`, "invalid character"},
		{"a leading zero", `{"a":01}`, "invalid character"},
		{"not a number", `{"a":NaN}`, "invalid character"},
		{"depth", strings.Repeat("[", 101) + strings.Repeat("]", 101), "deeper than 100"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse([]byte(c.text))
			var parse *ParseError
			if !errors.As(err, &parse) || !strings.Contains(err.Error(), c.problem) {
				t.Errorf("Parse(%q) = %v, want a ParseError with %q", c.text, err, c.problem)
			}
		})
	}
}

func TestParseTakesTheDepthItAllows(t *testing.T) {
	if _, err := Parse([]byte(strings.Repeat("[", 100) + strings.Repeat("]", 100))); err != nil {
		t.Error(err)
	}
}

func TestParseErrorSaysWhere(t *testing.T) {
	_, err := Parse([]byte(`{"emails":[{"value":1,"VALUE":2}]}`))
	want := `not valid JSON: the members "value" and "VALUE" are the same name in SCIM (at byte 29, in /emails/0/VALUE)`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestParseObjectRefusesAnArray(t *testing.T) {
	if _, err := ParseObject([]byte(`[]`)); err == nil || !strings.Contains(err.Error(), "want an object, got an array") {
		t.Errorf("got %v", err)
	}
}

func TestMarshalWritesWhatParseRead(t *testing.T) {
	const text = `{"a":[1.0,1e5,"ü\n",null,true],"b":{"c":-0}}`
	value, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Marshal(value)
	if err != nil || string(got) != text {
		t.Errorf("got %s, %v", got, err)
	}
}

// What is cut before secrets are removed would show half of one.
func TestTextIsWhole(t *testing.T) {
	if got := Text(strings.Repeat("ä", 5000)); len([]rune(got)) != 5002 {
		t.Errorf("%d runes: %s", len([]rune(got)), got)
	}
	if got := Text(Object{"b": 1, "a": []any{nil}}); got != `{"a":[null],"b":1}` {
		t.Error(got)
	}
}

func TestNumbersOfOneValue(t *testing.T) {
	for _, c := range []struct {
		a, b Number
		same bool
	}{
		{"1", "1.0", true},
		{"10", "1e1", true},
		{"0.1", "1E-1", true},
		{"-0", "0", true},
		{"9007199254740993", "9007199254740992", false},
		{"1e999999999", "1e999999999", true},
		{"1e999999999", "1e999999998", false},
	} {
		if got := c.a.canonical() == c.b.canonical(); got != c.same {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}
