package oracle

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Object is a JSON object. Its values are nil, bool, string, [Number], []any
// and Object.
type Object = map[string]any

// Number is a JSON number as its exact text, so that no digit of a large
// integer is lost on the way.
type Number string

// Int returns the number as an int, and whether it is written as a whole
// number, without fraction or exponent, that fits into one.
func (n Number) Int() (int, bool) {
	i, err := strconv.Atoi(string(n))
	return i, err == nil
}

// MarshalJSONTo writes the number as it was read.
func (n Number) MarshalJSONTo(enc *jsontext.Encoder) error {
	return enc.WriteValue(jsontext.Value(n))
}

// longestExponent bounds the exponents that are expanded for a comparison,
// because 1e999999999 is ten characters on the wire and a gigabyte in memory.
const longestExponent = 400

// canonical returns one text for all spellings of the same number.
func (n Number) canonical() string {
	text := strings.ToLower(string(n))
	if _, exponent, found := strings.Cut(text, "e"); found {
		if size, err := strconv.Atoi(exponent); err != nil || size > longestExponent || size < -longestExponent {
			return text
		}
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return text
	}
	return r.RatString()
}

// Marshal writes a value as compact JSON, members sorted by name. Besides the
// tree that Parse makes it takes any Go value that has a JSON form.
func Marshal(v any) ([]byte, error) {
	text, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("writing a value as JSON: %w", err)
	}
	return text, nil
}

// Text shows a value to people: compact JSON, whole. Whoever prints it removes the
// secrets first and cuts it then, since half a secret is not recognised.
func Text(v any) string {
	text, err := Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// tree turns Go values that a step may have put together by hand into the
// values that Parse makes.
func tree(v any) any {
	switch v := v.(type) {
	case nil, bool, string, Number, Object, []any, gone:
		return v
	case int:
		return Number(strconv.Itoa(v))
	}
	text, err := Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	parsed, err := Parse(text)
	if err != nil {
		return string(text)
	}
	return parsed
}

// fold gives the form in which attribute names are compared: they match in
// any case (RFC 7643 section 2.1).
func fold(name string) string { return strings.ToLower(name) }

// member returns the value of the member of that name in any case, and the
// name as it is written.
func member(object Object, name string) (value any, written string, found bool) {
	if value, found = object[name]; found {
		return value, name, true
	}
	wanted := fold(name)
	for written, value = range object {
		if fold(written) == wanted {
			return value, written, true
		}
	}
	return nil, "", false
}
