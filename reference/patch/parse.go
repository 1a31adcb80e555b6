package patch

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/schema"
)

// MessageURN is the schema of a PATCH request.
const MessageURN = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

// The operations of RFC 7644 section 3.5.2.
const (
	Add     = "add"
	Remove  = "remove"
	Replace = "replace"
)

// Operation is one operation of a request. Path is empty where there was none.
// HasValue tells a null value from none at all.
type Operation struct {
	Op       string
	Path     string
	Value    any
	HasValue bool
}

// Parse reads the body of a PATCH request. In [schema.Lenient] mode the names
// of the operations and of the members may be written in any case;
// Operation.Op is always in lower case. Errors are a *schema.Error.
func Parse(body []byte, mode schema.Mode) ([]Operation, error) {
	doc, err := schema.Decode(body)
	if err != nil {
		return nil, err
	}
	request, err := members(doc, mode, "schemas", "Operations")
	if err != nil {
		return nil, err
	}
	if !namesMessage(request["schemas"]) {
		return nil, refuse(schema.ScimInvalidSyntax, "schemas must name %s", MessageURN)
	}
	list, _ := request["Operations"].([]any)
	if len(list) == 0 {
		return nil, refuse(schema.ScimInvalidSyntax, "Operations must be an array of one or more operations")
	}
	ops := make([]Operation, len(list))
	for i, v := range list {
		if ops[i], err = operation(v, mode); err != nil {
			return nil, numbered(i, err)
		}
	}
	return ops, nil
}

func namesMessage(schemas any) bool {
	list, _ := schemas.([]any)
	return slices.ContainsFunc(list, func(v any) bool {
		urn, ok := v.(string)
		return ok && strings.EqualFold(urn, MessageURN)
	})
}

func operation(v any, mode schema.Mode) (Operation, error) {
	object, ok := v.(schema.Resource)
	if !ok {
		return Operation{}, refuse(schema.ScimInvalidSyntax, "an operation must be an object")
	}
	member, err := members(object, mode, "op", "path", "value")
	if err != nil {
		return Operation{}, err
	}
	op := Operation{Value: member["value"]}
	_, op.HasValue = member["value"]
	if op.Op, err = operationName(member["op"], mode); err != nil {
		return Operation{}, err
	}
	if op.Path, err = operationPath(member["path"], mode); err != nil {
		return Operation{}, err
	}
	return op, nil
}

func operationName(v any, mode schema.Mode) (string, error) {
	name, _ := v.(string)
	if mode == schema.Lenient {
		name = strings.ToLower(name) // Entra writes "Add"
	}
	switch name {
	case Add, Remove, Replace:
		return name, nil
	default:
		return "", refuse(schema.ScimInvalidSyntax, "op must be add, remove or replace")
	}
}

func operationPath(v any, mode schema.Mode) (string, error) {
	path, ok := v.(string)
	switch {
	case v == nil:
		return "", nil
	case !ok || path == "" && mode == schema.Strict:
		return "", refuse(schema.ScimInvalidPath, "path must be a string that names an attribute")
	default:
		return path, nil
	}
}

// members returns the named members of an object. Lenient mode finds them in
// any case and ignores others, such as the "name" that Entra gives operations.
func members(object schema.Resource, mode schema.Mode, names ...string) (schema.Resource, error) {
	found := schema.Resource{}
	for key, v := range object {
		i := slices.IndexFunc(names, func(name string) bool {
			return key == name || mode == schema.Lenient && strings.EqualFold(key, name)
		})
		if i < 0 && mode == schema.Strict {
			return nil, refuse(schema.ScimInvalidSyntax, "there is no member %s in a PATCH request", key)
		}
		if i < 0 {
			continue
		}
		if _, twice := found[names[i]]; twice {
			return nil, refuse(schema.ScimInvalidSyntax, "%s is given twice", names[i])
		}
		found[names[i]] = v
	}
	return found, nil
}

// refuse builds an Error; its arguments are names, never values.
func refuse(t schema.ScimType, format string, args ...any) error {
	return &schema.Error{ScimType: t, Detail: fmt.Sprintf(format, args...)}
}
