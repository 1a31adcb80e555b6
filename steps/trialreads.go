package steps

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

func clientReadsEvery(ctx context.Context) error {
	return worldOf(ctx).readSpecimens(ctx, "", "")
}

func clientReadsSome(ctx context.Context, how, selection string) error {
	parameter := map[string]string{"asking for": "attributes", "excluding": "excludedAttributes"}[how]
	return worldOf(ctx).readSpecimens(ctx, parameter, selection)
}

// readSpecimens reads every resource. A parameter may be declined with 400; who
// declines all is not judged.
func (w *World) readSpecimens(ctx context.Context, parameter, selection string) error {
	read, declined := 0, 0
	for _, s := range w.trial.specimens {
		s.shown = nil
		request := scim.Request{Method: http.MethodGet, Path: s.path()}
		if parameter != "" {
			names := outermost(s.kind.selected(selection))
			if len(names) == 0 {
				continue
			}
			request.Query = url.Values{parameter: {strings.Join(names, ",")}}
		}
		a, err := w.send(ctx, request)
		if err != nil {
			return err
		}
		if parameter != "" {
			w.readWhether(a.is(http.StatusBadRequest), "the parameter "+parameter+" is declined")
		}
		if parameter != "" && a.is(http.StatusBadRequest) {
			declined++
			continue
		}
		s.shown = a
		read++
	}
	switch {
	case read > 0:
		return nil
	case declined > 0:
		return &skipped{reason: "the target declines the parameter " + parameter, optional: true}
	default:
		return w.none()
	}
}

// outermost are the names of attributes, without those below another of them.
func outermost(attributes []announcedAttribute) []string {
	named := map[string]bool{}
	for _, a := range attributes {
		named[a.path()] = true
	}
	var names []string
	for _, a := range attributes {
		if a.parent == nil || !named[a.top().path()] {
			names = append(names, a.path())
		}
	}
	return names
}

// eachShown does something with every representation that the last read showed.
func (w *World) eachShown(judge func(*specimen, oracle.Object) []result.Mismatch) error {
	var mismatches []result.Mismatch
	for _, s := range w.trial.specimens {
		if s.shown == nil {
			continue
		}
		object, wrong := s.shown.object()
		switch status := s.shown.statusMismatch(http.StatusOK); {
		case status != nil:
			mismatches = append(mismatches, status...)
		case wrong != nil:
			mismatches = append(mismatches, *wrong)
		case len(oracle.Lookup(object, "id")) == 0:
			mismatches = append(mismatches, result.Mismatch{Path: s.kind.name + " id", Want: "present", Got: absent})
		default:
			for _, m := range judge(s, object) {
				m.Path = s.kind.name + " " + m.Path
				mismatches = append(mismatches, m)
			}
		}
	}
	return w.judge(mismatches...)
}

// isShown wants what was given a value; of what is below another, only where that is
// shown, or where it was asked for by itself.
func isShown(ctx context.Context, selection string) error {
	w, judged := worldOf(ctx), false
	err := w.eachShown(func(s *specimen, object oracle.Object) []result.Mismatch {
		var mismatches []result.Mismatch
		for _, a := range s.kind.selected(selection) {
			given := s.gave(a) || a.common && a.Mutability == "readOnly"
			withParent := a.parent != nil && a.Returned != "request"
			if !given || withParent && len(a.top().valueIn(object)) == 0 {
				continue
			}
			judged = true
			if len(a.valueIn(object)) == 0 {
				mismatches = append(mismatches, result.Mismatch{
					Path: a.path(), Want: "present", Got: absent, Warn: oracle.NamedOtherwise(object, a.path()),
				})
			}
		}
		return mismatches
	})
	if err == nil && !judged {
		return w.none()
	}
	return err
}

// isNotShown wants neither the attribute nor, where it is a secret, its value.
func isNotShown(ctx context.Context, selection string) error {
	w, judged := worldOf(ctx), false
	err := w.eachShown(func(s *specimen, object oracle.Object) []result.Mismatch {
		var mismatches []result.Mismatch
		for _, a := range s.kind.selected(selection) {
			if a.keepsPart() {
				continue
			}
			judged = true
			secret := a.Mutability == "writeOnly" || a.Returned == "never"
			got := a.valueIn(object)
			if len(got) > 0 || secret && s.betrays(a) {
				shownAs := shown(got)
				if secret {
					shownAs = "present"
				}
				mismatches = append(mismatches, result.Mismatch{Path: a.path(), Want: absent, Got: shownAs})
			}
		}
		return mismatches
	})
	if err == nil && !judged {
		return w.none()
	}
	return err
}

// keepsPart tells whether a part of a complex attribute is always returned.
func (a announcedAttribute) keepsPart() bool {
	for _, sub := range a.SubAttributes {
		if sub.Returned == "always" {
			return true
		}
	}
	return false
}

// shortest is the length of a text below which it may stand somewhere by chance.
const shortest = 8

// betrays tells whether the value of a secret stands anywhere in the answer.
func (s *specimen) betrays(a announcedAttribute) bool {
	for _, text := range texts(flat(a.valueIn(s.Sent))) {
		if len(text) >= shortest && strings.Contains(string(s.shown.Body), text) {
			return true
		}
	}
	return false
}

var picks = regexp.MustCompile(`\[[^\]]*\]`)

// isValid wants the form of its type of what is shown.
func isValid(ctx context.Context, selection string) error {
	w, judged := worldOf(ctx), false
	err := w.eachShown(func(s *specimen, object oracle.Object) []result.Mismatch {
		var mismatches []result.Mismatch
		found := w.run.known.schemas.Check(s.kind.name, object, oracle.Options{Strict: w.run.strict})
		for _, a := range s.kind.selected(selection) {
			judged = judged || len(a.valueIn(object)) > 0
			for _, m := range found {
				if strings.EqualFold(picks.ReplaceAllString(m.Path, ""), a.path()) {
					mismatches = append(mismatches, m)
				}
			}
		}
		return mismatches
	})
	if err == nil && !judged {
		return w.none()
	}
	return err
}

func everyResourceIsValid(ctx context.Context) error {
	w := worldOf(ctx)
	return w.eachShown(func(s *specimen, object oracle.Object) []result.Mismatch {
		return w.run.known.schemas.Check(s.kind.name, object, oracle.Options{Strict: w.run.strict})
	})
}

// schemasAreOfType takes the schema and the extensions of the resource type, and no
// others (RFC 7643 §3).
func schemasAreOfType(ctx context.Context) error {
	return worldOf(ctx).eachShown(func(s *specimen, object oracle.Object) []result.Mismatch {
		known := append([]string{s.kind.base}, s.kind.extensions...)
		var mismatches []result.Mismatch
		for _, uri := range texts(flat(oracle.Lookup(object, "schemas"))) {
			if !containsFold(known, uri) {
				mismatches = append(mismatches, result.Mismatch{Path: "schemas", Want: "only " + strings.Join(known, ", "), Got: quoted(uri)})
			}
		}
		return mismatches
	})
}

// schemasAreNamed wants each extension whose attributes are shown among the schemas (RFC 7643
// §3). The resources are made with every attribute that can be written.
func schemasAreNamed(ctx context.Context) error {
	return worldOf(ctx).eachShown(func(s *specimen, object oracle.Object) []result.Mismatch {
		named := texts(flat(oracle.Lookup(object, "schemas")))
		var mismatches []result.Mismatch
		for _, uri := range append([]string{s.kind.base}, s.kind.extensions...) {
			container, shown := object[uri].(oracle.Object)
			used := uri == s.kind.base || shown && len(container) > 0
			if used && !containsFold(named, uri) {
				mismatches = append(mismatches, result.Mismatch{Path: "schemas", Want: quoted(uri) + " among them", Got: strings.Join(named, ", ")})
			}
		}
		return mismatches
	})
}

func schemasAreNamedOnce(ctx context.Context) error {
	return worldOf(ctx).eachShown(func(_ *specimen, object oracle.Object) []result.Mismatch {
		named := texts(flat(oracle.Lookup(object, "schemas")))
		var mismatches []result.Mismatch
		for i, uri := range named {
			if containsFold(named[:i], uri) {
				mismatches = append(mismatches, result.Mismatch{Path: "schemas", Want: quoted(uri) + " once", Got: "twice"})
			}
		}
		return mismatches
	})
}

func containsFold(list []string, text string) bool {
	return slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, text) })
}

func everyResourceHas(ctx context.Context, path string) error {
	return worldOf(ctx).eachShown(func(_ *specimen, object oracle.Object) []result.Mismatch {
		if len(oracle.Lookup(object, path)) > 0 {
			return nil
		}
		return []result.Mismatch{{Path: path, Want: "present", Got: absent}}
	})
}
