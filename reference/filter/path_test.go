package filter_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/filter"
	"github.com/scimproof/scimproof/reference/schema"
)

// RFC 7644 section 3.5.2, Figures 7 and 8.
func TestParsePath(t *testing.T) {
	work := attr("type", filter.Equal, "work")
	for text, want := range map[string]filter.Path{
		`members`:                                 {Attribute: path("members")},
		`name.familyName`:                         {Attribute: path("name.familyName")},
		`addresses[type eq "work"]`:               {Attribute: path("addresses"), Filter: work},
		`members[value eq "2819c223"].display`:    {Attribute: path("members"), Filter: attr("value", filter.Equal, "2819c223"), Sub: "display"},
		`emails[type eq "work"].$ref`:             {Attribute: path("emails"), Filter: work, Sub: "$ref"},
		schema.EnterpriseURN:                      {Attribute: path(schema.EnterpriseURN)},
		schema.EnterpriseURN + `:manager.value`:   {Attribute: path(schema.EnterpriseURN + ":manager.value")},
		schema.UserURN + `:emails[type eq"work"]`: {Attribute: path(schema.UserURN + ":emails"), Filter: work},
	} {
		got, err := filter.ParsePath(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", text, diff)
		}
		again, err := filter.ParsePath(got.String())
		if err != nil || !cmp.Equal(got, again) {
			t.Errorf("%s is written as %s and read as %v, %v", text, got, again, err)
		}
	}
}

// RFC 7644 Table 9: invalidPath, or invalidFilter inside of the brackets.
func TestParsePathRefuses(t *testing.T) {
	for text, want := range map[string]schema.ScimType{
		``:                                  schema.ScimInvalidPath,
		` members`:                          schema.ScimInvalidPath,
		`members `:                          schema.ScimInvalidPath,
		`/emails/0/value`:                   schema.ScimInvalidPath,
		`emails.0`:                          schema.ScimInvalidPath,
		`emails[type eq "work"]value`:       schema.ScimInvalidPath,
		`emails[type eq "work"].`:           schema.ScimInvalidPath,
		`emails[type eq "work"].a.b`:        schema.ScimInvalidPath,
		`emails[type eq "work"].value eq 1`: schema.ScimInvalidPath,
		`emails[type eq "work"][a pr]`:      schema.ScimInvalidPath,
		`userName eq "x"`:                   schema.ScimInvalidPath,
		strings.Repeat("a", 100000):         schema.ScimInvalidPath,
		"a\xff":                             schema.ScimInvalidPath,
		`emails[`:                           schema.ScimInvalidFilter,
		`emails[]`:                          schema.ScimInvalidFilter,
		`emails[0]`:                         schema.ScimInvalidFilter,
		`emails[-]`:                         schema.ScimInvalidFilter,
		`emails[type eq work]`:              schema.ScimInvalidFilter,
		`emails[type eq "work"`:             schema.ScimInvalidFilter,
		`emails[a[b pr]]`:                   schema.ScimInvalidFilter,
	} {
		_, err := filter.ParsePath(text)
		wantError(t, text, err, want)
	}
}

// FuzzParsePath holds that no path makes it panic, that every refusal is typed,
// and that what passes can be written and read again.
func FuzzParsePath(f *testing.F) {
	for _, seed := range []string{
		`members`, `name.familyName`, `addresses[type eq "work"]`, `members[value eq "2819c223"].display`,
		schema.EnterpriseURN, schema.EnterpriseURN + `:manager.value`, `/emails/0`, `emails[0]`, `emails[`, `a.b.c`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := filter.ParsePath(text)
		if err != nil {
			var e *schema.Error
			if !errors.As(err, &e) || e.ScimType != schema.ScimInvalidPath && e.ScimType != schema.ScimInvalidFilter {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		written := p.String()
		if len(written) > 30000 {
			return
		}
		again, err := filter.ParsePath(written)
		if err != nil || !cmp.Equal(p, again) {
			t.Fatalf("%q is written as %q and read as %v, %v", text, written, again, err)
		}
	})
}
