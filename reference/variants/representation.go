package variants

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

const unassigned = "RFC 7643 §2.5: an attribute that is null, an empty array or absent is unassigned, all the same"

// showing are about what a resource shows.
var showing = []row{
	{
		id: "unassigned-null", title: "What somebody does not have is shown as null",
		permittedBy: unassigned, touches: touches{"unassigned"},
		make: always(variation{say: resource(func(r *request, one object) { unassign(r, one, singular, nil) })}),
	},
	{
		id: "unassigned-empty", title: "What somebody has none of is shown as an empty array",
		permittedBy: unassigned, touches: touches{"unassigned"},
		make: always(variation{say: resource(func(r *request, one object) { unassign(r, one, plural, []any{}) })}),
	},
	{
		id: "unassigned-extension-empty", title: "Who has nothing of the enterprise extension is shown with an empty one",
		permittedBy: unassigned + "; §3.3: the URN is listed where the extension is shown",
		touches:     touches{"unassigned", "enterprise", "attributes"},
		make:        always(variation{say: resource(emptyExtension)}),
	},
	{
		id: "name-formatted", title: "Who has a name has it formatted as well",
		permittedBy: "RFC 7643 §8.7.1: the formatted name, its components, \"or they MAY return both\"",
		touches:     touches{"name"},
		make: always(variation{say: resource(func(_ *request, one object) {
			name := objectAt(one, "name")
			if given, family := textAt(name, "givenName"), textAt(name, "familyName"); given != "" && family != "" && name["formatted"] == nil {
				name["formatted"] = given + " " + family
			}
		})}),
	},
	{
		id: "name-formatted-only", title: "Who has a formatted name is shown with it alone",
		permittedBy: "RFC 7643 §8.7.1: \"Providers MAY return just the full name as a single string in the formatted sub-attribute\"",
		caution:     "what was given is expected to be shown",
		touches:     touches{"name"},
		make: always(variation{say: resource(func(_ *request, one object) {
			name := objectAt(one, "name")
			maps.DeleteFunc(name, func(part string, _ any) bool { return name["formatted"] != nil && part != "formatted" })
		})}),
	},
	{
		id: "name-components-only", title: "Names are shown in their parts alone",
		permittedBy: "RFC 7643 §8.7.1: \"or they MAY return just the individual component attributes\"",
		caution:     "what was given is expected to be shown",
		touches:     touches{"name"},
		make: always(variation{say: resource(func(_ *request, one object) {
			if name := objectAt(one, "name"); name["familyName"] != nil || name["givenName"] != nil {
				delete(name, "formatted")
			}
		})}),
	},
	{
		id: "phones-canonical", title: "Telephone numbers are shown as RFC 3966 writes them",
		permittedBy: "RFC 7643 §4.1.2: service providers \"SHOULD canonicalize the value according to [RFC3966] format\"",
		touches:     touches{"phones", "attributes"},
		make:        always(variation{ask: canonicalPhones}),
	},
	{
		id: "dates-nanoseconds", title: "dateTimes have nine digits behind the second",
		permittedBy: "RFC 7643 §2.3.5: xsd:dateTime, whose fraction may have any number of digits",
		touches:     touches{"dates"},
		make:        always(variation{say: dates(func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z") })}),
	},
	{
		id: "dates-east", title: "dateTimes are told in a time zone of the east",
		permittedBy: "RFC 7643 §2.3.5: xsd:dateTime, with any offset from UTC",
		touches:     touches{"dates"},
		make: always(variation{say: dates(func(t time.Time) string {
			return t.In(time.FixedZone("", 5*3600+1800)).Format("2006-01-02T15:04:05.000-07:00")
		})}),
	},
	{
		id: "extension-more", title: "People have a further extension, which is announced",
		permittedBy: "RFC 7643 §3.3: a resource type may have any number of extensions; §6: schemaExtensions announces them",
		touches:     touches{"workplace", "extensions"},
		make:        always(withBadge()),
	},
}

// singular are attributes of people that have one value.
var singular = []string{"nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "timezone", "externalId"}

// unassign shows attributes that are not there as such, unless only some are asked for.
func unassign(r *request, one object, names []string, value any) {
	if r.projected() || !isUser(r, one) {
		return
	}
	for _, name := range names {
		if _, there := one[name]; !there && name != "members" {
			one[name] = value
		}
	}
	if name := objectAt(one, "name"); name != nil && value == nil {
		for _, part := range []string{"middleName", "honorificPrefix", "honorificSuffix"} {
			if _, there := name[part]; !there {
				name[part] = nil
			}
		}
	}
}

func emptyExtension(r *request, one object) {
	list, ok := one["schemas"].([]any)
	if !ok || r.projected() || !isUser(r, one) || one[enterprise] != nil {
		return
	}
	one[enterprise] = object{}
	if !slices.Contains(list, any(enterprise)) {
		one["schemas"] = append(list, enterprise)
	}
}

// canonicalPhones writes telephone numbers as they are to be kept, and to be found.
func canonicalPhones(r *request) {
	if values := r.query(); strings.Contains(values.Get("filter"), "phoneNumbers") {
		values.Set("filter", quoted.ReplaceAllStringFunc(values.Get("filter"), func(text string) string {
			return `"` + canonicalPhone(strings.Trim(text, `"`)) + `"`
		}))
		r.setQuery(values)
	}
	if !r.below(users) && !r.isBulk() {
		return
	}
	r.edit(func(document object) (changed bool) {
		canonical := func(name, text string) string {
			if name != "value" {
				return text
			}
			return canonicalPhone(text)
		}
		for _, one := range sentBy(r, document) {
			changed = rewrite(object{"value": one["phoneNumbers"]}, canonical) || changed
		}
		for _, operation := range objectsAt(document, "Operations") {
			if strings.HasPrefix(textAt(operation, "path"), "phoneNumbers") {
				changed = rewrite(operation, canonical) || changed
			}
		}
		return changed
	})
}

func canonicalPhone(number string) string {
	if !strings.HasPrefix(number, "+") {
		return number
	}
	return "tel:" + strings.ReplaceAll(number, " ", "-")
}

// dates writes created and lastModified otherwise.
func dates(write func(time.Time) string) func(*request, *response) {
	return resource(func(_ *request, one object) {
		meta := objectAt(one, "meta")
		for _, name := range []string{"created", "lastModified"} {
			if t, err := time.Parse(time.RFC3339, textAt(meta, name)); err == nil {
				meta[name] = write(t)
			}
		}
	})
}

const badgeURN = "urn:example:variant:schemas:extension:badge:2.0:User"

// withBadge is a tenant with an extension that it fills in by itself.
func withBadge() variation {
	definition := object{
		"schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:Schema"}, "id": badgeURN, "name": "Badge",
		"description": "What the reception knows.",
		"attributes": []any{object{
			"name": "number", "type": "string", "multiValued": false, "description": "The number of the badge.", "required": false,
			"caseExact": true, "mutability": "readOnly", "returned": "default", "uniqueness": "none",
		}},
	}
	return variation{
		ask: func(r *request) {
			ignore(r, func(name string) bool { return strings.EqualFold(name, badgeURN) }, badgeURN)
		},
		instead: func(r *request) *response {
			if r.path == schemas+"/"+badgeURN && r.Method == http.MethodGet && r.authorized() {
				return answer(http.StatusOK, definition)
			}
			return refuseBadge(r)
		},
		say: func(r *request, a *response) {
			switch {
			case r.path == schemas && a.ok():
				a.edit(func(list object) {
					found, _ := list["Resources"].([]any)
					list["Resources"] = append(found, definition)
					list["totalResults"], list["itemsPerPage"] = len(found)+1, len(found)+1
				})
			case r.below(types):
				a.resources(extendWithBadge)
			}
			resource(showBadge)(r, a)
		},
	}
}

func extendWithBadge(kind object) {
	if list, ok := kind["schemaExtensions"].([]any); ok && textAt(kind, "name") == "User" {
		kind["schemaExtensions"] = append(list, object{"schema": badgeURN, "required": false})
	}
}

func refuseBadge(r *request) *response {
	for _, operation := range objectsAt(r.object(), "Operations") {
		if r.Method == http.MethodPatch && strings.HasPrefix(strings.ToLower(textAt(operation, "path")), strings.ToLower(badgeURN)) {
			return failed(http.StatusBadRequest, "mutability", "the reception gives out badges")
		}
		if r.Method == http.MethodPatch && has(objectAt(operation, "value"), badgeURN) {
			return failed(http.StatusBadRequest, "mutability", "the reception gives out badges")
		}
	}
	return nil
}

func showBadge(r *request, one object) {
	asked := strings.ToLower(r.projection("attributes"))
	if !isUser(r, one) || r.projection("excludedAttributes") != "" || asked != "" && !strings.Contains(asked, strings.ToLower(badgeURN)) {
		return
	}
	one[badgeURN] = object{"number": "B-7"}
	if list, ok := one["schemas"].([]any); ok {
		one["schemas"] = append(list, badgeURN)
	}
}

// altered is why something may be warned of that a service provider writes otherwise.
const altered = "RFC 7644 §3.3: the service provider may alter what it is sent, and clients seldom expect it"

// referring are about what points at other resources.
var referring = []row{
	{
		id: "members-bare", title: "Members are shown by their ids, and nothing else",
		permittedBy: "RFC 7643 §4.2: value is what a member is; §2.4: other sub-attributes need not be there",
		touches:     touches{"members"},
		make:        always(variation{say: stripped(coreGroup, "members", "display", "type", "$ref")}),
	},
	{
		id: "members-unnamed", title: "Members are shown without their names",
		permittedBy: "RFC 7643 §4.2: display is optional, and missing in the schema of §8.7.1 (erratum 6011)",
		touches:     touches{"members"},
		make:        always(variation{say: stripped(coreGroup, "members", "display")}),
	},
	{
		id: "members-typed-lower-case", title: "The type of a member is written in lower case",
		permittedBy: "RFC 7643 §4.2 and §8.7.1: type of members is not case exact; §7: case is preserved of what is case exact",
		caution:     altered,
		touches:     touches{"members"},
		make: always(variation{say: resource(func(_ *request, one object) {
			for _, member := range objectsAt(one, "members") {
				if kind := textAt(member, "type"); kind != "" {
					member["type"] = strings.ToLower(kind)
				}
			}
		})}),
	},
	{
		id: "user-groups-unshown", title: "People are announced to have groups, and shown without",
		permittedBy: "RFC 7643 §4.1.2: groups is optional",
		caution:     "who is announced to have an attribute is expected to show it",
		touches:     touches{"groups"},
		make:        always(variation{say: resource(func(_ *request, one object) { delete(one, "groups") })}),
	},
	{
		id: "user-groups-hidden", title: "People are shown without their groups",
		permittedBy: "RFC 7643 §4.1.2: groups is optional, as every attribute is that is not required",
		touches:     touches{"groups"},
		make: always(variation{say: all(
			resource(func(_ *request, one object) { delete(one, "groups") }),
			func(r *request, a *response) { withoutSchemaAttributes(r, a, coreUser, "groups") },
		)}),
	},
	{
		id: "user-groups-bare", title: "People's groups are shown by their ids, and nothing else",
		permittedBy: "RFC 7643 §4.1.2: of the sub-attributes of groups none is required",
		touches:     touches{"groups"},
		make:        always(variation{say: stripped(coreUser, "groups", "display", "type", "$ref")}),
	},
	{
		id: "manager-unnamed", title: "A manager is shown without a name",
		permittedBy: "RFC 7643 §4.3: displayName of manager is OPTIONAL",
		touches:     touches{"enterprise"},
		make:        always(variation{say: stripped(enterprise, "manager", "displayName")}),
	},
	{
		id: "manager-bare", title: "A manager is shown by the id, and nothing else",
		permittedBy: "RFC 7643 §4.3: displayName of manager is OPTIONAL, and $ref RECOMMENDED",
		caution:     "RFC 7643 §4.3: $ref is RECOMMENDED",
		touches:     touches{"enterprise"},
		make:        always(variation{say: stripped(enterprise, "manager", "$ref", "displayName")}),
	},
	{
		id: "references-relative", title: "Every $ref is relative to the SCIM base",
		permittedBy: "RFC 7643 §2.3.7: \"the absolute or relative URI\", with the service provider's root for a base",
		touches:     touches{"references"},
		make: always(variation{ask: absoluteReferences, say: resource(func(r *request, one object) {
			walk(any(one), "", func(name, text string) string {
				if name != "$ref" {
					return text
				}
				return strings.TrimPrefix(text, r.base()+"/")
			})
		})}),
	},
}

// absoluteReferences takes relative references back: the tenant may compare them.
func absoluteReferences(r *request) {
	if !r.scim {
		return
	}
	r.edit(func(document object) bool {
		return rewrite(document, func(name, text string) string {
			if name == "$ref" && (strings.HasPrefix(text, "Users/") || strings.HasPrefix(text, "Groups/")) {
				return r.base() + "/" + text
			}
			return text
		})
	})
}

// stripped takes sub-attributes away, from what is shown and from what is announced.
func stripped(urn, attribute string, names ...string) func(*request, *response) {
	gone := func(name string, _ any) bool { return slices.Contains(names, name) }
	return all(
		resource(func(_ *request, one object) {
			for _, value := range objectsAt(one, attribute) {
				maps.DeleteFunc(value, gone)
			}
			if extension := objectAt(one, urn); extension != nil {
				maps.DeleteFunc(objectAt(extension, attribute), gone)
			}
		}),
		attributes(func(schema, declared object) {
			if textAt(schema, "id") == urn && textAt(declared, "name") == attribute {
				list, _ := declared["subAttributes"].([]any)
				declared["subAttributes"] = without(list, func(element any) bool {
					sub, _ := element.(object)
					return slices.Contains(names, textAt(sub, "name"))
				})
			}
		}),
	)
}

// ordering are about what has no order.
var ordering = []row{
	{
		id: "resources-reversed", title: "A page that is not sorted shows its resources the other way round",
		permittedBy: "RFC 7644 §3.4.2.3: order is defined by sortBy alone",
		touches:     touches{"order of resources"},
		make: always(variation{say: func(r *request, a *response) {
			if a.ok() && (r.isQuery() && r.asked("sortBy") == "" || r.below(types, schemas)) {
				a.edit(func(list object) { reverse(list["Resources"]) })
			}
		}}),
	},
	{
		id: "resources-shuffled", title: "A page that is not sorted shows its resources in another order each time",
		permittedBy: "RFC 7644 §3.4.2.3: order is defined by sortBy alone",
		touches:     touches{"order of resources"},
		make: func() variation {
			var times atomic.Uint64
			return variation{say: func(r *request, a *response) {
				if a.ok() && r.isQuery() && r.asked("sortBy") == "" {
					a.edit(func(list object) { shuffle(list["Resources"], times.Add(1)) })
				}
			}}
		},
	},
	{
		id: "values-reversed", title: "Multi-valued attributes show their values the other way round",
		permittedBy: "RFC 7643 §2.4: values have no order; §3: nor have schemas",
		touches:     touches{"order of values"},
		make: always(variation{say: resource(func(_ *request, one object) {
			for _, value := range one {
				reverse(value)
			}
		})}),
	},
}

// shuffle gives a list another order for another turn.
func shuffle(value any, turn uint64) {
	if list, ok := value.([]any); ok {
		dice := rand.New(rand.NewPCG(turn, 0)) //nolint:gosec // an order, not a secret
		dice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
}

func reverse(value any) {
	if list, ok := value.([]any); ok {
		slices.Reverse(list)
	}
}
