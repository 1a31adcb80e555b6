package scim_test

import "testing"

// RFC 7644 section 3.6.
func TestRemove(t *testing.T) {
	c := serve(t)
	ada := c.user("ada", `"externalId":"4711"`)
	done := c.must(204, "DELETE", "/Users/"+ada, "")
	equal(t, "body", done.raw, "")
	equal(t, "Content-Type", done.header.Get("Content-Type"), "")

	c.refused(c.send("GET", "/Users/"+ada, ""), 404, "")
	c.refused(c.send("PUT", "/Users/"+ada, object(coreUser, `"userName":"ada"`)), 404, "")
	c.refused(c.send("PATCH", "/Users/"+ada, operations(`{"op":"add","path":"title","value":"x"}`)), 404, "")
	c.refused(c.send("DELETE", "/Users/"+ada, ""), 404, "")
	for _, query := range []string{"", escape(`userName eq "ada"`), escape(`externalId eq "4711"`), escape(`id eq "` + ada + `"`)} {
		equal(t, query, text(c.must(200, "GET", "/Users"+query, "").body, "totalResults"), "0")
	}
	if again := c.user("ada"); again == ada {
		t.Error("the id was given again")
	}
}
