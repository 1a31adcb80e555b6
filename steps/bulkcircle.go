package steps

import (
	"context"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

// registerBulkCircles registers what becomes of references that depend on each other:
// either they are resolved, or what has them is refused, and is not there (RFC 7644
// §3.7.1).
func registerBulkCircles(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the bulk operation "([^"]+)" left `+first+`, whose `+attribute+` `+claimed+`, or nothing$`), leftPersonOrNothing)
	sc.Step(expression(`^the bulk operation "([^"]+)" left the group "([^"]+)", whose `+attribute+` `+claimed+`, or nothing$`), leftGroupOrNothing)
}

func leftPersonOrNothing(ctx context.Context, which, name, path, verb, rest string) error {
	w := worldOf(ctx)
	p, err := w.person(name)
	if err != nil {
		return err
	}
	return w.judgeLeft(ctx, which, &p.resource, path, verb, rest)
}

func leftGroupOrNothing(ctx context.Context, which, name, path, verb, rest string) error {
	w := worldOf(ctx)
	g, ok := w.groups[name]
	if !ok {
		return mistakef("the scenario has not said what the group %q is", name)
	}
	return w.judgeLeft(ctx, which, &g.resource, path, verb, rest)
}

func (w *World) judgeLeft(ctx context.Context, which string, r *resource, path, verb, rest string) error {
	done, err := w.bulkResult(which)
	if err != nil {
		return err
	}
	if status, _ := statusIn(done.value); status < 200 || status > 299 {
		return w.judgeNothingLeft(ctx, r)
	}
	if err := r.mustHaveID(); err != nil {
		return err
	}
	object, err := w.read(ctx, r.path())
	if err != nil {
		return err
	}
	// What the other one is of whom this claims something, nobody knows if it was refused.
	if err := w.judgeAttribute(object, path, verb, rest); !isUnjudged(err) {
		return err
	}
	got := texts(flat(oracle.Lookup(object, path)))
	pending := slices.ContainsFunc(got, func(id string) bool { return strings.HasPrefix(id, "bulkId:") })
	return w.judgeThat(!pending, path, "no bulkId that stays behind", oracle.Text(anys(got)))
}

// nameOfKind is the attribute by which people and groups of a run are looked up.
var nameOfKind = map[string]string{usersEndpoint: "userName", groupsEndpoint: "displayName"}

// judgeNothingLeft wants nothing under the name of what was refused, while something
// else of its kind is found in the same way.
func (w *World) judgeNothingLeft(ctx context.Context, r *resource) error {
	found, taken, err := w.underItsName(ctx, r)
	if err != nil {
		return err
	}
	if !taken {
		return w.leaveUnseen("the target does not take a filter on " + nameOfKind[r.endpoint])
	}
	if len(found) > 0 {
		return w.judge(result.Mismatch{Path: "Resources", Want: "no trace of " + r.label() + ", which was refused", Got: oracle.Text(found)})
	}
	control := w.another(r.endpoint)
	if control == nil {
		return mistakef("the scenario has nothing else at %s to look for", r.endpoint)
	}
	if found, _, err = w.underItsName(ctx, control); err != nil {
		return err
	}
	return w.judgeThat(slices.Contains(found, any(control.ID)), "Resources", "with "+control.label(), oracle.Text(found))
}

// underItsName are the ids of what has the name that was sent of a person or a group.
func (w *World) underItsName(ctx context.Context, r *resource) (found []any, taken bool, err error) {
	name, ok := oracle.FirstString(r.Sent, nameOfKind[r.endpoint])
	if !ok {
		return nil, false, nil
	}
	return w.whatHas(ctx, r.endpoint, nameOfKind[r.endpoint], name)
}

// another is somebody or something of the scenario that the service provider has.
func (w *World) another(endpoint string) *resource {
	for _, p := range w.roster {
		if p.ID != "" && endpoint == usersEndpoint {
			return &p.resource
		}
	}
	for _, g := range w.groups {
		if g.ID != "" && endpoint == groupsEndpoint {
			return &g.resource
		}
	}
	return nil
}
