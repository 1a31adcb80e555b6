package patch_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/patch"
	"github.com/scimproof/scimproof/reference/schema"
)

const (
	both    = "both"
	lenient = "lenient"
	strict  = "strict"

	ent = schema.EnterpriseURN
)

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

// ada is a user, with the members given in addition to what every user has.
func ada(t testing.TB, members string) schema.Resource {
	t.Helper()
	if members != "" {
		members = "," + members
	}
	r := decode(t, `{"id":"2819c223","userName":"ada","meta":{"resourceType":"User"}`+members+`}`)
	if err := schema.User().Complete(r); err != nil {
		t.Fatal(err)
	}
	return r
}

// analysts is a group.
func analysts(t testing.TB, members string) schema.Resource {
	t.Helper()
	if members != "" {
		members = `,"members":[` + members + `]`
	}
	r := decode(t, `{"id":"e9e30dba","displayName":"Analysts"`+members+`}`)
	if err := schema.Group().Complete(r); err != nil {
		t.Fatal(err)
	}
	return r
}

type example struct{ name, mode, before, operations, after string }

// run applies each example in its modes. An empty after means unchanged.
func run(t *testing.T, rt *schema.ResourceType, resource func(testing.TB, string) schema.Resource, examples []example) {
	for _, c := range examples {
		for _, mode := range modes(c.mode) {
			t.Run(fmt.Sprintf("%s/%d", c.name, mode), func(t *testing.T) {
				before := resource(t, c.before)
				original := schema.Clone(before)
				want := before
				if c.after != "" {
					want = resource(t, strings.TrimPrefix(c.after, "only "))
				}
				got, changed, err := apply(rt, before, c.operations, mode)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if changed != (c.after != "") {
					t.Errorf("changed is %v", changed)
				}
				if diff := cmp.Diff(original, before); diff != "" {
					t.Errorf("the resource was modified\n%s", diff)
				}
			})
		}
	}
}

func apply(rt *schema.ResourceType, r schema.Resource, operations string, mode schema.Mode) (schema.Resource, bool, error) {
	ops, err := patch.Parse([]byte(request(operations)), mode)
	if err != nil {
		return nil, false, err
	}
	return patch.Apply(rt, r, ops, mode)
}

const (
	work = `{"value":"ada@work.example","type":"work","primary":true}`
	home = `{"value":"ada@home.example","type":"home"}`
)

// RFC 7644 section 3.5.2.1.
func TestAdd(t *testing.T) {
	run(t, schema.User(), ada, []example{
		{"a new attribute", both, ``, `{"op":"add","path":"title","value":"Analyst"}`, `"title":"Analyst"`},
		{"a single value is replaced", both, `"title":"Analyst"`, `{"op":"add","path":"title","value":"Admiral"}`, `"title":"Admiral"`},
		{"the value that is there", both, `"title":"Analyst"`, `{"op":"add","path":"title","value":"Analyst"}`, ``},
		{"names in any case", both, ``, `{"op":"add","path":"NAME.GivenName","value":"Ada"}`, `"name":{"givenName":"Ada"}`},
		{"with the URN of the core", both, ``, `{"op":"add","path":"` + schema.UserURN + `:name.givenName","value":"Ada"}`, `"name":{"givenName":"Ada"}`},
		{
			"to a complex attribute merges", both, `"name":{"givenName":"Ada"}`,
			`{"op":"add","path":"name","value":{"familyName":"Lovelace"}}`, `"name":{"givenName":"Ada","familyName":"Lovelace"}`,
		},
		{"to values", both, `"emails":[` + work + `]`, `{"op":"add","path":"emails","value":[` + home + `]}`, `"emails":[` + work + `,` + home + `]`},
		{"one object to values", both, `"emails":[` + work + `]`, `{"op":"add","path":"emails","value":` + home + `}`, `"emails":[` + work + `,` + home + `]`},
		{"a value that is there", both, `"emails":[` + work + `,` + home + `]`, `{"op":"add","path":"emails","value":[` + home + `,` + work + `]}`, ``},
		{
			"a value that is there with less said of it", both, `"emails":[` + work + `]`,
			`{"op":"add","path":"emails","value":[{"value":"ada@work.example"}]}`, ``,
		},
		{
			"a value that is there and is not primary", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"add","path":"emails","value":[{"value":"ada@home.example","primary":false}]}`, ``,
		},
		{
			"a value that is there and becomes primary", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"add","path":"emails","value":[{"value":"ada@home.example","type":"home","primary":true}]}`,
			`"emails":[{"value":"ada@work.example","type":"work","primary":false},{"value":"ada@home.example","type":"home","primary":true}]`,
		},
		{
			"a new primary resets the old one, section 3.5.2", both, `"emails":[` + work + `]`,
			`{"op":"add","path":"emails","value":[{"value":"new@x","primary":true}]}`,
			`"emails":[{"value":"ada@work.example","type":"work","primary":false},{"value":"new@x","primary":true}]`,
		},
		{"nothing to values", both, `"emails":[` + work + `]`, `{"op":"add","path":"emails","value":[]}`, ``},
		{"null", both, `"title":"Analyst"`, `{"op":"add","path":"title","value":null}`, ``},
		{
			"without a path", both, `"emails":[` + work + `]`,
			`{"op":"add","value":{"emails":[` + home + `],"nickname":"Countess"}}`, `"emails":[` + work + `,` + home + `],"nickName":"Countess"`,
		},
		{"an extension attribute", both, ``, `{"op":"add","path":"` + ent + `:employeeNumber","value":"7"}`, `"` + ent + `":{"employeeNumber":"7"}`},
		{
			"an extension", both, `"` + ent + `":{"division":"North"}`, `{"op":"add","path":"` + ent + `","value":{"employeeNumber":"7"}}`,
			`"` + ent + `":{"employeeNumber":"7","division":"North"}`,
		},
		{"an extension without a path", both, ``, `{"op":"add","value":{"` + ent + `":{"employeeNumber":"7"}}}`, `"` + ent + `":{"employeeNumber":"7"}`},
		{"the schemas follow the data", both, ``, `{"op":"add","path":"schemas","value":["` + ent + `"]}`, ``},
		{
			"a value by its filter", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"add","path":"emails[type eq \"home\"].display","value":"Home"}`,
			`"emails":[` + work + `,{"value":"ada@home.example","type":"home","display":"Home"}]`,
		},
		{
			"by a filter that matches nothing, erratum 8097", both, `"emails":[` + work + `]`,
			`{"op":"add","path":"emails[type eq \"home\"].value","value":"ada@home.example"}`, `"emails":[` + work + `,` + home + `]`,
		},
		{
			"by a filter on an unset attribute", both, ``,
			`{"op":"add","path":"emails[type eq \"home\" and display eq \"H\"]","value":{"value":"h@x"}}`,
			`"emails":[{"type":"home","display":"H","value":"h@x"}]`,
		},
		{
			"a primary by a filter that matches nothing", both, `"emails":[` + work + `]`,
			`{"op":"add","path":"emails[type eq \"home\"]","value":{"value":"ada@home.example","primary":true}}`,
			`"emails":[{"value":"ada@work.example","type":"work","primary":false},{"value":"ada@home.example","type":"home","primary":true}]`,
		},
		{
			"as the validator of Entra", lenient, ``, `{"op":"Add","path":"roles[primary eq \"True\"].value","value":"admin"}`,
			`"roles":[{"primary":true,"value":"admin"}]`,
		},
		{
			"the manager as Entra", lenient, ``, `{"op":"Add","path":"manager","value":[{"$ref":null,"value":"26118915"}]}`,
			`"` + ent + `":{"manager":{"value":"26118915"}}`,
		},
		{"a role as Entra", lenient, ``, `{"op":"Add","path":"roles","value":[{"value":"{\"id\":\"1\"}"}]}`, `"roles":[{"value":"{\"id\":\"1\"}"}]`},
		{
			"dotted and qualified names without a path, as Entra", lenient, `"name":{"familyName":"Lovelace"}`,
			`{"op":"add","value":{"name.givenName":"Ada","` + ent + `:employeeNumber":"7","emails[type eq \"home\"].value":"ada@home.example"}}`,
			`"name":{"givenName":"Ada","familyName":"Lovelace"},"` + ent + `":{"employeeNumber":"7"},"emails":[` + home + `]`,
		},
		{"active as SailPoint", both, `"active":true`, `{"op":"add","value":{"active":false}}`, `"active":false`},
		{"active as Entra", lenient, `"active":true`, `{"op":"Add","path":"active","value":"False"}`, `"active":false`},
	})
}

// RFC 7644 section 3.5.2.2.
func TestRemove(t *testing.T) {
	run(t, schema.User(), ada, []example{
		{"an attribute", both, `"title":"Analyst"`, `{"op":"remove","path":"title"}`, `only `},
		{"what is not there", both, ``, `{"op":"remove","path":"title"}`, ``},
		{"all values", both, `"emails":[` + work + `,` + home + `]`, `{"op":"remove","path":"emails"}`, `only `},
		{
			"selected values", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"remove","path":"emails[type eq \"work\" and value ew \"example\"]"}`, `"emails":[` + home + `]`,
		},
		{"the last value", both, `"emails":[` + work + `]`, `{"op":"remove","path":"emails[type eq \"work\"]"}`, `only `},
		{"a sub-attribute", both, `"name":{"givenName":"Ada","familyName":"Lovelace"}`, `{"op":"remove","path":"name.givenName"}`, `"name":{"familyName":"Lovelace"}`},
		{"the last sub-attribute", both, `"name":{"givenName":"Ada"}`, `{"op":"remove","path":"name.givenName"}`, `only `},
		{
			"a sub-attribute of selected values", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"remove","path":"emails[type eq \"home\"].type"}`, `"emails":[` + work + `,{"value":"ada@home.example"}]`,
		},
		{
			"a sub-attribute of all values", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"remove","path":"emails.type"}`, `"emails":[{"value":"ada@work.example","primary":true},{"value":"ada@home.example"}]`,
		},
		{"a sub-attribute of no values", both, ``, `{"op":"remove","path":"emails.type"}`, ``},
		{
			"an extension attribute", both, `"` + ent + `":{"employeeNumber":"7","division":"North"}`,
			`{"op":"remove","path":"` + ent + `:division"}`, `"` + ent + `":{"employeeNumber":"7"}`,
		},
		{
			"the last extension attribute drops the URN", both, `"` + ent + `":{"division":"North"}`,
			`{"op":"remove","path":"` + ent + `:division"}`, `only `,
		},
		{"an extension", both, `"` + ent + `":{"division":"North"}`, `{"op":"remove","path":"` + ent + `"}`, `only `},
		{"the password, which nobody sees", both, ``, `{"op":"remove","path":"password"}`, ``},
		{
			"listed values", lenient, `"emails":[` + work + `,` + home + `]`,
			`{"op":"remove","path":"emails","value":[{"value":"ada@work.example"}]}`, `"emails":[` + home + `]`,
		},
		{"a null value is no value", both, `"emails":[` + work + `]`, `{"op":"remove","path":"emails","value":null}`, `only `},
	})
}

// RFC 7644 section 3.5.2.3.
func TestReplace(t *testing.T) {
	run(t, schema.User(), ada, []example{
		{"a value", both, `"title":"Analyst"`, `{"op":"replace","path":"title","value":"Admiral"}`, `"title":"Admiral"`},
		{"by the same value", both, `"title":"Analyst"`, `{"op":"replace","path":"title","value":"Analyst"}`, ``},
		{"what is not there", both, ``, `{"op":"replace","path":"title","value":"Admiral"}`, `"title":"Admiral"`},
		{"by null unassigns, RFC 7643 2.5", both, `"title":"Analyst"`, `{"op":"replace","path":"title","value":null}`, `only `},
		{"by an empty list unassigns", both, `"emails":[` + work + `]`, `{"op":"replace","path":"emails","value":[]}`, `only `},
		{"all values", both, `"emails":[` + work + `]`, `{"op":"replace","path":"emails","value":[` + home + `]}`, `"emails":[` + home + `]`},
		{
			"all values in another order", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"replace","path":"emails","value":[` + home + `,` + work + `]}`, ``,
		},
		{
			"a complex attribute keeps the rest", both, `"name":{"givenName":"Ada","familyName":"Byron"}`,
			`{"op":"replace","path":"name","value":{"familyName":"Lovelace"}}`, `"name":{"givenName":"Ada","familyName":"Lovelace"}`,
		},
		{
			"a complex attribute with null inside", both, `"name":{"givenName":"Ada","familyName":"Byron"}`,
			`{"op":"replace","path":"name","value":{"familyName":null}}`, `"name":{"givenName":"Ada"}`,
		},
		{"a complex attribute by nothing", both, `"name":{"givenName":"Ada"}`, `{"op":"replace","path":"name","value":{}}`, ``},
		{
			"a selected value", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"replace","path":"emails[type eq \"work\"]","value":{"type":"work","value":"new@x"}}`,
			`"emails":[{"value":"new@x","type":"work","primary":true},` + home + `]`,
		},
		{
			"a sub-attribute of a selected value", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"replace","path":"emails[type eq \"work\"].value","value":"new@x"}`,
			`"emails":[{"value":"new@x","type":"work","primary":true},` + home + `]`,
		},
		{
			"the sub-attribute that the filter is on", both, `"emails":[` + home + `]`,
			`{"op":"replace","path":"emails[value eq \"ADA@home.example\"].value","value":"new@x"}`, `"emails":[{"value":"new@x","type":"home"}]`,
		},
		{
			"a sub-attribute of several values", both, `"addresses":[{"type":"work","region":"A"},{"type":"work","region":"B"},{"type":"home"}]`,
			`{"op":"replace","path":"addresses[type eq \"work\"].country","value":"GB"}`,
			`"addresses":[{"type":"work","region":"A","country":"GB"},{"type":"work","region":"B","country":"GB"},{"type":"home"}]`,
		},
		{
			"values that become the same", both, `"emails":[{"value":"a@x","type":"work"},{"value":"b@x","type":"work","display":"B"}]`,
			`{"op":"replace","path":"emails[type eq \"work\"].value","value":"c@x"}`, `"emails":[{"value":"c@x","type":"work","display":"B"}]`,
		},
		{
			"primary by its filter resets the others", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}`,
			`"emails":[{"value":"ada@work.example","type":"work","primary":false},{"value":"ada@home.example","type":"home","primary":true}]`,
		},
		{
			"a selected value by null", both, `"emails":[` + work + `,` + home + `]`,
			`{"op":"replace","path":"emails[type eq \"work\"]","value":null}`, `"emails":[` + home + `]`,
		},
		{
			"by a filter that matches nothing, as Entra", lenient, `"emails":[` + work + `]`,
			`{"op":"Replace","path":"emails[type eq \"home\"].value","value":"ada@home.example"}`, `"emails":[` + work + `,` + home + `]`,
		},
		{"without a path", both, `"active":true,"title":"Analyst"`, `{"op":"replace","value":{"active":false}}`, `"active":false,"title":"Analyst"`},
		{"without a path, in capitals and as a string", lenient, `"active":true`, `{"op":"Replace","value":{"Active":"False"}}`, `"active":false`},
		{
			"without a path, the id that it has, as Okta", both, `"title":"Analyst"`,
			`{"op":"replace","value":{"id":"2819c223","title":"Admiral"}}`, `"title":"Admiral"`,
		},
		{"what is readOnly by itself", both, ``, `{"op":"replace","value":{"meta":{"resourceType":"User"},"groups":[]}}`, ``},
		{"the id by itself", both, ``, `{"op":"replace","path":"id","value":"2819c223"}`, ``},
		{
			"a manager forgets the old one", both, `"` + ent + `":{"manager":{"value":"1","$ref":"../Users/1","displayName":"Grace"}}`,
			`{"op":"replace","path":"` + ent + `:manager","value":{"value":"2"}}`, `"` + ent + `":{"manager":{"value":"2"}}`,
		},
		{
			"a manager by its value", both, `"` + ent + `":{"manager":{"value":"1","$ref":"../Users/1"}}`,
			`{"op":"replace","path":"` + ent + `:manager.value","value":"2"}`, `"` + ent + `":{"manager":{"value":"2"}}`,
		},
		{
			"a manager by the same", both, `"` + ent + `":{"manager":{"value":"1","$ref":"../Users/1","displayName":"Grace"}}`,
			`{"op":"replace","path":"` + ent + `:manager","value":{"value":"1"}}`, ``,
		},
		{
			"a manager by nobody", lenient, `"` + ent + `":{"manager":{"value":"1","$ref":"../Users/1"}}`,
			`{"op":"Replace","path":"manager","value":""}`, `only `,
		},
		{
			"a manager by an object of nobody", lenient, `"` + ent + `":{"manager":{"value":"1","$ref":"../Users/1"}}`,
			`{"op":"Replace","path":"` + ent + `:manager","value":{"value":""}}`, `only `,
		},
		{
			"an extension", both, `"` + ent + `":{"division":"North","department":"A"}`,
			`{"op":"replace","path":"` + ent + `","value":{"division":"South"}}`, `"` + ent + `":{"division":"South","department":"A"}`,
		},
		{"an extension by null", both, `"` + ent + `":{"division":"North"}`, `{"op":"replace","value":{"` + ent + `":null}}`, `only `},
		{
			"several attributes as Entra", lenient, `"active":true`,
			`{"op":"replace","value":{"displayName":"Ada L","name.givenName":"Ada","` + ent + `:employeeNumber":"7","active":false}}`,
			`"active":false,"displayName":"Ada L","name":{"givenName":"Ada"},"` + ent + `":{"employeeNumber":"7"}`,
		},
		{"the password", both, ``, `{"op":"replace","path":"password","value":"Engine-1843"}`, `"password":"Engine-1843"`},
		{
			"in sequence", both, `"title":"Analyst"`,
			`{"op":"remove","path":"title"},{"op":"add","path":"emails","value":[` + work + `]},{"op":"replace","path":"emails[type eq \"work\"].type","value":"home"}`,
			`"emails":[{"value":"ada@work.example","type":"home","primary":true}]`,
		},
		{
			"there and back", both, `"title":"Analyst"`,
			`{"op":"replace","path":"title","value":"Admiral"},{"op":"replace","path":"title","value":"Analyst"}`, ``,
		},
	})
}
