package steps

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

// codes is "200", "200 or 204".
const codes = `(\d{3}(?: or \d{3})*)`

func registerAnswers(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the answer is `+codes+`$`), answerIs)
	sc.Step(expression(`^it is refused with `+codes+`$`), refusedWith)
	sc.Step(expression(`^it is refused with `+codes+` and ("\w+"(?: or "\w+")*)$`), refusedWithType)
	sc.Step(expression(`^the answer is a well-formed error$`), answerIsError)
	sc.Step(expression(`^the answer is empty$`), answerIsEmpty)
	sc.Step(expression(`^the answer has:$`), answerHas)
	sc.Step(expression(`^the answer is a valid (\w+)$`), answerIsValid)
	sc.Step(expression(`^the answer's header "([^"]+)" is (present|absent)$`), answerHeaderIsThere)
	sc.Step(expression(`^the answer's header "([^"]+)" is "([^"]*)"$`), answerHeaderIs)
	sc.Step(expression(`^the answer's header "([^"]+)" matches "(.+)"$`), answerHeaderMatches)
	sc.Step(expression(`^the answer's `+attribute+` equals the answer's header "([^"]+)"$`), answerEqualsHeader)
	sc.Step(expression(`^the answer's header "([^"]+)" is not "([^"]*)"$`), answerHeaderIsNot)
	sc.Step(expression(`^the answer's `+attribute+` `+claimed+`$`), answerAttribute)
	sc.Step(expression(`^each of the answer's `+attribute+` has (\w+)$`), eachOfAnswerHas)
	sc.Step(expression(`^the answer nowhere shows "([^"]*)"$`), answerNowhereShows)
	sc.Step(expression(`^the answer has only (.+)$`), answerHasOnly)
	sc.Step(expression(`^a read of `+first+` agrees with the answer$`), readAgrees)
	sc.Step(expression(`^it may be declined with `+codes+`$`), mayBeDeclined)
	sc.Step(expression(`^it may be declined with `+codes+` and ("\w+"(?: or "\w+")*)$`), mayBeDeclinedWithType)
	sc.Step(expression(`^it is declined with `+codes+` and ("\w+"(?: or "\w+")*), or of the scenario's people the list shows nobody$`), declinedOrNobody)
	sc.Step(expression(`^it is declined with `+codes+` and ("\w+"(?: or "\w+")*), or of the scenario's people the list shows `+names+`$`), declinedOrShows)
}

func answerIs(ctx context.Context, list string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		return w.judgeStatus(a, statuses(list)...)
	})
}

func statuses(list string) []int {
	var codes []int
	for _, word := range strings.Split(list, " or ") {
		if code, err := strconv.Atoi(word); err == nil {
			codes = append(codes, code)
		}
	}
	return codes
}

func refusedWith(ctx context.Context, list string) error {
	return judgeRefusal(ctx, statuses(list), nil)
}

func refusedWithType(ctx context.Context, list, types string) error {
	return judgeRefusal(ctx, statuses(list), scimTypesOf(types))
}

// scimTypesOf reads `"invalidPath" or "noTarget"`.
func scimTypesOf(types string) []string {
	return strings.Split(strings.ReplaceAll(types, `"`, ""), " or ")
}

func judgeRefusal(ctx context.Context, want []int, scimTypes []string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		mismatches := a.refusal(want, scimTypes)
		if mismatches == nil {
			w.readRefusal(a, want, scimTypes)
		}
		return w.judge(mismatches...)
	})
}

// refusal is what is wrong with a refusal: the status, and the scimType where the
// scenario asks for one. The rest of a SCIM Error is for the scenarios on errors. What
// is no JSON at all is not known to come from the service provider.
func (a *answer) refusal(want []int, scimTypes []string) []result.Mismatch {
	if mismatches := a.statusMismatch(want...); mismatches != nil {
		return mismatches
	}
	if a.err != nil {
		return []result.Mismatch{{Path: "body", Want: "a SCIM Error", Got: a.err.Error()}}
	}
	return oracle.Refusal(a.value, scimTypes...)
}

// answerIsError wants the SCIM Error that goes with the status of an error
// (RFC 7644 §3.12).
func answerIsError(ctx context.Context) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		if a.Status < http.StatusBadRequest {
			return w.judgeThat(false, "status", "that of an error", fmt.Sprint(a.Status))
		}
		if a.err != nil {
			return w.judge(result.Mismatch{Path: "body", Want: "a SCIM Error", Got: a.err.Error()})
		}
		return w.judge(hard(oracle.Error(a.value, a.Status))...)
	})
}

// hard leaves out what only warns: that is for the scenario that is about it.
func hard(mismatches []result.Mismatch) []result.Mismatch {
	return slices.DeleteFunc(mismatches, func(m result.Mismatch) bool { return m.Warn })
}

func answerIsEmpty(ctx context.Context) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		return w.judgeThat(len(a.Body) == 0, "body", "no body", a.show())
	})
}

func answerHas(ctx context.Context, doc *godog.DocString) error {
	return withObject(ctx, func(w *World, _ *answer, got oracle.Object) error {
		want, err := w.object(doc)
		if err != nil {
			return err
		}
		return w.judge(oracle.Subset(want, got)...)
	})
}

func answerIsValid(ctx context.Context, kind string) error {
	return withObject(ctx, func(w *World, _ *answer, object oracle.Object) error {
		return w.judge(w.run.known.schemas.Check(kind, object, oracle.Options{Strict: w.run.strict})...)
	})
}

func answerHeaderIsThere(ctx context.Context, header, presence string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		present := len(a.Header.Values(header)) > 0
		return w.judgeThat(present == (presence == "present"), "header "+header, presence, quoted(a.Header.Get(header)))
	})
}

func answerHeaderIs(ctx context.Context, header, want string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		want, err := w.expand(want)
		if err != nil {
			return err
		}
		got := a.Header.Get(header)
		return w.judgeThat(got == want, "header "+header, quoted(want), quoted(got))
	})
}

func answerHeaderIsNot(ctx context.Context, header, unwanted string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		unwanted, err := w.expand(unwanted)
		if err != nil {
			return err
		}
		got := a.Header.Get(header)
		return w.judgeThat(got != "" && got != unwanted, "header "+header, "another than "+quoted(unwanted), quoted(got))
	})
}

func answerHeaderMatches(ctx context.Context, header, pattern string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		re, err := w.pattern(pattern)
		if err != nil {
			return err
		}
		got := a.Header.Get(header)
		return w.judgeThat(got != "" && re.MatchString(got), "header "+header, "a text like "+re.String(), quoted(got))
	})
}

func answerEqualsHeader(ctx context.Context, path, header string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		got, want := oracle.Lookup(a.value, path), a.Header.Get(header)
		same := len(got) == 1 && (got[0] == want || w.sameURI(got[0], want, header))
		return w.judgeThat(same, path, quoted(want)+" (header "+header+")", shown(got))
	})
}

// sameURI compares locations as what they point to: one may be relative.
func (w *World) sameURI(value any, want, header string) bool {
	text, ok := value.(string)
	if !ok || !strings.HasSuffix(header, "Location") || want == "" {
		return false
	}
	one, err := w.resolve(text)
	if err != nil {
		return false
	}
	other, err := w.resolve(want)
	return err == nil && one.String() == other.String()
}

func answerAttribute(ctx context.Context, path, verb, rest string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		if a.err != nil || a.value == nil {
			return w.judge(result.Mismatch{Path: "body", Want: "a JSON document with " + path, Got: a.show()})
		}
		return w.judgeAttribute(a.value, path, verb, rest)
	})
}

// eachOfAnswerHas wants the attribute in every element; that there must be one is
// the business of another scenario.
func eachOfAnswerHas(ctx context.Context, path, attribute string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		elements := flat(oracle.Lookup(a.value, path))
		if len(elements) == 0 {
			return &skipped{reason: "the target lists no " + path, optional: true}
		}
		var mismatches []result.Mismatch
		for _, element := range elements {
			if len(oracle.Lookup(element, attribute)) == 0 {
				mismatches = append(mismatches, result.Mismatch{Path: path + "." + attribute, Want: "present", Got: absent + " in " + oracle.Text(element)})
			}
		}
		return w.judge(mismatches...)
	})
}

func answerNowhereShows(ctx context.Context, text string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		text, err := w.expand(text)
		if err != nil {
			return err
		}
		if text == "" {
			return mistakef("nothing to look for")
		}
		for name, values := range a.Header {
			if slices.ContainsFunc(values, func(value string) bool { return strings.Contains(value, text) }) {
				return w.judgeThat(false, "header "+name, "without "+quoted(text), "it stands there")
			}
		}
		body := string(a.Body)
		shows := strings.Contains(body, text) || strings.Contains(body, jsonEscape(text))
		return w.judgeThat(!shows, "body", "without "+quoted(text), "it stands there")
	})
}

func answerHasOnly(ctx context.Context, list string) error {
	return withObject(ctx, func(w *World, a *answer, object oracle.Object) error {
		w.readProjected(object)
		return w.judge(w.beyond(a, object, list)...)
	})
}

// beyond are the attributes that a projection should have left out; what every
// representation may carry, or the target's schema always returns, is never too
// much.
func (w *World) beyond(a *answer, object oracle.Object, list string) []result.Mismatch {
	allowed := append(strings.Split(list, ", "), "schemas", "meta")
	kind := "User"
	switch {
	case strings.HasPrefix(a.request.Path, "/Groups"):
		kind = "Group"
	case strings.HasPrefix(a.request.Path, "/.search"):
		if own, ok := oracle.FirstString(object, "meta.resourceType"); ok {
			kind = own
		}
	}
	var mismatches []result.Mismatch
	for name, value := range object {
		declared, _ := w.run.known.schemas.Attribute(kind, name)
		asked := slices.ContainsFunc(allowed, func(a string) bool { return strings.EqualFold(a, name) })
		if !asked && declared.Returned != "always" {
			mismatches = append(mismatches, result.Mismatch{Path: name, Want: absent, Got: oracle.Text(value)})
		}
	}
	return mismatches
}

// readAgrees compares the representation in the last answer with a read of now.
func readAgrees(ctx context.Context, name string) error {
	return aPerson.with(ctx, name, func(w *World, r *resource) error {
		a, err := w.answered()
		if err != nil {
			return err
		}
		w.readWhether(len(a.Body) > 0, "the answer of "+subjectOf(a.request)+" shows the resource")
		if len(a.Body) == 0 {
			// PATCH may answer 204, and then there is nothing that could disagree.
			return w.judge()
		}
		shown, mismatch := a.object()
		if mismatch != nil {
			return w.judge(*mismatch)
		}
		return w.judgeSame(ctx, r, shown, nil)
	})
}

func mayBeDeclined(ctx context.Context, list string) error {
	return skipIfDeclined(ctx, statuses(list), nil)
}

func mayBeDeclinedWithType(ctx context.Context, list, types string) error {
	return skipIfDeclined(ctx, statuses(list), scimTypesOf(types))
}

// skipIfDeclined ends a scenario about what a service provider may decline, if it
// does so in the proper form.
func skipIfDeclined(ctx context.Context, codes []int, scimTypes []string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		if !w.readDeclined(a, codes, scimTypes) {
			return nil
		}
		return &skipped{reason: fmt.Sprintf("the target declines it with %d, as the standard allows", a.Status), optional: true}
	})
}

// declined tells whether the answer is a refusal of that kind.
func (a *answer) declined(codes []int, scimTypes []string) bool {
	return len(a.refusal(codes, scimTypes)) == 0
}

func declinedOrNobody(ctx context.Context, list, types string) error {
	if w := worldOf(ctx); w.declines(list, types) {
		return w.judge()
	}
	return listShowsNobody(ctx)
}

func declinedOrShows(ctx context.Context, list, types, people string) error {
	if w := worldOf(ctx); w.declines(list, types) {
		return w.judge()
	}
	return listShowsExactly(ctx, people)
}

// declines tells whether the last answer is the refusal that a step takes for right.
func (w *World) declines(list, types string) bool {
	return w.last != nil && w.readDeclined(w.last, statuses(list), scimTypesOf(types))
}

func personLabel(p *Person, path string) string { return fmt.Sprintf("%s's %s", p.first(), path) }
