package scim_test

import (
	"context"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference/scim"
)

// holders are people by their tokens.
type holders map[string]string

func (h holders) Person(ctx context.Context, token string) (context.Context, string, bool, error) {
	id, found := h[token]
	return ctx, id, found, nil
}

const asAda = "Authorization: Bearer of-ada"

// withAda serves a provider to which Ada has a token of her own.
func withAda(t testing.TB, change ...func(*scim.Config)) (c *client, ada string) {
	known := holders{}
	c = serve(t, append(change, func(config *scim.Config) { config.Persons = known })...)
	ada = c.user("ada", `"displayName":"Ada"`, `"title":"Countess"`, `"password":"Engine-No-1"`, managedBy(c.user("grace")))
	known["of-ada"] = ada
	return c, ada
}

// RFC 7644 section 3.11: the alias stands for the person, and every answer says
// where the person is.
func TestMe(t *testing.T) {
	c, ada := withAda(t)
	location := baseURL + "/Users/" + ada
	found := c.must(200, "GET", "/Me", "", asAda)
	equal(t, "the same user", found.raw, c.must(200, "GET", "/Users/"+ada, "").raw)
	equal(t, "location", found.header.Get("Location"), location)
	equal(t, "projected", c.must(200, "GET", "/Me?attributes=title", "", asAda).raw, c.must(200, "GET", "/Users/"+ada+"?attributes=title", "").raw)
	tag := "If-None-Match: " + found.header.Get("ETag")
	equal(t, "location of 304", c.must(304, "GET", "/Me", "", asAda, tag).header.Get("Location"), location)
	found = c.must(200, "PATCH", "/Me", operations(`{"op":"replace","path":"displayName","value":"Ada Lovelace"}`), asAda)
	equal(t, "displayName", text(found.body, "displayName"), "Ada Lovelace")
	failed := c.send("PATCH", "/Me", operations(`{"op":"replace","path":"nothing","value":"x"}`), asAda)
	c.refused(failed, 400, "invalidPath")
	equal(t, "location of an error", failed.header.Get("Location"), location)
	failed = c.send("PATCH", "/Me", operations(`{"op":"remove","path":"nickName"}`), asAda, `If-Match: W/"x"`)
	c.refused(failed, 412, "")
	failed = c.send("POST", "/Me", object(coreUser, `"userName":"ada2"`), asAda)
	c.refused(failed, 405, "")
	equal(t, "Allow", failed.header.Get("Allow"), "DELETE, GET, HEAD, PATCH, PUT")
	equal(t, "location of 405", failed.header.Get("Location"), location)
	equal(t, "location of 204", c.must(204, "DELETE", "/Me", "", asAda).header.Get("Location"), location)
	c.refused(c.send("GET", "/Users/"+ada, ""), 404, "")
}

// People replace what is theirs to change; what is not they need not repeat.
func TestMeReplaced(t *testing.T) {
	c, ada := withAda(t)
	c.must(200, "PATCH", "/Users/"+ada, operations(`{"op":"add","path":"nickName","value":"Enchantress"}`))
	found := c.must(200, "PUT", "/Me", object(coreUser, `"userName":"ada"`, `"displayName":"Ada Lovelace"`), asAda)
	equal(t, "displayName", text(found.body, "displayName"), "Ada Lovelace")
	equal(t, "nickName", text(found.body, "nickName"), "")
	equal(t, "title", text(found.body, "title"), "Countess")
	equal(t, "manager", text(found.body, enterprise, "manager", "displayName"), "grace")
	again := c.must(200, "GET", "/Me", "", asAda)
	equal(t, "what was read", c.must(200, "PUT", "/Me", again.raw, asAda).raw, again.raw)
}

func TestMeForbidden(t *testing.T) {
	for _, change := range []func(*scim.Config){func(*scim.Config) {}, strict} {
		c, ada := withAda(t, change)
		before := c.must(200, "GET", "/Users/"+ada, "").raw
		for _, member := range []string{
			`"userName":"countess"`, `"active":false`, `"password":"Engine-No-2"`, `"title":"Queen"`, `"externalId":"x"`, `"userType":"Boss"`,
			`"roles":[{"value":"administrator"}]`, `"entitlements":[{"value":"all"}]`, `"emails":[{"value":"x@example.com"}]`,
			`"x509Certificates":[{"value":"QQ=="}]`, `"` + enterprise + `":{"costCenter":"7"}`,
		} {
			found := c.send("PATCH", "/Me", operations(`{"op":"replace","value":`+object(member)+`}`), asAda)
			c.refused(found, 403, "")
			body := object(coreUser, `"userName":"ada"`, member)
			if strings.HasPrefix(member, `"userName"`) {
				body = object(coreUser, member)
			}
			if strings.Contains(member, enterprise) {
				body = strings.Replace(body, `:2.0:User"`, `:2.0:User","`+enterprise+`"`, 1)
			}
			c.refused(c.send("PUT", "/Me", body, asAda), 403, "")
			equal(t, member, c.must(200, "GET", "/Users/"+ada, "").raw, before)
		}
	}
}

// A person's token opens nothing but /Me and discovery, and a client that is no
// person has no /Me.
func TestWhoIsWho(t *testing.T) {
	c, ada := withAda(t)
	for _, path := range []string{"/ServiceProviderConfig", "/ResourceTypes", "/Schemas", "/ResourceTypes/User"} {
		c.must(200, "GET", path, "", asAda)
	}
	for _, it := range [][2]string{
		{"GET", "/Users"},
		{"GET", "/Users/" + ada},
		{"GET", "/"},
		{"POST", "/.search"},
		{"POST", "/Users"},
		{"DELETE", "/Users/" + ada},
		{"POST", "/Bulk"},
		{"GET", "/Gadgets"},
	} {
		c.refused(c.send(it[0], it[1], "{}", asAda), 403, "")
	}
	for _, method := range []string{"GET", "PUT", "PATCH", "DELETE", "POST"} {
		found := c.send(method, "/Me", "{}")
		c.refused(found, 501, "")
		equal(t, "location", found.header.Get("Location"), "")
		c.refused(c.send(method, "/Me", "{}", "Authorization: Bearer of-nobody"), 401, "")
		c.refused(c.send(method, "/Me", "{}", "Authorization: "), 401, "")
	}
}
