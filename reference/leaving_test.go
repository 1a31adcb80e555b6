package reference_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/assets"
)

// make makes an asset of each kind but the workspace for a person, shared with another, and answers their ids.
func (tn *tenant) make(c credentials, sharedWith string) []string {
	tn.t.Helper()
	var ids []string
	for _, kind := range assets.Kinds() {
		if kind == assets.Workspace {
			continue // its owner could not be disabled
		}
		made := tn.want(201, request{method: "POST", path: "/api/v1/assets", bearer: c.api, body: object{
			"kind": kind, "name": "Notes", "content": "on " + kind, "sharedWith": []string{sharedWith},
		}})
		ids = append(ids, made.id())
	}
	return ids
}

// asset reads an asset as the administrator.
func (tn *tenant) asset(id string) object {
	tn.t.Helper()
	return tn.admin(200, "GET", "/api/v1/assets/"+id, nil).body
}

// company is a tenant in which Ada owns four assets that Alan may see.
type company struct {
	*tenant
	ada, grace, alan string // ids
	adas, alans      credentials
	assets           []string
}

func openCompany(t *testing.T, edit ...func(*reference.Options)) *company {
	t.Helper()
	tn := open(t, edit...)
	c := &company{tenant: tn, ada: tn.hire("ada"), grace: tn.hire("grace"), alan: tn.hire("alan")}
	c.adas, c.alans = tn.logIn("ada"), tn.logIn("alan")
	c.assets = tn.make(c.adas, c.alan)
	return c
}

func TestAPersonLeaves(t *testing.T) {
	c := openCompany(t)
	before := c.asset(c.assets[0])
	c.patchActive(200, c.ada, false)
	for _, id := range c.assets {
		if got := c.asset(id); got["ownerId"] != c.ada {
			t.Errorf("a deactivation changed the owner: %v", got)
		}
	}
	refusal := c.scim(409, "DELETE", "/Users/"+c.ada, nil)
	if detail, _ := refusal.body["detail"].(string); !strings.Contains(detail, "4 assets") {
		t.Errorf("got %v, want a detail that counts", refusal.body)
	}
	if got := c.admin(409, "DELETE", "/api/v1/users/"+c.ada, nil); got.body["error"] != "still_owning" {
		t.Errorf("got %v", got.body)
	}
	c.scim(200, "GET", "/Users/"+c.ada, nil) // the refused deletions changed nothing

	moved := c.admin(200, "POST", "/api/v1/users/"+c.ada+"/assets/transfer", object{"ownerId": c.grace})
	if moved.body["transferred"] != 4.0 {
		t.Errorf("got %v", moved.body)
	}
	before["ownerId"] = c.grace
	if diff := cmp.Diff(before, c.asset(c.assets[0])); diff != "" {
		t.Error(diff)
	}
	content := c.want(200, request{method: "GET", path: "/api/v1/assets/" + c.assets[0] + "/content", bearer: c.alans.access})
	if content.text != "on app" {
		t.Errorf("got %q", content.text)
	}
	c.scim(204, "DELETE", "/Users/"+c.ada, nil)
	c.scim(404, "GET", "/Users/"+c.ada, nil)
}

func TestNothingPointsAtWhoIsGone(t *testing.T) {
	c := openCompany(t)
	group := c.scim(201, "POST", "/Groups", object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:Group"}, "displayName": "Engineers",
		"members": []object{{"value": c.ada}, {"value": c.grace}},
	})
	const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	c.scim(200, "PUT", "/Users/"+c.alan, object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:User", enterprise}, "userName": "alan",
		enterprise: object{"manager": object{"value": c.ada}},
	})
	guest := c.want(201, request{method: "POST", path: "/api/v1/assets", bearer: c.alans.access, body: object{
		"kind": "app", "name": "Enigma", "content": "", "sharedWith": []string{c.ada, c.grace},
	}})
	c.admin(204, "DELETE", "/api/v1/users/"+c.ada+"?transferTo="+c.grace, nil)
	for what, text := range map[string]string{
		"the group":     c.scim(200, "GET", "/Groups/"+group.id(), nil).text,
		"the report":    c.scim(200, "GET", "/Users/"+c.alan, nil).text,
		"the sharing":   c.admin(200, "GET", "/api/v1/assets/"+guest.id(), nil).text,
		"the inherited": c.admin(200, "GET", "/api/v1/assets/"+c.assets[0], nil).text,
	} {
		if strings.Contains(text, c.ada) {
			t.Errorf("%s still names Ada: %s", what, text)
		}
	}
	again := c.hire("ada")
	if again == c.ada {
		t.Error("the new Ada has the former one's id")
	}
	c.wantUse("the former Ada's credentials", c.adas, newOnly)
	if got := c.admin(200, "GET", "/api/v1/assets?ownerId="+again, nil); len(got.data()) != 0 {
		t.Errorf("the new Ada owns %v", got.body)
	}
}

func TestHandingOverToTheWrongPerson(t *testing.T) {
	c := openCompany(t)
	c.patchActive(200, c.grace, false)
	one, all := "/api/v1/assets/"+c.assets[0]+"/transfer", "/api/v1/users/"+c.ada+"/assets/transfer"
	for _, path := range []string{one, all} {
		if got := c.admin(422, "POST", path, object{"ownerId": "nobody"}); got.body["error"] != "unknown_owner" {
			t.Errorf("got %v", got.body)
		}
		if got := c.admin(409, "POST", path, object{"ownerId": c.grace}); got.body["error"] != "owner_disabled" {
			t.Errorf("got %v", got.body)
		}
	}
	c.admin(422, "DELETE", "/api/v1/users/"+c.ada+"?transferTo=nobody", nil)
	c.admin(409, "DELETE", "/api/v1/users/"+c.ada+"?transferTo="+c.grace, nil)
	for _, id := range c.assets {
		if got := c.asset(id); got["ownerId"] != c.ada {
			t.Errorf("it moved: %v", got)
		}
	}
}

func TestDeletionPoliciesOverSCIM(t *testing.T) {
	cases := map[assets.Policy]struct {
		heir   string
		status int
		owner  func(*company) any // afterwards; nil: the assets are gone
	}{
		assets.RefuseWhileOwning: {"", 409, func(c *company) any { return c.ada }},
		assets.TransferTo:        {"Grace", 204, func(c *company) any { return c.grace }},
		assets.Orphan:            {"", 204, func(*company) any { return nil }},
		assets.Cascade:           {"", 204, nil},
	}
	for policy, k := range cases {
		t.Run(string(policy), func(t *testing.T) {
			c := openCompany(t, func(o *reference.Options) { o.DeletionPolicy, o.Heir = policy, k.heir })
			c.scim(k.status, "DELETE", "/Users/"+c.ada, nil)
			for _, id := range c.assets {
				if k.owner == nil {
					c.admin(404, "GET", "/api/v1/assets/"+id, nil)
				} else if got := c.asset(id)["ownerId"]; got != k.owner(c) {
					t.Errorf("the owner is %v, want %v", got, k.owner(c))
				}
			}
			want := letIn
			if k.status == 204 {
				want = refused
			}
			c.wantUse("Ada", c.adas, want)
		})
	}
}

func TestAWorkspaceIsNeverWithoutAnOwner(t *testing.T) {
	tn := open(t)
	ada, grace := tn.hire("ada"), tn.hire("grace")
	space := tn.want(201, request{method: "POST", path: "/api/v1/assets", bearer: tn.logIn("ada").api, body: object{
		"kind": assets.Workspace, "name": "Engines",
	}}).id()
	tn.patchActive(409, ada, false)
	if got := tn.admin(409, "POST", "/api/v1/users/"+ada+"/disable", nil); got.body["error"] != "still_owning" {
		t.Errorf("got %v", got.body)
	}
	tn.scim(409, "DELETE", "/Users/"+ada, nil)
	tn.admin(200, "POST", "/api/v1/assets/"+space+"/transfer", object{"ownerId": grace})
	tn.patchActive(200, ada, false)
}

func TestNothingRunsInTheNameOfTheDisabled(t *testing.T) {
	tn := open(t)
	ada := tn.hire("ada")
	made := tn.want(201, request{method: "POST", path: "/api/v1/assets", bearer: tn.logIn("ada").api, body: object{
		"kind": assets.Automation, "name": "Nightly",
	}})
	tn.admin(204, "POST", "/api/v1/assets/"+made.id()+"/run", nil)
	tn.patchActive(200, ada, false)
	if got := tn.admin(409, "POST", "/api/v1/assets/"+made.id()+"/run", nil); got.body["error"] != "owner_disabled" {
		t.Errorf("got %v", got.body)
	}
}

func TestWhatIsSharedWithAGroup(t *testing.T) {
	tn := open(t)
	tn.hire("ada")
	grace := tn.hire("grace")
	group := tn.scim(201, "POST", "/Groups", object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:Group"}, "displayName": "Analysts", "members": []object{{"value": grace}},
	}).id()
	made := tn.want(201, request{method: "POST", path: "/api/v1/assets", bearer: tn.logIn("ada").api, body: object{
		"kind": assets.App, "name": "Engine", "sharedWith": []string{group},
	}}).id()
	graces := tn.logIn("grace")
	tn.want(200, request{method: "GET", path: "/api/v1/assets/" + made, bearer: graces.access})
	if got := tn.want(200, request{method: "GET", path: "/api/v1/assets", bearer: graces.access}); len(got.data()) != 1 {
		t.Errorf("Grace sees %v", got.body)
	}
	tn.scim(204, "DELETE", "/Groups/"+group, nil)
	tn.want(404, request{method: "GET", path: "/api/v1/assets/" + made, bearer: graces.access})
	if got := tn.asset(made)["sharedWith"]; len(got.([]any)) != 0 {
		t.Errorf("shared with %v, want nobody", got)
	}
}

func TestSCIMIsSwitchedOff(t *testing.T) {
	tn := open(t)
	ada := tn.hire("ada")
	tn.admin(400, "PUT", "/api/v1/scim", object{})
	tn.admin(200, "PUT", "/api/v1/scim", object{"enabled": false})
	tn.scim(403, "GET", "/Users/"+ada, nil)
	tn.scim(403, "DELETE", "/Users/"+ada, nil)
	tn.admin(200, "PUT", "/api/v1/scim", object{"enabled": true})
	tn.scim(200, "GET", "/Users/"+ada, nil)
}
