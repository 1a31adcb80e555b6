package connector

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// differences are the edits that lead from what is known to what is wanted: nothing that is the same, and whatever is not
// wanted any more goes.
func differences(known, wanted Resource) []Edit {
	var edits []Edit
	for _, name := range names(known, wanted) {
		was, is := known[name], wanted[name]
		inner, isComplex := is.(Resource)
		before, wasComplex := was.(Resource)
		switch {
		case slices.Contains(notSent, name):
		case isComplex || strings.HasPrefix(name, "urn:"):
			edits = append(edits, within(name, before, inner)...)
		case wasComplex && is == nil, !same(was, is):
			edits = append(edits, Edit{Path: []string{name}, Value: is})
		}
	}
	return edits
}

// within are the edits inside a complex attribute or an extension.
func within(name string, known, wanted Resource) []Edit {
	var edits []Edit
	for _, inner := range names(known, wanted) {
		if !same(known[inner], wanted[inner]) {
			edits = append(edits, Edit{Path: []string{name, inner}, Value: wanted[inner]})
		}
	}
	return edits
}

func names(known, wanted Resource) []string {
	all := maps.Clone(wanted)
	if all == nil {
		all = Resource{}
	}
	for name, value := range known {
		if _, both := all[name]; !both {
			all[name] = value
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// same compares two values; several values are the same in any order (RFC 7643 section 2.4).
func same(a, b any) bool {
	some, isList := a.([]any)
	others, areList := b.([]any)
	if !isList || !areList || len(some) != len(others) {
		return reflect.DeepEqual(a, b) || isEmpty(a) && isEmpty(b)
	}
	left := slices.Clone(others)
	for _, one := range some {
		i := slices.IndexFunc(left, func(other any) bool { return reflect.DeepEqual(one, other) })
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return true
}

// isEmpty tells whether a value is none (RFC 7643 section 2.5).
func isEmpty(value any) bool {
	list, isList := value.([]any)
	return value == nil || isList && len(list) == 0
}

// projected is what a resource that was read says of what is wanted, and no more: what the directory does not govern is
// none of its business.
func projected(read, wanted Resource) Resource {
	seen := Resource{}
	for name, is := range wanted {
		if value := read[name]; value != nil {
			seen[name] = projectedValue(value, is)
		}
	}
	return seen
}

func projectedValue(read, wanted any) any {
	switch wanted := wanted.(type) {
	case Resource:
		if r, isObject := read.(Resource); isObject {
			return projected(r, wanted)
		}
	case []any:
		values, _ := read.([]any)
		parts := Resource{}
		for _, one := range wanted {
			value, _ := one.(Resource)
			maps.Copy(parts, value)
		}
		seen := make([]any, len(values))
		for i, value := range values {
			seen[i] = projectedValue(value, parts)
		}
		return seen
	}
	return read
}
