package reference_test

import "testing"

// An account that the administrator made logs in, is disabled and deleted like any other, and SCIM knows nothing of it.
func TestALocalAccountIsNoSCIMResource(t *testing.T) {
	tn := open(t)
	login := request{method: "POST", path: "/login", body: object{"username": "ada", "password": "Pw1!analytical"}}
	made := tn.admin(201, "POST", "/api/v1/users", object{
		"userName": "ada", "displayName": "Ada Lovelace", "email": "ada@example.com", "password": "Pw1!analytical",
	}).body
	id := text(made["id"])
	if made["source"] != "local" || made["email"] != "ada@example.com" || made["status"] != "active" {
		t.Errorf("made %v", made)
	}
	tn.admin(409, "POST", "/api/v1/users", object{"userName": "ADA", "password": "Pw1!another"})
	tn.admin(400, "POST", "/api/v1/users", object{"userName": "grace"})
	tn.scim(404, "GET", "/Users/"+id, nil)
	tn.scim(409, "POST", "/Users", object{"schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:User"}, "userName": "Ada"})
	if found := tn.scim(200, "GET", "/Users?filter=userName%20eq%20%22ada%22", nil).body; found["totalResults"] != 0.0 {
		t.Errorf("SCIM finds %v", found)
	}
	if found := tn.scim(200, "GET", "/Users", nil).body; found["totalResults"] != 0.0 {
		t.Errorf("SCIM lists %v", found)
	}
	if listed := tn.accounts(""); len(listed) != 1 {
		t.Errorf("the administrator sees %v", listed)
	}
	tn.want(204, login)
	tn.admin(200, "POST", "/api/v1/users/"+id+"/disable", nil)
	tn.want(401, login)
	tn.admin(200, "POST", "/api/v1/users/"+id+"/enable", nil)
	tn.want(204, login)
	tn.admin(204, "DELETE", "/api/v1/users/"+id, nil)
	tn.admin(404, "GET", "/api/v1/users/"+id, nil)
	tn.hire("ada")
}
