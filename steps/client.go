package steps

import (
	"context"
	"net/http"
	"slices"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/scim"
)

// sendMove carries a request of the dialect's client to the target. A target without PATCH
// cannot be spoken to in a dialect that patches: that is no finding, but it leaves the life
// cycle unproven.
func (w *World) sendMove(ctx context.Context, r provision.Request) (provision.Answer, error) {
	if reason := w.run.known.lacks("patch"); reason != "" && r.Method == http.MethodPatch {
		return provision.Answer{}, &skipped{reason: reason}
	}
	if r.Method == http.MethodPost {
		w.posted = r.Body
	}
	a, err := w.send(ctx, scim.Request{Method: r.Method, Path: r.Path, Header: r.Header, Body: r.Body})
	if err != nil {
		return provision.Answer{}, err
	}
	answer := provision.Answer{Status: a.Status, Header: a.Header, Body: a.Body}
	return answer, w.expected(r, a.Status)
}

// agentOf is how a request names its sender: as the dialect's client does, if it says so, and
// with the run behind it, so that an operator finds a failing request in their own logs.
func (w *World) agentOf(own http.Header) string {
	if client := own.Get("User-Agent"); client != "" {
		return client + " " + w.userAgent()
	}
	return w.userAgent()
}

// noteOmissions looks what the client has left out of the person whom it has just created.
// Many send no password, or one that nobody knows: logging in by it would prove nothing.
func (w *World) noteOmissions(p *Person) {
	password, given := oracle.FirstString(p.Sent, "password")
	if !given || w.posted == nil {
		return
	}
	created, err := oracle.Parse(w.posted)
	sent, _ := oracle.FirstString(created, "password")
	p.locked = err == nil && sent != password
}

// mustHavePassword is why nobody can log in as a person to whom the client gave no password.
func (w *World) mustHavePassword(p *Person) error {
	if !p.locked {
		return nil
	}
	return unsent(nameOf(w.dialect), "the password of who joins", "")
}

// rollAfter is the group as the provisioner knows it once somebody has joined or left it: some
// clients send the whole of it.
func (w *World) rollAfter(g *Group, p *Person, joins bool) provision.Group {
	if g.roll == nil {
		g.roll = w.enrolled(g)
	}
	g.roll = slices.DeleteFunc(g.roll, func(s provision.Subject) bool { return s.ID == p.ID })
	if joins {
		g.roll = append(g.roll, provision.Subject{ID: p.ID, UserName: p.subject().UserName})
	}
	group := g.subject()
	group.Members = slices.Clone(g.roll)
	return group
}

// enrolled are those with whom the group was made.
func (w *World) enrolled(g *Group) []provision.Subject {
	roll := []provision.Subject{}
	for _, id := range texts(oracle.Lookup(g.Sent, "members.value")) {
		s := provision.Subject{ID: id}
		for _, p := range w.roster {
			if p.ID == id {
				s.UserName = p.subject().UserName
			}
		}
		roll = append(roll, s)
	}
	return roll
}
