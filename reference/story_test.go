package reference_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference"
)

// credentials are what a person holds after logging in by every road.
type credentials struct{ userName, session, access, refresh, api string }

// logIn logs a person in by every road.
func (tn *tenant) logIn(userName string) credentials {
	tn.t.Helper()
	c := credentials{userName: userName}
	login := tn.want(204, request{method: "POST", path: "/login", body: object{"username": userName, "password": password}})
	cookie, _, _ := strings.Cut(login.header.Get("Set-Cookie"), ";")
	c.session = strings.TrimPrefix(cookie, "session=")
	form := url.Values{"grant_type": {"password"}, "username": {userName}, "password": {password}}
	grant := tn.want(200, request{method: "POST", path: "/oauth/token", form: form})
	c.access, _ = grant.body["access_token"].(string)
	c.refresh, _ = grant.body["refresh_token"].(string)
	token := tn.want(201, request{method: "POST", path: "/api/v1/tokens", bearer: c.access, body: object{"name": "nightly"}})
	c.api, _ = token.body["token"].(string)
	return c
}

// use tries all five credentials, and answers the status that each of them got.
func (tn *tenant) use(c credentials) map[string]int {
	tn.t.Helper()
	whoami := func(bearer, session string) int {
		return tn.send(request{method: "GET", path: "/api/v1/whoami", bearer: bearer, session: session}).status
	}
	refresh := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {c.refresh}}
	return map[string]int{
		"password":      tn.send(request{method: "POST", path: "/login", body: object{"username": c.userName, "password": password}}).status,
		"session":       whoami("", c.session),
		"access token":  whoami(c.access, ""),
		"API token":     whoami(c.api, ""),
		"refresh token": tn.send(request{method: "POST", path: "/oauth/token", form: refresh}).status,
	}
}

var (
	letIn   = map[string]int{"password": 204, "session": 200, "access token": 200, "API token": 200, "refresh token": 200}
	refused = map[string]int{"password": 401, "session": 401, "access token": 401, "API token": 401, "refresh token": 400}
	newOnly = map[string]int{"password": 204, "session": 401, "access token": 401, "API token": 401, "refresh token": 400}
)

func (tn *tenant) wantUse(what string, c credentials, want map[string]int) {
	tn.t.Helper()
	if diff := cmp.Diff(want, tn.use(c)); diff != "" {
		tn.t.Errorf("%s: %s", what, diff)
	}
}

// deprovisionings are the roads by which a person is shut out.
var deprovisionings = map[string]func(*tenant, string){
	"PATCH with a path": func(tn *tenant, id string) { tn.patchActive(200, id, false) },
	"PATCH without a path": func(tn *tenant, id string) {
		tn.scim(200, "PATCH", "/Users/"+id, object{
			"schemas":    []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"},
			"Operations": []object{{"op": "Replace", "value": object{"active": false}}},
		})
	},
	"PUT": func(tn *tenant, id string) {
		tn.scim(200, "PUT", "/Users/"+id, user("ada", func(u object) { u["active"] = false; delete(u, "password") }))
	},
	"the administrator": func(tn *tenant, id string) {
		if got := tn.admin(200, "POST", "/api/v1/users/"+id+"/disable", nil); got.body["status"] != "disabled" {
			tn.t.Errorf("got %v", got.body)
		}
	},
	"DELETE": func(tn *tenant, id string) { tn.scim(204, "DELETE", "/Users/"+id, nil) },
	"DELETE by the administrator": func(tn *tenant, id string) {
		tn.admin(204, "DELETE", "/api/v1/users/"+id, nil)
	},
}

func TestDeprovisioningRefusesEveryCredential(t *testing.T) {
	for road, deprovision := range deprovisionings {
		t.Run(road, func(t *testing.T) {
			tn := open(t)
			id := tn.hire("ada")
			tn.hire("grace")
			adas, graces := tn.logIn("ADA"), tn.logIn("grace")
			tn.wantUse("before", adas, letIn)
			deprovision(tn, id)
			tn.wantUse("after", adas, refused)
			tn.wantUse("Grace", graces, letIn)
			if strings.HasPrefix(road, "DELETE") {
				tn.scim(404, "GET", "/Users/"+id, nil)
				tn.admin(404, "GET", "/api/v1/users/"+id, nil)
				return
			}
			deprovision(tn, id) // twice is harmless
			if got := tn.scim(200, "GET", "/Users/"+id, nil); got.body["active"] != false {
				t.Errorf("got %v", got.body)
			}
			if got := tn.admin(200, "GET", "/api/v1/users/"+id, nil); got.body["status"] != "disabled" {
				t.Errorf("got %v", got.body)
			}
		})
	}
}

func TestReactivationRevivesNothing(t *testing.T) {
	reactivations := map[string]func(*tenant, string){
		"PATCH":             func(tn *tenant, id string) { tn.patchActive(200, id, true) },
		"the administrator": func(tn *tenant, id string) { tn.admin(200, "POST", "/api/v1/users/"+id+"/enable", nil) },
	}
	for road, reactivate := range reactivations {
		t.Run(road, func(t *testing.T) {
			tn := open(t)
			id := tn.hire("ada")
			old := tn.logIn("ada")
			tn.patchActive(200, id, false)
			reactivate(tn, id)
			tn.wantUse("the old credentials", old, newOnly)
			tn.wantUse("new ones", tn.logIn("ada"), letIn)
		})
	}
}

func TestANewPasswordEndsWhatTheOldOneOpened(t *testing.T) {
	tn := open(t)
	id := tn.hire("ada")
	old := tn.logIn("ada")
	tn.scim(200, "PATCH", "/Users/"+id, object{
		"schemas":    []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"},
		"Operations": []object{{"op": "replace", "path": "password", "value": "Difference Engine"}},
	})
	tn.wantUse("after", old, refused)
	tn.want(204, request{method: "POST", path: "/login", body: object{"username": "ada", "password": "Difference Engine"}})
}

func TestAnotherChangeEndsNothing(t *testing.T) {
	tn := open(t)
	id := tn.hire("ada")
	c := tn.logIn("ada")
	renamed := user("countess", func(u object) { u["displayName"] = "Countess of Lovelace"; delete(u, "password") })
	tn.scim(200, "PUT", "/Users/"+id, renamed)
	c.userName = "countess"
	tn.wantUse("after a rename", c, letIn)
	me := tn.want(200, request{method: "GET", path: "/api/v1/whoami", bearer: c.access})
	want := object{"id": id, "userName": "countess", "displayName": "Countess of Lovelace", "via": "access-token"}
	if diff := cmp.Diff(want, me.body); diff != "" {
		t.Error(diff)
	}
}

func TestAPersonCreatedInactiveMayNotLogIn(t *testing.T) {
	tn := open(t)
	made := tn.scim(201, "POST", "/Users", user("ada", func(u object) { u["active"] = false }))
	tn.want(401, request{method: "POST", path: "/login", body: object{"username": "ada", "password": password}})
	tn.patchActive(200, made.id(), true)
	tn.wantUse("once active", tn.logIn("ada"), letIn)
}

func TestThePasswordIsNeverReadable(t *testing.T) {
	tn := open(t)
	id := tn.hire("ada")
	tn.logIn("ada")
	tn.scim(201, "POST", "/Users", user("grace", func(u object) { u["password"] = "" }))
	tn.want(401, request{method: "POST", path: "/login", body: object{"username": "grace", "password": ""}})
	for _, path := range []string{"/Users/" + id, "/Users", "/Users?attributes=password", "/Users/" + id + "?attributes=password"} {
		if got := tn.scim(200, "GET", path, nil); strings.Contains(got.text, password) || strings.Contains(got.text, `"password"`) {
			t.Errorf("%s shows it: %s", path, got.text)
		}
	}
	if audit := tn.admin(200, "GET", "/api/v1/audit", nil); strings.Contains(audit.text+tn.log.String(), password) {
		t.Errorf("the audit trail or the log shows it: %s %s", audit.text, tn.log)
	}
}

func TestAdministrationAndSCIMSeeOneState(t *testing.T) {
	tn := open(t)
	id := tn.hire("ada")
	before := tn.scim(200, "GET", "/Users/"+id, nil)
	tn.admin(200, "POST", "/api/v1/users/"+id+"/disable", nil)
	after := tn.scim(200, "GET", "/Users/"+id, nil)
	if after.body["active"] != false || cmp.Equal(before.body["meta"], after.body["meta"]) {
		t.Errorf("before %v, after %v: want another version", before.body, after.body)
	}
	tn.admin(404, "POST", "/api/v1/users/nobody/disable", nil)
}

func TestOneOfManyParallelCreatesWins(t *testing.T) {
	tn := open(t)
	statuses := make([]int, 16)
	var wg sync.WaitGroup
	for i := range statuses {
		wg.Go(func() {
			name := []string{"ada", "ADA"}[i%2]
			statuses[i] = tn.send(request{method: "POST", path: "/scim/v2/Users", bearer: scimToken, body: user(name)}).status
		})
	}
	wg.Wait()
	count := map[int]int{}
	for _, s := range statuses {
		count[s]++
	}
	if diff := cmp.Diff(map[int]int{201: 1, 409: 15}, count); diff != "" {
		t.Error(diff)
	}
	if got := tn.scim(200, "GET", "/Users", nil); got.body["totalResults"] != 1.0 {
		t.Errorf("got %v", got.body)
	}
}

// TestLoginNeverOutlivesADeactivation races logins with a deactivation: whatever was let in before is out after.
func TestLoginNeverOutlivesADeactivation(t *testing.T) {
	tn := open(t)
	id := tn.hire("ada")
	form := url.Values{"grant_type": {"password"}, "username": {"ada"}, "password": {password}}
	tokens := make([]string, 16)
	var wg sync.WaitGroup
	for i := range tokens {
		wg.Go(func() {
			got := tn.send(request{method: "POST", path: "/oauth/token", form: form})
			tokens[i], _ = got.body["access_token"].(string)
		})
	}
	wg.Go(func() { tn.patchActive(200, id, false) })
	wg.Wait()
	tn.patchActive(200, id, true) // so that it is the revocation that is tested, and not the look-up
	for _, token := range tokens {
		if token != "" {
			tn.want(401, request{method: "GET", path: "/api/v1/whoami", bearer: token})
		}
	}
}

func TestTheStoryInAFile(t *testing.T) {
	path := t.TempDir() + "/tenant.db"
	var c credentials
	t.Run("first run", func(t *testing.T) {
		tn := open(t, func(o *reference.Options) { o.Store = path })
		tn.hire("ada")
		c = tn.logIn("ada")
	})
	tn := open(t, func(o *reference.Options) { o.Store = path })
	tn.wantUse("after a restart", c, letIn)
	tn.want(409, request{method: "POST", path: "/scim/v2/Users", bearer: scimToken, body: user("ADA")})
}
