package scim_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference/scim"
)

// pioneers fills a provider with people who differ in what lists depend on.
func pioneers(t testing.TB, change ...func(*scim.Config)) *client {
	t.Helper()
	c := serve(t, change...)
	people := [][]string{
		{
			"ada", `"displayName":"Ada Lovelace"`, `"title":"countess"`, `"externalId":"E1"`,
			`"emails":[{"value":"ada@example.com","type":"work","primary":true}]`,
		},
		{
			"grace", `"displayName":"Grace Hopper"`, `"title":"Admiral"`, `"externalId":"e1"`,
			`"emails":[{"value":"zz@example.org","type":"home"},{"value":"grace@example.com","type":"work","primary":true}]`,
		},
		{"alan", `"displayName":"Alan Turing"`, `"name":{"givenName":"Alan"}`, `"active":false`},
		{
			"edsger", `"displayName":"edsger Dijkstra"`, `"title":"Professor"`,
			`"emails":[{"value":"first@example.com"},{"value":"aa@example.com"}]`,
		},
		{"barbara", `"displayName":"Barbara Liskov"`, `"name":{"givenName":"Barbara"}`, `"title":"admiral"`},
	}
	for _, person := range people {
		c.clock.advance(time.Minute)
		c.user(person[0], person[1:]...)
	}
	return c
}

func escape(filter string) string { return "?filter=" + url.QueryEscape(filter) }

// RFC 7644 section 3.4.2.
func TestListResponse(t *testing.T) {
	c := pioneers(t)
	all := c.must(200, "GET", "/Users", "")
	equal(t, "schemas", text(all.body, "schemas", 0), "urn:ietf:params:scim:api:messages:2.0:ListResponse")
	equal(t, "names", strings.Join(all.names("userName"), " "), "ada grace alan edsger barbara")
	equal(t, "totalResults", text(all.body, "totalResults"), "5")
	equal(t, "itemsPerPage", text(all.body, "itemsPerPage"), "5")
	equal(t, "startIndex", text(all.body, "startIndex"), "1")
	one := c.must(200, "GET", "/Users/"+text(all.body, "Resources", 0, "id"), "")
	equal(t, "a listed user", fmt.Sprint(at(all.body, "Resources", 0)), fmt.Sprint(one.body))

	none := c.must(200, "GET", "/Users"+escape(`userName eq "nobody"`), "")
	equal(t, "totalResults of none", text(none.body, "totalResults"), "0")
	equal(t, "resources of none", len(none.names("id")), 0)
}

// RFC 7644 section 3.4.2.4.
func TestPaging(t *testing.T) {
	c := pioneers(t)
	cases := []struct{ query, want, startIndex string }{
		{"", "ada grace alan edsger barbara", "1"},
		{"startIndex=1&count=2", "ada grace", "1"},
		{"startIndex=3&count=2", "alan edsger", "3"},
		{"startIndex=5&count=2", "barbara", "5"},
		{"startIndex=6", "", "6"},
		{"startIndex=99999999999999999999999", "", "9223372036854775807"},
		{"startIndex=0&count=1", "ada", "1"},
		{"startIndex=-7&count=1", "ada", "1"},
		{"startIndex=-99999999999999999999999&count=1", "ada", "1"},
		{"startIndex=2", "grace alan edsger barbara", "2"},
		{"count=0", "", "1"},
		{"count=-1", "", "1"},
		{"count=99999999999999999999999", "ada grace alan edsger barbara", "1"},
		{"startIndex=&count=", "ada grace alan edsger barbara", "1"},
		{"startIndex=%2B2&count=1", "grace", "2"},
		{"sortBy=userName&startIndex=2&count=2", "alan barbara", "2"},
		{"sortBy=userName&startIndex=9&count=2", "", "9"},
		{"sortBy=userName&count=0", "", "1"},
		{"filter=userName+pr&startIndex=2&count=3", "grace alan edsger", "2"},
		{"unknown=1&startIndex=2&count=1", "grace", "2"},
	}
	for _, it := range cases {
		found := c.must(200, "GET", "/Users?"+it.query, "")
		equal(t, it.query, strings.Join(found.names("userName"), " "), it.want)
		equal(t, it.query+": totalResults", text(found.body, "totalResults"), "5")
		equal(t, it.query+": startIndex", text(found.body, "startIndex"), it.startIndex)
		equal(t, it.query+": itemsPerPage", text(found.body, "itemsPerPage"), fmt.Sprint(len(found.names("id"))))
	}
}

func TestMaxResults(t *testing.T) {
	c := pioneers(t, func(config *scim.Config) { config.MaxResults = 2 })
	for _, query := range []string{"", "?count=4", "?sortBy=meta.created", escape("userName pr")} {
		found := c.must(200, "GET", "/Users"+query, "")
		equal(t, query, strings.Join(found.names("userName"), " "), "ada grace")
		equal(t, query+": totalResults", text(found.body, "totalResults"), "5")
	}
	equal(t, "filter.maxResults", text(c.must(200, "GET", "/ServiceProviderConfig", "").body, "filter", "maxResults"), "2")
}

// RFC 7644 section 3.4.2.2, by way of the indexes and of the scan.
func TestFilter(t *testing.T) {
	c := pioneers(t)
	ada := text(c.must(200, "GET", "/Users?count=1", "").body, "Resources", 0, "id")
	cases := map[string]string{
		`userName eq "ada"`: "ada",
		`userName eq "ADA"`: "ada",
		`USERNAME EQ "ada"`: "ada",
		`urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada"`: "ada",
		`userName eq "ada" and active eq false`:                        "",
		`userName eq "alan" and active eq false`:                       "alan",
		`userName eq "ada" or userName eq "grace"`:                     "ada grace",
		`not (userName eq "ada")`:                                      "grace alan edsger barbara",
		`userName ne "ada"`:                                            "grace alan edsger barbara",
		`externalId eq "E1"`:                                           "ada",
		`externalId eq "e1"`:                                           "grace",
		`id eq "` + ada + `"`:                                          "ada",
		`id eq "` + strings.ToUpper(ada) + `x"`:                        "",
		`emails.value eq "ADA@EXAMPLE.COM"`:                            "ada",
		`emails[type eq "work" and value co "example.com"]`:            "ada grace",
		`emails[type eq "home" and value co "example.com"]`:            "",
		`emails pr`:                                   "ada grace edsger",
		`name.givenName sw "b"`:                       "barbara",
		`title eq "ADMIRAL"`:                          "grace barbara",
		`active eq false`:                             "alan",
		`meta.created gt "2026-03-01T12:03:00Z"`:      "edsger barbara",
		`meta.created le "2026-03-01T13:01:00+01:00"`: "ada",
		`meta.resourceType eq "User" and title pr`:    "ada grace edsger barbara",
		`meta.version pr and userName eq "ada"`:       "ada",
		`groups pr`:                                   "",
		`nickName eq "x"`:                             "",
	}
	for filter, want := range cases {
		found := c.must(200, "GET", "/Users"+escape(filter), "")
		equal(t, filter, strings.Join(found.names("userName"), " "), want)
		equal(t, filter+": totalResults", text(found.body, "totalResults"), fmt.Sprint(len(found.names("id"))))
	}
}

func TestFilterOnMemberships(t *testing.T) {
	c := pioneers(t)
	ids := c.must(200, "GET", "/Users", "").names("id")
	second := c.group("Second", ids[1])
	c.group("First", ids[0], ids[1])
	c.group("Third", ids[0])
	cases := []struct{ path, filter, attribute, want string }{
		{"/Groups", `members.value eq "` + ids[1] + `"`, "displayName", "Second First"},
		{"/Groups", `members[value eq "` + ids[0] + `"]`, "displayName", "First Third"},
		{"/Groups", `members.display eq "grace hopper"`, "displayName", "Second First"},
		{"/Groups", `displayName eq "FIRST"`, "displayName", "First"},
		{"/Groups", `displayName eq "first" and members.type eq "Group"`, "displayName", ""},
		{"/Users", `groups.value eq "` + second + `"`, "userName", "grace"},
		{"/Users", `groups[display eq "Third"]`, "userName", "ada"},
	}
	for _, it := range cases {
		found := c.must(200, "GET", it.path+escape(it.filter), "")
		equal(t, it.filter, strings.Join(found.names(it.attribute), " "), it.want)
	}
}

func TestQueryRefusals(t *testing.T) {
	c := pioneers(t)
	cases := map[string]string{
		"filter=":                                    "invalidFilter",
		"filter=userName":                            "invalidFilter",
		"filter=userName+eq":                         "invalidFilter",
		"filter=userName+xx+%22a%22":                 "invalidFilter",
		"filter=shoeSize+eq+%22a%22":                 "invalidFilter",
		"filter=active+gt+true":                      "invalidFilter",
		"filter=password+eq+%22Bernoulli-1843%22":    "invalidFilter",
		"filter=userName+eq+%22a%22&filter=title+pr": "invalidSyntax",
		"count=ten":                                  "invalidValue",
		"count=1.5":                                  "invalidValue",
		"startIndex=--1":                             "invalidValue",
		"startIndex=1&startIndex=2":                  "invalidSyntax",
		"sortBy=shoeSize":                            "invalidPath",
		"sortBy=name":                                "invalidPath",
		"sortBy=password":                            "invalidPath",
		"sortBy=user+name":                           "invalidPath",
		"sortBy=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": "invalidPath",
		"sortBy=userName&sortOrder=sideways":                                "invalidValue",
		"attributes=userName&excludedAttributes=id":                         "invalidValue",
		"filter=%zz": "invalidSyntax",
	}
	for query, scimType := range cases {
		c.refused(c.send("GET", "/Users?"+query, ""), 400, scimType)
	}
}

// RFC 7644 section 3.4.2.3.
func TestSort(t *testing.T) {
	c := pioneers(t)
	cases := map[string]string{
		"sortBy=userName":                            "ada alan barbara edsger grace",
		"sortBy=userName&sortOrder=descending":       "grace edsger barbara alan ada",
		"sortBy=displayName":                         "ada alan barbara edsger grace",
		"sortBy=title":                               "grace barbara ada edsger alan",
		"sortBy=title&sortOrder=descending":          "alan edsger ada grace barbara",
		"sortBy=active":                              "alan ada grace edsger barbara",
		"sortBy=active&sortOrder=descending":         "ada grace edsger barbara alan",
		"sortBy=name.givenName":                      "alan barbara ada grace edsger",
		"sortBy=name.givenName&sortOrder=descending": "ada grace edsger barbara alan",
		"sortBy=emails.value":                        "ada edsger grace alan barbara",
		"sortBy=emails":                              "ada edsger grace alan barbara",
		"sortBy=externalId":                          "ada grace alan edsger barbara",
		"sortBy=meta.created&sortOrder=descending":   "barbara edsger alan grace ada",
		"sortBy=nickName":                            "ada grace alan edsger barbara",
		"sortOrder=descending":                       "ada grace alan edsger barbara",
		"sortBy=userName&sortOrder=Descending&filter=title+pr&startIndex=2&count=2": "edsger barbara",
	}
	for query, want := range cases {
		found := c.must(200, "GET", "/Users?"+query, "")
		equal(t, query, strings.Join(found.names("userName"), " "), want)
	}
}

// RFC 7644 section 3.4.2.1: the root covers all resource types.
func TestRootQuery(t *testing.T) {
	c := pioneers(t)
	c.group("Analysts")
	c.group("Bletchley")
	cases := map[string]string{
		"?startIndex=5&count=2":       "Barbara Liskov,Analysts",
		"?count=0":                    "",
		"?sortBy=displayName&count=3": "Ada Lovelace,Alan Turing,Analysts",

		"?sortBy=userName&sortOrder=descending&count=3":  "Analysts,Bletchley,Grace Hopper",
		escape(`meta.resourceType eq "Group"`):           "Analysts,Bletchley",
		escape(`displayName sw "b"`):                     "Barbara Liskov,Bletchley",
		escape(`userName pr`) + "&count=1":               "Ada Lovelace",
		escape(`not (userName pr)`):                      "Analysts,Bletchley",
		escape(`userName eq "ada" or members pr`):        "Ada Lovelace",
		escape(`emails[type eq "work"] and userName pr`): "Ada Lovelace,Grace Hopper",
	}
	for query, want := range cases {
		found := c.must(200, "GET", "/"+query, "")
		equal(t, query, strings.Join(found.names("displayName"), ","), want)
	}
	equal(t, "totalResults", text(c.must(200, "GET", "", "").body, "totalResults"), "7")
	c.refused(c.send("GET", "/"+escape(`shoeSize pr`), ""), 400, "invalidFilter")
	c.refused(c.send("GET", "/?sortBy=shoeSize", ""), 400, "invalidPath")
}
