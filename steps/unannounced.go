package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// attempt tries a capability that the target says it lacks, on somebody to whom nothing
// else happens.
type attempt struct {
	name string
	// does says what a target does that has it after all.
	does string
	// works tells whether the target did it; false where that cannot be told.
	works func(*World, context.Context, *Person) bool
}

// attempts are one for each capability that ServiceProviderConfig speaks of, each of a
// request or two.
var attempts = []attempt{
	{"patch", "changes people by PATCH", (*World).patches},
	{"bulk", "does bulk requests", (*World).bulks},
	{"filter", "filters", (*World).filters},
	{"changePassword", "changes passwords", (*World).changesPassword},
	{"sort", "sorts", (*World).sorts},
	{"etag", "refuses a write with another version", (*World).keepsVersions},
	{"cursor", "pages by cursor", (*World).pagesByCursor},
}

// unannounced notes what the target does though it says that it does not (RFC 7643 §5),
// so that scenarios were skipped which it might pass, or fail. It breaks no rule.
func (r *run) unannounced(ctx context.Context) []string {
	var notes []string
	for _, a := range attempts {
		lack := r.known.capability(a.name)
		skips := r.skippedFor(lackReason(a.name, lack.Source))
		if lack.Value != lacking || lack.Source != sourceProvider || skips == 0 || ctx.Err() != nil {
			continue
		}
		p, err := r.bystander.of(ctx, r)
		if err != nil {
			return nil
		}
		if a.works(r.bystander.world, ctx, p) {
			notes = append(notes, fmt.Sprintf("the target announces no %s (%s), and %s: %d of the scenarios were skipped that would judge it", a.name, lack.Source, a.does, skips))
		}
	}
	return notes
}

// skippedFor counts the scenarios that were skipped for that reason.
func (r *run) skippedFor(reason string) int {
	n := 0
	for _, s := range r.results.scenarios {
		if s.Outcome == result.Skip && s.Reason == reason {
			n++
		}
	}
	return n
}

func (w *World) patches(ctx context.Context, p *Person) bool {
	value := "patched-" + w.run.id
	a, err := w.sendJSON(ctx, http.MethodPatch, p.path(), oracle.Object{"schemas": []any{patchSchema}, "Operations": []any{
		oracle.Object{"op": "replace", "path": "externalId", "value": value},
	}})
	if err != nil || !a.took() {
		return false
	}
	now, err := w.read(ctx, p.path())
	got, _ := oracle.FirstString(now, "externalId")
	return err == nil && got == value
}

func (w *World) bulks(ctx context.Context, _ *Person) bool {
	a, err := w.sendJSON(ctx, http.MethodPost, "/Bulk", oracle.Object{
		"schemas": []any{bulkSchema}, "Operations": []any{deletionOfNobody("nobody")},
	})
	return err == nil && a.is(http.StatusOK) && len(flat(oracle.Lookup(a.value, "Operations"))) == 1
}

// filters wants the one who is asked for, and not the other one who is there as well.
func (w *World) filters(ctx context.Context, p *Person) bool {
	userName, _ := oracle.FirstString(p.Sent, "userName")
	if err := w.joinedBySomebody(ctx); err != nil {
		return false
	}
	a, err := w.lookUp(ctx, usersEndpoint, equals("userName", userName))
	if err != nil {
		return false
	}
	list, mismatches := readList(a, oracle.Listed)
	return len(hard(mismatches)) == 0 && slices.Equal(ids(list.Resources), []any{p.ID})
}

// changesPassword can only be told where the target's file says how people log in.
func (w *World) changesPassword(ctx context.Context, p *Person) bool {
	login, err := w.login("password")
	if err != nil || !w.run.known.schemas.Has("User", "password") {
		return false
	}
	w.nowSends(&p.resource, oracle.Object{"password": newPassword()})
	if err := w.replace(ctx, &p.resource, overlaid(oracle.Object{"id": p.ID}, p.Sent)); err != nil || !w.last.took() {
		return false
	}
	in, err := w.takeAndUse(ctx, login, p, "password")
	if err != nil || in.Verdict != probe.Allowed {
		return false
	}
	return w.run.selfChecks.once("password", func() error { return login.SelfCheck(ctx, "password", p.probed()) }) == nil
}

// sorts asks for both orders, of which a target that does not sort gives one twice.
func (w *World) sorts(ctx context.Context, _ *Person) bool {
	if err := w.joinedBySomebody(ctx); err != nil {
		return false
	}
	up, ok := w.sortedUserNames(ctx, "ascending")
	if !ok || !slices.IsSorted(up) || up[0] == up[len(up)-1] {
		return false
	}
	down, ok := w.sortedUserNames(ctx, "descending")
	slices.Reverse(down)
	return ok && slices.IsSorted(down) && down[0] != down[len(down)-1]
}

// sortedUserNames are those of a page in the given order, in small letters, as the
// attribute is not case exact.
func (w *World) sortedUserNames(ctx context.Context, order string) (names []string, ok bool) {
	a, err := w.list(ctx, "Users", url.Values{"sortBy": {"userName"}, "sortOrder": {order}, "count": {"10"}})
	if err != nil || !a.is(http.StatusOK) {
		return nil, false
	}
	for _, name := range texts(oracle.Lookup(a.value, "Resources.userName")) {
		names = append(names, strings.ToLower(name))
	}
	return names, len(names) > 1
}

// keepsVersions makes a write on the condition of a version that nobody ever had.
func (w *World) keepsVersions(ctx context.Context, p *Person) bool {
	body, err := oracle.Marshal(overlaid(oracle.Object{"id": p.ID}, overlaid(p.Sent, oracle.Object{"password": nil})))
	if err != nil {
		return false
	}
	a, err := w.send(ctx, scim.Request{
		Method: http.MethodPut, Path: p.path(), Body: body, Header: http.Header{"If-Match": {`W/"never-` + w.run.id + `"`}},
	})
	return err == nil && a.is(http.StatusPreconditionFailed)
}

func (w *World) pagesByCursor(ctx context.Context, _ *Person) bool {
	if err := w.joinedBySomebody(ctx); err != nil {
		return false
	}
	a, err := w.list(ctx, "Users", url.Values{"cursor": {""}, "count": {"1"}})
	if err != nil || !a.is(http.StatusOK) {
		return false
	}
	next, _ := oracle.FirstString(a.value, "nextCursor")
	return next != ""
}

// joinedBySomebody makes sure that the bystander is not the only one in the tenant.
func (w *World) joinedBySomebody(ctx context.Context) error {
	p, err := w.introduce("Grace Hopper")
	if err != nil || p.ID != "" {
		return err
	}
	return w.provision(ctx, &p.resource, nil)
}
