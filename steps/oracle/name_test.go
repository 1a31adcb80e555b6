package oracle

import "testing"

func TestNamedOtherwise(t *testing.T) {
	t.Parallel()
	whole := Object{"name": Object{"formatted": "Ada Lovelace"}}
	parts := Object{"name": Object{"familyName": "Lovelace"}}
	both := Object{"name": Object{"formatted": "Ada Lovelace", "givenName": "Ada"}}
	cases := []struct {
		resource Object
		path     string
		want     bool
	}{
		{whole, "name.familyName", true},
		{whole, "urn:ietf:params:scim:schemas:core:2.0:User:name.givenName", true},
		{whole, "name.formatted", false},
		{whole, "name", false},
		{whole, "title", false},
		{parts, "name.formatted", true},
		{parts, "name.givenName", false},
		{both, "name.familyName", false},
		{Object{}, "name.familyName", false},
	}
	for _, c := range cases {
		if got := NamedOtherwise(c.resource, c.path); got != c.want {
			t.Errorf("%s of %v: got %t", c.path, c.resource, got)
		}
	}
}
