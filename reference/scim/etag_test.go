package scim_test

import (
	"fmt"
	"testing"
	"time"
)

// RFC 7644 section 3.14, RFC 9110 section 13.1.
func TestConditionalRead(t *testing.T) {
	c := serve(t)
	ada := c.user("ada")
	tag := c.must(200, "GET", "/Users/"+ada, "").header.Get("ETag")
	cases := map[string]int{
		tag:              304,
		`"x", ` + tag:    304,
		`W/"x,y",` + tag: 304,
		"*":              304,
		tag[2:]:          304, // compared weakly
		`W/"x"`:          200,
		`W/"x", "y"`:     200,
		"x":              200,
		`"unfinished`:    200,
		`,`:              200,
	}
	for header, want := range cases {
		found := c.send("GET", "/Users/"+ada+"?attributes=userName", "", "If-None-Match: "+header)
		equal(t, header, found.status, want)
		equal(t, header+": the ETag", found.header.Get("ETag"), tag)
		if want == 304 {
			equal(t, header+": the body", found.raw, "")
		}
	}
}

func TestConditionalWrite(t *testing.T) {
	replacement := object(coreUser, `"userName":"ada"`, `"title":"Countess"`)
	writes := []struct{ method, body string }{
		{"PUT", replacement},
		{"PATCH", operations(`{"op":"add","path":"title","value":"Countess"}`)},
		{"DELETE", ""},
	}
	for _, it := range writes {
		c := serve(t)
		ada := c.user("ada")
		first := c.must(200, "GET", "/Users/"+ada, "")
		for _, stale := range []string{
			`If-Match: W/"x"`, `If-Match: x`, `If-Match: "a", "b"`,
			"If-None-Match: *", "If-None-Match: " + first.header.Get("ETag"),
		} {
			c.refused(c.send(it.method, "/Users/"+ada, it.body, stale), 412, "")
			equal(t, it.method+" "+stale, c.must(200, "GET", "/Users/"+ada, "").raw, first.raw)
		}
		c.refused(c.send(it.method, "/Users/nobody", it.body, `If-Match: *`), 404, "")
		done := c.send(it.method, "/Users/"+ada, it.body, "If-Match: "+first.header.Get("ETag"))
		if done.status/100 != 2 {
			t.Errorf("%s with the current version answered %d", it.method, done.status)
		}
		if it.method != "DELETE" {
			c.refused(c.send(it.method, "/Users/"+ada, it.body, "If-Match: "+first.header.Get("ETag")), 412, "")
			c.must(200, it.method, "/Users/"+ada, it.body, "If-Match: *")
		}
	}
}

// A version changes with what a client is shown, also where that follows from
// a change elsewhere.
func TestVersionFollowsWhatIsShown(t *testing.T) {
	c := serve(t)
	ada, grace := c.user("ada"), c.user("grace")
	analysts := c.group("Analysts")
	report := c.user("alan", managedBy(grace))
	version := func(path string) string { return c.must(200, "GET", path, "").header.Get("ETag") }
	named := func(attribute, name string) string {
		return fmt.Sprintf(`{"op":"add","path":%q,"value":%q}`, attribute, name)
	}
	changes := []struct{ what, seenAt, path, operation string }{
		{"joining a group", "/Users/" + ada, "/Groups/" + analysts, addMember(ada)},
		{"a group's new name", "/Users/" + ada, "/Groups/" + analysts, named("displayName", "Analytics")},
		{"a member's new name", "/Groups/" + analysts, "/Users/" + ada, named("displayName", "Ada Lovelace")},
		{"a manager's new name", "/Users/" + report, "/Users/" + grace, named("displayName", "Grace Hopper")},
		{"leaving a group", "/Users/" + ada, "/Groups/" + analysts, `{"op":"remove","path":"members"}`},
	}
	for _, it := range changes {
		before := version(it.seenAt)
		c.clock.advance(time.Second)
		c.must(200, "PATCH", it.path, operations(it.operation))
		if version(it.seenAt) == before {
			t.Errorf("%s left the version as it was", it.what)
		}
	}
	listed := c.must(200, "GET", "/Users?attributes=meta", "")
	for i := range listed.names("id") {
		id := text(listed.body, "Resources", i, "id")
		equal(t, "the version in a list", text(listed.body, "Resources", i, "meta", "version"), version("/Users/"+id))
	}
}
