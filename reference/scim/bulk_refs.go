package scim

import (
	"regexp"
	"strings"

	"github.com/scimproof/scimproof/reference/schema"
)

const bulkPrefix = "bulkId:"

// A reference to a created resource stands in place of its id, RFC 7644 section
// 3.7.2: as a whole string, at the end of a $ref, or in the filter of a path.
var (
	wholeReference = regexp.MustCompile(`(?s)^bulkId:(.+)$`)
	endReference   = regexp.MustCompile(`(?:^|/)bulkId:([^/]+)$`)
	pathReference  = regexp.MustCompile(`"bulkId:([^"\\]+)"`)
)

// references finds the bulkIds in a string that is the value of a member, each
// with its bounds.
func references(member, text string) (found [][]int) {
	if !strings.Contains(text, bulkPrefix) {
		return nil
	}
	pattern := wholeReference
	switch {
	case strings.EqualFold(member, "$ref"):
		pattern = endReference
	case strings.EqualFold(member, "path"):
		pattern = pathReference
	}
	for _, match := range pattern.FindAllStringSubmatchIndex(text, -1) {
		found = append(found, match[2:4])
	}
	return found
}

// resolve returns a copy of data in which ids have taken the place of the
// references.
func (j *bulkJob) resolve(data schema.Resource) (schema.Resource, error) {
	resolved, err := j.resolveValue("", data)
	object, _ := resolved.(schema.Resource)
	return object, err
}

func (j *bulkJob) resolveValue(member string, v any) (any, error) {
	switch v := v.(type) {
	case string:
		return j.resolveText(member, v)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			var err error
			if list[i], err = j.resolveValue(member, item); err != nil {
				return nil, err
			}
		}
		return list, nil
	case schema.Resource:
		if v == nil {
			return v, nil
		}
		object := make(schema.Resource, len(v))
		for name, value := range v {
			var err error
			if object[name], err = j.resolveValue(name, value); err != nil {
				return nil, err
			}
		}
		return object, nil
	}
	return v, nil
}

func (j *bulkJob) resolveText(member, text string) (string, error) {
	var resolved strings.Builder
	rest := 0
	for _, bounds := range references(member, text) {
		id, err := j.idOf(text[bounds[0]:bounds[1]])
		if err != nil {
			return "", err
		}
		resolved.WriteString(text[rest : bounds[0]-len(bulkPrefix)])
		resolved.WriteString(id)
		rest = bounds[1]
	}
	return resolved.String() + text[rest:], nil
}

// resolvePath replaces a reference that is the last segment of the path of an
// operation.
func (j *bulkJob) resolvePath(path string) (string, error) { return j.resolveText("$ref", path) }

// idOf is the id of a resource that an operation has created.
func (j *bulkJob) idOf(bulkID string) (string, error) {
	switch o := j.created[bulkID]; {
	case o == nil:
		return "", errUnknownBulkID(bulkID)
	case o.id == "":
		return "", errFailedBulkID(bulkID)
	default:
		return o.id, nil
	}
}

// needs are the operations that an operation refers to.
func (j *bulkJob) needs(o *bulkOperation) []*bulkOperation {
	var needed []*bulkOperation
	note := func(member, text string) {
		for _, bounds := range references(member, text) {
			if other := j.created[text[bounds[0]:bounds[1]]]; other != nil {
				needed = append(needed, other)
			}
		}
	}
	note("$ref", o.path)
	eachText("", o.data, note)
	return needed
}

// eachText calls f on every string in a tree, with the member that it is the
// value of.
func eachText(member string, v any, f func(member, text string)) {
	switch v := v.(type) {
	case string:
		f(member, v)
	case []any:
		for _, item := range v {
			eachText(member, item, f)
		}
	case schema.Resource:
		for name, value := range v {
			eachText(name, value, f)
		}
	}
}

// prune returns a copy of data without the values that refer to one of the
// unwanted: without the whole object that says more of such a reference.
func prune(data schema.Resource, unwanted func(bulkID string) bool) schema.Resource {
	pruned := schema.Resource{}
	for name, value := range data {
		if value, kept := pruneValue(name, value, unwanted); kept {
			pruned[name] = value
		}
	}
	return pruned
}

func pruneValue(member string, v any, unwanted func(string) bool) (pruned any, kept bool) {
	switch v := v.(type) {
	case string:
		return v, !refersTo(member, v, unwanted)
	case []any:
		list := []any{}
		for _, item := range v {
			if item, kept := pruneValue(member, item, unwanted); kept {
				list = append(list, item)
			}
		}
		return list, true
	case schema.Resource:
		for name, value := range v {
			if text, ok := value.(string); ok && refersTo(name, text, unwanted) {
				return nil, false
			}
		}
		return prune(v, unwanted), true
	}
	return v, true
}

func refersTo(member, text string, unwanted func(string) bool) bool {
	for _, bounds := range references(member, text) {
		if unwanted(text[bounds[0]:bounds[1]]) {
			return true
		}
	}
	return false
}
