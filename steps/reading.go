package steps

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// reads records which of several answers the target gave to what the standard leaves
// open. One answer is no choice, and the same one again is none either.
func (w *World) reads(question string, accepted []string, got string) {
	r := result.Reading{Question: question, Accepted: accepted, Got: got}
	known := slices.ContainsFunc(w.result.Readings, func(k result.Reading) bool { return reflect.DeepEqual(k, r) })
	if len(accepted) > 1 && !known {
		w.result.Readings = append(w.result.Readings, r)
	}
}

// readStatus records the status, if it is one of several that are right.
func (w *World) readStatus(a *answer, wanted []int) {
	if a.is(wanted...) {
		w.reads("the status of "+subjectOf(a.request), textsOf(wanted), fmt.Sprint(a.Status))
	}
}

// judgeStatus wants one of the statuses, and records which it is.
func (w *World) judgeStatus(a *answer, wanted ...int) error {
	w.readStatus(a, wanted)
	return w.judge(a.statusMismatch(wanted...)...)
}

// readRefusal records the status and the scimType of a refusal that is right.
func (w *World) readRefusal(a *answer, wanted []int, scimTypes []string) {
	w.readStatus(a, wanted)
	_, scimType := oracle.ErrorDetail(a.value)
	if slices.Contains(scimTypes, scimType) {
		w.reads("the scimType of "+subjectOf(a.request), scimTypes, scimType)
	}
}

// readDeclined records whether what may be declined so was done.
func (w *World) readDeclined(a *answer, codes []int, scimTypes []string) bool {
	declined := a.declined(codes, scimTypes)
	how := anyOf(codes)
	if len(scimTypes) > 0 {
		how += " and " + strings.Join(scimTypes, " or ")
	}
	if declined || a.took() {
		w.readWhether(declined, subjectOf(a.request)+" is declined with "+how)
	}
	return declined
}

// readWhether records that something is so, or is not, where both are right.
func (w *World) readWhether(so bool, what string) {
	got := "no"
	if so {
		got = "yes"
	}
	w.reads("whether "+what, []string{"yes", "no"}, got)
}

// readOneOf records which of the values that a step lists is there, as the step has it.
func (w *World) readOneOf(path, listed string, got []any) {
	written, err := oracle.Parse([]byte(listed))
	choices, _ := written.([]any)
	if err != nil {
		return
	}
	filled, err := w.literal(listed)
	values, _ := filled.([]any)
	if err != nil || len(values) != len(choices) {
		return
	}
	chosen := ""
	accepted := make([]string, len(choices))
	for i, choice := range choices {
		if accepted[i] = oracle.Text(choice); choice == nil {
			accepted[i] = absent
		}
		if chosen == "" && (sameValue(values[i], got) || (choice == nil && len(got) == 0)) {
			chosen = accepted[i]
		}
	}
	if chosen != "" {
		w.reads("the value of "+path, accepted, chosen)
	}
}

// readProjected records what a projection has beside what was asked for, of that which
// the standard leaves open.
func (w *World) readProjected(object oracle.Object) {
	for _, name := range []string{"schemas", "meta"} {
		_, shows := object[name]
		w.readWhether(shows, name+" is shown beside the attributes that are asked for")
	}
}

// readEmpty records in which of the forms that mean the same a list is empty.
func (w *World) readEmpty(a *answer, list oracle.ListResponse) {
	object, ok := a.value.(oracle.Object)
	if !ok || len(list.Resources) > 0 {
		return
	}
	got := absent
	if value, there := object["Resources"]; there {
		got = oracle.Text(value)
	}
	w.reads("Resources of an empty list", []string{"[]", "null", absent}, got)
}

// subjectOf is a request without what is this run's own, so that equal questions are
// asked in equal words.
func subjectOf(r scim.Request) string {
	path, _, _ := strings.Cut(r.Path, "?")
	if i := strings.Index(path, "://"); i >= 0 {
		// Somewhere else than below the base: the whole of it would be this run's own.
		return r.Method + " of a URI"
	}
	segments := strings.Split(path, "/")
	for i := 2; i < len(segments); i++ {
		if segments[i] != ".search" {
			segments[i] = "{id}"
		}
	}
	return r.Method + " " + strings.Join(segments, "/")
}

func textsOf(statuses []int) []string {
	words := make([]string, len(statuses))
	for i, status := range statuses {
		words[i] = fmt.Sprint(status)
	}
	return words
}
