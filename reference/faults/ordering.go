package faults

import (
	"net/http"
	"slices"
	"strings"
)

// sortsBy tells whether a list is to be sorted by such an attribute.
func sortsBy(condition func(string) bool) func(*request) bool {
	return func(r *request) bool { return condition(r.query().Get("sortBy")) }
}

func descending(r *request) bool { return r.query().Get("sortOrder") == "descending" }

// unsorted forgets the order that was asked for.
var unsorted = withoutQuery("sortBy", "sortOrder")

// ordering are faults of sorted lists and of pages that show only from the second page on, or
// by another attribute than a name.
var ordering = []row{
	{
		"sort-by-extension-ignored", "sortBy is ignored where it names an attribute of an extension",
		breaks{"RFC7644-3.4.2.3-03"},
		medium, "", userLists.when(sortsBy(func(name string) bool { return strings.HasPrefix(name, enterprise) })).ask(unsorted),
	},
	{
		"sort-by-full-name-ignored", "sortBy is ignored where it names an attribute in full",
		breaks{"RFC7644-3.10-i01"},
		low, "", userLists.when(sortsBy(func(name string) bool { return strings.HasPrefix(name, coreUser) })).ask(unsorted),
	},
	{
		"sort-by-username-ignored", "sortBy is ignored where it names userName",
		breaks{"RFC7644-3.4.2.3-03"},
		medium, "", userLists.when(sortsBy(func(name string) bool { return name == "userName" })).ask(unsorted),
	},
	{
		"sort-by-meta-ignored", "sortBy is ignored where it names meta.created",
		breaks{"RFC7644-3.4.2.3-03"},
		medium, "", userLists.when(sortsBy(func(name string) bool { return strings.HasPrefix(name, "meta.") })).ask(unsorted),
	},
	{
		"sort-name-in-its-case", "The name of an attribute in sortBy is compared with its case",
		breaks{"RFC7644-3.10-i02"},
		low, "", userLists.when(sortsBy(func(name string) bool { return name != "" && name == strings.ToUpper(name) })).ask(unsorted),
	},
	{
		"sort-descending-page-of-ascending", "A page in descending order is that of the ascending order, turned round",
		breaks{"RFC7644-3.4.2.4-i03"},
		high, "", userLists.when(descending, asksFor("count")).ask(withoutQuery("sortOrder")).say(func(_ *request, a *response) {
			relist(a, func(list []any) []any {
				slices.Reverse(list)
				return list
			})
		}),
	},
	{
		"sort-ties-by-page", "Who has the same value comes in another order on every page",
		breaks{"RFC7644-3.4.2.4-i04"},
		high, "", userLists.when(sortsBy(func(name string) bool { return name == "title" }), asksFor("startIndex")).do(turnedTies),
	},
	{
		"sort-in-search-of-extension-ignored", "A search ignores sortBy where it names an attribute of an extension",
		breaks{"RFC7644-3.4.3-12"},
		low, "", on(http.MethodPost, users+"/.search").when(func(r *request) bool {
			return strings.HasPrefix(textAt(r.object(), "sortBy"), enterprise)
		}).ask(body(drop("sortBy"))),
	},
	{
		"cursor-order-ascending", "Pages by cursor are in ascending order whatever is asked for",
		breaks{"RFC9865-2.2-i01"},
		medium, "", userLists.when(asksFor("cursor")).ask(withoutQuery("sortOrder")),
	},
	{
		"cursor-without-sortby-repeats", "The second page by cursor in an order begins again",
		breaks{"RFC9865-2.2-i01"},
		high, "", userLists.when(asksFor("cursor", "sortBy"), descending).ask(query("cursor", func(string) string { return "" })),
	},
	{
		"page-itemsperpage-as-asked", "itemsPerPage is the count that was asked for",
		breaks{"RFC7644-3.4.2-09"},
		low, "", userLists.when(asksFor("count")).say(func(r *request, a *response) {
			document(set("itemsPerPage", decode([]byte(`{"n":` + r.query().Get("count") + `}`))["n"]))(r, a)
		}),
	},
	{
		"page-startindex-always-one", "startIndex is 1 on every page",
		breaks{"RFC7644-3.4.2-08"},
		medium, "", userLists.say(document(change("startIndex", func(any) any { return 1 }))),
	},
	{
		"page-short-last-dropped", "A last page that is not full is empty",
		breaks{"RFC7644-3.4.2.4-i03"},
		high, "", userLists.when(asksFor("startIndex", "count")).say(func(r *request, a *response) {
			shown, _ := a.object()["Resources"].([]any)
			if count := r.query().Get("count"); count != "" && count != "0" && len(shown) > 0 && len(count) == 1 && len(shown) < int(count[0]-'0') {
				document(set("Resources", []any{}), set("itemsPerPage", 0))(r, a)
			}
		}),
	},
	{
		"page-total-of-everybody", "totalResults counts everybody, and not who matches the filter",
		breaks{"RFC7644-3.4.2.4-i03"},
		medium, "", userLists.when(asksFor("filter", "count")).say(func(r *request, a *response) {
			document(set("totalResults", r.also(http.MethodGet, users+"?count=0", nil).object()["totalResults"]))(r, a)
		}),
	},
	{
		"page-count-zero-without-total", "A count of 0 is answered with a totalResults of 0",
		breaks{"RFC7644-3.4.2.4-i01"},
		medium, "", userLists.when(func(r *request) bool { return r.query().Get("count") == "0" }).say(document(set("totalResults", 0))),
	},
	{
		"search-count-zero-is-all", "A search with a count of 0 shows everybody",
		breaks{"RFC7644-3.4.3-i01"},
		medium, "", on(http.MethodPost, users+"/.search").when(func(r *request) bool { return r.object()["count"] == float64(0) }).ask(body(drop("count"))),
	},
	{
		"search-startindex-zero-refused", "A search with a startIndex of 0 is refused",
		breaks{"RFC7644-3.4.3-i01"},
		low, "", on(http.MethodPost, users+"/.search").when(func(r *request) bool { return r.object()["startIndex"] == float64(0) }).
			do(refuse(http.StatusBadRequest, "invalidValue", "startIndex")),
	},
	{
		"search-attributes-of-extension-ignored", "A search that asks for an attribute of an extension shows the core only",
		breaks{"RFC7644-3.4.3-i02"},
		low, "", on(http.MethodPost, users+"/.search").say(func(r *request, a *response) {
			if list, _ := r.object()["attributes"].([]any); slices.ContainsFunc(list, func(one any) bool {
				name, _ := one.(string)
				return strings.HasPrefix(name, enterprise)
			}) {
				resource(drop(enterprise))(r, a)
			}
		}),
	},
}

// turnedTies turns those round who have the same value, from the second page on.
func turnedTies(r *request) *response {
	start := r.query().Get("startIndex")
	if start == "1" || start == "" {
		return r.forward()
	}
	whole := r.also(http.MethodGet, users+"?"+strings.ReplaceAll(withoutPage(r), "+", "%20"), nil)
	a := r.forward()
	all, _ := whole.object()["Resources"].([]any)
	shown, _ := a.object()["Resources"].([]any)
	n := len(all)
	first := n
	for i, one := range objects(all) {
		if len(shown) > 0 && textAt(one, "id") == textAt(objects(shown)[0], "id") {
			first = i
		}
	}
	slices.Reverse(all)
	if first+len(shown) <= n {
		document(set("Resources", all[first:first+len(shown)]))(r, a)
	}
	return a
}

func withoutPage(r *request) string {
	values := r.query()
	values.Del("startIndex")
	values.Del("count")
	return values.Encode()
}
