package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

func registerRequests(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the next request carries:$`), nextRequestCarries)
	sc.Step(expression(`^the next request carries no credentials$`), nextRequestIsAnonymous)
	sc.Step(expression(`^the next request names its authentication scheme in the other case$`), nextRequestSwapsScheme)
	sc.Step(expression(`^the client follows the answer's header "([^"]+)"$`), clientFollowsHeader)
	sc.Step(expression(`^the client follows the answer's `+attribute+`$`), clientFollows)
	sc.Step(expression(`^the client pages through (\w+) (\d+) at a time where (.+)$`), clientPages)
	sc.Step(expression(`^the client sends (GET|DELETE|POST|PUT|PATCH|HEAD|OPTIONS) "([^"]*)"$`), clientSends)
	sc.Step(expression(`^the client sends (POST|PUT|PATCH|DELETE|GET) "([^"]*)":$`), clientSendsBody)
	sc.Step(expression(`^the client looks for `+first+` through (\d+) pairs of brackets$`), clientLooksDeep)
	sc.Step(expression(`^the client lists (\w+)$`), clientLists)
	sc.Step(expression(`^the client lists (\w+) where (.+)$`), clientListsWhere)
	sc.Step(expression(`^the answer's ([^ "]+) is kept as "(\w+)"$`), keepAttribute)
	sc.Step(expression(`^the answer's header "([^"]+)" is kept as "(\w+)"$`), keepHeader)
}

func nextRequestCarries(ctx context.Context, table *godog.Table) error {
	w := worldOf(ctx)
	if w.next.query == nil {
		w.next.query, w.next.header = url.Values{}, http.Header{}
	}
	for _, row := range table.Rows {
		if len(row.Cells) != 3 {
			return mistakef("a row of the table has the columns: query or header, name, value")
		}
		if err := w.carryCell(row.Cells[0].Value, row.Cells[1].Value, row.Cells[2].Value); err != nil {
			return err
		}
	}
	return nil
}

func nextRequestIsAnonymous(ctx context.Context) error {
	worldOf(ctx).next.anonymous = true
	return nil
}

// nextRequestSwapsScheme leaves the credentials themselves as they are.
func nextRequestSwapsScheme(ctx context.Context) error {
	w := worldOf(ctx)
	own := &http.Request{Header: http.Header{}}
	authorizer(w.run.target.SCIM.Auth)(own)
	scheme, credentials, several := strings.Cut(own.Header.Get("Authorization"), " ")
	if !several {
		return &skipped{reason: "the target's credentials name no authentication scheme", optional: true}
	}
	w.next.header = http.Header(merged(url.Values(w.next.header), url.Values{"Authorization": {swapped(scheme) + " " + credentials}}))
	return nil
}

func (w *World) carryCell(where, name, text string) error {
	value, err := w.expand(text)
	if err != nil {
		return err
	}
	switch where {
	case "query":
		w.next.query.Add(name, value)
	case "header":
		w.next.header.Add(name, value)
	default:
		return mistakef("%q is neither query nor header", where)
	}
	return nil
}

func clientSends(ctx context.Context, method, path string) error {
	return worldOf(ctx).sendRaw(ctx, method, path, nil)
}

func clientSendsBody(ctx context.Context, method, path string, doc *godog.DocString) error {
	w := worldOf(ctx)
	body, err := w.expandJSON(doc.Content)
	if err != nil {
		return err
	}
	return w.sendRaw(ctx, method, path, []byte(body))
}

func (w *World) sendRaw(ctx context.Context, method, path string, body []byte) error {
	path, err := w.expandWith(path, url.PathEscape)
	if err != nil {
		return err
	}
	_, err = w.send(ctx, scim.Request{Method: method, Path: path, Body: body})
	return err
}

func clientLists(ctx context.Context, resources string) error {
	_, err := worldOf(ctx).list(ctx, resources, nil)
	return err
}

func clientListsWhere(ctx context.Context, resources, filter string) error {
	w := worldOf(ctx)
	filter, err := w.expandJSON(filter)
	if err != nil {
		return err
	}
	_, err = w.list(ctx, resources, url.Values{"filter": {filter}})
	return err
}

// clientLooksDeep asks for a person by a filter that only a parser with a limit, or without
// a stack, gets through.
func clientLooksDeep(ctx context.Context, name string, pairs int) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		userName, err := p.property("userName")
		if err != nil {
			return err
		}
		filter := strings.Repeat("(", pairs) + equals("userName", userName) + strings.Repeat(")", pairs)
		_, err = w.list(ctx, "Users", url.Values{"filter": {filter}})
		return err
	})
}

func (w *World) list(ctx context.Context, resources string, query url.Values) (*answer, error) {
	return w.send(ctx, scim.Request{Method: http.MethodGet, Path: "/" + resources, Query: query})
}

func clientFollowsHeader(ctx context.Context, header string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		return w.follow(ctx, "header "+header, a.Header.Get(header))
	})
}

func clientFollows(ctx context.Context, path string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		reference, ok := oracle.FirstString(a.value, path)
		w.readWhether(ok, "the answer has "+path)
		if !ok {
			return &skipped{reason: "the target gives no " + path + ", as the standard allows", optional: true}
		}
		return w.follow(ctx, path, reference)
	})
}

// follow reads what a reference points to. It may be relative to the SCIM base
// (RFC 7643 §2.3.7). A target that is reached under another name than its own is
// asked for the path at the name that we know: the credentials go nowhere else.
func (w *World) follow(ctx context.Context, from, reference string) error {
	if reference == "" {
		return w.judge(result.Mismatch{Path: from, Want: "a URI to follow", Got: absent})
	}
	target, err := w.resolve(reference)
	if err != nil {
		return w.judge(result.Mismatch{Path: from, Want: "a URI", Got: quoted(reference)})
	}
	_, err = w.send(ctx, scim.Request{Method: http.MethodGet, Path: target.String()})
	return err
}

// resolve is a reference as an absolute URI at the target's own origin.
func (w *World) resolve(reference string) (*url.URL, error) {
	base, err := url.Parse(w.run.client.Base() + "/")
	if err != nil {
		return nil, fmt.Errorf("parsing the SCIM base: %w", err)
	}
	target, err := base.Parse(reference)
	if err != nil {
		return nil, fmt.Errorf("parsing a reference: %w", err)
	}
	target.Scheme, target.Host = base.Scheme, base.Host
	return target, nil
}

// mostPages bounds a walk through a list that never ends.
const mostPages = 50

// clientPages walks through a list page by page; its result, as one list, is then
// the last answer. A page that is no list ends the walk and is judged itself. What
// the next request carries, each page's request does.
func clientPages(ctx context.Context, resources, size, filter string) error {
	w := worldOf(ctx)
	filter, err := w.expandJSON(filter)
	if err != nil {
		return err
	}
	var all []any
	carried := w.next
	for start, page := 1, 0; page < mostPages; page++ {
		w.next = carried
		query := url.Values{"filter": {filter}, "count": {size}, "startIndex": {strconv.Itoa(start)}}
		a, err := w.list(ctx, resources, query)
		if err != nil {
			return err
		}
		list, err := w.listOf(a)
		if err != nil || len(list.Resources) == 0 {
			w.joined(a, all, err)
			return nil
		}
		for _, resource := range list.Resources {
			all = append(all, resource)
		}
		if start += len(list.Resources); list.TotalResults >= 0 && start > list.TotalResults {
			w.joined(a, all, nil)
			return nil
		}
	}
	return w.judge(endlessPages("totalResults"))
}

func endlessPages(path string) result.Mismatch {
	return result.Mismatch{Path: path, Want: "an end of the pages", Got: fmt.Sprintf("more than %d pages", mostPages)}
}

// joined makes one list of the pages, unless the last of them was none.
func (w *World) joined(last *answer, all []any, broken error) {
	object, mismatch := last.object()
	if broken != nil || mismatch != nil {
		return
	}
	whole := *last
	whole.request.Query = nil
	whole.value = overlaid(object, oracle.Object{"Resources": all, "itemsPerPage": nil, "startIndex": nil})
	w.last = &whole
}

// sendJSON sends a value as the body.
func (w *World) sendJSON(ctx context.Context, method, path string, body any) (*answer, error) {
	encoded, err := oracle.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("encoding the body of %s %s: %w", method, path, err)
	}
	return w.send(ctx, scim.Request{Method: method, Path: path, Body: encoded})
}

// read gives the present state of a resource that must be there.
func (w *World) read(ctx context.Context, path string) (oracle.Object, error) {
	a, err := w.look(ctx, path)
	if err != nil {
		return nil, err
	}
	if mismatches := a.statusMismatch(http.StatusOK); mismatches != nil {
		return nil, &violation{mismatches}
	}
	object, mismatch := a.object()
	if mismatch != nil {
		return nil, w.judge(*mismatch)
	}
	return object, nil
}

// look reads without becoming the last answer, so that a scenario may look at
// the state and then go on judging the answer.
func (w *World) look(ctx context.Context, path string) (*answer, error) {
	return w.lookAt(ctx, scim.Request{Method: http.MethodGet, Path: path})
}

func (w *World) lookAt(ctx context.Context, r scim.Request) (*answer, error) {
	return w.lookAtBy(ctx, w.clientFor(w.abroad[r.Path]), r)
}

func (w *World) lookAtBy(ctx context.Context, client *scim.Client, r scim.Request) (*answer, error) {
	r.Header = http.Header{"User-Agent": {w.userAgent()}}
	a, err := w.ask(ctx, client, r)
	if err != nil {
		return nil, err
	}
	return a, a.throttled()
}

func keepAttribute(ctx context.Context, path, as string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		for _, value := range oracle.Lookup(a.value, path) {
			switch value := value.(type) {
			case string:
				w.kept[as] = value
				return nil
			case oracle.Number:
				w.kept[as] = string(value)
				return nil
			}
		}
		return unjudgedf("the answer has nothing at %s to keep", path)
	})
}

func keepHeader(ctx context.Context, header, as string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		value := a.Header.Get(header)
		if value == "" {
			return unjudgedf("the answer has no header %s to keep", header)
		}
		w.kept[as] = value
		return nil
	})
}

// jsonEscape is text as it stands between the quotes of a JSON string.
func jsonEscape(text string) string {
	quoted, err := jsontext.AppendQuote(nil, text)
	if err != nil {
		return text
	}
	return string(quoted[1 : len(quoted)-1])
}
