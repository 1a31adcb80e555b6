package schema_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/schema"
)

// What is immutable stays where a replacement does not mention it, at every
// level, and nothing else does.
func TestKeepImmutable(t *testing.T) {
	fixed := func(name string) *schema.Attribute {
		return &schema.Attribute{Name: name, Type: schema.String, Mutability: schema.Immutable}
	}
	free := func(name string) *schema.Attribute { return &schema.Attribute{Name: name, Type: schema.String} }
	place := &schema.Attribute{Name: "place", Type: schema.Complex, SubAttributes: []*schema.Attribute{fixed("built"), free("room")}}
	rt := &schema.ResourceType{
		Core:       &schema.Schema{ID: "urn:example:core", Attributes: []*schema.Attribute{fixed("maker"), free("owner"), place}},
		Extensions: []schema.Extension{{Schema: &schema.Schema{ID: "urn:example:more", Attributes: []*schema.Attribute{fixed("batch"), free("shelf")}}}},
	}
	whole := `{"maker":"Clement","owner":"Ada","place":{"built":"1843","room":"2"},"urn:example:more":{"batch":"7","shelf":"1"}}`
	for _, it := range [][3]string{
		{whole, `{}`, `{"maker":"Clement","place":{"built":"1843"},"urn:example:more":{"batch":"7"}}`},
		{
			whole, `{"owner":"Grace","place":{"room":"3"},"urn:example:more":{"shelf":"2"}}`,
			`{"maker":"Clement","owner":"Grace","place":{"built":"1843","room":"3"},"urn:example:more":{"batch":"7","shelf":"2"}}`,
		},
		{whole, `{"maker":"Scheutz"}`, `{"maker":"Scheutz","place":{"built":"1843"},"urn:example:more":{"batch":"7"}}`},
		{`{"owner":"Ada","place":{"room":"2"}}`, `{}`, `{}`},
		{`{}`, whole, whole},
	} {
		before, after := decode(t, it[0]), decode(t, it[1])
		rt.KeepImmutable(before, after)
		if diff := cmp.Diff(decode(t, it[2]), after); diff != "" {
			t.Errorf("%s after %s: %s", it[1], it[0], diff)
		}
		if diff := cmp.Diff(decode(t, it[0]), before); diff != "" {
			t.Errorf("what was there has changed: %s", diff)
		}
	}
}
