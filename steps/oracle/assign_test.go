package oracle

import "testing"

const enterpriseURI = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

func TestAssigned(t *testing.T) {
	const ada = `{"schemas": ["core"], "userName": "ada", "name": {"givenName": "Ada"}, "title": "Countess",
		"emails": [{"type": "work", "value": "a@x"}, {"type": "home", "value": "h@x"}]}`
	for name, c := range map[string]struct{ path, value, want string }{
		"at the top":            {"title", `"Dr"`, `{"title": "Dr"}`},
		"below the top":         {"name.familyName", `"King"`, `{"name": {"givenName": "Ada", "familyName": "King"}}`},
		"below what is new":     {"address.city", `"London"`, `{"address": {"city": "London"}}`},
		"in the other case":     {"USERNAME", `"king"`, `{"userName": "king"}`},
		"of a core attribute":   {"urn:ietf:params:scim:schemas:core:2.0:User:title", `"Dr"`, `{"title": "Dr"}`},
		"of one element":        {`emails[type eq "work"].value`, `"k@x"`, `{"emails": [{"type": "work", "value": "k@x"}, {"type": "home", "value": "h@x"}]}`},
		"of a new element":      {`emails[type eq "other"].value`, `"o@x"`, `{"emails": [{"type": "work", "value": "a@x"}, {"type": "home", "value": "h@x"}, {"type": "other", "value": "o@x"}]}`},
		"of a new extension":    {enterpriseURI + ":department", `"Engines"`, `{"schemas": ["core", "` + enterpriseURI + `"], "` + enterpriseURI + `": {"department": "Engines"}}`},
		"nothing any more":      {"title", `null`, `{"title": null}`},
		"one element no more":   {`emails[type eq "home"]`, `null`, `{"emails": [{"type": "work", "value": "a@x"}]}`},
		"of none in the end":    {enterpriseURI + ":department", `null`, `{}`},
		"nothing of an element": {`emails[type eq "home"].value`, `null`, `{"emails": [{"type": "work", "value": "a@x"}, {"type": "home"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			before, want := object(t, ada), object(t, ada)
			for name, value := range object(t, c.want) {
				if want[name] = value; value == nil {
					delete(want, name)
				}
			}
			value, err := Parse([]byte(c.value))
			if err != nil {
				t.Fatal(err)
			}
			got, err := Assigned(before, c.path, value)
			if err != nil || !Equal(want, got) {
				t.Errorf("got %s (%v), want %s", Text(got), err, Text(want))
			}
			if !Equal(before, object(t, ada)) {
				t.Errorf("the original has changed: %s", Text(before))
			}
		})
	}
	for _, path := range []string{"", "a b", "userName.x"} {
		if got, err := Assigned(object(t, ada), path, "x"); err == nil {
			t.Errorf("%q: %s, want an error", path, Text(got))
		}
	}
}
