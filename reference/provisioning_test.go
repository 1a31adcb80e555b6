package reference_test

import "testing"

// connect makes a connection of the identity provider, and answers its path.
func (tn *tenant) connect(provisioning bool) string {
	tn.t.Helper()
	made := tn.admin(201, "POST", "/idp/v1/connections", object{"name": "Directory", "provisioning": provisioning})
	return "/idp/v1/connections/" + made.id()
}

// join adds Ada to a directory, and answers her path.
func (tn *tenant) join(connection string) string {
	tn.t.Helper()
	made := tn.admin(201, "POST", connection+"/people", object{
		"userName": "ada@example.com", "givenName": "Ada", "familyName": "Lovelace", "email": "ada@example.com", "password": password,
	})
	return connection + "/people/" + made.id()
}

func (tn *tenant) wantStatus(userName, want string) {
	tn.t.Helper()
	list := tn.accounts("?q=" + userName)
	if len(list) != 1 || list[0]["status"] != want {
		tn.t.Errorf("got %v, want one account that is %s", list, want)
	}
}

func TestProvisioningCarriesJoiningLeavingAndReturning(t *testing.T) {
	tn := open(t)
	connection := tn.connect(true)
	person := tn.join(connection)
	tn.wantStatus("ada@example.com", "active")
	if got := tn.accounts("?q=ada")[0]["displayName"]; got != "Ada Lovelace" {
		t.Errorf("the display name is %v", got)
	}
	c := tn.logIn("ada@example.com")
	tn.admin(204, "DELETE", person, nil)
	tn.admin(404, "GET", person, nil)
	tn.wantStatus("ada@example.com", "disabled")
	tn.wantUse("after the removal", c, refused)
	tn.join(connection)
	tn.wantStatus("ada@example.com", "active")
	tn.wantUse("after the return", c, newOnly)
}

func TestWithoutProvisioningTheTenantLearnsNothing(t *testing.T) {
	tn := open(t)
	connection := tn.connect(true)
	person := tn.join(connection)
	c := tn.logIn("ada@example.com")
	tn.admin(200, "PATCH", connection, object{"provisioning": false})
	tn.admin(204, "DELETE", person, nil)
	if got := tn.admin(200, "POST", connection+"/cycle", nil); got.body["provisioning"] != false || got.body["sent"] != 0.0 {
		t.Errorf("got %v", got.body)
	}
	tn.wantStatus("ada@example.com", "active")
	tn.wantUse("after a removal that nobody was told of", c, letIn)

	tn.admin(200, "PATCH", connection, object{"provisioning": true})
	if got := tn.admin(200, "POST", connection+"/cycle", nil); got.body["sent"] != 1.0 {
		t.Errorf("got %v", got.body)
	}
	tn.wantStatus("ada@example.com", "disabled")
	tn.wantUse("once told", c, refused)
}

func TestProvisioningLinksWhoIsThereAlready(t *testing.T) {
	tn := open(t)
	id := tn.hire("ADA@example.com")
	connection := tn.connect(true)
	person := tn.join(connection)
	tn.wantStatus("ada@example.com", "active")
	if got := tn.accounts("")[0]["id"]; got != id {
		t.Errorf("got another account, %v", got)
	}
	tn.admin(204, "DELETE", person, nil)
	tn.wantStatus("ada@example.com", "disabled")
}

func TestDirectoriesRefuse(t *testing.T) {
	tn := open(t)
	connection := tn.connect(false)
	tn.join(connection)
	tn.admin(409, "POST", connection+"/people", object{"userName": "ADA@example.com"})
	tn.admin(400, "POST", connection+"/people", object{"givenName": "Ada"})
	tn.admin(400, "POST", "/idp/v1/connections", object{})
	tn.admin(400, "PATCH", connection, object{})
	tn.admin(404, "PATCH", connection+"x", object{"provisioning": true})
	tn.admin(404, "POST", connection+"x/people", object{"userName": "grace"})
	tn.admin(404, "POST", connection+"x/cycle", nil)
	tn.admin(404, "DELETE", connection+"/people/x", nil)
	tn.admin(204, "DELETE", connection, nil)
	tn.admin(404, "DELETE", connection, nil)
	if got := tn.accounts(""); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
