package oracle

import (
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// Options say how strict a check of a resource is.
type Options struct {
	// Strict makes failures of what is a warning otherwise: undeclared
	// attributes, names in another case, dateTimes without a zone.
	Strict bool
	// Partial is for an answer that was asked for some attributes only:
	// required ones may be absent, id excepted.
	Partial bool
}

// Check says how a resource that a target returned departs from the schema of
// its kind: types, plurality, required and never-returned attributes, at most
// one primary, the forms of dateTime, reference, binary and integer values,
// schemas, and attributes that nothing declares. The kind is User, Group,
// ServiceProviderConfig, ResourceType, Schema, or one that With has brought.
func (s *Schemas) Check(kind string, resource Object, opts Options) []result.Mismatch {
	k, known := s.kinds[fold(kind)]
	if !known {
		return []result.Mismatch{{Path: "meta.resourceType", Want: "a resource type of the target", Got: Text(kind)}}
	}
	c := &checker{schemas: s, kind: k, opts: opts}
	c.namespaces(resource)
	attributes := s.topLevel(k)
	c.members("", attributes, resource, len(s.byURI[fold(k.base)]) == 0)
	c.resourceType(resource)
	c.extensions(resource)
	return exceptOwnDefinition(resource, c.found)
}

// nested is where the definition of Schema defines the sub-attributes of
// attributes: the one place in which a complex attribute holds complex ones
// (RFC 7643 section 7, erratum 8415).
const nested = `attributes[name eq "attributes"].subAttributes[name eq "subAttributes"]`

func exceptOwnDefinition(resource Object, found []result.Mismatch) []result.Mismatch {
	if id, _ := String(resource, "id"); !strings.EqualFold(id, "urn:ietf:params:scim:schemas:core:2.0:Schema") {
		return found
	}
	return slices.DeleteFunc(found, func(m result.Mismatch) bool { return strings.HasPrefix(m.Path, nested) })
}

// topLevel returns the attributes at the top of a resource, the common ones
// among them. The resources of discovery need no id (RFC 7643 sections 5
// and 6); Schema's own definition says of its id what has to be said.
func (s *Schemas) topLevel(k kind) []Attribute {
	base := s.byURI[fold(k.base)]
	out := slices.Clone(base)
	for _, a := range s.common {
		if _, redefined := find(base, a.Name); redefined && isDiscovery(k.name) {
			continue
		}
		if a.Name == "id" && isDiscovery(k.name) {
			a.Required = false
		}
		out = slices.DeleteFunc(out, func(b Attribute) bool { return fold(b.Name) == fold(a.Name) })
		out = append(out, a)
	}
	return out
}

type checker struct {
	schemas *Schemas
	kind    kind
	opts    Options
	found   []result.Mismatch
}

func (c *checker) fail(path, want, got string) {
	c.found = append(c.found, result.Mismatch{Path: path, Want: want, Got: got})
}

// warn reports what only a strict check makes a failure.
func (c *checker) warn(path, want, got string) {
	c.found = append(c.found, result.Mismatch{Path: path, Want: want, Got: got, Warn: !c.opts.Strict})
}

// namespaces checks the attribute schemas (RFC 7643 section 3).
func (c *checker) namespaces(resource Object) {
	value, _, _ := member(resource, "schemas")
	array, isArray := value.([]any)
	if !isArray {
		return // what is wrong with its type, or its absence, members says
	}
	seen := map[string]bool{}
	for _, element := range array {
		uri, _ := element.(string)
		if seen[fold(uri)] {
			c.fail("schemas", Text(uri)+" once", "twice")
		}
		seen[fold(uri)] = true
		if uri != "" && c.kind.announced && !c.belongs(uri) {
			c.fail("schemas", "only the schemas of the resource type "+c.kind.name, Text(uri))
		}
	}
	if !seen[fold(c.kind.base)] {
		c.fail("schemas", "to contain "+Text(c.kind.base), Text(value))
	}
}

func (c *checker) belongs(uri string) bool {
	return strings.EqualFold(uri, c.kind.base) ||
		slices.ContainsFunc(c.kind.extensions, func(e extension) bool { return strings.EqualFold(e.uri, uri) })
}

func (c *checker) resourceType(resource Object) {
	if got, ok := String(resource, "meta.resourceType"); ok && got != c.kind.name {
		c.fail("meta.resourceType", Text(c.kind.name), Text(got))
	}
}

// members checks the attributes of a resource, of an extension or of a
// complex value. Prefix is what their paths begin with, its separator
// included. Open is where nothing says which attributes there are.
func (c *checker) members(prefix string, attributes []Attribute, object Object, open bool) {
	for _, a := range attributes {
		path := prefix + a.Name
		value, written, found := member(object, a.Name)
		if found && written != a.Name {
			c.warn(path, "the name "+Text(a.Name), Text(written))
		}
		c.presence(path, a, value)
		c.attribute(path, a, value)
	}
	if open {
		return
	}
	for _, name := range sortedNames(object) {
		if _, declared := find(attributes, name); !declared && !(prefix == "" && strings.Contains(name, ":")) {
			c.warn(prefix+name, "an attribute that the schema declares", Text(object[name]))
		}
	}
}

// presence checks that a required attribute has a value.
func (c *checker) presence(path string, a Attribute, value any) {
	if !a.Required || a.Returned == "never" || a.Returned == "request" || a.Mutability == "writeOnly" {
		return
	}
	if c.opts.Partial && path != "id" {
		return
	}
	absent := normal(value) == nil
	switch {
	case absent && path == "schemas" && c.kind.base == SchemaURN:
		// RFC 7643's own listing of the schemas has none.
		c.warn(path, "a value", result.Absent)
	case absent && path == "schemaExtensions" && c.kind.base == ResourceURN:
		// The text of RFC 7643 section 6 makes it optional, its listing does not; and no
		// extensions are the same as an empty list of them.
	case absent:
		c.fail(path, "a value", result.Absent)
	case value == "":
		c.fail(path, "a value that is not empty", `""`)
	}
}

// extensions checks the containers of extended schemas (RFC 7643 section
// 3.3).
func (c *checker) extensions(resource Object) {
	for _, e := range c.kind.extensions {
		if value, _, found := member(resource, e.uri); e.required && !c.opts.Partial && (!found || normal(value) == nil) {
			c.fail(e.uri, "the extension, which the resource type requires", result.Absent)
		}
	}
	for _, name := range sortedNames(resource) {
		if strings.Contains(name, ":") && normal(resource[name]) != nil {
			c.extension(name, resource)
		}
	}
}

func (c *checker) extension(uri string, resource Object) {
	attributes, known := c.schemas.byURI[fold(uri)]
	object, isObject := resource[uri].(Object)
	switch {
	case !c.belongs(uri) && c.kind.announced:
		c.warn(uri, "an extension of the resource type "+c.kind.name, Text(resource[uri]))
	case !isObject:
		c.fail(uri, "an object", Text(resource[uri]))
	case known:
		c.members(uri+":", attributes, object, false)
	}
	if listed, ok := resource["schemas"].([]any); ok && !slices.ContainsFunc(listed, func(e any) bool { return isText(e, uri) }) {
		c.warn("schemas", "to contain "+Text(uri)+", as its attributes are there", Text(listed))
	}
}

func sortedNames(object Object) []string {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
