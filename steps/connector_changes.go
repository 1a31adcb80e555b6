package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/scim"
)

// registerConnectorChanges registers what is asked of a connector beside the life cycle: what
// its directory did not do, and changes whose effect need not be seen.
func registerConnectorChanges(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+name+` has an account of which the directory knows nothing$`), hasForeignAccount)
	sc.Step(expression(`^`+first+`'s account is gone from the server$`), accountVanishes)
	sc.Step(expression(`^somebody else has given `+first+`'s account (\w+) (".*")$`), somebodyElseChanges)
	sc.Step(expression(`^(\d+) other people have accounts$`), crowdHasAccounts)
	sc.Step(expression(`^`+name+` joins as (".*")$`), personJoinsAs)
	sc.Step(expression(`^adding `+name+` is tried$`), addingIsTried)
	sc.Step(expression(`^giving `+first+` the (\w+) (".*") is tried$`), givingIsTried)
	sc.Step(expression(`^the directory has a group "([^"]+)"$`), directoryHasGroup)
	sc.Step(expression(`^the directory has a group "([^"]+)" with `+names+`$`), directoryHasGroupWith)
	sc.Step(expression(`^the directory has a group "([^"]+)" with all the other people$`), directoryHasGroupOfOthers)
	sc.Step(expression(`^deactivating `+first+` is tried$`), deactivatingByTheConnectorIsTried)
	sc.Step(expression(`^`+first+`'s id is kept as "([^"]+)"$`), idIsKept)
	sc.Step(expression(`^(\d+) of the other people leave at once$`), crowdLeaves)
	sc.Step(expression(`^the connector synchronises(?: again)?$`), connectorSynchronises)
}

// foreign sends a request in somebody else's name: neither the connector's nor its directory's.
func (w *World) foreign(ctx context.Context, r scim.Request, body any) (*answer, error) {
	if body != nil {
		encoded, err := oracle.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("encoding what somebody else sends: %w", err)
		}
		r.Body = encoded
	}
	a, err := w.ask(ctx, w.run.client, w.carry(r))
	if err != nil {
		return nil, err
	}
	if !succeeded(a.Status) {
		return nil, unjudgedf("%s %s of somebody else was answered %d", r.Method, r.Path, a.Status)
	}
	return a, nil
}

func hasForeignAccount(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.introduce(name)
	if err != nil {
		return err
	}
	request := scim.Request{Method: http.MethodPost, Path: usersEndpoint}
	a, err := w.foreign(ctx, request, overlaid(p.Sent, oracle.Object{"externalId": nil, "password": nil}))
	if err != nil {
		return err
	}
	w.trackCreated(w.run.client, a)
	p.ID = newID(a, usersEndpoint)
	w.kept["foreignId"] = p.ID
	return p.mustHaveID()
}

func accountVanishes(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		_, err := w.foreign(ctx, scim.Request{Method: http.MethodDelete, Path: p.path()}, nil)
		return err
	})
}

// somebodyElseChanges sets an attribute that the connector's directory does not have.
func somebodyElseChanges(ctx context.Context, name, attribute, text string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		value, err := w.literal(text)
		if err != nil {
			return err
		}
		operation := oracle.Object{"op": "replace", "path": attribute, "value": value}
		_, err = w.foreign(ctx, scim.Request{Method: http.MethodPatch, Path: p.path()}, oracle.Object{
			"schemas": []any{patchSchema}, "Operations": []any{operation},
		})
		return err
	})
}

// personJoinsAs joins under a userName, which is the externalId as well: by whatever the
// connector looks people up, it has to write that name.
func personJoinsAs(ctx context.Context, name, text string) error {
	w := worldOf(ctx)
	value, err := w.literal(text)
	if err != nil {
		return err
	}
	return w.join(ctx, name, oracle.Object{"userName": value, "externalId": value})
}

// try asks for a change of which nothing need come: what was not seen, or was refused, is
// what the scenario is about.
func (w *World) try(do func() error) error {
	w.trying = true
	defer func() { w.trying = false }()
	err := do()
	if _, broken := breaches(err); broken || isUnjudged(err) {
		return nil
	}
	if _, refused := asRefused(err); refused {
		return nil
	}
	return err
}

func addingIsTried(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.introduce(name)
	if err != nil {
		return err
	}
	return w.try(func() error {
		if err := w.join(ctx, name, nil); err != nil {
			return err
		}
		return p.mustHaveID()
	})
}

func givingIsTried(ctx context.Context, name, path, text string) error {
	w := worldOf(ctx)
	return w.try(func() error { return attributeBecomes(ctx, name, path, text) })
}

func directoryHasGroup(ctx context.Context, name string) error {
	return worldOf(ctx).groupJoins(ctx, name, nil)
}

func directoryHasGroupWith(ctx context.Context, name, list string) error {
	w := worldOf(ctx)
	people, err := w.accounts(list)
	if err != nil {
		return err
	}
	return w.groupJoins(ctx, name, people)
}

// groupJoins makes a group in the directory, from where it reaches the target.
func (w *World) groupJoins(ctx context.Context, name string, people []*Person) error {
	g := w.introduceGroup(name)
	var members []any
	for _, p := range people {
		members = append(members, oracle.Object{"value": p.ID})
	}
	if len(members) > 0 {
		w.nowSends(&g.resource, oracle.Object{"members": members})
	}
	return w.provision(ctx, &g.resource, nil)
}

// other is somebody of whom the scenario never speaks by name.
func (w *World) other(n int) string { return fmt.Sprintf("Other%d", n) }

func crowdHasAccounts(ctx context.Context, count int) error {
	w := worldOf(ctx)
	for i := range count {
		sent, err := w.run.representation("Grace Hopper", fmt.Sprintf("%sother%d", w.alias, i+1), false)
		if err != nil {
			return err
		}
		p := &Person{
			resource:    resource{Name: w.other(i + 1), Sent: sent, endpoint: usersEndpoint},
			Credentials: map[string]*credential{},
		}
		w.people[p.Name] = p
		w.roster = append(w.roster, p)
		if err := w.provision(ctx, &p.resource, nil); err != nil {
			return err
		}
	}
	return nil
}

func directoryHasGroupOfOthers(ctx context.Context, name string) error {
	w := worldOf(ctx)
	var others []*Person
	for i := 1; ; i++ {
		p, there := w.people[w.other(i)]
		if !there {
			return w.groupJoins(ctx, name, others)
		}
		others = append(others, p)
	}
}

func deactivatingByTheConnectorIsTried(ctx context.Context, name string) error {
	w := worldOf(ctx)
	return w.try(func() error { return personIsDeactivated(ctx, name) })
}

func idIsKept(ctx context.Context, name, as string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		w.kept[as] = p.ID
		return nil
	})
}

// leavers lets several people leave before the connector synchronises, as when the source of
// a directory fails.
type leavers interface {
	LeaveAtOnce(ctx context.Context, who []provision.Subject) error
}

func crowdLeaves(ctx context.Context, count int) error {
	w := worldOf(ctx)
	together, able := w.provisioner().(leavers)
	if !able {
		return &skipped{reason: "nobody can be told that several people leave at once", optional: true}
	}
	var who []provision.Subject
	for i := range count {
		p, err := w.account(w.other(i + 1))
		if err != nil {
			return err
		}
		who = append(who, p.subject())
	}
	return w.try(func() error { return together.LeaveAtOnce(ctx, who) })
}

// cycler lets a connector synchronise.
type cycler interface {
	Cycle(ctx context.Context) error
}

func connectorSynchronises(ctx context.Context) error {
	w := worldOf(ctx)
	connector, able := w.provisioner().(cycler)
	if !able {
		return &skipped{reason: "nobody can be told when to synchronise", optional: true}
	}
	if err := connector.Cycle(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return unjudgedf("asking the connector to synchronise: %v", err)
	}
	return ctx.Err()
}
