package problem

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence makes text fit the manner of our errors: one line, first letter
// lower-case unless the word is an acronym or a name such as "HTTP", and no
// final full stop.
func sentence(text string) string {
	text = strings.TrimRight(oneLine(text), ".")
	first, size := utf8.DecodeRuneInString(text)
	second, _ := utf8.DecodeRuneInString(text[size:])
	if unicode.IsUpper(first) && unicode.IsLower(second) {
		text = string(unicode.ToLower(first)) + text[size:]
	}
	return text
}

// oneLine joins the lines of text, because the terminal's reader counts on
// one error per line; control characters would let a target paint on it.
func oneLine(text string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(clean), " ")
}

// hints collects the hints of every *Error in the tree of err, outermost
// first, each once.
func hints(err error) []string {
	var out []string
	seen := map[string]bool{}
	var walk func(error)
	walk = func(err error) {
		// errors.As would stop at the first, and skip the hints below it.
		if known, ok := err.(*Error); ok { //nolint:errorlint // see above
			for _, hint := range known.Hints {
				if !seen[hint] {
					seen[hint] = true
					out = append(out, hint)
				}
			}
		}
		for _, below := range unwrap(err) {
			walk(below)
		}
	}
	walk(err)
	return out
}

// unwrap returns what an error wraps, be it one error or several.
func unwrap(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if below := errors.Unwrap(err); below != nil {
		return []error{below}
	}
	return nil
}
