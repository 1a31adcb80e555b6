package filter_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/filter"
	"github.com/scimproof/scimproof/reference/schema"
)

func path(text string) schema.AttributePath {
	p, err := schema.ParseAttributePath(text)
	if err != nil {
		panic(err)
	}
	return p
}

func attr(name string, op filter.Operator, value any) filter.Attr {
	return filter.Attr{Path: path(name), Op: op, Value: value}
}

// The examples of RFC 7644 section 3.4.2.2, Figure 2, and the corners of its
// grammar, Figure 1.
func TestParse(t *testing.T) {
	var (
		a = attr("a", filter.Present, nil)
		b = attr("b", filter.Present, nil)
		c = attr("c", filter.Present, nil)
	)
	for text, want := range map[string]filter.Expr{
		`userName eq "bjensen"`:          attr("userName", filter.Equal, "bjensen"),
		`name.familyName co "O'Malley"`:  attr("name.familyName", filter.Contains, "O'Malley"),
		`USERNAME Eq "x"`:                attr("USERNAME", filter.Equal, "x"),
		`title pr`:                       attr("title", filter.Present, nil),
		`title PR`:                       attr("title", filter.Present, nil),
		`active eq true`:                 attr("active", filter.Equal, true),
		`active ne FALSE`:                attr("active", filter.NotEqual, false),
		`manager eq null`:                attr("manager", filter.Equal, nil),
		`n gt -1.5e+3`:                   attr("n", filter.GreaterThan, schema.Number("-1.5e+3")),
		`a eq "\"\\\/\b\f\n\r\t\u00e9"`:  attr("a", filter.Equal, "\"\\/\b\f\n\r\té"),
		`a eq "\ud83d\ude00"`:            attr("a", filter.Equal, "😀"),
		`a eq ""`:                        attr("a", filter.Equal, ""),
		`a eq "(not) [x] and ] or ) pr"`: attr("a", filter.Equal, "(not) [x] and ] or ) pr"),
		`value eq"2819c223"`:             attr("value", filter.Equal, "2819c223"), // section 3.5.2.2 has it so
		`meta.lastModified ge "2011-05-13T04:42:34Z"`:  attr("meta.lastModified", filter.GreaterOrEqual, "2011-05-13T04:42:34Z"),
		schema.UserURN + `:userName sw "J"`:            attr(schema.UserURN+":userName", filter.StartsWith, "J"),
		schema.EnterpriseURN + `:manager.value ew "1"`: attr(schema.EnterpriseURN+":manager.value", filter.EndsWith, "1"),
		`members.$ref pr`:                              attr("members.$ref", filter.Present, nil),
		`not eq "x"`:                                   attr("not", filter.Equal, "x"), // no operator without a parenthesis
		`and pr and or pr`:                             filter.And{attr("and", filter.Present, nil), attr("or", filter.Present, nil)},
		`  a   pr  `:                                   a,
		`((a pr))`:                                     a,
		`a pr and b pr or c pr`:                        filter.Or{filter.And{a, b}, c}, // erratum 4670
		`a pr or b pr and c pr`:                        filter.Or{a, filter.And{b, c}},
		`a pr and b pr and c pr`:                       filter.And{filter.And{a, b}, c},
		`a pr or (b pr or c pr)`:                       filter.Or{a, filter.Or{b, c}},
		`(a pr or b pr) AND c pr`:                      filter.And{filter.Or{a, b}, c},
		`not (a pr)`:                                   filter.Not{a},
		`NOT(a pr)`:                                    filter.Not{a}, // erratum 7319
		`not (not (a pr)) and b pr`:                    filter.And{filter.Not{filter.Not{a}}, b},
		`a pr and not (b pr or c pr)`:                  filter.And{a, filter.Not{filter.Or{b, c}}},
		`emails[a pr]`:                                 filter.ValuePath{path("emails"), a},
		`emails[ not (a pr) and b pr ]`:                filter.ValuePath{path("emails"), filter.And{filter.Not{a}, b}},
		`emails[a pr] or ims[b pr or c pr]`:            filter.Or{filter.ValuePath{path("emails"), a}, filter.ValuePath{path("ims"), filter.Or{b, c}}},
		`emails[a pr or b pr].value eq "x"`:            filter.ValuePath{path("emails"), filter.And{filter.Or{a, b}, attr("value", filter.Equal, "x")}},
		schema.UserURN + `:emails[a pr]`:               filter.ValuePath{path(schema.UserURN + ":emails"), a},
		`a pr and (b pr) or emails[c pr].d pr `:        filter.Or{filter.And{a, b}, filter.ValuePath{path("emails"), filter.And{c, attr("d", filter.Present, nil)}}},
	} {
		got, err := filter.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", text, diff)
		}
	}
}

// RFC 7644 section 3.4.2.2 and Table 9: invalidFilter, with the position.
func TestParseRefuses(t *testing.T) {
	for text, position := range map[string]string{
		``:                          "at character 1:",
		` `:                         "at character 2:",
		`userName`:                  "at character 9:",
		`userName eq`:               "at character 12:",
		`userName eq bjensen`:       "at character 13:",
		`userName eq 'bjensen'`:     "at character 13:",
		`userName is "x"`:           "at character 10:",
		`eq "x"`:                    "at character 4:",
		`userName eq "x`:            "at character 13:",
		`userName eq "\x"`:          "at character 13:",
		`userName eq "\ud800"`:      "at character 13:",
		"userName eq \"a\tb\"":      "at character 13:",
		`é pr`:                      "at character 1:",
		`userName eq "é" oder a pr`: "at character 17:",
		`n eq 01`:                   "at character 6:",
		`n eq .5`:                   "at character 6:",
		`n eq +5`:                   "at character 6:",
		`n eq NaN`:                  "at character 6:",
		`a pr and`:                  "at character 9:",
		`a pr or OR b pr`:           "at character 12:",
		`and a pr`:                  "at character 5:",
		`(a pr`:                     "at character 6:",
		`a pr)`:                     "at character 5:",
		`()`:                        "at character 2:",
		`not title pr`:              "at character 5:",
		`a pr b pr`:                 "at character 6:",
		`emails[a pr`:               "at character 12:",
		`emails[a pr)`:              "at character 12:",
		`emails[]`:                  "at character 8:",
		`emails[a pr] eq "x"`:       "at character 14:",
		`emails[a pr].value`:        "at character 19:",
		`emails[a[b pr]]`:           "at character 9:",
		`emails [a pr]`:             "at character 8:",
		`name..givenName pr`:        "at character 1:",
		`a.b.c pr`:                  "at character 1:",
		`emails[0] pr`:              "at character 8:",
		"a eq \"\xff\"":             "",
	} {
		_, err := filter.Parse(text)
		if detail := wantError(t, text, err, schema.ScimInvalidFilter); !strings.Contains(detail, position) {
			t.Errorf("%q: got %q; want it %s", text, detail, position)
		}
	}
}

// wantError checks the type of an error and returns its detail.
func wantError(t testing.TB, text string, err error, want schema.ScimType) string {
	t.Helper()
	var e *schema.Error
	if !errors.As(err, &e) || e.ScimType != want {
		t.Fatalf("%q: got error %v; want one of type %s", text, err, want)
	}
	return e.Detail
}

func TestParseLimits(t *testing.T) {
	chain := strings.Repeat("a pr or ", 4000) + "a pr"
	e, err := filter.Parse(chain)
	if err != nil || e.String() != chain {
		t.Errorf("a long chain of or is refused: %v", err)
	}
	for what, text := range map[string]string{
		"parentheses": strings.Repeat("(", 10000) + "a pr" + strings.Repeat(")", 10000),
		"not":         strings.Repeat("not (", 100) + "a pr" + strings.Repeat(")", 100),
		"unclosed":    strings.Repeat("(", 30000),
		"length":      strings.Repeat("a pr or ", 5000) + "a pr",
		"number":      "a eq " + strings.Repeat("1", 1000),
	} {
		_, err := filter.Parse(text)
		wantError(t, what, err, schema.ScimInvalidFilter)
	}
}

func TestParseReadsWhatStringWrote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyExpr(3).Draw(t, "filter")
		got, err := filter.Parse(want.String())
		if err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s: %s", want, diff)
		}
	})
}

// anyExpr generates expressions whether they make sense or not.
func anyExpr(depth int) *rapid.Generator[filter.Expr] {
	return rapid.Custom(func(t *rapid.T) filter.Expr {
		kind := 0
		if depth > 0 {
			kind = rapid.IntRange(0, 4).Draw(t, "kind")
		}
		sub := func(name string) filter.Expr { return anyExpr(depth-1).Draw(t, name) }
		switch kind {
		case 1:
			return filter.And{Left: sub("left"), Right: sub("right")}
		case 2:
			return filter.Or{Left: sub("left"), Right: sub("right")}
		case 3:
			return filter.Not{Expr: sub("not")}
		case 4:
			return filter.ValuePath{Path: anyPath().Draw(t, "path"), Filter: flat(sub("value path"))}
		default:
			return anyAttr().Draw(t, "attribute")
		}
	})
}

// flat replaces value paths, which do not nest, by what they are about.
func flat(e filter.Expr) filter.Expr {
	switch e := e.(type) {
	case filter.And:
		return filter.And{Left: flat(e.Left), Right: flat(e.Right)}
	case filter.Or:
		return filter.Or{Left: flat(e.Left), Right: flat(e.Right)}
	case filter.Not:
		return filter.Not{Expr: flat(e.Expr)}
	case filter.ValuePath:
		return flat(e.Filter)
	default:
		return e
	}
}

func anyPath() *rapid.Generator[schema.AttributePath] {
	return rapid.Custom(func(t *rapid.T) schema.AttributePath {
		return path(rapid.SampledFrom([]string{
			"userName", "name.givenName", "$ref", "not", "and", "eq", "true", "null",
			schema.EnterpriseURN + ":manager.value", "http://example.com/a-b:c_d",
		}).Draw(t, "name"))
	})
}

func anyAttr() *rapid.Generator[filter.Attr] {
	return rapid.Custom(func(t *rapid.T) filter.Attr {
		a := filter.Attr{Path: anyPath().Draw(t, "path"), Op: anyOperator().Draw(t, "op")}
		if a.Op != filter.Present {
			a.Value = anyLiteral().Draw(t, "value")
		}
		return a
	})
}

func anyOperator() *rapid.Generator[filter.Operator] {
	return rapid.SampledFrom([]filter.Operator{
		filter.Equal, filter.NotEqual, filter.Contains, filter.StartsWith, filter.EndsWith, filter.Present,
		filter.GreaterThan, filter.GreaterOrEqual, filter.LessThan, filter.LessOrEqual,
	})
}

func anyLiteral() *rapid.Generator[any] {
	return rapid.OneOf(
		rapid.Map(rapid.String(), func(s string) any { return s }),
		rapid.SampledFrom([]any{true, false, nil, schema.Number("0"), schema.Number("-1.5E+3"), `"`, `\`}),
	)
}

// FuzzParse holds that no filter makes it panic, that every refusal is typed,
// and that what passes can be written and read again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`userName eq "bjensen"`, `not (a pr) and b co "\u0041" or c gt 1e9`, `emails[type eq "work" and value co "@x"]`,
		`emails[type eq "work" or primary eq true].value sw "a"`, schema.EnterpriseURN + `:manager eq null`,
		`(((a pr)))`, `a eq"x"`, `not(a pr)`, `a pr and`, `a eq "\ud800"`, `[`, `a[`, "\x00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := filter.Parse(text)
		if err != nil {
			wantError(t, text, err, schema.ScimInvalidFilter)
			return
		}
		if _, err := filter.Compile(e, schema.User()); err != nil {
			wantError(t, text, err, schema.ScimInvalidFilter)
		}
		filter.Equalities(e, schema.User())
		written := e.String()
		if len(written) > 30000 {
			return // spaces that were left out may make it too long
		}
		again, err := filter.Parse(written)
		if err != nil || !cmp.Equal(e, again) {
			t.Fatalf("%q is written as %q and read as %v, %v", text, written, again, err)
		}
	})
}
