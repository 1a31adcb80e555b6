package schema_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/schema/schematest"
)

const (
	both    = "both"
	lenient = "lenient"
	strict  = "strict"
)

// user wraps members into a document of a user, unless they bring their schemas.
func user(members string) string {
	if strings.Contains(members, `"schemas"`) {
		return "{" + members + "}"
	}
	return fmt.Sprintf(`{"schemas":[%q],%s}`, schema.UserURN, members)
}

func modes(name string) []schema.Mode {
	switch name {
	case lenient:
		return []schema.Mode{schema.Lenient}
	case strict:
		return []schema.Mode{schema.Strict}
	default:
		return []schema.Mode{schema.Lenient, schema.Strict}
	}
}

func decode(t testing.TB, text string) schema.Resource {
	t.Helper()
	r, err := schema.Decode([]byte(text))
	if err != nil {
		t.Fatalf("decoding %s: %v", text, err)
	}
	return r
}

func TestNormalize(t *testing.T) {
	const enterprise = schema.EnterpriseURN
	for _, c := range []struct{ name, mode, in, want string }{
		{
			"names in any case, RFC 7643 2.1", both,
			`"USERNAME":"ada","Name":{"GIVENNAME":"Ada"},"emails":[{"Value":"ada@example.com"}]`,
			`"userName":"ada","name":{"givenName":"Ada"},"emails":[{"value":"ada@example.com"}]`,
		},
		{
			"readOnly is ignored, RFC 7644 3.3", both,
			`"userName":"ada","id":"mine","meta":{"version":1},"groups":[{"value":"g"}]`, `"userName":"ada"`,
		},
		{
			"readOnly sub-attribute is ignored", both,
			`"userName":"ada","` + enterprise + `":{"manager":{"value":"26118915","displayName":"Grace"}}`,
			`"userName":"ada","` + enterprise + `":{"manager":{"value":"26118915"}},"schemas":["` + schema.UserURN + `","` + enterprise + `"]`,
		},
		{
			"null and empty are unassigned, RFC 7643 2.5", both,
			`"userName":"ada","title":null,"emails":[],"roles":null,"name":{"givenName":null},"` + enterprise + `":{"manager":null}`,
			`"userName":"ada"`,
		},
		{"the password may be written", both, `"userName":"ada","password":"Engine-1843"`, `"userName":"ada","password":"Engine-1843"`},
		{"externalId is common to all", both, `"userName":"ada","externalId":"A1"`, `"userName":"ada","externalId":"A1"`},
		{
			"schemas are completed, RFC 7643 3", both,
			`"userName":"ada","` + strings.ToUpper(enterprise) + `":{"department":"Analysis"}`,
			`"userName":"ada","` + enterprise + `":{"department":"Analysis"},"schemas":["` + schema.UserURN + `","` + enterprise + `"]`,
		},
		{
			"schemas without data are dropped", both,
			`"schemas":["` + schema.UserURN + `","` + enterprise + `"],"userName":"ada"`, `"userName":"ada"`,
		},
		{
			"a foreign schema is ignored", lenient,
			`"schemas":["` + schema.UserURN + `","urn:example:Robot"],"userName":"ada"`, `"userName":"ada"`,
		},
		{
			"unknown attributes are ignored", lenient,
			`"userName":"ada","department":"Analysis","emails":[{"value":"x@y","colour":"red"}],"urn:example:x":{"a":1}`,
			`"userName":"ada","emails":[{"value":"x@y"}]`,
		},
		{
			"duplicates collapse, RFC 7643 2.4", both,
			`"userName":"ada","emails":[{"value":"x@y","type":"work"},{"value":"x@y","type":"work","primary":true},{"value":"x@y","type":"home"}]`,
			`"userName":"ada","emails":[{"value":"x@y","type":"work","primary":true},{"value":"x@y","type":"home"}]`,
		},
		{
			"booleans as strings, as Entra sends them", lenient,
			`"userName":"ada","active":"False","emails":[{"value":"x@y","primary":"true"}]`,
			`"userName":"ada","active":false,"emails":[{"value":"x@y","primary":true}]`,
		},
		{
			"a manager as a string", lenient,
			`"userName":"ada","` + enterprise + `":{"manager":"26118915"}`,
			`"userName":"ada","` + enterprise + `":{"manager":{"value":"26118915"}},"schemas":["` + schema.UserURN + `","` + enterprise + `"]`,
		},
		{
			"a manager as an array", lenient,
			`"userName":"ada","` + enterprise + `":{"manager":[{"value":"26118915","$ref":null}]}`,
			`"userName":"ada","` + enterprise + `":{"manager":{"value":"26118915"}},"schemas":["` + schema.UserURN + `","` + enterprise + `"]`,
		},
		{
			"a manager as nobody", lenient,
			`"userName":"ada","` + enterprise + `":{"manager":{"value":""},"department":""}`,
			`"userName":"ada","` + enterprise + `":{"department":""},"schemas":["` + schema.UserURN + `","` + enterprise + `"]`,
		},
		{
			"one value without its array", lenient,
			`"userName":"ada","emails":{"value":"x@y"},"roles":"analyst"`,
			`"userName":"ada","emails":[{"value":"x@y"}],"roles":[{"value":"analyst"}]`,
		},
		{
			"the enterprise extension alone", lenient,
			`"schemas":["` + enterprise + `"],"userName":"ada"`, `"userName":"ada"`,
		},
		{
			"unlisted types are kept, RFC 7643 7", both,
			`"userName":"ada","ims":[{"value":"ada","type":"matrix"}]`, `"userName":"ada","ims":[{"value":"ada","type":"matrix"}]`,
		},
		{
			"certificates in both alphabets of base64", both,
			`"userName":"ada","x509Certificates":[{"value":"MIID+/=="},{"value":"MIID-_"}]`,
			`"userName":"ada","x509Certificates":[{"value":"MIID+/=="},{"value":"MIID-_"}]`,
		},
	} {
		for _, mode := range modes(c.mode) {
			t.Run(fmt.Sprintf("%s/%d", c.name, mode), func(t *testing.T) {
				in := decode(t, user(c.in))
				before := schema.Clone(in)
				got, err := schema.User().Normalize(in, mode)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(decode(t, user(c.want)), got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if diff := cmp.Diff(before, in); diff != "" {
					t.Errorf("the document was modified\n%s", diff)
				}
			})
		}
	}
}

func TestNormalizeRefuses(t *testing.T) {
	const value, syntax = schema.ScimInvalidValue, schema.ScimInvalidSyntax
	for _, c := range []struct {
		name, mode, in string
		want           schema.ScimType
	}{
		{"no userName, RFC 7643 4.1.1", both, `"title":"Analyst"`, value},
		{"empty userName", both, `"userName":""`, value},
		{"blank userName", both, `"userName":" \t"`, value},
		{"null userName", both, `"userName":null`, value},
		{"empty schemas", both, `"schemas":[],"userName":"ada"`, value},
		{"null schemas", both, `"schemas":null,"userName":"ada"`, value},
		{"schemas of a group", both, `"schemas":["` + schema.GroupURN + `"],"userName":"ada"`, value},
		{"schemas of a number", both, `"schemas":[1],"userName":"ada"`, value},
		{"foreign schema", strict, `"schemas":["` + schema.UserURN + `","urn:example:Robot"],"userName":"ada"`, value},
		{"core schema missing", strict, `"schemas":["` + schema.EnterpriseURN + `"],"userName":"ada"`, value},
		{"number for a string, RFC 7643 2.3.1", both, `"userName":42`, value},
		{"object for a string", both, `"userName":{"value":"ada"}`, value},
		{"list of two for a single value", both, `"userName":"ada","title":["a","b"]`, value},
		{"string for a complex value", both, `"userName":"ada","name":"Ada"`, value},
		{"word for a boolean", both, `"userName":"ada","active":"yes"`, value},
		{"number for a boolean", both, `"userName":"ada","active":1`, value},
		{"string for a boolean", strict, `"userName":"ada","active":"True"`, value},
		{"list for a single value", strict, `"userName":"ada","title":["Analyst"]`, value},
		{"value without its array", strict, `"userName":"ada","emails":{"value":"x@y"}`, value},
		{"string for a manager", strict, `"userName":"ada","` + schema.EnterpriseURN + `":{"manager":"1"}`, value},
		{"string for an extension", both, `"userName":"ada","` + schema.EnterpriseURN + `":"Analysis"`, value},
		{"certificate that is no base64", both, `"userName":"ada","x509Certificates":[{"value":"%"}]`, value},
		{
			"two primaries, RFC 7643 2.4", both,
			`"userName":"ada","emails":[{"value":"a","primary":true},{"value":"b","primary":true}]`, value,
		},
		{"a name twice in other case", both, `"userName":"ada","USERNAME":"grace"`, syntax},
		{
			"an extension twice in other case", both,
			`"userName":"ada","` + schema.EnterpriseURN + `":{},"` + strings.ToUpper(schema.EnterpriseURN) + `":{}`, syntax,
		},
		{"unknown attribute", strict, `"userName":"ada","colour":"red"`, syntax},
		{"unknown sub-attribute", strict, `"userName":"ada","name":{"colour":"red"}`, syntax},
		{"unknown extension", strict, `"userName":"ada","urn:example:x":{}`, syntax},
	} {
		for _, mode := range modes(c.mode) {
			t.Run(fmt.Sprintf("%s/%d", c.name, mode), func(t *testing.T) {
				_, err := schema.User().Normalize(decode(t, user(c.in)), mode)
				wantError(t, err, c.want)
			})
		}
	}
}

// RFC 7643 section 3: schemas is required of every representation.
func TestNormalizeRefusesADocumentWithoutSchemas(t *testing.T) {
	_, err := schema.User().Normalize(decode(t, `{"userName":"ada"}`), schema.Lenient)
	wantError(t, err, schema.ScimInvalidValue)
}

func TestErrorsDoNotRepeatValues(t *testing.T) {
	_, err := schema.User().Normalize(decode(t, user(`"userName":"ada","password":["Engine-1843","x"]`)), schema.Strict)
	wantError(t, err, schema.ScimInvalidValue)
	if strings.Contains(err.Error(), "Engine") {
		t.Errorf("the error shows the password: %v", err)
	}
}

// RFC 7643 section 4.2 with erratum 5368.
func TestNormalizeGroup(t *testing.T) {
	group := func(members string) string {
		return fmt.Sprintf(`{"schemas":[%q],%s}`, schema.GroupURN, members)
	}
	got, err := schema.Group().Normalize(decode(t, group(
		`"displayName":"Analysts","members":[{"value":"a"},{"value":"b","type":"User"},{"value":"a","display":"Ada"}]`)), schema.Strict)
	if err != nil {
		t.Fatal(err)
	}
	want := decode(t, group(`"displayName":"Analysts","members":[{"value":"a","display":"Ada"},{"value":"b","type":"User"}]`))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, bad := range []string{`"members":[]`, `"displayName":"","members":[]`, `"displayName":"x","members":[{"display":"Ada"}]`} {
		_, err := schema.Group().Normalize(decode(t, group(bad)), schema.Lenient)
		wantError(t, err, schema.ScimInvalidValue)
	}
}

func TestNormalizedStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mode := rapid.SampledFrom([]schema.Mode{schema.Lenient, schema.Strict}).Draw(t, "mode")
		once, err := schema.User().Normalize(drawn(schematest.User).Draw(t, "user"), mode)
		if err != nil {
			t.Fatal(err)
		}
		twice, err := schema.User().Normalize(once, mode)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(once, twice); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzNormalize holds that no body makes it panic, that every refusal is a
// schema.Error, and that what passes is normalised, complete and can be stored.
func FuzzNormalize(f *testing.F) {
	for _, seed := range []string{
		user(`"userName":"ada"`),
		user(`"userName":"ada","emails":[{"value":"x","primary":"True"},{"value":"x"}],"active":"False"`),
		user(`"userName":"ada","` + schema.EnterpriseURN + `":{"manager":[{"value":"1","$ref":null}]}`),
		user(`"USERNAME":"ada","name":{"givenName":null},"x509Certificates":[{"value":"MIID"}]`),
		user(`"userName":["ada"],"roles":"x","addresses":[{"type":"work"},{"type":"work"}]`),
		`{"schemas":null}`, `[]`, `{"a":1e999999999}`,
	} {
		f.Add([]byte(seed))
	}
	rt := schema.User()
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, mode := range []schema.Mode{schema.Lenient, schema.Strict} {
			checkNormalize(t, rt, body, mode)
		}
	})
}

func checkNormalize(t *testing.T, rt *schema.ResourceType, body []byte, mode schema.Mode) {
	doc, err := schema.Decode(body)
	if err != nil {
		wantTyped(t, err)
		return
	}
	r, err := rt.Normalize(doc, mode)
	if err != nil {
		wantTyped(t, err)
		return
	}
	again, err := rt.Normalize(r, schema.Strict)
	if err != nil || !schema.Equal(r, again) {
		t.Fatalf("%v became %v, %v", r, again, err)
	}
	text, err := schema.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	if back := decode(t, string(text)); !schema.Equal(r, back) {
		t.Fatalf("wrote %v, read %v", r, back)
	}
}

func wantTyped(t *testing.T, err error) {
	t.Helper()
	var e *schema.Error
	if !errors.As(err, &e) {
		t.Fatalf("the error is a %T: %v", err, err)
	}
}
