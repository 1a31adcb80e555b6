package schema

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	// maxDepth is far more than a SCIM message needs (a bulk request with a
	// PATCH inside has nine levels), and keeps recursion short.
	maxDepth = 64
	// maxDigits bounds what one comparison of numbers may cost.
	maxDigits = 128
)

// Decode reads one JSON object. It refuses what is not JSON, duplicate names,
// bad UTF-8, trailing data and excessive depth as invalidSyntax, and keeps
// numbers exact. It also reads back what [Encode] wrote.
func Decode(body []byte) (Resource, error) {
	d := jsontext.NewDecoder(bytes.NewReader(body))
	v, err := decodeValue(d)
	if err != nil {
		return nil, syntaxError(err)
	}
	r, ok := v.(Resource)
	if !ok {
		return nil, refuse(ScimInvalidSyntax, "the body must be a JSON object")
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, refuse(ScimInvalidSyntax, "the body must hold one JSON object and nothing after it")
	}
	return r, nil
}

// syntaxError keeps the place and drops the decoder's own words, which may
// quote the body.
func syntaxError(err error) error {
	var own *Error
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, jsontext.ErrDuplicateName):
		return refuse(ScimInvalidSyntax, "the body names a member of an object twice")
	case errors.As(err, &syntactic):
		return refuse(ScimInvalidSyntax, "the body is not valid JSON at byte %d", syntactic.ByteOffset)
	default:
		return refuse(ScimInvalidSyntax, "the body is not valid JSON")
	}
}

func decodeValue(d *jsontext.Decoder) (any, error) {
	if d.StackDepth() > maxDepth {
		return nil, refuse(ScimInvalidSyntax, "the body is nested deeper than %d levels", maxDepth)
	}
	t, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch t.Kind() {
	case 'n':
		return nil, nil
	case 't', 'f':
		return t.Bool(), nil
	case '"':
		return t.String(), nil
	case '0':
		return decodeNumber(t.String())
	case '[':
		return decodeList(d)
	default:
		return decodeObject(d)
	}
}

func decodeNumber(text string) (any, error) {
	if len(text) > maxDigits {
		return nil, refuse(ScimInvalidValue, "a number has more than %d digits", maxDigits)
	}
	return Number(text), nil
}

func decodeList(d *jsontext.Decoder) (any, error) {
	list := []any{}
	for d.PeekKind() != ']' {
		v, err := decodeValue(d)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.ReadToken()
	return list, err
}

func decodeObject(d *jsontext.Decoder) (any, error) {
	object := Resource{}
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String()
		if object[key], err = decodeValue(d); err != nil {
			return nil, err
		}
	}
	_, err := d.ReadToken()
	return object, err
}

// refuse builds an Error; its arguments are names and positions, not values.
func refuse(t ScimType, format string, args ...any) error {
	return &Error{ScimType: t, Detail: fmt.Sprintf(format, args...)}
}
