package provision

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

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

// Move renders and sends any move, with the variables given. Where it is several requests,
// the first that is refused is the last, and its answer the move's.
func (d *Direct) Move(ctx context.Context, m Move, road string, vars template.Vars, changes ...Change) (answer Answer, err error) {
	w, err := d.Dialect.wayOf(m, road)
	if err != nil {
		return Answer{}, err
	}
	vars = template.Vars{"scim": d.Base, "random": rand.Text()}.With(vars)
	for _, one := range d.Dialect.requestsOf(w) {
		r, err := d.Dialect.render(one, m, w.Road, vars, changes)
		if err != nil {
			return Answer{}, err
		}
		if answer, err = d.send(ctx, r); err != nil {
			return answer, err
		}
		if one.Keep == "" {
			continue
		}
		more, err := kept(one.Keep, answer.Body)
		if err != nil {
			return answer, fmt.Errorf("sending %s: %w", m, err)
		}
		vars = vars.With(more)
	}
	return answer, nil
}

func (d *Direct) send(ctx context.Context, r Request) (Answer, error) {
	answer, err := d.Sender.Send(ctx, r)
	if err != nil {
		return answer, fmt.Errorf("sending %s: %w", r.Move, err)
	}
	if !r.Accepted(answer.Status) {
		return answer, &RefusedError{Move: r.Move, Road: r.Road, Status: answer.Status, Accept: r.Accept}
	}
	return answer, nil
}

// TestCredentials sends what an administrator's "test connection" does.
func (d *Direct) TestCredentials(ctx context.Context) (Answer, error) {
	return d.Move(ctx, TestCredentials, "", nil)
}

// Probe sends what the client asks before it provisions anybody.
func (d *Direct) Probe(ctx context.Context) (Answer, error) { return d.Move(ctx, Probe, "", nil) }

// Create provisions a person. One whose resource says that they are not active yet is
// provisioned as the dialect does that, if it does.
func (d *Direct) Create(ctx context.Context, s Subject) (Answer, error) {
	if active, said := s.Resource["active"].(bool); said && !active {
		return d.Move(ctx, CreateInactive, "", s.vars())
	}
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
	return d.Change(ctx, s, Change{path, value})
}

// Change sets several attributes at once, as one change in the client's directory.
func (d *Direct) Change(ctx context.Context, s Subject, changes ...Change) (Answer, error) {
	return d.alter(ctx, ReplaceAttribute, s, changes...)
}

// Clear unassigns one attribute.
func (d *Direct) Clear(ctx context.Context, s Subject, path string) (Answer, error) {
	return d.alter(ctx, ClearAttribute, s, Change{Path: path})
}

// alter makes the move with the resource as it is after the changes.
func (d *Direct) alter(ctx context.Context, m Move, s Subject, changes ...Change) (Answer, error) {
	vars := s.vars()
	if s.Resource != nil {
		resource, err := Lay(s.Resource, changes...)
		if err != nil {
			return Answer{}, err
		}
		vars["resource"] = jsontext.Value(resource)
	}
	return d.Move(ctx, m, "", vars, changes...)
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

// MatchGroup looks a group up the way the dialect's client does before a create.
func (d *Direct) MatchGroup(ctx context.Context, g Group) (Answer, error) {
	return d.Move(ctx, MatchGroup, "", g.vars())
}

// CreateGroup provisions a group.
func (d *Direct) CreateGroup(ctx context.Context, g Group) (Answer, error) {
	return d.Move(ctx, CreateGroup, "", g.vars())
}

// ReadGroup retrieves a group by id.
func (d *Direct) ReadGroup(ctx context.Context, g Group) (Answer, error) {
	return d.Move(ctx, ReadGroup, "", g.vars())
}

// RenameGroup changes the displayName.
func (d *Direct) RenameGroup(ctx context.Context, g Group, displayName string) (Answer, error) {
	return d.Move(ctx, RenameGroup, "", g.vars().With(template.Vars{"value": displayName}))
}

// AddMember puts a person into a group, of which g says who is in it then.
func (d *Direct) AddMember(ctx context.Context, g Group, s Subject) (Answer, error) {
	return d.AddMembers(ctx, g, s)
}

// AddMembers puts several people into a group, of which g says who is in it then. They go in
// one request where the dialect has a place for all of them, else one after the other.
func (d *Direct) AddMembers(ctx context.Context, g Group, people ...Subject) (answer Answer, err error) {
	at := [][]Subject{people}
	if !d.Dialect.addsSeveral() {
		at = slices.Collect(slices.Chunk(people, 1))
	}
	for _, some := range at {
		answer, err = d.Move(ctx, AddMember, "", with(g, some[0]).With(template.Vars{"people": elements(some)}))
		if err != nil {
			return answer, err
		}
	}
	return answer, nil
}

// addsSeveral tells whether no request of the move is about one person by name.
func (d *Dialect) addsSeveral() bool {
	w, _ := d.moves[AddMember].way("")
	return !slices.ContainsFunc(d.requestsOf(w), request.namesOne)
}

// RemoveMember takes one person, and no other, out of a group, of which g says who is in it
// then.
func (d *Direct) RemoveMember(ctx context.Context, g Group, s Subject) (Answer, error) {
	return d.Move(ctx, RemoveMember, "", with(g, s))
}

// ReplaceMembers sends all members of a group anew, as a full push does.
func (d *Direct) ReplaceMembers(ctx context.Context, g Group) (Answer, error) {
	return d.Move(ctx, ReplaceMembers, "", g.vars())
}

// DeleteGroup removes a group.
func (d *Direct) DeleteGroup(ctx context.Context, g Group) (Answer, error) {
	return d.Move(ctx, DeleteGroup, "", g.vars())
}

func with(g Group, s Subject) template.Vars {
	return template.Vars{"user.id": s.ID, "user.userName": s.UserName}.With(g.vars())
}
