package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/scim"
)

// registerAtOnce registers requests that are on their way at the same time. Whatever the
// order in which the target takes them, what these steps say has to hold.
func registerAtOnce(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the client sends these requests at once:$`), clientSendsAtOnce)
	sc.Step(expression(`^each of the answers is `+codes+`$`), eachAnswerIs)
	sc.Step(expression(`^exactly one of the answers is `+codes+`, and each of the others `+codes+`$`), oneAnswerIs)
	sc.Step(expression(`^whatever was done has lasted$`), doneHasLasted)
}

// mostAtOnce bounds a crowd: a race shows among few, and a tenant is no target for load.
const mostAtOnce = 8

// rival is one of the requests that are sent at once.
type rival struct {
	bulkOperation
	request scim.Request
	// done says what must hold of the state where the request was answered as done.
	done   string
	answer *answer
	err    error
}

// clientSendsAtOnce sends every row as one request, each with what the next request
// carries, and goes on when all have their answers.
func clientSendsAtOnce(ctx context.Context, table *godog.Table) error {
	w := worldOf(ctx)
	rivals, err := w.rivalsOf(table)
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	for _, one := range rivals {
		all.Go(func() {
			var resp *scim.Response
			if resp, one.err = w.run.client.Do(ctx, w.rec, one.request); one.err == nil {
				one.answer = w.newAnswer(one.request, resp)
			}
		})
	}
	all.Wait()
	w.rivals = rivals
	return w.trackRivals()
}

// rivalsOf reads the table and builds every request before the first is sent.
func (w *World) rivalsOf(table *godog.Table) ([]*rival, error) {
	if len(table.Rows) > mostAtOnce+1 {
		return nil, mistakef("no more than %d requests are sent at once", mostAtOnce)
	}
	everyRequest := w.next
	var rivals []*rival
	for i, row := range table.Rows {
		var cells []string
		for _, cell := range row.Cells {
			cells = append(cells, cell.Value)
		}
		if len(cells) != 4 || i == 0 && strings.Join(cells, " ") != "method path data done" {
			return nil, mistakef("the table's columns are: method, path, data, done")
		}
		if i == 0 {
			continue
		}
		w.next = everyRequest
		one, err := w.rival(cells)
		if err != nil {
			return nil, err
		}
		rivals = append(rivals, one)
	}
	w.next = carried{}
	return rivals, nil
}

func (w *World) rival(cells []string) (*rival, error) {
	operation, err := w.operation(cells[0], cells[1], "", cells[2])
	if err != nil {
		return nil, err
	}
	one := &rival{bulkOperation: operation, done: cells[3]}
	var body []byte
	if operation.data != nil {
		if body, err = oracle.Marshal(operation.data); err != nil {
			return nil, fmt.Errorf("encoding the body of %s %s: %w", operation.method, operation.path, err)
		}
	}
	query, header := url.Values{}, http.Header{}
	one.request = w.carry(scim.Request{Method: operation.method, Path: operation.path, Query: query, Header: header, Body: body})
	return one, nil
}

// trackRivals remembers what was created, and gives who was created the id. A request
// without an answer is the target's failure, if it is anybody's.
func (w *World) trackRivals() error {
	for _, one := range w.rivals {
		if one.err != nil {
			w.trackCreated(w.run.client, &answer{request: one.request, Response: &scim.Response{}})
			continue
		}
		w.trackCreated(w.run.client, one.answer)
		if one.subject != nil && one.subject.ID == "" && one.answer.is(http.StatusCreated) {
			one.subject.ID = newID(one.answer, one.subject.endpoint)
		}
	}
	for _, one := range w.rivals {
		if one.err != nil {
			return one.err
		}
	}
	return nil
}

// crowd are the requests that were last sent at once.
func (w *World) crowd() ([]*rival, error) {
	if len(w.rivals) < 2 {
		return nil, mistakef("no requests were sent at once before this step")
	}
	return w.rivals, nil
}

func eachAnswerIs(ctx context.Context, list string) error {
	w := worldOf(ctx)
	rivals, err := w.crowd()
	if err != nil {
		return err
	}
	return w.judgeThat(count(rivals, statuses(list)) == len(rivals), "statuses", "each "+anyOf(statuses(list)), shownStatuses(rivals))
}

func oneAnswerIs(ctx context.Context, winner, others string) error {
	w := worldOf(ctx)
	rivals, err := w.crowd()
	if err != nil {
		return err
	}
	won, lost := count(rivals, statuses(winner)), count(rivals, statuses(others))
	return w.judgeThat(won == 1 && lost == len(rivals)-1, "statuses",
		"one "+anyOf(statuses(winner))+", the others "+anyOf(statuses(others)), shownStatuses(rivals))
}

func count(rivals []*rival, wanted []int) int {
	n := 0
	for _, one := range rivals {
		if one.answer.is(wanted...) {
			n++
		}
	}
	return n
}

// shownStatuses are the answers in the order of the requests.
func shownStatuses(rivals []*rival) string {
	var got []int
	for _, one := range rivals {
		got = append(got, one.answer.Status)
	}
	return strings.ReplaceAll(anyOf(got), " or ", ", ")
}

// done is `Ada's title is "Countess"`, or the same of `the group "Analysts"`.
var done = regexp.MustCompile(`^(?:the group "([^"]+)"|` + first + `)'s ` + attribute + ` ` + claimed + `$`)

// doneHasLasted wants the effect of every request that was answered as done. One that was
// refused has no effect, as long as another was done.
func doneHasLasted(ctx context.Context) error {
	w := worldOf(ctx)
	rivals, err := w.crowd()
	if err != nil {
		return err
	}
	finished := 0
	for _, one := range rivals {
		if one.answer.Status >= http.StatusMultipleChoices {
			continue
		}
		finished++
		if err := w.judgeDone(ctx, one.done); err != nil {
			return err
		}
	}
	return w.judgeThat(finished > 0, "statuses", "at least one success", shownStatuses(rivals))
}

func (w *World) judgeDone(ctx context.Context, claim string) error {
	parts := done.FindStringSubmatch(claim)
	if parts == nil {
		return mistakef("%q is not like: Ada's title is \"Countess\"", claim)
	}
	if parts[1] != "" {
		return aGroup.attributeIs(ctx, parts[1], parts[3], parts[4], parts[5])
	}
	return aPerson.attributeIs(ctx, parts[2], parts[3], parts[4], parts[5])
}
