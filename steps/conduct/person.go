package conduct

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
)

// Person is somebody as the directory has them, and as the server knows them.
type Person struct {
	// ID is the id that the server gave; "" as long as there is none.
	ID                   string
	UserName, ExternalID string
	Emails               []string
}

// PersonOf reads a person from the SCIM User that the directory holds.
func PersonOf(resource oracle.Object, id string) Person {
	p := Person{ID: id, UserName: textOf(resource, "userName"), ExternalID: textOf(resource, "externalId")}
	for _, value := range oracle.Lookup(resource, "emails.value") {
		if text, ok := value.(string); ok {
			p.Emails = append(p.Emails, text)
		}
	}
	return p
}

// names are what the person may be looked up by.
func (p Person) names() []string {
	var names []string
	for _, name := range append([]string{p.UserName, p.ExternalID}, p.Emails...) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// called says that a value names the person; in any case, as userNames do (RFC 7643
// section 4.1.1).
func (p Person) called(value any) bool {
	text, ok := value.(string)
	return ok && slices.ContainsFunc(p.names(), func(name string) bool { return strings.EqualFold(name, text) })
}

// sentIn says that a resource is about the person.
func (p Person) sentIn(resource oracle.Object) bool {
	for _, path := range []string{"userName", "externalId", "emails.value"} {
		if slices.ContainsFunc(oracle.Lookup(resource, path), p.called) {
			return true
		}
	}
	return false
}

// namedIn says that one of the person's names stands somewhere in a value.
func (p Person) namedIn(value any) bool {
	switch value := value.(type) {
	case oracle.Object:
		return slices.ContainsFunc(slices.Collect(maps.Values(value)), p.namedIn)
	case []any:
		return slices.ContainsFunc(value, p.namedIn)
	default:
		return p.called(value)
	}
}

// creates says that a request is to make an account for the person.
func (p Person) creates(c call) bool { return c.creates("User") && p.sentIn(c.object()) }

// changes says that a request is to change the person's account.
func (p Person) changes(c call) bool { return c.changes("User", p.ID) }

// creations are the requests to make an account for the person.
func (l *Log) creations(p Person) []call {
	return slices.DeleteFunc(slices.Clone(l.calls), func(c call) bool { return !p.creates(c) })
}

// looksFor says that a query finds the person, whoever else it may find.
func (p Person) looksFor(c call) bool {
	if !c.lists("User") {
		return c.is(http.MethodGet, "User") && c.id == p.ID && p.ID != ""
	}
	filter := c.filter()
	if filter == "" {
		return true
	}
	comparisons, err := parseFilter(filter)
	return err == nil && slices.ContainsFunc(comparisons, func(k comparison) bool { return p.called(k.value) })
}

// isAnswer says that a query was answered so that the client knows: by a list, or by 404, as
// which some servers say that there is nobody.
func (c call) isAnswer() bool {
	if !c.told() {
		return false
	}
	if c.Status == http.StatusNotFound {
		return true
	}
	object, ok := c.answer.(oracle.Object)
	if !ok || c.Status != http.StatusOK {
		return false
	}
	_, counted := memberOf(object, "totalResults")
	_, listed := memberOf(object, "Resources")
	return counted || listed || c.id != ""
}

// lookup is the last query for the person between two numbers that was answered.
func (l *Log) lookup(p Person, after, before int) (call, bool) {
	for _, c := range slices.Backward(slices.Concat(l.before, l.calls)) {
		if c.Seq > after && c.Seq < before && p.looksFor(c) && c.isAnswer() {
			return c, true
		}
	}
	return call{}, false
}
