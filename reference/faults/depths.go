package faults

import (
	"net/http"
	"strings"
)

// The limits of servers that have been seen in the wild.
const (
	// window is how far into a list some search engines reach.
	window = 10000
	// silentCap is how many matches some servers count.
	silentCap = 50
	// patience is how many members a gateway lets a server compare before it gives up.
	patience = 25
	// stack is how many brackets deep a recursive parser gets.
	stack = 500
)

// deep are faults that show only in large lists, large groups and deep filters.
var deep = []row{
	{
		"page-deep-offset-fails", "What stands behind the ten thousandth result cannot be listed",
		breaks{"RFC7644-3.4.2.4-i05"},
		medium, "https://github.com/FusionAuth/fusionauth-issues/issues/2552",
		userLists.when(func(r *request) bool { return numberIn(r, "startIndex")+numberIn(r, "count") > window }).
			do(refuse(http.StatusInternalServerError, "", "the result window is too large")),
	},
	{
		"page-silent-cap", "totalResults is the size of the page, and there is no second one",
		breaks{"RFC7644-3.4.2.4-i03", "RFC7644-3.4.2.4-i04"},
		high, "https://github.com/awslabs/ssosync/issues/1",
		userLists.say(capped),
	},
	{
		"group-patch-cost-grows-with-size", "To add a member every other one is read and compared, until the gateway gives up",
		breaks{"LIFECYCLE-UPDATE-20"},
		high, "https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/issues/178",
		patched(group, func(o op) bool { return o.is("add") && o.path() == "members" }).do(func(r *request) *response {
			for i, id := range idsIn(current(r)["members"]) {
				if i == patience {
					return &response{status: http.StatusGatewayTimeout, header: http.Header{}}
				}
				r.also(http.MethodGet, users+"/"+id, nil)
			}
			return r.forward()
		}),
	},
	{
		"robust-filter-depth-crash", "A filter that is deep in brackets is answered 500",
		breaks{"RFC7644-3.12-i11"},
		high, "https://github.com/keycloak/keycloak/issues/50472",
		on(http.MethodGet, users+" "+groups).when(func(r *request) bool { return strings.Count(r.filter(), "(") > stack }).
			do(refuse(http.StatusInternalServerError, "", "stack overflow")),
	},
}

func numberIn(r *request, name string) int {
	n := 0
	number(func(given int) int { n = given; return given })(r.query().Get(name))
	return n
}

// capped shows no more than the first page, and counts no more.
func capped(r *request, a *response) {
	limit := silentCap
	if count := numberIn(r, "count"); count > 0 {
		limit = count
	}
	if numberIn(r, "startIndex") > limit {
		unlisted(nothing)(r, a)
	}
	document(change("totalResults", func(total any) any {
		if all, ok := total.(float64); ok {
			return min(all, float64(limit))
		}
		return total
	}))(r, a)
}
