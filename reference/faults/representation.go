package faults

import (
	"net/http"
	"strings"
	"time"
)

// showing are faults in how resources are shown, whatever is stored.
var showing = []row{
	{
		"read-emails-as-strings", "E-mail addresses without a type are shown as texts, and none as the primary one",
		breaks{"RFC7643-2.3-i01"},
		medium, "https://github.com/wso2/product-is/issues/7304",
		shows(userPaths, elements("emails", func(list []any) []any {
			var mixed []any
			for _, one := range objects(list) {
				delete(one, "primary")
				if one["type"] == nil || len(mixed) > 0 {
					mixed = append(mixed, one["value"])
					continue
				}
				mixed = append(mixed, one)
			}
			return mixed
		})),
	},
	{
		"read-created-epoch", "meta.created is a number of seconds",
		breaks{"RFC7643-3.1-15", "RFC7643-2.3-i01"},
		low, "", shows(resources, set("meta/created", 1201064182)),
	},
	{
		"read-modified-local-form", "meta.lastModified is written as people write a date",
		breaks{"RFC7643-2.3.5-01"},
		low, "", shows(resources, set("meta/lastModified", "Wed, 23 Jan 2008 04:56:22 GMT")),
	},
	{
		"read-modified-later-than-created", "Who was never modified was modified after the creation",
		breaks{"RFC7643-3.1-16"},
		low, "", shows(userPaths, text("meta/lastModified", later)),
	},
	{
		"read-without-core-schema", "A person does not name the schema of users",
		breaks{"RFC7643-3.3-03", "RFC7643-2.3-i01"},
		low, "", shows(userPaths, without("schemas", coreUser)),
	},
	{
		"read-group-without-core-schema", "A group does not name the schema of groups",
		breaks{"RFC7643-4.2-i03"},
		low, "", shows(groupPaths, set("schemas", []any{coreUser})),
	},
	{
		"read-without-extension-schema", "A person with enterprise attributes does not name their schema",
		breaks{"RFC7643-3-03", "RFC7644-3.5.2-i04"},
		low, "", shows(userPaths, without("schemas", enterprise)),
	},
	{
		"read-extension-flattened", "Enterprise attributes are shown at the top as well",
		breaks{"RFC7643-3.3-07"},
		low, "", shows(userPaths, func(one object) {
			if department := at(one, enterprise+"/department"); department != nil {
				one["department"] = department
			}
		}),
	},
	{
		"read-active-as-text", "active is shown as a text",
		breaks{"RFC7643-2.3.2-i01"},
		medium, "", shows(userPaths, change("active", func(active any) any {
			return map[any]string{true: "True", false: "False"}[active]
		})),
	},
	{
		"read-inactive-as-null", "Who is inactive is shown without active",
		breaks{"RFC7643-2.3.2-i01", "LIFECYCLE-DEPROVISION-01"},
		medium, "", shows(userPaths, func(one object) {
			if one["active"] == false {
				delete(one, "active")
			}
		}),
	},
	{
		"read-single-value-as-object", "A single e-mail address is shown without its list",
		breaks{"RFC7644-3.8-i02"},
		medium, "", shows(userPaths, change("emails", func(value any) any {
			if list, ok := value.([]any); ok && len(list) == 1 {
				return list[0]
			}
			return value
		})),
	},
	{
		"read-external-id-lower-case", "An externalId is shown in lower case",
		breaks{"RFC7643-7-15"},
		medium, "", shows(userPaths, text("externalId", strings.ToLower)),
	},
	{
		"read-without-own-groups", "A person's own groups are not shown",
		breaks{"RFC7643-7-i03", "LIFECYCLE-UPDATE-11"},
		low, "", shows(userPaths, drop("groups")),
	},
}

func lackingMeta() []row {
	var rows []row
	for _, a := range []attribute{
		{"id", "RFC7643-3.1-02", ""},
		{"meta/resourceType", "RFC7643-3.1-02", ""},
		{"meta/created", "RFC7643-3.1-02", ""},
		{"meta/lastModified", "RFC7643-3.1-02", ""},
		{"meta/location", "RFC7643-3.1-02", ""},
	} {
		rows = append(rows, row{
			"read-without-" + a.slug(), "A person is shown without " + a.name(),
			breaks{a.requirement},
			low, a.evidence,
			on(http.MethodGet, user).say(resource(drop(a.path))),
		})
	}
	return rows
}

func later(at string) string {
	moment, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return moment.Add(time.Minute).Format(time.RFC3339)
}

// without takes a text out of a list of texts.
func without(path, unwanted string) edit {
	return elements(path, func(list []any) []any {
		kept := []any{}
		for _, value := range list {
			if value != unwanted {
				kept = append(kept, value)
			}
		}
		return kept
	})
}

// leaking shows the password of every person in an answer.
func leaking(u rule) violation {
	return remembering(func(m *memory) violation {
		return u.say(resource(func(one object) {
			if password := m.account(textAt(one, "id")).password; password != "" {
				one["password"] = password
			}
		}))
	})
}

var showingPasswords = []row{
	{
		"password-in-create-answer", "The answer to a creation shows the password",
		breaks{"RFC7643-4.1.1-14", "LIFECYCLE-CREATE-09"},
		critical, "", leaking(on(http.MethodPost, users)),
	},
	{
		"password-in-read", "A read shows the password",
		breaks{"RFC7643-4.1.1-14", "LIFECYCLE-CREATE-09"},
		critical, "", leaking(on(http.MethodGet, user)),
	},
	{
		"password-in-list", "A list shows the passwords",
		breaks{"RFC7643-7-23", "LIFECYCLE-CREATE-09"},
		critical, "", leaking(on(http.MethodGet, users)),
	},
	{
		"password-in-replace-answer", "The answer to a replacement shows the password",
		breaks{"RFC7643-4.1.1-14"},
		critical, "", leaking(on(http.MethodPut, user)),
	},
	{
		"password-in-patch-answer", "The answer to a PATCH shows the password",
		breaks{"RFC7643-4.1.1-i06"},
		critical, "", leaking(on(http.MethodPatch, user)),
	},
	{
		"password-if-asked-for", "The password is shown to whoever asks for it by name",
		breaks{"RFC7644-3.9-i04", "LIFECYCLE-CREATE-09"},
		critical, "", leaking(on(http.MethodGet, userPaths).when(func(r *request) bool {
			return strings.Contains(r.query().Get("attributes"), "password")
		})),
	},
	{
		"password-in-error", "The refusal of a creation repeats the password",
		breaks{"RFC7643-4.1.1-14"},
		critical, "",
		on(http.MethodPost, users).answered(http.StatusConflict).say(func(r *request, a *response) {
			document(set("detail", "cannot create "+string(r.body)))(r, a)
		}),
	},
	{
		"password-change-refused", "A password cannot be changed although changePassword is announced",
		breaks{"RFC7643-4.1.1-i06"},
		medium, "",
		on(http.MethodPatch, user).when(patches(func(o op) bool { return o.path() == "password" })).
			do(refuse(http.StatusBadRequest, "mutability", "password")),
	},
}

// losingAttributes are creations that do not store all that was sent.
func losingAttributes() []row {
	var rows []row
	for _, a := range []attribute{
		{"name", "RFC7644-3.3-01", ""},
		{"displayName", "RFC7644-3.3-01", ""},
		{"nickName", "RFC7644-3.3-01", ""},
		{"preferredLanguage", "RFC7644-3.3-01", ""},
		{"timezone", "RFC7644-3.3-01", ""},
		{"profileUrl", "RFC7644-3.3-01", ""},
		{enterprise + "/employeeNumber", "RFC7643-4.3-i01", ""},
		{enterprise + "/manager", "RFC7643-4.3-i02", ""},
	} {
		name := strings.TrimPrefix(a.path, enterprise+"/")
		rows = append(rows, row{
			"create-loses-" + strings.ToLower(name), "The " + name + " of a new person is lost",
			breaks{a.requirement},
			medium, a.evidence, on(http.MethodPost, users).ask(body(drop(a.path))),
		})
	}
	return rows
}

// storing are faults in what is stored of what was sent.
var storing = []row{
	{
		"emails-listed-twice", "An e-mail address that was sent twice is shown twice",
		breaks{"RFC7643-2.4-08"},
		low, "", remembering(func(m *memory) violation {
			return shows(userPaths, func(one object) {
				sent, _ := m.account(textAt(one, "id")).sent["emails"].([]any)
				if shown, _ := one["emails"].([]any); len(sent) == len(shown)+1 && len(shown) > 0 {
					one["emails"] = append(shown, shown[0])
				}
			})
		}),
	},
	{
		"text-taken-for-latin-1", "UTF-8 is read as Latin-1",
		breaks{"RFC7644-3.8-02", "LIFECYCLE-CREATE-10"},
		medium, "",
		on("POST PUT PATCH", resources).ask(body(anyText(latin1))),
	},
	{
		"text-escapes-kept", `Escaped letters are stored as their escapes`,
		breaks{"RFC7644-3.8-02"},
		medium, "", on("POST PUT PATCH", resources).ask(func(r *request) {
			r.body = []byte(strings.ReplaceAll(string(r.body), `\u`, `\\u`))
		}),
	},
	{
		"name-quotation-marks-dropped", "Quotation marks and backslashes in a name are dropped",
		breaks{"LIFECYCLE-CREATE-10"},
		medium, "", on("POST PUT PATCH", resources).ask(body(anyText(strings.NewReplacer(`"`, "", `\`, "").Replace))),
	},
	{
		"name-split-at-hyphen", "Of a double name the first half is kept",
		breaks{"LIFECYCLE-CREATE-10"},
		medium, "", on("POST PUT", userPaths).ask(body(text("name/familyName", func(name string) string {
			half, _, _ := strings.Cut(name, "-")
			return half
		}))),
	},
	{
		"name-apostrophe-as-entity", "An apostrophe in a name is stored as an HTML entity",
		breaks{"LIFECYCLE-CREATE-10"},
		medium, "", on("POST PUT PATCH", resources).ask(body(anyText(func(text string) string {
			return strings.ReplaceAll(text, "'", "&#39;")
		}))),
	},
}

// latin1 takes each byte of a text for a letter.
func latin1(text string) string {
	letters := make([]rune, 0, len(text))
	for _, b := range []byte(text) {
		letters = append(letters, rune(b))
	}
	return string(letters)
}

// anyText changes every text in a document.
func anyText(f func(string) string) edit {
	return func(document object) {
		for name, value := range document {
			document[name] = everyText(value, f)
		}
	}
}

func everyText(value any, f func(string) string) any {
	switch value := value.(type) {
	case string:
		return f(value)
	case object:
		anyText(f)(value)
	case []any:
		for i, one := range value {
			value[i] = everyText(one, f)
		}
	}
	return value
}
