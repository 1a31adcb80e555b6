package probe

import (
	"cmp"
	"context"
	"crypto/x509"
	"net/http"
	"strings"
	"time"

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
	// Note is told what was done that is no HTTP request of the harness: a bind, a visit by
	// a browser, a program. nil means that nobody listens.
	Note func(method, where, outcome string, began time.Time)
	// Ask wants the person at the terminal to do something, and waits until they say that
	// it is done; nil where there is no terminal.
	Ask func(ctx context.Context, what string) error
	// Clean takes secrets out of a text; nil leaves it as it is.
	Clean func(text string) string
	// Created is the run's record of what it made; shared by all its scenarios.
	Created *Created
	// Timeout bounds what is no HTTP request: a bind, a program, a visit by a browser. 0
	// means DefaultTimeout.
	Timeout time.Duration
	// Patience is how long a program of a hook may run that does not say it itself;
	// DefaultPatience where it is 0.
	Patience time.Duration
	// Roots are the certificates that the target may prove itself by; nil for the system's.
	Roots *x509.CertPool

	// forging lets a kind that signs use a key of nobody's.
	forging bool
}

// DefaultTimeout is that of a Kit that names none.
const DefaultTimeout = 20 * time.Second

func (k Kit) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, k.timeout())
}

func (k Kit) timeout() time.Duration { return cmp.Or(k.Timeout, DefaultTimeout) }

// secret tells what a login saved: of cookies, each one's value.
func (k Kit) secret(source, value string) {
	if k.Secret == nil {
		return
	}
	k.Secret(value)
	if source == allCookies {
		for pair := range strings.SplitSeq(value, "; ") {
			_, one, _ := strings.Cut(pair, "=")
			k.Secret(one)
		}
	}
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
