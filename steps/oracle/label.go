package oracle

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// hidden begins the keys of elements that nothing tells apart; they do not
// show in a path.
const hidden = "[]"

// containerEnd is how the URIs of schemas end: ":2.0:User".
var containerEnd = regexp.MustCompile(`:\d+\.\d+:[A-Za-z]+$`)

// join puts a key of an aligned tree behind a path: "." and an attribute's
// name, or what picks an element. Behind the URI of a schema stands a colon.
func join(path, key string) string {
	switch {
	case key == "" || strings.HasPrefix(key, hidden):
		return path
	case path == "":
		return strings.TrimPrefix(key, ".")
	case key[0] == '.' && containerEnd.MatchString(path):
		return path + ":" + key[1:]
	default:
		return path + key
	}
}

// labelled are the attributes that may name an element, the most telling
// first.
var labelled = []string{"type", "value", "$ref", "id", "name", "schema", "userName", "display"}

// labelledMembers is the same for lists of resources, where "type" says
// only what kind they are.
var labelledMembers = []string{"value", "$ref", "display"}

// labelledDefinitions is the same for the definitions in a Schema, where
// "type" is a property.
var labelledDefinitions = []string{"name"}

// namesOf returns which attributes may name the elements of an attribute.
func namesOf(attribute string) []string {
	switch fold(attribute) {
	case "members", "groups":
		return labelledMembers
	case "attributes", "subattributes":
		return labelledDefinitions
	default:
		return labelled
	}
}

// longestLabel bounds the literal in a path: a certificate names nothing.
const longestLabel = 80

// slot is one place in an aligned multi-valued attribute: a pair of elements,
// or one that the other side lacks.
type slot struct{ want, got any }

// labels returns a key for each slot: [type eq "work"], with as few
// attributes as tell it from all others, or a hidden one.
func labels(attribute string, slots []slot) []string {
	names := namesOf(attribute)
	seen := map[string]int{}
	for _, s := range slots {
		for _, label := range s.candidates(names) {
			seen[label]++
		}
	}
	out := make([]string, len(slots))
	for i, s := range slots {
		out[i] = hidden + strconv.Itoa(i)
		for _, label := range s.shared(names) {
			if seen[label] == 1 {
				out[i] = label
				break
			}
		}
	}
	return out
}

// candidates returns every label that fits either element of the slot.
func (s slot) candidates(names []string) []string {
	both := append(labelsOf(s.want, names), labelsOf(s.got, names)...)
	slices.Sort(both)
	return slices.Compact(both)
}

// shared returns the labels that fit the slot whichever side one looks from.
func (s slot) shared(names []string) []string {
	switch {
	case s.want == nil:
		return labelsOf(s.got, names)
	case s.got == nil:
		return labelsOf(s.want, names)
	}
	got := labelsOf(s.got, names)
	return slices.DeleteFunc(labelsOf(s.want, names), func(label string) bool { return !slices.Contains(got, label) })
}

// labelsOf returns the labels of one element, single attributes first, then
// type and value together.
func labelsOf(element any, names []string) []string {
	object, ok := element.(Object)
	if !ok {
		return nil
	}
	var out []string
	parts := map[string]string{}
	for _, name := range names {
		if text := equation(object, name); text != "" {
			out = append(out, "["+text+"]")
			parts[name] = text
		}
	}
	if parts["type"] != "" && parts["value"] != "" {
		out = append(out, "["+parts["type"]+" and "+parts["value"]+"]")
	}
	return out
}

// equation returns name eq literal, "" where the attribute is none to name an
// element by.
func equation(object Object, name string) string {
	value, written, found := member(object, name)
	if !found {
		return ""
	}
	switch value := value.(type) {
	case string:
		if name == "type" {
			value = fold(value)
		}
		if len(value) > longestLabel {
			return ""
		}
	case Number, bool:
	default:
		return ""
	}
	return written + " eq " + Text(value)
}
