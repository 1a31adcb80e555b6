package faults

import (
	"net/http"
	"slices"
	"strings"
)

var readingOne = []row{
	{
		"read-location-header-turns-302", "A read is answered 302 to itself",
		breaks{"RFC7644-3.4.1-i01"},
		medium, "https://github.com/limosa-io/laravel-scim-server/issues/148",
		on(http.MethodGet, user).answered(http.StatusOK).say(func(_ *request, a *response) {
			a.status = http.StatusFound
			a.header.Set("Location", textAt(a.object(), "meta/location"))
		}),
	},
	{
		"read-group-without-name", "A group that is read has no displayName",
		breaks{"RFC7644-3.4.1-i01"},
		medium, "", on(http.MethodGet, group).say(resource(drop("displayName"))),
	},
	{
		"read-unknown-user-500", "A person who does not exist is answered 500",
		breaks{"RFC7644-3.4.1-i02", "RFC7644-3.12-01"},
		medium, "", on(http.MethodGet, user).answered(http.StatusNotFound).
			say(refusal(http.StatusInternalServerError, "", "no such row")),
	},
	{
		"read-unknown-group-200", "A group that does not exist is answered 200 and an empty list",
		breaks{"RFC7644-3.4.1-i02"},
		medium, "", on(http.MethodGet, group).answered(http.StatusNotFound).
			say(status(http.StatusOK), says(emptyList)),
	},
	{
		"read-unknown-endpoint-400", "An endpoint that does not exist is answered 400",
		breaks{"RFC7644-3.12-i06"},
		low, "", on(http.MethodGet, "/*").answered(http.StatusNotFound).say(status(http.StatusBadRequest)),
	},
	{
		"read-id-changes", "The id is another one at each read",
		breaks{"RFC7643-3.1-07"},
		high, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, user).say(func(r *request, a *response) {
				if m.mark("read", r.id()) {
					resource(set("id", newToken()))(r, a)
				}
			})
		}),
	},
	{
		"read-inactive-hidden", "Who is inactive cannot be read",
		breaks{"RFC7643-4.1.1-i05", "LIFECYCLE-DEPROVISION-01"},
		medium, "",
		on(http.MethodGet, user).provided(showsInactive).say(refusal(http.StatusNotFound, "", "no such user")),
	},
	{
		"read-location-relative-to-nothing", "meta.location holds another id than the resource",
		breaks{"RFC7643-3.1-17"},
		medium, "https://github.com/wso2/charon/issues/127",
		shows(user, text("meta/location", func(location string) string { return location + "0" })),
	},
	{
		"read-username-empty", "A read shows an empty userName",
		breaks{"RFC7643-4.1.1-01"},
		medium, "", on(http.MethodGet, user).say(resource(set("userName", ""))),
	},
	{
		"read-member-ref-dangling", "The $ref of a member leads nowhere",
		breaks{"RFC7643-2.3.7-05"},
		low, "", shows(group, text("members/$ref", func(ref string) string { return ref + "0" })),
	},
	{
		"read-manager-ref-dangling", "The $ref of a manager leads nowhere",
		breaks{"RFC7643-2.3.7-05"},
		low, "", shows(user, text(enterprise+"/manager/$ref", func(ref string) string { return ref + "0" })),
	},
	{
		"read-group-shares-id", "A group has the id of a person, for each table counts by itself",
		breaks{"RFC7643-3.1-06"},
		medium, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, group).say(func(r *request, a *response) {
				resource(set("id", m.find(func(one account) bool { return one.client == r.client() }).id))(r, a)
			})
		}),
	},
	{
		"read-id-with-bulkid", `Ids begin with "bulkId"`,
		breaks{"RFC7643-3.1-09"},
		low, "", aliased(func(_ *memory, _ *request, a *response) string {
			return "bulkId-" + textAt(a.object(), "id")
		}),
	},
}

const emptyList = `{"schemas":["` + listURN + `"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}`

func showsInactive(_ *request, a *response) bool { return a.object()["active"] == false }

var readingLists = []row{
	{
		"list-of-bare-resources", "A list is a bare array",
		breaks{"RFC7644-3.4.2-04"},
		medium, "", on(http.MethodGet, users).say(func(_ *request, a *response) {
			if list, ok := a.object()["Resources"]; ok {
				a.put(list)
			}
		}),
	},
	{
		"list-names-no-schema", "A list does not name itself a ListResponse",
		breaks{"RFC7644-3.4.2-04"},
		low, "", listed(drop("schemas")),
	},
	{
		"list-without-total", "A list has no totalResults",
		breaks{"RFC7644-3.4.2-05"},
		medium, "", listed(drop("totalResults")),
	},
	{
		"list-total-as-text", "totalResults is a text",
		breaks{"RFC7644-3.4.2-05"},
		medium, "", listed(set("totalResults", "1")),
	},
	{
		"list-counts-what-it-does-not-show", "A list counts its matches and leaves them out",
		breaks{"RFC7644-3.4.2-07"},
		medium, "", listed(set("Resources", []any{})),
	},
	{
		"list-member-name-lower-case", "The resources of a list are called users",
		breaks{"RFC7644-3.4.2-07"},
		medium, "", listed(func(whole object) {
			whole["users"] = whole["Resources"]
			delete(whole, "Resources")
		}),
	},
	{
		"list-of-nothing-404", "A list of nothing is answered 404",
		breaks{"RFC7644-3.4.2-10", "LIFECYCLE-CLIENT-01"},
		medium, "", on(http.MethodGet, users+" "+groups).provided(func(_ *request, a *response) bool {
			return a.object()["totalResults"] == 0.0
		}).say(refusal(http.StatusNotFound, "", "no results")),
	},
	{
		"list-unknown-parameter-400", "A query parameter that nobody knows is refused",
		breaks{"RFC7644-3.4.2-03"},
		low, "", on(http.MethodGet, users).when(func(r *request) bool {
			for name := range r.query() {
				if !strings.Contains(" filter sortBy sortOrder startIndex count attributes excludedAttributes ", " "+name+" ") {
					return true
				}
			}
			return false
		}).do(refuse(http.StatusBadRequest, "invalidValue", "unknown parameter")),
	},
	{
		"list-without-ids", "The resources of a list have no id",
		breaks{"RFC7643-3.1-05"},
		high, "", on(http.MethodGet, users).say(resource(drop("id"))),
	},
	{
		"groups-list-omits-members", "Groups in a list never show their members",
		breaks{"RFC7643-7-i03"},
		medium, "https://github.com/graphql-hive/console/issues/8352",
		on(http.MethodGet, groups).say(resource(drop("members"))),
	},
	{
		"list-one-bad-record-500", "One person with an e-mail address that is none makes every list fail",
		breaks{"RFC7644-3.4.2-07"},
		high, "https://github.com/BerriAI/litellm/pull/17420",
		on(http.MethodGet, users).provided(func(_ *request, a *response) bool {
			return slices.ContainsFunc(resourcesOf(a.object()), func(one object) bool {
				return slices.ContainsFunc(idsIn(one["emails"]), func(email string) bool { return !strings.Contains(email, "@") })
			})
		}).say(refusal(http.StatusInternalServerError, "", "value is not a valid email address")),
	},
	{
		"list-without-value-500", "One person without a nickName makes every list fail",
		breaks{"RFC7644-3.4.2.3-i03"},
		high, "",
		on(http.MethodGet, users).provided(func(_ *request, a *response) bool {
			listed := resourcesOf(a.object())
			return slices.ContainsFunc(listed, func(one object) bool { return one["id"] != nil && one["nickName"] == nil })
		}).say(refusal(http.StatusInternalServerError, "", "nickName is null")),
	},
}

// listed edits the ListResponse of users.
func listed(e edit) rule { return on(http.MethodGet, users).answered(http.StatusOK).say(document(e)) }
