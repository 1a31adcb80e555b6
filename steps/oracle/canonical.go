package oracle

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// canonical returns one text for all values that say the same: attribute
// names in any case, members and elements in any order, numbers in any
// spelling, and instants in any zone and precision.
func canonical(v any) string {
	var out strings.Builder
	writeCanonical(&out, tree(v))
	return out.String()
}

func writeCanonical(out *strings.Builder, v any) {
	switch v := v.(type) {
	case Object:
		writeCanonicalObject(out, v)
	case []any:
		elements := make([]string, len(v))
		for i, element := range v {
			elements[i] = canonical(element)
		}
		slices.Sort(elements)
		if simple(v) {
			elements = slices.Compact(elements)
		}
		out.WriteString("[" + strings.Join(elements, ",") + "]")
	case Number:
		out.WriteString(v.canonical())
	case string:
		out.WriteString(strconv.Quote(instant(v)))
	case bool:
		out.WriteString(strconv.FormatBool(v))
	case gone, nil:
		out.WriteString("null")
	}
}

func writeCanonicalObject(out *strings.Builder, object Object) {
	folded := make(map[string]any, len(object))
	for name, value := range object {
		folded[fold(name)] = value
	}
	out.WriteByte('{')
	for i, name := range slices.Sorted(maps.Keys(folded)) {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(strconv.Quote(name) + ":")
		writeCanonical(out, folded[name])
	}
	out.WriteByte('}')
}

// simple says that no element is an object or an array.
func simple(array []any) bool {
	return !slices.ContainsFunc(array, func(element any) bool {
		switch element.(type) {
		case Object, []any:
			return true
		default:
			return false
		}
	})
}

// instant returns a dateTime with a zone as its instant in UTC, and any other
// text as it is: servers answer the same moment with more or fewer digits.
func instant(text string) string {
	if len(text) < len("2006-01-02T15:04:05Z") || text[10] != 'T' {
		return text
	}
	at, zone, err := ParseDateTime(text)
	if err != nil || !zone {
		return text
	}
	return at.UTC().Format("2006-01-02T15:04:05.999999999Z")
}
