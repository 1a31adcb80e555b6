package schema_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/schema"
)

// The tenant's own schemas leave no type and no characteristic of RFC 7643
// section 7 out, each in a form that clients can use.
func TestTenantSchemasHaveEverything(t *testing.T) {
	found := map[string]bool{}
	for _, urn := range []string{schema.DeviceURN, schema.WorkplaceURN} {
		s, ok := schema.Tenant().Schema(urn)
		if !ok {
			t.Fatalf("there is no schema %s", urn)
		}
		note(found, s.Attributes)
	}
	for _, want := range []string{
		"string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex", "several", "several complex",
		"required", "caseExact", "readOnly", "immutable", "writeOnly", "readWrite", "always", "never", "request", "default",
		"server", "none", "canonicalValues", "referenceTypes",
	} {
		if !found[want] {
			t.Errorf("no attribute has %s", want)
		}
	}
}

func note(found map[string]bool, attributes []*schema.Attribute) {
	for _, a := range attributes {
		for _, word := range []string{string(a.Type), string(a.Mutability), string(a.Returned), string(a.Uniqueness)} {
			found[word] = true
		}
		found["several"] = found["several"] || a.MultiValued && a.Type != schema.Complex
		found["several complex"] = found["several complex"] || a.MultiValued && a.Type == schema.Complex
		found["required"] = found["required"] || a.Required
		found["caseExact"] = found["caseExact"] || a.CaseExact
		found["canonicalValues"] = found["canonicalValues"] || len(a.CanonicalValues) > 0
		found["referenceTypes"] = found["referenceTypes"] || len(a.ReferenceTypes) > 0
		note(found, a.SubAttributes)
	}
}

func TestUnique(t *testing.T) {
	cases := map[string][]string{
		"User":   {"userName", schema.WorkplaceURN + ":badge"},
		"Group":  nil,
		"Device": {"serialNumber", "assetTag"},
	}
	for id, want := range cases {
		rt, ok := schema.Tenant().ResourceType(id)
		if !ok {
			t.Fatalf("there is no %s", id)
		}
		var paths []string
		for _, ref := range rt.Unique() {
			paths = append(paths, ref.Path())
		}
		if diff := cmp.Diff(want, paths); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
}

// An index and a filter agree on which values are equal.
func TestIndexKey(t *testing.T) {
	values := map[schema.Type][]any{
		schema.String:   {"Ada", "ada", "Ａｄａ", "Grace"},
		schema.Binary:   {"QQ==", "qq=="},
		schema.DateTime: {"2026-01-02T03:04:05Z", "2026-01-02T04:04:05+01:00", "2026-01-02T03:04:05.50Z", "2026-01-02T03:04:05.5Z"},
		schema.Decimal:  {schema.Number("1"), schema.Number("1.0"), schema.Number("10e-1"), schema.Number("2")},
		schema.Boolean:  {true, false},
	}
	for typ, list := range values {
		for _, exact := range []bool{true, false} {
			a := &schema.Attribute{Name: "a", Type: typ, CaseExact: exact}
			for i, j := range slices.Backward(list) {
				for _, k := range list[:i] {
					if got, want := a.IndexKey(j) == a.IndexKey(k), schema.Compare(a, j, k) == 0; got != want {
						t.Errorf("%s, caseExact %t: the keys of %v and %v are equal: %t, want %t", typ, exact, j, k, got, want)
					}
				}
			}
		}
	}
}
