package oracle

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/scimproof/scimproof/fixtures"
)

// Attribute is the definition of an attribute (RFC 7643 section 7). Type is
// one of string, boolean, decimal, integer, dateTime, binary, reference and
// complex.
type Attribute struct {
	Name            string
	Type            string
	MultiValued     bool
	Required        bool
	CaseExact       bool
	CanonicalValues []string
	Mutability      string
	Returned        string
	Uniqueness      string
	ReferenceTypes  []string
	SubAttributes   []Attribute
}

// Schemas are the resource types, by the names of their kinds ("User"), and
// the schemas of their attributes. They never change; [Schemas.With] makes
// other ones.
type Schemas struct {
	common []Attribute
	// byURI holds the attributes of each schema, by folded URI.
	byURI map[string][]Attribute
	// announced is the same, but only what the target itself declares.
	announced map[string][]Attribute
	kinds     map[string]kind
}

// kind is a resource type.
type kind struct {
	name, endpoint string
	base           string
	extensions     []extension
	// announced says that the target's /ResourceTypes names it, so that its
	// extensions are all known.
	announced bool
}

type extension struct {
	uri      string
	required bool
}

// The URIs of RFC 7643's schemas.
const (
	UserURN       = coreURI + "2.0:User"
	GroupURN      = coreURI + "2.0:Group"
	EnterpriseURN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	ConfigURN     = coreURI + "2.0:ServiceProviderConfig"
	ResourceURN   = coreURI + "2.0:ResourceType"
	SchemaURN     = coreURI + "2.0:Schema"
)

// Standard returns the schemas of RFC 7643, from our own transcription with
// the Verified errata. An error is a bug of the transcription.
func Standard() (*Schemas, error) { return standard() }

var standard = sync.OnceValues(func() (*Schemas, error) {
	s := &Schemas{byURI: map[string][]Attribute{}, announced: map[string][]Attribute{}, kinds: map[string]kind{}}
	for _, k := range []kind{
		{name: "User", endpoint: "/Users", base: UserURN, extensions: []extension{{uri: EnterpriseURN}}},
		{name: "Group", endpoint: "/Groups", base: GroupURN},
		{name: "ServiceProviderConfig", endpoint: "/ServiceProviderConfig", base: ConfigURN, announced: true},
		{name: "ResourceType", endpoint: "/ResourceTypes", base: ResourceURN, announced: true},
		{name: "Schema", endpoint: "/Schemas", base: SchemaURN, announced: true},
	} {
		s.kinds[fold(k.name)] = k
	}
	files, err := fs.Glob(fixtures.Schemas(), "*.json")
	if err != nil {
		return nil, fmt.Errorf("listing the schemas: %w", err)
	}
	for _, file := range files {
		if err := s.transcribe(file); err != nil {
			return nil, fmt.Errorf("reading schema %s: %w", file, err)
		}
	}
	s.common = s.byURI[""]
	return s, nil
})

// transcribe reads one file of the transcription.
func (s *Schemas) transcribe(file string) error {
	text, err := fs.ReadFile(fixtures.Schemas(), file)
	if err != nil {
		return fmt.Errorf("opening it: %w", err)
	}
	doc, err := ParseObject(text)
	if err != nil {
		return err
	}
	uri, _ := String(doc, "id")
	s.byURI[fold(uri)] = attributesOf(doc, "attributes")
	return nil
}

// attributesOf reads definitions as tolerantly as it can: what is wrong with
// a target's own /Schemas is for Check(kind "Schema") to say.
func attributesOf(schema Object, name string) []Attribute {
	value, _, _ := member(schema, name)
	array, _ := value.([]any)
	var out []Attribute
	for _, element := range array {
		object, ok := element.(Object)
		if !ok {
			continue
		}
		a := Attribute{
			Name:            textOr(object, "name", ""),
			Type:            textOr(object, "type", "string"),
			MultiValued:     flag(object, "multiValued"),
			Required:        flag(object, "required"),
			CaseExact:       flag(object, "caseExact"),
			CanonicalValues: textsOf(object, "canonicalValues"),
			Mutability:      textOr(object, "mutability", "readWrite"),
			Returned:        textOr(object, "returned", "default"),
			Uniqueness:      textOr(object, "uniqueness", "none"),
			ReferenceTypes:  textsOf(object, "referenceTypes"),
			SubAttributes:   attributesOf(object, "subAttributes"),
		}
		if a.Name != "" {
			out = append(out, a)
		}
	}
	return out
}

func textOr(object Object, name, otherwise string) string {
	value, _, _ := member(object, name)
	if text, ok := value.(string); ok && text != "" {
		return text
	}
	return otherwise
}

func flag(object Object, name string) bool {
	value, _, _ := member(object, name)
	return value == true
}

func textsOf(object Object, name string) []string {
	value, _, _ := member(object, name)
	array, _ := value.([]any)
	var out []string
	for _, element := range array {
		if text, ok := element.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

// find returns the attribute of that name in any case.
func find(attributes []Attribute, name string) (Attribute, bool) {
	wanted := fold(name)
	i := slices.IndexFunc(attributes, func(a Attribute) bool { return fold(a.Name) == wanted })
	if i < 0 {
		return Attribute{}, false
	}
	return attributes[i], true
}

// HasKind says that the kind of resource is known.
func (s *Schemas) HasKind(name string) bool {
	_, ok := s.kinds[fold(name)]
	return ok
}

// Endpoint returns the endpoint of a kind of resource, such as "/Users".
func (s *Schemas) Endpoint(name string) (string, bool) {
	k, ok := s.kinds[fold(name)]
	return k.endpoint, ok
}

// Attribute returns the definition of an attribute of a kind of resource, by
// a SCIM path whose filters do not matter. Where the target has announced the
// schema, only what it declares there counts; else the RFC's.
func (s *Schemas) Attribute(kind, text string) (Attribute, bool) {
	k, known := s.kinds[fold(kind)]
	p, err := parsePath(text)
	if !known || err != nil || len(p.segments) == 0 {
		return Attribute{}, false
	}
	attributes := append(slices.Clone(s.common), s.declared(k.base)...)
	if p.container != "" && !strings.EqualFold(p.container, k.base) {
		if !slices.ContainsFunc(k.extensions, func(e extension) bool { return strings.EqualFold(e.uri, p.container) }) {
			return Attribute{}, false
		}
		attributes = s.declared(p.container)
	}
	var a Attribute
	for _, segment := range p.segments {
		var found bool
		if a, found = find(attributes, segment.name); !found {
			return Attribute{}, false
		}
		attributes = a.SubAttributes
	}
	return a, true
}

// Has says that the attribute at a SCIM path is declared: see Attribute.
func (s *Schemas) Has(kind, path string) bool {
	_, found := s.Attribute(kind, path)
	return found
}

func (s *Schemas) declared(uri string) []Attribute {
	if attributes, ok := s.announced[fold(uri)]; ok {
		return attributes
	}
	return s.byURI[fold(uri)]
}
