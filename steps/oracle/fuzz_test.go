package oracle

import (
	"strings"
	"testing"
)

var bodies = []string{
	"", "null", "{}", "[]", ada, whole, `{"a":1,"A":2}`, `{"a":`, "[1,2", `{} {}`, "\xef\xbb\xbf{}", `"\ud800"`, "{\"\xff\":1}",
	`<html>`, `1e999999999`, `{"schemas":["` + ListURN + `"],"totalResults":1,"Resources":[{"id":"1"}]}`,
	`{"schemas":["` + ErrorURN + `"],"status":"400","scimType":"invalidPath"}`, `{"totalResults":"x","Resources":null,"itemsPerPage":-1}`,
	`{"members":[{"value":"1"},{"value":"1"},{"type":{}},[],null,7]}`, strings.Repeat("[", 200), strings.Repeat(`{"a":`, 200),
	`{"emails":[{"primary":true},{"primary":true,"type":["work"]}],"meta":7,"schemas":{}}`,
}

func FuzzParse(f *testing.F) {
	for _, body := range bodies {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		value, err := Parse(body)
		if err != nil {
			return
		}
		text, err := Marshal(value)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := Parse(text)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if !Equal(value, again) || Diff(value, again) != nil {
			t.Fatalf("%s became %s", body, text)
		}
	})
}

func FuzzLookup(f *testing.F) {
	for _, path := range []string{
		"userName", "name.familyName", `emails[type eq "work"].value`, "emails.value", EnterpriseURN, EnterpriseURN + ":manager.value",
		"[", "a[b eq 1e999999999]", `a[b eq "\ud800"]`, "urn:", ":", ".", "$ref",
	} {
		f.Add(ada, path)
	}
	f.Fuzz(func(t *testing.T, body, path string) {
		value, err := Parse([]byte(body))
		if err != nil {
			return
		}
		if found := Lookup(value, path); CheckPath(path) != nil && found != nil {
			t.Fatalf("%q is no path and finds %v", path, found)
		}
		if found := Diff(value, value, path); found != nil {
			t.Fatalf("%s", lines(found))
		}
	})
}

func FuzzList(f *testing.F) {
	for _, body := range bodies {
		f.Add([]byte(body), 1, 10)
	}
	f.Fuzz(func(t *testing.T, body []byte, start, count int) {
		value, err := Parse(body)
		if err != nil {
			return
		}
		list, found := ListOf(value, ListOptions{StartIndex: start, Count: &count})
		if found == nil && list.TotalResults < len(list.Resources) {
			t.Fatalf("a sound list of %d shows %d", list.TotalResults, len(list.Resources))
		}
	})
}

func FuzzError(f *testing.F) {
	for _, body := range bodies {
		f.Add([]byte(body), 400, "invalidPath")
	}
	f.Fuzz(func(t *testing.T, body []byte, status int, scimType string) {
		value, err := Parse(body)
		if err != nil {
			return
		}
		if found := Error(value, status, scimType); found == nil {
			if _, got := ErrorDetail(value); got != scimType {
				t.Fatalf("a sound error has the scimType %q, not %q", got, scimType)
			}
		}
	})
}

func FuzzCheck(f *testing.F) {
	for _, body := range bodies {
		f.Add([]byte(body), "User")
	}
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		object, err := ParseObject(body)
		if err != nil {
			return
		}
		s := rfc(t)
		s.Check(kind, object, Options{})
		if enlarged, err := s.With([]Object{object}, []Object{object}); err == nil {
			enlarged.Check(kind, object, Options{Strict: true})
		}
	})
}

func FuzzCompare(f *testing.F) {
	for i, body := range bodies {
		f.Add([]byte(body), []byte(bodies[len(bodies)-1-i]))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		want, err := Parse(a)
		if err != nil {
			return
		}
		got, err := Parse(b)
		if err != nil {
			return
		}
		if found := Diff(want, got); (found == nil) != Equal(want, got) {
			t.Fatalf("Equal is %v, Diff %q", Equal(want, got), lines(found))
		}
		if Diff(want, got) == nil && Subset(want, got) != nil {
			t.Fatalf("equal, but no subset: %s", lines(Subset(want, got)))
		}
	})
}
