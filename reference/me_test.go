package reference_test

import "testing"

// asMe sends a request to /Me with a person's token.
func (tn *tenant) asMe(status int, method, bearer string, body any) response {
	tn.t.Helper()
	return tn.want(status, request{method: method, path: "/scim/v2/Me", bearer: bearer, body: body})
}

func replacing(path string, value any) object {
	return object{
		"schemas":    []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"},
		"Operations": []object{{"op": "replace", "path": path, "value": value}},
	}
}

// People reach themselves over SCIM by the tokens that they have, as long as
// these let them in elsewhere, and the audit trail names them.
func TestPeopleChangeThemselves(t *testing.T) {
	tn := open(t)
	ada := tn.hire("ada")
	c := tn.logIn("ada")
	for _, token := range []string{c.access, c.api} {
		if got := tn.asMe(200, "GET", token, nil); got.id() != ada {
			t.Errorf("got %v", got.body)
		}
	}
	for _, token := range []string{c.session, c.refresh, adminToken, ""} {
		tn.asMe(401, "GET", token, nil)
	}
	tn.asMe(501, "GET", scimToken, nil)
	tn.asMe(200, "PATCH", c.access, replacing("displayName", "Ada Lovelace"))
	tn.asMe(403, "PATCH", c.access, replacing("active", false))
	if got := tn.admin(200, "GET", "/api/v1/users/"+ada, nil); got.body["displayName"] != "Ada Lovelace" || got.body["status"] != "active" {
		t.Errorf("got %v", got.body)
	}
	var actors []any
	for _, event := range tn.admin(200, "GET", "/api/v1/audit?userId="+ada, nil).data() {
		if event["action"] == "user.updated" {
			actors = append(actors, event["actor"])
		}
	}
	if len(actors) != 1 || actors[0] != ada {
		t.Errorf("the audit trail names %v, want %s", actors, ada)
	}
	tn.patchActive(200, ada, false)
	for _, token := range []string{c.access, c.api} {
		tn.asMe(401, "GET", token, nil)
	}
}

// Whoever deletes their own account meets the deletion policy like anybody.
func TestPeopleLeaveByThemselves(t *testing.T) {
	tn := open(t)
	ada := tn.hire("ada")
	c := tn.logIn("ada")
	made := tn.want(201, request{method: "POST", path: "/api/v1/assets", bearer: c.access, body: object{
		"kind": "app", "name": "engine", "content": "1843",
	}})
	tn.asMe(409, "DELETE", c.access, nil)
	tn.admin(204, "DELETE", "/api/v1/assets/"+made.id(), nil)
	if got := tn.asMe(204, "DELETE", c.access, nil); got.header.Get("Location") == "" {
		t.Error("there is no Location")
	}
	tn.asMe(401, "GET", c.access, nil)
	tn.scim(404, "GET", "/Users/"+ada, nil)
}

// A bulk request goes the way of single ones: who is disabled is shut out, and
// who owns work stays.
func TestBulkTakesTheSameRoads(t *testing.T) {
	tn := open(t)
	ada, grace := tn.hire("ada"), tn.hire("grace")
	c, other := tn.logIn("ada"), tn.logIn("grace")
	tn.want(201, request{method: "POST", path: "/api/v1/assets", bearer: other.access, body: object{
		"kind": "app", "name": "compiler", "content": "1952",
	}})
	got := tn.scim(200, "POST", "/Bulk", object{
		"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:BulkRequest"},
		"Operations": []object{
			{"method": "PATCH", "path": "/Users/" + ada, "data": replacing("active", false)},
			{"method": "DELETE", "path": "/Users/" + grace},
			{"method": "POST", "path": "/Users", "bulkId": "alan", "data": user("alan")},
		},
	})
	results, _ := got.body["Operations"].([]any)
	for i, want := range []string{"200", "409", "201"} {
		if result, _ := results[i].(object); result["status"] != want {
			t.Errorf("operation %d: got %v, want %s", i, result, want)
		}
	}
	tn.wantUse("who was disabled", c, refused)
	tn.wantUse("who stays", other, letIn)
	tn.wantUse("who is new", tn.logIn("alan"), letIn)
}

// The tenant serves its own resource type and extension.
func TestTheTenantsOwnSchemas(t *testing.T) {
	tn := open(t)
	made := tn.scim(201, "POST", "/Devices", object{
		"schemas": []string{"urn:example:scimproof:schemas:2.0:Device"}, "serialNumber": "SN-1", "displayName": "Engine",
	})
	tn.scim(200, "GET", "/Devices/"+made.id(), nil)
	const workplace = "urn:example:scimproof:schemas:extension:workplace:2.0:User"
	hired := tn.scim(201, "POST", "/Users", user("ada", func(u object) { u[workplace] = object{"badge": "B-1", "desk": 7} }))
	if got, _ := hired.body[workplace].(object); got["badge"] != "B-1" {
		t.Errorf("got %v", hired.body)
	}
	tn.scim(409, "POST", "/Users", user("grace", func(u object) { u[workplace] = object{"badge": "B-1"} }))
}
