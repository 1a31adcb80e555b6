package scim_test

import (
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/scim"
)

// RFC 7644 section 3.4.3.
func TestSearch(t *testing.T) {
	c := pioneers(t)
	c.group("Analysts")
	cases := []struct {
		path    string
		members []string
		want    string
	}{
		{"/Users/.search", nil, "Ada Lovelace,Grace Hopper,Alan Turing,edsger Dijkstra,Barbara Liskov"},
		{
			"/Users/.search",
			[]string{`"filter":"title pr"`, `"sortBy":"userName"`, `"sortOrder":"descending"`, `"startIndex":2`, `"count":2`},
			"edsger Dijkstra,Barbara Liskov",
		},
		{"/Users/.search", []string{`"startIndex":-3`, `"count":-1`}, ""},
		{"/Users/.search", []string{`"FILTER":"userName eq \"ada\""`, `"unknown":{}`}, "Ada Lovelace"},
		{"/Users/.search", []string{`"filter":null`, `"count":1`, `"attributes":null`}, "Ada Lovelace"},
		{"/Users/.search?count=1", []string{`"count":2`}, "Ada Lovelace,Grace Hopper"},
		{"/.search", []string{`"filter":"displayName sw \"an\" or userName eq \"ada\""`}, "Ada Lovelace,Analysts"},
	}
	for _, it := range cases {
		body := object(append([]string{search}, it.members...)...)
		found := c.must(200, "POST", it.path, body)
		equal(t, body, strings.Join(found.names("displayName"), ","), it.want)
	}
	projected := c.must(200, "POST", "/Users/.search", object(search, `"attributes":["userName"]`, `"count":1`))
	equal(t, "displayName", at(projected.body, "Resources", 0, "displayName"), nil)
	equal(t, "userName", text(projected.body, "Resources", 0, "userName"), "ada")
}

func TestSearchRefusals(t *testing.T) {
	c := serve(t)
	cases := map[string]string{
		`{`:                                 "invalidSyntax",
		`[]`:                                "invalidSyntax",
		object(coreUser):                    "invalidSyntax",
		object(search, `"filter":7`):        "invalidValue",
		object(search, `"filter":""`):       "invalidFilter",
		object(search, `"count":"10"`):      "invalidValue",
		object(search, `"count":1.5`):       "invalidValue",
		object(search, `"startIndex":true`): "invalidValue",
		object(search, `"attributes":"userName"`):                                  "invalidValue",
		object(search, `"attributes":[7]`):                                         "invalidValue",
		object(search, `"sortBy":["userName"]`):                                    "invalidValue",
		object(search, `"attributes":["userName"]`, `"excludedAttributes":["id"]`): "invalidValue",
	}
	for body, scimType := range cases {
		c.refused(c.send("POST", "/Users/.search", body), 400, scimType)
	}
	c.must(200, "POST", "/Users/.search", "{}")
	c = serve(t, func(config *scim.Config) { config.Mode = schema.Strict })
	c.refused(c.send("POST", "/Users/.search", "{}"), 400, "invalidSyntax")
}
