package provision

// Move is a change in the life of a person or a group, as a dialect names it.
type Move string

// The moves that a dialect may know. Those of a person take the variables of
// Subject under "user", those of a group "group"; see the README for the rest.
const (
	CreateUser       Move = "create"
	ReadUser         Move = "read"
	MatchUser        Move = "match"
	ReplaceAttribute Move = "replace-attribute"
	ClearAttribute   Move = "clear-attribute"
	Rename           Move = "rename"
	SetManager       Move = "set-manager"
	ClearManager     Move = "clear-manager"
	CreateGroup      Move = "create-group"
	ReadGroup        Move = "read-group"
	AddMember        Move = "add-member"
	RemoveMember     Move = "remove-member"
	Deactivate       Move = "deactivate"
	Reactivate       Move = "reactivate"
	DeleteUser       Move = "delete"
	DeleteGroup      Move = "delete-group"
)

// The roads of Deactivate that the features name. A dialect may have others.
const (
	RoadPatchPath   = "PATCH with a path"
	RoadPatchNoPath = "PATCH without a path"
	RoadPut         = "PUT"
	RoadDelete      = "DELETE"
)

// Request is a rendered move, ready to be sent below the SCIM base.
type Request struct {
	// Move and Road say what the request means; Road is "" where there is one way.
	Move Move
	Road string
	// Method is the HTTP method, Path the encoded path with its query.
	Method, Path string
	// Body is the JSON document, or nil for none.
	Body []byte
	// Accept are the statuses by which the dialect's client takes the move as done.
	Accept []int
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
