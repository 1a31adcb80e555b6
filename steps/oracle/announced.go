package oracle

import (
	"errors"
	"maps"
	"slices"
)

// With returns the schemas together with what a target announces as its
// resource types and schemas. Of RFC 7643's own attributes types and
// plurality stay as the RFC has them, since a target cannot redefine them;
// what it adds, and what it makes required or never returned, is taken over.
// Parts that cannot be read are left out, for Check to say what is wrong with
// them; it is an error where nothing of a list can be read.
func (s *Schemas) With(resourceTypes, schemas []Object) (*Schemas, error) {
	out := &Schemas{
		common:    s.common,
		byURI:     maps.Clone(s.byURI),
		announced: maps.Clone(s.announced),
		kinds:     maps.Clone(s.kinds),
	}
	if read := out.addSchemas(schemas); read == 0 && len(schemas) > 0 {
		return nil, errors.New("none of the schemas has an id")
	}
	if read := out.addKinds(resourceTypes); read == 0 && len(resourceTypes) > 0 {
		return nil, errors.New("none of the resource types has a name and a schema")
	}
	return out, nil
}

func (s *Schemas) addSchemas(docs []Object) (read int) {
	for _, doc := range docs {
		uri, ok := String(doc, "id")
		if !ok {
			continue
		}
		read++
		attributes := attributesOf(doc, "attributes")
		if len(attributes) == 0 {
			// That is no schema to go by: the RFC's own stays, if there is one.
			continue
		}
		s.announced[fold(uri)] = attributes
		s.byURI[fold(uri)] = merge(s.byURI[fold(uri)], attributes)
	}
	return read
}

func (s *Schemas) addKinds(docs []Object) (read int) {
	for _, doc := range docs {
		k, ok := kindFrom(doc)
		if !ok {
			continue
		}
		read++
		if isDiscovery(k.name) {
			k = s.kinds[fold(k.name)].extendedBy(k.extensions)
		}
		s.kinds[fold(k.name)] = k
	}
	return read
}

// extendedBy is a kind of the RFC with what a target adds to it, which nothing there has to have.
func (k kind) extendedBy(extensions []extension) kind {
	k.extensions = slices.Clone(k.extensions)
	for _, e := range extensions {
		k.extensions = append(k.extensions, extension{uri: e.uri})
	}
	return k
}

// isDiscovery names the kinds whose shape is the RFC's alone.
func isDiscovery(name string) bool {
	switch fold(name) {
	case "serviceproviderconfig", "resourcetype", "schema":
		return true
	default:
		return false
	}
}

func kindFrom(doc Object) (kind, bool) {
	k := kind{name: textOr(doc, "name", ""), endpoint: textOr(doc, "endpoint", ""), base: textOr(doc, "schema", ""), announced: true}
	value, _, _ := member(doc, "schemaExtensions")
	array, _ := value.([]any)
	for _, element := range array {
		if object, ok := element.(Object); ok {
			if uri := textOr(object, "schema", ""); uri != "" {
				k.extensions = append(k.extensions, extension{uri: uri, required: flag(object, "required")})
			}
		}
	}
	return k, k.name != "" && k.base != ""
}

// merge adds what a target declares to what the RFC does.
func merge(ours, theirs []Attribute) []Attribute {
	out := slices.Clone(ours)
	for _, their := range theirs {
		i := slices.IndexFunc(out, func(a Attribute) bool { return fold(a.Name) == fold(their.Name) })
		if i < 0 {
			out = append(out, their)
			continue
		}
		our := out[i]
		our.Required = our.Required || their.Required
		if their.Returned == "never" || their.Returned == "request" && our.Returned == "default" {
			our.Returned = their.Returned
		}
		if our.Type == "complex" {
			our.SubAttributes = merge(our.SubAttributes, their.SubAttributes)
		}
		out[i] = our
	}
	return out
}

// Declared returns the attributes of a schema as the target announces them, with the
// defaults of RFC 7643 section 2.2; where it does not announce the schema, the RFC's own.
func (s *Schemas) Declared(uri string) []Attribute { return slices.Clone(s.declared(uri)) }
