package idp

import (
	"context"
	"errors"
	"net/http"

	"github.com/scimproof/scimproof/reference/store"
)

// Action is what a cycle did for a person.
type Action string

// The actions.
const (
	None    Action = "none"
	Create  Action = "create"
	Update  Action = "update"
	Disable Action = "disable"
	Delete  Action = "delete"
)

// Result is what became of one person in a cycle.
type Result struct {
	UserName string
	Action   Action
	Status   int   // of the tenant's answer; 0 where there was none
	Err      error // why the tenant has not followed; the next cycle tries again
}

// Cycle is what became of everybody in a cycle.
type Cycle struct {
	Provisioning bool // whether the agent is switched on
	Results      []Result
}

// Sent is how many people the cycle told the tenant of.
func (c Cycle) Sent() int {
	n := 0
	for _, r := range c.Results {
		if r.Action != None {
			n++
		}
	}
	return n
}

// Cycle tells the tenant of everything that it has not been told yet; of nothing where the agent is switched off.
func (s *Service) Cycle(ctx context.Context, connectionID string) (Cycle, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	return s.cycle(ctx, connectionID)
}

// CycleAll runs a cycle of each connection; what fails is tried again by the next.
func (s *Service) CycleAll(ctx context.Context) error {
	list, err := s.Connections(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if _, failed := s.Cycle(ctx, c.ID); failed != nil && !errors.Is(failed, store.ErrNotFound) {
			err = errors.Join(err, failed)
		}
	}
	return err
}

// Last is the latest cycle of a connection; the zero value before the first.
func (s *Service) Last(connectionID string) Cycle {
	s.changing.Lock()
	defer s.changing.Unlock()
	return s.last[connectionID]
}

// cycle is Cycle for who holds the lock already. No transaction is open while the tenant is called.
func (s *Service) cycle(ctx context.Context, connectionID string) (Cycle, error) {
	connection, people, err := s.load(ctx, connectionID)
	done := Cycle{Provisioning: connection.Provisioning}
	if err != nil {
		return done, err
	}
	if connection.Provisioning {
		done.Results = s.tell(ctx, s.Agent(connection.Dialect), people)
	}
	s.last[connectionID] = done
	return done, nil
}

func (s *Service) tell(ctx context.Context, agent Provisioner, people []store.Person) []Result {
	var results []Result
	for _, p := range people {
		if p.Removed && !p.Pending { // the tenant knows, and they are only kept aside
			continue
		}
		result := send(ctx, agent, &p)
		if result.Err == nil {
			result.Err = s.note(ctx, p)
		}
		if result.Err != nil {
			s.Log.WarnContext(ctx, "the tenant has not followed", "person", p.ID, "action", result.Action, "error", result.Err)
		}
		results = append(results, result)
	}
	return results
}

func (s *Service) load(ctx context.Context, connectionID string) (store.Connection, []store.Person, error) {
	var c store.Connection
	var people []store.Person
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		if c, err = tx.Connection(connectionID); err != nil {
			return err
		}
		people, err = tx.People(connectionID)
		return err
	})
	return c, people, err
}

// send tells the tenant of one person, and notes in p what is known since.
func send(ctx context.Context, agent Provisioner, p *store.Person) Result {
	result := Result{UserName: p.UserName, Action: None}
	switch {
	case !p.Pending:
	case p.Removed && p.RemoteID == "": // the tenant never heard of them from here
	case p.Removed:
		result.Action = Disable
		result.Status, result.Err = agent.Disable(ctx, p.RemoteID)
		if result.Status == http.StatusNotFound { // deleted there: more than disabled
			result.Err = nil
		}
	default:
		result.Action, result.Status, result.Err = provision(ctx, agent, p)
	}
	return result
}

// provision brings the user of a person up to date: the one they are linked to, else the one of the same userName, else
// a new one.
func provision(ctx context.Context, agent Provisioner, p *store.Person) (Action, int, error) {
	if p.RemoteID != "" {
		status, err := agent.Update(ctx, p.RemoteID, *p)
		if status != http.StatusNotFound { // else it was deleted there
			return Update, status, err
		}
		p.RemoteID = ""
	}
	id, err := agent.Find(ctx, p.UserName)
	if err != nil {
		return Create, statusOf(err), err
	}
	if id != "" {
		p.RemoteID = id
		status, err := agent.Update(ctx, id, *p)
		return Update, status, err
	}
	id, status, err := agent.Create(ctx, *p)
	p.RemoteID = id
	return Create, status, err
}

func statusOf(err error) int {
	if answered, ok := errors.AsType[*StatusError](err); ok {
		return answered.Status
	}
	return 0
}

// note writes down that the tenant knows; who was removed before the tenant ever heard of them is forgotten.
func (s *Service) note(ctx context.Context, p store.Person) error {
	if !p.Pending {
		return nil
	}
	return s.Store.Update(ctx, func(tx *store.Tx) error {
		if p.Removed && p.RemoteID == "" {
			return tx.DeletePerson(p.ConnectionID, p.ID)
		}
		p.Pending, p.Password = false, ""
		return tx.PutPerson(p)
	})
}
