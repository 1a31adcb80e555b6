package steps

import (
	"crypto/rand"
	"fmt"
	"maps"
	"strings"

	"github.com/scimproof/scimproof/fixtures"
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/template"
)

const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User"

// representation is a fixture person as the resource to send: only attributes
// that the target declares, under names that are unique to the scenario, with
// what this tenant demands laid over. Only the life cycle needs a password.
func (r *run) representation(name, alias string, withPassword bool) (oracle.Object, error) {
	person, ok := r.people[name]
	if !ok {
		return nil, mistakef("nobody is called %s in the fixtures", name)
	}
	alias = person.Alias + "-" + alias
	sent, err := asObject(person.Attributes)
	if err != nil {
		return nil, fmt.Errorf("reading the fixture %s: %w", name, err)
	}
	maps.Copy(sent, r.identity(person, alias))
	if withPassword {
		sent["password"] = newPassword()
	}
	own, err := r.target.Attributes(template.Vars{
		"alias": alias, "run": r.id, "givenName": person.Name, "fullName": person.FullName,
	})
	if err != nil {
		return nil, fmt.Errorf("reading person: in the target's file: %w", err)
	}
	overrides, err := asObject(own)
	if err != nil {
		return nil, fmt.Errorf("reading person: in the target's file: %w", err)
	}
	return r.declared(overlaid(sent, overrides)), nil
}

// logsPeopleIn tells whether the scenario's people need a password: those of the life
// cycle and of security do, and who asks for themselves.
func (w *World) logsPeopleIn() bool {
	asks := w.scenario.hasTag("@needs:me") || w.scenario.hasTag("@needs:own-credential")
	return w.scenario.hasTag("@lifecycle") || w.scenario.hasTag("@security") || asks && w.run.target.Lends()
}

func (r *run) identity(person fixtures.Person, alias string) oracle.Object {
	address := alias + "." + r.id + "@example.com"
	identity := oracle.Object{
		"schemas": []any{userSchema}, "userName": address, "externalId": alias + "." + r.id, "active": true,
	}
	if person.Mail {
		identity["emails"] = []any{oracle.Object{"value": address, "type": "work", "primary": true}}
	}
	return identity
}

// newPassword satisfies the usual rules: length, both cases, a digit, a sign.
func newPassword() string { return "Pw1!" + rand.Text() }

// declared keeps what the target's schema knows, and completes schemas by the
// extensions in use.
func (r *run) declared(sent oracle.Object) oracle.Object {
	kept := oracle.Object{}
	schemas := []any{userSchema}
	for name, value := range sent {
		switch {
		case name == "schemas":
		case strings.HasPrefix(name, "urn:"):
			if r.known.capabilities["enterprise"].Value != lacking || name != enterpriseSchema {
				kept[name] = value
				schemas = append(schemas, name)
			}
		// Whatever the target's schema says, RFC 7643 requires a userName.
		case name == "externalId" || name == "userName" || r.known.schemas.Has("User", name):
			kept[name] = value
		}
	}
	kept["schemas"] = schemas
	return kept
}

// asObject turns decoded YAML into the oracle's JSON tree.
func asObject(v any) (oracle.Object, error) {
	encoded, err := oracle.Marshal(v)
	if err != nil {
		return nil, err
	}
	return oracle.ParseObject(encoded)
}
