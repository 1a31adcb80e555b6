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

func quoted(text string) string { return fmt.Sprintf("%q", text) }
