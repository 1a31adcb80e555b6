package scim_test

import (
	"strings"
	"testing"
)

// RFC 7644 section 3.3.
func TestCreate(t *testing.T) {
	c := serve(t)
	made := c.must(201, "POST", "/Users", object(coreUser, `"userName":"ada"`, `"name":{"givenName":"Ada"}`,
		`"id":"mine"`, `"meta":{"resourceType":"Gadget","version":"W/\"9\""}`, `"groups":[{"value":"x"}]`))

	equal(t, "Location", made.header.Get("Location"), baseURL+"/Users/"+made.id())
	equal(t, "meta.location", text(made.body, "meta", "location"), made.header.Get("Location"))
	equal(t, "Content-Location", made.header.Get("Content-Location"), made.header.Get("Location"))
	equal(t, "meta.version", text(made.body, "meta", "version"), made.header.Get("ETag"))
	equal(t, "meta.resourceType", text(made.body, "meta", "resourceType"), "User")
	equal(t, "meta.created", text(made.body, "meta", "created"), "2026-03-01T12:00:00.000Z")
	equal(t, "meta.lastModified", text(made.body, "meta", "lastModified"), text(made.body, "meta", "created"))
	equal(t, "Content-Type", made.header.Get("Content-Type"), "application/scim+json")
	equal(t, "active", text(made.body, "active"), "true")
	equal(t, "groups", at(made.body, "groups"), nil)
	if !strings.HasPrefix(made.header.Get("ETag"), `W/"`) {
		t.Errorf("the ETag %s is not weak", made.header.Get("ETag"))
	}
	if len(made.id()) != 36 || made.id() == "mine" {
		t.Errorf("the id %q is not a UUID of the provider's own", made.id())
	}
	equal(t, "what GET shows", c.must(200, "GET", "/Users/"+made.id(), "").raw, made.raw)
}

func TestCreateActive(t *testing.T) {
	c := serve(t)
	cases := []struct{ userName, given, want string }{
		{"ada", `"title":"active omitted"`, "true"},
		{"grace", `"active":null`, "true"},
		{"alan", `"active":true`, "true"},
		{"edsger", `"active":false`, "false"},
	}
	for _, it := range cases {
		made := c.must(201, "POST", "/Users", object(coreUser, `"userName":"`+it.userName+`"`, it.given))
		equal(t, it.given, text(made.body, "active"), it.want)
	}
}

func TestCreateRefusals(t *testing.T) {
	cases := map[string]struct {
		path, body string
		status     int
		scimType   string
	}{
		"not JSON":             {"/Users", `{"userName":`, 400, "invalidSyntax"},
		"no body":              {"/Users", " ", 400, "invalidSyntax"},
		"an array":             {"/Users", `[]`, 400, "invalidSyntax"},
		"a member twice":       {"/Users", `{"userName":"a","userName":"b"}`, 400, "invalidSyntax"},
		"bad UTF-8":            {"/Users", "{\"userName\":\"\xff\"}", 400, "invalidSyntax"},
		"no schemas":           {"/Users", `{"userName":"grace"}`, 400, "invalidValue"},
		"no userName":          {"/Users", object(coreUser), 400, "invalidValue"},
		"a number as userName": {"/Users", object(coreUser, `"userName":7`), 400, "invalidValue"},
		"two primary e-mails": {"/Users", object(coreUser, `"userName":"grace"`,
			`"emails":[{"value":"a@example.com","primary":true},{"value":"b@example.com","primary":true}]`), 400, "invalidValue"},
		"a taken userName":            {"/Users", object(coreUser, `"userName":"ada"`), 409, "uniqueness"},
		"a userName taken in capital": {"/Users", object(coreUser, `"userName":"ADA"`), 409, "uniqueness"},
		"a group without a name":      {"/Groups", object(coreGroup), 400, "invalidValue"},
		"an unknown member":           {"/Groups", groupBody("Analysts", "nobody"), 400, "invalidValue"},
		"a member without a value":    {"/Groups", object(coreGroup, `"displayName":"A"`, `"members":[{"type":"User"}]`), 400, "invalidValue"},
		"the schema of the other":     {"/Users", object(coreGroup, `"userName":"grace"`), 400, "invalidValue"},
		"both choices of attributes":  {"/Users?attributes=id&excludedAttributes=id", object(coreUser, `"userName":"a"`), 400, "invalidValue"},
		"an extension of wrong type":  {"/Users", object(coreUser, `"userName":"grace"`, `"`+enterprise+`":"x"`), 400, "invalidValue"},
	}
	for name, it := range cases {
		t.Run(name, func(t *testing.T) {
			c := serve(t)
			c.user("ada")
			c.refused(c.send("POST", it.path, it.body), it.status, it.scimType)
			equal(t, "users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "1")
			equal(t, "groups", text(c.must(200, "GET", "/Groups", "").body, "totalResults"), "0")
		})
	}
}

// RFC 7643 section 4.3 lets a manager be written by id alone; the lenient
// provider keeps an id that it does not know, the strict one refuses it.
func TestCreateModes(t *testing.T) {
	manager := object(`"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]`,
		`"userName":"ada"`, `"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"nobody"}}`)
	lenient := serve(t).must(201, "POST", "/Users", manager)
	equal(t, "manager", text(lenient.body, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "manager", "value"), "nobody")

	c := serve(t, strict)
	c.refused(c.send("POST", "/Users", manager), 400, "invalidValue")
	c.refused(c.send("POST", "/Users", object(coreUser, `"userName":"ada"`, `"shoeSize":38`)), 400, "invalidSyntax")
	equal(t, "users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "0")
}
