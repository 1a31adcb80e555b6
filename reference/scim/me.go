package scim

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/scimproof/scimproof/reference/schema"
)

// Persons knows who holds which of the tokens that people, not SCIM clients,
// present. Such a token opens /Me and discovery, and nothing else.
type Persons interface {
	// Person returns the id of the user who holds a bearer token and may use
	// the account now; found is false for every other token. The context takes
	// the place of that of the request: it may say who acts.
	Person(ctx context.Context, token string) (acting context.Context, id string, found bool, err error)
}

// myself answers a request to /Me, RFC 7644 section 3.11, directly as one to the
// user who made it, whose permanent location every answer names. A client that
// is nobody has no such resource, and gets 501 like from a provider without the
// alias.
func (p *Provider) myself(ctx context.Context, target endpoint, c call) (answer, error) {
	if c.self = c.id != ""; !c.self {
		return answer{}, errNotImplemented("the alias /Me for a client that is no person")
	}
	kind, err := p.userType()
	if err != nil {
		return answer{}, err
	}
	c.kinds = []*schema.ResourceType{kind}
	found, err := target.answer(ctx, c)
	if err != nil {
		failed := *asError(err)
		failed.header = withLocation(failed.header, c.location())
		return answer{}, &failed
	}
	found.header = withLocation(found.header, c.location())
	return found, nil
}

func withLocation(header http.Header, location string) http.Header {
	header = header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Location", location)
	return header
}

// selfService says whether people may change an attribute of their own account.
// What gives access, or tells others who they are at work, is not theirs.
func selfService(attribute string) bool {
	switch attribute {
	case "name", "displayName", "nickName", "profileUrl", "preferredLanguage", "locale", "timezone",
		"phoneNumbers", "ims", "photos", "addresses":
		return true
	}
	return false
}

// permitSelf refuses a change by a person of what is not theirs to change. Both
// resources are stored ones; "schemas" follows from the rest of them.
func permitSelf(before, after schema.Resource, password secret) error {
	if password.given {
		return errNotYours("password")
	}
	names := slices.Sorted(maps.Keys(before))
	for _, name := range append(names, slices.Sorted(maps.Keys(after))...) {
		if name != "schemas" && !selfService(name) && !schema.Equal(before[name], after[name]) {
			return errNotYours(name)
		}
	}
	return nil
}

// keepForeign completes what a person replaces their own account by: silence
// does not clear what they may not change.
func keepForeign(resource, before schema.Resource) {
	for name, value := range before {
		if _, given := resource[name]; !given && !selfService(name) {
			resource[name] = value
		}
	}
}
