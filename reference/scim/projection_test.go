package scim_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func attributesOf(v any) string {
	resource, _ := v.(map[string]any)
	return strings.Join(slices.Sorted(maps.Keys(resource)), " ")
}

// RFC 7644 section 3.9, on every operation that returns a resource.
func TestProjection(t *testing.T) {
	cases := map[string]string{
		"":                                      "active displayName id meta name schemas userName",
		"attributes=":                           "active displayName id meta name schemas userName",
		"attributes=userName":                   "id schemas userName",
		"attributes=USERNAME,name":              "id name schemas userName",
		"attributes=userName&attributes=active": "active id schemas userName",
		"attributes=name.givenName":             "id name schemas",
		"attributes=urn:ietf:params:scim:schemas:core:2.0:User:userName": "id schemas userName",
		"attributes=password":              "id schemas",
		"attributes=shoeSize":              "id schemas",
		"excludedAttributes=userName,meta": "active displayName id name schemas",
		"excludedAttributes=id,schemas":    "active displayName id meta name schemas userName",
	}
	for query, want := range cases {
		c := serve(t)
		body := object(coreUser, `"userName":"ada"`, `"displayName":"Ada"`, `"password":"Bernoulli-1843"`,
			`"name":{"givenName":"Ada","familyName":"Lovelace"}`)
		same := operations(`{"op":"replace","path":"displayName","value":"Ada"}`)
		made := c.must(201, "POST", "/Users?"+query, body)
		equal(t, "POST "+query, attributesOf(made.body), want)
		equal(t, "POST "+query+": Location", made.header.Get("Location"), baseURL+"/Users/"+made.id())
		path := "/Users/" + made.id() + "?" + query
		equal(t, "GET "+query, attributesOf(c.must(200, "GET", path, "").body), want)
		equal(t, "PUT "+query, attributesOf(c.must(200, "PUT", path, body).body), want)
		equal(t, "PATCH "+query, attributesOf(c.must(200, "PATCH", path, same).body), want)
		equal(t, "list "+query, attributesOf(at(c.must(200, "GET", "/Users?"+query, "").body, "Resources", 0)), want)
	}
}

// What both parameters are refused for must not be done.
func TestProjectionRefusedBeforeTheWrite(t *testing.T) {
	c := serve(t)
	ada := c.user("ada")
	both := "?attributes=userName&excludedAttributes=name"
	before := c.must(200, "GET", "/Users/"+ada, "").raw
	c.refused(c.send("PUT", "/Users/"+ada+both, object(coreUser, `"userName":"grace"`)), 400, "invalidValue")
	c.refused(c.send("PATCH", "/Users/"+ada+both, operations(`{"op":"add","path":"title","value":"x"}`)), 400, "invalidValue")
	c.refused(c.send("GET", "/Users/"+ada+both, ""), 400, "invalidValue")
	equal(t, "the user", c.must(200, "GET", "/Users/"+ada, "").raw, before)
}

// Entra asks for groups without their members.
func TestProjectionOfMembers(t *testing.T) {
	c := serve(t)
	ada := c.user("ada")
	analysts := c.group("Analysts", ada)
	version := c.must(200, "GET", "/Groups/"+analysts, "").header.Get("ETag")
	one := c.must(200, "GET", "/Groups/"+analysts+"?excludedAttributes=members", "")
	list := c.must(200, "GET", "/Groups?excludedAttributes=members", "")
	for _, group := range []any{one.body, at(list.body, "Resources", 0)} {
		equal(t, "members", at(group, "members"), nil)
		equal(t, "version", text(group, "meta", "version"), version)
	}
	only := c.must(200, "GET", "/Groups/"+analysts+"?attributes=members.value", "")
	equal(t, "sub-attributes", attributesOf(at(only.body, "members", 0)), "value")
}
