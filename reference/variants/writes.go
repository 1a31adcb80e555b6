package variants

import (
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference"
)

// adjusting are options of the reference itself.
var adjusting = []row{
	{
		id: "strict", title: "Nothing is taken that only tolerant service providers take",
		permittedBy: "RFC 7644 §3.12 Table 9 (invalidSyntax, invalidValue, invalidPath): whatever violates a schema may be refused",
		touches:     touches{"unknown attributes"},
		adjust:      func(o *reference.Options) { o.Strict = true },
	},
	{
		id: "dates-whole-seconds", title: "The clock knows seconds, and no fraction is shown",
		permittedBy: "RFC 7643 §2.3.5: xsd:dateTime, whose fraction is optional and of any precision",
		touches:     touches{"dates"},
		adjust: func(o *reference.Options) {
			o.Now = func() time.Time { return time.Now().Truncate(time.Second) }
		},
		make: always(variation{say: dates(func(t time.Time) string { return t.UTC().Format(time.RFC3339) })}),
	},
}

// replacing are about creating and replacing as a whole.
var replacing = []row{
	{
		id: "put-keeps", title: "PUT keeps what it does not mention",
		permittedBy: "RFC 7644 §3.5.1: omitted attributes \"MAY be assumed to be not asserted by the client\"",
		caution:     "keeping is not among what §3.5.1 goes on to name, clearing and assigning a default",
		touches:     touches{"PUT"},
		make:        always(variation{ask: keepOmitted}),
	},
	{
		id: "put-activates", title: "PUT without active makes a person active",
		permittedBy: "RFC 7644 §3.5.1: \"MAY assign a default value to the final resource representation\"",
		touches:     touches{"PUT", "active"},
		make: always(variation{ask: func(r *request) {
			byDefault(r, http.MethodPut, "active", func(object) any { return true })
		}}),
	},
	{
		id: "created-active", title: "Who is created without active is active, and shown as such",
		permittedBy: "RFC 7643 §4.1.1: the \"definitive meaning\" of active is the service provider's; RFC 7644 §3.3: it may assign defaults",
		touches:     touches{"POST", "active"},
		make: always(variation{ask: func(r *request) {
			byDefault(r, http.MethodPost, "active", func(object) any { return true })
		}}),
	},
	{
		id: "display-name-by-default", title: "Who has no displayName is called by their userName",
		permittedBy: "RFC 7644 §3.3 and §3.5.1: the service provider \"MAY assign a default value\"",
		touches:     touches{"PUT", "POST", "displayName"},
		make: always(variation{ask: func(r *request) {
			byDefault(r, "POST PUT", "displayName", func(user object) any { return user["userName"] })
		}}),
	},
	{
		id: "put-refuses-another-id", title: "PUT with another id than that of the URL is refused with mutability",
		permittedBy: "RFC 7644 §3.12, the example of a PUT that changes id; against §3.5.1 \"readOnly: SHALL be ignored\"",
		touches:     touches{"PUT id"},
		make: always(variation{instead: refuse(func(r *request) bool {
			id := textAt(r.object(), "id")
			return r.Method == http.MethodPut && r.toOne() && id != "" && id != r.segments()[1]
		}, http.StatusBadRequest, "mutability", "id cannot be changed")}),
	},
	{
		id: "duplicates-400", title: "PUT and PATCH that would make a duplicate are refused with 400 uniqueness",
		permittedBy: "RFC 7644 §3.12 Table 9 (uniqueness, under 400); RFC 7643 §7: \"MAY reject\" with 400",
		touches:     touches{"uniqueness"},
		make: always(variation{say: func(r *request, a *response) {
			if a.status == http.StatusConflict && textAt(a.object(), "scimType") == "uniqueness" && r.Method != http.MethodPost {
				*a = *failed(http.StatusBadRequest, "uniqueness", "somebody else has it")
			}
		}}),
	},
}

// keepOmitted lays what is sent over what there is.
func keepOmitted(r *request) {
	sent := r.object()
	if r.Method != http.MethodPut || !r.below(users) || sent == nil {
		return
	}
	current := r.also(http.MethodGet, r.path, nil)
	if !current.ok() {
		return
	}
	kept := current.object()
	maps.DeleteFunc(kept, func(name string, _ any) bool {
		return slices.Contains([]string{"id", "meta", "groups"}, name) || has(sent, name)
	})
	for urn := range kept {
		if list, ok := sent["schemas"].([]any); ok && strings.HasPrefix(urn, "urn:") && !slices.Contains(list, any(urn)) {
			sent["schemas"] = append(list, urn)
		}
	}
	delete(kept, "schemas")
	maps.Copy(sent, kept)
	r.put(sent)
}

// has tells whether an object has a member, whatever the case of its name.
func has(document object, name string) bool {
	for written := range document {
		if strings.EqualFold(written, name) {
			return true
		}
	}
	return false
}

// byDefault gives an attribute that a person is sent without.
func byDefault(r *request, methods, name string, value func(object) any) {
	sent := r.object()
	written := strings.Contains(methods, r.Method) && r.below(users) && !strings.HasSuffix(r.path, "/.search")
	if !written || sent == nil || has(sent, name) {
		return
	}
	if assigned := value(sent); assigned != nil {
		sent[name] = assigned
		r.put(sent)
	}
}

// patching are about PATCH.
var patching = []row{
	{
		id: "patch-204", title: "PATCH is answered with 204, unless attributes are asked for",
		permittedBy: "RFC 7644 §3.5.2: \"MAY return HTTP status code 204 (No Content)\"",
		touches:     touches{"PATCH answer"},
		make: always(variation{say: func(r *request, a *response) {
			if r.Method == http.MethodPatch && r.toOne() && a.status == http.StatusOK && !r.query().Has("attributes") {
				a.status, a.body = http.StatusNoContent, nil
				a.header.Del("Content-Type")
			}
		}}),
	},
	{
		id: "patch-removing-nothing-400", title: "PATCH that removes what is not there is refused with noTarget",
		permittedBy: "RFC 7644 §3.12 Table 9 (noTarget); §3.5.2.2 says nothing of it but for members",
		touches:     touches{"PATCH remove"},
		make: always(variation{instead: func(r *request) *response {
			return refuseRemovingNothing(r, users)
		}}),
	},
	{
		id: "patch-removes-no-values", title: "PATCH that removes members named by a value, not by a path, is refused",
		permittedBy: "RFC 7644 §3.5.2.2: the target of remove is its path, and value is not defined",
		touches:     touches{"PATCH members"},
		make: always(variation{instead: refusePatch("invalidValue", func(operation object) bool {
			return strings.EqualFold(textAt(operation, "op"), "remove") && has(operation, "value")
		})}),
	},
}

// plural are the attributes of people and groups that are multi-valued and complex.
var plural = []string{"emails", "phoneNumbers", "ims", "photos", "addresses", "entitlements", "roles", "x509Certificates", "members"}

// refusePatch refuses a PATCH that has such an operation.
func refusePatch(scimType string, bad func(object) bool) func(*request) *response {
	return refuse(func(r *request) bool {
		return r.Method == http.MethodPatch && r.toOne() && slices.ContainsFunc(objectsAt(r.object(), "Operations"), bad)
	}, http.StatusBadRequest, scimType, "this operation is not accepted")
}

// refuseRemovingNothing answers afterwards, when it has shown that nothing was there.
func refuseRemovingNothing(r *request, endpoint string) *response {
	if r.Method != http.MethodPatch || !r.below(endpoint) {
		return nil
	}
	for _, operation := range objectsAt(r.object(), "Operations") {
		if !strings.EqualFold(textAt(operation, "op"), "remove") {
			return nil
		}
	}
	before := r.also(http.MethodGet, r.path, nil).object()
	a := r.forward()
	after := r.also(http.MethodGet, r.path, nil).object()
	delete(before, "meta")
	delete(after, "meta")
	if a.ok() && reflect.DeepEqual(before, after) {
		return failed(http.StatusBadRequest, "noTarget", "there is nothing to remove")
	}
	return a
}

// restricting are rules of the tenant's own.
var restricting = []row{
	{
		id: "group-names-unique", title: "Two groups cannot have the same displayName",
		permittedBy: "RFC 7644 §3.3: a conflict is the service provider's to determine; RFC 7643 §8.7.1 asks for no uniqueness",
		touches:     touches{"group names"},
		make:        always(variation{instead: refuseSecondGroup}),
	},
	{
		id: "groups-not-nested", title: "A group cannot be a member of a group",
		permittedBy: "RFC 7643 §4.2: nested groups are an \"intention\"; members MAY be restricted to type User",
		touches:     touches{"nested groups"},
		make:        always(variation{instead: refuseNested}),
	},
}

func refuseSecondGroup(r *request) *response {
	name := textAt(r.object(), "displayName")
	if r.Method != http.MethodPost || r.path != groups || name == "" {
		return nil
	}
	filter := url.Values{"filter": {"displayName eq " + string(encode(name))}}
	found := r.also(http.MethodGet, groups+"?"+filter.Encode(), nil)
	if found.ok() && integer(found.object()["totalResults"]) > 0 {
		return failed(http.StatusConflict, "uniqueness", "another group has this displayName")
	}
	return nil
}

func refuseNested(r *request) *response {
	if !r.below(groups) || !slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch}, r.Method) {
		return nil
	}
	nested := false
	walk(any(r.object()), "", func(name, text string) string {
		nested = nested || name == "value" && r.also(http.MethodGet, groups+"/"+url.PathEscape(text), nil).ok()
		return text
	})
	if nested {
		return failed(http.StatusBadRequest, "invalidValue", "a member must be a User")
	}
	return nil
}
