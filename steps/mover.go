package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
)

// registerJoinerMoverLeaver registers the life of a person as an administrator
// tells it. The changes go through the provisioner, in the scenario's dialect.
func registerJoinerMoverLeaver(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+name+` joins$`), personJoins)
	sc.Step(expression(`^`+name+` joins, not yet active$`), personJoinsInactive)
	sc.Step(expression(`^`+name+` joins under `+first+`'s userName$`), personJoinsUnder)
	sc.Step(expression(`^`+first+`'s `+attribute+` becomes (.+)$`), attributeBecomes)
	sc.Step(expression(`^`+first+`'s `+attribute+` is cleared$`), attributeIsCleared)
	sc.Step(expression(`^`+first+` (joins|leaves) the group "([^"]+)"$`), personMovesGroup)
	sc.Step(expression(`^`+first+` is deactivated(?: again)?$`), personIsDeactivated)
	sc.Step(expression(`^`+first+` is deactivated(?: again)? by (PATCH with a path|PATCH without a path|PUT|DELETE)$`), personIsDeactivatedBy)
	sc.Step(expression(`^`+first+` is reactivated$`), personIsReactivated)
	sc.Step(expression(`^`+first+` is deleted$`), personIsDeleted)
	sc.Step(expression(`^`+first+` is shown as (active|disabled)$`), personIsShownAs)
	sc.Step(expression(`^`+first+` is found by (userName|userName in another case|externalId|e-mail)$`), personIsFoundBy)
	sc.Step(expression(`^`+first+` reports to (nobody|`+first[1:]+`$`), personReportsTo)
	sc.Step(expression(`^`+first+`'s password can be read nowhere$`), passwordIsSecret)
	sc.Step(expression(`^`+first+` and `+first+` have different ids$`), differentIDs)
}

// provisioner is who makes the changes: somebody else's connector, or the harness itself,
// as a SCIM client that speaks the dialect in which the scenario is told, and all of whose requests
// go through the scenario's recorder.
func (w *World) provisioner() provision.Provisioner {
	if w.delegate != nil {
		return w.delegate
	}
	return &provision.Direct{Dialect: w.dialect, Sender: provision.SenderFunc(w.sendMove), Base: w.run.client.Base()}
}

// subject is the person as the provisioner knows them. The password travels with
// the create alone: later changes must not set it again.
func (p *Person) subject() provision.Subject {
	userName, _ := oracle.FirstString(p.Sent, "userName")
	resource := overlaid(p.Sent, oracle.Object{"password": nil})
	if p.ID == "" {
		resource = p.Sent
	} else {
		resource["id"] = p.ID
	}
	return provision.Subject{ID: p.ID, Key: p.directoryKey(), UserName: userName, Resource: resource}
}

func (g *Group) subject() provision.Group {
	displayName, _ := oracle.FirstString(g.Sent, "displayName")
	return provision.Group{ID: g.ID, Key: g.directoryKey(), DisplayName: displayName, Resource: g.Sent}
}

// moved turns an answer that the provisioner takes for a refusal into a violation. Any
// success goes on, since what came of it is read anew: which one it must be is judged by
// the scenarios on the protocol.
func (w *World) moved(err error) error {
	refused, ok := asRefused(err)
	if !ok {
		return err
	}
	if succeeded(refused.Status) {
		return nil
	}
	got := fmt.Sprint(refused.Status)
	if w.last != nil {
		got = fmt.Sprintf("%d %s", refused.Status, w.last.show())
	}
	return w.judge(result.Mismatch{Path: "status of " + string(refused.Move), Want: anyOf(refused.Accept), Got: got})
}

func succeeded(status int) bool { return status >= 200 && status <= 299 }

func personJoins(ctx context.Context, name string) error {
	return worldOf(ctx).join(ctx, name, nil)
}

func personJoinsInactive(ctx context.Context, name string) error {
	return worldOf(ctx).join(ctx, name, oracle.Object{"active": false})
}

func (w *World) join(ctx context.Context, name string, overlay oracle.Object) error {
	p, err := w.introduce(name)
	if err != nil {
		return err
	}
	w.nowSends(&p.resource, overlay)
	answer, err := w.provisioner().Create(ctx, p.subject())
	if err = w.moved(err); err != nil {
		return err
	}
	w.noteOmissions(p)
	active, given := boolAt(p.Sent, "active")
	p.NeverActive = given && !active
	p.ID = orElse(answer.ID, newID(w.last, p.endpoint))
	return w.judgeThat(p.ID != "", "id of the created person", "present", w.last.show())
}

// personJoinsUnder leaves open whether it is refused: that is the next step's
// question.
func personJoinsUnder(ctx context.Context, name, other string) error {
	return withAccount(ctx, other, func(w *World, taken *Person) error {
		if w.delegate != nil && !w.run.created.IsDeleted(taken.ID) {
			return &skipped{reason: "no directory has two people under one userName", optional: true}
		}
		p, err := w.introduce(name)
		if err != nil {
			return err
		}
		w.nowSends(&p.resource, oracle.Object{"userName": taken.Sent["userName"]})
		answer, err := w.provisioner().Create(ctx, p.subject())
		if _, refused := asRefused(err); err != nil && !refused {
			return err
		}
		if succeeded(w.last.Status) {
			p.ID = orElse(answer.ID, newID(w.last, p.endpoint))
		}
		w.noteOmissions(p)
		return nil
	})
}

func attributeBecomes(ctx context.Context, name, path, text string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		if path == "manager" {
			return w.setManager(ctx, p, text)
		}
		value, err := w.literal(text)
		if err != nil {
			return err
		}
		if path == "userName" {
			return w.rename(ctx, p, value)
		}
		if err := w.nowHolds(&p.resource, provision.Change{Path: path, Value: value}); err != nil {
			return err
		}
		_, err = w.provisioner().Replace(ctx, p.subject(), path, value)
		return w.moved(err)
	})
}

func (w *World) rename(ctx context.Context, p *Person, value any) error {
	userName, ok := value.(string)
	if !ok {
		return mistakef("a userName is a text")
	}
	// The subject still has the old name: the provisioner may look it up by that.
	_, err := w.provisioner().Rename(ctx, p.subject(), userName)
	w.nowSends(&p.resource, oracle.Object{"userName": userName})
	p.Asserted = append(p.Asserted, "userName")
	return w.moved(err)
}

func (w *World) setManager(ctx context.Context, p *Person, name string) error {
	manager, err := w.account(name)
	if err != nil {
		return err
	}
	_, err = w.provisioner().SetManager(ctx, p.subject(), manager.ID)
	if held := w.nowHolds(&p.resource, provision.Change{Path: managerPath + ".value", Value: manager.ID}); held != nil {
		return held
	}
	return w.moved(err)
}

func attributeIsCleared(ctx context.Context, name, path string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		cleared := path
		if path == "manager" {
			cleared = managerPath
		}
		if err := w.nowHolds(&p.resource, provision.Change{Path: cleared}); err != nil {
			return err
		}
		var err error
		if path == "manager" {
			_, err = w.provisioner().ClearManager(ctx, p.subject())
		} else {
			_, err = w.provisioner().Clear(ctx, p.subject(), path)
		}
		return w.moved(err)
	})
}

func personMovesGroup(ctx context.Context, name, verb, group string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		g, err := w.group(group)
		if err != nil {
			return err
		}
		joins := verb == "joins"
		after := w.rollAfter(g, p, joins)
		if joins {
			_, err = w.provisioner().AddMember(ctx, after, p.subject())
		} else {
			_, err = w.provisioner().RemoveMember(ctx, after, p.subject())
		}
		p.Asserted = append(p.Asserted, "groups")
		return w.moved(err)
	})
}

func personIsDeactivated(ctx context.Context, name string) error {
	return personIsDeactivatedBy(ctx, name, "")
}

func personIsDeactivatedBy(ctx context.Context, name, road string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		if err := w.identify(ctx, p); err != nil {
			return err
		}
		if road == provision.RoadDelete {
			if err := w.mustOwnNothing(ctx, p); err != nil {
				return err
			}
		}
		_, err := w.provisioner().Deactivate(ctx, p.subject(), road)
		since := result.Deletion
		if road != provision.RoadDelete {
			since = result.Deactivation
			w.nowSends(&p.resource, oracle.Object{"active": false})
		}
		return w.out(p, since, w.moved(err))
	})
}

func personIsReactivated(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		w.nowSends(&p.resource, oracle.Object{"active": true})
		p.NeverActive, p.departed = false, nil
		_, err := w.provisioner().Reactivate(ctx, p.subject())
		return w.moved(err)
	})
}

// personIsShownAs looks at the state over SCIM and, where there is a probe, at
// what the target itself shows.
func personIsShownAs(ctx context.Context, name, state string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		p.Asserted = append(p.Asserted, "active")
		return w.eventually(ctx, func() error {
			asked := time.Now()
			err := w.judgeState(ctx, p, state)
			if state == "disabled" {
				w.timedStatus(p, asked, err)
			}
			return err
		})
	})
}

func (w *World) judgeState(ctx context.Context, p *Person, state string) error {
	object, err := w.read(ctx, p.path())
	if err != nil {
		return err
	}
	want := state == "active"
	active, given := boolAt(object, "active")
	if err := w.judgeThat(given && active == want, "active", fmt.Sprint(want), shown(oracle.Lookup(object, "active"))); err != nil {
		return err
	}
	return w.judgeNativeState(ctx, p, state)
}

func (w *World) judgeNativeState(ctx context.Context, p *Person, state string) error {
	recipe := w.run.target.Probes.Status
	if recipe == nil {
		return nil
	}
	if err := w.identify(ctx, p); err != nil {
		return err
	}
	got, attempt, err := probe.NewStatus(*recipe, w.kit()).Of(ctx, p.probed())
	if err != nil {
		return fmt.Errorf("asking the status probe: %w", err)
	}
	if got == probe.Unknown {
		return unjudgedf("the status probe could not tell: %s", attempt.Evidence)
	}
	return w.judgeThat(string(got) == state, "native status", state, string(got)+" ("+attempt.Evidence+")")
}

// personIsFoundBy looks a person up as an identity provider does. The userName is what
// it cannot do without; a target may decline a filter on anything else.
func personIsFoundBy(ctx context.Context, name, by string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		path, value, err := p.match(by)
		if err != nil {
			return err
		}
		return w.eventually(ctx, func() error { return w.judgeFound(ctx, p, path, value) })
	})
}

func (w *World) judgeFound(ctx context.Context, p *Person, path, value string) error {
	found, taken, err := w.whoHas(ctx, path, value)
	if err != nil {
		return err
	}
	switch {
	case !taken && path != "userName":
		return &skipped{reason: "the target does not take a filter on " + path, optional: true}
	case !taken:
		return w.judge(result.Mismatch{Path: equals(path, value), Want: oracle.Text([]any{p.ID}), Got: "the filter is declined"})
	}
	return w.judgeThat(len(found) == 1 && found[0] == p.ID, equals(path, value), oracle.Text([]any{p.ID}), oracle.Text(found))
}

// match is the attribute and the value by which a person is found.
func (p *Person) match(by string) (path, value string, err error) {
	switch by {
	case "externalId":
		value, err = p.property("externalId")
		return "externalId", value, err
	case "e-mail":
		value, err = p.property("email")
		return "emails.value", value, err
	case "userName in another case":
		value, err = p.property("USERNAME")
		return "userName", value, err
	default:
		value, err = p.property("userName")
		return "userName", value, err
	}
}

const managerPath = enterpriseSchema + ":manager"

func personReportsTo(ctx context.Context, name, manager string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		var want []string
		if manager != "nobody" {
			m, err := w.account(manager)
			if err != nil {
				return err
			}
			want = []string{m.ID}
		}
		object, err := w.read(ctx, p.path())
		if err != nil {
			return err
		}
		p.Asserted = append(p.Asserted, managerPath)
		got := texts(oracle.Lookup(object, managerPath+".value"))
		return w.judgeThat(slices.Equal(got, want), managerPath+".value", w.named(want), w.named(got))
	})
}

// passwordIsSecret looks for the password in every place where a representation
// may carry it: the answer to the create, the resource, a list, and a projection
// that asks for it by name (RFC 7643 §7, returned: never).
func passwordIsSecret(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		password, ok := oracle.FirstString(p.Sent, "password")
		if !ok {
			return &skipped{reason: "the target's User schema does not declare password", optional: true}
		}
		if err := w.mustHavePassword(p); err != nil {
			return err
		}
		plain, err := w.look(ctx, p.path())
		if err != nil {
			return err
		}
		if mismatches := plain.statusMismatch(http.StatusOK); mismatches != nil {
			return w.judge(mismatches...)
		}
		answers := []*answer{w.last, plain}
		userName, _ := oracle.FirstString(p.Sent, "userName")
		query := url.Values{"filter": {equals("userName", userName)}, "attributes": {"userName,password"}}
		for _, path := range []string{p.path() + "?attributes=password", usersEndpoint + "?" + query.Encode()} {
			a, err := w.look(ctx, path)
			if err != nil {
				return err
			}
			answers = append(answers, a)
		}
		return w.judge(leaks(answers, password)...)
	})
}

func leaks(answers []*answer, password string) []result.Mismatch {
	var found []result.Mismatch
	for _, a := range answers {
		if a == nil || a.Status >= http.StatusBadRequest {
			continue
		}
		given := len(oracle.Lookup(a.value, "password")) + len(oracle.Lookup(a.value, "Resources.password"))
		if given > 0 || strings.Contains(string(a.Body), password) {
			found = append(found, result.Mismatch{Path: "password", Want: absent, Got: "given by " + a.request.Method + " " + a.request.Path})
		}
	}
	return found
}

func differentIDs(ctx context.Context, one, other string) error {
	return withAccount(ctx, one, func(w *World, a *Person) error {
		b, err := w.person(other)
		if err != nil {
			return err
		}
		if b.ID == "" {
			return w.judge(result.Mismatch{Path: "creation of " + b.Name, Want: "an id", Got: w.last.show()})
		}
		return w.judgeThat(a.ID != b.ID, "id", "another than "+quoted(a.ID), quoted(b.ID))
	})
}
