package faults

import (
	"net/http"
	"regexp"
	"strings"
)

// filters changes the filter of a list.
func filters(f func(string) string) rule {
	return on(http.MethodGet, users+" "+groups).ask(query("filter", f))
}

// filteredBy is for lists whose filter is like that.
func filteredBy(expression string) func(*request) bool {
	like := regexp.MustCompile(expression)
	return func(r *request) bool { return like.MatchString(r.filter()) }
}

// notFound is a list that shows nothing, for lists whose filter is like that.
func notFound(expression string) rule {
	return on(http.MethodGet, users).when(filteredBy(expression)).say(unlisted(nothing))
}

// unquoted changes what stands outside the quoted values of a filter.
func unquoted(f func(string) string) func(string) string {
	return func(filter string) string { return parts(filter, f, func(value string) string { return value }) }
}

// quoted changes the quoted values of a filter, as they are written.
func quoted(f func(string) string) func(string) string {
	return func(filter string) string { return parts(filter, func(text string) string { return text }, f) }
}

var value = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

func parts(filter string, outside, inside func(string) string) string {
	var made strings.Builder
	end := 0
	for _, found := range value.FindAllStringIndex(filter, -1) {
		made.WriteString(outside(filter[end:found[0]]))
		made.WriteString(`"` + inside(filter[found[0]+1:found[1]-1]) + `"`)
		end = found[1]
	}
	return made.String() + outside(filter[end:])
}

// taken reads one operator for another.
func taken(operator, forAnother string) violation {
	return filters(unquoted(func(text string) string {
		return strings.ReplaceAll(text, " "+operator+" ", " "+forAnother+" ")
	}))
}

// replaced replaces what is like the expression, and no value.
func replacedBy(expression, by string) func(string) string {
	like := regexp.MustCompile(expression)
	return func(filter string) string { return like.ReplaceAllString(filter, by) }
}

// filtering are faults of filters as a whole.
var filtering = []row{
	{
		"filter-ignored", "A filter is ignored, and everybody is listed",
		breaks{"RFC7644-3.4.2.2-04"},
		critical, "",
		on(http.MethodGet, users).ask(withoutQuery("filter")),
	},
	{
		"filter-quoted-value-rejected", "A quoted value is refused, only the bare form works",
		breaks{"RFC7644-3.4.2.2-04", "LIFECYCLE-CREATE-03"},
		high, "https://github.com/wso2/product-is/issues/3373",
		on(http.MethodGet, users).when(filteredBy(`"`)).do(refuse(http.StatusBadRequest, "invalidFilter", "unexpected quotation mark")),
	},
	{
		"filter-ignored-on-groups", "A filter on groups is ignored",
		breaks{"RFC7644-3.4.2.2-04"},
		high, "", on(http.MethodGet, groups).ask(withoutQuery("filter")),
	},
	{
		"filter-unknown-attribute-matches", "A filter on an attribute that does not exist matches everybody",
		breaks{"RFC7644-3.4.2.2-04"},
		high, "", on(http.MethodGet, users).when(filteredBy("^favourite")).ask(withoutQuery("filter")),
	},
	{
		"filter-result-duplicated", "A filter lists the same person twice",
		breaks{"LIFECYCLE-CREATE-02", "RFC7644-3.4.2-05"},
		medium, "https://github.com/wso2/product-is/issues/3563",
		on(http.MethodGet, users).when(asksFor("filter")).say(func(_ *request, a *response) {
			relist(a, func(list []any) []any { return append(list, list...) })
		}),
	},
	{
		"filter-names-case-sensitive", "Attribute and operator are read in their own case only",
		breaks{"RFC7644-3.4.2.2-i01"},
		medium, "", on(http.MethodGet, users).when(filteredBy("^USERNAME")).
			do(refuse(http.StatusBadRequest, "invalidFilter", "no such attribute")),
	},
	{
		"filter-uppercase-and-ignored", "What stands behind a capital AND is ignored",
		breaks{"RFC7644-3.4.2.2-i01"},
		medium, "https://github.com/wso2/product-is/issues/11807",
		filters(replacedBy(` AND .*$`, "")),
	},
	{
		"filter-username-case-sensitive", "A userName is found in its own case only",
		breaks{"RFC7644-3.4.2.2-24", "LIFECYCLE-CREATE-03"},
		high, "https://github.com/zulip/zulip/issues/21758",
		on(http.MethodGet, users).when(filteredBy(`^userName eq "[^"]*"$`)).say(unlisted(func(r *request, one object) bool {
			return r.filter() != `userName eq "`+textAt(one, "userName")+`"`
		})),
	},
	{
		"filter-external-id-any-case", "An externalId is found in any case",
		breaks{"RFC7643-3.1-i03"},
		medium, "", on(http.MethodGet, users).when(filteredBy(`^externalId eq`)).
			ask(query("filter", quoted(strings.ToLower))),
	},
	{
		"filter-externalid-unsupported", "A filter on externalId is answered 400",
		breaks{"LIFECYCLE-CREATE-12"},
		high, "https://github.com/OctopusDeploy/Issues/issues/9841",
		on(http.MethodGet, users).when(filteredBy(`^externalId`)).do(refuse(http.StatusBadRequest, "invalidFilter", "externalId")),
	},
	{
		"filter-externalid-finds-nobody", "Nobody is found by externalId",
		breaks{"RFC7644-3.4.2.2-i02", "LIFECYCLE-CREATE-03"},
		high, "", notFound(`^externalId`),
	},
	{
		"filter-id-finds-nobody", "Nobody is found by id", breaks{"RFC7644-3.4.2.2-i02"}, medium, "", notFound(`^id `),
	},
	{
		"filter-sub-attribute-finds-nobody", "Nobody is found by a sub-attribute",
		breaks{"RFC7644-3.4.2.2-i02"},
		medium, "", notFound(`^name\.`),
	},
	{
		"filter-first-email-only", "Only the first e-mail address is searched",
		breaks{"RFC7644-3.4.2.2-i17"},
		high, "", searched(func(emails []object) object { return emails[0] }),
	},
	{
		"filter-last-email-only", "Only the last e-mail address is searched",
		breaks{"RFC7644-3.4.2.2-i17"},
		high, "", searched(func(emails []object) object { return emails[len(emails)-1] }),
	},
	{
		"filter-username-finds-nobody", "Nobody is found by userName",
		breaks{"RFC7644-3.4.2.2-04", "RFC7644-3.4.2.2-24", "LIFECYCLE-CREATE-03", "LIFECYCLE-DEPROVISION-03", "LIFECYCLE-UPDATE-04", "LIFECYCLE-CLIENT-02"},
		critical, "", notFound(`^userName eq`),
	},
	{
		"filter-email-finds-nobody", "Nobody is found by e-mail address",
		breaks{"LIFECYCLE-CREATE-03"},
		high, "", notFound(`^emails`),
	},
	{
		"filter-core-urn-finds-nobody", "Nobody is found by the full name of an attribute",
		breaks{"RFC7644-3.4.2.2-i16"},
		medium, "", notFound(`^urn:.*core:2`),
	},
	{
		"filter-extension-finds-nobody", "Nobody is found by an attribute of an extension",
		breaks{"RFC7644-3.4.2.2-i16"},
		medium, "", notFound(`^urn:.*enterprise`),
	},
	{
		"filter-value-path-joined", "Square brackets speak of all the e-mail addresses at once",
		breaks{"RFC7644-3.4.2.2-15"},
		medium, "",
		filters(replacedBy(`^emails\[type (.*) and value (.*)\]$`, "emails.type $1 and emails.value $2")),
	},
	{
		"filter-value-path-finds-nobody", "Nobody is found by an expression in square brackets",
		breaks{"RFC7644-3.4.2.2-15"},
		medium, "", notFound(`\[`),
	},
	{
		"filter-syntax-swallowed", "A filter that cannot be read gives an empty list",
		breaks{"RFC7644-3.4.2.2-18", "RFC7644-3.4.2.2-23"},
		medium, "",
		on(http.MethodGet, users).when(asksFor("filter")).answered(http.StatusBadRequest).say(status(http.StatusOK), says(emptyList)),
	},
	{
		"filter-syntax-500", "A filter that cannot be read is answered 500",
		breaks{"RFC7644-3.4.2.2-18"},
		medium, "",
		on(http.MethodGet, users).when(asksFor("filter")).answered(http.StatusBadRequest).
			say(refusal(http.StatusInternalServerError, "", "unexpected token")),
	},
	{
		"filter-open-bracket-closed", "A bracket that is open is closed in silence",
		breaks{"RFC7644-3.4.2.2-18", "RFC7644-3.12-i11"},
		low, "", filters(replacedBy(`^\([^)]*$`, "$0)")),
	},
	{
		"filter-refusal-without-scimtype", "The refusal of a filter has no scimType",
		breaks{"RFC7644-3.12-i11"},
		low, "", on(http.MethodGet, users).when(asksFor("filter")).answered(http.StatusBadRequest).
			say(document(drop("scimType"))),
	},
	{
		"filter-unknown-operator-as-eq", "An operator that nobody knows is taken for eq",
		breaks{"RFC7644-3.4.2.2-23"},
		medium, "", taken("regex", "eq"),
	},
}

// searched finds people by one of their e-mail addresses alone.
func searched(which func([]object) object) violation {
	return on(http.MethodGet, users).when(filteredBy(`^emails\.value eq`)).say(unlisted(func(r *request, one object) bool {
		list, _ := one["emails"].([]any)
		emails := objects(list)
		return len(emails) == 0 || !strings.Contains(r.filter(), textAt(which(emails), "value"))
	}))
}
