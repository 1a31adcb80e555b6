package provision

import (
	"context"
	"fmt"

	"github.com/scimproof/scimproof/steps/template"
)

// Answer is what the target said to a move.
type Answer struct {
	Status int
	Header map[string][]string
	Body   []byte
}

// Sender carries a rendered request to the target. The scenario's SCIM client
// stands behind it, so that every move is recorded. A status of any kind is no
// error.
type Sender interface {
	Send(ctx context.Context, r Request) (Answer, error)
}

// SenderFunc is a function that is a Sender.
type SenderFunc func(ctx context.Context, r Request) (Answer, error)

// Send calls f.
func (f SenderFunc) Send(ctx context.Context, r Request) (Answer, error) { return f(ctx, r) }

// Subject is the person whom a move is about.
type Subject struct {
	// ID is the identifier the target gave; "" before the create.
	ID string
	// UserName is the person's current userName.
	UserName string
	// Resource is the whole resource as it is to be sent: by POST, or by a dialect
	// that updates by PUT. It may be nil where the dialect does not ask for it.
	Resource map[string]any
}

func (s Subject) vars() template.Vars {
	v := template.Vars{"user.id": s.ID, "user.userName": s.UserName}
	if s.Resource != nil {
		v["resource"] = s.Resource
	}
	return v
}

// Group is the group that a move is about.
type Group struct {
	ID, DisplayName string
	// Resource is the whole group as it is to be sent; needed by CreateGroup.
	Resource map[string]any
}

func (g Group) vars() template.Vars {
	v := template.Vars{"group.id": g.ID, "group.displayName": g.DisplayName}
	if g.Resource != nil {
		v["resource"] = g.Resource
	}
	return v
}

// Provisioner makes life-cycle changes at a target. Each method returns the
// target's answer; an answer that the client would not take as success is a
// *RefusedError beside it.
type Provisioner interface {
	// Create provisions a person.
	Create(ctx context.Context, s Subject) (Answer, error)
	// Replace sets one attribute, named by its SCIM path, to a JSON value.
	Replace(ctx context.Context, s Subject, path string, value any) (Answer, error)
	// Clear unassigns one attribute.
	Clear(ctx context.Context, s Subject, path string) (Answer, error)
	// Rename changes the userName.
	Rename(ctx context.Context, s Subject, userName string) (Answer, error)
	// SetManager makes the person with the id managerID the manager of s.
	SetManager(ctx context.Context, s Subject, managerID string) (Answer, error)
	// ClearManager unassigns the manager.
	ClearManager(ctx context.Context, s Subject) (Answer, error)
	// Deactivate disables a person; road "" is the dialect's own way.
	Deactivate(ctx context.Context, s Subject, road string) (Answer, error)
	// Reactivate enables a person again.
	Reactivate(ctx context.Context, s Subject) (Answer, error)
	// Delete removes a person.
	Delete(ctx context.Context, s Subject) (Answer, error)
	// CreateGroup provisions a group.
	CreateGroup(ctx context.Context, g Group) (Answer, error)
	// AddMember puts a person into a group.
	AddMember(ctx context.Context, g Group, s Subject) (Answer, error)
	// RemoveMember takes one person, and no other, out of a group.
	RemoveMember(ctx context.Context, g Group, s Subject) (Answer, error)
	// DeleteGroup removes a group.
	DeleteGroup(ctx context.Context, g Group) (Answer, error)
}

// RefusedError says that the target answered a move with a status that the
// dialect's client does not take as success.
type RefusedError struct {
	Move   Move
	Road   string
	Status int
	Accept []int
}

// Error names the move, what was wanted and what came.
func (e *RefusedError) Error() string {
	way := ""
	if e.Road != "" {
		way = " by " + e.Road
	}
	return fmt.Sprintf("%s%s was answered with %d, wanted one of %v", e.Move, way, e.Status, e.Accept)
}
