package steps

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
)

// These steps are about what a provisioning client asks beside its changes, and about the
// changes that it makes of several things at once, each in the manner of its dialect.

func registerClientMoves(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the provisioning client (tests its connection|asks what the service is like)$`), clientAsks)
	sc.Step(expression(`^the provisioning client goes on$`), clientGoesOn)
	sc.Step(expression(`^the provisioning client finds `+first+`$`), clientFinds)
	sc.Step(expression(`^the provisioning client does not find `+name+`$`), clientDoesNotFind)
	sc.Step(expression(`^the provisioning client creates the group "([^"]+)"$`), clientMakesGroup)
	sc.Step(expression(`^the provisioning client finds the group "([^"]+)"$`), clientFindsGroup)
	sc.Step(expression(`^these attributes of `+first+` become:$`), attributesBecome)
	sc.Step(expression(`^`+names+` join the group "([^"]+)"$`), peopleJoinGroup)
	sc.Step(expression(`^the group "([^"]+)" is renamed to "([^"]+)"$`), groupIsRenamed)
	sc.Step(expression(`^all members of "([^"]+)" are sent anew: (nobody|`+names[1:]+`$`), membersAreSentAnew)
}

// speaker is the client where it is ours: it can be asked for a single request. Of somebody
// else's connector only changes can be asked.
func (w *World) speaker() (*provision.Direct, error) {
	direct, ok := w.provisioner().(*provision.Direct)
	if !ok {
		return nil, &skipped{reason: "the connector alone decides when it asks, and what", optional: true}
	}
	return direct, nil
}

// clientAsks leaves the judgement to the next step.
func clientAsks(ctx context.Context, what string) error {
	w := worldOf(ctx)
	client, err := w.speaker()
	if err != nil {
		return err
	}
	ask := client.Probe
	if what == "tests its connection" {
		ask = client.TestCredentials
	}
	_, err = ask(ctx)
	if _, refused := asRefused(err); refused {
		w.stopped = err
		return nil
	}
	return err
}

func clientGoesOn(ctx context.Context) error {
	w := worldOf(ctx)
	if _, err := w.answered(); err != nil {
		return err
	}
	if refused, ok := asRefused(w.stopped); ok {
		return w.judge(result.Mismatch{Path: "status of " + string(refused.Move), Want: anyOf(refused.Accept), Got: w.last.show()})
	}
	if w.last.Status != http.StatusOK {
		return w.judge()
	}
	_, isObject := w.last.value.(oracle.Object)
	return w.judgeThat(isObject, "answer", "a JSON object", w.last.show())
}

func clientFinds(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		return w.eventually(ctx, func() error {
			found, err := w.foundByClient(ctx, p)
			if err != nil {
				return err
			}
			return w.judgeThat(slices.Equal(found, []string{p.ID}), "who the client finds", oracle.Text([]any{p.ID}), oracle.Text(found))
		})
	})
}

// clientDoesNotFind is about somebody whom the target has never seen. The scenario has found
// somebody else in the same way before.
func clientDoesNotFind(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.introduce(name)
	if err != nil {
		return err
	}
	found, err := w.foundByClient(ctx, p)
	if err != nil {
		return err
	}
	return w.judgeThat(len(found) == 0, "who the client finds", "nobody", oracle.Text(found))
}

// foundByClient are the ids that the client's own look-up shows.
func (w *World) foundByClient(ctx context.Context, p *Person) ([]string, error) {
	client, err := w.speaker()
	if err != nil {
		return nil, err
	}
	_, err = client.Match(ctx, p.subject())
	if err := w.moved(err); err != nil {
		return nil, err
	}
	return w.idsListed()
}

// idsListed are the ids in the last answer; none where the client takes 404 for nobody.
func (w *World) idsListed() ([]string, error) {
	if w.last.is(http.StatusNotFound) {
		return nil, nil
	}
	if _, mismatches := oracle.Listed(w.last.value, oracle.ListOptions{}); len(mismatches) > 0 {
		return nil, w.judge(mismatches...)
	}
	return texts(oracle.Lookup(w.last.value, "Resources.id")), nil
}

func clientMakesGroup(ctx context.Context, name string) error {
	w := worldOf(ctx)
	client, err := w.speaker()
	if err != nil {
		return err
	}
	g := w.introduceGroup(name)
	_, err = client.CreateGroup(ctx, g.subject())
	if err := w.moved(err); err != nil {
		return err
	}
	g.ID = newID(w.last, g.endpoint)
	return w.judgeThat(g.ID != "", "id of the created group", "present", w.last.show())
}

// clientFindsGroup lets a client that reads the list of all groups find this one among them.
func clientFindsGroup(ctx context.Context, name string) error {
	w := worldOf(ctx)
	client, err := w.speaker()
	if err != nil {
		return err
	}
	g, err := w.group(name)
	if err != nil {
		return err
	}
	return w.eventually(ctx, func() error {
		_, err := client.MatchGroup(ctx, g.subject())
		if err := w.moved(err); err != nil {
			return err
		}
		found, err := w.idsListed()
		if err != nil {
			return err
		}
		only := len(found) == 1 || !strings.Contains(w.last.request.Path, "filter=")
		return w.judgeThat(only && slices.Contains(found, g.ID), "groups that the client finds", oracle.Text([]any{g.ID}), oracle.Text(found))
	})
}

func attributesBecome(ctx context.Context, name string, table *godog.Table) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		client, err := w.speaker()
		if err != nil {
			return err
		}
		changes, err := w.changesOf(table)
		if err != nil {
			return err
		}
		if err := w.nowHolds(&p.resource, changes...); err != nil {
			return err
		}
		_, err = client.Change(ctx, p.subject(), changes...)
		return w.moved(err)
	})
}

func (w *World) changesOf(table *godog.Table) ([]provision.Change, error) {
	var changes []provision.Change
	for _, row := range table.Rows[1:] {
		if len(row.Cells) != 2 {
			return nil, mistakef("a change is an attribute and a value")
		}
		value, err := w.literal(row.Cells[1].Value)
		if err != nil {
			return nil, err
		}
		changes = append(changes, provision.Change{Path: row.Cells[0].Value, Value: value})
	}
	return changes, nil
}

func peopleJoinGroup(ctx context.Context, list, group string) error {
	w := worldOf(ctx)
	client, err := w.speaker()
	if err != nil {
		return err
	}
	people, err := w.accounts(list)
	if err != nil {
		return err
	}
	g, err := w.group(group)
	if err != nil {
		return err
	}
	var joining []provision.Subject
	for _, p := range people {
		joining = append(joining, p.subject())
		p.Asserted = append(p.Asserted, "groups")
	}
	after := g.subject()
	after.Members = append(w.membersOf(g), joining...)
	_, err = client.AddMembers(ctx, after, joining...)
	return w.moved(err)
}

// membersOf are those with whom the group was last sent as a whole.
func (w *World) membersOf(g *Group) []provision.Subject {
	var members []provision.Subject
	for _, id := range texts(oracle.Lookup(g.Sent, "members.value")) {
		s := provision.Subject{ID: id}
		if p := w.byID(id); p != nil {
			s = p.subject()
		}
		members = append(members, s)
	}
	return members
}

func groupIsRenamed(ctx context.Context, name, to string) error {
	w := worldOf(ctx)
	client, err := w.speaker()
	if err != nil {
		return err
	}
	g, err := w.group(name)
	if err != nil {
		return err
	}
	if to, err = w.expand(to); err != nil {
		return err
	}
	before := g.subject()
	before.Members = w.membersOf(g)
	_, err = client.RenameGroup(ctx, before, to)
	w.nowSends(&g.resource, oracle.Object{"displayName": to})
	return w.moved(err)
}

func membersAreSentAnew(ctx context.Context, name, list string) error {
	w := worldOf(ctx)
	client, err := w.speaker()
	if err != nil {
		return err
	}
	g, err := w.group(name)
	if err != nil {
		return err
	}
	members := []any{}
	if list != "nobody" {
		people, err := w.accounts(list)
		if err != nil {
			return err
		}
		for _, p := range people {
			members = append(members, oracle.Object{"value": p.ID})
		}
	}
	w.nowSends(&g.resource, oracle.Object{"members": members})
	after := g.subject()
	after.Members = w.membersOf(g)
	_, err = client.ReplaceMembers(ctx, after)
	return w.moved(err)
}
