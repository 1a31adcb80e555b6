package oracle

import (
	"slices"
	"strconv"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// ErrorURN names a SCIM error (RFC 7644 section 3.12).
const ErrorURN = "urn:ietf:params:scim:api:messages:2.0:Error"

// errorTypes are the values of scimType: RFC 7644 table 9, and RFC 9865
// table 3.
var errorTypes = []string{
	"invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath", "noTarget", "invalidValue",
	"invalidVers", "sensitive", "invalidCursor", "expiredCursor", "invalidCount",
}

// Error checks the body of a refusal by RFC 7644 section 3.12: schemas, a
// status that is the HTTP status as a string, and, where any are given, one
// of the scimTypes. A status that is a number, or another one, is a warning,
// since both are common and clients look at the HTTP status.
func Error(v any, httpStatus int, scimTypes ...string) []result.Mismatch {
	object, ok := v.(Object)
	if !ok {
		return []result.Mismatch{{Path: "body", Want: "a SCIM Error", Got: kindOf(v)}}
	}
	m := message{object: object}
	m.schema(ErrorURN)
	m.status(httpStatus)
	m.scimType(scimTypes)
	m.text("detail")
	return m.found
}

// Refusal checks of a refusal only what tells one from another: that it says one of the
// scimTypes, where any are given. [Error] judges the whole message.
func Refusal(v any, scimTypes ...string) []result.Mismatch {
	if len(scimTypes) == 0 {
		return nil
	}
	object, _ := v.(Object)
	m := message{object: object}
	m.scimType(scimTypes)
	return slices.DeleteFunc(m.found, func(mm result.Mismatch) bool { return mm.Warn })
}

func (m *message) status(httpStatus int) {
	want := strconv.Quote(strconv.Itoa(httpStatus))
	value, found := m.get("status")
	switch value := value.(type) {
	case string:
		if value != strconv.Itoa(httpStatus) {
			m.report("status", want, Text(value), true)
		}
	case Number:
		m.report("status", want, "the number "+Text(value), true)
	default:
		got := result.Absent
		if found {
			got = Text(value)
		}
		m.report("status", want, got, false)
	}
}

func (m *message) scimType(wanted []string) {
	got, found := m.text("scimType")
	switch {
	case len(wanted) > 0 && !slices.Contains(wanted, got):
		shown := result.Absent
		if found {
			shown = Text(got)
		}
		m.report("scimType", anyOf(wanted), shown, false)
	case found && !slices.Contains(errorTypes, got):
		m.report("scimType", "a value of RFC 7644 table 9", Text(got), true)
	}
}

func anyOf(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = strconv.Quote(word)
	}
	return strings.Join(quoted, " or ")
}

// ErrorDetail returns what the body of a refusal says, "" where it does not.
func ErrorDetail(v any) (detail, scimType string) {
	detail, _ = String(v, "detail")
	scimType, _ = String(v, "scimType")
	return detail, scimType
}
