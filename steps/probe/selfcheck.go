package probe

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/template"
)

// forged is no credential of anybody's.
const forged = "forged-by-scimproof-0123456789abcdef"

// SelfCheck proves that an attempt can deny at all: a forged session or token, a
// signature of nobody's, a wrong password, or else a person whom the target does not know
// must be Denied. The error says why the recipe proves nothing. It costs the person one
// failed login.
func (l *Login) SelfCheck(ctx context.Context, name string, p Person) error {
	recipe, err := l.attempt(name)
	if err != nil {
		return err
	}
	forgery, err := l.forgery(ctx, recipe, p)
	if err != nil {
		return err
	}
	forger := *l
	forger.kit.forging = true
	attempt, err := forger.Use(ctx, &Credential{forgery.recipe, forgery.vars})
	if err != nil {
		return err
	}
	if attempt.Verdict != Denied {
		return fmt.Errorf("the login probe %q cannot tell a refusal: %s was %s (%s)", name, forgery.what, attempt.Verdict, attempt.Line())
	}
	return nil
}

// forgery is what an attempt must deny.
type forgery struct {
	what   string
	recipe AttemptRecipe
	vars   template.Vars
}

// forgery chooses by what the attempt shows: what it took before, a signature, a password,
// or no more than the name of the person.
func (l *Login) forgery(ctx context.Context, r AttemptRecipe, p Person) (forgery, error) {
	wrong := p
	wrong.Password = "not-" + p.Password
	vars := l.kit.Vars.With(wrong.vars("user"))
	switch {
	case len(r.Obtain) > 0:
		values, err := l.forgeries(ctx, r, p)
		return forgery{"a forged " + r.Name, r, vars.With(values)}, err
	case slices.ContainsFunc(r.Use, func(s Step) bool { return s.mint != nil }):
		return forgery{"an assertion that nobody's key has signed", r, vars}, nil
	case !asksFor(r.Use, "user.password"):
		return forgery{"somebody who does not exist", strangers(r), l.kit.Vars.With(nobody(p).vars("user"))}, nil
	}
	return forgery{"a wrong password", r, vars}, nil
}

func asksFor(steps []Step, name string) bool {
	return slices.ContainsFunc(steps, func(s Step) bool { return slices.Contains(s.names(), name) })
}

// nobody is a person under names that nobody has.
func nobody(p Person) Person {
	const mark = "not-"
	return Person{
		ID: StrangeID(p.ID), NativeID: StrangeID(p.NativeID), UserName: mark + p.UserName, Email: mark + p.Email, ExternalID: mark + p.ExternalID,
		Password: mark + p.Password, GivenName: p.GivenName, FamilyName: p.FamilyName, DisplayName: p.DisplayName, Alias: p.Alias,
	}
}

// enough is the length from which on an id in the same form is nobody's, too.
const enough = 16

// StrangeID is an id of nobody's: in the form of a real one where that is long, so that it
// is refused for whom it names and not for its form.
func StrangeID(id string) string {
	if len(id) < enough {
		return forged
	}
	chance := []byte(rand.Text() + rand.Text())
	out := []byte(id)
	for i, c := range out {
		switch by := chance[i%len(chance)]; {
		case c >= '0' && c <= '9':
			out[i] = '0' + by%10
		case c >= 'a' && c <= 'f':
			out[i] = 'a' + by%6
		case c >= 'A' && c <= 'F':
			out[i] = 'A' + by%6
		}
	}
	return string(out)
}

// strangers is the recipe for somebody who is not there: that may be said as such, too.
func strangers(r AttemptRecipe) AttemptRecipe {
	r.Use = slices.Clone(r.Use)
	for i := range r.Use {
		r.Use[i].refusals = append(slices.Clone(r.Use[i].refusals), http.StatusNotFound, http.StatusUnprocessableEntity)
	}
	return r
}

// forgeries stands in for everything that the steps of obtain save. Cookies keep their
// names, which only a login tells.
func (l *Login) forgeries(ctx context.Context, r AttemptRecipe, p Person) (template.Vars, error) {
	vars, taken := template.Vars{}, false
	for _, s := range r.Obtain {
		for name, source := range s.Save {
			vars[name] = forged
			taken = taken || source == allCookies
		}
	}
	if !taken {
		return vars, nil
	}
	held, attempt, err := l.Obtain(ctx, r.Name, p)
	if err != nil {
		return nil, err
	}
	if held == nil {
		return nil, fmt.Errorf("the login probe %q gave no cookie to forge: it was %s (%s)", r.Name, attempt.Verdict, attempt.Line())
	}
	cookies, _ := held.vars[savedCookies].(string)
	vars[savedCookies] = forgedCookies(cookies)
	return vars, nil
}

func forgedCookies(header string) string {
	pairs := strings.Split(header, "; ")
	for i, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		pairs[i] = name + "=" + forged
	}
	return strings.Join(pairs, "; ")
}
