package oracle

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxDepth is how deep objects and arrays may lie inside each other.
const MaxDepth = 100

// MaxBytes is the longest text that Parse reads. Answers are bounded by the
// client already; this keeps every other way in as safe.
const MaxBytes = 64 << 20

// ParseError says why a text is not the JSON that SCIM needs.
type ParseError struct {
	// Offset is the number of bytes before the place of the trouble.
	Offset int64
	// Pointer is the place as a JSON pointer (RFC 6901); empty at the top.
	Pointer string
	// Problem says what is wrong, in a few words.
	Problem string
}

func (e *ParseError) Error() string {
	at := fmt.Sprintf("at byte %d", e.Offset)
	if e.Pointer != "" {
		at += ", in " + e.Pointer
	}
	return "not valid JSON: " + e.Problem + " (" + at + ")"
}

// Parse reads exactly one JSON value (RFC 8259 and I-JSON, RFC 7493). It
// refuses, with a *ParseError: text that is cut off, text behind the value,
// invalid UTF-8, a byte order mark, depth over [MaxDepth], and objects with
// two members of one name, also where the names differ in case only, since
// SCIM's attribute names match in any case (RFC 7643 section 2.1).
func Parse(body []byte) (any, error) {
	if err := precheck(body); err != nil {
		return nil, err
	}
	p := &parser{dec: jsontext.NewDecoder(bytes.NewBuffer(body), jsontext.AllowDuplicateNames(true))}
	value, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if _, err := p.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, &ParseError{Offset: p.dec.InputOffset(), Problem: "more text follows the value"}
	}
	return value, nil
}

// ParseObject is Parse for a text that must be a JSON object.
func ParseObject(body []byte) (Object, error) {
	value, err := Parse(body)
	if err != nil {
		return nil, err
	}
	object, ok := value.(Object)
	if !ok {
		return nil, &ParseError{Problem: "want an object, got " + kindOf(value)}
	}
	return object, nil
}

// precheck finds the troubles that deserve a plainer message than the
// decoder's.
func precheck(body []byte) error {
	trimmed := bytes.TrimSpace(body)
	switch {
	case len(body) > MaxBytes:
		return &ParseError{Offset: MaxBytes, Problem: fmt.Sprintf("the text is longer than %d bytes", MaxBytes)}
	case len(trimmed) == 0:
		return &ParseError{Problem: "the text is empty"}
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return &ParseError{Problem: "the text starts with a byte order mark"}
	case !utf8.Valid(body):
		return &ParseError{Offset: invalidUTF8(body), Problem: "invalid UTF-8"}
	case trimmed[0] == '<':
		return &ParseError{Problem: "the text is a page of HTML or XML"}
	}
	return nil
}

func invalidUTF8(body []byte) int64 {
	offset := 0
	for offset < len(body) {
		r, size := utf8.DecodeRune(body[offset:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		offset += size
	}
	return int64(offset)
}

type parser struct{ dec *jsontext.Decoder }

func (p *parser) value(depth int) (any, error) {
	token, err := p.dec.ReadToken()
	if err != nil {
		return nil, p.refuse(err)
	}
	kind := token.Kind()
	if kind == jsontext.KindBeginArray || kind == jsontext.KindBeginObject {
		return p.inner(kind, depth)
	}
	return scalar(token), nil
}

// scalar returns the value of a token that opens nothing.
func scalar(token jsontext.Token) any {
	switch token.Kind() {
	case jsontext.KindTrue, jsontext.KindFalse:
		return token.Bool()
	case jsontext.KindString:
		return token.String()
	case jsontext.KindNumber:
		return Number(token.String())
	default:
		return nil
	}
}

func (p *parser) inner(kind jsontext.Kind, depth int) (any, error) {
	if depth == MaxDepth {
		return nil, p.problem(fmt.Sprintf("deeper than %d levels", MaxDepth))
	}
	if kind == jsontext.KindBeginArray {
		return p.array(depth + 1)
	}
	return p.object(depth + 1)
}

func (p *parser) array(depth int) (any, error) {
	array := []any{}
	for p.dec.PeekKind() != jsontext.KindEndArray {
		element, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		array = append(array, element)
	}
	_, err := p.dec.ReadToken()
	return array, p.refuse(err)
}

func (p *parser) object(depth int) (any, error) {
	object := Object{}
	names := map[string]string{}
	for p.dec.PeekKind() != jsontext.KindEndObject {
		token, err := p.dec.ReadToken()
		if err != nil {
			return nil, p.refuse(err)
		}
		name := token.String()
		if twin, found := names[fold(name)]; found {
			return nil, p.problem(twice(twin, name))
		}
		names[fold(name)] = name
		if object[name], err = p.value(depth); err != nil {
			return nil, err
		}
	}
	_, err := p.dec.ReadToken()
	return object, p.refuse(err)
}

func twice(first, second string) string {
	if first == second {
		return fmt.Sprintf("the member %q appears twice", first)
	}
	return fmt.Sprintf("the members %q and %q are the same name in SCIM", first, second)
}

func (p *parser) problem(text string) error {
	return &ParseError{Offset: p.dec.InputOffset(), Pointer: string(p.dec.StackPointer()), Problem: text}
}

// refuse puts the decoder's error into our words; nil stays nil.
func (p *parser) refuse(err error) error {
	if err == nil {
		return nil
	}
	out := &ParseError{Offset: p.dec.InputOffset(), Pointer: string(p.dec.StackPointer())}
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		out.Offset, out.Pointer = syntax.ByteOffset, string(syntax.JSONPointer)
		err = syntax.Err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		out.Problem = "the text is cut off"
		return out
	}
	out.Problem = strings.TrimPrefix(err.Error(), "jsontext: ")
	return out
}

// kindOf names the JSON type of a value, with its article.
func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "a boolean"
	case string:
		return "a string"
	case Number:
		return "a number"
	case []any:
		return "an array"
	default:
		return "an object"
	}
}
