package steps

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/scim"
)

// registerHostile registers requests that are larger or deeper than any in earnest.
func registerHostile(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the client (lists|searches) Users by a filter `+shape+`$`), clientFiltersBy)
	sc.Step(expression(`^the client sends POST "([^"]*)" with (\d+) nested (lists|objects)$`), clientSendsNested)
}

// shape is a filter that finds Ada in a roundabout way.
const shape = `for ` + first + ` (in (\d+) brackets|of (\d+) clauses|with (\d+) negations)`

// mostNested bounds what is sent: enough to exhaust a stack, not a network.
const mostNested = 100_000

func clientFiltersBy(ctx context.Context, how, name, form, brackets, clauses, negations string) error {
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(brackets + clauses + negations)
	if err != nil || n > mostNested {
		return mistakef("%q is no sound size", form)
	}
	filter := shaped(equals("userName", p.probed().UserName), n, form)
	if how == "lists" {
		_, err = w.list(ctx, "Users", url.Values{"filter": {filter}})
		return err
	}
	query := oracle.Object{"schemas": []any{searchSchema}, "filter": filter}
	_, err = w.sendJSON(ctx, http.MethodPost, "/Users/.search", query)
	return err
}

// shaped says the same as the clause, whatever n: an even number of negations cancels out.
func shaped(clause string, n int, form string) string {
	switch {
	case strings.HasSuffix(form, "brackets"):
		return strings.Repeat("(", n) + clause + strings.Repeat(")", n)
	case strings.HasSuffix(form, "negations"):
		n += n % 2
		return strings.Repeat("not (", n) + clause + strings.Repeat(")", n)
	default:
		return strings.Repeat(clause+" or ", n-1) + clause
	}
}

func clientSendsNested(ctx context.Context, path string, n int, kind string) error {
	if n > mostNested {
		return mistakef("%d is no sound size", n)
	}
	w := worldOf(ctx)
	body := strings.Repeat("[", n) + strings.Repeat("]", n)
	if kind == "objects" {
		body = strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n)
	}
	_, err := w.send(ctx, scim.Request{Method: http.MethodPost, Path: path, Body: []byte(body)})
	return err
}
