package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

func registerLists(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the answer is a well-formed list$`), answerIsList)
	sc.Step(expression(`^of the scenario's people the list shows nobody$`), listShowsNobody)
	sc.Step(expression(`^of the scenario's people the list shows `+names+`$`), listShowsExactly)
	sc.Step(expression(`^the list (shows|does not show) `+first+`$`), aPerson.isListed)
	sc.Step(expression(`^the list (shows|does not show) the group "([^"]+)"$`), aGroup.isListed)
	sc.Step(expression(`^the list has `+names+` in this order$`), listHasInOrder)
	sc.Step(expression(`^the list has at most (\d+) resources?$`), listHasAtMost)
	sc.Step(expression(`^every listed resource has only (.+)$`), listedHaveOnly)
	sc.Step(expression(`^every listed resource has ([\w.]+)$`), listedHave)
	sc.Step(expression(`^every listed resource is a valid (\w+)$`), listedAreValid)
}

func answerIsList(ctx context.Context) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	_, mismatches := readList(a, oracle.ListOf)
	return w.judge(mismatches...)
}

// listed reads the last answer as a well-formed list with status 200.
func (w *World) listed() (oracle.ListResponse, error) {
	a, err := w.answered()
	if err != nil {
		return oracle.ListResponse{}, err
	}
	return w.listOf(a)
}

// listOf is for a list as a means to another end: what is wrong with it, and still
// leaves no doubt about whom it shows, is the business of the scenarios on lists.
func (w *World) listOf(a *answer) (oracle.ListResponse, error) {
	if sensitive := a.declined([]int{http.StatusBadRequest, http.StatusForbidden}, []string{"sensitive"}); sensitive {
		return oracle.ListResponse{}, &skipped{reason: "the target takes no filter on personal data by GET", optional: true}
	}
	list, wrong := readList(a, oracle.Listed)
	if len(wrong) > 0 {
		return list, w.judge(wrong...)
	}
	w.readEmpty(a, list)
	return list, nil
}

// readList reads a list by [oracle.ListOf] or [oracle.Listed].
func readList(a *answer, read func(any, oracle.ListOptions) (oracle.ListResponse, []result.Mismatch)) (oracle.ListResponse, []result.Mismatch) {
	if mismatches := a.statusMismatch(http.StatusOK); mismatches != nil {
		return oracle.ListResponse{}, mismatches
	}
	object, mismatch := a.object()
	if mismatch != nil {
		return oracle.ListResponse{}, []result.Mismatch{*mismatch}
	}
	return read(object, asked(a.request))
}

// asked is what of the request the list has to agree with.
func asked(r scim.Request) oracle.ListOptions {
	query := r.Query
	if _, raw, ok := strings.Cut(r.Path, "?"); ok {
		if parsed, err := url.ParseQuery(raw); err == nil {
			query = merged(query, parsed)
		}
	}
	if strings.HasSuffix(r.Path, "/.search") {
		query = merged(query, askedInBody(r.Body))
	}
	options := oracle.ListOptions{Cursor: query.Has("cursor")}
	if count, err := strconv.Atoi(query.Get("count")); err == nil {
		options.Count = &count
	}
	options.StartIndex, _ = strconv.Atoi(query.Get("startIndex"))
	return options
}

// askedInBody is the page that a query by POST asks for.
func askedInBody(body []byte) url.Values {
	asked := url.Values{}
	search, err := oracle.Parse(body)
	if err != nil {
		return asked
	}
	for _, name := range []string{"count", "startIndex", "cursor"} {
		for _, value := range oracle.Lookup(search, name) {
			asked.Set(name, strings.Trim(oracle.Text(value), `"`))
		}
	}
	return asked
}

// equals is the filter for an attribute that has a value.
func equals(attribute, value string) string { return attribute + ` eq "` + jsonEscape(value) + `"` }

// whoHas asks for the ids of the people whose attribute has a value, without becoming
// the last answer. The target need not take the filter: filters are optional, and so
// is each operator and attribute (RFC 7644 §3.4.2.2).
func (w *World) whoHas(ctx context.Context, attribute, value string) (found []any, taken bool, err error) {
	return w.whatHas(ctx, usersEndpoint, attribute, value)
}

// whatHas is whoHas for any resource.
func (w *World) whatHas(ctx context.Context, endpoint, attribute, value string) (found []any, taken bool, err error) {
	if w.run.known.lacks("filter") != "" {
		return nil, false, nil
	}
	a, err := w.lookUp(ctx, endpoint, equals(attribute, value))
	if err != nil {
		return nil, false, err
	}
	if a.declined([]int{http.StatusBadRequest}, []string{"invalidFilter"}) {
		return nil, false, nil
	}
	list, err := w.listOf(a)
	return ids(list.Resources), true, err
}

// leaveUnseen goes on without a look at something that is not what the scenario is
// about. A scenario that could look at nothing else is skipped.
func (w *World) leaveUnseen(why string) error {
	w.unseen = why
	return nil
}

func (w *World) lookUp(ctx context.Context, endpoint, filter string) (*answer, error) {
	return w.lookUpBy(ctx, w.run.client, endpoint, filter)
}

func (w *World) lookUpBy(ctx context.Context, client *scim.Client, endpoint, filter string) (*answer, error) {
	return w.lookAtBy(ctx, client, scim.Request{Method: http.MethodGet, Path: endpoint, Query: url.Values{"filter": {filter}}})
}

func ids(resources []oracle.Object) []any {
	found := []any{}
	for _, resource := range resources {
		if id, ok := oracle.FirstString(resource, "id"); ok {
			found = append(found, id)
		}
	}
	return found
}

func listShowsNobody(ctx context.Context) error {
	return worldOf(ctx).judgeShown(ctx, nil)
}

func listShowsExactly(ctx context.Context, list string) error {
	w := worldOf(ctx)
	people, err := w.accounts(list)
	if err != nil {
		return err
	}
	var want []string
	for _, p := range people {
		want = append(want, p.Name)
	}
	return w.judgeShown(ctx, want)
}

// judgeShown compares whom of the scenario's people the list shows. A list that
// shows nobody counts only while one of them can still be read: else it would
// only say that they are gone.
func (w *World) judgeShown(ctx context.Context, want []string) error {
	list, err := w.listed()
	if err != nil {
		return err
	}
	var got []string
	for _, id := range ids(list.Resources) {
		// Somebody who is listed twice is shown twice.
		if p := w.byID(id); p != nil {
			got = append(got, p.Name)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if err := w.judgeThat(slices.Equal(want, got), "Resources", oracle.Text(anys(want)), oracle.Text(anys(got))); err != nil {
		return err
	}
	if len(want) > 0 {
		return nil
	}
	return w.controlExists(ctx)
}

func (w *World) byID(id any) *Person {
	for _, p := range w.roster {
		if p.ID != "" && any(p.ID) == id {
			return p
		}
	}
	return nil
}

func (w *World) controlExists(ctx context.Context) error {
	for _, p := range w.roster {
		if p.ID == "" {
			continue
		}
		a, err := w.look(ctx, p.path())
		if err != nil {
			return err
		}
		if a.is(http.StatusOK) {
			return nil
		}
	}
	return unjudgedf("an empty list proves nothing, for none of the scenario's people can be read")
}

// isListed looks for the resource in the last list. That a list without it shows
// anybody at all is for the scenario to say.
func (f find) isListed(ctx context.Context, verb, name string) error {
	return f.with(ctx, name, func(w *World, r *resource) error {
		list, err := w.listed()
		if err != nil {
			return err
		}
		found := ids(list.Resources)
		return w.judgeMembership("Resources", found, r.ID, verb == "shows", r.label())
	})
}

// judgeMembership wants an id among those found, or not among them.
func (w *World) judgeMembership(path string, found []any, id string, wanted bool, label string) error {
	want := "without " + label
	if wanted {
		want = "with " + label
	}
	return w.judgeThat(slices.Contains(found, any(id)) == wanted, path, want, oracle.Text(found))
}

func listHasInOrder(ctx context.Context, names string) error {
	w := worldOf(ctx)
	list, err := w.listed()
	if err != nil {
		return err
	}
	people, err := w.accounts(names)
	if err != nil {
		return err
	}
	var want, got []any
	byID := map[any]string{}
	for _, p := range people {
		want = append(want, p.Name)
		byID[p.ID] = p.Name
	}
	for _, id := range ids(list.Resources) {
		if name, ok := byID[id]; ok {
			got = append(got, name)
		}
	}
	return w.judgeThat(slices.Equal(want, got), "Resources", oracle.Text(want)+" in this order", oracle.Text(got))
}

func listHasAtMost(ctx context.Context, most int) error {
	w := worldOf(ctx)
	list, err := w.listed()
	if err != nil {
		return err
	}
	n := len(list.Resources)
	return w.judgeThat(n <= most, "Resources", fmt.Sprintf("at most %d", most), fmt.Sprint(n))
}

func listedHaveOnly(ctx context.Context, allowed string) error {
	return everyListed(ctx, func(w *World, resource oracle.Object) []result.Mismatch {
		w.readProjected(resource)
		return w.beyond(w.last, resource, allowed)
	})
}

func listedHave(ctx context.Context, path string) error {
	return everyListed(ctx, func(_ *World, resource oracle.Object) []result.Mismatch {
		if len(oracle.Lookup(resource, path)) > 0 {
			return nil
		}
		return []result.Mismatch{{Path: path, Want: "present", Got: absent + " in " + oracle.Text(resource)}}
	})
}

// everyListed judges each resource of the last answer's list, of which there has to
// be one.
func everyListed(ctx context.Context, check func(*World, oracle.Object) []result.Mismatch) error {
	w := worldOf(ctx)
	list, err := w.listed()
	if err != nil {
		return err
	}
	var mismatches []result.Mismatch
	for _, resource := range list.Resources {
		mismatches = append(mismatches, check(w, resource)...)
	}
	return w.judgeSome(list, mismatches)
}

// judgeSome refuses to take "every" for true where the list is empty.
func (w *World) judgeSome(list oracle.ListResponse, mismatches []result.Mismatch) error {
	if len(list.Resources) == 0 {
		return w.judge(result.Mismatch{Path: "Resources", Want: "at least one resource", Got: "none"})
	}
	return w.judge(mismatches...)
}

// judgeNotListed wants a person absent from a list by filter, while somebody else
// of the tenant is found in the same way.
func (w *World) judgeNotListed(ctx context.Context, gone *Person) error {
	userName, _ := oracle.FirstString(gone.Sent, "userName")
	taken, err := w.judgeWhoHas(ctx, "userName", userName, func(found []any) error {
		return w.judgeMembership("Resources", found, gone.ID, false, gone.Name)
	})
	if err != nil || !taken {
		return err
	}
	return w.judgeControlListed(ctx, "userName")
}

func listedAreValid(ctx context.Context, kind string) error {
	return everyListed(ctx, func(w *World, resource oracle.Object) []result.Mismatch {
		return w.run.known.schemas.Check(kind, resource, oracle.Options{Strict: w.run.strict})
	})
}
