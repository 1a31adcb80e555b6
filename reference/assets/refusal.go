package assets

// Reason says why something is refused.
type Reason string

// The reasons.
const (
	Absent        Reason = "not_found"
	Forbidden     Reason = "forbidden"
	Invalid       Reason = "invalid_request"
	UnknownKind   Reason = "unknown_kind"
	UnknownUser   Reason = "unknown_user"
	UnknownOwner  Reason = "unknown_owner"
	OwnerDisabled Reason = "owner_disabled"
	StillOwning   Reason = "still_owning"
)

// RefusalError is what the service answers to what it does not permit; nothing was changed.
type RefusalError struct {
	Reason Reason
	Detail string // one sentence for the client
}

// Error implements error.
func (r *RefusalError) Error() string { return r.Detail }

func refuse(reason Reason, detail string) *RefusalError {
	return &RefusalError{Reason: reason, Detail: detail}
}
