package steps

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/scim"
)

// name is a person's name as features write it.
const name = `([\p{Lu}\p{Lo}][\pL'’.-]*(?: [\pL'’.-]+)*)`

// first is a person's first name: how a person is called after the first mention.
const first = `([\p{Lu}\p{Lo}][\pL'’-]*)`

// names is a list of people: "Ada Lovelace, Grace Hopper and Alan Turing".
const names = `([\p{Lu}\p{Lo}][^":]*?)`

// Person is somebody of the scenario, known to the target or not yet.
type Person struct {
	// Name is the full name, the key into the fixture people.
	Name string
	// Sent is the representation that was last sent as a whole.
	Sent oracle.Object
	// ID is the id that the service provider gave; empty until then.
	ID string
	// Before is the state before the last change, where the scenario compares.
	Before oracle.Object
	// Asserted are the paths that the scenario says have changed.
	Asserted []string
	// Credentials are what the person holds, by the name of the login attempt.
	Credentials map[string]*credential
	// Estate is what the person came to own.
	Estate estate
}

func (p *Person) first() string { return firstName(p.Name) }

func firstName(full string) string {
	word, _, _ := strings.Cut(full, " ")
	return word
}

func (p *Person) path() string { return "/Users/" + url.PathEscape(p.ID) }

// property is what {Ada.xxx} stands for.
func (p *Person) property(name string) (string, bool) {
	switch name {
	case "id":
		return p.ID, p.ID != ""
	case "email":
		return oracle.FirstString(p.Sent, "emails.value")
	case "USERNAME":
		userName, ok := oracle.FirstString(p.Sent, "userName")
		return strings.ToUpper(userName), ok
	case "userName", "externalId", "password", "displayName":
		return oracle.FirstString(p.Sent, name)
	default:
		return "", false
	}
}

func registerPeople(sc *godog.ScenarioContext) {
	sc.Step(`^`+names+` (?:has an account|have accounts)$`, peopleHaveAccounts)
	sc.Step(`^`+name+` has an account with:$`, personHasAccountWith)
	sc.Step(`^the client creates `+name+`$`, clientCreates)
	sc.Step(`^the client creates `+name+` with:$`, clientCreatesWith)
	sc.Step(`^the client reads `+first+`$`, clientReads)
	sc.Step(`^the client replaces `+first+` with:$`, clientReplaces)
	sc.Step(`^the client replaces `+first+` with what was read$`, clientReplacesWithRead)
	sc.Step(`^the client replaces `+first+` with null for (\w+)$`, clientReplacesWithNull)
	sc.Step(`^the client patches `+first+` with:$`, clientPatches)
	sc.Step(`^the client deletes `+first+`$`, clientDeletes)
}

func peopleHaveAccounts(ctx context.Context, list string) error {
	w := worldOf(ctx)
	for _, name := range personNames(list) {
		if err := w.provision(ctx, name, nil); err != nil {
			return err
		}
	}
	return nil
}

func personHasAccountWith(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	overlay, err := w.personOverlay(name, doc)
	if err != nil {
		return err
	}
	return w.provision(ctx, name, overlay)
}

// personOverlay reads the doc string after the person is known, so that it may
// speak of the person's own userName.
func (w *World) personOverlay(name string, doc *godog.DocString) (oracle.Object, error) {
	if _, err := w.introduce(name); err != nil {
		return nil, err
	}
	return w.object(doc)
}

// provision creates a person for a Given: anything but a created resource with
// an id means that the scenario cannot be judged.
func (w *World) provision(ctx context.Context, name string, overlay oracle.Object) error {
	p, err := w.create(ctx, name, overlay)
	if err != nil {
		return err
	}
	if p.ID == "" {
		return unjudgedf("creating %s was answered %s", p.Name, w.last.show())
	}
	return nil
}

func clientCreates(ctx context.Context, name string) error {
	_, err := worldOf(ctx).create(ctx, name, nil)
	return err
}

func clientCreatesWith(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	overlay, err := w.personOverlay(name, doc)
	if err != nil {
		return err
	}
	_, err = w.create(ctx, name, overlay)
	return err
}

// create sends the person's representation and keeps the id if one is given.
func (w *World) create(ctx context.Context, name string, overlay oracle.Object) (*Person, error) {
	p, err := w.introduce(name)
	if err != nil {
		return nil, err
	}
	w.nowSends(p, overlay)
	a, err := w.sendJSON(ctx, http.MethodPost, "/Users", p.Sent)
	if err != nil {
		return nil, err
	}
	if a.is(http.StatusCreated, http.StatusOK) {
		if object, mismatch := a.object(); mismatch == nil {
			p.ID, _ = oracle.FirstString(object, "id")
		}
	}
	return p, nil
}

// introduce makes a person of the fixtures known to the scenario, under names
// that nobody else in the tenant has. It is done once a person.
func (w *World) introduce(name string) (*Person, error) {
	if p, ok := w.people[firstName(name)]; ok {
		return p, nil
	}
	sent, err := w.run.representation(name, w.alias, w.scenario.hasTag("@lifecycle"))
	if err != nil {
		return nil, err
	}
	p := &Person{Name: name, Sent: sent, Credentials: map[string]*credential{}}
	w.nowSends(p, nil)
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
	if p.ID == "" {
		return nil, unjudgedf("%s has no id, for creating the account was refused", p.Name)
	}
	return p, nil
}

func clientReads(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	_, err = w.send(ctx, scim.Request{Method: http.MethodGet, Path: p.path()})
	return err
}

func clientReplaces(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	overlay, err := w.object(doc)
	if err != nil {
		return err
	}
	w.nowSends(p, overlay)
	body := overlaid(oracle.Object{"id": p.ID}, p.Sent)
	_, err = w.sendJSON(ctx, http.MethodPut, p.path(), body)
	return err
}

// clientReplacesWithRead reads and sends back exactly that, as a client does that
// reads before it writes.
func clientReplacesWithRead(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	read, err := w.read(ctx, p.path())
	if err != nil {
		return err
	}
	_, err = w.sendJSON(ctx, http.MethodPut, p.path(), read)
	return err
}

// clientReplacesWithNull unassigns by an explicit null (RFC 7643 §2.5).
func clientReplacesWithNull(ctx context.Context, name, attribute string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	body := overlaid(oracle.Object{"id": p.ID}, p.Sent)
	body[attribute] = nil
	_, err = w.sendJSON(ctx, http.MethodPut, p.path(), body)
	return err
}

func clientPatches(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	return w.patch(ctx, p.path(), doc)
}

func clientDeletes(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	return w.remove(ctx, p.path())
}

// nowSends lays attributes over what is sent as a whole; a password among them is
// a secret from now on.
func (w *World) nowSends(p *Person, overlay oracle.Object) {
	p.Sent = overlaid(p.Sent, overlay)
	if password, ok := oracle.FirstString(p.Sent, "password"); ok {
		w.rec.Add(password)
	}
}

// overlaid is base with each top-level attribute of overlay in place of its own;
// null drops the attribute.
func overlaid(base, overlay oracle.Object) oracle.Object {
	sum := maps.Clone(base)
	for name, value := range overlay {
		if value == nil {
			delete(sum, name)
			continue
		}
		sum[name] = value
	}
	return sum
}

// snapshotPerson keeps the state that a later step compares with.
func (w *World) snapshotPerson(ctx context.Context, p *Person) error {
	object, err := w.read(ctx, p.path())
	if err != nil {
		return fmt.Errorf("reading %s before the change: %w", p.Name, err)
	}
	p.Before, p.Asserted = object, nil
	return nil
}
