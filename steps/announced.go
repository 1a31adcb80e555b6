package steps

import (
	"path"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
)

// announcedType is a resource type as the target announces it, with all its attributes.
type announcedType struct {
	name, endpoint, base string
	extensions           []string
	attributes           []announcedAttribute
}

// announcedAttribute is an attribute, or a sub-attribute of a complex one.
type announcedAttribute struct {
	oracle.Attribute
	// container is the URI of the extension; empty for the resource itself.
	container string
	// parent is the complex attribute around it, if there is one.
	parent *oracle.Attribute
	// common is for the attributes that every resource has (RFC 7643 §3.1).
	common bool
}

// path is the name as filters and PATCH write it.
func (a announcedAttribute) path() string {
	path := a.Name
	if a.parent != nil {
		path = a.parent.Name + "." + path
	}
	if a.container != "" {
		path = a.container + ":" + path
	}
	return path
}

// top is the attribute at the top of its schema: itself, or the complex one around it.
func (a announcedAttribute) top() announcedAttribute {
	if a.parent == nil {
		return a
	}
	return announcedAttribute{Attribute: *a.parent, container: a.container, common: a.common}
}

// ofSeveral tells whether it is a sub-attribute of several elements.
func (a announcedAttribute) ofSeveral() bool { return a.parent != nil && a.parent.MultiValued }

// writable tells whether a client can give it a value. Who changes an element of a list
// may exchange it, hence what is below a list goes by the list.
func (a announcedAttribute) writable() bool {
	return a.Mutability != "readOnly" && (a.parent == nil || a.parent.Mutability != "readOnly")
}

// announcedTypes are the resource types that a client may create something of.
func (k *known) announcedTypes() []announcedType {
	docs := k.types
	if len(docs) == 0 {
		docs = []oracle.Object{
			{"name": "User", "endpoint": usersEndpoint, "schema": oracle.UserURN},
			{"name": "Group", "endpoint": groupsEndpoint, "schema": oracle.GroupURN},
		}
	}
	var all []announcedType
	for _, doc := range docs {
		name, _ := oracle.FirstString(doc, "name")
		endpoint, _ := oracle.FirstString(doc, "endpoint")
		base, _ := oracle.FirstString(doc, "schema")
		// Of what no schema describes, nobody knows what it needs.
		if len(k.schemas.Declared(base)) == 0 || endpoint == "" || slices.Contains([]string{"ServiceProviderConfig", "ResourceType", "Schema"}, name) {
			continue
		}
		t := announcedType{name: name, endpoint: "/" + path.Base(endpoint), base: base, attributes: commonAttributes()}
		t.add(k.schemas.Declared(base), "")
		for _, uri := range texts(oracle.Lookup(doc, "schemaExtensions.schema")) {
			t.extensions = append(t.extensions, uri)
			t.add(k.schemas.Declared(uri), uri)
		}
		all = append(all, t)
	}
	return all
}

// commonAttributes are defined by the standard itself. What filters make of the case of
// meta is left open.
func commonAttributes() []announcedAttribute {
	meta := oracle.Attribute{Name: "meta", Type: "complex", Mutability: "readOnly", Returned: "default", Uniqueness: "none"}
	all := []announcedAttribute{
		{common: true, Attribute: oracle.Attribute{Name: "id", Type: "string", CaseExact: true, Mutability: "readOnly", Returned: "always"}},
		{common: true, Attribute: oracle.Attribute{Name: "externalId", Type: "string", CaseExact: true, Mutability: "readWrite", Returned: "default"}},
		{common: true, Attribute: meta},
	}
	for _, sub := range []oracle.Attribute{
		{Name: "resourceType", Type: "string"},
		{Name: "created", Type: "dateTime"},
		{Name: "lastModified", Type: "dateTime"},
		{Name: "location", Type: "reference"},
	} {
		sub.Mutability, sub.Returned = "readOnly", "default"
		all = append(all, announcedAttribute{common: true, parent: &meta, Attribute: sub})
	}
	return all
}

// add takes over what a schema declares. What stands among the common attributes
// already, some schemas declare once more.
func (t *announcedType) add(attributes []oracle.Attribute, container string) {
	for _, a := range attributes {
		if container == "" && slices.ContainsFunc([]string{"id", "externalId", "meta", "schemas"}, func(n string) bool { return strings.EqualFold(n, a.Name) }) {
			continue
		}
		t.attributes = append(t.attributes, announcedAttribute{Attribute: a, container: container})
		for _, sub := range a.SubAttributes {
			parent := a
			t.attributes = append(t.attributes, announcedAttribute{Attribute: sub, container: container, parent: &parent})
		}
	}
}

// selecting is what a step of the announced attributes is about.
const selecting = `(every attribute (?:that can be written|with canonicalValues|with \w+ \w+)|[a-z]\w*)`

// selected are the attributes of a type that a selection names.
func (t announcedType) selected(selection string) []announcedAttribute {
	var all []announcedAttribute
	for _, a := range t.attributes {
		if a.isIn(selection) {
			all = append(all, a)
		}
	}
	return all
}

func (a announcedAttribute) isIn(selection string) bool {
	words := strings.Fields(selection)
	switch {
	case selection == "every attribute that can be written":
		return a.writable()
	case selection == "every attribute with canonicalValues":
		return a.writable() && len(a.CanonicalValues) > 0
	case len(words) == 5:
		return a.has(words[3], words[4])
	default:
		return a.path() == selection
	}
}

// has tells whether a characteristic has a value (RFC 7643 §7).
func (a announcedAttribute) has(characteristic, value string) bool {
	switch characteristic {
	case "mutability":
		return a.Mutability == value && !a.ofSeveral() && a.isOwn()
	case "returned":
		return a.Returned == value && a.isReturnedByItself()
	case "uniqueness":
		// A complex attribute has no uniqueness (RFC 7643 §2.3.8).
		return a.Uniqueness == value && a.isComparable() && a.writable() && a.Type != "complex"
	case "caseExact":
		return a.CaseExact == (value == "true") && a.isComparable() && a.hasCase()
	case "type":
		return a.Type == value
	case "required":
		return a.Required == (value == "true")
	default:
		return false
	}
}

// isReturnedByItself tells whether a sub-attribute says more of that than its parent.
func (a announcedAttribute) isReturnedByItself() bool {
	return a.parent == nil || a.parent.Returned == "default" || a.parent.Returned == "always"
}

// isOwn tells whether a sub-attribute says of its mutability more than its parent does.
func (a announcedAttribute) isOwn() bool {
	return a.parent == nil || a.parent.Mutability == "readWrite" || a.common
}

// isComparable leaves out what is one of several, and what the standard leaves open of
// meta.
func (a announcedAttribute) isComparable() bool {
	return !a.ofSeveral() && !(a.common && a.parent != nil)
}

// hasCase tells whether the values are texts in which the case of letters may matter.
func (a announcedAttribute) hasCase() bool {
	return a.Type == "string" || a.Type == "reference" || a.Type == "binary"
}

// valueIn is what a representation has at the attribute.
func (a announcedAttribute) valueIn(resource oracle.Object) []any {
	return oracle.Lookup(resource, a.path())
}

// putInto sets the attribute in a representation, and lists the schema of its extension.
// What is below a list is set by setting the list.
func (a announcedAttribute) putInto(resource oracle.Object, value any) {
	holder := resource
	if a.container != "" {
		holder = childOf(resource, a.container)
		listed, _ := resource["schemas"].([]any)
		if !slices.Contains(listed, any(a.container)) {
			resource["schemas"] = append(slices.Clone(listed), a.container)
		}
	}
	switch {
	case a.ofSeveral():
		holder[a.parent.Name] = value
	case a.parent != nil:
		childOf(holder, a.parent.Name)[a.Name] = value
	default:
		holder[a.Name] = value
	}
}

// childOf is the object below a name, a copy that can be changed.
func childOf(holder oracle.Object, name string) oracle.Object {
	child, _ := holder[name].(oracle.Object)
	child = overlaid(oracle.Object{}, child)
	holder[name] = child
	return child
}
