package probe

import (
	"net/http"

	"github.com/scimproof/scimproof/steps/template"
)

// Answer is an HTTP answer, read to its end.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Sender sends one request, as it is: it follows no redirect, and keeps no
// cookie. The scenario's recorder stands behind it. A status of any kind is no
// error.
type Sender interface {
	Send(req *http.Request) (Answer, error)
}

// SenderFunc is a function that is a Sender.
type SenderFunc func(req *http.Request) (Answer, error)

// Send calls f.
func (f SenderFunc) Send(req *http.Request) (Answer, error) { return f(req) }

// Kit is what every probe of a scenario works with.
type Kit struct {
	Sender Sender
	// Source names the target's file, for messages about a recipe.
	Source string
	// Identities are the accounts that steps act as.
	Identities map[string]Identity
	// Vars are known to every step: origin, scim, run, scenario.
	Vars template.Vars
	// Secret is told every credential that a step saves, before it is used; nil
	// means that nobody listens.
	Secret func(value string)
	// Created is the run's record of what it made; shared by all its scenarios.
	Created *Created
}

// Person is who a probe asks about.
type Person struct {
	ID, UserName, Password         string
	Email, GivenName, FamilyName   string
	DisplayName, Alias, ExternalID string
	// NativeID is the id that the target's own interfaces know the person by; "" where
	// that is ID.
	NativeID string
}

// vars names the person's properties under a prefix: "user.id".
func (p Person) vars(prefix string) template.Vars {
	return template.Under(prefix, template.Vars{
		"id": p.ID, "userName": p.UserName, "password": p.Password,
		"email": p.Email, "givenName": p.GivenName, "familyName": p.FamilyName,
		"displayName": p.DisplayName, "alias": p.Alias, "externalId": p.ExternalID,
		"nativeId": p.Native(),
	})
}
