package schema

import (
	"cmp"
	"math/big"
	"strings"
	"time"
)

// Compare orders two values of an attribute: strings by its caseExact,
// dateTimes by time, numbers by size, false before true, and what is unset
// (nil) after everything else.
func Compare(a *Attribute, x, y any) int {
	if x == nil || y == nil {
		return compareBools(x == nil, y == nil)
	}
	switch x := x.(type) {
	case string:
		if y, ok := y.(string); ok {
			return compareStrings(a, x, y)
		}
	case bool:
		if y, ok := y.(bool); ok {
			return compareBools(x, y)
		}
	case Number:
		if y, ok := y.(Number); ok {
			return compareNumbers(x, y)
		}
	}
	return strings.Compare(canonicalText(x), canonicalText(y))
}

func compareStrings(a *Attribute, x, y string) int {
	if a.Type == DateTime {
		s, okX := ParseTime(x)
		t, okY := ParseTime(y)
		if okX && okY {
			return s.Compare(t)
		}
	}
	return strings.Compare(a.Fold(x), a.Fold(y))
}

// Fold returns the form in which strings of this attribute are compared: the
// string itself where case matters, else [Fold] of it.
func (a *Attribute) Fold(s string) string {
	if a.CaseExact || a.Type == Binary {
		return s
	}
	return Fold(s)
}

// ParseTime reads a dateTime of RFC 7643 section 2.3.5. The zone, which
// xsd:dateTime leaves optional, is UTC where it is missing.
func ParseTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func compareBools(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	default:
		return 1
	}
}

func compareNumbers(x, y Number) int {
	if x == y {
		return 0
	}
	f, okX := x.float()
	g, okY := y.float()
	if !okX || !okY {
		return cmp.Compare(x, y)
	}
	return f.Cmp(g)
}

// canonicalNumber writes numbers of the same size alike.
func canonicalNumber(n Number) string {
	f, ok := n.float()
	if !ok {
		return string(n)
	}
	return f.Text('p', 0) // the cost of a decimal text grows with the exponent
}

// float has the precision to hold maxDigits decimal digits apart, and a bounded
// cost however large the exponent.
func (n Number) float() (*big.Float, bool) {
	f, _, err := big.ParseFloat(string(n), 10, 512, big.ToNearestEven)
	return f, err == nil
}
