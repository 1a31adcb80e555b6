package faults

import (
	"maps"
	"net/http"
	"strings"
)

var takingOver = []row{
	{
		"adopt-by-email-account-takeover", "A creation adopts a local account of the same name or address, and rewrites both",
		breaks{"SECURITY-TAKEOVER-01"},
		critical, "https://github.com/intuitem/ciso-assistant-community/pull/4658",
		adopting(func(m *memory) violation {
			return on(http.MethodGet, nativeUser).say(func(r *request, a *response) {
				if sent, ok := m.recall("adopted " + r.id()).(object); ok {
					document(set("userName", sent["userName"]), set("email", lastEmail(sent)))(r, a)
				}
			})
		}),
	},
	{
		"adopt-sets-password", "A creation adopts a local account of the same name or address, and sets its password",
		breaks{"SECURITY-TAKEOVER-02"},
		critical, "https://github.com/intuitem/ciso-assistant-community/pull/4658",
		adopting(func(m *memory) violation {
			return on(http.MethodPost, logins).when(func(r *request) bool {
				given := loginOf(r)
				sent, _ := m.recall("adopted " + m.localLike(func(l localAccount) bool { return l.userName == given.name }).id).(object)
				return sent != nil && textAt(sent, "password") != given.password
			}).do(refuseLogin)
		}),
	},
	{
		"scim-governs-foreign-users", "SCIM lists, disables and deletes people whom it never provisioned",
		breaks{"SECURITY-TAKEOVER-03"},
		high, "https://github.com/activepieces/activepieces/issues/14753",
		remembering(func(m *memory) violation {
			all := &foreigners{m}
			return together{
				on(http.MethodGet, users).answered(http.StatusOK).say(all.list),
				on("PATCH DELETE", user).when(all.isOne).do(all.govern),
			}
		}),
	},
	{
		"rename-takes-login", "A userName that is taken away from somebody opens their door no more",
		breaks{"SECURITY-TAKEOVER-04"},
		critical, "",
		remembering(func(m *memory) violation {
			return together{
				on("PUT PATCH", user).answered(http.StatusConflict).say(func(r *request, _ *response) {
					m.mark("taken", strings.ToLower(userNameIn(r)))
				}),
				on(http.MethodPost, logins).when(func(r *request) bool {
					return m.marked("taken", strings.ToLower(loginOf(r).name))
				}).do(refuseLogin),
			}
		}),
	},
	{
		"group-unknown-member-autocreates-user", "A member that nobody is becomes an account",
		breaks{"SECURITY-TAKEOVER-06"},
		high, "https://github.com/BerriAI/litellm/pull/17420",
		on(http.MethodPatch, group).answered(http.StatusBadRequest).say(func(r *request, _ *response) {
			for _, o := range operationsOf(r) {
				for _, id := range idsIn(o.object["value"]) {
					r.also(http.MethodPost, users, object{"schemas": []any{coreUser}, "userName": id})
				}
			}
		}),
	},
	{
		"put-follows-body-id", "A replacement changes whom the body names",
		breaks{"SECURITY-TAKEOVER-07"},
		critical, "",
		remembering(func(m *memory) violation {
			return on(http.MethodPut, user).when(sends("id")).do(func(r *request) *response {
				id, document := textAt(r.object(), "id"), r.object()
				if meant := m.account(id); meant.id != "" {
					document["userName"] = meant.userName
				}
				return r.also(http.MethodPut, users+"/"+id, document)
			})
		}),
	},
	{
		"patch-follows-value-id", "A change is made to whom its value names",
		breaks{"SECURITY-TAKEOVER-07"},
		critical, "",
		on(http.MethodPatch, user).do(func(r *request) *response {
			for _, o := range operationsOf(r) {
				if whole, ok := o.object["value"].(object); ok && whole["id"] != nil {
					return r.also(http.MethodPatch, users+"/"+textAt(whole, "id"), patchOf(replace("displayName", whole["displayName"])))
				}
			}
			return r.forward()
		}),
	},
}

// inheriting are the credentials of who is gone that open the account of a successor.
func inheriting() []row {
	var rows []row
	for _, kind := range []string{password, session, accessToken, refreshToken, apiToken} {
		rows = append(rows, row{
			"successor-opened-by-" + kindSlug(kind), "The " + kind + " of who is gone opens the account of who has the userName now",
			breaks{"SECURITY-TAKEOVER-05"},
			critical, "",
			remembering(func(m *memory) violation {
				return haunting(m, kind, func(a account) bool { return a.deleted && m.named(a.userName).id != "" })
			}),
		})
	}
	return rows
}

// adopting remembers by which creation a local account was adopted, and answers as if it
// had been made by that.
func adopting(consequence func(*memory) violation) violation {
	return remembering(func(m *memory) violation {
		return together{consequence(m), on(http.MethodPost, users).do(func(r *request) *response {
			sent := r.object()
			met := m.localLike(func(l localAccount) bool {
				return l.userName == textAt(sent, "userName") || l.email != "" && strings.Contains(string(r.body), l.email)
			})
			if met.id == "" {
				return r.forward()
			}
			m.keep("adopted "+met.id, sent)
			shown := copyWithout(sent, "password")
			shown["id"] = met.id
			return answer(http.StatusCreated, shown)
		})}
	})
}

func lastEmail(sent object) string {
	emails, _ := sent["emails"].([]any)
	last := ""
	for _, one := range objects(emails) {
		last = textAt(one, "value")
	}
	return last
}

// copyWithout is a copy of a document without an attribute.
func copyWithout(document object, name string) object {
	rest := maps.Clone(document)
	delete(rest, name)
	return rest
}

// userNameIn is the userName that a change wants.
func userNameIn(r *request) string {
	for _, o := range operationsOf(r) {
		if name, ok := o.object["value"].(string); ok && o.path() == "userName" {
			return name
		}
	}
	return textAt(r.object(), "userName")
}

// foreigners are people whom no SCIM client made.
type foreigners struct{ *memory }

func (f *foreigners) isOne(r *request) bool {
	return f.localLike(func(l localAccount) bool { return l.id == r.id() }).id != ""
}

func (f *foreigners) list(r *request, a *response) {
	one := f.localLike(func(l localAccount) bool { return strings.Contains(r.filter(), l.userName) })
	if one.id == "" {
		return
	}
	relist(a, func(list []any) []any {
		return append(list, object{"schemas": []any{coreUser}, "id": one.id, "userName": one.userName, "active": true})
	})
}

// govern does over SCIM what only an administrator may.
func (f *foreigners) govern(r *request) *response {
	one := f.localLike(func(l localAccount) bool { return l.id == r.id() })
	r.Header.Set("Authorization", one.administrator)
	if r.Method == http.MethodDelete {
		r.elsewhere(http.MethodDelete, nativeUsers+"/"+one.id)
	} else {
		r.elsewhere(http.MethodPost, nativeUsers+"/"+one.id+"/disable")
	}
	return answer(http.StatusOK, object{"schemas": []any{coreUser}, "id": one.id, "userName": one.userName, "active": false})
}
