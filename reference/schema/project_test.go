package schema_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/schema/schematest"
)

// RFC 7644 section 3.9, and RFC 7643 section 7 for "returned".
func TestProjection(t *testing.T) {
	const ada = `{"schemas":["` + schema.UserURN + `"],"id":"2819c223","userName":"ada","password":"Engine-1843",
		"name":{"givenName":"Ada","familyName":"Lovelace"},"emails":[{"value":"a@x","type":"work"},{"type":"home"}],
		"meta":{"resourceType":"User","version":"1"},"` + schema.EnterpriseURN + `":{"department":"Analysis","division":"North"}}`
	const kept = `"schemas":["` + schema.UserURN + `"],"id":"2819c223"`
	const name = `"name":{"givenName":"Ada","familyName":"Lovelace"}`
	const emails = `"emails":[{"value":"a@x","type":"work"},{"type":"home"}]`
	const meta = `"meta":{"resourceType":"User","version":"1"}`
	const rest = name + "," + emails + "," + meta
	const extension = `"` + schema.EnterpriseURN + `":{"department":"Analysis","division":"North"}`
	for _, c := range []struct{ what, attributes, excluded, want string }{
		{"default, never the password", "", "", `"userName":"ada",` + rest + "," + extension},
		{"one, in any case", "USERNAME", "", `"userName":"ada"`},
		{"several", "userName, emails ,name", "", `"userName":"ada",` + emails + "," + name},
		{"with the URN of the core", schema.UserURN + ":userName", "", `"userName":"ada"`},
		{"a sub-attribute", "name.familyName", "", `"name":{"familyName":"Lovelace"}`},
		{"a sub-attribute of values", "emails.value", "", `"emails":[{"value":"a@x"}]`},
		{"of an extension", schema.EnterpriseURN + ":department", "", `"` + schema.EnterpriseURN + `":{"department":"Analysis"}`},
		{"an extension", schema.EnterpriseURN, "", extension},
		{"of meta", "meta.version", "", `"meta":{"version":"1"}`},
		{"password still not", "password,userName", "", `"userName":"ada"`},
		{"unknown is ignored", "colour,userName,name.colour,,", "", `"userName":"ada"`},
		{"unset", "title", "", ""},
		{"excluded", "", "emails,NAME,meta," + schema.EnterpriseURN, `"userName":"ada"`},
		{"excluded, but always returned", "", "id,schemas,emails,name,meta," + schema.EnterpriseURN, `"userName":"ada"`},
		{
			"excluded sub-attribute", "", "name.givenName,emails.type,meta," + schema.EnterpriseURN,
			`"userName":"ada","name":{"familyName":"Lovelace"},"emails":[{"value":"a@x"}]`,
		},
		{
			"excluded of an extension", "", "emails,name,meta," + schema.EnterpriseURN + ":division",
			`"userName":"ada","` + schema.EnterpriseURN + `":{"department":"Analysis"}`,
		},
	} {
		t.Run(c.what, func(t *testing.T) {
			p, err := schema.User().Projection(split(c.attributes), split(c.excluded))
			if err != nil {
				t.Fatal(err)
			}
			want := kept
			if c.want != "" {
				want += "," + c.want
			}
			if diff := cmp.Diff(decode(t, "{"+want+"}"), p.Apply(decode(t, ada))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

func TestProjectionRefusesBothParameters(t *testing.T) {
	_, err := schema.User().Projection([]string{"userName"}, []string{"emails"})
	wantError(t, err, schema.ScimInvalidValue)
}

func TestProjectionOnRequest(t *testing.T) {
	r := decode(t, `{"serial":"1","log":"started"}`)
	for attributes, want := range map[string]string{"": `{"serial":"1"}`, "log": `{"log":"started"}`, "serial": `{"serial":"1"}`} {
		p, err := robot().Projection(split(attributes), nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(decode(t, want), p.Apply(r)); diff != "" {
			t.Errorf("attributes=%s: %s", attributes, diff)
		}
	}
}

// What is asked for and what remains when it is excluded make up the whole.
func TestProjectionParts(t *testing.T) {
	rt := schema.User()
	names := []string{"userName", "name.givenName", "emails", "emails.value", "meta", "department", schema.EnterpriseURN, "active"}
	rapid.Check(t, func(t *rapid.T) {
		r := drawn(schematest.User).Draw(t, "user")
		before := schema.Clone(r)
		chosen := rapid.SliceOfN(rapid.SampledFrom(names), 1, 3).Draw(t, "names")
		in, errIn := rt.Projection(chosen, nil)
		out, errOut := rt.Projection(nil, chosen)
		if errIn != nil || errOut != nil {
			t.Fatal(errIn, errOut)
		}
		for attribute := range r {
			_, shown := in.Apply(r)[attribute]
			_, left := out.Apply(r)[attribute]
			if !shown && !left {
				t.Fatalf("%s is neither shown nor left of %v", attribute, r)
			}
		}
		if !schema.Equal(in.Apply(in.Apply(r)), in.Apply(r)) || !schema.Equal(out.Apply(out.Apply(r)), out.Apply(r)) {
			t.Fatal("projecting twice is not the same as once")
		}
		if !schema.Equal(before, r) {
			t.Fatal("the resource was modified")
		}
	})
}
