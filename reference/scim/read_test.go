package scim_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/scimproof/scimproof/reference/scim"
)

// RFC 7644 section 3.4.1.
func TestRead(t *testing.T) {
	c := serve(t)
	ada := c.user("ada", `"password":"Bernoulli-1843"`, `"externalId":"4711"`)
	analysts := c.group("Analysts", ada)

	shown := c.must(200, "GET", "/Users/"+ada, "")
	equal(t, "Location", shown.header.Get("Location"), baseURL+"/Users/"+ada)
	equal(t, "externalId", text(shown.body, "externalId"), "4711")
	equal(t, "password", at(shown.body, "password"), nil)
	equal(t, "a slash at the end", c.must(200, "GET", "/Users/"+ada+"/", "").raw, shown.raw)
	equal(t, "the id in the wrong collection", c.send("GET", "/Groups/"+ada, "").status, 404)
	equal(t, "the group", text(c.must(200, "GET", "/Groups/"+analysts, "").body, "displayName"), "Analysts")
}

func TestReadHead(t *testing.T) {
	c := serve(t)
	ada := c.user("ada")
	head := c.must(200, "HEAD", "/Users/"+ada, "")
	get := c.must(200, "GET", "/Users/"+ada, "")
	equal(t, "body", head.raw, "")
	for _, name := range []string{"ETag", "Content-Length", "Content-Type", "Location"} {
		equal(t, name, head.header.Get(name), get.header.Get(name))
	}
}

// RFC 7644 section 3.12: errors are SCIM Errors, also where no endpoint is.
func TestNotFound(t *testing.T) {
	c := serve(t)
	for _, path := range []string{
		"/Users/nobody", "/Groups/nobody", "/Users/%2F", "/Users/a/b", "/Gadgets", "/users", "/Gadgets/1",
		"/Schemas/urn:nothing", "/ResourceTypes/Gadget", "//Users", "/Users//",
	} {
		c.refused(c.send("GET", path, ""), 404, "")
	}
	c.refused(c.send("PUT", "/Users/nobody", object(coreUser, `"userName":"ada"`)), 404, "")
	c.refused(c.send("PATCH", "/Users/nobody", operations(`{"op":"remove","path":"title"}`)), 404, "")
	c.refused(c.send("DELETE", "/Users/nobody", ""), 404, "")
	for _, base := range []string{"", "/scim", "/scim/v2x", "/other"} {
		c.base = base
		c.refused(c.send("GET", "/Users", ""), 404, "")
	}
}

// RFC 9110 section 15.5.6: 405 says what is allowed.
func TestMethodNotAllowed(t *testing.T) {
	c := serve(t)
	ada := c.user("ada")
	cases := []struct{ method, path, allow string }{
		{"PUT", "/Users", "GET, HEAD, POST"},
		{"DELETE", "/Users/", "GET, HEAD, POST"},
		{"PATCH", "/Groups", "GET, HEAD, POST"},
		{"POST", "/Users/" + ada, "DELETE, GET, HEAD, PATCH, PUT"},
		{"GET", "/Users/.search", "POST"},
		{"GET", "/.search", "POST"},
		{"POST", "/", "GET, HEAD"},
		{"POST", "/Schemas", "GET, HEAD"},
		{"PATCH", "/ServiceProviderConfig", "GET, HEAD"},
		{"DELETE", "/ResourceTypes/User", "GET, HEAD"},
		{"BREW", "/Users", "GET, HEAD, POST"},
		{"GET", "/Bulk", "POST"},
	}
	for _, it := range cases {
		found := c.send(it.method, it.path, "")
		c.refused(found, 405, "")
		equal(t, it.method+" "+it.path, found.header.Get("Allow"), it.allow)
	}
}

// RFC 7644 section 3.11.
func TestNotImplemented(t *testing.T) {
	c := serve(t)
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		c.refused(c.send(method, "/Me", ""), http.StatusNotImplemented, "")
	}
}

// RFC 7644 section 3.12: 413 names the limit.
func TestBodyTooLarge(t *testing.T) {
	c := serve(t, func(config *scim.Config) { config.MaxBody = 200 })
	found := c.send("POST", "/Users", object(coreUser, `"userName":"ada"`, `"title":"`+strings.Repeat("x", 200)+`"`))
	c.refused(found, http.StatusRequestEntityTooLarge, "")
	if !strings.Contains(text(found.body, "detail"), "200") {
		t.Errorf("the detail %q does not name the limit", text(found.body, "detail"))
	}
	equal(t, "users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "0")
}

// A body that breaks off is the client's failure, not the provider's.
func TestBodyBreaksOff(t *testing.T) {
	c := serve(t)
	r := httptest.NewRequest("POST", baseURL+"/Users", io.MultiReader(strings.NewReader("{"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	r.Header.Set("Authorization", "Bearer "+token)
	c.refused(c.do(r), 400, "")
}
