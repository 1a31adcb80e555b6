package steps

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
)

// sampler makes values for what is announced, each unique to the run where it is a text.
type sampler struct {
	w *World
	// referents are resources that references point to, by resource type and use.
	referents map[string]oracle.Object
	count     int
}

// variant tells the values of an attribute apart: the first, another, and so on.
type variant int

const (
	firstValue variant = iota
	otherValue
)

func (s *sampler) unique() string {
	s.count++
	return fmt.Sprintf("%s-%s-%d", s.w.run.id, s.w.alias, s.count)
}

// of is a value for an attribute; false where there can be none here.
func (s *sampler) of(ctx context.Context, a announcedAttribute, v variant) (any, bool) {
	if a.ofSeveral() {
		return s.of(ctx, a.top(), v)
	}
	if !a.MultiValued {
		return s.single(ctx, a.Attribute, v, "", 0)
	}
	types := s.typesOf(a.Attribute)
	if len(types) == 0 {
		types = []string{""}
	}
	var elements []any
	for i, kind := range types {
		element, ok := s.single(ctx, a.Attribute, v, kind, i)
		if !ok {
			return nil, false
		}
		elements = append(elements, element)
	}
	return elements, true
}

// typesOf are the canonical values of type, for one element each.
func (s *sampler) typesOf(a oracle.Attribute) []string {
	if a.Type != "complex" || refersTo(a) != nil {
		return nil
	}
	for _, sub := range a.SubAttributes {
		if strings.EqualFold(sub.Name, "type") {
			return sub.CanonicalValues
		}
	}
	return nil
}

// pointers are the attributes of RFC 7643 that point to resources, also where a service
// provider announces no $ref, or not to what.
var pointers = map[string][]string{"members": {"User", "Group"}, "manager": {"User"}, "groups": {"Group"}}

// refersTo are the resource types that a complex value points to, or nil.
func refersTo(a oracle.Attribute) []string {
	for _, sub := range a.SubAttributes {
		types := slices.DeleteFunc(slices.Clone(sub.ReferenceTypes), func(t string) bool { return t == "external" || t == "uri" })
		if sub.Name == "$ref" && len(types) > 0 {
			return types
		}
	}
	if a.Type != "complex" {
		return nil
	}
	return pointers[strings.ToLower(a.Name)]
}

func (s *sampler) single(ctx context.Context, a oracle.Attribute, v variant, kind string, index int) (any, bool) {
	if a.Type == "complex" {
		if types := refersTo(a); len(types) > 0 {
			return s.pointer(ctx, a, types, v)
		}
		return s.complex(ctx, a, v, kind, index)
	}
	return s.simple(ctx, a, v)
}

// pointer is a complex value that points to a resource made for it.
func (s *sampler) pointer(ctx context.Context, a oracle.Attribute, types []string, v variant) (any, bool) {
	if strings.EqualFold(a.Name, "groups") {
		types = []string{"Group"}
	}
	name, referent := s.referent(ctx, types, v)
	if referent == nil {
		return nil, false
	}
	value := oracle.Object{"value": referent["id"]}
	for _, sub := range a.SubAttributes {
		if sub.Name == "type" && slices.Contains(sub.CanonicalValues, name) {
			value["type"] = name
		}
	}
	return value, true
}

// complex has all sub-attributes that a client can write. What is only for display, or
// for the service provider to find out, is left to it.
func (s *sampler) complex(ctx context.Context, a oracle.Attribute, v variant, kind string, index int) (any, bool) {
	value := oracle.Object{}
	for _, sub := range a.SubAttributes {
		switch {
		case sub.Mutability == "readOnly" || sub.Name == "display" || sub.Name == "$ref":
		case sub.Name == "type" && kind != "":
			value[sub.Name] = kind
		case sub.Name == "primary":
			if index == 0 && a.MultiValued {
				value[sub.Name] = true
			}
		default:
			own := sub
			own.Name = nameOfPart(a.Name, sub.Name)
			if part, ok := s.of(ctx, announcedAttribute{Attribute: own}, v+variant(2*index)); ok {
				value[sub.Name] = part
			}
		}
	}
	return value, len(value) > 0
}

// nameOfPart is by what name the form of a sub-attribute is known.
func nameOfPart(attribute, part string) string {
	if part == "value" {
		return attribute + ".value"
	}
	return part
}

func (s *sampler) simple(ctx context.Context, a oracle.Attribute, v variant) (any, bool) {
	// A certificate is base64 by RFC 7643 §4.1.2, whatever type the target announces.
	if strings.EqualFold(a.Name, "x509Certificates.value") {
		return certificatesOfPeople[v%2], true
	}
	switch a.Type {
	case "boolean":
		return strings.EqualFold(a.Name, "active") || v%2 == 0, true
	case "integer":
		return oracle.Number(fmt.Sprint(42 + int(v))), true
	case "decimal":
		return oracle.Number([]string{"4.25", "8.5"}[v%2]), true
	case "dateTime":
		return fmt.Sprintf("%d-01-02T03:04:05Z", 2026+int(v)), true
	case "binary":
		return base64.StdEncoding.EncodeToString([]byte("Scimproof " + s.unique())), true
	case "reference":
		return s.reference(ctx, a, v)
	default:
		return s.text(a, v), true
	}
}

func (s *sampler) reference(ctx context.Context, a oracle.Attribute, v variant) (any, bool) {
	types := slices.DeleteFunc(slices.Clone(a.ReferenceTypes), func(t string) bool { return t == "external" || t == "uri" })
	switch {
	case len(types) > 0:
		_, referent := s.referent(ctx, types, v)
		location, ok := oracle.FirstString(referent, "meta.location")
		return location, ok
	case slices.Contains(a.ReferenceTypes, "uri") && !slices.Contains(a.ReferenceTypes, "external"):
		return "urn:example:scimproof:" + s.unique(), true
	default:
		return "https://example.com/Scimproof/" + s.unique(), true
	}
}

// forms are texts that a service provider may demand a form of.
var forms = map[string][]string{
	"locale": {"en-GB", "de-DE"}, "preferredlanguage": {"en-GB", "de-DE"}, "timezone": {"Europe/London", "Europe/Berlin"},
	"country": {"GB", "DE"}, "postalcode": {"SW1Y 4JH", "10115"},
}

func (s *sampler) text(a oracle.Attribute, v variant) string {
	name := strings.ToLower(a.Name)
	switch {
	case len(a.CanonicalValues) > 0:
		return a.CanonicalValues[int(v)%len(a.CanonicalValues)]
	case forms[name] != nil:
		return forms[name][v%2]
	case name == "password":
		password := newPassword()
		s.w.rec.Add(password)
		return password
	case name == "username" || name == "emails.value":
		return "Scimproof." + s.unique() + "@example.com"
	case name == "phonenumbers.value":
		return fmt.Sprintf("tel:+44-20-7946-%04d", 101+int(v))
	default:
		return strings.ReplaceAll(strings.TrimSuffix(a.Name, ".value"), ".", "-") + "-Ab-" + s.unique()
	}
}

// referent is a resource of one of the types, made to be pointed to.
func (s *sampler) referent(ctx context.Context, types []string, v variant) (string, oracle.Object) {
	for _, t := range s.w.run.known.announcedTypes() {
		if !slices.Contains(types, t.name) {
			continue
		}
		key := fmt.Sprintf("%s %d", t.name, v%2)
		if made, ok := s.referents[key]; ok {
			return t.name, made
		}
		body, ok := s.minimal(ctx, t)
		if !ok {
			continue
		}
		a, err := s.w.sendJSON(ctx, http.MethodPost, t.endpoint, body)
		if err != nil || !a.is(http.StatusCreated, http.StatusOK) {
			continue
		}
		if object, mismatch := a.object(); mismatch == nil {
			s.referents[key] = object
			return t.name, object
		}
	}
	return "", nil
}

// minimal has the required attributes of a type, and of a person what this tenant
// demands beside.
func (s *sampler) minimal(ctx context.Context, t announcedType) (oracle.Object, bool) {
	body := oracle.Object{"schemas": []any{t.base}}
	for _, a := range t.attributes {
		if !a.Required || a.parent != nil || !a.writable() {
			continue
		}
		value, ok := s.of(ctx, a, firstValue)
		if !ok {
			return nil, false
		}
		a.putInto(body, value)
	}
	if t.endpoint != usersEndpoint {
		return body, true
	}
	demanded, err := s.demanded()
	if err != nil {
		return nil, false
	}
	return overlaid(body, demanded), true
}
