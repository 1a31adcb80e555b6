package faults

import (
	"net/http"
	"strings"
)

// conflicting are faults in what becomes of a person who is there already.
var conflicting = []row{
	{
		"create-case-variant-links-other-user", "A creation under a userName in another case is answered 201 with whoever has it",
		breaks{"RFC7643-4.1.1-03"},
		high, "https://github.com/langfuse/langfuse/pull/13528",
		existing(func(taken account, sent object) bool { return textAt(sent, "userName") != taken.userName }, linked()),
	},
	{
		"create-multi-conflict-400", "Where the userName and the e-mail address are both taken, the conflict is answered 400",
		breaks{"RFC7644-3.3-10"},
		medium, "https://github.com/FusionAuth/fusionauth-issues/issues/3149",
		existing(func(taken account, sent object) bool { return sameEmail(taken.sent, sent) },
			func(*request, account) *response {
				return failed(http.StatusBadRequest, "invalidValue", "userName and email are not valid")
			}),
	},
	{
		"create-existing-suspended-not-reactivated", "A creation of somebody disabled is answered 201, and they stay disabled",
		breaks{"LIFECYCLE-RETURN-07"},
		medium, "https://github.com/coder/coder/pull/8916",
		existing(func(taken account, _ object) bool { return taken.inactive }, linked(set("active", true))),
	},
	{
		"patch-rename-duplicate-accepted", "A PATCH gives a person somebody else's userName",
		breaks{"RFC7643-4.1.1-02"},
		high, "https://github.com/simpleidserver/SimpleIdServer/issues/928", remembering(namesakes),
	},
}

// existing answers a conflict at a creation in another way, if the condition holds of
// who is there and what was sent.
func existing(concerned func(taken account, sent object) bool, instead func(*request, account) *response) violation {
	return remembering(func(m *memory) violation {
		return on(http.MethodPost, users).answered(http.StatusConflict).say(func(r *request, a *response) {
			sent := r.object()
			if taken := m.named(textAt(sent, "userName")); taken.id != "" && concerned(taken, sent) {
				*a = *instead(r, taken)
			}
		})
	})
}

// linked shows who is there as if newly created.
func linked(edits ...edit) func(*request, account) *response {
	return func(r *request, taken account) *response {
		a := r.also(http.MethodGet, users+"/"+taken.id, nil)
		resource(edits...)(r, a)
		a.status = http.StatusCreated
		return a
	}
}

func sameEmail(one, other object) bool {
	ones, others := idsIn(one["emails"]), idsIn(other["emails"])
	return len(ones) > 0 && len(others) > 0 && strings.EqualFold(ones[0], others[0])
}

// namesakes lets a PATCH give a person a userName that is taken, wherever they are shown.
func namesakes(m *memory) violation {
	return together{
		renames.answered(http.StatusConflict).say(func(r *request, a *response) {
			for _, o := range operationsOf(r) {
				if o.path() == "userName" {
					m.keep("name of "+r.id(), o.object["value"])
				}
			}
			*a = *pretend()(r)
		}),
		shows(userPaths, func(one object) {
			if name := m.recall("name of " + textAt(one, "id")); name != nil {
				one["userName"] = name
			}
		}),
	}
}
