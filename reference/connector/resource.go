package connector

import (
	"maps"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/wire"
)

// notSent are attributes that are the service provider's alone (RFC 7643 section 3.1 and 4.1.2), or made anew.
var notSent = []string{"id", "meta", "groups", "schemas"}

// desired is the user that the directory wants: with the person's key as externalId, complete schemas, and one primary
// e-mail address. It says whether a manager is missing who has no account yet; then what was known of one stays.
func (s *service) desired(a *Account) (user Resource, waits bool) {
	user = clone(a.Wanted)
	for _, name := range notSent {
		delete(user, name)
	}
	if !s.options.Passwords {
		delete(user, "password")
	}
	user["externalId"] = a.Key
	if user["active"] == nil {
		user["active"] = true
	}
	if emails, ok := user["emails"].([]any); ok {
		onePrimary(emails)
	}
	waits = s.manage(user, a)
	user["schemas"] = schemasOf(Users, user)
	return user, waits
}

// onePrimary leaves the first primary value, or makes the first one primary (RFC 7643 section 2.4).
func onePrimary(values []any) {
	isPrimary := func(one any) bool { value, _ := one.(Resource); return value["primary"] == true }
	chosen := max(0, slices.IndexFunc(values, isPrimary))
	for i, one := range values {
		value, isObject := one.(Resource)
		switch {
		case !isObject:
		case i == chosen:
			value["primary"] = true
		case isPrimary(one):
			delete(value, "primary")
		}
	}
}

// manage puts the id of the manager's account in place of the manager's key.
func (s *service) manage(user Resource, a *Account) (waits bool) {
	extension, _ := user[wire.EnterpriseURN].(Resource)
	manager, _ := extension["manager"].(Resource)
	key, _ := manager["value"].(string)
	if key == "" {
		return false
	}
	if id, there := s.deeds.Manager(key); there {
		extension["manager"] = Resource{"value": id}
		return false
	}
	delete(extension, "manager")
	before, _ := a.Known[wire.EnterpriseURN].(Resource)
	if before["manager"] != nil {
		extension["manager"] = before["manager"]
	}
	if len(extension) == 0 {
		delete(user, wire.EnterpriseURN)
	}
	return true
}

// schemasOf are the schemas of all that a resource has (RFC 7643 section 3): its own, and those of its extensions.
func schemasOf(kind Kind, r Resource) []any {
	own := wire.UserURN
	if kind.Endpoint == Groups.Endpoint {
		own = wire.GroupURN
	}
	schemas, _ := r["schemas"].([]any)
	schemas = slices.Clone(schemas)
	for _, urn := range append([]string{own}, slices.Sorted(maps.Keys(r))...) {
		if strings.HasPrefix(urn, "urn:") && !slices.Contains(schemas, any(urn)) {
			schemas = append(schemas, urn)
		}
	}
	return schemas
}

// clone copies a JSON object with all that is in it.
func clone(r Resource) Resource {
	copied, _ := cloneValue(r).(Resource) // it was one
	return copied
}

func cloneValue(value any) any {
	switch value := value.(type) {
	case Resource:
		copied := make(Resource, len(value))
		for name, one := range value {
			copied[name] = cloneValue(one)
		}
		return copied
	case []any:
		copied := make([]any, len(value))
		for i, one := range value {
			copied[i] = cloneValue(one)
		}
		return copied
	default:
		return value
	}
}
