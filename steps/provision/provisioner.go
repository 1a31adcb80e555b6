package provision

import (
	"context"
	"fmt"

	"github.com/scimproof/scimproof/steps/template"
)

// Answer is what the target said to a move.
type Answer struct {
	// ID is that of who was created, where somebody else's client created them and the
	// answer below is not that to the create; "" elsewhere.
	ID     string
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
	// Key is what the directory calls the person, whatever becomes of them; no dialect
	// sends it.
	Key string
	// UserName is the person's current userName.
	UserName string
	// Resource is the whole resource as it is to be sent: by POST, or by a dialect
	// that updates by PUT. It may be nil where the dialect does not ask for it.
	Resource map[string]any
}

func (s Subject) vars() template.Vars {
	v := template.Vars{"user.id": s.ID, "user.userName": s.UserName}
	if s.Resource != nil {
		v["resource"], v["user.displayName"], v["emails"] = s.Resource, s.displayName(), s.plainEmails()
	}
	return v
}

// displayName is the userName of who has none.
func (s Subject) displayName() string {
	if name, ok := s.Resource["displayName"].(string); ok {
		return name
	}
	return s.UserName
}

// plainEmails are the addresses and nothing else, for clients that know neither types nor a
// primary one.
func (s Subject) plainEmails() []any {
	plain := []any{}
	given, _ := s.Resource["emails"].([]any)
	for _, email := range given {
		if object, ok := email.(map[string]any); ok && object["value"] != nil {
			plain = append(plain, map[string]any{"value": object["value"]})
		}
	}
	return plain
}

// Group is the group that a move is about.
type Group struct {
	ID, DisplayName string
	// Key is what the directory calls the group.
	Key string
	// Resource is the whole group as it is to be sent; needed by CreateGroup.
	Resource map[string]any
	// Members are who is in it after the move, in the order in which they came.
	Members []Subject
}

func (g Group) vars() template.Vars {
	v := template.Vars{"group.id": g.ID, "group.displayName": g.DisplayName, "everybody": elements(g.Members)}
	members := []any{}
	for _, s := range g.Members {
		members = append(members, map[string]any{"value": s.ID})
	}
	v["members"] = members
	if g.Resource != nil {
		v["resource"] = g.Resource
	}
	return v
}

// elements are people as a list that a template writes one by one.
func elements(people []Subject) []template.Vars {
	list := []template.Vars{}
	for _, s := range people {
		list = append(list, template.Vars{"user.id": s.ID, "user.userName": s.UserName})
	}
	return list
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
