package faults

import (
	"net/http"
	"strings"
)

// creating are faults in what a creation does and answers.
var creating = []row{
	{
		"create-status-200", "A creation is answered 200",
		breaks{"RFC7644-3.3-07"},
		low, "https://github.com/FusionAuth/fusionauth-issues/issues/1775",
		on(http.MethodPost, resources).answered(http.StatusCreated).say(status(http.StatusOK)),
	},
	{
		"create-answer-without-username", "The answer to a creation shows the new id and little else",
		breaks{"RFC7644-3.3-08", "RFC7644-3.1-05"},
		low, "", on(http.MethodPost, users).say(resource(drop("userName", "emails", "name"))),
	},
	{
		"create-answer-differs", "The answer to a creation shows what was sent, not what was stored",
		breaks{"RFC7644-3.1-05"},
		medium, "", on(http.MethodPost, users).ask(body(drop("nickName"))).
			say(resource(set("nickName", "Enchantress"))),
	},
	{
		"create-without-location", "The answer to a creation has no Location",
		breaks{"RFC7644-3.3-09"},
		low, "", on(http.MethodPost, resources).say(header("Location", "")),
	},
	{
		"create-location-leads-nowhere", "The Location of a new person leads nowhere",
		breaks{"RFC7644-3.3-09"},
		medium, "https://github.com/wso2/charon/issues/127",
		on(http.MethodPost, users).answered(http.StatusCreated).say(func(r *request, a *response) {
			location := a.header.Get("Location") + "0"
			a.header.Set("Location", location)
			resource(set("meta/location", location))(r, a)
		}),
	},
	{
		"create-without-etag", "The answer to a creation has no ETag",
		breaks{"RFC7644-3.3-i02"},
		low, "", on(http.MethodPost, resources).say(header("ETag", "")),
	},
	{
		"create-takes-resource-type", "The client chooses the resource type of a person",
		breaks{"RFC7644-3.3.1-01"},
		low, "", remembering(func(m *memory) violation {
			return shows(user, func(one object) {
				if sent := textAt(m.account(textAt(one, "id")).sent, "meta/resourceType"); sent != "" {
					set("meta/resourceType", sent)(one)
				}
			})
		}),
	},
	{
		"create-group-type-wrong", "Groups have the resource type User",
		breaks{"RFC7644-3.3.1-01"},
		low, "", shows(groupPaths, set("meta/resourceType", "User")),
	},
	{
		"create-joins-groups-sent", "A new person joins the groups that the client sends",
		breaks{"RFC7644-3.3-02"},
		high, "", on(http.MethodPost, users).say(joinGroupsSent),
	},
	{
		"create-takes-client-id", "A person is created under the id that the client chose",
		breaks{"RFC7643-7-18"},
		high, "", aliased(func(_ *memory, r *request, _ *response) string {
			return textAt(r.object(), "id")
		}),
	},
	{
		"create-client-id-overwrites-record", "A creation under the id of somebody else overwrites that person",
		breaks{"RFC7643-3.1-07"},
		critical, "https://github.com/msaad00/agent-bom/issues/3534",
		on(http.MethodPost, users).when(sends("id")).do(func(r *request) *response {
			overwritten := r.also(http.MethodPut, users+"/"+textAt(r.object(), "id"), r.object())
			if !overwritten.ok() {
				return r.forward()
			}
			overwritten.status = http.StatusCreated
			return overwritten
		}),
	},
	{
		"create-dup-username-400", "A userName that is taken is answered 400 invalidValue",
		breaks{"RFC7644-3.3-10", "RFC7644-3.12-01", "LIFECYCLE-CREATE-04"},
		medium, "https://github.com/imulab/go-scim/issues/65",
		on(http.MethodPost, users).answered(http.StatusConflict).say(refusal(http.StatusBadRequest, "invalidValue", "userName")),
	},
	{
		"create-dup-username-without-scimtype", "The conflict at a creation does not say uniqueness",
		breaks{"RFC7644-3.3-10"},
		low, "", on(http.MethodPost, users).answered(http.StatusConflict).say(document(drop("scimType"))),
	},
	{
		"create-conflict-upserts", "A creation under a userName that is taken is refused, and yet updates the account",
		breaks{"LIFECYCLE-CREATE-05", "RFC7644-3.3-10"},
		critical, "https://github.com/langfuse/langfuse/pull/13528",
		remembering(func(m *memory) violation {
			return on(http.MethodPost, users).answered(http.StatusConflict).say(func(r *request, _ *response) {
				if taken := m.named(textAt(r.object(), "userName")); taken.id != "" {
					r.also(http.MethodPut, users+"/"+taken.id, r.object())
				}
			})
		}),
	},
	{
		"create-dup-username-accepted", "Two people may have the same userName",
		breaks{"RFC7644-3.3-10", "LIFECYCLE-CREATE-04"},
		high, "", on(http.MethodPost, users).do(func(r *request) *response {
			first := r.forward()
			if first.status != http.StatusConflict {
				return first
			}
			name := textAt(r.object(), "userName")
			body(set("userName", name+".2"))(r)
			second := r.forward()
			resource(set("userName", name))(r, second)
			return second
		}),
	},
	{
		"create-case-variant-accepted", "A userName that differs in case alone makes a second account",
		breaks{"RFC7643-4.1.1-03"},
		high, "https://github.com/langfuse/langfuse/pull/13528",
		on(http.MethodPost, users).ask(body(text("userName", func(name string) string {
			if name == strings.ToUpper(name) {
				return name + ".CAPITALS"
			}
			return name
		}))),
	},
	{
		"create-external-id-unique", "An externalId that is taken is a conflict",
		breaks{"RFC7643-3.1-i02"},
		low, "", remembering(func(m *memory) violation {
			return on(http.MethodPost, users).when(func(r *request) bool {
				sent := textAt(r.object(), "externalId")
				return sent != "" && m.find(func(a account) bool { return textAt(a.sent, "externalId") == sent }).id != ""
			}).do(refuse(http.StatusConflict, "uniqueness", "externalId"))
		}),
	},
	{
		"create-requires-optional-attributes", "A person without a family name is refused",
		breaks{"RFC7643-1.1-i01"},
		medium, "https://github.com/pond/scimitar/issues/113",
		on(http.MethodPost, users).when(func(r *request) bool { return textAt(r.object(), "name/familyName") == "" }).
			do(refuse(http.StatusBadRequest, "invalidValue", "name.familyName")),
	},
	{
		"create-names-case-sensitive", "Attribute names are read in their own case only",
		breaks{"RFC7643-2.1-i01"},
		low, "", on(http.MethodPost, users).when(not(sends("userName"))).
			do(refuse(http.StatusBadRequest, "invalidValue", "userName")),
	},
	{
		"create-invents-external-id", "The service provider invents an externalId",
		breaks{"RFC7643-3.1-11"},
		low, "", on(http.MethodPost, users).when(not(sends("externalId"))).
			ask(body(set("externalId", "invented"))),
	},
	{
		"create-takes-meta", "The creation time is the one that the client sends",
		breaks{"RFC7643-3.1-14"},
		low, "", remembering(func(m *memory) violation {
			return shows(userPaths, func(one object) {
				if sent := textAt(m.account(textAt(one, "id")).made, "meta/created"); sent != "" {
					set("meta/created", sent)(one)
				}
			})
		}),
	},
	{
		"create-schemas-order-matters", "The core schema must be named first",
		breaks{"RFC7643-3-06"},
		low, "", on(http.MethodPost, users).when(func(r *request) bool {
			named, _ := r.object()["schemas"].([]any)
			return len(named) > 0 && named[0] != coreUser
		}).do(refuse(http.StatusBadRequest, "invalidSyntax", "schemas")),
	},
}

// accepting are faults in what a creation lets pass.
var accepting = []row{
	{
		"create-empty-username-accepted", "A person with an empty userName is accepted",
		breaks{"RFC7643-4.1.1-01"},
		medium, "", on(http.MethodPost, users).ask(body(text("userName", func(name string) string {
			if name == "" {
				return "nameless-" + newToken()
			}
			return name
		}))),
	},
	{
		"create-without-username-accepted", "A person without a userName is accepted",
		breaks{"RFC7644-3.12-i18"},
		medium, "", on(http.MethodPost, users).when(not(sends("userName"))).
			ask(func(r *request) { body(set("userName", "nameless-"+newToken()))(r) }),
	},
	mistyped("active"),
	mistyped("name"),
	{
		"create-broken-json-500", "Broken JSON is answered 500",
		breaks{"RFC7644-3.12-i03"},
		low, "", on("POST PUT", resources).when(broken).
			do(refuse(http.StatusInternalServerError, "", "unexpected end of input")),
	},
	{
		"create-broken-json-repaired", "Broken JSON is read as far as it goes",
		breaks{"RFC7644-3.12-i03"},
		medium, "", on("POST PUT", resources).when(broken).ask(repaired),
	},
	{
		"create-empty-body-500", "A creation without a body is answered 500",
		breaks{"RFC7644-3.12-i03"},
		low, "https://github.com/limosa-io/laravel-scim-server/issues/74",
		on(http.MethodPost, users).when(func(r *request) bool { return len(r.body) == 0 }).
			do(refuse(http.StatusInternalServerError, "", "Missing a valid schemas-attribute")),
	},
	{
		"create-without-schemas-accepted", "A person that names no schema is accepted",
		breaks{"RFC7643-2.1-01"},
		low, "", on(http.MethodPost, users).when(not(sends("schemas"))).
			ask(body(set("schemas", []any{coreUser}))),
	},
	{
		"create-group-without-name-accepted", "A group without a displayName is accepted",
		breaks{"RFC7643-4.2-01"},
		low, "", on(http.MethodPost, groups).when(not(sends("displayName"))).
			ask(body(set("displayName", "nameless"))),
	},
}

// mistyped drops an attribute of the wrong type in silence.
func mistyped(name string) row {
	return row{
		"create-" + name + "-as-text-dropped", "A creation with a text as " + name + " is accepted, and the text dropped",
		breaks{"RFC7644-3.12-i18"},
		medium, "",
		on(http.MethodPost, users).ask(body(change(name, func(value any) any {
			if _, isText := value.(string); isText {
				return nil
			}
			return value
		}))),
	}
}

// sends tells whether the body has the attribute, in its own case.
func sends(name string) func(*request) bool {
	return func(r *request) bool {
		_, there := r.object()[name]
		return there
	}
}

// broken tells whether there is a body that is no JSON object.
func broken(r *request) bool { return len(r.body) > 0 && r.object() == nil }

// repaired makes an object of what was cut off.
func repaired(r *request) {
	text := strings.TrimRight(strings.TrimSpace(string(r.body)), ",")
	if i := strings.LastIndexByte(text, ','); strings.HasSuffix(text, ":") && i > 0 {
		text = text[:i]
	}
	r.body = []byte(text + "}")
}

func joinGroupsSent(r *request, a *response) {
	if !a.ok() {
		return
	}
	member := reference(textAt(a.object(), "id"))
	for _, id := range idsIn(r.object()["groups"]) {
		r.also(http.MethodPatch, groups+"/"+id, patchOf(object{"op": "add", "path": "members", "value": []any{member}}))
	}
}
