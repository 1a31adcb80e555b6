package connector

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/scimproof/scimproof/reference/wire"
)

// operations puts edits as a PATCH has them.
func (s Style) operations(edits []Edit) []wire.Object {
	var operations []wire.Object
	for _, e := range edits {
		if s == Entra {
			operations = append(operations, entraOperations(e)...)
		} else {
			operations = append(operations, operation(e))
		}
	}
	return operations
}

// operation is an edit in the RFC's own words (RFC 7644 section 3.5.2).
func operation(e Edit) wire.Object {
	if e.Value == nil {
		return wire.Object{"op": "remove", "path": pathOf(e.Path)}
	}
	return wire.Object{"op": "replace", "path": pathOf(e.Path), "value": e.Value}
}

// pathOf writes a path: a dot before a sub-attribute, a colon after a schema (RFC 7644 section 3.5.2, figure 7).
func pathOf(names []string) string {
	if strings.HasPrefix(names[0], "urn:") {
		return strings.Join(names, ":")
	}
	return strings.Join(names, ".")
}

// entraOperations are an edit as Entra ID has it (Entra ID, known issues of SCIM compliance; without the flag
// aadOptscim062020): capitals, texts, and e-mail addresses by their type.
func entraOperations(e Edit) []wire.Object {
	switch value := e.Value.(type) {
	case nil:
		return []wire.Object{{"op": "Remove", "path": pathOf(e.Path)}}
	case bool:
		return []wire.Object{{"op": "Replace", "path": pathOf(e.Path), "value": capitalized(value)}}
	case []any:
		if typed := byType(e, value); typed != nil {
			return typed
		}
	}
	return []wire.Object{{"op": "Replace", "path": pathOf(e.Path), "value": e.Value}}
}

func capitalized(value bool) string {
	text := strconv.FormatBool(value)
	return strings.ToUpper(text[:1]) + text[1:]
}

// byType adds each of several values by its type; nil where one has none.
func byType(e Edit, values []any) []wire.Object {
	var operations []wire.Object
	for _, one := range values {
		value, _ := one.(Resource)
		kind, _ := value["type"].(string)
		if kind == "" || value["value"] == nil {
			return nil
		}
		path := fmt.Sprintf("%s[type eq %s].value", pathOf(e.Path), strconv.Quote(kind))
		operations = append(operations, wire.Object{"op": "Add", "path": path, "value": value["value"]})
	}
	return operations
}

// memberOperations adds and removes members one by one, so that nobody else is touched: a remove of `members` alone
// removes everybody (RFC 7644 section 3.5.2.2).
func (s Style) memberOperations(added, removed []string) []wire.Object {
	var operations []wire.Object
	for _, id := range removed {
		operations = append(operations, s.removal(id))
	}
	for _, id := range added {
		operations = append(operations, s.addition(id))
	}
	return operations
}

func (s Style) addition(id string) wire.Object {
	if s == Entra {
		return wire.Object{"op": "Add", "path": "members", "value": []wire.Object{{"$ref": nil, "value": id}}}
	}
	return wire.Object{"op": "add", "path": "members", "value": []wire.Object{{"value": id}}}
}

func (s Style) removal(id string) wire.Object {
	if s == Entra { // it means these members alone, whatever the RFC says
		return wire.Object{"op": "Remove", "path": "members", "value": []wire.Object{{"$ref": nil, "value": id}}}
	}
	filter, _ := wire.Equals("value", id) // a text can always be quoted
	return wire.Object{"op": "remove", "path": "members[" + filter + "]"}
}

// lay lays edits over a resource.
func lay(r Resource, edits []Edit) {
	for _, e := range edits {
		parent, name := r, e.Path[len(e.Path)-1]
		for _, step := range e.Path[:len(e.Path)-1] {
			inner, isObject := parent[step].(Resource)
			if !isObject {
				inner = Resource{}
				parent[step] = inner
			}
			parent = inner
		}
		if e.Value == nil {
			delete(parent, name)
		} else {
			parent[name] = e.Value
		}
	}
}

// regroup adds and removes members of a group that was read, and leaves all others.
func regroup(r Resource, added, removed []string) {
	members := []any{}
	for _, one := range memberList(r) {
		if id, _ := one["value"].(string); !slices.Contains(removed, id) && !slices.Contains(added, id) {
			members = append(members, one)
		}
	}
	for _, id := range added {
		members = append(members, Resource{"value": id})
	}
	r["members"] = members
}

func memberList(r Resource) []Resource {
	var members []Resource
	listed, _ := r["members"].([]any)
	for _, one := range listed {
		if m, isObject := one.(Resource); isObject {
			members = append(members, m)
		}
	}
	return members
}
