package conduct

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
)

// given are the ids that the server has given so far.
type given map[string]bool

// learn takes the ids in an answer: of the resource, of those in a list, and of those to which
// they refer.
func (g given) learn(c call) {
	for _, resource := range c.shown() {
		for _, path := range []string{"id", "members.value", "groups.value", enterprise + ":manager.value"} {
			for _, value := range oracle.Lookup(resource, path) {
				if id, ok := value.(string); ok {
					g[id] = true
				}
			}
		}
	}
	if location := c.ResponseHeader.Get("Location"); location != "" && c.told() && c.took() {
		g[idIn(location)] = true
	}
}

// idIn is the last part of a location, decoded.
func idIn(location string) string {
	if u, err := url.Parse(location); err == nil {
		location = u.EscapedPath()
	}
	last := location[strings.LastIndexByte(location, '/')+1:]
	id, err := url.PathUnescape(last)
	if err != nil {
		return last
	}
	return id
}

// eachKnowing goes over the requests with the ids that the client can know before each.
func (l *Log) eachKnowing(known []string, do func(call, given)) {
	ids := given{}
	for _, id := range known {
		ids[id] = true
	}
	for _, c := range l.before {
		ids.learn(c)
	}
	for _, c := range l.calls {
		do(c, ids)
		ids.learn(c)
	}
}

// KeepsServerID wants every resource addressed by the id that the server gave it (RFC 7643
// section 3.1), percent-encoded. Known are ids given before the log begins.
func KeepsServerID(l *Log, known ...string) (v Verdict) {
	l.eachKnowing(known, func(c call, ids given) {
		if c.kind == "" || c.id == "" || c.search {
			return
		}
		v.see(c)
		if !ids[c.id] {
			v.find(c, "id in the path", "an id that the server gave", quoted(c.id))
		}
	})
	return v
}

// AddressesExactly wants the account that is created addressed by an id that needs percent-encoding
// (RFC 3986 section 2.1), as it is. What comes after a second creation is about another account.
func AddressesExactly(l *Log, p Person, id string) (v Verdict) {
	var made *call
	for _, c := range l.calls {
		switch {
		case p.creates(c) && made != nil:
			return v.orNever(*made, id)
		case p.creates(c):
			made = &c
			v.see(c)
		case made != nil && c.kind == "User" && c.id != "" && !c.search:
			v.see(c)
			if at := c.below(); c.id != id || strings.Contains(at, "/") {
				v.find(c, "id in the path", url.PathEscape(id), at)
			}
		}
	}
	if made == nil {
		return v
	}
	return v.orNever(*made, id)
}

// orNever is a finding where nothing came after a creation.
func (v Verdict) orNever(made call, id string) Verdict {
	if len(v.Seen) == 1 {
		v.find(made, "what came after", "a request to "+made.Path+"/"+url.PathEscape(id), "none")
	}
	return v
}

// below is what follows the endpoint in the path, as it came.
func (c call) below() string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(c.Path, "/"), "/")
	return rest
}

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// ReferencesExist wants members and managers named by ids that the server has given already:
// who is referred to has to be there first.
func ReferencesExist(l *Log, known ...string) (v Verdict) {
	l.eachKnowing(known, func(c call, ids given) {
		for _, reference := range c.references() {
			v.see(c)
			if !ids[reference] && !strings.HasPrefix(reference, "bulkId:") {
				v.find(c, "who is referred to", "an id that the server gave before", quoted(reference))
			}
		}
	})
	return v
}

// references are the ids of members and managers in a request that adds them.
func (c call) references() []string {
	if !c.writes() {
		return nil
	}
	if c.Method != http.MethodPatch {
		return append(valuesOf(lookup(c.body, "members")), valuesOf(lookup(c.body, enterprise+":manager"))...)
	}
	var all []string
	for _, t := range c.touches() {
		refers := strings.EqualFold(t.attribute, "members") || strings.EqualFold(t.attribute, "manager")
		if refers && t.verb() != "remove" && !t.filtered {
			all = append(all, valuesOf(t.value)...)
		}
	}
	return all
}

// lookup is what a path finds, as one value.
func lookup(body any, path string) any {
	if found := oracle.Lookup(body, path); len(found) == 1 {
		return found[0]
	}
	return nil
}

// valuesOf are the ids in a value that refers: texts, and the member value of objects.
func valuesOf(value any) []string {
	switch value := value.(type) {
	case string:
		if value == "" {
			return nil
		}
		return []string{value}
	case oracle.Object:
		inner, _ := memberOf(value, "value")
		return valuesOf(inner)
	case []any:
		var all []string
		for _, element := range value {
			all = append(all, valuesOf(element)...)
		}
		return all
	default:
		return nil
	}
}

// StableExternalID wants the same externalId in everything that is sent about a person (RFC
// 7643 section 3.1).
func StableExternalID(l *Log, p Person) (v Verdict) {
	var first any
	for _, c := range l.calls {
		if !p.creates(c) && !p.changes(c) {
			continue
		}
		for _, value := range c.sent("externalId") {
			v.see(c)
			if first == nil {
				first = value
			}
			if text, ok := value.(string); !ok || text == "" || text != first {
				v.find(c, "externalId", oracle.Text(first), oracle.Text(value))
			}
		}
	}
	return v
}

// sent are the values that a request has for an attribute at the top.
func (c call) sent(attribute string) []any {
	if c.Method != http.MethodPatch {
		if value, ok := memberOf(c.object(), attribute); ok {
			return []any{value}
		}
		return nil
	}
	var all []any
	for _, t := range c.touches() {
		if strings.EqualFold(t.path, attribute) {
			all = append(all, t.value)
		}
	}
	return all
}

// NeverCreated wants no account made for the person: there is one, whatever they are called
// now.
func NeverCreated(l *Log, p Person, formerly ...string) (v Verdict) {
	also := Person{Emails: formerly}
	for _, c := range l.calls {
		if p.changes(c) {
			v.see(c)
		}
		if p.creates(c) || len(formerly) > 0 && also.creates(c) {
			v.see(c)
			v.find(c, "", "the account "+quoted(p.ID)+" used", "another one created")
		}
	}
	return v
}

// NeverAddressed wants nothing sent about an account that was deleted: who comes back has
// another.
func NeverAddressed(l *Log, kind, id string) (v Verdict) {
	for _, c := range l.calls {
		if c.kind == kind && c.writes() {
			v.see(c)
		}
		if c.changes(kind, id) || slices.Contains(c.references(), id) {
			v.see(c)
			v.find(c, "", "nothing about the deleted "+quoted(id), "the request names it")
		}
	}
	return v
}
