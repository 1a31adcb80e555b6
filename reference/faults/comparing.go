package faults

import (
	"net/http"
	"strings"
)

// comparing are operators that look at too much of a value, or at too little, and values
// that are taken for syntax.
var comparing = []row{
	{"filter-gt-as-ge", "gt takes who has the very value", breaks{"RFC7644-3.4.2.2-i08"}, medium, "", taken("gt", "ge")},
	{"filter-ge-as-gt", "ge leaves out who has the very value", breaks{"RFC7644-3.4.2.2-i09"}, medium, "", taken("ge", "gt")},
	{"filter-lt-as-le", "lt takes who has the very value", breaks{"RFC7644-3.4.2.2-i10"}, medium, "", taken("lt", "le")},
	{"filter-le-as-lt", "le leaves out who has the very value", breaks{"RFC7644-3.4.2.2-i11"}, medium, "", taken("le", "lt")},
	{
		"filter-numbers-as-texts", "Numbers are compared as texts, so that 42 comes before 9",
		breaks{"RFC7644-3.4.2.2-i08", "RFC7644-3.4.2.2-i09"},
		medium, "", notFound(` g[te] 9 and `),
	},
	{
		"filter-ge-number-as-gt", "ge leaves out who has the very number",
		breaks{"RFC7644-3.4.2.2-i09"},
		medium, "", notFound(` ge \d\d and `),
	},
	{
		"filter-le-moment-as-lt", "le leaves out who has the very point in time",
		breaks{"RFC7644-3.4.2.2-i11"},
		medium, "", notFound(` le "[^"]*03:04:05Z" and `),
	},
	{
		"filter-co-at-the-ends", "co looks at the beginning and at the end, and not between",
		breaks{"RFC7644-3.4.2.2-i04"},
		medium, "",
		filters(replacedBy(`^(\w+) co (".*")$`, "$1 sw $2 or $1 ew $2")),
	},
	{"filter-sw-as-co", "sw looks everywhere", breaks{"RFC7644-3.4.2.2-i05"}, medium, "", taken("sw", "co")},
	{"filter-ew-as-co", "ew looks everywhere", breaks{"RFC7644-3.4.2.2-i06"}, medium, "", taken("ew", "co")},
	{"filter-eq-as-co", "eq is content with a part of the value", breaks{"RFC7644-3.4.2.2-i02"}, high, "", titled("co")},
	{"filter-eq-as-sw", "eq is content with a beginning of the value", breaks{"RFC7644-3.4.2.2-i02"}, high, "", titled("sw")},
	{"filter-eq-as-ew", "eq is content with an end of the value", breaks{"RFC7644-3.4.2.2-i02"}, high, "", titled("ew")},
	{
		"filter-ne-as-not-co", "ne leaves out who has more than the value",
		breaks{"RFC7644-3.4.2.2-i03"},
		medium, "",
		filters(replacedBy(`^title ne ("[^"]*")`, "not (title co $1)")),
	},
	{
		"filter-first-address-only", "Only the first address is searched",
		breaks{"RFC7644-3.4.2.2-i17"},
		medium, "",
		on(http.MethodGet, users).when(filteredBy(`^addresses\.locality eq`)).say(unlisted(func(r *request, one object) bool {
			list, _ := one["addresses"].([]any)
			addresses := objects(list)
			return len(addresses) == 0 || !strings.Contains(r.filter(), textAt(addresses[0], "locality"))
		})),
	},
	{
		"filter-first-member-only", "A group is found by its first member only",
		breaks{"RFC7644-3.4.2.2-i17"},
		medium, "",
		on(http.MethodGet, groups).when(filteredBy(`^members\.value eq`)).say(unlisted(func(r *request, one object) bool {
			list, _ := one["members"].([]any)
			return len(list) == 0 || !strings.Contains(r.filter(), idsIn(list)[0])
		})),
	},
	{
		"filter-group-finds-nobody", "Nobody is found by a group",
		breaks{"RFC7644-3.4.2.2-i17"},
		medium, "", notFound(`^groups\.value`),
	},
	{
		"filter-capital-operators-declined", "Operators in capitals are declined",
		breaks{"RFC7644-3.4.2.2-i01"},
		medium, "", declined(` (AND|SW) `),
	},
	{
		"filter-not-lost-by-index", "not is lost where the attribute has an index",
		breaks{"RFC7644-3.4.2.2-i14"},
		high, "",
		filters(replacedBy(`\bnot \((userName eq "[^"]*")\)`, "$1")),
	},
	{
		"filter-rest-lost-by-index", "Who is found by an index is not held against the rest of the filter",
		breaks{"RFC7644-3.4.2.2-i12"},
		high, "",
		filters(replacedBy(`^(userName eq "[^"]*") and nickName .*$`, "$1")),
	},
	{
		"filter-or-lost-by-index", "What stands beside an indexed attribute behind or is lost",
		breaks{"RFC7644-3.4.2.2-i13"},
		high, "",
		filters(replacedBy(`^(userName eq "[^"]*") or nickName .*$`, "$1")),
	},
	{
		"filter-bracket-in-value-declined", "A bracket in a value is taken for syntax, and declined",
		breaks{"RFC7644-3.4.2.2-i02"},
		high, "", declined(`"[^"]*[\[(][^"]*"`),
	},
	{
		"filter-quote-in-value-declined", "An escaped quotation mark in a value is declined",
		breaks{"RFC7644-3.4.2.2-i15"},
		medium, "", declined(`\\"`),
	},
	{
		"filter-backslash-in-value-declined", "An escaped backslash in a value is declined",
		breaks{"RFC7644-3.4.2.2-i15"},
		medium, "", declined(`\\\\`),
	},
	{
		"filter-unicode-in-value-declined", "Letters beyond ASCII in a value are declined",
		breaks{"RFC7644-3.4.2.2-i02"},
		high, "", declined(`[^\x00-\x7f]`),
	},
}

// titled reads eq on the title as another operator.
func titled(operator string) violation {
	return filters(replacedBy(`^title eq (".*")$`, "title "+operator+" $1"))
}

// declined refuses filters that are like the expression, as if they could not be read.
func declined(expression string) violation {
	return on(http.MethodGet, users).when(filteredBy(expression)).
		do(refuse(http.StatusBadRequest, "invalidFilter", "the filter cannot be read"))
}
