package steps

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/scimproof/scimproof/steps/oracle"
)

func resourceOfEveryType(ctx context.Context) error {
	return worldOf(ctx).makeSpecimens(ctx, func(announcedAttribute) bool { return true })
}

func resourceOfEveryTypeWithoutImmutable(ctx context.Context) error {
	return worldOf(ctx).makeSpecimens(ctx, func(a announcedAttribute) bool {
		return a.Mutability != "immutable" && (a.parent == nil || a.parent.Mutability != "immutable")
	})
}

// makeSpecimens creates a resource of every type of which the scenario selects
// something; values are given to what gives says.
func (w *World) makeSpecimens(ctx context.Context, gives func(announcedAttribute) bool) error {
	selected, refused := false, ""
	for _, kind := range w.run.known.announcedTypes() {
		chosen := w.trial.chosen(kind)
		if len(w.trial.selections) > 0 && len(chosen) == 0 {
			continue
		}
		selected = true
		given := slices.DeleteFunc(slices.Clone(chosen), func(a announcedAttribute) bool { return !gives(a) })
		made, err := w.makeSpecimen(ctx, kind, given, firstValue)
		if err != nil {
			return err
		}
		if made == nil {
			refused = fmt.Sprintf("the target creates no %s by POST", kind.name)
			continue
		}
		made.keepRequired(chosen, gives)
		w.trial.specimens = append(w.trial.specimens, made)
	}
	switch {
	case len(w.trial.specimens) > 0:
		return nil
	case selected:
		return &skipped{reason: orElse(refused, "nothing can be created"), optional: true}
	default:
		return w.none()
	}
}

// makeSpecimen creates a resource with what a client can write of some attributes. A
// value that is not taken is left out; nil is for a type that cannot be created.
func (w *World) makeSpecimen(ctx context.Context, kind announcedType, chosen []announcedAttribute, v variant) (*specimen, error) {
	s := &specimen{resource: resource{Name: "a " + kind.name, endpoint: kind.endpoint}, kind: kind, declined: map[string]bool{}}
	minimal, ok := w.sampled().minimal(ctx, kind)
	if !ok {
		return nil, nil
	}
	tops, values := w.samples(ctx, s, topsOf(chosen), v)
	s.Sent = minimal
	for i, top := range tops {
		top.putInto(s.Sent, values[i])
	}
	a, err := w.sendJSON(ctx, http.MethodPost, kind.endpoint, s.Sent)
	if err != nil {
		return nil, err
	}
	switch {
	case a.is(http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented):
		return nil, nil
	case a.is(http.StatusBadRequest):
		return s, w.makeBitByBit(ctx, s, tops, values)
	}
	return s, w.born(s, a)
}

// born gives a specimen its id.
func (w *World) born(s *specimen, a *answer) error {
	if a.took() {
		s.ID = newID(a, s.endpoint)
	}
	if s.ID == "" {
		return unjudgedf("creating %s was answered %s", s.Name, a.statusMismatch(-1)[0].Got)
	}
	return nil
}

// makeBitByBit creates the resource with its required attributes, and then gives it each
// of the others by itself, to know which of them the target declines.
func (w *World) makeBitByBit(ctx context.Context, s *specimen, tops []announcedAttribute, values []any) error {
	minimal, ok := w.sampled().minimal(ctx, s.kind)
	if !ok {
		return unjudgedf("%s needs what cannot be made", s.Name)
	}
	s.Sent = minimal
	a, err := w.sendJSON(ctx, http.MethodPost, s.endpoint, s.Sent)
	if err != nil {
		return err
	}
	if err := w.born(s, a); err != nil {
		return err
	}
	for i, top := range tops {
		if top.Required {
			continue
		}
		if err := w.putOne(ctx, s, top, values[i]); err != nil {
			return err
		}
	}
	w.trial.writes = nil
	return nil
}

// keepRequired leaves out of what follows the attributes that were to be without a value,
// and yet have one because they are required.
func (s *specimen) keepRequired(chosen []announcedAttribute, gives func(announcedAttribute) bool) {
	for _, a := range chosen {
		if !gives(a) && len(a.valueIn(s.Sent)) > 0 {
			s.declined[a.path()] = true
		}
	}
}

// putOne replaces a specimen by itself with another value of one attribute.
func (w *World) putOne(ctx context.Context, s *specimen, attribute announcedAttribute, value any) error {
	return w.putAll(ctx, s, []announcedAttribute{attribute}, []any{value})
}

// putAll replaces a specimen by itself with other values. One attribute that is refused
// with 400 is declined.
func (w *World) putAll(ctx context.Context, s *specimen, attributes []announcedAttribute, values []any) error {
	body, err := w.readBefore(ctx, &s.resource)
	if err != nil {
		return err
	}
	body = overlaid(body, nil)
	for i, attribute := range attributes {
		s.fill(body, attribute)
		attribute.putInto(body, values[i])
	}
	a, err := w.write(ctx, s, http.MethodPut, s.path(), body, attributes, values)
	if err != nil {
		return err
	}
	w.settleWrite(s, a, attributes, values)
	return nil
}

// fill sees to it that what is below a complex attribute does not stand there alone.
func (s *specimen) fill(body oracle.Object, attribute announcedAttribute) {
	if attribute.parent == nil || attribute.ofSeveral() || attribute.common {
		return
	}
	top := attribute.top()
	if sent := top.valueIn(s.Sent); len(top.valueIn(body)) == 0 && len(sent) > 0 {
		top.putInto(body, sent[0])
	}
}

// settleWrite keeps what the target took, and declines a single attribute that it did
// not.
func (w *World) settleWrite(s *specimen, a *answer, attributes []announcedAttribute, values []any) {
	switch {
	case a.took():
		s.Sent = overlaid(s.Sent, nil)
		for i, attribute := range attributes {
			if attribute.Mutability != "readOnly" {
				attribute.putInto(s.Sent, values[i])
			}
		}
	case a.is(http.StatusBadRequest) && len(attributes) == 1 && attributes[0].Mutability != "readOnly" && attributes[0].Mutability != "immutable":
		w.decline(s, attributes[0], a)
	}
}

// topsOf are the attributes at the top that a client can write, each once.
func topsOf(attributes []announcedAttribute) []announcedAttribute {
	var tops []announcedAttribute
	seen := map[string]bool{}
	for _, a := range attributes {
		top := a.top()
		if seen[top.path()] || !top.writable() {
			continue
		}
		seen[top.path()] = true
		tops = append(tops, top)
	}
	return tops
}

// samples makes a value for each attribute; those that can have none are left out.
func (w *World) samples(ctx context.Context, s *specimen, attributes []announcedAttribute, v variant) (kept []announcedAttribute, values []any) {
	for _, a := range attributes {
		if s.declined[a.path()] {
			continue
		}
		if value, ok := w.sampled().of(ctx, a, v); ok {
			kept, values = append(kept, a), append(values, value)
		}
	}
	return kept, values
}
