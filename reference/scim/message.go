package scim

import (
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/schema"
)

// messageReader reads the members of a message of RFC 7644 and keeps the first error.
type messageReader struct {
	message schema.Resource
	err     error
}

// member finds a member by its name in any case (RFC 7643 section 2.1).
func (r *messageReader) member(name string) any {
	if value, ok := r.message[name]; ok {
		return value
	}
	for key, value := range r.message {
		if strings.EqualFold(key, name) {
			return value
		}
	}
	return nil
}

func (r *messageReader) text(name string) string {
	value := r.member(name)
	text, ok := value.(string)
	if value != nil && !ok {
		r.fail(errParameter(name, "a string"))
	}
	return text
}

func (r *messageReader) integer(name string, wrong error) *int {
	value := r.member(name)
	if value == nil {
		return nil
	}
	literal, _ := value.(schema.Number)
	n, err := integer(name, string(literal))
	if n == nil || err != nil {
		r.fail(wrong)
	}
	return n
}

func (r *messageReader) cursor(value any) *string {
	text, ok := value.(string)
	if !ok {
		r.fail(errCursor())
	}
	return &text
}

func (r *messageReader) list(name string) []string {
	value := r.member(name)
	items, ok := value.([]any)
	if value != nil && !ok {
		r.fail(errParameter(name, "an array of strings"))
	}
	var list []string
	for _, item := range items {
		text, ok := item.(string)
		if !ok {
			r.fail(errParameter(name, "an array of strings"))
		}
		list = append(list, text)
	}
	return list
}

func (r *messageReader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// demand refuses a message of another schema. Lenient providers take one that
// names none.
func (r *messageReader) demand(urn string, mode schema.Mode) {
	schemas := r.list("schemas")
	if r.err == nil && !slices.Contains(schemas, urn) && (mode == schema.Strict || schemas != nil) {
		r.err = errSyntax("the body needs the schema " + urn)
	}
}
