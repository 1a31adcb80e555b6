package probe

import (
	"context"
	"slices"
	"time"

	"github.com/scimproof/scimproof/steps/template"
)

// act is what a kind lets a step of its own do beside a request, or in place of one.
type act struct {
	// asks are the names that it is filled in with, beside those of the request.
	asks []string
	// mint signs an assertion for the request.
	mint *JWT
	// door takes the place of the request.
	door door
	// grant says that the request is one to a token endpoint (RFC 6749 §5.2).
	grant bool
	// renews are values that the answer may give anew, and from where.
	renews map[string]string
	// refusals are statuses that are a denial beside those of the attempt.
	refusals []int
}

// door is a way in that is no single request.
type door interface {
	// enter tries it, and gives what it saved on top of vars. The rules are those of
	// Kit.attempt.
	enter(ctx context.Context, k Kit, s *Step, d Denial, vars template.Vars) (template.Vars, Attempt, error)
	// label says for a reader what it does, without a filled-in value.
	label() string
}

// silent is a door of which the sender sees nothing: a bind, a browser, a program.
type silent interface {
	// sent names for a report what was done, and where, without a filled-in value.
	sent() (method, where string)
}

// note tells what a silent door came to.
func (k Kit) note(d door, one Attempt, began time.Time) {
	if s, is := d.(silent); is && k.Note != nil && one.Evidence != "" {
		method, where := s.sent()
		k.Note(method, where, one.Evidence, began)
	}
}

// mintedAs is the name under which a request finds the assertion that was signed for it.
const mintedAs = "jwt"

// makes are the names that the step gives to its own request.
func (s *Step) makes() []string {
	if s.mint == nil {
		return nil
	}
	return []string{mintedAs}
}

// minted adds the assertion that the request carries, and tells that it is a secret.
func (s *Step) minted(k Kit, vars template.Vars) (template.Vars, error) {
	if s.mint == nil {
		return vars, nil
	}
	token, err := s.mint.sign(vars, k.forging)
	if err != nil {
		return vars, err
	}
	k.secret("", token)
	return vars.With(template.Vars{mintedAs: token}), nil
}

// blameless are the errors of a token endpoint that say nothing of the person
// (RFC 6749 §5.2, and §4.1.2.1 for those of an outage).
var blameless = []string{"invalid_client", "unsupported_grant_type", "server_error", "temporarily_unavailable"}

func (s *Step) excused(a Answer) bool {
	if !s.grant || a.Status < 400 {
		return false
	}
	code, err := a.text("$.error")
	return err == nil && slices.Contains(blameless, code)
}

// renew keeps what the answer gives anew: a refresh token may be good for one use only
// (RFC 6749 §6).
func (k Kit) renew(s *Step, a Answer, saved template.Vars) {
	for name, source := range s.renews {
		if value, err := a.kept(source, ""); err == nil {
			k.secret(source, value)
			saved[name] = value
		}
	}
}

func (c *Credential) renew(vars template.Vars) {
	for i := range c.attempt.Use {
		for name := range c.attempt.Use[i].renews {
			c.vars = c.vars.With(template.Vars{name: vars[name]})
		}
	}
}
