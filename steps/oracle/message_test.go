package oracle

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func count(n int) *int { return &n }

func TestList(t *testing.T) {
	const head = `"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],`
	for _, c := range []struct {
		name, body string
		asked      ListOptions
		found      string
	}{
		{"complete", `{` + head + `"totalResults":1,"Resources":[{"id":"1"}]}`, ListOptions{}, ""},
		{"complete, with its page", `{` + head + `"totalResults":1,"startIndex":1,"itemsPerPage":1,"Resources":[{"id":"1"}]}`, ListOptions{}, ""},
		{"empty", `{` + head + `"totalResults":0}`, ListOptions{}, ""},
		{"empty array", `{` + head + `"totalResults":0,"Resources":[]}`, ListOptions{}, ""},
		{"empty null", `{` + head + `"totalResults":0,"Resources":null}`, ListOptions{}, "Resources: want an array, got null (warning)"},
		{"a bare array", `[{"id":"1"}]`, ListOptions{}, "body: want a ListResponse, got an array"},
		{"no schemas", `{"totalResults":0}`, ListOptions{}, `schemas: want ["` + ListURN + `"], got absent`},
		{"other schemas", `{"schemas":["` + ErrorURN + `"],"totalResults":0}`, ListOptions{}, `schemas: want ["` + ListURN + `"], got ["` + ErrorURN + `"]`},
		{"schemas as a string", `{"schemas":"` + ListURN + `","totalResults":0}`, ListOptions{}, `schemas: want ["` + ListURN + `"], got "` + ListURN + `"`},
		{"no total", `{` + head + `"Resources":[{"id":"1"}]}`, ListOptions{}, "totalResults: want a number, got absent"},
		{"no total with cursors", `{` + head + `"Resources":[{"id":"1"}],"nextCursor":"x"}`, ListOptions{Cursor: true}, ""},
		{"a total in quotes", `{` + head + `"totalResults":"1","Resources":[{"id":"1"}]}`, ListOptions{}, `totalResults: want a whole number, got "1"`},
		{"a fraction", `{` + head + `"totalResults":1.0,"Resources":[{"id":"1"}]}`, ListOptions{}, `totalResults: want a whole number, got 1.0`},
		{"a negative total", `{` + head + `"totalResults":-1}`, ListOptions{}, `totalResults: want 0 or more, got -1`},
		{
			"a total below what is shown", `{` + head + `"totalResults":1,"Resources":[{"id":"1"},{"id":"2"}]}`,
			ListOptions{},
			"totalResults: want 2 or more, as so many Resources are listed, got 1",
		},
		{
			"a total below the page", `{` + head + `"totalResults":3,"startIndex":3,"itemsPerPage":2,"Resources":[{"id":"1"},{"id":"2"}]}`,
			ListOptions{StartIndex: 3},
			"totalResults: want 4 or more, as the page ends there, got 3",
		},
		{"no resources", `{` + head + `"totalResults":2,"startIndex":1,"itemsPerPage":0}`, ListOptions{}, "Resources: want resources, as totalResults is 2, got absent"},
		{"no resources wanted", `{` + head + `"totalResults":2,"startIndex":1,"itemsPerPage":0}`, ListOptions{Count: count(0)}, ""},
		{"past the end", `{` + head + `"totalResults":2,"startIndex":9,"itemsPerPage":0}`, ListOptions{StartIndex: 9}, ""},
		{
			"resources as an object", `{` + head + `"totalResults":1,"Resources":{"id":"1"}}`,
			ListOptions{},
			`Resources: want an array, got {"id":"1"}` + "\n" +
				`startIndex: want a number, as 0 of 1 results are shown, got absent` + "\n" +
				`itemsPerPage: want a number, as 0 of 1 results are shown, got absent`,
		},
		{
			"a resource that is none", `{` + head + `"totalResults":2,"Resources":[{"id":"1"},null]}`,
			ListOptions{},
			"Resources: want an object as element 1, got null" + "\n" +
				`startIndex: want a number, as 1 of 2 results are shown, got absent` + "\n" +
				`itemsPerPage: want a number, as 1 of 2 results are shown, got absent`,
		},
		{"a page", `{` + head + `"totalResults":9,"startIndex":3,"itemsPerPage":1,"Resources":[{"id":"1"}]}`, ListOptions{StartIndex: 3, Count: count(1)}, ""},
		{
			"a page without its numbers", `{` + head + `"totalResults":9,"Resources":[{"id":"1"}]}`,
			ListOptions{Count: count(1)},
			"startIndex: want a number, as 1 of 9 results are shown, got absent" + "\n" +
				"itemsPerPage: want a number, as 1 of 9 results are shown, got absent",
		},
		{
			"count 0 without its numbers", `{` + head + `"totalResults":9}`,
			ListOptions{Count: count(0)},
			"startIndex: want a number, as 0 of 9 results are shown, got absent (warning)" + "\n" +
				"itemsPerPage: want a number, as 0 of 9 results are shown, got absent (warning)",
		},
		{
			"the count asked for as itemsPerPage", `{` + head + `"totalResults":1,"startIndex":1,"itemsPerPage":10,"Resources":[{"id":"1"}]}`,
			ListOptions{Count: count(10)},
			"itemsPerPage: want 1, got 10 (warning)",
		},
		{
			"another page", `{` + head + `"totalResults":9,"startIndex":1,"itemsPerPage":1,"Resources":[{"id":"1"}]}`,
			ListOptions{StartIndex: 3},
			"startIndex: want 3, got 1 (warning)",
		},
		{
			"startIndex 0", `{` + head + `"totalResults":1,"startIndex":0,"Resources":[{"id":"1"}]}`,
			ListOptions{StartIndex: -3},
			"startIndex: want 1, got 0 (warning)",
		},
		{
			"more than the count", `{` + head + `"totalResults":2,"Resources":[{"id":"1"},{"id":"2"}]}`,
			ListOptions{Count: count(1)},
			"Resources: want at most 1, got 2",
		},
		{
			"some for a negative count", `{` + head + `"totalResults":1,"Resources":[{"id":"1"}]}`,
			ListOptions{Count: count(-1)},
			"Resources: want at most 0, got 1",
		},
		{
			"names in lower case", `{` + head + `"totalresults":1,"resources":[{"id":"1"}]}`,
			ListOptions{},
			`totalResults: want the name "totalResults", got "totalresults" (warning)` + "\n" +
				`Resources: want the name "Resources", got "resources" (warning)`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found := ListOf(parsed(t, c.body), c.asked)
			if diff := cmp.Diff(c.found, lines(found)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestListIsRead(t *testing.T) {
	list, found := List(parsed(t, `{"schemas":["`+ListURN+`"],"totalResults":7,"startIndex":2,"itemsPerPage":1,
		"nextCursor":"n","previousCursor":"p","Resources":[{"id":"1"}]}`))
	want := ListResponse{TotalResults: 7, StartIndex: 2, ItemsPerPage: 1, NextCursor: "n", PreviousCursor: "p", Resources: []Object{{"id": "1"}}}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
	if got := lines(found); got != "startIndex: want 1, got 2 (warning)" {
		t.Error(got)
	}
	list, _ = List(parsed(t, `{}`))
	if list.TotalResults != -1 || list.ItemsPerPage != -1 || list.StartIndex != 0 {
		t.Errorf("%+v", list)
	}
}

func TestError(t *testing.T) {
	const head = `"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],`
	for _, c := range []struct {
		name, body string
		status     int
		types      []string
		found      string
	}{
		{"least", `{` + head + `"status":"404"}`, 404, nil, ""},
		{"most", `{` + head + `"status":"400","scimType":"invalidPath","detail":"no such path","more":1}`, 400, []string{"noTarget", "invalidPath"}, ""},
		{"no error", `[]`, 400, nil, "body: want a SCIM Error, got an array"},
		{"nothing", `{}`, 400, nil, `schemas: want ["` + ErrorURN + `"], got absent` + "\n" + `status: want "400", got absent`},
		{"a number", `{` + head + `"status":409}`, 409, nil, `status: want "409", got the number 409 (warning)`},
		{"another status", `{` + head + `"status":"404"}`, 403, nil, `status: want "403", got "404" (warning)`},
		{"a status that is none", `{` + head + `"status":{"code":"400"}}`, 400, nil, `status: want "400", got {"code":"400"}`},
		{"no scimType", `{` + head + `"status":"400"}`, 400, []string{"invalidFilter"}, `scimType: want "invalidFilter", got absent`},
		{
			"another scimType", `{` + head + `"status":"400","scimType":"invalidSyntax"}`, 400,
			[]string{"invalidFilter", "tooMany"},
			`scimType: want "invalidFilter" or "tooMany", got "invalidSyntax"`,
		},
		{
			"an unknown scimType", `{` + head + `"status":"400","scimType":"badThing"}`, 400, nil,
			`scimType: want a value of RFC 7644 table 9, got "badThing" (warning)`,
		},
		{"detail as an array", `{` + head + `"status":"400","detail":["a"]}`, 400, nil, `detail: want a string, got ["a"]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := Error(parsed(t, c.body), c.status, c.types...)
			if diff := cmp.Diff(c.found, lines(found)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A list as a means to another end needs no more than to show its resources; and nobody is
// absent from what is no list.
func TestListed(t *testing.T) {
	none, absent := "", "Resources: want an array, got absent"
	for _, c := range []struct {
		name, body string
		asked      ListOptions
		found      string
	}{
		{"no schemas, and nothing else", `{"Resources":[{"id":"1"}]}`, ListOptions{}, none},
		{"numbers as texts", `{"totalResults":"1","startIndex":"1","Resources":[{"id":"1"}]}`, ListOptions{}, none},
		{"a page without its numbers", `{"totalResults":9,"Resources":[{"id":"1"}]}`, ListOptions{}, none},
		{"an empty list", `{"totalResults":0}`, ListOptions{}, none},
		{"an empty list, its total as a text", `{"totalResults":"0"}`, ListOptions{}, none},
		{"an empty list by cursor", `{"schemas":["` + ListURN + `"]}`, ListOptions{Cursor: true}, none},
		{"an empty page behind the end", `{"totalResults":1}`, ListOptions{StartIndex: 2}, none},
		{"no list", `{}`, ListOptions{}, absent},
		{"a list that does not say", `{"schemas":["` + ListURN + `"]}`, ListOptions{}, absent},
		{"null", `{"Resources":null}`, ListOptions{}, absent},
		{"an error", `{"schemas":["` + ErrorURN + `"]}`, ListOptions{Cursor: true}, absent},
		{"counted and left out", `{"totalResults":2}`, ListOptions{}, "Resources: want resources, as totalResults is 2, got absent"},
		{"counted and not shown", `{"totalResults":2,"Resources":[]}`, ListOptions{}, "Resources: want resources, as totalResults is 2, got []"},
		{"another name", `{"totalResults":1,"users":[{"id":"1"}]}`, ListOptions{}, "Resources: want resources, as totalResults is 1, got absent"},
		{"no array", `{"Resources":{"id":"1"}}`, ListOptions{}, `Resources: want an array, got {"id":"1"}`},
		{"an array", `[{"id":"1"}]`, ListOptions{}, "body: want a ListResponse, got an array"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found := Listed(parsed(t, c.body), c.asked)
			if diff := cmp.Diff(c.found, lines(found)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRefusal(t *testing.T) {
	for _, c := range []struct {
		body  string
		types []string
		found string
	}{
		{`{}`, nil, ""},
		{`{"scimType":"noTarget"}`, []string{"invalidPath", "noTarget"}, ""},
		{`{"schemas":"x","status":404,"scimType":"uniqueness"}`, []string{"uniqueness"}, ""},
		{`{"scimType":"invalidValue"}`, []string{"uniqueness"}, `scimType: want "uniqueness", got "invalidValue"`},
		{`{"detail":"uniqueness"}`, []string{"uniqueness"}, `scimType: want "uniqueness", got absent`},
		{`[]`, []string{"uniqueness"}, `scimType: want "uniqueness", got absent`},
	} {
		if diff := cmp.Diff(c.found, lines(Refusal(parsed(t, c.body), c.types...))); diff != "" {
			t.Errorf("%s: %s", c.body, diff)
		}
	}
	if len(Refusal(nil, "uniqueness")) != 1 {
		t.Error("no body at all says uniqueness")
	}
}

func TestErrorDetail(t *testing.T) {
	detail, scimType := ErrorDetail(parsed(t, `{"detail":"no","scimType":"mutability"}`))
	if detail != "no" || scimType != "mutability" {
		t.Errorf("%q, %q", detail, scimType)
	}
	if detail, scimType = ErrorDetail("x"); detail != "" || scimType != "" {
		t.Errorf("%q, %q", detail, scimType)
	}
}

func TestParseDateTime(t *testing.T) {
	for _, c := range []struct {
		text, utc string
		zone      bool
	}{
		{"2008-01-23T04:56:22Z", "2008-01-23T04:56:22Z", true},
		{"2008-01-23T04:56:22.5+02:00", "2008-01-23T02:56:22.5Z", true},
		{"2008-01-23T04:56:22", "2008-01-23T04:56:22Z", false},
		{"2008-12-31T24:00:00Z", "2009-01-01T00:00:00Z", true},
	} {
		at, zone, err := ParseDateTime(c.text)
		if got := at.UTC().Format("2006-01-02T15:04:05.999Z07:00"); err != nil || got != c.utc || zone != c.zone {
			t.Errorf("%s: %s, %v, %v", c.text, got, zone, err)
		}
	}
	for _, text := range []string{
		"", "2008-01-23", "2008-01-23T04:56Z", "2008-01-23 04:56:22Z", "2008-01-23t04:56:22z", "2008-02-30T00:00:00Z", "2008-01-23T25:00:00Z",
		"2008-01-23T04:56:22.Z", "2008-01-23T04:56:22+0200", "1201064182", "20080123T045622Z", "2008-1-23T04:56:22Z", "Wed, 23 Jan 2008 04:56:22 GMT",
	} {
		if at, _, err := ParseDateTime(text); err == nil {
			t.Errorf("%q is taken for %s", text, at)
		}
	}
}

func TestSameTag(t *testing.T) {
	for _, c := range []struct {
		a, b          string
		same, loosely bool
	}{
		{`W/"1"`, `W/"1"`, true, true},
		{`W/"1"`, `"1"`, false, true},
		{`W/"1"`, `1`, false, true},
		{`"1"`, `"2"`, false, false},
		{`"`, `""`, false, false},
	} {
		if same, loosely := SameTag(c.a, c.b); same != c.same || loosely != c.loosely {
			t.Errorf("%s %s: %v, %v", c.a, c.b, same, loosely)
		}
	}
}
