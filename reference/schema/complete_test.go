package schema_test

import (
	"testing"

	"github.com/scimproof/scimproof/reference/schema"
)

// robot is a resource type with what User and Group lack: an immutable
// attribute, required sub-attributes, a required extension, attributes returned
// on request only.
func robot() *schema.ResourceType {
	return &schema.ResourceType{
		ID: "Robot", Name: "Robot", Endpoint: "/Robots",
		Core: &schema.Schema{ID: "urn:example:Robot", Attributes: []*schema.Attribute{
			{Name: "serial", Type: schema.String, Mutability: schema.Immutable},
			{Name: "arm", Type: schema.Complex, SubAttributes: []*schema.Attribute{
				{Name: "length", Type: schema.Integer, Required: true},
				{Name: "maker", Type: schema.String, Mutability: schema.Immutable},
			}},
			{Name: "log", Type: schema.String, Returned: schema.ReturnedRequest},
			{Name: "names", Type: schema.String, MultiValued: true},
			{Name: "mass", Type: schema.Decimal},
			{Name: "built", Type: schema.DateTime},
		}},
		Extensions: []schema.Extension{{Required: true, Schema: &schema.Schema{
			ID: "urn:example:Owner", Attributes: []*schema.Attribute{
				{Name: "owner", Type: schema.String, Required: true, Mutability: schema.Immutable},
			},
		}}},
	}
}

func TestNormalizeOtherTypes(t *testing.T) {
	const owned = `"schemas":["urn:example:Robot"],"urn:example:Owner":{"owner":"Ada"}`
	for in, valid := range map[string]bool{
		owned + `,"arm":{"length":3}`:                                      true,
		owned + `,"arm":{"maker":"x"}`:                                     false,
		owned + `,"arm":{"length":3.5}`:                                    false,
		owned + `,"arm":{"length":"3"}`:                                    false,
		owned + `,"names":["R2","D2","R2"]`:                                true,
		owned + `,"names":[1]`:                                             false,
		owned + `,"mass":1.25e3`:                                           true,
		owned + `,"mass":"1"`:                                              false,
		owned + `,"built":"2026-01-02T03:04:05Z"`:                          true,
		owned + `,"built":"2026-01-02"`:                                    false,
		`"schemas":["urn:example:Robot"]`:                                  false, // the extension is required
		`"schemas":["urn:example:Robot"],"urn:example:Owner":{"owner":""}`: false,
	} {
		r, err := robot().Normalize(decode(t, "{"+in+"}"), schema.Strict)
		if (err == nil) != valid {
			t.Errorf("%s: got %v, %v; want it valid: %v", in, r, err, valid)
		}
		if !valid {
			wantError(t, err, schema.ScimInvalidValue)
		}
	}
}

// RFC 7643 section 7 and RFC 7644 section 3.5.1: immutable once it has a value.
func TestCheckImmutable(t *testing.T) {
	for _, c := range []struct {
		before, after string
		allowed       bool
	}{
		{`{"serial":"1"}`, `{"serial":"1"}`, true},
		{`{}`, `{"serial":"1"}`, true},
		{`{"serial":"1"}`, `{"serial":"2"}`, false},
		{`{"serial":"1"}`, `{}`, false},
		{`{"arm":{"length":1,"maker":"x"}}`, `{"arm":{"length":2,"maker":"x"}}`, true},
		{`{"arm":{"length":1,"maker":"x"}}`, `{"arm":{"length":1,"maker":"y"}}`, false},
		{`{"urn:example:Owner":{"owner":"Ada"}}`, `{"urn:example:Owner":{"owner":"Grace"}}`, false},
	} {
		err := robot().CheckImmutable(decode(t, c.before), decode(t, c.after))
		if c.allowed && err != nil {
			t.Errorf("%s to %s: %v", c.before, c.after, err)
		}
		if !c.allowed {
			wantError(t, err, schema.ScimMutability)
		}
	}
}
