package faults

import "strings"

const (
	coreUser   = "urn:ietf:params:scim:schemas:core:2.0:User"
	coreGroup  = "urn:ietf:params:scim:schemas:core:2.0:Group"
	enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	patchOp    = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
	listURN    = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
	errorURN   = "urn:ietf:params:scim:api:messages:2.0:Error"
)

// edit changes a JSON object.
type edit func(object)

// change replaces what stands at a path by what f makes of it; nil takes it away.
// The parts of a path are parted by slashes, since URNs have dots, and a list on the
// way means each of its elements. What is not there is not changed.
func change(path string, f func(any) any) edit {
	first, rest, deeper := strings.Cut(path, "/")
	return func(document object) {
		value, there := document[first]
		if !there {
			return
		}
		if deeper {
			each(value, change(rest, f))
			return
		}
		if value = f(value); value == nil {
			delete(document, first)
			return
		}
		document[first] = value
	}
}

// each applies an edit to an object, or to every object of a list.
func each(value any, e edit) {
	switch value := value.(type) {
	case object:
		e(value)
	case []any:
		for _, one := range objects(value) {
			e(one)
		}
	}
}

// drop takes away what stands at the paths.
func drop(paths ...string) edit {
	return func(document object) {
		for _, path := range paths {
			change(path, func(any) any { return nil })(document)
		}
	}
}

// set puts a value at a path, whatever is there; what stands above it must be there.
func set(path string, value any) edit {
	parent, name := "", path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		parent, name = path[:i], path[i+1:]
	}
	put := func(document object) { document[name] = value }
	if parent == "" {
		return put
	}
	return change(parent, func(value any) any {
		each(value, put)
		return value
	})
}

// text changes the text at a path.
func text(path string, f func(string) string) edit {
	return change(path, func(value any) any {
		if before, ok := value.(string); ok {
			return f(before)
		}
		return value
	})
}

// elements changes the list at a path.
func elements(path string, f func([]any) []any) edit {
	return change(path, func(value any) any {
		if list, ok := value.([]any); ok {
			return f(list)
		}
		return value
	})
}

// textAt is the text at a path through objects, "" where there is none.
func textAt(document object, path string) string {
	value, _ := at(document, path).(string)
	return value
}

// at is what stands at a path through objects, or nil.
func at(document object, path string) any {
	first, rest, deeper := strings.Cut(path, "/")
	value := document[first]
	if inner, ok := value.(object); ok && deeper {
		return at(inner, rest)
	}
	if deeper {
		return nil
	}
	return value
}

// idsIn are the values of a list of references.
func idsIn(list any) []string {
	values, _ := list.([]any)
	var ids []string
	for _, one := range objects(values) {
		if id := textAt(one, "value"); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

func reference(id string) object { return object{"value": id} }
