package schema

import "strings"

// Type is the data type of an attribute, RFC 7643 section 2.3.
type Type string

// The data types of RFC 7643 section 2.3.
const (
	String    Type = "string"
	Boolean   Type = "boolean"
	Decimal   Type = "decimal"
	Integer   Type = "integer"
	DateTime  Type = "dateTime"
	Binary    Type = "binary"
	Reference Type = "reference"
	Complex   Type = "complex"
)

// Mutability says when the value of an attribute may be (re)defined, RFC 7643
// section 2.2 and 7. The zero value stands for readWrite.
type Mutability string

// The mutabilities of RFC 7643 section 7.
const (
	ReadWrite Mutability = "readWrite"
	ReadOnly  Mutability = "readOnly"
	Immutable Mutability = "immutable"
	WriteOnly Mutability = "writeOnly"
)

// Returned says when an attribute appears in a response, RFC 7643 section 7.
// The zero value stands for default.
type Returned string

// The values of "returned" of RFC 7643 section 7.
const (
	ReturnedDefault Returned = "default"
	ReturnedAlways  Returned = "always"
	ReturnedNever   Returned = "never"
	ReturnedRequest Returned = "request"
)

// Uniqueness says how far the values of an attribute are unique, RFC 7643 section
// 7. The zero value stands for none.
type Uniqueness string

// The values of "uniqueness" of RFC 7643 section 7.
const (
	UniqueNone   Uniqueness = "none"
	UniqueServer Uniqueness = "server"
	UniqueGlobal Uniqueness = "global"
)

// Attribute is the definition of an attribute with its characteristics, RFC
// 7643 section 7. The zero value of each characteristic is the default of
// section 2.2, except for the type, which must be named.
type Attribute struct {
	Name            string
	Type            Type
	Description     string
	MultiValued     bool
	Required        bool
	CaseExact       bool
	Mutability      Mutability
	Returned        Returned
	Uniqueness      Uniqueness
	CanonicalValues []string
	ReferenceTypes  []string
	SubAttributes   []*Attribute
	// Canonical brings a string into the form in which it is kept and returned;
	// nil keeps it as it was given.
	Canonical func(string) string
}

// Sub returns the sub-attribute of that name, in any case, or nil.
func (a *Attribute) Sub(name string) *Attribute { return find(a.SubAttributes, name) }

// Schema is a schema definition, RFC 7643 section 7. ID is its URN.
type Schema struct {
	ID          string
	Name        string
	Description string
	Attributes  []*Attribute
}

// Attribute returns the attribute of that name, in any case, or nil.
func (s *Schema) Attribute(name string) *Attribute { return find(s.Attributes, name) }

func find(attributes []*Attribute, name string) *Attribute {
	for _, a := range attributes {
		if strings.EqualFold(a.Name, name) {
			return a
		}
	}
	return nil
}
