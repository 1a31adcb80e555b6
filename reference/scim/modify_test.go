package scim_test

import (
	"fmt"
	"testing"
	"time"
)

// RFC 7644 section 3.5.2; what the operations mean is tested where they are
// carried out, here it is what the service provider makes of them.
func TestModify(t *testing.T) {
	c := serve(t)
	ada := c.user("ada", `"title":"Countess"`)
	c.clock.advance(time.Minute)
	after := c.must(200, "PATCH", "/Users/"+ada, operations(`{"op":"replace","path":"title","value":"Lady"}`,
		`{"op":"add","value":{"nickName":"Enchantress"}}`, fmt.Sprintf(`{"op":"add","path":"%s:department","value":"Computing"}`, enterprise)))
	equal(t, "title", text(after.body, "title"), "Lady")
	equal(t, "nickName", text(after.body, "nickName"), "Enchantress")
	equal(t, "department", text(after.body, enterprise, "department"), "Computing")
	equal(t, "schemas", len(at(after.body, "schemas").([]any)), 2)
	equal(t, "lastModified", text(after.body, "meta", "lastModified"), "2026-03-01T12:01:00.000Z")
	equal(t, "Location", after.header.Get("Location"), baseURL+"/Users/"+ada)
	equal(t, "ETag", after.header.Get("ETag"), text(after.body, "meta", "version"))
	equal(t, "what GET shows", c.must(200, "GET", "/Users/"+ada, "").raw, after.raw)
}

// RFC 7644 section 3.5.2.1: what is there already changes no timestamp.
func TestModifyWithoutEffect(t *testing.T) {
	c := serve(t)
	ada := c.user("ada", `"title":"Countess"`)
	analysts := c.group("Analysts", ada)
	member := fmt.Sprintf(`[{"value":%q}]`, ada)
	cases := map[string][]string{
		"/Users/" + ada: {
			`{"op":"add","path":"title","value":"Countess"}`,
			`{"op":"replace","path":"active","value":true}`,
			`{"op":"add","path":"nickName","value":"x"},{"op":"remove","path":"nickName"}`,
		},
		"/Groups/" + analysts: {
			`{"op":"add","path":"members","value":` + member + `}`,
			`{"op":"replace","path":"members","value":` + member + `}`,
			`{"op":"remove","path":"members[value eq \"nobody\"]"}`,
			`{"op":"remove","path":"members"},{"op":"add","path":"members","value":` + member + `}`,
		},
	}
	for path, list := range cases {
		before := c.must(200, "GET", path, "").raw
		c.clock.advance(time.Minute)
		for _, operation := range list {
			equal(t, operation, c.must(200, "PATCH", path, operations(operation)).raw, before)
		}
	}
}

// A PATCH is atomic, RFC 7644 section 3.5.2.
func TestModifyRefusals(t *testing.T) {
	const title = `{"op":"add","path":"title","value":"x"}`
	cases := map[string]struct {
		operations string
		status     int
		scimType   string
	}{
		"the second fails":  {operations(title, `{"op":"add","path":"shoeSize","value":38}`), 400, "invalidPath"},
		"a taken userName":  {operations(title, `{"op":"replace","path":"userName","value":"Grace"}`), 409, "uniqueness"},
		"userName removed":  {operations(`{"op":"remove","path":"userName"}`), 400, "mutability"},
		"readOnly":          {operations(`{"op":"replace","path":"id","value":"x"}`), 400, "mutability"},
		"groups":            {operations(`{"op":"add","path":"groups","value":[{"value":"x"}]}`), 400, "mutability"},
		"no path to remove": {operations(`{"op":"remove"}`), 400, "noTarget"},
		"no operation":      {object(patchOp), 400, "invalidSyntax"},
		"no PatchOp":        {object(`"Operations":[{"op":"add","path":"title","value":"x"}]`), 400, "invalidSyntax"},
		"a bad password":    {operations(`{"op":"add","path":"password","value":7}`), 400, "invalidValue"},
	}
	for name, it := range cases {
		c := serve(t)
		ada := c.user("ada")
		c.user("grace")
		before := c.must(200, "GET", "/Users/"+ada, "").raw
		c.refused(c.send("PATCH", "/Users/"+ada, it.operations), it.status, it.scimType)
		equal(t, name, c.must(200, "GET", "/Users/"+ada, "").raw, before)
	}
}

// What Entra and Okta send; strict providers refuse it.
func TestModifyModes(t *testing.T) {
	for _, body := range []string{
		operations(`{"op":"Replace","path":"active","value":"False"}`),
		operations(`{"op":"Add","path":"emails[type eq \"work\"].value","value":"ada@example.com"}`),
	} {
		lenient := serve(t)
		lenient.must(200, "PATCH", "/Users/"+lenient.user("ada"), body)
		severe := serve(t, strict)
		if found := severe.send("PATCH", "/Users/"+severe.user("ada"), body); found.status != 400 {
			t.Errorf("strict took %s", body)
		}
	}
}
