package provision

import (
	"context"
	"fmt"

	"github.com/scimproof/scimproof/steps/template"
)

// Direct is the Provisioner in which scimproof is the SCIM client itself and
// speaks a dialect.
type Direct struct {
	Dialect *Dialect
	Sender  Sender
	// Base is the SCIM base URL, for the dialects that write absolute references.
	Base string
}

var _ Provisioner = (*Direct)(nil)

// Move renders and sends any move, with the variables given.
func (d *Direct) Move(ctx context.Context, m Move, road string, vars template.Vars) (Answer, error) {
	r, err := d.Dialect.Render(m, road, vars.With(template.Vars{"scim": d.Base}))
	if err != nil {
		return Answer{}, err
	}
	answer, err := d.Sender.Send(ctx, r)
	if err != nil {
		return answer, fmt.Errorf("sending %s: %w", m, err)
	}
	if !r.Accepted(answer.Status) {
		return answer, &RefusedError{Move: m, Road: r.Road, Status: answer.Status, Accept: r.Accept}
	}
	return answer, nil
}

// Create provisions a person.
func (d *Direct) Create(ctx context.Context, s Subject) (Answer, error) {
	return d.Move(ctx, CreateUser, "", s.vars())
}

// Read retrieves a person by id.
func (d *Direct) Read(ctx context.Context, s Subject) (Answer, error) {
	return d.Move(ctx, ReadUser, "", s.vars())
}

// Match looks a person up the way the dialect's client does before a create.
func (d *Direct) Match(ctx context.Context, s Subject) (Answer, error) {
	return d.Move(ctx, MatchUser, "", s.vars())
}

// Replace sets one attribute, named by its SCIM path, to a JSON value.
func (d *Direct) Replace(ctx context.Context, s Subject, path string, value any) (Answer, error) {
	return d.Move(ctx, ReplaceAttribute, "", s.vars().With(template.Vars{"path": path, "value": value}))
}

// Clear unassigns one attribute.
func (d *Direct) Clear(ctx context.Context, s Subject, path string) (Answer, error) {
	return d.Move(ctx, ClearAttribute, "", s.vars().With(template.Vars{"path": path}))
}

// Rename changes the userName.
func (d *Direct) Rename(ctx context.Context, s Subject, userName string) (Answer, error) {
	return d.Move(ctx, Rename, "", s.vars().With(template.Vars{"value": userName}))
}

// SetManager makes another person the manager of s.
func (d *Direct) SetManager(ctx context.Context, s Subject, managerID string) (Answer, error) {
	return d.Move(ctx, SetManager, "", s.vars().With(template.Vars{"manager.id": managerID}))
}

// ClearManager unassigns the manager.
func (d *Direct) ClearManager(ctx context.Context, s Subject) (Answer, error) {
	return d.Move(ctx, ClearManager, "", s.vars())
}

// Deactivate disables a person; road "" is the dialect's own way.
func (d *Direct) Deactivate(ctx context.Context, s Subject, road string) (Answer, error) {
	return d.Move(ctx, Deactivate, road, s.vars())
}

// Reactivate enables a person again.
func (d *Direct) Reactivate(ctx context.Context, s Subject) (Answer, error) {
	return d.Move(ctx, Reactivate, "", s.vars())
}

// Delete removes a person.
func (d *Direct) Delete(ctx context.Context, s Subject) (Answer, error) {
	return d.Move(ctx, DeleteUser, "", s.vars())
}

// CreateGroup provisions a group.
func (d *Direct) CreateGroup(ctx context.Context, g Group) (Answer, error) {
	return d.Move(ctx, CreateGroup, "", g.vars())
}

// ReadGroup retrieves a group by id.
func (d *Direct) ReadGroup(ctx context.Context, g Group) (Answer, error) {
	return d.Move(ctx, ReadGroup, "", g.vars())
}

// AddMember puts a person into a group.
func (d *Direct) AddMember(ctx context.Context, g Group, s Subject) (Answer, error) {
	return d.Move(ctx, AddMember, "", membership(g, s))
}

// RemoveMember takes one person, and no other, out of a group.
func (d *Direct) RemoveMember(ctx context.Context, g Group, s Subject) (Answer, error) {
	return d.Move(ctx, RemoveMember, "", membership(g, s))
}

// DeleteGroup removes a group.
func (d *Direct) DeleteGroup(ctx context.Context, g Group) (Answer, error) {
	return d.Move(ctx, DeleteGroup, "", g.vars())
}

func membership(g Group, s Subject) template.Vars {
	return template.Vars{"user.id": s.ID, "user.userName": s.UserName}.With(g.vars())
}
