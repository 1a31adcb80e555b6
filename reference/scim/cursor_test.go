package scim_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/scim"
)

// unreserved is what RFC 9865 section 2 allows in a cursor.
var unreserved = regexp.MustCompile(`^[A-Za-z0-9._~-]+$`)

// turn follows a cursor of a page, "nextCursor" or "previousCursor".
func (c *client) turn(found reply, member, path, query string) reply {
	c.t.Helper()
	cursor := text(found.body, member)
	if !unreserved.MatchString(cursor) {
		c.t.Fatalf("%s is %q", member, cursor)
	}
	return c.must(200, "GET", path+"?cursor="+cursor+query, "")
}

// RFC 9865 section 2: forth and back again, in each order and through each index.
func TestCursorPaging(t *testing.T) {
	c := pioneers(t)
	cases := map[string]string{
		"":                                      "ada grace|alan edsger|barbara",
		"&sortBy=userName&sortOrder=descending": "grace edsger|barbara alan|ada",
		"&sortBy=title":                         "grace barbara|ada edsger|alan",
		"&sortBy=title&sortOrder=descending":    "alan edsger|ada grace|barbara",
		"&sortBy=active":                        "alan ada|grace edsger|barbara",
		"&filter=" + url.QueryEscape(`not (userName eq "alan")`): "ada grace|edsger barbara",
		"&filter=" + url.QueryEscape(`userName eq "ada"`):        "ada",
		"&filter=" + url.QueryEscape(`userName eq "x"`):          "",
	}
	for query, want := range cases {
		query += "&count=2"
		pages := strings.Split(want, "|")
		found := c.must(200, "GET", "/Users?cursor="+query, "")
		equal(t, query+": previous of the first", at(found.body, "previousCursor"), nil)
		for i, page := range pages {
			equal(t, query, strings.Join(found.names("userName"), " "), page)
			equal(t, query+": startIndex", at(found.body, "startIndex"), nil)
			equal(t, query+": totalResults", text(found.body, "totalResults"), fmt.Sprint(len(strings.Fields(strings.ReplaceAll(want, "|", " ")))))
			equal(t, query+": itemsPerPage", text(found.body, "itemsPerPage"), fmt.Sprint(len(found.names("id"))))
			if i < len(pages)-1 {
				found = c.turn(found, "nextCursor", "/Users", query)
			}
		}
		equal(t, query+": next of the last", at(found.body, "nextCursor"), nil)
		for _, page := range slices.Backward(pages[:len(pages)-1]) {
			found = c.turn(found, "previousCursor", "/Users", query)
			equal(t, query+": back", strings.Join(found.names("userName"), " "), page)
		}
		equal(t, query+": previous of the first", at(found.body, "previousCursor"), nil)
	}
}

// RFC 9865 section 3, and the root, where users and groups are one list.
func TestCursorPagingBySearch(t *testing.T) {
	c := pioneers(t)
	c.group("Analysts")
	for _, path := range []string{"/.search", "/Users/.search"} {
		body := object(search, `"cursor":%s`, `"count":4`, `"filter":"userName pr or displayName eq \"analysts\""`)
		found := c.must(200, "POST", path, fmt.Sprintf(body, `""`))
		equal(t, "first page", len(found.names("id")), 4)
		found = c.must(200, "POST", path, fmt.Sprintf(body, quote(text(found.body, "nextCursor"))))
		want := map[string]string{"/.search": "Barbara Liskov,Analysts", "/Users/.search": "Barbara Liskov"}[path]
		equal(t, "second page", strings.Join(found.names("displayName"), ","), want)
		equal(t, "the end", at(found.body, "nextCursor"), nil)
	}
	found := c.must(200, "GET", "/?cursor&count=5", "")
	equal(t, "root", text(c.turn(found, "nextCursor", "/", "&count=5").body, "Resources", 0, "displayName"), "Analysts")
}

// RFC 9865 section 2.1.
func TestCursorRefusals(t *testing.T) {
	c := pioneers(t)
	first := c.must(200, "GET", "/Users?cursor=&count=2&sortBy=userName", "")
	next := text(first.body, "nextCursor")
	forged := next[:10] + map[bool]string{true: "A", false: "B"}[next[10] == 'B'] + next[11:]
	cases := []struct{ path, scimType string }{
		{"/Users?count=2&sortBy=userName&cursor=x", "invalidCursor"},
		{"/Users?count=2&sortBy=userName&cursor=" + forged, "invalidCursor"},
		{"/Users?count=2&sortBy=userName&cursor=" + next[:len(next)-4], "invalidCursor"},
		{"/Users?count=2&sortBy=userName&cursor=" + next[:8] + "%0A" + next[8:], "invalidCursor"},
		{"/Users?count=2&sortBy=userName&cursor=%ff", "invalidCursor"},
		{"/Users?count=2&cursor=" + next, "invalidCursor"},
		{"/Users?count=2&sortBy=title&cursor=" + next, "invalidCursor"},
		{"/Users?count=2&sortBy=userName&filter=id+pr&cursor=" + next, "invalidCursor"},
		{"/Users?count=2&sortBy=userName&attributes=id&cursor=" + next, "invalidCursor"},
		{"/Groups?count=2&sortBy=displayName&cursor=" + next, "invalidCursor"},
		{"/Users?count=3&sortBy=userName&cursor=" + next, "invalidCount"},
		{"/Users?count=x&cursor=", "invalidCount"},
		{"/Users?startIndex=1&cursor=", "invalidValue"},
		{"/Users?cursor=&cursor=", "invalidSyntax"},
	}
	for _, it := range cases {
		c.refused(c.send("GET", it.path, ""), 400, it.scimType)
	}
	for body, scimType := range map[string]string{
		object(search, `"cursor":7`):                     "invalidCursor",
		object(search, `"cursor":"x"`):                   "invalidCursor",
		object(search, `"cursor":""`, `"count":"2"`):     "invalidCount",
		object(search, `"cursor":""`, `"startIndex":1`):  "invalidValue",
		object(search, `"cursor":"`+next+`","count":2`):  "invalidCursor",
		object(search, `"cursor":null`, `"count":"two"`): "invalidValue",
	} {
		c.refused(c.send("POST", "/Users/.search", body), 400, scimType)
	}
	c.must(200, "GET", "/Users?sortBy=userName&cursor="+next, "")
}

// RFC 9865 section 4: a cursor is good for cursorTimeout from the page that it
// came with, not from the first.
func TestCursorExpires(t *testing.T) {
	c := pioneers(t, func(config *scim.Config) { config.CursorTimeout = time.Minute })
	equal(t, "cursorTimeout", text(c.must(200, "GET", "/ServiceProviderConfig", "").body, "pagination", "cursorTimeout"), "60")
	found := c.must(200, "GET", "/Users?cursor&count=1", "")
	for range 3 {
		c.clock.advance(time.Minute)
		found = c.turn(found, "nextCursor", "/Users", "&count=1")
	}
	c.clock.advance(time.Minute + time.Millisecond)
	c.refused(c.send("GET", "/Users?count=1&cursor="+text(found.body, "nextCursor"), ""), 400, "expiredCursor")
}

// A cursor is read by another process with the same token, and by nobody else.
func TestCursorSurvivesRestart(t *testing.T) {
	s := openStore(t)
	from := func(secret string) *client {
		return serve(t, func(config *scim.Config) { config.Store, config.Token = s, secret })
	}
	c := from(token)
	c.people([]string{"", "", ""})
	query := "/Users?count=2&cursor=" + text(c.must(200, "GET", "/Users?count=2&cursor", "").body, "nextCursor")
	equal(t, "after a restart", len(from(token).must(200, "GET", query, "").names("id")), 1)
	other := from("difference-engine")
	other.refused(other.send("GET", query, "", "Authorization: Bearer difference-engine"), 400, "invalidCursor")
}

// RFC 9865 section 2: count is bounded like everywhere, and pages of nothing
// lead nowhere.
func TestCursorCount(t *testing.T) {
	c := pioneers(t, func(config *scim.Config) { config.MaxResults = 2 })
	for _, count := range []string{"0", "-3"} {
		none := c.must(200, "GET", "/Users?cursor=&count="+count, "")
		equal(t, "resources", len(none.names("id")), 0)
		equal(t, "totalResults", text(none.body, "totalResults"), "5")
		equal(t, "nextCursor", at(none.body, "nextCursor"), nil)
	}
	for _, query := range []string{"", "&count=4"} {
		found := c.must(200, "GET", "/Users?cursor="+query, "")
		equal(t, "resources", len(found.names("id")), 2)
		equal(t, "the next", strings.Join(c.turn(found, "nextCursor", "/Users", query).names("userName"), " "), "alan edsger")
	}
}

// What a client lists and deletes page by page it meets once, and whoever comes
// later it does not meet at all.
func TestCursorWhileThingsChange(t *testing.T) {
	c := pioneers(t)
	for _, sort := range []string{"", "&sortBy=userName"} {
		query := sort + "&count=2&filter=title+pr"
		found := c.must(200, "GET", "/Users?cursor="+query, "")
		second := text(found.body, "Resources", 1, "id")
		before := c.must(200, "GET", "/Users/"+second, "")
		c.must(204, "DELETE", "/Users/"+second, "")
		late := c.user("aaa", `"title":"Latecomer"`)
		later := c.user("zzz", `"title":"Latecomer"`)
		found = c.turn(found, "nextCursor", "/Users", query)
		equal(t, "who stays", len(found.names("id")), 2)
		for _, id := range found.names("id") {
			if id == late || id == later || id == second {
				t.Errorf("%s is listed", id)
			}
		}
		back := c.turn(found, "previousCursor", "/Users", query)
		equal(t, "who is left of the first page", len(back.names("id")), 1)
		c.deleteAll([]string{late, later})
		c.user(text(before.body, "userName"), `"title":"`+text(before.body, "title")+`"`)
	}
}

// An empty page before the first result still leads on.
func TestCursorBackToNothing(t *testing.T) {
	c := serve(t)
	ids := c.people([]string{"", "", ""})
	second := c.turn(c.must(200, "GET", "/Users?cursor=&count=1", ""), "nextCursor", "/Users", "&count=1")
	c.deleteAll(ids[:1])
	none := c.turn(second, "previousCursor", "/Users", "&count=1")
	equal(t, "resources", len(none.names("id")), 0)
	equal(t, "previous", at(none.body, "previousCursor"), nil)
	equal(t, "the next", c.turn(none, "nextCursor", "/Users", "&count=1").names("id")[0], ids[1])
}

// Values longer than a cursor carries neither lose nor repeat a result.
func TestCursorOfLongValues(t *testing.T) {
	c := serve(t)
	long := strings.Repeat("é", 600)
	ids := c.people([]string{long + "b", long + "a", long})
	found := c.must(200, "GET", "/Users?cursor=&count=1&sortBy=title", "")
	seen := found.names("id")
	for range 2 {
		if length := len(text(found.body, "nextCursor")); length > 1200 {
			t.Errorf("the cursor has %d characters", length)
		}
		found = c.turn(found, "nextCursor", "/Users", "&count=1&sortBy=title")
		seen = append(seen, found.names("id")...)
	}
	equal(t, "all", fmt.Sprint(seen), fmt.Sprint(ids))
}

// Whatever is asked, the pages by cursor are those by index, forth and back.
func TestCursorPagesAreTheWhole(t *testing.T) {
	c := serve(t)
	rapid.Check(t, func(t *rapid.T) {
		ids := c.people(rapid.SliceOfN(aTitle, 0, 9).Draw(t, "titles"))
		defer c.deleteAll(ids)
		count := rapid.IntRange(1, 5).Draw(t, "count")
		query := rapid.SampledFrom([]string{
			"", "&sortBy=title", "&sortBy=title&sortOrder=descending", "&filter=title+pr", "&sortBy=meta.created&filter=id+pr",
		}).Draw(t, "query")
		whole := c.must(200, "GET", "/Users?count=200"+query, "").names("id")
		query = fmt.Sprintf("%s&count=%d", query, count)
		found := c.must(200, "GET", "/Users?cursor="+query, "")
		paged := found.names("id")
		var pages []string
		for text(found.body, "nextCursor") != "" {
			pages = append(pages, fmt.Sprint(found.names("id")))
			found = c.turn(found, "nextCursor", "/Users", query)
			paged = append(paged, found.names("id")...)
		}
		if !slices.Equal(paged, whole) {
			t.Fatalf("the pages are %v, the whole is %v", paged, whole)
		}
		for _, page := range slices.Backward(pages) {
			if found = c.turn(found, "previousCursor", "/Users", query); fmt.Sprint(found.names("id")) != page {
				t.Fatalf("back are %v, want %s", found.names("id"), page)
			}
		}
	})
}

// RFC 9865 section 4.
func TestPaginationIsAnnounced(t *testing.T) {
	c := serve(t, func(config *scim.Config) { config.MaxResults = 7 })
	got := at(c.must(200, "GET", "/ServiceProviderConfig", "").body, "pagination")
	want := schema.Resource{
		"cursor": true, "index": true, "defaultPaginationMethod": "index",
		"defaultPageSize": schema.Number("7"), "maxPageSize": schema.Number("7"), "cursorTimeout": schema.Number("600"),
	}
	if !schema.Equal(want, got) {
		t.Errorf("pagination is %v, want %v", got, want)
	}
}

// No text that is offered as a cursor breaks anything or leads anywhere.
func FuzzCursor(f *testing.F) {
	c := serve(f)
	c.people([]string{"", "", ""})
	valid := text(c.must(200, "GET", "/Users?cursor=&count=1", "").body, "nextCursor")
	for _, seed := range []string{"", "x", valid[1:], strings.ToUpper(valid), strings.Repeat("A", 60)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		c := *c
		c.t = t
		found := c.send("GET", "/Users?count=1&cursor="+url.QueryEscape(value), "")
		if value == "" {
			equal(t, "status", found.status, 200)
			return
		}
		equal(t, "status", found.status, 400)
		equal(t, "scimType", text(found.body, "scimType"), "invalidCursor")
	})
}
