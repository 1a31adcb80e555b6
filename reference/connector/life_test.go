package connector_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference/connector"
)

// TestAWholeLife takes people through joining, changing, groups, leaving, returning and being purged, in each style.
func TestAWholeLife(t *testing.T) {
	t.Parallel()
	for _, style := range connector.Styles() {
		t.Run(string(style), func(t *testing.T) {
			t.Parallel()
			s := withReference(t, connector.Options{Style: style})
			s.join()
			s.change()
			s.gather()
			s.leaveAndReturn()
			s.holdAndPurge()
		})
	}
}

// quiet wants a cycle that writes nothing.
func (s *stage) quiet(query ...string) {
	s.t.Helper()
	if changed := writes(s.clean(query...)); len(changed) > 0 {
		s.t.Fatalf("a cycle without changes wrote %v", changed)
	}
}

func (s *stage) join() {
	s.t.Helper()
	s.person("ada", ada())
	s.person("grace", grace())
	sent := s.clean()
	user, boss := s.user("ada@example.com"), s.user("grace@example.com")
	if user == nil || boss == nil || user["externalId"] != "ada" {
		s.t.Fatalf("they are not there: %v %v", user, boss)
	}
	manager := user[enterprise].(object)["manager"].(object)["value"]
	if manager != boss["id"] {
		s.t.Errorf("the manager is %v, want %v", manager, boss["id"])
	}
	if all := told(sent); strings.Contains(all, "never-to-be-sent") || strings.Contains(all, token) {
		s.t.Errorf("a secret was sent:\n%s", all)
	}
	s.quiet()
	s.quiet("full=true")
}

func (s *stage) change() {
	s.t.Helper()
	id := s.user("ada@example.com")["id"]
	changed := with(ada(), "title", nil)
	changed["userName"], changed["name"] = "ada.king@example.com", object{"givenName": "Ada", "familyName": "King"}
	changed["emails"] = []object{{"value": "ada.king@example.com", "type": "work"}}
	s.person("ada", changed)
	s.clean()
	user := s.user("ada.king@example.com")
	if user["id"] != id || user["title"] != nil || user["name"].(object)["familyName"] != "King" {
		s.t.Errorf("Ada is now %v", user)
	}
	s.quiet()
	s.person("ada", changed) // the same again
	s.quiet()
}

func (s *stage) gather() {
	s.t.Helper()
	s.group("engines", "Engines", "ada", "grace", "nobody-yet")
	s.clean()
	s.quiet()
	if n := len(s.team("Engines")["members"].([]any)); n != 2 {
		s.t.Fatalf("the group has %d members", n)
	}
	s.group("engines", "Difference Engines", "grace")
	s.clean()
	team := s.team("Difference Engines")
	members, _ := team["members"].([]any)
	if len(members) != 1 || members[0].(object)["value"] != s.user("grace@example.com")["id"] {
		s.t.Errorf("the group is now %v", team)
	}
	s.quiet()
	s.hook(http.StatusNoContent, http.MethodDelete, "/groups/engines", nil)
	s.clean()
	if s.team("Difference Engines") != nil {
		s.t.Error("the group is still there")
	}
}

func (s *stage) leaveAndReturn() {
	s.t.Helper()
	id := s.user("grace@example.com")["id"]
	s.leaves("grace")
	s.clean()
	if s.user("grace@example.com")["active"] != false {
		s.t.Error("who left is active")
	}
	s.quiet()
	s.person("grace", grace())
	if changed := writes(s.clean()); slices.Contains(changed, "POST /Users") {
		s.t.Errorf("who returned was created: %v", changed)
	}
	if user := s.user("grace@example.com"); user["active"] != true || user["id"] != id {
		s.t.Errorf("who returned is %v", user)
	}
}

func (s *stage) holdAndPurge() {
	s.t.Helper()
	held := true
	s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if held && r.Method == http.MethodDelete {
			w.WriteHeader(http.StatusConflict)
			_, _ = fmt.Fprint(w, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","detail":"owns 3 assets"}`)
			return
		}
		next.ServeHTTP(w, r)
	})
	s.isPurged("grace")
	report, sent := s.cycle()
	if changed := writes(sent); len(changed) != 2 || strings.HasPrefix(changed[0], "DELETE") || !strings.HasPrefix(changed[1], "DELETE") {
		s.t.Fatalf("want it deactivated, then one DELETE: %v", changed)
	}
	if len(report.Failures) != 1 || report.Failures[0].Status != 409 || !strings.Contains(report.Failures[0].Error, "owns 3 assets") {
		s.t.Errorf("the hold is reported as %+v", report.Failures)
	}
	if s.user("grace@example.com")["active"] != false {
		s.t.Error("whose account is held is active")
	}
	held = false
	if changed := writes(s.clean()); len(changed) != 1 {
		s.t.Errorf("want the DELETE again: %v", changed)
	}
	if s.user("grace@example.com") != nil {
		s.t.Error("who was purged is still there")
	}
	s.quiet()
	s.person("grace", grace())
	s.clean()
	if s.user("grace@example.com") == nil {
		s.t.Error("who was hired again is not there")
	}
}

// TestPutKeepsMembersWhoAreNotShown changes a group as a whole at a service provider that shows no members.
func TestPutKeepsMembersWhoAreNotShown(t *testing.T) {
	t.Parallel()
	s := withReference(t, connector.Options{Style: connector.Put})
	s.joined()
	s.group("engines", "Engines", "ada", "grace")
	s.clean()
	s.stand(rewritten(requested(http.MethodGet, "/Groups"), showing("members", nil)))
	s.group("engines", "Difference Engines", "grace")
	s.clean()
	members, _ := s.team("Difference Engines")["members"].([]any)
	if len(members) != 1 || members[0].(object)["value"] != s.user("grace@example.com")["id"] {
		t.Errorf("the group has the members %v", members)
	}
	s.group("engines", "Engines", "ada", "grace")
	s.clean()
	if members, _ := s.team("Engines")["members"].([]any); len(members) != 2 {
		t.Errorf("the group has the members %v", members)
	}
}
