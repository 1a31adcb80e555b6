package scim_test

import (
	"errors"
	"testing"

	"github.com/scimproof/scimproof/reference/scim"
	"github.com/scimproof/scimproof/reference/store"
)

func TestSetActive(t *testing.T) {
	c, w := watched(t)
	ada := c.user("ada")
	w.told()
	for _, it := range []struct {
		active bool
		want   string
	}{
		{true, ""},
		{false, `changed ada true to ada false ""`},
		{false, ""},
		{true, `changed ada false to ada true ""`},
	} {
		if err := c.provider.SetActive(t.Context(), ada, it.active); err != nil {
			t.Fatal(err)
		}
		equal(t, "told", w.told(), it.want)
		equal(t, "active", at(c.must(200, "GET", "/Users/"+ada, "").body, "active"), any(it.active))
	}
	w.refuse = scim.Refused("not now")
	if err := c.provider.SetActive(t.Context(), ada, false); !errors.Is(err, w.refuse) {
		t.Errorf("the refusal came back as %v", err)
	}
	if err := c.provider.SetActive(t.Context(), "nobody", true); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown user gave %v", err)
	}
}

func TestDeleteUser(t *testing.T) {
	c, w := watched(t)
	ada, grace := c.user("ada"), c.user("grace")
	group := c.group("Analysts", ada, grace)
	w.told()
	w.refuse = scim.Refused("ada owns work")
	if err := c.provider.DeleteUser(t.Context(), ada, scim.Deletion{}); !errors.Is(err, w.refuse) {
		t.Errorf("the refusal came back as %v", err)
	}
	w.told()
	w.refuse = nil
	if err := c.provider.DeleteUser(t.Context(), ada, scim.Deletion{TransferTo: grace}); err != nil {
		t.Fatal(err)
	}
	equal(t, "told", w.told(), `deleting ada for "`+grace+`"`)
	equal(t, "members", c.members(group), "grace")
	if err := c.provider.DeleteUser(t.Context(), ada, scim.Deletion{}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the second deletion gave %v", err)
	}
	if err := c.provider.DeleteUser(t.Context(), group, scim.Deletion{}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the deletion of a group gave %v", err)
	}
}
