package schema_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/schema"
)

func TestRegistry(t *testing.T) {
	r := schema.Standard()
	var urns []string
	for _, s := range r.Schemas() {
		urns = append(urns, s.ID)
	}
	want := []string{
		schema.UserURN, schema.EnterpriseURN, schema.GroupURN,
		schema.ServiceProviderConfigURN, schema.ResourceTypeURN, schema.SchemaURN,
	}
	if diff := cmp.Diff(want, urns); diff != "" {
		t.Error(diff)
	}
	if s, ok := r.Schema(strings.ToUpper(schema.UserURN)); !ok || s.ID != schema.UserURN {
		t.Error("the URN of a schema is case insensitive, RFC 7644 section 3.10")
	}
	if rt, ok := r.Endpoint("/Groups"); !ok || rt.ID != "Group" {
		t.Error("there is no resource type at /Groups")
	}
	if rt, ok := r.ResourceType("User"); !ok || rt.Endpoint != "/Users" {
		t.Error("there is no resource type User")
	}
	for _, name := range []string{"", "user", "Robot"} {
		if _, ok := r.ResourceType(name); ok {
			t.Errorf("there is a resource type %q", name)
		}
	}
	if _, ok := r.Endpoint("/Robots"); ok {
		t.Error("there is something at /Robots")
	}
	if _, ok := r.Schema("urn:example:x"); ok {
		t.Error("there is a schema urn:example:x")
	}
}

// RFC 7643 section 6; section 8.7 with erratum 8417 for schemas and meta.
func TestRenderResourceType(t *testing.T) {
	want := decode(t, `{
		"schemas":["`+schema.ResourceTypeURN+`"],
		"id":"User","name":"User","endpoint":"/Users","description":"A person with an account.",
		"schema":"`+schema.UserURN+`",
		"schemaExtensions":[{"schema":"`+schema.EnterpriseURN+`","required":false}],
		"meta":{"resourceType":"ResourceType","location":"https://example.com/scim/v2/ResourceTypes/User"}}`)
	if diff := cmp.Diff(want, schema.User().Resource("https://example.com/scim/v2")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// RFC 7643 section 7.
func TestRenderSchema(t *testing.T) {
	s := schema.Group().Core.Resource("https://example.com/scim/v2")
	want := decode(t, `{"resourceType":"Schema","location":"https://example.com/scim/v2/Schemas/`+schema.GroupURN+`"}`)
	if diff := cmp.Diff(want, s["meta"]); diff != "" {
		t.Error(diff)
	}
	attributes, _ := s["attributes"].([]any)
	displayName := decode(t, `{"name":"displayName","type":"string","description":"The name of the group.","multiValued":false,
		"required":true,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"none"}`)
	if diff := cmp.Diff(displayName, attributes[0]); diff != "" {
		t.Error(diff)
	}
	members, _ := attributes[1].(schema.Resource)
	subs, _ := members["subAttributes"].([]any)
	if len(subs) != 4 {
		t.Errorf("members has %d sub-attributes; want 4", len(subs))
	}
	for _, name := range []string{"caseExact", "uniqueness"} {
		if _, ok := members[name]; ok {
			t.Errorf("the complex attribute members has %s, erratum 6004", name)
		}
	}
}

// Every schema is itself a resource of the schema for schemas, save that one:
// it alone nests sub-attributes, which it does not describe.
func TestSchemasFitTheirOwnSchema(t *testing.T) {
	definition, _ := schema.Standard().Schema(schema.SchemaURN)
	writable(definition.Attributes)
	definition.Attribute("id").Required = false // the common attribute takes its place
	rt := &schema.ResourceType{ID: "Schema", Name: "Schema", Core: definition}
	for _, s := range schema.Standard().Schemas() {
		if s.ID == schema.SchemaURN {
			continue
		}
		r := s.Resource("")
		got, err := rt.Normalize(r, schema.Strict)
		if err != nil {
			t.Errorf("%s: %v", s.ID, err)
			continue
		}
		delete(r, "meta")
		if !schema.Equal(r["attributes"], got["attributes"]) {
			t.Errorf("%s: %s", s.ID, cmp.Diff(r["attributes"], got["attributes"]))
		}
	}
}

// writable lifts readOnly, so that Normalize keeps and checks the attributes.
func writable(attributes []*schema.Attribute) {
	for _, a := range attributes {
		a.Mutability = schema.ReadWrite
		writable(a.SubAttributes)
	}
}
