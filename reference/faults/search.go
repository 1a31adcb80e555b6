package faults

import "net/http"

const (
	searchOfUsers  = "/Users/.search"
	searchOfGroups = "/Groups/.search"
	searchOfAll    = "/.search"
)

var (
	userSearches = on(http.MethodPost, searchOfUsers)
	searches     = on(http.MethodPost, searchOfUsers+" "+searchOfGroups+" "+searchOfAll)
)

// searchesFor concerns searches with those parameters.
func searchesFor(names ...string) func(*request) bool {
	return func(r *request) bool {
		for _, name := range names {
			if _, there := r.object()[name]; !there {
				return false
			}
		}
		return true
	}
}

// firstOnly keeps the first value of a list.
func firstOnly(list []any) []any { return list[:min(len(list), 1)] }

var searching = []row{
	{
		"search-missing", "There are no searches by POST",
		breaks{"RFC7644-3.4.3-i03"},
		low, "", on(http.MethodPost, "/*/.search").do(func(*request) *response {
			return &response{status: http.StatusNotFound, header: http.Header{}}
		}),
	},
	{
		"search-creates", "A search that has a userName creates somebody",
		breaks{"RFC7644-3.4.3-02"},
		high, "", userSearches.when(searchesFor("userName")).do(func(r *request) *response {
			return r.also(http.MethodPost, users, object{"schemas": []any{coreUser}, "userName": r.object()["userName"]})
		}),
	},
	{
		"search-is-no-list", "A search is answered by a bare array",
		breaks{"RFC7644-3.4.3-02"},
		medium, "", userSearches.answered(http.StatusOK).say(func(_ *request, a *response) { a.put(a.object()["Resources"]) }),
	},
	{
		"search-answered-201", "A search is answered 201",
		breaks{"RFC7644-3.4.3-02"},
		low, "", searches.answered(http.StatusOK).provided(func(r *request, _ *response) bool { return !searchesFor("count")(r) }).
			say(status(http.StatusCreated)),
	},
	{
		"search-of-groups-finds-people", "A search of groups looks among people",
		breaks{"RFC7644-3.4.3-02"},
		high, "", on(http.MethodPost, searchOfGroups).do(func(r *request) *response {
			return r.also(http.MethodPost, searchOfUsers, r.object())
		}),
	},
	{
		"search-of-all-without-people", "A search of everything finds no people",
		breaks{"RFC7644-3.4.3-02"},
		high, "", on(http.MethodPost, searchOfAll).say(unlisted(func(_ *request, one object) bool {
			return textAt(one, "meta/resourceType") == "User"
		})),
	},
	{
		"search-filter-ignored", "A search ignores its filter",
		breaks{"RFC7644-3.4.3-i01"},
		critical, "", searches.ask(body(drop("filter"))),
	},
	{
		"search-filter-cut", "A search heeds its filter up to the first or",
		breaks{"RFC7644-3.4.3-i01"},
		high, "", searches.ask(body(text("filter", replacedBy(` or .*$`, "")))),
	},
	{
		"search-total-is-page-size", "totalResults of a search is the number of resources on the page",
		breaks{"RFC7644-3.4.3-i02"},
		high, "", searches.say(document(func(whole object) { whole["totalResults"] = whole["itemsPerPage"] })),
	},
	{
		"search-excludes-always", "A search can exclude the id",
		breaks{"RFC7644-3.4.3-07"},
		medium, "", searches.when(searchesFor("excludedAttributes")).say(resource(drop("id"))),
	},
	{
		"search-sortby-ignored", "A search ignores sortBy",
		breaks{"RFC7644-3.4.3-12"},
		medium, "", searches.ask(body(drop("sortBy"))),
	},
	{
		"search-sortorder-ignored", "A search ignores sortOrder",
		breaks{"RFC7644-3.4.3-12"},
		medium, "", searches.ask(body(drop("sortOrder"))),
	},
	{
		"search-attributes-ignored", "A search ignores attributes",
		breaks{"RFC7644-3.4.3-i02"},
		low, "", searches.ask(body(drop("attributes"))),
	},
	{
		"search-attributes-first-only", "A search heeds the first of its attributes only",
		breaks{"RFC7644-3.4.3-i02"},
		low, "", searches.ask(body(elements("attributes", firstOnly))),
	},
	{
		"search-attributes-as-text", "A search takes attributes as a text with commas only",
		breaks{"RFC7644-3.4.3-i02"},
		medium, "", searches.when(searchesFor("attributes")).do(refuse(http.StatusBadRequest, "invalidSyntax", "attributes must be a string")),
	},
	{
		"search-excluded-ignored", "A search ignores excludedAttributes",
		breaks{"RFC7644-3.4.3-i02"},
		low, "", searches.ask(body(drop("excludedAttributes"))),
	},
	{
		"search-excluded-first-only", "A search heeds the first of its excludedAttributes only",
		breaks{"RFC7644-3.4.3-i02"},
		low, "", searches.ask(body(elements("excludedAttributes", firstOnly))),
	},
	{
		"search-startindex-ignored", "A search ignores startIndex",
		breaks{"RFC7644-3.4.3-i02"},
		medium, "", searches.ask(body(drop("startIndex"))),
	},
	{
		"search-startindex-zero-based", "A search counts startIndex from 0",
		breaks{"RFC7644-3.4.3-i02"},
		medium, "", searches.ask(body(change("startIndex", func(value any) any {
			start, _ := value.(float64)
			return start + 1
		}))),
	},
	{
		"search-count-ignored", "A search ignores count where there is a filter",
		breaks{"RFC7644-3.4.3-i02"},
		medium, "", searches.when(searchesFor("filter")).ask(body(drop("count"))),
	},
	{
		"search-numbers-as-text", "A search takes its numbers as texts only",
		breaks{"RFC7644-3.4.3-i02"},
		medium, "", searches.when(searchesFor("startIndex")).do(refuse(http.StatusBadRequest, "invalidSyntax", "startIndex must be a string")),
	},
	{
		"search-cursor-ignored", "A search ignores cursor",
		breaks{"RFC9865-3-i01"},
		medium, "", searches.ask(body(drop("cursor"))),
	},
	{
		"search-cursor-begins-anew", "Each cursor of a search leads to the first page",
		breaks{"RFC9865-3-i01"},
		high, "", searches.when(searchesFor("cursor")).ask(body(set("cursor", ""))),
	},
	{
		"search-cursor-without-count", "A search by cursor ignores count",
		breaks{"RFC9865-3-i01"},
		medium, "", searches.when(searchesFor("cursor")).ask(body(drop("count"))),
	},
	{
		"search-cursor-refused", "A search by cursor is refused",
		breaks{"RFC9865-3-i01"},
		medium, "", searches.when(searchesFor("cursor")).do(refuse(http.StatusBadRequest, "invalidSyntax", "unknown attribute cursor")),
	},
}
