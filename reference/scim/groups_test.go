package scim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func (c *client) members(group string) string {
	c.t.Helper()
	shown := c.must(200, "GET", "/Groups/"+group, "")
	list, _ := shown.body["members"].([]any)
	var names []string
	for i := range list {
		names = append(names, text(shown.body, "members", i, "display"))
	}
	return strings.Join(names, ",")
}

func addMember(id string) string {
	return fmt.Sprintf(`{"op":"add","path":"members","value":[{"value":%q}]}`, id)
}

// RFC 7643 sections 4.1.2 and 4.2.
func TestMembership(t *testing.T) {
	c := serve(t)
	ada, alan := c.user("ada", `"displayName":"Ada Lovelace"`), c.user("alan")
	inner := c.group("Inner", alan)
	made := c.must(201, "POST", "/Groups", object(coreGroup, `"displayName":"Outer"`, fmt.Sprintf(`"members":[
		{"value":%q,"display":"somebody","type":"Group","$ref":"https://evil.example.com"},
		{"value":%q},
		{"value":%q}]`, ada, inner, ada)))
	equal(t, "members", len(at(made.body, "members").([]any)), 2)
	want := []struct{ value, display, kind, ref string }{
		{ada, "Ada Lovelace", "User", baseURL + "/Users/" + ada},
		{inner, "Inner", "Group", baseURL + "/Groups/" + inner},
	}
	for i, it := range want {
		equal(t, "value", text(made.body, "members", i, "value"), it.value)
		equal(t, "display", text(made.body, "members", i, "display"), it.display)
		equal(t, "type", text(made.body, "members", i, "type"), it.kind)
		equal(t, "$ref", text(made.body, "members", i, "$ref"), it.ref)
	}
	groups := c.must(200, "GET", "/Users/"+ada, "")
	equal(t, "group", text(groups.body, "groups", 0, "value"), made.id())
	equal(t, "its name", text(groups.body, "groups", 0, "display"), "Outer")
	equal(t, "its kind", text(groups.body, "groups", 0, "type"), "direct")
	equal(t, "its place", text(groups.body, "groups", 0, "$ref"), baseURL+"/Groups/"+made.id())
	equal(t, "groups of alan, who is in Outer but indirectly", len(at(c.must(200, "GET", "/Users/"+alan, "").body, "groups").([]any)), 1)
}

func TestMembersChange(t *testing.T) {
	c := serve(t)
	ada, grace, alan := c.user("ada"), c.user("grace"), c.user("alan")
	group := c.group("Analysts", ada)
	path := "/Groups/" + group
	c.must(200, "PATCH", path, operations(addMember(grace), addMember(alan)))
	equal(t, "added", c.members(group), "ada,grace,alan")
	c.must(200, "PATCH", path, operations(`{"op":"remove","path":"members[value eq \"`+grace+`\"]"}`))
	equal(t, "removed", c.members(group), "ada,alan")
	c.must(200, "PATCH", path, operations(fmt.Sprintf(`{"op":"Remove","path":"members","value":[{"value":%q}]}`, ada)))
	equal(t, "removed as Entra does", c.members(group), "alan")
	c.must(200, "PUT", path, groupBody("Analysts", grace, ada))
	equal(t, "replaced", c.members(group), "grace,ada")
	c.must(200, "PUT", path, object(coreGroup, `"displayName":"Analysts"`))
	equal(t, "omitted", c.members(group), "")
}

func TestMembersRefusals(t *testing.T) {
	c := serve(t)
	ada := c.user("ada")
	leaf := c.group("Leaf", ada)
	middle := c.group("Middle", leaf)
	top := c.group("Top", middle)
	cases := map[string][2]string{
		"itself":              {leaf, addMember(leaf)},
		"the group around it": {leaf, addMember(middle)},
		"the one around that": {leaf, addMember(top)},
		"nobody":              {leaf, addMember("nobody")},
		"ada and then nobody": {top, addMember(ada) + "," + addMember("nobody")},
		"no value":            {leaf, `{"op":"add","path":"members","value":[{"type":"User"}]}`},
	}
	for name, it := range cases {
		before := c.must(200, "GET", "/Groups/"+it[0], "").raw
		c.refused(c.send("PATCH", "/Groups/"+it[0], operations(it[1])), 400, "invalidValue")
		equal(t, name, c.must(200, "GET", "/Groups/"+it[0], "").raw, before)
	}
	c.refused(c.send("PUT", "/Groups/"+leaf, groupBody("Leaf", top)), 400, "invalidValue")
	c.must(200, "PATCH", "/Groups/"+top, operations(addMember(leaf))) // twice within, but in no circle
}

// RFC 7643 section 2.3.7: a reference to what is gone would lead nowhere.
func TestRemovingAMember(t *testing.T) {
	c := serve(t)
	ada, grace := c.user("ada"), c.user("grace")
	inner := c.group("Inner", ada)
	outer := c.group("Outer", inner, ada, grace)
	other := c.must(200, "GET", "/Groups/"+c.group("Other", grace), "").raw
	before := c.must(200, "GET", "/Groups/"+outer, "")
	c.clock.advance(time.Minute)

	c.must(204, "DELETE", "/Users/"+ada, "")
	after := c.must(200, "GET", "/Groups/"+outer, "")
	equal(t, "members", c.members(outer), "Inner,grace")
	equal(t, "members of Inner", c.members(inner), "")
	equal(t, "lastModified", text(after.body, "meta", "lastModified"), "2026-03-01T12:01:00.000Z")
	equal(t, "the same version", after.header.Get("ETag") == before.header.Get("ETag"), false)

	c.must(204, "DELETE", "/Groups/"+inner, "")
	equal(t, "members", c.members(outer), "grace")
	found := c.must(200, "GET", "/Groups"+escape(`displayName eq "outer"`), "")
	equal(t, "what still has the name", text(found.body, "totalResults"), "1")
	equal(t, "the group without ada", strings.Contains(c.must(200, "GET", "/Groups", "").raw, other), true)

	c.must(204, "DELETE", "/Groups/"+outer, "")
	equal(t, "groups of grace", len(at(c.must(200, "GET", "/Users/"+grace, "").body, "groups").([]any)), 1)
}
