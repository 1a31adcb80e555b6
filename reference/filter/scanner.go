package filter

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/reference/schema"
)

const (
	// maxLength is the most bytes of a filter; it also bounds the recursion
	// over a long chain of "and" or "or".
	maxLength = 32 << 10
	// maxDepth is the most parentheses and brackets around an expression.
	maxDepth = 64
	// maxDigits bounds what one comparison of numbers may cost.
	maxDigits = 128
)

// scanner walks through the text of a filter or path.
type scanner struct {
	text string
	pos  int
}

func newScanner(text string) (*scanner, error) {
	if len(text) > maxLength {
		return nil, &schema.Error{
			ScimType: schema.ScimInvalidFilter,
			Detail:   fmt.Sprintf("the filter is longer than %d bytes", maxLength),
		}
	}
	s := &scanner{text: text}
	if !utf8.ValidString(text) {
		return nil, s.fail("the filter is not valid UTF-8")
	}
	return s, nil
}

// fail builds the error of what is wrong at the current position, which it
// counts in characters from 1. It does not repeat the text of the filter.
func (s *scanner) fail(wrong string) error { return s.failAt(s.pos, wrong) }

func (s *scanner) failAt(pos int, wrong string) error {
	character := utf8.RuneCountInString(s.text[:pos]) + 1
	return &schema.Error{
		ScimType: schema.ScimInvalidFilter,
		Detail:   fmt.Sprintf("at character %d: %s", character, wrong),
	}
}

func (s *scanner) skipSpace() {
	for s.pos < len(s.text) && s.text[s.pos] == ' ' {
		s.pos++
	}
}

func (s *scanner) done() bool { return s.pos == len(s.text) }

// next says whether the next byte is c.
func (s *scanner) next(c byte) bool { return s.pos < len(s.text) && s.text[s.pos] == c }

// accept takes the next byte if it is c.
func (s *scanner) accept(c byte) bool {
	if !s.next(c) {
		return false
	}
	s.pos++
	return true
}

// word takes everything up to a space, a bracket, a parenthesis or a quote.
func (s *scanner) word() string {
	rest := s.text[s.pos:]
	end := strings.IndexAny(rest, ` ()[]"`)
	if end < 0 {
		end = len(rest)
	}
	s.pos += end
	return rest[:end]
}

// keyword takes the word if it is the next one, in any case.
func (s *scanner) keyword(word string) bool {
	start := s.pos
	s.skipSpace()
	if strings.EqualFold(s.word(), word) {
		return true
	}
	s.pos = start
	return false
}

// literal takes a compValue: false, null, true, a number or a string of JSON.
func (s *scanner) literal() (any, error) {
	s.skipSpace()
	if s.next('"') {
		return s.quoted()
	}
	start := s.pos
	word := s.word()
	switch strings.ToLower(word) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	if len(word) > maxDigits || jsontext.Value(word).Kind() != '0' || !jsontext.Value(word).IsValid() {
		return nil, s.failAt(start, "expected a value: a string in double quotes, a number, true, false or null")
	}
	return schema.Number(word), nil
}

func (s *scanner) quoted() (any, error) {
	start := s.pos
	for end := s.pos + 1; end < len(s.text); end++ {
		switch s.text[end] {
		case '\\':
			end++
		case '"':
			s.pos = end + 1
			value, err := jsontext.AppendUnquote(nil, s.text[start:s.pos])
			if err != nil {
				return nil, s.failAt(start, "the string is not a valid JSON string")
			}
			return string(value), nil
		}
	}
	return nil, s.failAt(start, "the string has no closing quote")
}
