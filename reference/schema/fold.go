package schema

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// Fold maps strings that differ only in case, width or normalisation form to
// the same string. It is how attributes with caseExact false are compared, and
// the key under which a store keeps their uniqueness (RFC 7643 section 4.1.1
// for userName; RFC 7644 section 5).
func Fold(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	// Composition first: it may make letters that have a case of their own.
	composed := norm.NFC.String(width.Fold.String(s))
	return norm.NFC.String(strings.Map(foldRune, composed))
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldRune picks one of the runes that are the same letter in another case. It
// maps one rune to one rune, so that "ß" and "ss" stay two user names.
func foldRune(r rune) rune {
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	if least < utf8.RuneSelf {
		return unicode.ToLower(least)
	}
	return least
}
