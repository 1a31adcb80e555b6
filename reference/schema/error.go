package schema

// ScimType is the detail error keyword of RFC 7644 section 3.12, Table 9.
type ScimType string

// The keywords of RFC 7644 section 3.12, Table 9.
const (
	ScimInvalidFilter ScimType = "invalidFilter"
	ScimTooMany       ScimType = "tooMany"
	ScimUniqueness    ScimType = "uniqueness"
	ScimMutability    ScimType = "mutability"
	ScimInvalidSyntax ScimType = "invalidSyntax"
	ScimInvalidPath   ScimType = "invalidPath"
	ScimNoTarget      ScimType = "noTarget"
	ScimInvalidValue  ScimType = "invalidValue"
	ScimInvalidVers   ScimType = "invalidVers"
	ScimSensitive     ScimType = "sensitive"
)

// The keywords that RFC 9865 section 2.1 adds.
const (
	ScimInvalidCursor ScimType = "invalidCursor"
	ScimExpiredCursor ScimType = "expiredCursor"
	ScimInvalidCount  ScimType = "invalidCount"
)

// Error is a refusal that the client caused. The packages schema, filter and
// patch return no other kind of error, so that the HTTP layer can map it to a
// response of status 400 (find it with errors.As).
//
// Detail is one sentence for a human. It names attributes and never repeats
// values, so that no password can leak through it.
type Error struct {
	ScimType ScimType
	Detail   string
}

// Error returns the detail with its keyword in front.
func (e *Error) Error() string { return string(e.ScimType) + ": " + e.Detail }
