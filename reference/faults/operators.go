package faults

import (
	"net/http"
	"net/url"
	"strings"
)

// operating are faults of single operators.
var operating = []row{
	{"filter-ne-as-eq", "ne is taken for eq", breaks{"RFC7644-3.4.2.2-i03"}, medium, "", taken("ne", "eq")},
	{
		"filter-co-as-sw", "co looks at the beginning only",
		breaks{"RFC7644-3.4.2.2-i04"},
		medium, "",
		taken("co", "sw"),
	},
	{
		"filter-co-as-ew", "co looks at the end only",
		breaks{"RFC7644-3.4.2.2-i04"},
		medium, "",
		taken("co", "ew"),
	},
	{"filter-co-as-eq", "co is taken for eq", breaks{"RFC7644-3.4.2.2-i04"}, medium, "", taken("co", "eq")},
	{
		"filter-co-never-whole", "co leaves out who has the very value",
		breaks{"RFC7644-3.4.2.2-i04"},
		low, "",
		neverWhole("co"),
	},
	{"filter-sw-as-eq", "sw is taken for eq", breaks{"RFC7644-3.4.2.2-i05"}, medium, "", taken("sw", "eq")},
	{
		"filter-sw-never-whole", "sw leaves out who has the very value",
		breaks{"RFC7644-3.4.2.2-i05"},
		low, "",
		neverWhole("sw"),
	},
	{"filter-ew-as-sw", "ew is taken for sw", breaks{"RFC7644-3.4.2.2-i06"}, medium, "", taken("ew", "sw")},
	{
		"filter-ew-never-whole", "ew leaves out who has the very value",
		breaks{"RFC7644-3.4.2.2-i06"},
		low, "",
		neverWhole("ew"),
	},
	{
		"filter-pr-always", "pr holds of everybody",
		breaks{"RFC7644-3.4.2.2-i07"},
		medium, "",
		filters(unquoted(replacedBy(`^(title|emails) pr`, "id pr"))),
	},
	{"filter-gt-as-lt", "gt is taken for lt", breaks{"RFC7644-3.4.2.2-i08"}, medium, "", taken("gt", "lt")},
	{"filter-ge-as-le", "ge is taken for le", breaks{"RFC7644-3.4.2.2-i09"}, medium, "", taken("ge", "le")},
	{"filter-lt-as-gt", "lt is taken for gt", breaks{"RFC7644-3.4.2.2-i10"}, medium, "", taken("lt", "gt")},
	{"filter-le-as-ge", "le is taken for ge", breaks{"RFC7644-3.4.2.2-i11"}, medium, "", taken("le", "ge")},
	{
		"filter-date-string-comparison", "Points in time are compared as texts",
		breaks{"RFC7644-3.4.2.2-i08"},
		medium, "https://github.com/thomaspoignant/scim2-parse-filter/issues/170",
		filters(quoted(replacedBy(`^(\d{4}-\d\d-\d\dT[\d:]+)[+-]\d\d:\d\d$`, "${1}Z"))),
	},
	{"filter-and-as-or", "and is taken for or", breaks{"RFC7644-3.4.2.2-i12"}, high, "", taken("and", "or")},
	{"filter-or-as-and", "or is taken for and", breaks{"RFC7644-3.4.2.2-i13"}, high, "", taken("or", "and")},
	{
		"filter-not-ignored", "not is ignored",
		breaks{"RFC7644-3.4.2.2-i14", "RFC7644-3.4.2.2-19"},
		high, "",
		filters(unquoted(replacedBy(`\bnot \(`, "("))),
	},
	{
		"filter-or-before-and", "or binds tighter than and",
		breaks{"RFC7644-3.4.2.2-19"},
		high, "",
		filters(bound(" and ", " or ")),
	},
	{
		"filter-left-to-right", "and is given no precedence over or",
		breaks{"RFC7644-3.4.2.2-19"},
		high, "",
		filters(leftToRight),
	},
	{
		"filter-parentheses-lost", "Brackets are ignored",
		breaks{"RFC7644-3.4.2.2-19"},
		high, "https://github.com/simpleidserver/SimpleIdServer/issues/912",
		filters(unquoted(strings.NewReplacer("(", "", ")", "").Replace)),
	},
	{
		"filter-parentheses-rejected", "A filter with brackets is answered 400 invalidValue",
		breaks{"RFC7644-3.4.2.2-19"},
		medium, "https://github.com/wso2/charon/issues/273",
		on(http.MethodGet, users+" "+groups).when(filteredBy(`^(?:[^"]|"(?:[^"\\]|\\.)*")*\(`)).
			do(refuse(http.StatusBadRequest, "invalidValue", "no such attribute")),
	},
	{
		"filter-not-reaches-too-far", "not speaks of everything that follows",
		breaks{"RFC7644-3.4.2.2-19"},
		medium, "",
		filters(replacedBy(`^not \(([^)]*)\) and (.*)$`, "not ($1 and $2)")),
	},
}

func orderingBooleans() []row {
	var rows []row
	for _, o := range []struct{ operator, requirement string }{
		{"gt", "RFC7644-3.4.2.2-09"}, {"ge", "RFC7644-3.4.2.2-10"}, {"lt", "RFC7644-3.4.2.2-11"}, {"le", "RFC7644-3.4.2.2-12"},
	} {
		rows = append(rows, row{
			"filter-boolean-" + o.operator, o.operator + " is applied to a boolean",
			breaks{o.requirement},
			low, "",
			filters(replacedBy(` active `+o.operator+` true`, " active eq true")),
		})
	}
	return rows
}

// neverWhole leaves out of an operator on texts who has the very value.
func neverWhole(operator string) violation {
	return filters(replacedBy(`^(\w+) `+operator+` (".*")$`, "$1 "+operator+" $2 and not ($1 eq $2)"))
}

// bound brackets what looser joins, if both operators are there and no brackets are.
func bound(tighter, looser string) func(string) string {
	return func(filter string) string {
		if strings.ContainsAny(filter, "()") || !strings.Contains(filter, tighter) || !strings.Contains(filter, looser) {
			return filter
		}
		clauses := strings.Split(filter, tighter)
		return "(" + strings.Join(clauses, ")"+tighter+"(") + ")"
	}
}

// leftToRight brackets everything before an and that follows an or.
func leftToRight(filter string) string {
	first, last, ok := strings.Cut(filter, " and ")
	if !ok || !strings.Contains(first, " or ") || strings.ContainsAny(filter, "()") {
		return filter
	}
	return "(" + first + ") and " + last
}

// valuing are faults in how the values of a filter are read.
var valuing = []row{
	{
		"filter-true-ignored", "active eq true holds of everybody",
		breaks{"RFC7644-3.4.2.2-i15"},
		medium, "",
		filters(replacedBy(` and active eq true$`, "")),
	},
	{
		"filter-false-finds-nobody", "active eq false holds of nobody",
		breaks{"RFC7644-3.4.2.2-i15"},
		medium, "", notFound(`active eq false$`),
	},
	{
		"filter-escaped-quote-lost", "An escaped quotation mark is lost",
		breaks{"RFC7644-3.4.2.2-i15"},
		medium, "",
		filters(quoted(func(text string) string { return strings.ReplaceAll(text, `\"`, "") })),
	},
	{
		"filter-escaped-backslash-doubled", "An escaped backslash is taken for two",
		breaks{"RFC7644-3.4.2.2-i15"},
		medium, "",
		filters(quoted(func(text string) string { return strings.ReplaceAll(text, `\\`, `\\\\`) })),
	},
	{
		"filter-apostrophe-doubled", "An apostrophe is doubled as if for SQL",
		breaks{"RFC7644-3.4.2.2-i02"},
		high, "",
		filters(quoted(func(text string) string { return strings.ReplaceAll(text, "'", "''") })),
	},
	{
		"server-filter-encoded-chars-rejected", "The signs of a URL are decoded twice",
		breaks{"RFC7644-3.4.2.2-i02"},
		medium, "https://github.com/fdipuma/scrima-dotnet/pull/5",
		on(http.MethodGet, users).do(decodedTwice),
	},
	{
		"filter-value-keyword-breaks", "A value ends at a word of the grammar: and, or, not",
		breaks{"RFC7644-3.4.2.2-i02"},
		low, "https://github.com/wso2/charon/pull/362",
		filters(quoted(replacedBy(`(?i)\b(and|or|not)\b.*$`, ""))),
	},
	{
		"filter-value-bracket-500", "A square bracket in a value is answered 500",
		breaks{"RFC7644-3.4.2.2-i02"},
		medium, "",
		on(http.MethodGet, users).when(filteredBy(`"[^"]*\[[^"]*"`)).do(refuse(http.StatusInternalServerError, "", "index out of range")),
	},
	{
		"filter-star-is-wildcard", "An asterisk stands for anything",
		breaks{"RFC7644-3.4.2.2-i02"},
		high, "https://github.com/wso2/carbon-kernel/pull/306",
		filters(replacedBy(`^(\w+) eq "([^"*]*)\*[^"]*"$`, `$1 sw "$2"`)),
	},
	{
		"filter-non-ascii-rejected", "A value with other letters than those of English is answered 400",
		breaks{"RFC7644-3.4.2.2-i02"},
		high, "https://github.com/apache/directory-scimple/issues/981",
		on(http.MethodGet, users+" "+groups).when(filteredBy(`[^\x00-\x7F]`)).
			do(refuse(http.StatusBadRequest, "invalidFilter", "token recognition error")),
	},
	{
		"filter-accents-lost", "Letters with accents are searched without them",
		breaks{"RFC7644-3.4.2.2-i02"},
		medium, "",
		filters(quoted(only(func(r rune) bool { return r < 0x80 || r > 0x2FF }))),
	},
	{
		"filter-non-latin-lost", "Letters beyond Latin are lost",
		breaks{"RFC7644-3.4.2.2-i02"},
		medium, "",
		filters(quoted(only(func(r rune) bool { return r < 0x300 || r > 0xFFFF }))),
	},
	{
		"filter-emoji-lost", "What UTF-16 writes in two halves is lost",
		breaks{"RFC7644-3.4.2.2-i02"},
		low, "",
		filters(quoted(only(func(r rune) bool { return r <= 0xFFFF }))),
	},
}

// decodedTwice reads a filter as if it were still encoded, and refuses what then is none.
func decodedTwice(r *request) *response {
	values := r.query()
	if !values.Has("filter") {
		return r.forward()
	}
	filter, err := url.QueryUnescape(values.Get("filter"))
	if err != nil {
		return failed(http.StatusBadRequest, "invalidFilter", "invalid escape")
	}
	filter, _, _ = strings.Cut(filter, "&")
	filter, _, _ = strings.Cut(filter, "#")
	values.Set("filter", filter)
	r.setQuery(values)
	return r.forward()
}

// only keeps some letters of a text.
func only(kept func(rune) bool) func(string) string {
	return func(text string) string {
		return strings.Map(func(r rune) rune {
			if kept(r) {
				return r
			}
			return -1
		}, text)
	}
}
