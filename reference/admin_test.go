package reference_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func text(v any) string {
	s, _ := v.(string)
	return s
}

func TestAccountsAreListedForAdministrators(t *testing.T) {
	tn := open(t)
	names := []string{"ada@example.com", "grace@example.com", "alan@example.org", "edsger@example.com"}
	for _, name := range names {
		tn.hire(name)
	}
	tn.patchActive(200, text(tn.accounts("?q=alan")[0]["id"]), false)
	cases := map[string][]string{
		"":                                names,
		"?status=active":                  {names[0], names[1], names[3]},
		"?status=disabled":                {names[2]},
		"?q=EXAMPLE.COM&limit=2":          {names[0], names[1], names[3]},
		"?q=nobody":                       {},
		"?status=active&q=ada&limit=1000": {names[0]},
	}
	for query, want := range cases {
		got := []string{}
		for _, a := range tn.accounts(query) {
			got = append(got, text(a["userName"]))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", query, diff)
		}
	}
	first := tn.accounts("?q=ada")[0]
	want := object{
		"id": first["id"], "userName": "ada@example.com", "displayName": "ada@example.com", "status": "active", "source": "scim",
		"assets": object{"app": 0.0, "data-connection": 0.0, "data-file": 0.0, "automation": 0.0, "workspace": 0.0},
	}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
	tn.admin(400, "GET", "/api/v1/users?status=gone", nil)
}

// accounts walks the pages of the list of accounts.
func (tn *tenant) accounts(query string) []object {
	tn.t.Helper()
	list, cursor := []object{}, ""
	for {
		path := "/api/v1/users?" + strings.TrimPrefix(query, "?")
		if cursor != "" {
			path += "&cursor=" + cursor
		}
		got := tn.admin(200, "GET", path, nil)
		list = append(list, got.data()...)
		if cursor, _ = got.body["next"].(string); cursor == "" {
			return list
		}
	}
}

func TestTheAuditTrailTellsWhoDidWhat(t *testing.T) {
	tn := open(t)
	id := tn.hire("ada")
	tn.patchActive(200, id, false)
	tn.admin(200, "POST", "/api/v1/users/"+id+"/enable", nil)
	tn.hire("grace")
	tn.admin(204, "DELETE", "/api/v1/users/"+id, nil)
	var got []string
	for _, e := range tn.admin(200, "GET", "/api/v1/audit?userId="+id, nil).data() {
		got = append(got, fmt.Sprintf("%s by %s", e["action"], e["actor"]))
	}
	want := []string{"user.deleted by administrator", "user.enabled by administrator", "user.disabled by scim", "user.created by scim"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
