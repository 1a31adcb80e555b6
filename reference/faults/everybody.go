package faults

import "net/http"

// listingEverybody are faults of lists of everybody.
var listingEverybody = []row{
	{
		"list-all-empty", "A list without a filter is empty",
		breaks{"RFC7644-3.4.2-05"},
		high, "", everybody.say(says(emptyList)),
	},
	{
		"list-all-misses-newest", "A list without a filter shows everybody but the newest, and does not count them",
		breaks{"RFC7644-3.4.2-05"},
		high, "", everybody.say(leavingOut(func(list []any) []any { return list[:len(list)-1] })),
	},
	{
		"list-all-misses-oldest", "A list without a filter counts everybody and does not show the oldest",
		breaks{"RFC7644-3.4.2-05"},
		high, "", everybody.say(counting(func(list []any) []any { return list[1:] })),
	},
	{
		"list-all-groups-empty", "A list of groups without a filter is empty",
		breaks{"RFC7644-3.4.2-05"},
		high, "", on(http.MethodGet, groups).when(not(asksFor("filter"))).say(says(emptyList)),
	},
	{
		"list-all-total-of-page", "The total of a list without a filter is one too many",
		breaks{"RFC7644-3.4.2-05"},
		medium, "", everybody.say(document(change("totalResults", func(total any) any {
			n, _ := total.(float64)
			return n + 1
		}))),
	},
}

// everybody concerns the first page of all people.
var everybody = on(http.MethodGet, users).when(not(asksFor("filter")))

// leavingOut changes a page that is not empty, and the total with it.
func leavingOut(f func([]any) []any) saying {
	return func(_ *request, a *response) {
		relist(a, func(list []any) []any {
			if len(list) == 0 {
				return list
			}
			return f(list)
		})
	}
}

// counting changes a page and leaves the total.
func counting(f func([]any) []any) saying {
	return func(r *request, a *response) {
		total := a.object()["totalResults"]
		leavingOut(f)(r, a)
		document(set("totalResults", total))(r, a)
	}
}
