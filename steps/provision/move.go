package provision

import "net/http"

// Move is a change in the life of a person or a group, as a dialect names it, or what a
// client asks before and after.
type Move string

// The moves of a dialect: each has a way, or the reason why the client never does it. Those
// of a person take the variables of Subject under "user", those of a group "group"; see the
// README for the rest.
const (
	// TestCredentials is what an administrator sends by "test connection".
	TestCredentials Move = "credentials-test"
	// Probe is what the client asks before it provisions anybody.
	Probe            Move = "probe"
	MatchUser        Move = "match"
	CreateUser       Move = "create"
	CreateInactive   Move = "create-inactive"
	ReadUser         Move = "read"
	ReplaceAttribute Move = "replace-attribute"
	ClearAttribute   Move = "clear-attribute"
	Rename           Move = "rename"
	SetManager       Move = "set-manager"
	ClearManager     Move = "clear-manager"
	MatchGroup       Move = "match-group"
	CreateGroup      Move = "create-group"
	ReadGroup        Move = "read-group"
	RenameGroup      Move = "rename-group"
	AddMember        Move = "add-member"
	RemoveMember     Move = "remove-member"
	ReplaceMembers   Move = "replace-members"
	Deactivate       Move = "deactivate"
	Reactivate       Move = "reactivate"
	DeleteUser       Move = "delete"
	DeleteGroup      Move = "delete-group"
)

// Moves are all of them, in the order of a life.
func Moves() []Move {
	return []Move{
		TestCredentials, Probe, MatchUser, CreateUser, CreateInactive, ReadUser, ReplaceAttribute, ClearAttribute, Rename,
		SetManager, ClearManager, MatchGroup, CreateGroup, ReadGroup, RenameGroup, AddMember, RemoveMember, ReplaceMembers,
		Deactivate, Reactivate, DeleteUser, DeleteGroup,
	}
}

// changes tells whether the move is about attributes by their paths.
func (m Move) changes() bool { return m == ReplaceAttribute || m == ClearAttribute }

// The roads of Deactivate that the features name. A dialect may have others.
const (
	RoadPatchPath   = "PATCH with a path"
	RoadPatchNoPath = "PATCH without a path"
	RoadPut         = "PUT"
	RoadDelete      = "DELETE"
)

// Request is a rendered request, ready to be sent below the SCIM base.
type Request struct {
	// Move and Road say what the request is part of; Road is "" where there is one way.
	Move Move
	Road string
	// Method is the HTTP method, Path the encoded path with its query.
	Method, Path string
	// Header is what the dialect's client says of itself, User-Agent and Content-Type among it.
	Header http.Header
	// Body is the JSON document, or nil for none.
	Body []byte
	// Accept are the statuses by which the dialect's client takes the request as done.
	Accept []int
	// Strict is the refusal that a strict service provider may give instead; the zero value
	// where none is expected.
	Strict Strict
}

// Accepted reports whether the dialect's client takes a status as success.
func (r Request) Accepted(status int) bool {
	for _, s := range r.Accept {
		if s == status {
			return true
		}
	}
	return false
}
