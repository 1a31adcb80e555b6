package steps

import (
	"context"
	"net/http"
	"net/url"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

const searchSchema = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"

// registerSearches registers queries by POST (RFC 7644 §3.4.3) and walks by cursor
// (RFC 9865).
func registerSearches(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the client searches all resources with:$`), clientSearchesAll)
	sc.Step(expression(`^the client searches (\w+) with:$`), clientSearches)
	sc.Step(expression(`^the client pages through (\w+) by cursor (\d+) at a time where (.+)$`), clientPagesByCursor)
}

func clientSearches(ctx context.Context, resources string, doc *godog.DocString) error {
	return worldOf(ctx).search(ctx, "/"+resources+"/.search", doc)
}

func clientSearchesAll(ctx context.Context, doc *godog.DocString) error {
	return worldOf(ctx).search(ctx, "/.search", doc)
}

// search sends what the scenario says as a SearchRequest.
func (w *World) search(ctx context.Context, path string, doc *godog.DocString) error {
	query, err := w.object(doc)
	if err != nil {
		return err
	}
	_, err = w.sendJSON(ctx, http.MethodPost, path, overlaid(oracle.Object{"schemas": []any{searchSchema}}, query))
	return err
}

// clientPagesByCursor walks from cursor to cursor; the pages, as one list, are then the
// last answer. An empty page with a cursor behind it is followed.
func clientPagesByCursor(ctx context.Context, resources, size, filter string) error {
	w := worldOf(ctx)
	filter, err := w.expandJSON(filter)
	if err != nil {
		return err
	}
	var all []any
	carried, cursor, followed := w.next, "", map[string]bool{}
	for range mostPages {
		w.next = carried
		a, err := w.list(ctx, resources, url.Values{"filter": {filter}, "count": {size}, "cursor": {cursor}})
		if err != nil {
			return err
		}
		if len(followed) == 0 && !a.is(http.StatusOK) {
			return nil
		}
		list, err := w.listOf(a)
		if err != nil {
			return err
		}
		for _, resource := range list.Resources {
			all = append(all, resource)
		}
		if list.NextCursor == "" {
			w.joinedByCursor(a, all)
			return nil
		}
		if cursor = list.NextCursor; followed[cursor] {
			return w.judge(result.Mismatch{Path: "nextCursor", Want: "a cursor of its own", Got: quoted(cursor) + " once more"})
		}
		followed[cursor] = true
	}
	return w.judge(endlessPages("nextCursor"))
}

// joinedByCursor makes one list of the pages. The total may be absent, as it may be
// from each of them.
func (w *World) joinedByCursor(last *answer, all []any) {
	w.joined(last, all, nil)
	w.last.request.Query = url.Values{"cursor": {""}}
	if whole, ok := w.last.value.(oracle.Object); ok {
		w.last.value = overlaid(whole, oracle.Object{"nextCursor": nil, "previousCursor": nil})
	}
}
