package scim_test

import (
	"fmt"
	"testing"
	"time"
)

func managedBy(id string) string { return fmt.Sprintf(`%q:{"manager":{"value":%q}}`, enterprise, id) }

// RFC 7643 section 4.3.
func TestManager(t *testing.T) {
	c := serve(t)
	grace := c.user("grace", `"displayName":"Grace Hopper"`)
	ada := c.user("ada", fmt.Sprintf(
		`%q:{"manager":{"value":%q,"displayName":"Nobody","$ref":"https://evil.example.com"}}`, enterprise, grace))
	manager := func() any { return at(c.must(200, "GET", "/Users/"+ada, "").body, enterprise, "manager") }
	equal(t, "displayName", text(manager(), "displayName"), "Grace Hopper")
	equal(t, "$ref", text(manager(), "$ref"), baseURL+"/Users/"+grace)
	found := c.must(200, "GET", "/Users"+escape(enterprise+`:manager.displayName eq "grace hopper"`), "")
	equal(t, "found by the manager's name", text(found.body, "Resources", 0, "id"), ada)

	path := enterprise + ":manager"
	for _, operation := range []string{
		fmt.Sprintf(`{"op":"remove","path":%q}`, path),
		fmt.Sprintf(`{"op":"remove","path":"%s.value"}`, path),
		fmt.Sprintf(`{"op":"replace","path":%q,"value":""}`, path),
	} {
		c.must(200, "PATCH", "/Users/"+ada, operations(fmt.Sprintf(`{"op":"add","path":%q,"value":%q}`, path, grace)))
		equal(t, "set", text(manager(), "value"), grace)
		after := c.must(200, "PATCH", "/Users/"+ada, operations(operation))
		equal(t, operation, at(after.body, enterprise), nil)
		equal(t, operation+": schemas", len(at(after.body, "schemas").([]any)), 1)
	}
}

func TestManagerStrict(t *testing.T) {
	c := serve(t, strict)
	grace, ada := c.user("grace"), c.user("ada")
	set := func(id string) string {
		return operations(fmt.Sprintf(`{"op":"add","path":"%s:manager","value":{"value":%q}}`, enterprise, id))
	}
	c.must(200, "PATCH", "/Users/"+ada, set(grace))
	c.must(200, "PATCH", "/Users/"+ada, set(ada))
	c.refused(c.send("PATCH", "/Users/"+ada, set("nobody")), 400, "invalidValue")
	c.refused(c.send("PATCH", "/Users/"+ada, set(c.group("Analysts"))), 400, "invalidValue")
}

func TestRemovingAManager(t *testing.T) {
	c := serve(t)
	grace := c.user("grace")
	ada := c.user("ada", managedBy(grace))
	alan := c.user("alan", fmt.Sprintf(`%q:{"department":"Computing","manager":{"value":%q}}`, enterprise, grace))
	before := c.must(200, "GET", "/Users/"+ada, "")
	c.clock.advance(time.Minute)
	c.must(204, "DELETE", "/Users/"+grace, "")

	after := c.must(200, "GET", "/Users/"+ada, "")
	equal(t, "the extension", at(after.body, enterprise), nil)
	equal(t, "schemas", len(at(after.body, "schemas").([]any)), 1)
	equal(t, "lastModified", text(after.body, "meta", "lastModified"), "2026-03-01T12:01:00.000Z")
	equal(t, "the same version", after.header.Get("ETag") == before.header.Get("ETag"), false)
	equal(t, "what else alan has", attributesOf(at(c.must(200, "GET", "/Users/"+alan, "").body, enterprise)), "department")
	equal(t, "found by name", text(c.must(200, "GET", "/Users"+escape(`userName eq "ada"`), "").body, "totalResults"), "1")
}

// Who manages themselves can be deleted.
func TestRemovingOnesOwnManager(t *testing.T) {
	c := serve(t)
	ada := c.user("ada")
	c.must(200, "PATCH", "/Users/"+ada, operations(fmt.Sprintf(`{"op":"add","path":"%s:manager","value":%q}`, enterprise, ada)))
	c.must(204, "DELETE", "/Users/"+ada, "")
}
