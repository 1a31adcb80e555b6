package steps

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// searched is a resource that was looked for by the value of one attribute.
type searched struct {
	of     *specimen
	label  string
	answer *answer
}

// search is one to be made.
type wantedSearch struct {
	of     *specimen
	path   string
	filter string
}

func clientLooksFor(ctx context.Context, selection, otherCase string) error {
	w := worldOf(ctx)
	var wanted []wantedSearch
	for _, s := range w.trial.specimens {
		state, err := w.readBefore(ctx, &s.resource)
		if err != nil {
			return err
		}
		for _, a := range s.kind.selected(selection) {
			if filter, ok := s.filterBy(w, a, state, otherCase != ""); ok {
				wanted = append(wanted, wantedSearch{s, a.path(), filter})
			}
		}
	}
	if len(wanted) == 0 {
		return w.none()
	}
	return w.searchAll(ctx, wanted)
}

// searchAll makes every search: one left out might be the one that finds nothing.
func (w *World) searchAll(ctx context.Context, wanted []wantedSearch) error {
	w.trial.searches = nil
	for _, s := range wanted {
		query := url.Values{"filter": {s.filter}}
		a, err := w.send(ctx, scim.Request{Method: http.MethodGet, Path: s.of.endpoint, Query: query})
		if err != nil {
			return err
		}
		w.trial.searches = append(w.trial.searches, searched{s.of, s.of.kind.name + " " + s.path, a})
	}
	return nil
}

// filterBy is the filter for the value that the resource has, as it is shown. A value
// that many may have is looked for among this one resource only.
func (s *specimen) filterBy(w *World, a announcedAttribute, state oracle.Object, otherCase bool) (string, bool) {
	value, ok := a.sought(state, otherCase)
	if !ok {
		return "", false
	}
	encoded, err := oracle.Marshal(value)
	if err != nil {
		return "", false
	}
	filter := a.path() + " eq " + string(encoded)
	text, _ := value.(string)
	if !strings.Contains(strings.ToLower(text), w.run.id) && a.Name != "id" {
		filter += " and " + equals("id", s.ID)
	}
	return filter, true
}

// sought is the value to look for: the one that is shown, or the same in the other
// case, where that is another text.
func (a announcedAttribute) sought(state oracle.Object, otherCase bool) (any, bool) {
	values := flat(a.valueIn(state))
	if !a.filterable() || len(values) == 0 {
		return nil, false
	}
	if !otherCase {
		return values[0], true
	}
	text, isText := values[0].(string)
	return swapped(text), isText && a.hasCase() && swapped(text) != text
}

// filterable tells whether a filter may be expected to compare the attribute. The
// grammar has no name that begins like $ref, and a relative URI is as good as another.
func (a announcedAttribute) filterable() bool {
	hidden := a.Mutability == "writeOnly" || a.Returned == "never" || a.parent != nil && a.parent.Returned == "never"
	return a.Name != "$ref" && a.Type != "complex" && !hidden
}

// swapped is a text with the case of its letters turned round.
func swapped(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
}

// searchesFind judges the last searches. Who declines them all is not judged.
func searchesFind(ctx context.Context, which, list, types string) error {
	w := worldOf(ctx)
	var mismatches []result.Mismatch
	declined := 0
	for _, s := range w.trial.searches {
		if w.readDeclined(s.answer, statuses(list), scimTypesOf(types)) || s.answer.declined([]int{http.StatusForbidden}, []string{"sensitive"}) {
			declined++
			continue
		}
		found, wrong := readList(s.answer, oracle.Listed)
		if len(wrong) > 0 {
			wrong[0].Path = s.label + ": " + wrong[0].Path
			mismatches = append(mismatches, wrong[0])
			continue
		}
		there := slices.Contains(ids(found.Resources), any(s.of.ID))
		if there != (which == "every") {
			want := map[bool]string{true: "with " + s.of.Name, false: "without " + s.of.Name}[which == "every"]
			mismatches = append(mismatches, result.Mismatch{Path: s.label + ": Resources", Want: want, Got: oracle.Text(ids(found.Resources))})
		}
	}
	if declined == len(w.trial.searches) {
		return &skipped{reason: "the target declines every such filter", optional: true}
	}
	return w.judge(mismatches...)
}
