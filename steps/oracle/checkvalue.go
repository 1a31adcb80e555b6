package oracle

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// attribute checks the value of one attribute, however many values it has.
func (c *checker) attribute(path string, a Attribute, value any) {
	if normal(value) == nil && !misplaced(a, value) {
		return
	}
	if a.Returned == "never" {
		// The value is a secret: it must not be repeated in a report.
		c.fail(path, "never to be returned", "present")
		return
	}
	array, isArray := value.([]any)
	switch {
	case a.MultiValued && !isArray:
		c.fail(path, "an array", Text(value))
	case a.MultiValued:
		c.elements(path, a, array)
	case isArray:
		c.fail(path, "a single value", Text(value))
	default:
		c.single(path, a, value)
	}
}

// misplaced says that an empty value is of the wrong type all the same: [] is
// no way to leave a single value unassigned, nor {} an array.
func misplaced(a Attribute, value any) bool {
	switch value.(type) {
	case []any:
		return !a.MultiValued
	case Object:
		return a.MultiValued || a.Type != "complex"
	default:
		return false
	}
}

func (c *checker) elements(path string, a Attribute, array []any) {
	slots := make([]slot, len(array))
	for i, element := range array {
		slots[i] = slot{got: element}
	}
	for i, label := range labels(a.Name, slots) {
		c.single(join(path, label), a, array[i])
	}
	if a.Type == "complex" {
		c.primaries(path, array)
		c.twins(path, array)
	}
}

// primaries checks that at most one value is the primary one (RFC 7643
// section 2.4).
func (c *checker) primaries(path string, array []any) {
	n := 0
	for _, element := range array {
		if object, ok := element.(Object); ok && flag(object, "primary") {
			n++
		}
	}
	if n > 1 {
		c.fail(path+".primary", "true at most once", fmt.Sprintf("%d times", n))
	}
}

// twins checks that no pair of type and value is there twice, which a
// provider should not return (RFC 7643 section 2.4).
func (c *checker) twins(path string, array []any) {
	seen := map[string]bool{}
	for _, element := range array {
		pair := identity(element, []string{"type", "value"})
		if pair != "" && seen[pair] {
			c.warn(path, "each type and value once", Text(element)+" more than once")
		}
		seen[pair] = true
	}
}

// single checks one value against the type of its attribute.
func (c *checker) single(path string, a Attribute, value any) {
	switch a.Type {
	case "complex":
		object, ok := value.(Object)
		if !ok {
			c.fail(path, "an object", Text(value))
			return
		}
		c.members(path+".", subAttributes(a), object, len(a.SubAttributes) == 0)
	case "boolean":
		if _, ok := value.(bool); !ok {
			c.fail(path, "true or false", Text(value))
		}
	case "integer":
		c.integer(path, value)
	case "decimal":
		if _, ok := value.(Number); !ok {
			c.fail(path, "a number", Text(value))
		}
	case "string", "dateTime", "reference", "binary":
		c.text(path, a, value)
	}
}

// integer wants a whole number without fraction or exponent (RFC 7643 section
// 2.3.4), of any size.
func (c *checker) integer(path string, value any) {
	if n, ok := value.(Number); !ok || strings.ContainsAny(string(n), ".eE") {
		c.fail(path, "a whole number", Text(value))
	}
}

// text checks the types that are strings in JSON.
func (c *checker) text(path string, a Attribute, value any) {
	text, ok := value.(string)
	if !ok {
		c.fail(path, "a string", Text(value))
		return
	}
	switch a.Type {
	case "dateTime":
		c.dateTime(path, text)
	case "reference":
		if _, err := url.Parse(text); err != nil || text == "" || strings.ContainsAny(text, " \t\r\n") {
			c.fail(path, "a URI", Text(text))
		}
	case "binary":
		c.binary(path, text)
	default:
		c.canonical(path, a, text)
	}
}

func (c *checker) dateTime(path, text string) {
	_, zone, err := ParseDateTime(text)
	switch {
	case err != nil:
		c.fail(path, "an xsd:dateTime such as 2008-01-23T04:56:22Z", Text(text))
	case !zone:
		c.warn(path, "a dateTime with its zone", Text(text))
	}
}

// binary wants base64, padded or not. The alphabet for URLs is for attributes
// that say so, which no schema has a word for: hence a warning.
func (c *checker) binary(path, text string) {
	bare := strings.TrimRight(text, "=")
	if _, err := base64.RawStdEncoding.DecodeString(bare); err == nil {
		return
	}
	if _, err := base64.RawURLEncoding.DecodeString(bare); err == nil {
		c.warn(path, "base64 in the standard alphabet", Text(text))
		return
	}
	c.fail(path, "base64", Text(text))
}

// canonical checks canonical values where they are the only ones there are:
// in the resources of discovery. Elsewhere they are suggestions.
func (c *checker) canonical(path string, a Attribute, text string) {
	if len(a.CanonicalValues) == 0 || !isDiscovery(c.kind.name) {
		return
	}
	if slices.ContainsFunc(a.CanonicalValues, func(v string) bool {
		return v == text || !a.CaseExact && strings.EqualFold(v, text)
	}) {
		return
	}
	if c.kind.base == SchemaURN {
		c.fail(path, anyOf(a.CanonicalValues), Text(text))
		return
	}
	c.warn(path, anyOf(a.CanonicalValues), Text(text))
}

// defaults are the sub-attributes that any multi-valued attribute may have
// (RFC 7643 section 2.4).
var defaults = []Attribute{
	{Name: "type", Type: "string"},
	{Name: "primary", Type: "boolean"},
	{Name: "display", Type: "string"},
	{Name: "value"},
	{Name: "$ref", Type: "reference"},
}

// subAttributes returns what may lie in a complex value. The value is of any
// type where the schema does not say.
func subAttributes(a Attribute) []Attribute {
	if !a.MultiValued {
		return a.SubAttributes
	}
	out := slices.Clone(a.SubAttributes)
	for _, d := range defaults {
		if _, declared := find(out, d.Name); !declared {
			out = append(out, d)
		}
	}
	return out
}
