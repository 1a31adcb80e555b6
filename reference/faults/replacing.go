package faults

import (
	"net/http"
	"slices"
)

var userPuts = on(http.MethodPut, user)

var replacing = []row{
	{
		"put-not-implemented-405", "PUT is answered with 405",
		breaks{"RFC7644-3.5-01", "LIFECYCLE-DEPROVISION-01"},
		medium, "https://github.com/vouch-sh/vouch/issues/1411",
		on(http.MethodPut, resources).do(func(*request) *response {
			return &response{status: http.StatusMethodNotAllowed, header: http.Header{}}
		}),
	},
	{
		"put-answers-and-stores-nothing", "PUT is answered with what was sent, and nothing is stored",
		breaks{"RFC7644-3.5-01", "RFC7644-3.5.1-i01"},
		high, "", userPuts.do(func(r *request) *response {
			shown := r.also(http.MethodGet, r.path, nil)
			resource(func(one object) {
				for name, value := range r.object() {
					if name != "password" && name != "id" && name != "meta" {
						one[name] = value
					}
				}
			})(r, shown)
			return shown
		}),
	},
	{
		"put-answers-204", "PUT is answered 204 without the resource",
		breaks{"RFC7644-3.5.1-i01"},
		low, "",
		userPuts.answered(http.StatusOK).say(status(http.StatusNoContent), says("")),
	},
	{
		"put-answer-is-stale", "The answer to PUT shows the person as before",
		breaks{"RFC7644-3.5.1-i01"},
		medium, "",
		userPuts.do(func(r *request) *response {
			before := r.also(http.MethodGet, r.path, nil)
			if after := r.forward(); !after.ok() {
				return after
			}
			return before
		}),
	},
	{
		"put-merges-instead-of-replacing", "PUT keeps what it was not sent",
		breaks{"RFC7644-3.5.1-09"},
		low, "https://github.com/attevon-llc/OpenTranscribe/issues/582", merged(nil),
	},
	{
		"put-adds-emails", "PUT adds its e-mail addresses to those that are there",
		breaks{"RFC7644-3.5.1-04"},
		medium, "",
		merged(addEmails),
	},
	{
		"put-keeps-name", "PUT leaves the name as it was",
		breaks{"RFC7644-3.5.1-04"},
		medium, "",
		merged(func(before, sent object) { sent["name"] = before["name"] }),
	},
	{
		"put-keeps-extension", "PUT leaves the attributes of extensions as they were",
		breaks{"RFC7644-3.5.1-04"},
		medium, "",
		merged(func(before, sent object) { sent[enterprise] = before[enterprise] }),
	},
	{
		"put-group-member-removal-rejected", "PUT of a group without one of its members is refused",
		breaks{"RFC7644-3.5.1-04"},
		high, "https://github.com/simpleidserver/SimpleIdServer/issues/697",
		on(http.MethodPut, group).when(func(r *request) bool {
			sent := idsIn(r.object()["members"])
			return slices.ContainsFunc(idsIn(r.also(http.MethodGet, r.path, nil).object()["members"]), func(id string) bool {
				return !slices.Contains(sent, id)
			})
		}).do(refuse(http.StatusBadRequest, "mutability", "members is immutable")),
	},
	{
		"put-empty-list-kept", "PUT of an empty list leaves the attribute as it was",
		breaks{"RFC7643-2.5-i01"},
		medium, "",
		merged(func(before, sent object) {
			for name, value := range sent {
				if list, ok := value.([]any); ok && len(list) == 0 {
					sent[name] = before[name]
				}
			}
		}),
	},
	{
		"null-not-treated-as-unassigned", "null is refused as a value of the wrong type",
		breaks{"RFC7643-2.5-01"},
		medium, "https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/103",
		on("POST PUT", users+" "+user).when(sendsNull).do(refuse(http.StatusBadRequest, "invalidValue", "null is not of type string")),
	},
	{
		"put-null-kept", "PUT of null leaves the attribute as it was",
		breaks{"RFC7643-2.5-01"},
		medium, "",
		merged(func(before, sent object) {
			for name, value := range sent {
				if value == nil {
					sent[name] = before[name]
				}
			}
		}),
	},
	{
		"put-creates", "PUT of somebody who does not exist creates them",
		breaks{"RFC7644-3.5.1-02", "RFC7644-3.5.1-i02"},
		high, "",
		userPuts.do(func(r *request) *response {
			a := r.forward()
			if a.status == http.StatusNotFound && r.object() != nil {
				return r.also(http.MethodPost, users, r.object())
			}
			return a
		}),
	},
	{
		"put-unknown-creates-behind-404", "PUT of somebody who does not exist is answered 404 and creates them",
		breaks{"RFC7644-3.5.1-02"},
		high, "", userPuts.answered(http.StatusNotFound).say(func(r *request, _ *response) {
			if r.object() != nil {
				r.also(http.MethodPost, users, r.object())
			}
		}),
	},
	{
		"put-unknown-400", "PUT of somebody who does not exist is answered 400",
		breaks{"RFC7644-3.5.1-i02"},
		low, "",
		userPuts.answered(http.StatusNotFound).say(refusal(http.StatusBadRequest, "invalidValue", "id")),
	},
	{
		"put-takes-created", "PUT sets meta.created", breaks{"RFC7644-3.5.1-14"}, medium, "", tookMeta("meta/created"),
	},
	{
		"put-takes-resource-type", "PUT sets meta.resourceType",
		breaks{"RFC7644-3.5.1-14"},
		medium, "", tookMeta("meta/resourceType"),
	},
	{
		"put-joins-groups-sent", "PUT makes the person a member of the groups that it was sent",
		breaks{"RFC7644-3.5.1-14"},
		high, "", userPuts.say(joinGroupsSent),
	},
	{
		"put-changes-id", "PUT of another id changes the id",
		breaks{"RFC7643-3.1-07"},
		high, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, user).say(func(r *request, a *response) {
				if sent := textAt(m.account(r.id()).sent, "id"); sent != "" {
					resource(set("id", sent))(r, a)
				}
			})
		}),
	},
	{
		"rename-by-put-changes-id", "Who is renamed by PUT gets another id",
		breaks{"RFC7643-3.1-07"},
		high, "",
		renamedGetsID(http.MethodPut),
	},
	{
		"put-refuses-readonly", "What was read cannot be sent back, for it has attributes that are read-only",
		breaks{"RFC7644-3.1-i03"},
		medium, "", userPuts.when(sends("meta")).do(refuse(http.StatusBadRequest, "mutability", "meta")),
	},
	{
		"put-back-loses", "Who sends back what was read loses attributes",
		breaks{"RFC7644-3.1-i03"},
		medium, "",
		userPuts.when(sends("meta")).ask(body(drop("nickName"))),
	},
	{
		"put-without-username-clears-it", "PUT without a userName takes it away",
		breaks{"RFC7643-4.1.1-01"},
		high, "",
		remembering(func(m *memory) violation {
			return together{
				userPuts.when(not(sends("userName"))).do(func(r *request) *response {
					m.mark("nameless", r.id())
					return r.also(http.MethodGet, r.path, nil)
				}),
				on(http.MethodGet, user).when(func(r *request) bool { return m.marked("nameless", r.id()) }).say(resource(drop("userName"))),
			}
		}),
	},
	{
		"put-dup-username-accepted", "PUT gives a person somebody else's userName",
		breaks{"RFC7644-3.5.1-i04"},
		high, "",
		userPuts.answered(http.StatusConflict).say(func(r *request, a *response) {
			*a = *pretend(set("userName", r.object()["userName"]))(r)
		}),
	},
	{
		"put-dup-username-500", "PUT of somebody else's userName is answered 500",
		breaks{"RFC7644-3.5.1-i04"},
		medium, "",
		userPuts.answered(http.StatusConflict).say(refusal(http.StatusInternalServerError, "", "UNIQUE constraint failed")),
	},
	{
		"put-moves-created", "PUT makes a person as if newly created",
		breaks{"RFC7644-3.5.1-i03"},
		low, "",
		remembering(func(m *memory) violation {
			return together{
				userPuts.say(func(r *request, _ *response) { m.mark("replaced", r.id()) }),
				on(http.MethodGet, user).when(func(r *request) bool { return m.marked("replaced", r.id()) }).
					say(resource(text("meta/created", later))),
			}
		}),
	},
	{
		"put-two-primaries", "PUT of two primary e-mail addresses leaves both primary",
		breaks{"RFC7643-2.4-03"},
		medium, "",
		together{primaries(http.MethodPut), userPuts.ask(body(drop("emails/primary")))},
	},
}

// merged mixes what was there into what PUT sends; without a mixture it keeps every
// attribute that was not sent.
func merged(mixture func(before, sent object)) violation {
	if mixture == nil {
		mixture = func(before, sent object) {
			for name, value := range before {
				if _, given := sent[name]; !given {
					sent[name] = value
				}
			}
		}
	}
	return on(http.MethodPut, user).ask(func(r *request) {
		before := r.also(http.MethodGet, r.path, nil)
		if sent := r.object(); sent != nil && before.ok() {
			mixture(before.object(), sent)
			r.put(sent)
		}
	})
}

// addEmails puts the old addresses beside the new ones.
func addEmails(before, sent object) {
	emails, _ := sent["emails"].([]any)
	old, _ := before["emails"].([]any)
	for _, one := range objects(old) {
		if !slices.ContainsFunc(objects(emails), func(e object) bool { return e["value"] == one["value"] }) {
			delete(one, "primary")
			emails = append(emails, one)
		}
	}
	sent["emails"] = emails
}

func sendsNull(r *request) bool {
	for _, value := range r.object() {
		if value == nil {
			return true
		}
	}
	return false
}

// tookMeta shows what the last PUT sent in the place of what the service provider set.
func tookMeta(path string) violation {
	return remembering(func(m *memory) violation {
		return shows(userPaths, func(one object) {
			known := m.account(textAt(one, "id"))
			if sent := textAt(known.sent, path); sent != "" && textAt(known.made, path) == "" {
				set(path, sent)(one)
			}
		})
	})
}

// renamedGetsID shows who was renamed by that method under another id ever after.
func renamedGetsID(method string) violation {
	return remembering(func(m *memory) violation {
		return together{
			on(method, user).say(func(r *request, a *response) {
				known := m.account(r.id())
				if a.ok() && known.userName != textAt(known.made, "userName") {
					m.mark("renamed", r.id())
				}
			}),
			shows(userPaths, func(one object) {
				if id := textAt(one, "id"); m.marked("renamed", id) {
					one["id"] = id + "-renamed"
				}
			}),
		}
	})
}

// primaries leaves every e-mail address primary that a method made so.
func primaries(method string) violation {
	return remembering(func(m *memory) violation {
		return together{
			on(method, user).say(func(r *request, _ *response) { m.mark("primaries", r.id()) }),
			shows(userPaths, func(one object) {
				if emails, _ := one["emails"].([]any); m.marked("primaries", textAt(one, "id")) {
					each(emails, set("primary", true))
				}
			}),
		}
	})
}
