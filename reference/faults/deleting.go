package faults

import "net/http"

// deletions are those of any resource.
var deletions = on(http.MethodDelete, resources)

// whoIsGone concerns requests about a person who is not there.
func whoIsGone(methods string) rule { return on(methods, user).answered(http.StatusNotFound) }

var deleting = []row{
	{
		"delete-status-200-with-body", "A deletion is answered 200 and {}",
		breaks{"RFC7644-3.6-06"},
		medium, "https://github.com/Infisical/infisical/pull/8154",
		deletions.answered(http.StatusNoContent).say(status(http.StatusOK), says("{}")),
	},
	{
		"delete-group-takes-members", "With a group its members are deleted",
		breaks{"RFC7644-3.6-06"},
		critical, "",
		on(http.MethodDelete, group).do(func(r *request) *response {
			members := idsIn(r.also(http.MethodGet, r.path, nil).object()["members"])
			for _, id := range members {
				r.also(http.MethodDelete, users+"/"+id, nil)
			}
			return r.forward()
		}),
	},
	{
		"delete-group-not-done", "The deletion of a group is answered 204 and not done",
		breaks{"RFC7644-3.6-06"},
		high, "",
		on(http.MethodDelete, group).do(noContent),
	},
	{
		"delete-not-done", "A deletion is answered 204 and not done",
		breaks{"RFC7644-3.6-02", "RFC7644-3.6-03", "LIFECYCLE-DEPROVISION-02"},
		critical, "", on(http.MethodDelete, user).do(noContent),
	},
	{
		"delete-still-readable", "Who was deleted can still be read",
		breaks{"RFC7644-3.6-02"},
		high, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, user).answered(http.StatusNotFound).say(func(r *request, a *response) {
				if known := m.account(r.id()); known.deleted {
					*a = *answer(http.StatusOK, withID(known.sent, known.id))
				}
			})
		}),
	},
	{
		"delete-still-listed", "Who was deleted is still listed",
		breaks{"RFC7644-3.6-03", "LIFECYCLE-DEPROVISION-02"},
		high, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, users).say(func(r *request, a *response) {
				ghost := m.find(func(one account) bool { return one.deleted && r.filter() == `userName eq "`+one.userName+`"` })
				if ghost.id != "" {
					relist(a, func(list []any) []any { return append(list, withID(ghost.sent, ghost.id)) })
				}
			})
		}),
	},
	{
		"delete-put-still-works", "Who was deleted can be replaced",
		breaks{"RFC7644-3.6-02"},
		medium, "", remembering(func(m *memory) violation {
			return whoIsGone(http.MethodPut).say(func(r *request, a *response) {
				if m.account(r.id()).deleted {
					*a = *answer(http.StatusOK, r.object())
				}
			})
		}),
	},
	{
		"delete-patch-still-works", "A PATCH of who was deleted is answered 204",
		breaks{"RFC7644-3.6-02"},
		medium, "",
		whoIsGone(http.MethodPatch).say(status(http.StatusNoContent), says("")),
	},
	{
		"delete-twice-204", "A second deletion is answered 204",
		breaks{"RFC7644-3.6-02", "RFC7644-3.6-i01"},
		low, "",
		whoIsGone(http.MethodDelete).say(status(http.StatusNoContent), says("")),
	},
	{
		"delete-answered-410", "Who was deleted is answered for by 410",
		breaks{"RFC7644-3.12-i06"},
		low, "", remembering(func(m *memory) violation {
			return whoIsGone(http.MethodGet).say(func(r *request, a *response) {
				if m.account(r.id()).deleted {
					refusal(http.StatusGone, "", "deleted")(r, a)
				}
			})
		}),
	},
	{
		"delete-keeps-username", "The userName of somebody deleted stays taken",
		breaks{"RFC7644-3.6-05"},
		medium, "", remembering(func(m *memory) violation {
			return on(http.MethodPost, users).when(func(r *request) bool {
				name := textAt(r.object(), "userName")
				return m.find(func(one account) bool { return one.deleted && one.userName == name }).id != ""
			}).do(refuse(http.StatusConflict, "uniqueness", "userName"))
		}),
	},
	{
		"delete-id-given-again", "Who is created again under the same userName gets the id of before",
		breaks{"RFC7644-3.6-i02", "LIFECYCLE-REASSIGN-13"},
		high, "https://github.com/FusionAuth/fusionauth-issues/issues/3244",
		aliased(func(m *memory, r *request, _ *response) string {
			name := textAt(r.object(), "userName")
			return m.find(func(one account) bool { return one.deleted && one.userName == name }).id
		}),
	},
	{
		"delete-user-in-group-500", "Who is a member of a group cannot be deleted",
		breaks{"RFC7644-3.6-06", "LIFECYCLE-DEPROVISION-08", "LIFECYCLE-REASSIGN-11"},
		high, "https://github.com/osiam/server/issues/27",
		on(http.MethodDelete, user).when(func(r *request) bool {
			return r.also(http.MethodGet, r.path, nil).object()["groups"] != nil
		}).do(refuse(http.StatusInternalServerError, "", "violates foreign key constraint")),
	},
	{
		"delete-leaves-member", "A group goes on listing somebody who was deleted",
		breaks{"LIFECYCLE-DEPROVISION-08", "LIFECYCLE-REASSIGN-11"},
		medium, "https://github.com/Tr3kkR/Yuzu/issues/2130",
		remembering(func(m *memory) violation {
			return shows(groupPaths, func(one object) {
				for _, id := range m.group(textAt(one, "id")).ever {
					if m.account(id).deleted {
						list, _ := one["members"].([]any)
						one["members"] = append(list, reference(id))
					}
				}
			})
		}),
	},
	{
		"delete-leaves-manager", "Who was deleted is still the manager of others",
		breaks{"LIFECYCLE-REASSIGN-12"},
		medium, "", remembering(func(m *memory) violation {
			return together{
				on(http.MethodPatch, user).say(func(r *request, a *response) {
					if manager := at(a.object(), enterprise+"/manager"); manager != nil {
						m.keep("manager of "+r.id(), manager)
					}
				}),
				on(http.MethodGet, user).say(func(r *request, a *response) {
					if manager := m.recall("manager of " + r.id()); manager != nil {
						resource(set(enterprise+"/manager", manager))(r, a)
					}
				}),
			}
		}),
	},
}

func noContent(*request) *response {
	return &response{status: http.StatusNoContent, header: http.Header{}}
}

// withID is a representation with an id.
func withID(sent object, id string) object {
	shown := object{"id": id}
	for name, value := range sent {
		if name != "password" {
			shown[name] = value
		}
	}
	return shown
}
