package steps

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/cucumber/godog"
)

func registerEverybody(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the client lists all (\w+), page by page$`), clientListsAll)
	sc.Step(expression(`^the list has as many resources as it says$`), listIsComplete)
}

const (
	// mostWalks is how often a list that changes on the way is begun anew.
	mostWalks = 3
	// walkCount is the count of a walk; a target may give fewer.
	walkCount = "100"
)

// clientListsAll walks through a list without a filter. The whole of it is then the last
// answer. A tenant that changes meanwhile, or is too large, is not judged.
func clientListsAll(ctx context.Context, resources string) error {
	w := worldOf(ctx)
	for range mostWalks {
		if still, err := w.walk(ctx, resources); still || err != nil {
			return err
		}
	}
	return &skipped{reason: "the list of all " + resources + " changes while it is read", optional: true}
}

// walk reads one page after the other, and tells whether the list stayed as it was. A page
// that is no list ends the walk and is judged itself.
func (w *World) walk(ctx context.Context, resources string) (still bool, err error) {
	var all []any
	total := -1
	for range mostPages {
		query := url.Values{"count": {walkCount}, "startIndex": {strconv.Itoa(len(all) + 1)}}
		a, err := w.list(ctx, resources, query)
		if err != nil {
			return false, err
		}
		list, err := w.listOf(a)
		if err == nil && total >= 0 && total != list.TotalResults {
			return false, nil
		}
		total = list.TotalResults
		for _, resource := range list.Resources {
			all = append(all, resource)
		}
		if err != nil || len(list.Resources) == 0 || len(all) >= total {
			w.joined(a, all, err)
			return true, nil
		}
	}
	return false, &skipped{reason: fmt.Sprintf("the list of all %s has more than %d pages", resources, mostPages), optional: true}
}

// listIsComplete holds totalResults against who is listed, each counted once.
func listIsComplete(ctx context.Context) error {
	w := worldOf(ctx)
	list, err := w.listed()
	if err != nil {
		return err
	}
	found := map[any]bool{}
	for _, id := range ids(list.Resources) {
		found[id] = true
	}
	return w.judgeThat(len(found) == list.TotalResults, "totalResults", fmt.Sprint(len(found))+", as many as are listed", fmt.Sprint(list.TotalResults))
}
