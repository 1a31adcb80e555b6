package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
)

const bulkSchema = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"

// bulkJob is the bulk request that was last sent (RFC 7644 §3.7).
type bulkJob struct {
	operations []bulkOperation
	answer     *answer
}

// bulkOperation is one of its operations, as it was sent.
type bulkOperation struct {
	method, path, bulkID, version string

	data any
	// subject is the person or group that it creates or replaces, if that is what it does.
	subject *resource
}

func registerBulk(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the client sends these bulk operations:$`), clientSendsBulk)
	sc.Step(expression(`^the client sends these bulk operations, to stop after (\d+) errors?:$`), clientSendsBulkToStop)
	sc.Step(expression(`^the bulk operation "([^"]+)" is `+codes+`$`), bulkOperationIs)
	sc.Step(expression(`^the bulk operation "([^"]+)" is explained$`), bulkOperationIsExplained)
	sc.Step(expression(`^the bulk operation "([^"]+)"'s `+attribute+` `+claimed+`$`), bulkOperationAttribute)
}

func clientSendsBulk(ctx context.Context, table *godog.Table) error {
	return worldOf(ctx).sendTable(ctx, table, nil)
}

func clientSendsBulkToStop(ctx context.Context, errors int, table *godog.Table) error {
	return worldOf(ctx).sendTable(ctx, table, oracle.Object{"failOnErrors": oracle.Number(strconv.Itoa(errors))})
}

func (w *World) sendTable(ctx context.Context, table *godog.Table, more oracle.Object) error {
	var operations []bulkOperation
	for i, row := range table.Rows {
		var cells []string
		for _, cell := range row.Cells {
			cells = append(cells, cell.Value)
		}
		if i == 0 {
			if columns := strings.Join(cells, " "); columns != "method path bulkId data" && columns != "method path bulkId data version" {
				return mistakef("the table's columns are: method, path, bulkId, data and, if need be, version")
			}
			continue
		}
		operation, err := w.bulkRow(cells)
		if err != nil {
			return err
		}
		operations = append(operations, operation)
	}
	return w.sendBulk(ctx, operations, more)
}

// bulkRow reads a row: method, path, bulkId, data and, if there is such a column, version.
func (w *World) bulkRow(cells []string) (bulkOperation, error) {
	o, err := w.operation(cells[0], cells[1], cells[2], cells[3])
	if err != nil || len(cells) < 5 {
		return o, err
	}
	o.version, err = w.expand(cells[4])
	return o, err
}

func (w *World) operation(method, path, bulkID, data string) (bulkOperation, error) {
	o := bulkOperation{method: method}
	var err error
	// The data first: it introduces whom the path may speak of.
	if o.data, o.subject, err = w.operationData(data); err != nil {
		return o, err
	}
	if o.path, err = w.expandWith(path, url.PathEscape); err != nil {
		return o, err
	}
	o.bulkID, err = w.expand(bulkID)
	return o, err
}

var (
	dataOfGroup  = regexp.MustCompile(`^(a|the) group "([^"]+)"(?: with (\{.*\}))?$`)
	dataOfPerson = regexp.MustCompile(`^` + name + `(?: with (\{.*\}))?$`)
)

// operationData reads a cell: a group, a person, the operations of a PATCH, or JSON.
func (w *World) operationData(cell string) (any, *resource, error) {
	if cell == "" {
		return nil, nil, nil
	}
	if m := dataOfGroup.FindStringSubmatch(cell); m != nil {
		return w.whole(&w.introduceGroup(m[2]).resource, m[3])
	}
	if m := dataOfPerson.FindStringSubmatch(cell); m != nil {
		p, err := w.introduce(w.fullName(m[1]))
		if err != nil {
			return nil, nil, err
		}
		return w.whole(&p.resource, m[2])
	}
	value, err := w.literal(cell)
	if operations, ok := value.([]any); ok {
		value = oracle.Object{"schemas": []any{patchSchema}, "Operations": operations}
	}
	return value, nil, err
}

// fullName is the name of somebody of the scenario who is called by the first one.
func (w *World) fullName(name string) string {
	if p, ok := w.people[name]; ok {
		return p.Name
	}
	return name
}

// whole is the representation to send of somebody or something, as creations and
// replacements send it.
func (w *World) whole(r *resource, overlay string) (any, *resource, error) {
	if overlay != "" {
		value, err := w.literal(overlay)
		if err != nil {
			return nil, nil, err
		}
		object, ok := value.(oracle.Object)
		if !ok {
			return nil, nil, mistakef("%s is no JSON object", overlay)
		}
		w.nowSends(r, object)
	}
	if r.ID == "" {
		return r.Sent, r, nil
	}
	return overlaid(oracle.Object{"id": r.ID}, r.Sent), r, nil
}

// member is the operation as it stands in the request; what was not given is left out.
func (o bulkOperation) member() oracle.Object {
	member := oracle.Object{}
	for name, text := range map[string]string{"method": o.method, "path": o.path, "bulkId": o.bulkID, "version": o.version} {
		if text != "" {
			member[name] = text
		}
	}
	if o.data != nil {
		member["data"] = o.data
	}
	return member
}

func (w *World) sendBulk(ctx context.Context, operations []bulkOperation, more oracle.Object) error {
	members := make([]any, len(operations))
	for i, o := range operations {
		members[i] = o.member()
	}
	body := overlaid(oracle.Object{"schemas": []any{bulkSchema}, "Operations": members}, more)
	w.bulk = &bulkJob{operations: operations}
	a, err := w.sendJSON(ctx, http.MethodPost, "/Bulk", body)
	w.bulk.answer = a
	w.trackBulk()
	return err
}

// trackBulk gives those who were created their ids, and remembers what is, or may be,
// there now.
func (w *World) trackBulk() {
	for i := range w.bulk.operations {
		o := &w.bulk.operations[i]
		if o.subject == nil || o.subject.ID != "" {
			continue
		}
		if id := w.bulk.createdID(o); id != "" {
			o.subject.ID = id
			w.trackResource(o.subject.endpoint, id)
			continue
		}
		w.doubtCreation(w.run.client, o.subject.endpoint, o.subject.Sent)
	}
}

// createdID is the id at the end of the location of an operation that succeeded, or "".
func (j *bulkJob) createdID(o *bulkOperation) string {
	result, ok := j.byBulkID(o.bulkID)
	if status, _ := statusIn(result); !ok || status < 200 || status > 299 {
		return ""
	}
	location, _ := oracle.FirstString(result, "location")
	return idAtEnd(location, o.subject.endpoint)
}

func bulkOperationIs(ctx context.Context, which, list string) error {
	return withBulkResult(ctx, which, func(w *World, r bulkResult) error {
		got, mismatches := statusIn(r.value)
		if !oneOf(got, statuses(list)) {
			return w.judgeThat(false, r.path+".status", anyOf(statuses(list)), r.shown())
		}
		w.reads("the status of the bulk operation "+quoted(which), textsOf(statuses(list)), fmt.Sprint(got))
		return w.judge(mismatches...)
	})
}

// bulkOperationIsExplained takes either place that the text has for an explanation.
func bulkOperationIsExplained(ctx context.Context, which string) error {
	return withBulkResult(ctx, which, func(w *World, r bulkResult) error {
		for _, place := range []string{"response.detail", "status.description"} {
			if text, ok := oracle.FirstString(r.value, place); ok && strings.TrimSpace(text) != "" {
				return w.judge()
			}
		}
		return w.judgeThat(false, r.path+".response.detail", "an explanation", r.shown())
	})
}

func bulkOperationAttribute(ctx context.Context, which, path, verb, rest string) error {
	return withBulkResult(ctx, which, func(w *World, r bulkResult) error {
		value := r.value
		if location, ok := oracle.FirstString(value, "location"); ok && path == "location" {
			if plain, err := url.PathUnescape(location); err == nil {
				value = overlaid(value, oracle.Object{"location": plain})
			}
		}
		return w.judgeAttribute(value, path, verb, rest)
	})
}
