package steps

import (
	"fmt"

	"github.com/scimproof/scimproof/steps/oracle"
)

// boolAt is the first boolean at a SCIM path.
func boolAt(v any, path string) (value, ok bool) {
	for _, found := range oracle.Lookup(v, path) {
		if value, ok := found.(bool); ok {
			return value, true
		}
	}
	return false, false
}

// absent is how a report writes that nothing is there.
const absent = "absent"

func shown(values []any) string {
	switch len(values) {
	case 0:
		return absent
	case 1:
		return oracle.Text(values[0])
	default:
		return oracle.Text(values)
	}
}

// longestValue and longestReason are how many characters a report shows of a value,
// and of a reason, which may quote one or two.
const (
	longestValue  = 240
	longestReason = 600
)

// shorten cuts a text for a report. What may hold a secret is redacted before.
func shorten(text string, longest int) string {
	runes := []rune(text)
	if len(runes) <= longest {
		return text
	}
	return string(runes[:longest-1]) + "…"
}

func quoted(text string) string { return fmt.Sprintf("%q", text) }
