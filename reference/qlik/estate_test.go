package qlik_test

import (
	"strings"
	"testing"
)

// estate is one of everything that somebody may own.
type estate struct{ app, connection, file, space, automation string }

const upload = "--limit\r\nContent-Disposition: form-data; name=\"Json\"\r\n\r\n{\"name\":\"NAME.csv\"}\r\n" +
	"--limit\r\nContent-Disposition: form-data; name=\"File\"; filename=\"x\"\r\n\r\na,b\n1,2\n\r\n--limit--\r\n"

// own makes one of everything.
func (tn *tenant) own(p person, name string) estate {
	tn.t.Helper()
	post := func(status int, path string, body any, media, schema string) string {
		tn.t.Helper()
		return tn.want(status, request{method: "POST", path: path, bearer: p.token, body: body, media: media, schema: schema}).id()
	}
	return estate{
		app: post(200, "/api/v1/apps", object{"attributes": object{"name": name, "description": "an app"}}, "", "app"),
		connection: post(201, "/api/v1/data-connections", object{
			"qName": name, "datasourceID": "rest", "qType": "QvWebStorageProviderConnectorPackage.exe", "qConnectStatement": "CUSTOM CONNECT TO it",
		}, "", "data-connection-created"),
		file:       post(201, "/api/v1/data-files", strings.ReplaceAll(upload, "NAME", name), "multipart/form-data; boundary=limit", "data-file"),
		space:      post(201, "/api/v1/spaces", object{"name": name, "type": "shared", "description": "a space"}, "", "space"),
		automation: post(201, "/api/v1/automations", object{"name": name, "description": "an automation"}, "", "automation"),
	}
}

func (tn *tenant) wantOwner(e estate, want any) {
	tn.t.Helper()
	attributes, _ := tn.asAdmin(200, "GET", "/api/v1/apps/"+e.app, nil, "app").body["attributes"].(object)
	for what, got := range map[string]any{
		"app":        attributes["ownerId"],
		"connection": tn.asAdmin(200, "GET", "/api/v1/data-connections/"+e.connection, nil, "data-connection").body["user"],
		"file":       tn.asAdmin(200, "GET", "/api/v1/data-files/"+e.file, nil, "data-file").body["ownerId"],
		"space":      tn.asAdmin(200, "GET", "/api/v1/spaces/"+e.space, nil, "space").body["ownerId"],
		"automation": tn.asAdmin(200, "GET", "/api/v1/automations/"+e.automation, nil, "automation").body["ownerId"],
	} {
		if got != want && (want != nil || got != "") {
			tn.t.Errorf("the %s belongs to %v, want %v", what, got, want)
		}
	}
}

// handOver gives everything to somebody.
func (tn *tenant) handOver(e estate, heir string) {
	tn.t.Helper()
	tn.asAdmin(200, "PUT", "/api/v1/apps/"+e.app+"/owner", object{"ownerId": heir}, "app")
	moved := tn.asAdmin(207, "POST", "/api/v1/data-connections/actions/update", object{
		"connections": []object{{"id": e.connection, "ownerId": heir}, {"id": "none", "ownerId": heir}},
	}, "data-connections-updated").data()
	if len(moved) != 2 || moved[0].(object)["status"] != 204.0 || moved[1].(object)["status"] != 404.0 {
		tn.t.Errorf("the connections: %v", moved)
	}
	tn.asAdmin(204, "POST", "/api/v1/data-files/"+e.file+"/actions/change-owner", object{"ownerId": heir}, "")
	tn.asAdmin(200, "PATCH", "/api/v1/spaces/"+e.space, []object{{"op": "replace", "path": "/ownerId", "value": heir}}, "space")
	tn.asAdmin(204, "POST", "/api/v1/automations/"+e.automation+"/actions/change-owner", object{"userId": heir}, "")
}

func TestWorkIsHandedOver(t *testing.T) {
	tn := open(t)
	ada, grace := tn.hire("ada"), tn.hire("grace")
	adas := tn.own(ada, "engine")
	tn.wantOwner(adas, ada.id)
	tn.setActive(ada, false) // a space does not hold her
	tn.asAdmin(400, "PUT", "/api/v1/apps/"+adas.app+"/owner", object{"ownerId": "nobody"}, "")
	tn.asAdmin(400, "POST", "/api/v1/data-files/"+adas.file+"/actions/change-owner", object{"ownerId": "nobody"}, "")
	tn.asAdmin(404, "PUT", "/api/v1/apps/"+adas.space+"/owner", object{"ownerId": grace.id}, "") // of another kind
	tn.asAdmin(400, "PATCH", "/api/v1/spaces/"+adas.space, []object{{"op": "replace", "path": "/name", "value": "x"}}, "")
	tn.asAdmin(400, "POST", "/api/v1/data-connections/actions/update", object{"connections": []object{}}, "")
	tn.wantOwner(adas, ada.id)
	tn.handOver(adas, grace.id)
	tn.wantOwner(adas, grace.id)
	tn.asAdmin(204, "DELETE", "/api/v1/users/"+ada.id, nil, "")
	tn.wantOwner(adas, grace.id)
	tn.clearAway(adas)
}

func (tn *tenant) clearAway(e estate) {
	tn.t.Helper()
	tn.asAdmin(200, "DELETE", "/api/v1/apps/"+e.app, nil, "")
	for _, path := range []string{"data-connections/" + e.connection, "data-files/" + e.file, "spaces/" + e.space, "automations/" + e.automation} {
		tn.asAdmin(204, "DELETE", "/api/v1/"+path, nil, "")
		tn.asAdmin(404, "GET", "/api/v1/"+path, nil, "")
	}
}

// TestADeletionLeavesOrphans says what the product does, and why nobody may rely on a refusal.
func TestADeletionLeavesOrphans(t *testing.T) {
	tn := open(t)
	ada, grace := tn.hire("ada"), tn.hire("grace")
	adas := tn.own(ada, "engine")
	tn.asAdmin(204, "DELETE", "/api/v1/users/"+ada.id, nil, "")
	tn.wantOwner(adas, nil)
	tn.handOver(adas, grace.id) // late, but not too late
	tn.wantOwner(adas, grace.id)
}

func TestNobodyTakesWhatIsAnothers(t *testing.T) {
	tn := open(t)
	ada, grace := tn.hire("ada"), tn.hire("grace")
	adas := tn.own(ada, "engine")
	tn.want(404, request{method: "GET", path: "/api/v1/apps/" + adas.app, bearer: grace.token})
	tn.want(404, request{method: "PUT", path: "/api/v1/apps/" + adas.app + "/owner", bearer: grace.token, body: object{"ownerId": grace.id}})
	listed := tn.want(200, request{method: "GET", path: "/api/v1/data-connections?userId=" + ada.id, bearer: grace.token, schema: "data-connections"})
	if len(listed.data()) != 0 {
		t.Errorf("Grace sees %v", listed.data())
	}
	tn.want(403, request{method: "POST", path: "/api/v1/apps", bearer: tn.admin, body: object{"attributes": object{"name": "x"}}})
}
