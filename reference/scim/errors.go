package scim

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

const errorURN = "urn:ietf:params:scim:api:messages:2.0:Error"

// Error is the answer to a request that failed, RFC 7644 section 3.12. A
// [Lifecycle] returns one to choose the answer. Detail is shown to the client:
// it names attributes and never repeats a secret.
type Error struct {
	Status   int
	ScimType schema.ScimType
	Detail   string

	header http.Header
	cause  error
}

// Error returns the status and the detail.
func (e *Error) Error() string { return strconv.Itoa(e.Status) + ": " + e.Detail }

// Unwrap returns the cause, which no client sees; it is store.ErrNotFound for a
// resource that does not exist.
func (e *Error) Unwrap() error { return e.cause }

func (e *Error) message() map[string]any {
	message := map[string]any{
		"schemas": []any{errorURN},
		"status":  strconv.Itoa(e.Status),
		"detail":  e.Detail,
	}
	if e.ScimType != "" {
		message["scimType"] = string(e.ScimType)
	}
	return message
}

// Refused is for a [Lifecycle] that does not permit a change in the present
// state of things, such as the deletion of an account that owns work: 409.
func Refused(detail string) *Error {
	return &Error{Status: http.StatusConflict, Detail: detail}
}

// InvalidValue says that a value is not acceptable: 400 invalidValue.
func InvalidValue(detail string) *Error {
	return badRequest(schema.ScimInvalidValue, detail)
}

func badRequest(scimType schema.ScimType, detail string) *Error {
	return &Error{Status: http.StatusBadRequest, ScimType: scimType, Detail: detail}
}

func errSyntax(detail string) *Error { return badRequest(schema.ScimInvalidSyntax, detail) }

func errFilter(detail string) *Error { return badRequest(schema.ScimInvalidFilter, detail) }

func errSortBy(name string) *Error {
	return badRequest(schema.ScimInvalidPath, fmt.Sprintf("sortBy %q does not name an attribute to sort by", name))
}

func errParameter(name, want string) *Error {
	return InvalidValue(fmt.Sprintf("the parameter %s must be %s", name, want))
}

func errCursor() *Error {
	return badRequest(schema.ScimInvalidCursor, "the cursor is not one that was given for this query")
}

func errExpiredCursor() *Error {
	return badRequest(schema.ScimExpiredCursor, "the cursor has expired: begin again with an empty one")
}

func errCount(want string) *Error {
	return badRequest(schema.ScimInvalidCount, "the parameter count must be "+want)
}

func errRepeated(name string) *Error {
	return errSyntax(fmt.Sprintf("the parameter %s is given more than once", name))
}

func errUniqueness(attribute string) *Error {
	return &Error{
		Status:   http.StatusConflict,
		ScimType: schema.ScimUniqueness,
		Detail:   fmt.Sprintf("another resource has this %s", attribute),
	}
}

func errUnknownMember(id string) *Error {
	return InvalidValue(fmt.Sprintf("members: there is no User or Group with the id %q", id))
}

func errMemberOfItself() *Error {
	return InvalidValue("members: a group cannot be a member of itself, directly or through other groups")
}

func errUnknownManager(id string) *Error {
	return InvalidValue(fmt.Sprintf("manager: there is no User with the id %q", id))
}

func errNoResource(id string) *Error {
	return &Error{
		Status: http.StatusNotFound,
		Detail: fmt.Sprintf("resource %q not found", id),
		cause:  store.ErrNotFound,
	}
}

func errNoEndpoint() *Error {
	return &Error{Status: http.StatusNotFound, Detail: "there is no such endpoint"}
}

func errPrecondition() *Error {
	return &Error{Status: http.StatusPreconditionFailed, Detail: "the resource has another version than the request demands"}
}

func errMethod(allow string) *Error {
	return &Error{
		Status: http.StatusMethodNotAllowed,
		Detail: "this endpoint allows " + allow,
		header: http.Header{"Allow": {allow}},
	}
}

func errNotForPersons() *Error {
	return &Error{Status: http.StatusForbidden, Detail: "this is for provisioning clients; people have /Me"}
}

func errNotYours(attribute string) *Error {
	return &Error{Status: http.StatusForbidden, Detail: "people cannot change their own " + attribute}
}

func errNotImplemented(what string) *Error {
	return &Error{Status: http.StatusNotImplemented, Detail: what + " is not supported"}
}

func errMediaType() *Error {
	return &Error{
		Status: http.StatusUnsupportedMediaType,
		Detail: "the content type must be application/scim+json or application/json, in UTF-8 and without content coding",
		header: http.Header{"Accept": {mediaSCIM + ", " + mediaJSON}},
	}
}

func errNotAcceptable() *Error {
	return &Error{Status: http.StatusNotAcceptable, Detail: "this service answers in application/scim+json or application/json"}
}

func errTooLarge(limit int64) *Error {
	return &Error{
		Status: http.StatusRequestEntityTooLarge,
		Detail: fmt.Sprintf("the request body exceeds the maxPayloadSize of %d bytes", limit),
	}
}

func errTooMany(limit int) *Error {
	return &Error{
		Status: http.StatusRequestEntityTooLarge,
		Detail: fmt.Sprintf("the request has more operations than the maxOperations of %d", limit),
	}
}

func errBulkPath() *Error {
	return InvalidValue("the path must be that of a resource type for POST, and that of a resource for other methods")
}

func errUnknownBulkID(bulkID string) *Error {
	return InvalidValue(fmt.Sprintf("no operation with the method POST has the bulkId %q", bulkID))
}

func errFailedBulkID(bulkID string) *Error {
	return Refused(fmt.Sprintf("the operation with the bulkId %q has created nothing to refer to", bulkID))
}

// errCircle tells why a circle of references was given up.
func errCircle(cause error) *Error {
	return Refused("the operation is one of a circle that cannot be created: " + asError(cause).Detail)
}

func errBody() *Error {
	return &Error{Status: http.StatusBadRequest, Detail: "the request body could not be read to its end"}
}

func errDiscoveryFilter() *Error {
	return &Error{Status: http.StatusForbidden, Detail: "discovery endpoints cannot be filtered"}
}

func errUnauthenticated(challenge string) *Error {
	return &Error{
		Status: http.StatusUnauthorized,
		Detail: "a valid bearer token is required",
		header: http.Header{"Www-Authenticate": {challenge}},
	}
}

func errInternal(cause error) *Error {
	return &Error{
		Status: http.StatusInternalServerError,
		Detail: "the request failed for a reason inside the service; its log says which",
		cause:  cause,
	}
}

// asError finds the answer to an error: what the client caused is told to the
// client, anything else is internal.
func asError(err error) *Error {
	if answer, ok := errors.AsType[*Error](err); ok {
		return answer
	}
	if refusal, ok := errors.AsType[*schema.Error](err); ok {
		return badRequest(refusal.ScimType, refusal.Detail)
	}
	return errInternal(err)
}

func errSwitchedOff() error {
	return &Error{Status: http.StatusForbidden, Detail: "SCIM is switched off"}
}
