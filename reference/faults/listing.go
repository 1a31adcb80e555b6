package faults

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

var sorting = []row{
	{
		"sort-ignored", "sortBy is ignored",
		breaks{"RFC7644-3.4.2.3-03", "RFC7644-3.4.2.3-i01"},
		medium, "",
		userLists.ask(withoutQuery("sortBy")),
	},
	{
		"sort-order-ignored", "Whatever sortOrder says, the order is ascending",
		breaks{"RFC7644-3.4.2.3-03"},
		medium, "",
		userLists.ask(withoutQuery("sortOrder")),
	},
	{
		"sort-order-value-rejected", "Only ASCENDING in capitals is understood",
		breaks{"RFC7644-3.4.2.3-03"},
		low, "https://github.com/apache/directory-scimple/issues/485",
		userLists.when(asksFor("sortOrder")).do(refuse(http.StatusNotFound, "", "no such enumeration value")),
	},
	{
		"sort-descending-by-default", "The order is descending unless said otherwise",
		breaks{"RFC7644-3.4.2.3-04"},
		low, "",
		userLists.when(asksFor("sortBy"), not(asksFor("sortOrder"))).ask(func(r *request) {
			values := r.query()
			values.Set("sortOrder", "descending")
			r.setQuery(values)
		}),
	},
	{
		"sort-case-sensitive", "Capitals come before small letters",
		breaks{"RFC7644-3.4.2.3-05"},
		low, "",
		userLists.when(func(r *request) bool { return r.query().Get("sortBy") == "nickName" }).say(sortedBy("nickName", strings.Compare)),
	},
	{
		"sort-nothing-first", "In ascending order who has no value comes first",
		breaks{"RFC7644-3.4.2.3-i03"},
		low, "",
		userLists.when(asksFor("sortBy")).say(nothingAt("ascending", first)),
	},
	{
		"sort-nothing-last", "In descending order who has no value comes last",
		breaks{"RFC7644-3.4.2.3-i03"},
		low, "",
		userLists.when(asksFor("sortBy")).say(nothingAt("descending", last)),
	},
	{
		"sort-by-first-value", "The first of several values counts, not the primary one",
		breaks{"RFC7644-3.4.2.3-i01"},
		low, "",
		userLists.when(func(r *request) bool { return r.query().Get("sortBy") == "emails.value" }).say(sortedBy("emails", strings.Compare)),
	},
	{
		"sort-order-reversed", "ascending and descending are exchanged",
		breaks{"RFC7644-3.4.2.3-03"},
		medium, "",
		userLists.ask(query("sortOrder", func(asked string) string {
			return map[string]string{"ascending": "descending", "descending": "ascending"}[asked]
		})),
	},
}

// sortedBy sorts a list by an attribute, or by the first of its values.
func sortedBy(name string, compare func(a, b string) int) saying {
	return func(_ *request, a *response) {
		relist(a, func(list []any) []any {
			slices.SortStableFunc(list, func(a, b any) int { return compare(keyOf(a, name), keyOf(b, name)) })
			return list
		})
	}
}

func keyOf(resource any, name string) string {
	one, _ := resource.(object)
	if values, ok := one[name].([]any); ok && len(values) > 0 {
		return textAt(objects(values)[0], "value")
	}
	return textAt(one, name)
}

// first and last say where who has no value stands.
const (
	first = -1
	last  = 1
)

func nothingAt(order string, place int) saying {
	return func(r *request, a *response) {
		if r.query().Get("sortOrder") != order {
			return
		}
		sortedBy(r.query().Get("sortBy"), func(a, b string) int {
			switch {
			case (a == "") == (b == ""):
				return 0
			case a == "":
				return place
			default:
				return -place
			}
		})(r, a)
	}
}

func startingAt(f func(int) int) rule { return userLists.ask(query("startIndex", number(f))) }

var paging = []row{
	{
		"page-count-ignored", "count is ignored where there is a filter",
		breaks{"RFC7644-3.4.2.4-04", "RFC7644-3.4.2.4-i01"},
		medium, "",
		userLists.when(asksFor("filter")).ask(withoutQuery("count")),
	},
	{
		"page-params-ignored-without-filter", "count is ignored unless there is a filter",
		breaks{"RFC7644-3.4.2.4-04"},
		medium, "https://github.com/wso2/product-is/issues/4601",
		userLists.when(not(asksFor("filter"))).ask(withoutQuery("count", "startIndex")),
	},
	{
		"page-totalresults-is-page-size", "totalResults is the number of resources on the page",
		breaks{"RFC7644-3.4.2.4-i03"},
		high, "https://github.com/wso2/product-is/issues/7320",
		userLists.say(document(func(whole object) { whole["totalResults"] = whole["itemsPerPage"] })),
	},
	{
		"page-startindex-zero-based", "startIndex is counted from 0",
		breaks{"RFC7644-3.4.2.4-i03"},
		high, "https://github.com/simpleidserver/SimpleIdServer/issues/185",
		startingAt(func(start int) int { return start + 1 }),
	},
	{
		"page-startindex-ignored-on-short-list", "startIndex is ignored where all results fit on a page",
		breaks{"RFC7644-3.4.2.4-i03", "RFC7644-3.4.2.4-i05"},
		medium, "https://github.com/scimmyjs/scimmy/issues/21",
		userLists.when(asksFor("startIndex")).do(func(r *request) *response {
			whole := r.also(http.MethodGet, r.path+"?"+withoutStart(r.query()).Encode(), nil)
			if all := whole.object(); all["totalResults"] == all["itemsPerPage"] {
				return whole
			}
			return r.forward()
		}),
	},
	{
		"page-startindex-ignored", "startIndex is ignored",
		breaks{"RFC7644-3.4.2.4-i03", "RFC7644-3.4.2.4-i05"},
		medium, "",
		userLists.ask(withoutQuery("startIndex")),
	},
	{
		"page-without-startindex", "A page does not say where it begins",
		breaks{"RFC7644-3.4.2-08"},
		low, "", listed(drop("startIndex")),
	},
	{
		"page-without-itemsperpage", "A page does not say how long it is",
		breaks{"RFC7644-3.4.2-09"},
		low, "", listed(drop("itemsPerPage")),
	},
	{
		"page-count-zero-is-all", "A count of 0 asks for everything",
		breaks{"RFC7644-3.4.2.4-i01"},
		medium, "",
		userLists.when(func(r *request) bool { return r.query().Get("count") == "0" }).ask(withoutQuery("count")),
	},
	{
		"page-negative-count-400", "A negative count is refused",
		breaks{"RFC7644-3.4.2.4-06"},
		low, "",
		userLists.when(negative("count")).do(refuse(http.StatusBadRequest, "invalidValue", "count")),
	},
	{
		"page-startindex-below-one-empty", "A startIndex below 1 gives nothing",
		breaks{"RFC7644-3.4.2.4-03"},
		medium, "",
		userLists.when(negative("startIndex")).say(unlisted(nothing)),
	},
	{
		"page-startindex-zero-400", "A startIndex of 0 is refused",
		breaks{"RFC7644-3.4.2.4-03"},
		low, "",
		userLists.when(func(r *request) bool { return r.query().Get("startIndex") == "0" }).
			do(refuse(http.StatusBadRequest, "invalidValue", "startIndex")),
	},
	{
		"page-behind-the-end-404", "Behind the end of a list there is an error",
		breaks{"RFC7644-3.4.2.4-i05"},
		low, "",
		userLists.provided(func(r *request, a *response) bool {
			start, _ := strconv.Atoi(r.query().Get("startIndex"))
			total, _ := a.object()["totalResults"].(float64)
			return float64(start) > total
		}).say(refusal(http.StatusNotFound, "", "no such page")),
	},
	{
		"page-windows-overlap", "The second page begins with the last one of the first",
		breaks{"RFC7644-3.4.2.4-i04", "RFC7644-3.4.2.4-i03"},
		high, "https://github.com/wso2/product-is/issues/9957",
		startingAt(func(start int) int { return start - min(start-1, 1) }),
	},
	{
		"page-skips-one", "The second page begins one too late",
		breaks{"RFC7644-3.4.2.4-i04"},
		high, "",
		startingAt(func(start int) int { return start + min(start-1, 1) }),
	},
}

func withoutStart(values url.Values) url.Values {
	values.Del("startIndex")
	return values
}

func number(f func(int) int) func(string) string {
	return func(text string) string {
		n, err := strconv.Atoi(text)
		if err != nil {
			return text
		}
		return strconv.Itoa(f(n))
	}
}

func negative(name string) func(*request) bool {
	return func(r *request) bool { return strings.HasPrefix(r.query().Get(name), "-") }
}

// asksAttributes changes the attributes that a read asks for.
func asksAttributes(f func(string) string) rule { return userReads.ask(query("attributes", f)) }

// asksInTheirCase drops the attributes whose names are not those that the resource shows.
func asksInTheirCase(r *request) {
	shown := r.also(http.MethodGet, r.path, nil).object()
	query("attributes", func(names string) string {
		kept := []string{"id"}
		for name := range strings.SplitSeq(names, ",") {
			top, _, _ := strings.Cut(name, ".")
			if strings.HasPrefix(name, "urn:") || shown[top] != nil {
				kept = append(kept, name)
			}
		}
		return strings.Join(kept, ",")
	})(r)
}

// asksWithout changes the attributes that a read excludes.
func asksWithout(f func(string) string) rule { return userReads.ask(query("excludedAttributes", f)) }

// given gives one parameter in the place of another.
func given(asked, instead string) func(string) string {
	return func(names string) string {
		if names == asked {
			return instead
		}
		return names
	}
}

var projecting = []row{
	{
		"attributes-param-ignored", "The parameter attributes is ignored",
		breaks{"RFC7644-3.9-02"},
		low, "",
		userReads.ask(withoutQuery("attributes")),
	},
	{
		"attributes-param-ignored-on-put", "The parameter attributes is ignored by PUT",
		breaks{"RFC7644-3.9-02"},
		low, "",
		userWrites.ask(withoutQuery("attributes")),
	},
	{
		"attributes-param-extension-whole", "Who asks for one attribute of an extension gets all of them",
		breaks{"RFC7644-3.9-02"},
		low, "",
		asksAttributes(func(names string) string {
			return strings.ReplaceAll(names, enterprise+":department", enterprise)
		}),
	},
	{
		"attributes-param-ignored-in-lists", "The parameter attributes is ignored by lists",
		breaks{"RFC7644-3.4.2-i02"},
		low, "",
		userLists.ask(withoutQuery("attributes")),
	},
	{
		"attributes-param-first-only", "Only the first of the attributes is heeded",
		breaks{"RFC7644-3.9-03"},
		low, "",
		asksAttributes(given("userName,title", "userName")),
	},
	{
		"attributes-param-complex-in-part", "A complex attribute is shown without some of its sub-attributes",
		breaks{"RFC7644-3.9-03"},
		low, "",
		asksAttributes(given("name", "name.givenName")),
	},
	{
		"attributes-param-shows-neighbours", "A sub-attribute is shown with all its neighbours",
		breaks{"RFC7643-7-i03"},
		low, "",
		asksAttributes(given("name.givenName", "name")),
	},
	{
		"attributes-param-case-sensitive", "Attributes are asked for in their own case only",
		breaks{"RFC7644-3.10-i02"},
		low, "https://github.com/wso2/product-is/issues/7413", userReads.ask(asksInTheirCase),
	},
	{
		"attributes-param-urn-unknown", "Attributes cannot be asked for by their full names",
		breaks{"RFC7644-3.10-i01"},
		low, "",
		asksAttributes(given(coreUser+":userName", "id")),
	},
	{
		"excluded-param-ignored", "The parameter excludedAttributes is ignored",
		breaks{"RFC7644-3.9-i02"},
		low, "",
		userReads.ask(withoutQuery("excludedAttributes")),
	},
	{
		"excluded-param-takes-neighbours", "Who excludes a sub-attribute loses its neighbours",
		breaks{"RFC7644-3.9-i02"},
		low, "",
		asksWithout(given("name.familyName", "name")),
	},
	{
		"excluded-param-takes-id", "The id can be excluded",
		breaks{"RFC7644-3.4.2.5-06"},
		low, "",
		userReads.when(func(r *request) bool {
			return r.query().Get("excludedAttributes") == "id"
		}).say(resource(drop("id"))),
	},
	{
		"excluded-param-ignored-in-lists", "The parameter excludedAttributes is ignored by lists",
		breaks{"RFC7644-3.4.2.5-04"},
		low, "",
		userLists.ask(withoutQuery("excludedAttributes")),
	},
	{
		"excluded-param-ignored-on-groups", "The members of a group cannot be excluded",
		breaks{"RFC7644-3.4.2.5-04"},
		medium, "",
		on(http.MethodGet, groupPaths).ask(withoutQuery("excludedAttributes")),
	},
	{
		"both-params-500", "attributes and excludedAttributes at once are answered 500",
		breaks{"RFC7644-3.9-i06"},
		low, "",
		userReads.when(asksFor("attributes", "excludedAttributes")).do(refuse(http.StatusInternalServerError, "", "both")),
	},
	{
		"patch-attributes-param-ignored", "A PATCH that asks for attributes is answered 204",
		breaks{"RFC7644-3.5.2-22"},
		low, "https://github.com/better-auth/better-auth/pull/10422",
		on(http.MethodPatch, resources).when(asksFor("attributes")).answered(http.StatusOK).say(status(http.StatusNoContent), says("")),
	},
}
