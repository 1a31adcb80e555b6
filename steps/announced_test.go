package steps

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/target"
)

const widgetSchema = "urn:example:Widget"

// workshop is a service provider of widgets, with a fault or without.
type workshop struct {
	mu      sync.Mutex
	fault   string
	widgets map[string]oracle.Object
}

func (s *workshop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status, answer := s.answer(r)
	w.WriteHeader(status)
	if answer != nil {
		body, _ := oracle.Marshal(answer)
		_, _ = w.Write(body)
	}
}

func (s *workshop) answer(r *http.Request) (int, any) {
	id := strings.TrimPrefix(r.URL.Path, "/scim/v2/Widgets/")
	body, _ := io.ReadAll(r.Body)
	sent, _ := oracle.ParseObject(body)
	switch {
	case r.Method == http.MethodPost:
		id = fmt.Sprintf("w%d", len(s.widgets)+1)
		return s.store(http.StatusCreated, id, oracle.Object{}, sent)
	case r.Method == http.MethodPut:
		return s.store(http.StatusOK, id, s.widgets[id], sent)
	case r.URL.Query().Has("filter"):
		return http.StatusOK, s.find(r.URL.Query().Get("filter"))
	case r.Method == http.MethodGet:
		return http.StatusOK, s.show(id, r.URL.Query().Get("attributes"), r.URL.Query().Get("excludedAttributes"))
	default:
		return http.StatusNoContent, nil
	}
}

func refusalOf(status int, scimType string) (int, any) {
	return status, oracle.Object{
		"schemas": []any{oracle.ErrorURN}, "status": fmt.Sprint(status), "scimType": scimType,
	}
}

func (s *workshop) store(status int, id string, before, sent oracle.Object) (int, any) {
	if _, ok := sent["size"].(string); ok && s.fault != "takes any type" {
		return refusalOf(http.StatusBadRequest, "invalidValue")
	}
	for other, widget := range s.widgets {
		if other != id && widget["serial"] == sent["serial"] && s.fault != "has no uniqueness" {
			return refusalOf(http.StatusConflict, "uniqueness")
		}
	}
	if was, ok := before["serial"]; ok && sent["serial"] != was && s.fault != "changes what is immutable" {
		return refusalOf(http.StatusBadRequest, "mutability")
	}
	after := overlaid(oracle.Object{}, sent)
	if s.fault != "writes what is read-only" {
		after = overlaid(after, oracle.Object{"state": nil})
	}
	if s.fault == "ignores a replacement" && len(before) > 0 {
		after = before
	}
	after["id"] = id
	s.widgets[id] = after
	return status, s.show(id, "", "")
}

func (s *workshop) show(id, asked, excluded string) oracle.Object {
	shown := overlaid(s.widgets[id], oracle.Object{"meta": oracle.Object{"resourceType": "Widget"}})
	if s.fault != "shows what is secret" {
		delete(shown, "secret")
	}
	for name := range shown {
		if name != "id" && (asked != "" && name != asked || strings.Contains(excluded, name) && s.fault != "cannot exclude") {
			delete(shown, name)
		}
	}
	return shown
}

// find knows eq only, and serial is case-exact.
func (s *workshop) find(filter string) any {
	words := strings.SplitN(filter, " ", 4)
	found := []any{}
	for id, widget := range s.widgets {
		got, want := strings.Trim(oracle.Text(widget[words[0]]), `"`), strings.Trim(words[2], `"`)
		if got == want || s.fault == "ignores case" && strings.EqualFold(got, want) {
			found = append(found, oracle.Object{"id": id})
		}
	}
	return oracle.Object{"schemas": []any{oracle.ListURN}, "totalResults": len(found), "Resources": found}
}

// visit is a scenario at a workshop; selections are those of its steps.
func visit(t *testing.T, fault string, selections ...string) (*World, context.Context) {
	t.Helper()
	w, ctx := worldOn(t, (&workshop{fault: fault, widgets: map[string]oracle.Object{}}).ServeHTTP)
	types := []oracle.Object{{"name": "Widget", "endpoint": "/Widgets", "schema": widgetSchema}}
	attribute := func(name, kind string, more oracle.Object) any {
		return overlaid(oracle.Object{"name": name, "type": kind}, more)
	}
	schemas := []oracle.Object{{"id": widgetSchema, "attributes": []any{
		attribute("serial", "string", oracle.Object{"mutability": "immutable", "uniqueness": "server", "caseExact": true, "required": true}),
		attribute("label", "string", nil),
		attribute("size", "integer", nil),
		attribute("state", "string", oracle.Object{"mutability": "readOnly"}),
		attribute("secret", "string", oracle.Object{"mutability": "writeOnly", "returned": "never"}),
	}}}
	standard, err := oracle.Standard()
	if err != nil {
		t.Fatal(err)
	}
	enlarged, err := standard.With(types, schemas)
	if err != nil {
		t.Fatal(err)
	}
	w.run.known.types, w.run.known.schemas, w.run.target = types, enlarged, &target.Target{}
	w.trial.selections = selections
	return w, ctx
}

func firstOf(steps ...error) error {
	for _, err := range steps {
		if err != nil {
			return err
		}
	}
	return nil
}

// Each of these goes through at an honest workshop, and finds the fault of another.
func TestWhatIsAnnouncedIsTried(t *testing.T) {
	t.Parallel()
	const (
		written, immutable, readOnly = "every attribute with mutability readWrite", "every attribute with mutability immutable", "every attribute with mutability readOnly"
		never, usual, unique         = "every attribute with returned never", "every attribute with returned default", "every attribute with uniqueness server"
		exact, integer               = "every attribute with caseExact true", "every attribute with type integer"
	)
	for fault, c := range map[string]struct {
		selection string
		steps     func(ctx context.Context) error
	}{
		"ignores a replacement": {written, func(ctx context.Context) error {
			return firstOf(resourceOfEveryType(ctx), clientWritesAnother(ctx, written, "PUT"), hasNewValue(ctx, written))
		}},
		"changes what is immutable": {immutable, func(ctx context.Context) error {
			return firstOf(resourceOfEveryType(ctx), clientWritesAnother(ctx, immutable, "PUT"), hasOldValue(ctx, immutable))
		}},
		"writes what is read-only": {readOnly, func(ctx context.Context) error {
			return firstOf(resourceOfEveryType(ctx), clientWritesAnother(ctx, readOnly, "PUT"), hasOldValue(ctx, readOnly))
		}},
		"shows what is secret": {never, func(ctx context.Context) error {
			return firstOf(resourceOfEveryType(ctx), clientReadsEvery(ctx), isNotShown(ctx, never))
		}},
		"cannot exclude": {usual, func(ctx context.Context) error {
			return firstOf(resourceOfEveryType(ctx), clientReadsSome(ctx, "excluding", usual), isNotShown(ctx, usual))
		}},
		"has no uniqueness": {unique, func(ctx context.Context) error {
			return firstOf(resourceOfEveryType(ctx), clientCreatesTwin(ctx, unique), everyWriteIsRefusedWith(ctx, "409", `"uniqueness"`))
		}},
		"takes any type": {integer, func(ctx context.Context) error {
			return firstOf(clientWritesWrongText(ctx), everyWriteIsRefused(ctx, "400"))
		}},
		"ignores case": {exact, func(ctx context.Context) error {
			return firstOf(
				resourceOfEveryType(ctx), clientLooksFor(ctx, exact, ""), searchesFind(ctx, "every", "400", `"invalidFilter"`),
				clientLooksFor(ctx, exact, " in the other case"), searchesFind(ctx, "no", "400", `"invalidFilter"`))
		}},
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			w, ctx := visit(t, "", c.selection)
			if err := c.steps(ctx); err != nil || w.checks == 0 {
				t.Errorf("an honest workshop: got %v after %d judgements", err, w.checks)
			}
			_, ctx = visit(t, fault, c.selection)
			if _, found := breaches(c.steps(ctx)); !found {
				t.Error("the fault was not found")
			}
		})
	}
}

// clientWritesWrongText writes a text where a number is announced.
func clientWritesWrongText(ctx context.Context) error {
	w := worldOf(ctx)
	kind := w.run.known.announcedTypes()[0]
	body, _ := w.sampled().minimal(ctx, kind)
	body["size"] = "much"
	return w.post(ctx, kind, body, nil)
}

func TestNothingAnnouncedIsSkipped(t *testing.T) {
	t.Parallel()
	_, ctx := visit(t, "", "every attribute with returned request")
	if skip, ok := asSkip(resourceOfEveryType(ctx)); !ok || !skip.optional {
		t.Error("a scenario about nothing was not skipped")
	}
}

// What is made for every announced attribute has the form of its type.
func TestSamplesAreValid(t *testing.T) {
	t.Parallel()
	w, ctx := visit(t, "")
	w.run.known.types = nil
	for _, kind := range w.run.known.announcedTypes() {
		sample := oracle.Object{"schemas": []any{kind.base}, "id": "1"}
		for _, top := range topsOf(kind.selected("every attribute that can be written")) {
			if value, ok := w.sampled().of(ctx, top, firstValue); ok && top.Returned != "never" {
				top.putInto(sample, value)
			}
		}
		if wrong := hard(w.run.known.schemas.Check(kind.name, sample, oracle.Options{})); len(wrong) > 0 {
			t.Errorf("%s: %v", kind.name, wrong)
		}
	}
}
