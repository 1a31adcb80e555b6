package steps

import (
	"context"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
)

// name is a person's name as features write it.
const name = `([\p{Lu}\p{Lo}][\pL'’.-]*(?: [\pL'’.-]+)*)`

// first is a person's first name: how a person is called after the first mention.
const first = `([\p{Lu}\p{Lo}][\pL'’-]*)`

// names is a list of people: "Ada Lovelace, Grace Hopper and Alan Turing".
const names = `([\p{Lu}\p{Lo}][^":]*?)`

// Person is somebody of the scenario, known to the target or not yet. The name is
// the full one, the key into the fixture people.
type Person struct {
	resource
	// Credentials are what the person holds, by the name of the login attempt.
	Credentials map[string]*credential
	// Estate is what the person came to own.
	Estate estate
	native native
	// NeverActive is who joined inactive and was not activated since.
	NeverActive bool
	// locked is set for who joined without the password that the harness knows.
	locked bool
	// departed is set for who was put out.
	departed *departure
	// Local is set for who has an account that the target made itself: ID is then that one's.
	Local *local
}

func (p *Person) first() string { return firstName(p.Name) }

func firstName(full string) string {
	word, _, _ := strings.Cut(full, " ")
	return word
}

var personProperties = map[string]string{
	"email": "emails.value", "userName": "userName", "USERNAME": "userName",
	"externalId": "externalId", "password": "password", "displayName": "displayName",
}

// property is what {Ada.xxx} stands for; {Ada.USERNAME} is the userName in capitals.
func (p *Person) property(name string) (string, error) {
	text, err := p.resource.property(name, personProperties)
	if name == "USERNAME" {
		text = strings.ToUpper(text)
	}
	return text, err
}

func registerPeople(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+names+` (?:has an account|have accounts)$`), peopleHaveAccounts)
	sc.Step(expression(`^`+name+` has an account with:$`), personHasAccountWith)
	sc.Step(expression(`^the client creates `+name+`$`), clientCreates)
	sc.Step(expression(`^the client creates `+name+` with:$`), clientCreatesWith)
	sc.Step(expression(`^the client reads `+first+`$`), aPerson.isRead)
	sc.Step(expression(`^the client replaces `+first+` with:$`), aPerson.isReplaced)
	sc.Step(expression(`^the client replaces `+first+` with what was read$`), aPerson.isReplacedWithRead)
	sc.Step(expression(`^the client replaces `+first+` with null for (\w+)$`), aPerson.isReplacedWithNull)
	sc.Step(expression(`^the client patches `+first+` with:$`), aPerson.isPatched)
	sc.Step(expression(`^the client deletes `+first+`$`), aPerson.isDeleted)
}

func peopleHaveAccounts(ctx context.Context, list string) error {
	w := worldOf(ctx)
	for _, name := range personNames(list) {
		p, err := w.introduce(name)
		if err != nil {
			return err
		}
		if err := w.provision(ctx, &p.resource, nil); err != nil {
			return err
		}
	}
	return nil
}

func personHasAccountWith(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	p, overlay, err := w.introduceWith(name, doc)
	if err != nil {
		return err
	}
	return w.provision(ctx, &p.resource, overlay)
}

// introduceWith reads the doc string after the person is known, so that it may
// speak of the person's own userName.
func (w *World) introduceWith(name string, doc *godog.DocString) (*Person, oracle.Object, error) {
	p, err := w.introduce(name)
	if err != nil {
		return nil, nil, err
	}
	overlay, err := w.object(doc)
	return p, overlay, err
}

func clientCreates(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.introduce(name)
	if err != nil {
		return err
	}
	return w.create(ctx, &p.resource, nil)
}

func clientCreatesWith(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	p, overlay, err := w.introduceWith(name, doc)
	if err != nil {
		return err
	}
	return w.create(ctx, &p.resource, overlay)
}

// introduce makes a person of the fixtures known to the scenario, under names
// that nobody else in the tenant has. It is done once a person.
func (w *World) introduce(name string) (*Person, error) {
	if p, ok := w.people[firstName(name)]; ok {
		return p, nil
	}
	sent, err := w.run.representation(name, w.alias, w.logsPeopleIn())
	if err != nil {
		return nil, err
	}
	p := &Person{
		resource:    resource{Name: name, Sent: sent, endpoint: usersEndpoint},
		Credentials: map[string]*credential{},
	}
	w.nowSends(&p.resource, nil)
	p.directoryKey()
	w.people[p.first()] = p
	w.roster = append(w.roster, p)
	return p, nil
}

// person is somebody the scenario has already spoken of.
func (w *World) person(name string) (*Person, error) {
	p, ok := w.people[firstName(name)]
	if !ok {
		return nil, mistakef("the scenario has not said who %s is", name)
	}
	return p, nil
}

// account is a person who has an id at the service provider.
func (w *World) account(name string) (*Person, error) {
	p, err := w.person(name)
	if err != nil {
		return nil, err
	}
	return p, p.mustHaveID()
}

// withAccount does something with a person who has an id at the service provider.
func withAccount(ctx context.Context, name string, do func(*World, *Person) error) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	return do(w, p)
}

// withAccounts is withAccount for two people.
func withAccounts(ctx context.Context, one, other string, do func(w *World, one, other *Person) error) error {
	return withAccount(ctx, one, func(w *World, p *Person) error {
		q, err := w.account(other)
		if err != nil {
			return err
		}
		return do(w, p, q)
	})
}

// accounts are the people of a list, each of whom has an id.
func (w *World) accounts(list string) ([]*Person, error) {
	var people []*Person
	for _, name := range personNames(list) {
		p, err := w.account(name)
		if err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, nil
}
