package scim_test

import (
	"testing"
	"time"
)

// RFC 7644 section 3.5.1.
func TestReplace(t *testing.T) {
	c := serve(t)
	ada := c.user("ada", `"title":"Countess"`, `"nickName":"Enchantress"`, `"password":"Bernoulli-1843"`)
	before := c.must(200, "GET", "/Users/"+ada, "")
	c.clock.advance(time.Minute)

	after := c.must(200, "PUT", "/Users/"+ada, object(coreUser, `"id":"other"`, `"userName":"ada"`, `"title":"Lady"`,
		`"meta":{"created":"1815-12-10T00:00:00Z","resourceType":"Group"}`, `"groups":[{"value":"x"}]`))
	equal(t, "id", after.id(), ada)
	equal(t, "title", text(after.body, "title"), "Lady")
	equal(t, "what was omitted", at(after.body, "nickName"), nil)
	equal(t, "groups", at(after.body, "groups"), nil)
	equal(t, "created", text(after.body, "meta", "created"), text(before.body, "meta", "created"))
	equal(t, "lastModified", text(after.body, "meta", "lastModified"), "2026-03-01T12:01:00.000Z")
	equal(t, "Location", after.header.Get("Location"), baseURL+"/Users/"+ada)
	if after.header.Get("ETag") == before.header.Get("ETag") {
		t.Error("the version is the same")
	}
	equal(t, "what GET shows", c.must(200, "GET", "/Users/"+ada, "").raw, after.raw)
}

// Omitting active neither kills nor revives an account.
func TestReplaceKeepsActive(t *testing.T) {
	for _, active := range []string{"true", "false"} {
		c := serve(t)
		ada := c.user("ada", `"active":`+active)
		for _, given := range []string{`"title":"x"`, `"active":null`} {
			after := c.must(200, "PUT", "/Users/"+ada, object(coreUser, `"userName":"ada"`, given))
			equal(t, given, text(after.body, "active"), active)
		}
		after := c.must(200, "PATCH", "/Users/"+ada, operations(`{"op":"remove","path":"active"}`))
		equal(t, "removed", text(after.body, "active"), active)
	}
}

func TestReplaceWithTheSameChangesNothing(t *testing.T) {
	c := serve(t)
	ada := c.user("ada", `"emails":[{"value":"a@example.com"},{"value":"b@example.com"}]`)
	before := c.must(200, "GET", "/Users/"+ada, "")
	c.clock.advance(time.Minute)
	equal(t, "its own GET", c.must(200, "PUT", "/Users/"+ada, before.raw).raw, before.raw)
	c.must(200, "PUT", "/Users/"+ada, object(coreUser, `"userName":"ada"`, `"emails":[{"value":"b@example.com"},{"value":"a@example.com"}]`))
	equal(t, "another order", c.must(200, "GET", "/Users/"+ada, "").header.Get("ETag"), before.header.Get("ETag"))
}

func TestReplaceRefusals(t *testing.T) {
	cases := map[string]struct {
		body     string
		status   int
		scimType string
	}{
		"no userName":      {object(coreUser, `"title":"x"`), 400, "invalidValue"},
		"a taken userName": {object(coreUser, `"userName":"GRACE"`), 409, "uniqueness"},
		"a wrong type":     {object(coreUser, `"userName":"ada"`, `"active":"maybe"`), 400, "invalidValue"},
		"no JSON":          {"x", 400, "invalidSyntax"},
	}
	for name, it := range cases {
		c := serve(t)
		ada := c.user("ada")
		c.user("grace")
		before := c.must(200, "GET", "/Users/"+ada, "").raw
		c.refused(c.send("PUT", "/Users/"+ada, it.body), it.status, it.scimType)
		equal(t, name, c.must(200, "GET", "/Users/"+ada, "").raw, before)
	}
}

func TestRename(t *testing.T) {
	c := serve(t)
	ada := c.user("ada")
	c.must(200, "PUT", "/Users/"+ada, object(coreUser, `"userName":"Ada"`))
	c.must(200, "PUT", "/Users/"+ada, object(coreUser, `"userName":"lovelace"`))
	equal(t, "by the new name", text(c.must(200, "GET", "/Users"+escape(`userName eq "lovelace"`), "").body, "Resources", 0, "id"), ada)
	equal(t, "by the old name", text(c.must(200, "GET", "/Users"+escape(`userName eq "ada"`), "").body, "totalResults"), "0")
	c.user("ada") // the name is free again
}

// A clock that is set back does not undo history.
func TestModifiedNeverGoesBack(t *testing.T) {
	c := serve(t)
	ada := c.user("ada")
	c.clock.advance(-time.Hour)
	after := c.must(200, "PUT", "/Users/"+ada, object(coreUser, `"userName":"ada"`, `"title":"Lady"`))
	equal(t, "lastModified", text(after.body, "meta", "lastModified"), text(after.body, "meta", "created"))
}
