package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Resource is a SCIM resource, or a complex value in one, as a tree of JSON
// values. In a normalised resource the names are the canonical ones of the
// schemas, the core and common attributes stand at the top, those of an
// extension in a map under its URN, and nothing is null or empty. A value is a
// string, a bool, a [Number], a map[string]any, or a []any of those.
type Resource = map[string]any

// Number is a JSON number exactly as it was written.
type Number string

// MarshalJSONTo writes the number as it is.
func (n Number) MarshalJSONTo(e *jsontext.Encoder) error {
	return e.WriteValue(jsontext.Value(n))
}

// Clone returns a deep copy.
func Clone(r Resource) Resource {
	copied, _ := clone(r).(Resource)
	return copied
}

func clone(v any) any {
	switch v := v.(type) {
	case Resource:
		copied := make(Resource, len(v))
		for name, value := range v {
			copied[name] = clone(value)
		}
		return copied
	case []any:
		copied := make([]any, len(v))
		for i, value := range v {
			copied[i] = clone(value)
		}
		return copied
	default:
		return v
	}
}

// Equal says whether two values mean the same. Arrays are compared as
// multi-valued attributes, whose order has no meaning, and null, an empty
// array, an empty object and an absent attribute are alike (RFC 7643 section
// 2.5).
func Equal(a, b any) bool {
	if empty(a) || empty(b) {
		return empty(a) && empty(b)
	}
	switch a := a.(type) {
	case Resource:
		b, ok := b.(Resource)
		return ok && equalObjects(a, b)
	case []any:
		b, ok := b.([]any)
		return ok && equalLists(a, b)
	default:
		return equalScalars(a, b)
	}
}

func equalScalars(a, b any) bool {
	x, ok := a.(Number)
	if !ok {
		return a == b
	}
	y, ok := b.(Number)
	return ok && compareNumbers(x, y) == 0
}

func equalObjects(a, b Resource) bool {
	for name, value := range a {
		if !Equal(value, b[name]) {
			return false
		}
	}
	for name, value := range b {
		if _, both := a[name]; !both && !empty(value) {
			return false
		}
	}
	return true
}

// equalLists goes through both lists in step for as long as they agree, which
// for a large group is nearly always the whole way, and only then sorts.
func equalLists(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && Equal(a[i], b[i]) {
		i++
	}
	return slices.Equal(sortedTexts(a[i:]), sortedTexts(b[i:]))
}

func sortedTexts(list []any) []string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = canonicalText(v)
	}
	slices.Sort(texts)
	return texts
}

// canonicalText is a JSON text that equal values share.
func canonicalText(v any) string {
	switch v := v.(type) {
	case Resource:
		var members []string
		for _, name := range sortedNames(v) {
			if !empty(v[name]) {
				members = append(members, quote(name)+":"+canonicalText(v[name]))
			}
		}
		return "{" + strings.Join(members, ",") + "}"
	case []any:
		return "[" + strings.Join(sortedTexts(v), ",") + "]"
	case Number:
		return canonicalNumber(v)
	case string:
		return quote(v)
	case bool:
		if v {
			return "true"
		}
		return "false"
	default:
		return "null"
	}
}

func quote(s string) string {
	quoted, err := jsontext.AppendQuote(nil, s)
	if err != nil { // bad UTF-8, which Decode never lets in
		return s
	}
	return string(quoted)
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	case Resource:
		for _, value := range v {
			if !empty(value) {
				return false
			}
		}
		return true
	default:
		return false
	}
}

func sortedNames(r Resource) []string { return slices.Sorted(maps.Keys(r)) }

// Encode writes a resource as JSON with its names in a fixed order.
func Encode(r Resource) ([]byte, error) {
	text, err := json.Marshal(r, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("encoding a resource: %w", err)
	}
	return text, nil
}
