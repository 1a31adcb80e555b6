package schema_test

import (
	"testing"

	"github.com/scimproof/scimproof/reference/schema"
)

// RFC 7643 section 4.1.2: e-mail addresses are returned in canonical form.
func TestCanonicalMail(t *testing.T) {
	for given, want := range map[string]string{
		"ada@example.com": "ada@example.com",
		"Ada@EXAMPLE.Com": "Ada@example.com",
		`"a@B"@C.ORG`:     `"a@B"@c.org`,
		"ADA":             "ADA",
		"ADA@":            "ADA@",
		"":                "",
	} {
		doc := schema.Resource{
			"schemas": []any{schema.UserURN}, "userName": "ADA@EXAMPLE.COM", "emails": []any{schema.Resource{"value": given, "display": given}},
		}
		got, err := schema.User().Normalize(doc, schema.Strict)
		if err != nil {
			t.Errorf("%q: %v", given, err)
			continue
		}
		wanted := schema.Resource{
			"schemas": []any{schema.UserURN}, "userName": "ADA@EXAMPLE.COM", "emails": []any{schema.Resource{"value": want, "display": given}},
		}
		if !schema.Equal(wanted, got) {
			t.Errorf("%q: got %v, want %v", given, got, wanted)
		}
	}
}
