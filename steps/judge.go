package steps

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

// attribute is a SCIM path as features write it, with a value filter or without.
const attribute = `([\w:.$-]+(?:\[[^\]]+\](?:\.[\w$]+)?)?)`

// claimed is what a step may say of an attribute: a verb and a JSON value, or words.
const claimed = `(is|matches|contains) ((?:not )?(?:"|\[|\{|-?\d|true$|false$|null$).*|one of \[.*|present|absent|a dateTime|an integer|a boolean|a list of \d+)`

// codes is "200", "200 or 204".
const codes = `(\d{3}(?: or \d{3})*)`

func registerAnswers(sc *godog.ScenarioContext) {
	sc.Step(`^the answer is `+codes+`$`, answerIs)
	sc.Step(`^it is refused with `+codes+`$`, refusedWith)
	sc.Step(`^it is refused with `+codes+` and ("\w+"(?: or "\w+")*)$`, refusedWithType)
	sc.Step(`^the answer is empty$`, answerIsEmpty)
	sc.Step(`^the answer has:$`, answerHas)
	sc.Step(`^the answer is a valid (\w+)$`, answerIsValid)
	sc.Step(`^the answer's header "([^"]+)" is (present|absent)$`, answerHeaderIsThere)
	sc.Step(`^the answer's header "([^"]+)" is "([^"]*)"$`, answerHeaderIs)
	sc.Step(`^the answer's header "([^"]+)" matches "(.+)"$`, answerHeaderMatches)
	sc.Step(`^the answer's `+attribute+` equals the answer's header "([^"]+)"$`, answerEqualsHeader)
	sc.Step(`^the answer's header "([^"]+)" is not "([^"]*)"$`, answerHeaderIsNot)
	sc.Step(`^the answer's `+attribute+` `+claimed+`$`, answerAttribute)
	sc.Step(`^each of the answer's `+attribute+` has (\w+)$`, eachOfAnswerHas)
	sc.Step(`^the answer nowhere shows "([^"]*)"$`, answerNowhereShows)
	sc.Step(`^the answer has only (.+)$`, answerHasOnly)
	sc.Step(`^a read of `+first+` agrees with the answer$`, readAgrees)
	sc.Step(`^it may be declined with `+codes+`$`, mayBeDeclined)
	sc.Step(`^it may be declined with `+codes+` and ("\w+"(?: or "\w+")*)$`, mayBeDeclinedWithType)
	sc.Step(`^it is declined with `+codes+` and ("\w+"(?: or "\w+")*), or of the scenario's people the list shows nobody$`, declinedOrNobody)
	sc.Step(`^it is declined with `+codes+` and ("\w+"(?: or "\w+")*), or of the scenario's people the list shows `+names+`$`, declinedOrShows)
}

func answerIs(ctx context.Context, list string) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	return w.judge(a.statusMismatch(statuses(list)...)...)
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
	return worldOf(ctx).judgeRefusal(statuses(list), nil)
}

func refusedWithType(ctx context.Context, list, types string) error {
	return worldOf(ctx).judgeRefusal(statuses(list), scimTypesOf(types))
}

// scimTypesOf reads `"invalidPath" or "noTarget"`.
func scimTypesOf(types string) []string {
	return strings.Split(strings.ReplaceAll(types, `"`, ""), " or ")
}

// judgeRefusal wants an error status, and the SCIM Error that goes with it
// (RFC 7644 §3.12).
func (w *World) judgeRefusal(want []int, scimTypes []string) error {
	a, err := w.answered()
	if err != nil {
		return err
	}
	mismatches := a.statusMismatch(want...)
	if mismatches == nil && a.err != nil {
		mismatches = []result.Mismatch{{Path: "body", Want: "a SCIM Error", Got: a.err.Error()}}
	} else if mismatches == nil {
		mismatches = hard(oracle.Error(a.value, a.Status, scimTypes...))
	}
	return w.judge(mismatches...)
}

// hard leaves out what only warns: that is for the scenario that is about it.
func hard(mismatches []result.Mismatch) []result.Mismatch {
	return slices.DeleteFunc(mismatches, func(m result.Mismatch) bool { return m.Warn })
}

func answerIsEmpty(ctx context.Context) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	return w.judgeThat(len(a.Body) == 0, "body", "no body", a.show())
}

func answerHas(ctx context.Context, doc *godog.DocString) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	want, err := w.object(doc)
	if err != nil {
		return err
	}
	got, mismatch := a.object()
	if mismatch != nil {
		return w.judge(*mismatch)
	}
	return w.judge(oracle.Subset(want, got)...)
}

func answerIsValid(ctx context.Context, kind string) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	object, mismatch := a.object()
	if mismatch != nil {
		return w.judge(*mismatch)
	}
	return w.judge(w.run.known.schemas.Check(kind, object, oracle.Options{Strict: w.run.strict})...)
}

func answerHeaderIsThere(ctx context.Context, header, presence string) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	present := len(a.Header.Values(header)) > 0
	return w.judgeThat(present == (presence == "present"), "header "+header, presence, quoted(a.Header.Get(header)))
}

func answerHeaderIs(ctx context.Context, header, want string) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	if want, err = w.expand(want); err != nil {
		return err
	}
	got := a.Header.Get(header)
	return w.judgeThat(got == want, "header "+header, quoted(want), quoted(got))
}

func answerHeaderIsNot(ctx context.Context, header, unwanted string) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	if unwanted, err = w.expand(unwanted); err != nil {
		return err
	}
	got := a.Header.Get(header)
	return w.judgeThat(got != "" && got != unwanted, "header "+header, "another than "+quoted(unwanted), quoted(got))
}

func answerHeaderMatches(ctx context.Context, header, pattern string) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	re, err := w.pattern(pattern)
	if err != nil {
		return err
	}
	got := a.Header.Get(header)
	return w.judgeThat(re.MatchString(got), "header "+header, "a text like "+re.String(), quoted(got))
}

// pattern reads a regular expression; what placeholders stand for is literal.
func (w *World) pattern(text string) (*regexp.Regexp, error) {
	expanded, err := w.expandWith(text, regexp.QuoteMeta)
	if err != nil {
		return nil, err
	}
	re, err := regexp.Compile(expanded)
	if err != nil {
		return nil, mistakef("%q is no regular expression: %v", text, err)
	}
	return re, nil
}

func answerEqualsHeader(ctx context.Context, path, header string) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	got, want := oracle.Lookup(a.value, path), a.Header.Get(header)
	same := len(got) == 1 && (got[0] == want || w.sameURI(got[0], want, header))
	return w.judgeThat(same, path, quoted(want)+" (header "+header+")", shown(got))
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
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	if a.err != nil || a.value == nil {
		return w.judge(result.Mismatch{Path: "body", Want: "a JSON document with " + path, Got: a.show()})
	}
	return w.judgeAttribute(a.value, path, verb, rest)
}

// judgeAttribute holds one attribute of a representation against what a step
// says of it.
func (w *World) judgeAttribute(v any, path, verb, rest string) error {
	path, err := w.expand(path)
	if err != nil {
		return err
	}
	if err := oracle.CheckPath(path); err != nil {
		return mistakef("%v", err)
	}
	claim, err := w.claim(verb, rest)
	if err != nil {
		return err
	}
	got := oracle.Lookup(v, path)
	return w.judgeThat(claim.holds(got), path, claim.want, shown(got))
}

// claim is what a step says of an attribute.
type claim struct {
	want  string
	holds func(got []any) bool
}

var listOf = regexp.MustCompile(`^a list of (\d+)$`)

func (w *World) claim(verb, rest string) (claim, error) {
	switch {
	case verb == "matches":
		return w.claimPattern(rest)
	case verb == "contains":
		return w.claimContains(rest)
	case rest == "present":
		return claim{"present", func(got []any) bool { return len(got) > 0 }}, nil
	case rest == absent:
		return claim{absent, func(got []any) bool { return len(got) == 0 }}, nil
	case rest == "a dateTime":
		return claim{"a dateTime", everyText(isDateTime)}, nil
	case rest == "an integer":
		return claim{rest, everyValue(isInteger)}, nil
	case rest == "a boolean":
		return claim{rest, everyValue(isBoolean)}, nil
	case listOf.MatchString(rest):
		return claimLength(rest), nil
	case strings.HasPrefix(rest, "one of "):
		return w.claimOneOf(strings.TrimPrefix(rest, "one of "))
	case strings.HasPrefix(rest, "not "):
		return w.claimNot(strings.TrimPrefix(rest, "not "))
	default:
		return w.claimValue(rest)
	}
}

func (w *World) claimPattern(rest string) (claim, error) {
	re, err := w.pattern(strings.Trim(rest, `"`))
	if err != nil {
		return claim{}, err
	}
	return claim{"a text like " + re.String(), everyText(re.MatchString)}, nil
}

func everyText(holds func(string) bool) func([]any) bool {
	return everyValue(func(v any) bool {
		text, ok := v.(string)
		return ok && holds(text)
	})
}

// everyValue holds of at least one value and of all of them.
func everyValue(holds func(any) bool) func([]any) bool {
	return func(got []any) bool {
		return len(got) > 0 && !slices.ContainsFunc(got, func(v any) bool { return !holds(v) })
	}
}

func isInteger(v any) bool {
	number, ok := v.(oracle.Number)
	if !ok {
		return false
	}
	_, whole := number.Int()
	return whole
}

func isBoolean(v any) bool {
	_, ok := v.(bool)
	return ok
}

// claimContains is for one value among several: an element of a list.
func (w *World) claimContains(rest string) (claim, error) {
	value, err := w.literal(rest)
	if err != nil {
		return claim{}, err
	}
	return claim{"with " + oracle.Text(value), func(got []any) bool {
		return slices.ContainsFunc(flat(got), func(v any) bool { return oracle.Equal(value, v) })
	}}, nil
}

// flat takes the elements out of lists.
func flat(values []any) []any {
	var elements []any
	for _, value := range values {
		if list, ok := value.([]any); ok {
			elements = append(elements, list...)
			continue
		}
		elements = append(elements, value)
	}
	return elements
}

func isDateTime(text string) bool {
	_, _, err := oracle.ParseDateTime(text)
	return err == nil
}

func claimLength(rest string) claim {
	want, _ := strconv.Atoi(listOf.FindStringSubmatch(rest)[1])
	return claim{rest, func(got []any) bool {
		if len(got) == 1 {
			if list, ok := got[0].([]any); ok {
				return len(list) == want
			}
		}
		return len(got) == want
	}}
}

func (w *World) claimOneOf(rest string) (claim, error) {
	value, err := w.literal(rest)
	if err != nil {
		return claim{}, err
	}
	choices, ok := value.([]any)
	if !ok {
		return claim{}, mistakef("%s is no list", rest)
	}
	return claim{"one of " + oracle.Text(value), func(got []any) bool {
		return slices.ContainsFunc(choices, func(choice any) bool {
			return sameValue(choice, got) || (choice == nil && len(got) == 0)
		})
	}}, nil
}

func (w *World) claimNot(rest string) (claim, error) {
	value, err := w.literal(rest)
	if err != nil {
		return claim{}, err
	}
	return claim{"not " + oracle.Text(value), func(got []any) bool {
		return len(got) > 0 && !sameValue(value, got)
	}}, nil
}

func (w *World) claimValue(rest string) (claim, error) {
	value, err := w.literal(rest)
	if err != nil {
		return claim{}, err
	}
	return claim{oracle.Text(value), func(got []any) bool { return sameValue(value, got) }}, nil
}

// sameValue holds what a step wants against what a path found: one value, or a
// list of them in any order.
func sameValue(want any, got []any) bool {
	if len(got) == 1 && oracle.Equal(want, got[0]) {
		return true
	}
	list, ok := want.([]any)
	return ok && oracle.Equal(list, got)
}

// eachOfAnswerHas wants the attribute in every element; that there must be one is
// the business of another scenario.
func eachOfAnswerHas(ctx context.Context, path, attribute string) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
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
}

func answerNowhereShows(ctx context.Context, text string) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	if text, err = w.expand(text); err != nil {
		return err
	}
	if text == "" {
		return mistakef("nothing to look for")
	}
	body := string(a.Body)
	shows := strings.Contains(body, text) || strings.Contains(body, jsonEscape(text))
	return w.judgeThat(!shows, "body", "without "+quoted(text), "it stands there")
}

func answerHasOnly(ctx context.Context, list string) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	object, mismatch := a.object()
	if mismatch != nil {
		return w.judge(*mismatch)
	}
	return w.judge(w.beyond(a, object, list)...)
}

// beyond are the attributes that a projection should have left out; what every
// representation may carry, or the target's schema always returns, is never too
// much.
func (w *World) beyond(a *answer, object oracle.Object, list string) []result.Mismatch {
	allowed := append(strings.Split(list, ", "), "schemas", "meta")
	kind := "User"
	if strings.HasPrefix(a.request.Path, "/Groups") {
		kind = "Group"
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
	w := worldOf(ctx)
	p, err := w.account(name)
	if err != nil {
		return err
	}
	a, err := w.answered()
	if err != nil {
		return err
	}
	if len(a.Body) == 0 {
		// PATCH may answer 204, and then there is nothing that could disagree.
		return w.judge()
	}
	shown, mismatch := a.object()
	if mismatch != nil {
		return w.judge(*mismatch)
	}
	return w.judgeSame(ctx, p.path(), shown, nil)
}

func mayBeDeclined(ctx context.Context, list string) error {
	return worldOf(ctx).skipIfDeclined(statuses(list), nil)
}

func mayBeDeclinedWithType(ctx context.Context, list, types string) error {
	return worldOf(ctx).skipIfDeclined(statuses(list), scimTypesOf(types))
}

// skipIfDeclined ends a scenario about what a service provider may decline, if it
// does so in the proper form.
func (w *World) skipIfDeclined(codes []int, scimTypes []string) error {
	a, err := w.answered()
	if err != nil {
		return err
	}
	if !a.declined(codes, scimTypes) {
		return nil
	}
	return &skipped{reason: fmt.Sprintf("the target declines it with %d, as the standard allows", a.Status), optional: true}
}

// declined tells whether the answer is a well-formed refusal of that kind.
func (a *answer) declined(codes []int, scimTypes []string) bool {
	return a.is(codes...) && a.err == nil && len(hard(oracle.Error(a.value, a.Status, scimTypes...))) == 0
}

func declinedOrNobody(ctx context.Context, list, types string) error {
	if w := worldOf(ctx); w.last != nil && w.last.declined(statuses(list), scimTypesOf(types)) {
		return w.judge()
	}
	return listShowsNobody(ctx)
}

func declinedOrShows(ctx context.Context, list, types, people string) error {
	if w := worldOf(ctx); w.last != nil && w.last.declined(statuses(list), scimTypesOf(types)) {
		return w.judge()
	}
	return listShowsExactly(ctx, people)
}

func personLabel(p *Person, path string) string { return fmt.Sprintf("%s's %s", p.first(), path) }
