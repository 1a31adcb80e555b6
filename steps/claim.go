package steps

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

// attribute is a SCIM path as features write it, with a value filter or without.
const attribute = `([\w:.$-]+(?:\[[^\]]+\](?:\.[\w$]+)?)*)`

// claimed is what a step may say of an attribute: a verb and a JSON value, or words.
const claimed = `(is|matches|contains) ((?:not )?(?:"|\[|\{|-?\d|true$|false$|null$).*|one of \[.*|present|absent|a dateTime|an integer|a boolean|an object|a list|a list of \d+)`

// judgeAttribute holds one attribute of a representation against what a step
// says of it.
func (w *World) judgeAttribute(v any, path, verb, rest string) error {
	written := path
	claim, path, err := w.claimOf(path, verb, rest)
	if err != nil {
		return err
	}
	got := oracle.Lookup(v, path)
	if listed, several := strings.CutPrefix(rest, "one of "); several && claim.holds(got) {
		w.readOneOf(written, listed, got)
	}
	if !claim.holds(got) && len(got) == 0 && oracle.NamedOtherwise(v, path) {
		return w.judge(result.Mismatch{Path: path, Want: claim.want, Got: absent, Warn: true})
	}
	return w.judgeThat(claim.holds(got), path, claim.want, shown(got))
}

// claimOf reads what a step says of an attribute, placeholders filled in.
func (w *World) claimOf(path, verb, rest string) (claim, string, error) {
	path, err := w.expandJSON(path) // placeholders stand for texts in its filters
	if err != nil {
		return claim{}, "", err
	}
	if err := oracle.CheckPath(path); err != nil {
		return claim{}, "", mistakef("%v", err)
	}
	c, err := w.claim(verb, rest)
	return c, path, err
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
	case rest == "an object":
		return claim{rest, everyValue(isObject)}, nil
	case rest == "a list":
		return claim{rest, everyValue(isList)}, nil
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
	each := everyText(re.MatchString)
	return claim{"a text like " + re.String(), func(got []any) bool { return each(flat(got)) }}, nil
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

func isObject(v any) bool {
	_, ok := v.(oracle.Object)
	return ok
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

// claimContains is for one value among several: an element of a list.
func (w *World) claimContains(rest string) (claim, error) {
	value, err := w.literal(rest)
	if err != nil {
		return claim{}, err
	}
	return claim{"with " + oracle.Text(value), func(got []any) bool {
		return slices.ContainsFunc(flat(got), func(v any) bool { return oracle.Equal(value, v) || sameURN(value, v) })
	}}, nil
}

// sameURN compares URNs, whose beginning may be written in either case (RFC 8141 §3.1).
func sameURN(a, b any) bool {
	urn, isText := a.(string)
	other, bothTexts := b.(string)
	return isText && bothTexts && strings.HasPrefix(urn, "urn:") && len(other) == len(urn) &&
		strings.EqualFold(urn[:len("urn:")], other[:len("urn:")]) && urn[len("urn:"):] == other[len("urn:"):]
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
