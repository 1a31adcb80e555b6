// Package schematest makes up resources for the property tests of the packages
// around schema.
package schematest

import "github.com/scimproof/scimproof/reference/schema"

// Draw picks a number from 0 to n-1. The label says what for. A property test
// gives one that draws from its own source, so that it can shrink what fails.
type Draw func(n int, label string) int

// The alphabets are small so that values meet, and hold what breaks parsers.
var (
	names  = []string{"Ada", "ada", "Grace", "Ηλέκτρα", "O'Brien", `Bobby "Tables"`, `back\slash`, "(x)[y]", "Ａｄａ", "a b"}
	mails  = []string{"ada@example.com", "ADA@example.com", "grace@example.org", "x@y"}
	kinds  = []string{"work", "home", "Work"}
	ids    = []string{"2819c223", "26118915", "a/b", "ü"}
	times  = []string{"2026-01-02T03:04:05Z", "2026-01-02T04:04:05+01:00", "2026-01-02T03:04:05.5Z"}
	titles = []string{"Analyst", "analyst", "Rear Admiral"}
)

func (draw Draw) one(from []string, label string) string { return from[draw(len(from), label)] }

func (draw Draw) yes(label string) bool { return draw(2, label) == 1 }

// maybe gives an object one more member, or not.
func (draw Draw) maybe(object schema.Resource, name string, from []string) {
	if draw.yes("has " + name) {
		object[name] = draw.one(from, name)
	}
}

// User makes up a normalised user as a service provider stores it, with id,
// meta and groups.
func User(draw Draw) schema.Resource {
	r := schema.Resource{
		"id":       draw.one(ids, "id"),
		"userName": draw.one(names, "userName"),
		"meta":     schema.Resource{"resourceType": "User", "created": draw.one(times, "created")},
	}
	draw.maybe(r, "externalId", ids)
	draw.maybe(r, "displayName", names)
	draw.maybe(r, "title", titles)
	if draw.yes("has active") {
		r["active"] = draw.yes("active")
	}
	for _, part := range []struct {
		name  string
		value func(Draw) any
	}{
		{"name", Name},
		{"emails", Mails},
		{"roles", func(draw Draw) any { return values(draw, names) }},
		{"groups", groups},
		{"addresses", Addresses},
		{schema.EnterpriseURN, enterprise},
	} {
		if draw.yes("has " + part.name) {
			r[part.name] = part.value(draw)
		}
	}
	return completed(schema.User(), r)
}

// Group makes up a normalised group as a service provider stores it.
func Group(draw Draw) schema.Resource {
	r := schema.Resource{"id": draw.one(ids, "id"), "displayName": draw.one(names, "displayName")}
	var members []any
	for _, id := range ids {
		if draw.yes(id + " is a member") {
			member := schema.Resource{"value": id}
			draw.maybe(member, "display", names)
			members = append(members, member)
		}
	}
	if members != nil {
		r["members"] = members
	}
	return completed(schema.Group(), r)
}

func completed(rt *schema.ResourceType, r schema.Resource) schema.Resource {
	if err := rt.Complete(r); err != nil {
		panic("a made up " + rt.ID + " is not whole: " + err.Error())
	}
	return r
}

// Name makes up the value of name.
func Name(draw Draw) any {
	object := schema.Resource{"givenName": draw.one(names, "givenName")}
	draw.maybe(object, "familyName", names)
	draw.maybe(object, "formatted", names)
	return object
}

// Mails makes up the values of emails.
func Mails(draw Draw) any { return values(draw, mails) }

// values are distinct by value and type, and at most one of them is primary.
func values(draw Draw, from []string) []any {
	n := 1 + draw(4, "values")
	primary := draw(n+1, "primary")
	list := make([]any, n)
	for i := range list {
		object := schema.Resource{"value": draw.one(from, "value")}
		draw.maybe(object, "type", kinds)
		draw.maybe(object, "display", names)
		if i == primary {
			object["primary"] = true
		}
		list[i] = object
	}
	return schema.User().Core.Attribute("emails").Distinct(list)
}

func groups(draw Draw) any {
	group := schema.Resource{"value": draw.one(ids, "group")}
	draw.maybe(group, "display", names)
	return []any{group}
}

// Addresses makes up the values of addresses, which have no "value" to be told
// apart by.
func Addresses(draw Draw) any {
	list := make([]any, 1+draw(3, "addresses"))
	for i := range list {
		object := schema.Resource{"locality": draw.one([]string{"London", "Paris"}, "locality")}
		draw.maybe(object, "type", kinds)
		draw.maybe(object, "country", []string{"GB", "FR"})
		list[i] = object
	}
	return schema.User().Core.Attribute("addresses").Distinct(list)
}

func enterprise(draw Draw) any {
	object := schema.Resource{"department": draw.one(names, "department")}
	if draw.yes("has a manager") {
		object["manager"] = schema.Resource{"value": draw.one(ids, "manager")}
	}
	return object
}
