package filter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/filter"
	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/schema/schematest"
)

func decode(t testing.TB, text string) schema.Resource {
	t.Helper()
	r, err := schema.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func parse(t testing.TB, text string) filter.Expr {
	t.Helper()
	e, err := filter.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return e
}

const ada = `{
	"schemas":["` + schema.UserURN + `","` + schema.EnterpriseURN + `"],
	"id":"2819c223-A","externalId":"AdaL","userName":"Ada@Example.com","active":false,"nickName":"","title":"Rear \"Admiral\"\\",
	"name":{"givenName":"Ada","familyName":"Lovelace"},"profileUrl":"https://example.com/ada",
	"emails":[{"value":"ada@work.example","type":"work","primary":true},{"value":"ada@home.example","type":"home"}],
	"x509Certificates":[{"value":"MIID"}],
	"meta":{"resourceType":"User","created":"2026-01-02T03:04:05Z","lastModified":"2026-01-02T04:04:05.500+01:00"},
	"` + schema.EnterpriseURN + `":{"department":"Analysis","manager":{"value":"26118915-B"}}}`

// RFC 7644 section 3.4.2.2, Tables 3 to 5.
func TestMatch(t *testing.T) {
	r := decode(t, ada)
	for text, want := range map[string]bool{
		// eq, ne, and case (RFC 7643 section 2.2)
		`userName eq "ada@example.COM"`:              true,
		`userName eq "ada"`:                          false,
		`userName ne "ADA@example.com"`:              false,
		`userName ne "grace"`:                        true,
		`externalId eq "AdaL"`:                       true,
		`externalId eq "adal"`:                       false,
		`id eq "2819c223-a"`:                         false,
		`displayName ne "x"`:                         true, // unset, so not identical
		`displayName eq "x"`:                         false,
		`title eq "Rear \"Admiral\"\\"`:              true,
		`profileUrl eq "https://example.com/ada"`:    true,
		`schemas eq "` + schema.EnterpriseURN + `"`:  true,
		`name.familyName eq "lovelace"`:              true,
		`meta.resourceType eq "User"`:                true,
		`x509Certificates eq "miid"`:                 false,
		`x509Certificates.value eq "MIID"`:           true,
		schema.UserURN + `:userName sw "ADA"`:        true,
		schema.UserURN + `:name.givenName eq "ada"`:  true,
		schema.EnterpriseURN + `:department sw "an"`: true,
		`department eq "analysis"`:                   true,
		// booleans
		`active eq false`:                          true,
		`active ne true`:                           true,
		`active eq "False"`:                        true, // as clients write it
		`active pr`:                                true, // false is a value
		`emails[primary eq true and type pr]`:      true,
		`emails[primary ne true and type eq "xx"]`: false,
		// co, sw, ew
		`userName co "@EX"`:        true,
		`userName co ""`:           true,
		`userName sw "ada@"`:       true,
		`userName ew ".com"`:       true,
		`userName sw "da"`:         false,
		`name.givenName ew "D"`:    false,
		`externalId co "dal"`:      false,
		`displayName co ""`:        false,
		`emails co "home.example"`: true, // stands for emails.value
		// pr
		`title pr`:                            true,
		`nickName pr`:                         false, // empty
		`displayName pr`:                      false,
		`name pr`:                             true,
		`addresses pr`:                        false,
		`emails pr`:                           true,
		schema.EnterpriseURN + ` pr`:          true,
		schema.EnterpriseURN + `:manager pr`:  true,
		schema.EnterpriseURN + `:division pr`: false,
		// null
		`displayName eq null`: true,
		`title eq null`:       false,
		`title ne null`:       true,
		`emails eq null`:      false,
		`photos eq null`:      true,
		// order
		`userName gt "ada"`:                             true,
		`userName lt "ADA"`:                             false,
		`name.givenName ge "ADA"`:                       true,
		`name.givenName le "ada"`:                       true,
		`displayName gt "a"`:                            false,
		`meta.created eq "2026-01-02T04:04:05+01:00"`:   true,
		`meta.lastModified gt "2026-01-02T03:04:05Z"`:   true,
		`meta.lastModified lt "2026-01-02T03:04:05.6Z"`: true,
		`meta.lastModified le "2026-01-02T03:04:05.5"`:  true,
		`meta.created ne "2026-01-02T03:04:05.000Z"`:    false,
		// many values: any of them
		`emails.type eq "home"`:  true,
		`emails.type ne "home"`:  true,
		`emails.type eq "other"`: false,
		`emails.value sw "ada@"`: true,
		// one and the same value
		`emails.type eq "home" and emails.value co "@work"`:   true,
		`emails[type eq "home" and value co "@work"]`:         false,
		`emails[type eq "home"].value co "@home"`:             true,
		`emails[type eq "work" or type eq "home"].primary pr`: true,
		`emails[not (type eq "work")]`:                        true,
		`emails[not (type pr)]`:                               false,
		`photos[type pr]`:                                     false,
		`schemas[value co "enterprise"]`:                      true,
		`manager[value eq "26118915-B"]`:                      true,
		`manager eq "26118915-B"`:                             true,  // as Entra checks references
		`manager.value eq "26118915-b"`:                       false, // erratum 8472
		// logic
		`title pr and active eq true`:                    false,
		`title pr or active eq true`:                     true,
		`not (title pr)`:                                 false,
		`userName pr and (active eq true or title pr)`:   true,
		`active eq true and title pr or userName pr`:     true,
		`active eq true and (title pr or userName pr)`:   false,
		`id eq "2819c223-A" and manager eq "26118915-B"`: true,
	} {
		got, err := filter.Match(parse(t, text), schema.User(), r)
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v; want %v", text, got, err, want)
		}
	}
}

// RFC 7644 Table 3 for booleans and binaries; RFC 7643 section 9.2 for the
// password; spec practice for what is not defined.
func TestCompileRefuses(t *testing.T) {
	for _, text := range []string{
		`colour eq "red"`, `name.colour pr`, `userName.x pr`, `urn:example:x:userName pr`, schema.GroupURN + `:members pr`,
		`password eq "Engine-1843"`, `password pr`, `password sw "E"`, `title pr or password ne "x"`, `not (password pr)`,
		`active gt true`, `active lt false`, `active ge "true"`, `x509Certificates.value gt "M"`, `x509Certificates le "M"`,
		`active co "t"`, `active sw true`, `x509Certificates co "M"`, `meta.created sw "2026"`, `emails.primary ew "e"`,
		`userName eq 1`, `userName eq true`, `active eq "yes"`, `active eq 1`, `meta.created gt "yesterday"`, `meta.created eq 5`,
		`x509Certificates.value eq 1`,
		`userName gt null`, `userName co null`, `active le null`, `userName sw 5`,
		`name eq "Ada"`, `addresses co "x"`, `meta eq "x"`, schema.EnterpriseURN + ` eq "x"`,
		`userName[value eq "x"]`, `emails[colour eq "x"]`, `emails[emails.value eq "x"]`, `emails[` + schema.UserURN + `:value pr]`,
		schema.EnterpriseURN + `[department pr]`, `emails.value[value pr]`, `emails[primary gt true]`,
	} {
		_, err := filter.Match(parse(t, text), schema.User(), decode(t, ada))
		wantError(t, text, err, schema.ScimInvalidFilter)
	}
	_, err := filter.Compile(nil, schema.User())
	wantError(t, "no filter", err, schema.ScimInvalidFilter)
}

func TestMatchNumbers(t *testing.T) {
	rt := &schema.ResourceType{ID: "Robot", Core: &schema.Schema{ID: "urn:example:Robot", Attributes: []*schema.Attribute{
		{Name: "arms", Type: schema.Integer}, {Name: "mass", Type: schema.Decimal, MultiValued: true},
	}}}
	r := decode(t, `{"arms":9007199254740993,"mass":[1.5,2]}`)
	for text, want := range map[string]bool{
		`arms eq 9007199254740993`: true, `arms eq 9007199254740992`: false, `arms gt 9007199254740992`: true,
		`mass eq 2.0`: true, `mass lt 1.5`: false, `mass le 15e-1`: true, `mass[value gt 1.9]`: true, `mass[value gt 2.1]`: false,
	} {
		got, err := filter.Match(parse(t, text), rt, r)
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{`arms eq "1"`, `arms co 1`, `mass[type pr]`, `arms[value eq 1]`} {
		_, err := filter.Compile(parse(t, text), rt)
		wantError(t, text, err, schema.ScimInvalidFilter)
	}
}

func TestEqualities(t *testing.T) {
	type found struct{ Path, Value string }
	for text, want := range map[string]struct {
		all   []found
		exact bool
	}{
		`userName eq "ada"`:                            {[]found{{"userName", "ada"}}, true},
		`USERNAME EQ "ada"`:                            {[]found{{"userName", "ada"}}, true},
		`emails eq "a@x"`:                              {[]found{{"emails.value", "a@x"}}, true},
		`manager eq "1"`:                               {[]found{{schema.EnterpriseURN + ":manager.value", "1"}}, true},
		`userName eq "ada" and active eq true`:         {[]found{{"userName", "ada"}}, false},
		`id eq "1" and (title pr and userName eq "a")`: {[]found{{"id", "1"}, {"userName", "a"}}, false},
		`emails[type eq "work" and value eq "a@x"]`:    {[]found{{"emails.type", "work"}, {"emails.value", "a@x"}}, false},
		`userName eq "ada" or title pr`:                {nil, false},
		`not (userName eq "ada")`:                      {nil, false},
		`userName sw "ada"`:                            {nil, false},
		`active eq true`:                               {nil, false},
		`active eq "true"`:                             {nil, false},
		`meta.created eq "2026-01-02T03:04:05Z"`:       {nil, false},
		`userName eq null`:                             {nil, false},
		`password eq "x"`:                              {nil, false},
		`colour eq "red"`:                              {nil, false},
		`emails[type eq "work" or value eq "a@x"]`:     {nil, false},
		`colours[value eq "red"]`:                      {nil, false},
	} {
		equalities, exact := filter.Equalities(parse(t, text), schema.User())
		var got []found
		for _, e := range equalities {
			got = append(got, found{e.Attribute.Path(), e.Value})
		}
		if diff := cmp.Diff(want.all, got); diff != "" || exact != want.exact {
			t.Errorf("%s: exact %v, %s", text, exact, diff)
		}
	}
}

// What Equalities promises to a store: no resource that matches lacks one.
func TestEqualitiesAreNecessary(t *testing.T) {
	rt := schema.User()
	rapid.Check(t, func(t *rapid.T) {
		e, r := sensible(3).Draw(t, "filter"), drawn(schematest.User).Draw(t, "user")
		equalities, exact := filter.Equalities(e, rt)
		matches := match(t, e, rt, r)
		for _, eq := range equalities {
			holds := false
			for _, v := range eq.Attribute.Values(r) {
				text, _ := v.(string)
				leaf := eq.Attribute.Leaf()
				holds = holds || leaf.Fold(text) == leaf.Fold(eq.Value)
			}
			if matches && !holds || exact && matches != holds {
				t.Fatalf("%s: matches %v, but %s eq %q is %v", e, matches, eq.Attribute.Path(), eq.Value, holds)
			}
		}
	})
}

func match(t *rapid.T, e filter.Expr, rt *schema.ResourceType, r schema.Resource) bool {
	got, err := filter.Match(e, rt, r)
	if err != nil {
		t.Fatalf("%s: %v", e, err)
	}
	return got
}

// sensible generates filters that fit the schema of a user.
func sensible(depth int) *rapid.Generator[filter.Expr] {
	return rapid.Custom(func(t *rapid.T) filter.Expr {
		kind := 0
		if depth > 0 {
			kind = rapid.IntRange(0, 3).Draw(t, "kind")
		}
		switch kind {
		case 1:
			return filter.And{Left: sensible(depth-1).Draw(t, "left"), Right: sensible(depth-1).Draw(t, "right")}
		case 2:
			return filter.Or{Left: sensible(depth-1).Draw(t, "left"), Right: sensible(depth-1).Draw(t, "right")}
		case 3:
			return filter.Not{Expr: sensible(depth-1).Draw(t, "not")}
		default:
			text := rapid.SampledFrom([]string{
				`userName eq "ADA"`, `userName gt "b"`, `userName co "a"`, `title pr`, `title ne "analyst"`, `active eq true`,
				`displayName eq null`, `name.givenName sw "a"`, `emails.type eq "work"`, `emails ew ".com"`,
				`emails[type eq "work" and value co "ada"]`, `emails[not (type pr) or primary eq true]`, `addresses pr`,
				`meta.created gt "2026-01-02T03:04:05Z"`, schema.EnterpriseURN + `:department eq "ada"`,
				`manager.value eq "2819c223"`, `externalId eq "ü"`, `id eq "26118915"`, `groups.value eq "2819c223"`,
			}).Draw(t, "comparison")
			e, err := filter.Parse(text)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			return e
		}
	})
}

// The laws of logic hold on every resource: De Morgan's, double negation, and
// that the written form means the same.
func TestLogic(t *testing.T) {
	rt := schema.User()
	rapid.Check(t, func(t *rapid.T) {
		a, b := sensible(2).Draw(t, "a"), sensible(2).Draw(t, "b")
		r := drawn(schematest.User).Draw(t, "user")
		not := func(e filter.Expr) filter.Expr { return filter.Not{Expr: e} }
		for _, law := range [][2]filter.Expr{
			{not(filter.And{Left: a, Right: b}), filter.Or{Left: not(a), Right: not(b)}},
			{not(filter.Or{Left: a, Right: b}), filter.And{Left: not(a), Right: not(b)}},
			{not(not(a)), a},
			{filter.And{Left: a, Right: b}, filter.And{Left: b, Right: a}},
			{filter.Or{Left: a, Right: filter.And{Left: a, Right: b}}, a},
		} {
			if match(t, law[0], rt, r) != match(t, law[1], rt, r) {
				t.Fatalf("%s and %s differ", law[0], law[1])
			}
		}
		again, err := filter.Parse(a.String())
		if err != nil || match(t, again, rt, r) != match(t, a, rt, r) {
			t.Fatalf("%s is read back as %v, %v", a, again, err)
		}
	})
}

func TestMatchDoesNotModify(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawn(schematest.User).Draw(t, "user")
		before := schema.Clone(r)
		match(t, sensible(3).Draw(t, "filter"), schema.User(), r)
		if diff := cmp.Diff(before, r); diff != "" {
			t.Fatal(diff)
		}
	})
}

func BenchmarkCompiled(b *testing.B) {
	r := decode(b, ada)
	matches, err := filter.Compile(parse(b, `userName sw "grace" or emails[type eq "home" and value co "@home"]`), schema.User())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		matches(r)
	}
}

// drawn makes a generator of what schematest makes up.
func drawn[T any](made func(schematest.Draw) T) *rapid.Generator[T] {
	return rapid.Custom(func(t *rapid.T) T {
		return made(func(n int, label string) int { return rapid.IntRange(0, n-1).Draw(t, label) })
	})
}
