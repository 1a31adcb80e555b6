package oracle

import (
	"strings"
	"unicode"
)

// exactAttributes are the attributes whose letters mean something: nothing
// in them is canonicalised.
var exactAttributes = map[string]bool{
	"id": true, "externalid": true, "members": true, "groups": true, "meta": true, "schemas": true, "password": true,
	"value": true, "$ref": true, "manager": true,
}

// canonicalised says that two texts differ only in what a service provider
// may bring into its own form: letter case, and in telephone numbers the
// punctuation.
func canonicalised(path string, want, got any) bool {
	a, isText := want.(string)
	b, bothTexts := got.(string)
	if !isText || !bothTexts {
		return false
	}
	attribute, inner := ends(path)
	if attribute == "phonenumbers" {
		return digits(a) != "" && digits(a) == digits(b)
	}
	exact := exactAttributes[attribute] || inner == "$ref"
	return !exact && strings.EqualFold(a, b)
}

// ends returns the folded names of the attribute and of the sub-attribute
// that a path names; they are the same where there is no sub-attribute.
func ends(text string) (attribute, inner string) {
	p, err := parsePath(text)
	if err != nil || len(p.segments) == 0 {
		return "", ""
	}
	return fold(p.segments[0].name), fold(p.segments[len(p.segments)-1].name)
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}
