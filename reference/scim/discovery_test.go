package scim_test

import (
	"testing"
)

// RFC 7643 section 5, RFC 7644 section 4.
func TestServiceProviderConfig(t *testing.T) {
	c := serve(t)
	found := c.must(200, "GET", "/ServiceProviderConfig?count=0&sortBy=x", "")
	equal(t, "schemas", text(found.body, "schemas", 0), "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig")
	for _, feature := range []string{"patch", "bulk", "filter", "changePassword", "sort", "etag"} {
		equal(t, feature, text(found.body, feature, "supported"), "true")
	}
	equal(t, "bulk.maxOperations", text(found.body, "bulk", "maxOperations"), "1000")
	equal(t, "bulk.maxPayloadSize", text(found.body, "bulk", "maxPayloadSize"), "1048576")
	for _, name := range []string{"name", "description"} {
		if text(found.body, "authenticationSchemes", 0, name) == "" {
			t.Errorf("the authentication scheme has no %s", name)
		}
	}
	equal(t, "scheme", text(found.body, "authenticationSchemes", 0, "type"), "oauthbearertoken")
	equal(t, "location", text(found.body, "meta", "location"), baseURL+"/ServiceProviderConfig")
}

func TestResourceTypes(t *testing.T) {
	c := serve(t)
	list := c.must(200, "GET", "/ResourceTypes?count=1&startIndex=9", "")
	equal(t, "totalResults", text(list.body, "totalResults"), "2")
	for i, id := range list.names("id") {
		one := c.must(200, "GET", "/ResourceTypes/"+id, "")
		equal(t, "endpoint", text(one.body, "endpoint"), "/"+id+"s")
		equal(t, "location", text(one.body, "meta", "location"), baseURL+"/ResourceTypes/"+id)
		equal(t, "listed", text(list.body, "Resources", i, "schema"), text(one.body, "schema"))
	}
}

func TestSchemas(t *testing.T) {
	c := serve(t)
	list := c.must(200, "GET", "/Schemas?count=1&attributes=id", "")
	equal(t, "totalResults", text(list.body, "totalResults"), "6")
	for i, id := range list.names("id") {
		equal(t, id, text(c.must(200, "GET", "/Schemas/"+id, "").body, "name"), text(list.body, "Resources", i, "name"))
	}
	one := c.must(200, "GET", "/Schemas/urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Acore%3A2.0%3Auser", "")
	equal(t, "id in another case, encoded", one.id(), "urn:ietf:params:scim:schemas:core:2.0:User")
}

// RFC 7644 section 4: a filter is refused rather than ignored.
func TestDiscoveryFilter(t *testing.T) {
	c := serve(t)
	for _, path := range []string{
		"/ServiceProviderConfig", "/Schemas", "/ResourceTypes", "/ResourceTypes/User",
		"/Schemas/urn:ietf:params:scim:schemas:core:2.0:User",
	} {
		c.refused(c.send("GET", path+"?filter=name+pr", ""), 403, "")
		c.refused(c.send("GET", path+"?filter=", ""), 403, "")
		c.must(200, "GET", path+"?attributes=x&excludedAttributes=y&count=x", "")
	}
}
