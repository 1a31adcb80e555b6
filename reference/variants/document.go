package variants

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The endpoints of the SCIM road.
const (
	users   = "/Users"
	groups  = "/Groups"
	devices = "/Devices"
	bulk    = "/Bulk"
	config  = "/ServiceProviderConfig"
	types   = "/ResourceTypes"
	schemas = "/Schemas"
	me      = "/Me"
)

const (
	coreUser   = "urn:ietf:params:scim:schemas:core:2.0:User"
	coreGroup  = "urn:ietf:params:scim:schemas:core:2.0:Group"
	enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	errorURN   = "urn:ietf:params:scim:api:messages:2.0:Error"
	listURN    = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
)

// object is a JSON object. Its numbers stay as they were written.
type object = map[string]any

func decode(body []byte) object {
	var document object
	if err := json.Unmarshal(body, &document, json.WithUnmarshalers(json.UnmarshalFromFunc(number))); err != nil {
		return nil
	}
	return document
}

// number keeps a number as text: a float would round it.
func number(from *jsontext.Decoder, value *any) error {
	if from.PeekKind() != '0' {
		return errors.ErrUnsupported
	}
	text, err := from.ReadValue()
	*value = text.Clone()
	return err //nolint:wrapcheck // decode only asks whether there is one
}

// encode is for documents that came from JSON: it cannot fail.
func encode(document any) []byte {
	body, err := json.Marshal(document, json.Deterministic(true))
	if err != nil {
		panic(err)
	}
	return body
}

// integer is a number as an int; -1 where it is none.
func integer(value any) int {
	text, _ := value.(jsontext.Value)
	n, err := strconv.Atoi(string(text))
	if err != nil {
		return -1
	}
	return n
}

func resourcesOf(document object) []object {
	if listed, isList := document["Resources"].([]any); isList {
		return objects(listed)
	}
	if isMessage(document) {
		return nil
	}
	return []object{document}
}

// isMessage tells a message of the protocol from a resource.
func isMessage(document object) bool {
	return slices.ContainsFunc(schemasOf(document), func(urn string) bool { return strings.Contains(urn, ":api:messages:") })
}

func schemasOf(document object) []string {
	list, _ := document["schemas"].([]any)
	return texts(list)
}

func objects(values []any) []object {
	var found []object
	for _, value := range values {
		if one, ok := value.(object); ok {
			found = append(found, one)
		}
	}
	return found
}

func texts(values []any) []string {
	var found []string
	for _, value := range values {
		if one, ok := value.(string); ok {
			found = append(found, one)
		}
	}
	return found
}

// textAt is the text of a member, "" where there is none.
func textAt(document object, name string) string {
	text, _ := document[name].(string)
	return text
}

// objectAt is the object that a member is, nil where it is none.
func objectAt(document object, name string) object {
	inner, _ := document[name].(object)
	return inner
}

// objectsAt are the objects in the list that a member is.
func objectsAt(document object, name string) []object {
	list, _ := document[name].([]any)
	return objects(list)
}

// isUser tells a user from other resources, also where only some attributes are shown.
func isUser(r *request, resource object) bool {
	if kind := textAt(objectAt(resource, "meta"), "resourceType"); kind != "" {
		return kind == "User"
	}
	return slices.Contains(schemasOf(resource), coreUser) || len(schemasOf(resource)) == 0 && r.below(users)
}

// walk replaces every text in a JSON value, with the name of the member that it, or
// the list around it, is.
func walk(value any, name string, f func(name, text string) string) any {
	switch value := value.(type) {
	case string:
		return f(name, value)
	case []any:
		for i := range value {
			value[i] = walk(value[i], name, f)
		}
	case object:
		for member := range value {
			value[member] = walk(value[member], member, f)
		}
	}
	return value
}

// rewrite walks through a document, and tells whether anything has changed.
func rewrite(document object, f func(name, text string) string) bool {
	changed := false
	walk(document, "", func(name, text string) string {
		after := f(name, text)
		changed = changed || after != text
		return after
	})
	return changed
}

// without is a list less the elements of which the condition holds.
func without(list []any, out func(any) bool) []any {
	kept := []any{}
	for _, element := range list {
		if !out(element) {
			kept = append(kept, element)
		}
	}
	return kept
}

// relist takes resources out of a list that is shown whole, and counts anew.
func relist(document object, out func(object) bool) {
	list, isList := document["Resources"].([]any)
	if !isList {
		return
	}
	kept := without(list, func(element any) bool {
		resource, ok := element.(object)
		return ok && out(resource)
	})
	document["Resources"], document["itemsPerPage"] = kept, len(kept)
	document["totalResults"] = integer(document["totalResults"]) - len(list) + len(kept)
}
