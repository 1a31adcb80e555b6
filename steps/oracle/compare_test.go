package oracle

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/steps/result"
)

// lines shows mismatches in one line each.
func lines(mismatches []result.Mismatch) string {
	var out []string
	for _, m := range mismatches {
		line := fmt.Sprintf("%s: want %s, got %s", m.Path, m.Want, m.Got)
		if m.Warn {
			line += " (warning)"
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func TestSubset(t *testing.T) {
	for _, c := range []struct{ name, want, got, found string }{
		{"more is fine", `{"title":"Countess"}`, `{"title":"Countess","active":true}`, ""},
		{"another value", `{"title":"Countess"}`, `{"title":"Baroness"}`, `title: want "Countess", got "Baroness"`},
		{"absent", `{"title":"Countess"}`, `{}`, `title: want "Countess", got absent`},
		{"null is absent", `{"title":"Countess"}`, `{"title":null}`, `title: want "Countess", got absent`},
		{"another type", `{"active":true}`, `{"active":"true"}`, `active: want true, got "true"`},
		{"a name in another case", `{"nickName":"A"}`, `{"nickname":"A"}`, ""},
		{"must be absent", `{"title":null}`, `{"title":"Countess"}`, `title: want absent, got "Countess"`},
		{"is absent", `{"title":null,"emails":[]}`, `{"emails":null,"title":null}`, ""},
		{"all parts must be absent", `{"name":{"middleName":null}}`, `{}`, ""},
		{"one part must be absent", `{"name":{"middleName":null}}`, `{"name":{"middleName":"K","familyName":"L"}}`, `name.middleName: want absent, got "K"`},
		{"one part of what is not there", `{"name":{"middleName":null,"familyName":"L"}}`, `{}`, `name: want {"familyName":"L"}, got absent`},
		{
			"the extension", `{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"1"}}}`,
			`{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"2"}}}`,
			`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value: want "1", got "2"`,
		},
		{"an extension of our own", `{"urn:example:robots":{"arms":2}}`, `{"urn:example:robots":{"arms":3}}`, `urn:example:robots:arms: want 2, got 3`},
		{"order", `{"emails":[{"value":"a"},{"value":"b"}]}`, `{"emails":[{"value":"b"},{"value":"a"}]}`, ""},
		{"more in an element", `{"emails":[{"value":"a"}]}`, `{"emails":[{"value":"a","type":"work","display":"A"}]}`, ""},
		{
			"the primary", `{"emails":[{"type":"work","value":"a","primary":true}]}`, `{"emails":[{"type":"work","value":"a"}]}`,
			`emails[type eq "work"].primary: want true, got absent`,
		},
		{"not the primary", `{"emails":[{"value":"a","primary":false}]}`, `{"emails":[{"value":"a"}]}`, ""},
		{"not the primary, and more", `{"emails":[{"value":"a"}]}`, `{"emails":[{"value":"a","primary":false}]}`, ""},
		{
			"the value of a type", `{"emails":[{"type":"work","value":"a"}]}`, `{"emails":[{"type":"work","value":"b"}]}`,
			`emails[type eq "work"].value: want "a", got "b"`,
		},
		{
			"the type of a value", `{"emails":[{"type":"work","value":"a"}]}`, `{"emails":[{"type":"home","value":"a"}]}`,
			`emails[value eq "a"].type: want "work", got "home"`,
		},
		{
			"two of a type", `{"emails":[{"type":"work","value":"a","primary":true},{"type":"work","value":"b"}]}`,
			`{"emails":[{"type":"work","value":"a"},{"type":"work","value":"b","primary":true}]}`,
			`emails[value eq "a"].primary: want true, got absent`,
		},
		{
			"an element too few", `{"emails":[{"type":"work","value":"a"},{"type":"home","value":"b"}]}`, `{"emails":[{"type":"home","value":"b"}]}`,
			`emails[type eq "work"]: want {"type":"work","value":"a"}, got absent`,
		},
		{
			"an element too many", `{"emails":[{"type":"work","value":"a"}]}`, `{"emails":[{"type":"work","value":"a"},{"type":"home","value":"b"}]}`,
			`emails[type eq "home"]: want absent, got {"type":"home","value":"b"}`,
		},
		{
			"another member", `{"members":[{"value":"1"},{"value":"2"}]}`, `{"members":[{"value":"1","type":"User"},{"value":"3","type":"User"}]}`,
			`members[value eq "2"]: want {"value":"2"}, got absent` + "\n" + `members[value eq "3"]: want absent, got {"type":"User","value":"3"}`,
		},
		{"no members", `{"members":[]}`, `{"members":[{"value":"1"}]}`, `members: want absent, got [{"value":"1"}]`},
		{
			"elements with nothing to name them by", `{"x":[{"a":[1]},{"a":[2]}]}`, `{"x":[{"a":[1]},{"a":[3]}]}`,
			`x: want {"a":[2]}, got absent` + "\n" + `x: want absent, got {"a":[3]}`,
		},
		{"the choosier element comes last", `{"x":[{"b":1},{"a":1,"b":1}]}`, `{"x":[{"a":1,"b":1},{"c":1,"b":1}]}`, ""},
		{"simple values", `{"schemas":["a","b"]}`, `{"schemas":["b","a"]}`, ""},
		{"other simple values", `{"schemas":["a","b"]}`, `{"schemas":["c","a"]}`, `schemas: want ["b","a"], got ["c","a"]`},
		{"no array", `{"schemas":["a"]}`, `{"schemas":"a"}`, `schemas: want ["a"], got "a"`},
		{"the same instant", `{"at":"2026-01-02T03:04:05Z"}`, `{"at":"2026-01-02T04:04:05.000+01:00"}`, ""},
		{"the same number", `{"n":10}`, `{"n":1e1}`, ""},
		{"letters", `{"title":"Countess"}`, `{"title":"COUNTESS"}`, `title: want "Countess", got "COUNTESS" (warning)`},
		{"letters of an id", `{"externalId":"aB"}`, `{"externalId":"ab"}`, `externalId: want "aB", got "ab"`},
		{
			"a telephone number", `{"phoneNumbers":[{"type":"work","value":"+1 201-555-0123"}]}`, `{"phoneNumbers":[{"type":"work","value":"tel:+1-201-555-0123"}]}`,
			`phoneNumbers[type eq "work"].value: want "+1 201-555-0123", got "tel:+1-201-555-0123" (warning)`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := lines(Subset(parsed(t, c.want), parsed(t, c.got)))
			if diff := cmp.Diff(c.found, found); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDiff(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		ignore              []string
		found               string
	}{
		{"what came", `{"a":1}`, `{"a":1,"b":2}`, nil, "b: want absent, got 2"},
		{"what went", `{"a":1,"b":{"c":2}}`, `{"a":1}`, nil, `b: want {"c":2}, got absent`},
		{"what is unassigned", `{"a":null,"b":[],"c":{"d":null}}`, `{}`, nil, ""},
		{"letters", `{"title":"Countess"}`, `{"title":"COUNTESS"}`, nil, `title: want "Countess", got "COUNTESS"`},
		{
			"a sub-attribute that came", `{"emails":[{"value":"a"}]}`, `{"emails":[{"value":"a","display":"A"}]}`, nil,
			`emails[value eq "a"].display: want absent, got "A"`,
		},
		{
			"ignored", `{"a":1,"meta":{"lastModified":"x","created":"y"}}`, `{"a":2,"meta":{"lastModified":"z","created":"y"}}`,
			[]string{"A", "meta.lastModified", "nothing.at.all", "no path ["},
			"",
		},
		{"ignored in elements", `{"emails":[{"type":"work","value":"a"}]}`, `{"emails":[{"type":"work","value":"b"}]}`, []string{"emails.value"}, ""},
		{
			"an element ignored", `{"emails":[{"type":"work","value":"a"}]}`, `{"emails":[{"type":"home","value":"b"}]}`,
			[]string{`emails[type eq "work"]`, `emails[type eq "home"].value`},
			`emails: want absent, got [{"type":"home"}]`,
		},
		{"an extension ignored", `{"urn:x:1.0:Y":{"a":1,"b":1}}`, `{"urn:x:1.0:Y":{"a":2,"b":1}}`, []string{"urn:x:1.0:Y:a"}, ""},
		{"an extension ignored as a whole", `{"urn:x:1.0:Y":{"a":1}}`, `{}`, []string{"urn:x:1.0:Y"}, ""},
		{"a core attribute ignored by its full name", `{"title":"a"}`, `{"title":"b"}`, []string{UserURN + ":title"}, ""},
		{"no objects", `"a"`, `"b"`, nil, `: want "a", got "b"`},
		{"an object and none", `{"a":1}`, `[1]`, nil, `: want {"a":1}, got [1]`},
		{"nothing", `null`, `{}`, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := lines(Diff(parsed(t, c.before), parsed(t, c.after), c.ignore...))
			if diff := cmp.Diff(c.found, found); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheValuesThatDifferComeFirst(t *testing.T) {
	var before, after []any
	for i := range 60 {
		before = append(before, fmt.Sprintf("urn:example:schema:%d", i))
	}
	after = append(after, before[:59]...)
	after = append(after, "urn:example:other")
	found := Diff(Object{"schemas": before}, Object{"schemas": after})
	if len(found) != 1 || !strings.HasPrefix(found[0].Want, `["urn:example:schema:59",`) || !strings.HasPrefix(found[0].Got, `["urn:example:other",`) {
		t.Error(lines(found))
	}
}

func TestUnder(t *testing.T) {
	found := Under("emails", Subset(parsed(t, `[{"type":"work","value":"a"}]`), parsed(t, `[{"type":"work","value":"b"}]`)))
	if got := lines(found); got != `emails[type eq "work"].value: want "a", got "b"` {
		t.Error(got)
	}
	found = Under(EnterpriseURN, Subset(parsed(t, `{"department":"a"}`), parsed(t, `{}`)))
	if got := lines(found); got != EnterpriseURN+`:department: want "a", got absent` {
		t.Error(got)
	}
	found = Under("title", Subset("a", nil))
	if got := lines(found); got != `title: want "a", got absent` {
		t.Error(got)
	}
}

func TestGoValuesCompareAsJSON(t *testing.T) {
	want := Object{"active": false, "count": 3, "tags": []string{"a", "b"}, "emails": []Object{{"value": "x"}}}
	got := parsed(t, `{"active":false,"count":3,"tags":["b","a"],"emails":[{"value":"x"}]}`)
	if found := Subset(want, got); found != nil {
		t.Error(lines(found))
	}
	if !Equal(want, got) || Equal(want, Object{"active": true}) {
		t.Error("Equal does not agree")
	}
}

func TestManyMembersAreComparedInReasonableTime(t *testing.T) {
	var before, after []any
	for i := range 5000 {
		before = append(before, Object{"value": fmt.Sprint(i), "type": "User"})
		after = append(after, Object{"value": fmt.Sprint(i + 1), "type": "User", "display": "x"})
	}
	if found := Subset(Object{"members": before}, Object{"members": after}); len(found) != 2 {
		t.Errorf("%d mismatches", len(found))
	}
}
