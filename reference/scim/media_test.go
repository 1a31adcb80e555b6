package scim_test

import "testing"

// RFC 7644 section 3.8.
func TestContentType(t *testing.T) {
	cases := map[string]int{
		"Content-Type: application/scim+json":                201,
		"Content-Type: application/json":                     201,
		"Content-Type: Application/SCIM+JSON; charset=UTF-8": 201,
		"Content-Type: application/json; charset=\"utf-8\"":  201,
		"Content-Type: ": 201,
		"Content-Type: application/json; charset=iso-8859-1": 415,
		"Content-Type: text/plain":                           415,
		"Content-Type: application/x-www-form-urlencoded":    415,
		"Content-Type: application/merge-patch+json":         415,
		"Content-Type: json":                                 415,
		"Content-Type: application/json; charset":            415,
		"Content-Encoding: gzip":                             415,
		"Content-Encoding: identity":                         201,
	}
	c := serve(t)
	for header, want := range cases {
		found := c.send("POST", "/Users", object(coreUser, `"userName":`+quote(header)), header)
		equal(t, header, found.status, want)
		if want == 415 {
			c.refused(found, 415, "")
		}
	}
}

// RFC 7644 section 3.8, RFC 9110 section 12.5.1.
func TestAccept(t *testing.T) {
	cases := map[string]struct {
		status int
		media  string
	}{
		"":                      {200, "application/scim+json"},
		"application/scim+json": {200, "application/scim+json"},
		"application/json":      {200, "application/json"},
		"*/*":                   {200, "application/scim+json"},
		"application/*":         {200, "application/scim+json"},
		"application/json, application/scim+json":     {200, "application/scim+json"},
		"application/json, application/scim+json;q=0": {200, "application/json"},
		"text/html, application/xhtml+xml, */*;q=0.8": {200, "application/scim+json"},
		"application/json;q=x, */*;q=0.1":             {200, "application/scim+json"},
		"text/html":                                   {406, "application/scim+json"},
		"application/scim+json;q=0":                   {406, "application/scim+json"},
	}
	c := serve(t)
	for accept, want := range cases {
		found := c.send("GET", "/Users", "", "Accept: "+accept)
		equal(t, accept, found.status, want.status)
		equal(t, accept, found.header.Get("Content-Type"), want.media)
	}
}

// What is not acceptable to the client must not be done.
func TestNotAcceptableDoesNothing(t *testing.T) {
	c := serve(t)
	c.refused(c.send("POST", "/Users", object(coreUser, `"userName":"ada"`), "Accept: text/html"), 406, "")
	equal(t, "users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "0")
}
