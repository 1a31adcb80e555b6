package steps

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
)

// The state of a resource is always read anew: the answer to a write is never
// taken for what was stored.
func registerState(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+first+`'s `+attribute+` `+claimed+`$`), aPerson.attributeIs)
	sc.Step(expression(`^`+first+` has:$`), aPerson.has)
	sc.Step(expression(`^nothing else about `+first+` has changed$`), aPerson.hasChangedInNothingElse)
	sc.Step(expression(`^`+first+` is unchanged$`), aPerson.isUnchanged)
	sc.Step(expression(`^`+first+` still exists$`), personStillExists)
	sc.Step(expression(`^`+first+` is gone$`), personIsGone)
	sc.Step(expression(`^the group "([^"]+)"'s `+attribute+` `+claimed+`$`), aGroup.attributeIs)
	sc.Step(expression(`^the group "([^"]+)" has:$`), aGroup.has)
	sc.Step(expression(`^nothing else about the group "([^"]+)" has changed$`), aGroup.hasChangedInNothingElse)
	sc.Step(expression(`^the group "([^"]+)" is unchanged$`), aGroup.isUnchanged)
	sc.Step(expression(`^the members of "([^"]+)" are nobody$`), membersAreNobody)
	sc.Step(expression(`^the members of "([^"]+)" are `+names+`$`), membersAre)
	sc.Step(expression(`^`+first+` (belongs|does not belong) to "([^"]+)"$`), personBelongs)
	sc.Step(expression(`^`+first+` no longer belongs to "([^"]+)", while `+first+` does$`), personNoLongerBelongs)
	sc.Step(expression(`^no account has the (userName|externalId) "([^"]+)"$`), noAccount)
	sc.Step(expression(`^nobody can be read under the id "([^"]+)"$`), nobodyIsRead)
	sc.Step(expression(`^exactly one account has the userName "([^"]+)"$`), exactlyOneAccount)
}

// alwaysMoves are the attributes that a service provider changes by itself when a
// resource changes (RFC 7643 §3.1).
var alwaysMoves = []string{"meta.lastModified", "meta.version"}

func (f find) attributeIs(ctx context.Context, name, path, verb, rest string) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		object, err := w.read(ctx, r.path())
		if err != nil {
			return err
		}
		r.Asserted = append(r.Asserted, path)
		return w.judgeAttribute(object, path, verb, rest)
	})
}

func (f find) has(ctx context.Context, name string, doc *godog.DocString) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		want, err := w.object(doc)
		if err != nil {
			return err
		}
		got, err := w.read(ctx, r.path())
		if err != nil {
			return err
		}
		for name := range want {
			r.Asserted = append(r.Asserted, name)
		}
		return w.judge(oracle.Subset(want, got)...)
	})
}

func (f find) hasChangedInNothingElse(ctx context.Context, name string) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		return w.judgeSame(ctx, r, r.Before, append(slices.Clone(alwaysMoves), r.Asserted...))
	})
}

func (f find) isUnchanged(ctx context.Context, name string) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		return w.judgeSame(ctx, r, r.Before, alwaysMoves)
	})
}

// judgeSame compares the state before the change with the state now.
func (w *World) judgeSame(ctx context.Context, r *resource, before oracle.Object, ignore []string) error {
	if before == nil {
		return mistakef("the state before the change was not read")
	}
	after, err := w.read(ctx, r.path())
	if err != nil {
		return err
	}
	return w.judge(oracle.Diff(before, after, ignore...)...)
}

func personStillExists(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		a, err := w.look(ctx, p.path())
		if err != nil {
			return err
		}
		return w.judge(a.statusMismatch(http.StatusOK)...)
	})
}

// personIsGone wants 404 by id, and absence from a list that shows a control:
// an empty or broken list proves nothing.
func personIsGone(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		a, err := w.look(ctx, p.path())
		if err != nil {
			return err
		}
		if err := w.judgeStatus(a, http.StatusNotFound, http.StatusGone); err != nil {
			return err
		}
		w.forget("Users", p.ID)
		return w.judgeNotListed(ctx, p)
	})
}

func membersAreNobody(ctx context.Context, group string) error {
	return worldOf(ctx).judgeMembers(ctx, group, nil)
}

func membersAre(ctx context.Context, group, list string) error {
	w := worldOf(ctx)
	people, err := w.accounts(list)
	if err != nil {
		return err
	}
	var want []string
	for _, p := range people {
		want = append(want, p.ID)
	}
	return w.judgeMembers(ctx, group, want)
}

func (w *World) judgeMembers(ctx context.Context, group string, want []string) error {
	g, err := w.group(group)
	if err != nil {
		return err
	}
	object, err := w.read(ctx, g.path())
	if err != nil {
		return err
	}
	g.Asserted = append(g.Asserted, "members")
	got := texts(oracle.Lookup(object, "members.value"))
	slices.Sort(want)
	slices.Sort(got)
	return w.judgeThat(slices.Equal(want, got), "members.value", w.named(want), w.named(got))
}

func texts(values []any) []string {
	var found []string
	for _, value := range values {
		if text, ok := value.(string); ok {
			found = append(found, text)
		}
	}
	return found
}

// named shows ids with the names of the scenario's people behind them.
func (w *World) named(ids []string) string {
	if len(ids) == 0 {
		return "nobody"
	}
	var people []any
	for _, id := range ids {
		people = append(people, w.nameOf(id))
	}
	return oracle.Text(people)
}

func (w *World) nameOf(id string) string {
	if p := w.byID(id); p != nil {
		return p.Name
	}
	return id
}

// personBelongs reads the user's side of a membership (RFC 7643 §4.1.2).
func personBelongs(ctx context.Context, name, claim, group string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		g, err := w.group(group)
		if err != nil {
			return err
		}
		found, err := w.groupsOf(ctx, p)
		if err != nil {
			return err
		}
		p.Asserted = append(p.Asserted, "groups")
		return w.judgeMembership("groups.value", found, g.ID, claim == "belongs", quoted(g.ID))
	})
}

// personNoLongerBelongs wants the membership gone from one person and still shown at
// another: a service provider need not show any.
func personNoLongerBelongs(ctx context.Context, name, group, other string) error {
	return withAccounts(ctx, name, other, func(w *World, left, stayed *Person) error {
		g, err := w.group(group)
		if err != nil {
			return err
		}
		control, err := w.groupsOf(ctx, stayed)
		if err != nil {
			return err
		}
		shows := slices.Contains(control, any(g.ID))
		w.readWhether(shows, "a person shows their groups")
		if !shows {
			return &skipped{reason: "the target does not show the groups of a person", optional: true}
		}
		found, err := w.groupsOf(ctx, left)
		if err != nil {
			return err
		}
		return w.judgeMembership("groups.value", found, g.ID, false, quoted(g.ID))
	})
}

// groupsOf are the ids of the groups that a person shows, where the target's schema
// declares them.
func (w *World) groupsOf(ctx context.Context, p *Person) ([]any, error) {
	if reason := w.run.known.lacks("attribute:User.groups"); reason != "" {
		return nil, &skipped{reason: reason, optional: true}
	}
	object, err := w.read(ctx, p.path())
	if err != nil {
		return nil, err
	}
	return anys(texts(oracle.Lookup(object, "groups.value"))), nil
}

func anys(texts []string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}

// nobodyIsRead wants 404, while somebody else of the scenario is read in the same way.
func nobodyIsRead(ctx context.Context, id string) error {
	w := worldOf(ctx)
	id, err := w.expand(id)
	if err != nil {
		return err
	}
	a, err := w.look(ctx, usersEndpoint+"/"+url.PathEscape(id))
	if err != nil {
		return err
	}
	if err := w.judge(a.statusMismatch(http.StatusNotFound, http.StatusGone, http.StatusBadRequest)...); err != nil {
		return err
	}
	return w.controlExists(ctx)
}

func exactlyOneAccount(ctx context.Context, userName string) error {
	w := worldOf(ctx)
	userName, err := w.expand(userName)
	if err != nil {
		return err
	}
	_, err = w.judgeWhoHas(ctx, "userName", userName, func(found []any) error {
		return w.judgeThat(len(found) == 1, "Resources", "one account", oracle.Text(found))
	})
	return err
}

// noAccount wants nobody under that name, while somebody else is found in the same
// way.
func noAccount(ctx context.Context, attribute, value string) error {
	w := worldOf(ctx)
	value, err := w.expand(value)
	if err != nil {
		return err
	}
	taken, err := w.judgeWhoHas(ctx, attribute, value, func(found []any) error {
		return w.judgeThat(len(found) == 0, "Resources", "nobody", oracle.Text(found))
	})
	if err != nil || !taken {
		return err
	}
	return w.judgeControlListed(ctx, attribute)
}
