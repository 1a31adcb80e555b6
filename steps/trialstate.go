package steps

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// hasNewValue reads every resource anew. What is there in another form is worth a
// warning, for a service provider may alter what it is sent (RFC 7644 §3.3).
func hasNewValue(ctx context.Context, selection string) error {
	w := worldOf(ctx)
	mismatches, judged := w.brokenWrites(), false
	for _, s := range w.trial.specimens {
		state, err := w.read(ctx, s.path())
		if err != nil {
			return err
		}
		for _, attribute := range s.kind.selected(selection) {
			if !s.gave(attribute) {
				continue
			}
			judged = true
			seen := state
			if attribute.Returned == "request" {
				if seen, err = w.readAsking(ctx, s, attribute); err != nil {
					return err
				}
			}
			mismatches = append(mismatches, s.lost(attribute, seen)...)
		}
	}
	if !judged && len(mismatches) == 0 {
		return w.none()
	}
	return w.judge(mismatches...)
}

// brokenWrites are the writes that were neither done nor declined.
func (w *World) brokenWrites() []result.Mismatch {
	var mismatches []result.Mismatch
	for _, wr := range w.trial.writes {
		declined := len(wr.attributes) == 1 && wr.of.declined[wr.attributes[0].path()]
		if wr.answer.took() || declined {
			continue
		}
		for _, m := range wr.answer.statusMismatch(http.StatusOK, http.StatusNoContent) {
			mismatches = append(mismatches, result.Mismatch{Path: wr.label + ": " + m.Path, Want: m.Want, Got: m.Got})
		}
	}
	return mismatches
}

// gave tells whether the client gave the attribute a value that a read can show.
func (s *specimen) gave(a announcedAttribute) bool {
	secret := a.Mutability == "writeOnly" || a.Returned == "never" ||
		a.parent != nil && (a.parent.Mutability == "writeOnly" || a.parent.Returned == "never")
	return a.writable() && !secret && !s.declined[a.path()] && !s.declined[a.top().path()] && len(a.valueIn(s.Sent)) > 0
}

// sentOnly is what was sent of one attribute, as a representation of its own, without
// the parts that a read does not show by itself.
func (s *specimen) sentOnly(a announcedAttribute) oracle.Object {
	only := oracle.Object{}
	for _, value := range a.valueIn(s.Sent) {
		a.putInto(only, a.shownPart(value))
	}
	delete(only, "schemas")
	return only
}

func (a announcedAttribute) shownPart(value any) any {
	switch value := value.(type) {
	case []any:
		parts := make([]any, len(value))
		for i, element := range value {
			parts[i] = a.shownPart(element)
		}
		return parts
	case oracle.Object:
		part := oracle.Object{}
		for name, inner := range value {
			hidden := slices.ContainsFunc(a.SubAttributes, func(sub oracle.Attribute) bool {
				return strings.EqualFold(sub.Name, name) && (sub.Returned == "request" || sub.Returned == "never" || sub.Mutability == "writeOnly")
			})
			if !hidden {
				part[name] = inner
			}
		}
		return part
	default:
		return value
	}
}

// lostParts is lost for a sub-attribute of several elements: their values, in any order.
func (s *specimen) lostParts(a announcedAttribute, state oracle.Object) []result.Mismatch {
	want, got := flat(a.valueIn(s.Sent)), flat(a.valueIn(state))
	for _, value := range want {
		if !slices.ContainsFunc(got, func(v any) bool { return oracle.Equal(v, value) }) {
			return []result.Mismatch{{Path: s.kind.name + " " + a.path(), Want: shown(want), Got: shown(got), Warn: len(got) > 0}}
		}
	}
	return nil
}

// lost is what of an attribute is not as it was sent. Only what is absent, or still as
// it was before, is more than a warning.
func (s *specimen) lost(a announcedAttribute, state oracle.Object) []result.Mismatch {
	if a.ofSeveral() {
		return s.lostParts(a, state)
	}
	mismatches := oracle.Subset(s.sentOnly(a), state)
	now := a.valueIn(state)
	ignored := s.Before != nil && len(now) > 0 && oracle.Equal(now, a.valueIn(s.Before))
	for i := range mismatches {
		m := &mismatches[i]
		m.Warn = m.Warn || (m.Got != result.Absent && !ignored) || m.Got == result.Absent && oracle.NamedOtherwise(state, m.Path)
		m.Path = s.kind.name + " " + m.Path
	}
	return mismatches
}

func (w *World) readAsking(ctx context.Context, s *specimen, a announcedAttribute) (oracle.Object, error) {
	asking := scim.Request{Method: http.MethodGet, Path: s.path(), Query: url.Values{"attributes": {a.path()}}}
	found, err := w.lookAt(ctx, asking)
	if err != nil {
		return nil, err
	}
	if mismatches := found.statusMismatch(http.StatusOK); mismatches != nil {
		return nil, w.judge(mismatches...)
	}
	object, mismatch := found.object()
	if mismatch != nil {
		return nil, w.judge(*mismatch)
	}
	return object, nil
}

// hasOldValue takes any refusal of the write, and any success that has left the value
// alone.
func hasOldValue(ctx context.Context, _ string) error {
	w := worldOf(ctx)
	if len(w.trial.writes) == 0 {
		return w.none()
	}
	var mismatches []result.Mismatch
	states := map[*specimen]oracle.Object{}
	for _, wr := range w.trial.writes {
		if wr.answer.Status >= 500 {
			mismatches = append(mismatches, result.Mismatch{Path: wr.label + ": status", Want: "a success or a refusal", Got: wr.answer.statusMismatch(-1)[0].Got})
		}
		w.readWhether(!wr.answer.took(), subjectOf(wr.answer.request)+" of what cannot be written is refused")
		if states[wr.of] == nil {
			state, err := w.read(ctx, wr.of.path())
			if err != nil {
				return err
			}
			states[wr.of] = state
		}
		for i, attribute := range wr.attributes {
			mismatches = append(mismatches, wr.of.changed(attribute, wr.values[i], states[wr.of])...)
		}
	}
	return w.judge(mismatches...)
}

// changed is what is wrong with an attribute that must not have been written. What is
// read-only may change by itself, though not to what was sent.
func (s *specimen) changed(a announcedAttribute, sent any, state oracle.Object) []result.Mismatch {
	before, now := a.valueIn(s.Before), a.valueIn(state)
	path := s.kind.name + " " + a.path()
	switch {
	case a.Mutability != "readOnly":
		if !oracle.Equal(before, now) {
			return []result.Mismatch{{Path: path, Want: shown(before), Got: shown(now)}}
		}
	case !oracle.Equal(before, now) && slices.ContainsFunc(flat(now), func(value any) bool {
		return slices.ContainsFunc(flat([]any{sent}), func(own any) bool { return len(oracle.Subset(own, value)) == 0 })
	}):
		return []result.Mismatch{{Path: path, Want: "not what was sent", Got: shown(now)}}
	}
	return nil
}
