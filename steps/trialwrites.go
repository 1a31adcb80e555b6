package steps

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
)

// clientCreatesMinimal creates, and keeps nothing for later steps but the answers. What
// is not required of an extension, or of a complex attribute, can be left out as well.
func clientCreatesMinimal(ctx context.Context) error {
	w := worldOf(ctx)
	w.trial.writes = nil
	for _, kind := range w.run.known.announcedTypes() {
		body, ok := w.sampled().minimal(ctx, kind)
		if !ok {
			continue
		}
		if err := w.post(ctx, kind, body, nil); err != nil {
			return err
		}
		if err := w.createWithParts(ctx, kind); err != nil {
			return err
		}
	}
	w.dropUncreatable()
	return nil
}

// createWithParts creates a resource with the first and one with the last attribute of
// each extension and of each complex attribute, and what is required there: any other
// one is left out once.
func (w *World) createWithParts(ctx context.Context, kind announcedType) error {
	for _, parts := range kind.optionalParts() {
		if len(parts) < 2 {
			continue
		}
		for _, a := range []announcedAttribute{parts[0], parts[len(parts)-1]} {
			body, ok := w.sampled().minimal(ctx, kind)
			value, can := w.sampled().of(ctx, a, firstValue)
			if !ok || !can {
				continue
			}
			a.putInto(body, value)
			if err := w.post(ctx, kind, body, []announcedAttribute{a}); err != nil {
				return err
			}
		}
	}
	return nil
}

// optionalParts are what can be written of each extension, and of each complex attribute
// with one value, where nothing there is required. What points to another resource is
// nothing without its value.
func (t announcedType) optionalParts() [][]announcedAttribute {
	groups, order, demanding := map[string][]announcedAttribute{}, []string{}, map[string]bool{}
	for _, a := range t.attributes {
		whole := a.container
		if a.parent != nil {
			whole = a.top().path()
		}
		pointing := a.parent != nil && len(refersTo(*a.parent)) > 0
		if whole == "" || pointing || a.common || a.ofSeveral() || a.Type == "complex" || !a.writable() {
			continue
		}
		if groups[whole] == nil {
			order = append(order, whole)
		}
		groups[whole] = append(groups[whole], a)
		demanding[whole] = demanding[whole] || a.Required
	}
	var all [][]announcedAttribute
	for _, whole := range order {
		if !demanding[whole] {
			all = append(all, groups[whole])
		}
	}
	return all
}

// post creates a resource as one of the writes.
func (w *World) post(ctx context.Context, kind announcedType, body oracle.Object, attributes []announcedAttribute) error {
	s := &specimen{resource: resource{Name: "a " + kind.name, endpoint: kind.endpoint}, kind: kind, declined: map[string]bool{}}
	_, err := w.write(ctx, s, http.MethodPost, kind.endpoint, body, attributes, nil)
	return err
}

// dropUncreatable leaves out the types that nobody can create anything of.
func (w *World) dropUncreatable() {
	var kept []write
	for _, wr := range w.trial.writes {
		if !wr.answer.is(http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented) {
			kept = append(kept, wr)
		}
	}
	w.trial.writes = kept
}

// clientWritesAnother writes what can be written in one request, or one by one where
// that is refused. What must not change goes one by one, but for the read-only
// attributes of a PUT.
func clientWritesAnother(ctx context.Context, selection, method string) error {
	w := worldOf(ctx)
	w.trial.writes = nil
	for _, s := range w.trial.specimens {
		attributes, values := w.samples(ctx, s, withoutCovered(s.kind.selected(selection)), otherValue)
		if err := w.keepBefore(ctx, s); err != nil {
			return err
		}
		if err := w.writeSelected(ctx, s, method, attributes, values, isTogether(selection, method)); err != nil {
			return err
		}
	}
	return nil
}

// withoutCovered leaves out what is written with the attribute around it.
func withoutCovered(attributes []announcedAttribute) []announcedAttribute {
	named := map[string]bool{}
	for _, a := range attributes {
		named[a.path()] = a.parent == nil
	}
	return slices.DeleteFunc(slices.Clone(attributes), func(a announcedAttribute) bool {
		return a.parent != nil && named[a.top().path()] && !a.common
	})
}

func isTogether(selection, method string) bool {
	return !strings.HasSuffix(selection, " immutable") && (method == http.MethodPut || !strings.HasSuffix(selection, " readOnly"))
}

// keepBefore keeps the state that "its old value" is compared with.
func (w *World) keepBefore(ctx context.Context, s *specimen) error {
	before, err := w.readBefore(ctx, &s.resource)
	s.Before = before
	return err
}

func (w *World) writeSelected(ctx context.Context, s *specimen, method string, attributes []announcedAttribute, values []any, together bool) error {
	if len(attributes) == 0 {
		return nil
	}
	put := w.putAll
	if method == http.MethodPatch {
		put = w.patchAll
	}
	if together {
		if err := put(ctx, s, attributes, values); err != nil {
			return err
		}
		if !w.lastWrite().answer.is(http.StatusBadRequest) || len(attributes) == 1 {
			return nil
		}
		w.trial.writes = w.trial.writes[:len(w.trial.writes)-1]
	}
	for i := range attributes {
		if err := put(ctx, s, attributes[i:i+1], values[i:i+1]); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) lastWrite() write { return w.trial.writes[len(w.trial.writes)-1] }

func (w *World) patchAll(ctx context.Context, s *specimen, attributes []announcedAttribute, values []any) error {
	var operations []any
	for i, attribute := range attributes {
		path := attribute.path()
		if attribute.ofSeveral() {
			path = attribute.top().path()
		}
		operations = append(operations, oracle.Object{"op": "replace", "path": path, "value": values[i]})
	}
	body := oracle.Object{"schemas": []any{patchSchema}, "Operations": operations}
	a, err := w.write(ctx, s, http.MethodPatch, s.path(), body, attributes, values)
	if err != nil {
		return err
	}
	w.settleWrite(s, a, attributes, values)
	return nil
}

// clientWritesTaken writes what another resource has already.
func clientWritesTaken(ctx context.Context, selection string) error {
	w := worldOf(ctx)
	w.trial.writes = nil
	for _, s := range w.trial.specimens {
		attributes := s.kind.selected(selection)
		if len(attributes) == 0 {
			continue
		}
		other, err := w.makeSpecimen(ctx, s.kind, attributes, otherValue)
		if err != nil || other == nil {
			return err
		}
		if err := w.keepBefore(ctx, s); err != nil {
			return err
		}
		for _, attribute := range attributes {
			for _, value := range attribute.valueIn(other.Sent) {
				if err := w.putOne(ctx, s, attribute, value); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// clientCreatesTwin creates a resource that is as the first in one attribute only.
func clientCreatesTwin(ctx context.Context, selection string) error {
	w := worldOf(ctx)
	w.trial.writes = nil
	for _, s := range w.trial.specimens {
		for _, attribute := range s.kind.selected(selection) {
			body, ok := w.sampled().minimal(ctx, s.kind)
			taken := attribute.valueIn(s.Sent)
			if attribute.ofSeveral() {
				taken = attribute.top().valueIn(s.Sent)
			}
			if !ok || len(taken) == 0 || s.declined[attribute.top().path()] {
				continue
			}
			attribute.putInto(body, taken[0])
			if err := w.post(ctx, s.kind, body, []announcedAttribute{attribute}); err != nil {
				return err
			}
		}
	}
	return nil
}

// clientCreatesLacking leaves out each required attribute of a resource type by itself.
func clientCreatesLacking(ctx context.Context) error {
	w := worldOf(ctx)
	w.trial.writes = nil
	for _, kind := range w.run.known.announcedTypes() {
		for _, a := range kind.selected("every attribute with required true") {
			body, ok := w.sampled().minimal(ctx, kind)
			if !ok || a.parent != nil || a.container != "" || len(a.valueIn(body)) == 0 {
				continue
			}
			delete(body, a.Name)
			if err := w.post(ctx, kind, body, []announcedAttribute{a}); err != nil {
				return err
			}
		}
	}
	w.dropUncreatable()
	return nil
}

// clientWritesWrong tries one attribute of each schema, one at the top if there is one.
func clientWritesWrong(ctx context.Context, selection string) error {
	w := worldOf(ctx)
	w.trial.writes = nil
	for _, kind := range w.run.known.announcedTypes() {
		for _, attribute := range oneOfEachSchema(kind.selected(selection)) {
			body, ok := w.sampled().minimal(ctx, kind)
			if !ok {
				continue
			}
			put, err := w.putWrong(ctx, body, attribute)
			if err != nil {
				return err
			}
			if !put {
				continue
			}
			if err := w.post(ctx, kind, body, []announcedAttribute{attribute}); err != nil {
				return err
			}
		}
	}
	w.dropUncreatable()
	return nil
}

// oneOfEachSchema takes the first attribute that can be written, those at the top
// before others. The common attributes are as good as a schema.
func oneOfEachSchema(attributes []announcedAttribute) []announcedAttribute {
	best := map[string]announcedAttribute{}
	var order []string
	for _, a := range attributes {
		schema := a.container
		if a.common {
			schema = "common"
		}
		had, ok := best[schema]
		switch {
		case !a.writable():
		case !ok:
			order = append(order, schema)
			best[schema] = a
		case had.parent != nil && a.parent == nil:
			best[schema] = a
		}
	}
	var all []announcedAttribute
	for _, schema := range order {
		all = append(all, best[schema])
	}
	return all
}

// wrong are values of another JSON type, or in no form that the type has.
var wrong = map[string]any{
	"string": oracle.Object{"text": "a text"}, "reference": oracle.Object{"text": "a text"}, "binary": "no base64!",
	"boolean": "perhaps", "integer": oracle.Number("1.5"), "decimal": "much", "dateTime": "yesterday", "complex": "a text",
}

// putWrong sets the attribute to what is wrong for its type; false where it is a part of
// something of which nobody knows a value.
func (w *World) putWrong(ctx context.Context, body oracle.Object, attribute announcedAttribute) (bool, error) {
	value, ok := wrong[attribute.Type]
	if !ok {
		return false, mistakef("nothing is known to be wrong for the type %s", attribute.Type)
	}
	if attribute.MultiValued {
		value = []any{value}
	}
	if attribute.ofSeveral() {
		sample, ok := w.sampled().of(ctx, attribute, firstValue)
		elements, _ := sample.([]any)
		if !ok || len(elements) == 0 {
			return false, nil
		}
		element, _ := elements[0].(oracle.Object)
		value = []any{overlaid(element, oracle.Object{attribute.Name: value})}
	}
	attribute.putInto(body, value)
	return true, nil
}
