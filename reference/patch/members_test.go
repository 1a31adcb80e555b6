package patch_test

import (
	"testing"

	"github.com/scimproof/scimproof/reference/schema"
)

// The members of a group: the operations that identity providers send most.
func TestMembers(t *testing.T) {
	const grace, katherine = `{"value":"2819c223","display":"Grace"}`, `{"value":"26118915","type":"User"}`
	run(t, schema.Group(), analysts, []example{
		{"add", both, grace, `{"op":"add","path":"members","value":[{"value":"26118915","type":"User"}]}`, grace + `,` + katherine},
		{"add as Entra", lenient, grace, `{"op":"Add","path":"members","value":[{"$ref":null,"value":"26118915"}]}`, grace + `,{"value":"26118915"}`},
		{"add a member, section 3.5.2.1", both, grace, `{"op":"add","path":"members","value":[{"value":"2819c223","display":"G. Hopper"}]}`, ``},
		{"remove, section 3.5.2.2", both, grace + `,` + katherine, `{"op":"remove","path":"members[value eq \"2819c223\"]"}`, katherine},
		{"remove the last", both, grace, `{"op":"remove","path":"members[value eq \"2819c223\"]"}`, `only `},
		{"remove no member succeeds, section 3.5.2.2", both, grace, `{"op":"remove","path":"members[value eq \"26118915\"]"}`, ``},
		{"remove from no members", both, ``, `{"op":"remove","path":"members[value eq \"26118915\"]"}`, ``},
		{"remove all", both, grace + `,` + katherine, `{"op":"remove","path":"members"}`, `only `},
		{
			"remove the listed ones, as Entra", lenient, grace + `,` + katherine,
			`{"op":"Remove","path":"members","value":[{"$ref":null,"value":"2819c223"}]}`, katherine,
		},
		{
			"remove the listed one, named otherwise", lenient, grace + `,` + katherine,
			`{"op":"remove","path":"members","value":[{"value":"2819c223","display":"G. Hopper"}]}`, katherine,
		},
		{"remove listed strangers", lenient, grace, `{"op":"Remove","path":"members","value":[{"value":"x"}]}`, ``},
		{"remove an empty list removes nobody", lenient, grace, `{"op":"Remove","path":"members","value":[]}`, ``},
		{"replace all", both, grace, `{"op":"replace","path":"members","value":[{"value":"26118915","type":"User"}]}`, katherine},
		{"replace by nobody, as Okta", both, grace, `{"op":"replace","path":"members","value":[]}`, `only `},
		{"replace without a path", both, grace, `{"op":"replace","value":{"members":[{"value":"26118915","type":"User"}]}}`, katherine},
		{"the same members again", both, grace + `,` + katherine, `{"op":"replace","path":"members","value":[` + katherine + `,` + grace + `]}`, ``},
		{"rename with the id, as Okta", both, grace, `{"op":"replace","value":{"id":"e9e30dba","displayName":"Analysts"}}`, ``},
		{
			"leave and join", both, grace,
			`{"op":"remove","path":"members[value eq\"2819c223\"]"},{"op":"add","path":"members","value":[{"value":"26118915","type":"User"}]}`, katherine,
		},
	})
}

// RFC 7643 section 4.2: the sub-attributes of members are immutable.
func TestMembersRefuse(t *testing.T) {
	for operation, want := range map[string]schema.ScimType{
		`{"op":"replace","path":"members[value eq \"2819c223\"].display","value":"X"}`:       schema.ScimMutability,
		`{"op":"replace","path":"members[value eq \"2819c223\"]","value":{"value":"other"}}`: schema.ScimMutability,
		`{"op":"remove","path":"members.value"}`:                                             schema.ScimMutability,
		`{"op":"remove","path":"displayName"}`:                                               schema.ScimMutability,
		`{"op":"add","path":"members","value":[{"display":"Nobody"}]}`:                       schema.ScimInvalidValue,
		`{"op":"remove","path":"members[value eq \"x\"].display"}`:                           schema.ScimNoTarget,
	} {
		_, _, err := apply(schema.Group(), analysts(t, `{"value":"2819c223","display":"Grace"}`), operation, schema.Lenient)
		wantError(t, err, want)
	}
	_, _, err := apply(schema.Group(), analysts(t, `{"value":"a"}`), `{"op":"remove","path":"members","value":[{"value":"a"}]}`, schema.Strict)
	wantError(t, err, schema.ScimInvalidValue)
}
