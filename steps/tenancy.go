package steps

import (
	"context"
	"net/http"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/scim"
)

// registerTenancy registers what concerns a second tenant of the same product (RFC 7644
// §6): who has an account there, and what its client may see and do here.
func registerTenancy(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the next request carries the other tenant's credentials$`), nextRequestIsAbroad)
	sc.Step(expression(`^`+name+` has an account in the other tenant$`), hasAccountAbroad)
	sc.Step(expression(`^`+name+` has an account in the other tenant under `+first+`'s userName$`), hasAccountAbroadUnder)
	sc.Step(expression(`^the other tenant has nothing of its own under `+first+`'s id$`), aPerson.isUnknownAbroad)
	sc.Step(expression(`^the other tenant has nothing of its own under the group "([^"]+)"'s id$`), aGroup.isUnknownAbroad)
}

// clientFor is the client of the other tenant, or of the target.
func (w *World) clientFor(abroad bool) *scim.Client {
	if abroad {
		return w.run.other
	}
	return w.run.client
}

func nextRequestIsAbroad(ctx context.Context) error {
	w := worldOf(ctx)
	if w.run.other == nil {
		return &skipped{reason: lackReason("other-tenant", ""), optional: true}
	}
	w.next.abroad = true
	return nil
}

func hasAccountAbroad(ctx context.Context, name string) error {
	return worldOf(ctx).provisionAbroad(ctx, name, nil)
}

// hasAccountAbroadUnder needs a product in which a person may have an account in two
// tenants: userNames may be unique across all of them.
func hasAccountAbroadUnder(ctx context.Context, name, other string) error {
	w := worldOf(ctx)
	taken, err := w.account(other)
	if err != nil {
		return err
	}
	err = w.provisionAbroad(ctx, name, oracle.Object{"userName": taken.Sent["userName"]})
	if err != nil && w.last != nil && w.last.is(http.StatusConflict) {
		return &skipped{reason: "the target keeps a userName unique across its tenants, as the standard allows", optional: true}
	}
	return err
}

// provisionAbroad creates a person in the other tenant, and proves that its client sees
// whom it made: that it does not see others means nothing else.
func (w *World) provisionAbroad(ctx context.Context, name string, overlay oracle.Object) error {
	if err := nextRequestIsAbroad(ctx); err != nil {
		return err
	}
	p, err := w.introduce(name)
	if err != nil {
		return err
	}
	if err := w.provision(ctx, &p.resource, overlay); err != nil {
		return err
	}
	a, err := w.lookAt(ctx, scim.Request{Method: http.MethodGet, Path: p.path()})
	if err == nil && !a.is(http.StatusOK) {
		err = unjudgedf("the client of the other tenant cannot read %s, whom it made: %d", p.Name, a.Status)
	}
	return err
}

// isUnknownAbroad protects the other tenant: an id is unique only within a tenant (RFC
// 7644 §6.2), and who has this one there is not to be changed. A resource that is the
// scenario's own is what the scenario is to find, and stands in nobody's way.
func (f find) isUnknownAbroad(ctx context.Context, name string) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		if w.run.other == nil {
			return &skipped{reason: lackReason("other-tenant", ""), optional: true}
		}
		a, err := w.lookAtBy(ctx, w.run.other, scim.Request{Method: http.MethodGet, Path: r.path()})
		if err != nil {
			return err
		}
		if a.is(http.StatusOK) && !r.isShownIn(a.value) {
			return &skipped{reason: "the other tenant has a resource of its own under the same id, as the standard allows", optional: true}
		}
		return nil
	})
}

// isShownIn tells whether a representation bears the name that was made for the resource.
func (r *resource) isShownIn(shown any) bool {
	attribute := "userName"
	if r.endpoint == groupsEndpoint {
		attribute = "displayName"
	}
	sent, _ := oracle.FirstString(r.Sent, attribute)
	got, ok := oracle.FirstString(shown, attribute)
	return ok && got == sent
}
