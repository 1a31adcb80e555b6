package steps

import (
	"context"
	"net/http"
	"slices"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

// The state of a resource is always read anew: the answer to a write is never
// taken for what was stored.
func registerState(sc *godog.ScenarioContext) {
	sc.Step(`^`+first+`'s `+attribute+` `+claimed+`$`, personAttribute)
	sc.Step(`^`+first+` has:$`, personHas)
	sc.Step(`^nothing else about `+first+` has changed$`, nothingElseAboutPerson)
	sc.Step(`^`+first+` is unchanged$`, personUnchanged)
	sc.Step(`^`+first+` still exists$`, personStillExists)
	sc.Step(`^`+first+` is gone$`, personIsGone)
	sc.Step(`^the group "([^"]+)"'s `+attribute+` `+claimed+`$`, groupAttribute)
	sc.Step(`^the group "([^"]+)" has:$`, groupHas)
	sc.Step(`^nothing else about the group "([^"]+)" has changed$`, nothingElseAboutGroup)
	sc.Step(`^the group "([^"]+)" is unchanged$`, groupUnchanged)
	sc.Step(`^the members of "([^"]+)" are nobody$`, membersAreNobody)
	sc.Step(`^the members of "([^"]+)" are `+names+`$`, membersAre)
	sc.Step(`^`+first+` (belongs|does not belong) to "([^"]+)"$`, personBelongs)
	sc.Step(`^no account has the (userName|externalId) "([^"]+)"$`, noAccount)
	sc.Step(`^exactly one account has the userName "([^"]+)"$`, exactlyOneAccount)
}

// alwaysMoves are the attributes that a service provider changes by itself when a
// resource changes (RFC 7643 §3.1).
var alwaysMoves = []string{"meta.lastModified", "meta.version"}

func personAttribute(ctx context.Context, name, path, verb, rest string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	object, err := w.read(ctx, p.path())
	if err != nil {
		return err
	}
	p.Asserted = append(p.Asserted, path)
	return w.judgeAttribute(object, path, verb, rest)
}

func personHas(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	asserted, err := w.judgeHas(ctx, p.path(), doc)
	p.Asserted = append(p.Asserted, asserted...)
	return err
}

func (w *World) judgeHas(ctx context.Context, path string, doc *godog.DocString) ([]string, error) {
	want, err := w.object(doc)
	if err != nil {
		return nil, err
	}
	got, err := w.read(ctx, path)
	if err != nil {
		return nil, err
	}
	var asserted []string
	for name := range want {
		asserted = append(asserted, name)
	}
	return asserted, w.judge(oracle.Subset(want, got)...)
}

func nothingElseAboutPerson(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	return w.judgeSame(ctx, p.path(), p.Before, append(slices.Clone(alwaysMoves), p.Asserted...))
}

func personUnchanged(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	return w.judgeSame(ctx, p.path(), p.Before, alwaysMoves)
}

// judgeSame compares the state before the change with the state now.
func (w *World) judgeSame(ctx context.Context, path string, before oracle.Object, ignore []string) error {
	if before == nil {
		return mistakef("the state before the change was not read")
	}
	after, err := w.read(ctx, path)
	if err != nil {
		return err
	}
	return w.judge(oracle.Diff(before, after, ignore...)...)
}

func personStillExists(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	a, err := w.look(ctx, p.path())
	if err != nil {
		return err
	}
	return w.judge(a.statusMismatch(http.StatusOK)...)
}

// personIsGone wants 404 by id, and absence from a list that shows a control:
// an empty or broken list proves nothing.
func personIsGone(ctx context.Context, name string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	a, err := w.look(ctx, p.path())
	if err != nil {
		return err
	}
	if err := w.judge(a.statusMismatch(http.StatusNotFound)...); err != nil {
		return err
	}
	w.forget("Users", p.ID)
	return w.judgeNotListed(ctx, p)
}

func groupAttribute(ctx context.Context, name, path, verb, rest string) error {
	w := worldOf(ctx)
	g, err := w.group(name)
	if err != nil {
		return err
	}
	object, err := w.read(ctx, g.path())
	if err != nil {
		return err
	}
	g.Asserted = append(g.Asserted, path)
	return w.judgeAttribute(object, path, verb, rest)
}

func groupHas(ctx context.Context, name string, doc *godog.DocString) error {
	w := worldOf(ctx)
	g, err := w.group(name)
	if err != nil {
		return err
	}
	asserted, err := w.judgeHas(ctx, g.path(), doc)
	g.Asserted = append(g.Asserted, asserted...)
	return err
}

func nothingElseAboutGroup(ctx context.Context, name string) error {
	w := worldOf(ctx)
	g, err := w.group(name)
	if err != nil {
		return err
	}
	return w.judgeSame(ctx, g.path(), g.Before, append(slices.Clone(alwaysMoves), g.Asserted...))
}

func groupUnchanged(ctx context.Context, name string) error {
	w := worldOf(ctx)
	g, err := w.group(name)
	if err != nil {
		return err
	}
	return w.judgeSame(ctx, g.path(), g.Before, alwaysMoves)
}

func membersAreNobody(ctx context.Context, group string) error {
	return worldOf(ctx).judgeMembers(ctx, group, nil)
}

func membersAre(ctx context.Context, group, list string) error {
	w := worldOf(ctx)
	var want []string
	for _, name := range personNames(list) {
		p, err := w.account(name)
		if err != nil {
			return err
		}
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

// personBelongs reads the user's side of a membership (RFC 7643 §4.1.2); a
// service provider need not expose it, so its absence alone is no finding.
func personBelongs(ctx context.Context, name, claim, group string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	g, err := w.group(group)
	if err != nil {
		return err
	}
	object, err := w.read(ctx, p.path())
	if err != nil {
		return err
	}
	if !w.run.known.schemas.Has("User", "groups") {
		return &skipped{reason: "the target's User schema does not declare groups", optional: true}
	}
	p.Asserted = append(p.Asserted, "groups")
	got := texts(oracle.Lookup(object, "groups.value"))
	want := claim == "belongs"
	return w.judgeThat(slices.Contains(got, g.ID) == want, "groups.value",
		map[bool]string{true: "with ", false: "without "}[want]+quoted(g.ID), oracle.Text(anys(got)))
}

func anys(texts []string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}

func exactlyOneAccount(ctx context.Context, userName string) error {
	w := worldOf(ctx)
	userName, err := w.expand(userName)
	if err != nil {
		return err
	}
	list, err := w.query(ctx, "/Users", `userName eq "`+jsonEscape(userName)+`"`)
	if err != nil {
		return err
	}
	found := ids(list.Resources)
	return w.judgeThat(len(found) == 1, "Resources", "one account", oracle.Text(found))
}

// noAccount wants nobody under that name, while somebody else is found in the same
// way. Where the target declines the filter there is nothing to see.
func noAccount(ctx context.Context, attribute, value string) error {
	w := worldOf(ctx)
	value, err := w.expand(value)
	if err != nil {
		return err
	}
	a, err := w.lookUp(ctx, "/Users", attribute+` eq "`+jsonEscape(value)+`"`)
	if err != nil {
		return err
	}
	if a.declined([]int{http.StatusBadRequest}, []string{"invalidFilter"}) {
		return w.judge()
	}
	list, err := w.listOf(a)
	if err != nil {
		return err
	}
	if found := ids(list.Resources); len(found) > 0 {
		return w.judge(result.Mismatch{Path: "totalResults", Want: "0", Got: oracle.Text(found)})
	}
	return w.judgeControlListed(ctx, attribute, nil)
}
